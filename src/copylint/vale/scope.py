"""Where a Vale rule looks, in the kinds of blocks that rules here know."""

from __future__ import annotations

from dataclasses import dataclass

from copylint.document import KINDS
from copylint.vale.expression import UncarriedError

#: What Vale calls `text`: all prose of the page; front matter is none of it.
TEXT = tuple(kind for kind in KINDS if kind != "metadata")
_KINDS = {
    "text": TEXT,
    "heading": ("heading",),
    "paragraph": ("paragraph",),
    "sentence": ("paragraph",),
    "summary": ("paragraph", "list-item", "quote"),
    "list": ("list-item",),
    "blockquote": ("quote",),
    "table": ("cell", "caption"),
    "table.cell": ("cell",),
    "table.caption": ("caption",),
    "figure.caption": ("caption",),
    "alt": ("alt",),
    "text.attr.alt": ("alt",),
    "text.comment": ("comment", "docstring"),
}
#: Front matter, or a class or attribute of the markup: no block here is of these alone.
_NOWHERE = ("text.frontmatter", "text.class", "text.attr")


@dataclass(frozen=True, slots=True)
class Scope:
    """Kinds of blocks (none: all of Vale's `text`); or the source; in sentences; heading levels."""

    kinds: tuple[str, ...] = TEXT
    raw: bool = False
    sentence: bool = False
    whole: bool = False
    levels: tuple[int, ...] = ()


def scope(names: tuple[str, ...]) -> Scope:
    """The place that selectors of Vale name together. Raises UncarriedError."""
    names = names or ("text",)
    if "raw" in names:
        if len(names) > 1:
            raise UncarriedError("scope", "'raw' together with other places")
        return Scope((), raw=True)
    found: set[str] = set()
    levels: set[int] = set()
    for name in names:
        kinds, level = _selected(name)
        found |= kinds
        levels |= level
    if levels and (found != {"heading"} or any(name == "heading" for name in names)):
        raise UncarriedError("scope", "headings of one level together with other places")
    return Scope(
        tuple(kind for kind in KINDS if kind in found),
        sentence="sentence" in names,
        whole="summary" in names,
        levels=tuple(sorted(levels)),
    )


def _selected(name: str) -> tuple[set[str], set[int]]:
    """What one selector, such as `text & ~heading`, leaves: kinds, and levels of headings."""
    kinds, levels = set(TEXT), set()
    for part in name.split("&"):
        word = part.strip().removeprefix("~").strip()
        negated = part.strip().startswith("~")
        if negated and word.startswith(_NOWHERE):
            continue
        if word.startswith("heading.h") and word[9:].isdigit() and not negated:
            kinds &= {"heading"}
            levels.add(int(word[9:]))
            continue
        if word not in _KINDS:
            raise UncarriedError("scope", f"there is no place such as {word!r} here")
        kinds = kinds - set(_KINDS[word]) if negated else kinds & set(_KINDS[word])
    if not kinds:
        raise UncarriedError("scope", f"{name!r} leaves nothing to look at")
    return kinds, levels
