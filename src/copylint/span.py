"""Places in a text and changes to it, all in code points of the decoded text without its BOM."""

from __future__ import annotations

from bisect import bisect_right
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


def units(text: str, encoding: str) -> int:
    """How many code units a text takes in `utf-8`, `utf-16` or `utf-32` (there: code points)."""
    if encoding == "utf-32" or text.isascii():
        return len(text)
    if encoding == "utf-16":
        return len(text) + sum(char > "\uffff" for char in text)
    # A lone surrogate is no text, and yet an editor may send one.
    return len(text.encode("utf-8", "surrogatepass"))


def code_points(text: str, count: int, encoding: str) -> int:
    """How many code points of a text lie in its first `count` code units, the inverse of `units`.

    A count that ends inside a code point leaves it out; one that goes too far is the whole text.
    """
    if encoding == "utf-32" or text.isascii():
        return min(count, len(text))
    taken = 0
    for number, char in enumerate(text):
        taken += units(char, encoding)
        if taken > count:
            return number
    return len(text)


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
    """Lines and columns from 1, the columns in the code units of an encoding, as `units` has it.

    Sums are kept for every thousand code points, so that a place far along a line is found as
    quickly as one at its start.
    """

    _STEP = 1024

    def __init__(self, text: str, encoding: str) -> None:
        step = self._STEP
        self.lines = LineIndex(text)
        self._text = text
        self._encoding = encoding
        parts = (units(text[at : at + step], encoding) for at in range(0, len(text), step))
        self._sums = list(accumulate(parts, initial=0))

    def position(self, offset: int) -> Position:
        """The line and column of an offset, which counts code points."""
        line = self.lines.position(offset).line
        start = self.lines.offset(line)
        return Position(line, self._before(offset) - self._before(start) + 1)

    def _before(self, offset: int) -> int:
        full = offset // self._STEP
        return self._sums[full] + units(self._text[full * self._STEP : offset], self._encoding)
