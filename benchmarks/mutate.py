"""Delete one alternative of a rule's patterns at a time: do the rule's own examples notice?

    python benchmarks/mutate.py [RULE…] [--rules FOLDER] [--sample N] [--seed S] [--quiet]

RULE is an id, a family or a glob; without one all rules are tried. An alternative is a branch of
`a|b|c` at any depth, be it one word or many, and an item of a list: a pattern, a phrase, a term of
a lexicon, an exception, a condition, a word of a list in `options`. Characters of a set and
optional parts are none. A mutant is caught when one of the rule's examples fails with it. What
survives is printed: write an example for it, or take it out if nothing needs it. Exit code 1 if
something survives.
"""

from __future__ import annotations

import argparse
import random
import string
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import regex
import yaml

from copylint import readers, rulebook
from copylint.document import Document
from copylint.engine import Engine
from copylint.errors import CopylintError
from copylint.examples import failures
from copylint.finding import Finding
from copylint.rule import Example, Rule

_FLAGS = regex.compile(r"\(\?[a-zA-Z]+\)")
_OPENING = regex.compile(r"\((?:\?(?:P?<\w+>|<?[=!]|[:>|]|[a-zA-Z]*(?:-[a-zA-Z]+)?:))?")
_LONE = regex.compile(r"\(\?(?:#[^)]*|P[=>]\w+|&\w+|\w+)\)")
_ATOM = regex.compile(r"\\[pPNx]\{[^}]*\}|\\.|\[\^?\]?(?:\[:\^?\w+:\]|\\.|[^\]\\])*\]", regex.S)


class Mutant(NamedTuple):
    """A rule with something deleted, and where that stood: `of` is what it was one of."""

    rule: Rule
    key: str
    deleted: str
    of: str


def main() -> int:
    """Print what survives and a line for each rule and family; 1 if something does."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="RULE")
    parser.add_argument("--rules", action="append", type=Path, default=[], metavar="FOLDER")
    parser.add_argument("--sample", type=int, help="try only so many of all mutants")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--quiet", action="store_true", help="only the sums of the families")
    options = parser.parse_args()
    try:
        rules = {rule.id: rule for rule in rulebook.load(options.rules, whole=True)}
        chosen = sorted(rulebook.named(rules.values(), options.names) if options.names else rules)
    except CopylintError as error:
        parser.error(str(error))
    made = [(name, mutant) for name in chosen for mutant in mutants(rules[name])]
    if options.sample is not None and options.sample < len(made):
        made = random.Random(options.seed).sample(made, options.sample)
    by_rule: dict[str, list[Mutant]] = {}
    for name, mutant in made:
        by_rule.setdefault(name, []).append(mutant)
    tried: Counter[str] = Counter()
    caught: Counter[str] = Counter()
    for name, some in sorted(by_rule.items()):
        left = list(survivors(rules[name], some, rules))
        family = rules[name].family
        tried[family] += len(some)
        caught[family] += len(some) - len(left)
        if left and not options.quiet:
            print(f"{name}: {len(some) - len(left)} of {len(some)} caught")
            for mutant in left:
                print(f"    survives: {mutant.key}: {mutant.deleted!r} of {mutant.of!r}")
    for family in sorted(tried):
        print(_sum(family, caught[family], tried[family]))
    print(_sum(f"{len(by_rule)} rules", caught.total(), tried.total()))
    return int(caught.total() < tried.total())


def _sum(name: str, caught: int, tried: int) -> str:
    share = f"{100 * caught / tried:.1f} %" if tried else "nothing to delete"
    return f"{name}: {caught} of {tried} mutants caught ({share})"


# -- making them -----------------------------------------------------------------------------------


def mutants(rule: Rule) -> Iterator[Mutant]:
    """Yield the rule without each of its alternatives in turn, as long as it stays a rule."""
    key = "phrases" if any(pattern.phrase for pattern in rule.patterns) else "regex"
    define = _defined(rule)
    for name, text in define.items():
        for less, deleted, of in without_one(text):
            parts = {**define, name: less}
            changed = (
                replace(p, match=_spelled(_called(p.match, define), parts)) for p in rule.patterns
            )
            yield Mutant(replace(rule, patterns=tuple(changed)), f"define.{name}", deleted, of)
    whole = tuple(pattern.match for pattern in rule.patterns)
    for number, pattern in enumerate(rule.patterns):
        if len(whole) > 1:
            rest = rule.patterns[:number] + rule.patterns[number + 1 :]
            yield Mutant(replace(rule, patterns=rest), key, pattern.match, "the list")
        names = {n for fix in pattern.fix for _, n, _, _ in string.Formatter().parse(fix) if n}
        for text, deleted, of in without_one(_called(pattern.match, define), define):
            text = _spelled(text, define)
            if names <= {"match", *regex.compile(text).groupindex}:
                other = list(rule.patterns)
                other[number] = replace(pattern, match=text)
                yield Mutant(replace(rule, patterns=tuple(other)), key, deleted, of)
    for terms, deleted, of in _shorter(tuple(rule.lexicon)):
        weights = {term: rule.lexicon.get(term, rule.lexicon.get(deleted, 1.0)) for term in terms}
        yield Mutant(replace(rule, lexicon=weights), "lexicon", deleted, of)
    for exceptions, deleted, of in _shorter(rule.exceptions):
        yield Mutant(replace(rule, exceptions=exceptions), "not", deleted, of)
    yield from _conditions(rule)
    for name, value in rule.options.items():
        if isinstance(value, list) and all(isinstance(item, dict) for item in value):
            for items, deleted, of in _shapes(value):
                changed = {**rule.options, name: items}
                yield Mutant(replace(rule, options=changed), f"options.{name}", deleted, of)
        elif isinstance(value, list):
            for items, deleted, of in _shorter(tuple(value)):
                changed = {**rule.options, name: list(items)}
                yield Mutant(replace(rule, options=changed), f"options.{name}", deleted, of)
        elif isinstance(value, str):
            for text, deleted, of in without_one(value):
                changed = {**rule.options, name: text}
                yield Mutant(replace(rule, options=changed), f"options.{name}", deleted, of)


def _defined(rule: Rule) -> dict[str, str]:
    """What the rule's file calls by name."""
    define: dict[str, str] = yaml.load(
        Path(rule.path).read_text("utf-8"), Loader=yaml.BaseLoader
    ).get("define", {})
    return define


def _called(pattern: str, define: Mapping[str, str]) -> str:
    for name, text in define.items():
        pattern = pattern.replace(f"(?:{text})", f"(?&{name})")
    return pattern


def _spelled(pattern: str, define: Mapping[str, str]) -> str:
    for name, text in define.items():
        pattern = pattern.replace(f"(?&{name})", f"(?:{text})")
    return pattern


def _shapes(shapes: list[dict[str, Any]]) -> Iterator[tuple[list[dict[str, Any]], str, str]]:
    """The same of patterns that each stand in a mapping."""
    for number, shape in enumerate(shapes):
        before, after = shapes[:number], shapes[number + 1 :]
        yield [*before, *after], shape["match"], "the list"
        for text, deleted, of in without_one(shape["match"]):
            yield [*before, {**shape, "match": text}, *after], deleted, of


def _conditions(rule: Rule) -> Iterator[Mutant]:
    for number, condition in enumerate(rule.conditions):
        key = f"{'near' if condition.wanted else 'not-near'}.{condition.where}"
        rest = rule.conditions[:number] + rule.conditions[number + 1 :]
        yield Mutant(replace(rule, conditions=rest), key, condition.pattern, "the list")
        for text, deleted, of in without_one(condition.pattern):
            other = list(rule.conditions)
            other[number] = replace(condition, pattern=text)
            yield Mutant(replace(rule, conditions=tuple(other)), key, deleted, of)


def _shorter(items: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str, str]]:
    """(the items without one, or with one less alternative in one; what was deleted; of what)."""
    for number, item in enumerate(items):
        before, after = items[:number], items[number + 1 :]
        yield (*before, *after), item, "the list"
        for text, deleted, of in without_one(item):
            yield (*before, text, *after), deleted, of


def without_one(
    pattern: str, define: Mapping[str, str] = MappingProxyType({})
) -> Iterator[tuple[str, str, str]]:
    """(the pattern without one of its alternatives, the alternative, the group it stood in).

    What `define` has is called by name in the pattern, and left whole.
    """
    for branches in alternations(pattern):
        start, end = branches[0][0], branches[-1][1]
        for number, (left, right) in enumerate(branches):
            # The bar goes too: the one in front, of the first branch the one behind.
            cut = (left, right + 1) if number == 0 else (left - 1, right)
            text = pattern[: cut[0]] + pattern[cut[1] :]
            try:
                regex.compile(_spelled(text, define), regex.M)
            except regex.error:
                continue  # It held a group that is referred to elsewhere.
            yield text, pattern[left:right], pattern[start:end]


def alternations(pattern: str) -> Iterator[list[tuple[int, int]]]:
    """Yield the ranges of the branches of each group that has several, the outer groups last."""
    flags = _FLAGS.match(pattern)
    at = flags.end() if flags else 0
    # For each open group where its branches begin.
    open_groups = [[at]]
    while at < len(pattern):
        token = _LONE.match(pattern, at) or _ATOM.match(pattern, at)
        if token:
            at = token.end()
        elif pattern[at] == "(":
            opening = _OPENING.match(pattern, at)
            assert opening is not None
            at = opening.end()
            open_groups.append([at])
        elif pattern[at] in "|)":
            if pattern[at] == ")":
                yield from _branches(open_groups.pop(), at)
            else:
                open_groups[-1].append(at + 1)
            at += 1
        else:
            at += 1
    yield from _branches(open_groups.pop(), at)


def _branches(starts: list[int], end: int) -> Iterator[list[tuple[int, int]]]:
    if len(starts) > 1:
        ends = [start - 1 for start in starts[1:]]
        yield list(zip(starts, [*ends, end], strict=True))


# -- trying them -----------------------------------------------------------------------------------


class Text(NamedTuple):
    """A text of an example, read once, and what the whole rule finds in it."""

    case: Example
    document: Document
    found: list[Finding]


def survivors(rule: Rule, made: Iterable[Mutant], rules: Mapping[str, Rule]) -> Iterator[Mutant]:
    """Yield the mutants of a rule with which all of its examples hold.

    `rules` are all that exist. An example is tried in full only with a mutant that finds or
    repairs something else in its text, or in its repaired text, than the whole rule does.
    """
    texts = list(_texts(rule, rules))
    for mutant in made:
        engine = _engine(mutant.rule, rules)
        first = mutant.deleted.casefold()
        ordered = sorted(texts, key=lambda text: first not in text.document.source.casefold())
        if not any(_notices(text, mutant.rule, engine, rules) for text in ordered):
            yield mutant


def _texts(rule: Rule, rules: Mapping[str, Rule]) -> Iterator[Text]:
    engine = _engine(rule, rules)
    for case in (case for example in rule.examples for case in example.cases()):
        for source in {case.text: None, case.fixed or case.text: None}:
            document = readers.read(source, case.markup)
            yield Text(case, document, _found(engine, document))


def _engine(rule: Rule, rules: Mapping[str, Rule]) -> Engine:
    return Engine([rule, *_others(rule, rules)], prefilter=False)


def _others(rule: Rule, rules: Mapping[str, Rule]) -> list[Rule]:
    return [rules[name] for name in rule.options.get("of", ()) if name in rules]


def _found(engine: Engine, document: Document) -> list[Finding]:
    if "\r" in document.source:
        return engine.check(document.source, markup=document.markup)
    return engine.findings(document, engine.awake(document.source, document.markup))


def _notices(text: Text, mutant: Rule, engine: Engine, rules: Mapping[str, Rule]) -> bool:
    if _found(engine, text.document) == text.found:
        return False
    alone: Any = replace(mutant, examples=(text.case,))
    return any(True for _ in failures(alone, rules))


if __name__ == "__main__":
    sys.exit(main())
