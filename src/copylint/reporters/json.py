"""One JSON document; offsets and columns are code points, lines and columns count from 1."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from typing import Any

import copylint
from copylint import linter
from copylint.finding import Finding, Result
from copylint.fingerprint import fingerprints
from copylint.reporters import Run
from copylint.span import LineIndex


def report(run: Run) -> Iterator[str]:
    """Yield the document, which is valid and complete when nothing was found as well."""
    document = {
        "schema": 1,
        "version": copylint.__version__,
        "findings": [item for result in run.results for item in items(result)],
        "errors": [
            {"path": shown(result.path), "message": message}
            for result in run.results
            for message in result.errors
        ],
        "summary": linter.counts(run.results),
    }
    yield json.dumps(document, indent=2)


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
