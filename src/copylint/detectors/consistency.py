"""Two ways to write the same in one text: either is right, both are not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from copylint.document import Document
from copylint.match import Match
from copylint.pattern import compiled
from copylint.rough import Rough, loose


def wakes(rough: Rough, options: Mapping[str, Any]) -> bool:
    """Whether both of a pair stand there at all."""
    return any(
        all(compiled(loose(one)).search(rough.joined) for one in pair)
        for pair in options["either"].items()
    )


def detect(document: Document, options: Mapping[str, Any]) -> Iterator[Match]:
    """Yield each place that is written otherwise than the first of its pair in the text was.

    `either`: pairs of patterns, one for each way. `kinds`: only in blocks of these kinds.
    """
    kinds = options.get("kinds", ())
    blocks = [block for block in document.blocks if not kinds or block.kind in kinds]
    for pair in options["either"].items():
        ways = [compiled(one) for one in pair]
        own: tuple[int, str] | None = None
        for block in blocks:
            hits = sorted(
                (hit.start(), hit.end(), number, hit[0])
                for number, way in enumerate(ways)
                for hit in way.finditer(block.folded)
            )
            for start, end, number, text in hits:
                own = own or (number, text)
                if number != own[0]:
                    yield Match(block, start, end, {"other": own[1]})
