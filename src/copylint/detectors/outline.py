"""Headings that do not make sense as an outline: empty, said twice, or a level skipped."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import pairwise
from typing import Any

import regex

from copylint.document import OBJECT, Block, Document
from copylint.finding import Severity
from copylint.match import Match
from copylint.pattern import ready
from copylint.rough import Heading, Rough

_NOTHING = ready(r"(?s:<!--.*?-->)|^[ \t]*(?:[-=*_][ \t]*){2,}$", regex.M)
# Headings in other clothes, which are not looked at closely before parsing.
_OTHER = ready(r"(?<=[^\s|>-]\n)(?:-{2,}|=+)[ \t]*$|<h[1-6]", regex.I | regex.M)
_END = ready(r"[\s.:!?…]+$")


def wakes(rough: Rough, options: Mapping[str, Any]) -> bool:
    """Whether the lines that look like headings could have the fault."""
    if _OTHER.search(rough.body):
        return True
    find = options.get("find", "empty")
    return any(_faulty(rough, headings, find) for headings in rough.outlines if headings)


def _faulty(rough: Rough, headings: list[Heading], find: str) -> bool:
    """Whether headings, if these are they, could have the fault."""
    if find == "skipped":
        return any(after.level > before.level + 1 for before, after in pairwise(headings))
    if find == "twice":
        texts = list(map(_words, headings))
        return len(set(texts)) < len(texts) and _repeats(headings)
    ends = [*(heading.start for heading in headings[1:]), len(rough.body)]
    levels = [*(heading.level for heading in headings[1:]), 0]
    return any(
        level <= heading.level and _empties(rough.body[heading.end : end])
        for heading, end, level in zip(headings, ends, levels, strict=True)
    )


def _empties(gap: str) -> bool:
    """Whether what stands between two headings is nothing to read."""
    return len(gap) < 400 and not _NOTHING.sub("", gap).strip(" \n>")


def _words(heading: Heading) -> str:
    """What a heading says, whatever white space and stop it is written with."""
    return str(_END.sub("", " ".join(heading.text.split())))


def _repeats(headings: list[Heading]) -> bool:
    """Whether a heading's words stand twice under one parent, or twice in a row."""
    path: list[tuple[int, int]] = []
    seen: set[tuple[tuple[tuple[int, int], ...], str]] = set()
    last = ""
    for number, heading in enumerate(headings):
        while path and path[-1][0] >= heading.level:
            path.pop()
        words = _words(heading)
        key = (tuple(path), words)
        path.append((heading.level, number))
        if key in seen or words == last:
            return True
        seen.add(key)
        last = words
    return False


def detect(document: Document, options: Mapping[str, Any]) -> Iterator[Match]:
    """Yield the headings with the fault that `find` names: `empty`, `twice` or `skipped`.

    `allow`: headings that may be said twice.
    """
    finders = {"empty": _empty, "twice": _twice, "skipped": _skipped}
    yield from finders[str(options.get("find", "empty"))](document, options)


def _empty(document: Document, options: Mapping[str, Any]) -> Iterator[Match]:  # noqa: ARG001
    """Headings with nothing before the next one of their own or a higher level, or the end.

    Three and more in a row are a list that was set as headings, and no gaps in a text.
    """
    run: list[Match] = []
    after: Block | None = None
    for match in _gaps(document):
        if run and match.block is not after:
            yield from run if len(run) < 3 else ()
            run = []
        run.append(match)
        after = _next(document, match.block)
    yield from run if len(run) < 3 else ()


def _next(document: Document, block: Block | None) -> Block | None:
    at = next(number for number, other in enumerate(document.blocks) if other is block)
    return document.blocks[at + 1] if at + 1 < len(document.blocks) else None


def _gaps(document: Document) -> Iterator[Match]:
    blocks = [block for block in document.blocks if block.kind != "metadata"]
    for block, after in zip(blocks, [*blocks[1:], None], strict=False):
        if block.kind != "heading":
            continue
        if after is not None and (after.kind != "heading" or after.level > block.level):
            continue
        # A page may be a title alone that a template fills, and a heading of a low level is often
        # no heading but a line in small letters.
        if (block.level == 1 and block is blocks[0]) or block.level > 4:
            continue
        if _blank(document, block, after):
            # Some writers give a section's parts headings of the section's own level.
            flat = after is not None and after.level == block.level
            yield replace(_whole(block), severity=Severity.INFO if flat else None)


def _blank(document: Document, block: Block, after: Block | None) -> bool:
    start = document.lines.line(max(block.span.start, block.span.end - 1)).end
    end = len(document.source)
    if after is not None:
        end = document.lines.line(after.span.start).start
    return not _NOTHING.sub("", document.source[start:end]).strip()


def _twice(document: Document, options: Mapping[str, Any]) -> Iterator[Match]:
    """Headings whose words stand over an earlier section under the same parent."""
    allowed = {str(text).casefold() for text in options.get("allow", ())}
    path: list[tuple[int, int]] = []
    seen: set[tuple[tuple[tuple[int, int], ...], str]] = set()
    last = ""
    for number, block in enumerate(document.blocks):
        if block.kind != "heading" or _quoted(document, block):
            continue
        words = _END.sub("", " ".join(block.folded.casefold().split()))
        while path and path[-1][0] >= block.level:
            path.pop()
        key = (tuple(path), words)
        path.append((block.level, number))
        # Code is one sign here, so headings that hold code cannot be told apart.
        if not words or OBJECT in block.text or words in allowed:
            last = ""
            continue
        if key in seen or words == last:
            yield _whole(block)
        seen.add(key)
        last = words


def _skipped(document: Document, options: Mapping[str, Any]) -> Iterator[Match]:  # noqa: ARG001
    """Headings more than one level below the one before them."""
    level = 0
    for block in document.blocks:
        if block.kind != "heading" or _quoted(document, block):
            continue
        if level and block.level > level + 1:
            yield _whole(block, level=str(level), below=str(block.level), right=str(level + 1))
        level = block.level


def _quoted(document: Document, block: Block) -> bool:
    """Whether a heading stands in a quotation, and so belongs to another text's outline."""
    line = document.lines.line(block.span.start)
    return document.source[line.start : line.end].lstrip(" -*+\t").startswith(">")


def _whole(block: Block, **values: str) -> Match:
    return Match(block, 0, len(block.text), values)
