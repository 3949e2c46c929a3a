"""Short sentences hung on the ends of blocks that ask for one search query again and again.

A tool that hangs search queries on paragraphs gives itself away without any list of phrases:
people repeat a sentence word for word, or say it anew, but they do not keep five words and change
the last. What convicts such a sentence is the same query elsewhere with another ending, a damaged
stop before it, the heading it hangs on, and the opening it shares with others that were convicted.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import regex

from copylint.document import Block, Document
from copylint.finding import Safety
from copylint.match import Match, Repair
from copylint.pattern import ready
from copylint.query import (
    ENGLISH,
    LEADS,
    SUFFIXES,
    Candidate,
    bare_tail,
    capital,
    hung,
    readable,
    tokens,
)
from copylint.rough import Rough
from copylint.span import Span

# A sentence that opens so, or has a verb of this kind, says something and is no mere call.
_SAYS = ready(
    r"(?:still|already|currently|also|only|just|now|then|here|yet|not|pending|awaiting|let"
    r"|this|that|these|those|the|an?|it|its|he|she|we|they|you|i|our|his|her|their|my|in|on|at"
    r"|for|from|with|by|after|before|if|when|while|there|and|but|or|so"
    r"|ambos|ambas|est[eao]s?|es[eao]s?|el|los|las|una?|unos|unas|se|para|con|por|al|les|ce|cette|ces"
    r"|il|ils|elles?|nous|vous|der|das|eine?|wir|dies|diese[rs]?|im|und|oder|aber|gli|questo|questa"
    r"|(?:absatz|satz|artikel|nummer|anlage|ziffer)\s+\d+|(?:januar|februar|märz|april|mai|juni|juli"
    r"|august|september|oktober|november|dezember)\s+\d{4}"
    r"|мы|он|она|оно|они|оба|обе|это|эта|этот|эти|вы|я|если|когда|по|при|для|чтобы|доступ\p{L}+"
    r"|(?:listing|figure|table|example|section|chapter|appendix|abbildung|tabelle|kapitel|tabla|figura"
    r"|tableau)\s+\d+)\b"
    r"|.*\b(?:is|are|was|were|be|been|has|have|had|do|does|did|will|would|can|could|should|must"
    r"|may|might|isn't|aren't|don't|doesn't|can't|won't|ist|sind|war|hat|haben|wird|werden"
    r"|gilt|gelten|bleibt|bleiben|findet|finden|erfolgt|erfolgen|bedarf|kann|können|muss|müssen|soll|sollen|darf|dürfen|est|sont"
    r"|a|ont|peut|es|son|ha|puede|están?|fue|было|есть|является|можно|нужно|следует|рекомендуем"
    r"|è|sono|può|possono|viene|é|são|pode|podem|deve|devem|tem|foi|zijn|kunnen|moet|moeten|wordt|worden|heeft"
    r"|hebben|jest|są|może|można|mogą|musi|należy|będzie|zawiera|posiada|jsou|může|mohou|musí|lze|bude|är|måste"
    r"|finns|skal|bliver|blir|vannak|kell|lehet|ovat|täytyy|sunt|poate|trebuie|може|можна|потрібно|слід|має"
    r"|olabilir|adalah|dapat|harus|memiliki)\b",
    regex.I | regex.S,
)
# Who spoke, and what is done on a stage: “Wretch!” cried Ann. [_Goes out._]
_SPOKEN = ready(r"[!?…,][\"”’»']\Z")
_STAGED = ready(r"^\[(?!cite)|_\]|\]\s")
# What is in a figure: “Figure 5-20. After the merge.”
_LABEL = ready(
    r"(?:\A\W*\p{L}{0,14}|\b(?i:fig(?:ure|ura|uur)?|tab(?:le|leau|elle|la|el)|abbildung|listing|obrázek|rysunek"
    r"|afbeelding|рисунок|рис|таблица|листинг))\.?[ ]?\d[\d.–-]*\W*\Z"
)
# Nobody is polite to a search engine.
_POLITE = ready(r"(?:please|bitte|por favor|merci de|veuillez|пожалуйста)\b", regex.I)
# A publisher with the month of the book is no call, and nor is what tells: calls are imperative, which
# has no third person, and ask for one thing, without a comma.
_DATED = ready(r"\b\p{Lu}\p{L}{2,8}\.? +(?:19|20)\d\d\W*$")
_TELLS = ready(r"\p{L}+(?<!s|u|i)s\b", regex.I)
# A verb that no noun is spelled as.
_THIRD = ready(
    r"\b(?:provides|requires|includes|contains|allows|describes|enables|ensures|explains|becomes|lets"
    r"|comes|gives|consists|depends|belongs|remains|seems|appears|represents|supports"
    r"|beats(?! (?:by|headphones|solo|studio)\b)|\p{Cyrillic}{2,}(?:[аяуе]ет|[аяу]ют|[аяуеию]тся))\b"
)
# Several that do something: “advanced functions require”, which is no call either.
_STATES = ready(
    r"\p{L}s (?:require|use|need|provide|support|include|contain|have|allow|make|take|get|show|give"
    r"|follow|cover|offer|work|mean|help|describe|define|see|want|share|explain|discuss|look|come|go"
    r"|run|return|accept|expect|assume|enable|ensure|depend|vary|differ|apply|exist|remain|become"
    r"|appear|change|cause|create|produce)\b"
)
_LEAST, _MOST = 4, 20
# Nobody asks a search engine in more words.
_ASKED = 12
# Characters that no such sentence has.
_NEVER = frozenset(';“”"()>\ufffc')
_TAIL = 3
_OPENING = 4
#: One splice is evidence for another; repairing the one must not hide the other.
LASTING = True
_LIMIT = 5.0
_NUMBER = ready(r"\d+")
# Ways of wording one query that are looked at: more prove no more.
_ENOUGH = 50


def wakes(rough: Rough, options: Mapping[str, Any]) -> bool:  # noqa: ARG001
    """Whether closing sentences share a query, or one hangs on a damaged stop or a short line."""
    seen: dict[tuple[str, ...], str] = {}
    # Of a text that is plainly English the words are known that no query holds.
    english = rough.joined.count(" the ") > max(3, len(rough.joined) // 400)
    function = ENGLISH.all if english else frozenset[str]()
    for line in rough.joined.split("\n"):
        line = line.rstrip()
        if len(line) < 20 or line[-1] not in ".!?…" or " " not in line:
            continue
        at = max(line.rfind(". ", 0, -2), line.rfind("! ", 0, -2), line.rfind("? ", 0, -2))
        if at < 0:
            at = max(line.rfind(stop, 0, -2) for stop in (".” ", ".) ", ".» ", '." ', "… "))
        if at < 0 or len(line) - at > 220 or not _NEVER.isdisjoint(line[at + 2 :]):
            continue
        end = [word.strip("'’.,:!?-").lower() for word in line[-60:].split()[-_TAIL:]]
        if not function.isdisjoint(end):
            continue
        words = tokens(line[at + 2 :])
        if not _LEAST <= len(words) <= _MOST or bare_tail(words, function) < _TAIL:
            continue
        if at and line[at - 1] in ".?!:;,…":
            return True
        if words[-1] in SUFFIXES:
            return True
        whole = " ".join(words)
        for key in _keys(words):
            if sum(word not in function for word in key) < _TAIL:
                continue
            if seen.setdefault(key, whole) != whole:
                return True
    return False


def detect(document: Document, options: Mapping[str, Any]) -> Iterator[Match]:  # noqa: ARG001
    """Yield the closing sentences that are a tool's."""
    calls = list(_closing(document))
    if not calls:
        return
    groups = _groups(calls)
    doubling = any(call.candidate.damaged for call in calls)
    first = [_weigh(call, groups) for call in calls]
    guilty = Counter(
        call.opener for call, verdict in zip(calls, first, strict=True) if verdict.guilty
    )
    for call, verdict in zip(calls, first, strict=True):
        others = guilty[call.opener] - verdict.guilty
        if verdict.guilty or (others and verdict.points + 3 >= _LIMIT):
            yield _found(call, verdict, max(others + 1, verdict.again), doubling=doubling)


#: What stands before and after a key, each with how often.
_Words = tuple[str, ...]
_Groups = dict[_Words, Counter[tuple[_Words, _Words]]]


@dataclass(frozen=True, slots=True)
class _Call:
    """A closing sentence: its words, and how many at its end are keywords."""

    candidate: Candidate
    words: tuple[str, ...]
    tail: int
    says: bool

    @property
    def opener(self) -> tuple[str, ...]:
        """The words before the query; the first, where nothing shows where the query begins."""
        return self.words[: max(1, len(self.words) - self.tail)]

    @property
    def asks(self) -> bool:
        """Whether it is a query of four words or more with the ending of one, and no article, asked
        for in few words: “Introducing two new editors for …” tells something."""
        text = self.candidate.query
        if self.tail < 4 or self.words[-1] not in SUFFIXES or self.candidate.named:
            return False
        if self.tail == len(self.words) and self._describes:
            return False
        if len(self.opener) > _OPENING or _TELLS.match(self.words[0]) or _STATES.search(text):
            return False
        if (
            "," in text
            or "/" in text
            or len(self.words) > _ASKED
            or all(map(capital, self.candidate.spelled[-self.tail :]))
        ):
            return False
        before = self.words[-self.tail - 1 : -self.tail]
        return not self.candidate.language.grammar.intersection(before)

    @property
    def _describes(self) -> bool:
        """Whether all that stands before it in its block is a link, which it tells more of."""
        start, marks = self.candidate.start, self.candidate.block.marks
        return any(m.kind in LEADS and m.start <= 2 and m.end >= start - 2 for m in marks)


@dataclass(frozen=True, slots=True)
class _Verdict:
    """Points, whether a hard signal is among them, how many of them are safe to act upon, and how
    often the query stands in the document."""

    points: float
    hard: bool
    sure: int
    again: int
    evidence: tuple[str, ...]

    @property
    def guilty(self) -> bool:
        """Whether it is enough."""
        return self.hard and self.points >= _LIMIT


def _closing(document: Document) -> Iterator[_Call]:
    """The last sentences of blocks that say something before, in a language with word lists."""
    if not readable(document):
        return
    for candidate in hung(document, _NEVER):
        text, spoken, block = candidate.query, candidate.language, candidate.block
        words = tuple(tokens(text))
        tail = bare_tail(words, spoken.all)
        if not _LEAST <= len(words) <= _MOST or tail < _TAIL or text[-1] not in ".!?…":
            continue
        span = Span(candidate.start, candidate.end)
        if _POLITE.match(text) or _DATED.search(text) or _labels(block, span) > 1:
            continue
        if _SPOKEN.search(candidate.before) and text[0].islower():
            continue
        if _STAGED.search(text) or _LABEL.search(candidate.before):
            continue
        says = "," in text or _SAYS.match(text) or _THIRD.search(text)
        says = says or (spoken is ENGLISH and _TELLS.match(text))
        yield _Call(candidate, words, tail, bool(says))


def _labels(block: Block, span: Span) -> int:
    """How often something is set off inside a range: steps at a screen name what to press."""
    inside = (Span(mark.start, mark.end) for mark in block.marks if mark.kind == "emphasis")
    return sum(span.holds(one) and one != span for one in inside)


def _keys(words: Sequence[str]) -> set[tuple[str, ...]]:
    """What two sentences that ask for one query have in common: three words or more near the end."""
    return {
        tuple(words[-size - cut : len(words) - cut])
        for cut in range(3)
        for size in (3, 4, 5)
        if size + cut <= len(words)
    }


def _groups(calls: Sequence[_Call]) -> _Groups:
    """The ways in which calls are worded around each key they share that has three keywords."""
    groups: _Groups = defaultdict(Counter)
    for call in calls:
        function = call.candidate.language.all
        for key in _keys(call.words):
            if sum(word not in function for word in key) >= _TAIL:
                groups[key][_parts(call, key)] += 1
    return groups


def _weigh(call: _Call, groups: _Groups) -> _Verdict:
    candidate = call.candidate
    points = 1.0 - 3 * call.says
    evidence = []
    again, shared = _again(call, groups)
    if shared:
        points += shared
        evidence.append(f"the same search phrase stands {again} times with changing endings")
    if candidate.damaged:
        points += 3
        evidence.append("the full stop before it is damaged")
    if candidate.headed:
        points += 2
        evidence.append("it follows a heading")
    points += 2 if call.tail >= 4 else 1
    suffixed = call.words[-1] in SUFFIXES
    if suffixed:
        points += 1.5
        evidence.append(f"it ends in “{call.words[-1]}”, as search phrases do")
    if call.asks:
        points += 1
    hard = shared >= 3 or candidate.damaged or call.asks
    hard = hard or (candidate.headed and (suffixed or shared > 0))
    # Two dots before a small letter are a pause.
    paused = not shared and candidate.query[0].islower()
    weak = shared < 3 and call.tail < 4 and not suffixed
    if candidate.damaged and (paused or weak):
        hard = False
    evidence.append("it links to nothing")
    sure = (shared >= 3) + candidate.damaged + candidate.headed
    return _Verdict(points, hard, sure, again, tuple(evidence))


def _again(call: _Call, groups: _Groups) -> tuple[int, float]:
    """How many sentences ask for the same query, and what that weighs."""
    best, weight = 1, 0.0
    function = call.candidate.language.all
    for key in _keys(call.words):
        worded = groups.get(key)
        if not worded or worded.total() < 2 or sum(word not in function for word in key) < _TAIL:
            continue
        head, rest = _parts(call, key)
        others = list(islice(worded.items(), _ENOUGH))
        alike = sum(n for other, n in others if other[1] != rest and other[0] == head)
        varied = [other[1] for other, n in others for _ in range(n) if other[1] != rest]
        reworded = sum(n for other, n in others if other[1] == rest and other[0] != head)
        value = 0.0
        if alike > 1 and not _tells(call):
            value = 4.0
        elif (
            (alike and not _tells(call))
            or (varied and _ended(rest, *varied))
            or (reworded and _ended(call.words))
            or (len(varied) + reworded > 1 and _long(call, key) and not call.candidate.named)
        ):
            value = 3.0
        elif varied or reworded:
            value = 1.0
        if value > weight:
            best, weight = worded.total(), value
    return best, weight


def _tells(call: _Call) -> bool:
    """Whether what opens a call is too long for one: it has words that only sentences need."""
    function = call.candidate.language.grammar
    return len(call.opener) > _OPENING and sum(word in function for word in call.opener) > 1


def _parts(call: _Call, key: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words of a call before a key in it, and those after it. Versions and the like are all
    one: “New in the server 1.4” varies nothing."""
    words = tuple(word if word in SUFFIXES else _NUMBER.sub("0", word) for word in call.words)
    key = tuple(word if word in SUFFIXES else _NUMBER.sub("0", word) for word in key)
    for cut in range(3):
        at = len(words) - cut - len(key)
        if at >= 0 and words[at : at + len(key)] == key:
            return words[:at], words[at + len(key) :]
    return words, ()


def _long(call: _Call, key: tuple[str, ...]) -> bool:
    """Whether a key is too long for a term of the subject."""
    return call.tail >= 4 and len(key) >= 4 and call.candidate.language.all.isdisjoint(key)


def _ended(*rests: tuple[str, ...]) -> bool:
    """Whether one of several endings is a word that search phrases end in."""
    return any(rest and rest[-1] in SUFFIXES for rest in rests)


def _found(call: _Call, verdict: _Verdict, count: int, *, doubling: bool) -> Match:
    """The sentence, with what the tool put before it."""
    candidate = call.candidate
    safe = verdict.sure >= 2 and not call.says and (candidate.certain or doubling)
    span = Span(candidate.opening, candidate.end)
    repair = Repair("cut", Safety.SAFE if safe else Safety.UNSAFE, span=span)
    values = {"sentence": candidate.query, "count": str(count)}
    return Match(candidate.block, span.start, span.end, values, repair, verdict.evidence)
