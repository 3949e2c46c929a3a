"""Which findings of a text a run is about: those a change made, less those known before."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from copylint import fix
from copylint.finding import Finding, Result
from copylint.span import Edit, LineIndex, Span


@dataclass(frozen=True, slots=True)
class Scope:
    """What a run looks at in one text; as it stands, everything.

    `changed` are the source ranges under review, in order and apart (None: the whole text), and
    `known` the findings that a baseline holds, whose numbers there are `entries`.
    """

    changed: tuple[Span, ...] | None = None
    known: tuple[Finding, ...] = ()
    entries: tuple[int, ...] = ()

    def select(self, findings: Sequence[Finding]) -> list[Finding]:
        """The findings that are in question.

        A finding about the text as a whole is in question wherever the change was.
        """
        known = {_key(finding) for finding in self.known}
        return [one for one in findings if _key(one) not in known and self._touches(one)]

    def within(self, result: Result) -> Result:
        """A result with the findings that are in question and no others."""
        findings = tuple(self.select(result.findings))
        return replace(
            result, findings=findings, changed=self._lines(result.source), known=self.entries
        )

    def after(self, edits: Sequence[Edit]) -> Scope:
        """The scope of the text that edits, which are in order, make of this one."""
        shift = fix.Shift(edits)
        known = [
            replace(one, span=moved or one.span)
            for one in self.known
            if (moved := shift(one.span)) or one.whole
        ]
        if self.changed is None:
            return replace(self, known=tuple(known))
        changed = tuple(
            Span(_moved(span.start, edits, last=False), _moved(span.end, edits, last=True))
            for span in self.changed
        )
        return replace(self, changed=changed, known=tuple(known))

    def _touches(self, finding: Finding) -> bool:
        if self.changed is None or finding.whole:
            return True
        start, last = finding.span.start, max(finding.span.start, finding.span.end - 1)
        at = bisect_right(self.changed, last, key=lambda span: span.start)
        return at > 0 and start < self.changed[at - 1].end

    def _lines(self, source: str) -> frozenset[int] | None:
        if self.changed is None:
            return None
        lines = LineIndex(source)
        return frozenset(
            number
            for start, end in self.changed
            if start < min(end, len(source))
            for number in range(
                lines.position(start).line, lines.position(min(end, len(source)) - 1).line + 1
            )
        )


def _key(finding: Finding) -> tuple[str, Span | str]:
    return finding.rule, finding.text.casefold() if finding.whole else finding.span


def _moved(offset: int, edits: Sequence[Edit], *, last: bool) -> int:
    """Where an edge of a range stands after edits; those at or across it end up inside."""
    moved = 0
    for (start, end), text in edits:
        if end < offset or (end == offset and (last or start < end)):
            moved += len(text) - (end - start)
        elif start < offset:
            return start + moved + (len(text) if last else 0)
        else:
            break
    return offset + moved
