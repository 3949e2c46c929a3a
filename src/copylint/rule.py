"""A rule and its file: the schema, and nowhere else.

A rule file is data. It names patterns or a detector, never code, so a change that touches only
`rules/` can run nothing but patterns.
"""

from __future__ import annotations

import string
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate
from pathlib import Path
from typing import Any, TypeVar

import regex

from copylint import plugins
from copylint.document import KINDS
from copylint.errors import RuleError
from copylint.finding import Safety, Severity

FAMILIES = (
    "seo", "punctuation", "residue", "claims", "structure", "characters", "style", "corpus",
)  # fmt: skip
MARKUPS = ("plain", "markdown", "html", "python")
#: Places outside prose that a rule may look into instead: see rules/README.md.
OUTSIDE = ("source", "raw", "target")

_KEYS = (
    "message", "why", "phrases", "regex", "define", "lexicon", "detector", "options", "severity",
    "fix", "remove", "fix-safety", "scope", "unit", "text", "unquoted", "where", "markups", "not",
    "near", "not-near", "needs", "languages", "default", "covers", "limit", "references",
    "examples",
)  # fmt: skip
_KINDS = ("phrases", "regex", "lexicon", "detector")
# What is for patterns, and means nothing to the other kinds.
_MEANINGLESS = {
    "lexicon": ("unit", "text", "where", "fix", "remove"),
    "detector": ("scope", "unit", "text", "where", "fix", "remove"),
}
_ENTRY_KEYS = ("match", "fix", "remove", "fix-safety", "needs", "message", "where")
_PLACES = ("first", "last")
# Where a pattern may call by name what `define` holds.
_CALLING = ("regex", "not", "near", "not-near")
_CALL = regex.compile(r"\(\?&(\w+)\)")
_EXAMPLE_KEYS = ("bad", "good", "each", "fixed", "markup", "gap", "finds", "beside")
# Those whose values are no plain text.
_LISTS = frozenset({"each", "beside"})
_RANGES = ("match", "sentence", "block", "above", "document")
#: Where in the texts of an example each word of its list is put.
SLOT = "{each}"


@dataclass(frozen=True, slots=True)
class Example:
    """A text the rule must find (`bad`) or leave alone; `fixed` is what all fixes make of it.

    With `each` it is as many texts: each word is put where `{each}` stands, and what the word is
    mapped to (most often itself) where it stands in `fixed`. `beside` are the other texts of the
    run in which it is checked.
    """

    text: str
    bad: bool
    fixed: str | None = None
    markup: str = "markdown"
    gap: bool = False
    finds: str | None = None
    each: Mapping[str, str] = field(default_factory=dict, hash=False)
    beside: tuple[str, ...] = ()

    @property
    def first(self) -> Example:
        """The example with the first of its words, to be shown."""
        return next(self.cases())

    def cases(self) -> Iterator[Example]:
        """Yield the example for each of its words; itself where it has none."""
        if not self.each:
            yield self
        for word, repaired in self.each.items():
            yield replace(
                self,
                text=self.text.replace(SLOT, word),
                fixed=None if self.fixed is None else self.fixed.replace(SLOT, repaired),
                finds=None if self.finds is None else self.finds.replace(SLOT, word),
                each={},
            )


@dataclass(frozen=True, slots=True)
class Pattern:
    """One thing to look for.

    `literals`: one of them stands in every match. `relaxed`: a pattern for RE2 that matches
    wherever this one does, where the literals are too common to tell. `marked`: it looks at the
    characters of emphasis. `fix` is a template whose `{names}` are the pattern's groups; several
    answers are shown and never applied. `remove` deletes the match, its sentence or its line and
    mends the seam. `where`: only where the running text begins or ends; empty: anywhere.
    """

    match: str
    fix: tuple[str, ...] = ()
    remove: str = ""
    safety: Safety = Safety.UNSAFE
    literals: tuple[str, ...] = ()
    where: tuple[str, ...] = ()
    message: str = ""
    phrase: bool = False
    relaxed: str = ""
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Condition:
    """A pattern that must (or must not) stand in the match or its sentence, block or document.

    `above` is the source right before the block, or before the match where it is in none.
    """

    where: str
    pattern: str
    wanted: bool


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """What to look for, why, and what to do about it. A rule is itself, not its fields."""

    id: str
    path: str
    message: str
    why: str
    severity: Severity
    on: bool
    examples: tuple[Example, ...]
    patterns: tuple[Pattern, ...] = ()
    lexicon: Mapping[str, float] = field(default_factory=dict)
    limit: float = 0.0
    detector: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)
    needs: tuple[str, ...] = ()
    sieve: tuple[tuple[str, str], ...] = ()
    scope: tuple[str, ...] = ()
    unit: str = "block"
    folded: bool = True
    unquoted: bool = False
    markups: tuple[str, ...] = ()
    exceptions: tuple[str, ...] = ()
    conditions: tuple[Condition, ...] = ()
    languages: tuple[str, ...] = ()
    covers: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    safety: Safety = Safety.UNSAFE
    #: Whether its detector looks at all the texts of a run before it looks at one.
    surveys: bool = False

    @property
    def family(self) -> str:
        """The part of the name before the slash."""
        return self.id.partition("/")[0]

    @property
    def kind(self) -> str:
        """`pattern`, `lexicon` or `detector`."""
        return "detector" if self.detector else "lexicon" if self.lexicon else "pattern"

    @property
    def fixable(self) -> str:
        """The best fix the rule can offer: `safe`, `unsafe`, `manual` or `none`."""
        offered = {
            Safety.MANUAL if len(p.fix) > 1 else p.safety
            for p in self.patterns
            if p.fix or p.remove
        }
        if self.detector and any(example.fixed is not None for example in self.examples):
            offered.add(self.safety)
        for safety in (Safety.SAFE, Safety.UNSAFE, Safety.MANUAL):
            if safety in offered:
                return str(safety.value)
        return "none"


class Reader:
    """Reads one mapping of a rule file key by key and says where and what is wrong."""

    def __init__(self, data: Mapping[str, Any], path: str, text: str) -> None:
        self.data = data
        self.path = path
        self.text = text

    def fail(self, key: str, problem: str, *, nth: int = 0) -> RuleError:
        """An error that names the file, the line of the key, quotes the line and says the cure.

        `nth` is how many keys of that name the file has before this one.
        """
        for number, line in enumerate(self.text.splitlines(), 1):
            if line.lstrip(" -").startswith((f"{key}:", f"'{key}':", f'"{key}":')):
                if nth == 0:
                    return RuleError(f"{self.path}:{number}: {problem}\n    {line.strip()}")
                nth -= 1
        return RuleError(f"{self.path}: {problem}")

    def known(self, keys: Sequence[str], what: str) -> None:
        """Refuse keys that do not exist, and name the nearest that does."""
        for key in self.data:
            if key not in keys:
                import difflib

                near = difflib.get_close_matches(str(key), keys, 1)
                hint = f"did you mean {near[0]!r}?" if near else "known are: " + ", ".join(keys)
                raise self.fail(str(key), f"{key!r} is no {what}; {hint}")

    def string(self, key: str, default: str | None = None) -> str:
        """A text; without a default the key must be there."""
        value = self.data.get(key, default)
        if value is None:
            raise self.fail(key, f"the rule has no {key!r}; every rule needs one")
        if not isinstance(value, str) or (default is None and not value.strip()):
            raise self.fail(key, f"{key!r} must be a text")
        return value

    def strings(self, key: str) -> tuple[str, ...]:
        """A list of texts; one text alone is a list of one."""
        value = self.data.get(key, ())
        if isinstance(value, str):
            return (value,) if value else ()
        if isinstance(value, (list, tuple)) and all(isinstance(item, str) for item in value):
            return tuple(value)
        raise self.fail(key, f"{key!r} must be a text or a list of texts")

    def choice(self, key: str, choices: Sequence[str], default: str) -> str:
        """One of some words."""
        value = self.string(key, default)
        if value not in choices:
            raise self.fail(key, f"{key!r} is {value!r}; choose one of: {', '.join(choices)}")
        return value

    def choices(self, key: str, choices: Sequence[str]) -> tuple[str, ...]:
        """Several of some words."""
        values = self.strings(key)
        for value in values:
            if value not in choices:
                raise self.fail(key, f"{value!r} is no {key}; choose from: {', '.join(choices)}")
        return values

    def markups(self, key: str) -> tuple[str, ...]:
        """Several markups: those built in, and those that plugins read."""
        values = self.strings(key)
        for value in values:
            if value not in MARKUPS and plugins.find("readers", value) is None:
                known = ", ".join(MARKUPS)
                raise self.fail(key, f"{value!r} is no {key}; choose from: {known}")
        return values

    def flag(self, key: str, *, default: bool = False) -> bool:
        """A yes or a no."""
        words = {"yes": True, "true": True, "on": True, "no": False, "false": False, "off": False}
        value = str(self.data.get(key, "yes" if default else "no")).lower()
        if value not in words:
            raise self.fail(key, f"{key!r} is {value!r}; write yes or no")
        return words[value]

    def number(self, key: str) -> float:
        """A number, 0 where there is none."""
        value = self.string(key, "0")
        try:
            return float(value)
        except ValueError:
            raise self.fail(key, f"{key!r} must be a number, not {value!r}") from None

    def mapping(self, key: str) -> Mapping[str, Any]:
        """Names and values, empty where there are none."""
        value = self.data.get(key, {})
        if not isinstance(value, dict):
            raise self.fail(key, f"{key!r} must be a mapping of names to values")
        return value

    def template(self, key: str, text: str, groups: Mapping[str, int]) -> str:
        """A replacement whose names in braces are groups of its pattern."""
        try:
            names = {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
        except ValueError as error:
            raise self.fail(key, f"the replacement has an unpaired brace: {error}") from error
        wrong = sorted(names - {"match", *groups})
        if wrong:
            known = ", ".join(["match", *groups])
            problem = f"the replacement names '{{{wrong[0]}}}'; the pattern has: {known}"
            raise self.fail(key, problem)
        return text

    def pattern(self, key: str, value: Any) -> str:
        """A pattern that compiles."""
        if not isinstance(value, str):
            raise self.fail(key, f"a pattern of {key!r} must be a text")
        try:
            regex.compile(value, regex.M)
        except regex.error as error:
            raise self.fail(key, f"the pattern does not compile: {error}") from error
        return value


def parse(data: object, rule_id: str, path: str, text: str) -> Rule:
    """The rule of one file.

    `data` is the file as a mapping whose scalars are texts, `text` the file as it stands (to quote
    the line of a mistake). Raises RuleError.
    """
    if not isinstance(data, dict):
        raise RuleError(f"{path}: a rule file is a mapping of keys, such as 'message: …'")
    read = Reader(data, path, text)
    read.known(_KEYS, "key of a rule")
    if "define" in data:
        read = Reader(_spelled(read), path, text)
    if rule_id.partition("/")[0] not in FAMILIES:
        raise RuleError(f"{path}: rules live in a folder of: {', '.join(FAMILIES)}")
    kinds = [key for key in _KINDS if key in data]
    if len(kinds) != 1:
        raise RuleError(f"{path}: a rule needs exactly one of: {', '.join(_KINDS)}")
    for key in _MEANINGLESS.get(kinds[0], ()):
        if key in data:
            raise read.fail(key, f"{key!r} is for patterns, and means nothing to a {kinds[0]}")
    safety = Safety(read.choice("fix-safety", [s.value for s in Safety], "unsafe"))
    scope = read.choices("scope", (*KINDS, *OUTSIDE))
    if len(set(scope) & set(OUTSIDE)) and len(scope) > 1:
        raise read.fail("scope", "source, raw and target each stand alone as a scope")
    return Rule(
        id=rule_id,
        path=path,
        message=_message(read),
        why=read.string("why").strip(),
        severity=Severity(read.choice("severity", [s.value for s in Severity], "warning")),
        on=read.flag("default", default=True),
        examples=_examples(read),
        patterns=tuple(_patterns(read, safety)),
        lexicon=_lexicon(read),
        limit=read.number("limit"),
        detector=read.string("detector", ""),
        options=read.mapping("options"),
        needs=read.strings("needs"),
        scope=scope,
        unit=read.choice("unit", ("block", "line"), "block"),
        folded=read.choice("text", ("folded", "exact"), "folded") == "folded",
        unquoted=read.flag("unquoted"),
        markups=read.markups("markups"),
        exceptions=tuple(read.pattern("not", value) for value in read.strings("not")),
        conditions=(*_conditions(read, "near"), *_conditions(read, "not-near")),
        languages=read.strings("languages"),
        covers=read.strings("covers"),
        references=read.strings("references"),
        safety=safety,
    )


def _spelled(read: Reader) -> dict[str, Any]:
    """The file with each `(?&name)` of its patterns, as in the regex package, written out."""
    define = read.data["define"]
    if not isinstance(define, dict):
        raise read.fail("define", "'define' maps names to patterns")
    written = {name: f"(?:{read.pattern('define', text)})" for name, text in define.items()}
    called = set()

    def spell(value: Any, key: str) -> Any:
        if isinstance(value, list):
            return [spell(item, key) for item in value]
        if isinstance(value, dict):
            return {name: spell(item, key) for name, item in value.items()}
        names = set(_CALL.findall(value))
        called.update(names)
        for name in sorted(names - written.keys()):
            raise read.fail(key, f"no pattern {name!r} in 'define'; it has: {', '.join(written)}")
        return _CALL.sub(lambda call: written[call[1]], value)

    spelled = {key: spell(read.data[key], key) for key in _CALLING if key in read.data}
    for name in sorted(written.keys() - called):
        raise read.fail("define", f"no pattern calls {name!r} by '(?&{name})'")
    return {**read.data, **spelled}


def _message(read: Reader) -> str:
    message = read.string("message").strip()
    if "\n" in message:
        raise read.fail("message", "'message' must be one line")
    try:
        fields = [name for _, name, _, _ in string.Formatter().parse(message) if name is not None]
    except ValueError as error:
        raise read.fail("message", f"'message' has an unpaired brace: {error}") from error
    if not all(name.isidentifier() for name in fields):
        raise read.fail("message", "a name in braces must be one plain word, such as {match}")
    return message


def _patterns(read: Reader, safety: Safety) -> Iterator[Pattern]:
    needs = read.strings("needs")
    where = read.choices("where", _PLACES)
    if "phrases" in read.data:
        yield from _phrases(read, safety)
        return
    if "regex" not in read.data:
        return
    entries = read.data["regex"]
    for entry in entries if isinstance(entries, list) else [entries]:
        if isinstance(entry, str):
            entry = {"match": entry}
        if not isinstance(entry, dict):
            raise read.fail("regex", "'regex' is a pattern, or a list of patterns and mappings")
        inner = Reader(entry, read.path, read.text)
        inner.known(_ENTRY_KEYS, "key of a pattern")
        own = inner if {"fix", "remove"} & entry.keys() else read
        match = inner.pattern("regex", entry.get("match"))
        fixes = own.strings("fix") if "fix" in own.data and own.data["fix"] != "" else _empty(own)
        groups = regex.compile(match).groupindex
        yield Pattern(
            match=match,
            fix=tuple(own.template("fix", fix, groups) for fix in fixes),
            remove=own.choice("remove", ("match", "sentence", "line", "block", ""), ""),
            safety=Safety(inner.choice("fix-safety", [s.value for s in Safety], safety.value)),
            literals=inner.strings("needs") or needs,
            message=inner.string("message", ""),
            where=inner.choices("where", _PLACES) or where,
        )


def _empty(read: Reader) -> tuple[str, ...]:
    """`fix: ''` replaces by nothing, which is not the same as having no fix."""
    return ("",) if read.data.get("fix") == "" else ()


def _phrases(read: Reader, safety: Safety) -> Iterator[Pattern]:
    phrases = read.data["phrases"]
    if isinstance(phrases, list):
        phrases = dict.fromkeys(phrases, "")
    if not isinstance(phrases, dict) or not phrases:
        raise read.fail("phrases", "'phrases' is a list of phrases, or phrase: replacement")
    for phrase, answer in phrases.items():
        if not isinstance(phrase, str) or not phrase.strip():
            raise read.fail("phrases", "a phrase must be a text")
        fixes = answer if isinstance(answer, list) else [answer] if answer not in ("", "~") else []
        escaped = [str(fix).replace("{", "{{").replace("}", "}}") for fix in fixes]
        yield Pattern(
            match=read.pattern("phrases", phrase_pattern(phrase)),
            fix=tuple(escaped),
            remove=read.choice("remove", ("match", "sentence", "line", "block", ""), ""),
            safety=safety if len(fixes) < 2 else Safety.MANUAL,
            literals=read.strings("needs"),
            phrase=True,
            where=read.choices("where", _PLACES),
        )


def phrase_pattern(phrase: str) -> str:
    """The pattern of a phrase: words, and `(a|b|)` for alternatives, in any case.

    White space stretches over a line break, and an alternative may be empty together with the
    space beside it.
    """
    parts = []
    for part in regex.split(r"(\([^()]*\))", phrase.strip().replace("’", "'")):
        if part.startswith("("):
            parts.append("(?:" + "|".join(map(_words, part[1:-1].split("|"))) + ")")
        else:
            parts.append(_words(part))
    body = "".join(parts).replace(r"\s+(?:|", r"(?:|").replace("|)" + r"\s+", r"|)\s*")
    left = r"(?<![\w-])" if phrase.strip()[0].isalnum() or phrase.strip()[0] == "(" else ""
    right = r"(?![\w-])" if phrase.strip()[-1].isalnum() or phrase.strip()[-1] == ")" else ""
    return f"(?i){left}{body}{right}"


def _words(text: str) -> str:
    return r"\s+".join(regex.escape(word) for word in regex.split(r"\s+", text))


def _lexicon(read: Reader) -> dict[str, float]:
    terms = read.data.get("lexicon", {})
    if not isinstance(terms, dict):
        raise read.fail("lexicon", "'lexicon' is a mapping of terms to weights")
    try:
        return {str(term): float(weight) for term, weight in terms.items()}
    except ValueError as error:
        raise read.fail("lexicon", f"a weight must be a number: {error}") from error


def _conditions(read: Reader, key: str) -> Iterator[Condition]:
    places = read.data.get(key, {})
    if not isinstance(places, dict):
        raise read.fail(key, f"{key!r} maps match, sentence, block, above or document to patterns")
    inner = Reader(places, read.path, read.text)
    inner.known(_RANGES, f"range of {key!r}")
    for place in places:
        for value in inner.strings(place):
            yield Condition(place, read.pattern(key, value), key == "near")


def _examples(read: Reader) -> tuple[Example, ...]:
    entries = read.data.get("examples")
    if not isinstance(entries, list):
        raise read.fail("examples", "the rule has no 'examples'; it needs 3 bad and 3 good")
    lists = accumulate((isinstance(e, dict) and "each" in e for e in entries), initial=0)
    found = tuple(_example(read, entry, nth) for entry, nth in zip(entries, lists, strict=False))
    for bad, word in ((True, "bad"), (False, "good")):
        if sum(example.bad is bad and not example.gap for example in found) < 3:
            raise read.fail("examples", f"the rule needs at least 3 {word!r} examples")
    return found


def _example(read: Reader, entry: object, nth: int) -> Example:
    """`nth` is how many examples before this one have a list of words."""
    if not isinstance(entry, dict) or not all(
        isinstance(value, str) for key, value in entry.items() if key not in _LISTS
    ):
        raise read.fail("examples", "an example is a mapping such as 'bad: …' and 'fixed: …'")
    inner = Reader(entry, read.path, read.text)
    inner.known(_EXAMPLE_KEYS, "key of an example")
    if ("bad" in entry) == ("good" in entry):
        raise read.fail("examples", "an example has either 'bad' or 'good'")
    bad = "bad" in entry
    return Example(
        text=inner.string("bad" if bad else "good", ""),
        bad=bad,
        fixed=entry.get("fixed"),
        markup=next(iter(inner.markups("markup")), "markdown"),
        gap=inner.flag("gap"),
        finds=entry.get("finds"),
        each=_each(inner, nth),
        beside=inner.strings("beside"),
    )


def _each(read: Reader, nth: int) -> dict[str, str]:
    """The words that stand in turn for `{each}`, and what each is in the repaired text."""
    data = read.data
    text = data.get("bad", data.get("good"))
    if "each" not in data:
        for key in ("bad", "good", "fixed", "finds"):
            if SLOT in data.get(key, ""):
                problem = f"'{SLOT}' stands for the words of a list, and this example has no 'each'"
                raise RuleError(f"{read.path}: {problem}\n    {key}: {data[key]}")
        return {}
    words = data["each"]
    if isinstance(words, list) and all(isinstance(word, str) for word in words):
        if twice := next((w for n, w in enumerate(words) if w in words[:n]), None):
            raise read.fail("each", f"{twice!r} stands twice in 'each'", nth=nth)
        words = dict(zip(words, words, strict=True))
    elif SLOT not in data.get("fixed", SLOT):
        problem = f"'each' maps words to their repairs, and there is no '{SLOT}' in 'fixed'"
        raise read.fail("each", problem, nth=nth)
    if not isinstance(words, dict) or not all(isinstance(one, str) for one in words.values()):
        problem = (
            "'each' must be a list of texts, or a mapping of each to what a repair makes of it"
        )
        raise read.fail("each", problem, nth=nth)
    if not words:
        raise read.fail("each", "'each' is an empty list: this example would try nothing", nth=nth)
    if SLOT not in text:
        problem = f"'each' is of no use: there is no '{SLOT}' in the text of the example"
        raise read.fail("each", problem, nth=nth)
    return words


T = TypeVar("T")


def option(rule_options: Mapping[str, Any], key: str, kind: Callable[[Any], T], default: T) -> T:
    """One of a detector's options, converted from the file's text."""
    return kind(rule_options[key]) if key in rule_options else default


def name_of(path: Path, folder: Path) -> str:
    """The id of a rule file: its path below the rules folder without the suffix."""
    return path.relative_to(folder).with_suffix("").as_posix()
