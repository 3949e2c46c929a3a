"""Text made fit to print: nothing from an article or a file name may steer a terminal or a log."""

from __future__ import annotations

import unicodedata

_NAMED = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}


def visible(text: str) -> str:
    """The text with control and invisible characters spelled out, and runner commands broken.

    GitHub's runner obeys `##[command]` anywhere in a line and `::command::` at its start (runner
    sources, ActionCommand), so the first is broken here and callers never start a line with text.
    """
    if text.isascii() and text.isprintable():
        return text.replace("##[", "##\\[")
    return "".join(map(_shown, text)).replace("##[", "##\\[")


def _shown(char: str) -> str:
    if char in _NAMED:
        return _NAMED[char]
    if unicodedata.category(char) in _UNSEEN:
        return f"<U+{ord(char):04X}>"
    return char


def path(name: str) -> str:
    """A path as a line may start with it."""
    shown = visible(name)
    return f"./{shown}" if shown[:1] in {":", " ", "#"} or shown[:1].isspace() else shown


def width(text: str) -> int:
    """How many columns of a terminal a text takes."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1
        for char in text
    )
