"""`copylint rules`: what exists."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import click

from copylint import rulebook
from copylint.cli import options
from copylint.errors import UsageError
from copylint.rule import Rule
from copylint.visible import visible


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("names", nargs=-1)
@click.option("--output", default="text", metavar="FORMAT", help="text or json.")
@options.shared
def command(names: tuple[str, ...], output: str, **shared: Any) -> int:
    """List the rules (or only NAMES: ids, families, globs): on or off, severity, best repair."""
    space = options.workspace(**shared)
    config = space.config()
    rules = space.rules(config, whole=True)
    active = {rule.id: rule for rule in space.active(config)}
    wanted = rulebook.named(rules, names) if names else {rule.id for rule in rules}
    shown = [
        replace(rule, severity=active[rule.id].severity) if rule.id in active else rule
        for rule in rules
        if rule.id in wanted
    ]
    if output == "json":
        plain = [_plain(rule, rule.id in active, space.origin(config, rule)) for rule in shown]
        click.echo(json.dumps(plain, indent=2))
    elif output == "text":
        for rule in shown:
            state = "on " if rule.id in active else "off"
            origin = space.origin(config, rule)
            line = f"{state}  {rule.severity.value:<7}  {rule.fixable:<6}  {rule.id}"
            click.echo(visible(line if origin == "copylint" else f"{line}  (from {origin})"))
        click.echo(f"{len(shown)} rules, {sum(rule.id in active for rule in shown)} on")
    else:
        raise UsageError(f"no output format {output!r} for rules; there are: text, json")
    return 0


def _plain(rule: Rule, on: bool, origin: str) -> dict[str, Any]:
    return {
        "id": rule.id,
        "family": rule.family,
        "message": rule.message,
        "why": rule.why,
        "severity": rule.severity.value,
        "on": on,
        "default": rule.on,
        "fix": rule.fixable,
        "kind": rule.detector or rule.kind,
        "languages": list(rule.languages),
        "markups": list(rule.markups),
        "references": list(rule.references),
        "path": rule.path,
        "origin": origin,
        "examples": [
            {
                "bad" if example.bad else "good": example.text,
                "fixed": example.fixed,
                "markup": example.markup,
                "gap": example.gap,
                **({"each": dict(example.each)} if example.each else {}),
            }
            for example in rule.examples
        ],
    }
