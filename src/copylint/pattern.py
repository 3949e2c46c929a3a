"""Patterns of rule files, compiled when they are first needed and then kept."""

from __future__ import annotations

from bisect import bisect_left
from functools import lru_cache
from itertools import accumulate

import regex

from copylint.span import Span


@lru_cache(maxsize=4096)
def compiled(pattern: str) -> regex.Pattern[str]:
    """A pattern ready to search with; `^` and `$` are the ends of lines."""
    return regex.compile(pattern, regex.M)


@lru_cache(maxsize=64)
def stands(pattern: str, text: str) -> bool:
    """Whether a pattern matches somewhere in a text; kept, because it is asked for each match."""
    return compiled(pattern).search(text) is not None


def touches(pattern: str, text: str, span: Span) -> bool:
    """Whether one of a pattern's matches in a text shares ground with a range."""
    starts, reach = _ground(pattern, text)
    before = bisect_left(starts, max(span.end, span.start + 1))
    return before > 0 and reach[before - 1] > span.start


@lru_cache(maxsize=64)
def _ground(pattern: str, text: str) -> tuple[list[int], list[int]]:
    """Where the matches start, and how far each and those before it reach.

    Kept, because a text is searched for a rule's exceptions once for every match of the rule.
    """
    spans = [hit.span() for hit in compiled(pattern).finditer(text)]
    return [start for start, _ in spans], list(accumulate((end for _, end in spans), max))
