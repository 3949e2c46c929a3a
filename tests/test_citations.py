"""What a statement can be traced to, and what only looks like a source."""

from __future__ import annotations

import pytest

from copylint import readers
from copylint.attribution import cued
from copylint.citations import Citations
from copylint.document import Block, Document
from copylint.span import Span

CLAIM = "Turnout fell by 12%"


def traced(source: str, markup: str = "markdown", claim: str = CLAIM) -> str:
    """The kind of source of the sentence that holds the claim; "" for none."""
    document = readers.read(source, markup)
    block, sentence = place(document, claim)
    found = Citations(document).source(block, sentence)
    return found.kind if found else ""


def place(document: Document, claim: str) -> tuple[Block, Span]:
    block = next(block for block in document.blocks if claim in block.text)
    return block, block.sentence_at(block.text.index(claim))


# What follows the claim in its sentence, or right behind it.
REFERENCES = {
    "link": " in the [north](https://a.example).",
    "autolink": " in the north <https://a.example>.",
    "bare address": " in the north, see https://a.example/x.",
    "numbered": " in the north [1].",
    "numbered behind the stop": " in the north.[1] It rained.",
    "several numbers": " in the north [1, 3–5].",
    "citation key": " in the north [@lee2020, p. 3].",
    "author and year": " in the north (Lee 2020).",
    "authors and year": " in the north (see Lee, Poe, and Roe, 2020; Fox 1999).",
    "narrative author": " in the north, as Lee (2020) has it.",
    "et al": " in the north (Lee et al., 2020).",
    "raised figure": " in the north.²",
    "doi": " in the north, doi:10.1000/182.",
    "isbn": " in the north, ISBN 0-306-40615-2.",
    "ref tag": ' in the north.<ref name="lee">x</ref>',
    "empty ref tag": " in the north<ref name=lee />.",
    "sup tag": " in the north<sup>3</sup>.",
    "wiki template": " in the north.{{cite web|url=x}}",
    "short footnote": " in the north.{{sfn|Lee|2020}}",
    "shortcode": ' in the north {{< cite "lee" >}}.',
    "liquid tag": " in the north {% cite lee %}.",
    "rst role": " in the north :cite:`lee`.",
    "rst footnote": " in the north [#lee]_.",
    "myst role": " in the north {cite}`lee`.",
    "source in brackets": " in the north (source: Election Office).",
}


@pytest.mark.parametrize("rest", REFERENCES.values(), ids=REFERENCES.keys())
def test_references(rest: str) -> None:
    assert traced(CLAIM + rest) == "reference"


def test_a_footnote_needs_its_text() -> None:
    assert traced(f"{CLAIM} in the north.[^1]\n\n[^1]: Election Office.") == "reference"


ARTEFACTS = {
    "tag": " in the north [citation needed].",
    "linked tag": " in the north.[citation needed](https://en.wikipedia.org/wiki/x)",
    "tag template": " in the north.{{citation needed|date=May 2020}}",
    "prompt": " in the north. [cite: 4 (from prompt text)]",
    "oaicite": " in the north :contentReference[oaicite:0]{index=0}.",
    "oaicite link": " in the north [4](oaicite:4).",
    "turn": " in the north citeturn0search0.",
    "bracket": " in the north【4†source】.",
    "index": " in the north, a[0] and x[1].",
}


@pytest.mark.parametrize("rest", ARTEFACTS.values(), ids=ARTEFACTS.keys())
def test_what_a_chatbot_or_an_editor_left_is_no_reference(rest: str) -> None:
    assert traced(CLAIM + rest) == ""


def test_a_reference_covers_three_sentences_before_it_and_none_after() -> None:
    link = "See [this](https://a.example)."
    assert traced(f"{CLAIM}. One. Two. {link}") == "reference"
    assert traced(f"{CLAIM}. One. Two. Three. {link}") == ""
    assert traced(f"{link} {CLAIM}.") == ""
    assert traced(f"{CLAIM}.\n\n{link}") == ""


LISTS = {
    "the item": (f"- {CLAIM}. Rain. Rain. Rain. Rain [a](https://a.example).", "reference"),
    "before it in the item": (f"- [A](https://a.example) says more. {CLAIM}.", "reference"),
    "another item": (f"- {CLAIM}.\n- [A](https://a.example) is else.", ""),
    "an item below": (f"- {CLAIM}.\n  - [A](https://a.example)\n- Else.", "reference"),
    "an item below another": (f"- {CLAIM}.\n- Else.\n  - [A](https://a.example)", ""),
    "the item above": (f"- From [A](https://a.example):\n  - {CLAIM}.", "reference"),
    "the lead-in": (f"From the [report](https://a.example):\n\n- One.\n- {CLAIM}.", "reference"),
    "a paragraph before": (f"A [report](https://a.example) is out.\n\n- {CLAIM}.", ""),
    "the cell": (f"| a | b |\n|---|---|\n| {CLAIM} [A](https://a.example) | x |", "reference"),
    "the row": (f"| a | b |\n|---|---|\n| {CLAIM} | [A](https://a.example) |", "reference"),
    "another row": (f"| a | b |\n|---|---|\n| {CLAIM} | x |\n| y | [A](https://a.example) |", ""),
    "the caption": (
        f"| a | b |\n|---|---|\n| {CLAIM} | x |\n\nTable 1: from [A](https://a.example).",
        "reference",
    ),
    "a signed quotation": (f"> {CLAIM} that year.\n>\n> — Ann Lee", "attribution"),
    "a line below": (f"{CLAIM} that year.\n\n-- [the office](https://a.example)", "attribution"),
    "a line below that links nothing": (f"{CLAIM} that year.\n\n-- the office", ""),
    "a longer line below": (
        f"{CLAIM} that year.\n\n-- [the office](https://a.example){' keeps its books' * 8}",
        "",
    ),
    "a line below another": (
        f"{CLAIM} that year.\n\nIt rained.\n\n-- [the office](https://a.example)",
        "",
    ),
    "an unsigned quotation": (f"> {CLAIM} that year.\n>\n> It rained.", ""),
}


@pytest.mark.parametrize(("source", "kind"), LISTS.values(), ids=LISTS.keys())
def test_lists_tables_and_quotations(source: str, kind: str) -> None:
    assert traced(source) == kind


def test_html_tables_and_tags() -> None:
    row = f"<table><tr><td>{CLAIM}</td><td><a href='https://a.example'>A</a></td></tr></table>"
    assert traced(row, "html") == "reference"
    assert traced(f"<p>{CLAIM}.<sup>2</sup></p>", "html") == "reference"
    assert traced(f"<p>{CLAIM} this year.</p>", "html") == ""


SPEAKERS = {
    "according to a name": ("According to Gallup, {}.", "named"),
    "according to an office": ("{}, according to the commission.", "named"),
    "name said": ("Ann Lee said that {}.", "named"),
    "said name": ("“{},” said Lee.", "named"),
    "pronoun": ("She wrote that {}.", "named"),
    "name with title between": ("Lee, who chairs the board, said {}.", "named"),
    "office": ("The ministry announced that {}.", "named"),
    "named poll": ("A Quinnipiac University poll found that {}.", "named"),
    "data of a name": ("Data from the Census Bureau show that {}.", "named"),
    "statement": ("{}, the party wrote in a statement.", "named"),
    "own count": ("We counted the votes, and {}.", "own"),
    "experts": ("According to experts, {}.", ""),
    "studies": ("Studies show that {}.", ""),
    "recent report": ("According to recent reports, {}.", ""),
    "according to plan": ("It went according to plan, and {}.", ""),
    "nobody": ("{} in the north.", ""),
}


@pytest.mark.parametrize(("frame", "kind"), SPEAKERS.values(), ids=SPEAKERS.keys())
def test_named_sources(frame: str, kind: str) -> None:
    claim = "turnout fell by 12%"
    assert traced(frame.format(claim), claim=claim) == kind


def test_the_survey_counts_only_where_one_was_met_in_the_section() -> None:
    back = "The survey found that turnout fell by 12%."
    claim = "turnout fell by 12%"
    assert traced(f"# A\n\n{back}", claim=claim) == ""
    assert traced(f"# A\n\nA [survey](https://a.example) is out.\n\n{back}", claim=claim) != ""
    assert traced(f"# A\n\nA Gallup poll is out. {back}", claim=claim) == "anaphoric"
    assert traced(f"# A\n\nA Gallup poll is out.\n\n# B\n\n{back}", claim=claim) == ""


def test_a_sentence_in_a_quotation_has_its_speaker() -> None:
    assert traced(f"“It rained. {CLAIM}. We lost,” she said.") == "quotation"


def test_front_matter_that_lists_sources() -> None:
    listed = "---\ntitle: A\nsources:\n  - https://a.example\n---\nText.\n"
    assert Citations(readers.read(listed, "markdown")).declared
    assert not Citations(readers.read("---\ntitle: A\n---\nText.\n", "markdown")).declared
    assert not Citations(readers.read("sources: none\n\nText.\n", "markdown")).declared


def test_a_plain_text_without_links_says_so() -> None:
    bare = Citations(readers.read(f"{CLAIM}.", "plain"))
    assert not bare.linked
    assert any("no links" in line for line in bare.looked())
    assert Citations(readers.read(f"{CLAIM}. See https://a.example.", "plain")).linked
    assert Citations(readers.read(f"{CLAIM}.", "markdown")).linked


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The mayor praised the plan.", True),
        ("Lee wrote about it in May.", True),
        ("Polls show a close race.", True),
        ("Critics see a trap.", True),
        ("“I said no, he praised me, they claimed it.”", False),
        ("The bridge is 40 m long.", False),
        ("It rained all day in the north.", False),
    ],
)
def test_sentences_that_report(text: str, expected: bool) -> None:
    assert cued(text) is expected
