"""Ranges, and offsets as lines and columns and back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copylint.span import Columns, LineIndex, Position, Span, code_points, units


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


@pytest.mark.parametrize(
    ("text", "utf8", "utf16", "utf32"),
    [("", 0, 0, 0), ("ab", 2, 2, 2), ("é", 2, 1, 1), ("“x”", 7, 3, 3), ("😀", 4, 2, 1)],
)
def test_units(text: str, utf8: int, utf16: int, utf32: int) -> None:
    assert units(text, "utf-8") == utf8
    assert units(text, "utf-16") == utf16
    assert units(text, "utf-32") == utf32


def test_a_count_that_ends_inside_a_code_point_leaves_it_out() -> None:
    assert [code_points("a😀b", n, "utf-16") for n in range(6)] == [0, 1, 1, 2, 3, 3]
    assert [code_points("é😀", n, "utf-8") for n in range(8)] == [0, 0, 1, 1, 1, 1, 2, 2]
    assert code_points("\ud800x", 3, "utf-8") == 1


CODECS = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2), "utf-32": ("utf-32-le", 4)}


@given(st.text(alphabet="aé“😀\U0010ffff", max_size=30), st.sampled_from(sorted(CODECS)))
def test_units_are_what_an_encoding_takes(text: str, encoding: str) -> None:
    codec, size = CODECS[encoding]
    for count in range(len(text) + 1):
        taken = units(text[:count], encoding)
        assert taken * size == len(text[:count].encode(codec))
        assert code_points(text, taken, encoding) == count


WIDE = st.lists(
    st.sampled_from(
        ["a", "é", "“", "漢", "😀", "\u200d", "\n", "\r\n", "\r", "\u2028", "é😀" * 700]
    )
).map("".join)


@given(WIDE, st.data())
@pytest.mark.parametrize("encoding", sorted(CODECS))
def test_columns_in_other_units(encoding: str, text: str, data: st.DataObject) -> None:
    columns = Columns(text, encoding)
    codec, size = CODECS[encoding]
    offset = data.draw(st.integers(0, len(text)))
    line, column = LineIndex(text).position(offset)
    before = text[offset - column + 1 : offset]
    assert columns.position(offset) == Position(line, len(before.encode(codec)) // size + 1)
    assert columns.position(len(text)).line == len(columns.lines)
