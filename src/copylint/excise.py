"""Taking something out of a text so that no seam shows: spaces, stops, empty brackets, lines."""

from __future__ import annotations

from typing import NamedTuple

_BLANK = " \t\u00a0"
_CLOSING = ".,;:!?)]”’»…。，、；：！？"
_STOPS = ".!?…"
_PAIRS = {("(", ")"), ("[", "]"), ("“", "”"), ("‘", "’"), ("«", "»"), ('"', '"'), ("*", "*")}


class Cut(NamedTuple):
    """Delete the range and put `text` there; `line` says that its line would be left empty."""

    start: int
    end: int
    text: str = ""
    line: bool = False


def excise(text: str, start: int, end: int) -> Cut:
    """The cut that takes out a range and mends the seam.

    Of the spaces on both sides one stays, and none before a closing mark or at a line's start or
    end. Words that would run together get a space. Brackets and quotation marks left empty go too,
    and a stop that the deletion doubles goes.
    """
    while True:
        left, right = _margins(text, start, end)
        before = text[left - 1 : left]
        after = text[right : right + 1]
        if (before, after) in _PAIRS:
            start, end = left - 1, right + 1
            continue
        break
    at_start = left == 0 or before == "\n"
    at_end = right == len(text) or after == "\n"
    if at_start and at_end:
        return Cut(left, right, line=True)
    if at_start:
        return Cut(start, right)
    if at_end:
        return Cut(left, end)
    if before == "." and after == "." and text[right : right + 2] != ".." and _one(text, left):
        return Cut(left, right + 1)
    if before and before in "!?" and after == "." and text[right + 1 : right + 2] != ".":
        return Cut(left, right + 1)
    if after in _CLOSING:
        return Cut(left, right)
    if left < start and right > end:
        return Cut(start, right)
    if left < start or right > end:
        return Cut(start, end)
    glue = (before in ".!?…)]”’»" and after.isupper()) or (before.isalnum() and after.isalnum())
    return Cut(start, end, " " if glue else "")


def _one(text: str, at: int) -> bool:
    """Whether exactly one dot stands before a place."""
    return text[at - 2 : at - 1] != "."


def _margins(text: str, start: int, end: int) -> tuple[int, int]:
    """How far the blanks around a range reach on its line."""
    left, right = start, end
    while left > 0 and text[left - 1] in _BLANK:
        left -= 1
    while right < len(text) and text[right] in _BLANK:
        right += 1
    return left, right
