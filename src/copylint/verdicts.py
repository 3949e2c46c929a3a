"""What was found in texts before, so that a run under the same rules need not look at them again.

A verdict hangs on the bytes of a text, on how it is read, on the rules and on the code, and is kept
under a digest of them all. What a run is about (a change, a baseline, repairs) is no part of it.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import cache
from hashlib import blake2b
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from copylint import __version__, caches, pattern, rulebook
from copylint.finding import Finding, Fix, Safety, Severity, Verdict
from copylint.linter import Linter
from copylint.span import Edit, Span
from copylint.survey import told

# The findings of a text that are worth keeping.
_MANY = 100
# What their findings hang on besides.
_READERS = ("pyromark", "turbohtml", "ahocorasick_rs", "re2")


class Verdicts:
    """The verdicts of one linter."""

    def __init__(self, linter: Linter, folders: Sequence[Path]) -> None:
        """`folders` are those of the linter's rules beside copylint's own. Raises OSError or
        RuntimeError where there is no place to keep anything."""
        self._grounds = digest_of(
            repr(
                (
                    code(),
                    [_contents(folder) for folder in folders],
                    [(rule.id, rule.severity.value, told(rule)) for rule in linter.rules],
                    linter.inline,
                    linter.whole,
                )
            )
        )
        self._ledger = caches.Ledger(f"verdicts-{self._grounds}")

    def digest(self, kind: str, data: bytes) -> str:
        """What stands for the bytes of a file that is read as some kind of text."""
        return digest_of(f"{self._grounds} {kind}\0", data)

    def get(self, digest: str) -> Verdict | None:
        """The verdict kept under a digest."""
        data = self._ledger.get(digest)
        if data is None:
            return None
        try:
            suppressed, findings = data
            return Verdict(digest, tuple(map(_thaw, findings)), int(suppressed))
        except (ValueError, TypeError):
            return None

    def add(self, verdict: Verdict) -> None:
        """Note a verdict for the next run, unless it is too long."""
        if len(verdict.findings) <= _MANY:
            frozen = [verdict.suppressed, [_freeze(one) for one in verdict.findings]]
            self._ledger.add(verdict.digest, frozen)

    def save(self) -> None:
        """Keep what is new."""
        self._ledger.save()


def digest_of(text: str, data: bytes = b"") -> str:
    """What stands for a text and some bytes."""
    made = blake2b(text.encode("utf-8", "surrogateescape"), digest_size=16)
    made.update(data)
    return made.hexdigest()


@cache
def code() -> list[Any]:
    """What judges: this program, which in a work tree changes without a new version, its rules and
    the packages that read texts for it."""
    here = Path(__file__).parent
    found = [find_spec(name) for name in _READERS]
    places = [spec.origin for spec in found if spec is not None and spec.origin]
    return [
        __version__,
        sys.version,
        pattern.VERSION,
        caches.stamps(here, (".py", ".tsv")),
        caches.stamps(rulebook.bundled(), (".yaml",)),
        [(place, Path(place).stat().st_mtime_ns) for place in places],
    ]


def _contents(folder: Path) -> list[tuple[str, str]]:
    """(path below the folder, digest) of each rule file: rules of one's own may be brought by tools
    that give all files one time."""
    names = [name for name, _, _ in caches.stamps(folder, (".yaml",))]
    return [(name, digest_of("", (folder / name).read_bytes())) for name in names]


def _freeze(finding: Finding) -> list[Any]:
    made = finding.fix
    return [
        finding.rule,
        finding.severity.value,
        finding.message,
        finding.span,
        finding.text,
        made and [[[*edit.span, edit.text] for edit in made.edits], made.safety.value, made.title],
        finding.evidence,
        finding.related,
        finding.whole,
    ]


def _thaw(data: list[Any]) -> Finding:
    rule, severity, message, span, text, fix, evidence, related, whole = data
    return Finding(
        rule,
        Severity(severity),
        message,
        Span(*span),
        text,
        _fix(*fix) if fix else None,
        tuple(evidence),
        tuple(Span(*one) for one in related),
        whole,
    )


def _fix(edits: list[tuple[int, int, str]], safety: str, title: str) -> Fix:
    made = tuple(Edit(Span(start, end), text) for start, end, text in edits)
    return Fix(made, Safety(safety), title)
