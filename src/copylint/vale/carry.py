"""One Vale rule as a rule file here: what each kind of rule becomes, and what of it is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import regex

from copylint.vale.expression import UncarriedError, ours
from copylint.vale.frames import Page, calm, framed
from copylint.vale.sample import samples
from copylint.vale.scope import TEXT, Scope, scope
from copylint.vale.style import Source

_SEVERITIES = {"suggestion": "info", "warning": "warning", "error": "error", "": "warning"}
_COMMON = {"extends", "message", "level", "scope", "link", "description", "limit", "name", "vocab",
           "action", "tests"}  # fmt: skip
#: Kinds of Vale rules that nothing here can do, and why.
_REFUSED = {
    "sequence": "it asks for parts of speech, which are not tagged here",
    "spelling": "it asks for a dictionary; there is no spelling check here",
    "readability": "it asks for a readability score, which is not computed here",
    "metric": "it asks for a formula over counts, which is not computed here",
    "script": "it is a program, and a rule here is data",
}
_ANSWER = regex.compile(r"[\p{L}\p{M}\p{N} '’.,&/+#@®™_:-]{1,60}")
_OPERATOR = regex.compile(r"[\\\[\]*?^$|{}]|\((?=\?)|\.\*")
_GROUP = regex.compile(r"\$(?:(\d+)|\{(\d+)\})")
#: What the folded text does not show as it is on the page.
_UNFOLDED = regex.compile("[’‘\u00a0\u202f\n]|\\\\n|\\\\xa0|\\\\u(?:00a0|202f|201[89])", regex.I)
_ANCHOR = regex.compile(r"(?<!\\)(?:\\\\)*[$]|(?<!\\)(?:\\\\)*(?<!\[)\^")
_MANY = 40
_EACH = 3


@dataclass
class Draft:
    """A rule file without its examples; pages to make them of; and (key, reason) of what is lost."""

    id: str
    data: dict[str, Any]
    lost: list[tuple[str, str]] = field(default_factory=list)
    bad: Callable[[], Iterator[Page]] = lambda: iter(())
    good: Callable[[], Iterator[Page]] = lambda: iter(())


def carried(source: Source, family: str) -> Draft:
    """The rule file for a Vale rule. Raises UncarriedError where there can be none."""
    kind = source.kind
    if kind in _REFUSED:
        raise UncarriedError("extends", f"{kind}: {_REFUSED[kind]}")
    if kind not in _MAKERS:
        known = ", ".join([*_MAKERS, *_REFUSED])
        raise UncarriedError("extends", f"{kind!r} is no kind of Vale rule; there are: {known}")
    make, keys = _MAKERS[kind]
    where = scope(source.texts("scope"))
    draft = Draft(f"{family}/{source.slug}", _head(source))
    make(source, where, draft)
    for key in source.data:
        if key not in _COMMON | keys:
            draft.lost.append((key, "is not known to be a key of such a rule"))
    if source.texts("limit"):
        draft.lost.append(("limit", "every place is reported, not only the first ones of a file"))
    if source.flag("vocab"):
        draft.lost.append(("vocab", "the accepted words of a vocabulary are no part of a style"))
    return draft


def _head(source: Source) -> dict[str, Any]:
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


def _message(source: Source, *values: str) -> str:
    """The message in one line, with {names} where Vale puts its values."""
    text = " ".join(source.text("message").split()).replace("{", "{{").replace("}", "}}")
    left = list(values)

    def value(found: regex.Match[str]) -> str:
        if found[0] == "%%":
            return "%"
        if found[1]:
            return values[int(found[1]) - 1] if 0 < int(found[1]) <= len(values) else ""
        return left.pop(0) if left else values[-1]

    return regex.sub(r"%(?:\[(\d+)\])?[sdvq]|%%", value, text)


# -- patterns --------------------------------------------------------------------------------------


def _existence(source: Source, where: Scope, draft: Draft) -> None:
    tokens = [ours(token) for token in source.texts("tokens") if token.strip()]
    raw = "".join(ours(text, key="raw") for text in source.texts("raw"))
    word = not source.flag("nonword") and bool(tokens)
    if not tokens and not raw:
        raise UncarriedError("tokens", "there are none, so it finds nothing")
    if raw:
        body = f"(?:{'|'.join(tokens)})" if tokens else ""
        body = rf"\b{body}\b" if word else body
        patterns = [body + raw if source.flag("append") else raw + body]
    else:
        patterns = [_bounded(token, word=word) for token in tokens]
    if source.flag("ignorecase"):
        patterns = [f"(?i){pattern}" for pattern in patterns]
    _readable(patterns, where)
    entries: list[Any] = list(patterns)
    draft.data["message"] = _message(source, "{match}")
    draft.data["regex"] = entries
    _placed(draft, where, patterns)
    _excepted(source, draft)
    _action(source, draft, where)
    draft.bad = lambda: _found(patterns, where)
    draft.good = lambda: _near(source, patterns, (), where)


def _substitution(source: Source, where: Scope, draft: Draft) -> None:
    swap = source.pairs("swap")
    if not swap:
        raise UncarriedError("swap", "there is none, so it finds nothing")
    if source.text("pos"):
        draft.lost.append(("pos", "parts of speech are not tagged here"))
    action = _action_name(source)
    if action not in {"", "replace"}:
        draft.lost.append(("action", f"{action!r} beside a swap: shown without a repair"))
    entries: list[dict[str, Any]] = []
    unsaid = []
    for key in sorted(swap, key=len, reverse=True):
        try:
            entries += _swapped(source, key, swap[key], where, replaces=action == "replace")
        except UncarriedError as error:
            unsaid.append(error)
    if not entries:
        raise unsaid[0]
    draft.lost += [("swap", error.reason) for error in unsaid]
    patterns = [entry["match"] for entry in entries]
    _readable(patterns, where)
    draft.data["message"] = _message(source, "{fix}", "{match}")
    draft.data["regex"] = entries
    _placed(draft, where, patterns)
    _excepted(source, draft)
    answers = [one for answer in swap.values() for one in answer.split("|")]
    draft.bad = lambda: _found(patterns, where)
    draft.good = lambda: _near(source, patterns, answers, where)


def _swapped(
    source: Source, key: str, answer: str, where: Scope, *, replaces: bool
) -> Iterator[dict[str, Any]]:
    """The entries for one pair of a swap; two where the answer has to follow a capital."""
    grouped = _GROUP.search(answer) is not None
    ignorecase = source.flag("ignorecase")
    pattern = ours(key, named=grouped, key="swap")
    answers = [one.strip() for one in answer.split("|") if one.strip()]
    plain = all(_ANSWER.fullmatch(_GROUP.sub("", one) or "x") for one in answers)
    word = not source.flag("nonword")
    body = _bounded(pattern, word=word)
    if not grouped:
        # What is right already is left alone: “JavaScript” where any case was looked for.
        body = "".join(_guards(pattern, answers, plain, word, ignorecase)) + body
    start = "(?i)" if ignorecase else ""
    entry: dict[str, Any] = {"match": start + body}
    if not answers:
        yield {**entry, "remove": "match", "fix-safety": "manual", "message": _sentence(source, "")}
        return
    if not plain:
        yield {**entry, "message": _sentence(source, _quoted(answers) if replaces else answer)}
        return
    fixes = [_template(one, ours(key, named=True, key="swap") if grouped else "") for one in answers]
    sure = replaces and len(fixes) == 1 and not where.raw
    if len(fixes) > 1:
        message = _sentence(source, _quoted(answers)) if not grouped else ""
        yield {**entry, "fix": fixes, **({"message": message} if message else {})}
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
    for found in _GROUP.finditer(answer):
        name = f"g{found[1] or found[2]}"
        if name not in groups:
            raise UncarriedError("swap", f"the answer {answer!r} names a group that is not there")
        parts += [answer[at : found.start()].replace("{", "{{").replace("}", "}}"), f"{{{name}}}"]
        at = found.end()
    return "".join(parts) + answer[at:].replace("{", "{{").replace("}", "}}")


def _guards(
    pattern: str, answers: list[str], plain: bool, word: bool, ignorecase: bool
) -> Iterator[str]:
    tried = regex.compile(pattern, regex.I if ignorecase else 0)
    end = r"(?!\w)" if word else ""
    for answer in answers if plain else ():
        if tried.fullmatch(answer):
            yield f"(?!(?-i:{regex.escape(answer, special_only=True)}){end})"


def _sentence(source: Source, answers: str) -> str:
    return _message(source, answers.replace("{", "{{").replace("}", "}}"), "{match}").replace(
        "''", "'"
    )


def _quoted(answers: list[str]) -> str:
    """Several answers inside the quotation marks that the message has around the first."""
    return "', '".join(answers[:-1]) + f"' or '{answers[-1]}" if len(answers) > 1 else answers[0]


def _bounded(pattern: str, *, word: bool) -> str:
    if not word:
        return pattern
    return rf"\b{pattern}\b" if regex.fullmatch(r"[\w' -]+", pattern) else rf"\b(?:{pattern})\b"


def _readable(patterns: list[str], where: Scope) -> None:
    """Raises UncarriedError for a pattern that is wrong only once it is put together."""
    for pattern in patterns:
        try:
            regex.compile(pattern, regex.M)
        except regex.error as error:
            raise UncarriedError("tokens", f"together the pattern is wrong: {error}") from error
        if where.sentence and _ANCHOR.search(pattern):
            problem = f"{pattern!r} asks for an end of a sentence; a pattern here sees whole blocks"
            raise UncarriedError("scope", problem)


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
    exceptions = [ours(one, key="exceptions") for one in source.texts("exceptions") if one]
    if exceptions:
        draft.data["not"] = [_bounded(one, word=True) for one in exceptions]


def _action_name(source: Source) -> str:
    action = source.data.get("action") or {}
    if not isinstance(action, dict):
        raise UncarriedError("action", "is no mapping")
    return str(action.get("name", ""))


def _action(source: Source, draft: Draft, where: Scope) -> None:
    """What a rule that only finds does about it: a text to put there, or none."""
    name = _action_name(source)
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


def _found(patterns: list[str], where: Scope) -> Iterator[Page]:
    """Pages with what the patterns find: one text of each, then more of each."""
    several = [list(samples(pattern, _EACH)) for pattern in patterns[:_MANY]]
    for number in range(_EACH):
        texts = [texts[number] for texts in several if number < len(texts)]
        # A pattern may begin or end with what bounds a word.
        yield from framed([text for text in texts if text.strip()], where)


def _near(
    source: Source, patterns: list[str], answers: Iterable[str], where: Scope
) -> Iterator[Page]:
    """Near-misses: what should stand instead, the exceptions, other words that hold a token."""
    texts = [answer for answer in answers if _ANSWER.fullmatch(answer) and "$" not in answer]
    yield from framed(texts[:_MANY], where)
    for one in source.texts("exceptions")[:_MANY]:
        yield from framed(samples(ours(one, key="exceptions"), 1), where)
    words = [text for one in patterns[:_MANY] for text in samples(one, 1) if text.strip()]
    inner = ["x{}x", "{}x", "x{}", "{}{}"]
    yield from framed([frame.replace("{}", w.strip()) for frame in inner for w in words], where)
    if not where.raw:
        yield from (Page(f"The code `{word.strip()}` is run.") for word in words if "`" not in word)
    yield from calm(where)


# -- detectors -------------------------------------------------------------------------------------


def _kinds(where: Scope) -> dict[str, Any]:
    return {} if where.kinds == TEXT or where.raw else {"kinds": list(where.kinds)}


def _unraw(where: Scope) -> None:
    if where.raw:
        raise UncarriedError("scope", "such a rule looks at prose, not at the source")


def _unlevelled(where: Scope) -> None:
    if where.levels:
        raise UncarriedError("scope", "such a rule looks at headings of every level or none")


def _undone(source: Source, draft: Draft) -> None:
    name = _action_name(source)
    if name:
        draft.lost.append(("action", f"{name!r}: shown without a repair"))


def _number(source: Source, key: str) -> int:
    text = source.text(key) or "0"
    if not text.isdecimal():
        raise UncarriedError(key, f"{text!r} is no number")
    return int(text)


def _occurrence(source: Source, where: Scope, draft: Draft) -> None:
    _unlevelled(where)
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
        "message": _message(source, "{count}"),
        "detector": "occurrence",
        "options": {"pattern": pattern, **limits, "each": each, **_kinds(where)},
    }
    _undone(source, draft)

    def pages(times: Iterable[int]) -> Iterator[Page]:
        for many in times:
            for text in samples(pattern, _EACH):
                for gap in (" ", ", ", "", "\n"):
                    yield from framed([gap.join([text] * many)], where)

    def found() -> Iterator[Page]:
        if most:
            yield from pages((most + 1, most + 2))
        if least:
            yield from pages(range(1, least))
            yield from calm(where)

    def fine() -> Iterator[Page]:
        yield from pages(range(least or 1, most + 1) if most else (least, least + 1))
        yield from calm(where)

    draft.bad, draft.good = found, fine


def _repetition(source: Source, where: Scope, draft: Draft) -> None:
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
    exceptions = [ours(one, key="exceptions") for one in source.texts("exceptions") if one]
    if exceptions:
        options["not"] = [_bounded(one, word=True) for one in exceptions]
    draft.data |= {
        "message": _message(source, "{word}"),
        "detector": "repetition",
        "options": {**options, **_kinds(where)},
    }
    _undone(source, draft)
    pattern = options["pattern"]

    def words() -> list[str]:
        wild = [word for word in ("the", "boat", "we", "old") if regex.fullmatch(pattern, word)]
        return wild or [text.strip() for text in samples(pattern, 6)]

    draft.bad = lambda: framed([" ".join([word] * (most + 2)) for word in words()], where)
    draft.good = lambda: _chain(framed(words(), where), calm(where))


def _chain(*several: Iterator[Page]) -> Iterator[Page]:
    for pages in several:
        yield from pages


def _conditional(source: Source, where: Scope, draft: Draft) -> None:
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
    exceptions = [ours(one, key="exceptions") for one in source.texts("exceptions") if one]
    if exceptions:
        options["not"] = [_bounded(one, word=True) for one in exceptions]
    if where.sentence or where.whole:
        draft.lost.append(("scope", "what is asked for may stand anywhere in the same block"))
    draft.data |= {
        "message": _message(source, "{match}"),
        "detector": "conditional",
        "options": {**options, **_kinds(where)},
    }
    _undone(source, draft)

    def defined() -> Iterator[Page]:
        for text in samples(second, 6):
            for given in regex.compile(second).search(text).groups() if text else ():
                texts = [f"{text}, and {given} again", text]
                yield from framed(texts if given else [text], where)
        yield from _near(source, [first], (), where)

    draft.bad = lambda: _found([first], where)
    draft.good = defined


def _capitalization(source: Source, where: Scope, draft: Draft) -> None:
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
    exceptions = [ours(one, key="exceptions") for one in source.texts("exceptions") if one]
    if exceptions:
        options["exceptions"] = exceptions
    if source.texts("indicators"):
        options["indicators"] = list(source.texts("indicators"))
    if where.levels:
        options["levels"] = [str(level) for level in where.levels]
    draft.data |= {
        "message": _message(source, "{match}", "{expected}"),
        "detector": "capitalization",
        "options": {**options, **_kinds(where)},
    }
    _undone(source, draft)
    marks = "#" * (where.levels[0] if where.levels else 1)

    def pages(texts: Iterable[str]) -> Iterator[Page]:
        for page in framed(texts, where):
            yield page._replace(text=marks + page.text[1:]) if page.text[0] == "#" else page

    def all_cases() -> list[str]:
        calm_ones = ["keep every rope dry", "small boats under heavy sails", "what rain brings home"]
        cased = [
            one
            for text in calm_ones
            for one in (text, text.capitalize(), text.title(), text.upper())
        ]
        return cased + (list(samples(options["pattern"], 9)) if "pattern" in options else [])

    draft.bad = draft.good = lambda: pages(all_cases())


def _consistency(source: Source, where: Scope, draft: Draft) -> None:
    _unraw(where)
    _unlevelled(where)
    either = source.pairs("either")
    if not either:
        raise UncarriedError("either", "there is none, so it finds nothing")
    start = "(?i)" if source.flag("ignorecase") else ""
    word = not source.flag("nonword")
    pairs = {
        start + _bounded(ours(one, key="either"), word=word): start
        + _bounded(ours(other, key="either"), word=word)
        for one, other in either.items()
    }
    draft.data |= {
        "message": _message(source, "{match}"),
        "detector": "consistency",
        "options": {"either": pairs, **_kinds(where)},
    }
    _undone(source, draft)

    def both() -> Iterator[Page]:
        for one, other in pairs.items():
            for text, second in zip(samples(one, _EACH), samples(other, _EACH), strict=False):
                yield from framed([f"{text} and {second}", f"{second} and {text}"], where)
                yield from framed([f"{text}, {text} and {second}"], where)

    def either_alone() -> Iterator[Page]:
        for pattern in (one for pair in pairs.items() for one in pair):
            yield from framed(samples(pattern, _EACH), where)

    draft.bad, draft.good = both, either_alone


_Make = Callable[[Source, Scope, Draft], None]
_MAKERS: dict[str, tuple[_Make, set[str]]] = {
    "existence": (_existence, {"tokens", "raw", "nonword", "ignorecase", "append", "exceptions"}),
    "substitution": (
        _substitution,
        {"swap", "nonword", "ignorecase", "exceptions", "capitalize", "pos"},
    ),
    "occurrence": (_occurrence, {"token", "max", "min", "ignorecase"}),
    "repetition": (_repetition, {"tokens", "max", "ignorecase", "alpha", "exceptions"}),
    "conditional": (_conditional, {"first", "second", "ignorecase", "exceptions"}),
    "capitalization": (
        _capitalization,
        {"match", "style", "exceptions", "indicators", "threshold", "prefix"},
    ),
    "consistency": (_consistency, {"either", "nonword", "ignorecase"}),
}
