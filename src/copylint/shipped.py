"""What a wheel holds besides its rules: what reading them gives, so that no first run has to."""

from __future__ import annotations

from pathlib import Path

from copylint import rulebook
from copylint.linter import Linter


def ship(folder: Path) -> None:
    """Write it into a folder. Raises RuleError where a rule that ships cannot be read.

    Each rule looks at its first examples before, because detectors make patterns of their options
    and an exception's pattern is made where a match asks for it.
    """
    rules = rulebook.load(cache=False, whole=True)
    for rule in rules:
        linter = Linter([rule], inline=False)
        cases = [case for written in rule.examples for case in written.cases()]
        for bad in (True, False):
            example = next((case for case in cases if case.bad == bad and not case.gap), None)
            if example is not None:
                linter.clean(example.text, markup=example.markup, unsafe=True)
    rulebook.ship(folder, rules)
