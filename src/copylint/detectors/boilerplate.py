"""A paragraph that stands in most files of a run, word for word."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from copylint.document import Document
from copylint.match import Match
from copylint.pattern import compiled
from copylint.query import tokens
from copylint.rough import Rough
from copylint.rule import option
from copylint.text import Text

_ASIDE = frozenset({"metadata", "alt", "cell", "heading"})
# Paragraphs of a text that are noted: boilerplate stands at its ends.
_EDGE = 3


def note(text: Text, options: Mapping[str, Any]) -> list[str]:
    """The words of the first and last paragraphs that are long enough to count."""
    least = option(options, "least", int, 4)
    lines = [line for line in text.rough.joined.split("\n") if line.strip()]
    edges = [*lines[:_EDGE], *lines[_EDGE:][-_EDGE:]]
    words = {_words(line) for line in edges}
    return sorted(one for one in words if one.count(" ") >= least - 1)


def across(notes: Sequence[Sequence[str]], options: Mapping[str, Any]) -> dict[str, int]:
    """The paragraphs that enough files share, each with the number of its files.

    `files`: how many files there must be. `share`: which part of them must have the paragraph.
    """
    if len(notes) < option(options, "files", int, 10):
        return {}
    enough = option(options, "share", float, 0.6) * len(notes)
    counts = Counter(paragraph for one in notes for paragraph in one)
    return {text: count for text, count in sorted(counts.items()) if count >= enough}


def wakes(rough: Rough, options: Mapping[str, Any]) -> bool:
    """Whether a line holds the words of a shared paragraph."""
    common = options.get("common", {})
    return bool(common) and any(_words(line) in common for line in rough.joined.split("\n"))


def detect(document: Document, options: Mapping[str, Any]) -> Iterator[Match]:
    """Yield the paragraphs that most files share, but for those that a pattern of `allow` finds.

    `least`: how many words a paragraph must have.
    """
    common: Mapping[str, int] = options.get("common", {})
    allowed = [compiled(str(pattern)) for pattern in options.get("allow", ())]
    for block in document.blocks:
        count = common.get(_words(block.folded), 0) if block.kind not in _ASIDE else 0
        if count and not any(pattern.search(block.folded) for pattern in allowed):
            yield Match(block, 0, len(block.text), {"count": str(count)})


def _words(text: str) -> str:
    return " ".join(tokens(text))
