"""One line a finding: `path:line:column: severity rule [*] message`.

`[*]` marks a finding that --fix repairs, `[?]` one that --unsafe-fixes repairs.
"""

from __future__ import annotations

from collections.abc import Iterator

from copylint.excerpt import headline
from copylint.reporters import Run
from copylint.span import LineIndex


def report(run: Run) -> Iterator[str]:
    """Yield the lines of the report."""
    for result in run.results:
        if result.findings:
            lines = LineIndex(result.source)
            for finding in result.findings:
                yield headline(result.path, lines.position(finding.span.start), finding)
