"""The prefilter changes how fast a file is checked and nothing else."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path

import pytest

from copylint import prefilter, readers, rulebook
from copylint.finding import Finding
from copylint.linter import Linter
from copylint.prefilter import Prefilter, Sieve, even, key

HERE = Path(__file__).parent
FOLDERS = [HERE.parent / "seeds", HERE / "readers"]
FILES = [
    path
    for folder in FOLDERS
    for path in sorted(folder.rglob("*"))
    if path.suffix in readers.SUFFIXES
]


CODE = pytest.mark.xfail(reason="the rough prose knows no code over two lines", strict=True)


@cache
def linter(*, filtered: bool) -> Linter:
    return Linter(rulebook.load(), prefilter=filtered)


def checked(source: str, path: str, *, filtered: bool) -> list[Finding]:
    return list(linter(filtered=filtered).check(source, path).findings)


@pytest.mark.parametrize(
    "path",
    [pytest.param(path, id=path.name) for path in FILES],
)
def test_seeds_and_fixtures(path: Path) -> None:
    source = path.read_bytes().decode()
    assert checked(source, path.name, filtered=True) == checked(source, path.name, filtered=False)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_single_paragraphs(path: Path) -> None:
    """What wakes a rule in one paragraph hides that it would miss another."""
    source = path.read_text(encoding="utf-8")
    for paragraph in source.split("\n\n")[:12]:
        found = checked(paragraph, path.name, filtered=True)
        assert found == checked(paragraph, path.name, filtered=False), paragraph


RULES = rulebook.load(whole=True)


@pytest.mark.parametrize("family", sorted({rule.family for rule in RULES}))
def test_each_rule_alone(family: str) -> None:
    for rule in RULES:
        if rule.family == family:
            others = [other for other in RULES if other.id in rule.options.get("of", ())]
            one, other = (Linter([rule, *others], prefilter=filtered) for filtered in (True, False))
            for case in (case for example in rule.examples for case in example.cases()):
                found = one.check(case.text, markup=case.markup).findings
                whole = other.check(case.text, markup=case.markup).findings
                assert found == whole, (rule.id, case.text)


@pytest.mark.parametrize("markup", ["markdown", "html", "plain"])
def test_all_rules_on_the_examples_of_all(markup: str) -> None:
    for rule in RULES:
        examples = [next(example.cases()) for example in rule.examples]
        texts = [example.text for example in examples if example.markup == markup]
        if texts:
            source = "\n\n".join(texts)
            found = linter(filtered=True).check(source, markup=markup).findings
            assert found == linter(filtered=False).check(source, markup=markup).findings, rule.id


# One of Gemini's markers, and a doubled stop, split in the source by what the prose does not show.
DISGUISED = {
    "emphasis": ("It fell. [ci**te**: 4] So it went.", "markdown"),
    "escape": (r"It fell. \[cite: 4] So it went.", "markdown"),
    "escaped underscore": (r"It fell. [cite\_start]So it went.", "markdown"),
    "entity": ("It fell. &#91;cite: 4] So it went.", "markdown"),
    "entity in a word": ("It fell. [c&#105;te: 4] So it went.", "html"),
    "tag": ("<p>It fell. [ci<b>te</b>: 4] So it went.</p>", "html"),
    "comment": ("<p>It fell. [ci<!-- x -->te: 4] So it went.</p>", "html"),
    "line break": ("It fell. [cite:\n4] So it went.", "markdown"),
    "line break in a quote": ("> It fell. [cite:\n> 4] So it went.", "markdown"),
    "link": ("It fell [so](https://a.example).. So it went.", "markdown"),
    "link in the stops": ("It [fell.](https://a.example). So it went.", "markdown"),
    "footnote": ("It fell[^1].. So it went.\n\n[^1]: A note.", "markdown"),
    "front matter": ("---\ntitle: It fell.. So it went\n---\n\nSo.\n", "markdown"),
    "escaped front matter": ('---\ntitle: "It \\"fell\\".. So it went"\n---\n\nSo.\n', "markdown"),
    "image text": ("See ![it fell.. So it went](a.png).", "markdown"),
    "attribute": ('<p><img alt="It fell.. So it went"></p>', "html"),
    "table cell": ("| A |\n|---|\n| It fell.. So it went. |", "markdown"),
    "upper case": ("It fell. [CITE_START]So it went. [Cite: 4]", "markdown"),
    "template": ("It fell{{ x }}.. So it went.", "markdown"),
    "code": ("It `fell`.. So it went.", "markdown"),
    "closed heading": ("# It fell.. #\n", "markdown"),
    "lone brackets": ("[a] [b] It fell.. So it went.\n\n[b]: /x", "markdown"),
    "nested list": ("- A\n  - It fell.. So it went.", "markdown"),
    "no-break spaces": ("It fell.\u00a0[cite:\u00a04] So it went.", "plain"),
    "comment in the stops": ("It fell.<!-- x -->. So it went.", "markdown"),
    "unclosed tag": ("It is < 5.. So it went. And > 4.", "markdown"),
    "unclosed code": ("It is ` fell.. So it went.", "markdown"),
    "unclosed link": ("It is [fell](.. So it went. Done)", "markdown"),
    "code across lines": ("It `is\nfell`.. So it went.", "markdown"),
    "indented fence": ("  ```\n  x\n  ```\n\nIt fell.. So it went.", "markdown"),
    "unclosed fence in an item": (
        "- ```\n  x\n\nIt fell.. So it went.\n\n```\ny\n```\n",
        "markdown",
    ),
    "heading in code": (
        "## Dams\n\n```md\n# Dams\n\nText.\n```\n\n## Dams\n\nText.\n",
        "markdown",
    ),
    "lower heading in code": (
        "## Dams\n\nText.\n\n~~~md\n### x\n~~~\n\n#### Weirs\n\nText.\n",
        "markdown",
    ),
    "code in a tag": ("It fell <code>x</code> ,, so it went.", "markdown"),
    "heading with another space": (
        "## A\u2028dam\n\nText.\n\n## A\u2029dam\n\nText.\n",
        "markdown",
    ),
    "code over blank lines": ("<div><pre>a\n\nx</pre></div>\n\nIt fell ,, so.", "markdown"),
    "comment of another markup": ("It fell {/* so,, it */} went.", "plain"),
    "comment of another page": ("It fell {/* so,, it */} went.", "html"),
    "code about code": ("It `<pre>` fell ,, so it went to `</pre>`.", "markdown"),
    "code in a tag over lines": ("It fell <code>x\ny</code> ,, so it went.", "markdown"),
    "code in a tag across items": ("- It <code>fell.. So it went.\n- x</code>\n", "markdown"),
    "code in a tag across cells": ("| It <code>fell.. So | x</code> |\n|---|---|\n", "markdown"),
    "address of any scheme": ("It fell <xref:x.y> ,, so it went.", "markdown"),
    "escaped bracket": (r"It fell \<b> ,, so it went.", "markdown"),
    "escaped escape": (r"It fell\\<b>.. So it went.</b>", "markdown"),
    "heading of nothing": (
        "# # #\n\n"
        + "The harbour froze for the first time in more than forty long years of war.\n\n" * 2,
        "markdown",
    ),
    "unclosed comment": ("It <!-- fell.. So it went.", "markdown"),
}


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
@pytest.mark.parametrize(
    ("text", "markup"),
    [
        pytest.param(*case, marks=CODE if name == "code across lines" else [], id=name)
        for name, case in DISGUISED.items()
    ],
)
def test_what_markup_splits_is_still_seen(text: str, markup: str, end: str) -> None:
    text = text.replace("\n", end)
    found = linter(filtered=True).check(text, markup=markup).findings
    assert found == linter(filtered=False).check(text, markup=markup).findings


@pytest.mark.parametrize(
    ("text", "literals", "owners"),
    [
        ("She sells sea shells.", ["sea", "shell"], {0, 1}),
        ("She sells sea shells.", ["sea shell", "ells"], {0, 1}),
        ("SEA SHELLS", ["sea shells"], {0}),
        ("don’t", ["don't"], {0}),
        ("a\n  b", ["a b"], {0}),
        ("a\u00a0b", ["a b"], {0}),
        ("word", [" word "], {0}),
        ("sword", [" word "], set()),
        ("日本語です。", ["です"], {0}),
        ("none", ["x"], set()),
        ("", ["x"], set()),
    ],
)
@pytest.mark.parametrize("native", [True, False], ids=["native", "pure"])
def test_owners(
    text: str, literals: list[str], owners: set[int], native: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not native:
        monkeypatch.setitem(sys.modules, "ahocorasick_rs", None)
    prefilter._aho_corasick.cache_clear()
    assert (prefilter._aho_corasick() is not None) is native
    made = Prefilter({key(literal): [number] for number, literal in enumerate(literals)})
    assert made.owners(even(text)) == owners
    prefilter._aho_corasick.cache_clear()


def test_one_literal_may_have_several_owners() -> None:
    made = Prefilter({"a": [1, 2], "b": [2, 3]})
    assert made.owners("b") == {2, 3}
    assert made.owners("ab") == {1, 2, 3}
    assert Prefilter({}).owners("ab") == set()


@pytest.mark.parametrize("native", [True, False])
def test_a_sieve_leaves_out_what_cannot_match(
    native: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without RE2 every pattern may match, and is then tried as it is."""
    if not native:
        monkeypatch.setitem(sys.modules, "re2", None)
    prefilter._re2.cache_clear()
    made = Sieve({3: r"(?m)^END$", 8: r"[.]{2}", **dict.fromkeys(range(20, 60), "never")})
    assert made.owners("a\nEND\n") == ({3} if native else {3, 8, *range(20, 60)})
    assert made.owners("So..\ud800") == ({8} if native else {3, 8, *range(20, 60)})
    prefilter._re2.cache_clear()


@pytest.mark.parametrize("path", FILES[:8], ids=lambda path: path.name)
def test_findings_without_re2(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = path.read_bytes().decode()
    monkeypatch.setitem(sys.modules, "re2", None)
    prefilter._re2.cache_clear()
    found = Linter(rulebook.load()).check(source, path.name).findings
    prefilter._re2.cache_clear()
    assert list(found) == checked(source, path.name, filtered=False)
