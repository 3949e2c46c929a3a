"""Vale's rules of patterns, `existence` and `substitution`, as rules of patterns here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeVar

import regex

from copylint.vale.draft import (
    ANSWER,
    Draft,
    action_name,
    bounded,
    exempt,
    message,
    pages_found,
    pages_near,
)
from copylint.vale.expression import UncarriedError, ours
from copylint.vale.scope import Scope
from copylint.vale.style import Source

Made = TypeVar("Made")

_GROUP = regex.compile(r"\$(?:(\d+)|\{(\d+)\})")
#: A reference to a group by its number.
_BACK = regex.compile(r"(?<!\\)(?:\\\\)*\\[1-9]")
#: What the folded text does not show as it is on the page.
_UNFOLDED = regex.compile("[’‘\u00a0\u202f\n]|\\\\n|\\\\xa0|\\\\u(?:00a0|202f|201[89])", regex.I)
#: The marks around the place in a message where the answer goes.
_QUOTED = regex.compile(r"([^\w\s%]*)%(?:\[1\])?s([^\w\s.,;:!?]*)")
_ANCHOR = regex.compile(r"(?<!\\)(?:\\\\)*[$]|(?<!\\)(?:\\\\)*(?<!\[)\^")


def existence(source: Source, where: Scope, draft: Draft) -> None:
    """Texts that are not to stand there."""
    word = not source.flag("nonword")
    start = "(?i)" if source.flag("ignorecase") else ""
    raw = "".join(ours(text, key="raw") for text in source.texts("raw"))
    texts = [token for token in source.texts("tokens") if token.strip()]
    if not texts and not raw:
        raise UncarriedError("tokens", "there are none, so it finds nothing")
    if not raw and any(map(_BACK.search, texts)):
        # Vale numbers the groups of all tokens together.
        patterns = [_sound(start + bounded(ours("|".join(texts)), word=word), where)]
    elif raw:
        body = f"(?:{ours('|'.join(texts))})" if texts else ""
        body = rf"\b{body}\b" if word and texts else body
        joined = start + (body + raw if source.flag("append") else raw + body)
        patterns = [_sound(joined, where)]
    else:

        def made(text: str) -> list[str]:
            return [_sound(start + bounded(ours(text), word=word), where)]

        patterns = list(_each(texts, draft, made))
    draft.data["regex"] = list(patterns)
    _placed(draft, where, patterns)
    _excepted(source, draft)
    _action(source, draft, where)
    values = ("{match}", "{fix}") if "fix" in draft.data else ("{match}",)
    draft.data["message"] = message(source, *values)
    draft.bad = lambda: pages_found(patterns, where)
    draft.good = lambda: pages_near(source, patterns, (), where)


def substitution(source: Source, where: Scope, draft: Draft) -> None:
    """Texts that are not to stand there, and what is to stand there instead."""
    swap = source.pairs("swap")
    if not swap:
        raise UncarriedError("swap", "there is none, so it finds nothing")
    if source.text("pos"):
        draft.lost.append(("pos", "parts of speech are not tagged here"))
    action = action_name(source)
    if action not in {"", "replace"}:
        draft.lost.append(("action", f"{action!r} beside a swap: shown without a repair"))

    def made(key: str) -> Iterator[dict[str, Any]]:
        return _swapped(source, key, swap[key], where, replaces=action == "replace")

    # Of two that find the same the longer one counts, as in Vale.
    entries = list(_each(sorted(swap, key=len, reverse=True), draft, made))
    patterns = [entry["match"] for entry in entries]
    draft.data["message"] = message(source, "{fix}", "{match}")
    draft.data["regex"] = entries
    _placed(draft, where, patterns)
    _excepted(source, draft)
    answers = [one for answer in swap.values() for one in answer.split("|")]
    draft.bad = lambda: pages_found(patterns, where)
    draft.good = lambda: pages_near(source, patterns, answers, where)


def _swapped(
    source: Source, key: str, answer: str, where: Scope, *, replaces: bool
) -> Iterator[dict[str, Any]]:
    """The entries for one pair of a swap; two where the answer has to follow a capital."""
    grouped = _GROUP.search(answer) is not None
    ignorecase = source.flag("ignorecase")
    pattern = ours(key, named=grouped, key="swap")
    answers = [one.strip() for one in answer.split("|") if one.strip()]
    plain = all(ANSWER.fullmatch(_GROUP.sub("", one) or "x") for one in answers)
    word = not source.flag("nonword")
    body = bounded(pattern, word=word)
    if not grouped:
        # What is right already is left alone: “JavaScript” where any case was looked for.
        body = "".join(_guards(pattern, answers, plain, word, ignorecase)) + body
    start = "(?i)" if ignorecase else ""
    entry: dict[str, Any] = {"match": _sound(start + body, where)}
    if not answers:
        yield {**entry, "remove": "match", "fix-safety": "manual", "message": _sentence(source, ())}
        return
    if not plain:
        yield {**entry, "message": _sentence(source, answers if replaces else [answer])}
        return
    fixes = [_template(one, pattern) for one in answers]
    sure = replaces and len(fixes) == 1 and not where.raw
    if len(fixes) > 1:
        told = {} if grouped else {"message": _sentence(source, answers)}
        yield {**entry, "fix": fixes, **told}
        return
    entry["fix"] = fixes[0]
    if not sure:
        yield {**entry, "fix-safety": "manual"}
        return
    if fixes[0][:1].islower() and (ignorecase or source.flag("capitalize")):
        upper = fixes[0][0].upper() + fixes[0][1:]
        yield {"match": rf"{start}(?=(?-i:\p{{Lu}})){body}", "fix": upper}
    yield entry


def _template(answer: str, pattern: str) -> str:
    """An answer as a template whose groups have names."""
    groups = regex.compile(pattern).groupindex
    parts, at = [], 0
    for hit in _GROUP.finditer(answer):
        name = f"g{hit[1] or hit[2]}"
        if name not in groups:
            raise UncarriedError("swap", f"the answer {answer!r} names a group that is not there")
        parts += [answer[at : hit.start()].replace("{", "{{").replace("}", "}}"), f"{{{name}}}"]
        at = hit.end()
    return "".join(parts) + answer[at:].replace("{", "{{").replace("}", "}}")


def _guards(
    pattern: str, answers: list[str], plain: bool, word: bool, ignorecase: bool
) -> Iterator[str]:
    tried = regex.compile(pattern, regex.I if ignorecase else 0)
    end = r"(?!\w)" if word else ""
    for answer in answers if plain else ():
        if tried.fullmatch(answer):
            yield f"(?!(?-i:{regex.escape(answer, special_only=True)}){end})"


def _sentence(source: Source, answers: Sequence[str]) -> str:
    """The message with the answers in it, each in the marks that it has around the first."""
    marks = _QUOTED.search(source.text("message"))
    left, right = marks.groups() if marks else ("", "")
    told = f"{right}, {left}".join(answers[:-1])
    told = f"{told}{right} or {left}{answers[-1]}" if told else "".join(answers)
    return message(source, told.replace("{", "{{").replace("}", "}}"), "{match}")


def _each(
    texts: Iterable[str], draft: Draft, make: Callable[[str], Iterable[Made]]
) -> Iterator[Made]:
    """What is made of each text; those of which nothing can be made are lost, unless all are."""
    errors, some = [], False
    for text in texts:
        try:
            made = list(make(text))
        except UncarriedError as error:
            errors.append(error)
            continue
        some = True
        yield from made
    if errors and not some:
        raise errors[0]
    draft.lost += [(error.key, error.reason) for error in errors]


def _sound(pattern: str, where: Scope) -> str:
    """The pattern itself. Raises UncarriedError where it is wrong, or asks for what is not seen."""
    try:
        regex.compile(pattern, regex.M)
    except regex.error as error:
        raise UncarriedError("tokens", f"{pattern!r} cannot be read: {error}") from error
    if where.sentence and _ANCHOR.search(pattern):
        problem = f"{pattern!r} asks for an end of a sentence; a pattern here sees whole blocks"
        raise UncarriedError("scope", problem)
    return pattern


def _placed(draft: Draft, where: Scope, patterns: Iterable[str]) -> None:
    if where.levels:
        raise UncarriedError("scope", "a pattern looks at headings of every level or none")
    if where.whole:
        draft.lost.append(("scope", "'summary' is read block by block"))
    draft.data["scope"] = ["raw"] if where.raw else list(where.kinds)
    anchored = where.kinds != ("heading",) and any(map(_ANCHOR.search, patterns))
    if not where.raw and (anchored or any(map(_UNFOLDED.search, patterns))):
        draft.data["text"] = "exact"


def _excepted(source: Source, draft: Draft) -> None:
    if exceptions := exempt(source):
        draft.data["not"] = exceptions


def _action(source: Source, draft: Draft, where: Scope) -> None:
    """What a rule that only finds does about it: a text to put there, or none."""
    name = action_name(source)
    params = source.data["action"].get("params") or [] if name else []
    params = [params] if isinstance(params, str) else params
    if name == "remove":
        draft.data |= {"remove": "match", "fix-safety": "manual"}
    elif name == "replace" and params and all(isinstance(one, str) for one in params):
        fixes = [one.replace("{", "{{").replace("}", "}}") for one in params]
        draft.data["fix"] = fixes if len(fixes) > 1 else fixes[0]
        draft.data["fix-safety"] = "manual" if where.raw or len(fixes) > 1 else "unsafe"
    elif name:
        draft.lost.append(("action", f"{name!r} computes a text: shown without a repair"))
