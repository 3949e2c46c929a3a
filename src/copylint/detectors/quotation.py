"""Words in quotation marks with nobody to say them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from copylint.citations import Citations
from copylint.document import Document
from copylint.match import Match
from copylint.pattern import compiled, ready
from copylint.rough import Rough

_TERM_BEFORE = ready(
    r"(?i)(?:\b(?:called|so-called|termed|dubbed|titled|entitled|named|known as|nicknamed|labell?ed|"
    r"word|words|term|terms|phrase|phrases|expression|slogan|motto|label|title|message|error|button|"
    r"option|tab|menu|link|field|section|chapter|file|command|click|select|choose|press|type|enter|"
    r"search(?:ing)? for|album|song|book|novel|film|episode|series|play|poem|show|band|tag|named|"
    r"heading|headline|means?|meaning|refers? to|for|as|a|an|and|or|of)[ ,:]*|[(/=:])$"
)
_LOOKED = (
    "no verb of speech, name or reference in its sentence or the sentences beside it",
    "no line that signs it",
)
#: A quotation is opened by one of these.
LITERALS = ("“", '"', "«", "„")


def wakes(rough: Rough, options: Mapping[str, Any]) -> bool:
    """Whether something as long as such a quotation stands in quotation marks.

    A quotation that goes on in the next paragraph is not closed before it, but opened there again.
    """
    words = int(options.get("words", "2")) - 1
    quoted = compiled(
        rf"[“«„\"]\s*(?:[^\s“”«»„\"]+\s+){{{words}}}[^“”«»„\"\n]+(?:[”»“\"]|\n\s*[“«„\"])"
    )
    return quoted.search(rough.joined) is not None


def detect(document: Document, options: Mapping[str, Any]) -> Iterator[Match]:
    """Yield quotations of `words` words and more without a speaker in their sentence or beside it.

    Titles (capitals), terms after “called” or “the word”, and cited sentences are passed by.
    """
    least = int(options.get("words", "2"))
    citations = Citations(document)
    for block in document.blocks:
        if block.kind not in {"paragraph", "list-item"}:
            continue
        for quote in block.quotations:
            text = block.text[quote.start + 1 : quote.end - 1].strip()
            if len(text.split()) < least or _title(text) or "\ufffc" in text:
                continue
            term = _TERM_BEFORE.search(block.text, 0, quote.start)
            if term is None and not citations.spoken(block, quote):
                yield Match(block, *quote, {"quote": text}, evidence=_LOOKED)


def _title(text: str) -> bool:
    """Whether most of the longer words are capitals, as in titles; or no word has a small letter."""
    words = [word for word in text.split() if len(word) > 3 and word[0].isalpha()]
    return not words or sum(word[0].isupper() for word in words) * 2 > len(words)
