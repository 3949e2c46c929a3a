"""Unified diffs that `git apply` takes: CRLF, a BOM, a missing final newline and odd names."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

_MISSING = "\\ No newline at end of file\n"


def diff(path: str, before: str, after: str, bom: str = "") -> Iterator[str]:
    """Yield the lines, ends included, that turn one text of a file into the other.

    `bom` is U+FEFF where the file starts with one. Lines end at LF alone, as they do for git.
    """
    old, new = _lines(bom + before), _lines(bom + after)
    hunks = difflib.unified_diff(old, new, _name("a", path), _name("b", path), lineterm="\n")
    for line in hunks:
        yield line if line.endswith("\n") else f"{line}\n{_MISSING}"


def _lines(text: str) -> list[str]:
    lines = text.split("\n")
    last = lines.pop()
    return [f"{line}\n" for line in lines] + ([last] if last else [])


def _name(side: str, path: str) -> str:
    """A name as git writes it: quoted where it holds quotes, backslashes or control characters."""
    name = f"{side}/{path.removeprefix('./')}"
    if name.isprintable() and '"' not in name and "\\" not in name:
        return name
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(_octal(char) for char in escaped) + '"'


def _octal(char: str) -> str:
    if char.isprintable():
        return char
    return "".join(f"\\{byte:03o}" for byte in char.encode("utf-8", "surrogateescape"))
