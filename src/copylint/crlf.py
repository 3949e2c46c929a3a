"""Texts whose lines all end in CRLF are checked as if they ended in LF, and the findings led back.

Patterns say `\\n` and `$`, and a rule must not have to know that Windows ends lines in another way.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import replace

from copylint.finding import Finding
from copylint.span import Edit, Span


def pure(source: str) -> bool:
    """Whether every line that ends in a text ends in CRLF."""
    count = source.count("\r\n")
    return count > 0 and count == source.count("\n") == source.count("\r")


def plain(source: str) -> str:
    """The text with LF for CRLF."""
    return source.replace("\r\n", "\n")


def led_back(source: str, findings: Iterable[Finding]) -> Iterator[Finding]:
    """Findings in the plain text as findings in the source."""
    breaks = [at for at, char in enumerate(plain(source)) if char == "\n"]

    def back(span: Span) -> Span:
        return Span(*(at + bisect_left(breaks, at) for at in span))

    for finding in findings:
        span, fix = back(finding.span), finding.fix
        if fix is not None:
            edits = (Edit(back(e.span), e.text.replace("\n", "\r\n")) for e in fix.edits)
            fix = replace(fix, edits=tuple(edits))
        related = tuple(map(back, finding.related))
        text = source[span.start : span.end]
        yield replace(finding, span=span, text=text, fix=fix, related=related)
