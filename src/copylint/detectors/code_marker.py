"""A chatbot's markers in a block of code: they were copied with the answer, and break the code.

Code is shown as it is, so that a listing may well be about such markers. What tells the two apart
is the language of the block, and whether the text around it speaks of chatbots and their traces.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import regex

from copylint.document import Document
from copylint.match import Match
from copylint.pattern import compiled, ready
from copylint.rough import Rough

_OPENING = ready(r"[ \t>]*(?:`{3,}|~{3,})[ \t]*\{?\.?(?P<language>[\w+#-]+)[^\n]*\n")
# Languages of listings that show texts, and no language at all.
_TEXTS = frozenset("text txt plain plaintext markdown md mdx html output log diff".split())


def wakes(rough: Rough, options: Mapping[str, Any]) -> bool:
    """Whether such a marker stands anywhere in a source that has fences."""
    source = rough.source
    return ("```" in source or "~~~" in source) and bool(_marker(options).search(source))


def detect(document: Document, options: Mapping[str, Any]) -> Iterator[Match]:
    """Yield what `pattern` finds in fenced code, unless `mention` finds something in the prose."""
    if compiled(str(options["mention"])).search(document.prose):
        return
    source = document.source
    for span in document.opaque:
        opening = _OPENING.match(source, span.start, span.end)
        if opening is None or opening["language"].lower() in _TEXTS:
            continue
        for hit in _marker(options).finditer(source, opening.end(), span.end):
            yield Match(None, hit.start(), hit.end())


def _marker(options: Mapping[str, Any]) -> regex.Pattern[str]:
    return compiled(str(options["pattern"]))
