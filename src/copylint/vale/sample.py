"""Texts that a pattern probably finds, to try a rule with.

What a pattern says of its surroundings is guessed at, so whoever takes a text tries it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random
from re import _constants as op  # type: ignore[attr-defined]
from typing import Any

import regex

from copylint.syntax import CLASSES, REPEATS, Node, Syntax, UnreadableError

_CHARS = "aeont sx1A0B.,-'/“é"
#: Nothing is repeated more often, whatever the pattern asks: such a text would be of no use.
_LONGEST = 200


def samples(pattern: str, many: int) -> Iterator[str]:
    """Yield up to so many different texts, the plainest first."""
    try:
        syntax = Syntax(pattern)
    except UnreadableError:
        return
    seen: set[str] = set()
    for seed in range(many * 4):
        text = _Writer(syntax, Random(seed) if seed else None).text(syntax.nodes)
        if text not in seen:
            seen.add(text)
            yield text
            if len(seen) == many:
                return


class _Writer:
    """Writes one text; without `dice` it takes what stands first and as little as it may."""

    def __init__(self, syntax: Syntax, dice: Random | None) -> None:
        self.syntax = syntax
        self.dice = dice
        self.groups: dict[int, str] = {}

    def text(self, nodes: Sequence[Node]) -> str:
        made = ""
        nodes = list(nodes)
        for number, (kind, value) in enumerate(nodes):
            if kind is op.ASSERT:
                # What must follow stands behind the text where nothing else of the pattern does.
                last = number == len(nodes) - 1
                if (value[0] > 0 and last) or (value[0] < 0 and not made):
                    made += self.text(value[1])
            else:
                made += self._node(kind, value)
        return made

    def _node(self, kind: Any, value: Any) -> str:
        if kind is op.LITERAL:
            name = self.syntax.property(value)
            return self._member(name) if name else chr(value)
        if kind is op.NOT_LITERAL:
            return "a" if chr(value) != "a" else "b"
        if kind is op.ANY:
            return "a"
        if kind is op.IN:
            return self._in(value)
        if kind is op.BRANCH:
            return self.text(self.dice.choice(value[1]) if self.dice else value[1][0])
        if kind is op.SUBPATTERN:
            made = self.text(value[3])
            if value[0] is not None:
                self.groups[value[0]] = made
            return made
        if kind is op.ATOMIC_GROUP:
            return self.text(value)
        if kind is op.GROUPREF:
            return self.groups.get(value, "")
        if kind in REPEATS:
            low, high, body = value
            low = min(low, _LONGEST)
            times = self.dice.randint(low, min(int(high), low + 2)) if self.dice else low
            return "".join(self.text(body) for _ in range(times))
        return ""

    def _in(self, items: Sequence[Node]) -> str:
        if items[0][0] is op.NEGATE:
            shut = [self._choices(item) for item in items[1:]]
            return next((char for char in _CHARS if not any(char in one for one in shut)), "a")
        chars = [choices[0] for item in items if (choices := self._choices(item))]
        if not chars:
            return ""
        return self.dice.choice(chars) if self.dice else chars[0]

    def _choices(self, item: Node) -> str:
        """Characters of an item of a set, the likeliest first."""
        kind, value = item
        if kind is op.LITERAL:
            name = self.syntax.property(value)
            return self._members(name) if name else chr(value)
        if kind is op.RANGE:
            low, high = value
            return "".join(chr(code) for code in range(low, min(high, low + 127) + 1))
        if kind is op.CATEGORY and value in CLASSES:
            return self._members(CLASSES[value])
        return ""

    def _member(self, name: str) -> str:
        return self._members(name)[:1]

    @staticmethod
    def _members(name: str) -> str:
        return "".join(char for char in _CHARS if regex.fullmatch(name, char))
