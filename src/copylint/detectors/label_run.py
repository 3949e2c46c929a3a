"""Lines that are nothing but the labels of a page's controls, one after another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from copylint.document import PROTECTED, Block, Document
from copylint.finding import Safety
from copylint.match import Match, Repair
from copylint.pattern import compiled, ready
from copylint.rough import Rough
from copylint.span import Span

# What may stand between two labels that are deleted together: blank lines and marks of items.
_BETWEEN = ready(r"(?:[ \t]*(?:[-*+•][ \t]+)?\n)*[ \t]*(?:[-*+•][ \t]+)?[ \t]*")


class _Label(NamedTuple):
    """A line that may be a label: its text, and where it stands in its block and in the source."""

    text: str
    block: Block
    span: Span
    source: Span


def sieve(options: Mapping[str, Any]) -> Mapping[str, str]:
    """What is a label in any company."""
    return {"folded": _filled(options["certain"])}


def wakes(rough: Rough, options: Mapping[str, Any]) -> bool:
    """Whether such a label stands in the rough prose."""
    return compiled(_filled(options["certain"])).search(rough.folded) is not None


def detect(document: Document, options: Mapping[str, Any]) -> Iterator[Match]:
    r"""Yield each run of labels in which one of `certain` stands.

    The options list patterns that fill a line: `certain` ones, `others`, which are labels only in
    company, and what may stand `between` two labels. A pattern of `certain` may name two lines with
    `\s+` between them, each of which is to be found among the `others` too. `kinds`: blocks to look
    in besides paragraphs. Value: `first`, the first certain label. The run is deleted whole, where
    only blank lines stand in between.
    """
    certain = compiled(_filled(options["certain"]))
    between = compiled(_filled(options.get("between", ("(?!)",))))
    for run in _runs(document, options):
        while run and between.fullmatch(run[0].text):
            del run[0]
        while run and between.fullmatch(run[-1].text):
            del run[-1]
        found = certain.search("\n".join(label.text for label in run))
        if found is None or _goes_on(run[-1]):
            continue
        values = {"first": found[0].split("\n")[0].strip()}
        repair = Repair("match", Safety.SAFE)
        first, last = run[0], run[-1]
        span = Span(first.source.start, last.source.end)
        if document.framed(span):
            continue
        if first.block is last.block:
            yield Match(first.block, first.span.start, last.span.end, values, repair)
            continue
        gaps = (document.source[one.source.end : two.source.start] for one, two in pairwise(run))
        whole = all(_BETWEEN.fullmatch(gap) for gap in gaps)
        yield Match(None, *span, values, repair if whole else None)


def _set_off(document: Document, block: Block, span: Span) -> bool:
    """Whether a link, emphasis, a tag or the like sets something off there: a label can be pressed,
    a line in bold is a heading. A comment behind a label shows nothing."""
    return any(
        mark.start < span.end and span.start < mark.end
        if mark.start < mark.end
        else span.start <= mark.start <= span.end
        and not document.source.startswith("<!--", mark.span.start)
        for mark in block.marks
        if mark.kind in PROTECTED or mark.kind == "emphasis"
    )


def _goes_on(label: _Label) -> bool:
    """Whether it is a line of a sentence that the next line carries on."""
    return label.block.text[label.span.end :].lstrip()[:1].islower()


def _filled(patterns: Sequence[str]) -> str:
    return rf"^[ \t]*(?:{'|'.join(patterns)})[ \t]*$"


def _runs(document: Document, options: Mapping[str, Any]) -> Iterator[list[_Label]]:
    """The labels that follow on one another, with no other prose between them."""
    labels = (one for key in ("certain", "others", "between") for one in options.get(key, ()))
    label = compiled(_filled([*labels]))
    kinds = {"paragraph", *options.get("kinds", ())}
    if document.markup == "plain":
        kinds.add("heading")  # a line in capitals is one there
    run: list[_Label] = []
    for block in document.blocks:
        for span in block.lines():
            text = block.folded[span.start : span.end]
            if not text.strip():
                continue
            known = block.kind in kinds and label.fullmatch(text) is not None
            source = (
                block.verbatim(*span) if known and not _set_off(document, block, span) else None
            )
            if source is not None:
                run.append(_Label(text, block, span, source))
            elif run:
                yield run
                run = []
    if run:
        yield run
