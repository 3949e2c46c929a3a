"""XML that every parser takes, whatever the text in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree

from copylint.record import shown

#: Characters that XML 1.0 cannot hold, not even escaped (production 2, Char).
_ILLEGAL = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def legal(text: str) -> str:
    """A text whose characters XML cannot hold are spelled out, such as <U+001B>."""
    return _ILLEGAL.sub(lambda found: f"<U+{ord(found[0]):04X}>", text)


def path(name: str) -> str:
    """A file's name as a text that XML can hold."""
    return legal(shown(name))


def element(
    parent: ElementTree.Element | None, tag: str, text: str = "", **attributes: str | int
) -> ElementTree.Element:
    """A new element, the last in its parent if it has one."""
    legals = {name: legal(str(value)) for name, value in attributes.items()}
    made = ElementTree.Element(tag, legals)
    if text:
        # A carriage return that stands free would be read as a line feed.
        made.text = legal(text).replace("\r\n", "\n").replace("\r", "\n")
    if parent is not None:
        parent.append(made)
    return made


def lines(root: ElementTree.Element) -> Iterator[str]:
    """Yield the lines of a document, all in ASCII, so that no stream's encoding can harm it."""
    ElementTree.indent(root)
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield ElementTree.tostring(root, encoding="us-ascii", xml_declaration=False).decode("ascii")
