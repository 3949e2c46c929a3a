"""A set of rules against a document: the one room where text and rules meet.

A pattern runs only in a block that holds one of its literals; a source that holds none of any
rule's literals is never parsed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import takewhile
from pathlib import PurePath
from typing import NamedTuple

import regex

from copylint import crlf, readers, repair, rulebook
from copylint.document import OBJECT, Block, Document
from copylint.finding import Finding, Safety
from copylint.language import language
from copylint.match import Match, Repair
from copylint.opaque import includes, merged, overlapping
from copylint.pattern import compiled, stands, touches
from copylint.prefilter import Prefilter, Sieve, even, key
from copylint.rough import Rough, loose, rare, squeeze
from copylint.rule import Condition, Pattern, Rule
from copylint.span import Span

_EXCERPT = 80
# Code points of a quotation beside what is quoted: its marks, and a few others.
_MENTION = 8
#: Words of conditions for markup: what is there, where no pattern can see it.
_MARKED = {
    "@link": frozenset({"link", "url", "footnote"}),
    "@footnote": frozenset({"footnote"}),
    "@html": frozenset({"html"}),
}
#: The same for text that another file brings in.
_INCLUDE = "@include"
#: The same for words that are set off from others beside them: “*and* and *or*”.
_SET_OFF = "@emphasis"
#: The same for a line in bold, which many writers use as a heading.
_BOLD = "@bold"
#: The same for all that a shortcode, a directive or an element holds.
_FRAMED = "@framed"
# Code points of the source before a block that a condition may look at.
_ABOVE = 200
_SEAM = regex.compile(r"[ \t,;]*")
_COMMON = frozenset({"", " ", ". ", ", ", ": ", "; "})
#: Blocks that are not part of the running text; `where: first` and `last` pass them by.
_ASIDE = frozenset({"metadata", "alt"})


class Unit(NamedTuple):
    """What the prefilter wakes: one pattern of a rule, or the rule's detector or lexicon."""

    rule: Rule
    pattern: Pattern | None
    literals: tuple[str, ...]


class Engine:
    """Rules made ready. `prefilter=False` tries every rule everywhere, to check the prefilter."""

    def __init__(self, rules: Iterable[Rule], *, prefilter: bool = True) -> None:
        self.rules = {rule.id: rule for rule in rules}
        self.units = [unit for rule in self.rules.values() for unit in _units(rule)]
        self.prefilter = prefilter
        self._companions = {
            number for number, unit in enumerate(self.units) if "of" in unit.rule.options
        }
        self._always = {
            number for number, unit in enumerate(self.units) if _everywhere(unit.literals)
        } - self._companions
        patterns = {n for n, unit in enumerate(self.units) if unit.pattern is not None}
        self._outside = {n for n in patterns if _outside(self.units[n].rule)}
        self._inside = patterns - self._outside
        self._prose = set(range(len(self.units))) - self._outside
        # A pattern that needs a character outside ASCII is told by the characters alone.
        self._wide = {
            number: frozenset(unit.literals)
            for number, unit in enumerate(self.units)
            if unit.literals and all(len(text) == 1 and rare(text) for text in unit.literals)
        }
        self._always -= self._wide.keys()
        # One with literals that are too common is told by its relaxed form, if it has one.
        self._sifted = {
            number: sieve
            for number, unit in enumerate(self.units)
            if number not in self._wide.keys() | self._companions and (sieve := tuple(_sieve(unit)))
        }
        self._always -= self._sifted.keys()
        self._made: dict[str, tuple[Prefilter, Prefilter, Prefilter]] = {}
        self._sieves: dict[str, dict[str, Sieve]] = {}
        self._gates: dict[int, regex.Pattern[str]] = {}

    def _filters(self, markup: str) -> tuple[Prefilter, Prefilter, Prefilter]:
        """For rough prose, for rough prose squeezed, and for the source itself."""
        if markup not in self._made:
            able = {n for n, unit in enumerate(self.units) if _reads(unit.rule, markup)}
            detectors = {n for n in able if self.units[n].rule.detector}
            prose = self._literals(self._prose & able, str)
            marked = {text: owners for text, owners in prose.items() if squeeze(text) != text}
            squeezed = self._literals(self._prose & able, squeeze)
            outer = self._literals((self._outside & able) | detectors, str)
            self._made[markup] = (Prefilter(marked), Prefilter(squeezed), Prefilter(outer))
        return self._made[markup]

    def _literals(self, numbers: Iterable[int], shape: Callable[[str], str]) -> dict[str, set[int]]:
        owners: dict[str, set[int]] = defaultdict(set)
        for number in set(numbers) - self._wide.keys() - self._sifted.keys() - self._always:
            for literal in self.units[number].literals:
                owners[shape(literal)].add(number)
        owners.pop("", None)
        return owners

    def _sieves_of(self, markup: str) -> dict[str, Sieve]:
        """A sieve for each form of the rough prose."""
        if markup not in self._sieves:
            forms: dict[str, dict[int, str]] = defaultdict(dict)
            for number, sieve in self._sifted.items():
                if _reads(self.units[number].rule, markup):
                    for form, relaxed in sieve:
                        forms[form][number] = relaxed
            self._sieves[markup] = {form: Sieve(made) for form, made in forms.items()}
        return self._sieves[markup]

    def awake(self, source: str, markup: str) -> set[int]:
        """The numbers of the units that could find something in a source.

        First by their literals, in one pass; then each is tried on the rough prose, which is much
        cheaper than parsing.
        """
        if not self.prefilter:
            return {n for n, unit in enumerate(self.units) if _reads(unit.rule, markup)}
        rough = Rough(source, markup)
        if rough.unread:
            return {n for n, unit in enumerate(self.units) if _reads(unit.rule, markup)}
        text = even(rough.marked)
        marked, squeezed, outer = self._filters(markup)
        chosen = self._always | marked.owners(text) | squeezed.owners(squeeze(text))
        chosen |= outer.owners(even(rough.source))
        for form, sieve in self._sieves_of(markup).items():
            chosen |= sieve.owners(getattr(rough, form))
        if rough.wide:
            chosen |= {number for number, chars in self._wide.items() if chars & rough.wide}
        awake = {number for number in chosen if self._stirs(number, rough, markup)}
        names = {self.units[number].rule.id for number in awake}
        for number in self._companions:
            if names.intersection(self.units[number].rule.options["of"]):
                awake.add(number)
        return awake

    def _stirs(self, number: int, rough: Rough, markup: str) -> bool:
        unit = self.units[number]
        if not _reads(unit.rule, markup):
            return False
        if unit.pattern is None:
            wakes = (
                getattr(rulebook.detector(unit.rule), "wakes", None) if unit.rule.detector else None
            )
            return wakes is None or bool(wakes(rough, unit.rule.options))
        gate = self._gates.get(number)
        if gate is None:
            gate = self._gates[number] = _gate(unit.rule, unit.pattern)
        forms = _forms(unit.rule, unit.pattern)
        if forms == ("targets",):
            return any(map(gate.search, rough.targets))
        return any(gate.search(getattr(rough, form)) for form in forms)

    def check(self, source: str, path: str = "", markup: str = "") -> list[Finding]:
        """The findings in a decoded source, in the order of their places."""
        markup = markup or readers.markup_of(path)
        if crlf.pure(source):
            return list(crlf.led_back(source, self.check(crlf.plain(source), path, markup)))
        awake = self.awake(source, markup)
        if not awake:
            return []
        document = readers.read(source, markup, PurePath(path).suffix.lower())
        return self.findings(document, awake)

    def findings(self, document: Document, awake: set[int]) -> list[Finding]:
        """The findings of some units in a document, in the order of their places."""
        found: dict[str, list[Match]] = defaultdict(list)
        for number, match in self._matches(document, awake):
            rule = self.units[number].rule
            if not rule.languages or self._speaks(rule, document):
                found[rule.id].append(match)
        for name in found:
            found[name] = _settled(document, found[name])
        for number in sorted(awake):
            rule = self.units[number].rule
            if rule.detector and hasattr(module := rulebook.detector(rule), "accompany"):
                found[rule.id] = list(module.accompany(document, rule.options, found))
        findings = [
            _finding(document, self.rules[name], match)
            for name, matches in found.items()
            for match in matches
        ]
        return sorted(self._uncovered(findings), key=lambda f: (f.span, f.rule, f.message))

    def _speaks(self, rule: Rule, document: Document) -> bool:
        """Whether a rule knows the document's language, or the language is not known."""
        spoken = _spoken(document)
        return not spoken or spoken in rule.languages

    def _matches(self, document: Document, awake: set[int]) -> Iterator[tuple[int, Match]]:
        for number in sorted(awake - self._inside - self._outside):
            rule = self.units[number].rule
            found: Iterable[Match] = ()
            if rule.lexicon:
                found = _lexicon(document, rule)
            elif hasattr(module := rulebook.detector(rule), "detect"):
                found = module.detect(document, rule.options)
            yield from ((number, match) for match in found if _fits(document, rule, match))
        for number in sorted(awake & self._outside):
            yield from ((number, match) for match in self._source(document, self.units[number]))
        prose = awake & self._inside
        if not prose:
            return
        edges = _edges(document)
        literals = {number: self._found_by(number) for number in sorted(prose)}
        for block in document.blocks:
            text = even(block.text)
            hits = [n for n, one in literals.items() if not one or any(map(text.__contains__, one))]
            for number in hits:
                unit = self.units[number]
                if _in_scope(document, unit, block, edges):
                    yield from ((number, match) for match in _in_block(document, unit, block))

    def _found_by(self, number: int) -> tuple[str, ...]:
        """The literals that tell whether a block is worth a pattern's while; none: it always is."""
        plain = self.prefilter and number not in self._always and number not in self._wide
        return self.units[number].literals if plain else ()

    def _source(self, document: Document, unit: Unit) -> Iterator[Match]:
        """Matches in the source itself, or in the targets of its links."""
        rule, pattern = unit.rule, unit.pattern
        assert pattern is not None
        whole = (Span(0, len(document.source)),)
        for start, end in document.targets if rule.scope == ("target",) else whole:
            for hit in compiled(pattern.match).finditer(document.source[start:end]):
                span = Span(start + hit.start(), start + hit.end())
                reserved = rule.scope == ("source",) or document.comments is not None
                hidden = reserved and document.hidden(span)
                if not hidden and _allowed(document, rule, None, span, document.source):
                    yield _match(pattern, None, span, hit)

    def _uncovered(self, findings: Sequence[Finding]) -> Iterator[Finding]:
        """Findings less those that another rule's finding on the same ground stands for."""
        covering: dict[str, list[Span]] = defaultdict(list)
        for finding in findings:
            for name in self.rules[finding.rule].covers:
                covering[name].append(finding.span)
        covered = {name: merged(spans) for name, spans in covering.items()}
        for finding in findings:
            if not overlapping(covered.get(finding.rule, ()), finding.span):
                yield finding


def _everywhere(literals: tuple[str, ...]) -> bool:
    """Whether searching for the literals is no use: there are none, or every text has one."""
    return not literals or any(
        text in _COMMON or (len(text) < 2 and text.isascii()) for text in literals
    )


def _gate(rule: Rule, pattern: Pattern) -> regex.Pattern[str]:
    """A pattern to try on rough prose."""
    return compiled(pattern.match if _outside(rule) else loose(pattern.match))


def _forms(rule: Rule, pattern: Pattern) -> tuple[str, ...]:
    """The forms of rough prose that a pattern is to be tried on."""
    if _outside(rule):
        return ({"target": "targets", "source": "uncoded"}.get(rule.scope[0], "source"),)
    form = "exact" if not rule.folded else "joined" if rule.unit == "block" else "folded"
    return ("marked", form) if pattern.marked else (form,)


def _sieve(unit: Unit) -> Iterator[tuple[str, str]]:
    """(form of the rough prose, relaxed pattern) for a unit that literals cannot tell."""
    rule, pattern = unit.rule, unit.pattern
    if pattern is None:
        yield from rule.sieve
    elif pattern.relaxed and rule.scope != ("target",):
        yield from ((form, pattern.relaxed) for form in _forms(rule, pattern))


def _units(rule: Rule) -> Iterator[Unit]:
    if rule.patterns:
        for pattern in rule.patterns:
            yield Unit(rule, pattern, pattern.literals)
        return
    if rule.lexicon:
        yield Unit(rule, None, tuple(map(key, rule.lexicon)))
        return
    yield Unit(rule, None, rule.needs)


def _reads(rule: Rule, markup: str) -> bool:
    return not rule.markups or markup.partition(":")[0] in rule.markups


def _outside(rule: Rule) -> bool:
    return bool(rule.scope) and rule.scope[0] in {"source", "raw", "target"}


def _spoken(document: Document) -> str:
    if "copylint:language" not in document.metadata:
        document.metadata["copylint:language"] = language(document)
    return document.metadata["copylint:language"]


def _edges(document: Document) -> tuple[frozenset[Block], frozenset[Block]]:
    """How the running text begins and ends: its titles and the first block below them, its last
    block and the list that this may be the end of, with what leads up to the list."""
    running = [block for block in document.blocks if block.kind not in _ASIDE]
    titles = sum(1 for _ in takewhile(lambda block: block.kind == "heading", running))
    items = sum(1 for _ in takewhile(lambda block: block.kind == "list-item", reversed(running)))
    return frozenset(running[: titles + 1]), frozenset(running[-items - 1 :])


def _in_scope(
    document: Document, unit: Unit, block: Block, edges: tuple[frozenset[Block], frozenset[Block]]
) -> bool:
    scope = unit.rule.scope
    if scope and block.kind not in scope:
        # A short line of a plain text is a heading to the eye alone.
        bare = block.kind == "heading" and document.markup == "plain"
        if not (bare and "paragraph" in scope):
            return False
    where = unit.pattern.where if unit.pattern else ()
    if not where:
        return True
    first, last = edges
    return ("first" in where and block in first) or ("last" in where and block in last)


def _in_block(document: Document, unit: Unit, block: Block) -> Iterator[Match]:
    rule, pattern = unit.rule, unit.pattern
    assert pattern is not None
    text = block.folded if rule.folded else block.text
    expression = compiled(pattern.match)
    if rule.unit == "line":
        hits = [
            (line.start, hit)
            for line in block.lines()
            for hit in expression.finditer(text[line.start : line.end])
        ]
    else:
        hits = [(0, hit) for hit in expression.finditer(text)]
    for base, hit in hits:
        span = Span(base + hit.start(), base + hit.end())
        if _allowed(document, rule, block, span, text):
            yield _match(pattern, block, span, hit)


def _fits(document: Document, rule: Rule, match: Match) -> bool:
    """Whether nothing in the rule speaks against what its detector or its lexicon found."""
    block, span = match.block, Span(match.start, match.end)
    if block and rule.unquoted and block.quoted(span):
        return False
    whole = document.source if block is None else block.folded if rule.folded else block.text
    return _unopposed(document, rule, block, span, whole)


def _allowed(document: Document, rule: Rule, block: Block | None, span: Span, text: str) -> bool:
    """Whether nothing in the rule speaks against a match of its pattern."""
    if block and (block.quoted(span) if rule.unquoted else _mentioned(rule, block, span)):
        return False
    return _unopposed(document, rule, block, span, text)


def _unopposed(document: Document, rule: Rule, block: Block | None, span: Span, text: str) -> bool:
    """Whether no exception and no condition of the rule speaks against a match in a text."""
    if any(touches(exception, text, span) for exception in rule.exceptions):
        return False
    return all(
        _present(document, block, span, condition) is condition.wanted
        for condition in rule.conditions
    )


def _mentioned(rule: Rule, block: Block, span: Span) -> bool:
    """Whether a match is all that a quotation holds, or nearly: then it is spoken of, not used."""
    if rule.family == "characters":
        return False
    size = span.end - span.start
    return any(
        quotation.start < span.start
        and span.end < quotation.end
        and quotation.end - quotation.start - size <= _MENTION
        for quotation in block.quotations
    )


def _present(document: Document, block: Block | None, span: Span, condition: Condition) -> bool:
    """Whether a condition's pattern stands in its range around a match."""
    if condition.pattern == _INCLUDE:
        return includes(document.source)
    if condition.where == "above":
        start = block.span.start if block else span.start
        above = document.source[max(0, start - _ABOVE) : start]
        return compiled(condition.pattern).search(above) is not None
    if condition.where == "document" or block is None:
        if condition.pattern in _MARKED:
            kinds = _MARKED[condition.pattern]
            return any(mark.kind in kinds for other in document.blocks for mark in other.marks)
        text = document.prose if condition.where == "document" else document.source
        if block is None and condition.where != "document":
            line = span if condition.where == "match" else document.lines.line(span.start)
            text = document.source[line.start : line.end]
        return stands(condition.pattern, text)
    around = Span(0, len(block.text)) if condition.where == "block" else span
    if condition.where == "sentence":
        first, last = (
            block.sentence_at(span.start),
            block.sentence_at(max(span.start, span.end - 1)),
        )
        around = Span(first.start, last.end)
    if condition.pattern in _MARKED:
        return block.marked(around.start, around.end, _MARKED[condition.pattern])
    if condition.pattern == _SET_OFF:
        emphases = [mark for mark in block.marks if mark.kind == "emphasis"]
        edges = (at for mark in emphases for at in (mark.start, mark.end))
        return any(around.start < at < around.end for at in edges)
    if condition.pattern == _FRAMED:
        return document.framed(block.source(around.start, around.end))
    if condition.pattern == _BOLD:
        return any(
            mark.kind == "emphasis"
            and (mark.start <= around.start and around.end <= mark.end)
            and document.source.startswith(("**", "__"), mark.span.start)
            for mark in block.marks
        )
    return stands(condition.pattern, block.folded[around.start : around.end])


def _match(pattern: Pattern, block: Block | None, span: Span, hit: regex.Match[str]) -> Match:
    values = {name: value or "" for name, value in hit.groupdict().items()}
    answer = None
    if pattern.fix:
        texts = [_filled(fix, hit, phrase=pattern.phrase) for fix in pattern.fix]
        safety = pattern.safety if len(texts) == 1 else Safety.MANUAL
        answer = Repair("replace", safety, texts[0])
        values["fix"] = ", ".join(texts)
    elif pattern.remove:
        answer = Repair(pattern.remove, pattern.safety)
    return Match(block, span.start, span.end, values, answer, message=pattern.message)


def _filled(template: str, hit: regex.Match[str], *, phrase: bool) -> str:
    values = {name: value or "" for name, value in hit.groupdict().items()}
    text = template.format(match=hit[0], **values)
    if phrase and hit[0][:1].isupper() and text[:1].islower():
        text = text[0].upper() + text[1:]
    return text


def _settled(document: Document, matches: list[Match]) -> list[Match]:
    """One rule's matches, the longest where they overlap, and neighbours to be deleted as one."""

    def place(match: Match) -> tuple[int, int, int]:
        base = match.block.span.start if match.block else -1
        return base, match.start, -match.end

    result: list[Match] = []
    for match in sorted(matches, key=place):
        last = result[-1] if result else None
        if last is None or last.block is not match.block:
            result.append(match)
        elif match.start < last.end or (match.start, match.end) == (last.start, last.end):
            continue
        elif _joined(document, last, match):
            result[-1] = replace(last, end=match.end)
        else:
            result.append(match)
    return result


def _joined(document: Document, last: Match, match: Match) -> bool:
    if not (last.repair and match.repair and last.repair == match.repair):
        return False
    if match.repair.how != "match" or match.repair.span:
        return False
    text = match.block.text if match.block else document.source
    return _SEAM.fullmatch(text, last.end, match.start) is not None


def _lexicon(document: Document, rule: Rule) -> Iterator[Match]:
    """One match, at the first term, if the terms' weights pass the limit for so many words."""
    words = len(document.prose.split()) or 1
    hits: list[tuple[Block, Span, float, str]] = []
    for term, weight in rule.lexicon.items():
        expression = compiled(rf"(?i)(?<!\w){term}(?!\w)")
        for block in document.blocks:
            if not rule.scope or block.kind in rule.scope:
                hits += [
                    (block, Span(*hit.span()), weight, hit[0])
                    for hit in expression.finditer(block.folded)
                ]
    score = sum(weight for _, _, weight, _ in hits) * 100 / max(words, 100)
    if hits and score > rule.limit:
        hits.sort(key=lambda hit: (hit[0].span.start, hit[1]))
        block, span, _, _ = hits[0]
        terms = sorted({text.lower() for _, _, _, text in hits})
        values = {"score": f"{score:.1f}", "words": ", ".join(terms), "count": str(len(hits))}
        yield Match(block, span.start, span.end, values, evidence=tuple(terms), whole=True)


def _finding(document: Document, rule: Rule, match: Match) -> Finding:
    block = match.block
    span = Span(match.start, match.end) if block is None else block.source(match.start, match.end)
    text = document.source[span.start : span.end]
    shown = text if block is None else block.text[match.start : match.end]
    values = {**match.values, "match": _excerpt(shown)}
    template = match.message or rule.message
    return Finding(
        rule=rule.id,
        severity=match.severity or rule.severity,
        message=template.format_map(_Known(values)),
        span=span,
        text=text,
        fix=repair.fix(document, match, rule.family),
        evidence=match.evidence,
        whole=match.whole,
    )


class _Known(dict[str, str]):
    """A value nobody gave shows as its name, so that a message never fails."""

    def __missing__(self, key: str) -> str:
        return f"{{{key}}}"


def _excerpt(text: str) -> str:
    text = " ".join(text.replace(OBJECT, "…").split())
    if len(text) <= _EXCERPT:
        return text
    return f"{text[: _EXCERPT // 2].rstrip()} … {text[-_EXCERPT // 3 :].lstrip()}"
