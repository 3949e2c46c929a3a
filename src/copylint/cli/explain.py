"""`copylint explain`: what a rule is for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

import click

from copylint import measured, rulebook
from copylint.cli import options
from copylint.rule import Example, Rule
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
    config = space.config()
    rules = space.rules(config, whole=True)
    chosen = rulebook.named(rules, [rule])
    for number, one in enumerate(r for r in rules if r.id in chosen):
        if number:
            click.echo()
        # A rule of one's own may bear the name of one that ships, and was not measured.
        told = measured.sentence(one.id) if space.origin(config, one) == "copylint" else ""
        for line in page(one, told):
            click.echo(line)
    return 0


def page(rule: Rule, told: str) -> Iterator[str]:
    """Yield the lines that explain a rule; `told` is what it found in edited text, if known."""
    state = "on" if rule.on else "off"
    yield click.style(rule.id, bold=True) + f"  ({rule.severity.value}, {state} by default)"
    yield ""
    yield from map(visible, rule.why.splitlines())
    yield ""
    yield f"Repair: {_FIXES[rule.fixable]}"
    if rule.languages:
        yield f"Languages: {', '.join(rule.languages)}"
    if told:
        yield told
    yield ""
    yield "Found:"
    yield from _shown(e for e in rule.examples if e.bad and not e.gap)
    yield ""
    yield "Left alone:"
    yield from _shown(e for e in rule.examples if not e.bad)
    for reference in rule.references:
        yield f"See also: {visible(reference)}"
    comment = f"<!-- copylint: disable-next-line {rule.id} -- your reason -->"
    yield f"To silence it on the next line: {comment}"


def _shown(examples: Iterable[Example]) -> Iterator[str]:
    """The lines of the first few examples; of a list of words the first, and how many follow."""
    for example in islice(examples, _SHOWN):
        case = next(example.cases())
        more = f"  (and {len(example.each) - 1} more like it)" if len(example.each) > 1 else ""
        more += f"  (with {len(case.beside)} texts like it)" if case.beside and case.bad else ""
        yield f"  - {visible(case.text)}{more}"
        if case.fixed is not None:
            yield f"    → {visible(case.fixed) or '(nothing is left)'}"
