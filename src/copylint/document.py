"""The prose of an article as a reader of the page sees it, with the exact way back to the source.

Prose offsets count code points of one block's text; source offsets count code points of the file's
decoded text. Only this module turns one into the other, and never by searching.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate, pairwise
from typing import NamedTuple

from copylint.sentences import quotations, split
from copylint.span import LineIndex, Span

#: Stands in prose for what is on the page but is not prose: code, an image, a bare address, math.
OBJECT = "\ufffc"

#: Every kind of block a reader may yield; a rule's `scope` names some of them.
KINDS = (
    "paragraph", "heading", "list-item", "quote", "cell", "caption", "alt", "footnote",
    "metadata", "docstring", "comment", "literal",
)  # fmt: skip

#: Marks whose source must survive every safe fix byte for byte.
PROTECTED = frozenset({"code", "image", "math", "html", "template", "url", "link", "footnote"})

_WORD = re.compile(r"\w\S*")
# What stands before and after the content of a shortcode, a directive or an element.
_OPENED = re.compile(r"(?:[%}>]\}\}?|^[ \t]*:{3,}[^\n]*|<[a-zA-Z][^<>]*>|</summary>)\s*\Z", re.M)
_CLOSES = re.compile(r"\s*(?:\{[%{]|:{3,}|</[a-zA-Z])")
# The line of an admonition or a tab, which its indented content follows; attributes of a block,
# above it or below.
_TITLED = re.compile(r"^[ \t]*(?:(?:!!!|\?\?\?|===)[^\n]*\n\s*|\{[.#][^{}\n]*\}[ \t]*\n)\Z", re.M)
_ATTRIBUTES = re.compile(r"[ \t]*\n?[ \t]*\{:? ?[.#][^{}\n]*\}")
_FRAME = 300


class Piece(NamedTuple):
    """A run of a block's text from `start` on, and where it stands in the source.

    `exact` says that the text equals the source there, code point for code point; otherwise (an
    entity, an escape, a line break) the piece maps only as a whole.
    """

    start: int
    span: Span
    exact: bool


class Mark(NamedTuple):
    """Markup around or inside prose: `start` and `end` in the block, `span` with its markers."""

    kind: str
    start: int
    end: int
    span: Span
    target: str = ""


@dataclass(eq=False)
class Block:
    """One paragraph, heading, list item, cell …: the unit in which rules look for matches."""

    kind: str
    text: str
    span: Span
    pieces: tuple[Piece, ...]
    marks: tuple[Mark, ...] = ()
    level: int = 0
    #: Whether deleting the block's lines leaves its container whole.
    removable: bool = True

    @cached_property
    def folded(self) -> str:
        """The text with soft breaks and no-break spaces as spaces and ’ as ', one for one."""
        text = self.text.replace("\n", " ")
        if not text.isascii():
            text = text.replace("\u00a0", " ").replace("\u202f", " ")
            text = text.replace("’", "'").replace("‘", "'")
        return text

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        """The sentences, in prose offsets, without the white space between them."""
        return tuple(split(self.text))

    @cached_property
    def quotations(self) -> tuple[Span, ...]:
        """What stands inside quotation marks, in prose offsets, the marks included."""
        return tuple(quotations(self.text))

    def quoted(self, span: Span) -> bool:
        """Whether a prose range shares ground with a quotation."""
        return any(quotation.overlaps(span) for quotation in self.quotations)

    def sentence_at(self, offset: int) -> Span:
        """The sentence that holds a prose offset, or the whole text where there is none."""
        sentences = self.sentences
        if not sentences:
            return Span(0, len(self.text))
        at = bisect_right(sentences, offset, key=lambda span: span.end)
        return sentences[min(at, len(sentences) - 1)]

    def lines(self) -> Iterator[Span]:
        """The lines of the block as the source breaks them, in prose offsets, without the break."""
        start = 0
        while (end := self.text.find("\n", start)) >= 0:
            yield Span(start, end)
            start = end + 1
        yield Span(start, len(self.text))

    def marked(self, start: int, end: int, kinds: Sequence[str] | frozenset[str]) -> bool:
        """Whether a mark of one of the kinds touches the prose range.

        A mark that shows nothing, such as a footnote's, touches what it stands right behind.
        """
        return any(
            mark.kind in kinds
            and (
                start < mark.start <= end
                if mark.start == mark.end
                else mark.start < end and start < mark.end
            )
            for mark in self.marks
        )

    def _piece(self, offset: int) -> int:
        low, high = 0, len(self.pieces)
        while low < high:
            middle = (low + high) // 2
            if self.pieces[middle].start <= offset:
                low = middle + 1
            else:
                high = middle
        return low - 1

    def source(self, start: int, end: int) -> Span:
        """The source range of a prose range; an empty range gives the place to insert at."""
        if not self.pieces:
            return Span(self.span.start, self.span.start)
        first = self.pieces[max(self._piece(start), 0)]
        if start == end and start == len(self.text):
            return Span(self.pieces[-1].span.end, self.pieces[-1].span.end)
        begin = first.span.start + (start - first.start if first.exact else 0)
        if end <= start:
            return Span(begin, begin)
        last = self.pieces[self._piece(end - 1)]
        stop = last.span.start + (end - last.start) if last.exact else last.span.end
        return Span(begin, max(begin, stop))

    def verbatim(self, start: int, end: int) -> Span | None:
        """The source range, if the prose stands there word for word with nothing in between."""
        if start >= end:
            return self.source(start, end)
        first, last = self._piece(start), self._piece(end - 1)
        if first < 0:
            return None
        chosen = self.pieces[first : last + 1]
        if not all(piece.exact for piece in chosen):
            return None
        for left, right in pairwise(chosen):
            if left.span.end != right.span.start:
                return None
        return self.source(start, end)

    def removal(self, start: int, end: int) -> tuple[Span, bool] | None:
        """The source range to delete so that the prose range goes, markup and all.

        Markup that lies wholly inside goes with it; `None` where some of it would be torn, or
        where what lies between is not this block's own. The flag says that only plain prose and
        emphasis go, so that the deletion may be safe; code, links and images make it unsafe.
        """
        if start >= end or not self.pieces:
            return None
        span = self.source(start, end)
        inner: list[Span] = []
        plain = True
        for mark in self.marks:
            empty = mark.start == mark.end
            if (start <= mark.start < end) if empty else (mark.start < end and start < mark.end):
                if start <= mark.start and mark.end <= end:
                    inner.append(mark.span)
                    span = Span(min(span.start, mark.span.start), max(span.end, mark.span.end))
                    plain = plain and mark.kind not in PROTECTED
                elif not (mark.start <= start and end <= mark.end) or mark.kind in {"code", "url"}:
                    return None
        chosen = self.pieces[max(self._piece(start), 0) : self._piece(end - 1) + 1]
        for left, right in pairwise(chosen):
            gap = Span(left.span.end, right.span.start)
            if gap.start < gap.end and not any(whole.holds(gap) for whole in inner):
                return None
        return span, plain

    def prose(self, span: Span) -> Span | None:
        """The prose range whose source lies in a source range, or `None` if no prose does."""
        first = bisect_right(self.pieces, span.start, key=lambda piece: piece.span.end)
        last = bisect_left(self.pieces, span.end, key=lambda piece: piece.span.start) - 1
        if last < first:
            return None
        one, other = self.pieces[first], self.pieces[last]
        skip = span.start - one.span.start
        start = one.start + (skip if one.exact and skip > 0 else 0)
        limit = self.pieces[last + 1].start if last + 1 < len(self.pieces) else len(self.text)
        over = span.end - other.span.start
        return Span(start, min(limit, other.start + over) if other.exact else limit)


@dataclass(eq=False)
class Document:
    """An article: its source, its blocks of prose in order, and what in it is not prose."""

    markup: str
    source: str
    blocks: tuple[Block, ...]
    #: Source ranges no rule of scope `source` may look into: code, front matter, templates.
    opaque: tuple[Span, ...] = ()
    #: Source ranges of link and image targets.
    targets: tuple[Span, ...] = ()
    #: Two-letter code the article itself declares, or "".
    language: str = ""
    #: Front matter values by key, where there is front matter.
    metadata: dict[str, str] = field(default_factory=dict)
    #: In program text: source ranges of the comments, in which alone suppressions are looked for.
    #: `raw` then looks no further than `source`.
    comments: tuple[Span, ...] | None = None

    @cached_property
    def lines(self) -> LineIndex:
        """Where the lines of the source begin."""
        return LineIndex(self.source)

    @cached_property
    def prose(self) -> str:
        """All prose, one block after another with an empty line between."""
        return "\n\n".join(block.text for block in self.blocks)

    @cached_property
    def words(self) -> int:
        """How many words the prose has: runs without white space, from a letter or digit on."""
        return sum(len(_WORD.findall(block.text)) for block in self.blocks)

    def hidden(self, span: Span) -> bool:
        """Whether a source range touches code, front matter or a template."""
        at = bisect_right(self.opaque, span.start, key=lambda other: other.end)
        return at < len(self.opaque) and self.opaque[at].start < span.end

    def framed(self, span: Span) -> bool:
        """Whether a source range is all that a shortcode, a directive or an element holds, such as
        the label of a button. In a web page every text is held by some element: no frame there."""
        if self.markup == "html":
            return False
        before = self.source[max(0, span.start - _FRAME) : span.start]
        if _TITLED.search(before) or _ATTRIBUTES.match(self.source, span.end):
            return True
        return _OPENED.search(before) is not None and bool(_CLOSES.match(self.source, span.end))

    def block_at(self, span: Span) -> Block | None:
        """The innermost block whose prose a source range touches."""
        at = bisect_left(self.blocks, span.end, key=lambda block: block.span.start)
        while at and self._reach[at - 1] > span.start:
            at -= 1
            if self.blocks[at].prose(span) is not None:
                return self.blocks[at]
        return None

    @cached_property
    def _reach(self) -> list[int]:
        """For each block, where the last of it and those before it ends."""
        return list(accumulate((block.span.end for block in self.blocks), max))

    def protected(self) -> list[tuple[Span, str]]:
        """Every stretch of source that a repair elsewhere must leave alone, in order."""
        spans = [*self.opaque, *self.targets]
        for block in self.blocks:
            spans += [mark.span for mark in block.marks if mark.kind in PROTECTED]
        return [(span, self.source[span.start : span.end]) for span in sorted(set(spans))]


def reading_order(block: Block) -> tuple[int, int]:
    """What blocks are sorted by: a paragraph that opens with an image comes before the image's own
    text."""
    return block.span.start, -block.span.end


class BlockBuilder:
    """Puts a block together from left to right; every reader uses it.

    `source` is the whole decoded file, so that white space between two pieces can be told from
    markup.
    """

    def __init__(self, source: str, kind: str, start: int, level: int = 0) -> None:
        self.source = source
        self.kind = kind
        self.start = start
        self.level = level
        self.removable = True
        self._text: list[str] = []
        self._size = 0
        self._pieces: list[Piece] = []
        self._marks: list[Mark] = []
        self._open: list[tuple[str, int, int, str]] = []

    def exact(self, start: int, end: int) -> None:
        """Append source text that is prose as it stands.

        Of the blanks on both sides of a tag or comment that shows nothing, the page shows one.
        """
        if self._blank_after_tag(start, end):
            self._marks[-1] = self._marks[-1]._replace(
                span=Span(self._marks[-1].span.start, start + 1)
            )
            start += 1
        if start < end:
            self._append(self.source[start:end], Span(start, end), True)

    def _blank_after_tag(self, start: int, end: int) -> bool:
        if not self._marks or not self._text or start >= end or self.source[start] != " ":
            return False
        mark = self._marks[-1]
        hidden = mark.kind == "html" and mark.start == mark.end == self._size
        return hidden and mark.span.end == start and self._text[-1].endswith((" ", "\n"))

    def decoded(self, text: str, start: int, end: int) -> None:
        """Append prose that the source spells in another way, as far as nothing covers it yet.

        A bare address may run on through the `&amp;` in it.
        """
        start = max(start, self.end)
        if text and start < end:
            self._append(text, Span(start, end), False)

    def line_break(self, start: int, end: int) -> None:
        """Append a line break inside the block."""
        exact = self.source[start:end] == "\n"
        self._append("\n", Span(start, end), exact)

    def object(self, kind: str, start: int, end: int, target: str = "") -> None:
        """Append something that is on the page but is not prose, as far as nothing covers it yet.

        A bare address may run on into the formula behind it.
        """
        start = max(start, self.end)
        if start < end:
            self._append(OBJECT, Span(start, end), False)
            self._marks.append(Mark(kind, self._size - 1, self._size, Span(start, end), target))

    def point(self, kind: str, start: int, end: int) -> None:
        """Note markup that shows nothing of its own at this place."""
        self._marks.append(Mark(kind, self._size, self._size, Span(start, end)))

    def open(self, kind: str, start: int, target: str = "") -> None:
        """Begin markup that surrounds what follows."""
        self._open.append((kind, self._size, start, target))

    def close(self, end: int) -> None:
        """End the markup begun last."""
        if self._open:
            kind, at, start, target = self._open.pop()
            self._marks.append(Mark(kind, at, self._size, Span(start, end), target))

    def abandon(self, end: int) -> None:
        """Take the markup begun last for a tag that nothing ends; `end` is where the tag does."""
        if self._open:
            _, at, start, _ = self._open.pop()
            self._marks.append(Mark("html", at, at, Span(start, end)))

    def surround(self, kind: str, at: int, span: Span, target: str = "") -> None:
        """Note markup around the prose since `at`, a `size` of before.

        Other markup may begin inside and end outside of it.
        """
        if at < self._size:
            self._marks.append(Mark(kind, at, self._size, span, target))

    @property
    def size(self) -> int:
        """How many code points of prose there are so far."""
        return self._size

    @property
    def end(self) -> int:
        """Where in the source the last piece of prose ends; 0 before the first."""
        return self._pieces[-1].span.end if self._pieces else 0

    @property
    def empty(self) -> bool:
        """Whether nothing was appended yet."""
        return not self._pieces

    def _append(self, text: str, span: Span, exact: bool) -> None:
        last = self._pieces[-1] if self._pieces else None
        if last is not None and last.span.end < span.start:
            gap = self.source[last.span.end : span.start]
            if text == "\n" and not gap.strip(" \t"):
                span, exact = Span(last.span.end, span.end), False
            elif self._text[-1] == "\n" and gap[0] in " \t>":
                self._stretch(span.start - len(gap.lstrip(" \t>")))
        if exact and last is not None and last.exact and last.span.end == span.start:
            self._pieces[-1] = Piece(last.start, Span(last.span.start, span.end), True)
        else:
            self._pieces.append(Piece(self._size, span, exact))
        self._text.append(text)
        self._size += len(text)

    def _stretch(self, end: int) -> None:
        """Let the line break at the end take in what the line after it is indented with."""
        start, span, exact = self._pieces.pop()
        at = self._size - 1
        if exact and start < at:
            self._pieces.append(Piece(start, Span(span.start, span.end - 1), True))
            start, span = at, Span(span.end - 1, span.end)
        self._pieces.append(Piece(start, Span(span.start, end), False))

    def trim(self) -> None:
        """Drop the white space at the end, which does not show."""
        text = "".join(self._text)
        self._size = size = len(text.rstrip())
        self._text = [text[:size]]
        while self._pieces and self._pieces[-1].start >= size:
            self._pieces.pop()
        if self._pieces and self._pieces[-1].exact:
            start, span, _ = self._pieces[-1]
            self._pieces[-1] = Piece(start, Span(span.start, span.start + size - start), True)
        self._marks = [
            mark._replace(start=min(mark.start, size), end=min(mark.end, size))
            for mark in self._marks
        ]

    def build(self, end: int) -> Block | None:
        """The finished block up to a source offset, or `None` if it holds no prose."""
        text = "".join(self._text)
        if not text.strip():
            return None
        marks = tuple(sorted(self._marks, key=lambda mark: (mark.start, -mark.end)))
        span = Span(self.start, end)
        return Block(self.kind, text, span, tuple(self._pieces), marks, self.level, self.removable)
