"""Where a Vale rule looks, in the kinds of blocks that rules here know."""

from __future__ import annotations

import re
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
_LEVEL = re.compile(r"heading\.h([1-6])")
_LEVELS = frozenset(range(1, 7))
#: Front matter, or a class or attribute of the markup: no block here is of these alone.
_NOWHERE = ("text.frontmatter", "text.class", "text.attr")


@dataclass(frozen=True, slots=True)
class Scope:
    """Kinds of blocks (none: the source); in sentences, over the whole text; heading levels.

    `lost` says of each selector that names no place here why it was left out.
    """

    kinds: tuple[str, ...] = TEXT
    raw: bool = False
    sentence: bool = False
    whole: bool = False
    levels: tuple[int, ...] = ()
    lost: tuple[str, ...] = ()


def scope(names: tuple[str, ...]) -> Scope:
    """The place that selectors of Vale name together. Raises UncarriedError where none is here."""
    names = names or ("text",)
    if "raw" in names:
        if len(names) > 1:
            raise UncarriedError("scope", "'raw' together with other places")
        return Scope((), raw=True)
    found: set[str] = set()
    levels: set[int] = set()
    errors: dict[str, UncarriedError] = {}
    for name in names:
        try:
            kinds, level = _selected(name)
        except UncarriedError as error:
            errors[name] = error
            continue
        found |= kinds
        levels |= level
    if not found:
        raise next(iter(errors.values()))
    if levels and (found != {"heading"} or "heading" in names):
        raise UncarriedError("scope", "headings of one level together with other places")
    # The head of a table is made of cells here.
    lost = [one for name, one in errors.items() if name != "table.header" or "cell" not in found]
    return Scope(
        tuple(kind for kind in KINDS if kind in found),
        sentence="sentence" in names,
        whole="summary" in names,
        levels=tuple(sorted(levels)),
        lost=tuple(error.reason for error in lost),
    )


def _selected(name: str) -> tuple[set[str], frozenset[int]]:
    """What one selector, such as `text & ~heading`, leaves: kinds, and levels of headings."""
    kinds = set(TEXT)
    levels: frozenset[int] = frozenset()
    for part in name.split("&"):
        word = part.strip().removeprefix("~").strip()
        negated = part.strip().startswith("~")
        if negated and word.startswith(_NOWHERE):
            continue
        level = _LEVEL.fullmatch(word)
        if level:
            levels = (
                (levels or _LEVELS) - {int(level[1])} if negated else frozenset({int(level[1])})
            )
            kinds = kinds if negated else kinds & {"heading"}
            continue
        if word not in _KINDS:
            raise UncarriedError("scope", f"there is no place such as {word!r} here")
        kinds = kinds - set(_KINDS[word]) if negated else kinds & set(_KINDS[word])
    if not kinds or (levels and kinds != {"heading"}):
        raise UncarriedError("scope", f"there is no place such as {name!r} here")
    return kinds, levels
