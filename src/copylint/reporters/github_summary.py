"""The summary of a GitHub job: a table of the most useful findings and one of the rules.

Meant for `--output github-summary:"$GITHUB_STEP_SUMMARY"`; it is added to what stands in that file.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import quote

from copylint import gfm, place
from copylint.finding import Severity
from copylint.fix import applicable
from copylint.ranking import Placed, placed, ranked
from copylint.record import shown
from copylint.reporters import Run

APPENDS = True
#: Rows of the table; GitHub refuses a summary of more than 1 MiB.
_ROWS = 50
_SIGNS = {Severity.ERROR: "🔴 error", Severity.WARNING: "🟡 warning", Severity.INFO: "🔵 info"}


def report(run: Run) -> Iterator[str]:
    """Yield the Markdown."""
    found = placed(run.results)
    errors = [(result.path, text) for result in run.results for text in result.errors]
    touched = sum(bool(result.findings) for result in run.results)
    if found:
        yield f"### copylint: {_count(len(found), 'finding')} in {_count(touched, 'file')}"
        yield ""
        yield _levels(run, found)
        yield ""
        yield from _findings(found)
        yield from _rules(found)
    else:
        checked = sum(not result.errors for result in run.results)
        yield f"### copylint: no findings in {_count(checked, 'file')}"
        yield ""
    if errors:
        yield "These files could not be checked:"
        yield ""
        yield from (
            f"- {gfm.code(shown(path))}: {gfm.plain(text)}" for path, text in errors[:_ROWS]
        )
        if errors[_ROWS:]:
            yield f"- and {_count(len(errors) - _ROWS, 'more file')}"
        yield ""


def _levels(run: Run, found: Sequence[Placed]) -> str:
    levels = Counter(one.finding.severity for one in found)
    told = ", ".join(
        f"{levels[level]:,} info" if level is Severity.INFO else _count(levels[level], level.value)
        for level in Severity
        if levels[level]
    )
    safe = sum(applicable(one.finding, unsafe=False) for one in found)
    fixed = sum(len(result.fixed) for result in run.results)
    repair = f" `copylint check --fix` repairs {safe:,} of them safely." if safe else ""
    return f"{told}.{repair}" + (f" {_count(fixed, 'finding')} repaired." if fixed else "")


def _findings(found: Sequence[Placed]) -> Iterator[str]:
    top = place.root()
    yield "| | place | finding | rule |"
    yield "|---|---|---|---|"
    for one in ranked(found)[:_ROWS]:
        level, rule = _SIGNS[one.finding.severity], gfm.code(one.finding.rule)
        yield f"| {level} | {_link(one, top)} | {gfm.plain(one.finding.message)} | {rule} |"
    yield ""
    if found[_ROWS:]:
        yield f"The log of this step lists {_count(len(found) - _ROWS, 'more finding')}."
        yield ""


def _link(one: Placed, top: Path) -> str:
    path = place.within(one.result.path, top)
    name = gfm.code(f"{shown(path or one.result.path)}:{one.start.line}")
    parts = [os.environ.get(f"GITHUB_{part}") for part in ("SERVER_URL", "REPOSITORY", "SHA")]
    if path is None or not all(parts):
        return name
    server, repository, commit = map(str, parts)
    address = f"{server}/{repository}/blob/{commit}/{quote(os.fsencode(path))}"
    return f"[{name}](<{address}?plain=1#L{one.start.line}>)"


def _rules(found: Sequence[Placed]) -> Iterator[str]:
    counts = Counter(one.finding.rule for one in found)
    safe = Counter(one.finding.rule for one in found if applicable(one.finding, unsafe=False))
    yield "| rule | findings | with a safe repair |"
    yield "|---|---:|---:|"
    for rule, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        yield f"| {gfm.code(rule)} | {count:,} | {safe[rule]:,} |"
    yield ""


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'s' * (number != 1)}"
