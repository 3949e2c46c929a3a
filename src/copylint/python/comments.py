"""Which comments of a program are prose, and of which of them a paragraph is made."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterator, Sequence
from itertools import pairwise

from copylint.python.view import View, joined, plain
from copylint.span import Span

#: What tools read, not people.
_DIRECTIVE = re.compile(
    r"#!|#[ \t]*(?:-\*-|vim?:|ex:|(?:en)?coding[:=])"
    r"|#[ \t]*(?:noqa|type:|fmt:|pragma|pylint|mypy|ruff|isort|nosec|flake8|yapf|black|pyright"
    r"|pyre-|pytype|bandit|coverage|autopep8|skipcq|sourcery|sonar|nopycln|cython|distutils|codespell"
    r"|typos|doctest|spell|region\b|endregion\b|copylint:|SPDX-|@\w+|\$\w+|<editor-fold|</editor-fold"
    r"|/// |///$|%%|In\[|lint-|NOSONAR|NOLINT|NOQA)",
    re.I,
)
_LICENCE = re.compile(
    r"\bcopyright\b|\(c\)[ ]\d{4}|©|\blicen[sc]ed?\b|\ball rights reserved\b|SPDX-|\bwarranty\b",
    re.I,
)
_MARKER = re.compile(r"#+[:!]?[ \t]?")
_BANNER = re.compile(r"[\W_]*$")
_CODE = re.compile(
    r"(?:[\w.\[\]'\"]+[ ]*(?:[-+*/|&^%]|//|\*\*)?=(?!=)[ ]*\S|@\w|import[ ]\w+|from[ ][\w.]+[ ]import\b"
    r"|(?:if|elif|while|for|with|def|class|async|try|except|finally|else)\b.*:[ ]*(?:\#.*)?$"
    r"|(?:return|yield|raise|assert|del|print|pass|break|continue)\b[ ]*(?:$|[\w(\[{'\"-]+[ ]*(?:$|[(.,\[=]))"
    r"|[\w.]+\(.*\)?[ ]*[,:;]?$|[)\]}]+[,:;]?$|[\"'].*[\"'][ ]*[:,]|>>>|\.\.\.[ ]|<[/!?]?\w+[^<>]*>)"
)
#: A longer line is not tried as Python.
_TRIED = 200


def paragraphs(source: str, comments: Sequence[Span]) -> Iterator[View]:
    """The texts of comments that are prose: neighbours in one column make one text."""
    for number, run in enumerate(_runs(source, comments)):
        texts = [source[start:end] for start, end in run]
        if number == 0 and _LICENCE.search("\n".join(texts)) and _first(source, run[0].start):
            continue
        chunk: list[Span] = []
        for span, text in zip(run, texts, strict=True):
            if _DIRECTIVE.match(text) or _is_code(_MARKER.sub("", text, count=1)):
                yield from _view(source, chunk)
                chunk = []
            else:
                chunk.append(span)
        yield from _view(source, chunk)


def _runs(source: str, comments: Sequence[Span]) -> Iterator[list[Span]]:
    """Comments that fill their lines, one below the other; others alone."""
    run: list[Span] = []
    for span in comments:
        if run and not (_below(source, run[-1], span) and _column(source, run[-1]) >= 0):
            yield run
            run = []
        run.append(span)
    if run:
        yield run


def _below(source: str, above: Span, span: Span) -> bool:
    gap = source[above.end : span.start]
    one = gap.count("\n") == 1 or (gap.count("\r") == 1 and "\n" not in gap)
    return one and not gap.strip() and _column(source, above) == _column(source, span)


def _column(source: str, span: Span) -> int:
    """The column of a comment that fills its line, else -1."""
    line = max(source.rfind("\n", 0, span.start), source.rfind("\r", 0, span.start)) + 1
    lead = source[line : span.start]
    return -1 if lead.strip() else len(lead.expandtabs(8))


def _first(source: str, start: int) -> bool:
    """Whether nothing but comments stands before a place."""
    return all(line[:1] in {"", "#"} for line in map(str.strip, source[:start].splitlines()))


def _view(source: str, run: list[Span]) -> Iterator[View]:
    """The text of some comments without their signs; a sign and what is before it goes to the
    line break above."""
    if not run:
        return
    parts = []
    for span, after in pairwise([*run, Span(run[-1].end, run[-1].end)]):
        marker = _MARKER.match(source, span.start, span.end)
        start = marker.end() if marker else span.start
        if _BANNER.match(source, start, span.end):
            start = span.end
        parts.append(plain(source, start, span.end))
        if after.start > span.end:
            marker = _MARKER.match(source, after.start, after.end)
            end = marker.end() if marker else after.start
            parts.append(View(source, "\n", [Span(span.end, end)]))
    yield joined(source, parts)


def _is_code(text: str) -> bool:
    """Whether a comment's line is code that was commented out."""
    text = text.strip()
    if not _CODE.match(text):
        return False
    if len(text) > _TRIED:
        return True
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for tried in (text, f"{text} pass", f"({text}", f"{text})", f"{text}\n pass"):
            try:
                ast.parse(tried)
            except (SyntaxError, ValueError, RecursionError, MemoryError):
                continue
            return True
    return text[0] in ")]}<>.@" or text.startswith(("elif", "else:", "except", "finally"))
