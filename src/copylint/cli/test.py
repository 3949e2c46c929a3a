"""`copylint test`: rules against their own examples."""

from __future__ import annotations

from typing import Any

import click

from copylint import rulebook
from copylint.cli import options
from copylint.examples import failures
from copylint.visible import path, visible


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("names", nargs=-1, metavar="[RULES]...")
@options.shared
def command(names: tuple[str, ...], **shared: Any) -> int:
    """Try RULES (by default all) against their own examples.

    Each bad example must be found and repaired exactly, once and for all; each good one left alone.
    """
    space = options.workspace(**shared)
    rules = {rule.id: rule for rule in space.rules(space.config(), whole=True)}
    chosen = rulebook.named(rules.values(), names) if names else set(rules)
    examples = failed = 0
    for name in sorted(chosen):
        examples += sum(len(example.each) or 1 for example in rules[name].examples)
        for failure in failures(rules[name], rules):
            failed += 1
            text = visible(failure.example.text)
            click.echo(f"{path(failure.path)}: {failure.kind}: {text}")
            click.echo(f"    {visible(failure.detail)}")
    passed = examples - failed
    click.echo(f"{len(chosen)} rules, {examples} examples: {passed} passed, {failed} failed")
    return 1 if failed else 0
