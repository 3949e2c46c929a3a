"""For people: the words around each place, what is wrong, why it was found, what a fix leaves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from copylint.excerpt import excerpt, repaired
from copylint.finding import Finding, Result, Safety, Severity
from copylint.fix import applicable
from copylint.reporters import Run
from copylint.span import LineIndex, Position
from copylint.visible import path, visible, width

_COLORS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.INFO: "36"}
_LEAVES = {
    Safety.SAFE: "fix leaves",
    Safety.UNSAFE: "unsafe fix leaves",
    Safety.MANUAL: "you could write",
}
_BAR = "      │ "


def report(run: Run) -> Iterator[str]:
    """Yield the lines of the report."""
    for result in run.results:
        if result.findings:
            yield _paint(run, path(result.path), "1;4")
            lines = LineIndex(result.source)
            for finding in result.findings:
                place = lines.position(finding.span.start)
                yield from _finding(run, result, finding, place)
            yield ""
    if not run.quiet:
        yield from _summary(run)


def _finding(run: Run, result: Result, finding: Finding, place: Position) -> Iterator[str]:
    level = _paint(run, f"{finding.severity.value:<7}", _COLORS[finding.severity])
    rule = _paint(run, finding.rule, "2")
    yield f"  {place.line}:{place.column}  {level}  {visible(finding.message)}  {rule}"
    before, match, after = excerpt(result.source, finding)
    yield _BAR + before + _paint(run, match, f"1;{_COLORS[finding.severity]}") + after
    if match and not run.color:
        yield _BAR + " " * width(before) + "^" * min(width(match), 100)
    if finding.evidence:
        yield f"{_BAR}because {visible('; '.join(finding.evidence))}"
    if finding.fix is not None:
        left = repaired(result.source, finding) or "nothing: the line goes"
        shown = f"{_LEAVES[finding.fix.safety]}: {left}"
        yield _BAR + _paint(run, shown, "32" if finding.fix.safety is Safety.SAFE else "2")


def _summary(run: Run) -> Iterator[str]:
    findings = [finding for result in run.results for finding in result.findings]
    fixed = sum(len(result.fixed) for result in run.results)
    failed = sum(bool(result.errors) and not result.findings for result in run.results)
    files = len(run.results) - failed
    if fixed:
        changed = sum(bool(result.fixed) for result in run.results)
        yield f"Repaired {_count(fixed, 'finding')} in {_count(changed, 'file')}."
    if not findings:
        clean = "nothing left to report" if fixed else "clean"
        if files or not failed:
            yield f"{_count(files, 'file')} checked: {clean}."
    else:
        levels = Counter(finding.severity for finding in findings)
        parts = [
            f"{levels[level]:,} info"
            if level is Severity.INFO
            else _count(levels[level], level.value)
            for level in Severity
            if levels[level]
        ]
        touched = sum(bool(result.findings) for result in run.results)
        left = "left " if run.fixing else ""
        yield (
            f"{_count(len(findings), 'finding')} {left}in {touched:,} of {_count(files, 'file')}: "
            f"{', '.join(parts)}."
        )
        yield from _repairable(findings)
    if failed:
        yield f"{_count(failed, 'file')} could not be checked."
    silenced = sum(result.suppressed for result in run.results)
    if silenced:
        yield f"{_count(silenced, 'finding')} silenced by comments."
    known = sum(len(result.known) for result in run.results)
    if known:
        yield f"{_count(known, 'finding')} known to the baseline."


def _repairable(findings: list[Finding]) -> Iterator[str]:
    safe = sum(applicable(finding, unsafe=False) for finding in findings)
    more = sum(applicable(finding, unsafe=True) for finding in findings) - safe
    if safe and more:
        yield f"{safe} can be repaired safely with --fix, {more} more with --fix --unsafe-fixes."
    elif safe:
        yield f"{safe} can be repaired safely with --fix."
    elif more:
        yield f"{more} can be repaired with --fix --unsafe-fixes; look at the result."


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _paint(run: Run, text: str, code: str) -> str:
    return f"\x1b[{code}m{text}\x1b[0m" if run.color and text else text
