"""A sentence that claims something a reader may want checked, with no source in reach."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from copylint import checkworthy
from copylint.citations import Citations
from copylint.document import Document
from copylint.match import Match
from copylint.rough import Rough

#: Every sentence is judged, so nothing can be told beforehand.
LITERALS = (".", "!", "…")
_SCOPE = frozenset({"paragraph", "list-item"})
_TERMS = 5
_LEAST = 0.15


def wakes(rough: Rough, options: Mapping[str, Any]) -> bool:  # noqa: ARG001
    """Whether the text has sentences at all."""
    return any(sign in rough.joined for sign in LITERALS)


def detect(document: Document, options: Mapping[str, Any]) -> Iterator[Match]:
    """Yield sentences whose score reaches `least` (0 to 1) and that are traced to no source."""
    least = float(options.get("least", "0.8"))
    citations = Citations(document)
    for block in document.blocks:
        if block.kind not in _SCOPE:
            continue
        for span in block.sentences:
            text = block.text[span.start : span.end]
            if len(text.split()) < 4 or text.rstrip("”\"’') ")[-1:] not in {".", "!", "…"}:
                continue
            score, found = checkworthy.judged(text)
            if score < least or block.quoted(span) or citations.source(block, span):
                continue
            terms = tuple(_shown(found))
            values = {"score": f"{score:.2f}", "terms": ", ".join(terms)}
            evidence = (f"score {score:.2f}", *terms, "no citation", *citations.looked())
            yield Match(block, *span, values, evidence=evidence)


def _shown(found: Sequence[tuple[str, float]]) -> Iterator[str]:
    """The heaviest terms in a reader's words, each with its weight."""
    for term, weight in found[:_TERMS]:
        if abs(weight) >= _LEAST:
            yield f"{checkworthy.named(term)} {weight:+.1f}"
