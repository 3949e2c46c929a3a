"""Words that lean on somebody, or on a record, that the text does not let a reader look up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

import regex

from copylint.citations import Citations
from copylint.document import Block, Document
from copylint.finding import Severity
from copylint.match import Match
from copylint.pattern import compiled, ready
from copylint.rough import Rough
from copylint.span import Span

_SCOPE = frozenset({"paragraph", "list-item"})
# What may bring in a term, the code points behind it where that is set off, and how long it is
# where quotation marks do so: longer words are somebody's.
_TERMED = ready(r"\bsaid to$")
_TERM, _SHORT = 12, 16
# How far before and behind the first letter of its literal a match may reach.
_BEFORE, _AFTER = 160, 240
# The options that are lists of patterns, and the rough prose that they are tried on.
_KEYS = {"patterns": "joined", "weak": "bare"}
_MILDER = {"error": Severity.WARNING, "warning": Severity.INFO, "info": Severity.INFO}


class _Shape(NamedTuple):
    """A pattern, and the literals in small letters one of which its matches hold."""

    pattern: regex.Pattern[str]
    needs: tuple[str, ...]

    def within(self, text: str, low: str) -> Iterator[regex.Match[str]]:
        """The matches in a text, looked for only around the literals; `low` is in small letters."""
        places = sorted(
            place for literal in self.needs if literal in low for place in _places(literal, low)
        )
        at = number = 0
        while number < len(places):
            start, end = places[number] - _BEFORE, places[number] + _AFTER
            while number < len(places) and places[number] - _BEFORE <= end:
                end = places[number] + _AFTER
                number += 1
            for hit in self.pattern.finditer(text, max(at, start, 0), end):
                at = hit.end()
                yield hit


def _places(literal: str, low: str) -> Iterator[int]:
    at = low.find(literal)
    while at >= 0:
        yield at
        at = low.find(literal, at + 1)


def _lowered(text: str) -> str:
    """A text in small letters, one for one."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(char.lower()[0] for char in text)


def literals(options: Mapping[str, Any]) -> Iterator[str]:
    """Of each pattern the literals it needs."""
    for key in _KEYS:
        for shape in options.get(key, ()):
            yield from shape["needs"]


def _shapes(options: Mapping[str, Any], key: str) -> list[_Shape]:
    return [
        _Shape(compiled(shape["match"]), tuple(one.lower() for one in shape["needs"]))
        for shape in options.get(key, ())
    ]


def sieve(options: Mapping[str, Any]) -> Mapping[str, str]:
    """Any of the patterns."""
    made = {}
    for key, form in _KEYS.items():
        shapes = [shape["match"] for shape in options.get(key, ())]
        scoped = (f"(?i:{one[4:]})" if one.startswith("(?i)") else f"(?:{one})" for one in shapes)
        if shapes:
            made[form] = "|".join(scoped)
    return made


def wakes(rough: Rough, options: Mapping[str, Any]) -> bool:
    """Whether one of the patterns matches in the text."""
    for key, form in _KEYS.items():
        text = getattr(rough, form)
        low = _lowered(text)
        if any(next(shape.within(text, low), None) for shape in _shapes(options, key)):
            return True
    return False


def detect(document: Document, options: Mapping[str, Any]) -> Iterator[Match]:
    """Yield the matches of `patterns` in sentences that are traced to no source.

    Each of `patterns` is a `match` with the literals it `needs`. `unless` are patterns that settle
    it where they stand in the sentence; `what` says for the evidence what kind of words they are;
    `level` is the rule's own severity, so that an article whose front matter lists its sources is
    told one level more mildly. `weak`, like `patterns`, are looked for only where the whole text
    cites nothing and names nobody, in sentences without any of those, and are information.
    """
    citations = Citations(document)
    shapes, weak = _shapes(options, "patterns"), _shapes(options, "weak")
    unless = [compiled(one) for one in options.get("unless", ())]
    for block in document.blocks:
        if block.kind not in _SCOPE:
            continue
        low = _lowered(block.folded)
        told: set[int] = set()
        for shape in shapes:
            for hit in shape.within(block.folded, low):
                if _stands(citations, block, Span(*hit.span()), unless):
                    told.add(block.sentence_at(hit.start()).start)
                    yield _match(citations, block, hit, options)
        for shape in weak:
            for hit in shape.within(block.folded, low):
                at = block.sentence_at(hit.start()).start
                if at in told or not citations.bare:
                    continue
                if _stands(citations, block, Span(*hit.span()), unless):
                    told.add(at)
                    match = _match(citations, block, hit, options)
                    yield replace(match, severity=Severity.INFO)


def _stands(
    citations: Citations, block: Block, span: Span, unless: list[regex.Pattern[str]]
) -> bool:
    """Whether nothing speaks against a match."""
    if block.quoted(span):
        return False
    sentence = block.sentence_at(span.start)
    text = block.folded[sentence.start : sentence.end]
    if any(one.search(text) for one in unless) or _terms(block, span):
        return False
    return citations.source(block, sentence) is None


def _terms(block: Block, span: Span) -> bool:
    """Whether a match brings in a term: “is said to be *free*”."""
    if not _TERMED.search(block.folded, span.start, span.end):
        return False
    behind = Span(span.end, span.end + _TERM)
    set_off = [Span(mark.start, mark.end) for mark in block.marks if mark.kind == "emphasis"]
    set_off += [one for one in block.quotations if one.end - one.start <= _SHORT]
    return any(behind.start <= one.start < behind.end for one in set_off)


def _match(
    citations: Citations, block: Block, hit: regex.Match[str], options: Mapping[str, Any]
) -> Match:
    severity = _MILDER.get(options.get("level", "")) if citations.declared else None
    evidence = (f"{options.get('what', 'words')}: {' '.join(hit[0].split())}", *citations.looked())
    return Match(block, hit.start(), hit.end(), evidence=evidence, severity=severity)
