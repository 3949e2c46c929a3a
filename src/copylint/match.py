"""What a rule found in a block, before it becomes a finding: the only record in prose offsets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from copylint.document import Block, Document
from copylint.finding import Safety, Severity
from copylint.span import Edit, Span


@dataclass(frozen=True, slots=True)
class Repair:
    """How a match could be mended.

    `how` is `replace` (put `text` where the match, or `span`, is), `cut` (delete `span` and nothing
    else), `edits` (make just those, which are in source offsets), or what to delete with the seam
    mended: `match`, `sentence`, `line` or `block`.
    """

    how: str
    safety: Safety
    text: str = ""
    span: Span | None = None
    edits: tuple[Edit, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """A place in `block` (prose offsets), or in the source itself where `block` is None.

    `whole` says that the match is about the text as a whole, and the place one of many.
    """

    block: Block | None
    start: int
    end: int
    values: Mapping[str, str] = field(default_factory=dict)
    repair: Repair | None = None
    evidence: tuple[str, ...] = ()
    severity: Severity | None = None
    message: str = ""
    whole: bool = False


class Detector(Protocol):
    """What a module in `copylint/detectors/` offers: the module's name is the detector's name."""

    def detect(self, document: Document, options: Mapping[str, Any]) -> Iterator[Match]:
        """Yield the matches in a whole document."""


class Companion(Protocol):
    """A detector that looks at what other rules found (`options: {of: [rule ids]}`)."""

    def accompany(
        self, document: Document, options: Mapping[str, Any], found: Mapping[str, list[Match]]
    ) -> Iterator[Match]:
        """Yield the matches that the others' findings give rise to."""
