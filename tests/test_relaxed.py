"""What matches a pattern matches its relaxed form; the relaxed form still tells texts apart."""

from __future__ import annotations

import pytest
import re2
import regex
from hypothesis import given
from hypothesis import strategies as st

from copylint import rulebook
from copylint.relaxed import names, relaxed
from copylint.rough import loose

RULES = rulebook.load(whole=True)


def found(pattern: str, text: str) -> bool:
    return re2.search(pattern, text) is not None


@pytest.mark.parametrize(
    ("pattern", "matching", "others"),
    [
        (r"foo", ["a foo b"], ["fo o"]),
        (r"(?i)foo", ["FOO"], ["bar"]),
        (r"\bcat\b", ["a cat.", "“cat”"], ["concat", "cats"]),
        (r"(?<!\w)é\w", ["été"], ["ete"]),
        (r"(?<![\p{L}.])the", ["the", "a the"], ["a.the", "lathe"]),
        (r"(?<=\p{Ll}{3})::(?=[ ]\p{L}{2})", ["abc:: de"], ["ab:: de", "abc::de"]),
        (
            r"\.(?=\p{Lu})(?<=\p{Ll}{2}\.)(?=The|An)",
            ["so.The"],
            ["S.The", "so.the", "so.Then."[:5]],
        ),
        (r"(?i)\b(the|an)\s+\1\b", ["The  the", "an\nan"], ["the an", "a a"]),
        (r"(\w)\1", ["aa", "ab"], [""]),
        (r"^\s*END$", ["a\n END\nb"], ["THE END"]),
        (r"\A.+\Z", ["a"], [""]),
        (r"a{2,40}b", ["a" * 30 + "b"], ["ab"]),
        (r"(?s)a.b", ["a\nb"], ["ab"]),
        (r"a.b", ["a-b"], ["a\nb"]),
        (r"(?i:a)B", ["aB", "AB"], ["ab"]),
        (r"[^\p{L}]x", ["1x", "éx"], ["ax"]),
        (r"[\ue000-\uf8ff]", ["\ue200"], ["é", "a"]),
        (r"\x{2026}", ["…"], ["."]),
    ],
)
def test_relaxed(pattern: str, matching: list[str], others: list[str]) -> None:
    form = relaxed(pattern)
    assert [text for text in matching if not found(form, text)] == []
    assert [text for text in others if found(form, text)] == []


@pytest.mark.parametrize(
    "pattern", [r"[[:alpha:]]x", r"(?:foo){e<=1}", r"(unclosed", r"(?|ab|cd)e"]
)
def test_unreadable(pattern: str) -> None:
    assert relaxed(pattern) == ""


@pytest.mark.parametrize("family", sorted({rule.family for rule in RULES}))
def test_patterns_of_rules_on_the_examples(family: str) -> None:
    tried = 0
    for rule in RULES:
        if rule.family != family:
            continue
        for pattern in {form for one in rule.patterns for form in (one.match, loose(one.match))}:
            exact, form = regex.compile(pattern, regex.M), relaxed(pattern)
            texts = [example.text for example in rule.examples if form]
            for text in (
                *texts,
                *(" ".join(t.split()) for t in texts),
                *(f"“é{t}é”" for t in texts),
            ):
                if exact.search(text):
                    tried += 1
                    assert found(form, text), (rule.id, pattern, text)
    assert tried or family == "style"


_WORDS = r"a B c [ab] [^a] [a-c] \w \W \s \S \d \b \B ü é _ . ^ $ \. \p{L} \P{L} \p{Lu} [^\p{L}\d]"
_ATOMS = st.sampled_from([*_WORDS.split(), " ", r"[\w’]"])


def _grown(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    wrapped = ["(?={})", "(?!{})", "(?<={})", "(?<!{})", "({})", "(?>{})", "(?i:{})", "({})\\1"]
    return st.one_of(
        st.lists(inner, min_size=1, max_size=3).map("".join),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: f"(?:{'|'.join(parts)})"),
        st.tuples(inner, st.sampled_from(["?", "*", "+", "{2}", "{1,3}", "{0,2}", "{2,20}"])).map(
            lambda pair: f"(?:{pair[0]}){pair[1]}"
        ),
        st.tuples(inner, st.sampled_from(wrapped)).map(lambda pair: pair[1].format(pair[0])),
    )


@given(
    st.recursive(_ATOMS, _grown, max_leaves=8),
    st.text(alphabet="abcAB1_ ’üÜé.\n", max_size=16),
    st.booleans(),
)
@pytest.mark.filterwarnings("ignore:Possible")
def test_what_matches_matches_the_relaxed_form(pattern: str, text: str, caseless: bool) -> None:
    pattern = f"(?i){pattern}" if caseless else pattern
    try:
        exact = regex.compile(pattern, regex.M)
    except regex.error:
        return
    form = relaxed(pattern)
    if form and exact.search(text):
        assert found(form, text), form


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        (r"a*", False),
        (r"\*", True),
        (r"[*_]", True),
        (r"[ -~]", True),
        (r"[^*]", False),
        ("~", True),
    ],
)
def test_names(pattern: str, expected: bool) -> None:
    assert names(pattern, "*_~") is expected
