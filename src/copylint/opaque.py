"""What stands in article text but is not prose in any markup: template syntax and addresses."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

import regex

from copylint.span import Span

# Whole comments and code of Liquid and Hugo; Hugo {{< >}} {{% %}}, Jekyll and Liquid {% %} {{ }},
# Handlebars, Jinja comments {# #}.
_TEMPLATE = regex.compile(
    r"\{%-?[ ]*(?P<code>highlight|codeblock)\b[^%\n]{0,200}%\}(?:[^{]++|\{(?!%-?[ ]*(?:end)?(?P=code)\b)){0,2000}+"
    r"\{%-?[ ]*end(?P=code)[ ]*-?%\}"
    r"|\{\{[<%][ ]*highlight\b[^>\n]{0,200}[>%]\}\}(?:[^{]++|\{(?!\{[<%][ ]*/?[ ]*highlight\b)){0,2000}+"
    r"\{\{[<%][ ]*/[ ]*highlight[ ]*[>%]\}\}"
    r"|\{%-?[ ]*comment[ ]*-?%\}(?:[^{]|\{(?!%)|\{%(?!-?[ ]*endcomment)){0,4000}?\{%-?[ ]*endcomment[ ]*-?%\}"
    r"|\{\{[<%]?(?:[^{}\n]|\{[^{}\n]*\}|\n(?!\r?\n)){0,2000}?[>%]?\}\}"
    r"|\{%(?:[^%]|%(?!\})){0,2000}?%\}|\{#[^#\n]{0,400}#\}"
)
# A comment of MDX, which much Markdown is that is not named so.
_NOTE = regex.compile(r"\{/\*(?:[^*`]|\*(?!/)){0,4000}+\*/\}")
# MDX: an expression in braces, and whole lines of import or export.
_EXPRESSION = regex.compile(
    r"^(?:import|export)[ ][^\n]*(?:\n(?![ \t\r]*\n)[^\n]*)*|\{(?:[^{}\n]|\{[^{}]*\}){0,400}\}",
    regex.M,
)
# MDX: the tag of a component, whose attributes hold programs and their texts.
_COMPONENT = regex.compile(r"<[A-Z][\w.]{0,80}(?=\s)")
_ATTRIBUTE = regex.compile(
    r"\s{1,400}+(?:[\w:-]{1,80}+(?:\s{0,40}+=\s{0,40}+(?:\"[^\"<>]{0,2000}+\"|'[^'<>]{0,2000}+'"
    r"|(?=\{)))?|(?=\{))"
)
_TAG_END = regex.compile(r"\s{0,400}+/?>")
_BRACE = regex.compile(r"[{}]")
# More attributes than these has no component.
_MOST = 60
# Docusaurus, MyST and Pandoc directive fences; Sphinx roles and reST directives.
_DIRECTIVE = regex.compile(r"^[ \t]{0,8}:{3,}[^\r\n]*|^[ \t]*\.\. [\w-]+::[^\r\n]*", regex.M)

# Brackets stand in an address only in pairs; square ones do not, for `[cite: 1]` may follow it.
_INSIDE = r"[^\s<>\"”»()\[\]`\ufffc]"
_ADDRESS = regex.compile(
    rf"(?:(?:https?|ftp|mailto|file)://|\bwww\.[\w-]+\.)(?:{_INSIDE}|\({_INSIDE}*\))*"
    rf"(?:(?![.,;:!?…'’*_]){_INSIDE}|\({_INSIDE}*\))",
    regex.I,
)


#: How HTML and Markdown spell a character.
REFERENCE = regex.compile(r"&(?:#\d{1,7}|#[xX][\da-fA-F]{1,6}|\w{1,32});")
#: Elements of HTML whose content is no prose.
HIDDEN = frozenset(
    "script style pre code kbd samp tt var template textarea svg math noscript iframe".split()
)
# Such an element in the midst of a paragraph of Markdown: it ends where the paragraph does. The
# bound keeps a text of nothing but tags that are never closed from being read once for each.
_ELEMENT = regex.compile(
    rf"<(?P<name>{'|'.join(sorted(HIDDEN))})\b[^<>]*+(?<!/)>"
    r"(?:[^\n<]++|\n(?![ \t>]*(?:\r?\n|[-*+#|]|\d+[.)]))|<(?!/(?P=name)\s*>)){0,200}+"
    r"</(?P=name)\s*>",
    regex.I,
)

# What is shown or run as it is written holds blank lines, too, which end its block for Markdown.
_OPENING = r"<(?P<name>pre|script|style|textarea|svg)\b[^<>]*+(?<!/)>"
_OPENS = regex.compile(_OPENING, regex.I)
_VERBATIM = regex.compile(
    rf"{_OPENING}(?:[^<]++|<(?!/?(?P=name)\b)){{0,20000}}+</(?P=name)\s*>", regex.I
)

#: Elements of HTML that have no end tag.
VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())


def templates(source: str, markup: str, suffix: str = "") -> list[Span]:
    """The source ranges of template and directive syntax, in order and without overlap.

    `suffix` is the file's, with its dot: MDX expressions are looked for in `.mdx` alone, and elsewhere
    only components whose tag fills several lines.
    """
    spans: list[Span] = []
    if "{{" in source or "{%" in source or "{#" in source:
        spans += [Span(*match.span()) for match in _TEMPLATE.finditer(source)]
    if "{/*" in source and markup == "markdown":
        spans += [Span(*match.span()) for match in _NOTE.finditer(source)]
    if suffix == ".mdx":
        spans += [Span(*match.span()) for match in _EXPRESSION.finditer(source)]
        spans += _components(source)
    elif markup == "markdown" and "={" in source:
        # Some generators read all Markdown as MDX; a tag of several lines with braces is no prose.
        for tag in _components(source):
            text = source[slice(*tag)]
            if "\n" in text and "={" in text:
                spans.append(tag)
    if markup != "html" and ("::" in source):
        spans += [Span(*match.span()) for match in _DIRECTIVE.finditer(source)]
    return merged(spans)


def _components(source: str) -> Iterator[Span]:
    """The tags of components of MDX; what stands in braces may hold anything, and blank lines."""
    closing = _pairs(source) if "<" in source and "{" in source else {}
    end = 0
    for tag in _COMPONENT.finditer(source):
        if tag.start() < end:
            continue
        at = tag.end()
        for _ in range(_MOST):
            attribute = _ATTRIBUTE.match(source, at)
            if attribute is None:
                break
            at = attribute.end()
            if source[at : at + 1] == "{":
                at = closing.get(at, at)
        last = _TAG_END.match(source, at)
        if last is not None:
            end = last.end()
            yield Span(tag.start(), end)


def _pairs(source: str) -> dict[int, int]:
    """Where what stands in each pair of braces ends, by where it begins."""
    opened: list[int] = []
    found: dict[int, int] = {}
    for brace in _BRACE.finditer(source):
        if brace[0] == "{":
            opened.append(brace.start())
        elif opened:
            found[opened.pop()] = brace.end()
    return found


def element(source: str, start: int, end: int) -> Span | None:
    """The element without prose whose tag begins at `start` and that ends before `end`, if any."""
    found = _ELEMENT.match(source, start, end)
    return Span(*found.span()) if found else None


def verbatim(source: str, start: int, end: int) -> Span | None:
    """The element that begins in a range, is shown or run as it is written, and ends behind it."""
    for tag in _OPENS.finditer(source, start, end):
        found = _VERBATIM.match(source, tag.start())
        if found is not None and found.end() > end:
            return Span(*found.span())
    return None


def elements_hidden(text: str) -> str:
    """A text of Markdown with each such element as one object character."""
    if "</" not in text:
        return text
    return str(_ELEMENT.sub("\ufffc", _VERBATIM.sub("\ufffc", text)))


def merged(spans: list[Span]) -> list[Span]:
    """The same ground covered by ranges in order that do not overlap."""
    result: list[Span] = []
    for span in sorted(spans):
        if result and span.start < result[-1].end:
            result[-1] = Span(result[-1].start, max(result[-1].end, span.end))
        else:
            result.append(span)
    return result


def overlapping(spans: Sequence[Span], span: Span) -> Sequence[Span]:
    """Those of some ranges, in order and without overlap, that share ground with another."""
    first = bisect_right(spans, span.start, key=lambda one: one.end)
    return spans[first : bisect_left(spans, span.end, key=lambda one: one.start)]


def addresses(text: str) -> list[Span]:
    """The bare web addresses in a run of text, in its own offsets."""
    if "://" not in text and "www." not in text.lower():
        return []
    return [Span(*match.span()) for match in _ADDRESS.finditer(text)]


def templates_hidden(text: str) -> str:
    """A text with each stretch of template syntax as one object character."""
    if "{{" in text or "{%" in text or "{#" in text:
        text = str(_TEMPLATE.sub("\ufffc", text))
    return str(_DIRECTIVE.sub("\ufffc", text)) if "::" in text else text


def notes_hidden(text: str) -> str:
    """A text of Markdown with each comment of MDX as one object character."""
    return str(_NOTE.sub("\ufffc", text)) if "{/*" in text else text


def addresses_hidden(text: str) -> str:
    """A text with each bare web address as one object character."""
    if "://" in text or "www." in text.lower():
        return str(_ADDRESS.sub("\ufffc", text))
    return text


# Jekyll, Liquid, Nunjucks; Hugo, Quarto; MkDocs; MyST; reStructuredText.
_INCLUDE = regex.compile(
    r"\{%-? *(?:include|render|import)|\{\{(?:[<%] *(?:include|readfile|import)\b|-? *include\.)|--8<--|\{! ?[\w./-]+ ?!\}"
    r"|^(?:`{3,}|:{3,}) ?\{include\}|^\.\. include::",
    regex.M,
)


def includes(source: str) -> bool:
    """Whether a source brings in the text of another file, as generators of sites let it."""
    return _INCLUDE.search(source) is not None


def addressed(source: str) -> bool:
    """Whether a source holds a web address, or a link of Markdown or HTML."""
    return "://" in source or "](" in source or "href" in source


_LINKED = regex.compile(r"(?i)\b(?:href|src)\s*=\s*(?:\"([^\"<>]+)\"|'([^'<>]+)'|([^\s\"'<>=]+))")


def linked(source: str, span: Span) -> list[Span]:
    """Where the targets of links and images stand in a stretch of HTML tags."""
    found = _LINKED.finditer(source, span.start, span.end)
    return [Span(*match.span(match.lastindex or 0)) for match in found]
