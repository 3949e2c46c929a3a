"""UTF-8 that was read as Windows-1252, once or several times over: “donâ€™t”.

Each character of UTF-8 outside ASCII becomes two to four characters: a lead from Â to ô, then
characters of the upper half of Windows-1252. A run of such groups is decoded back strictly. That
alone is not enough, because “VOCÊ…” and “été »” are well-formed too; so a group counts only if what
it decodes to is likelier at its place than what stands there.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

import regex

from copylint.document import Document
from copylint.finding import Safety
from copylint.match import Match, Repair
from copylint.pattern import ready
from copylint.rough import Rough
from copylint.span import Span

_BYTES: dict[str, int] = {}
for _byte in range(0x80, 0x100):
    _BYTES[chr(_byte)] = _byte
for _byte in range(0x80, 0xA0):
    _BYTES[bytes([_byte]).decode("cp1252", "ignore") or chr(_byte)] = _byte

_UPPER_HALF = "".join(sorted(char for char, byte in _BYTES.items() if byte < 0xC0))
_LEADS = frozenset(map(chr, range(0xC2, 0xF5)))
_TAIL = f"[{regex.escape(_UPPER_HALF)}]"
_GROUP = ready(f"[Â-ß]{_TAIL}|[à-ï]{_TAIL}{{2}}|[ð-ô]{_TAIL}{{3}}")
_RUN = ready(f"(?:{_GROUP.pattern})+")
# What may rightly follow a word: after a capital such a pair is no sign of damage.
_FOLLOWING = frozenset("’”“‘…–—•™®»›„‚ \u00a0«")
# Letters of few languages, which stand for themselves before an apostrophe or a dash.
_AMBIGUOUS = frozenset({"Ä’", "Ä–", "Å–"})
_ROUNDS = 3
# The second character of three-byte groups for punctuation and symbols: U+2000 to U+27FF.
_SYMBOLS = frozenset(char for char, byte in _BYTES.items() if 0x80 <= byte <= 0x9F and byte != 0x85)
_LATIN_LEADS = frozenset("ÂÃÄÅ")
# Leads of Greek, Cyrillic, Hebrew and Arabic; a run of three letters and more proves the damage.
_ALPHABETS = ("ÎÏ", "ÐÑ", "×", "ØÙ")
_WORD = 6
_ABOUT = ready(r"(?i)\bmojibake\b|\bbyte[- ]order\b|\bBOM\b")


def wakes(rough: Rough, options: Mapping[str, Any]) -> bool:  # noqa: ARG001
    """Whether a group could stand in the text at all."""
    return not rough.wide.isdisjoint(_LEADS) and _GROUP.search(rough.source) is not None


def detect(document: Document, options: Mapping[str, Any]) -> Iterator[Match]:  # noqa: ARG001
    """Yield each damaged run with what it should have been.

    Code is left alone, and so are texts about the matter, which quote such damage.
    """
    source = document.source
    if _ABOUT.search(document.prose):
        return
    proven = _proven(source)
    for run in _RUN.finditer(source):
        for start, end, fixed in _decoded(source, run.start(), run.end(), proven):
            span = Span(start, end)
            if not _shown(document, span):
                continue
            yield Match(None, start, end, {"fixed": fixed}, Repair("replace", Safety.SAFE, fixed))


def _shown(document: Document, span: Span) -> bool:
    """Whether a range is prose or front matter that readers see, and not code."""
    if not document.hidden(span):
        return True
    block = document.block_at(span)
    return block is not None and block.kind == "metadata"


def _proven(source: str) -> frozenset[str]:
    """The leads of alphabets that damaged words prove, so that words of one letter count too."""
    leads = {
        run[0][0]
        for run in _RUN.finditer(source)
        if len(run[0]) >= _WORD and (_strict(run[0]) or "").isalpha()
    }
    return frozenset("".join(pair for pair in _ALPHABETS if not leads.isdisjoint(pair)))


def _decoded(
    source: str, start: int, end: int, proven: frozenset[str]
) -> Iterator[tuple[int, int, str]]:
    """The stretches of a run that are damage, and their repairs."""
    groups = [(found.start(), found.end()) for found in _GROUP.finditer(source, start, end)]
    at = 0
    while at < len(groups):
        stop = at
        while stop < len(groups) and (
            source[groups[stop][0]] in proven or _believed(source, groups[stop], len(groups) - at)
        ):
            stop += 1
        if stop > at:
            first, last = groups[at][0], groups[stop - 1][1]
            fixed = _strict(source[first:last])
            if fixed is not None:
                yield first, last, _again(fixed)
        at = max(stop, at + 1)


def _believed(source: str, group: tuple[int, int], company: int) -> bool:
    """Whether one group is damage and not two or three characters that are meant."""
    start, end = group
    text = source[start:end]
    fixed = _strict(text)
    if fixed is None or fixed == "\ufffd":
        return False
    before, after = source[start - 1 : start] if start else "", source[end : end + 1]
    if len(text) == 4:
        return text[1] == "Ÿ"
    if len(text) == 3:
        return _believed_three(text, fixed, before, after, company)
    if company > 1 and (text[0] in "ÃÂ" or unicodedata.category(fixed)[0] == "L"):
        return True
    if text[0] in "ß×÷":
        return False
    if before.islower():
        return True
    if text[0] not in _LATIN_LEADS:
        return False
    if text[1] not in _FOLLOWING:
        return True
    if before.isupper() or text in _AMBIGUOUS:
        return False
    # No word is a lone Ã, and a lone Â before a no-break space is what became of the space itself.
    alone = text[0] == "Ã" and not before.isalpha()
    return alone or after.isalpha() or text == "Â\u00a0"


def _believed_three(text: str, fixed: str, before: str, after: str, company: int) -> bool:
    if text[0] == "â":
        return text[1] in _SYMBOLS
    if text == "ï»¿":
        return True
    if text[0] == "á" and text[1] in "º»":
        return text[2] not in _FOLLOWING or after.isalpha() or (company > 1 and before.isalpha())
    return company > 1 and unicodedata.category(fixed)[0] == "L" and text[1] not in "\u00a0»«"


def _again(text: str) -> str:
    """Decoded once more, as long as the result is damage of the same kind."""
    for _ in range(_ROUNDS - 1):
        if _RUN.fullmatch(text) is None:
            break
        fixed = _strict(text)
        if fixed is None:
            break
        text = fixed
    return text.replace("\ufeff", "")


def _strict(text: str) -> str | None:
    """The text that was misread, if its bytes are UTF-8 without a fault."""
    try:
        return bytes(_BYTES[char] for char in text).decode()
    except (KeyError, UnicodeDecodeError):
        return None
