"""A rule file in the making: what every kind of Vale rule needs for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import regex

from copylint.vale.expression import UncarriedError, ours
from copylint.vale.frames import Page, calm, framed
from copylint.vale.sample import samples
from copylint.vale.scope import Scope
from copylint.vale.style import Source

_SEVERITIES = {"suggestion": "info", "warning": "warning", "error": "error", "": "warning"}
#: An answer that is a text and no pattern.
ANSWER = regex.compile(r"[\p{L}\p{M}\p{N} '’.,&/+#@®™_:-]{1,60}")
#: So many patterns of a rule are asked for texts, each for so many.
_MANY = 40
EACH = 3
#: So many texts of one sort are tried as near-misses.
_FEW = 6


@dataclass
class Draft:
    """A rule file without its examples, pages to make them of, and (key, reason) of each loss."""

    id: str
    data: dict[str, Any]
    lost: list[tuple[str, str]] = field(default_factory=list)
    bad: Callable[[], Iterator[Page]] = lambda: iter(())
    good: Callable[[], Iterator[Page]] = lambda: iter(())


def head(source: Source) -> dict[str, Any]:
    """The keys that do not depend on the kind of the rule. Raises UncarriedError."""
    level = source.text("level")
    if level not in _SEVERITIES:
        raise UncarriedError("level", f"{level!r} is none of: suggestion, warning, error")
    if not source.text("message").strip():
        raise UncarriedError("message", "there is none")
    own = " ".join(source.text("description").split())
    why = f"The rule {source.name} of the Vale style {source.style}, carried over."
    return {
        "message": "",
        "why": f"{why}\n{own}" if own else why,
        "severity": _SEVERITIES[level],
        "references": [source.path, *source.texts("link")],
    }


def message(source: Source, *values: str) -> str:
    """The message in one line, with {names} where Vale puts its values."""
    text = " ".join(source.text("message").split()).replace("{", "{{").replace("}", "}}")
    left = list(values)

    def value(found: regex.Match[str]) -> str:
        if found[0] == "%%":
            return "%"
        if found[1]:
            return values[int(found[1]) - 1] if 0 < int(found[1]) <= len(values) else ""
        return left.pop(0) if left else values[-1]

    made: str = regex.sub(r"%(?:\[(\d+)\])?[sdvq]|%%", value, text)
    return made


def bounded(pattern: str, *, word: bool) -> str:
    """A pattern, with the bounds of a word around it where it is one."""
    if not word:
        return pattern
    return rf"\b{pattern}\b" if regex.fullmatch(r"[\w' -]+", pattern) else rf"\b(?:{pattern})\b"


def exempt(source: Source) -> list[str]:
    """The patterns of what is let pass."""
    return [bounded(ours(text, key="exceptions"), word=True) for text in source.exceptions]


def action_name(source: Source) -> str:
    """What Vale is to do with a match; empty where it only reports it. Raises UncarriedError."""
    action = source.data.get("action") or {}
    if not isinstance(action, dict):
        raise UncarriedError("action", "is no mapping")
    return str(action.get("name", ""))


def pages_found(patterns: list[str], where: Scope) -> Iterator[Page]:
    """Pages with what the patterns find: one text of each, then more of each."""
    several = [list(samples(pattern, EACH)) for pattern in patterns[:_MANY]]
    for number in range(EACH):
        texts = [texts[number] for texts in several if number < len(texts)]
        yield from framed([text for text in texts if text.strip()], where)
    # What begins or ends in a mark bounds a word only where a letter is beside it.
    for frame in ("{}x", "x{}", "x{}x"):
        yield from framed([frame.replace("{}", texts[0]) for texts in several if texts], where)


def pages_near(
    source: Source, patterns: list[str], answers: Iterable[str], where: Scope
) -> Iterator[Page]:
    """Near-misses: what should stand instead, the exceptions, other words that hold a token."""
    texts = [answer for answer in answers if ANSWER.fullmatch(answer) and "$" not in answer]
    yield from framed(texts[:_FEW], where)
    for one in source.exceptions[:_FEW]:
        yield from framed(samples(ours(one, key="exceptions"), 1), where)
    words = [text for one in patterns[:_FEW] for text in samples(one, 1) if text.strip()]
    inner = ["x{}x", "{}x", "x{}", "{}{}"]
    yield from framed([frame.replace("{}", w.strip()) for frame in inner for w in words], where)
    if not where.raw:
        yield from (Page(f"The code `{word.strip()}` is run.") for word in words if "`" not in word)
    yield from calm(where)
