"""The comment that silences a finding, put where a reader of the page sees no difference.

Several places are tried, and one is taken only if the text with the comment reads, block by block,
as it did without: a line of its own above the finding would tear a wrapped paragraph or a table in
two, and then the comment goes to the end of the finding's line instead.
"""

from __future__ import annotations

from collections.abc import Iterator

import regex

from copylint import fix, frontmatter, readers
from copylint.document import OBJECT, Document
from copylint.span import Edit, Span
from copylint.suppressions import COMMENT, in_code, suppressions

_KEY = regex.compile(r"[\w-]+[ \t]*[:=]")
_PROLOGUE = regex.compile(r"(?:\s*<(?:\?xml|!doctype)\b[^>]*>)+[ \t]*(?:\r\n?|\n|$)", regex.I)
_LISTS = frozenset({"list-item", "cell"})
_HERE = frozenset({"disable-line", "disable-next-line"})


def on_line(document: Document, suffix: str, span: Span, rule: str) -> Edit | None:
    """The edit that silences a rule where a finding begins, and on no other line.

    `suffix` is the file's, with its dot, and `span` the finding's in the source. `None` where no
    comment can stand without changing what is read.
    """
    source = document.source
    found = source[span.start : span.end]
    span = Span(span.start + len(found) - len(found.lstrip()), span.end)
    if _coded(document, span):
        return None
    extended = _extended(document, document.lines.position(span.start).line, rule)
    if extended is not None:
        return extended
    line = document.lines.line(span.start)
    text = source[line.start : line.end]
    indent = text[: len(text) - len(text.lstrip(" \t"))]
    end = _line_end(source)
    if span.start < frontmatter.find(source).end:
        if _KEY.match(text) is None or not frontmatter.commented(source):
            return None
        return Edit(Span(line.start, line.start), f"# copylint: disable-next-line {rule}{end}")
    above = f"{indent}{_comment(document, suffix, 'disable-next-line', rule)}{end}"
    here = Span(line.start, line.start)
    edits = []
    if document.markup == "plain":
        edits.append(Edit(here, above + end))
    if document.markup != "markdown" or _opens(document, line, span):
        edits.append(Edit(here, above))
    edits.append(_at_end(document, line, _inline(suffix, "disable-line", rule)))
    return next((edit for edit in edits if _unseen(document, suffix, edit)), None)


def in_file(document: Document, suffix: str, rule: str) -> Edit | None:
    """The edit that silences a rule in a whole file: at its head, or else at its end."""
    source = document.source
    for match in COMMENT.finditer(source):
        if match["verb"] == "disable-file" and not in_code(document, Span(*match.span())):
            return _named(match, rule)
    end = _line_end(source)
    comment = _comment(document, suffix, "disable-file", rule)
    prologue = _PROLOGUE.match(source) if document.markup == "html" else None
    at = prologue.end() if prologue else frontmatter.find(source).end
    head = Span(at, at)
    before = end if source[at - 1 : at] not in {"", "\n", "\r"} else ""
    tail = Span(len(source), len(source))
    edits = [
        Edit(head, f"{before}{comment}{end}{end}"),
        Edit(head, f"{before}{comment}{end}"),
        Edit(tail, f"{end}{end}{comment}{end}"),
    ]
    if document.markup == "html":
        del edits[0]
    return next((edit for edit in edits if _unseen(document, suffix, edit)), None)


def _coded(document: Document, span: Span) -> bool:
    """Whether a range stands in a block of code, below its first line: comments there are code."""
    return any(
        code.start < span.start < code.end
        and "\n" in document.source[code.start : span.start]
        and in_code(document, Span(span.start, span.start + 1))
        for code in document.opaque
    )


def _comment(document: Document, suffix: str, verb: str, rule: str) -> str:
    """A comment on a line of its own."""
    if document.markup == "plain":
        return f"# copylint: {verb} {rule}"
    return _inline(suffix, verb, rule)


def _inline(suffix: str, verb: str, rule: str) -> str:
    """A comment that may stand inside a line; MDX knows no `<!-- -->`."""
    opening, closing = ("{/*", "*/}") if suffix == ".mdx" else ("<!--", "-->")
    return f"{opening} copylint: {verb} {rule} {closing}"


def _line_end(source: str) -> str:
    if "\r" not in source:
        return "\n"
    return "\r\n" if "\r\n" in source else "\r"


def _extended(document: Document, line: int, rule: str) -> Edit | None:
    """The rule added to a comment that silences others on a line (from 1) and on no more lines."""
    source = document.source
    for one in suppressions(source, document.lines, lambda span: in_code(document, span)):
        match = COMMENT.match(source, one.span.start)
        if match and match["verb"] in _HERE and one.last == line:
            return _named(match, rule)
    return None


def _named(match: regex.Match[str], rule: str) -> Edit:
    """A rule added to those that a comment names."""
    named = match["rules"].rstrip(" \t,")
    at = match.start("rules") + len(named)
    return Edit(Span(at, at), f", {rule}" if named else f"{rule} ")


def _opens(document: Document, line: Span, span: Span) -> bool:
    """Whether a line of Markdown begins a block that a comment above it does not cut from others.

    Between two items of a list a comment ends the list, though each item reads as before.
    """
    source = document.source
    if source[line.start : line.end].lstrip(" \t").startswith("#"):
        return True
    block = document.block_at(span)
    if block is not None and block.kind in _LISTS:
        return False
    above = document.lines.line(line.start - 1) if line.start else line
    first = above.start == line.start or line.start == frontmatter.find(source).end
    return first or not source[above.start : above.end].strip()


def _at_end(document: Document, line: Span, comment: str) -> Edit:
    """A comment at the end of a line: before its blanks, and inside the last cell of a row."""
    text = document.source[line.start : line.end].rstrip()
    if document.markup == "markdown" and text.endswith("|"):
        text = text[:-1].rstrip()
    at = line.start + len(text)
    return Edit(Span(at, at), f" {comment}")


def _unseen(document: Document, suffix: str, edit: Edit) -> bool:
    """Whether a text reads the same with an edit that puts in a comment."""
    changed = fix.apply(document.source, [edit])
    after = readers.read(changed, document.markup, suffix)
    return list(_read(document, suffix)) == list(_read(after, suffix))


def _read(document: Document, suffix: str) -> Iterator[tuple[str, int, str]]:
    """Kind, level and words of each block.

    A comment is no words, though plain text shows it, and though in MDX it is an expression like
    those that show something.
    """
    for block in document.blocks:
        text = block.text.replace(OBJECT, " ") if suffix == ".mdx" else block.text
        words = " ".join(COMMENT.sub(" ", text).split())
        if words:
            yield block.kind, block.level, words
