"""GitLab's Code Quality report: what the widget of a merge request shows, and its diff."""

from __future__ import annotations

import json
from collections.abc import Iterator
from hashlib import blake2s
from pathlib import Path
from typing import Any

from copylint import place
from copylint.finding import Result, Severity
from copylint.fingerprint import fingerprints
from copylint.ranking import placed
from copylint.record import shown, told
from copylint.reporters import Run

_LEVELS = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}


def report(run: Run) -> Iterator[str]:
    """Yield the document."""
    top = place.root()
    yield json.dumps([item for result in run.results for item in _items(result, top)])


def _items(result: Result, top: Path) -> Iterator[dict[str, Any]]:
    path = shown(place.within(result.path, top) or result.path)
    for message in result.errors:
        print_ = blake2s(f"{path}\0{message}".encode("utf-8", "surrogatepass"), digest_size=16)
        text = f"could not be checked: {message}"
        yield _item("copylint", text, print_.hexdigest(), "critical", path, 1)
    for one, print_of in zip(placed([result]), fingerprints(result), strict=True):
        # GitLab shows no check_name, so the description names the rule too.
        text = f"{one.finding.rule}: {' '.join(told(one.finding)[:2])}"
        level = _LEVELS[one.finding.severity]
        yield _item(one.finding.rule, text, print_of, level, path, one.start.line)


def _item(
    rule: str, text: str, fingerprint: str, level: str, path: str, line: int
) -> dict[str, Any]:
    return {
        "description": text,
        "check_name": rule,
        "fingerprint": fingerprint,
        "severity": level,
        "location": {"path": path, "lines": {"begin": line}},
    }
