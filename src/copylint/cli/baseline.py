"""`copylint baseline`: accept what there is, so that only new findings are told."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from copylint import baseline as baselines
from copylint import visible
from copylint.baseline import Baseline
from copylint.cli import options, progress, streams
from copylint.errors import UsageError
from copylint.finding import Result
from copylint.workspace import Workspace

F = TypeVar("F", bound=Callable[..., Any])


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def command() -> None:
    """Keep a list of the findings that are there already, so that 'check' tells only new ones.

    The list knows a finding by its words and those around it, not by its line. It is a file to be
    committed; 'check' reads it with --baseline, or where the settings say baseline = "FILE".
    """


def _shared(function: F) -> F:
    decorators = [
        click.argument("paths", nargs=-1, metavar="[PATHS]..."),
        click.option(
            "--baseline",
            "file",
            metavar="FILE",
            help=f"The file.  [default: what the settings say, else {baselines.NAME} beside them]",
        ),
        options.jobs,
        click.option("-q", "--quiet", is_flag=True, help="Print errors and nothing else."),
        options.shared,
    ]
    for decorate in reversed(decorators):
        function = decorate(function)
    return function


@command.command()
@_shared
def create(paths: tuple[str, ...], file: str | None, jobs: int, quiet: bool, **shared: Any) -> int:
    """Write a file that knows all findings of today."""
    space, paths, target = _start(paths, file, shared)
    if os.path.lexists(target):
        raise UsageError(f"{target} exists already; 'copylint baseline update' renews it")
    checked = _Checked(space, paths, jobs, quiet=quiet)
    made = checked.renew(Baseline(target), adding=True)
    if not quiet:
        number = len({entry.path for entry in made.entries})
        where = "1 file" if number == 1 else f"{number:,} files"
        click.echo(f"wrote {visible.path(str(target))}: {_count(made)} in {where}")
        if not space.config(paths[0]).baseline and file is None:
            click.echo(f'add this line to your settings: baseline = "{target.name}"')
    return checked.code


@command.command()
@_shared
def update(paths: tuple[str, ...], file: str | None, jobs: int, quiet: bool, **shared: Any) -> int:
    """Let the file know all findings of today, new ones too; what is gone is forgotten."""
    return _renew(paths, file, jobs, quiet, shared, adding=True)


@command.command()
@_shared
def prune(paths: tuple[str, ...], file: str | None, jobs: int, quiet: bool, **shared: Any) -> int:
    """Forget what is gone; a finding that is new stays new."""
    return _renew(paths, file, jobs, quiet, shared, adding=False)


def _renew(
    paths: tuple[str, ...],
    file: str | None,
    jobs: int,
    quiet: bool,
    shared: dict[str, Any],
    *,
    adding: bool,
) -> int:
    space, paths, target = _start(paths, file, shared)
    old = baselines.load(target)
    checked = _Checked(space, paths, jobs, quiet=quiet)
    new = checked.renew(old, adding=adding)
    if not quiet:
        click.echo(f"{visible.path(str(target))}: {_count(new)}; there were {_total(old):,}")
    return checked.code


def _start(
    paths: tuple[str, ...], file: str | None, shared: dict[str, Any]
) -> tuple[Workspace, tuple[str, ...], Path]:
    """The workspace, in which no baseline is obeyed, the paths, and the file that is meant."""
    space = options.workspace(**shared, baseline="")
    paths = paths or (".",)
    if "-" in paths:
        raise UsageError("a baseline is of files; standard input is none")
    config = space.config(paths[0])
    if file is None:
        file = os.path.relpath(config.baseline or config.folder / baselines.NAME)
    return space, paths, Path(file)


class _Checked:
    """Some files, checked; their errors are printed."""

    def __init__(self, space: Workspace, paths: tuple[str, ...], jobs: int, *, quiet: bool) -> None:
        found = list(space.discover(paths))
        failed = [Result(one.path.as_posix(), errors=(one.error,)) for one in found if one.error]
        chosen = [one.path for one in found if not one.error]
        self.rules = {rule.id for rule in space.linter(paths[0]).rules}
        self.folders = [path for path in paths if Path(path).is_dir()]
        self.results: list[Result] = []
        for result in progress.each(space, chosen, jobs, quiet=quiet):
            (failed if result.errors else self.results).append(result)
        self.code = 2 if failed else 0
        for result in failed:
            for message in result.errors:
                streams.complain(result.path, message)

    def renew(self, baseline: Baseline, *, adding: bool) -> Baseline:
        """Bring a baseline up to date, in its file as well."""
        new = baseline.renewed(self.results, self.folders, self.rules, adding=adding)
        baselines.save(new)
        return new


def _total(baseline: Baseline) -> int:
    return sum(entry.count for entry in baseline.entries)


def _count(baseline: Baseline) -> str:
    count = _total(baseline)
    return "1 finding" if count == 1 else f"{count:,} findings"
