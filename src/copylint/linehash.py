"""The fingerprints of lines by which GitHub's code scanning knows an alert again.

The hash is that of CodeQL's upload action (github/codeql-action, src/fingerprints.ts), which warns
for each result whose hash is another than its own.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator

_WINDOW = 100
_BASE = 37
_MASK = (1 << 64) - 1
_OUT = pow(_BASE, _WINDOW, 1 << 64)
_END_OF_FILE = 0xFFFF


def line_hashes(text: str) -> Iterator[str]:
    """Yield one for each line of a text, which is that of the file with its byte order mark.

    A line's hash runs over the hundred UTF-16 units that follow its start, into the next lines;
    spaces and tabs do not count, and every line end counts as one LF. Lines that are equal for
    that long are numbered.
    """
    units, starts = _units(text)
    seen: Counter[int] = Counter()
    value = 0
    starting = iter(starts)
    start = next(starting)
    for at, unit in enumerate(units):
        value = (
            value * _BASE + unit - (units[at - _WINDOW] if at >= _WINDOW else 0) * _OUT
        ) & _MASK
        if at - _WINDOW + 1 == start:
            seen[value] += 1
            yield f"{value:x}:{seen[value]}"
            start = next(starting, -1)


def _units(text: str) -> tuple[list[int], list[int]]:
    """The units that count, with the end of the file and padding, and where lines start in them."""
    even = text.replace("\r\n", "\n").replace("\r", "\n").replace(" ", "").replace("\t", "")
    data = even.encode(f"utf-16-{sys.byteorder[0]}e", "surrogatepass")
    units = list(memoryview(data).cast("H")) + [_END_OF_FILE] + [0] * (_WINDOW - 1)
    return units, [0, *(at + 1 for at, unit in enumerate(units) if unit == 10)]
