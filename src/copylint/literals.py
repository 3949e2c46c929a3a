"""Which literals a pattern cannot do without: one stands in every text that it matches in.

The prefilter looks for these literals alone; a pattern sleeps until one of its own is seen.
"""

from __future__ import annotations

from collections.abc import Iterable
from re import _constants as op  # type: ignore[attr-defined]
from typing import Any

from copylint.syntax import REPEATS, Syntax, UnreadableError, stands_in

_MOST = 96
_RARE = 4

Choice = frozenset[str]


def required(pattern: str) -> tuple[str, ...]:
    """Lower-cased literals, one of which stands in every text with a match, white space made even.

    It is the match or what an assertion sees around it that holds them. Empty where none can be
    read off; the rule must then say what it `needs`.
    """
    try:
        exact, needed = _walk(Syntax(pattern).nodes)
    except UnreadableError:
        return ()
    best = _better(needed, exact)
    return tuple(sorted(best)) if best else ()


def common(literals: Iterable[str]) -> bool:
    """Whether literals stand in so many texts that looking for them tells little."""
    chosen = frozenset(literals)
    return not chosen or _rarity(chosen)[0] < _RARE


def choices(nodes: Iterable[tuple[Any, Any]]) -> Choice | None:
    """Every text that nodes of a pattern can match, lower-cased; None where they are many."""
    return _walk(nodes)[0]


def _better(one: Choice | None, other: Choice | None) -> Choice | None:
    """The choice that wakes the rule more rarely."""
    usable = [choice for choice in (one, other) if choice and "" not in choice]
    return max(usable, key=_rarity, default=None)


def _rarity(choice: Choice) -> tuple[float, int]:
    """Long literals and those with marks or digits among their letters are rare in prose."""
    return min(10, *map(_rare, choice)), -len(choice)


def _rare(text: str) -> float:
    # A mark that a letter follows at once is rare, at the end of a word it is not.
    body = text.strip(" ") if text[1:2].isalnum() else text.strip(" .,")
    if len(body) < 2:
        return len(body) / 2
    return sum(map(str.isalpha, body)) + 3 * (not body.replace(" ", "").isalpha())


def _walk(nodes: Iterable[tuple[Any, Any]]) -> tuple[Choice | None, Choice | None]:
    """(every text the nodes can match, if few; literals one of which any match must hold)."""
    best: Choice | None = None
    run: Choice = frozenset({""})
    whole = True
    for kind, value in nodes:
        exact, needed = _node(kind, value)
        if kind is op.ASSERT:
            best = _better(best, _seen(value[0], list(value[1]), run))
            continue
        if exact is None and kind in REPEATS and needed and len(needed) * len(run) <= _MOST:
            # What is repeated stands right behind what came before at least once.
            first, _ = _repeat(value[0], value[0], value[2])
            if first is not None and len(first) * len(run) <= _MOST:
                best = _better(best, frozenset(left + right for left in run for right in first))
        if exact is not None and len(exact) * len(run) <= _MOST:
            run = frozenset(left + right for left in run for right in exact)
            continue
        best = _better(best, run)
        best = _better(best, _better(needed, exact))
        run = exact if exact is not None and len(exact) <= _MOST else frozenset({""})
        whole = False
    best = _better(best, run)
    return (run if whole else None), best


def _seen(direction: int, body: list[tuple[Any, Any]], run: Choice) -> Choice | None:
    """What an assertion about the text around says that this must hold."""
    exact, needed = _walk(body)
    if direction > 0 and exact is not None and len(exact) * len(run) <= _MOST:
        exact = frozenset(left + right for left in run for right in exact)
    return _better(exact, needed)


def _node(kind: Any, value: Any) -> tuple[Choice | None, Choice | None]:
    if kind is op.LITERAL and not stands_in(value):
        return frozenset({chr(value).lower()}), None
    if kind is op.IN:
        return (frozenset({" "}) if _blank(value) else _set(value)), None
    if kind in {op.AT, op.ASSERT, op.ASSERT_NOT}:
        return frozenset({""}), None
    if kind is op.BRANCH:
        return _branch([_walk(list(branch)) for branch in value[1]])
    if kind is op.SUBPATTERN:
        return _walk(list(value[3]))
    if kind is op.ATOMIC_GROUP:
        return _walk(list(value))
    if kind in REPEATS:
        return _repeat(*value)
    return None, None


def _blank(items: Iterable[tuple[Any, Any]]) -> bool:
    """Whether a set holds white space alone, all of which is one space to the prefilter."""
    return all(
        (kind is op.LITERAL and chr(value).isspace())
        or (kind is op.CATEGORY and value is op.CATEGORY_SPACE)
        for kind, value in items
    )


def _set(items: Iterable[tuple[Any, Any]]) -> Choice | None:
    """The characters of a small set; a large or negated one says nothing."""
    chars: set[str] = set()
    for kind, value in items:
        if kind is op.LITERAL and not stands_in(value):
            chars.add(chr(value).lower())
        elif kind is op.RANGE and value[1] - value[0] < 32:
            chars |= {chr(code).lower() for code in range(value[0], value[1] + 1)}
        else:
            return None
    return frozenset(chars)


def _branch(
    branches: list[tuple[Choice | None, Choice | None]],
) -> tuple[Choice | None, Choice | None]:
    needed = [_better(need, exact) for exact, need in branches]
    union: Choice | None = None
    if all(needed):
        union = frozenset().union(*(choice for choice in needed if choice))
    if all(exact is not None for exact, _ in branches):
        every = frozenset().union(*(exact for exact, _ in branches if exact is not None))
        if len(every) <= _MOST:
            return every, union
    return None, union


def _repeat(low: int, high: int, body: Any) -> tuple[Choice | None, Choice | None]:
    exact, needed = _walk(list(body))
    if low > 0 and exact == frozenset({" "}):
        # A run of white space is one space to the prefilter.
        return exact, None
    if low == 0:
        optional = exact is not None and high == 1
        return (exact | {""} if exact is not None and optional else None), None
    if exact is not None and len(exact) ** low <= _MOST and low <= 12:
        run: Choice = frozenset({""})
        for _ in range(low):
            run = frozenset(left + right for left in run for right in exact)
        if low == high:
            return run, None
        return None, run if "" not in run else None
    return None, _better(needed, exact)
