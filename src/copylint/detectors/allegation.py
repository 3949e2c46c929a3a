"""A crime laid to a named person, with nothing to show for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import regex

from copylint.citations import referenced
from copylint.document import Document
from copylint.match import Match
from copylint.pattern import compiled, ready
from copylint.rough import Rough

_PERSON = ready(r"\b(?:\p{Lu}[\p{Ll}’'-]+(?: \p{Lu}\.)? ){1,3}\p{Lu}[\p{Ll}’'-]{2,}\b")
_NO_PERSON = ready(
    r"\b(?:United|States|Kingdom|Office|Court|Street|Department|Ministry|Police|University|Bank|"
    r"House|Party|County|City|District|National|Federal|Supreme|Foreign|Union|Agency|Service|Press|"
    r"News|Times|Post|Sea|River|North|South|East|West|Act|Commission|Council|Committee|Company|"
    r"Bureau|Republic|January|February|March|April|May|June|July|August|September|October|November|"
    r"December|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|The|White|Attorney|General)\b"
)
_CLAUSE = 4


def wakes(rough: Rough, options: Mapping[str, Any]) -> bool:
    """Whether enough of the terms stand in the text."""
    terms = [*_terms(options, "acts"), *_terms(options, "terms")]
    found = sum(term.search(rough.joined) is not None for term in terms)
    return found >= int(options.get("least", "2"))


def _terms(options: Mapping[str, Any], name: str) -> list[regex.Pattern[str]]:
    return [compiled(f"(?i)\\b(?:{term})") for term in options.get(name, ())]


def detect(document: Document, options: Mapping[str, Any]) -> Iterator[Match]:
    """Yield sentences with a personal name, `least` different terms of crime, and no reference.

    `acts` (one must be there) and `terms` are patterns, each one kind of accusation. A reference
    in the sentence or the next one settles it.
    """
    acts = _terms(options, "acts")
    terms = [*acts, *_terms(options, "terms")]
    least = int(options.get("least", "2"))
    for block in document.blocks:
        if block.kind not in {"paragraph", "list-item"}:
            continue
        sentences = block.sentences
        for number, span in enumerate(sentences):
            text = block.text[span.start : span.end]
            found = [hit[0].lower() for term in terms if (hit := term.search(text))]
            if len(found) < least or not any(act.search(text) for act in acts):
                continue
            name = next((p[0] for p in _PERSON.finditer(text) if not _NO_PERSON.search(p[0])), "")
            after = sentences[number + 1] if number + 1 < len(sentences) else span
            if not name or referenced(block, span.start, after.end):
                continue
            evidence = (f"names {name}", f"says {', '.join(found[:_CLAUSE])}", "gives no reference")
            yield Match(block, span.start, span.end, {"name": name}, evidence=evidence)
