"""SARIF 2.1.0, as GitHub's code scanning and reviewdog read it; columns are UTF-16 code units.

No `automationDetails`, so that GitHub's upload action sets them from its `category`. What code
scanning takes, and how much of it: https://docs.github.com/code-security/code-scanning/
integrating-with-code-scanning/sarif-support-for-code-scanning
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import quote

import copylint
from copylint import fix, gfm, place
from copylint.finding import Finding, Result, Safety, Severity
from copylint.fingerprint import fingerprints
from copylint.linehash import line_hashes
from copylint.ranking import Placed, placed, ranked
from copylint.record import shown, told
from copylint.reporters import Run
from copylint.rule import Rule
from copylint.span import Columns, Span

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
#: GitHub's words for how grave a quality problem is.
_PROBLEMS = _LEVELS | {Severity.INFO: "recommendation"}
#: Results of a run; code scanning refuses a file with more.
_MOST = 25_000
#: Characters of a rule's descriptions that code scanning takes.
_LONGEST = 1024
_SHOWN = 3


def report(run: Run) -> Iterator[str]:
    """Yield the document."""
    top = place.root()
    ids = sorted({finding.rule for result in run.results for finding in result.findings})
    pages = run.rules() if ids else {}
    made, outside = [], []
    for result in run.results:
        path = place.within(result.path, top)
        if path is None and result.findings:
            outside.append(result.path)
        elif path is not None:
            made += list(_results(result, path, ids))
    kept = {id(one) for one in ranked([first for first, _ in made])[:_MOST]}
    results = [item for first, item in made if id(first) in kept]
    notes = [*_errors(run.results, top), *_left_out(outside, len(made) - len(results))]
    rules = [_rule(id_, pages.get(id_)) for id_ in ids]
    yield json.dumps(_document(run, rules, results, notes))


def _document(
    run: Run, rules: Sequence[Any], results: Sequence[Any], notes: Sequence[Any]
) -> dict[str, Any]:
    invocation: dict[str, Any] = {
        "executionSuccessful": not any(result.errors for result in run.results)
    }
    if notes:
        invocation["toolExecutionNotifications"] = notes
    driver = {
        "name": "copylint",
        "semanticVersion": copylint.__version__,
        "informationUri": "https://github.com/copylint/copylint",
        "rules": rules,
    }
    return {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": driver},
                "columnKind": "utf16CodeUnits",
                "invocations": [invocation],
                "results": results,
            }
        ],
    }


# -- results ---------------------------------------------------------------------------------------


def _results(result: Result, path: str, ids: Sequence[str]) -> Iterator[tuple[Placed, Any]]:
    """The first finding and the result for all of one rule on one line.

    Code scanning knows an alert by its rule, file and line, and a line of prose is a paragraph.
    """
    if not result.findings:
        return
    groups: dict[tuple[str, int], list[tuple[Placed, str]]] = {}
    for one, print_ in zip(placed([result]), fingerprints(result), strict=True):
        groups.setdefault((one.finding.rule, one.start.line), []).append((one, print_))
    columns = Columns(result.source, "utf-16")
    hashes = _hashes(result)
    artifact = {"uri": quote(os.fsencode(path))}
    for (rule, line), group in groups.items():
        first, print_ = group[0]
        prints = {"copylint/v1": print_}
        if hashes:
            prints["primaryLocationLineHash"] = hashes[line - 1]
        findings = [one.finding for one, _ in group]
        item = {
            "ruleId": rule,
            "ruleIndex": ids.index(rule),
            "level": _LEVELS[first.finding.severity],
            "message": {"text": _message(findings)},
            "locations": [_location(artifact, columns, first.finding.shown)],
            "partialFingerprints": prints,
        }
        related = _related(findings)
        if related:
            item["relatedLocations"] = [
                _location(artifact, columns, span) | {"id": number, "message": {"text": text}}
                for number, (span, text) in enumerate(related, 1)
            ]
        repair = _fix(result, artifact, columns, findings)
        if repair:
            item["fixes"] = [repair]
        yield first, item


def _hashes(result: Result) -> list[str]:
    """The hash of each line; none for a file that the upload action cannot read, as UTF-16."""
    if not result.encoding.startswith("utf-8"):
        return []
    mark = "\ufeff" if result.encoding == "utf-8-sig" else ""
    return list(line_hashes(mark + result.source))


def _message(findings: Sequence[Finding]) -> str:
    first, *more = told(findings[0])
    if len(findings) > 1:
        more.append(f"The rule finds {len(findings)} places on this line.")
    return "\n".join([first, *more])


def _related(findings: Sequence[Finding]) -> list[tuple[Span, str]]:
    others = [(one.shown, told(one)[0]) for one in findings[1:]]
    return others + [(span, "See also here.") for one in findings for span in one.related]


def _location(artifact: Any, columns: Columns, span: Span) -> dict[str, Any]:
    region = _region(columns, span)
    return {"physicalLocation": {"artifactLocation": artifact, "region": region}}


def _region(columns: Columns, span: Span) -> dict[str, int]:
    start, end = map(columns.position, span)
    return {
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
    }


def _fix(result: Result, artifact: Any, columns: Columns, findings: Sequence[Finding]) -> Any:
    """What repairs all the findings of a result that can be repaired; `None` if none can."""
    chosen = fix.choose(findings, unsafe=True)
    if not chosen:
        return None
    titles = list(dict.fromkeys(one.fix.title for one in chosen if one.fix))
    unsafe = any(one.fix.safety is Safety.UNSAFE for one in chosen if one.fix)
    replacements = [
        {
            "deletedRegion": _region(columns, span),
            "insertedContent": {"text": fix.native(result.source, span.start, text)},
        }
        for span, text in fix.edits_of(chosen)
    ]
    return {
        "description": {"text": "; ".join(titles) + (" (look at the result)" if unsafe else "")},
        "artifactChanges": [{"artifactLocation": artifact, "replacements": replacements}],
    }


# -- what could not be done ------------------------------------------------------------------------


def _errors(results: Sequence[Result], top: Path) -> Iterator[dict[str, Any]]:
    for result in results:
        path = place.within(result.path, top)
        for message in result.errors:
            note = _note(f"{shown(result.path)}: {message}", "error")
            if path is not None:
                artifact = {"uri": quote(os.fsencode(path))}
                note["locations"] = [{"physicalLocation": {"artifactLocation": artifact}}]
            yield note


def _left_out(outside: Sequence[str], over: int) -> Iterator[dict[str, Any]]:
    for path in outside:
        yield _note(f"{shown(path)} has findings but lies outside the repository", "warning")
    if over:
        yield _note(f"{over:,} more results are left out: code scanning takes {_MOST:,}", "warning")


def _note(text: str, level: str) -> dict[str, Any]:
    return {"level": level, "message": {"text": text}}


# -- rules -----------------------------------------------------------------------------------------


def _rule(id_: str, rule: Rule | None) -> dict[str, Any]:
    """A rule as code scanning shows it beside an alert; of one that no file describes, its name."""
    if rule is None:
        return {"id": id_, "name": id_, "shortDescription": {"text": id_}}
    said = re.sub(r"\{\w+\}", "…", rule.message)
    return {
        "id": id_,
        "name": id_,
        "shortDescription": {"text": said[:_LONGEST]},
        "fullDescription": {"text": " ".join(rule.why.split())[:_LONGEST]},
        "help": {"text": _help(rule, markdown=False), "markdown": _help(rule, markdown=True)},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {
            "tags": [rule.family],
            "precision": _precision(rule),
            "problem.severity": _PROBLEMS[rule.severity],
        },
    }


def _precision(rule: Rule) -> str:
    """How likely a rule is to be right, in the words GitHub sorts by.

    A safe repair is made unseen, which asks most of a rule; a rule is off because it errs.
    """
    if not rule.on:
        return "low"
    return "high" if rule.fixable == Safety.SAFE else "medium"


def _help(rule: Rule, *, markdown: bool) -> str:
    bad = [one.first for one in rule.examples if one.bad and not one.gap]
    good = [one.first for one in rule.examples if not one.bad and not one.gap]
    parts = [rule.why]
    for head, examples in (("Found", bad), ("Left alone", good)):
        parts.append(f"**{head}:**" if markdown else f"{head}:")
        for example in islice(examples, _SHOWN):
            parts.append(_example(example.text, markdown=markdown))
            if example.bad and example.fixed is not None:
                parts.append("→" if example.fixed else "→ (nothing is left)")
                parts += [_example(example.fixed, markdown=markdown)] if example.fixed else []
    parts += [f"See also: {one}" for one in rule.references]
    comment = f"<!-- copylint: disable-next-line {rule.id} -- your reason -->"
    parts.append(f"To silence it on the next line: {gfm.code(comment) if markdown else comment}")
    return "\n\n".join(parts)


def _example(text: str, *, markdown: bool) -> str:
    return gfm.block(text) if markdown else "\n".join(f"    {line}" for line in text.split("\n"))
