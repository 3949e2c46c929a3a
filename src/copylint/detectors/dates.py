"""Dates that cannot be: the wrong weekday, a day its month lacks, years that run backwards."""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import regex

from copylint.document import Block, Document
from copylint.match import Match
from copylint.pattern import compiled, ready
from copylint.rough import Rough

# English, German, French, Spanish, Turkish; a short form in brackets may stand for the word.
_MONTHS = (
    "Jan(?:uary|\\.)?|Jän(?:ner|\\.)|Januar|janvier|enero|Ocak",
    "Feb(?:ruary|\\.)?|Februar|février|febrero|Şubat",
    "Mar(?:ch|\\.)?|März|mars|marzo|Mart",
    "Apr(?:il|\\.)?|avril|abril|Nisan",
    "May|Mai|mai|mayo|Mayıs",
    "June?|Juni|juin|junio|Haziran",
    "July?|Juli|juillet|julio|Temmuz",
    "Aug(?:ust|\\.)?|août|agosto|Ağustos",
    "Sep(?:tember|t?\\.)?|Sept|septembre|septiembre|Eylül",
    "Oct(?:ober|\\.)?|Okt(?:ober|\\.)|octobre|octubre|Ekim",
    "Nov(?:ember|\\.)?|novembre|noviembre|Kasım",
    "Dec(?:ember|\\.)?|Dez(?:ember|\\.)|décembre|diciembre|Aralık",
)
_DAYS = (
    "Mon(?:day|\\.)?|Montag|lundi|lunes|Pazartesi",
    "Tue(?:sday|s?\\.)?|Dienstag|mardi|martes|Salı",
    "Wed(?:nesday|\\.)?|Mittwoch|mercredi|miércoles|Çarşamba",
    "Thu(?:rsday|r?s?\\.)?|Donnerstag|jeudi|jueves|Perşembe",
    "Fri(?:day|\\.)?|Freitag|vendredi|viernes|Cuma",
    "Sat(?:urday|\\.)?|Samstag|Sonnabend|samedi|sábado|Cumartesi",
    "Sun(?:day|\\.)?|Sonntag|dimanche|domingo|Pazar",
)
_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTH = rf"(?P<month>{'|'.join(_MONTHS)})"
_WEEKDAY = rf"(?P<weekday>{'|'.join(_DAYS)})"
_DAY = r"(?P<day>\d{1,2})(?P<ordinal>st|nd|rd|th|er|\.)?"
_YEAR = r"(?P<year>1[5-9]\d\d|20\d\d)(?!\d)"
# “2 December 2025”, “2. Dezember 2025”, “2 de diciembre de 2025”; “December 2, 2025”.
_DAY_FIRST = (
    rf"(?<![\d.,:/-]){_DAY}[ ](?:of[ ]|de[ ])?{_MONTH}(?!\w)(?:,?[ ](?:de[ ]|del[ ])?{_YEAR})?"
)
_MONTH_FIRST = rf"(?<!\w){_MONTH}[ ]{_DAY}(?![\d\p{{L}}:%/]|[.,]\d)(?:,?[ ]{_YEAR})?"
_DATES = tuple(ready(pattern) for pattern in (_DAY_FIRST, _MONTH_FIRST))
_BEFORE = ready(rf"(?<!\w){_WEEKDAY}(?:,? (?:the |den |dem |le |el )?|, der )$", regex.I)
_AFTER = ready(rf"(?:,? |, ?){_WEEKDAY}(?!\w)", regex.I)
_POINTED = ready(
    r"\b(?:on|by|until|till|due|before|after|since|from|through|dated|am|bis|vom|le|el|del|hasta)"
    r"[ ](?:the[ ]|den[ ])?$",
    regex.I,
)
_RANGE = ready(
    r"(?<![\w–\-/.])(?P<first>1[5-9]\d\d|20\d\d)(?P<dash>[–-])(?P<last>1[5-9]\d\d|20\d\d)(?![\w–\-/]|\.\d)"
    r"(?!\s*(?:BC|BCE|v\. ?Chr|av\. J|a\. ?C))"
)
_LATE = ready(r"(?<!\d)(?:29|30|31)(?!\d)")
_DATED = ready(r"(?<!\d)\d{1,2}(?!\d)(?=[^\n]{0,24}(?<!\d)\d{4}(?!\d))")
_SPAN_BEFORE = ready(r"(?i)(?:\(|\b(?:from|between|in|von|de|entre)[ ])$")
#: The first whole year in which all English-speaking countries count days as we do.
_GREGORIAN = 1753


def wakes(rough: Rough, options: Mapping[str, Any]) -> bool:
    """Whether such a date, or a range that runs back, could stand in the text."""
    find = options.get("find", "weekday")
    if find == "range":
        return any(hit["first"] > hit["last"] for hit in _RANGE.finditer(rough.joined))
    days = _LATE if find == "impossible" else _DATED
    return any(
        regex.search(_MONTH, rough.joined[max(0, hit.start() - 16) : hit.end() + 20])
        for hit in days.finditer(rough.joined)
    )


def detect(document: Document, options: Mapping[str, Any]) -> Iterator[Match]:
    """Yield the faults that `find` names: `weekday`, `impossible` or `range`.

    `unless`: not in a sentence that holds this pattern, for texts about calendars.
    """
    kind = options.get("find", "weekday")
    unless = options.get("unless")
    for block in document.blocks:
        if block.kind == "alt":
            continue
        for match in _FINDERS[kind](block):
            around = block.sentence_at(match.start)
            text = block.folded[around.start : around.end]
            if not unless or not compiled(f"(?i){unless}").search(text):
                yield match


def _weekday(block: Block) -> Iterator[Match]:
    text = block.folded
    for hit in _hits(text):
        if not hit["year"] or int(hit["year"]) < _GREGORIAN:
            continue
        before = _BEFORE.search(text, max(0, hit.start() - 24), hit.start())
        after = None if before else _AFTER.match(text, hit.end())
        named = before or after
        when = _date(hit)
        if named is None or when is None:
            continue
        written = _index(_DAYS, named["weekday"])
        if written is not None and written != when.weekday():
            start, end = (named.start(), hit.end()) if before else (hit.start(), named.end())
            values = {"right": _NAMES[when.weekday()], "date": hit[0]}
            yield Match(block, start, end, values)


def _impossible(block: Block) -> Iterator[Match]:
    text = block.folded
    for hit in _hits(text):
        day, month = int(hit["day"]), _index(_MONTHS, hit["month"])
        if month is None or not 28 < day < 32:
            continue
        # 2000 was a leap year: without a year, February may have 29 days.
        most = calendar.monthrange(int(hit["year"] or 2000), month + 1)[1]
        clear = hit["year"] or hit["ordinal"] or _POINTED.search(text, 0, hit.start())
        if day > most and clear:
            yield Match(block, hit.start(), hit.end(), {"most": str(most), "month": hit["month"]})


def _range(block: Block) -> Iterator[Match]:
    text = block.folded
    for hit in _RANGE.finditer(text):
        # A hyphen also joins the parts of a number, so it needs a word that speaks of a span.
        clear = hit["dash"] == "–" or _SPAN_BEFORE.search(text, 0, hit.start())
        if clear and int(hit["first"]) > int(hit["last"]):
            yield Match(block, hit.start(), hit.end(), {"swapped": f"{hit['last']}–{hit['first']}"})


_FINDERS = {"weekday": _weekday, "impossible": _impossible, "range": _range}


def _hits(text: str) -> Iterator[regex.Match[str]]:
    for pattern in _DATES:
        yield from pattern.finditer(text)


def _date(hit: regex.Match[str]) -> date | None:
    month = _index(_MONTHS, hit["month"])
    try:
        return None if month is None else date(int(hit["year"]), month + 1, int(hit["day"]))
    except ValueError:
        return None


def _index(names: tuple[str, ...], word: str) -> int | None:
    for number, pattern in enumerate(names):
        if regex.fullmatch(pattern, word, regex.I):
            return number
    return None
