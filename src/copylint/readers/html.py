"""HTML through turbohtml's WHATWG tokenizer, whose tokens carry line and column in code points."""

from __future__ import annotations

import html
from collections.abc import Collection

import regex
import turbohtml

from copylint import frontmatter, masthead
from copylint.document import Block, BlockBuilder, Document, reading_order
from copylint.opaque import (
    HIDDEN,
    REFERENCE,
    VOID,
    addresses,
    linked,
    merged,
    overlapping,
    templates,
)
from copylint.span import LineIndex, Span

_BLOCKS = {
    "p": "paragraph", "div": "paragraph", "section": "paragraph", "article": "paragraph",
    "main": "paragraph", "header": "paragraph", "footer": "paragraph", "aside": "paragraph",
    "body": "paragraph", "address": "paragraph", "details": "paragraph", "summary": "paragraph",
    "figure": "paragraph", "form": "paragraph", "fieldset": "paragraph", "center": "paragraph",
    "html": "paragraph", "head": "paragraph", "hr": "paragraph", "nav": "paragraph",
    "h1": "heading", "h2": "heading", "h3": "heading", "h4": "heading", "h5": "heading",
    "h6": "heading", "title": "metadata", "ul": "paragraph", "ol": "paragraph",
    "li": "list-item", "dl": "paragraph", "dt": "list-item", "dd": "list-item",
    "blockquote": "quote", "table": "paragraph", "thead": "paragraph", "tbody": "paragraph",
    "tfoot": "paragraph", "tr": "paragraph", "td": "cell", "th": "cell",
    "caption": "caption", "figcaption": "caption", "legend": "caption", "option": "cell",
    "select": "paragraph", "button": "cell", "label": "cell",
}  # fmt: skip
_INLINE_HIDDEN = frozenset("code kbd samp tt var math svg iframe".split())
_EMPHASIS = frozenset("b strong i em u mark s del ins small span cite q abbr font".split())
_UNSAID = {"p": _BLOCKS, "li": {"li"}, "dt": {"dt", "dd"}, "dd": {"dt", "dd"}}
_SHOWN = regex.compile(r"[^\r\n]")
_GAP = regex.compile(r"[\r\n][ \t\r\n]*")
_VALUE = regex.compile(
    r"""(?<=[\s"'])(?P<name>[\w:-]+)\s*=\s*(?P<q>["'])(?P<value>[^"']*+(?:(?!(?P=q)).)*+)(?P=q)""",
    regex.S,
)
_PROSE_META = frozenset("description og:title og:description twitter:title".split())


def read(source: str, suffix: str = "") -> Document:
    """The document of an HTML text, a whole page or a fragment."""
    return _Reading(source, suffix).document()


class _Reading:
    """One pass over the tokens; blocks end where an element that holds blocks begins or ends."""

    def __init__(self, source: str, suffix: str) -> None:
        self.source = source
        self.lines = LineIndex(source)
        self.templates = templates(source, "html", suffix)
        #: Generators of sites read front matter in pages of HTML, too.
        self.head = frontmatter.find(source)
        self.values = tuple(frontmatter.values(source, self.head))
        self.metadata = masthead.metadata(self.values)
        self.blocks: list[Block] = []
        self.opaque: list[Span] = list(self.templates)
        self.targets: list[Span] = []
        self.language = ""
        self.stack: list[str] = []
        self.builder: BlockBuilder | None = None
        self.opened = self.head.end
        self.hidden = 0
        self.hole = Span(0, 0)
        #: The inline elements that are open, with the places of their tags.
        self.inline: list[tuple[str, Span]] = []

    def document(self) -> Document:
        if self.head.end:
            self.opaque.append(self.head)
            self.blocks += masthead.blocks(self.source, self.values, self._append)
        shadow = _SHOWN.sub(" ", self.source[: self.head.end]) + self.source[self.head.end :]
        tokens = list(turbohtml.tokenize(shadow, resolve_references=False))
        starts = [self.lines.offset(token.line, token.col + 1) for token in tokens]
        starts.append(len(self.source))
        for number, token in enumerate(tokens):
            start = max(starts[number], self.head.end)
            span = Span(start, max(start, starts[number + 1]))
            kind = token.type.name
            if kind == "START_TAG":
                self._start(token.tag or "", dict(token.attrs or ()), token.self_closing, span)
            elif kind == "END_TAG":
                self._end(token.tag or "", span)
            elif kind == "TEXT":
                self._text(span)
            elif kind == "CHARACTER_REFERENCE":
                self._reference(span)
            elif self.builder is not None:
                self.builder.point("html", *span)
                self.opaque.append(span)
            else:
                self.opaque.append(span)
        self._finish(len(self.source))
        self.blocks.sort(key=reading_order)
        return Document(
            "html",
            self.source,
            tuple(self.blocks),
            tuple(merged(self.opaque)),
            tuple(sorted(set(self.targets))),
            self.language or masthead.language(self.metadata),
            self.metadata,
        )

    def _start(self, tag: str, attributes: dict[str, str], closed: bool, span: Span) -> None:
        if self.hidden:
            self.hidden += tag == self.stack[-1] and not closed
            return
        if tag == "html":
            self.language = (attributes.get("lang") or "")[:2].lower()
        self.targets += linked(self.source, span)
        if tag in HIDDEN and not closed:
            self._hide(tag, span)
        elif tag in _BLOCKS:
            self._finish(span.start, torn=tag not in self._closers())
            self.stack.append(tag) if tag not in VOID else None
            self.opened = span.start
        elif tag == "br" and self.builder is not None:
            self.builder.decoded("\n", *span)
            self.builder.point("html", *span)
        elif tag == "img":
            self._image(attributes, span)
        elif tag == "meta":
            self._meta(attributes, span)
        elif tag == "a":
            self._current(span.start).open("link", span.start, attributes.get("href") or "")
            self.inline.append((tag, span))
        elif tag in _EMPHASIS:
            self._current(span.start).open("emphasis", span.start)
            self.inline.append((tag, span))
        elif self.builder is not None:
            self.builder.point("html", *span)

    def _end(self, tag: str, span: Span) -> None:
        if self.hidden:
            if tag == self.stack[-1]:
                self.hidden -= 1
                if not self.hidden:
                    self._show(tag, span)
            return
        if tag in _BLOCKS:
            own = self.stack[-1:] == [tag] and self._own()
            self._finish(span.end if own else span.start)
            if tag in self.stack:
                while self.stack.pop() != tag:
                    pass
            self.opened = span.end
        elif self.builder is not None and any(tag == name for name, _ in self.inline):
            while self.inline[-1][0] != tag:
                self.builder.abandon(self.inline.pop()[1].end)
            self.inline.pop()
            self.builder.close(span.end)
        elif self.builder is not None:
            self.builder.point("html", *span)

    def _hide(self, tag: str, span: Span) -> None:
        if tag in _INLINE_HIDDEN:
            self._current(span.start)
        else:
            self._finish(span.start, torn=True)
        self.stack.append(tag)
        self.hidden = 1
        self.hole = span

    def _show(self, tag: str, span: Span) -> None:
        self.stack.pop()
        whole = Span(self.hole.start, span.end)
        self.opaque.append(whole)
        if tag in _INLINE_HIDDEN:
            self._current(whole.start).object("code", *whole)
        else:
            self.opened = span.end

    def _current(self, start: int) -> BlockBuilder:
        if self.builder is None:
            kind = next((_BLOCKS[tag] for tag in reversed(self.stack) if tag in _BLOCKS), "")
            tag = self.stack[-1] if self.stack else ""
            level = int(tag[1]) if kind == "heading" and tag[1:].isdigit() else 0
            begin = self.opened if not self.source[self.opened : start].strip() else start
            begin = self.opened if self._only_tag(self.opened, start) else begin
            self.builder = BlockBuilder(self.source, kind or "paragraph", begin, level)
            self.builder.removable = (kind or "paragraph") in {"paragraph", "list-item", "heading"}
        return self.builder

    def _only_tag(self, start: int, end: int) -> bool:
        """Whether nothing but one opening tag stands between two places."""
        text = self.source[start:end].strip()
        return text.startswith("<") and text.endswith(">") and text.count("<") == 1

    def _own(self) -> bool:
        """Whether the open block begins with the tag of the innermost element."""
        tag = f"<{self.stack[-1]}" if self.stack else ""
        start = self.builder.start if self.builder is not None else 0
        return bool(tag) and self.source[start : start + len(tag)].lower() == tag

    def _closers(self) -> Collection[str]:
        """The tags whose start ends the innermost element unsaid."""
        return _UNSAID.get(self.stack[-1], ()) if self.stack else ()

    def _finish(self, end: int, *, torn: bool = False) -> None:
        """End the block; `torn` says that the element it begins with goes on after it."""
        if self.builder is not None:
            if torn and self._own():
                self.builder.removable = False
            while self.inline:
                self.builder.abandon(self.inline.pop()[1].end)
            self.builder.trim()
            block = self.builder.build(end)
            if block is not None:
                self.blocks.append(block)
        self.builder = None
        self.opened = end

    def _image(self, attributes: dict[str, str], span: Span) -> None:
        self._current(span.start).object("image", *span)
        if attributes.get("alt"):
            self._attribute("alt", "alt", span)

    def _meta(self, attributes: dict[str, str], span: Span) -> None:
        named = (attributes.get("name") or attributes.get("property") or "") in _PROSE_META
        if named and attributes.get("content"):
            self._attribute("content", "metadata", span)

    def _attribute(self, name: str, kind: str, span: Span) -> None:
        """A block of its own for an attribute that is shown or read out, where it is quoted."""
        found = _VALUE.search(self.source, *span)
        while found is not None and found["name"].lower() != name:
            found = _VALUE.search(self.source, found.end(), span.end)
        if found is None:
            return
        at, end = found.span("value")
        builder = BlockBuilder(self.source, kind, at)
        builder.removable = False
        for reference in REFERENCE.finditer(self.source, at, end):
            builder.exact(at, reference.start())
            builder.decoded(html.unescape(reference[0]), *reference.span())
            at = reference.end()
        builder.exact(at, end)
        block = builder.build(end)
        if block is not None:
            self.blocks.append(block)

    def _reference(self, span: Span) -> None:
        if not self.hidden:
            text = html.unescape(self.source[span.start : span.end])
            self._current(span.start).decoded(text, *span)

    def _text(self, span: Span) -> None:
        """Append text; white space between blocks is nobody's, line breaks inside one are soft."""
        text = self.source[span.start : span.end]
        if self.hidden or (self.builder is None and not text.strip()):
            return
        start = span.start
        if self.builder is None:
            start += len(text) - len(text.lstrip())
        self._append(self._current(start), Span(start, span.end))

    def _append(self, builder: BlockBuilder, span: Span) -> None:
        """Append source text, with templates and bare addresses as objects."""
        at = span.start
        text = self.source[at : span.end]
        holes = [("url", Span(at + a, at + b)) for a, b in addresses(text)]
        holes += [("template", hole) for hole in overlapping(self.templates, span)]
        for kind, hole in sorted(holes, key=lambda pair: pair[1]):
            if hole.end <= at:
                continue
            self._lines(builder, at, hole.start)
            builder.object(kind, max(at, hole.start), min(hole.end, span.end))
            at = min(hole.end, span.end)
        self._lines(builder, at, span.end)

    def _lines(self, builder: BlockBuilder, start: int, end: int) -> None:
        """Append text whose line breaks, with the indentation after them, show as one space."""
        at = start
        for gap in _GAP.finditer(self.source, start, end):
            builder.exact(at, gap.start())
            builder.decoded("\n", *gap.span())
            at = gap.end()
        builder.exact(at, end)
