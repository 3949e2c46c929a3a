"""One line a finding: `path:line:column: severity rule [*] message`.

`[*]` marks a finding that --fix repairs, `[?]` one that --unsafe-fixes repairs.
"""

from __future__ import annotations

from collections.abc import Iterator

from copylint.finding import Finding, Safety
from copylint.reporters import Run
from copylint.span import LineIndex
from copylint.visible import path, visible

_SIGNS = {Safety.SAFE: "[*] ", Safety.UNSAFE: "[?] ", Safety.MANUAL: ""}


def report(run: Run) -> Iterator[str]:
    """Yield the lines of the report."""
    for result in run.results:
        lines = LineIndex(result.source) if result.findings else None
        for finding in result.findings:
            assert lines is not None
            line, column = lines.position(finding.span.start)
            sign = _sign(finding)
            head = f"{path(result.path)}:{line}:{column}: {finding.severity.value} {finding.rule}"
            yield f"{head} {sign}{visible(finding.message)}"


def _sign(finding: Finding) -> str:
    return _SIGNS[finding.fix.safety] if finding.fix else ""
