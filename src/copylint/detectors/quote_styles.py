"""Straight and curly marks mixed in one text: the sign of parts from different hands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from copylint.document import Block, Document
from copylint.finding import Safety
from copylint.match import Match, Repair
from copylint.pattern import ready
from copylint.rough import Rough

_DOUBLE = ready(r"(?P<curly>[“”])|(?P<straight>(?<!\p{N}[ ]?|[=\"])\"(?![\"]))")
_SINGLE = ready(r"(?<=\p{L})(?:(?P<curly>’)|(?P<straight>'))(?=\p{L})")
_BEFORE_OPENING = " \t\n\u00a0([{—–/“‘"
_ENOUGH = 2
_KINDS = frozenset({"paragraph", "heading", "list-item", "quote", "footnote", "caption"})


class _Mark(NamedTuple):
    block: Block
    at: int
    curly: bool


def wakes(rough: Rough, options: Mapping[str, Any]) -> bool:  # noqa: ARG001
    """Whether both kinds are there at all."""
    source = rough.source
    return ("“" in source and '"' in source) or ("’" in source and "'" in source)


def detect(document: Document, options: Mapping[str, Any]) -> Iterator[Match]:  # noqa: ARG001
    """Yield each mark of the rarer style, where each style is used twice or more.

    Where both are as common, curly is taken for the style of the text. German and French marks
    are styles of their own, and a text that has them is left alone.
    """
    if "„" in document.prose or "«" in document.prose:
        return
    for pattern in (_DOUBLE, _SINGLE):
        marks = [
            _Mark(block, hit.start(), hit["curly"] is not None)
            for block in document.blocks
            if block.kind in _KINDS
            for hit in pattern.finditer(block.text)
        ]
        curly = sum(mark.curly for mark in marks)
        straight = len(marks) - curly
        if min(curly, straight) < _ENOUGH:
            continue
        for mark in marks:
            if mark.curly is (curly < straight):
                yield _respelled(mark)


def _respelled(mark: _Mark) -> Match:
    text = mark.block.text
    char = text[mark.at]
    if mark.curly:
        fixed = "'" if char == "’" else '"'
    elif char == "'":
        fixed = "’"
    else:
        fixed = "“" if mark.at == 0 or text[mark.at - 1] in _BEFORE_OPENING else "”"
    values = {"style": "curly" if mark.curly else "straight"}
    repair = Repair("replace", Safety.UNSAFE, fixed)
    return Match(mark.block, mark.at, mark.at + 1, values, repair)
