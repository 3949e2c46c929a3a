"""One thing that must not stand without another before it, such as an acronym nobody spelled out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from copylint.document import Document
from copylint.match import Match
from copylint.pattern import compiled
from copylint.rough import Rough, loose


def wakes(rough: Rough, options: Mapping[str, Any]) -> bool:
    """Whether what needs the other stands there at all."""
    return compiled(loose(str(options["first"]))).search(rough.joined) is not None


def detect(document: Document, options: Mapping[str, Any]) -> Iterator[Match]:
    """Yield what `first` finds, unless a group of `second` gave the same text before.

    “Before” is in an earlier block or anywhere in the same. `not`: patterns; what holds one of them
    needs nothing. `kinds`: only blocks of these kinds are looked at.
    """
    first, second = compiled(str(options["first"])), compiled(str(options["second"]))
    exceptions = [compiled(one) for one in options.get("not", ())]
    kinds = options.get("kinds", ())
    given: set[str] = set()
    for block in document.blocks:
        if kinds and block.kind not in kinds:
            continue
        for hit in second.finditer(block.folded):
            given.update(group for group in hit.groups() if group)
        for hit in first.finditer(block.folded):
            text = hit[0]
            if text and text not in given and not any(one.search(text) for one in exceptions):
                yield Match(block, hit.start(), hit.end())
