"""The same short sentence closes paragraph after paragraph, with another last word each time.

A tool that hangs search phrases on paragraphs fills one frame with variants of one query. That
shows without any list of phrases: people repeat a sentence word for word, or say it anew, but they
do not keep five words and change the sixth.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import regex

from copylint.document import Document
from copylint.finding import Safety
from copylint.match import Match, Repair
from copylint.pattern import ready
from copylint.query import Candidate
from copylint.rough import Rough
from copylint.span import Span

_TOKEN = ready(r"[\p{L}\p{N}][\p{L}\p{N}’'&.+/-]*")
_BLOCKS = frozenset({"paragraph", "list-item"})
_MARKS = frozenset({"link", "url", "image", "footnote", "code"})
# A sentence that opens so, or has a verb of this kind, says something and is no mere call.
_SAYS = ready(
    r"(?:this|that|these|those|the|an?|it|its|he|she|we|they|you|i|our|your|his|her|their|my|in|on|at"
    r"|for|from|with|by|after|before|if|when|while|there|here)\b"
    r"|.*\b(?:is|are|was|were|be|been|has|have|had|do|does|did|will|would|can|could|should|must"
    r"|may|might|isn't|aren't|don't|doesn't|can't|won't|ist|sind|war|hat|haben|est|sont|a|ont|es|son|ha)\b",
    regex.I | regex.S,
)
_LEAST, _MOST = 5, 18


def wakes(rough: Rough, options: Mapping[str, Any]) -> bool:  # noqa: ARG001
    """Whether two paragraphs close with sentences that begin with the same five words."""
    seen: dict[tuple[str, ...], list[str]] = {}
    for line in rough.joined.split("\n"):
        if len(line) < 40:
            continue
        at = max(line.rfind(stop, 0, -2) for stop in (". ", "! ", "? ", "… "))
        words = line[at + 2 : at + 160].lower().split() if at > 0 else []
        if not _LEAST <= len(words) <= _MOST or _SAYS.match(" ".join(words)):
            continue
        other = seen.setdefault(tuple(words[:_LEAST]), words)
        if other != words and abs(len(other) - len(words)) <= 2:
            return True
    return False


def detect(document: Document, options: Mapping[str, Any]) -> Iterator[Match]:  # noqa: ARG001
    """Yield the members of every cluster of closing sentences that differ in their last words."""
    candidates = list(_closing(document))
    if len(candidates) < 2:
        return
    groups: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, candidate in enumerate(candidates):
        words = candidate.words
        for cut in range(3):
            shared = words[: len(words) - cut]
            if len(shared) >= _LEAST and _bare(candidate, shared[-3:]):
                groups[tuple(shared)].append(number)
    taken: set[int] = set()
    for start in sorted(groups, key=len, reverse=True):
        members = [number for number in groups[start] if number not in taken]
        if _varied([candidates[number] for number in members], len(start)):
            taken.update(members)
    for number in sorted(taken):
        yield _found(candidates[number], len(taken))


def _closing(document: Document) -> Iterator[Candidate]:
    """The last sentences of blocks that say something before, if they could be such a call."""
    for block in document.blocks:
        if block.kind not in _BLOCKS or len(block.sentences) < 2:
            continue
        span = block.sentences[-1]
        text = block.folded[span.start : span.end]
        if not _LEAST <= len(_TOKEN.findall(text)) <= _MOST or _SAYS.match(text):
            continue
        if block.marked(span.start, span.end, _MARKS) or any(char in text for char in ',;:“”"()'):
            continue
        yield Candidate(block, span.start, span.end, "", text)


def _bare(candidate: Candidate, words: Sequence[str]) -> bool:
    """Whether some of a sentence's words are keywords only, without an article or preposition."""
    return replace(candidate, query=" ".join(words)).bare


def _varied(members: Sequence[Candidate], shared: int) -> bool:
    """Whether the sentences go on in different ways, often enough for a tool."""
    rests = {tuple(member.words[shared:]) for member in members}
    if len(rests) < 2 or not all(_bare(members[0], rest) for rest in rests):
        return False
    return len(members) >= 3 or any(member.damaged for member in members)


def _found(candidate: Candidate, count: int) -> Match:
    """The sentence, and the second stop where the tool put one before it."""
    start = len(candidate.before) - candidate.damaged
    safety = Safety.SAFE if candidate.damaged else Safety.UNSAFE
    repair = Repair("cut", safety, span=Span(start, candidate.end))
    values = {"sentence": candidate.query, "count": str(count)}
    return Match(candidate.block, start, candidate.end, values, repair)
