"""Patterns of rule files, compiled when they are first needed and then kept.

Compiling one takes milliseconds, so what `regex` makes of the rules' patterns is kept as data in
the rules' cache, by the way the package itself gives for copying patterns.
"""

from __future__ import annotations

import copyreg
import sys
from base64 import b64decode, b64encode
from bisect import bisect_left
from collections.abc import Callable, Iterable
from functools import lru_cache
from itertools import accumulate
from typing import Any

import regex

from copylint.span import Span

#: What a kept pattern depends on besides its text: who made it, and how numbers lie in memory.
VERSION = (regex.__version__, sys.byteorder)

#: Patterns kept beyond which no more are: of those asked for some may be made of a text's words.
_MOST = 4000

_kept: dict[str, list[Any]] = {}
_later: list[Callable[[], dict[str, list[Any]]]] = []
_asked: set[tuple[str, int]] = set()


def compiled(pattern: str) -> regex.Pattern[str]:
    """A rule's pattern ready to search with; `^` and `$` are the ends of lines."""
    return ready(pattern, int(regex.M))


@lru_cache(maxsize=4096)
def ready(pattern: str, flags: int = 0) -> regex.Pattern[str]:
    """A pattern with flags of the `regex` package, ready to search with."""
    while _later:
        _kept.update(_later.pop()())
    data = _kept.get(f"{int(flags)} {pattern}")
    if data is not None:
        try:
            return _thaw(pattern, data)
        except (TypeError, ValueError, KeyError, regex.error):
            _kept.clear()
    _asked.add((pattern, int(flags)))
    return regex.compile(pattern, flags)


def freeze(patterns: Iterable[str]) -> dict[str, list[Any]]:
    """What compiling gave, as plain data: of rules' patterns and of all that were asked for."""
    return _frozen({(pattern, int(regex.M)) for pattern in patterns} | _asked)


def fresh() -> dict[str, list[Any]]:
    """What is kept and what had to be compiled in this run; nothing where all was kept."""
    new = {(text, flags) for text, flags in _asked if f"{flags} {text}" not in _kept}
    if len(_kept) + len(new) > _MOST:
        return {}
    made = _frozen(new)
    return _kept | made if made else {}


def _frozen(patterns: Iterable[tuple[str, int]]) -> dict[str, list[Any]]:
    frozen = {
        f"{flags} {text}": _freeze(regex.compile(text, flags)) for text, flags in sorted(patterns)
    }
    return {name: data for name, data in frozen.items() if data}


def keep(load: Callable[[], dict[str, list[Any]]]) -> None:
    """Use what `freeze` gave, so that those patterns need no compiling.

    `load` gives it and is called when the first pattern is asked for: a clean text needs none.
    """
    _later.append(load)


def _freeze(pattern: regex.Pattern[str]) -> list[Any]:
    _, (_, flags, code, groups, names, lists, indexes, *rest) = _taken_apart(pattern)
    if lists or indexes:
        return []
    return [flags, b64encode(code).decode("ascii"), groups, list(names.items()), rest]


def _thaw(pattern: str, data: list[Any]) -> regex.Pattern[str]:
    flags, code, groups, names, (offset, chars, *rest) = data
    make, _ = _taken_apart(regex.compile(""))
    whole: regex.Pattern[str] = make(
        pattern, flags, b64decode(code), groups, dict(names), {}, [], offset, tuple(chars), *rest
    )
    return whole


def _taken_apart(pattern: regex.Pattern[str]) -> tuple[Any, tuple[Any, ...]]:
    """The function and the arguments from which a copy of a pattern is made."""
    parts: Any = copyreg.dispatch_table[type(pattern)](pattern)
    return parts[0], parts[1]


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
