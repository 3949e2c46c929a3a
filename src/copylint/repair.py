"""From a match to the edits of the source that mend it, or to none where that cannot be trusted."""

from __future__ import annotations

import html
from collections import Counter
from dataclasses import replace

import regex

from copylint.document import Block, Document
from copylint.excise import excise
from copylint.finding import Fix, Safety
from copylint.match import Match, Repair
from copylint.opaque import VOID
from copylint.span import Edit, Span

_LEAD = regex.compile(r"(?:[ \t]*(?:[-*+•]|\d{1,9}[.)]|>|#{1,6})(?=[ \t])|[ \t]*>)*[ \t]*")
_TAG = regex.compile(r"<(?P<closes>/?)(?P<name>[a-zA-Z][\w-]*)[^<>]*(?<!/)>")
# An element that a style or a program knows by its name may be empty of prose on purpose.
_NAMED = regex.compile(r"<[a-zA-Z][^<>]*\sid[ ]?=")
# What a block may hold that is more than its words, and no part of a defect in them.
_BEYOND = frozenset({"link", "image", "code", "url", "template"})
_SHOWN = 60


def fix(document: Document, match: Match, family: str = "") -> Fix | None:
    """The fix of a match, in source offsets; `family` is that of the rule that found it.

    `None` where the prose does not stand in the source word for word, or where deleting it would
    tear markup. What lies in a quotation, in front matter or in an attribute is never safe, unless
    it is alien: an invisible character or a wrong encoding, which nobody can have said. Docstrings
    are data that programs show, so only characters and punctuation are safe to repair in them, and
    nothing is in other strings of a program.
    """
    repair = match.repair
    if repair is None:
        return None
    if match.block is None:
        found = _in_source(document, match, repair, alien=family == "characters")
        block = document.block_at(repair.span or Span(match.start, match.end))
    else:
        found = _in_prose(document, match, match.block, repair)
        block = match.block
    if found is None or block is None or found.safety is not Safety.SAFE:
        return found
    shown = block.kind == "docstring" and family not in {"characters", "punctuation"}
    return replace(found, safety=Safety.UNSAFE) if shown or block.kind == "literal" else found


def _in_prose(document: Document, match: Match, block: Block, repair: Repair) -> Fix | None:
    start, end = repair.span or (match.start, match.end)
    if repair.how == "replace":
        span = block.verbatim(start, end) or _spelled(document, block, start, end, repair)
        if span is None or not _writable(block, start, end):
            return None
        return _fix(block, Span(start, end), (Edit(span, repair.text),), repair, plain=True)
    if repair.how in {"line", "block"}:
        stop = block.text.find("\n", start)
        start, end = (
            block.text.rfind("\n", 0, start) + 1,
            max(stop if stop >= 0 else len(block.text), end),
        )
        if repair.safety is Safety.SAFE and document.framed(block.source(start, end)):
            repair = replace(repair, safety=Safety.UNSAFE)
        if repair.how == "block":
            return _drop(document, block, repair)
        return _remove(document, block, start, end, repair)
    if repair.how == "sentence":
        first, last = block.sentence_at(start), block.sentence_at(max(start, end - 1))
        start, end = min(first.start, start), max(last.end, end)
        return _remove(document, block, start, end, repair)
    if repair.how == "cut":
        return _cut(document, block, start, end, "", repair)
    return _remove(document, block, start, end, repair)


def _spelled(document: Document, block: Block, start: int, end: int, repair: Repair) -> Span | None:
    """The source of a prose range that holds entities (`&hellip;`), if the new text needs none.

    A safe repair wants the prose word for word.
    """
    found = block.removal(start, end)
    if repair.safety is Safety.SAFE or found is None or any(c in repair.text for c in "<>&"):
        return None
    source = document.source[found[0].start : found[0].end]
    return found[0] if html.unescape(source) == block.text[start:end] else None


def _remove(document: Document, block: Block, start: int, end: int, repair: Repair) -> Fix | None:
    """Delete a prose range with its seam mended; a block left empty goes whole."""
    cut = excise(block.text, start, end)
    if not cut.line:
        return _cut(document, block, cut.start, cut.end, cut.text, repair)
    if cut.start == 0 and cut.end == len(block.text):
        return _drop(document, block, repair)
    stop = cut.end + 1 if cut.end < len(block.text) else cut.end
    begin = cut.start if cut.end < len(block.text) else max(0, cut.start - 1)
    return _cut(document, block, begin, stop, "", repair)


def _cut(
    document: Document, block: Block, start: int, end: int, text: str, repair: Repair
) -> Fix | None:
    found = block.removal(start, end)
    if found is None:
        return None
    span, plain = found
    if _emptied(block, start, end):
        return _drop(document, block, repair)
    return _fix(block, Span(start, end), (Edit(span, text),), repair, plain=plain)


def _emptied(block: Block, start: int, end: int) -> bool:
    return not (block.text[:start] + block.text[end:]).strip()


def _drop(document: Document, block: Block, repair: Repair) -> Fix | None:
    """Delete the block's lines, and one of the blank lines that would be left."""
    if not block.removable:
        return None
    span = _lines(document, block.span)
    if span is None:
        return None
    plain = _BEYOND.isdisjoint(mark.kind for mark in block.marks)
    plain = plain and _closed(document, block) and not _NAMED.search(document.source, *span)
    # A comment is for whoever edits the page, and none of the defect.
    plain = plain and document.source.find("<!--", *span) < 0
    # What a shortcode or an element holds may be its label.
    start = len(block.text) - len(block.text.lstrip())
    plain = plain and not document.framed(block.source(start, len(block.text.rstrip())))
    return _fix(block, Span(0, len(block.text)), (Edit(span, ""),), repair, plain=plain)


def _closed(document: Document, block: Block) -> bool:
    """Whether each tag inside a block that opens something is closed inside it."""
    marks = [mark for mark in block.marks if mark.kind == "html"]
    tags = [tag for mark in marks for tag in [_TAG.match(document.source, *mark.span)] if tag]
    names = Counter(tag["name"].lower() for tag in tags if not tag["closes"])
    names.subtract(tag["name"].lower() for tag in tags if tag["closes"])
    return not any(count for name, count in names.items() if name not in VOID)


def _lines(document: Document, span: Span) -> Span | None:
    """The lines of a source range with one of the blank lines around them, to be deleted.

    `None` where something else stands on them. At the head or the end of the text all blank lines
    there go, and a final line end is kept if there was one.
    """
    source = document.source
    start, end = document.lines.line(span.start).start, span.end
    while end > span.start and source[end - 1] in "\r\n":
        end -= 1
    if _LEAD.fullmatch(source, start, span.start) is None:
        return None
    rest = document.lines.line(max(end - 1, start)).end
    if source[end:rest].strip():
        return None
    end = rest
    if not source[:start].strip():
        start = 0
    if not source[end:].strip():
        end = len(source)
    if start == 0 or _blank(document, start - 1):
        while end < len(source) and _blank(document, end):
            end = document.lines.line(end).end
            if start:
                break
    if end == len(source):
        start = _back(document, start)
    return Span(start, end)


def _back(document: Document, start: int) -> int:
    """At the end of the text: take the blank lines before it, keep the final newline's state."""
    source = document.source
    kept = source[:start].rstrip()
    if not kept:
        return 0
    if source.endswith(("\n", "\r")):
        return document.lines.line(len(kept) - 1).end
    return len(kept)


def _blank(document: Document, offset: int) -> bool:
    line = document.lines.line(offset)
    return not document.source[line.start : line.end].strip(" \t\r\n>")


def _in_source(document: Document, match: Match, repair: Repair, *, alien: bool) -> Fix | None:
    """A match in the source itself: through the block it lies in where its markup is whole."""
    span = repair.span or Span(match.start, match.end)
    block = document.block_at(span)
    inside = block.prose(span) if block is not None else None
    if repair.how == "edits":
        edit = repair.edits[0]
        return Fix(repair.edits, repair.safety, _title(document.source, *edit))
    if repair.how == "replace" or repair.how == "cut":
        text = repair.text if repair.how == "replace" else ""
        safety = repair.safety
        if safety is Safety.SAFE and not alien and block and inside and _said(block, inside):
            safety = Safety.UNSAFE
        return Fix((Edit(span, text),), safety, _title(document.source, span, text))
    if block is not None and inside is not None:
        found = block.removal(*inside)
        if found is not None and found[0] == span:
            fixed = _remove(document, block, inside.start, inside.end, repair)
            if fixed is None or repair.safety is not Safety.SAFE or fixed.safety is Safety.SAFE:
                return fixed
            if _said(block, inside):
                return fixed
            return Fix(fixed.edits, Safety.SAFE, fixed.title)
    line = document.lines.line(span.start)
    lead = _LEAD.match(document.source, line.start, line.end)
    begin = min(lead.end() if lead else line.start, span.start)
    finish = max(span.end, line.start + len(document.source[line.start : line.end].rstrip("\r\n")))
    cut = excise(document.source[begin:finish], span.start - begin, span.end - begin)
    edit = Edit(Span(begin + cut.start, begin + cut.end), cut.text)
    whole = _lines(document, span) if cut.line else None
    if whole is not None:
        edit = Edit(whole, "")
    return Fix((edit,), repair.safety, _title(document.source, edit.span, edit.text))


def _fix(block: Block, span: Span, edits: tuple[Edit, ...], repair: Repair, *, plain: bool) -> Fix:
    safety = repair.safety
    if safety is Safety.SAFE and (not plain or _said(block, span)):
        safety = Safety.UNSAFE
    removed = block.text[span.start : span.end]
    return Fix(edits, safety, _phrase(removed, edits[0].text))


def _said(block: Block, span: Span) -> bool:
    """Whether a prose range is somebody's words, or a value that programs read."""
    return block.quoted(span) or block.kind in {"metadata", "alt"}


def _writable(block: Block, start: int, end: int) -> bool:
    """Whether a replacement stays what it is in the markup around it: no mark is cut in two."""
    for mark in block.marks:
        if mark.start < end and start < mark.end and not (mark.start <= start and end <= mark.end):
            return False
    return True


def _title(source: str, span: Span, text: str) -> str:
    return _phrase(source[span.start : span.end], text)


def _phrase(removed: str, text: str) -> str:
    """What a fix does, in a few words."""
    old, new = _short(removed), _short(text)
    if not text.strip():
        return f"Delete “{old}”" if old else "Delete the blank"
    if not removed:
        return f"Insert “{new}”"
    return f"Replace “{old}” with “{new}”"


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN // 2]}…{text[-_SHOWN // 3 :]}"
