"""Vale's other kinds of rules, each of which is a detector here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

import regex

from copylint.vale.draft import (
    EACH,
    Draft,
    action_name,
    bounded,
    exempt,
    message,
    pages_found,
    pages_near,
)
from copylint.vale.expression import UncarriedError, ours
from copylint.vale.frames import Page, calm, framed
from copylint.vale.sample import samples
from copylint.vale.scope import TEXT, Scope
from copylint.vale.style import Source

#: A text with more of what is counted is none for people to look at.
_LONGEST = 2000


def _kinds(where: Scope) -> dict[str, Any]:
    if where.raw or where.kinds == TEXT:
        return {}
    levels = {"levels": [str(level) for level in where.levels]} if where.levels else {}
    return {"kinds": list(where.kinds), **levels}


def _unraw(where: Scope) -> None:
    if where.raw:
        raise UncarriedError("scope", "such a rule looks at prose, not at the source")


def _unlevelled(where: Scope) -> None:
    if where.levels:
        raise UncarriedError("scope", "such a rule looks at headings of every level or none")


def _undone(source: Source, draft: Draft) -> None:
    name = action_name(source)
    if name:
        draft.lost.append(("action", f"{name!r}: shown without a repair"))


def _number(source: Source, key: str) -> int:
    text = source.text(key) or "0"
    if not text.isdecimal():
        raise UncarriedError(key, f"{text!r} is no number")
    return int(text)


def occurrence(source: Source, where: Scope, draft: Draft) -> None:
    """What may or must stand so often."""
    if not source.text("token"):
        raise UncarriedError("token", "there is none, so it counts nothing")
    most, least = _number(source, "max"), _number(source, "min")
    if not most and not least:
        raise UncarriedError("max", "there is neither 'max' nor 'min', so it finds nothing")
    pattern = ours(source.text("token"), key="token")
    if source.flag("ignorecase"):
        pattern = f"(?i:{pattern})"
    each = "source" if where.raw else "document" if where.whole else "block"
    each = "sentence" if where.sentence else each
    if where.sentence and where.kinds != ("paragraph",):
        draft.lost.append(("scope", "all of it is counted sentence by sentence"))
    limits = {name: str(n) for name, n in (("max", most), ("min", least)) if n}
    draft.data |= {
        "message": message(source, "{count}"),
        "detector": "occurrence",
        "options": {"pattern": pattern, **limits, "each": each, **_kinds(where)},
    }
    _undone(source, draft)

    def pages(times: Iterable[int]) -> Iterator[Page]:
        for many in (many for many in times if many <= _LONGEST):
            for text in samples(pattern, EACH):
                for gap in (" ", ", ", "", "\n"):
                    yield from framed([gap.join([text] * many)], where)

    def amiss() -> Iterator[Page]:
        if most:
            yield from pages((most + 1, most + 2))
        if least:
            yield from pages(range(1, least))
            yield from framed(("42", "7, 7", "–"), where)
            yield from calm(where)

    def fine() -> Iterator[Page]:
        yield from pages(range(most, least - 1, -1) if most else (least, least + 1))
        yield from calm(where)

    draft.bad, draft.good = amiss, fine


def repetition(source: Source, where: Scope, draft: Draft) -> None:
    """What may not stand twice running."""
    _unraw(where)
    _unlevelled(where)
    tokens = [ours(token) for token in source.texts("tokens")]
    if not tokens:
        raise UncarriedError("tokens", "there are none, so it finds nothing")
    options: dict[str, Any] = {"pattern": "|".join(tokens)}
    options |= {name: "yes" for name in ("ignorecase", "alpha") if source.flag(name)}
    if options.get("ignorecase"):
        options["pattern"] = f"(?i:{options['pattern']})"
    most = _number(source, "max")
    if most:
        options["max"] = str(most)
    if exceptions := exempt(source):
        options["not"] = exceptions
    draft.data |= {
        "message": message(source, "{word}"),
        "detector": "repeated",
        "options": {**options, **_kinds(where)},
    }
    _undone(source, draft)
    pattern = options["pattern"]

    def words() -> list[str]:
        wild = [word for word in ("the", "boat", "we", "old") if regex.fullmatch(pattern, word)]
        return wild or [text.strip() for text in samples(pattern, 6)]

    draft.bad = lambda: framed([" ".join([word] * (most + 2)) for word in words()], where)
    draft.good = lambda: chain(framed(words(), where), calm(where))


def conditional(source: Source, where: Scope, draft: Draft) -> None:
    """What may not stand without another thing."""
    _unraw(where)
    _unlevelled(where)
    for key in ("first", "second"):
        if not source.text(key):
            raise UncarriedError(key, "there is none")
    first = ours(source.text("first"), key="first")
    second = ours(source.text("second"), key="second")
    if source.flag("ignorecase"):
        first, second = f"(?i:{first})", f"(?i:{second})"
    options: dict[str, Any] = {"first": first, "second": second}
    if exceptions := exempt(source):
        options["not"] = exceptions
    if where.sentence or where.whole:
        draft.lost.append(("scope", "what is asked for may stand anywhere in the same block"))
    draft.data |= {
        "message": message(source, "{match}"),
        "detector": "conditional",
        "options": {**options, **_kinds(where)},
    }
    _undone(source, draft)

    def defined() -> Iterator[Page]:
        for text in samples(second, 6):
            for given in regex.compile(second).search(text).groups() if text else ():
                texts = [f"{text}, and {given} again", text]
                yield from framed(texts if given else [text], where)
        yield from pages_near(source, [first], (), where)

    draft.bad = lambda: pages_found([first], where)
    draft.good = defined


def capitalization(source: Source, where: Scope, draft: Draft) -> None:
    """How a heading or the like is written."""
    _unraw(where)
    if where.sentence or where.whole:
        raise UncarriedError("scope", "whole blocks have a case here, not sentences of theirs")
    match = source.text("match")
    options: dict[str, Any] = {}
    if match in {"$title", "$sentence", "$lower", "$upper"}:
        options["case"] = match[1:]
    elif match:
        options["pattern"] = ours(match, key="match")
    else:
        raise UncarriedError("match", "there is none")
    options |= {key: source.text(key) for key in ("style", "threshold") if source.text(key)}
    if source.text("prefix"):
        options["prefix"] = ours(source.text("prefix"), key="prefix")
    if source.exceptions:
        options["exceptions"] = [ours(one, key="exceptions") for one in source.exceptions]
    if source.texts("indicators"):
        options["indicators"] = list(source.texts("indicators"))
    draft.data |= {
        "message": message(source, "{match}", "{expected}"),
        "detector": "capitalization",
        "options": {**options, **_kinds(where)},
    }
    _undone(source, draft)
    marks = "#" * (where.levels[0] if where.levels else 1)

    def pages(texts: Iterable[str]) -> Iterator[Page]:
        for page in framed(texts, where):
            yield page._replace(text=marks + page.text[1:]) if page.text[0] == "#" else page

    def all_cases() -> list[str]:
        calm_ones = [
            "keep every rope dry",
            "small boats under heavy sails",
            "what rain brings home",
        ]
        cased = [
            one
            for text in calm_ones
            for one in (text, text.capitalize(), text.title(), text.upper())
        ]
        return cased + (list(samples(options["pattern"], 9)) if "pattern" in options else [])

    draft.bad = draft.good = lambda: pages(all_cases())


def consistency(source: Source, where: Scope, draft: Draft) -> None:
    """Two ways to write, of which one is enough."""
    _unraw(where)
    _unlevelled(where)
    either = source.pairs("either")
    if not either:
        raise UncarriedError("either", "there is none, so it finds nothing")
    start = "(?i)" if source.flag("ignorecase") else ""
    word = not source.flag("nonword")
    pairs = {
        start + bounded(ours(one, key="either"), word=word): start
        + bounded(ours(other, key="either"), word=word)
        for one, other in either.items()
    }
    draft.data |= {
        "message": message(source, "{match}"),
        "detector": "consistency",
        "options": {"either": pairs, **_kinds(where)},
    }
    _undone(source, draft)

    def both() -> Iterator[Page]:
        for one, other in pairs.items():
            for text, second in zip(samples(one, EACH), samples(other, EACH), strict=False):
                yield from framed([f"{text} and {second}", f"{second} and {text}"], where)
                yield from framed([f"{text}, {text} and {second}"], where)

    def either_alone() -> Iterator[Page]:
        for pattern in (one for pair in pairs.items() for one in pair):
            yield from framed(samples(pattern, EACH), where)

    draft.bad, draft.good = both, either_alone
