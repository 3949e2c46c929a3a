"""Findings as an editor's diagnostics, and back.

A diagnostic carries its finding's repair, in the form of the JSON report, so that nothing has to be
checked again when the editor asks what could be done about it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lsprotocol import types

from copylint.finding import Finding, Fix, Safety, Severity
from copylint.server.article import Article
from copylint.span import Edit, Span
from copylint.visible import visible

SOURCE = "copylint"
_LEVELS = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.INFO: types.DiagnosticSeverity.Information,
}
_SEVERITIES = {level: severity for severity, level in _LEVELS.items()}


def diagnostic(article: Article, finding: Finding) -> types.Diagnostic:
    """A finding as an editor shows it."""
    return types.Diagnostic(
        range=article.range(finding.span),
        message=visible(finding.message),
        severity=_LEVELS[finding.severity],
        code=finding.rule,
        source=SOURCE,
        data={
            "version": article.version,
            "start": finding.span.start,
            "end": finding.span.end,
            "fix": _fix(finding.fix),
        },
    )


def _fix(fix: Fix | None) -> dict[str, Any] | None:
    if fix is None:
        return None
    edits = [{"start": e.span.start, "end": e.span.end, "text": e.text} for e in fix.edits]
    return {"safety": fix.safety.value, "title": fix.title, "edits": edits}


def finding(article: Article, shown: types.Diagnostic) -> Finding | None:
    """The finding of a diagnostic that an editor gave back, without its evidence.

    `None` where it carries none, because the editor keeps no data, or one of another version.
    """
    data, severity = shown.data, shown.severity
    if shown.source != SOURCE or not isinstance(data, Mapping) or severity is None:
        return None
    try:
        if data["version"] != article.version:
            return None
        span = Span(data["start"], data["end"])
        fix = data["fix"] and Fix(
            tuple(Edit(Span(e["start"], e["end"]), e["text"]) for e in data["fix"]["edits"]),
            Safety(data["fix"]["safety"]),
            data["fix"]["title"],
        )
    except (KeyError, TypeError, ValueError):
        return None
    text = article.source[span.start : span.end]
    return Finding(str(shown.code), _SEVERITIES[severity], shown.message, span, text, fix or None)
