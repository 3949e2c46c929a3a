"""Markdown through pulldown-cmark (pyromark): events with ranges, no parser of our own.

The ranges pyromark gives are UTF-8 bytes. Instead of converting them, the parser is shown the text
with every character outside ASCII replaced by one ASCII character of the same class, so that bytes
and code points coincide; what stands there is then read from the true source.
"""

from __future__ import annotations

import codecs
import html
from typing import Any

import pyromark
import regex

from copylint import frontmatter, masthead
from copylint.document import OBJECT, Block, BlockBuilder, Document, reading_order
from copylint.opaque import (
    REFERENCE,
    addresses,
    element,
    linked,
    merged,
    overlapping,
    templates,
    verbatim,
)
from copylint.span import Span

_O = pyromark.Options
_PARSER = pyromark.Markdown(
    options=_O.ENABLE_TABLES
    | _O.ENABLE_FOOTNOTES
    | _O.ENABLE_STRIKETHROUGH
    | _O.ENABLE_TASKLISTS
    | _O.ENABLE_MATH
    | _O.ENABLE_GFM
    | _O.ENABLE_HEADING_ATTRIBUTES
)

_CONTAINERS = {"BlockQuote": "quote", "Item": "list-item", "FootnoteDefinition": "footnote"}
_SPANS = {"Emphasis": "emphasis", "Strong": "emphasis", "Strikethrough": "emphasis"}
_ITEM = regex.compile(r"[-*+]|\d{1,9}[.)]")
_INDEX = regex.compile(r"\[oaicite:\d+\](?P<index>\{index=\d+\})[ \t#]*\s*\Z")
_LONE_CR = regex.compile(r"\r(?!\n)")
_LONGEST = 2000
# A block of HTML whose addresses are not links of the page, or not all of them.
_SHOWS_CODE = regex.compile(r"<(?:!--|pre|code|script|style|textarea|template)\b|<!--", regex.I)
_MONEY = regex.compile(r"\d[\d,.]*(?:[–—/ ,-]|$)")
_DEFINITION = regex.compile(
    r"^[ >]{0,8}\[(?!\^)[^\[\]\n]{1,400}\]:[ \t]*(?:\r?\n[ \t]*)?<?(?P<target>[^\s<>]+)>?", regex.M
)


def _ascii(error: UnicodeError) -> tuple[str, int]:
    """One ASCII character for each that is not: a letter, a space or a mark, as parsers see it."""
    assert isinstance(error, UnicodeEncodeError)
    run = error.object[error.start : error.end]
    return "".join("x" if c.isalnum() else " " if c.isspace() else "," for c in run), error.end


codecs.register_error("copylint.ascii", _ascii)


def read(source: str, suffix: str = "") -> Document:
    """The document of a Markdown text."""
    return _Reading(source, suffix).document()


class _Reading:
    """One pass over the parser's events; a stack says in which container each block stands."""

    def __init__(self, source: str, suffix: str) -> None:
        self.source = source
        self.shadow = (
            source if source.isascii() else source.encode("ascii", "copylint.ascii").decode("ascii")
        )
        if "\r" in source:
            self.shadow = _LONE_CR.sub("\n", self.shadow)
        self.head = frontmatter.find(source)
        # The parser's own idea of front matter allows no blank line in it, as real files have.
        self.shadow = "\n" * self.head.end + self.shadow[self.head.end :]
        self.templates = templates(source, "markdown", suffix)
        #: Templates of several lines: what they hold is no Markdown.
        self.listings = [one for one in self.templates if "\n" in source[one.start : one.end]]
        self.blocks: list[Block] = []
        self.opaque: list[Span] = list(self.templates)
        self.targets: list[Span] = []
        self.values = tuple(frontmatter.values(source, self.head))
        self.metadata = masthead.metadata(self.values)
        #: (kind, end) of the quotes and items that are open.
        self.containers: list[tuple[str, int]] = []
        #: Where the block that is open ends.
        self.limit = 0
        self.builders: list[BlockBuilder] = []
        #: The `<a href=…>` that is open: its block, the size of the block's prose before it, its
        #: place in the source, its target.
        self.anchor: tuple[BlockBuilder, int, int, str] | None = None
        self.kept: list[str] = []
        self.skip = ""
        #: An element without prose, whose own markup says nothing.
        self.hole = Span(0, 0)

    def document(self) -> Document:
        if self.head.end:
            self.opaque.append(self.head)
            self.blocks += masthead.blocks(self.source, self.values, self._text)
        for event, where in _PARSER.events_with_range(self.shadow):
            span = Span(where["start"], where["end"])
            if span.end <= self.hole.end and self.hole.holds(span):
                continue
            if self.listings and any(one.holds(span) for one in overlapping(self.listings, span)):
                continue
            if isinstance(event, str):
                self._plain(event, span)
            elif "Start" in event:
                self._start(event["Start"], span)
            elif "End" in event:
                self._end(event["End"], span)
            else:
                ((kind, value),) = event.items()
                self._inline(kind, value, span)
        self._finish(len(self.source))
        self._definitions()
        self.blocks.sort(key=reading_order)
        return Document(
            "markdown",
            self.source,
            tuple(self.blocks),
            tuple(merged(self.opaque)),
            tuple(sorted(set(self.targets))),
            masthead.language(self.metadata),
            self.metadata,
        )

    # -- blocks -----------------------------------------------------------------------------------

    def _start(self, tag: Any, span: Span) -> None:
        name, value = (tag, {}) if isinstance(tag, str) else next(iter(tag.items()))
        if name in _CONTAINERS:
            self._finish(span.start)
            self.containers.append((_CONTAINERS[name], span.end))
            self.limit = span.end
        elif name == "Heading":
            self._begin("heading", span, int(value["level"][1:]))
        elif name == "Paragraph":
            self._begin(self._kind(), span)
        elif name == "TableCell":
            self._begin("cell", span)
            self.builders[-1].removable = False
        elif name in {"CodeBlock", "HtmlBlock"}:
            self._finish(span.start)
            start = span.start
            while name == "CodeBlock" and start and self.source[start - 1] in " \t":
                start -= 1
            self.opaque.append(Span(start, span.end))
            if name == "HtmlBlock" and not _SHOWS_CODE.search(self.source, *span):
                self.targets += linked(self.source, span)
            # The end of a block that begins a hole stands in that.
            self.skip = "" if name == "HtmlBlock" and self._verbatim(span) else name
        elif name in _SPANS:
            self._current(span.start).open(_SPANS[name], span.start)
        elif name == "Link":
            self._current(span.start).open("link", span.start, value["dest_url"])
            if value["link_type"] in {"Autolink", "Email"}:
                self.skip = "Autolink"
                self.targets.append(Span(span.start + 1, span.end - 1))
        elif name == "Image" and span.end <= self._current(span.start).end:
            # It stands in a template that has been read already.
            self.hole = span
        elif name == "Image":
            self._current(span.start).object("image", span.start, span.end, value["dest_url"])
            self.builders.append(BlockBuilder(self.source, "alt", span.start))
            self.builders[-1].removable = False
            self.kept.append(value["dest_url"])

    def _end(self, tag: Any, span: Span) -> None:
        name = tag if isinstance(tag, str) else next(iter(tag))
        if name in _CONTAINERS:
            self._finish(span.end)
            self.containers.pop()
        elif name in {"Heading", "Paragraph", "TableCell"}:
            # A citation marker's `{index=3}` at a heading's end looks like the heading's own.
            marker = _INDEX.search(self.source, span.start, span.end) if name == "Heading" else None
            if marker is not None:
                self._current(span.start).exact(*marker.span("index"))
            self._finish(span.end)
        elif name in {"CodeBlock", "HtmlBlock"}:
            self.skip = ""
        elif name in _SPANS:
            self._current(span.start).close(span.end)
        elif name == "Link":
            builder = self._current(span.start)
            if self.skip == "Autolink":
                builder.object("url", span.start, span.end)
                self.skip = ""
            elif self.source[span.end - 1] == ")":
                self._target(builder, span)
            builder.close(span.end)
        elif name == "Image":
            builder = self.builders.pop()
            self._target(builder, span)
            self._keep(builder.build(span.end))
            self.kept.pop()

    def _kind(self) -> str:
        return self.containers[-1][0] if self.containers else "paragraph"

    def _begin(self, kind: str, span: Span, level: int = 0) -> None:
        self._finish(span.start)
        self.builders.append(BlockBuilder(self.source, kind, span.start, level))
        self.limit = span.end

    def _current(self, start: int) -> BlockBuilder:
        """The block that is open, or one that a tight list item or table opens unsaid."""
        if not self.builders:
            self.builders.append(BlockBuilder(self.source, self._kind(), start))
        return self.builders[-1]

    def _finish(self, end: int) -> None:
        while self.builders:
            self._keep(self.builders.pop().build(end))

    def _keep(self, block: Block | None) -> None:
        if block is None:
            return
        if block.kind not in {"cell", "alt"} and self.containers:
            block.removable = self._alone(block)
        self.blocks.append(block)

    def _alone(self, block: Block) -> bool:
        """Whether the block's lines hold nothing of its container that others need."""
        lead = self.source[self.source.rfind("\n", 0, block.span.start) + 1 : block.span.start]
        marker = lead.strip(" \t>")
        rest = self.source[block.span.end : self.containers[-1][1]]
        return not marker or (_ITEM.fullmatch(marker) is not None and not rest.strip(" \t\r\n>"))

    def _target(self, builder: BlockBuilder, span: Span) -> None:
        """Note where the target of an inline link or image stands: after its label."""
        at = self.source.find("](", max(builder.end, span.start), span.end)
        if at >= 0 and at + 2 < span.end - 1:
            self.targets.append(Span(at + 2, span.end - 1))

    def _definitions(self) -> None:
        """Note the targets of reference definitions, which the parser does not speak of."""
        if "]:" not in self.source:
            return
        for match in _DEFINITION.finditer(self.shadow):
            span = Span(*match.span("target"))
            if not any(span.overlaps(hidden) for hidden in self.opaque):
                self.targets.append(span)

    # -- inside a block ---------------------------------------------------------------------------

    def _plain(self, event: str, span: Span) -> None:
        if event in {"SoftBreak", "HardBreak"} and self.builders:
            if self.builders[-1].end <= span.start:
                self.builders[-1].line_break(*span)
        elif event == "Rule":
            self._finish(span.start)

    def _inline(self, kind: str, value: Any, span: Span) -> None:
        if self.skip or (self.builders and span.end <= self.builders[-1].end):
            return
        if kind == "Text":
            self._spelled(value, span)
        elif kind == "Code":
            self.opaque.append(span)
            self._current(span.start).object("code", *span)
        elif kind in {"InlineMath", "DisplayMath"}:
            self._math(kind, span)
        elif kind == "InlineHtml":
            self._html(span)
        elif kind == "FootnoteReference":
            self._current(span.start).point("footnote", *span)

    def _math(self, kind: str, span: Span) -> None:
        """Math as an object, unless it is two prices: `$5 or $10`."""
        builder = self._current(span.start)
        if kind == "InlineMath" and _MONEY.match(self.source, span.start + 1, span.end - 1):
            builder.exact(*span)
        else:
            self.opaque.append(span)
            builder.object("math", *span)

    def _verbatim(self, span: Span) -> bool:
        """Whether HTML begins an element whose content is no Markdown, wherever that ends."""
        whole = verbatim(self.source, *span)
        if whole is not None:
            self.opaque.append(whole)
            self.hole = Span(span.start, whole.end)
        return whole is not None

    def _html(self, span: Span) -> None:
        builder = self._current(span.start)
        whole = element(self.source, span.start, self.limit)
        if whole is not None:
            self.opaque.append(whole)
            builder.object("code", *whole)
            self.hole = whole
            return
        if self._verbatim(span):
            builder.point("html", *span)
            return
        targets = linked(self.source, span)
        self.targets += targets
        tag = self.source[span.start : span.end].lower()
        if tag.startswith("<br"):
            builder.decoded("\n", *span)
        builder.point("html", *span)
        if tag.startswith("<!--"):
            self.opaque.append(span)
        elif tag[:2] == "<a" and tag[2:3].isspace() and targets:
            target = self.source[targets[0].start : targets[0].end]
            self.anchor = (builder, builder.size, span.start, html.unescape(target))
        elif tag.startswith("</a") and self.anchor is not None:
            opened, size, start, target = self.anchor
            self.anchor = None
            if opened is builder:
                builder.surround("link", size, Span(start, span.end), target)

    def _spelled(self, text: str, span: Span) -> None:
        """Text that stands as it is, or an escape or entity that spells it."""
        start = span.start
        spelled = start > 0 and self.shadow[start - 1] == "\\"
        builder = self._current(start - 1 if spelled else start)
        if spelled and builder.end < start:
            builder.decoded(self.source[start], start - 1, start + 1)
            start, text = start + 1, text[1:]
        if start == span.end:
            return
        if len(text) == span.end - start and text == self.shadow[start : span.end]:
            self._text(builder, Span(start, span.end))
        elif REFERENCE.fullmatch(self.source, start, span.end):
            builder.decoded(html.unescape(self.source[start : span.end]), start, span.end)
        else:
            builder.decoded(text or OBJECT, start, span.end)

    def _whole(self, span: Span, start: int, end: int) -> Span:
        """A bare address, though a mark such as `_` may split it into several texts."""
        begin, end = span.start + start, span.start + end
        if not any(char.isspace() for char in self.source[end : span.end]):
            rest = self.source[begin : max(span.end, min(self.limit, begin + _LONGEST))]
            end = begin + addresses(rest)[0].end
        return Span(begin, end)

    def _text(self, builder: BlockBuilder, span: Span) -> None:
        """Append source text, with templates and bare addresses as objects."""
        text = self.source[span.start : span.end]
        found = addresses(text)
        if not found and not self.templates:
            builder.exact(max(span.start, builder.end), span.end)
            return
        holes = [("url", self._whole(span, *address)) for address in found]
        self.targets += [hole for _, hole in holes]
        if self.templates:
            holes += [("template", hole) for hole in overlapping(self.templates, span)]
        at = max(span.start, builder.end)
        for kind, hole in sorted(holes, key=lambda pair: pair[1]):
            if hole.end <= at:
                continue
            builder.exact(at, hole.start)
            end = min(hole.end, max(self.limit, span.end))
            builder.object(kind, max(at, hole.start), end)
            at = end
        builder.exact(at, span.end)
