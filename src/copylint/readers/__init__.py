"""Markups: each module here reads one. A file's suffix says which; a module's name is the markup's.

A reader is `read(source: str, suffix: str) -> Document`.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import PurePath
from typing import Protocol

from copylint.document import Document
from copylint.errors import UsageError

SUFFIXES = {
    ".md": "markdown",
    ".markdown": "markdown",
    ".mdown": "markdown",
    ".mkd": "markdown",
    ".mdx": "markdown",
    ".qmd": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".txt": "plain",
    ".text": "plain",
}


class Reader(Protocol):
    """What every module here offers."""

    def read(self, source: str, suffix: str = "") -> Document:
        """The document of a decoded text; never raises, whatever the text."""


def markup_of(path: str) -> str:
    """The markup of a file by its suffix; a suffix nobody knows is plain text."""
    return SUFFIXES.get(PurePath(path).suffix.lower(), "plain")


def read(source: str, markup: str, suffix: str = "") -> Document:
    """The document of a decoded text. Raises UsageError for a markup nobody reads."""
    if markup not in {"plain", "markdown", "html"}:
        raise UsageError(f"no reader for markup {markup!r}; there are: plain, markdown, html")
    reader: Reader = import_module(f"copylint.readers.{markup}")
    return reader.read(source, suffix)
