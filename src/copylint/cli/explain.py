"""`copylint explain`: what a rule is for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from copylint import rulebook
from copylint.cli import options
from copylint.rule import Rule
from copylint.visible import visible

_FIXES = {
    "safe": "Safe: --fix makes it.",
    "unsafe": "Right in most cases: --fix --unsafe-fixes makes it.",
    "manual": "A suggestion is shown; a person makes it.",
    "none": "None: a person decides.",
}
_SHOWN = 3


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("rule")
@options.shared
def command(rule: str, **shared: Any) -> int:
    """Explain a RULE: why it is there, what it finds, what it leaves alone, what a repair does."""
    space = options.workspace(**shared)
    rules = space.rules(space.config(), whole=True)
    chosen = rulebook.named(rules, [rule])
    for number, one in enumerate(r for r in rules if r.id in chosen):
        if number:
            click.echo()
        for line in page(one):
            click.echo(line)
    return 0


def page(rule: Rule) -> Iterator[str]:
    """Yield the lines that explain a rule."""
    state = "on" if rule.on else "off"
    yield click.style(rule.id, bold=True) + f"  ({rule.severity.value}, {state} by default)"
    yield ""
    yield from map(visible, rule.why.splitlines())
    yield ""
    yield f"Repair: {_FIXES[rule.fixable]}"
    if rule.languages:
        yield f"Languages: {', '.join(rule.languages)}"
    yield ""
    yield "Found:"
    for example in [e for e in rule.examples if e.bad and not e.gap][:_SHOWN]:
        yield f"  - {visible(example.text)}"
        if example.fixed is not None:
            yield f"    → {visible(example.fixed) or '(nothing is left)'}"
    yield ""
    yield "Left alone:"
    for example in [e for e in rule.examples if not e.bad][:_SHOWN]:
        yield f"  - {visible(example.text)}"
    for reference in rule.references:
        yield f"See also: {visible(reference)}"
    comment = f"<!-- copylint: disable-next-line {rule.id} -- your reason -->"
    yield f"To silence it on the next line: {comment}"
