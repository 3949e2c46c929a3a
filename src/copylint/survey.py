"""What the texts of a run have in common, for the rules that cannot be told from one text.

The detector of such a rule has two functions beside `detect`. `note` keeps what matters of one
text; `across` says what the notes of all come to, which `detect` then meets among its options as
`common`. A text that is checked alone has nothing in common with any.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from copylint import rulebook
from copylint.rule import Rule
from copylint.text import Text

#: Files of a run below which chance is too likely.
LEAST = 5
_COMMON = "common"


class Survey:
    """The notes that rules make of texts."""

    def __init__(self) -> None:
        self._rules: dict[str, Rule] = {}
        self._notes: dict[str, list[Any]] = defaultdict(list)

    def add(self, rule: Rule, noted: Any) -> None:
        """Count in what a rule noted of a text."""
        self._rules[rule.id] = rule
        self._notes[rule.id].append(noted)

    def common(self) -> dict[str, Any]:
        """For each rule that has something to find what that is."""
        found = {
            name: rulebook.detector(rule).across(self._notes[name], rule.options)
            for name, rule in self._rules.items()
        }
        return {name: common for name, common in found.items() if common}


def informed(rules: Iterable[Rule], common: Mapping[str, Any]) -> list[Rule]:
    """The rules, and each that has something to find with it among its options."""
    return [
        replace(rule, options={**rule.options, _COMMON: common[rule.id]})
        if rule.id in common
        else rule
        for rule in rules
    ]


def told(rule: Rule) -> Any:
    """What a rule was told that texts have in common; None where it was told nothing."""
    return rule.options.get(_COMMON)


def note(rule: Rule, text: Text) -> Any:
    """What a rule notes of a text, as plain data."""
    return rulebook.detector(rule).note(text, rule.options)


def together(rule: Rule, texts: Iterable[Text]) -> Rule:
    """A rule as it is where just these texts are checked together, however few they are."""
    survey = Survey()
    for text in texts:
        survey.add(rule, note(rule, text))
    return informed([rule], survey.common())[0]
