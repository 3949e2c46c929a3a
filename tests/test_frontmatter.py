"""Which lines at the head of a file are settings, and which of their values are prose."""

from __future__ import annotations

import pytest

from copylint import frontmatter, readers
from copylint.finding import Safety
from copylint.linter import Linter
from copylint.rulebook import load
from copylint.span import Span

HEADS = {
    "YAML": ("---\ntitle: A\n---\nSo.\n", "---\ntitle: A\n---\n"),
    "YAML with blank line": (
        "---\ntitle: A\n\ndate: 1\n---\nSo.\n",
        "---\ntitle: A\n\ndate: 1\n---\n",
    ),
    "YAML ended by dots": ("---\ntitle: A\n...\nSo.\n", "---\ntitle: A\n...\n"),
    "YAML alone": ("---\ntitle: A\n---", "---\ntitle: A\n---"),
    "YAML in CRLF": ("---\r\ntitle: A\r\n---\r\nSo.\r\n", "---\r\ntitle: A\r\n---\r\n"),
    "TOML": ('+++\ntitle = "A"\n+++\nSo.\n', '+++\ntitle = "A"\n+++\n'),
    "rule": ("---\n\nSo it went.\n\n---\n", ""),
    "rule and heading": ("---\nSo it went\n---\n", ""),
    "never closed": ("---\ntitle: A\n\nSo.\n", ""),
    "later": ("So.\n\n---\ntitle: A\n---\n", ""),
    "longer rule": ("-----\ntitle: A\n-----\n", ""),
    "Pelican": (
        "Title: A\nDate: 2010-12-03\nTags:\n\nSo.\n",
        "Title: A\nDate: 2010-12-03\nTags:\n",
    ),
    "Pelican in CRLF": (
        "title: A\r\nslug: a\r\ncategory: b\r\n\r\nSo.\r\n",
        "title: A\r\nslug: a\r\ncategory: b\r\n",
    ),
    "Pelican, a value of two lines": (
        "title: A\nsummary: B\n    c\nstatus: draft\n\nSo.\n",
        "title: A\nsummary: B\n    c\nstatus: draft\n",
    ),
    "fields of a writing tool": ("Title: A\nSlug: a\nMeta description: b\n\nSo.\n", ""),
    "fields without a date or place": ("Title: A\nSlug: a\nKeyword: b\n\nSo.\n", ""),
    "fields that prose follows": ("Title: A\nDate: 1\nStatus: b\nSo.\n", ""),
    "two fields": ("Title: A\nDate: 1\n\nSo.\n", ""),
    "none": ("So.\n", ""),
    "empty": ("", ""),
}


@pytest.mark.parametrize(("source", "head"), HEADS.values(), ids=HEADS.keys())
def test_find(source: str, head: str) -> None:
    assert frontmatter.find(source) == Span(0, len(head))


VALUES = {
    "plain": ("title: A b\n", [("title", "A b")]),
    "double quotes": ('title: "A: b"\n', [("title", "A: b")]),
    "single quotes": ("title: 'A: b'\n", [("title", "A: b")]),
    "TOML": ('Title = "A b"\n', [("title", "A b")]),
    "comment": ("title: A b # so\n", [("title", "A b")]),
    "hash inside": ("title: A #1\n", [("title", "A")]),
    "hash in a word": ("title: A#1\n", [("title", "A#1")]),
    "list": ("tags: [a, b]\ntitle: A\n", [("title", "A")]),
    "folded": ("description: >\n  A b\ntitle: A\n", [("title", "A")]),
    "nested": ("author:\n  name: A\ntitle: B\n", [("title", "B")]),
    "CRLF": ("title: A\r\nlang: de\r\n", [("title", "A"), ("lang", "de")]),
    "quotes inside": ('title: A "b" c\n', [("title", 'A "b" c')]),
}


@pytest.mark.parametrize(("source", "expected"), VALUES.values(), ids=VALUES.keys())
def test_values(source: str, expected: list[tuple[str, str]]) -> None:
    found = list(frontmatter.values(source, Span(0, len(source))))
    assert [(value.key, value.text) for value in found] == expected
    assert all(source[slice(*value.span)] == value.text for value in found)


@pytest.mark.parametrize(
    ("value", "prose"),
    [
        ('"A \\"b\\" c"', 'A "b" c'),
        ("'it''s'", "it's"),
        ('"A\\u2019s"', "A’s"),
        ('"A\\nb"', "A\nb"),
        ('"A\\\\b"', "A\\b"),
        ("A \\ b", "A \\ b"),
        ("'A \\\" b'", 'A \\" b'),
    ],
)
def test_escapes_are_read(value: str, prose: str) -> None:
    (block,) = readers.read(f"---\ntitle: {value}\n---\n", "markdown").blocks
    assert (block.kind, block.text) == ("metadata", prose)


def test_prose_keys_are_blocks_and_others_are_hidden() -> None:
    source = "---\ntitle: It fell.. So.\nslug: It fell.. So.\n---\n\nSo.\n"
    (rule,) = [rule for rule in load() if rule.id == "punctuation/double-period"]
    (finding,) = Linter([rule]).check(source, "a.md").findings
    assert finding.span == (18, 20)
    assert finding.fix is not None
    assert finding.fix.safety is Safety.UNSAFE
