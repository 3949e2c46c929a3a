"""Calls to action that a tool glued to the end of a block: found by evidence that adds up.

No list of phrases decides. A sentence that opens like a call to action is only a candidate; what
convicts it is the damage around it: a doubled stop before it, a search query where a sentence
would have articles, the same query again with another suffix, no link to go to. The weights are
those measured on 5,994 clean documents and on injected ones.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import regex

from copylint.document import Block, Document
from copylint.finding import Safety
from copylint.match import Match, Repair
from copylint.pattern import ready
from copylint.query import (
    LEADS,
    SENTENCES,
    Candidate,
    Shape,
    Words,
    content,
    readable,
    shape_of,
    title_words,
    tokens,
    words_of,
)
from copylint.rough import Rough
from copylint.span import Span

_VERBS = (
    "find out", "learn", "read", "discover", "explore", "see", "know", "uncover", "hear", "get",
    "gain", "unlock", "dive", "delve", "dig",
)  # fmt: skip
_AMOUNTS = ("more", "further", "deeper", "all", "everything", "insights", "details")
_THINGS = ("information", "details", "insights")
_ABOUT = ("about", "on", "into", "regarding")
_WHOLE = (
    "discover", "explore", "check out", "uncover", "find out about", "learn about",
    "read about", "dive into", "delve into", "take a look at", "you may also enjoy",
    "you may also like", "you might also enjoy", "you might also like",
    "erfahren sie mehr über", "erfahre mehr über", "lesen sie mehr über", "mehr erfahren über",
    "entdecken sie mehr über", "entdecken sie", "en savoir plus sur", "découvrez tout sur",
    "découvrez plus sur", "lisez plus sur", "apprenez-en plus sur", "descubre más sobre",
    "conoce más sobre", "aprende más sobre", "lee más sobre", "más información sobre",
    "saiba mais sobre", "descubra mais sobre", "leia mais sobre", "scopri di più su",
    "leggi di più su", "lees meer over", "ontdek meer over", "dowiedz się więcej o",
    "przeczytaj więcej o", "узнайте больше о", "узнайте подробнее о", "читайте подробнее о",
)  # fmt: skip
# What a call to action opens with, by language; deliberately broad, never enough by itself.
# Only a capital at the start of a word is tried, which makes the search ten times faster.
_FRAME = ready(
    rf"\b(?=\p{{Lu}})(?i:(?:{'|'.join(_VERBS)}) "
    rf"(?:{'|'.join(_AMOUNTS)}|(?:more|further) (?:{'|'.join(_THINGS)}))"
    rf"(?: (?:there is|you need) to know)? (?:{'|'.join(_ABOUT)})|{'|'.join(_WHOLE)}) (?=\S)"
)
#: One of these is in every frame.
LITERALS = (
    *(f"{verb} {amount} {about} " for verb in _VERBS for amount in _AMOUNTS for about in _ABOUT),
    *(
        f"{verb} {amount} {thing} {about} "
        for verb in _VERBS
        for amount in ("more", "further")
        for thing in _THINGS
        for about in _ABOUT
    ),
    "to know about",
    *_WHOLE,
)
_HINTS = (*(f" {about} " for about in _ABOUT), *_WHOLE)
_REST = ready(r"(?:[^.!?…\n]|\.(?=\w)){2,160}+(?P<stop>[.!?…]{0,3})(?=[\s\"”’)]|$)")
_POINTS_SOMEWHERE = ready(r"(?i)\b(?:here|below|above|click|tap|page \d|@\w)|[\w.]+@[\w.]+")
_GUARDED = ready(r"[“”\"«»]|\d+[ ]?(?:%|€|\$|£|km|kg|percent|million|billion)|[€$£]\d|\d{1,2}:\d\d")
_BLOCKS = frozenset({"paragraph", "heading", "list-item", "footnote", "caption"})

#: One splice is evidence for another; repairing the one must not hide the other.
LASTING = True

# Code points before a sentence that are its own paragraph, however long the block is.
_PARAGRAPH = 4000
_LIMIT = 5.0


def wakes(rough: Rough, options: Mapping[str, Any]) -> bool:  # noqa: ARG001
    """Whether several frames open a sentence, or one that asks about what may be a search query."""
    places = list(_FRAME.finditer(rough.joined))
    if len(places) != 1:
        return len(places) > 1
    rest = _REST.match(rough.joined, places[0].end())
    return rest is not None and not SENTENCES.intersection(tokens(rest[0]))


def detect(document: Document, options: Mapping[str, Any]) -> Iterator[Match]:
    """Yield the splices in headings (`place: heading`) or in the body (`place: body`)."""
    candidates = list(_candidates(document))
    # Where none of a text's words are known, all look like keywords.
    if candidates and not readable(document):
        candidates = [candidate for candidate in candidates if candidate.damaged]
    if not candidates:
        return
    doubling = any(candidate.damaged for candidate in candidates)
    for verdict in _convicted(candidates, document):
        if verdict.guilty and verdict.candidate.headed == (options.get("place") == "heading"):
            yield _found(verdict, doubling=doubling)


def _candidates(document: Document) -> Iterator[Candidate]:
    language = words_of(document)
    shape = shape_of(document)
    for block in document.blocks:
        if block.kind not in _BLOCKS:
            continue
        low = block.folded.lower()
        if not any(hint in low for hint in _HINTS):
            continue
        at = 0
        while (frame := _FRAME.search(block.folded, at)) is not None:
            at = frame.end()
            candidate = _candidate(block, frame, language, shape)
            if candidate is not None:
                at = candidate.end
                yield candidate


def _candidate(
    block: Block, frame: regex.Match[str], language: Words, shape: Shape
) -> Candidate | None:
    before = block.text[: frame.start()].rstrip()
    if before and before[-1] not in ".!?:;…”’\"')]»":
        return None
    rest = _REST.match(block.folded, frame.end())
    if rest is None:
        return None
    end = rest.end()
    if block.marked(frame.start(), end, LEADS):
        return None
    query = block.folded[frame.end() : rest.start("stop")].strip()
    if not query or _POINTS_SOMEWHERE.search(query) or "\ufffc" in query:
        return None
    if any(quote.start < frame.start() and end <= quote.end for quote in block.quotations):
        return None
    # Words that are set off are a term: “*Check out* a copy of the code”.
    called = Span(frame.start(), frame.start() + len(frame[0].strip()))
    if any(
        mark.kind == "emphasis" and Span(mark.start, mark.end) == called for mark in block.marks
    ):
        return None
    return Candidate(block, frame.start(), end, frame[0].strip().lower(), query, language, shape)


class _Company(NamedTuple):
    """What the candidates of a document have in common.

    `cores`: how each query is worded, and how often so; `wanted`: in how many queries each word
    stands; `frames`: how often candidates open in each way; `titles`: what the document is about.
    """

    cores: dict[tuple[str, ...], Counter[tuple[str, ...]]]
    wanted: Counter[str]
    frames: Counter[str]
    titles: frozenset[str]


def _company(candidates: Sequence[Candidate], document: Document) -> _Company:
    cores: dict[tuple[str, ...], Counter[tuple[str, ...]]] = defaultdict(Counter)
    for candidate in candidates:
        cores[candidate.core][tuple(candidate.words)] += 1
    wanted = Counter(word for core in cores for word in set(core))
    frames = Counter(candidate.frame for candidate in candidates)
    return _Company(cores, wanted, frames, title_words(document))


def _convicted(candidates: Sequence[Candidate], document: Document) -> Iterator[_Verdict]:
    """What speaks against each candidate; then again, with the frames of those found guilty."""
    company = _company(candidates, document)
    first = [_weigh(candidate, company) for candidate in candidates]
    guilty = Counter(verdict.candidate.frame for verdict in first if verdict.guilty)
    for verdict in first:
        others = guilty[verdict.candidate.frame] - verdict.guilty
        yield verdict.beside(others) if others else verdict


@dataclass(frozen=True, slots=True)
class _Verdict:
    """What speaks against a candidate: points, how many hard signals, and the signals in words."""

    candidate: Candidate
    points: float
    hard: int
    #: How many of the hard signals speak of the join itself or of the same query elsewhere.
    sure: int
    evidence: tuple[str, ...]
    repeated: bool

    @property
    def guilty(self) -> bool:
        """Whether it is enough."""
        asks = self.candidate.bare and len(self.candidate.words) >= 3
        return (
            not self._listed
            and bool(self.hard)
            and self.points >= _LIMIT
            and (asks or self.candidate.loose or self.repeated)
        )

    @property
    def _listed(self) -> bool:
        """Whether it is all its block has, without a stop and an ending of search phrases: so are
        goals and tasks listed."""
        candidate = self.candidate
        stopped = candidate.block.folded[candidate.end - 1] in ".!?…"
        return not (candidate.before or self.sure or candidate.suffixed or stopped)

    def beside(self, others: int) -> _Verdict:
        """The verdict when so many sentences that open alike were found guilty."""
        if not self.candidate.bare:
            return self
        said = f"{others} other sentences that open this way are splices"
        return replace(
            self, points=self.points + 3, hard=self.hard + 1, evidence=(said, *self.evidence)
        )


def _weigh(candidate: Candidate, company: _Company) -> _Verdict:
    points, hard = 1.0, 0
    evidence = []
    if candidate.damaged:
        points, hard = points + 3, hard + 1
        evidence.append("the full stop before it is damaged")
    again = _repeated(candidate, company)
    sure = candidate.damaged + bool(again) + candidate.headed
    if again:
        points, hard = points + (4 if again > 2 else 3), hard + 1
        evidence.append(f"the same search phrase stands {again} times with changing endings")
    if candidate.headed:
        points, hard = points + 2, hard + 1
        evidence.append("it follows a heading")
    suffixed = candidate.suffixed
    if candidate.bare and len(candidate.words) >= 3:
        points += 2 if len(candidate.words) >= 4 else 1
        evidence.append("it asks about bare keywords, without an article or preposition")
        if len(candidate.words) >= 4 and not candidate.named and not suffixed:
            points, hard = points + 2, hard + 1
    elif candidate.loose and suffixed and len(candidate.words) >= 4:
        points += 1
        evidence.append("it asks about keywords, without an article")
    if candidate.loose and suffixed and len(candidate.words) >= 3:
        points += 1.5
        evidence.append(f"it ends in “{candidate.words[-1]}”, as search phrases do")
        if candidate.bare and len(candidate.words) >= 4 and not candidate.named:
            points, hard = points + 1, hard + 1
    alike = company.frames[candidate.frame]
    if alike >= 3:
        points += 1
        evidence.append(f"the document opens {alike} sentences this way")
    query = content(candidate.query)
    elsewhere = {word for word in query if company.wanted[word] > (word in candidate.core)}
    known = query & company.titles | elsewhere
    if len(known) >= 2 and not query & content(candidate.before[-_PARAGRAPH:]):
        points += 1
        evidence.append("it shares no word with its own paragraph")
    evidence.append("it links to nothing")
    return _Verdict(candidate, points, hard, sure, tuple(evidence), again > 1)


def _repeated(candidate: Candidate, company: _Company) -> int:
    """How often the query's core stands in the document, if the repetition is a tool's."""
    if len(candidate.core) < 2 or (len(candidate.core) < 3 and candidate.named):
        return 0
    worded = company.cores[candidate.core]
    count = worded.total()
    if len(worded) > 1 or (count >= 3 and candidate.bare and not candidate.named):
        return count
    return 0


def _found(verdict: _Verdict, *, doubling: bool) -> Match:
    """The match, from what the tool inserted before its sentence to the sentence's end."""
    candidate = verdict.candidate
    block, before = candidate.block, candidate.before
    start, end = candidate.opening, candidate.end
    if not before:
        while end < len(block.text) and block.text[end].isspace():
            end += 1
    safe = candidate.damaged or (verdict.sure >= 2 and (candidate.certain or doubling))
    safe = safe and candidate.bare and bool(before) and not _GUARDED.search(candidate.query)
    repair = Repair("cut", Safety.SAFE if safe else Safety.UNSAFE, span=Span(start, end))
    values = {"sentence": block.text[candidate.start : candidate.end], "query": candidate.query}
    return Match(block, start, end, values, repair, verdict.evidence)
