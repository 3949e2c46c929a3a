"""`copylint check`: files and folders to findings, diffs or repaired files."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from copylint import reporters, visible
from copylint.cli import options, progress
from copylint.config import LEVELS
from copylint.errors import ReadError, UsageError
from copylint.finding import Result, Severity
from copylint.fix import applicable
from copylint.reporters import Run
from copylint.workspace import Workspace


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("paths", nargs=-1, metavar="[PATHS]...")
@click.option("--fix", is_flag=True, help="Make the safe repairs.")
@click.option("--unsafe-fixes", is_flag=True, help="With --fix or --diff: those too that are right in most cases.")
@click.option("--diff", is_flag=True, help="Show what --fix would change; write nothing.")
@options.shared
@click.option("--fail-on", type=click.Choice([*LEVELS, "never"]), help="Exit with 1 from this severity on.  [default: warning]")
@click.option("--exit-zero", is_flag=True, help="Exit with 0 whatever is found.")
@click.option("--exit-non-zero-on-fix", is_flag=True, help="Exit with 1 if something was repaired.")
@click.option("--output", "outputs", multiple=True, metavar="FORMAT[:FILE]", help="text, concise, json or jsonl; may be given several times.")
@click.option("--statistics", is_flag=True, help="Count findings by rule instead of listing them.")
@click.option("--no-inline", is_flag=True, help="Obey no comments that silence rules.")
@click.option("--show-files", is_flag=True, help="List the files that would be checked, and why.")
@click.option("--stdin-filename", default="", metavar="NAME", help="What '-' is: its suffix says the markup.")
@click.option("--jobs", type=click.IntRange(0), default=0, metavar="N", help="Processes to use; 0 decides by the size of the work.")
@click.option("-q", "--quiet", is_flag=True, help="Print findings and nothing else.")
@click.option("-v", "--verbose", is_flag=True, help="Say more: rules that ran, files, time.")
@click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto")
def command(
    paths: tuple[str, ...],
    fix: bool,
    unsafe_fixes: bool,
    diff: bool,
    fail_on: str | None,
    exit_zero: bool,
    exit_non_zero_on_fix: bool,
    outputs: tuple[str, ...],
    statistics: bool,
    no_inline: bool,
    show_files: bool,
    stdin_filename: str,
    jobs: int,
    quiet: bool,
    verbose: bool,
    color: str,
    **shared: Any,
) -> int:
    """Check files and folders (by default this one).

    '-' reads standard input. With --fix the repaired text of '-' goes to standard output.
    """
    space = options.workspace(
        **shared, inline=not no_inline, fix=fix, unsafe=unsafe_fixes, diff=diff
    )
    space.linter(paths[0] if paths else "")
    reports = _reports(outputs)
    if "-" in paths:
        if len(paths) > 1:
            raise UsageError("'-' stands alone: standard input and files cannot be checked together")
        results = [_stdin(space, stdin_filename)]
    elif show_files:
        return _show(space, paths or (".",))
    else:
        results = list(_run(space, paths or (".",), jobs, quiet=quiet))
    if diff:
        _print_diffs(results)
    elif "-" in paths and fix:
        sys.stdout.write(results[0].source)
    _print_errors(results)
    run = Run(results, unsafe_fixes, fix or diff, _colored(color), quiet)
    if not diff:
        to_error = "-" in paths and fix
        _write(run, reports, error=to_error, statistics=statistics)
    if verbose:
        _say_more(space, results)
    threshold = fail_on or space.config(paths[0] if paths else "").fail_on
    return _code(
        results, threshold, zero=exit_zero, on_fix=exit_non_zero_on_fix or diff
    )


def _reports(outputs: tuple[str, ...]) -> list[tuple[str, str]]:
    """(format, file or "") of each report; a wrong format is told before any work is done."""
    chosen = [value.partition(":") for value in outputs or ("text",)]
    for name, _, _ in chosen:
        reporters.reporter(name)
    if sum(not target for _, _, target in chosen) > 1:
        raise UsageError("only one report can go to standard output; give the others a file")
    return [(name, target) for name, _, target in chosen]


def _run(
    space: Workspace, paths: Sequence[str], jobs: int, *, quiet: bool
) -> Iterator[Result]:
    found = list(space.discover(paths))
    for one in found:
        if one.error:
            yield Result(str(one.path), errors=(one.error,))
    files = [one.path for one in found if not one.error]
    yield from progress.each(space, files, jobs, quiet=quiet)


def _stdin(space: Workspace, name: str) -> Result:
    from dataclasses import replace

    from copylint import files

    try:
        text = files.decode(sys.stdin.buffer.read())
    except ReadError as error:
        return Result(name or "<stdin>", errors=(str(error),))
    shown = name or "<stdin>"
    linter, markup = space.linter(name), space.markup(name) if name else "markdown"
    if space.options.fix or space.options.diff:
        result = linter.fix(text.source, shown, markup, unsafe=space.options.unsafe)
        return replace(result, before=text.source)
    return linter.check(text.source, shown, markup)


def _show(space: Workspace, paths: Sequence[str]) -> int:
    code = 0
    for one in space.discover(paths):
        shown = visible.path(str(one.path))
        markup = one.error or f"{space.markup(str(one.path))}; {one.reason}"
        click.echo(f"{shown}: {markup}")
        code = 2 if one.error else code
    return code


def _print_diffs(results: Sequence[Result]) -> None:
    from copylint.diff import diff

    for result in results:
        if result.fixed and result.before is not None:
            bom = "\ufeff" if result.before.startswith("\ufeff") else ""
            before = result.before.removeprefix("\ufeff")
            for line in diff(result.path, before, result.source, bom):
                sys.stdout.buffer.write(line.encode("utf-8", "surrogateescape"))


def _print_errors(results: Sequence[Result]) -> None:
    for result in results:
        for message in result.errors:
            click.echo(f"copylint: {visible.path(result.path)}: {message}", err=True)


def _write(
    run: Run, reports: Sequence[tuple[str, str]], *, error: bool, statistics: bool
) -> None:
    from dataclasses import replace

    for name, target in reports:
        if statistics and name in {"text", "concise"}:
            lines = _statistics(run)
        else:
            shown = replace(run, color=run.color and not target and name == "text")
            lines = reporters.reporter(name).report(shown)
        if target:
            Path(target).parent.mkdir(parents=True, exist_ok=True)
            Path(target).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        else:
            for line in lines:
                print(line, file=sys.stderr if error else sys.stdout)


def _statistics(run: Run) -> Iterator[str]:
    counts: Counter[str] = Counter()
    safe: Counter[str] = Counter()
    for result in run.results:
        for finding in result.findings:
            counts[finding.rule] += 1
            safe[finding.rule] += applicable(finding, unsafe=run.unsafe)
    for rule, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        yield f"{count:>7,}  {rule}  [{safe[rule]:,} repairable]"
    yield f"{sum(counts.values()):>7,}  in {len(run.results):,} files"


def _say_more(space: Workspace, results: Sequence[Result]) -> None:
    linter = space.linter()
    click.echo(f"{len(linter.rules)} rules ran on {len(results):,} files", err=True)
    config = space.config()
    click.echo(f"settings: {config.file or 'defaults'}", err=True)


def _code(results: Sequence[Result], threshold: str, *, zero: bool, on_fix: bool) -> int:
    if any(result.errors for result in results):
        return 2
    if zero:
        return 0
    if on_fix and any(result.fixed for result in results):
        return 1
    if threshold == "never":
        return 0
    limit = Severity(threshold).rank
    return int(any(f.severity.rank <= limit for result in results for f in result.findings))


def _colored(choice: str) -> bool:
    import os

    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or sys.stdout.isatty()

