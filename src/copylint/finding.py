"""What a rule says about a place, and how the place could be mended."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from copylint.span import Edit, Span


class Severity(StrEnum):
    """How much a finding matters; `error` would embarrass the publisher if printed."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for the gravest."""
        return _RANKS[self]


_RANKS = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


class Safety(StrEnum):
    """How far a fix can be trusted.

    A `safe` fix changes nothing the author meant. An `unsafe` one is right in most cases. A
    `manual` one is a suggestion that is shown and that no option applies.
    """

    SAFE = "safe"
    UNSAFE = "unsafe"
    MANUAL = "manual"


@dataclass(frozen=True, slots=True)
class Fix:
    """Edits of the source that belong together: all are made or none."""

    edits: tuple[Edit, ...]
    safety: Safety
    title: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One defect. `span` counts code points of the source, and `text` is what stands there.

    A `whole` finding is about the text as a whole; its span is one place of many.
    """

    rule: str
    severity: Severity
    message: str
    span: Span
    text: str
    fix: Fix | None = None
    evidence: tuple[str, ...] = ()
    related: tuple[Span, ...] = ()
    whole: bool = False

    @property
    def shown(self) -> Span:
        """Where the finding is shown: its place without line ends behind it, which no reader sees
        and which would make a finding on one line one on two."""
        kept = len(self.text.rstrip("\r\n"))
        return Span(self.span.start, self.span.start + kept) if kept else self.span

    @property
    def family(self) -> str:
        """The part of the rule's name before the slash."""
        return self.rule.partition("/")[0]


class Verdict(NamedTuple):
    """All that was found in a text, whatever the run is about, under the digest it is kept by."""

    digest: str
    findings: tuple[Finding, ...]
    suppressed: int


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one file: `source` is its text as it now stands, after any repair.

    `encoding` is that of the file, by Python's names; `utf-8-sig` is UTF-8 with a byte order mark.
    `changed` holds the lines (from 1) that a change under review added or altered; None where no
    change was asked about. `known` numbers the entries of the baseline that stand for findings of
    this file, which `findings` leaves out. `words` counts the prose, in a run that asks for it.
    `verdict` is what the next run may know already.
    """

    path: str
    source: str = ""
    findings: tuple[Finding, ...] = ()
    fixed: tuple[Finding, ...] = ()
    errors: tuple[str, ...] = ()
    suppressed: int = 0
    before: str | None = None
    changed: frozenset[int] | None = None
    encoding: str = "utf-8"
    known: tuple[int, ...] = ()
    words: int = 0
    verdict: Verdict | None = None
