"""Which patterns could match at all: one pass of a multi-pattern matcher over a text.

Literals are looked for by the Rust Aho–Corasick of `ahocorasick_rs`, patterns without a rare
literal, relaxed, by the sets of `google-re2`. Where one has no wheel, plain searches do the same
more slowly. Both only ever say "maybe": a pattern that wakes is then truly tried.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from copylint.rough import folded

# For fewer code points than this in all, plain searches cost less than building the matcher.
_WORTH = 8_000
_TOGETHER = 30
_LONGEST = 6000
_MEMORY = 64 << 20


def even(text: str) -> str:
    """Without case, ’ as ', each run of white space as one space, one at both ends."""
    return f" {' '.join(folded(text.casefold()).split())} "


def key(literal: str) -> str:
    """A literal the way it stands in a text made even."""
    core = even(literal)[1:-1]
    if not core:
        return " " if literal else ""
    return f"{' ' * literal[0].isspace()}{core}{' ' * literal[-1].isspace()}"


class Sieve:
    """Relaxed patterns by owner; finds the owners whose pattern may match a text, in one pass."""

    def __init__(self, patterns: Mapping[int, str]) -> None:
        """`patterns`: in the language of RE2."""
        self._owners: list[list[int]] = []
        self._sets: list[Any] = []
        self._sure: set[int] = set()
        numbers = sorted(patterns)
        engine = _re2()
        if engine is None:
            self._sure.update(numbers)
            return
        for owners in _groups(numbers, patterns):
            options = engine.Options()
            options.max_mem = _MEMORY
            together = engine.Set.SearchSet(options)
            for number in owners:
                together.Add(patterns[number])
            together.Compile()
            self._owners.append(owners)
            self._sets.append(together)

    def owners(self, text: str) -> set[int]:
        """The owners of the patterns that may match."""
        found = set(self._sure)
        if not self._sets:
            return found
        try:
            data = text.encode()
        except UnicodeEncodeError:
            data = text.encode("utf-8", "surrogatepass").decode("utf-8", "replace").encode()
        for owners, together in zip(self._owners, self._sets, strict=True):
            found.update(owners[number] for number in together.Match(data) or ())
        return found


def _groups(numbers: Iterable[int], patterns: Mapping[int, str]) -> Iterator[list[int]]:
    """The patterns to run as one automaton each: its states multiply with what is in it."""
    group: list[int] = []
    size = 0
    for number in numbers:
        length = len(patterns[number])
        if group and (len(group) == _TOGETHER or size + length > _LONGEST):
            yield group
            group, size = [], 0
        group.append(number)
        size += length
    if group:
        yield group


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
            self._searched += len(text)
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


@cache
def _re2() -> Any:
    try:
        import re2
    except ImportError:
        return None
    return re2
