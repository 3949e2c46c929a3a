"""Calls nobody listed: what convicts a closing sentence, and what leaves it alone."""

from __future__ import annotations

import pytest

import copylint
from copylint.engine import Engine
from copylint.finding import Safety
from copylint.linter import Linter

RULE = "seo/keyword-template-cluster"
K = "copper futures price forecast"


def rules(text: str, markup: str = "markdown") -> list[str]:
    return [finding.rule for finding in copylint.check(text, markup=markup, select=["seo"])]


CLEANED = {
    "another ending": (
        f"Supply fell. Brush up on {K} tips.\n\nMiners stalled. Brush up on {K} guide.",
        "Supply fell.\n\nMiners stalled.",
    ),
    "an ending nobody listed": (
        f"Supply fell. Brush up on {K} hacks.\n\nMiners stalled. Brush up on {K} playbook.",
        "Supply fell.\n\nMiners stalled.",
    ),
    "other words before it": (
        f"Supply fell. Brush up on {K} tips.\n\nMiners stalled. Get the lowdown on {K} guide.",
        "Supply fell.\n\nMiners stalled.",
    ),
    "heading": (
        f"## A Market in Short Supply. Brush up on {K} tips.\n\nMiners stalled.",
        "## A Market in Short Supply\n\nMiners stalled.",
    ),
    "damaged stop": (f"Can it last?. Brush up on {K} tips.", "Can it last?"),
    "items without a stop": (
        f"- Supply. Brush up on {K} tips.\n- Demand\n- Coal\n"
        f"- Miners. Brush up on {K} guide.\n- Ore",
        "- Supply\n- Demand\n- Coal\n- Miners\n- Ore",
    ),
    "German": (
        "Das Ufer brach. Holen Sie sich alles zu Wärmepumpe Kosten Altbau Tipps.\n\n"
        "Der Deich hielt. Holen Sie sich alles zu Wärmepumpe Kosten Altbau Vergleich.",
        "Das Ufer brach.\n\nDer Deich hielt.",
    ),
    "the opening of others": (
        f"Supply fell.. Brush up on {K} tips.\n\nMiners stalled.. Brush up on {K} guide.\n\n"
        "Demand held. Brush up on harbour dredging permit backlog.",
        "Supply fell.\n\nMiners stalled.\n\nDemand held.",
    ),
}


@pytest.mark.parametrize(("text", "expected"), CLEANED.values(), ids=CLEANED.keys())
def test_found_and_taken_out(text: str, expected: str) -> None:
    assert set(rules(text)) == {RULE}
    assert copylint.clean(text, select=["seo"], unsafe=True).text == expected


SILENT = {
    "once, after a sound stop": f"Supply fell. Brush up on {K}.",
    "word for word": f"Supply fell. Brush up on {K}.\n\nMiners stalled. Brush up on {K}.",
    "an article before the query": "It ended. Always link to the museum visitor style guide.",
    "a verb of a statement": f"It fell.. This is {K} tips.",
    "linked": f"It fell.. Brush up on [{K}](/a) tips.",
    "quoted": f"They wrote “It fell.. Brush up on {K} tips.” everywhere.",
    "block quote": f"> It fell.. Brush up on {K} tips.",
    "no stop at its end": "## 3.2.1. DNS Record Email Contact Overview\n\nText.",
    "a term of the subject": "Read it. Licences protect your open source software.\n\n"
    "Fund it. Grants support their open source software.\n\n"
    "Done. Maintain that open source software.",
    "steps": "One is fine. Select the Save Draft Copy button.\n\n"
    "Two is fine. Select the Save Draft Copy button.",
    "names": "Rates rose. Visit Google Cloud Platform.\n\nRates fell. Visit Google Cloud Platform.",
}


@pytest.mark.parametrize("text", SILENT.values(), ids=SILENT.keys())
def test_silent(text: str) -> None:
    assert rules(text) == []


def test_a_language_without_word_lists_is_left_alone() -> None:
    lines = [
        f"문장 {n} 입니다. 이것은 프로젝트의 경계를 정의하는 데 도움이 {n} 됩니다."
        for n in range(8)
    ]
    assert rules("\n\n".join(lines)) == []


def test_only_a_second_sign_makes_it_safe() -> None:
    text = f"Supply fell. Brush up on {K} tips.\n\nMiners stalled.. Brush up on {K} guide."
    safeties = [one.fix.safety for one in copylint.check(text, select=["seo"]) if one.fix]
    assert safeties == [Safety.UNSAFE, Safety.SAFE]


def test_a_heading_to_the_eye_alone_keeps_its_stop_unless_the_tool_doubles_stops() -> None:
    title = f"A Market in Short Supply. Brush up on {K} tips."
    sound = f"{title}\nMiners stalled today. Brush up on {K} guide."
    assert copylint.clean(sound, markup="plain", select=["seo"]).text == sound
    doubled = f"{title}\nMiners stalled today.. Brush up on {K} guide."
    cleaned = copylint.clean(doubled, markup="plain", select=["seo"])
    assert cleaned.text == "A Market in Short Supply\nMiners stalled today."


@pytest.mark.parametrize("text", [one for one, _ in CLEANED.values()], ids=CLEANED.keys())
def test_what_is_found_wakes(text: str) -> None:
    linter = copylint.load(select=["seo"])
    whole = Linter(linter.rules)
    whole.engine = Engine(linter.rules, prefilter=False)
    assert linter.check(text, markup="markdown") == whole.check(text, markup="markdown")
