"""`copylint why FILE:LINE`: which rules looked at a line, what they found, what silenced them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from copylint import files, readers
from copylint.cli import options
from copylint.errors import ReadError, UsageError
from copylint.finding import Finding
from copylint.linter import Linter
from copylint.span import LineIndex, Span
from copylint.visible import visible


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("place", metavar="FILE:LINE")
@click.option("--all", "every", is_flag=True, help="List the rules that slept, too.")
@options.shared
def command(place: str, every: bool, **shared: Any) -> int:
    """Say which rules were tried at a line, what each found, and where the settings come from."""
    name, _, digits = place.rpartition(":")
    if not name or not digits.isdecimal() or len(digits) > 12:
        raise UsageError(f"{place!r} is no place; write FILE:LINE, such as article.md:12")
    space = options.workspace(**shared)
    linter = space.linter(name)
    try:
        decode = readers.offered(space.markup(name), "decode") or files.decode
        _, text = files.read(Path(name), space.config(name).max_file_size, decode)
    except ReadError as error:
        raise UsageError(f"{name}: {error}") from error
    lines = LineIndex(text.source)
    if not 1 <= int(digits) <= len(lines):
        raise UsageError(f"{name} has {len(lines)} lines; there is no line {digits}")
    line = lines.line(lines.offset(int(digits)))
    # Behind a bar, because no line of a log may start with an article's words.
    click.echo(f"│ {visible(text.source[line.start : line.end].rstrip(chr(13) + chr(10)))}")
    markup = space.markup(name)
    here = [one for one in _all(linter, text.source, name, markup) if _touches(one.span, line)]
    for row in _found(here, linter.check(text.source, name, markup).findings):
        click.echo(row)
    names = {one.rule for one in here}
    for row in _tried(linter, linter.engine.awake(text.source, markup), names, every=every):
        click.echo(row)
    click.echo(visible(f"settings: {space.config(name).file or 'defaults'}"))
    return 0


def _all(linter: Linter, source: str, path: str, markup: str) -> Sequence[Finding]:
    """All findings, those that comments silence among them."""
    return Linter(linter.rules, inline=False).check(source, path, markup).findings


def _touches(span: Span, line: Span) -> bool:
    return span.start < line.end and line.start <= max(span.start, span.end - 1)


def _found(findings: Sequence[Finding], shown: Sequence[Finding]) -> Iterator[str]:
    places = {(one.rule, one.span) for one in shown}
    for finding in findings:
        silenced = "" if (finding.rule, finding.span) in places else "  (silenced by a comment)"
        yield f"found    {finding.rule}: {visible(finding.message)}{silenced}"
        for reason in finding.evidence:
            yield f"           because {visible(reason)}"


def _tried(linter: Linter, numbers: set[int], found: set[str], *, every: bool) -> Iterator[str]:
    awake = {linter.engine.units[number].rule.id for number in numbers}
    tried = sorted(awake - found)
    yield f"tried    {len(tried)} more rules that woke for this file and found nothing on this line"
    yield from (f"           {rule}" for rule in tried)
    asleep = sorted({rule.id for rule in linter.rules} - awake)
    hint = "" if every else " (--all lists them)"
    yield f"asleep   {len(asleep)} rules, none of whose words stand in the file{hint}"
    if every:
        yield from (f"           {rule}" for rule in asleep)
