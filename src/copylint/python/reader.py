"""Python through libcst: docstrings and comments as prose, and strings that the settings name.

libcst reads the grammar of newer Pythons than the one that runs; it runs in a process of its own.
"""

from __future__ import annotations

import io
import tokenize
from collections.abc import Iterator, Sequence
from functools import lru_cache
from importlib.util import find_spec
from itertools import pairwise
from typing import NamedTuple

from copylint.document import Block, Document
from copylint.errors import PluginError, ReadError
from copylint.files import Text
from copylint.files import decode as _decode
from copylint.python import comments, docstring, lexer, view, worker
from copylint.python.rough import rough
from copylint.python.view import View
from copylint.span import Edit, Span

__all__ = ["SUFFIXES", "decode", "read", "rough", "unharmed"]

SUFFIXES = (".py", ".pyi")

if find_spec("libcst") is None:
    raise PluginError("reading Python takes libcst: pip install 'copylint[python]'")


class String(NamedTuple):
    """A string of the program as it is decoded: a docstring, or a `literal` asked for.

    `start` is where its first prefix or quote stands.
    """

    kind: str
    start: int
    view: View


def read(source: str, suffix: str = "", told: str = "") -> Document:  # noqa: ARG001
    """The document of Python text; `told` names what strings to read beside docstrings.

    Raises ReadError for what is no Python, and for what the parser cannot bear.
    """
    return _read(source, told)


# A file that is repaired is read several times: as it was, and as it became.
@lru_cache(maxsize=4)
def _read(source: str, told: str) -> Document:
    strings, spans = parsed(source, told)
    blocks: list[Block] = []
    for string in strings:
        text = string.view if string.kind == "literal" else docstring.clean(string.view)
        blocks += docstring.blocks(text, string.kind)
    for text in comments.paragraphs(source, spans):
        blocks += docstring.blocks(text, "comment")
    blocks.sort(key=lambda block: block.span)
    targets = sorted({mark.span for one in blocks for mark in one.marks if mark.kind == "url"})
    return Document(
        f"python:{told}" if told else "python",
        source,
        tuple(blocks),
        tuple(_opaque(source, blocks)),
        tuple(targets),
        comments=spans,
    )


@lru_cache(maxsize=4)
def parsed(source: str, told: str = "") -> tuple[tuple[String, ...], tuple[Span, ...]]:
    """The strings of a program that may be prose, decoded, and where its comments stand."""
    if problem := lexer.burden(source):
        raise ReadError(f"cannot be read as Python: {problem}; exclude it if it is meant so")
    answer = worker.ask({"source": source, "strings": told.split(",") if told else []})
    strings = tuple(
        String(kind, parts[0][1], view.joined(source, (_part(source, *part) for part in parts)))
        for kind, parts in answer["strings"]
    )
    return strings, tuple(Span(*span) for span in answer["comments"])


def _part(source: str, sort: str, start: int, end: int) -> View:
    if sort == "s":
        return view.literal(source, start, end)
    if sort == "h":
        return view.hole(source, start, end)
    return view.body(source, start, end, raw=sort == "r", braces=True)


def _opaque(source: str, blocks: Sequence[Block]) -> Iterator[Span]:
    """All that is no prose, line by line: what is code, and what in a block is code."""
    shown = [Span(0, 0), *(block.span for block in blocks), Span(len(source), len(source))]
    inner = [mark.span for one in blocks for mark in one.marks if mark.kind in {"code", "template"}]
    spans = list(inner)
    for before, after in pairwise(shown):
        at = before.end
        while at < after.start:
            end = source.find("\n", at, after.start) + 1 or after.start
            if source[at:end].strip():
                spans.append(Span(at, end))
            at = end
    yield from sorted(spans)


def decode(data: bytes) -> Text:
    """The text of a Python file, in UTF-8 or in the encoding that its first lines declare.

    (docs.python.org, “Encoding declarations”.) Raises ReadError.
    """
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
    except SyntaxError as error:
        raise ReadError(f"declares an encoding that nobody knows: {error}") from None
    if encoding in {"utf-8", "utf-8-sig"}:
        return _decode(data)
    try:
        source = data.decode(encoding)
        same = source.encode(encoding) == data
    except (UnicodeError, LookupError) as error:
        raise ReadError(f"declares the encoding {encoding} and is not in it: {error}") from None
    if not same:
        raise ReadError(f"does not come out of the encoding {encoding} as it went in")
    return Text(source, encoding, b"")


def unharmed(before: str, after: str, edits: Sequence[Edit], told: str = "") -> bool:
    """Whether edits changed what they meant to and nothing else.

    The syntax trees are equal but for strings that were edited, and each of these says what it said
    with the edits made in that.
    """
    try:
        differing = worker.ask({"before": before, "after": after})["changed"]
        if differing is None:
            return False
        changed = {start: (old, new) for start, _, old, new in differing}
        for string in parsed(before, told)[0]:
            expected = _edited(string.view, edits)
            old, new = changed.pop(string.start, (string.view.text, string.view.text))
            if old != string.view.text or new != expected:
                return False
    except ReadError:
        return False
    return not changed


def _edited(text: View, edits: Sequence[Edit]) -> str:
    """What a string says once the source is edited, if each edit takes whole characters of it."""
    if not text.spans:
        return text.text
    first, last = text.spans[0].start, text.spans[-1].end
    result: list[str] = []
    due = [edit for edit in edits if first <= edit.span.start and edit.span.end <= last]
    if not due:
        return text.text
    for char, (start, end) in zip(text.text, text.spans, strict=True):
        while due and due[0].span.end <= start:
            result.append(due.pop(0).text)
        if not (due and due[0].span.start <= start and end <= due[0].span.end):
            result.append(char)
    return "".join([*result, *(edit.text for edit in due)])
