"""Patterns of rule files, compiled when they are first needed and then kept."""

from __future__ import annotations

from functools import lru_cache

import regex


@lru_cache(maxsize=4096)
def compiled(pattern: str) -> regex.Pattern[str]:
    """A pattern ready to search with; `^` and `$` are the ends of lines."""
    return regex.compile(pattern, regex.M)
