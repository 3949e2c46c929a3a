"""Every vendor's marker goes the same way: one engine takes them out, wherever they stand."""

from __future__ import annotations

import pytest

import copylint

MARKERS = {
    "gemini": "[cite: 4]",
    "gemini start": "[cite_start]",
    "gemini escaped": r"[cite\_start]",
    "gemini span": "[span_1](start_span)[span_1](end_span)",
    "chatgpt": ":contentReference[oaicite:3]{index=3}",
    "chatgpt private use": "\ue200cite\ue202turn0search0\ue202turn0news1\ue201",
    "chatgpt file": "\ue200filecite\ue202turn9file0\ue202L1-L35\ue201",
    "chatgpt bare": "citeturn0search0",
    "assistants": "【12†source】",
    "codex": "【F:src/app.py†L1-L9】",
    "oai_citation": "[oai_citation:0‡lease.pdf](file-service://file-Ab3xYz)",
    "perplexity": "[attached_file:1]",
    "deepseek": "[citation:1]",
    "grok": '<grok-card data-id="e8ff4f" data-type="citation_card"></grok-card>',
}
# «x» is the marker.
SEAMS = {
    "after a stop": ("It fell in May. «x» Then it rose.", "It fell in May. Then it rose."),
    "glued to the stop before": (
        "It fell in May.«x» Then it rose.",
        "It fell in May. Then it rose.",
    ),
    "before the stop": ("It fell in May «x».", "It fell in May."),
    "glued before the stop": ("It fell in May«x».", "It fell in May."),
    "before a comma": ("It fell in May «x», then it rose.", "It fell in May, then it rose."),
    "line end": ("It fell in May. «x»\nThen it rose.", "It fell in May.\nThen it rose."),
    "after a quotation": (
        "He said “it fell.” «x» Then it rose.",
        "He said “it fell.” Then it rose.",
    ),
    "list item": ("- It fell in May. «x»\n- It rose.", "- It fell in May.\n- It rose."),
    "heading": ("## What fell «x»\n\nText.", "## What fell\n\nText."),
    "table": (
        "| A | B |\n|---|---|\n| It fell «x» | it rose |",
        "| A | B |\n|---|---|\n| It fell | it rose |",
    ),
    "chain": ("It fell in May. «x» «x» Then it rose.", "It fell in May. Then it rose."),
}


@pytest.mark.parametrize(("text", "expected"), SEAMS.values(), ids=SEAMS.keys())
@pytest.mark.parametrize("marker", MARKERS.values(), ids=MARKERS.keys())
def test_the_seam_is_the_same_for_all(marker: str, text: str, expected: str) -> None:
    cleaned = copylint.clean(text.replace("«x»", marker), select=["residue", "characters"])
    assert cleaned.text == expected


@pytest.mark.parametrize("marker", MARKERS.values(), ids=MARKERS.keys())
def test_code_keeps_it(marker: str) -> None:
    for text in (f"```\nIt fell. {marker}\n```\n", f"Use ` {marker} ` here.\n"):
        assert copylint.clean(text, unsafe=True, select=["residue"]).text == text


@pytest.mark.parametrize(
    "marker",
    ["[cite: 4]", ":contentReference[oaicite:3]{index=3}", "【12†source】", "[attached_file:1]"],
)
def test_the_claim_that_hung_on_it_stays_reported(marker: str) -> None:
    cleaned = copylint.clean(f"Prices fell by a third in May. {marker} Nobody knows why.\n")
    assert cleaned.text == "Prices fell by a third in May. Nobody knows why.\n"
    assert [one.rule for one in cleaned.remaining if one.rule.startswith("claims/str")] == [
        "claims/stripped-citation-claim"
    ]


REPLACING = [
    "A pretrained :contentReference[oaicite:0]{index=0} model comes with it.",
    "It is written in :contentReference[oaicite:0]{index=0} and runs anywhere.",
    "Use:\n\n- :contentReference[oaicite:0]{index=0}\n- a spade",
]


@pytest.mark.parametrize("text", REPLACING)
def test_a_marker_that_stands_for_words_is_only_reported(text: str) -> None:
    cleaned = copylint.clean(text, unsafe=True, select=["residue/openai-content-reference"])
    assert cleaned.text == text
    assert [one.fix for one in cleaned.remaining] == [None]


def test_front_matter_is_repaired_only_if_asked() -> None:
    text = '---\ntitle: "It fell [cite: 4]"\n---\n\nText.\n'
    assert copylint.clean(text, select=["residue"]).text == text
    cleaned = copylint.clean(text, select=["residue"], unsafe=True)
    assert cleaned.text == '---\ntitle: "It fell"\n---\n\nText.\n'
