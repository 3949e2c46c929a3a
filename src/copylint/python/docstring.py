"""What in a docstring or comment is prose: its paragraphs, without code, names and markup.

Known are reStructuredText (docutils.sourceforge.io, “reStructuredText Markup Specification”), the
sections of the Google style guide and of numpydoc, the fields of Sphinx and of Epydoc, doctests and
Markdown. What could be code is taken for code: a rule that is silent there costs little.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from copylint.document import OBJECT, Block, BlockBuilder, Document
from copylint.opaque import addresses, templates
from copylint.python.view import View
from copylint.readers import markdown
from copylint.span import Span

_TABS = 8
_SECTIONS = frozenset(
    "args arguments parameters params attributes returns return yields yield raises raise warns "
    "receives methods examples example notes note references warning warnings todo see also "
    "keyword other".split()
)
_HEADER = re.compile(
    r"(?:Args|Arguments|Parameters|Params|Keyword Args|Keyword Arguments|Other Parameters"
    r"|Attributes|Returns?|Yields?|Raises?|Warns|Receives|Methods|Examples?|Notes?|References?"
    r"|Warnings?|Todo|See Also|Usage|Exceptions?|Inputs?|Outputs?|Options):[ \t]*$"
)
#: Sections in which a line names something and then speaks of it.
_NAMING = re.compile(
    r"(?:Arg|Param|Keyword|Other Param|Attribute|Return|Yield|Raise|Warns|Receive|Method|See Also"
    r"|Exception|Input|Output|Option)"
)
_ENTRY = re.compile(
    r"[*]{0,2}[\w.`|\[\], /-]{1,80}?(?:[ \t]*\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\))?[ \t]*:(?:[ \t]+|$)"
)
_FIELD = re.compile(r"(?::[\w*\\ .,\[\]|-]{1,120}:|@\w+(?:[ \t]+[\w*.]+)?:)(?:[ \t]+|$)")
_TYPES = re.compile(r"[:@](?:type|rtype|vartype|kwtype|meta)\b")
_DIRECTIVE = re.compile(r"\.\.(?:[ \t]+|$)")
_ADMONITION = re.compile(
    r"\.\.[ \t]+(?:note|warning|important|tip|hint|caution|danger|attention|error|seealso|todo"
    r"|deprecated|versionadded|versionchanged|versionremoved|admonition|rubric|topic)::[ \t]*"
)
_VERSION = re.compile(r"\.\.[ \t]+(?:deprecated|version\w+)::[ \t]*(?:next|[\d.]+\w*)(?:[ \t]+|$)")
_ITEM = re.compile(r"(?:[-*+•]|#\.|\(?(?:\d{1,3}|[a-zA-Z])[.)])[ \t]+")
_UNDERLINE = re.compile(r"([-=~^\"'`#*+.:_<>])\1{2,}[ \t]*$")
_RULE = re.compile(r"[-=~^\"'`#*+.:_<>/\\| ]{3,}$")
_TABLE = re.compile(r"\||\+[-=]{2,}|=+(?:[ ]+=+)+[ \t]*$|-+(?:[ ]+-+)+[ \t]*$")
_FENCE = re.compile(r"`{3,}|~{3,}")
_DOCTEST = re.compile(r">>>(?:[ \t]|$)|In \[\d+\]:|\$ |[Uu]sage:[ \t]+\S")
_OPTION = re.compile(r"-{1,2}\w[\w-]*(?:[ =,][^ ]|[ ]{2,}|$)")
_MARKDOWN = re.compile(r"^[ \t]*(?:```|~~~|#{1,6}[ ]\S)|\]\((?:https?:|#|[\w./-]+\))", re.M)
_RST = re.compile(r"(?<!`)``(?!`)|^[ \t]*\.\. |:\w+:`|`_\b|::[ \t]*$", re.M)
_WORD = re.compile(
    r"[(\[\"'“‘*]*(?:[^\W\d_]+(?:['’-][^\W\d_]+)*|\d+)(?:[)\]\"'”’*]*[.,;:!?…]*[)\]\"'”’*]*$|【)"
)

_INLINE = re.compile(
    r"(?P<code>``(?:[^`]|`(?!`))+``)"
    r"|(?P<role>(?::[\w+.:-]{1,40}:`[^`\n]+(?:\n[^`\n]+)?`)|`[^`\n]+`:[\w+.:-]{1,40}:)"
    r"|(?P<link>`(?P<label>[^`<>]{1,300}?)[ \n]*<(?P<target>[^<>`]+)>`_{1,2})"
    r"|(?P<single>`[^`\n]{1,200}(?:\n[^`\n]{1,200})?`_{0,2})"
    r"|(?P<note>\[(?:\d+|\#\w*|\*|\w+)\]_(?!\w))"
    r"|(?P<substitution>\|[^|\s][^|\n]{0,80}\|(?:_{1,2})?)"
    r"|(?P<emphasis>(?<![\w*])(?P<star>\*{1,2})(?=[^\s*])[^*\n]{1,300}(?<=[^\s*])(?P=star)(?![\w*]))"
    r"|(?P<sign>%(?:\(\w+\))?[-#0+]?[\d.]*[sdrifgxX]\b|\$\{?\w+\}?|\{[\w.!:]*\})"
)


class Line(NamedTuple):
    """One line of the text: where it stands, and where its first character that shows does."""

    start: int
    first: int
    end: int
    indent: int


class Chunk(NamedTuple):
    """A paragraph: the stretch of each of its lines that is prose."""

    parts: list[tuple[int, int]]
    heading: bool = False


def clean(view: View) -> View:
    """A docstring without the indentation it shares, as `inspect.cleandoc` shows it.

    Tabs in the middle of a line stay what they are.
    """
    lines = list(_lines(view.text))
    margin = min((line.indent for line in lines[1:] if line.first < line.end), default=0)
    ranges = []
    for number, line in enumerate(lines):
        start = line.first if number == 0 else _dedented(view.text, line, margin)
        ranges.append((start, min(line.end + 1, len(view.text))))
    return view.cut(ranges)


def _dedented(text: str, line: Line, margin: int) -> int:
    """Where a line begins that loses so many columns."""
    at, column = line.start, 0
    while at < line.first:
        column = column + _TABS - column % _TABS if text[at] == "\t" else column + 1
        if column > margin:
            break
        at += 1
    return at


def _lines(text: str) -> Iterator[Line]:
    start = 0
    while start <= len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        line = text[start:end]
        bare = line.lstrip(" \t\f")
        first = end - len(bare)
        indent = len(line[: len(line) - len(bare)].expandtabs(_TABS))
        yield Line(start, first, max(first, start + len(line.rstrip())), indent)
        start = end + 1


def blocks(view: View, kind: str) -> Iterator[Block]:
    """The paragraphs of a text as blocks of its source."""
    view = view.shown()
    text = view.text
    marked = kind != "literal" and bool(_MARKDOWN.search(text)) and not _RST.search(text)
    for chunk in _Splitting(text, marked=marked).chunks() if kind != "literal" else _whole(text):
        part = _paragraph(view, chunk)
        if not _wordy(part.text):
            continue
        document = markdown.read(part.text) if marked else _rest(part.text)
        yield from part.blocks(document, kind)


def _whole(text: str) -> Iterator[Chunk]:
    """A message that a program shows is one paragraph, whatever it looks like."""
    if text.strip():
        yield Chunk([(0, len(text))])


def _paragraph(view: View, chunk: Chunk) -> View:
    """The text of a paragraph, each line with its break but the last."""
    ranges = []
    for number, (start, end) in enumerate(chunk.parts):
        last = number + 1 == len(chunk.parts)
        if not last and view.text[end : end + 1] != "\n":
            # Blanks at the end of the line, which do not show, go with the break.
            stop = view.text.find("\n", end)
            ranges += [(start, end), (stop, stop + 1)]
        else:
            ranges.append((start, end if last else end + 1))
    return view.cut(ranges)


def _wordy(text: str) -> bool:
    """Whether a paragraph reads as words rather than as code, a usage line or a drawing."""
    tokens = [token for token in text.split() if token.strip(f"{OBJECT}-–—.,;:!?()")]
    words = sum(_WORD.match(token) is not None for token in tokens)
    return words * 2 >= len(tokens) and any(char.isalpha() for char in text)


class _Splitting:
    """One pass over the lines of a docstring."""

    def __init__(self, text: str, *, marked: bool) -> None:
        self.text = text
        self.marked = marked
        self.lines = list(_lines(text))
        self.at = 0
        #: The column at which running text is expected; deeper after a blank line is code.
        self.base = 0
        #: The column of the names in a section that names things, or -1.
        self.naming = -1
        self.numpy = False

    def chunks(self) -> Iterator[Chunk]:
        blank = True
        while self.at < len(self.lines):
            line = self.lines[self.at]
            if line.first >= line.end:
                self.at += 1
                blank = True
                continue
            if self._skipped(line, blank):
                blank = True
                continue
            chunk = self._chunk(line)
            blank = False
            if chunk is not None:
                yield chunk
                tail = self.text[: chunk.parts[-1][1]]
                if tail.endswith("::"):
                    self._skip_deeper(line.indent)

    def _said(self, line: Line) -> str:
        return self.text[line.first : line.end]

    def _following(self) -> Line | None:
        """The next line that shows, after this one."""
        for line in self.lines[self.at + 1 :]:
            if line.first < line.end:
                return line
        return None

    def _skip_deeper(self, indent: int) -> None:
        """Go past the lines that stand deeper than a column."""
        while self.at < len(self.lines):
            line = self.lines[self.at]
            if line.first < line.end and line.indent <= indent:
                return
            self.at += 1

    def _skip_to_blank(self) -> None:
        while self.at < len(self.lines) and self.lines[self.at].first < self.lines[self.at].end:
            self.at += 1

    def _skipped(self, line: Line, blank: bool) -> bool:
        """Whether what begins at a line is no prose; then it is gone past."""
        text = self._said(line)
        if fence := _FENCE.match(text):
            self.at += 1
            while self.at < len(self.lines):
                closing = self._said(self.lines[self.at])
                self.at += 1
                if closing.startswith(fence[0]):
                    break
            return True
        if _DOCTEST.match(text) or _TABLE.match(text):
            self._skip_to_blank()
            return True
        if _DIRECTIVE.match(text) and not _ADMONITION.match(text):
            self.at += 1
            self._skip_deeper(line.indent)
            return True
        if _TYPES.match(text):
            self.at += 1
            self._skip_deeper(line.indent)
            return True
        if _RULE.fullmatch(text) or _OPTION.match(text) or text.startswith(">"):
            self.at += 1
            return True
        if self._section(line, text):
            return True
        if self.naming >= 0 and line.indent < self.naming:
            self.naming = -1
        item = _ITEM.match(text) is not None
        if blank and line.indent >= self.base + 2 and not item:
            self._skip_deeper(max(self.base, line.indent - 1))
            return True
        if line.indent < self.base:
            self.base = line.indent
        if self.numpy and line.indent == self.naming:
            # The line of names and types; what is deeper speaks of them.
            self.at += 1
            self._expect(line.indent)
            return True
        return False

    def _expect(self, indent: int) -> None:
        """Expect running text at the next line, if that is deeper than a column."""
        if self.at < len(self.lines):
            line = self.lines[self.at]
            if line.first < line.end and line.indent > indent:
                self.base = line.indent

    def _section(self, line: Line, text: str) -> bool:
        """Whether a section's header is at a line, in the style of Google or of numpydoc."""
        after = self.lines[self.at + 1] if self.at + 1 < len(self.lines) else None
        underlined = after is not None and bool(_UNDERLINE.match(self._said(after)))
        if underlined and text.split()[0].lower().rstrip(":") in _SECTIONS and len(text) < 30:
            self.numpy, self.base = bool(_NAMING.match(text)), line.indent
            self.naming = line.indent if self.numpy else -1
            self.at += 2
            return True
        if _HEADER.match(text):
            below = self._following()
            if below is not None and below.indent > line.indent:
                self.base = below.indent
                self.naming = below.indent if _NAMING.match(text) else -1
                self.numpy = False
                self.at += 1
                return True
        return False

    def _chunk(self, line: Line) -> Chunk | None:
        """The paragraph that begins at a line; its marker or name is left out."""
        text = self._said(line)
        start = line.first
        self.at += 1
        if after := _ADMONITION.match(text):
            start += (_VERSION.match(text) or after).end()
            self._expect_below(line.indent)
        elif field := _FIELD.match(text):
            start += field.end()
            self._expect_below(line.indent)
        elif line.indent == self.naming and (entry := _ENTRY.match(text)):
            start += entry.end()
            self._expect_below(line.indent)
        elif item := _ITEM.match(text):
            start += item.end()
            self.base = line.indent + item.end()
        elif self.marked and (heading := re.match(r"#{1,6}[ \t]+", text)):
            return Chunk([(start + heading.end(), line.end)], heading=True)
        else:
            self.base = line.indent
        parts = [(start, line.end)] if start < line.end else []
        indent = None if start > line.first else line.indent
        while self.at < len(self.lines):
            line = self.lines[self.at]
            if line.first >= line.end or self._begins(line):
                break
            if indent is None:
                indent = line.indent
                if indent > self.base:
                    self.base = indent
            elif abs(line.indent - indent) > 1:
                # A definition below its term, or the end of one.
                self.base = line.indent
                break
            parts.append((line.first, line.end))
            self.at += 1
        return Chunk(parts) if parts else None

    def _expect_below(self, indent: int) -> None:
        below = self.lines[self.at] if self.at < len(self.lines) else None
        if below is not None and below.first < below.end and below.indent > indent:
            self.base = below.indent
        else:
            self.base = indent + 4

    def _begins(self, line: Line) -> bool:
        """Whether a line begins something new though no blank line stands before it."""
        text = self._said(line)
        if line.indent == self.naming:
            return True
        return any(
            pattern.match(text)
            for pattern in (_ITEM, _DIRECTIVE, _FIELD, _DOCTEST, _FENCE, _TABLE, _HEADER)
        ) or bool(_RULE.fullmatch(text))


def _rest(text: str) -> Document:
    """The document of one paragraph of reStructuredText."""
    builder = BlockBuilder(text, "paragraph", 0)
    holes: list[tuple[Span, str, re.Match[str] | None]]
    holes = [(span, "template", None) for span in templates(text, "plain")]
    holes += [(Span(*span), "url", None) for span in addresses(text)]
    holes += [(Span(*hit.span()), "", hit) for hit in _INLINE.finditer(text)]
    at = 0
    for span, kind, hit in sorted(holes, key=lambda one: one[0]):
        if span.start < at:
            continue
        _lines_of(builder, at, span.start)
        at = span.end
        if hit is None:
            builder.object(kind, *span, text[span.start : span.end])
        else:
            _markup(builder, span, hit)
    _lines_of(builder, at, len(text))
    block = builder.build(len(text))
    targets = tuple(mark.span for mark in block.marks if mark.kind == "url") if block else ()
    return Document("rst", text, (block,) if block else (), (), targets)


def _markup(builder: BlockBuilder, span: Span, hit: re.Match[str]) -> None:
    kind = hit.lastgroup
    if hit["link"]:
        builder.open("link", span.start, hit["target"])
        _lines_of(builder, *hit.span("label"))
        builder.close(span.end)
    elif hit["emphasis"]:
        size = len(hit["star"])
        builder.open("emphasis", span.start)
        _lines_of(builder, span.start + size, span.end - size)
        builder.close(span.end)
    elif kind == "note":
        builder.point("footnote", *span)
    else:
        builder.object("code", *span)


def _lines_of(builder: BlockBuilder, start: int, end: int) -> None:
    """Append text as it stands, each line break as one."""
    while (at := builder.source.find("\n", start, end)) >= 0:
        builder.exact(start, at)
        builder.line_break(at, at + 1)
        start = at + 1
    builder.exact(start, end)
