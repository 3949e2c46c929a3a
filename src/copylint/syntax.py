"""A rule's pattern taken apart, for what is told from its shape alone.

The standard library has the only parser of patterns there is. It does not know the properties of
characters (`\\p{Lu}`), so each of them is read as one letter of a private range.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

import regex

Node = tuple[Any, Any]
#: How the classes of characters are written.
CLASSES = {
    op.CATEGORY_DIGIT: r"\d",
    op.CATEGORY_NOT_DIGIT: r"\D",
    op.CATEGORY_SPACE: r"\s",
    op.CATEGORY_NOT_SPACE: r"\S",
    op.CATEGORY_WORD: r"\w",
    op.CATEGORY_NOT_WORD: r"\W",
}
REPEATS = frozenset({op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT})

_PROPERTY = re.compile(r"\\[pP](?:\{\^?\w+(?:=\w+)?\}|\w)")
_WIDE = re.compile(r"\\x\{([0-9a-fA-F]+)\}")
# Sets within sets and inexact matching: only `regex` knows them, this parser would misread them.
_UNREAD = re.compile(r"\[[^\]]*\[:\^?\w+:\]|(?<!\\)\{[^{}]*[<=][^{}]*\}")
# The end of the last plane for private use, where no pattern has a letter of its own.
_MOST = 256
_FIRST = 0x10FFFE - _MOST


class UnreadableError(Exception):
    """A pattern in words that only the `regex` package knows."""


class Syntax:
    """A pattern's nodes, its flags, and the properties that some of its letters stand for."""

    def __init__(self, pattern: str) -> None:
        """Raises UnreadableError."""
        if _UNREAD.search(_PROPERTY.sub("", pattern)):
            raise UnreadableError(pattern)
        self._properties: list[str] = []
        plain = _WIDE.sub(lambda found: re.escape(chr(int(found[1], 16))), pattern)
        try:
            tree = parser.parse(_PROPERTY.sub(self._stand_in, plain), re.M)
        except (re.error, RecursionError, OverflowError) as error:
            raise UnreadableError(pattern) from error
        self.nodes: Sequence[Node] = list(tree)
        self.flags: int = tree.state.flags

    def _stand_in(self, found: re.Match[str]) -> str:
        if len(self._properties) == _MOST:
            raise UnreadableError("too many properties")
        self._properties.append(found[0])
        return chr(_FIRST + len(self._properties) - 1)

    def property(self, code: int) -> str:
        """The property that a letter stands for, or nothing."""
        return self._properties[code - _FIRST] if stands_in(code) else ""


def flat(nodes: Iterable[Node]) -> Iterator[Node]:
    """Nodes and all within them, what is looked at around a place included."""
    for kind, value in nodes:
        yield kind, value
        if kind is op.BRANCH:
            for branch in value[1]:
                yield from flat(branch)
        elif kind is op.SUBPATTERN:
            yield from flat(value[3])
        elif kind in REPEATS:
            yield from flat(value[2])
        elif kind in {op.ASSERT, op.ASSERT_NOT}:
            yield from flat(value[1])
        elif kind is op.ATOMIC_GROUP:
            yield from flat(value)


def stands_in(code: int) -> bool:
    """Whether a letter of a pattern taken apart stands for a property."""
    return _FIRST <= code < _FIRST + _MOST


@cache
def ascii_members(property_: str) -> frozenset[int]:
    """The characters of ASCII that have a property or are of a class: `\\p{Lu}`, `\\s`."""
    member = regex.compile(property_)
    return frozenset(code for code in range(128) if member.fullmatch(chr(code)))
