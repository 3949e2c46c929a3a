"""The claim a note or a chatbot's citation hung on, so that deleting the one never hides the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from copylint.document import Block, Document
from copylint.match import Match
from copylint.pattern import compiled
from copylint.span import Span

#: Deleting the note must not hide the claim it was about.
LASTING = True

_CITED = frozenset({"link", "url", "footnote"})
_QUIET = frozenset({"heading", "alt", "metadata", "cell"})


def accompany(
    document: Document, options: Mapping[str, Any], found: Mapping[str, list[Match]]
) -> Iterator[Match]:
    """Yield the sentence beside each match of the rules in `of`.

    `cue`: only beside a match whose text holds this pattern. `uncited: yes`: only if the sentence
    has no other citation.
    """
    seen: set[tuple[int, Span]] = set()
    for name in options.get("of", ()):
        for match in found.get(name, ()):
            block = match.block or document.block_at(Span(match.start, match.end))
            if block is None or block.kind in _QUIET:
                continue
            claim = _beside(document, block, match)
            if claim is None or (id(claim[0]), claim[1]) in seen:
                continue
            if _wanted(document, claim, match, options):
                seen.add((id(claim[0]), claim[1]))
                yield _said(claim, _text(document, match))


def _wanted(
    document: Document, claim: tuple[Block, Span], match: Match, options: Mapping[str, Any]
) -> bool:
    cue = options.get("cue")
    if cue and not compiled(f"(?i){cue}").search(_text(document, match)):
        return False
    block, span = claim
    return options.get("uncited") != "yes" or not block.marked(span.start, span.end, _CITED)


def _text(document: Document, match: Match) -> str:
    text = match.block.folded if match.block else document.source
    return text[match.start : match.end]


def _beside(document: Document, block: Block, match: Match) -> tuple[Block, Span] | None:
    """The sentence before a match in its block; else the block before it; else what follows."""
    start, end = match.start, match.end
    if match.block is None:
        inside = block.prose(Span(start, end))
        if inside is None:
            return None
        start, end = inside
    before = block.text[:start].rstrip()
    if any(char.isalpha() for char in before):
        first = block.sentence_at(len(before) - 1)
        claim = Span(first.start, min(first.end, len(before)))
        return (block, claim) if _words(block, claim) else None
    after = block.text[end:]
    if any(char.isalpha() for char in after):
        offset = end + len(after) - len(after.lstrip(" .,;:"))
        sentence = block.sentence_at(min(offset, len(block.text) - 1))
        return block, Span(max(sentence.start, offset), sentence.end)
    return _previous(document, block)


def _previous(document: Document, block: Block) -> tuple[Block, Span] | None:
    at = document.blocks.index(block)
    for other in reversed(document.blocks[:at]):
        if other.kind not in _QUIET and other.sentences:
            return other, other.sentences[-1]
    return None


def _words(block: Block, span: Span) -> bool:
    return len(block.text[span.start : span.end].split()) >= 2


def _said(claim: tuple[Block, Span], note: str) -> Match:
    block, span = claim
    short = " ".join(note.split())
    short = short if len(short) <= 100 else f"{short[:70].rstrip()} … {short[-24:].lstrip()}"
    return Match(block, span.start, span.end, {"note": short})
