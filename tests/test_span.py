"""Ranges, and offsets as lines and columns and back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copylint.span import Columns, LineIndex, Position, Span, utf8, utf16


@pytest.mark.parametrize(
    ("one", "other", "overlaps", "holds"),
    [
        ((0, 3), (2, 5), True, False),
        ((0, 3), (3, 5), False, False),
        ((0, 5), (1, 4), True, True),
        ((0, 5), (0, 5), True, True),
        ((1, 4), (0, 5), True, False),
        ((0, 5), (2, 2), True, True),
        ((0, 5), (5, 5), False, True),
        ((2, 2), (2, 2), False, True),
    ],
)
def test_ranges(one: tuple[int, int], other: tuple[int, int], overlaps: bool, holds: bool) -> None:
    assert Span(*one).overlaps(Span(*other)) is overlaps
    assert Span(*other).overlaps(Span(*one)) is overlaps
    assert Span(*one).holds(Span(*other)) is holds


@pytest.mark.parametrize(
    ("text", "starts"),
    [
        ("", [0]),
        ("a", [0]),
        ("a\n", [0, 2]),
        ("a\r\nb", [0, 3]),
        ("a\rb\r\nc\nd", [0, 2, 5, 7]),
        ("\r\r\n\n", [0, 1, 3, 4]),
        ("a\x0cb\x85c\u2028d\u2029e", [0]),
        ("😀\nb", [0, 2]),
    ],
    ids=ascii,
)
def test_lines_start(text: str, starts: list[int]) -> None:
    index = LineIndex(text)
    assert len(index) == len(starts)
    assert [index.offset(line) for line in range(1, len(index) + 1)] == starts


@pytest.mark.parametrize(
    ("offset", "position", "line"),
    [
        (0, (1, 1), (0, 4)),
        (2, (1, 3), (0, 4)),
        (3, (1, 4), (0, 4)),
        (4, (2, 1), (4, 6)),
        (5, (2, 2), (4, 6)),
        (6, (3, 1), (6, 7)),
        (7, (3, 2), (6, 7)),
    ],
)
def test_positions(offset: int, position: tuple[int, int], line: tuple[int, int]) -> None:
    index = LineIndex("é😀\r\nb\nc")
    assert index.position(offset) == Position(*position)
    assert index.offset(*position) == offset
    assert index.line(offset) == Span(*line)


@given(st.text(alphabet="aé😀\r\n\x85\u2028"))
def test_positions_are_offsets(text: str) -> None:
    index = LineIndex(text)
    for offset in range(len(text) + 1):
        line, column = index.position(offset)
        assert index.offset(line, column) == offset
        assert index.line(offset).start + column - 1 == offset
    lines = [index.line(index.offset(number)) for number in range(1, len(index) + 1)]
    assert "".join(text[start:end] for start, end in lines) == text


WIDE = st.lists(
    st.sampled_from(
        ["a", "é", "“", "漢", "😀", "\u200d", "\n", "\r\n", "\r", "\u2028", "é😀" * 700]
    )
).map("".join)


@given(WIDE, st.data())
@pytest.mark.parametrize(("unit", "encoding"), [(utf8, "utf-8"), (utf16, "utf-16-le"), (len, "")])
def test_columns_in_other_units(
    unit: Callable[[str], int], encoding: str, text: str, data: st.DataObject
) -> None:
    columns = Columns(text, unit)
    offset = data.draw(st.integers(0, len(text)))
    line, column = LineIndex(text).position(offset)
    before = text[offset - column + 1 : offset]
    size = len(before.encode(encoding)) // (2 if unit is utf16 else 1) if encoding else len(before)
    assert columns.position(offset) == Position(line, size + 1)
    assert columns.position(len(text)).line == len(columns.lines)
