"""The literals read off a pattern stand in every text with a match; or none are given."""

from __future__ import annotations

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from copylint import rulebook
from copylint.literals import required
from copylint.prefilter import even, key
from copylint.rough import squeeze

PATTERNS = {
    r"foo": ["foo"],
    r"(?i)Foo BAR": ["foo bar"],
    r"foo|bar": ["bar", "foo"],
    r"colou?r": ["color", "colour"],
    r"(?:find|read) more": ["find more", "read more"],
    r"(?:find|read)(?: (?:out|on))? more": [
        "find more", "find on more", "find out more", "read more", "read on more", "read out more",
    ],
    r"[ab]c": ["ac", "bc"],
    r"[^a]bc": ["bc"],
    r"\d{1,3} percent": [" percent"],
    r"\bfoo\b": ["foo"],
    r"(?<!x)foo(?=bar)": ["foobar"],
    r"(?<=ab)c": ["ab"],
    r"(?=foo)\w+": ["foo"],
    r"\.(?=(?:The|An)\b)": [".an", ".the"],
    r"\w+ing\b": ["ing"],
    r"(?:foo){2}": ["foofoo"],
    r"(?:ab){0}c": ["c"],
    r"(?P<quote>['\"]).*?(?P=quote)": ['"', "'"],
    r"(?>foo)bar": ["foobar"],
    r"fo++x": ["fo"],
    r"\p{Lu}ab\P{L}": ["ab"],
    r"\x{2026}\u200b": ["…\u200b"],
    r"a\.b": ["a.b"],
    r"\[cite(?:_start|: \d+)\]": ["[cite"],
    r"long\s+words|\bx\b": ["long words", "x"],
    r"(?:|a)b": ["ab", "b"],
    # Nothing can be read off these: what they need may be missing from a match.
    r"": [], r".": [], r"a*": [], r"a?b?": [], r"\w+": [], r"[^x]": [], r"(?:foo)?": [],
    r"foo|\d+": [], r"foo|": [], r"[[:alpha:]]x": [], r"(?:foo){e<=1}": [],
    r"(?V1)[a--b]c": [], r"(?|ab|cd)e": [], r"\L<words>": [], r"(unclosed": [],
}  # fmt: skip


@pytest.mark.parametrize(("pattern", "expected"), PATTERNS.items(), ids=PATTERNS.keys())
@pytest.mark.filterwarnings("ignore:Possible")
def test_required(pattern: str, expected: list[str]) -> None:
    assert list(required(pattern)) == expected


_ATOMS = st.sampled_from(
    [
        "a",
        "B",
        "c",
        " ",
        "’",
        "[ab]",
        "[^a]",
        r"\w",
        r"\s",
        r"\b",
        "ü",
        r"\.",
        "[a-c]",
        r"\p{L}",
        "é",
    ]
)


def _grown(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.lists(inner, min_size=1, max_size=3).map("".join),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: f"(?:{'|'.join(parts)})"),
        st.tuples(inner, st.sampled_from(["?", "*", "+", "{2}", "{1,3}", "{0,2}", "??", "++"])).map(
            lambda pair: f"(?:{pair[0]}){pair[1]}"
        ),
        inner.map(lambda body: f"(?={body})"),
        inner.map(lambda body: f"(?!{body})"),
        inner.map(lambda body: f"(?P<n{abs(hash(body)) % 10**9}>{body})"),
    )


@given(st.recursive(_ATOMS, _grown, max_leaves=8), st.text(alphabet="abcAB ’üÜé.\n", max_size=24))
def test_a_text_with_a_match_holds_one_of_them(pattern: str, text: str) -> None:
    try:
        expression = regex.compile(f"(?i){pattern}")
    except regex.error:
        return
    literals = required(f"(?i){pattern}")
    if expression.search(text):
        assert not literals or any(key(literal) in even(text) for literal in literals)


@pytest.mark.parametrize(("pattern", "text"), [("(?i)st", "ſt"), ("(?i)σ", "ς"), ("(?i)µ", "μ")])
def test_letters_that_fold_without_lowering(pattern: str, text: str) -> None:
    assert regex.search(pattern, text)
    assert any(key(literal) in even(text) for literal in required(pattern))


def test_every_rule_wakes_on_its_own_examples() -> None:
    for rule in rulebook.load(whole=True):
        bad = [example for example in rule.examples if example.bad and not example.gap]
        cases = [case for example in bad for case in example.cases()]
        for pattern in rule.patterns:
            for case in cases if pattern.literals else ():
                if regex.search(pattern.match, case.text, regex.M):
                    # As the engine does: the signs of emphasis are no part of words.
                    forms = (even(case.text), squeeze(even(case.text)))
                    found = any(key(one) in form for one in pattern.literals for form in forms)
                    assert found, (rule.id, case.text)
