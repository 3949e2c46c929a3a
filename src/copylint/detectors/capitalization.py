"""Headings, captions and the like whose words are not capitalized as the house does it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import regex

from copylint.document import OBJECT, Document
from copylint.match import Match
from copylint.pattern import compiled
from copylint.rough import Rough

# Articles, conjunctions and short prepositions; the longer ones are small in Chicago's style alone.
_SMALL = frozenset(
    "a an and as at but by en for if in nor of on or per so the to v via vs yet".split()
)
_PREPOSITIONS = frozenset(
    """about above across after against along among around before behind below beneath beside
    between beyond despite down during except from inside into like near off onto out outside over
    past since through throughout toward towards under underneath until up upon with within
    without""".split()
)
_WORD = rf"[\p{{N}}\p{{L}}{OBJECT}]\S*"
_NUMBER = regex.compile(r"\d+\.")
_HEADING = re.compile(r"^[ \t>*+-]*(?:#|=+[ \t]*$|-+[ \t]*$)|<h[1-6]", re.M | re.I)


def wakes(rough: Rough, options: Mapping[str, Any]) -> bool:
    """Whether there are headings, where only they count."""
    only = list(options.get("kinds", ())) == ["heading"] and rough.markup in {"markdown", "html"}
    return not only or _HEADING.search(rough.lines) is not None


def detect(document: Document, options: Mapping[str, Any]) -> Iterator[Match]:
    """Yield each block that is not in the wanted case.

    `case`: `title`, `sentence`, `lower`, `upper`, or with `pattern` what that finds. `style: AP` or
    `Chicago`: which small words a title leaves small. `threshold`: the share of words that must be
    right (0.8). `exceptions`: patterns of words that keep their case. `indicators`: a word that
    ends in one of these is followed by a capital. `prefix`: a pattern of what is passed over at the
    beginning. `kinds`: only blocks of these kinds; `levels`: only headings of these levels.
    """
    kinds, levels = options.get("kinds", ()), {int(one) for one in options.get("levels", ())}
    for block in document.blocks:
        if (kinds and block.kind not in kinds) or (levels and block.level not in levels):
            continue
        wrong, expected = _wrong(block.folded, options)
        if wrong:
            evidence = (f"not as wanted: {', '.join(wrong)}",)
            yield Match(block, 0, len(block.text), {"expected": expected}, evidence=evidence)


def _wrong(text: str, options: Mapping[str, Any]) -> tuple[list[str], str]:
    """The words that make a text wrong, none where it is right; and the text as it should be."""
    exceptions = sorted(options.get("exceptions", ()), key=len, reverse=True)
    apart = compiled(rf"\b(?:{'|'.join(exceptions)})\b") if exceptions else None
    case = str(options.get("case", ""))
    if not regex.search(r"\p{L}", text):
        return [], text
    if case not in {"title", "sentence"}:
        changed = {"lower": text.lower, "upper": text.upper}.get(case)
        expected = changed() if changed else text
        right = (
            compiled(str(options["pattern"])).search(text) is not None
            if changed is None
            else text == expected
        )
        return ([] if right or (apart and apart.search(text)) else [text]), expected
    prefix = compiled(str(options.get("prefix", ""))).match(text)
    pattern = compiled(f"{apart.pattern}|{_WORD}" if apart else _WORD)
    hits = list(pattern.finditer(text, prefix.end() if prefix else 0))
    wanted = (_titled if case == "title" else _sentenced)([hit[0] for hit in hits], options)
    wrong: list[regex.Match[str]] = []
    pieces, at = [], 0
    for hit, word in zip(hits, wanted, strict=True):
        kept = (
            hit[0] == word
            or (apart is not None and apart.search(hit[0]) is not None)
            or (case == "title" and hit[0] == hit[0].upper())
        )
        pieces += [text[at : hit.start()], hit[0] if kept else word]
        at = hit.end()
        wrong += [] if kept else [hit]
    threshold = float(options.get("threshold", "0.8"))
    # However right the rest is, a sentence begins with a capital.
    headless = case == "sentence" and wrong[:1] == hits[:1]
    few = len(hits) - len(wrong) < threshold * len(hits)
    named = [hit[0] for hit in wrong] if few or headless else []
    return named, "".join(pieces) + text[at:]


def _titled(words: Sequence[str], options: Mapping[str, Any]) -> Iterator[str]:
    small = _SMALL | (_PREPOSITIONS if options.get("style") == "Chicago" else frozenset())
    for number, word in enumerate(words):
        bounding = number in {0, len(words) - 1} or words[number - 1].endswith((":", "–", "—"))
        low = word.lower()
        plain = low.strip(".,;:!?\"'”’)")
        yield low if plain in small and not bounding else word[:1].upper() + word[1:]


def _sentenced(words: Sequence[str], options: Mapping[str, Any]) -> Iterator[str]:
    indicators = tuple(options.get("indicators", ()))
    for number, word in enumerate(words):
        before = words[number - 1] if number else ""
        opens = number == 0 or (bool(indicators) and before.endswith(indicators))
        opens = opens or (number == 1 and _NUMBER.fullmatch(before) is not None)
        low = word.lower()
        yield low[:1].upper() + low[1:] if opens else low
