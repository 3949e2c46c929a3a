"""A text that quotes people again and again, and nowhere says where they said it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from copylint.citations import referenced
from copylint.document import Document
from copylint.match import Match
from copylint.pattern import ready
from copylint.rough import Rough
from copylint.rule import option

#: A quotation is opened by one of these.
LITERALS = ("“", '"', "«", "„")
_QUOTE = ready(r"[“«„\"](?=\S)[^\s“”«»„\"]+\s+[^“”«»„\"\n]+[”»“\"]")
_SAY = (
    r"(?:said|says|told|wrote|called|stated|announced|added|explained|argued|noted|warned|claimed|insisted"
    r"|replied|recalled|declared|sagte|schrieb|erklärte|a dit|a déclaré|affirme|dijo|afirmó|disse|ha detto)"
)
# The verb stands beside the quotation, or a few words before it.
_BEFORE = ready(rf"(?i)\b{_SAY}\b[^.!?“”«»„\"]{{0,60}}$")
_AFTER = ready(rf"(?i)[ ,]*(?:\p{{L}}[\p{{L}}.'’-]*[ ]){{0,4}}{_SAY}\b")
_SOURCES = ready(
    r"(?im)^\W{0,4}(?:sources?|references?|bibliography|notes|further reading|credits?|via|quellen?|literatur"
    r"|références|fuentes|fonti|fontes|bronnen)\b"
)
# In an interview the speaker is the source, and it is marked by who is asked and who answers.
_TURN = ready(r"(?m)^(?:\*\*|__)?(?:Q|A|[\p{Lu}][\p{L}.]+(?: [\p{Lu}][\p{L}.]+)?)(?:\*\*|__)?:")


def wakes(rough: Rough, options: Mapping[str, Any]) -> bool:
    """Whether enough is quoted, and no address stands in the text."""
    if _linked(rough.source):
        return False
    least = option(options, "least", int, 3)
    return sum(1 for _ in _QUOTE.finditer(rough.joined)) >= least


def _linked(source: str) -> bool:
    """Whether something in a source could be a link or a note, be it only in code."""
    return any(sign in source for sign in ("](", "://", "href", "]:", "[^"))


def detect(document: Document, options: Mapping[str, Any]) -> Iterator[Match]:
    """Yield the first of at least `least` quotations of people, if the text has no reference."""
    if document.targets or _linked(document.source) or _SOURCES.search(document.prose):
        return
    if len(_TURN.findall(document.prose)) >= 4:
        return
    found: list[Match] = []
    for block in document.blocks:
        if referenced(block, 0, len(block.text)):
            return
        if block.kind not in {"paragraph", "list-item", "quote"}:
            continue
        for quote in block.quotations:
            words = block.text[quote.start + 1 : quote.end - 1].split()
            said = _BEFORE.search(block.text, 0, quote.start) or _AFTER.match(block.text, quote.end)
            closed = block.text[quote.end - 1] in '”»“"'
            if len(words) >= 2 and said and closed:
                found.append(Match(block, *quote))
    if len(found) >= option(options, "least", int, 3):
        first = found[0]
        yield Match(first.block, first.start, first.end, {"count": str(len(found))})
