"""Dates that cannot be: the wrong weekday, a day its month lacks, years that run backwards."""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import regex

from copylint.document import Block, Document
from copylint.match import Match
from copylint.pattern import ready, stands
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
_SPAN_BEFORE = ready(r"(?i)(?:\(|\b(?:from|between|in|von|de|entre)[ ])$")
#: The first whole year in which all English-speaking countries count days as we do.
_GREGORIAN = 1753


def sieve(options: Mapping[str, Any]) -> Mapping[str, str]:
    """Dates beside a weekday, the last days of short months, or two years."""
    find = options.get("find", "weekday")
    if find == "range":
        return {"joined": _RANGE.pattern}
    if find == "impossible":
        short = (("29|30|31", _MONTHS[1:2]), ("31", (_MONTHS[k] for k in (3, 5, 8, 10))))
        late = (_either(rf"(?:{days})(?:st|nd|rd|th|er|\.)?", "|".join(m)) for days, m in short)
        return {"joined": "|".join(late)}
    days, dated = f"(?i:{'|'.join(_DAYS)})", _either(r"\d{1,2}(?:st|nd|rd|th|er|\.)?", _MONTH)
    return {
        "joined": rf"{days}(?:,? (?:the |den |dem |le |el )?|, der )(?:{dated})"
        rf"|(?:{dated})(?:,?[ ](?:de[ ]|del[ ])?\d{{4}})(?:,? |, ?){days}"
    }


def wakes(rough: Rough, options: Mapping[str, Any]) -> bool:
    """Whether a range of years runs back; of other dates the sieve has told all there is to tell."""
    if options.get("find", "weekday") != "range":
        return True
    return any(hit["first"] > hit["last"] for hit in _RANGE.finditer(rough.joined))


def _either(day: str, month: str) -> str:
    """A day before or after a month, with no named groups."""
    months = f"(?:{month.replace('?P<month>', '?:')})"
    return rf"{day}[ ](?:of[ ]|de[ ])?{months}|{months}[ ]{day}"


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
            if not unless or not stands(f"(?i){unless}", text):
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
