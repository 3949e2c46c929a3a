"""What people read about a rule or a finding, as Markdown or as plain text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from copylint import gfm
from copylint.finding import Finding, Safety
from copylint.rule import Rule
from copylint.visible import visible

_FIXES = {
    "safe": "Safe: saving may make it, if the editor is set up so.",
    "unsafe": "Right in most cases: a quick fix makes it; look at the result.",
    "manual": "A quick fix suggests one; look at the result.",
    "none": "None: a person decides.",
}
_SAFETIES = {
    Safety.SAFE: "safe",
    Safety.UNSAFE: "may change the meaning",
    Safety.MANUAL: "a suggestion",
}
_SHOWN = 3
_SIGN = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~&$])")


def page(rule: Rule) -> str:
    """A rule's page, in Markdown: why it is there, what it finds, what it leaves alone."""
    return "\n".join(_page(rule)) + "\n"


def _page(rule: Rule) -> Iterator[str]:
    yield f"# {rule.id}"
    yield f"\n{rule.severity.value}, {'on' if rule.on else 'off'} by default"
    yield f"\n{rule.why.strip()}"
    yield f"\nRepair: {_FIXES[rule.fixable]}"
    if rule.languages:
        yield f"\nLanguages: {', '.join(rule.languages)}"
    yield "\n## Found"
    for example in [one.first for one in rule.examples if one.bad and not one.gap][:_SHOWN]:
        yield from _example(example.text)
        if example.fixed is not None:
            yield "\nbecomes" if example.fixed else "\nis deleted"
            yield from _example(example.fixed) if example.fixed else ()
    yield "\n## Left alone"
    for example in [one.first for one in rule.examples if not one.bad][:_SHOWN]:
        yield from _example(example.text)
    if rule.references:
        yield "\n## See also\n"
        yield from (f"- <{reference}>" for reference in rule.references)


def _example(text: str) -> Iterator[str]:
    """A text as code, with what cannot be seen spelled out."""
    yield "\n" + gfm.block("\n".join(map(visible, text.splitlines())))


def note(finding: Finding, rule: Rule | None, *, markdown: bool) -> str:
    """What is to be said about a finding at its place: what, why, and what a repair would do."""
    plain = _escaped if markdown else visible
    strong, item = ("**", "- ") if markdown else ("", "• ")
    parts = [f"{strong}{plain(finding.message)}{strong}"]
    if finding.evidence:
        reasons = "\n".join(f"{item}{plain(reason)}" for reason in finding.evidence)
        parts.append(f"because\n{reasons}" if not markdown else f"because\n\n{reasons}")
    if rule is not None and rule.why.strip():
        parts.append(rule.why.strip())
    if finding.fix is not None:
        parts.append(f"Repair: {plain(finding.fix.title)} ({_SAFETIES[finding.fix.safety]})")
    name = f"`{finding.rule}`" if markdown else finding.rule
    parts.append(f"copylint {name}, {finding.severity.value}")
    return "\n\n".join(parts)


def _escaped(text: str) -> str:
    """A text that Markdown shows as it is."""
    return _SIGN.sub(r"\\\1", visible(text))
