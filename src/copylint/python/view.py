"""Text as Python reads it out of string literals and comments, with the way back to the source.

The escapes are those of the language reference (docs.python.org, “String and Bytes literals”).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from copylint.document import OBJECT, Block, Document, Mark, Piece
from copylint.span import Span

_ESCAPE = (
    r"\\(?:(?P<gone>\r\n|[\r\n])|(?P<octal>[0-7]{1,3})|x(?P<two>[0-9a-fA-F]{2})"
    r"|u(?P<four>[0-9a-fA-F]{4})|U(?P<eight>[0-9a-fA-F]{8})|N\{(?P<name>[^{}]+)\}"
    r"|(?P<plain>{plain}))|(?P<line>\r\n?)"
)
_IN_STRING = re.compile(_ESCAPE.replace("{plain}", "."), re.S)
# A back-slash before a brace leaves the brace what it is.
_IN_FSTRING = re.compile(_ESCAPE.replace("{plain}", "[^{}]") + r"|(?P<brace>\{\{|\}\})", re.S)
_PLAIN = {"\\": "\\", "'": "'", '"': '"', "a": "\a", "b": "\b", "f": "\f", "n": "\n",
          "r": "\r", "t": "\t", "v": "\v"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class View:
    """A text and, for each of its characters, the range of the source that spells it.

    Characters that share a range are spelled by it together; a range of one code point that holds
    the very character is that character.
    """

    source: str
    text: str
    spans: Sequence[Span]

    def cut(self, ranges: Iterable[tuple[int, int]]) -> View:
        """Some ranges of the text, in order; what is left out between two of them goes to a line
        break that stands before it, so that a line's indentation goes with the break."""
        parts: list[str] = []
        spans: list[Span] = []
        for start, end in ranges:
            if spans and parts and start > 0 and parts[-1].endswith("\n"):
                reach = self.spans[start - 1].end
                if reach > spans[-1].end:
                    spans[-1] = Span(spans[-1].start, reach)
            if start < end:
                parts.append(self.text[start:end])
                spans += self.spans[start:end]
        return View(self.source, "".join(parts), spans)

    def shown(self) -> View:
        """The text with each escape of an invisible character as an object: it is meant."""
        text = [
            OBJECT
            if end - start > 1 and char not in "\n\t" and not (char.isprintable() or char == " ")
            else char
            for char, (start, end) in zip(self.text, self.spans, strict=True)
        ]
        return View(self.source, "".join(text), self.spans)

    def place(self, span: Span) -> Span:
        """The source of a range of the text; an empty range gives a place."""
        if span.start >= len(self.spans):
            end = self.spans[-1].end if self.spans else 0
            return Span(end, end)
        if span.start >= span.end:
            return Span(self.spans[span.start].start, self.spans[span.start].start)
        return Span(self.spans[span.start].start, self.spans[span.end - 1].end)

    def pieces(self) -> tuple[Piece, ...]:
        """The text as pieces of a block."""
        pieces: list[Piece] = []
        for at, (start, end) in enumerate(self.spans):
            exact = end - start == 1 and self.source[start] == self.text[at]
            if pieces:
                last = pieces[-1]
                if exact and last.exact and last.span.end == start:
                    pieces[-1] = Piece(last.start, Span(last.span.start, end), True)
                    continue
                if not exact and not last.exact and last.span == (start, end):
                    continue
            pieces.append(Piece(at, Span(start, end), exact))
        return tuple(pieces)

    def blocks(self, document: Document, kind: str) -> Iterator[Block]:
        """The blocks of a document whose source is this text, as blocks of the true source."""
        for block in document.blocks:
            inner = self._under(block)
            marks = tuple(
                Mark(mark.kind, mark.start, mark.end, self.place(mark.span), mark.target)
                for mark in block.marks
            )
            span = self.place(block.span)
            yield Block(kind, block.text, span, inner.pieces(), marks, block.level, block.removable)

    def _under(self, block: Block) -> View:
        """The text of a block read from this one, over the true source."""
        spans: list[Span] = []
        limits = [piece.start for piece in block.pieces[1:]] + [len(block.text)]
        for piece, limit in zip(block.pieces, limits, strict=True):
            if piece.exact:
                spans += self.spans[piece.span.start : piece.span.end]
            else:
                spans += [self.place(piece.span)] * (limit - piece.start)
        return View(self.source, block.text, spans)


def plain(source: str, start: int, end: int) -> View:
    """A stretch of source that stands for itself."""
    return View(source, source[start:end], [Span(at, at + 1) for at in range(start, end)])


def joined(source: str, parts: Iterable[View]) -> View:
    """One text out of several."""
    views = list(parts)
    spans = [span for view in views for span in view.spans]
    return View(source, "".join(view.text for view in views), spans)


def hole(source: str, start: int, end: int) -> View:
    """Something that shows as an object, such as an expression in an f-string."""
    return View(source, OBJECT, [Span(start, end)])


def literal(source: str, start: int, end: int) -> View:
    """The value of a string literal; `start` is at its prefix or quote, `end` behind its quotes."""
    quote = start
    while source[quote] not in "\"'":
        quote += 1
    size = 3 if end - quote >= 6 and source.startswith(source[quote] * 3, quote) else 1
    return body(source, quote + size, end - size, raw="r" in source[start:quote].lower())


def body(source: str, start: int, end: int, *, raw: bool, braces: bool = False) -> View:
    """What stands between quotes: `braces` says that it is text of an f-string."""
    if "\\" not in source[start:end] and "\r" not in source[start:end] and not braces:
        return plain(source, start, end)
    text: list[str] = []
    spans: list[Span] = []
    at = start
    for hit in (_IN_FSTRING if braces else _IN_STRING).finditer(source, start, end):
        told = _told(hit, raw=raw)
        if told is None:
            continue
        text.append(source[at : hit.start()])
        spans += [Span(one, one + 1) for one in range(at, hit.start())]
        text.append(told)
        spans += [Span(*hit.span())] * len(told)
        at = hit.end()
    text.append(source[at:end])
    spans += [Span(one, one + 1) for one in range(at, end)]
    return View(source, "".join(text), spans)


def _told(hit: re.Match[str], *, raw: bool) -> str | None:
    """What an escape stands for; None where it stands for itself."""
    if hit["line"]:
        return "\n"
    if hit.groupdict().get("brace"):
        return hit[0][0]
    if raw:
        return hit[0].replace("\r\n", "\n").replace("\r", "\n") if "\r" in hit[0] else None
    if hit["gone"]:
        return ""
    if hit["octal"]:
        return chr(int(hit["octal"], 8))
    for group in ("two", "four", "eight"):
        if hit[group]:
            number = int(hit[group], 16)
            return chr(number) if number <= 0x10FFFF else hit[0]
    if hit["name"]:
        try:
            return unicodedata.lookup(hit["name"])
        except KeyError:
            return hit[0]
    return _PLAIN.get(hit["plain"], hit[0])
