"""A rule's pattern relaxed until RE2 can run it: what matches the pattern matches this too.

RE2 tries many patterns in one pass at the speed of reading, but knows neither assertions about the
surroundings nor references to groups. Those are left out, or consumed where they stand at an end;
of the characters outside ASCII each class takes all. So the answer is "maybe" or "surely not".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from re import _constants as op  # type: ignore[attr-defined]
from typing import Any

from copylint.literals import choices
from copylint.syntax import CLASSES, REPEATS, Node, Syntax, UnreadableError, ascii_members, flat

#: Repeats counted higher than this are uncounted here: RE2 would unroll them.
_COUNTED = 8
_WIDE = "\\x{80}-\\x{10ffff}"
_SETS = re.compile(r"\[[^\]]*\]|\\x\{\w+\}")
_SIGNS = re.compile(r"\(\?[\w-]*:|\{\d*,?\d*\}|[()|?*+]")
_ALL = frozenset(range(128))
_WORD = ascii_members(r"\w")
_BOUNDARIES = frozenset({op.AT_BOUNDARY, op.AT_NON_BOUNDARY})
_LOOKS = frozenset({op.AT, op.ASSERT, op.ASSERT_NOT})
_PLACES = {
    op.AT_BEGINNING: "^",
    op.AT_BEGINNING_LINE: "^",
    op.AT_BEGINNING_STRING: r"\A",
    op.AT_END: "$",
    op.AT_END_LINE: "$",
    op.AT_END_STRING: r"\z",
}


def relaxed(pattern: str) -> str:
    """A pattern in RE2's language that matches wherever this one does; "" where none can be told.

    `^` and `$` are the ends of lines.
    """
    try:
        syntax = Syntax(pattern)
        return f"(?m{'i' * bool(syntax.flags & re.I)}{'s' * bool(syntax.flags & re.S)})" + (
            _Relaxing(syntax).sequence(syntax.nodes, head=True, tail=True)
        )
    except UnreadableError:
        return ""


def names(pattern: str, signs: str) -> bool:
    """Whether a pattern has one of some characters as itself: in its text, or in a set of few."""
    try:
        nodes = list(flat(Syntax(pattern).nodes))
    except UnreadableError:
        return any(sign in pattern for sign in signs)
    codes = set(map(ord, signs))
    return any(
        (kind is op.LITERAL and value in codes)
        or (kind is op.IN and value[0][0] is not op.NEGATE and _holds(value, codes))
        for kind, value in nodes
    )


def _holds(items: Sequence[Node], codes: set[int]) -> bool:
    return any(
        (kind is op.LITERAL and value in codes)
        or (kind is op.RANGE and any(value[0] <= code <= value[1] for code in codes))
        for kind, value in items
    )


class _Relaxing:
    def __init__(self, syntax: Syntax) -> None:
        self.syntax = syntax
        self.words: dict[int, str] = {}

    def sequence(self, nodes: Sequence[Node], *, head: bool, tail: bool) -> str:
        """`head`, `tail`: nothing of the pattern stands before or behind these nodes."""
        group = next((n for n, node in enumerate(nodes) if self._repeated(node, nodes)), None)
        if group is not None:
            return self._spelled(nodes, group, head=head, tail=tail)
        parts: list[str] = []
        for number, (kind, value) in enumerate(nodes):
            if kind is op.ASSERT and value[0] < 0:
                # What this looks back at ends here: it may stand for all that came before it.
                seen = self.sequence(list(value[1]), head=True, tail=False) if head else ""
                if _told(seen) > _told("".join(parts)):
                    parts = [seen]
            elif kind is op.ASSERT:
                seen = self.sequence(list(value[1]), head=False, tail=True) if tail else ""
                rest = self.sequence(nodes[number + 1 :], head=False, tail=True) if seen else ""
                if _told(seen) > _told(rest):
                    return "".join([*parts, seen])
            elif kind is op.ASSERT_NOT and value[0] < 0 and head and not any(parts):
                parts.append(
                    self._other(list(value[1])) or _border(kind, value, [], nodes[number + 1 :])
                )
            elif tail and self._lost(kind, value):
                # What it stands for is not known; "anything" would cost more than it tells.
                break
            elif _borders(kind, value):
                parts.append(_border(kind, value, nodes[:number][::-1], nodes[number + 1 :]))
            else:
                first, last = head and not any(parts), tail and number + 1 == len(nodes)
                parts.append(self.node(kind, value, head=first, tail=last))
        return "".join(parts)

    def _lost(self, kind: Any, value: Any) -> bool:
        """Whether a node is a reference to a group of many texts, alone or repeated."""
        nodes = value[2] if kind in REPEATS else [(kind, value)]
        return any(kind is op.GROUPREF and one not in self.words for kind, one in nodes)

    def _other(self, body: Sequence[Node]) -> str:
        """The start of the text, or one character that is not what stands in an assertion."""
        if len(body) != 1 or body[0][0] not in {op.IN, op.LITERAL}:
            return ""
        items = list(body[0][1]) if body[0][0] is op.IN else [body[0]]
        if (op.NEGATE, None) in items:
            return ""
        return f"(?:\\A|{self._set([(op.NEGATE, None), *items])})"

    def _repeated(self, node: Node, nodes: Sequence[Node]) -> bool:
        """Whether a node is a group of few words that another of these nodes refers to."""
        kind, value = node
        if kind is not op.SUBPATTERN or value[0] is None or value[0] in self.words:
            return False
        refers = (op.GROUPREF, value[0])
        referred = refers in flat(nodes)
        # The choices are lower-cased, so they are all there are only where case does not count.
        words = choices(list(value[3])) if referred and self.syntax.flags & re.I else None
        return bool(words) and all(map(str.isalpha, words or ()))

    def _spelled(self, nodes: Sequence[Node], at: int, *, head: bool, tail: bool) -> str:
        """The nodes once for each word of the group, so that a reference to it is that word."""
        number, _, _, body = nodes[at][1]
        forms = []
        for word in sorted(choices(list(body)) or ()):
            self.words[number] = word
            spelled = [*nodes[:at], *((op.LITERAL, ord(char)) for char in word), *nodes[at + 1 :]]
            forms.append(self.sequence(spelled, head=head, tail=tail))
            del self.words[number]
        return f"(?:{'|'.join(forms)})"

    def node(self, kind: Any, value: Any, *, head: bool, tail: bool) -> str:
        if kind is op.LITERAL:
            return self._set([(kind, value)]) if self.syntax.property(value) else _letter(value)
        if kind is op.NOT_LITERAL:
            return self._set([(op.NEGATE, None), (op.LITERAL, value)])
        if kind is op.IN:
            return self._set(value)
        if kind is op.ANY:
            return "."
        if kind is op.AT:
            return _PLACES.get(value, "")
        if kind is op.BRANCH:
            return f"(?:{'|'.join(self.sequence(list(b), head=head, tail=tail) for b in value[1])})"
        if kind is op.SUBPATTERN:
            _, added, removed, body = value
            inner = self.sequence(list(body), head=head, tail=tail)
            return f"(?{_flags(added)}{'-' * bool(_flags(removed))}{_flags(removed)}:{inner})"
        if kind is op.ATOMIC_GROUP:
            return f"(?:{self.sequence(list(value), head=head, tail=tail)})"
        if kind in REPEATS:
            return self._repeat(*value)
        if kind is op.GROUPREF and value in self.words:
            return "".join(_letter(ord(char)) for char in self.words[value])
        if kind in {op.GROUPREF, op.GROUPREF_EXISTS}:
            return "(?s:.*)"
        raise UnreadableError(str(kind))

    def _repeat(self, low: int, high: int, body: Any) -> str:
        inner = f"(?:{self.sequence(list(body), head=False, tail=False)})"
        if high == 1 and low == 0:
            return f"{inner}?"
        if high <= _COUNTED:
            return f"{inner}{{{low},{high}}}"
        return inner + ("*" if low == 0 else "+" if low == 1 else f"{{{min(low, _COUNTED)},}}")

    def _set(self, items: Sequence[Node]) -> str:
        codes: set[int] = set()
        others: list[str] = []
        wide = False
        for kind, value in items:
            if kind is op.LITERAL and self.syntax.property(value):
                codes |= ascii_members(self.syntax.property(value))
                wide = True
            elif kind is op.CATEGORY:
                codes |= ascii_members(CLASSES[value])
                wide = True
            elif kind in {op.LITERAL, op.RANGE}:
                low, high = (value, value) if kind is op.LITERAL else value
                codes |= _ALL.intersection(range(low, high + 1))
                if high > 127:
                    others.append(f"\\x{{{max(low, 128):x}}}-\\x{{{high:x}}}")
        if (op.NEGATE, None) in items:
            codes, wide = set(_ALL - codes), True
        return f"[{''.join(_ranges(codes))}{_WIDE if wide else ''.join(others)}]"


def _ranges(codes: set[int]) -> Iterator[str]:
    """Characters of ASCII as the inside of a set."""
    for low in sorted(code for code in codes if code - 1 not in codes):
        high = next(code for code in range(low, 129) if code + 1 not in codes)
        yield _letter(low) if low == high else f"{_letter(low)}-{_letter(high)}"


def _told(pattern: str) -> int:
    """How much a relaxed pattern tells, roughly: its letters, a set counting as one."""
    return len(_SIGNS.sub("", _SETS.sub(".", pattern)))


def _bare(code: int) -> bool:
    return chr(code).isascii() and (chr(code).isalnum() or chr(code) in " _")


def _letter(code: int) -> str:
    return chr(code) if _bare(code) else f"\\x{{{code:x}}}"


def _flags(flags: int) -> str:
    return "i" * bool(flags & re.I) + "s" * bool(flags & re.S)


def _borders(kind: Any, value: Any) -> bool:
    """Whether a node says that a word begins or ends here, or something else is not here."""
    return kind is op.ASSERT_NOT or (
        kind is op.AT and value in {op.AT_BOUNDARY, op.AT_NON_BOUNDARY}
    )


def _border(kind: Any, value: Any, before: Sequence[Node], after: Sequence[Node]) -> str:
    """`\\b` where it is sure to hold: RE2 counts letters of ASCII alone as parts of words."""
    left = kind is op.AT or value[0] < 0
    right = kind is op.AT or value[0] > 0
    if value is op.AT_NON_BOUNDARY or (kind is op.ASSERT_NOT and not _no_letter(list(value[1]))):
        return ""
    begins = left and _edge(after, last=False)
    ends = right and _edge(before, last=True)
    return r"\b" if begins or ends else ""


def _no_letter(body: list[Node]) -> bool:
    """Whether an assertion shuts out every letter that could lengthen a word."""
    if len(body) != 1 or body[0][0] is not op.IN:
        return False
    items = body[0][1]
    return (op.CATEGORY, op.CATEGORY_WORD) in items and (op.NEGATE, None) not in items


def _lettered(node: Node, *, last: bool) -> bool:
    """Whether what a node matches surely begins (or ends) with a letter or digit of ASCII."""
    kind, value = node
    if kind is op.LITERAL:
        return value in _WORD
    if kind is op.IN:
        return all(
            (kind is op.LITERAL and one in _WORD)
            or (kind is op.RANGE and _WORD.issuperset(range(one[0], one[1] + 1)))
            for kind, one in value
        )
    if kind is op.BRANCH:
        return all(_side(branch, last=last) for branch in value[1])
    if kind is op.SUBPATTERN:
        return _side(value[3], last=last)
    if kind is op.ATOMIC_GROUP:
        return _side(value, last=last)
    return kind in REPEATS and value[0] > 0 and _side(value[2], last=last)


def _side(nodes: Any, *, last: bool) -> bool:
    return _edge(list(nodes)[::-1] if last else list(nodes), last=last)


def _edge(nodes: Sequence[Node], *, last: bool) -> bool:
    """The same of nodes, nearest first; what only looks around has no letters."""
    near = next((node for node in nodes if node[0] not in _LOOKS), None)
    return near is not None and _lettered(near, last=last)
