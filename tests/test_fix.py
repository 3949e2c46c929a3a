"""Which fixes are made together, how edits are applied, and rules that fight each other."""

from __future__ import annotations

from itertools import pairwise, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copylint import fix
from copylint.errors import FixError
from copylint.finding import Finding, Fix, Safety, Severity
from copylint.linter import ROUNDS, Linter
from copylint.rule import Rule, parse
from copylint.span import Edit, Span

SOURCE = "0123456789"
EXAMPLES = [{"bad": "x"}] * 3 + [{"good": "y"}] * 3


def finding(
    *edits: tuple[int, int, str], rule: str = "style/a", safety: Safety = Safety.SAFE
) -> Finding:
    made = tuple(Edit(Span(start, end), text) for start, end, text in edits)
    span = Span(edits[0][0], edits[-1][1])
    return Finding(rule, Severity.ERROR, "", span, SOURCE[slice(*span)], Fix(made, safety, ""))


def fixed(*findings: Finding, unsafe: bool = False) -> str:
    return fix.apply(SOURCE, fix.edits_of(fix.choose(findings, unsafe=unsafe)))


CLASHES = {
    "apart": ([[(1, 2, "")], [(4, 5, "x")]], "023x56789"),
    "touching deletions": ([[(1, 3, "")], [(3, 5, "")]], "056789"),
    "touching replacements": ([[(1, 3, "a")], [(3, 5, "b")]], "0ab56789"),
    "overlap": ([[(1, 4, "a")], [(3, 6, "b")]], "0a456789"),
    "inside": ([[(1, 6, "a")], [(2, 3, "b")]], "0a6789"),
    "the longer of two at one start": ([[(1, 2, "a")], [(1, 4, "b")]], "0b456789"),
    "insertions at one place": ([[(3, 3, "a")], [(3, 3, "b")]], "012a3456789"),
    "insertion at a start": ([[(3, 3, "a")], [(3, 5, "")]], "01256789"),
    "insertion at an end": ([[(1, 3, "")], [(3, 3, "a")]], "03456789"),
    "insertion inside": ([[(1, 5, "")], [(3, 3, "a")]], "056789"),
    "insertions apart": ([[(3, 3, "a")], [(4, 4, "b")]], "012a3b456789"),
    "identical": ([[(1, 3, "a")], [(1, 3, "a")]], "0a3456789"),
    "identical insertions": ([[(3, 3, "a")], [(3, 3, "a")]], "012a3456789"),
    "same place, other text": ([[(1, 3, "a")], [(1, 3, "b")]], "0a3456789"),
    "pair all or nothing": ([[(1, 3, "a")], [(2, 4, "b"), (5, 6, "c")]], "0a3456789"),
    "pair wins whole": ([[(0, 1, "b"), (5, 6, "c")], [(5, 7, "d")]], "b1234c6789"),
    "pair frees its ground": (
        [[(0, 2, "a")], [(1, 2, "b"), (5, 6, "c")], [(5, 6, "d")]],
        "a234d6789",
    ),
    "pair shares an edit": (
        [[(0, 1, "a"), (5, 6, "c")], [(5, 6, "c"), (8, 9, "d")]],
        "a1234c67d9",
    ),
    "at both ends": ([[(0, 0, "a")], [(10, 10, "b")]], "a0123456789b"),
}


@pytest.mark.parametrize(("edits", "expected"), CLASHES.values(), ids=CLASHES.keys())
def test_clashes(edits: list[list[tuple[int, int, str]]], expected: str) -> None:
    findings = [
        finding(*each, rule=f"style/{name}") for name, each in zip("abc", edits, strict=False)
    ]
    for order in permutations(findings):
        assert fixed(*order) == expected


def test_safe_comes_before_unsafe() -> None:
    safe = finding((3, 5, "s"), rule="style/z")
    unsafe = finding((1, 4, "u"), rule="style/a", safety=Safety.UNSAFE)
    assert fixed(unsafe, safe) == "012s56789"
    assert fixed(unsafe, safe, unsafe=True) == "012s56789"
    assert fixed(unsafe, unsafe=True) == "0u456789"
    assert fixed(unsafe) == SOURCE


def test_manual_is_never_made() -> None:
    assert fixed(finding((1, 4, "m"), safety=Safety.MANUAL), unsafe=True) == SOURCE
    assert fixed(Finding("style/a", Severity.ERROR, "", Span(0, 1), "0"), unsafe=True) == SOURCE


def clash(one: Edit, other: Edit) -> bool:
    """Whether two edits that differ leave the order of their making open."""
    (a, b), (c, d) = one.span, other.span
    return one != other and (
        max(a, c) < min(b, d) or ((a == b or c == d) and max(a, c) <= min(b, d))
    )


@given(
    st.lists(
        st.lists(
            st.tuples(st.integers(0, 10), st.integers(0, 3), st.sampled_from(["", "x", "yy"])),
            min_size=1, max_size=2, unique_by=lambda edit: edit[0],
        ),
        max_size=6,
    )
)  # fmt: skip
def test_chosen_edits_are_whole_and_independent_of_order(
    raw: list[list[tuple[int, int, str]]],
) -> None:
    findings = []
    for number, edits in enumerate(raw):
        placed = sorted((a, min(a + size, 10), text) for a, size, text in edits)
        if len(placed) == 1 or placed[0][1] < placed[1][0]:
            findings.append(finding(*placed, rule=f"style/r{number}"))
    chosen = fix.choose(findings, unsafe=False)
    assert chosen == fix.choose(findings[::-1], unsafe=False)
    edits = fix.edits_of(chosen)
    assert all(left.span.end <= right.span.start for left, right in pairwise(edits))
    for one in findings:
        if one not in chosen and one.fix:
            assert any(clash(mine, made) for mine in one.fix.edits for made in edits)
    backwards = SOURCE
    for (start, end), text in reversed(edits):
        backwards = backwards[:start] + text + backwards[end:]
    assert fix.apply(SOURCE, edits) == backwards


@pytest.mark.parametrize(
    ("source", "at", "expected"),
    [
        ("a\nb\n", 1, "a\n-\nb\n"),
        ("a\r\nb\r\n", 1, "a\r\n-\r\nb\r\n"),
        ("a\r\nb", 4, "a\r\nb\r\n-"),
        ("a\r\nb\nc\n", 4, "a\r\nb\n-\nc\n"),
        ("a\nb\r\nc\n", 3, "a\nb\r\n-\r\nc\n"),
        ("ab", 1, "a\n-b"),
    ],
    ids=ascii,
)
def test_inserted_lines_end_as_theirs_does(source: str, at: int, expected: str) -> None:
    assert fix.apply(source, [Edit(Span(at, at), "\n-")]) == expected


@pytest.mark.parametrize(
    ("span", "moved"),
    [((0, 2), (0, 2)), ((2, 4), None), ((3, 4), None), ((4, 6), (3, 5)), ((8, 9), (9, 10))],
)
def test_shift(span: tuple[int, int], moved: tuple[int, int] | None) -> None:
    edits = [Edit(Span(2, 4), "x"), Edit(Span(7, 7), "yy")]
    assert fix.Shift(edits)(Span(*span)) == (Span(*moved) if moved else None)


def rule(name: str, pattern: str, answer: str, **more: object) -> Rule:
    data = {
        "message": "m", "why": "w", "regex": pattern, "fix": answer, "fix-safety": "safe",
        "examples": EXAMPLES, **more,
    }  # fmt: skip
    return parse(data, f"style/{name}", f"{name}.yaml", "")


def test_rules_that_undo_each_other_change_nothing_and_are_named() -> None:
    linter = Linter([rule("grey", "grey", "gray"), rule("gray", "gray", "grey")])
    with pytest.raises(FixError, match="circle: style/gray; nothing was changed"):
        linter.fix("A grey sea.", markup="plain")


def test_a_rule_that_feeds_itself_stops_at_the_cap() -> None:
    linter = Linter([rule("more", r"o+(?=\.)", "{match}o")])
    with pytest.raises(FixError, match="do not settle: style/more; nothing was changed"):
        linter.fix("Go.", markup="plain")


def test_the_last_round_may_still_settle() -> None:
    assert ROUNDS == 20
    linter = Linter([rule("down", "b", "")])
    nested = Linter([rule("pair", r"\(\)", "")])
    assert linter.fix("a" + "b" * 500, markup="plain").source == "a"
    deep = "a" + "(" * 19 + ")" * 19
    assert nested.fix(deep, markup="plain").source == "a"
    with pytest.raises(FixError, match="do not settle"):
        nested.fix("a" + "(" * 20 + ")" * 20, markup="plain")


def test_touching_findings_of_two_rules_are_mended_in_one_round() -> None:
    linter = Linter([rule("a", "ab", "x"), rule("c", "cd", "y")])
    result = linter.fix("abcd.", markup="plain")
    assert result.source == "xy."
    assert [finding.span for finding in result.fixed] == [(0, 2), (2, 4)]


def test_the_longer_repair_wins_and_the_other_is_looked_at_again() -> None:
    linter = Linter([rule("short", "b", "z"), rule("long", "abc", "b")])
    result = linter.fix("abc.", markup="plain")
    assert result.source == "z."
    assert [finding.rule for finding in result.fixed] == ["style/long", "style/short"]


def test_the_order_of_rules_does_not_matter() -> None:
    rules = [rule("a", "ab", "x"), rule("b", "bc", "y"), rule("c", "abc", "q"), rule("d", "q", "d")]
    results = {
        Linter(order).fix("abc ab bc.", markup="plain").source for order in permutations(rules)
    }
    assert results == {"d x y."}


def test_unsafe_fixes_lose_no_safe_one() -> None:
    rules = [rule("safe", "bc", "s"), rule("unsafe", "abc", "u", **{"fix-safety": "unsafe"})]
    assert Linter(rules).fix("abc.", markup="plain", unsafe=True).source == "as."
