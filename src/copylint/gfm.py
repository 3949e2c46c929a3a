"""Any text put into GitHub's Markdown so that it shows as it is and does nothing."""

from __future__ import annotations

import re

from copylint.visible import visible

# A colon begins an emoji's name or an address's path, a dollar sign a formula.
_SIGNS = re.compile(r"[\\`*_\[\]<>|~&:$!#]|(?<=www)\.", re.I)
_TICKS = re.compile("`+")


def plain(text: str) -> str:
    """A text in one line without markup, links, pictures or mentions of people."""
    shown = visible(text)
    # GitHub makes links of addresses and mentions in all text that is not code.
    return code(text) if "@" in shown else _SIGNS.sub(r"\\\g<0>", shown)


def code(text: str) -> str:
    """A text in one line as a code span, which may stand in a table."""
    shown = visible(text).replace("|", "\\|")
    fence = "`" * (max(map(len, _TICKS.findall(shown)), default=0) + 1)
    room = " " if shown[:1] in {"`", " ", ""} or shown[-1:] in {"`", " "} else ""
    return f"{fence}{room}{shown}{room}{fence}"


def block(text: str) -> str:
    """A text of several lines as a code block."""
    fence = "`" * max(3, max(map(len, _TICKS.findall(text)), default=0) + 1)
    return f"{fence}text\n{text}\n{fence}"
