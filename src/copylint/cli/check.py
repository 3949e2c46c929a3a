"""`copylint check`: files and folders to findings, diffs or repaired files."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from copylint import reporters, visible
from copylint.cli import options, progress, reports, scopes, streams
from copylint.config import LEVELS
from copylint.errors import ReadError, UsageError
from copylint.finding import Result, Severity
from copylint.reporters import Run
from copylint.workspace import Workspace, guarded


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("paths", nargs=-1, metavar="[PATHS]...")
@click.option("--fix", is_flag=True, help="Make the safe repairs, in the files themselves.")
@click.option(
    "--unsafe-fixes",
    is_flag=True,
    help="With --fix or --diff: also the repairs that are right in most cases. Look at the result.",
)
@click.option("--diff", is_flag=True, help="Show what --fix would change, and change nothing.")
@options.shared
@click.option(
    "--fail-on",
    type=click.Choice([*LEVELS, "never"]),
    help="Exit with 1 if something as grave as this is found.  [default: warning]",
)
@click.option("--exit-zero", is_flag=True, help="Exit with 0 whatever is found.")
@click.option("--exit-non-zero-on-fix", is_flag=True, help="Exit with 1 if something was repaired.")
@click.option(
    "--output",
    "outputs",
    multiple=True,
    metavar="FORMAT[:FILE]",
    help=f"How to report: {', '.join(reporters.names())}. May be given several times, as in "
    "--output text --output json:report.json.",
)
@click.option(
    "--diff-base",
    metavar="REF",
    help="Report, and repair, only what is on lines added since this branch left REF.",
)
@click.option(
    "--baseline", metavar="FILE", help="Report nothing that this file knows; see 'baseline'."
)
@click.option(
    "--no-baseline", is_flag=True, help="Report all, though the settings name a baseline."
)
@click.option("--statistics", is_flag=True, help="Count the findings of each rule, unlisted.")
@click.option(
    "--no-inline", is_flag=True, help="Disregard comments in articles that silence rules."
)
@click.option(
    "--untrusted",
    is_flag=True,
    help="Obey nothing that the checked files' authors could write: no settings, no rules and no "
    ".gitignore of the tree, and no comments that silence rules.",
)
@click.option(
    "--config-from",
    metavar="REF",
    default="",
    help="Read settings and rules from a commit, such as origin/main, and not from the tree.",
)
@click.option("--show-files", is_flag=True, help="List the files that would be checked, and why.")
@click.option(
    "--stdin-filename",
    default="",
    metavar="NAME",
    help="The name of what '-' reads. Its ending says what the text is: .md, .html, .txt …",
)
@options.jobs
@click.option("-q", "--quiet", is_flag=True, help="Print findings and errors and nothing else.")
@click.option("-v", "--verbose", is_flag=True, help="Say which rules and settings were used.")
@click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    help="Color the text report; auto does on a terminal, unless NO_COLOR is set.",
)
def command(
    paths: tuple[str, ...],
    fix: bool,
    unsafe_fixes: bool,
    diff: bool,
    fail_on: str | None,
    exit_zero: bool,
    exit_non_zero_on_fix: bool,
    outputs: tuple[str, ...],
    diff_base: str | None,
    baseline: str | None,
    no_baseline: bool,
    statistics: bool,
    no_inline: bool,
    untrusted: bool,
    config_from: str,
    show_files: bool,
    stdin_filename: str,
    jobs: int,
    quiet: bool,
    verbose: bool,
    color: str,
    **shared: Any,
) -> int:
    """Check files and folders: those named, or else the folder you are in.

    '-' stands for standard input; with --fix its repaired text goes to standard output, and the
    report to standard error.

    The exit code is 0 if nothing is left to report, 1 if something is (--fail-on says how grave),
    and 2 if something could not be done, such as reading a file.
    """
    if untrusted and not (shared["config"] or shared["isolated"]):
        config_from = config_from or diff_base or ""
    space = options.workspace(
        **shared,
        inline=not (no_inline or untrusted),
        fix=fix,
        unsafe=unsafe_fixes,
        diff=diff,
        untrusted=untrusted,
        baseline="" if no_baseline else baseline,
        base=options.base(config_from, shared["config"], shared["isolated"]),
    )
    paths = paths or (".",)
    stdin = "-" in paths
    if stdin and len(paths) > 1:
        raise UsageError("'-' stands alone: standard input and files cannot be checked together")
    pairs = reports.chosen(outputs, diff=diff)
    space.linter(stdin_filename if stdin else paths[0])
    if diff_base is not None:
        space.changes = scopes.changes(diff_base, paths)
    if show_files:
        return _show(space, paths)
    if stdin:
        results = [guarded("<stdin>", lambda: _stdin(space, stdin_filename))]
    else:
        results = list(_run(space, paths, jobs, quiet=quiet))
    _print_errors(results)
    if not quiet:
        _print_disobeyed(space, results)
    if diff:
        _print_diffs(results, quiet=quiet)
    else:
        target = sys.stderr if stdin and fix else sys.stdout
        formats = tuple(name for name, _ in pairs)
        colored = reports.colored(color, target)
        found = [result.path for result in results if result.findings]
        run = Run(results, unsafe_fixes, fix, colored, quiet, formats, lambda: space.pages(found))
        reports.write(run, pairs, target, statistics=statistics)
    if not quiet:
        scopes.tell(space, paths, results)
    if verbose:
        _say_more(space, results)
    if exit_zero:
        fail_on, exit_non_zero_on_fix, diff = "never", False, False
    return _code(
        results, lambda path: fail_on or space.config(path).fail_on, exit_non_zero_on_fix or diff
    )


def _run(space: Workspace, paths: Sequence[str], jobs: int, *, quiet: bool) -> Iterator[Result]:
    found = list(space.discover(paths))
    for one in found:
        if one.error:
            yield Result(one.path.as_posix(), errors=(one.error,))
    chosen = [one.path for one in found if not one.error]
    for path in chosen:
        # Wrong settings in a folder below are told before any file is repaired.
        space.linter(path.as_posix())
    if not found and not quiet and not space.changes:
        places = ", ".join(map(visible.path, paths))
        known = {suffix for path in paths for suffix in space.suffixes(space.config(path))}
        suffixes = ", ".join(sorted(known))
        click.echo(f"copylint: {places}: no file here ends in {suffixes}", err=True)
    results = list(progress.each(space, chosen, jobs, quiet=quiet))
    space.remember(results)
    yield from results


def _stdin(space: Workspace, name: str) -> Result:
    shown = name or "<stdin>"
    try:
        text = streams.read()
    except ReadError as error:
        return Result(shown, errors=(str(error),))
    if name and space.excluded(name):
        result = Result(shown, text.source)
    else:
        result = space.process(text, name, save=lambda _: None)
    if space.options.fix and not space.options.diff and not result.errors:
        streams.write(text, result.source)
    return replace(result, path=shown)


def _show(space: Workspace, paths: Sequence[str]) -> int:
    code = 0
    for one in space.discover(paths):
        name = one.path.as_posix()
        what = one.error or f"{space.markup(name)}; {one.reason}"
        click.echo(visible.path(f"{name}: {what}"), err=bool(one.error))
        code = 2 if one.error else code
    return code


def _print_diffs(results: Sequence[Result], *, quiet: bool) -> None:
    from copylint.diff import diff

    for result in results:
        if result.fixed and result.before is not None:
            bom = "\ufeff" if result.before.startswith("\ufeff") else ""
            before = result.before.removeprefix("\ufeff")
            for line in diff(_local(result.path), before, result.source, bom):
                sys.stdout.buffer.write(line.encode("utf-8", "surrogateescape"))
    sys.stdout.buffer.flush()
    if not quiet:
        fixed = sum(len(result.fixed) for result in results)
        left = sum(len(result.findings) for result in results)
        click.echo(streams.summary(fixed, left, "would be repaired"), err=True)


def _local(path: str) -> str:
    """A path from the current folder, if it leads to a place below; patches know no others."""
    whole, here = Path(os.path.abspath(path)), Path.cwd()  # noqa: PTH100 (keeps links)
    return whole.relative_to(here).as_posix() if whole.is_relative_to(here) else path


def _print_errors(results: Sequence[Result]) -> None:
    for result in results:
        for message in result.errors:
            streams.complain(result.path, message)


def _print_disobeyed(space: Workspace, results: Sequence[Result]) -> None:
    base = space.options.base
    for name in space.disobeyed(result.path for result in results):
        why = f"it is not that of {base.ref}" if base else "no --config-from says what to obey"
        click.echo(visible.visible(f"copylint: {name} is not obeyed: {why}"), err=True)


def _say_more(space: Workspace, results: Sequence[Result]) -> None:
    rules = len(space.linter().rules)
    click.echo(f"{rules} rules ran on {len(results):,} files", err=True)
    for name in sorted({space.config(result.path).file for result in results}):
        click.echo(visible.visible(f"settings: {name or 'defaults'}"), err=True)
    for name, guessed in sorted({space.profile(result.path) for result in results}):
        files = sum(space.profile(result.path) == (name, guessed) for result in results)
        how = "guessed from the markup; set 'profile' to choose" if guessed else "as set"
        click.echo(f"profile: {name} ({how}), {files:,} files", err=True)


def _code(results: Sequence[Result], threshold: Callable[[str], str], on_fix: bool) -> int:
    if any(result.errors for result in results):
        return 2
    if on_fix and any(result.fixed for result in results):
        return 1
    for result in results:
        grave = min((finding.severity.rank for finding in result.findings), default=None)
        level = threshold(result.path)
        if grave is not None and level != "never" and grave <= Severity(level).rank:
            return 1
    return 0
