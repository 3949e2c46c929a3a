"""One JSON object a line and finding, the same as in the `json` report; errors as lines too."""

from __future__ import annotations

import json
from collections.abc import Iterator

from copylint.record import items, shown
from copylint.reporters import Run


def report(run: Run) -> Iterator[str]:
    """Yield the lines of the report."""
    for result in run.results:
        yield from map(json.dumps, items(result))
        for message in result.errors:
            yield json.dumps({"path": shown(result.path), "error": message})
