"""Which patterns could match at all: one pass of a multi-pattern matcher over a text.

The matcher is the Rust Aho–Corasick of `ahocorasick_rs`; where it has no wheel, plain searches do
the same more slowly. Both only ever say "maybe": a pattern that wakes is then truly tried.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from functools import cache

_BREAK = re.compile(r"\s*[\r\n][ \t>]*")
_LINK = re.compile(r"!?\[([^\[\]]{0,400})\](?:\([^()\n]{0,800}\)|\[[^\[\]\n]{0,200}\])|\[\^[^\]\n]{1,40}\]")
_TAG = re.compile(r"<[^<>]{0,2000}>")
_SPACES = re.compile(r"  +")


def fold(text: str) -> str:
    """Lower case, no-break spaces and line ends as spaces, ’ as '."""
    text = text.lower().replace("\n", " ").replace("\r", " ")
    if not text.isascii():
        text = text.replace("\u00a0", " ").replace("\u202f", " ")
        text = text.replace("’", "'").replace("‘", "'")
    return text


def squeeze(text: str) -> str:
    """Without the characters that emphasis and escapes put between letters."""
    for char in "*_~\\":
        if char in text:
            text = text.replace(char, "")
    return text


def key(literal: str) -> str:
    """A literal the way it stands in a text made even."""
    return _SPACES.sub(" ", fold(literal))


class Prefilter:
    """Owners (any numbers) by literal; finds the owners one of whose literals a text holds."""

    def __init__(self, owners: Mapping[str, Iterable[int]]) -> None:
        self._literals = list(owners)
        self._owners = [frozenset(owners[literal]) for literal in self._literals]
        self._scan = _scanner(self._literals)

    def owners(self, text: str) -> set[int]:
        """The owners of the literals in a text made even."""
        found: set[int] = set()
        for number in self._scan(text):
            found |= self._owners[number]
        return found


class Wake:
    """The first look at a source, before anything is parsed.

    A literal may be split in the source by emphasis, escapes, entities, tags, link syntax or a
    line break. So literals and source are both squeezed, and a source with entities, links or tags
    is looked at once more without them.
    """

    def __init__(self, owners: Mapping[str, Iterable[int]]) -> None:
        squeezed: dict[str, set[int]] = defaultdict(set)
        marks: dict[str, set[int]] = defaultdict(set)
        for literal, numbers in owners.items():
            bare = squeeze(literal)
            if bare != literal:
                marks[literal] |= set(numbers)
            if bare and (bare == literal or bare.strip()):
                squeezed[bare] |= set(numbers)
        self._squeezed = Prefilter(squeezed)
        self._marks = Prefilter(marks)

    def owners(self, source: str) -> set[int]:
        """The owners of the literals that the source's prose, or the source itself, may hold."""
        text = even(source)
        found = self._marks.owners(text) | self._squeezed.owners(squeeze(text))
        bare = source
        if "](" in bare or "][" in bare or "[^" in bare:
            bare = _LINK.sub(r"\1", bare)
        if "<" in bare:
            bare = _TAG.sub("", bare)
        if "&" in bare:
            from html import unescape

            bare = unescape(bare)
        if bare is not source:
            text = even(bare)
            found |= self._marks.owners(text) | self._squeezed.owners(squeeze(text))
        return found


def even(text: str) -> str:
    """The text folded, with each line break and each run of spaces as one, and one at both ends."""
    if "\n" in text or "\r" in text:
        text = _BREAK.sub(" ", text)
    text = fold(text)
    return f" {_SPACES.sub(' ', text) if '  ' in text else text} "


def _scanner(literals: list[str]) -> Callable[[str], set[int]]:
    """A function from a text to the numbers of the literals in it."""
    if not literals:
        return lambda text: set()
    matcher = _aho_corasick()
    if matcher is None:
        return lambda text: {n for n, literal in enumerate(literals) if literal in text}
    find = matcher(literals).find_matches_as_indexes
    return lambda text: {match[0] for match in find(text, overlapping=True)}


@cache
def _aho_corasick() -> Callable[..., object] | None:
    try:
        from ahocorasick_rs import AhoCorasick
    except ImportError:
        return None
    return AhoCorasick
