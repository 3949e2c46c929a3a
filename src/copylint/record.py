"""Findings and runs as plain data, the same in every report that machines read."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from copylint.finding import Finding, Result, Safety
from copylint.fingerprint import fingerprints
from copylint.fix import applicable
from copylint.span import LineIndex


def items(result: Result) -> Iterator[dict[str, Any]]:
    """Yield a result's findings as plain data."""
    lines = LineIndex(result.source)
    for finding, print_ in zip(result.findings, fingerprints(result), strict=True):
        yield {
            "path": shown(result.path),
            "rule": finding.rule,
            "family": finding.family,
            "severity": finding.severity.value,
            "message": finding.message,
            "start": _place(lines, finding.span.start),
            "end": _place(lines, finding.span.end),
            "text": finding.text,
            "evidence": list(finding.evidence),
            "fingerprint": print_,
            "fix": _fix(finding),
        }


def shown(path: str) -> str:
    """A path as text that any reader of JSON takes: bytes that are not UTF-8 as `\\xNN`."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


_REPAIRS = {
    Safety.SAFE: "Safe repair",
    Safety.UNSAFE: "Unsafe repair",
    Safety.MANUAL: "Suggestion",
}


def told(finding: Finding) -> list[str]:
    """What there is to say of a finding, in lines that hold no line end: the first says what is
    wrong, others why it was found and what would mend it."""
    lines = [finding.message]
    if finding.evidence:
        lines.append(f"Because {'; '.join(finding.evidence)}")
    if finding.fix is not None:
        lines.append(f"{_REPAIRS[finding.fix.safety]}: {finding.fix.title}")
    return [" ".join(line.split()) for line in lines]


def _place(lines: LineIndex, offset: int) -> dict[str, int]:
    line, column = lines.position(offset)
    return {"line": line, "column": column, "offset": offset}


def _fix(finding: Finding) -> dict[str, Any] | None:
    if finding.fix is None:
        return None
    return {
        "safety": finding.fix.safety.value,
        "title": finding.fix.title,
        "edits": [
            {"start": edit.span.start, "end": edit.span.end, "text": edit.text}
            for edit in finding.fix.edits
        ],
    }


def counts(results: Sequence[Result]) -> Mapping[str, int]:
    """The numbers of a run's summary."""
    findings = [finding for result in results for finding in result.findings]
    return {
        "files": len(results),
        "files_with_findings": sum(bool(result.findings) for result in results),
        "findings": len(findings),
        "fixable": sum(applicable(finding, unsafe=False) for finding in findings),
        "fixed": sum(len(result.fixed) for result in results),
    }
