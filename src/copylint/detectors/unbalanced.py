"""Brackets and quotation marks without a partner.

A mark may find its partner in a later block: a parenthesis around two paragraphs, a quotation that
goes on. So what is open at the end of a block is first looked for in the blocks after it, and only
what is alone there too is reported.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any, NamedTuple

import regex

from copylint.document import Block, Document
from copylint.match import Match

_PAIRS = {")": "(", "]": "[", "}": "{"}
_OPENERS = frozenset(_PAIRS.values())
# Half-open intervals, emoticons, and labels of list items: "[0, 1)", ":-)", "a)", "iv)", "1)".
_NO_BRACKETS = regex.compile(
    r"""[\[(\]][ ]?[-+−]?[\w.∞]{1,9}[ ]?[,;][ ]?[-+−]?[\w.∞]{1,9}[ ]?[\])\[]
      | [:;=8xX>]['’]?[-^o]?[()\[\]{}|]+(?!\w)
      | ¯\\?_?\(ツ\)_?/¯
      | (?:^|(?<=[\s(]))(?:\p{L}|\p{N}{1,3}|[ivxIVX]{1,5})\)
      | ["'“‘«][^\w\s]{1,4}["'”’»] | (?<![^\s,])[()\[\]{}](?![^\s,.])""",
    regex.X | regex.M,
)
# Inches, feet and minutes, ditto marks, and an empty string.
_NO_QUOTES = regex.compile(r"(?<=\p{N}[ ]?)[\"”]|(?<!\S)\"(?!\S)|\"\"")
_AHEAD = 6
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
    if quotes:
        alone = [mark for kind in ("curly", "straight") for mark in _quotes(blocks, kind)]
    else:
        alone = [mark for number, block in enumerate(blocks) for mark in _brackets(number, block)]
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
    text = _NO_BRACKETS.sub(_blank, block.text)
    stack: list[_Alone] = []
    for at, char in enumerate(text):
        if char in _OPENERS:
            stack.append(_Alone(number, at, char, True))
        elif char in _PAIRS:
            if stack and stack[-1].mark == _PAIRS[char]:
                stack.pop()
            else:
                yield _Alone(number, at, char, False)
    yield from stack


def _quotes(blocks: list[Block], kind: str) -> Iterator[_Alone]:
    """Marks that are open or left over at the end of their block."""
    if kind == "curly" and any("„" in block.text or "‟" in block.text for block in blocks):
        return
    for number, block in enumerate(blocks):
        text = _NO_QUOTES.sub(_blank, block.text)
        if kind == "straight":
            places = [at for at, char in enumerate(text) if char == '"']
            if len(places) % 2:
                yield _odd(number, text, places)
            continue
        opened: list[int] = []
        for at, char in enumerate(text):
            if char == "“":
                opened.append(at)
            elif char == "”":
                if opened:
                    opened.pop()
                else:
                    yield _Alone(number, at, char, False)
        if opened:
            yield _Alone(number, opened[0], "“", True)


def _blank(found: regex.Match[str]) -> str:
    return " " * len(found[0])


def _odd(number: int, text: str, places: list[int]) -> _Alone:
    """The straight mark that is likeliest alone: two openers in a row, two closers, or the last."""
    opens = [at == 0 or text[at - 1] in " \t\n([—–-" for at in places]
    for at, (one, other) in enumerate(pairwise(opens)):
        if one and other:
            return _Alone(number, places[at], '"', True)
        if not one and not other:
            return _Alone(number, places[at + 1], '"', False)
    return _Alone(number, places[-1], '"', opens[-1])


def _unpaired(alone: list[_Alone]) -> Iterator[_Alone]:
    """Those that have no partner in the blocks near them either."""
    gone: set[int] = set()
    for index, mark in enumerate(alone):
        if index in gone or not mark.opens:
            continue
        for later in range(index + 1, len(alone)):
            other = alone[later]
            if later in gone or other.number == mark.number:
                continue
            if other.number - mark.number > _AHEAD or other.number < mark.number:
                break
            if _PAIRS.get(other.mark, "“" if other.mark == "”" else '"') == mark.mark:
                gone |= {index, later}
                break
    yield from (mark for index, mark in enumerate(alone) if index not in gone)
