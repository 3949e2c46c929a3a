"""Book numbers whose check digit does not fit: a typing error, or a book that never existed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import regex

from copylint.document import Document
from copylint.match import Match
from copylint.pattern import ready

_ISBN = ready(
    r"(?<!\w)ISBN(?:[ -]?1[03](?!\d))?(?::| )*(?P<number>\d(?:[ \-–‐‑]?[\dXx]){8,17})(?![\dXx])",
    regex.I,
)
LITERALS = ("isbn",)
_GAP = ready(r"[ \-–‐‑]+")


def detect(document: Document, options: Mapping[str, Any]) -> Iterator[Match]:  # noqa: ARG001
    """Yield every book number that fails its checksum or has the wrong length."""
    for block in document.blocks:
        if "isbn" not in block.text.lower():
            continue
        for hit in _ISBN.finditer(block.folded):
            if not _valid(hit["number"]):
                yield Match(block, hit.start(), hit.end(), {"number": hit["number"]})


def _valid(number: str) -> bool:
    """Whether the number, or a part of it that spaces set off, is one.

    A number may be followed by another figure (“ISBN 0306406152 350 pages”), so the groups are
    added one by one.
    """
    digits = ""
    for group in _GAP.split(number):
        digits += group.upper()
        if (len(digits) == 13 and _thirteen(digits)) or (len(digits) == 10 and _ten(digits)):
            return True
    return False


def _ten(digits: str) -> bool:
    if not regex.fullmatch(r"\d{9}[\dX]", digits):
        return False
    values = [10 if digit == "X" else int(digit) for digit in digits]
    return sum((10 - at) * value for at, value in enumerate(values)) % 11 == 0


def _thirteen(digits: str) -> bool:
    if not digits.isdecimal() or digits[:3] not in {"978", "979"}:
        return False
    return sum(int(digit) * (3 if at % 2 else 1) for at, digit in enumerate(digits)) % 10 == 0
