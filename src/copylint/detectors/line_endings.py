"""Lines that end in two ways in one file: two systems wrote it, and diffs grow."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby
from operator import itemgetter
from typing import Any

from copylint.document import Document
from copylint.finding import Safety
from copylint.match import Match, Repair
from copylint.pattern import ready
from copylint.rough import Rough
from copylint.span import Edit, Span

_END = ready(r"\r\n|\r|\n")
_NAMES = {"\r\n": "CRLF", "\n": "LF", "\r": "CR"}


def wakes(rough: Rough, options: Mapping[str, Any]) -> bool:  # noqa: ARG001
    """Whether there is more than the plain line end."""
    return "\r" in rough.source


def detect(document: Document, options: Mapping[str, Any]) -> Iterator[Match]:  # noqa: ARG001
    """Yield each run of line ends that are not the file's usual one, at the first of them.

    LF is usual where there are as many.
    """
    ends = [(hit.span(), hit[0]) for hit in _END.finditer(document.source)]
    counts = {end: sum(1 for _, other in ends if other == end) for end in ("\n", "\r\n")}
    usual = "\n" if counts["\n"] >= counts["\r\n"] else "\r\n"
    for end, run in groupby(ends, key=itemgetter(1)):
        if end != usual:
            spans = [Span(*span) for span, _ in run]
            edits = tuple(_edit(span, end, usual) for span in spans)
            values = {
                "lines": f"These {len(spans)} lines end" if len(spans) > 1 else "This line ends",
                "found": _NAMES[end],
                "usual": _NAMES[usual],
            }
            yield Match(None, *spans[0], values, Repair("edits", Safety.SAFE, edits=edits))


def _edit(span: Span, end: str, usual: str) -> Edit:
    """The least change: one character put in or taken out."""
    if end == "\r\n":
        return Edit(Span(span.start, span.start + 1), "")
    if end == "\n":
        return Edit(Span(span.start, span.start), "\r")
    return Edit(span, usual)
