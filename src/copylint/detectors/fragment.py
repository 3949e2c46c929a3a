"""A row of keywords set as the last sentence of a paragraph: no verb, no article, no punctuation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from copylint.document import Block, Document
from copylint.finding import Safety
from copylint.match import Match, Repair
from copylint.pattern import ready
from copylint.query import SUFFIXES, TOKEN, Candidate, readable
from copylint.rough import Rough

# Two words that close a search query, beside a single one of SUFFIXES.
_NEAR = ("near", "me")
_TAIL = ready(r"(?i)(?<=[.!?…] +)(?:[^\s.!?,;:]+ ){3,11}[^\s.!?,;:]+\.?[ ]*$")
_STOP = ready(r"(?<=\p{L}{3}[.!?…])[ ]+(?=[^.!?…]{12,160}\.?[ ]*$)")
_MARKS = frozenset({"link", "url", "image", "footnote", "code", "emphasis", "template", "html"})
# A verb in one of its commonest forms makes a sentence of it, as does an imperative at its head.
_VERB = ready(
    r"(?i)^(?:see|read|try|use|get|visit|check|add|buy|call|contact|book|build|choose|click|compare|download"
    r"|explore|find|follow|go|join|keep|learn|look|make|meet|open|pick|plan|please|save|send|share|start|stop"
    r"|take|thank|thanks|view|watch|write|more|new|no|not|all|happy|good|great)\b"
    r"|\b(?:gives?|makes?|takes?|shows?|helps?|offers?|covers?|includes?|needs?|works?|runs?|comes?|goes|went|got"
    r"|said|says|made|took|gave|came|became|fell|rose|met|won|lost|held|wrote|\p{Ll}{3,}(?:ed|ing))\b"
)


def sieve(options: Mapping[str, Any]) -> Mapping[str, str]:  # noqa: ARG001
    """A closing word at the end of a paragraph."""
    return {"joined": rf"(?i)[ ](?:{'|'.join(sorted(SUFFIXES))}|me)\.*[ ]*$"}


def wakes(rough: Rough, options: Mapping[str, Any]) -> bool:  # noqa: ARG001
    """Whether a line ends in a short sentence that closes as a search query does."""
    for line in rough.joined.split("\n"):
        if len(line) < 30:
            continue
        last = line.rstrip(" .").rpartition(" ")[2].lower()
        if (last in SUFFIXES or last == "me") and _TAIL.search(line[-180:]):
            return True
    return False


def detect(document: Document, options: Mapping[str, Any]) -> Iterator[Match]:  # noqa: ARG001
    """Yield closing sentences of 4 to 12 words that are a search query and nothing else.

    A year or “near me” at the end convicts by itself; another closing word wants a small letter at
    the head, or a second such sentence that shares two words with it.
    """
    if not readable(document):
        return
    found = [
        candidate
        for block in document.blocks
        if block.kind in {"paragraph", "list-item"}
        for candidate in _closing(block)
        if _keywords(candidate)
    ]
    for candidate in found:
        words = candidate.words
        alone = words[-1].isdigit() or tuple(words[-2:]) == _NEAR or candidate.query[0].islower()
        others = (other for other in found if other is not candidate)
        if alone or any(len({*words} & {*other.words}) >= 2 for other in others):
            yield Match(
                candidate.block,
                candidate.start,
                candidate.end,
                repair=Repair("match", Safety.UNSAFE),
            )


def _closing(block: Block) -> Iterator[Candidate]:
    """What stands behind the last stop inside a block, where it is no abbreviation's."""
    stop = _STOP.search(block.folded)
    if stop is not None:
        yield Candidate(block, stop.end(), len(block.text), "", block.folded[stop.end() :])


def _keywords(candidate: Candidate) -> bool:
    words = candidate.words
    if not 4 <= len(words) <= 12 or candidate.block.marked(candidate.start, candidate.end, _MARKS):
        return False
    near = tuple(words[-2:]) == _NEAR
    if not near and words[-1] not in SUFFIXES:
        return False
    rest = Candidate(candidate.block, 0, 0, "", " ".join(words[:-2] if near else words))
    if not rest.bare or any(char in candidate.query for char in ",;:()“”\"'&/"):
        return False
    # A name and its year are an answer, not a query: capitals only are no evidence.
    named = all(word[0].isupper() or word[0].isdigit() for word in TOKEN.findall(candidate.query))
    return not named and _VERB.search(candidate.query) is None
