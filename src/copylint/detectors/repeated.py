"""The same word twice running: a slip of the pen that the eye reads over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from copylint.document import OBJECT, Document
from copylint.match import Match
from copylint.pattern import compiled, touches
from copylint.rough import Rough
from copylint.span import Span


def wakes(rough: Rough, options: Mapping[str, Any]) -> bool:
    """Whether something is repeated in the rough prose."""
    return any(_repeats(rough.joined, options))


def detect(document: Document, options: Mapping[str, Any]) -> Iterator[Match]:
    """Yield what `pattern` finds again right after itself, from the first to the last of the run.

    `max`: so many repeats are fine. `alpha: yes`: only letters count. `ignorecase: yes`: case does
    not. `not`: patterns; a run that shares ground with one is left alone. `kinds`: only in blocks
    of these kinds.
    """
    kinds = options.get("kinds", ())
    for block in document.blocks:
        if kinds and block.kind not in kinds:
            continue
        for span, word in _repeats(block.folded, options):
            if not any(touches(one, block.folded, span) for one in options.get("not", ())):
                yield Match(block, span.start, span.end, {"word": word})


def _repeats(text: str, options: Mapping[str, Any]) -> Iterator[tuple[Span, str]]:
    most = int(options.get("max", "0"))
    alpha, ignorecase = options.get("alpha") == "yes", options.get("ignorecase") == "yes"
    before, start, end, count = "", 0, 0, 0
    for hit in compiled(str(options["pattern"])).finditer(text):
        word = hit[0].strip()
        key = word.casefold() if ignorecase else word
        # Rough prose has more than one block in a text.
        apart = "\n" in text[end : hit.start()]
        counts = word.isalpha() if alpha else bool(word) and OBJECT not in word
        again = counts and key == before and not apart
        count = count + 1 if again else 0
        if again and count > most:
            yield Span(start, hit.end()), word
            count = 0
        if not again or not count:
            start = hit.start()
        before, end = key, hit.end()
