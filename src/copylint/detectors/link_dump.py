"""A run of bare links to many sites at the end of a text, with nothing to say what they are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import regex

from copylint.document import Document
from copylint.match import Match
from copylint.pattern import ready
from copylint.rough import Rough
from copylint.span import Span

_LINK = ready(
    r"[ \t]*(?:[-*+•][ \t]+|\d{1,2}[.)][ \t]+)?"
    r"(?:<?https?://(?P<host>[\w.-]+)[^\s<>]*>?|\[[^\]\n]{1,80}\]\(https?://(?P<host>[\w.-]+)[^)\s]*\))"
    r"[.,;]?[ \t]*"
)
# What may introduce such a list: a heading, a label, a sentence that ends in a colon or names it.
_INTRODUCED = ready(
    r"[ \t]*#|.*[:：][*_]*[ \t]*$|[-=]{3,}[ \t]*$"
    r"|.*\b(?:following|these|below|here are)\b[^.]{0,80}?\b(?:links?|references?|resources?|templates?|articles?|posts?"
    r"|papers?|sources?|sites?|tools?|examples?|guides?|pages?)\b"
    r"|\W*(?:references?|sources?|links?|further reading|see also|notes?|more|resources?|credits?"
    r"|quellen|literatur|weblinks|références|liens|sources|fuentes|enlaces)\W*$",
    regex.I,
)

# A link with a note behind it: its list has others without.
_NOTED = ready(r"[ \t]*\[[^\]\n]{1,80}\]\(https?://[^)\s]*\)[ \t]*\(?[\p{L}\d .,-]{1,40}\)?[ \t]*")
# An item with more than a link in it, or its next line: the links go on with its list.
_ITEM = ready(r"[ \t]*(?:[-*+•]|\d{1,2}[.)])[ \t]+|[ ]{2,}\S")
# A paragraph right behind a heading says what the links below it are for.
_HEADED = ready(
    r"^[ \t]*#{1,6}[ \t][^\n]*\n(?:[ \t]*\n)?(?:(?=[^\n]*\S)[^\n]*+(?:\n|\Z))++\Z", regex.M
)
# Where a project or its author can be met: nobody buys such links, and they need no more words.
_OWN = ready(
    r"(?i)\b(?:github|gitlab|codeberg|twitter|x\.com|mastodon|bsky|discord|slack|matrix|reddit|facebook|instagram"
    r"|linkedin|youtube|telegram|t\.me|rss)\b|\[(?:join|follow|documentation|docs|user guide|project|website"
    r"|homepage|source|download|changelog|discussion|forum|blog|chat|mailing list)"
)


def wakes(rough: Rough, options: Mapping[str, Any]) -> bool:  # noqa: ARG001
    """Whether the source ends in an address."""
    return _LINK.fullmatch(rough.lines.rstrip().rpartition("\n")[2]) is not None


def detect(document: Document, options: Mapping[str, Any]) -> Iterator[Match]:
    """Yield the run, if it has at least `least` links to at least `sites` different sites."""
    source = document.source
    own = 0
    hosts: set[str] = set()
    links = 0
    end = len(source.rstrip())
    start = at = end
    while at > 0:
        line = document.lines.line(at - 1)
        text = source[line.start : line.end].rstrip("\r\n")
        at = line.start
        if not text.strip():
            continue
        hit = _LINK.fullmatch(text)
        if hit is None or document.hidden(Span(line.start, line.end)):
            if _INTRODUCED.match(text) or _ITEM.match(text) or _NOTED.fullmatch(text):
                return
            if _HEADED.search(source[: line.end].rstrip()):
                return
            break
        links, start, own = links + 1, line.start, own + bool(_OWN.search(text))
        hosts.add(".".join(hit["host"].lower().split(".")[-2:]))
    else:
        return
    if (
        own < 2
        and links >= int(options.get("least", "4"))
        and len(hosts) >= int(options.get("sites", "3"))
    ):
        yield Match(None, start, end, {"count": str(links), "sites": str(len(hosts))})
