"""Comments that silence rules, in every form, and those that silence nothing."""

from __future__ import annotations

import pytest

from copylint import rulebook
from copylint.linter import Linter
from copylint.suppressions import UNUSED

RULES = [
    rule
    for rule in rulebook.load()
    if rule.id
    in {"punctuation/double-period", "punctuation/double-comma", "residue/gemini-cite-marker"}
]
LINTER = Linter(RULES)
STOP, COMMA, CITE = "It fell.. So.", "It fell,, so.", "It fell [cite: 4]."
P, C, G = "punctuation/double-period", "punctuation/double-comma", "residue/gemini-cite-marker"


def found(source: str, markup: str = "markdown", linter: Linter = LINTER) -> list[tuple[int, str]]:
    """(line, rule) of each finding."""
    result = linter.check(source, markup=markup)
    return [(source.count("\n", 0, one.span.start) + 1, one.rule) for one in result.findings]


COMMENTS = {
    "none": (f"{STOP}", [(1, P)], 0),
    "line": (f"{STOP} <!-- copylint: disable-line {P} -->", [], 1),
    "line, other line": (
        f"{STOP}\n\nSo. <!-- copylint: disable-line {P} -->",
        [(1, P), (3, UNUSED)],
        0,
    ),
    "next line": (f"<!-- copylint: disable-next-line {P} -->\n{STOP}", [], 1),
    "next line after a blank one": (f"<!-- copylint: disable-next-line {P} -->\n\n{STOP}", [], 1),
    "next line alone": (
        f"<!-- copylint: disable-next-line {P} -->\n\n{STOP}\n\n{STOP}",
        [(5, P)],
        1,
    ),
    "next line covers its own": (f"{STOP} <!-- copylint: disable-next-line {P} -->\nSo.", [], 1),
    "file": (f"{STOP}\n\n{STOP}\n\n<!-- copylint: disable-file {P} -->", [], 2),
    "from here": (f"{STOP}\n\n<!-- copylint: disable {P} -->\n\n{STOP}\n\n{STOP}", [(1, P)], 2),
    "from here to there": (
        f"<!-- copylint: disable {P} -->\n\n{STOP}\n\n<!-- copylint: enable {P} -->\n\n{STOP}",
        [(7, P)],
        1,
    ),
    "enable all": (
        f"<!-- copylint: disable {P}, {C} -->\n\n{STOP} {COMMA}\n\n"
        f"<!-- copylint: enable -->\n\n{STOP} {COMMA}",
        [(7, P), (7, C)],
        2,
    ),
    "enable one of two": (
        f"<!-- copylint: disable {P} {C} -->\n\n{STOP}\n\n"
        f"<!-- copylint: enable {P} -->\n\n{STOP} {COMMA}",
        [(7, P)],
        2,
    ),
    "enable what is not disabled": (f"<!-- copylint: enable {P} -->\n\n{STOP}", [(3, P)], 0),
    "other rule": (
        f"{STOP} <!-- copylint: disable-line {C} -->",
        [(1, P), (1, UNUSED)],
        0,
    ),
    "two rules": (f"{STOP} {COMMA} <!-- copylint: disable-line {P}, {C} -->", [], 2),
    "two rules by blanks": (f"{STOP} {COMMA} <!-- copylint: disable-line {P} {C} -->", [], 2),
    "one of two is of no use": (
        f"{STOP} <!-- copylint: disable-line {P}, {C} -->",
        [(1, UNUSED)],
        1,
    ),
    "family": (f"{STOP} {COMMA} {CITE} <!-- copylint: disable-line punctuation -->", [(1, G)], 2),
    "all": (f"{STOP} {COMMA} {CITE} <!-- copylint: disable-line all -->", [], 3),
    "reason": (f"{STOP} <!-- copylint: disable-line {P} -- a quotation, as printed -->", [], 1),
    "reason with marks": (f"{STOP} <!-- copylint: disable-line {P} -- 1, 2: (ok) – “x” -->", [], 1),
    "no blanks": (f"{STOP} <!--copylint:disable-line {P}-->", [], 1),
    "rule that did not run": (
        f"{STOP} <!-- copylint: disable-line seo/cta-splice -->",
        [(1, P)],
        0,
    ),
    "nothing named": (f"{STOP} <!-- copylint: disable-line -->", [(1, P)], 0),
    "unknown verb": (f"{STOP} <!-- copylint: silence {P} -->", [(1, P)], 0),
    "no comment": (f"{STOP} copylint: disable-line {P}", [(1, P)], 0),
    "MDX": (f"{STOP} {{/* copylint: disable-line {P} */}}", [], 1),
    "Jinja": (f"{STOP} {{# copylint: disable-line {P} #}}", [], 1),
    "code span": (f"{STOP} `<!-- copylint: disable-line {P} -->`", [(1, P)], 0),
    "fence": (f"```\n<!-- copylint: disable-file {P} -->\n```\n\n{STOP}", [(5, P)], 0),
    "indented code": (f"So.\n\n    <!-- copylint: disable-file {P} -->\n\n{STOP}", [(5, P)], 0),
    "finding over two lines": (
        f"It fell [cite:\n4]. So. <!-- copylint: disable-line {G} -->",
        [],
        1,
    ),
    "two comments on one line": (
        f"{STOP} {COMMA} <!-- copylint: disable-line {P} --><!-- copylint: disable-line {C} -->",
        [],
        2,
    ),
    "the same twice": (
        f"<!-- copylint: disable-file {P} -->\n\n{STOP} <!-- copylint: disable-line {P} -->",
        [],
        1,
    ),
}


@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["lf", "crlf"])
@pytest.mark.parametrize(("source", "expected", "silenced"), COMMENTS.values(), ids=COMMENTS.keys())
def test_comment(source: str, expected: list[tuple[int, str]], silenced: int, end: str) -> None:
    source = source.replace("\n", end)
    assert found(source) == expected
    assert LINTER.check(source, markup="markdown").suppressed == silenced


@pytest.mark.parametrize(
    ("source", "markup"),
    [
        (f"<p>{STOP}</p> <!-- copylint: disable-line {P} -->", "html"),
        (f"<!-- copylint: disable-next-line {P} -->\n<p>{STOP}</p>", "html"),
        (f"{STOP} <!-- copylint: disable-line {P} -->", "plain"),
        (f"# copylint: disable-next-line {P}\n{STOP}", "plain"),
        (f"# copylint: disable-next-line {P} -- so\r\n{STOP}\r\n", "plain"),
        (f"---\r\n# copylint: disable-next-line {P}\r\ntitle: {STOP}\r\n---\r\n", "markdown"),
    ],
)
def test_other_markups(source: str, markup: str) -> None:
    assert found(source, markup) == []


def test_an_html_comment_that_is_only_shown() -> None:
    source = f"<pre>&lt;!-- x\n<!-- copylint: disable-file {P} --></pre>\n<p>{STOP}</p>"
    assert found(source, "html") == [(3, P)]


def test_the_finding_about_a_comment_of_no_use() -> None:
    comment = f"<!-- copylint: disable-next-line {P} -- once needed -->"
    (finding,) = LINTER.check(f"A.\n\n{comment}\n\nB.", markup="markdown").findings
    assert finding.rule == UNUSED
    assert finding.text == comment
    assert finding.span == (4, 4 + len(comment))
    assert finding.message == f"This comment silences {P}, which finds nothing here; it can go."


def test_no_use_is_not_judged_where_rules_were_picked_by_hand() -> None:
    source = f"So. <!-- copylint: disable-line {P} -->"
    assert found(source, linter=Linter(RULES, whole=False)) == []
    assert found(source) == [(1, UNUSED)]


def test_comments_may_be_disobeyed() -> None:
    source = f"{STOP} <!-- copylint: disable-line {P} -->"
    assert found(source, linter=Linter(RULES, inline=False)) == [(1, P)]


def test_a_silenced_finding_is_not_repaired() -> None:
    source = f"{STOP} <!-- copylint: disable-line {P} -->\n\n{STOP}\n"
    result = LINTER.fix(source, markup="markdown")
    assert result.source == f"{STOP} <!-- copylint: disable-line {P} -->\n\nIt fell. So.\n"
    assert [finding.rule for finding in result.fixed] == [P]


def test_the_comments_own_words_are_no_prose() -> None:
    assert found(f"So. <!-- copylint: disable-line {C} -- It fell.. So,, -->") == [(1, UNUSED)]


@pytest.mark.parametrize(
    "comment",
    [
        f"# copylint: disable-line {C} -- It fell,, so",
        f"<!-- copylint: disable-line {C} -- So,, -->",
    ],
)
def test_neither_are_they_in_plain_text(comment: str) -> None:
    source = f"One.\n\n{comment}\n\nTwo."
    assert found(source, "plain") == [(3, UNUSED)]


def test_a_comment_of_no_use_does_not_stop_repairs() -> None:
    source = f"So. <!-- copylint: disable-line {C} -->\n\n{STOP}\n"
    result = LINTER.fix(source, markup="markdown")
    assert result.source == source.replace("..", ".")
    assert [finding.rule for finding in result.findings] == [UNUSED]
