"""Places in a text and changes to it, all in code points of the decoded text without its BOM."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from itertools import accumulate
from typing import NamedTuple


class Span(NamedTuple):
    """A half-open range of code points."""

    start: int
    end: int

    def overlaps(self, other: Span) -> bool:
        """Whether the two ranges share at least one code point."""
        return self.start < other.end and other.start < self.end

    def holds(self, other: Span) -> bool:
        """Whether the other range lies wholly inside this one."""
        return self.start <= other.start and other.end <= self.end


class Edit(NamedTuple):
    """Put `text` where `span` is; an empty span inserts, an empty text deletes."""

    span: Span
    text: str


class Position(NamedTuple):
    """A place as people and reports name it: line and column, from 1, columns in code points."""

    line: int
    column: int


def utf8(text: str) -> int:
    """How many bytes a text takes in UTF-8."""
    return len(text) if text.isascii() else len(text.encode("utf-8", "surrogatepass"))


def utf16(text: str) -> int:
    """How many UTF-16 code units a text takes: two for each character above U+FFFF."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


class LineIndex:
    """Where each line of a text begins.

    Lines end at LF, CRLF or a lone CR and nowhere else: `str.splitlines` would also break at form
    feeds and U+2028, which no report format counts as a line end.
    """

    def __init__(self, text: str) -> None:
        self._starts = starts = [0]
        self._size = len(text)
        at = -1
        if "\r" in text:
            for at, char in enumerate(text):
                if char == "\n" or (char == "\r" and text[at + 1 : at + 2] != "\n"):
                    starts.append(at + 1)
            return
        while (at := text.find("\n", at + 1)) >= 0:
            starts.append(at + 1)

    def __len__(self) -> int:
        return len(self._starts)

    def position(self, offset: int) -> Position:
        """The line and column of an offset."""
        line = bisect_right(self._starts, offset)
        return Position(line, offset - self._starts[line - 1] + 1)

    def offset(self, line: int, column: int = 1) -> int:
        """The offset of a line and column; the inverse of `position`."""
        return self._starts[line - 1] + column - 1

    def line(self, offset: int) -> Span:
        """The whole line an offset stands on, its line end included."""
        number = bisect_right(self._starts, offset)
        end = self._starts[number] if number < len(self._starts) else self._size
        return Span(self._starts[number - 1], end)


class Columns:
    """Lines and columns from 1, the columns in a unit of choice: `utf8`, `utf16`, or `len`.

    Sums are kept for every thousand code points, so that a place far along a line is found as
    quickly as one at its start.
    """

    _STEP = 1024

    def __init__(self, text: str, unit: Callable[[str], int]) -> None:
        step = self._STEP
        self.lines = LineIndex(text)
        self._text = text
        self._unit = unit
        parts = (unit(text[at : at + step]) for at in range(0, len(text), step))
        self._sums = list(accumulate(parts, initial=0))

    def position(self, offset: int) -> Position:
        """The line and column of an offset, which counts code points."""
        line = self.lines.position(offset).line
        start = self.lines.offset(line)
        return Position(line, self._before(offset) - self._before(start) + 1)

    def _before(self, offset: int) -> int:
        full = offset // self._STEP
        return self._sums[full] + self._unit(self._text[full * self._STEP : offset])
