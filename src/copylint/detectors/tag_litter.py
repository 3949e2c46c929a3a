"""Tags and attributes that a program's page put around the words when they were copied as HTML."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import regex

from copylint.document import Document
from copylint.finding import Safety
from copylint.match import Match, Repair
from copylint.pattern import compiled, ready
from copylint.rough import Rough
from copylint.span import Edit, Span

_TAG = ready(
    r"<(?P<closes>/?)(?P<name>[a-zA-Z][\w:-]{0,40}+)"
    r"(?P<rest>(?:[^<>\"']{1,2000}+|\"[^\"<>]{0,2000}+\"|'[^'<>]{0,2000}+'){0,80}+)>"
)
# What is shown as code is talked about, and not there.
_CODE = ready(r"(?s)^[ ]{0,3}(`{3,}+|~{3,}+)[^\n]*\n.*?(?:^[ ]{0,3}\1|\Z)|`[^`\n]+`", regex.M)


def sieve(options: Mapping[str, Any]) -> Mapping[str, str]:
    """One of the tags, attributes or comments."""
    return {"source": _any(options)}


def wakes(rough: Rough, options: Mapping[str, Any]) -> bool:
    """Whether one of them stands in the source."""
    return compiled(_any(options)).search(rough.source) is not None


def detect(document: Document, options: Mapping[str, Any]) -> Iterator[Match]:
    """Yield one match for the whole text, at the first place, and a repair that takes all out.

    The options list patterns: `attributes` of any tag, `elements` (what follows the `<` of a tag to
    be unwrapped, whose name comes first) and `comments`. Value: `count`, how many there are.
    """
    edits = sorted({*_comments(document, options), *_tags(document, options)})
    if edits:
        repair = Repair("edits", Safety.UNSAFE, edits=tuple(edits))
        first = edits[0].span
        yield Match(None, *first, {"count": str(len(edits))}, repair, whole=True)


def _any(options: Mapping[str, Any]) -> str:
    opening = [f"<{one}" for one in options.get("elements", ())]
    attributes = [rf"\s{one}" for one in options.get("attributes", ())]
    return "|".join([*opening, *attributes, *options.get("comments", ())])


def _tags(document: Document, options: Mapping[str, Any]) -> Iterator[Edit]:
    """The deletion of each element's two tags, and of each attribute with the blank before it."""
    elements = compiled(rf"<(?:{_either(options.get('elements', ()))})(?=[\s/>])")
    attribute = compiled(rf"\s+(?:{_either(options.get('attributes', ()))})(?=[\s/]|\Z)")
    opened: dict[str, list[bool]] = {}
    for tag in _outside_code(document, _TAG):
        name = tag["name"].lower()
        if tag["closes"]:
            if opened.get(name) and opened[name].pop():
                yield Edit(Span(*tag.span()), "")
            continue
        litter = elements.match(document.source, *tag.span()) is not None
        if not tag["rest"].endswith("/"):
            opened.setdefault(name, []).append(litter)
        if litter:
            yield Edit(Span(*tag.span()), "")
            continue
        for hit in attribute.finditer(document.source, *tag.span("rest")):
            yield Edit(Span(*hit.span()), "")


def _comments(document: Document, options: Mapping[str, Any]) -> Iterator[Edit]:
    for hit in _outside_code(document, compiled(_either(options.get("comments", ())))):
        yield Edit(Span(*hit.span()), "")


def _either(patterns: Sequence[str]) -> str:
    return "|".join(patterns) or "(?!)"


def _outside_code(document: Document, pattern: regex.Pattern[str]) -> Iterator[regex.Match[str]]:
    """The matches that are not shown as code. What Markdown hides, such as tags, is in question."""
    if document.markup == "markdown":
        code = [Span(*hit.span()) for hit in _CODE.finditer(document.source)]
    else:
        code = [
            span
            for span in document.opaque
            if document.source[span.start : span.start + 4] != "<!--"
        ]
    at = 0
    for hit in pattern.finditer(document.source):
        while at < len(code) and code[at].end <= hit.start():
            at += 1
        if at == len(code) or hit.end() <= code[at].start:
            yield hit
