"""Choosing among fixes that clash, and making the chosen edits."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Sequence
from itertools import accumulate

from copylint.finding import Finding, Safety
from copylint.span import Edit, Span


def applicable(finding: Finding, *, unsafe: bool) -> bool:
    """Whether a finding has a fix that may be made."""
    if finding.fix is None:
        return False
    return finding.fix.safety is Safety.SAFE or (unsafe and finding.fix.safety is Safety.UNSAFE)


def choose(findings: Iterable[Finding], *, unsafe: bool) -> list[Finding]:
    """The findings whose fixes can be made together, in the order of their places.

    Safe fixes come before unsafe ones, longer ones before shorter ones at the same place. Two
    edits clash if they share ground, or meet at a point where one of them inserts; edits that only
    touch do not clash, and the same edit asked for twice is made once.
    """
    wanted = [finding for finding in findings if applicable(finding, unsafe=unsafe)]
    wanted.sort(key=_order)
    taken: list[Edit] = []
    chosen: list[Finding] = []
    for finding in wanted:
        edits = finding.fix.edits if finding.fix else ()
        if not any(_taken(edit, taken) for edit in edits):
            for edit in edits:
                insort(taken, edit)
            chosen.append(finding)
    return sorted(chosen, key=lambda finding: (finding.span, finding.rule))


def _order(finding: Finding) -> tuple[bool, int, int, str]:
    assert finding.fix is not None
    start = min(edit.span.start for edit in finding.fix.edits)
    end = max(edit.span.end for edit in finding.fix.edits)
    return finding.fix.safety is not Safety.SAFE, start, -end, finding.rule


def _taken(edit: Edit, taken: Sequence[Edit]) -> bool:
    """Whether an edit clashes with one taken: those are in order, so only neighbours can."""
    at = bisect_left(taken, edit)
    return any(other != edit and _clash(edit, other) for other in taken[max(at - 1, 0) : at + 2])


def _clash(one: Edit, other: Edit) -> bool:
    a, b = one.span, other.span
    if a.start == a.end or b.start == b.end:
        return a.start <= b.end and b.start <= a.end
    return a.overlaps(b)


def edits_of(findings: Sequence[Finding]) -> list[Edit]:
    """All their edits, each once, in the order of their places."""
    return sorted({edit for finding in findings if finding.fix for edit in finding.fix.edits})


def apply(source: str, edits: Sequence[Edit]) -> str:
    """The text after edits that are in order and do not clash.

    An edit's line breaks are written as the line it stands in is ended, so that a CRLF file stays
    one.
    """
    parts = []
    at = 0
    for (start, end), text in edits:
        parts += [source[at:start], native(source, start, text)]
        at = end
    parts.append(source[at:])
    return "".join(parts)


def native(source: str, at: int, text: str) -> str:
    """An edit's text with its line breaks as the line at an offset is ended."""
    if "\n" not in text or "\r" not in source:
        return text
    end = source.find("\n", at)
    if end < 0:
        end = source.rfind("\n")
    crlf = source[end - 1 : end] == "\r"
    return text.replace("\r\n", "\n").replace("\n", "\r\n") if crlf else text


class Shift:
    """Where things stand after edits, which are in order and do not clash."""

    def __init__(self, edits: Sequence[Edit]) -> None:
        self._starts = [edit.span.start for edit in edits]
        self._ends = [edit.span.end for edit in edits]
        grown = (len(edit.text) - (edit.span.end - edit.span.start) for edit in edits)
        self._moved = list(accumulate(grown, initial=0))

    def __call__(self, span: Span) -> Span | None:
        """The place of a range after the edits, or `None` if one of them touched it."""
        before = bisect_right(self._ends, span.start)
        if before < len(self._starts) and self._starts[before] < span.end:
            return None
        moved = self._moved[before]
        return Span(span.start + moved, span.end + moved)
