"""The lines between `---` or `+++` at the head of an article: some of their values are prose."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import regex

from copylint.span import Span

#: Keys whose values a reader of the page gets to see.
PROSE = frozenset(
    """title subtitle headline heading subheading subhead description summary excerpt abstract lead
    lede dek deck teaser intro standfirst caption alt seo_title seotitle seo_description
    meta_title meta_description metadescription linktitle short_description""".split()
)
_LINE = regex.compile(
    r"""^(?P<key>[\w-]+)[ \t]*(?::|=)[ \t]*
        (?P<value>"(?:[^"\\\n]|\\.)*"|'(?:[^'\n]|'')*'|[^\s"'\[{>|&*!%@`\#][^\n]*?)[ \t\r]*(?:[ \t]\#[^\n]*)?$""",
    regex.M | regex.X,
)


class Value(NamedTuple):
    """One `key: value` line; `span` counts in the source and leaves the quotation marks out."""

    key: str
    text: str
    span: Span


def values(source: str, span: Span) -> Iterator[Value]:
    """The plain one-line values of a front matter block, in order."""
    for match in _LINE.finditer(source, span.start, span.end):
        start, end = match.span("value")
        if source[start] in "\"'" and end - start >= 2:
            start, end = start + 1, end - 1
        yield Value(match["key"].lower(), source[start:end], Span(start, end))
