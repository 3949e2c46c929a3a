"""Markups: each module here reads one. A file's suffix says which; a module's name is the markup's.

A reader is `read(source: str, suffix: str) -> Document`. Markups that no module here reads are
looked for among the plugins. A markup may carry what its reader is to be told behind a colon, as
in `python:gettext,help=`.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pathlib import PurePath
from typing import Any, Protocol

from copylint import plugins
from copylint.document import Document
from copylint.errors import PluginError, UsageError

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
BUILT_IN = ("plain", "markdown", "html")
#: Suffixes whose reader comes with an extra of ours. A folder's files of these are not checked
#: unless the settings name the plugin; a file named by hand is.
EXTRA = {".py": "python", ".pyi": "python"}


class Reader(Protocol):
    """What every module here offers."""

    def read(self, source: str, suffix: str = "") -> Document:
        """The document of a decoded text; never raises, whatever the text."""


def markup_of(path: str) -> str:
    """The markup of a file by its suffix; a suffix nobody knows is plain text."""
    suffix = PurePath(path).suffix.lower()
    known = SUFFIXES.get(suffix) or EXTRA.get(suffix)
    if known is None and len(suffix) > 1 and plugins.find("readers", suffix[1:]):
        return suffix[1:]
    return known or "plain"


def read(source: str, markup: str, suffix: str = "") -> Document:
    """The document of a decoded text. Raises UsageError for a markup nobody reads."""
    name, _, told = markup.partition(":")
    found = reader(name)
    document: Document = found.read(source, suffix, told) if told else found.read(source, suffix)
    return document


def reader(markup: str) -> Any:
    """The module that reads a markup. Raises UsageError where there is none.

    A plugin's may offer more than `read`: see docs/plugins.md.
    """
    name = markup.partition(":")[0]
    if name in BUILT_IN:
        return import_module(f"copylint.readers.{name}")
    found = plugins.load("readers", name)
    if found is None and name in EXTRA.values():
        raise PluginError(f"reading {name} takes more: pip install 'copylint[{name}]'")
    if found is None:
        known = ", ".join(BUILT_IN)
        raise UsageError(f"no reader for markup {name!r}; there are: {known}, and those of plugins")
    return found


def offered(markup: str, name: str) -> Any:
    """What a plugin's reader offers beside `read`, or None."""
    if markup.partition(":")[0] in BUILT_IN:
        return None
    return getattr(reader(markup), name, None)


def known(markup: str) -> bool:
    """Whether something reads a markup."""
    return markup in BUILT_IN or plugins.find("readers", markup) is not None


def suffixes(named: tuple[str, ...]) -> Mapping[str, str]:
    """The markup for each suffix, those of some plugins included. Raises PluginError."""
    more = {
        suffix: name
        for name in named
        if plugins.find("readers", name)
        for suffix in getattr(reader(name), "SUFFIXES", ())
    }
    return SUFFIXES | more if more else SUFFIXES
