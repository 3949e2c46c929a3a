"""The corridor: what survives a repair, what a repair may not touch, and what comes out."""

from __future__ import annotations

import pickle

import pytest

import copylint
from copylint import rulebook
from copylint.errors import UsageError
from copylint.finding import Safety, Severity
from copylint.linter import Cleaned, Linter
from copylint.record import counts
from copylint.rule import Rule, parse
from copylint.span import Span

RULES = rulebook.load()
EXAMPLES = [{"bad": "x"}] * 3 + [{"good": "y"}] * 3
CITE, NOTE = "claims/stripped-citation-claim", "claims/note-flagged-claim"


def linter(*names: str) -> Linter:
    return Linter([rule for rule in RULES if rule.id in names])


def rule(pattern: str, answer: str, *, name: str = "style/own", **more: object) -> Rule:
    data = {
        "message": "m", "why": "w", "regex": pattern, "fix": answer, "fix-safety": "safe",
        "examples": EXAMPLES, **more,
    }  # fmt: skip
    return parse(data, name, "own.yaml", "")


def rules_of(result: copylint.Result) -> list[str]:
    return [finding.rule for finding in result.findings]


CLAIM = "The office confirmed that it was helping."


def test_a_companion_survives_the_repair_that_removes_its_cause() -> None:
    one = linter("residue/gemini-cite-marker", CITE)
    before = one.check(f"{CLAIM} [cite: 4] So.", markup="markdown")
    assert rules_of(before) == [CITE, "residue/gemini-cite-marker"]
    after = one.fix(f"{CLAIM} [cite: 4] So.", markup="markdown")
    assert after.source == f"{CLAIM} So."
    (left,) = after.findings
    assert (left.rule, left.severity, left.fix) == (CITE, Severity.INFO, None)
    assert after.source[slice(*left.span)] == left.text == CLAIM
    assert [finding.rule for finding in after.fixed] == ["residue/gemini-cite-marker"]


def test_a_companion_is_moved_by_repairs_before_it() -> None:
    one = linter("residue/gemini-cite-marker", CITE, "punctuation/double-period")
    source = f"It rained.. We stayed..\n\nSo it went.. {CLAIM} [cite: 4]\n"
    after = one.fix(source, markup="markdown")
    assert after.source == f"It rained. We stayed.\n\nSo it went. {CLAIM}\n"
    (left,) = after.findings
    assert left.rule == CITE
    assert after.source[slice(*left.span)] == CLAIM


def test_a_companion_is_carried_over_several_rounds() -> None:
    one = Linter([*linter("residue/gemini-cite-marker", CITE).rules, rule(r"\(\)", "")])
    after = one.fix(f"A ((((x)))) (((()))) b.\n\n{CLAIM} [cite: 4]\n", markup="plain")
    assert after.source == f"A ((((x))))  b.\n\n{CLAIM}\n"
    assert [after.source[slice(*finding.span)] for finding in after.findings] == [CLAIM]


def test_a_companion_stays_where_its_cause_is_not_mended() -> None:
    one = linter("residue/bracketed-editorial-note", NOTE, "residue/gemini-cite-marker", CITE)
    source = "He said “It fell. [Note: this claim needs a source.] So.”"
    assert rules_of(one.fix(source, markup="markdown")) == rules_of(
        one.check(source, markup="markdown")
    )


def test_a_companion_does_not_survive_alone() -> None:
    assert rules_of(linter(CITE).check(f"{CLAIM} [cite: 4] So.", markup="markdown")) == []


def test_repairs_are_listed_in_the_order_made() -> None:
    one = linter("punctuation/double-period", "punctuation/double-comma")
    result = one.fix("It fell.. It,, rose..", markup="plain")
    assert result.source == "It fell. It, rose."
    assert [(finding.rule, finding.text) for finding in result.fixed] == [
        ("punctuation/double-period", ".."),
        ("punctuation/double-comma", ",,"),
        ("punctuation/double-period", ".."),
    ]
    assert result.before == "It fell.. It,, rose.."
    assert result.findings == ()


def test_what_the_first_repair_uncovers_is_mended_too() -> None:
    one = linter("residue/gemini-cite-marker", "punctuation/double-comma")
    assert one.fix("It fell, [cite: 1], so.", markup="plain").source == "It fell, so."


def test_nothing_to_mend_leaves_the_text_as_it_is() -> None:
    source = "It fell.\r\n\r\n\r\nSo.  "
    result = linter("punctuation/double-period").fix(source, markup="markdown")
    assert (result.source, result.before, result.fixed) == (source, source, ())


GUARDED = {
    "code": ("Run `ls` now.", "Run ", "Run `"),
    "link": ("See [so](https://a.example) now.", "See ", "See \\"),
    "image": ("See ![so](a.png) now.", "See ", "See \\"),
    "address": ("See https://a.example/x now.", "See ", "See https://b.example/"),
    "math": ("See $x^2$ now.", "See ", "See \\"),
    "footnote": ("See it[^1] now.\n\n[^1]: N.", "See it", "See it\\"),
    "underline": ("So it fell.\nSee -", "See ", ""),
    "item": ("So it fell.\nSee - one", "See ", ""),
    "heading": ("- #See it", "See", ""),
    "fence": ("Do it:\n\n```\nx\n```\n", "Do it", "```\n\nDo it"),
}


@pytest.mark.parametrize(("source", "match", "answer"), GUARDED.values(), ids=GUARDED.keys())
def test_a_repair_that_would_harm_its_neighbours_is_refused(
    source: str, match: str, answer: str
) -> None:
    one = Linter([rule(f"{match}(?!\\\\|`|https://b)", answer)])
    result = one.fix(source, markup="markdown")
    assert (result.source, result.fixed) == (source, ())
    assert [finding.fix for finding in result.findings] == [None] * len(result.findings)
    assert result.findings


def test_a_repair_may_take_its_own_code_away_when_asked() -> None:
    own = rule("XX.*?XX", "")
    own = parse(
        {
            "message": "m", "why": "w", "regex": "XX.*?XX", "remove": "match",
            "fix-safety": "safe", "examples": EXAMPLES,
        },
        "style/own", "own.yaml", "",
    )  # fmt: skip
    source = "It fell XX `so` XX then `ls`."
    assert Linter([own]).fix(source, markup="markdown").source == source
    mended = Linter([own]).fix(source, markup="markdown", unsafe=True)
    assert mended.source == "It fell then `ls`."


def test_markup_by_suffix_or_by_name() -> None:
    one = linter("punctuation/double-period")
    source = "Use `a.. B` now."
    assert rules_of(one.check(source, "a.md")) == []
    assert rules_of(one.check("<pre>It fell.. So</pre>", "a.html")) == []
    assert rules_of(one.check("<pre>It fell.. So</pre>", "a.txt")) == ["punctuation/double-period"]
    assert rules_of(one.check("<pre>It fell.. So</pre>", "a.txt", "html")) == []
    with pytest.raises(UsageError, match="no reader for markup 'rtf'"):
        one.check("It fell.. So", markup="rtf")


def test_a_linter_can_be_sent_to_another_process() -> None:
    one = Linter(RULES, inline=False, whole=False, prefilter=False)
    other = pickle.loads(pickle.dumps(one))
    assert (other.inline, other.whole, other.engine.prefilter) == (False, False, False)
    source = f"It fell.. So. {CLAIM} [cite: 4]"
    assert other.check(source, "a.md") == one.check(source, "a.md")


def test_clean_gives_text_repairs_and_rest() -> None:
    cleaned = linter("residue/gemini-cite-marker", CITE).clean(f"{CLAIM} [cite: 4]", markup="plain")
    assert isinstance(cleaned, Cleaned)
    assert cleaned.text == CLAIM
    assert [finding.text for finding in cleaned.fixed] == ["[cite: 4]"]
    assert [finding.rule for finding in cleaned.remaining] == [CITE]


def test_counts() -> None:
    one = Linter([rule("a", "b"), *linter("punctuation/double-period").rules])
    unsafe = Linter([rule("a", "b", **{"fix-safety": "unsafe"})])
    results = [one.check("a a.. So", "x.txt"), one.check("x", "y.txt"), one.fix("a", "z.txt")]
    assert counts(results) == {
        "files": 3, "files_with_findings": 1, "findings": 3, "fixable": 3, "fixed": 1,
    }  # fmt: skip
    findings = unsafe.check("a a", "x.txt").findings
    assert len(findings) == 2
    assert all(finding.fix and finding.fix.safety is Safety.UNSAFE for finding in findings)


def test_a_rule_stands_for_those_it_covers() -> None:
    inner = rule("bar", "b", name="style/inner")
    outer = rule("foo bar", "f", name="style/outer", covers=["style/inner"])
    source = "foo bar, bar."
    assert [one.span for one in Linter([inner]).check(source, "a.txt").findings] == [
        (4, 7),
        (9, 12),
    ]
    found = Linter([inner, outer]).check(source, "a.txt").findings
    assert [(one.rule, one.span) for one in found] == [
        ("style/outer", (0, 7)),
        ("style/inner", (9, 12)),
    ]


CONDITIONS = {
    "none": ({}, 1),
    "not": ({"not": "Bo foo"}, 0),
    "not, elsewhere": ({"not": "Ann"}, 1),
    "not-near": ({"not-near": {"block": "Ann"}}, 0),
    "near": ({"near": {"document": "Eve"}}, 0),
    "near, there": ({"near": {"document": "Ann"}}, 1),
    "unquoted": ({"unquoted": "yes"}, 0),
}


@pytest.mark.parametrize(("keys", "found"), CONDITIONS.values(), ids=CONDITIONS.keys())
@pytest.mark.parametrize(
    "kind",
    [
        {"lexicon": {"foo": "1"}},
        {"detector": "occurrence", "options": {"pattern": "foo", "max": "1"}},
    ],
    ids=["lexicon", "detector"],
)
def test_conditions_hold_for_what_no_pattern_finds(
    kind: dict[str, object], keys: dict[str, object], found: int
) -> None:
    data = {"message": "m", "why": "w", "examples": EXAMPLES, **kind, **keys}
    only = Linter([parse(data, "style/own", "own.yaml", "")])
    assert len(only.check("“Bo foo and foo,” said Ann.", "a.md").findings) == found


@pytest.mark.parametrize(
    ("copies", "severity"), [(1, Severity.WARNING), (8, Severity.WARNING), (9, Severity.INFO)]
)
def test_a_page_of_paragraphs_said_twice_means_it(copies: int, severity: Severity) -> None:
    words = "harbour kite dam boat roof tower river bridge market".split()
    paragraph = "The {0} of the town was built long ago, and the {0} has stood ever since."
    text = "\n\n".join(paragraph.format(word) for word in words[:copies] for _ in range(2))
    found = linter("structure/duplicate-paragraph").check(text, "a.md").findings
    assert [one.severity for one in found] == [severity] * copies


def test_the_order_of_rules_does_not_matter() -> None:
    source = f"It fell.. It,, rose. {CLAIM} [cite: 4] So.."
    one, other = Linter(RULES), Linter(RULES[::-1])
    assert one.check(source, "a.md") == other.check(source, "a.md")
    assert one.fix(source, "a.md") == other.fix(source, "a.md")


@pytest.mark.parametrize("shift", range(1, 300, 23))
def test_of_patterns_that_match_one_place_the_first_counts(shift: int) -> None:
    # A separator in a list item stands for a space, and elsewhere for the end of a line.
    rules = RULES[shift:] + RULES[:shift]
    found = Linter(rules).check("- word\u2028here\n\nIt rose.\u2028It fell.\n", "a.md").findings
    fixes = [one.fix for one in found if one.rule == "characters/line-separator"]
    assert [fix and fix.edits[0].text for fix in fixes] == [" ", "\n"]


def test_public_functions() -> None:
    (finding,) = copylint.check("It fell.. So.", select=["punctuation/double-period"])
    assert (finding.rule, finding.span, finding.text) == (
        "punctuation/double-period", Span(7, 9), "..",
    )  # fmt: skip
    cleaned = copylint.clean("It fell.. So.", select=["punctuation/double-period"])
    assert cleaned.text == "It fell. So."
    assert copylint.clean("It fell.. So.", ignore=["punctuation"]).text == "It fell.. So."
    loaded = copylint.load(select=["punctuation/double-period"])
    assert copylint.check("It fell.. So.", linter=loaded) == [finding]
    with pytest.raises(UsageError, match="did you mean 'punctuation/double-period'"):
        copylint.check("x", select=["punctuation/double-peroid"])
