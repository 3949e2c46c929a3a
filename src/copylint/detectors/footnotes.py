"""Footnotes that no sentence points to: their sentence is gone, or their number was changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import regex

from copylint.document import Document
from copylint.finding import Safety
from copylint.match import Match, Repair
from copylint.span import Span

_DEFINED = regex.compile(
    r"^\[\^(?P<label>[^\]\s^]{1,80})\]:[^\n]*(?:\n(?:[ \t]*\n)*[ \t]{2,}[^\n]+)*", regex.M
)
# A colon after a mark makes it a note only where a line begins.
_USED = regex.compile(
    r"(?<!^ {0,3})\[\^(?P<label>[^\]\s^]{1,80})\]|\[\^(?P<label>[^\]\s^]{1,80})\](?!:)", regex.M
)
_BLANK = regex.compile(r"[ \t\r\n]*")


def detect(document: Document, options: Mapping[str, Any]) -> Iterator[Match]:  # noqa: ARG001
    """Yield every footnote whose label stands nowhere else in the source."""
    source = document.source
    used = {hit["label"].casefold() for hit in _USED.finditer(source)}
    for hit in _DEFINED.finditer(source):
        span = Span(*hit.span())
        label = hit["label"]
        head = Span(hit.start(), hit.end("label"))
        if label.casefold() not in used and not document.hidden(head):
            repair = Repair("cut", Safety.UNSAFE, span=_ground(source, span))
            yield Match(None, hit.start(), hit.end("label") + 2, {"label": label}, repair)


def _ground(source: str, span: Span) -> Span:
    """The note with the blank lines after it, or before it where it is the last thing."""
    blank = _BLANK.match(source, span.end)
    end = blank.end() if blank else span.end
    if end < len(source):
        return Span(span.start, end)
    start = len(source[: span.start].rstrip())
    return Span(start, len(source.rstrip()) if start else end)
