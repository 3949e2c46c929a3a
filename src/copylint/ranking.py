"""Which findings to show first where there is room for only a few."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from copylint.finding import Finding, Result, Safety
from copylint.span import LineIndex, Position


class Placed(NamedTuple):
    """A finding with the file it is in and where it begins and ends there, in code points."""

    result: Result
    finding: Finding
    start: Position
    end: Position


def placed(results: Iterable[Result]) -> list[Placed]:
    """All findings in the order of their files and places."""
    found = []
    for result in results:
        if result.findings:
            lines = LineIndex(result.source)
            for finding in result.findings:
                start, end = map(lines.position, finding.shown)
                found.append(Placed(result, finding, start, end))
    return found


def ranked(found: Iterable[Placed]) -> list[Placed]:
    """Findings with the most useful first.

    Those on changed lines come before others; then the graver; then those more likely to be right:
    with a safe repair, with an unsafe one, with more evidence. What is equal stays in order.
    """
    return sorted(found, key=_rank)


def _rank(one: Placed) -> tuple[bool, int, int, int]:
    safety = one.finding.fix.safety if one.finding.fix else Safety.MANUAL
    doubt = {Safety.SAFE: 0, Safety.UNSAFE: 1, Safety.MANUAL: 2}[safety]
    return not _changed(one), one.finding.severity.rank, doubt, -len(one.finding.evidence)


def _changed(one: Placed) -> bool:
    changed = one.result.changed or frozenset()
    return any(line in changed for line in range(one.start.line, one.end.line + 1))
