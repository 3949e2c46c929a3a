"""reviewdog's diagnostic format (`reviewdog -f=rdjson`); columns are bytes of UTF-8, from 1.

Each repair is one suggestion over all its edits, because reviewdog takes several for alternatives;
on GitHub and GitLab a reader accepts it with one click.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from copylint.finding import Fix, Result, Safety
from copylint.fix import apply
from copylint.record import shown, told
from copylint.reporters import Run
from copylint.span import Columns, Span

_MARK = len("\ufeff".encode())


def report(run: Run) -> Iterator[str]:
    """Yield the document."""
    document = {
        "source": {"name": "copylint"},
        "diagnostics": [item for result in run.results for item in _items(result)],
    }
    yield json.dumps(document)


def _items(result: Result) -> Iterator[dict[str, Any]]:
    path = shown(result.path)
    for message in result.errors:
        yield {"message": message, "location": {"path": path}, "severity": "ERROR"}
    columns = Columns(result.source, "utf-8") if result.findings else None
    for finding in result.findings:
        assert columns is not None
        item: dict[str, Any] = {
            "message": "\n".join(told(finding)),
            "location": {"path": path, "range": _range(result, columns, finding.shown)},
            "severity": finding.severity.value.upper(),
            "code": {"value": finding.rule},
        }
        if finding.fix is not None and finding.fix.safety is not Safety.MANUAL:
            item["suggestions"] = [_suggestion(result, columns, finding.fix)]
        yield item


def _suggestion(result: Result, columns: Columns, fix: Fix) -> dict[str, Any]:
    start = min(edit.span.start for edit in fix.edits)
    end = max(edit.span.end for edit in fix.edits)
    repaired = apply(result.source, sorted(fix.edits))
    text = repaired[start : len(repaired) - (len(result.source) - end)]
    return {"range": _range(result, columns, Span(start, end)), "text": text}


def _range(result: Result, columns: Columns, span: Span) -> dict[str, Any]:
    return {
        "start": _position(result, columns, span.start),
        "end": _position(result, columns, span.end),
    }


def _position(result: Result, columns: Columns, offset: int) -> dict[str, int]:
    line, column = columns.position(offset)
    # reviewdog cuts the line as git shows it, the byte order mark included.
    marked = line == 1 and result.encoding == "utf-8-sig"
    return {"line": line, "column": column + (_MARK if marked else 0)}
