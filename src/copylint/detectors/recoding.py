"""Characters and codes that stand for others: found by a pattern, spelled out by a codec.

The rule's file says what to look for; only the decoding needs code, and each codec refuses (gives
None) what it cannot decode strictly, so that nothing is reported that merely looks encoded.
"""

from __future__ import annotations

import html
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import unquote

import regex

from copylint.document import Block, Document
from copylint.finding import Safety
from copylint.match import Match, Repair
from copylint.pattern import compiled, ready
from copylint.rough import Rough
from copylint.span import Span

_ADDRESS = ready(r"https?://[^\s()<>\"'`|\\]+")
_HEX = ready(r"=([0-9A-Fa-f]{2})")


def _html(text: str) -> str | None:
    return html.unescape(text).replace("\u00a0", " ")


def _cp1252(text: str) -> str | None:
    try:
        return text.encode("latin-1").decode("cp1252")
    except UnicodeError:
        return None


def _nfc(text: str) -> str | None:
    """One letter for a letter and its marks, where Unicode has one."""
    composed = unicodedata.normalize("NFC", text)
    return composed if len(composed) == 1 else None


def _nfkc(text: str) -> str | None:
    return unicodedata.normalize("NFKC", text)


def _percent(text: str) -> str | None:
    try:
        return unquote(text, errors="strict")
    except UnicodeError:
        return None


def _quoted_printable(text: str) -> str | None:
    try:
        decoded = bytes.fromhex("".join(_HEX.findall(text))).decode()
    except (UnicodeError, ValueError):
        return None
    return decoded if decoded.isprintable() and not decoded.isascii() else None


def _delete(text: str) -> str | None:  # noqa: ARG001
    return ""


def _keep(text: str) -> str | None:
    return text


_CODECS: dict[str, Callable[[str], str | None]] = {
    "html": _html,
    "cp1252": _cp1252,
    "nfc": _nfc,
    "nfkc": _nfkc,
    "percent": _percent,
    "quoted-printable": _quoted_printable,
    "delete": _delete,
    "none": _keep,
}
#: Codecs that have work only in a text with characters outside ASCII.
# Characters outside ASCII that good text is full of, and no rule of this kind is about.
_USUAL = frozenset("“”‘’„«»–—…•·×°€£§©®™→←✓äöüÄÖÜßéèêëàâçîïôûùáíóúñÉÀ¿¡")
_WIDE = frozenset({"cp1252", "nfc", "nfkc", "delete", "none"})


def sieve(options: Mapping[str, Any]) -> Mapping[str, str]:
    """The pattern, in all forms of the text."""
    return dict.fromkeys(("source", "marked", "exact"), options["pattern"])


def wakes(rough: Rough, options: Mapping[str, Any]) -> bool:
    """Whether the pattern could match at all."""
    if options["codec"] in _WIDE and rough.source.isascii():
        return False
    if options["codec"] in _WIDE and rough.wide <= _USUAL:
        return False
    pattern = compiled(options["pattern"])
    if options.get("scope") == "target":
        return any(map(pattern.search, rough.targets))
    return any(map(pattern.search, (rough.source, rough.marked, rough.exact)))


def detect(document: Document, options: Mapping[str, Any]) -> Iterator[Match]:
    """Yield what matches `pattern` and what its `codec` makes of it.

    `scope`: `prose` (default), `source`, `raw` or `target`, as in a rule. `unless`: a pattern whose
    match anywhere in the prose silences the rule. `safety`: `safe` (default) or `unsafe`. The codec
    `none` reports without a repair, `delete` takes the match out. A group `inner` of the pattern is
    what is decoded and stays; an address that would not be one any more is reported only.
    """
    unless = options.get("unless")
    if unless and compiled(unless).search(document.prose):
        return
    safety = Safety(options.get("safety", "safe"))
    codec = _CODECS[options["codec"]]
    for block, hit in _hits(document, compiled(options["pattern"]), options.get("scope", "prose")):
        inner = hit.groupdict().get("inner") or hit[0]
        decoded = codec(inner)
        if decoded is None:
            continue
        fixable = decoded != hit[0]
        if not fixable and options["codec"] != "none":
            continue
        if options.get("scope") == "target":
            fixable = fixable and _ADDRESS.fullmatch(decoded) is not None
        answer = Repair("replace", safety, decoded) if fixable else None
        names = " ".join(f"U+{ord(char):04X}" for char in hit[0][:4])
        values = {"fixed": decoded, "codes": names}
        yield Match(block, hit.start(), hit.end(), values, answer)


def _hits(
    document: Document, pattern: regex.Pattern[str], scope: str
) -> Iterator[tuple[Block | None, regex.Match[str]]]:
    if scope == "prose":
        for block in document.blocks:
            yield from ((block, hit) for hit in pattern.finditer(block.text))
        return
    if scope == "target":
        for start, end in document.targets:
            yield from ((None, hit) for hit in pattern.finditer(document.source, start, end))
        return
    for hit in pattern.finditer(document.source):
        if scope == "raw" or not document.hidden(Span(*hit.span())):
            yield None, hit
