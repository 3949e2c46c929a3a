"""Notes in square brackets that a writer or a chatbot left for someone who is not the reader.

Square brackets also hold reporters' insertions, `[sic]`, links and checkboxes. So a bracket counts
only by what it says: cues that only a working note would have, weighed in the rule file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import regex

from copylint.document import OBJECT, Block, Document
from copylint.finding import Safety
from copylint.match import Match, Repair
from copylint.pattern import compiled, ready
from copylint.rough import Rough

_BRACKET = ready(r"\[(?P<note>(?:[^\[\]]|\[[^\[\]]{0,120}\]){12,800})\](?![(\[:\ufffc])")
_REPORT, _SAFE = 2.0, 4.0


def sieve(options: Mapping[str, Any]) -> Mapping[str, str]:
    """A cue somewhere behind a bracket that opens."""
    return {"joined": f"(?i)\\[[^\n]*(?:{'|'.join(_cues(options))})"}


def wakes(rough: Rough, options: Mapping[str, Any]) -> bool:
    """Whether a bracket, links aside, holds one of the cues."""
    if "[" not in rough.marked:
        return False
    for match in _BRACKET.finditer(rough.joined):
        if any(compiled(f"(?i){cue}").search(match["note"]) for cue in _cues(options)):
            return True
    return False


def detect(document: Document, options: Mapping[str, Any]) -> Iterator[Match]:
    """Yield the notes inside a paragraph, or (`whole: yes`) those that fill whole lines."""
    whole = options.get("whole") == "yes"
    for block in document.blocks:
        if "[" not in block.text or block.kind in {"alt", "metadata"}:
            continue
        for match in _BRACKET.finditer(block.text):
            if _alone(block, match) is whole and not _link(block, match):
                yield from _judge(block, match, options, whole=whole)


def _alone(block: Block, match: regex.Match[str]) -> bool:
    """Whether nothing else stands on the lines of a bracket."""
    before = block.text[: match.start()].rpartition("\n")[2]
    after = block.text[match.end() :].partition("\n")[0]
    return not (before + after).strip()


def _link(block: Block, match: regex.Match[str]) -> bool:
    inside = (mark for mark in block.marks if mark.kind in {"link", "footnote"})
    # A word behind another bracket is the label of a link whose target is missing.
    return (
        OBJECT in match["note"]
        or " " not in match["note"]
        or any(mark.start <= match.start() and match.end() <= mark.end for mark in inside)
    )


def _judge(
    block: Block, match: regex.Match[str], options: Mapping[str, Any], *, whole: bool
) -> Iterator[Match]:
    text = block.folded[match.start("note") : match.end("note")]
    quoted = any(q.start <= match.start() and match.end() <= q.end for q in block.quotations)
    if quoted or any(compiled(f"(?i){word}").search(text) for word in options.get("never", ())):
        return
    score = 0.0
    evidence = []
    for weight, key in ((2.0, "strong"), (1.0, "weak")):
        for cue in options.get(key, ()):
            hit = compiled(f"(?i){cue}").search(text)
            if hit is not None:
                score += weight
                evidence.append(f"says “{hit[0].strip()}”")
    if score >= _REPORT:
        safety = Safety.SAFE if score >= _SAFE else Safety.UNSAFE
        repair = Repair("line" if whole else "match", safety)
        yield Match(block, match.start(), match.end(), {"note": text}, repair, tuple(evidence))


def _cues(options: Mapping[str, Any]) -> Iterator[str]:
    for key in ("strong", "weak"):
        yield from options.get(key, ())
