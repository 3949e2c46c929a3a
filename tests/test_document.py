"""From prose to source and back, and what may go with a deletion."""

from __future__ import annotations

from itertools import pairwise

import pytest

from copylint import readers
from copylint.document import Block, BlockBuilder, Document
from copylint.span import Span

SOURCE = "It *fell* &amp; [rose](a) `x` in\nMay.[^1] End.\n\n[^1]: N.\n"
TEXT = "It fell & rose \ufffc in\nMay. End."


@pytest.fixture
def document() -> Document:
    return readers.read(SOURCE, "markdown")


@pytest.fixture
def block(document: Document) -> Block:
    assert document.blocks[0].text == TEXT
    return document.blocks[0]


def span(text: str, within: str) -> tuple[int, int]:
    start = within.index(text)
    return start, start + len(text)


@pytest.mark.parametrize(
    ("prose", "source"),
    [
        ("It", "It"),
        ("fell", "fell"),
        ("ell", "ell"),
        ("It fell", "It *fell"),
        ("fell ", "fell* "),
        ("&", "&amp;"),
        (" & ", " &amp; "),
        ("rose", "rose"),
        ("\ufffc", "`x`"),
        ("in\nMay", "in\nMay"),
        ("End.", "End."),
        ("May. End", "May.[^1] End"),
    ],
)
def test_source(block: Block, prose: str, source: str) -> None:
    found = block.source(*span(prose, TEXT))
    assert SOURCE[slice(*found)] == source


@pytest.mark.parametrize(
    ("at", "place"),
    [(0, 0), (2, 2), (3, 4), (7, 9), (8, 10), (9, 15), (len(TEXT), len(SOURCE) - 11)],
)
def test_an_empty_range_is_a_place_to_insert_at(block: Block, at: int, place: int) -> None:
    assert block.source(at, at) == (place, place)


@pytest.mark.parametrize(
    ("prose", "verbatim"),
    [
        ("fell", True),
        ("It ", True),
        ("It fell", False),
        ("&", False),
        ("rose", True),
        ("in\nMay", True),
        ("\ufffc", False),
        ("May. End", False),
    ],
)
def test_verbatim(block: Block, prose: str, verbatim: bool) -> None:
    found = block.verbatim(*span(prose, TEXT))
    assert (found is not None) is verbatim
    if found:
        assert SOURCE[slice(*found)] == prose


@pytest.mark.parametrize(
    ("prose", "source", "plain"),
    [
        ("fell", "*fell*", True),
        ("ell", "ell", True),
        ("fell &", "*fell* &amp;", True),
        ("fell & rose", "*fell* &amp; [rose](a)", False),
        ("rose", "[rose](a)", False),
        ("os", "os", True),
        ("\ufffc in", "`x` in", False),
        ("May.", "May.", True),
        ("May. ", "May.[^1] ", False),
        ("It fe", None, None),
        ("ll &", None, None),
        ("& ro", None, None),
    ],
)
def test_removal(block: Block, prose: str, source: str | None, plain: bool | None) -> None:
    found = block.removal(*span(prose, TEXT))
    assert (SOURCE[slice(*found[0])], found[1]) == (source, plain) if found else source is None


@pytest.mark.parametrize(
    ("source", "prose"),
    [
        ("fell", "fell"),
        ("*fell*", "fell"),
        ("ell* &", "ell &"),
        ("&amp;", "&"),
        ("am", "&"),
        ("[rose](a)", "rose"),
        ("](a)", None),
        ("`x`", "\ufffc"),
        ("[^1]", None),
        ("May.[^1] E", "May. E"),
    ],
)
def test_prose(block: Block, source: str, prose: str | None) -> None:
    found = block.prose(Span(*span(source, SOURCE)))
    assert (TEXT[slice(*found)] if found else None) == prose


@pytest.mark.parametrize(
    ("prose", "kinds", "marked"),
    [
        ("rose", {"link"}, True),
        ("ros", {"link"}, True),
        ("& ", {"link"}, False),
        ("fell", {"link"}, False),
        ("fell", {"emphasis", "link"}, True),
        ("May.", {"footnote"}, True),
        ("May", {"footnote"}, False),
        (" End", {"footnote"}, False),
    ],
)
def test_marked(block: Block, prose: str, kinds: set[str], marked: bool) -> None:
    assert block.marked(*span(prose, TEXT), frozenset(kinds)) is marked


def test_sentences_lines_and_folding(block: Block) -> None:
    assert [TEXT[slice(*one)] for one in block.sentences] == [
        "It fell & rose \ufffc in\nMay.",
        "End.",
    ]
    assert TEXT[slice(*block.sentence_at(0))].startswith("It fell")
    assert TEXT[slice(*block.sentence_at(len(TEXT)))] == "End."
    assert [TEXT[slice(*line)] for line in block.lines()] == [
        "It fell & rose \ufffc in",
        "May. End.",
    ]
    assert block.folded == TEXT.replace("\n", " ")
    other = readers.read("It’s\u00a05\u202fm ‘so’.", "plain").blocks[0]
    assert other.folded == "It's 5 m 'so'."


def test_what_is_hidden_and_protected(document: Document) -> None:
    at = SOURCE.index("`x`")
    assert document.hidden(Span(at + 1, at + 2))
    assert not document.hidden(Span(at - 1, at))
    kept = [text for _, text in document.protected()]
    assert kept == ["[rose](a)", "a", "`x`", "[^1]"]
    assert document.prose == f"{TEXT}\n\nN."


def test_the_innermost_block_is_found() -> None:
    document = readers.read("See ![it fell](a.png) so.", "markdown")
    found = document.block_at(Span(6, 8))
    assert found is not None
    assert (found.kind, found.text) == ("alt", "it fell")
    outer = document.block_at(Span(0, 3))
    assert outer is not None
    assert outer.kind == "paragraph"
    assert document.block_at(Span(15, 20)) is not found


def test_a_builder_joins_what_touches_and_drops_what_is_empty() -> None:
    builder = BlockBuilder("one two", "paragraph", 0)
    assert builder.empty
    builder.exact(0, 3)
    builder.exact(3, 3)
    builder.exact(3, 7)
    built = builder.build(7)
    assert built is not None
    assert [piece.span for piece in built.pieces] == [(0, 7)]
    blank = BlockBuilder("  ", "paragraph", 0)
    blank.exact(0, 2)
    assert blank.build(2) is None


def test_what_an_address_covers_is_not_covered_twice() -> None:
    for behind in ("$a,,b ..$", "&amp;c=3"):
        document = readers.read(f"https://ex.org/q?a=1&b=3{behind} so", "markdown")
        spans = [piece.span for block in document.blocks for piece in block.pieces]
        assert all(one.end <= other.start for one, other in pairwise(spans))
        assert document.blocks[0].text.endswith(" so")
