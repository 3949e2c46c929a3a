"""A code block that is opened and never closed: the rest of the article becomes code."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import regex

from copylint.document import Document
from copylint.match import Match
from copylint.pattern import ready
from copylint.rough import Rough

_FENCE = ready(r"^[ \t]*(?P<mark>`{3,}|~{3,})(?P<info>[^\n]*)$", regex.M)


def wakes(rough: Rough, options: Mapping[str, Any]) -> bool:  # noqa: ARG001
    """Whether a fence is left open; that needs no parsing."""
    plain = "````" not in rough.source and "~~~" not in rough.source
    if plain and rough.source.count("```") % 2 == 0:
        return False
    return _open(rough.source) is not None


def detect(document: Document, options: Mapping[str, Any]) -> Iterator[Match]:  # noqa: ARG001
    """Yield the line that opens a code block which runs to the end of the source."""
    opening = _open(document.source)
    if opening is not None:
        yield Match(None, opening.start("mark"), opening.end())


def _open(source: str) -> regex.Match[str] | None:
    """The opening fence that has no closing one."""
    opening: regex.Match[str] | None = None
    #: A line that only other tools read as a fence, since code is set off in its title.
    titled = ""
    for hit in _FENCE.finditer(source):
        mark, info = hit["mark"], hit["info"].strip()
        if opening is None:
            if mark == titled and not info:
                titled = ""
            elif "`" in info and mark[0] == "`":
                # Three backticks and more on the same line are a code span.
                titled = mark if mark not in info else titled
            elif not info.startswith("<"):
                opening = hit
        elif mark[0] == opening["mark"][0] and len(mark) >= len(opening["mark"]) and not info:
            opening = None
    return opening
