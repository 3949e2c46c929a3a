"""A paragraph or a sentence that stands in the text twice, word for word.

Case and punctuation do not count: a copy is often touched up, but its words stay.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import regex

from copylint.document import OBJECT, Block, Document
from copylint.finding import Safety, Severity
from copylint.match import Match, Repair
from copylint.pattern import ready
from copylint.rough import Rough
from copylint.rule import option
from copylint.span import Span

_WORD = ready(r"[\p{L}\p{N}]+")
# What a block of nothing but directives holds.
_BLANK = f"{OBJECT} \t\n"
# What stands before a text that is shown in place of another: of one version, in one tab, or else.
_ALTERNATIVE = ready(
    r"^[ \t]*(?::{3,}[ ]?(?:moniker|zone|tab)|=== [\"!+]|<Tab|\{\{?[<%] *tab|\{[{%]-? *els)",
    regex.M,
)
# What opens an element of a page made of components, which may show the same in several of its kind.
_COMPONENT = ready(r"<[A-Z]\w*(?:\s[^<>]*)?>\s*\Z")
_NEAR = 200
# Copies of one kind that an accident leaves in a text.
_BY_CHANCE = 8
# The lines of a stanza, the code points of a line of verse, and what it ends with.
_STANZA, _LINE = 3, 60
_MARKS = frozenset(".,;:!?-—–")
# What opens an item of a list or a cell whose text is in a paragraph of its own.
_ITEM = ready(r"(?i)<(?:li|dd|td)\b[^<>]*+>\s*+(?:<p\b[^<>]*+>\s*+)?\Z")
# Text that is meant to be said again: steps, warnings, formulas of law, captions of the same kind.
_KEPT = frozenset({"link", "url", "image", "code", "math", "footnote", "template", "html"})
_TAIL = 14
# How a sentence ends inside a line, but for a plain stop.
_STOPS = (
    "! ",
    "? ",
    "… ",
    '." ',
    ".” ",
    ".’ ",
    ".» ",
    ".) ",
    ".] ",
    '!" ',
    "!” ",
    '?" ',
    "?” ",
    "。",
    "！",
    "？",
)
_EDGE = ' \t.!?…"“”‘’«»()[]。！？'


def wakes(rough: Rough, options: Mapping[str, Any]) -> bool:
    """Whether two long enough lines, or two sentences under one heading, hold the same words."""
    sentences = options.get("find") == "sentence"
    # Abbreviations cut a sentence into parts here, so that fewer words must do.
    least = option(options, "least", int, 12) - (3 if sentences else 0)
    whole = option(options, "whole", int, 10_000)
    text = rough.joined
    if not _twice(_split(text.replace("\n", ". ")) if sentences else text.split("\n"), least):
        return False
    lines = text.split("\n")
    # A break inside a paragraph looks like its end here.
    split = _whole if not sentences else _split if "<br" in rough.source.lower() else _several
    if not sentences and _twice(lines, whole):
        return True
    # One without words would be every empty line.
    headings = {heading.text for heading in rough.headings} - {""}
    section: list[str] = []
    for line in lines:
        if line.casefold() not in headings:
            section += split(line)
        elif _twice(section, least):
            return True
        else:
            section = []
    return _twice(section, least)


def _whole(line: str) -> Sequence[str]:
    return (line,)


def _several(line: str) -> Sequence[str]:
    """The sentences of a line that has more than one; a paragraph of one is no matter for them."""
    parts = _split(line)
    return parts if len(parts) > 2 or (len(parts) == 2 and parts[1].strip()) else ()


def _split(text: str) -> Sequence[str]:
    """The sentences of a text, or parts of them."""
    for stop in _STOPS:
        if stop in text:
            text = text.replace(stop, ". ")
    return text.split(". ")


def _twice(parts: Sequence[str], least: int) -> bool:
    """Whether two parts of a text of so many words hold the same words."""
    # Of most texts every long part ends in its own way.
    shortest = 2 * least
    long = [part for part in parts if len(part) >= shortest]
    tails = [part.strip(_EDGE)[-_TAIL:].lower() for part in long]
    if len(set(tails)) == len(tails):
        return False
    alike: dict[str, list[str]] = {}
    for tail, part in zip(tails, long, strict=True):
        alike.setdefault(tail, []).append(part)
    for group in alike.values():
        if len(group) > 1:
            found = (_words(part) for part in group if OBJECT not in part)
            words = [one for one in found if len(one) >= least]
            if len(set(words)) < len(words):
                return True
    return False


def detect(document: Document, options: Mapping[str, Any]) -> Iterator[Match]:
    """Yield the later copies of what `find` names, `paragraph` or `sentence`.

    `least`: how many words make it long enough to count. `within`: how many paragraphs on a copy may
    stand, under the same heading. `whole`: how many words make a paragraph count anywhere, as information.
    """
    least, within = option(options, "least", int, 12), option(options, "within", int, 1)
    find = _sentences if options.get("find") == "sentence" else _paragraphs
    last: dict[tuple[str, ...], tuple[int, int]] = {}
    again: list[Match] = []
    for place, block in _running(document):
        for match, words in find(document, block):
            if len(words) < least:
                continue
            before = last.get(words)
            near = before is not None and before[0] == place[0] and place[1] - before[1] <= within
            long = before is not None and len(words) >= option(options, "whole", int, 10_000)
            if near:
                again.append(match)
            elif long:
                # Reference works say again under each heading what holds under it.
                yield replace(match, severity=Severity.INFO)
            last[words] = place
    # A page that says so many things twice running does so by design, as tables set as text do.
    for match in again:
        yield match if len(again) <= _BY_CHANCE else replace(match, severity=Severity.INFO)


def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(text.casefold()))


def _running(document: Document) -> Iterator[tuple[tuple[int, int], Block]]:
    """The paragraphs of prose alone, each with (number of its section, its own number)."""
    section = number = end = 0
    for block in document.blocks:
        if block.kind == "heading" or _ALTERNATIVE.search(document.source, end, block.span.start):
            section += 1
        if block.text.strip(_BLANK):
            end = max(end, block.span.end)
        if block.kind == "paragraph" and OBJECT not in block.text and not _defines(block):
            number += 1
            if document.markup == "plain" and _verse(document, block):
                continue
            begin = block.span.start
            if document.markup == "html" and _ITEM.search(document.source, begin - _NEAR, begin):
                continue
            yield (section, number), block


def _verse(document: Document, block: Block) -> bool:
    """Whether a block of plain text is set as verse, whose lines return: indented, or short lines
    that all end with a mark."""
    lines = document.source[block.span.start : block.span.end].rstrip().splitlines()
    first = document.source.rfind("\n", 0, block.span.start) + 1
    indented = document.source[first : block.span.start].isspace() or lines[0][:1].isspace()
    if len(lines) < _STANZA:
        return False
    if indented and all(line[:2].isspace() for line in lines[1:]):
        return True
    return all(len(line) < _LINE and line.rstrip()[-1:] in _MARKS for line in lines)


def _defines(block: Block) -> bool:
    """Whether a block says what a name on a line of its own is, as references list parameters."""
    mark = next((one for one in block.marks if one.kind == "emphasis"), None)
    return mark is not None and mark.start == 0 and block.text[mark.end : mark.end + 1] == "\n"


def _paragraphs(document: Document, block: Block) -> Iterator[tuple[Match, tuple[str, ...]]]:
    # A refrain is broken into lines on purpose, and one sentence may lead in several things.
    source = document.source[block.span.start : block.span.end]
    if _COMPONENT.search(document.source, max(0, block.span.start - _NEAR), block.span.start):
        return
    # Nor does what somebody says twice come from a paste.
    if block.quoted(Span(0, 1)) and block.quoted(Span(len(block.text) - 1, len(block.text))):
        return
    if "  \n" not in source and "\\\n" not in source and not block.text.rstrip().endswith(":"):
        repair = Repair("block", Safety.UNSAFE)
        yield Match(block, 0, len(block.text), repair=repair), _words(block.text)


def _sentences(
    document: Document,  # noqa: ARG001
    block: Block,
) -> Iterator[tuple[Match, tuple[str, ...]]]:
    # A paragraph that is one sentence is a matter for the rule on paragraphs.
    for span in block.sentences if len(block.sentences) > 1 else ():
        if not block.quoted(span) and not block.marked(*span, _KEPT):
            match = Match(block, *span, repair=Repair("match", Safety.UNSAFE))
            yield match, _words(block.text[span.start : span.end])
