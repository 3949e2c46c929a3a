"""What a check passes over because it is not new, and what it says about that."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from copylint import visible
from copylint.errors import UsageError
from copylint.finding import Result
from copylint.workspace import Workspace

if TYPE_CHECKING:
    from copylint.changes import Changes


def changes(ref: str, paths: Sequence[str]) -> Changes:
    """What changed in the repository of some paths. Raises UsageError where git cannot tell."""
    from copylint.changes import since

    if "-" in paths:
        raise UsageError("--diff-base asks git about files; standard input is none")
    return since(ref, paths)


def tell(space: Workspace, paths: Sequence[str], results: Sequence[Result]) -> None:
    """Say on standard error that nothing changed, or that a baseline has entries of no use."""
    if space.changes and not results:
        click.echo("copylint: no article here was changed", err=True)
    for file, count in _stale(space, paths, results).items():
        what = "1 finding it knows is" if count == 1 else f"{count:,} findings it knows are"
        cure = "'copylint baseline prune' makes it forget"
        click.echo(f"copylint: {visible.path(file)}: {what} gone; {cure}", err=True)


def _stale(space: Workspace, paths: Sequence[str], results: Sequence[Result]) -> Counter[str]:
    """For each baseline how many findings it knows that a run should have met and did not."""
    groups: dict[str, list[Result]] = defaultdict(list)
    counts: Counter[str] = Counter()
    for result in results:
        if not result.errors and (baseline := space.baseline(result.path)):
            groups[str(baseline.file)].append(result)
    folders = () if space.changes else [path for path in paths if Path(path).is_dir()]
    for file, ones in groups.items():
        if baseline := space.baseline(ones[0].path):
            ran = {rule.id for rule in space.linter(ones[0].path).rules}
            for number, count in baseline.stale(ones, folders).items():
                counts[file] += count * (baseline.entries[number].print.rule in ran)
    return +counts
