"""A rule against its own examples: what is missing, noisy or wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from copylint.errors import FixError
from copylint.finding import Finding
from copylint.linter import Linter
from copylint.rule import Example, Rule
from copylint.survey import together
from copylint.text import Text


class Failure(NamedTuple):
    """One example that does not hold: `kind` is missing, noisy, wrong, unstable or mended."""

    rule: str
    path: str
    kind: str
    example: Example
    detail: str


def failures(rule: Rule, rules: Mapping[str, Rule]) -> Iterator[Failure]:
    """The examples of a rule that do not hold, tried with this rule alone.

    `rules` are all that exist: a rule about others' findings is tried with those others.
    """
    others = [rules[name] for name in rule.options.get("of", ()) if name in rules]
    among = Linter([rule, *others], inline=False)
    alone = Linter([rule], inline=False) if others else among
    for example in (case for written in rule.examples for case in written.cases()):
        if rule.surveys:
            informed = _informed(rule, example)
            problem = _problem(rule, informed, informed, example)
        else:
            problem = _problem(rule, among, alone, example)
        if example.gap:
            if problem is None:
                yield Failure(rule.id, rule.path, "mended", example, "is no gap any more")
        elif problem is not None:
            yield Failure(rule.id, rule.path, problem[0], example, problem[1])


def _informed(rule: Rule, example: Example) -> Linter:
    """The rule as it is in a run with the texts beside an example."""
    texts = [Text(text, "", example.markup) for text in (example.text, *example.beside)]
    return Linter([together(rule, texts)], inline=False)


def _problem(rule: Rule, linter: Linter, alone: Linter, example: Example) -> tuple[str, str] | None:
    found = _own(rule, linter.check(example.text, markup=example.markup).findings)
    if not example.bad:
        return ("noisy", f"found {found[0].text!r}") if found else None
    if not found:
        return "missing", "found nothing"
    if example.finds is not None and found[0].text != example.finds:
        return "wrong", f"found {found[0].text!r} instead of {example.finds!r}"
    return _misrepaired(rule, alone, example, found)


def _own(rule: Rule, findings: tuple[Finding, ...]) -> list[Finding]:
    return [finding for finding in findings if finding.rule == rule.id]


def _misrepaired(
    rule: Rule, linter: Linter, example: Example, found: list[Finding]
) -> tuple[str, str] | None:
    applied = [f for f in found if f.fix is not None and f.fix.safety.value != "manual"]
    if example.fixed is None:
        if applied:
            return "wrong", "offers a repair, so the example needs 'fixed'"
        return None
    try:
        cleaned = linter.clean(example.text, markup=example.markup, unsafe=True)
        again = linter.clean(cleaned.text, markup=example.markup, unsafe=True)
    except FixError as error:
        return "wrong", str(error)
    if cleaned.text != example.fixed:
        return "wrong", f"repaired to {cleaned.text!r} instead of {example.fixed!r}"
    if again.text != cleaned.text:
        return "unstable", f"repaired once more to {again.text!r}"
    left = _own(rule, cleaned.remaining)
    if any(finding.fix is not None and finding.fix.safety.value != "manual" for finding in left):
        return "unstable", f"still finds {left[0].text!r}"
    return None
