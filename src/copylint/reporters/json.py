"""One JSON document; offsets and columns are code points, lines and columns count from 1."""

from __future__ import annotations

import json
from collections.abc import Iterator

import copylint
from copylint.record import counts, items, shown
from copylint.reporters import Run


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
        "summary": counts(run.results),
    }
    yield json.dumps(document, indent=2)
