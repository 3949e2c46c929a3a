"""A rough reading of a source, at the speed of a few substitutions: nearly its prose, with no map.

It is what the prefilter looks at to tell whether a rule could find something, so that a clean file
is never parsed. It keeps too much rather than too little. Paragraphs stand apart by a blank line.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import NamedTuple

from copylint import frontmatter, readers
from copylint.document import OBJECT
from copylint.opaque import (
    HIDDEN,
    addressed,
    addresses_hidden,
    elements_hidden,
    notes_hidden,
    templates_hidden,
)

# Each begins with a text of its own, which `re` looks for much faster than for one of several.
_TARGETS = (
    re.compile(r"\]\([ ]*<?([^\s<>]*?)>?(?=[\s)])"),
    re.compile(r"\]:[ \t]*\n?[ \t]*<?([^\s<>]+)"),
    re.compile(r"href[ ]*=[ ]*[\"']?([^\"'<>\s]+)", re.I),
    re.compile(r"src[ ]*=[ ]*[\"']?([^\"'<>\s]+)", re.I),
    re.compile(r"(www\.[^\s<>\"”»)\]]+)", re.I),
)
_ADDRESS = re.compile(r"://[^\s<>\"”»)\]]+")
_SCHEME = re.compile(r"\w+\Z")
_RARE = re.compile(r"[^\n\r\t\x20-\x7e]")
_FENCE = re.compile(r"^([ \t>]*)(`{3,}+|~{3,}+)[^\n]*\n(?:[^\n]*\n)*?[ \t>]*\2[`~]*[ \t]*$", re.M)
_CODE = re.compile(r"`[^`\n]+`")
_LONG_CODE = re.compile(r"(?<![`\\])(``+)(?!`)[^\n]*?[^`\n]\1(?!`)")
_COMMENT = re.compile(r"<!--(?:(?!<!--).)*?-->", re.S)
_IMAGE = re.compile(r"!\[([^\[\]\n]*)\](?:\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)|\[[^\[\]\n]*\])")
_LINK = re.compile(r"\[([^\[\]]{0,400})\]\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)")
_REFERENCE = re.compile(r"\[([^\[\]]{1,400})\]\[([^\[\]\n]*)\]")
_DEFINITION = re.compile(r"^[ ]{0,3}\[(?!\^)([^\]\n]+)\]:[^\n]*$", re.M)
_FOOTNOTE = re.compile(r"^[ ]{0,3}\[\^([^\]\n]+)\]:[ \t]*", re.M)
_NOTE = re.compile(r"\[\^([^\]\n]+)\]")
_INLINE = re.compile(
    r"</?(?:a|abbr|b|bdi|bdo|cite|del|em|font|i|ins|mark|q|s|small|span|strong|sub|sup|u|wbr)\b[^<>]*>",
    re.I,
)
_TAG = re.compile(r"(?<!(?<!\\)\\)</?[a-zA-Z!][^<>]*>")
# An address in angle brackets may have any scheme.
_AUTOLINK = re.compile(r"<[a-zA-Z][a-zA-Z\d+.-]{1,31}:[^\s<>]*>")
_RULE = re.compile(r"[-*+_=]{2,}[ \t]*$")
_HEADING = re.compile(r"#{1,6}[ \t]+(.*?)(?:[ \t]+#+)?$")
_ITEM = re.compile(r"(?:[-*+]|\d{1,9}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?[ \t>]*")
_BULLET = re.compile(r"^[ \t]*[•●▪◦‣–][ \t]+", re.M)
_LEVEL = re.compile(r"^[ \t>]{0,6}(#{1,6})[ \t]+([^\n]*?)[ \t#]*$", re.M)
_ROW = re.compile(r"^[ \t]*\|.*$", re.M)
#: What a line begins with that is a heading, an item of a list or a rule.
_MARKERS = frozenset("#-*+_=0123456789")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_SOFT = re.compile(r"(?<=[^\n])\n(?=[^\n])")
_HIDDEN = re.compile(rf"<({'|'.join(sorted(HIDDEN))})\b[^>]*>", re.I)
_ATTRIBUTE = re.compile(r"\b(?:alt|content)=\"([^\"]+)\"", re.I)


#: The characters that emphasis puts between letters.
EMPHASIS = "*_~"


class Heading(NamedTuple):
    """A line that looks like a heading: offsets count in `Rough.body`."""

    level: int
    text: str
    start: int
    end: int


class Rough:
    """A source's rough prose in the forms in which rules look at text."""

    def __init__(self, source: str, markup: str) -> None:
        """`source` is the decoded text; its offsets are lost."""
        self.source = source
        self.markup = markup
        source = _lines(source)
        #: Whether nothing is known of the markup but by parsing it.
        self.unread = False
        if markup in readers.BUILT_IN:
            read = {"markdown": _markdown, "html": _html}.get(markup, _plain)
            self.marked = read(source)
        elif (offered := readers.offered(markup, "rough")) is not None:
            self.source, self.marked = offered(source, markup.partition(":")[2])
        else:
            self.unread = True
            self.marked = source

    @cached_property
    def targets(self) -> list[str]:
        """What may be targets of links and images."""
        source = self.source
        found = [target for pattern in _TARGETS for target in pattern.findall(source)]
        for hit in _ADDRESS.finditer(source):
            scheme = _SCHEME.search(source[max(0, hit.start() - 20) : hit.start()])
            found.append((scheme[0] if scheme else "") + hit[0])
        return found

    @cached_property
    def wide(self) -> frozenset[str]:
        """The characters that the source has beside those of printed ASCII."""
        return frozenset(_RARE.findall(self.source))

    @cached_property
    def lines(self) -> str:
        """The source with LF at the end of every line."""
        return _lines(self.source)

    @cached_property
    def body(self) -> str:
        """The source without its front matter; all its lines end in LF."""
        return self.lines[frontmatter.find(self.lines).end :]

    @cached_property
    def uncoded(self) -> str:
        """The source without what is fenced as code, for rules that look at it outside of code."""
        fenced = "```" in self.source or "~~~" in self.source
        if self.markup != "markdown" or not fenced or "\r" in self.source:
            return self.source
        return _FENCE.sub(OBJECT, self.source)

    @cached_property
    def headings(self) -> list[Heading]:
        """What looks like headings, in order."""
        return [
            Heading(len(hit[1]), hit[2].casefold(), hit.start(), hit.end())
            for hit in _LEVEL.finditer(self.body)
        ]

    @cached_property
    def outlines(self) -> list[list[Heading]]:
        """What the headings may be: all that look like some, and, where code has such lines, those
        outside of code. Which is true is told by parsing alone."""
        every = self.headings
        if "```" not in self.body and "~~~" not in self.body:
            return [every]
        code = [fence.span() for fence in _FENCE.finditer(self.body)]
        outside = [one for one in every if not any(a < one.start < b for a, b in code)]
        return [every] if len(outside) == len(every) else [every, outside]

    @cached_property
    def exact(self) -> str:
        """Without the characters of emphasis; lines as they are."""
        return squeeze(self.marked)

    @cached_property
    def folded(self) -> str:
        """The same with ’ as ' and no-break spaces as spaces, for rules that look at lines."""
        return folded(self.exact)

    @cached_property
    def joined(self) -> str:
        """The same with each paragraph on one line, for rules that look at whole blocks."""
        return _SOFT.sub(" ", self.folded)

    @cached_property
    def bare(self) -> str:
        """The same of a source that links to nothing, else nothing at all."""
        return "" if addressed(self.source) else self.joined


def loose(pattern: str) -> str:
    """A pattern of a block as it may be found in rough prose, where blocks are lines."""
    return pattern.replace(r"\A", "^").replace(r"\Z", "$")


def rare(char: str) -> bool:
    """Whether a character is not one of printed ASCII."""
    return _RARE.match(char) is not None


def squeeze(text: str) -> str:
    """Without the characters that emphasis puts between letters."""
    for char in EMPHASIS:
        if char in text:
            text = text.replace(char, "")
    return text


def folded(text: str) -> str:
    """No-break spaces as spaces and ’ as ', one for one."""
    if text.isascii():
        return text
    text = text.replace("\u00a0", " ").replace("\u202f", " ")
    return text.replace("’", "'").replace("‘", "'")


def _lines(source: str) -> str:
    """With LF at the end of every line."""
    return source.replace("\r\n", "\n").replace("\r", "\n") if "\r" in source else source


def _headless(source: str) -> tuple[str, list[str]]:
    """A source without its front matter, and the values of that which readers see."""
    head = frontmatter.find(source)
    values = frontmatter.values(source, head)
    shown = [one.text.replace("\\", "") for one in values if one.key in frontmatter.PROSE]
    return source[head.end :], shown


def _markdown(source: str) -> str:
    source, extra = _headless(source)
    if "```" in source or "~~~" in source:
        source = _FENCE.sub(OBJECT, source)
    if "<!--" in source:
        source = _COMMENT.sub("", source)
    if "`" in source:
        source = _codeless(source)
    source = elements_hidden(notes_hidden(templates_hidden(source)))
    if "](" in source or "][" in source:
        extra += _IMAGE.findall(source)
        source = _LINK.sub(r"\1", _IMAGE.sub(OBJECT, source))
    if "]:" in source:
        notes = set(_FOOTNOTE.findall(source))
        if notes:
            source = _FOOTNOTE.sub("\n", source)
            source = _NOTE.sub(lambda note: "" if note[1] in notes else note[0], source)
        labels = {label.casefold() for label in _DEFINITION.findall(source)}
        if labels:
            source = _REFERENCE.sub(
                lambda link: link[1] if (link[2] or link[1]).casefold() in labels else link[0],
                _DEFINITION.sub("", source),
            )
    if "<" in source:
        source = _AUTOLINK.sub(OBJECT, source)
    source = _tagless(addresses_hidden(source))
    if "\\" in source:
        source = _ESCAPE.sub(r"\1", source)
    if "|" in source:
        source = _ROW.sub(lambda row: row[0].replace("|", "\n\n"), source)
    return _blocks(source, extra)


def _html(source: str) -> str:
    source, extra = _headless(source)
    extra += _ATTRIBUTE.findall(source)
    source = _proseless(_COMMENT.sub("", templates_hidden(source)))
    return _blocks(_tagless(addresses_hidden(source)), extra)


def _proseless(source: str) -> str:
    """Without the elements that hold no prose. What nothing closes is looked for once."""
    parts: list[str] = []
    unclosed: set[str] = set()
    end = 0
    for tag in _HIDDEN.finditer(source):
        name = tag[1].lower()
        if tag.start() < end or name in unclosed:
            continue
        close = re.compile(rf"</{name}\s*>", re.I).search(source, tag.end())
        if close is None:
            unclosed.add(name)
        else:
            parts += (source[end : tag.start()], OBJECT)
            end = close.end()
    return "".join((*parts, source[end:]))


def _plain(source: str) -> str:
    if "`" in source:
        source = _codeless(_FENCE.sub(OBJECT, source))
    source = addresses_hidden(templates_hidden(source))
    body = source.strip("\n")
    if "\n\n" not in body:
        source = source.replace("\n", "\n\n")
    return _blocks(_BULLET.sub("\n", source), [])


def _codeless(source: str) -> str:
    if "``" in source:
        source = _LONG_CODE.sub(OBJECT, source)
    return _CODE.sub(OBJECT, source)


def _tagless(source: str) -> str:
    if "<" in source:
        source = _TAG.sub("\n\n", _INLINE.sub("", source))
    if "&" in source:
        from html import unescape

        source = unescape(source)
    return source


def _blocks(source: str, extra: list[str]) -> str:
    """Each heading and list item as a paragraph of its own, without its marker."""
    lines = [line.lstrip(" \t>") for line in source.split("\n")]
    for number, line in enumerate(lines):
        if line[:1] in _MARKERS:
            lines[number] = _unmarked(line)
    source = "\n".join(lines)
    return "\n\n".join([*extra, source]) if extra else source


def _unmarked(line: str) -> str:
    if line[0] == "#":
        heading = _HEADING.match(line)
        return f"\n{heading[1]}\n" if heading else line
    if _RULE.match(line):
        return ""
    item = _ITEM.match(line)
    return f"\n{line[item.end() :]}" if item else line
