"""Comments that silence rules: `<!-- copylint: disable-next-line seo/cta-splice -- quoted -->`.

A rule is named by its id or its family; what it says after `--` is the reason. A comment that
silences nothing is itself reported, so that it does not outlive what it was for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import regex

from copylint.document import Document
from copylint.finding import Finding, Severity
from copylint.span import LineIndex, Span

UNUSED = "structure/unused-suppression"
#: One comment; the named groups are what it does, to which rules, and why.
COMMENT = regex.compile(
    r"(?:<!--|\{/\*|\{\#|(?:^|(?<=\r))[ \t]*\#|(?<=[ \t])\#)[ \t]*copylint:[ \t]*"
    r"(?P<verb>disable-next-line|disable-line|disable-file|disable|enable)\b[ \t]*"
    r"(?P<rules>[\w*/, \t-]*?)[ \t]*(?:--[ \t]+(?P<reason>[^\n]*?))?[ \t]*"
    r"(?:-->|\*/\}|\#\}|(?=\r)|$)",
    regex.M,
)


@dataclass(frozen=True, slots=True)
class Suppression:
    """One comment: `rules` are silenced on the lines from `first` to `last` (counted from 1)."""

    span: Span
    rules: tuple[str, ...]
    first: int
    last: int

    def covers(self, finding: Finding, line: int, end: int) -> bool:
        """Whether a finding on these lines is silenced."""
        named = any(name in (finding.rule, finding.family, "all") for name in self.rules)
        return named and self.first <= end and line <= self.last


def suppressions(
    source: str, lines: LineIndex, quoted: Callable[[Span], bool]
) -> list[Suppression]:
    """The suppressions a source holds, in order; `quoted` says that one is only shown, as code."""
    found: list[Suppression] = []
    pending: dict[str, tuple[Span, int]] = {}
    for match in COMMENT.finditer(source):
        span = Span(*match.span())
        if quoted(span):
            continue
        names = tuple(name for name in regex.split(r"[\s,]+", match["rules"]) if name)
        here = lines.position(span.start).line
        last = lines.position(span.end).line
        if match["verb"] == "disable-line":
            found.append(Suppression(span, names, here, last))
        elif match["verb"] == "disable-next-line":
            following = _next_text_line(source, lines, last)
            found.append(Suppression(span, names, here, following))
        elif match["verb"] == "disable-file":
            found.append(Suppression(span, names, 1, len(lines)))
        elif match["verb"] == "disable":
            pending |= {name: (span, here) for name in names if name not in pending}
        else:
            for name in names or tuple(pending):
                if name in pending:
                    begun, first = pending.pop(name)
                    found.append(Suppression(begun, (name,), first, here))
    for name, (begun, first) in pending.items():
        found.append(Suppression(begun, (name,), first, len(lines)))
    return sorted(found, key=lambda one: one.span)


def in_code(document: Document, span: Span) -> bool:
    """Whether a comment is only shown, in a code span or block or in a program's string."""
    start = span.end - len(document.source[span.start : span.end].lstrip())
    if document.comments is not None:
        return not any(one.start <= start and span.end <= one.end for one in document.comments)
    if document.source[start] == "#" and document.source[:start].rstrip(" \t")[-1:] not in "\r\n":
        return True
    return any(
        (other.holds(span) and document.source[other.start] in "`~ \t")
        or (other.holds(span) and document.source.startswith(("<pre", "<code"), other.start))
        for other in document.opaque
    )


def _next_text_line(source: str, lines: LineIndex, line: int) -> int:
    """The next line that is not blank: Markdown wants an empty line after a comment."""
    for number in range(line + 1, len(lines) + 1):
        start = lines.offset(number)
        whole = lines.line(start)
        if source[whole.start : whole.end].strip():
            return number
    return line


def apply(
    source: str,
    findings: Sequence[Finding],
    active: Iterable[str],
    *,
    judge_unused: bool,
    quoted: Callable[[Span], bool],
) -> tuple[list[Finding], int]:
    """The findings that remain, one more for each useless suppression, and how many were silenced.

    `active` are the ids of the rules that ran: a comment for a rule that did not run is not judged.
    """
    lines = LineIndex(source)
    comments = suppressions(source, lines, quoted)
    if not comments:
        return list(findings), 0
    used: set[tuple[Span, str]] = set()
    kept: list[Finding] = []
    for finding in findings:
        line = lines.position(finding.span.start).line
        end = lines.position(max(finding.span.start, finding.span.end - 1)).line
        silenced = [one for one in comments if one.covers(finding, line, end)]
        for one in silenced:
            used |= {(one.span, name) for name in (finding.rule, finding.family, "all")}
        if not silenced:
            kept.append(finding)
    count = len(findings) - len(kept)
    if judge_unused:
        ran = set(active)
        kept += [
            _unused(source, one.span, name)
            for one in comments
            for name in one.rules
            if (one.span, name) not in used and _judged(name, ran)
        ]
    return sorted(kept, key=lambda f: (f.span, f.rule)), count


def _judged(name: str, ran: set[str]) -> bool:
    return name in ran or name == "all" or any(rule.startswith(f"{name}/") for rule in ran)


def _unused(source: str, span: Span, name: str) -> Finding:
    message = f"This comment silences {name}, which finds nothing here; it can go."
    return Finding(UNUSED, Severity.WARNING, message, span, source[span.start : span.end])
