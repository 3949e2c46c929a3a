"""The rules about claims: what they find, what they say, and how much a profile makes of it."""

from __future__ import annotations

import json
import math
import re
from pathlib import Path

import pytest

from command import Command, put
from copylint import api, checkworthy, profiles
from copylint.finding import Finding, Severity

pytestmark = pytest.mark.usefixtures("desk")

STATISTIC = "claims/uncited-statistic"
VAGUE = "claims/vague-attribution"
SCORE = "claims/uncited-claim"


def found(text: str, rule: str, markup: str = "markdown") -> list[Finding]:
    return api.check(text, markup=markup, select=[rule])


FIGURES = {
    "percentage": ("Turnout fell to 41 percent in the north.", "a percentage: 41 percent"),
    "sum": ("The city lost $3.2 million on the deal.", "a sum of money: $3.2 million"),
    "number": ("The harbour handles 3.4 million boxes there.", "a large number: 3.4 million"),
    "share": ("One in five schools closed last winter.", "a share: One in five"),
    "fraction": ("Two-thirds of pupils walked to school.", "a fraction: Two-thirds of pupils"),
    "comparison": ("The rate doubled in the north that year.", "a comparison in numbers: doubled"),
    "count": ("The floods forced 450 families out of town.", "a count: 450 families"),
    "rank": ("It is the third-largest port on the coast.", "a rank: the third-largest"),
}


@pytest.mark.parametrize(("text", "first"), FIGURES.values(), ids=FIGURES.keys())
def test_each_kind_of_figure_is_named(text: str, first: str) -> None:
    (finding,) = found(text, STATISTIC)
    assert finding.evidence[0] == first
    assert any("three after it" in line for line in finding.evidence)
    assert any("named as the source" in line for line in finding.evidence)
    assert finding.text == first.partition(": ")[2]


@pytest.mark.parametrize(
    "text",
    [
        "Would turnout fall by 12% in the north?",
        "If 10% of readers leave, traffic drops.",
        "Set the width to 40% of the page, please.",
        "The build became 30% faster after that change.",
        "The margin of error was 3 percent in both.",
        "The Dow Jones average closed down 24.11 points, or 0.1 percent.",
        "We surveyed the pupils, and 40% walk to school.",
        "“Turnout fell by 12% in the north that year,” he said.",
        "Turnout of 12%",
        "# Turnout fell by 12% in the north.",
        "`Turnout fell by 12% in the north.`",
    ],
)
def test_figures_that_are_no_claims(text: str) -> None:
    assert not found(text, STATISTIC)


PLAIN = "Crime fell last year, and the state budget paid for nine roads."


def test_any_number_in_a_likely_claim_is_told_where_nothing_is_cited() -> None:
    (finding,) = found(PLAIN, STATISTIC)
    assert (finding.text, finding.severity) == ("nine roads", Severity.INFO)
    assert finding.evidence[0] == "a number in a likely claim: nine roads"
    assert re.fullmatch(r"score 0\.\d\d", finding.evidence[1])
    assert len(found(f"{PLAIN}\n\nIt was cold.", STATISTIC)) == 1


@pytest.mark.parametrize(
    "text",
    [
        f"{PLAIN}\n\nIt was cold, [they say](https://a.example).",
        f"It was cold, Ann Lee said.\n\n{PLAIN}",
        f"---\nsources: https://a.example\n---\n{PLAIN}\n",
        "Will crime fall next year, and will the state budget pay for nine roads?",
        "I hope the council will pay for nine roads.",
        "The council passed the budget in 1998 and raised the tax on tobacco.",
        "Der Rat zahlte neun Straßen, und der Haushalt wuchs um 9 in jenem Jahr.",
        f"The latency of the build fell. {PLAIN[:-1]} and the latency of builds.",
    ],
)
def test_a_number_alone_is_no_statistic_where_the_text_has_sources(text: str) -> None:
    assert not found(text, STATISTIC)


def test_one_finding_for_each_paragraph_of_a_text_that_refers_to_anything() -> None:
    text = "Turnout fell by 12% here. It rose by 8% there.\n\nIt was 40% in all of it."
    assert [one.text for one in found(text, STATISTIC)] == ["12%", "8%", "40%"]
    linked = f"{text}\n\nA [page](https://a.example) tells more."
    assert [one.text for one in found(linked, STATISTIC)] == ["12%", "40%"]


@pytest.mark.parametrize(
    "text",
    [
        "We grew to 230,000 members in that year.",
        "The first prize was $500,000 in that year.",
        "The page had 230,000 views in that year.",
        "In the example 40% of the pupils walk to school.",
        "The poll was held in May.\n\n- 40% of the pupils walk to school.",
    ],
)
def test_what_writers_count_or_pay_is_theirs_where_the_text_has_references(text: str) -> None:
    assert found(text, STATISTIC)
    assert not found(f"{text}\n\nA [page](https://a.example) tells more.", STATISTIC)


def test_a_link_in_html_is_a_reference() -> None:
    link = '<a href="https://a.example">fell by 12%</a>'
    assert not found(f"Turnout {link} in the north.", STATISTIC)
    assert not found(f"Turnout {link} in the north.", STATISTIC, "html")
    assert found('Turnout <a name="here">fell by 12%</a> in the north.', STATISTIC)


def test_listed_sources_and_plain_text_soften_what_is_said() -> None:
    text = "Turnout fell by 12% in the north."
    listed = f"---\ntitle: A\nsources: https://a.example\n---\n{text}\n"
    assert [one.severity for one in found(listed, STATISTIC)] == [Severity.INFO]
    assert [one.severity for one in found(text, STATISTIC)] == [Severity.WARNING]
    (plain,) = found(text, STATISTIC, "plain")
    assert any("no links" in line for line in plain.evidence)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The plan, as analysts suggest, will fail.", "analysts suggest"),
        ("Some say that the dam will break.", "Some say"),
        ("It has been argued that the dam was weak.", "It has been argued"),
        ("The dam is said to be haunted at night.", "is said to"),
        ("She is widely regarded as the founder.", "is widely regarded as"),
        ("The firm reportedly lost its licence.", "reportedly"),
        ("Studies suggest that tea helps memory.", "Studies suggest"),
        ("Conventional wisdom holds that it cannot last.", "Conventional wisdom"),
    ],
)
def test_each_shape_of_vague_attribution(text: str, words: str) -> None:
    (finding, *_) = found(text, VAGUE)
    assert words.endswith(finding.text) or finding.text.startswith(words)
    assert finding.evidence[0].startswith("words that lean on an unnamed source: ")


@pytest.mark.parametrize(
    "text",
    [
        "Some say that the dam will break ([Lee 2021](https://a.example)).",
        "Some say that the dam will break. It is old. A [report](https://a.example) is out.",
        "The dam is said to be haunted, according to the Harbour Office.",
        "Testers often assumed that the number was short.",
        "A file that is considered stale is deleted.",
        "The argument is thought of as a path.",
        "Do experts say that the dam will break?",
        "“Critics say that the dam will break,” she said.",
    ],
)
def test_attribution_that_is_not_vague(text: str) -> None:
    assert not found(text, VAGUE)


def test_the_narrower_rule_stands_for_the_wider() -> None:
    rules = [one.rule for one in api.check("Studies show that tea helps memory.")]
    assert [rule for rule in rules if rule.startswith("claims/")] == ["claims/vague-study"]


# -- the score -------------------------------------------------------------------------------------

CLAIM = "The government cut its spending on schools by 40 million in 2019."


def test_the_score_is_the_sum_of_what_it_shows() -> None:
    score, found_terms = checkworthy.judged(CLAIM)
    weights = [abs(weight) for _, weight in found_terms]
    assert weights == sorted(weights, reverse=True)
    bias = checkworthy._weights()["@bias"]
    total = bias + sum(weight for _, weight in found_terms)
    assert score == pytest.approx(1 / (1 + math.exp(-total)))


def test_claims_score_higher_than_opinions_and_questions() -> None:
    claim = checkworthy.judged(CLAIM)[0]
    for other in ("I think this is wonderful.", "You should read this.", "Will they pay for it?"):
        assert checkworthy.judged(other)[0] < 0.5 < claim


def test_the_message_shows_the_terms() -> None:
    (finding,) = found(CLAIM, SCORE)
    score = f"{checkworthy.judged(CLAIM)[0]:.2f}"
    assert f"score {score}: " in finding.message
    assert "no citation" in finding.message
    assert finding.evidence[0] == f"score {score}"
    assert "something past +0." in " ".join(finding.evidence)
    assert finding.severity is Severity.INFO
    assert finding.fix is None


@pytest.mark.parametrize(
    ("term", "words"),
    [
        ("#money", "a sum of money"),
        ("@words <8", "<8 words"),
        ("@-ed", "a word in -ed"),
        ("^ she", "“she” first"),
        ("will $", "“will” last"),
        ("#num percent", "“a number percent”"),
        ("tax", "“tax”"),
    ],
)
def test_terms_have_names_for_readers(term: str, words: str) -> None:
    assert checkworthy.named(term) == words


def test_the_score_is_off_by_default() -> None:
    assert not [one for one in api.check(CLAIM) if one.rule == SCORE]


# -- profiles --------------------------------------------------------------------------------------

TEXT = """\
Insiders say a deal is near.

It is the largest market in the world.

Turnout fell by 12% in the north.

Some historians believe the dam was weak.

The deal was “dead on arrival from the very first day” and everybody knew it.
"""
EXPECTED = {
    "news": {
        "anonymous-source": "info", "uncited-quote": "warning", "uncited-statistic": "warning",
        "vague-attribution": "warning",
    },
    "encyclopaedic": {
        "anonymous-source": "warning", "uncited-quote": "warning", "uncited-statistic": "warning",
        "uncited-superlative": "info", "vague-attribution": "warning",
    },
    "docs": {"uncited-statistic": "warning"},
    "opinion": {"uncited-statistic": "warning", "vague-attribution": "warning"},
}  # fmt: skip


def levels(lint: Command, *options: str, name: str | Path = "a.md") -> dict[str, str]:
    said = lint("check", *options, "--output", "json", "--exit-zero", str(name))
    return {
        one["rule"].removeprefix("claims/"): one["severity"]
        for one in json.loads(said.out)["findings"]
        if one["family"] == "claims"
    }


@pytest.mark.parametrize("profile", profiles.PROFILES)
def test_a_profile_sets_the_levels(lint: Command, profile: str) -> None:
    put("a.md", TEXT)
    put("copylint.toml", f'profile = "{profile}"\n')
    assert levels(lint) == EXPECTED[profile]


def test_what_is_set_by_hand_goes_over_the_profile(lint: Command) -> None:
    put("a.md", TEXT)
    put(
        "copylint.toml",
        'profile = "docs"\nextend-select = ["claims/vague-attribution"]\n'
        'severity = { "claims/uncited-statistic" = "error" }\n',
    )
    assert levels(lint) == {"uncited-statistic": "error", "vague-attribution": "warning"}
    chosen = levels(lint, "--select", "claims/anonymous-source")
    assert chosen == {"anonymous-source": "warning"}


def test_a_profile_for_some_files(lint: Command) -> None:
    put("a.md", TEXT)
    put("docs/b.md", TEXT)
    put("copylint.toml", '[[override]]\nfiles = ["docs/**"]\nprofile = "docs"\n')
    assert levels(lint, name="docs") == EXPECTED["docs"]
    assert "vague-attribution" in levels(lint)


def test_a_guess_sets_levels_only_and_is_told(lint: Command) -> None:
    put("copylint.toml", "")
    put("a.txt", TEXT)
    put("b.md", TEXT)
    assert levels(lint, name="a.txt")["anonymous-source"] == "info"
    assert levels(lint, name="b.md")["anonymous-source"] == "warning"
    assert "uncited-superlative" in levels(lint, name="a.txt")
    told = lint("check", "-v", "--exit-zero", ".").err
    assert "profile: news (guessed from the markup" in told
    assert "profile: encyclopaedic (guessed from the markup" in told


@pytest.mark.parametrize("text", ["See [the guide][g1].\n", "It fell.[^3]\n", "[^7]: The dam.\n"])
def test_of_a_part_of_texts_nothing_is_told_that_the_whole_must_tell(
    lint: Command, text: str
) -> None:
    put("copylint.toml", "")
    found = levels(lint, name=put("_include/a.md", text))
    assert len(found) == 1
    for folder in ("_includes/specials", "site/partials", "_snippets"):
        part = put(f"{folder}/a.md", text)
        assert not levels(lint, name=part)
        assert levels(lint, "--select", f"claims/{next(iter(found))}", name=part) == found


def test_a_wrong_profile_is_told(lint: Command) -> None:
    put("a.md", TEXT)
    put("copylint.toml", 'profile = "blog"\n')
    done = lint("check", "a.md")
    assert done.code == 2
    assert "copylint.toml:1: 'profile' is one of: news, encyclopaedic, docs, opinion" in done.err
