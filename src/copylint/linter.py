"""The corridor: a text goes in, findings and a repaired text come out. No files, no terminal."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import PurePath
from typing import TYPE_CHECKING

from copylint import fix, readers, rulebook, suppressions
from copylint.document import Document
from copylint.errors import FixError
from copylint.finding import Finding, Fix, Result
from copylint.rule import Rule
from copylint.scope import Scope
from copylint.span import Edit, Span

if TYPE_CHECKING:
    from copylint.engine import Engine

#: The signs at the head of a line of Markdown that make it, or end the one before, another block.
_MARKERS = re.compile(
    r"(?:[ \t>]*(?:(?:[-+*]|\d{1,9}[.)]|#{1,6})(?:[ \t]|$)|-+[ \t]*$|=+[ \t]*$|`{3}|~{3}|>))*"
)
# Code points of a line in which those signs stand, however long it is.
_HEAD = 400
#: Says of a text's findings which of them a run is about.
Scoping = Callable[[Result], Scope]
#: Rounds of repair before copylint gives up on a text; two are normal.
ROUNDS = 20


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A repaired text, what was repaired in it, and what is left to a person."""

    text: str
    fixed: tuple[Finding, ...]
    remaining: tuple[Finding, ...]


class Linter:
    """Rules, ready to be used on many texts; it can be pickled and sent to other processes."""

    def __init__(
        self,
        rules: Iterable[Rule],
        *,
        inline: bool = True,
        whole: bool = True,
        prefilter: bool = True,
    ) -> None:
        """`inline`: obey suppression comments. `whole`: the rules were not narrowed by hand, so
        that a suppression of no use can be told."""
        self.rules = tuple(rules)
        self.inline = inline
        self.whole = whole
        self.prefilter = prefilter

    @cached_property
    def engine(self) -> Engine:
        """The rules made ready, which a run that knows all its texts has no need of."""
        from copylint.engine import Engine

        return Engine(self.rules, prefilter=self.prefilter)

    def __getstate__(self) -> Mapping[str, object]:
        return {
            "rules": self.rules,
            "inline": self.inline,
            "whole": self.whole,
            "prefilter": self.prefilter,
        }

    def __setstate__(self, state: Mapping[str, object]) -> None:
        self.__init__(**state)  # type: ignore[misc]

    def check(
        self, source: str, path: str = "", markup: str = "", scoping: Scoping | None = None
    ) -> Result:
        """The findings in a decoded text, which is read as its path's suffix or `markup` says."""
        result = self._checked(source, path, markup or readers.markup_of(path))
        return scoping(result).within(result) if scoping else result

    def _checked(self, source: str, path: str, markup: str) -> Result:
        findings: Sequence[Finding] = self.engine.check(source, path, markup)
        silenced = 0
        if self.inline and "copylint:" in source:
            document = readers.read(source, markup, PurePath(path).suffix.lower())
            findings, silenced = suppressions.apply(
                source,
                findings,
                self.engine.rules,
                judge_unused=self.whole,
                quoted=lambda span: suppressions.in_code(document, span),
            )
        return Result(path, source, tuple(findings), suppressed=silenced)

    def fix(
        self,
        source: str,
        path: str = "",
        markup: str = "",
        *,
        unsafe: bool = False,
        scoping: Scoping | None = None,
    ) -> Result:
        """The text with all its fixes made, again and again until nothing changes.

        Only what is in question is repaired: a finding that `scoping` leaves out stays. Raises
        FixError where the repairs do not settle or would harm the markup around them.
        """
        markup = markup or readers.markup_of(path)
        text = source
        fixed: list[Finding] = []
        carried: list[Finding] = []
        seen = {hash(source)}
        result = self._checked(text, path, markup)
        scope = scoping(result) if scoping else Scope()
        for _ in range(ROUNDS):
            wanted = fix.choose(scope.select(result.findings), unsafe=unsafe)
            chosen = self.harmless(text, path, markup, wanted)
            edits = fix.edits_of(chosen)
            repaired = fix.apply(text, edits)
            if repaired == text:
                # What could still be repaired and was not would do harm, so no repair is offered.
                left = [
                    replace(one, fix=None) if fix.applicable(one, unsafe=unsafe) else one
                    for one in result.findings
                ]
                result = scope.within(replace(result, findings=_with(left, carried)))
                return replace(result, fixed=tuple(fixed), before=source)
            if hash(repaired) in seen:
                raise FixError(
                    f"repairs go round in a circle: {_names(chosen)}; nothing was changed"
                )
            seen.add(hash(repaired))
            carried = [*_moved(carried, edits), *_moved(self._lasting(result.findings), edits)]
            scope = scope.after(edits)
            fixed += chosen
            text = repaired
            result = self._checked(text, path, markup)
        raise FixError(f"repairs do not settle: {_names(chosen)}; nothing was changed")

    def clean(
        self, source: str, path: str = "", markup: str = "", *, unsafe: bool = False
    ) -> Cleaned:
        """The repaired text. Raises FixError as `fix` does."""
        result = self.fix(source, path, markup, unsafe=unsafe)
        return Cleaned(result.source, result.fixed, result.findings)

    def _lasting(self, findings: Iterable[Finding]) -> list[Finding]:
        """Findings whose evidence a repair elsewhere may take away, and that stay true.

        Such are the claim beside a deleted note and the last of several splices.
        """
        return [
            finding
            for finding in findings
            if finding.rule in self.engine.rules
            and self.engine.rules[finding.rule].detector
            and getattr(rulebook.detector(self.engine.rules[finding.rule]), "LASTING", False)
        ]

    def harmless(self, text: str, path: str, markup: str, chosen: list[Finding]) -> list[Finding]:
        """Those of some findings whose repairs, made together, leave code, links and the like as
        they are. All of them have a repair."""
        suffix = PurePath(path).suffix.lower()
        if not chosen:
            return chosen
        before = readers.read(text, markup, suffix)
        if not _harms(before, suffix, chosen):
            return chosen
        alone = [one for one in chosen if not _harms(before, suffix, [one])]
        return alone if alone and not _harms(before, suffix, alone) else []


def _harms(before: Document, suffix: str, chosen: Sequence[Finding]) -> bool:
    """Whether repairs change something protected that they are not about, or make text to such."""
    edits = fix.edits_of(chosen)
    repaired = fix.apply(before.source, edits)
    unharmed = readers.offered(before.markup, "unharmed")
    if unharmed is not None and not unharmed(
        before.source, repaired, edits, before.markup.partition(":")[2]
    ):
        return True
    after = readers.read(repaired, before.markup, suffix)
    new = iter([one for _, one in after.protected()])
    if not all(one in new for one in _kept(before, [edit.span for edit in edits])):
        return True
    return before.markup == "markdown" and _lays_bare(before, edits, after)


def _lays_bare(before: Document, edits: Sequence[Edit], after: Document) -> bool:
    """Whether a deletion in Markdown prose leaves a line that begins like another block.

    Without its first word a line may be an item of a list, or one hyphen that underlines the line
    above and so makes it a heading.
    """
    prose = [block.span for block in before.blocks if block.kind in {"paragraph", "list-item"}]
    moved = 0
    for edit in edits:
        (start, end), at = edit.span, edit.span.start + moved
        moved += len(edit.text) - (end - start)
        if edit.text or before.source[end - 1 : end] == "\n":
            continue
        if _markers(after, at) > _markers(before, start) and any(
            span.holds(edit.span) for span in prose
        ):
            return True
    return False


def _markers(document: Document, offset: int) -> int:
    """How many signs that make another block stand at the head of an offset's line."""
    line = document.lines.line(offset)
    head = document.source[line.start : min(line.end, line.start + _HEAD)].rstrip("\r\n")
    found = _MARKERS.match(head)
    return len(found[0].split()) if found else 0


def _kept(document: Document, touched: Sequence[Span]) -> list[str]:
    """What is protected in a document and not touched by edits of the rules that own it."""
    starts, ends = [edit.start for edit in touched], [edit.end for edit in touched]
    return [
        text
        for span, text in document.protected()
        if not any(
            span.overlaps(edit) or span.holds(edit) or edit.holds(span)
            for edit in touched[bisect_left(ends, span.start) : bisect_right(starts, span.end)]
        )
    ]


def _moved(findings: Iterable[Finding], edits: Sequence[Edit]) -> list[Finding]:
    """Findings at their places after edits; those whose text was edited are dropped."""
    moved, shift = [], fix.Shift(edits)
    for finding in findings:
        span = shift(finding.span)
        if span is not None:
            moved.append(replace(finding, span=span, fix=_moved_fix(finding.fix, shift)))
    return moved


def _moved_fix(old: Fix | None, shift: fix.Shift) -> Fix | None:
    if old is None:
        return None
    spans = [shift(edit.span) for edit in old.edits]
    if not all(spans):
        return None
    moved = tuple(
        Edit(span, edit.text) for span, edit in zip(spans, old.edits, strict=True) if span
    )
    return replace(old, edits=moved)


def _with(findings: Sequence[Finding], carried: Sequence[Finding]) -> tuple[Finding, ...]:
    """Findings with those carried over, each once."""
    known = {(finding.rule, finding.span) for finding in findings}
    extra = {(one.rule, one.span): one for one in carried if (one.rule, one.span) not in known}
    return tuple(sorted([*findings, *extra.values()], key=lambda f: (f.span, f.rule)))


def _names(findings: Iterable[Finding]) -> str:
    return ", ".join(sorted({finding.rule for finding in findings}))
