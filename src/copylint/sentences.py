"""Where sentences begin and end, and what stands inside quotation marks."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from copylint.pattern import ready
from copylint.span import Span

# A stop after one of these does not end a sentence unless what follows leaves no doubt.
_ABBREVIATIONS = frozenset(
    """mr mrs ms dr prof rev hon gen col lt sgt capt cmdr adm gov sen rep pres st mt ft jr sr
    inc ltd co corp llc bros dept univ assn est approx ca cf vs viz al fig figs eq eqs no nos vol
    vols pp p ch chap sec art op ed eds trans jan feb mar apr jun jul aug sep sept oct nov dec mon
    tue tues wed thu thur thurs fri sat sun e.g i.e u.s u.k u.n e.u a.m p.m d.c ph.d b.a m.a b.sc
    assoc asst maj brig messrs m.sc n.b a.k.a bzw usw z.b d.h u.a evtl ggf nr str p.ej sra srta núm
    pág M mme mlle""".split()
)
# These may end a sentence as well as stand inside one; a capital after them decides.
_EITHER = frozenset("etc inc ltd co corp llc jr sr u.s u.k u.n e.u a.m p.m d.c est al ph.d".split())

# These are abbreviations only before a number; elsewhere they are words.
_NUMBERED = frozenset("no fig p ch art sec ed".split())
# A small letter that is short for "about" before a year.
_CIRCA = frozenset({"c"})

_STOP = r"""(?x)(?P<stop>[.!?…]+|[。！？]+)
        (?P<close>[\"'”’»)\]*_\ufffc]*(?:[ ]?\[\^?\d{1,3}[a-z]?\]|[¹²³⁰⁴-⁹]+)*)
        (?P<space>[ \t\n\u00a0\u202f]+|(?<=[。！？])|$)"""
_WORD_BEFORE = r"[\p{L}\p{N}.’'&-]+$"
# Letters of scripts that set no space between a word and what is quoted.
_UNSPACED = r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}]"
# A tag's attribute is no quotation: `="` opens none.
_QUOTATION = (
    r"=\"[^\"\n<>]*\"(*SKIP)(*FAIL)"
    r"|“(?:[^“”]*”|[^“”\n]*)|«(?:[^«»]*»|[^«»\n]*)|„[^„“”]*[“”]|「[^「」]*」"
    rf"|(?<!\"|(?!{_UNSPACED})\w)\"(?=[^\s\"])[^\"]*(?<=[^\s\"])\"(?!(?!{_UNSPACED})\w)"
    r"|(?<![\w’'])‘[^‘’]*(?:’(?=\w)[^‘’]*)*’(?!\w)"
)


def split(text: str) -> Iterator[Span]:
    """Yield the sentences of one block of prose, in its code points.

    A stop ends a sentence when white space follows and neither an abbreviation, an initial nor a
    lower-case word speaks against it. A doubled stop (`..`) is damage and ends one too.
    """
    start = 0
    for match in ready(_STOP).finditer(text):
        end = match.end("close")
        if not _ends(text, match):
            continue
        while start < end and text[start].isspace():
            start += 1
        if start < end:
            yield Span(start, end)
        start = match.end()
    while start < len(text) and text[start].isspace():
        start += 1
    end = len(text.rstrip())
    if start < end:
        yield Span(start, end)


def _ends(text: str, match: regex.Match[str]) -> bool:
    """Whether a stop closes a sentence."""
    after = text[match.end() : match.end() + 1]
    if not after or match["stop"][0] in "。！？":
        return True
    opener = after in "\"'“‘«„([*_¿¡-–—"
    following = text[match.end() : match.end() + 3].lstrip("\"'“‘«„([*_¿¡")[:1] if opener else after
    if match["stop"] in {"...", "…"} and following.islower():
        return False
    if match["stop"] != ".":
        return not following.islower() or match["stop"] == ".."
    if following.islower() and (after != "(" or match["close"]):
        return False
    word = ready(_WORD_BEFORE).search(text, max(0, match.start() - 24), match.start())
    if word is None or match["close"].strip("*_"):
        return True
    token = word[0].rstrip(".")
    bare = token.lower().lstrip(".")
    if len(token) == 1 and token.isalpha() and token.isupper() and token != "I":
        return False
    if token in _CIRCA and following.isdigit():
        return False
    if bare in _NUMBERED and not following.isdigit():
        return True
    if bare in _ABBREVIATIONS:
        return bare in _EITHER and following.isupper() and _opens(text, match.end())
    return not (token.isdigit() and len(token) <= 2 and match.start() - len(token) == 0)


_OPENERS = frozenset(
    """The A An It He She They We You I This That These Those In On At For But And However When
    While If As After Before Its His Her Their Our Learn Find Read Discover Such""".split()
)


def _opens(text: str, at: int) -> bool:
    """Whether the word at a place is one that commonly opens a sentence."""
    word = regex.match(r"\p{L}+", text[at : at + 20])
    return word is not None and word[0] in _OPENERS


def quotations(text: str) -> Iterator[Span]:
    """Yield the quoted stretches of one block of prose, their marks included.

    An opening mark that is never closed quotes the rest of its line, as it does where a quotation
    runs over several paragraphs.
    """
    for match in ready(_QUOTATION).finditer(text):
        yield Span(*match.span())
