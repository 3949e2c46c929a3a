"""A text that is open in an editor: its version, and its places as the editor counts them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path, PurePath

from lsprotocol import types
from pygls.uris import to_fs_path

from copylint import readers
from copylint.span import LineIndex, Span, code_points, units

#: The suffix a text is read by that has none we know; editors name languages differently.
_LANGUAGES = {
    "markdown": ".md",
    "gfm": ".md",
    "mdx": ".mdx",
    "quarto": ".qmd",
    "html": ".html",
    "mhtml": ".html",
    "xhtml": ".html",
    "plaintext": ".txt",
    "text": ".txt",
}
_BOM = "\ufeff"


@dataclass(frozen=True)
class Article:
    """One version of an open text.

    `text` is what the editor holds, a byte order mark included if it shows one; `encoding`
    (`utf-8`, `utf-16` or `utf-32`) is that of the units in which it counts columns.
    """

    uri: str
    language: str
    version: int
    text: str
    encoding: str

    @cached_property
    def source(self) -> str:
        """The text without a byte order mark: findings count code points of this."""
        return self.text.removeprefix(_BOM)

    @cached_property
    def path(self) -> str:
        """The path of the file, or "" where the text is not one."""
        found = to_fs_path(self.uri)
        return Path(found).as_posix() if found else ""

    @cached_property
    def suffix(self) -> str:
        """What says how the text is read: the file's suffix, else one for the language, else ""."""
        own = PurePath(self.path).suffix.lower()
        return own if own in readers.SUFFIXES else _LANGUAGES.get(self.language, "")

    @cached_property
    def _lines(self) -> LineIndex:
        return LineIndex(self.text)

    @property
    def _skipped(self) -> int:
        return len(self.text) - len(self.source)

    def position(self, offset: int) -> types.Position:
        """An offset of the source as the editor's line and column, both from 0."""
        at = offset + self._skipped
        line = self._lines.position(at).line
        start = self._lines.offset(line)
        return types.Position(line - 1, units(self.text[start:at], self.encoding))

    def range(self, span: Span) -> types.Range:
        """A range of the source as the editor counts it."""
        return types.Range(self.position(span.start), self.position(span.end))

    def offset(self, position: types.Position) -> int:
        """The offset in the source of an editor's place; one beyond a line's end is its end."""
        return max(0, self._offset(position) - self._skipped)

    def span(self, place: types.Range) -> Span:
        """An editor's range as one of the source."""
        return Span(self.offset(place.start), self.offset(place.end))

    def _offset(self, position: types.Position) -> int:
        """The same in the text, where a byte order mark counts."""
        if position.line >= len(self._lines):
            return len(self.text)
        start = self._lines.offset(position.line + 1)
        line = self._lines.line(start)
        shown = self.text[line.start : line.end].rstrip("\r\n")
        return start + code_points(shown, position.character, self.encoding)

    def edited(
        self, version: int, changes: Iterable[types.TextDocumentContentChangeEvent]
    ) -> Article:
        """The next version, after changes made one after another."""
        article = replace(self, version=version)
        for change in changes:
            text = change.text
            if isinstance(change, types.TextDocumentContentChangePartial):
                start, end = map(article._offset, (change.range.start, change.range.end))
                text = article.text[:start] + text + article.text[max(start, end) :]
            article = replace(article, text=text)
        return article
