"""The splice repair inverts what the injector did: R1 to R8, and what must stay silent."""

from __future__ import annotations

import pytest

import copylint

K = "Witkoff Kushner Moscow meeting outcomes"
# A second splice of the same query with another suffix is what convicts one after a sound stop.
ALSO = f"\n\nThe talks went on.. Find out more about {K} strategies."
MENDED = "\n\nThe talks went on."

REPAIRS = {
    "R1": (
        f"These are non-negotiables.. Find out more about {K} guide.",
        "These are non-negotiables.",
    ),
    "R2 question": (f"Can it hold?. Learn more about {K} tips.", "Can it hold?"),
    "R2 exclamation": (f"It must hold!. Learn more about {K} tips.", "It must hold!"),
    "R2 colon": (f"For observers:. Find out more about {K} guide.", "For observers:"),
    "R2 semicolon": (f"It fell;. Find out more about {K} guide.", "It fell;"),
    "R2 comma": (f"It fell,. Find out more about {K} guide.", "It fell,"),
    "R2 ellipsis": (f"So it went…. Find out more about {K} guide.", "So it went…"),
    "R3 heading": (
        f"## The Shape of Imminent Success. Find out more about {K} tips.",
        "## The Shape of Imminent Success",
    ),
    "R3 closed heading": (
        f"## The Shape of Success. Find out more about {K} tips. ##",
        "## The Shape of Success ##",
    ),
    "R3 heading-like line": (
        f"The Shape of Imminent Success. Find out more about {K} tips.",
        "The Shape of Imminent Success",
    ),
    "R7": (f"It sank.. Find out more about {K} guide. Next.", "It sank. Next."),
    "list marker": (f"- It sank.. Find out more about {K} guide.", "- It sank."),
    "numbered": (f"12. It sank.. Find out more about {K} guide.", "12. It sank."),
    "wrapped line": (f"It\nsank..\nFind out more about {K}\nguide.", "It\nsank."),
    "emphasis stays": (f"It *sank.*. Find out more about {K} guide.", "It *sank.*"),
}
# The stop before these is sound, or may be the author's; only the query elsewhere convicts them.
UNDAMAGED = {
    "R4": (f"The tanker sank. Find out more about {K} guide.", "The tanker sank."),
    "R4 behind a link": (
        f"It sank, [it says.](https://a.example). Find out more about {K} guide.",
        "It sank, [it says.](https://a.example).",
    ),
    "R4 two blanks": (f"The tanker sank.  Find out more about {K} guide.", "The tanker sank."),
    "R4 Russian ellipsis": (
        f"Он ушёл?.. Узнайте больше о {K} guide.",
        "Он ушёл?..",
    ),
    "R5 quotation mark": (f"He said “no.” Find out more about {K} guide.", "He said “no.”"),
    "R5 bracket": (f"(The tanker sank.) Find out more about {K} guide.", "(The tanker sank.)"),
    "R7": (f"It sank. Find out more about {K} guide. Next.", "It sank. Next."),
}


@pytest.mark.parametrize(("text", "expected"), REPAIRS.values(), ids=REPAIRS.keys())
def test_repair(text: str, expected: str) -> None:
    cleaned = copylint.clean(text + ALSO, select=["seo"])
    assert cleaned.text == expected + MENDED
    assert copylint.clean(cleaned.text, select=["seo"]).text == cleaned.text


@pytest.mark.parametrize(("text", "expected"), UNDAMAGED.values(), ids=UNDAMAGED.keys())
def test_one_hard_sign_is_not_safe(text: str, expected: str) -> None:
    assert copylint.clean(text + ALSO, select=["seo"]).text == text + MENDED
    assert copylint.clean(text + ALSO, select=["seo"], unsafe=True).text == expected + MENDED


@pytest.mark.parametrize(("text", "expected"), REPAIRS.values(), ids=REPAIRS.keys())
def test_repair_in_crlf_keeps_the_end_of_the_file(text: str, expected: str) -> None:
    source = f"{text}{ALSO}\n".replace("\n", "\r\n")
    wanted = f"{expected}{MENDED}\n".replace("\n", "\r\n")
    assert copylint.clean(source, select=["seo"]).text == wanted


def test_r6_the_whole_block_goes_with_one_blank_line_but_is_not_safe() -> None:
    text = f"P1.\n\nFind out more about {K} guide.\n\nP2.{ALSO}"
    assert copylint.clean(text, select=["seo"]).text == text.replace(ALSO, MENDED)
    cleaned = copylint.clean(text, select=["seo"], unsafe=True)
    assert cleaned.text == f"P1.\n\nP2.{MENDED}"


@pytest.mark.parametrize(
    "text",
    [
        f"It sank.. Find out more about [{K}](https://a.example) guide.",
        f"It sank.. Find out more about {K} guide[^1].\n\n[^1]: A note.",
        f"It sank.. Find out more about {K} ![](a.png) guide.",
        f"It sank.. Find out more about {K} at https://a.example guide.",
    ],
    ids=["link", "footnote", "image", "address"],
)
def test_r8_what_links_somewhere_is_not_deleted(text: str) -> None:
    cleaned = copylint.clean(text + ALSO, select=["seo"], unsafe=True)
    assert cleaned.text == text + MENDED


def test_the_span_is_what_the_tool_put_in() -> None:
    text = f"The *gap* is closed.. Find out more about {K} guide. Next."
    (finding,) = copylint.check(text, select=["seo"])
    assert finding.rule == "seo/cta-splice"
    assert finding.text == f". Find out more about {K} guide."
    assert finding.span == (20, 20 + len(finding.text))
    assert "the full stop before it is damaged" in finding.evidence


SILENT = {
    "function word": "We run three clinics. Find out more about our services.",
    "names": "Rates rose. Learn more about Google Cloud Platform.\n\n"
    "Rates fell. Learn more about Google Cloud Platform.\n\n"
    "Rates stood. Learn more about Google Cloud Platform.",
    "linked": f"It rained. Learn more about [{K}](/k).\n\n"
    f"It snowed. Learn more about [{K} tips](/t).",
    "linked in HTML": f"It rained. Learn more about <a href='/k'>{K}</a>.\n\n"
    f"It snowed.. <a href='/t'>Learn more about {K} tips</a>.",
    "block quote": f"> It rained.. Find out more about {K} guide.",
    "table": f"| A | B |\n|---|---|\n| It rained.. Find out more about {K} guide. | x |",
    "code": f"It rained.. `Find out more about {K} guide.`",
    "quotation": f"They add “It rained.. Find out more about {K} guide.” to it.",
    "here": f"It rained.. Find out more about {K} guide here.",
    "e-mail": f"It rained.. Find out more about {K} guide from us@a.example.",
    "inside a sentence": f"To find out more about {K} guide, ask.",
}


@pytest.mark.parametrize("text", SILENT.values(), ids=SILENT.keys())
def test_silent(text: str) -> None:
    found = {finding.rule for finding in copylint.check(text, select=["seo"])}
    assert not found & {"seo/cta-splice", "seo/cta-splice-heading"}


def test_a_typo_before_a_real_call_to_action_costs_only_the_dot() -> None:
    text = "Rain fell.. Find out more about our services."
    assert copylint.clean(text).text == "Rain fell. Find out more about our services."


@pytest.mark.parametrize(
    "query",
    ["harbour dredging 45 % permit backlog", "harbour dredging permit €40 backlog"],
    ids=["share", "price"],
)
def test_a_sentence_with_a_figure_is_never_deleted_unasked(query: str) -> None:
    text = f"It rained.. Find out more about {query} guide."
    assert copylint.clean(text, select=["seo"]).text == text
