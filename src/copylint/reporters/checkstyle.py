"""Checkstyle's XML, which Jenkins, reviewdog and many others read; columns are code points."""

from __future__ import annotations

from collections.abc import Iterator

from copylint import xml
from copylint.finding import Severity
from copylint.ranking import placed
from copylint.record import told
from copylint.reporters import Run

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "info"}


def report(run: Run) -> Iterator[str]:
    """Yield the document."""
    root = xml.element(None, "checkstyle", version="4.3")
    for result in run.results:
        if not (result.findings or result.errors):
            continue
        file = xml.element(root, "file", name=xml.path(result.path))
        for message in result.errors:
            xml.element(file, "error", line=1, severity="error", message=message, source="copylint")
        for one in placed([result]):
            xml.element(
                file,
                "error",
                line=one.start.line,
                column=one.start.column,
                severity=_LEVELS[one.finding.severity],
                message="\n".join(told(one.finding)),
                source=f"copylint.{one.finding.rule}",
            )
    yield from xml.lines(root)
