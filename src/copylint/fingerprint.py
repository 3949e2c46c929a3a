"""What a finding is, apart from where it stands: the same after edits elsewhere in the file."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from hashlib import blake2s
from typing import NamedTuple

import regex

from copylint.finding import Finding, Result
from copylint.sentences import split
from copylint.visible import visible

# Between two paragraphs: an empty line, or the head of a list item, heading, row or HTML block.
_BREAK = regex.compile(
    r"(?>\r\n|[\r\n])(?=[ \t>]*(?:[\r\n]|$|(?:[-*+]|\d{1,9}[.)]|\#{1,6}|\|)[ \t]|</?(?:p|h[1-6]"
    r"|[uo]l|li|t[dhr]|div|d[dt]|table|section|article|blockquote)\b))",
    regex.M | regex.I,
)
# Words on each side by which a finding is known again in a sentence that was edited elsewhere.
_NEAR = 3
_REACH = 200
# Code points of a text that is for people.
_SHOWN = 60


class Print(NamedTuple):
    """What a finding is, in four ways, each for its rule and the words found.

    `sentence` adds the sentence that holds them, `around` also the ones before and after; `near`
    has the three words before in its first half and the three after in the other. White space,
    line breaks and quote marks `>` do not count, so a text may be wrapped afresh. `text` is for
    people.
    """

    rule: str
    text: str
    sentence: str
    around: str
    near: str


def fingerprints(result: Result) -> Iterator[str]:
    """One of 32 hexadecimal digits for each finding of a result, in order, all different.

    It is made of the path, the rule, the words found and the sentence they stand in; what is still
    equal is numbered from top to bottom.
    """
    seen: Counter[str] = Counter()
    for one in prints(result):
        seen[one.sentence] += 1
        yield _hash("v2", result.path, one.sentence, str(seen[one.sentence]), size=16)


def prints(result: Result) -> list[Print]:
    """The prints of a result's findings, in order."""
    sentences = _Sentences(result.source)
    return [_print(result.source, finding, sentences) for finding in result.findings]


def _print(source: str, finding: Finding, sentences: _Sentences) -> Print:
    found = _even(finding.text)
    if finding.whole:
        # Its place is one of many, and may be another tomorrow.
        name = _hash(finding.rule, found.casefold(), "<document>")
        return Print(finding.rule, visible(found[:_SHOWN]), name, name, name)
    first, last = sentences.holding(finding)
    (start, end), texts = finding.span, sentences.texts
    before = " ".join(_even(source[max(0, start - _REACH) : start]).split()[-_NEAR:])
    after = " ".join(_even(source[end : end + _REACH]).split()[:_NEAR])
    sentence = _hash(finding.rule, found, *texts[first : last + 1])
    beside = (*texts[max(0, first - 1) : first], "", *texts[last + 1 : last + 2])
    return Print(
        finding.rule,
        visible(" ".join(filter(None, (before, found, after)))[:_SHOWN]),
        sentence,
        _hash(sentence, *beside),
        _hash(finding.rule, before, found, size=4) + _hash(finding.rule, found, after, size=4),
    )


class _Sentences:
    """The sentences of a source, roughly: no parser is asked.

    They are found again by how many characters that count stand before a place, so that wrapping
    makes no difference. Findings are to be asked for in the order of their places.
    """

    def __init__(self, source: str) -> None:
        self._source = source
        self.texts: list[str] = []
        self._ends: list[int] = []
        self._read = self._count = end = 0
        for paragraph in _BREAK.split(source):
            text = _even(paragraph)
            done = 0
            for span in split(text):
                end += _size(text[done : span.end])
                done = span.end
                self.texts.append(text[span.start : span.end])
                self._ends.append(end)

    def holding(self, finding: Finding) -> tuple[int, int]:
        """The numbers of the first and the last sentence that a finding stands in."""
        if finding.span.start < self._read:
            self._read = self._count = 0
        self._count += _size(self._source[self._read : finding.span.start])
        self._read = finding.span.start
        last = self._count + max(0, _size(finding.text) - 1)
        return bisect_right(self._ends, self._count), bisect_right(self._ends, last)


def _even(text: str) -> str:
    return " ".join(text.replace(">", " ").split())


def _size(text: str) -> int:
    """How many characters of a text count."""
    return len("".join(text.replace(">", " ").split()))


def _hash(*parts: str, size: int = 8) -> str:
    joined = unicodedata.normalize("NFC", "\0".join(parts)).encode("utf-8", "surrogatepass")
    return blake2s(joined, digest_size=size).hexdigest()
