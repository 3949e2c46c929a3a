"""A mark or word that is fine now and then and tells once it is everywhere.

No single place is wrong, so there is one finding for the text, at the first of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from copylint.document import Document
from copylint.match import Match
from copylint.pattern import compiled
from copylint.span import Span

_PROSE = frozenset({"paragraph", "list-item", "quote"})


def detect(document: Document, options: Mapping[str, Any]) -> Iterator[Match]:
    """Yield the first `pattern` if there are more than `limit` of them in `per` words.

    `least`: never for fewer than so many. `unquoted: yes`: those in quotation marks do not count.
    """
    expression = compiled(str(options["pattern"]))
    hits = [
        (block, Span(*hit.span()))
        for block in document.blocks
        if block.kind in _PROSE
        for hit in expression.finditer(block.text)
        if not (options.get("unquoted") == "yes" and block.quoted(Span(*hit.span())))
    ]
    words = sum(len(block.text.split()) for block in document.blocks if block.kind in _PROSE)
    many = len(hits) * float(options["per"]) > float(options["limit"]) * words
    if len(hits) >= max(1, int(options.get("least", "1"))) and many:
        block, span = hits[0]
        yield Match(block, span.start, span.end, {"count": str(len(hits))}, whole=True)
