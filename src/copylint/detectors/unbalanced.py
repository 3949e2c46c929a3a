"""Brackets and quotation marks without a partner.

A mark may find its partner in a later block: a parenthesis around two paragraphs, a quotation that
goes on. So what is open at the end of a block is first looked for in the blocks after it, and only
what is alone there too is reported.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any, NamedTuple

import regex

from copylint.document import Block, Document
from copylint.match import Match
from copylint.pattern import ready

_PAIRS = {")": "(", "]": "["}
_OPENERS = frozenset(_PAIRS.values())
# Half-open intervals, and brackets that are named and not used.
_NAMED = ready(
    r"""[\[(\]][ ]?[-+−]?[\w.∞\ufffc]{1,9}[ ]?(?:[,;]|\.\.)[ ]?[-+−]?[\w.∞\ufffc]{1,9}[ ]?[\])\[]
      | ["'“‘«][()\[\]]{1,3}["'”’»]""",
    regex.X,
)
# What stands between the brackets of a longer interval, which differ: “[first, last)”.
_INTERVAL = ready(r"[^()\[\]]{1,60},[^.?!]{1,60}")
# A bracket on its own between spaces, and the opening of a directive that the site expands.
_APART = ready(r"\[(?=!)|(?<![^\s,])[()\[\]](?![^\s,.]|[.,]\w)")
# What may rightly end in a closing bracket alone: labels of list items, and faces.
_LABEL = ready(
    r"""(?:^|(?<=[\s(/"“\ufffc*_]))(?:\p{L}|\p{N}{1,3}(?:[-–]\p{N}{1,3}|\.)?|[ivxIVX]{1,5})$
      | [:;=8xXT^>oO_][-^o'’*]{0,2}[()\[\]]{0,3}$""",
    regex.X | regex.M,
)
_FACE = ready(r"[:;=8xX]['’]?[-^o]?$")
# Inches, feet and minutes; ditto marks; empty strings; the remains of tags and directives.
_INCHES = ready(r"\p{N}[ ]?[\"”″]")
_NO_QUOTES = ready(r"(?<!\S)\"(?!\S)|\"[ ]?\"|\(\"\)|'\"'")
_MARKUP = ready(r"=[ ]?[\"”“]|[\"”]>|<[\"“”\w/]|:::")
_AHEAD = 6
# A text with more marks alone than this is no text whose marks could be paired.
_MOST = 100
_KINDS = frozenset({"paragraph", "heading", "list-item", "quote", "footnote"})


class _Alone(NamedTuple):
    """A mark without a partner in its block."""

    number: int
    at: int
    mark: str
    opens: bool


def detect(document: Document, options: Mapping[str, Any]) -> Iterator[Match]:
    """Yield the marks without a partner: `marks: brackets` or `marks: quotes`."""
    quotes = options.get("marks") == "quotes"
    blocks = [block for block in document.blocks if block.kind in _KINDS]
    if quotes and any(char in block.text for char in "„‟" for block in blocks):
        return
    look = _quotes if quotes else _brackets
    alone = [mark for number, block in enumerate(blocks) for mark in look(number, block)]
    for mark in _unpaired(alone):
        if not (mark.opens and _goes_on(blocks, mark)):
            yield Match(blocks[mark.number], mark.at, mark.at + 1, {"mark": mark.mark})


def _goes_on(blocks: list[Block], mark: _Alone) -> bool:
    """Whether the next block takes up what this one leaves open.

    A quotation over several paragraphs opens each of them anew and is closed once.
    """
    if blocks[mark.number].text.rstrip().endswith((":", "…", "...")):
        return True
    after = blocks[mark.number + 1].text if mark.number + 1 < len(blocks) else ""
    return mark.mark in '“"' and after.startswith(mark.mark)


def _brackets(number: int, block: Block) -> Iterator[_Alone]:
    text = _NAMED.sub(_blank, block.text)
    alone = [mark for mark in _unmatched(number, text) if not _APART.match(text, mark.at)]
    alone.sort(key=lambda mark: mark.at)
    intervals = {
        mark
        for one, other in pairwise(alone)
        if one.opens and not other.opens and _INTERVAL.fullmatch(text, one.at + 1, other.at)
        for mark in (one, other)
    }
    yield from (mark for mark in alone if mark not in intervals)


def _unmatched(number: int, text: str) -> Iterator[_Alone]:
    stack: list[_Alone] = []
    for at, char in enumerate(text):
        if char in _OPENERS:
            stack.append(_Alone(number, at, char, True))
        elif char in _PAIRS:
            if stack and stack[-1].mark == _PAIRS[char]:
                stack.pop()
            elif _LABEL.search(text, max(0, at - 8), at) is None:
                yield _Alone(number, at, char, False)
    yield from (mark for mark in stack if not _FACE.search(text, max(0, mark.at - 4), mark.at))


def _quotes(number: int, block: Block) -> Iterator[_Alone]:
    """Marks that are open or left over at the end of their block.

    A curly mark and a straight one that are both alone are a pair in two styles.
    """
    if _MARKUP.search(block.text):
        return
    alone = [*_curly(number, block.text), *_straight(number, _NO_QUOTES.sub(_blank, block.text))]
    if len(alone) != 2 or (alone[0].mark == '"') is (alone[1].mark == '"'):
        yield from alone


def _curly(number: int, text: str) -> Iterator[_Alone]:
    opened: list[int] = []
    for at, char in enumerate(text):
        if char == "“":
            opened.append(at)
        elif char == "”":
            if opened:
                opened.pop()
            elif not _INCHES.match(text, max(0, at - 1)):
                yield _Alone(number, at, char, False)
    if opened:
        yield _Alone(number, opened[0], "“", True)


def _straight(number: int, text: str) -> Iterator[_Alone]:
    """Of an odd number of marks the one likeliest alone: two openers or closers in a row, or last.

    Where one of them may be a sign for inches, nothing can be told.
    """
    places = [at for at, char in enumerate(text) if char == '"']
    if not len(places) % 2 or _INCHES.search(text):
        return
    opens = [at == 0 or text[at - 1] in " \t\n([—–-" for at in places]
    for at, (one, other) in enumerate(pairwise(opens)):
        if one is other:
            yield _Alone(number, places[at if one else at + 1], '"', one)
            return
    yield _Alone(number, places[-1], '"', opens[-1])


def _blank(found: regex.Match[str]) -> str:
    return " " * len(found[0])


def _unpaired(alone: list[_Alone]) -> Iterator[_Alone]:
    """Those that have no partner in the blocks near them either."""
    gone: set[int] = set()
    numbers = [mark.number for mark in alone]
    for index, mark in enumerate(alone):
        if index in gone or not mark.opens:
            continue
        after = bisect_right(numbers, mark.number)
        for later in range(after, min(after + _MOST, len(alone))):
            other = alone[later]
            if later in gone:
                continue
            if other.number - mark.number > _AHEAD:
                break
            if _PAIRS.get(other.mark, "“" if other.mark == "”" else '"') == mark.mark:
                gone |= {index, later}
                break
    yield from (mark for index, mark in enumerate(alone) if index not in gone)
