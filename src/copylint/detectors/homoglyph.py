"""A word of one script with a letter of another that looks the same: “Pаypal” with a Cyrillic а.

Readers cannot see it; search engines, spelling checkers and links can. It is left by keyboards
that were switched too late, and used to slip words past filters.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from copylint.document import Document
from copylint.finding import Safety
from copylint.match import Match, Repair
from copylint.pattern import ready
from copylint.rough import Rough

_CYRILLIC = "асеіјорѕухԁԛԝһАВСЕНІЈКМОРЅТУХҮ"
_AS_LATIN = "aceijopsyxdqwhABCEHIJKMOPSTYXY"
_GREEK = "οϲΑΒΕΖΗΙΚΜΝΟΡΤΥΧ"
_GREEK_AS_LATIN = "ocABEZHIKMNOPTYX"

#: (script of the stray letter, script of the word) and what each stray letter should be.
_TABLES = {
    ("Cyrillic", "Latin"): dict(zip(_CYRILLIC, _AS_LATIN, strict=True)),
    ("Greek", "Latin"): dict(zip(_GREEK, _GREEK_AS_LATIN, strict=True)),
    ("Latin", "Cyrillic"): dict(zip(_AS_LATIN[:-1], _CYRILLIC[:-1], strict=True)),
    ("Latin", "Greek"): dict(zip(_GREEK_AS_LATIN, _GREEK, strict=True)),
}
_FOREIGN = frozenset(map(chr, [*range(0x370, 0x400), *range(0x400, 0x530)]))
_WORD = ready(r"(?<![\p{L}\p{M}\p{N}_])\p{L}{4,}(?![\p{L}\p{M}\p{N}_])")
_STRAY = ready(
    f"[{_CYRILLIC}{_GREEK}]|(?<=\\p{{Cyrillic}})[{_AS_LATIN}]|[{_AS_LATIN}](?=\\p{{Cyrillic}})"
)
# A foreign abbreviation with a Russian ending: “PODу”, “HOSTе”.
_INFLECTED = ready(r"\p{Lu}{2,}(?<=\p{Latin})[а-яіїєґё]{1,4}")
_SCRIPTS = (
    ("Latin", ready(r"\p{Latin}")),
    ("Cyrillic", ready(r"\p{Cyrillic}")),
    ("Greek", ready(r"\p{Greek}")),
)


def wakes(rough: Rough, options: Mapping[str, Any]) -> bool:  # noqa: ARG001
    """Whether the text has a letter that could be taken for one of another script."""
    return not rough.wide.isdisjoint(_FOREIGN) and _STRAY.search(rough.source) is not None


def detect(document: Document, options: Mapping[str, Any]) -> Iterator[Match]:  # noqa: ARG001
    """Yield each word with letters of another script, and the word in its own.

    The repair is safe where the pure word stands elsewhere in the same text.
    """
    words: set[str] = set()
    found = []
    for block in document.blocks:
        for hit in _WORD.finditer(block.text):
            pure = None if hit[0].isascii() else _pure(hit[0])
            if pure is None:
                words.add(hit[0].lower())
            else:
                found.append((block, hit, pure))
    for block, hit, (fixed, strays) in found:
        safety = Safety.SAFE if fixed.lower() in words else Safety.UNSAFE
        values = {"fixed": fixed, "letters": strays}
        yield Match(block, hit.start(), hit.end(), values, Repair("replace", safety, fixed))


def _pure(word: str) -> tuple[str, str] | None:
    """The word in one script and the letters that were strays, or None if it is as meant."""
    counts = Counter(script for char in word if (script := _script(char)))
    if len(counts) != 2 or _INFLECTED.fullmatch(word):
        return None
    (major, most), (minor, few) = counts.most_common()
    table = _TABLES.get((minor, major))
    if table is None or few * 2 >= most + few:
        return None
    strays = [char for char in word if _script(char) == minor]
    if not all(char in table for char in strays):
        return None
    fixed = "".join(table[char] if _script(char) == minor else char for char in word)
    # A capital in the middle of a small word begins a part of its own, such as a brand's X.
    if not fixed.isupper() and any(char.isupper() and char in strays for char in word[1:]):
        return None
    return fixed, " ".join(dict.fromkeys(strays))


def _script(char: str) -> str:
    return next((name for name, pattern in _SCRIPTS if pattern.match(char)), "")
