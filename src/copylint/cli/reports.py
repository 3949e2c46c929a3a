"""Which reports a check makes, and where they go."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TextIO

from copylint import reporters
from copylint.errors import UsageError
from copylint.fix import applicable
from copylint.reporters import Run


def chosen(outputs: tuple[str, ...], *, diff: bool) -> list[tuple[str, str]]:
    """(format, file or "") of each report; a wrong format is told before any work is done."""
    if outputs and diff:
        raise UsageError("--diff prints a diff and no report; leave out --output")
    pairs = [value.partition(":") for value in outputs or ("text",)]
    for name, _, _ in pairs:
        reporters.reporter(name)
    if sum(not target for _, _, target in pairs) > 1:
        raise UsageError("only one report can go to standard output; give the others a file")
    return [(name, target) for name, _, target in pairs]


def write(
    run: Run, reports: Sequence[tuple[str, str]], stream: TextIO, *, statistics: bool
) -> None:
    """Print the reports or write them to their files. Raises UsageError for one that cannot be."""
    for name, target in reports:
        if statistics and name in {"text", "concise"}:
            lines = _statistics(run)
        else:
            shown = replace(run, color=run.color and not target)
            lines = reporters.reporter(name).report(shown)
        appends = getattr(reporters.reporter(name), "APPENDS", False)
        save(lines, target, stream, "a" if appends else "w")


def save(lines: Iterator[str], name: str, stream: TextIO, mode: str = "w") -> None:
    """Write lines to a file, or print them where it has no name. Raises UsageError."""
    if not name:
        for line in lines:
            print(line, file=stream)
        return
    target = Path(name)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open(mode, encoding="utf-8") as file:
            file.writelines(f"{line}\n" for line in lines)
    except OSError as error:
        raise UsageError(f"{target}: cannot be written: {error.strerror or error}") from error


def _statistics(run: Run) -> Iterator[str]:
    counts: Counter[str] = Counter()
    repairable: Counter[str] = Counter()
    for result in run.results:
        for finding in result.findings:
            counts[finding.rule] += 1
            repairable[finding.rule] += applicable(finding, unsafe=run.unsafe)
    for rule, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        yield f"{count:>7,}  {rule}  [{repairable[rule]:,} repairable]"
    yield f"{counts.total():>7,}  in {len(run.results):,} files"


def colored(choice: str, stream: TextIO) -> bool:
    """Whether a stream gets color; `auto` asks the environment and the stream."""
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or stream.isatty()
