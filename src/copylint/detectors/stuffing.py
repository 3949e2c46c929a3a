"""One search phrase again and again, far above what the subject of a text asks for."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

import regex

from copylint.document import Block, Document
from copylint.match import Match
from copylint.pattern import compiled, ready
from copylint.query import Candidate
from copylint.rough import Rough
from copylint.span import Span

_TOKEN = ready(r"[\p{L}\p{N}][\p{L}\p{N}’'&+-]*")
_BLOCKS = frozenset({"paragraph", "list-item", "heading"})
_SHORTEST, _LONGEST = 3, 6
# A ranking that has a name: “the OWASP Top 10”.
_NAMED = ready(r"\b\p{Lu}{3,}(?:'s)? Top \d+\b|\b(?i:du|le|el|il|del) Top \d+ \p{Lu}{3,}\b")
# Function words that searches are made of all the same.
_SEARCHED = ready(r"\bnear me\b|\bpas (?=ch[eè]re?s?\b)")
# Code points before and after a phrase where the rest of such a name may stand.
_BESIDE = 12
_MARKS = ".,;:!?()[]{}<>/\\|*_~`=\"'“”„«»…"


def wakes(rough: Rough, options: Mapping[str, Any]) -> bool:
    """Whether three words with one of the bait stand together often enough.

    Counting the words comes first: few of them are frequent, and hardly ever is one of them bait.
    """
    least = int(options.get("least", "5"))
    raw = rough.joined.lower().split()
    bait = compiled(f"(?:{options['bait']})")
    counts: Counter[str] = Counter()
    for word, count in Counter(raw).items():
        counts[word.strip(_MARKS)] += count
    often = {word for word, count in counts.items() if count >= least and bait.fullmatch(word)}
    if not often:
        return False
    words = [word.strip(_MARKS) for word in raw]
    places = [at for at, word in enumerate(words) if word in often]
    threes = Counter(
        tuple(words[at + k : at + k + 3]) for at in places for k in (-2, -1, 0) if at + k >= 0
    )
    return bool(threes) and threes.most_common(1)[0][1] >= least


def detect(document: Document, options: Mapping[str, Any]) -> Iterator[Match]:
    """Yield the second place of each phrase that is repeated too often.

    `least` times and more than `limit` times in 100 words. `bait`: only phrases that hold this
    pattern, since the terms of a subject are repeated by anyone who writes about it.
    """
    bait = compiled(f"(?i)\\b(?:{options['bait']})\\b")
    places: dict[tuple[str, ...], list[tuple[Block, Span]]] = defaultdict(list)
    total = 0
    for block in document.blocks:
        if block.kind not in _BLOCKS:
            continue
        for run in _runs(block):
            total += len(run)
            baited = [at for at, hit in enumerate(run) if bait.search(hit[0])]
            for size in range(_SHORTEST, _LONGEST + 1) if baited else ():
                for at in range(len(run) - size + 1):
                    first = bisect_left(baited, at)
                    if first == len(baited) or baited[first] >= at + size:
                        continue
                    part = run[at : at + size]
                    words = tuple(hit[0].lower() for hit in part)
                    places[words].append((block, Span(part[0].start(), part[-1].end())))
    least, limit = int(options.get("least", "5")), float(options.get("limit", "1.2"))
    told: list[tuple[str, ...]] = []
    for words in sorted(places, key=lambda phrase: (-len(phrase), phrase)):
        many = places[words]
        if len(many) < least or len(many) * 100 <= limit * total:
            continue
        # A heading that comes again in a text of many parts is asked for by its plan.
        if sum(one.kind == "heading" for one, _ in many) * 2 > len(many):
            continue
        # A term is put in quotation marks where it is brought in.
        if any(
            at.start - 2 <= quote.start < at.start and at.end < quote.end <= at.end + 2
            for one, at in many
            for quote in one.quotations
        ):
            continue
        phrase = " ".join(words)
        block, span = many[1]
        if _NAMED.search(block.folded, max(0, span.start - _BESIDE), span.end + _BESIDE):
            continue
        keywords = _SEARCHED.sub("", phrase)
        bare = Candidate(block, span.start, span.end, "", keywords).bare
        if not bare or any(_inside(words, longer) for longer in told):
            continue
        told.append(words)
        values = {"phrase": phrase, "count": str(len(many))}
        yield Match(block, span.start, span.end, values, whole=True)


def _runs(block: Block) -> Iterator[list[regex.Match[str]]]:
    """The words of a block, as many at a time as no punctuation mark divides."""
    run: list[regex.Match[str]] = []
    for hit in _TOKEN.finditer(block.folded):
        if run and block.folded[run[-1].end() : hit.start()].strip():
            yield run
            run = []
        run.append(hit)
    if run:
        yield run


def _inside(words: tuple[str, ...], longer: tuple[str, ...]) -> bool:
    size = len(words)
    return any(longer[at : at + size] == words for at in range(len(longer) - size + 1))
