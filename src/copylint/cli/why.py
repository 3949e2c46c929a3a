"""`copylint why FILE:LINE`: which rules looked at a line, what they found, what silenced them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from copylint import files, visible
from copylint.cli import options
from copylint.errors import ReadError, UsageError
from copylint.finding import Finding
from copylint.linter import Linter
from copylint.span import LineIndex


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("place", metavar="FILE:LINE")
@click.option("--all", "every", is_flag=True, help="List the rules that slept, too.")
@options.shared
def command(place: str, every: bool, **shared: Any) -> int:
    """Say which rules were tried at a line, what each found, and where the settings come from."""
    name, _, number = place.rpartition(":")
    if not name or not number.isdigit():
        raise UsageError(f"{place!r} is no place; write FILE:LINE, such as article.md:12")
    space = options.workspace(**shared)
    try:
        _, text = files.read(Path(name), space.config(name).max_file_size)
    except ReadError as error:
        raise UsageError(f"{name}: {error}") from error
    lines = LineIndex(text.source)
    if not 1 <= int(number) <= len(lines):
        raise UsageError(f"{name} has {len(lines)} lines; there is no line {number}")
    for line in _report(space.linter(name), text.source, name, space.markup(name), lines, int(number), every=every):
        click.echo(line)
    config = space.config(name)
    click.echo(f"settings: {config.file or 'defaults (no settings file found)'}")
    return 0


def _report(
    linter: Linter,
    source: str,
    path: str,
    markup: str,
    lines: LineIndex,
    number: int,
    *,
    every: bool,
) -> Iterator[str]:
    whole = lines.line(lines.offset(number))
    yield visible.visible(source[whole.start : whole.end].rstrip("\r\n"))
    shown = linter.check(source, path, markup).findings
    all_ = Linter(linter.rules, inline=False).check(source, path, markup).findings
    here = [f for f in all_ if f.span.start < whole.end and whole.start <= max(f.span.start, f.span.end - 1)]
    for finding in here:
        silenced = "" if _among(finding, shown) else "  (silenced by a comment)"
        yield f"found    {finding.rule}: {visible.visible(finding.message)}{silenced}"
        for reason in finding.evidence:
            yield f"           because {visible.visible(reason)}"
    awake = {linter.engine.units[n].rule.id for n in linter.engine.awake(source, markup)}
    tried = sorted(awake - {finding.rule for finding in here})
    yield f"tried    {len(tried)} more rules that woke for this file and found nothing on this line"
    for rule in tried:
        yield f"           {rule}"
    asleep = sorted({rule.id for rule in linter.rules} - awake)
    yield f"asleep   {len(asleep)} rules, none of whose words stand in the file" + ("" if every else " (--all lists them)")
    if every:
        yield from (f"           {rule}" for rule in asleep)


def _among(finding: Finding, shown: Sequence[Finding]) -> bool:
    return any(one.rule == finding.rule and one.span == finding.span for one in shown)
