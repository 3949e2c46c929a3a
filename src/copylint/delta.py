"""From two versions of a text to the few edits between them, so that a cursor keeps its place."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher

from copylint.span import Edit, Span


def delta(before: str, after: str) -> Iterator[Edit]:
    """Yield edits that turn one text into the other, in order; spans count code points of `before`.

    The lines that differ are looked for, and of each run of them only what truly differs is
    replaced.
    """
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    at = [0]
    for line in old:
        at.append(at[-1] + len(line))
    for tag, first, last, begin, end in SequenceMatcher(None, old, new).get_opcodes():
        if tag != "equal":
            yield _trimmed(at[first], "".join(old[first:last]), "".join(new[begin:end]))


def _trimmed(start: int, old: str, new: str) -> Edit:
    """One replacement without what both texts begin and end with.

    It never begins or ends between CR and LF, which is no place that an editor could name.
    """
    head = _shared(old, new)
    most = min(len(old), len(new)) - head
    tail = _shared(old[len(old) - most :][::-1], new[len(new) - most :][::-1])
    if old[head - 1 : head] == "\r":
        head -= 1
    if tail and old[-tail - 1 : len(old) - tail + 1] == "\r\n":
        tail -= 1
    return Edit(Span(start + head, start + len(old) - tail), new[head : len(new) - tail])


def _shared(one: str, other: str) -> int:
    """How long the beginning is that two texts share."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))
