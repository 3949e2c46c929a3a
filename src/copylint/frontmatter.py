"""The settings at the head of an article, mostly between `---` or `+++`: some values are prose."""

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
        (?P<value>"(?:[^"\\\n]|\\.)*"|'(?:[^'\n]|'')*'|[^\s"'\[{>|&*!%@`\#][^\n]*?)
        [ \t\r]*(?:[ \t]\#[^\n]*)?$""",
    regex.M | regex.X,
)


_OPEN = regex.compile(r"(?:[ \t]*(?:\r?\n|\r)){0,9}(---|\+\+\+)[ \t]*(?:\r?\n|\r)")
_CLOSE = {
    "---": regex.compile(r"^(?:---|\.\.\.)[ \t]*(?:\r?\n|\r|\Z)", regex.M),
    "+++": regex.compile(r"^\+\+\+[ \t]*(?:\r?\n|\r|\Z)", regex.M),
}
# What Pelican and Python-Markdown read up to the first empty line. Writing tools hand over fields
# of that shape before an article, too, but of several words each and without a date or a place.
# https://docs.getpelican.com/en/latest/content.html#file-metadata
_BARE = regex.compile(
    r"(?=[a-z][\w-]*:)(?=(?:.*\n){0,20}?title:)(?=(?:.*\n){0,20}?(?:date|category|status|template|layout|modified):)"
    r"(?:[a-z][\w-]*:(?:[ \t][^\r\n]*)?\r?\n(?:[ \t]+[^\s][^\r\n]*\r?\n)*+){3,}+(?=\r?\n|\Z)",
    regex.I,
)
_SETTING = regex.compile(r"^[\w\"'.-]+[ \t]*[:=]", regex.M)
#: Code points front matter may have; what opens like it and is longer is a text between rules.
_LONGEST = 65_536
_ESCAPE = regex.compile(r"\\(?:u[\da-fA-F]{4}|x[\da-fA-F]{2}|.)")
_SPELLED = {"n": "\n", "t": "\t", "r": "\n"}


class Value(NamedTuple):
    """One `key: value` line; `span` counts in the source and leaves the quotation marks out.

    `escapes` are the places in it that spell a character, each with that character.
    """

    key: str
    text: str
    span: Span
    escapes: tuple[tuple[Span, str], ...] = ()


def find(source: str) -> Span:
    """The front matter at the head of a source, its delimiters included; an empty range if none.

    Empty lines may stand before it, as Hugo reads it. Pelican's has no delimiters.
    """
    line = _OPEN.match(source)
    if line is None:
        bare = _BARE.match(source)
        return Span(0, bare.end() if bare else 0)
    close = _CLOSE[line[1]].search(source, line.end(), line.end() + _LONGEST)
    if close is None or not _SETTING.search(source, line.end(), close.start()):
        return Span(0, 0)
    return Span(0, close.end())


def commented(source: str) -> bool:
    """Whether the front matter at the head of a source is of a kind that has comments."""
    return _OPEN.match(source) is not None


def values(source: str, span: Span) -> Iterator[Value]:
    """The plain one-line values of a front matter block, in order."""
    for match in _LINE.finditer(source, span.start, span.end):
        start, end = match.span("value")
        quote = source[start] if source[start] in "\"'" and end - start >= 2 else ""
        if quote:
            start, end = start + 1, end - 1
        escapes = tuple(_escapes(source, Span(start, end), quote))
        yield Value(match["key"].lower(), source[start:end], Span(start, end), escapes)


def _escapes(source: str, span: Span, quote: str) -> Iterator[tuple[Span, str]]:
    if quote == '"':
        for match in _ESCAPE.finditer(source, span.start, span.end):
            code = match[0][2:]
            text = chr(int(code, 16)) if code else _SPELLED.get(match[0][1], match[0][1])
            yield Span(*match.span()), text
    elif quote == "'":
        for match in regex.finditer("''", source, pos=span.start, endpos=span.end):
            yield Span(*match.span()), "'"
