"""A finding's place as a person can read it: the words around it, and what a fix would leave."""

from __future__ import annotations

from typing import NamedTuple

from copylint.finding import Finding, Safety
from copylint.span import Position
from copylint.visible import path as path_shown
from copylint.visible import visible

_BEFORE, _AFTER, _MOST = 48, 32, 92
_SIGNS = {Safety.SAFE: "[*] ", Safety.UNSAFE: "[?] ", Safety.MANUAL: ""}


class Excerpt(NamedTuple):
    """Three stretches of one printable line; `match` is the place itself."""

    before: str
    match: str
    after: str


def headline(path: str, place: Position, finding: Finding) -> str:
    """A finding in one line; `[*]` marks one with a safe repair, `[?]` one with an unsafe one."""
    sign = _SIGNS[finding.fix.safety] if finding.fix else ""
    head = f"{path_shown(path)}:{place.line}:{place.column}: {finding.severity.value}"
    return f"{head} {finding.rule} {sign}{visible(finding.message)}"


def excerpt(source: str, finding: Finding) -> Excerpt:
    """The place of a finding with some words around it on the same line."""
    start, end = finding.span
    return Excerpt(_left(source, start), _middle(source[start:end]), _right(source, end))


def repaired(source: str, finding: Finding) -> str:
    """What a finding's fix would leave at its place, with some words around it."""
    if finding.fix is None:
        return ""
    edits = finding.fix.edits
    start, end = edits[0].span.start, edits[-1].span.end
    parts = []
    at = start
    for edit in edits:
        parts += [source[at : edit.span.start], edit.text]
        at = edit.span.end
    middle = "".join(parts)
    before, after = _left(source, start), _right(source, end)
    if not middle and not before.strip(" …") and not after.strip(" …"):
        return ""
    if middle.endswith("\n") and not middle.strip():
        return before
    return f"{before}{_middle(middle)}{after}"


def _left(source: str, start: int) -> str:
    line = max(source.rfind("\n", 0, start), source.rfind("\r", 0, start)) + 1
    text = source[max(line, start - _BEFORE) : start]
    if start - _BEFORE > line:
        text = "… " + text.partition(" ")[2] if " " in text else "…" + text
    return visible(text) if line < start else ""


def _right(source: str, end: int) -> str:
    if end and source[end - 1 : end] in {"\n", "\r"}:
        return ""
    stops = [at for at in (source.find("\n", end), source.find("\r", end)) if at >= 0]
    line = min(stops, default=len(source))
    text = source[end : min(line, end + _AFTER)]
    if end + _AFTER < line:
        text = text.rpartition(" ")[0] + " …" if " " in text else text + "…"
    return visible(text)


def _middle(text: str) -> str:
    text = visible(text)
    if len(text) <= _MOST:
        return text
    return f"{text[: _MOST // 2].rstrip()} … {text[-_MOST // 3 :].lstrip()}"
