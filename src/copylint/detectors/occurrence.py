"""Something that may stand only so often, or must stand so often, in a sentence, block or text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import regex

from copylint.document import Block, Document
from copylint.match import Match
from copylint.pattern import compiled
from copylint.rough import Rough, loose
from copylint.span import Span

_RANGES = ("sentence", "block", "document", "source")


def wakes(rough: Rough, options: Mapping[str, Any]) -> bool:
    """Whether there are more than `max` at all; what must stand is missed by looking alone."""
    if int(options.get("min", "0")):
        return True
    whole = options.get("each") == "source"
    text = rough.source if whole else rough.joined
    hits = compiled(loose(str(options["pattern"]))).finditer(text)
    return sum(1 for _ in hits) > int(options.get("max", "0"))


def detect(document: Document, options: Mapping[str, Any]) -> Iterator[Match]:
    """Yield each range that has `pattern` more than `max` or fewer than `min` times.

    `each`: `sentence`, `block` (the default), `document` (all blocks together) or `source` (the
    text as it stands in the file). `kinds`: only in blocks of these kinds; `levels`: only in
    headings of these levels. The match reaches from the first to the last of what was counted;
    where nothing was, it is the range's first character.
    """
    each = str(options.get("each", "block"))
    assert each in _RANGES
    expression = compiled(str(options["pattern"]))
    if each == "source":
        hits = [Span(*hit.span()) for hit in expression.finditer(document.source) if hit[0].strip()]
        if _amiss(len(hits), options) and document.source:
            first, last = (hits[0], hits[-1]) if hits else (Span(0, 1), Span(0, 1))
            yield Match(None, first.start, last.end, {"count": str(len(hits))})
        return
    kinds = options.get("kinds", ())
    levels = {int(level) for level in options.get("levels", ())}
    blocks = [
        block
        for block in document.blocks
        if (not kinds or block.kind in kinds) and (not levels or block.level in levels)
    ]
    if each == "document":
        yield from _in_document(blocks, expression, options)
        return
    for block in blocks:
        ranges = block.sentences if each == "sentence" else (Span(0, len(block.text)),)
        for whole in ranges:
            found = _hits(block, whole, expression)
            if _amiss(len(found), options) and whole.start < whole.end:
                first, last = (found[0], found[-1]) if found else (whole, whole)
                end = last.end if found else whole.start + 1
                yield Match(block, first.start, end, {"count": str(len(found))})


def _in_document(
    blocks: list[Block], expression: regex.Pattern[str], options: Mapping[str, Any]
) -> Iterator[Match]:
    """One match, at the first place, or at the beginning where there is none."""
    found = [
        (block, hit)
        for block in blocks
        for hit in _hits(block, Span(0, len(block.text)), expression)
    ]
    if not blocks or not _amiss(len(found), options):
        return
    block, hit = found[0] if found else (blocks[0], Span(0, 1))
    yield Match(block, hit.start, hit.end, {"count": str(len(found))})


def _hits(block: Block, whole: Span, expression: regex.Pattern[str]) -> list[Span]:
    text = block.folded[whole.start : whole.end]
    return [
        Span(whole.start + hit.start(), whole.start + hit.end())
        for hit in expression.finditer(text)
        if hit[0].strip()
    ]


def _amiss(count: int, options: Mapping[str, Any]) -> bool:
    most, least = int(options.get("max", "0")), int(options.get("min", "0"))
    return (most > 0 and count > most) or (least > 0 and count < least)
