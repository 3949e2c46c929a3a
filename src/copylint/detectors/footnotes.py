"""Footnotes that no sentence points to: their sentence is gone, or their number was changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import regex

from copylint.document import Document
from copylint.finding import Safety
from copylint.match import Match, Repair
from copylint.pattern import ready
from copylint.rough import Rough
from copylint.span import Span

# A note runs on over the lines of its paragraph and over indented paragraphs after it.
_DEFINED = ready(
    r"^\[\^(?P<label>[^\]\s^]{1,80})\]:[^\n]*"
    r"(?:\n(?!\[\^|\#)[ \t]*[^\s][^\n]*|\n(?:[ \t]*\n)+(?:[ ]{4}|\t)[^\n]*)*",
    regex.M,
)
# A colon after a mark makes it a note only where a line begins.
_USED = ready(
    r"(?<!^ {0,3})\[\^(?P<label>[^\]\s^]{1,80})\]|\[\^(?P<label>[^\]\s^]{1,80})\](?!:)", regex.M
)
_BLANK = ready(r"[ \t\r\n]*")


def wakes(rough: Rough, options: Mapping[str, Any]) -> bool:  # noqa: ARG001
    """Whether a label stands only once; code may hide it, which only a parse can tell."""
    return any(True for _ in _unused(rough.source))


def detect(document: Document, options: Mapping[str, Any]) -> Iterator[Match]:  # noqa: ARG001
    """Yield every footnote whose label stands nowhere else in the source."""
    for hit in _unused(document.source):
        if not document.hidden(Span(hit.start(), hit.end("label"))):
            ground = _ground(document.source, Span(*hit.span()))
            repair = Repair("cut", Safety.UNSAFE, span=ground)
            values = {"label": hit["label"]}
            yield Match(None, hit.start(), hit.end("label") + 2, values, repair)


def _unused(source: str) -> Iterator[regex.Match[str]]:
    used = {hit["label"].casefold() for hit in _USED.finditer(source)}
    for hit in _DEFINED.finditer(source):
        if hit["label"].casefold() not in used:
            yield hit


def _ground(source: str, span: Span) -> Span:
    """The note with the blank lines after it, or before it where it is the last thing."""
    blank = _BLANK.match(source, span.end)
    end = blank.end() if blank else span.end
    if end < len(source):
        return Span(span.start, end)
    start = len(source[: span.start].rstrip())
    return Span(start, len(source.rstrip()) if start else end)
