"""Several versions of one text, of which somebody was to choose: a label each, nearly the same words.

A label that names a tone (“Option 1 (formal):”) is enough. Bare labels (“Version A:”) also stand
over things that differ, so there the texts below them must be one text said twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from copylint.document import OBJECT, Block, Document
from copylint.match import Match
from copylint.pattern import compiled, ready
from copylint.query import TOKEN
from copylint.rough import Rough

_LABEL = ready(
    r"(?i)(?P<kind>Option|Version|Variant|Draft|Alternative) (?P<mark>[12AB]) ?"
    r"(?:\((?P<tone>[^()\n]{3,50})\) ?)?:(?= *(?:\n|$))"
)
_NEXT = {"1": "2", "a": "b"}
#: One of these is in every first label.
LITERALS = tuple(
    f"{kind} {mark}"
    for kind in ("option", "version", "variant", "draft", "alternative")
    for mark in ("1", "a")
)
_ALIKE = 0.4


def wakes(rough: Rough, options: Mapping[str, Any]) -> bool:  # noqa: ARG001
    """Whether two labels end their lines."""
    found = (hit["mark"].lower() for hit in _LABEL.finditer(rough.folded))
    return len(set(found)) > 1


def detect(document: Document, options: Mapping[str, Any]) -> Iterator[Match]:
    """Yield the first label of each pair; `tones` is the pattern of what names a tone."""
    labels = [
        (number, hit)
        for number, block in enumerate(document.blocks)
        if (hit := _LABEL.match(block.text)) is not None
    ]
    tone = compiled(f"(?i)^(?:{options['tones']})")
    for (first, one), (second, other) in pairwise(labels):
        if other["kind"].lower() != one["kind"].lower():
            continue
        if _NEXT.get(one["mark"].lower()) != other["mark"].lower():
            continue
        toned = one["tone"] and other["tone"] and tone.search(one["tone"])
        end = min(second + (second - first), len(document.blocks))
        bodies = (document.blocks[first:second], document.blocks[second:end])
        if toned or _alike(*bodies):
            yield Match(document.blocks[first], 0, one.end())


def _alike(first: tuple[Block, ...], second: tuple[Block, ...]) -> bool:
    """Whether two bodies of plain prose share so many of their words."""
    words = []
    for blocks in (first, second):
        text = "\n".join(block.text for block in blocks)
        if OBJECT in text or any(block.kind not in {"paragraph", "heading"} for block in blocks):
            return False
        words.append({word.lower() for word in TOKEN.findall(_LABEL.sub("", text))})
    one, other = words
    return min(len(one), len(other)) >= 3 and len(one & other) >= _ALIKE * len(one | other)
