"""What the rules find in edited text by people: numbers that ship with the package.

`benchmarks/measured.py` makes them with `copylint measure`, and the record names its sources.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Source:
    """A repository whose texts were measured at a commit.

    `found` counts what the rules that are on by default found in them: by family, and under
    `error` the errors of all families.
    """

    repository: str
    commit: str
    kind: str
    words: int
    files: int
    found: dict[str, int]


@dataclass(frozen=True, slots=True)
class Measured:
    """A record: the words and files of all its sources, and each rule's findings in them."""

    version: str
    words: int
    files: int
    sources: tuple[Source, ...]
    findings: dict[str, int]


def rate(findings: int, words: int) -> float | None:
    """Findings per 100,000 words; None of no words."""
    return findings * 100_000 / words if words else None


def shown(number: float | None) -> str:
    """A rate for people: two digits that count, and a dash where there is none."""
    if number is None:
        return "–"
    return f"{number:.0f}" if number >= 100 else f"{number:.1f}" if number >= 1 else f"{number:.2g}"


@lru_cache(maxsize=1)
def record() -> Measured:
    """The record of this package."""
    text = Path(__file__).with_name("measured.json").read_text(encoding="utf-8")
    plain = json.loads(text)
    sources = tuple(Source(**one) for one in plain["sources"])
    return Measured(plain["version"], plain["words"], plain["files"], sources, plain["findings"])


def sentence(rule: str) -> str:
    """What a rule found in edited text, in one sentence; "" of one that was not measured."""
    known = record()
    count = known.findings.get(rule)
    if count is None:
        return ""
    text = f"{known.words / 1e6:.1f} million words of edited human text"
    if not count:
        return f"On {text}: no findings."
    word = "finding" if count == 1 else "findings"
    return f"On {text}: {count:,} {word} ({shown(rate(count, known.words))} per 100,000 words)."
