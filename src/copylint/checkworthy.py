"""How likely a sentence makes a claim that a reader may want checked: a sum of weighted terms.

The weights, in `checkworthy.tsv`, are those of a logistic regression on the training parts of five
public sets (made by `benchmarks/train_checkworthy.py`). A term is a word, two words in a row, or
one of the signs below, whose names begin with `@`; those joined by `+` stand in the sentence
together.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from copylint.attribution import cued
from copylint.pattern import ready

_TOKEN = ready(r"[a-z]+(?:'[a-z]+)?|\d[\d,.]*\d|\d|[%$€£?!“”\"():;]")
_YEAR = ready(r"(?:1[5-9]|20)\d\d")
_CAPITAL = ready(r"(?<=[a-z,;] )[A-Z][a-z]")
_ACRONYM = ready(r"\b[A-Z]{2,6}s?\b")
_QUOTE = ready(r"[“\"]")
_NUMBERS = frozenset(
    """two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty
    sixty seventy eighty ninety hundred thousand dozen""".split()
)
_SCALES = frozenset("million millions billion billions trillion thousands hundreds".split())
# Whose view it is, and whether it is a plan or a condition. What a figure is worth hangs on these.
_STANCES = {
    "@I": frozenset("i me my mine myself i'm i've i'd i'll".split()),
    "@we": frozenset("we us our ours we're we've we'd we'll let's".split()),
    "@you": frozenset("you your yours you're you've you'll".split()),
    "@he": frozenset("he she him her his hers he's she's".split()),
    "@they": frozenset("they them their they're they've they'll".split()),
    "@modal": frozenset(
        """will would could should must may might can shall ought going gonna won't wouldn't can't
        cannot couldn't shouldn't we'll i'll they'll he'll she'll it'll""".split()
    ),
    "@if": frozenset("if whether suppose unless".split()),
    "@opinion": frozenset("think believe hope feel want wish guess".split()),
}
_PAST = frozenset(
    """was were had did went came got made took gave said told knew saw left lost won voted cut
    signed passed became began brought built bought spent paid sold led fell rose grew found held
    kept ran stood met sent set put raised lowered vetoed doubled tripled been""".split()
)
_ENDINGS = ("ed", "ing", "ly", "ion", "ies", "ment", "est", "ous", "ive", "able", "ful", "less",
            "ism", "ist", "ity")  # fmt: skip
_LENGTHS = ((8, "<8"), (15, "8-14"), (25, "15-24"), (40, "25-39"))
#: What the signs are called in a finding.
NAMES = {
    "#year": "a year",
    "#num": "a number",
    "#scale": "millions or thousands",
    "#spelled": "a number in words",
    "#money": "a sum of money",
    "@digits": "figures",
    "@numbers": "two numbers or more",
    "@acronym": "an abbreviation",
    "@past": "something past",
    "@pasts": "several past events",
    "@cued": "reported speech",
    "@quote": "quoted words",
    "@long-words": "long words",
    "@adverb": "an adverb in -ly",
    "@number": "a number",
    "@I": "the writer",
    "@we": "“we”",
    "@you": "the reader addressed",
    "@he": "“he” or “she”",
    "@they": "“they”",
    "@modal": "a plan or a wish",
    "@if": "a condition",
    "@opinion": "an opinion",
    "@neutral": "no opinion, plan or person addressed",
    "@event": "something past",
    "@question": "a question",
    "@named": "a name",
}


def terms(sentence: str) -> set[str]:
    """The terms of a sentence that may have weights."""
    text = sentence.replace("’", "'")
    words = [_class(word) for word in _TOKEN.findall(text.lower())]
    found = set(words)
    found.update(map(" ".join, pairwise(words)))
    if words:
        found |= {f"^ {words[0]}", f"{words[-1]} $"}
    count = len(text.split())
    size = next((name for limit, name in _LENGTHS if count < limit), "40+")
    found.add(f"@words {size}")
    found.add(f"@names {min(len(_CAPITAL.findall(text)), 4)}")
    numbers = words.count("#num") + words.count("#year")
    past = sum(len(word) > 4 and word.endswith("ed") for word in words)
    signs = (
        ("@digits", numbers),
        ("@numbers", numbers > 1),
        ("@acronym", _ACRONYM.search(text)),
        ("@past", past),
        ("@pasts", past > 1),
        ("@cued", cued(sentence)),
        ("@quote", _QUOTE.search(text)),
        ("@long-words", sum(map(len, words)) > 4.8 * len(words)),
        ("@adverb", any(len(word) > 4 and word.endswith("ly") for word in words)),
    )
    found.update(name for name, there in signs if there)
    for word in words:
        if len(word) > 5:
            found.update(f"@-{end}" for end in _ENDINGS if word.endswith(end))
    found.update(_together(text, words))
    return found


def _together(text: str, words: list[str]) -> Iterator[str]:
    """The stances of a sentence, and what stands in it together with a number or a past event."""
    there = set(words)
    stances = [name for name, some in _STANCES.items() if not some.isdisjoint(there)]
    stances = stances or ["@neutral"]
    past = not _PAST.isdisjoint(there) or any(len(w) > 4 and w.endswith("ed") for w in words)
    yield from stances
    if past:
        yield "@event"
        if stances == ["@neutral"]:
            yield "@event+@neutral"
            if _CAPITAL.search(text):
                yield "@event+@named"
    numbers = sum(word[0] == "#" for word in words)
    if numbers:
        yield f"@number {min(numbers, 3)}"
        yield from (f"@number+{stance}" for stance in stances)
        if past:
            yield "@number+@event"
        if text.rstrip("\"' ").endswith("?"):
            yield "@number+@question"


def _class(word: str) -> str:
    if word[0].isdigit():
        return "#year" if _YEAR.fullmatch(word) else "#num"
    if word in _SCALES:
        return "#scale"
    if word in _NUMBERS:
        return "#spelled"
    return "#money" if word in "$€£" else word


@cache
def _weights() -> dict[str, float]:
    from importlib import resources

    text = resources.files("copylint").joinpath("checkworthy.tsv").read_text(encoding="utf-8")
    lines = (line.split("\t") for line in text.splitlines() if not line.startswith("##"))
    return {term: float(weight) for term, weight in lines}


def judged(sentence: str) -> tuple[float, list[tuple[str, float]]]:
    """The probability from 0 to 1, and the terms that made it, the heaviest first."""
    weights = _weights()
    found = [(term, weights[term]) for term in terms(sentence) if term in weights]
    total = weights["@bias"] + sum(weight for _, weight in found)
    found.sort(key=lambda pair: (-abs(pair[1]), pair[0]))
    return 1 / (1 + math.exp(-total)), found


def named(term: str) -> str:
    """A term in a reader's words."""
    if term in NAMES:
        return NAMES[term]
    if term.startswith("@words"):
        return f"{term.removeprefix('@words ')} words"
    if term.startswith("@names"):
        number = term.removeprefix("@names ")
        return (
            "no names"
            if number == "0"
            else f"{number} or more names"
            if number == "4"
            else f"names ({number})"
        )
    if term.startswith("@number "):
        number = term.removeprefix("@number ")
        return {"1": "one number", "2": "two numbers"}.get(number, "three numbers or more")
    if "+@" in term:
        return " with ".join(NAMES[part] for part in term.split("+"))
    if term.startswith("@-"):
        return f"a word in {term.removeprefix('@')}"
    parts = [NAMES.get(part, part) for part in term.split(" ") if part not in {"^", "$"}]
    if term.startswith("^ "):
        return f"“{parts[0]}” first"
    return f"“{parts[0]}” last" if term.endswith(" $") else f"“{' '.join(parts)}”"
