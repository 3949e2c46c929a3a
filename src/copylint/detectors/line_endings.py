"""Lines that end in two ways in one file: two systems wrote it, and diffs grow."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from copylint.document import Document
from copylint.finding import Safety
from copylint.match import Match, Repair
from copylint.pattern import ready
from copylint.rough import Rough
from copylint.span import Span

_END = ready(r"\r\n|\r|\n")
_NAMES = {"\r\n": "CRLF", "\n": "LF", "\r": "CR"}


def wakes(rough: Rough, options: Mapping[str, Any]) -> bool:  # noqa: ARG001
    """Whether there is more than the plain line end."""
    return "\r" in rough.source


def detect(document: Document, options: Mapping[str, Any]) -> Iterator[Match]:  # noqa: ARG001
    """Yield each line end that is not the file's usual one; LF is usual where there are as many."""
    ends = [(hit.span(), hit[0]) for hit in _END.finditer(document.source)]
    counts = {end: sum(1 for _, other in ends if other == end) for end in ("\n", "\r\n")}
    usual = "\n" if counts["\n"] >= counts["\r\n"] else "\r\n"
    for (start, stop), end in ends:
        if end != usual:
            values = {"found": _NAMES[end], "usual": _NAMES[usual]}
            yield Match(None, start, stop, values, _repair(start, stop, end, usual))


def _repair(start: int, stop: int, end: str, usual: str) -> Repair:
    """The least change: one character put in or taken out."""
    if end == "\r\n":
        return Repair("cut", Safety.SAFE, span=Span(start, start + 1))
    if end == "\n":
        return Repair("replace", Safety.SAFE, "\r", Span(start, start))
    return Repair("replace", Safety.SAFE, usual, Span(start, stop))
