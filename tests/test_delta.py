"""The edits between two texts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copylint.delta import delta


@pytest.mark.parametrize(
    ("before", "after", "edits"),
    [
        ("", "", []),
        ("a\nb\n", "a\nb\n", []),
        ("One. a..\nTwo.\n", "One. a.\nTwo.\n", [((7, 8), "")]),
        ("a teh b\nc\nd teh", "a the b\nc\nd the", [((3, 5), "he"), ((13, 15), "he")]),
        ("", "a", [((0, 0), "a")]),
        ("a\nb\nc\n", "a\nc\n", [((2, 4), "")]),
        ("a\r\nb", "a\nb", [((1, 3), "\n")]),
        ("a\r\nb", "a\rb", [((1, 3), "\r")]),
        ("a\nb", "a\r\nb", [((1, 1), "\r")]),
    ],
)
def test_delta(before: str, after: str, edits: list[object]) -> None:
    assert list(delta(before, after)) == edits


TEXTS = st.text(alphabet="ab \r\n\u2028😀", max_size=40)


@given(TEXTS, TEXTS)
def test_edits_lead_from_one_text_to_the_other(before: str, after: str) -> None:
    edits = list(delta(before, after))
    made, at = "", 0
    for (start, end), text in edits:
        assert at <= start <= end
        assert all(before[place - 1 : place + 1] != "\r\n" for place in (start, end) if place)
        made, at = made + before[at:start] + text, end
    assert made + before[at:] == after
    assert edits == sorted(edits)
