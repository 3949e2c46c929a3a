"""Headings that lost their markup: a bare line in capitals of a title, with running text below."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from copylint.document import OBJECT, Block, Document
from copylint.finding import Safety
from copylint.match import Match, Repair
from copylint.pattern import ready
from copylint.query import FUNCTION, TOKEN
from copylint.rough import Rough
from copylint.span import Span

# A line of a title: a capital first, and no mark in it that a sentence or a label would have.
_LINE = ready(r"\p{Lu}[^\n.,:;!?|=<>{}\[\]@/\\_*~`…→←\"“”\d]{8,110}(?<![–—-])\??:?")
# Openings of letters, captions and introductions to lists, and verbs of whole sentences.
_OTHER = ready(
    r"(?:Dear|Hello|Hi|Best|Kind|Warm|Yours|Regards|Sincerely|By|Photo|Image|Figure|Table|Source|Note|For|In|On|To"
    r"|At|With|From|If|When|As|And|But|Or)\b"
    r"|.*\b(?:is|are|was|were|be|has|have|had|can|will|would|should|does|do|did|includes?|contains?)\b"
)
_LIST = frozenset({"list-item"})
_BODY = 15


def wakes(rough: Rough, options: Mapping[str, Any]) -> bool:  # noqa: ARG001
    """Whether a paragraph's first line reads like a title and stands bare in the source."""
    prose = ""
    for line in rough.lines.split("\n"):
        if not 9 <= len(line) <= 113 or not line[0].isupper() or not _titled(line):
            continue
        prose = prose or f"\n\n{rough.exact}\n"
        at = prose.find(f"\n{line}\n")
        while at >= 0:
            if not prose[prose.rfind("\n", 0, at) + 1 : at].strip(OBJECT):
                return True
            at = prose.find(f"\n{line}\n", at + 1)
    return False


def detect(document: Document, options: Mapping[str, Any]) -> Iterator[Match]:  # noqa: ARG001
    """Yield the lines that stand alone or first in a paragraph, above at least 15 words or a list."""
    blocks = [block for block in document.blocks if block.kind not in {"metadata", "alt"}]
    level = 2
    for number, block in enumerate(blocks):
        if block.kind == "heading":
            level = max(block.level, 2)
        if block.kind != "paragraph" or OBJECT in block.text:
            continue
        end = block.text.find("\n")
        end = len(block.text) if end < 0 else end
        below = block.text[end:]
        following = blocks[number + 1] if number + 1 < len(blocks) else None
        wraps = below.lstrip()[:1].islower() or (
            number and blocks[number - 1].text.endswith(OBJECT)
        )
        if wraps or not _titled(block.text[:end]) or not _carries(end, below, following):
            continue
        if _bare(document, block, end):
            mark = f"{'#' * level} "
            repair = Repair("replace", Safety.UNSAFE, mark, Span(0, 0))
            yield Match(block, 0, end, {"level": mark.strip()}, repair)


def _titled(line: str) -> bool:
    """Whether the words of a line have the capitals of a title, and none closes a sentence."""
    if not line[:1].isupper() or _LINE.fullmatch(line) is None or _OTHER.match(line):
        return False
    words = TOKEN.findall(line)
    content = [word for word in words if word.lower() not in FUNCTION]
    capital = sum(word[0].isupper() for word in content)
    small = len(words) - len(content)
    # A mere row of names has no small words; a title of several words nearly always has one.
    return (
        len(words) <= 16
        and len(content) >= 3
        and 0 < small < len(content)
        and capital == len(content)
        and words[-1].lower() not in FUNCTION
    )


def _carries(length: int, below: str, following: Block | None) -> bool:
    if below.strip():
        # The first line of a paragraph set to a width is as long as its other lines.
        longest = max(map(len, below.split("\n")))
        return len(below.split()) >= _BODY and length < 0.75 * longest
    if following is None:
        return False
    return following.kind in _LIST or (
        following.kind == "paragraph" and len(following.text.split()) >= _BODY
    )


def _bare(document: Document, block: Block, end: int) -> bool:
    """Whether the line has no markup of its own and stands at the margin."""
    line = document.lines.line(block.span.start)
    text = document.source[line.start : line.end].rstrip("\r\n")
    return text == block.text[:end] and not block.marked(0, end, _MARKS)


_MARKS = frozenset({"link", "url", "image", "footnote", "code", "emphasis", "html", "template"})
