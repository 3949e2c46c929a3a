"""Comments that silence: each rule's own examples fall silent, and read as they did."""

from __future__ import annotations

from collections import Counter

import pytest

from copylint import fix, readers, rulebook, silence
from copylint.finding import Finding
from copylint.linter import Linter
from copylint.rule import Rule

RULES = rulebook.load(whole=True)
LINTER = Linter(RULES)
SUFFIXES = {"markdown": ".md", "html": ".html", "plain": ".txt"}
#: Rules about what stands alone on its line, first in its file or in code, where no comment can be
#: hidden.
ODD = {
    "characters/mixed-line-endings",
    "claims/source-stub",
    "punctuation/orphan-punct-line",
    "residue/chat-ui-chrome",
    "residue/edit-summary-leak",
    "residue/marker-in-code",
    "residue/merge-conflict",
    "seo/link-dump-tail",
    "structure/dangling-intro",
    "structure/edge-blank-lines",
    "structure/frontmatter-in-body",
    "structure/press-marker",
    "structure/rule-before-heading",
    "structure/whole-doc-fence",
    "style/bold-label-list",
}


def counted(findings: list[Finding]) -> Counter[tuple[str, str]]:
    return Counter((one.rule, one.text) for one in findings)


@pytest.mark.parametrize(
    "rule", [one for one in RULES if one.id not in ODD], ids=lambda one: one.id
)
def test_examples_fall_silent_and_nothing_else_changes(rule: Rule) -> None:
    for example in rule.examples:
        markup = example.markup or "plain"
        suffix = SUFFIXES[markup]
        found = list(LINTER.check(example.text, f"a{suffix}").findings)
        mine = [one for one in found if one.rule == rule.id]
        if not example.bad or not mine:
            continue
        document = readers.read(example.text, markup, suffix)
        others = counted([one for one in found if one.rule != rule.id])

        edit = silence.in_file(document, suffix, rule.id)
        assert edit is not None
        after = list(LINTER.check(fix.apply(example.text, [edit]), f"a{suffix}").findings)
        assert counted(after) == others

        edit = silence.on_line(document, suffix, mine[0].span, rule.id)
        assert edit is not None
        after = list(LINTER.check(fix.apply(example.text, [edit]), f"a{suffix}").findings)
        assert len([one for one in after if one.rule == rule.id]) < len(mine)
        assert counted([one for one in after if one.rule != rule.id]) == others


def line(source: str, word: str, suffix: str = ".md") -> str | None:
    """The text with a rule silenced where a word stands."""
    document = readers.read(source, readers.markup_of(f"a{suffix}"), suffix)
    start = source.index(word)
    edit = silence.on_line(document, suffix, fix.Span(start, start + len(word)), "a/b")
    return edit and fix.apply(source, [edit])


def test_no_comment_is_put_into_code() -> None:
    assert line("So:\n\n```c\nteh = 1;\n```\n", "teh") is None
    assert line("So:\n\n~~~\nit\nteh\n~~~\n", "teh") is None
    assert line("So `teh` is.\n", "teh") is not None


def whole(source: str, suffix: str = ".md") -> str | None:
    document = readers.read(source, readers.markup_of(f"a{suffix}"), suffix)
    edit = silence.in_file(document, suffix, "a/b")
    return edit and fix.apply(source, [edit])


NEXT, HERE, FILE = (
    f"<!-- copylint: disable-{one} a/b -->" for one in ("next-line", "line", "file")
)


@pytest.mark.parametrize(
    ("source", "suffix", "expected"),
    [
        ("<p>\n  One,\n  x two\n</p>", ".html", f"<p>\n  One,\n  {NEXT}\n  x two\n</p>"),
        ("<p\n class=a>x</p>", ".html", f"<p\n class=a>x</p> {HERE}"),
        ("One.\n\nx two.", ".txt", "One.\n\n# copylint: disable-next-line a/b\n\nx two."),
        ("One.\nx two.\nThree.", ".txt", "One.\n# copylint: disable-next-line a/b\nx two.\nThree."),
        ("One\nx two.\n\nThree.", ".txt", f"One\nx two. {HERE}\n\nThree."),
        ("One,\nx two", ".mdx", "One,\nx two {/* copylint: disable-line a/b */}"),
        ("> One\n> x two\n", ".md", f"> One\n> x two {HERE}\n"),
        ("x one\\\ntwo\n", ".md", f"{NEXT}\nx one\\\ntwo\n"),
        ("One\nx two\\\nthree\n", ".md", None),
        ("Title x\n===\n", ".md", f"{NEXT}\nTitle x\n===\n"),
        ("---\na: |\n  x\n---\n", ".md", None),
        ("---\r\na: x\r\n---\r\n", ".md",
         "---\r\n# copylint: disable-next-line a/b\r\na: x\r\n---\r\n"),
        (f"One x {HERE.replace('a/b', 'c/d')}", ".md", f"One x {HERE.replace('a/b', 'c/d, a/b')}"),
        ("x <!-- copylint: disable-line -->", ".md", f"x {HERE}"),
        ("One\rx", ".txt", "One\r# copylint: disable-next-line a/b\r\rx"),
    ],
)  # fmt: skip
def test_on_a_line(source: str, suffix: str, expected: str | None) -> None:
    assert line(source, "x", suffix) == expected


@pytest.mark.parametrize(
    ("source", "suffix", "expected"),
    [
        ("", ".md", f"{FILE}\n\n"),
        ("One.\n", ".md", f"{FILE}\n\nOne.\n"),
        ("---\na: b\n---\nOne.\n", ".md", f"---\na: b\n---\n{FILE}\n\nOne.\n"),
        ("---\na: b\n---", ".md", f"---\na: b\n---\n{FILE}\n\n"),
        ("<!doctype html>\n<p>One.</p>", ".html", f"<!doctype html>\n{FILE}\n<p>One.</p>"),
        ("One.\nTwo.", ".txt", "# copylint: disable-file a/b\nOne.\nTwo."),
        ("One.\r\n\r\nTwo.", ".txt", "# copylint: disable-file a/b\r\n\r\nOne.\r\n\r\nTwo."),
        ("import A from 'a'\n\nOne.", ".mdx",
         "{/* copylint: disable-file a/b */}\n\nimport A from 'a'\n\nOne."),
        ("One.\n\n<!-- copylint: disable-file c/d -- so -->\n", ".md",
         "One.\n\n<!-- copylint: disable-file c/d, a/b -- so -->\n"),
    ],
)  # fmt: skip
def test_in_a_file(source: str, suffix: str, expected: str) -> None:
    assert whole(source, suffix) == expected


def test_settings_without_comments_are_left_as_they_are() -> None:
    assert line("---\ntitle: A b\n---\n\nSo.\n", "A b") is not None
    assert line("title: A b\ndate: 1\nstatus: c\n\nSo.\n", "A b") is None
