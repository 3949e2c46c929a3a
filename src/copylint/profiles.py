"""What kind of text it is, and what that makes of the rules about claims.

News lives with sources who are not named; an encyclopaedia sources every statement; documentation
quotes and praises nobody; an opinion is the author's own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import PurePath

from copylint.finding import Severity
from copylint.rule import Rule

#: For each profile, what becomes of a rule: a severity (which turns the rule on), or `off`.
PROFILES: Mapping[str, Mapping[str, str]] = {
    "news": {
        "claims/anonymous-source": "info",
        "claims/uncited-quote": "warning",
        "claims/uncited-superlative": "off",
    },
    "encyclopaedic": {
        "claims/anonymous-source": "warning",
        "claims/uncited-quote": "warning",
        "claims/uncited-superlative": "info",
    },
    "docs": {
        "claims/anonymous-source": "off",
        "claims/passive-attribution": "off",
        "claims/uncited-quote": "off",
        "claims/uncited-superlative": "off",
        "claims/vague-attribution": "off",
        "claims/vague-study": "off",
        "claims/weasel-crowd": "off",
    },
    "opinion": {
        "claims/anonymous-source": "off",
        "claims/uncited-quote": "off",
        "claims/uncited-superlative": "off",
    },
}
#: What may be told only of a whole text: in a part of one, the other end may stand in another part.
WHOLE = (
    "claims/broken-footnote-ref",
    "claims/undefined-reference-link",
    "claims/unused-footnote-def",
)
# Folders whose texts site generators (Jekyll, Hugo, Antora, Docusaurus, MkDocs) put into others.
_PARTS = frozenset({"_includes", "_partials", "_snippets", "includes", "partials", "snippets"})
# Crawled and mailed articles come as plain text; docstrings and comments are documentation.
_GUESSES = {"plain": "news", "python": "docs"}


def guessed(markup: str) -> str:
    """The profile that a markup speaks for."""
    return _GUESSES.get(markup, "encyclopaedic")


def partial(path: str) -> bool:
    """Whether a file lies where the parts of texts are kept."""
    return not _PARTS.isdisjoint(PurePath(path).parts[:-1])


def turned(profile: str, what: str) -> list[str]:
    """The rules that a profile turns `on` or `off`."""
    levels = PROFILES.get(profile, {})
    return [name for name, level in levels.items() if (level == "off") is (what == "off")]


def levelled(rules: Iterable[Rule], profile: str) -> Iterator[Rule]:
    """Rules with the severities a profile gives them."""
    levels = PROFILES.get(profile, {})
    for rule in rules:
        level = levels.get(rule.id, "off")
        yield rule if level == "off" else replace(rule, severity=Severity(level))


def configured(rules: Iterable[Rule], levels: Mapping[str, str]) -> Iterator[Rule]:
    """Rules with the severities a configuration gives them."""
    for rule in rules:
        level = levels.get(rule.id, levels.get(rule.family))
        yield replace(rule, severity=Severity(level)) if level else rule
