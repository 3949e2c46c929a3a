"""`copylint measure`: findings per rule and 100,000 words on folders of text."""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click

from copylint import __version__, measured
from copylint.cli import options, progress, reports, streams
from copylint.errors import UsageError
from copylint.rule import Rule
from copylint.visible import visible


@dataclass
class Tally:
    """What was counted in one folder, or in all of them."""

    name: str
    files: int = 0
    words: int = 0
    findings: Counter[str] = field(default_factory=Counter)


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("paths", nargs=-1, required=True, metavar="DIR...")
@click.option("--all", "every", is_flag=True, help="Measure the rules that are off, too.")
@options.shared
@click.option(
    "--no-inline", is_flag=True, help="Disregard comments in articles that silence rules."
)
@click.option(
    "--output", default="text", metavar="FORMAT", help="text, markdown or json.  [default: text]"
)
@click.option(
    "-o", "--output-file", "target", default="", metavar="FILE", help="Write the table to a file."
)
@options.jobs
@click.option("-q", "--quiet", is_flag=True, help="Show no progress.")
def command(
    paths: tuple[str, ...],
    every: bool,
    no_inline: bool,
    output: str,
    target: str,
    jobs: int,
    quiet: bool,
    **shared: Any,
) -> int:
    """Count the findings of each rule per 100,000 words in each DIR and in all.

    Words are those of the prose that rules look at: headings, paragraphs, items, cells, and titles
    and descriptions in front matter; no code, no addresses, no templates. Exit codes: 0 counted, 2
    some file could not be read and is not counted.
    """
    if output not in _FORMATS:
        raise UsageError(
            f"no output format {output!r} for measure; there are: text, markdown, json"
        )
    if every and (shared["select"] or shared["extend_select"]):
        raise UsageError("--all measures every rule; leave out --select and --extend-select")
    if every:
        shared["select"] = ("all",)
    space = options.workspace(**shared, inline=not no_inline, count=True)
    tallies = [Tally(path) for path in paths]
    chosen: dict[Path, Tally] = {}
    failed = False
    seen: set[str] = set()
    for path, tally in zip(paths, tallies, strict=True):
        for one in space.discover([path]):
            if one.error:
                failed = True
                streams.complain(one.path.as_posix(), one.error)
            elif (real := os.path.realpath(one.path)) not in seen:
                # A file below two of the folders counts in the first.
                seen.add(real)
                chosen[one.path] = tally
    # Wrong settings in a folder below are told here, before any work is done.
    rules = {rule.id: rule for file in chosen for rule in space.linter(file.as_posix()).rules}
    results = progress.each(space, list(chosen), jobs, quiet=quiet)
    for result, tally in zip(results, chosen.values(), strict=True):
        for problem in result.errors:
            failed = True
            streams.complain(result.path, problem)
        if not result.errors:
            tally.files += 1
            tally.words += result.words
            # That a suppression is of no use says nothing of the prose.
            tally.findings.update(one.rule for one in result.findings if one.rule in rules)
    ordered = sorted(rules.values(), key=lambda rule: rule.id)
    reports.save(_FORMATS[output](_whole(tallies), tallies, ordered), target, sys.stdout)
    return 2 if failed else 0


def _json(whole: Tally, tallies: Sequence[Tally], rules: Sequence[Rule]) -> Iterator[str]:
    plain = {
        "version": __version__,
        **_sums(whole),
        "folders": [{"folder": one.name, **_sums(one)} for one in tallies],
        "rules": [
            {
                "rule": rule.id,
                "severity": rule.severity.value,
                "default": rule.on,
                **_rate(whole, rule),
                "folders": [_rate(one, rule) for one in tallies],
            }
            for rule in rules
        ],
    }
    yield json.dumps(plain, indent=2, ensure_ascii=False)


def _sums(tally: Tally) -> dict[str, Any]:
    total = tally.findings.total()
    return {
        "files": tally.files,
        "words": tally.words,
        "findings": total,
        "per_100000_words": measured.rate(total, tally.words),
    }


def _rate(tally: Tally, rule: Rule) -> dict[str, Any]:
    count = tally.findings[rule.id]
    return {"findings": count, "per_100000_words": measured.rate(count, tally.words)}


def _text(whole: Tally, tallies: Sequence[Tally], rules: Sequence[Rule]) -> Iterator[str]:
    for number, rows in enumerate((_folders(whole, tallies), _rules(whole, tallies, rules))):
        if number:
            yield ""
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        for row in rows:
            cells = [
                cell.rjust(width) if _numeric(head) else cell.ljust(width)
                for head, cell, width in zip(rows[0], row, widths, strict=True)
            ]
            yield "  ".join(cells).rstrip()
    yield _silent(whole, rules)


def _markdown(whole: Tally, tallies: Sequence[Tally], rules: Sequence[Rule]) -> Iterator[str]:
    for head, *rows in (_folders(whole, tallies), _rules(whole, tallies, rules)):
        yield f"| {' | '.join(head)} |"
        yield f"|{'|'.join('---:' if _numeric(name) else '---' for name in head)}|"
        for row in rows:
            yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |"
        yield ""
    yield _silent(whole, rules)


def _numeric(head: str) -> bool:
    return head not in {"folder", "rule", "severity", "default"}


def _folders(whole: Tally, tallies: Sequence[Tally]) -> list[list[str]]:
    """A row for each folder, numbered where there are several, and one for all."""
    rows = [["folder", "files", "words", "findings", "per 100,000 words"]]
    several = len(tallies) > 1
    for number, one in enumerate([*tallies, whole] if several else tallies, 1):
        mark = f"{number}: " if several and number <= len(tallies) else ""
        total = one.findings.total()
        rate = measured.shown(measured.rate(total, one.words))
        rows.append(
            [mark + visible(one.name), f"{one.files:,}", f"{one.words:,}", f"{total:,}", rate]
        )
    return rows


def _rules(whole: Tally, tallies: Sequence[Tally], rules: Sequence[Rule]) -> list[list[str]]:
    """A row for each rule that found something, the most frequent first.

    A folder has its rate in the column with its number.
    """
    several = tallies if len(tallies) > 1 else ()
    numbers = [f"in {number}" for number, _ in enumerate(several, 1)]
    rows = [["rule", "severity", "default", "findings", "per 100,000 words", *numbers]]
    for rule in sorted(rules, key=lambda rule: (-whole.findings[rule.id], rule.id)):
        count = whole.findings[rule.id]
        if count:
            rates = [
                measured.shown(measured.rate(one.findings[rule.id], one.words))
                for one in (whole, *several)
            ]
            state = "on" if rule.on else "off"
            rows.append([rule.id, rule.severity.value, state, f"{count:,}", *rates])
    return rows


def _silent(whole: Tally, rules: Sequence[Rule]) -> str:
    return (
        f"{sum(not whole.findings[rule.id] for rule in rules)} of {len(rules)} rules found nothing"
    )


def _whole(tallies: Sequence[Tally]) -> Tally:
    """All folders together."""
    whole = Tally("all")
    for one in tallies:
        whole.files += one.files
        whole.words += one.words
        whole.findings.update(one.findings)
    return whole


_FORMATS = {"text": _text, "markdown": _markdown, "json": _json}
