"""`copylint import-vale`: a Vale style as rule files."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click

from copylint.errors import UsageError, WriteError
from copylint.rule import FAMILIES
from copylint.vale.whole import Outcome, outcomes
from copylint.visible import visible


@click.command("import-vale", context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("style", metavar="STYLE_DIR", type=click.Path(exists=True, file_okay=False))
@click.option(
    "-o", "--output", default="vale-rules", metavar="FOLDER", show_default=True,
    help="Where the rule files go; settings name it: rules = [FOLDER].",
)  # fmt: skip
@click.option(
    "--family", default="style", metavar="NAME", show_default=True,
    help="The family the rules are of.",
)  # fmt: skip
@click.option(
    "--accept", metavar="FILE", type=click.Path(exists=True, dir_okay=False),
    help="The accept.txt of a vocabulary: words that the rules let pass.",
)  # fmt: skip
@click.option("--overwrite", is_flag=True, help="Replace rule files that are there already.")
@click.option("--dry-run", is_flag=True, help="Write nothing, only say what would be carried.")
def command(
    style: str, output: str, family: str, accept: str | None, overwrite: bool, dry_run: bool
) -> int:
    """Carry a Vale style over: a rule file for each rule of STYLE_DIR, and a list of what is lost.

    Each rule is tried before it is written, and its examples are texts that it truly found or left
    alone. Repairs are never safe ones.
    """
    if family not in FAMILIES:
        raise UsageError(f"no family {family!r}; there are: {', '.join(FAMILIES)}")
    found = list(outcomes(Path(style), family, Path(accept) if accept else None))
    rules = [one for one in found if one.text]
    if not dry_run:
        _write(rules, Path(output), overwrite)
    for outcome in found:
        _say(outcome)
    counts = Counter(one.state for one in found)
    told = ", ".join(f"{counts[state]} {state}" for state in ("carried", "in part", "refused"))
    click.echo(f"{len(found)} files: {told}")
    if rules and not dry_run:
        click.echo(f"{len(rules)} rules are in {visible(output)}; try them: copylint test")
    return 0


def _write(rules: list[Outcome], folder: Path, overwrite: bool) -> None:
    """All of them, or none where one would replace a file that nobody allowed to."""
    paths = [folder / f"{rule.id}.yaml" for rule in rules]
    there = [path for path in paths if path.exists()]
    if there and not overwrite:
        raise UsageError(f"{there[0]} exists already; --overwrite replaces such files")
    for path, rule in zip(paths, rules, strict=True):
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(rule.text, encoding="utf-8")
        except OSError as error:
            raise WriteError(f"{path}: cannot be written: {error.strerror or error}") from error


def _say(outcome: Outcome) -> None:
    name = f"  {outcome.id}" if outcome.id else ""
    click.echo(f"{outcome.state:<7}  {visible(outcome.path)}{visible(name)}")
    for key, reason in outcome.lost:
        click.echo(f"         {visible(f'{key}: {reason}')}")
