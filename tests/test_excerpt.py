"""What is printed of a place: its words, a repair's outcome, a stable name; nothing that steers."""

from __future__ import annotations

import pytest

from copylint.excerpt import excerpt, repaired
from copylint.finding import Finding, Fix, Result, Safety, Severity
from copylint.fingerprint import fingerprints
from copylint.span import Edit, Span
from copylint.visible import path, visible, width


def finding(source: str, match: str, *edits: tuple[str, str], rule: str = "style/a") -> Finding:
    start = source.index(match)
    made = tuple(
        Edit(Span(source.index(old, start), source.index(old, start) + len(old)), new)
        for old, new in edits
    )
    fix = Fix(made, Safety.SAFE, "") if made else None
    span = Span(start, start + len(match))
    return Finding(rule, Severity.ERROR, "", span, match, fix)


WORDS = "one two three four five six seven eight nine ten eleven twelve thirteen"


@pytest.mark.parametrize(
    ("source", "match", "expected"),
    [
        ("It fell.. So.", "..", ("It fell", "..", " So.")),
        ("A\nIt fell.. So\nB", "..", ("It fell", "..", " So")),
        ("A\r\nIt fell..\r\nB", "..", ("It fell", "..", "")),
        ("..", "..", ("", "..", "")),
        (
            f"{WORDS} X {WORDS}",
            "X",
            (
                "… seven eight nine ten eleven twelve thirteen ",
                "X",
                " one two three four five six …",
            ),
        ),
        ("a\u202eb\x1b[31mX", "X", ("a<U+202E>b<U+001B>[31m", "X", "")),
        ("It\nfell", "t\nf", ("I", "t\\nf", "ell")),
    ],
    ids=ascii,
)
def test_excerpt(source: str, match: str, expected: tuple[str, str, str]) -> None:
    assert excerpt(source, finding(source, match)) == expected


def test_a_long_match_is_cut_in_its_middle() -> None:
    source = "word " * 60
    shown = excerpt(source, finding(source, source.strip())).match
    assert len(shown) < 100
    assert shown.startswith("word word")
    assert " … " in shown


@pytest.mark.parametrize(
    ("source", "match", "edits", "expected"),
    [
        ("It fell.. So.", "..", [("..", ".")], "It fell. So."),
        ("It fell.. So.", "..", [("..", "")], "It fell So."),
        ("A “b” c", "“b”", [("“", '"'), ("”", '"')], 'A "b" c'),
        ("A\nB\nC", "B\n", [("B\n", "")], ""),
        ("It fell.", "fell", [], ""),
    ],
)
def test_repaired(source: str, match: str, edits: list[tuple[str, str]], expected: str) -> None:
    assert repaired(source, finding(source, match, *edits)) == expected


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("a\nb\tc\r", "a\\nb\\tc\\r"),
        ("\x1b[31m", "<U+001B>[31m"),
        ("\u202e\u200b\ufeff\x9b", "<U+202E><U+200B><U+FEFF><U+009B>"),
        ("“Größe” 😀", "“Größe” 😀"),
        ("##[error]", "##\\[error]"),
        ("\udce9", "<U+DCE9>"),
        ("\ue000", "<U+E000>"),
        ("\u2028", "<U+2028>"),
    ],
    ids=ascii,
)
def test_visible(text: str, shown: str) -> None:
    assert visible(text) == shown


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("a.md", "a.md"),
        ("::error::x", "./::error::x"),
        (" a", "./ a"),
        ("#a", "./#a"),
        ("a\nb", "a\\nb"),
        ("", ""),
    ],
)
def test_path(name: str, shown: str) -> None:
    assert path(name) == shown


@pytest.mark.parametrize(("text", "columns"), [("abc", 3), ("äö", 2), ("日本", 4), ("e\u0301", 1)])
def test_width(text: str, columns: int) -> None:
    assert width(text) == columns


def prints(source: str, *findings: Finding, name: str = "a.md") -> list[str]:
    return list(fingerprints(Result(name, source, findings)))


def test_fingerprints_stay_when_other_lines_change() -> None:
    one, other = "A.\nIt fell.. So.\n", "A new line.\n\nA.\nIt  fell.. So.\n"
    assert prints(one, finding(one, "..")) == prints(other, finding(other, ".."))
    composed, decomposed = "caf\u00e9..", "cafe\u0301.."
    assert prints(composed, finding(composed, "..")) == prints(
        decomposed, finding(decomposed, "..")
    )


def test_fingerprints_tell_apart() -> None:
    source = "It fell.. So.\n"
    base = prints(source, finding(source, ".."))
    assert len(base[0]) == 32
    assert int(base[0], 16) >= 0
    assert prints(source, finding(source, ".."), name="b.md") != base
    assert prints(source, finding(source, "..", rule="style/b")) != base
    changed = "It rose.. So.\n"
    assert prints(changed, finding(changed, "..")) != base


def test_equal_findings_are_numbered() -> None:
    source = "A..\nA..\n"
    first = finding(source, "..")
    second = Finding("style/a", Severity.ERROR, "", Span(5, 7), "..")
    both = prints(source, first, second)
    assert len(set(both)) == 2
    assert both[0] == prints("A..\n", finding("A..\n", ".."))[0]
