"""Which patterns could match at all: one pass of a multi-pattern matcher over a text.

The matcher is the Rust Aho–Corasick of `ahocorasick_rs`; where it has no wheel, plain searches do
the same more slowly. Both only ever say "maybe": a pattern that wakes is then truly tried.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any

from copylint.rough import folded

_SPACES = re.compile(r"  +")
# For fewer texts than this, plain searches cost less than building the matcher.
_WORTH = 12


def even(text: str) -> str:
    """Without case, ’ as ', each run of blanks and line ends as one space, one at both ends."""
    text = folded(text.casefold().replace("\n", " ").replace("\r", " "))
    return f" {_SPACES.sub(' ', text) if '  ' in text else text} "


def key(literal: str) -> str:
    """A literal the way it stands in a text made even."""
    return even(literal)[1:-1]


class Prefilter:
    """Owners (any numbers) by literal; finds the owners one of whose literals a text holds."""

    def __init__(self, owners: Mapping[str, Iterable[int]]) -> None:
        self._literals = list(owners)
        self._owners = [frozenset(owners[literal]) for literal in self._literals]
        self._searched = 0
        self._scan: Callable[[str], set[int]] | None = None

    def owners(self, text: str) -> set[int]:
        """The owners of the literals in a text made even."""
        found: set[int] = set()
        for number in self._numbers(text):
            found |= self._owners[number]
        return found

    def _numbers(self, text: str) -> set[int]:
        if self._scan is None:
            self._searched += 1
            if self._searched < _WORTH:
                return {n for n, literal in enumerate(self._literals) if literal in text}
            self._scan = _scanner(self._literals)
        return self._scan(text)


def _scanner(literals: list[str]) -> Callable[[str], set[int]]:
    """A function from a text to the numbers of the literals in it."""
    if not literals:
        return lambda _: set()
    matcher = _aho_corasick()
    if matcher is None:
        return lambda text: {n for n, literal in enumerate(literals) if literal in text}
    find = matcher(literals).find_matches_as_indexes
    return lambda text: {match[0] for match in find(text, overlapping=True)}


@cache
def _aho_corasick() -> Any:
    try:
        from ahocorasick_rs import AhoCorasick
    except ImportError:
        return None
    return AhoCorasick
