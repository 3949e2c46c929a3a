"""Plain text: paragraphs by blank lines, or by single lines where the text has no blank ones.

Crawled articles have one paragraph to a line and no blank lines; typed ones are wrapped. Backticks
and bare addresses are respected, because people write them in plain text as well.
"""

from __future__ import annotations

from collections.abc import Iterator

import regex

from copylint.document import Block, BlockBuilder, Document
from copylint.opaque import addresses, merged, overlapping, templates
from copylint.span import Span

_ITEM = regex.compile(r"[ \t]*(?:[-*+•●▪◦‣–]|\d{1,3}[.)])[ \t]+")
_QUOTE = regex.compile(r"(?:[ \t]{0,3}>[ \t]?)+")
_CODE = regex.compile(r"(?<!`)(`{1,3})(?!`)[^`\n]{1,300}\1(?!`)")
_FENCE = regex.compile(r"^[ \t]*(```|~~~)[^\n`]*\n(?:.*\n)*?[ \t]*\1[ \t\r]*$", regex.M)
#: Our own comments on lines of their own; in no markup are they words of the article.
_COMMENT = regex.compile(r"[ \t]*(?:#[ \t]*copylint:[^\n]*|<!--[ \t]*copylint:[^\n]*?-->[ \t]*)")
_MARKERS = regex.compile(r"(?:[ \t]*[\[【][^\[\]【】]*[\]】])+$")
_END = (".", "!", "?", "…", ":", ";", ",", "”", '"', "’", ")", "»", "。", "！", "？")

# Lines of programs and of what they print: nobody ends a line of prose so, or begins one.
_PROGRAM = regex.compile(
    r"[ \t]*(?:[})\]]+[;,)]*[ \t]*$|\$ (?-i:[a-z./])|-->|\d+[ \t]+\||\|[ \t]*(?:[\^~-]|$)"
    r"|//|/\*|\*/|#include\b|#!/|from [\w.]+ import |import [\w.]+;?[ \t]*$|def \w+\("
    r"|class \w+[:({]|[\w-]+:[ ]?[^ \n][^\n]*;[ \t]*$"
    r"|(?:var|let|const|function|public|private|static|void|int) [\w$]+[ ]*[=(;{:]"
    r"|(?-i:fi|done|esac|else|then)[ \t]*$|(?-i:[A-Z_]{2,}=[\"$\w])"
    r"|<(?:!doctype|html|head|link|meta|script|style)\b)",
    regex.I,
)
# How such a line ends, where it holds a sign of the second kind.
_ENDS, _WITH = (";", "{", "=>", "; then", "; do"), ("=", "(", "{", "; ")
# So many of them, and two in five, make a whole text a program.
_SURELY = 10
# What a patch is made of: the heads of files and hunks, and lines that go, come or stay.
_HUNK = regex.compile(r"^@@ -\d+(?:,\d+)? \+\d+(?:,\d+)? @@", regex.M)
_PATCHED = ("+", "-", " ", "@@", "diff ", "index ", "Index: ", "===")
# Lines that a shell was given; what stands below is its answer.
_SHELL = regex.compile(r"[ \t]*\$ [a-z./]")

# A line longer than this was not wrapped by hand, so its neighbours are paragraphs of their own.
_WRAP = 120
_HEADING_WORDS = 14


def read(source: str, suffix: str = "") -> Document:
    """The document of a plain text."""
    written = [line for line in _lines(source) if source[line.start : line.end].strip()]
    coded = {line.start for line in written if _coded(source, line)}
    surely = len(coded) >= _SURELY and len(coded) * 5 >= len(written) * 2
    if surely or source.startswith("#!") or _patch(source, written):
        return Document("plain", source, (), (Span(0, len(source)),), ())
    fences = [Span(*match.span()) for match in _FENCE.finditer(source)] if "```" in source else []
    opaque = merged([*fences, *templates(source, "plain", suffix)])
    blocks: list[Block] = []
    codes: list[Span] = []
    for kind, lines in _paragraphs(source, fences):
        if kind == "paragraph" and _program(source, lines, coded):
            codes.append(Span(lines[0].start, lines[-1].end))
            continue
        block = _block(source, kind, lines, opaque, codes)
        if block is not None:
            blocks.append(block)
    targets = tuple(mark.span for block in blocks for mark in block.marks if mark.kind == "url")
    return Document("plain", source, tuple(blocks), tuple(merged([*opaque, *codes])), targets)


def _lines(source: str) -> Iterator[Span]:
    """The lines without their ends."""
    for match in regex.finditer(r"[^\r\n]*(?=\r\n?|\n|$)", source):
        if match.start() < match.end():
            yield Span(*match.span())


def _paragraphs(source: str, fences: list[Span]) -> Iterator[tuple[str, list[Span]]]:
    """The blocks of a text as (kind, lines), without its fenced code."""
    body = source.strip()
    spaced = regex.search(r"(?:\r\n?+|\n)[ \t]*[\r\n]", body) is not None
    chunk: list[Span] = []
    last, quoted = -1, False
    ahead = iter(fences)
    fence = next(ahead, None)
    for line in _lines(source):
        while fence is not None and fence.end <= line.start:
            fence = next(ahead, None)
        text = source[line.start : line.end]
        if not text.strip(" \t>") or (fence is not None and fence.overlaps(line)):
            continue
        if "copylint:" in text and _COMMENT.fullmatch(text):
            continue
        breaks = regex.findall(r"\r\n|\r|\n", source[last : line.start]) if last >= 0 else []
        turned = quoted is not (quoted := _QUOTE.match(text) is not None)
        if chunk and (not spaced or len(breaks) > 1 or turned or _ITEM.match(text)):
            yield from _chunk(source, chunk)
            chunk = []
        chunk.append(line)
        last = line.end
    if chunk:
        yield from _chunk(source, chunk)


def _chunk(source: str, lines: list[Span]) -> Iterator[tuple[str, list[Span]]]:
    """A run of lines as one wrapped paragraph, or each line as its own."""
    first = source[lines[0].start : lines[0].end]
    if len(lines) > 1 and any(line.end - line.start > _WRAP for line in lines):
        for line in lines:
            yield from _chunk(source, [line])
    elif _ITEM.match(first):
        yield "list-item", lines
    elif _QUOTE.match(first):
        yield "quote", lines
    elif len(lines) == 1 and _heading(first.strip()):
        yield "heading", lines
    else:
        yield "paragraph", lines


def _program(source: str, lines: list[Span], coded: set[int]) -> bool:
    """Whether lines that stand together are a program or what one printed, and no prose.

    `coded` is where the lines begin that look like those of a program.
    """
    if len(lines) > 1 and _SHELL.match(source, *lines[0]):
        return True
    marked = sum(line.start in coded for line in lines)
    return marked >= 2 and marked * 5 >= len(lines) * 3


def _patch(source: str, lines: list[Span]) -> bool:
    """Whether a text is a patch: it has hunks, and four lines in five are such as patches have."""
    if not _HUNK.search(source):
        return False
    known = sum(source.startswith(_PATCHED, line.start) for line in lines)
    return known * 5 >= len(lines) * 4


def _coded(source: str, line: Span) -> bool:
    if _PROGRAM.match(source, *line):
        return True
    text = source[line.start : line.end].rstrip()
    return text.endswith(_ENDS) and any(sign in text for sign in _WITH)


def _heading(text: str) -> bool:
    """Whether a line alone reads as a heading: short, with a letter, without an end stop.

    A bracketed marker behind the stop, such as `[1]` or `[cite: 4]`, hides it from nobody.
    """
    text = _MARKERS.sub("", text)
    return (
        not text.endswith(_END)
        and len(text.split()) <= _HEADING_WORDS
        and any(char.isalpha() for char in text)
    )


def _block(
    source: str, kind: str, lines: list[Span], opaque: list[Span], codes: list[Span]
) -> Block | None:
    builder = BlockBuilder(source, kind, lines[0].start, 2 if kind == "heading" else 0)
    marker = {"list-item": _ITEM, "quote": _QUOTE}.get(kind)
    for number, line in enumerate(lines):
        start, end = line
        if number:
            builder.line_break(lines[number - 1].end, start)
            start += len(source[start:end]) - len(source[start:end].lstrip(" \t"))
        if marker is not None and (number == 0 or kind == "quote"):
            match = marker.match(source, start, end)
            start = match.end() if match else start
        _line(builder, Span(start, end), opaque, codes)
    return builder.build(lines[-1].end)


def _line(builder: BlockBuilder, line: Span, opaque: list[Span], codes: list[Span]) -> None:
    """Append one line: templates, code and addresses as objects, the rest as it stands."""
    text = builder.source[line.start : line.end]
    holes = [("template", span) for span in overlapping(opaque, line)]
    found = [Span(*match.span()) for match in _CODE.finditer(text)] if "`" in text else []
    shifted = [Span(line.start + a, line.start + b) for a, b in found]
    codes += shifted
    holes += [("code", span) for span in shifted]
    holes += [("url", Span(line.start + a, line.start + b)) for a, b in addresses(text)]
    at = line.start
    for kind, span in sorted(holes, key=lambda hole: hole[1]):
        if span.start < at:
            at = max(at, min(span.end, line.end))
            continue
        builder.exact(at, span.start)
        end = min(span.end, line.end)
        builder.object(kind, span.start, end, builder.source[span.start : end])
        at = end
    builder.exact(at, line.end)
