"""The public Python names."""

from __future__ import annotations

import copy
import doctest
import inspect
import pickle
import subprocess
import sys
import typing
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

import copylint
from command import furnish, put
from copylint.errors import ConfigError, CopylintError, UsageError

TEXT = "It rained.. We stayed."
RULE = "punctuation/double-period"


@pytest.fixture(autouse=True)
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return furnish(tmp_path, monkeypatch)


def rules(findings: typing.Iterable[copylint.Finding]) -> list[str]:
    return [finding.rule for finding in findings]


def test_the_names() -> None:
    assert sorted(copylint.__all__) == copylint.__all__
    for name in copylint.__all__:
        value = getattr(copylint, name)
        assert value.__doc__
        assert value.__name__ == name
    with pytest.raises(AttributeError, match="module 'copylint' has no attribute 'lint'"):
        copylint.lint  # noqa: B018


def test_the_package_says_that_it_is_typed() -> None:
    assert Path(copylint.__file__).with_name("py.typed").read_bytes() == b""
    for function in (copylint.check, copylint.clean, copylint.load):
        hints = typing.get_type_hints(function)
        assert set(hints) == {*inspect.signature(function).parameters, "return"}


def test_the_example_in_the_package() -> None:
    failed, tried = doctest.testmod(copylint)
    assert (failed, tried) == (0, 2)


def test_importing_costs_nothing() -> None:
    code = "import sys, copylint; print(sorted(m for m in sys.modules if 'copylint' in m))"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert said.stdout.split() == [b"['copylint']"]


def test_check() -> None:
    [finding] = copylint.check(TEXT)
    assert finding == copylint.Finding(
        rule=RULE,
        severity=copylint.Severity.ERROR,
        message=finding.message,
        span=copylint.Span(9, 11),
        text="..",
        fix=copylint.Fix(
            (copylint.Edit(copylint.Span(9, 11), "."),),
            copylint.Safety.SAFE,
            "Replace “..” with “.”",
        ),
    )
    assert finding.family == "punctuation"
    assert copylint.check("") == copylint.check("It rained.") == []


def test_check_counts_code_points_of_the_text() -> None:
    for before in ("😀 ", "\r\n\r\n", "é\u0301 ", "漢字 "):
        text = before + TEXT
        [finding] = [one for one in copylint.check(text) if one.rule == RULE]
        assert text[finding.span.start : finding.span.end] == finding.text == ".."


def test_markup() -> None:
    text = "<!-- It rained.. We stayed. -->\n\n`It rained.. We stayed.`\n"
    assert copylint.check(text, select=RULE) == []
    assert len(copylint.check(text, markup="html", select=RULE)) == 1
    assert len(copylint.check(text, markup="plain", select=RULE)) == 1
    assert copylint.clean(text, select=RULE).text == text
    cleaned = copylint.clean(text, markup="html", select=RULE)
    assert cleaned.text == text[:33] + text[33:].replace("..", ".")


@pytest.mark.parametrize("text", [TEXT, "fine", ""])
@pytest.mark.parametrize("markup", ["word", "", "Markdown", ".md"])
def test_an_unknown_markup(text: str, markup: str) -> None:
    for function in (copylint.check, copylint.clean):
        with pytest.raises(UsageError) as caught:
            function(text, markup=markup)
        assert str(caught.value) == (
            f"no reader for markup {markup!r}; there are: plain, markdown, html, "
            "and those of plugins"
        )
        assert isinstance(caught.value, CopylintError)


def test_select_and_ignore() -> None:
    text = TEXT + " As an AI language model, I cannot."
    both = rules(copylint.check(text))
    assert {RULE, "residue/ai-self-reference"} <= set(both)
    assert rules(copylint.check(text, select=["punctuation"])) == [RULE]
    assert rules(copylint.check(text, select="punctuation")) == [RULE]
    assert RULE not in rules(copylint.check(text, ignore=[RULE]))
    assert copylint.clean(text, ignore=RULE).text == text
    for option in ("select", "ignore"):
        with pytest.raises(UsageError, match=r"did you mean 'punctuation/double-period'\?"):
            copylint.check(text, **{option: ["punctuation/double-perod"]})


def test_clean() -> None:
    cleaned = copylint.clean(TEXT)
    assert cleaned.text == "It rained. We stayed."
    assert rules(cleaned.fixed) == [RULE]
    assert cleaned.remaining == ()
    again = copylint.clean(cleaned.text)
    assert again == copylint.Cleaned(cleaned.text, (), ())


def test_clean_unsafe() -> None:
    linter = copylint.load("../copylint.toml")
    text = "teh alot utilise"
    cleaned = copylint.clean(text, linter=linter)
    assert cleaned.text == "the alot utilise"
    assert rules(cleaned.remaining) == ["style/alot", "style/utilise"]
    cleaned = copylint.clean(text, unsafe=True, linter=linter)
    assert cleaned.text == "the a lot utilise"
    assert rules(cleaned.fixed) == ["style/teh", "style/alot"]
    assert rules(cleaned.remaining) == ["style/utilise"]


def test_clean_keeps_line_ends() -> None:
    assert copylint.clean(
        "teh\r\n\rteh\n\u2028", linter=copylint.load("../copylint.toml")
    ).text == ("the\r\n\rthe\n\u2028")


def test_load() -> None:
    linter = copylint.load("../copylint.toml")
    assert isinstance(linter, copylint.Linter)
    assert rules(linter.check("teh hm dog..").findings) == ["style/teh", "style/hm"]
    assert rules(copylint.check("teh hm dog..", linter=linter)) == ["style/teh", "style/hm"]
    assert copylint.load(Path("../copylint.toml")).rules[0].id == linter.rules[0].id


def test_load_reads_no_settings_by_itself() -> None:
    assert rules(copylint.load().check(TEXT + " teh").findings) == [RULE]


def test_load_chooses_as_the_command_line_does() -> None:
    put(
        "a.toml",
        'extend = "../copylint.toml"\nextend-select = ["punctuation"]\nignore = ["style/hm"]',
    )
    text = "teh hm. It rained.. We stayed."

    def chosen(**more: typing.Any) -> list[str]:
        return rules(copylint.load("a.toml", **more).check(text).findings)

    assert chosen() == ["style/teh", RULE]
    assert chosen(ignore=["style"]) == [RULE]
    assert chosen(select=["style/hm"]) == ["style/hm"]
    assert chosen(select=["style/hm"], extend_select=["style/teh"]) == ["style/teh", "style/hm"]
    put("b.toml", 'extend = "../copylint.toml"\n[severity]\nstyle = "info"')
    [first, *_] = copylint.load("b.toml").check(text).findings
    assert first.severity is copylint.Severity.INFO


def test_load_refuses() -> None:
    put("bad.toml", "\nselct = []")
    with pytest.raises(ConfigError) as caught:
        copylint.load("bad.toml")
    assert str(caught.value) == "bad.toml:2: unknown setting 'selct'; did you mean 'select'?"
    with pytest.raises(ConfigError, match=r"^gone\.toml: does not exist; check the name$"):
        copylint.load("gone.toml")
    with pytest.raises(UsageError, match="no rule 'style/the'"):
        copylint.load("../copylint.toml", select=["style/the"])


def test_a_linter_can_be_pickled() -> None:
    linter = copylint.load("../copylint.toml", ignore=["style/hm"])
    text = "teh alot hm <!-- copylint: disable-line style/alot -->"
    expected = linter.check(text, markup="markdown")
    assert rules(expected.findings) == ["style/teh"]
    for other in (pickle.loads(pickle.dumps(linter)), copy.deepcopy(linter)):
        assert [rule.id for rule in other.rules] == [rule.id for rule in linter.rules]
        assert (other.inline, other.whole) == (linter.inline, linter.whole)
        assert other.check(text, markup="markdown") == expected


def test_results_can_be_pickled() -> None:
    result = copylint.load().fix(TEXT, markup="markdown")
    assert pickle.loads(pickle.dumps(result)) == result
    error = pickle.loads(pickle.dumps(UsageError("wrong")))
    assert (type(error), str(error)) == (UsageError, "wrong")


def test_a_linter_works_in_a_pool() -> None:
    linter = copylint.load("../copylint.toml")
    texts = ["teh", "fine", "alot teh"]
    with ProcessPoolExecutor(2) as pool:
        there = list(pool.map(linter.clean, texts))
    assert there == [linter.clean(text) for text in texts]
    assert [one.text for one in there] == ["the", "fine", "alot the"]


def test_severities_are_ordered() -> None:
    ranks = [severity.rank for severity in copylint.Severity]
    assert ranks == [0, 1, 2]
    assert copylint.Severity("error") == "error"
