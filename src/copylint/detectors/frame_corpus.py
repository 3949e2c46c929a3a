"""One call to action in many files, filled with the title of each: a campaign, whatever its words.

What a tool hangs on one article looks like a sentence of its author. That the same words stand at
the ends of paragraphs in other files, each time around words of that file's own title, gives it
away in any language and without a list of phrases.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, NamedTuple

import regex

from copylint import frontmatter
from copylint.document import Document
from copylint.finding import Safety
from copylint.match import Match, Repair
from copylint.pattern import ready
from copylint.query import (
    FUNCTION,
    SUFFIXES,
    TOKEN,
    Candidate,
    capital,
    hung,
    tokens,
)
from copylint.rough import Rough
from copylint.span import Span
from copylint.text import Text

_KEYS = frozenset("title slug keywords keyword focus_keyword permalink seo_title".split())
_KEY = ready(r"^([\w-]+)[ \t]*[:=]")
_HEADING = ready(
    r"^[ \t]{0,3}#[ \t]+(?P<hash>[^\n]+)|^(?P<line>[^\n]+)\n=+[ \t]*$"
    r"|<(?:h1|title)\b[^>]*>(?P<tag>[^<]+)<",
    regex.M | regex.I,
)
_DATE = ready(r"^\d{4}-\d\d-\d\d-")
# Names of files that stand for their folder.
_FOLDERS = frozenset({"index", "_index", "readme"})
# What no such sentence has: it is said to the reader, in one breath.
_NEVER = frozenset(';“”"«»()\ufffc')
_STOPS = (".", "!", "?", "…")
# What is left of a block behind the title's words, if they stand in its last sentence.
_REST = ready(
    r"[^.!?…\n\[\]]{0,60}+(?:\n[^.!?…\n\[\]]{1,60}+)?[.!?…]++[*_~]*+[ \t\r]*+"
    r"(?:\Z|<|\n[ \t\r>]*+(?:\Z|\n|[-*+#|<]|\d+[.)]))"
)
# What ties the query to a call: “more about K”. Behind any other function word K is part of a
# sentence: “how to install K”, “welcome to K”.
_TIES = frozenset(
    """about on into of over regarding sur über zu sobre su o об о про over om acerca de von""".split()
)
_LEAST, _MOST = 3, 20
# Words of a title that must stand together.
_RUN = 3
# Files that have the frame, and fillers that differ.
_FILES = 3
_DIGITS = ready(r"\d+")


class Frame(NamedTuple):
    """The words before and after a query, those it ends in for search engines left out."""

    before: tuple[str, ...]
    after: tuple[str, ...]


class _Call(NamedTuple):
    """A closing sentence: its place, and its words as they are written."""

    candidate: Candidate
    words: tuple[str, ...]


def note(
    text: Text,
    options: Mapping[str, Any],  # noqa: ARG001
) -> list[tuple[Frame, str, bool]]:
    """The frames of a text: each with the words of the title in it, and whether it is plain that a
    tool wrote it."""
    runs = _runs(text)
    if not runs or not _closed(text.source, runs):
        return []
    found = []
    for call in _calls(text.document):
        low = tuple(word.lower() for word in call.words)
        place = _filled(low, runs)
        if place is None:
            continue
        frame = Frame(low[: place.start], _after(low, place.end))
        plain = low[-1] in SUFFIXES or call.candidate.damaged
        named = all(map(capital, call.words[place.start :]))
        if not named and _framed(frame):
            found.append((frame, " ".join(low[place.start : place.end]), plain))
    return found


def across(
    notes: Sequence[Sequence[tuple[Frame, str, bool]]],
    options: Mapping[str, Any],  # noqa: ARG001
) -> list[tuple[tuple[str, ...], tuple[str, ...], int]]:
    """The frames that a campaign filled, each with the number of its files."""
    files: dict[Frame, set[int]] = defaultdict(set)
    fillers: dict[Frame, set[str]] = defaultdict(set)
    plain: set[Frame] = set()
    for number, frames in enumerate(notes):
        for (before, after), filler, sure in frames:
            frame = Frame(tuple(before), tuple(after))
            files[frame].add(number)
            fillers[frame].add(_DIGITS.sub("0", filler))
            plain |= {frame} if sure else set()
    return sorted(
        (*frame, len(found))
        for frame, found in files.items()
        if len(found) >= _FILES and len(fillers[frame]) >= _FILES and frame in plain
    )


def wakes(rough: Rough, options: Mapping[str, Any]) -> bool:
    """Whether the words before or after a query stand anywhere."""
    if "common" not in options:
        return False
    text = f" {' '.join(tokens(rough.joined))} "
    return any(f" {' '.join(before or after)} " in text for before, after, _ in options["common"])


def detect(document: Document, options: Mapping[str, Any]) -> Iterator[Match]:
    """Yield the closing sentences that fill a frame of `common` with bare keywords."""
    frames = {Frame(tuple(a), tuple(b)): count for a, b, count in options.get("common", ())}
    if not frames:
        return
    for call in _calls(document):
        low = tuple(word.lower() for word in call.words)
        for frame, count in frames.items():
            end = _end(low) - len(frame.after)
            filler = low[len(frame.before) : end]
            if (
                len(filler) > 1
                and low[: len(frame.before)] == frame.before
                and low[end : end + len(frame.after)] == frame.after
                and FUNCTION.isdisjoint(filler)
                and not all(map(capital, call.words[len(frame.before) :]))
            ):
                yield _found(call, frame, count)
                break


def _runs(text: Text) -> frozenset[tuple[str, ...]]:
    """Each three words that stand together in the title, in the name or in the keywords."""
    found: set[tuple[str, ...]] = set()
    for title in _titles(text):
        words = tokens(title)
        found.update(
            run for run in zip(*(words[at:] for at in range(_RUN)), strict=False) if _bare(run)
        )
    return frozenset(found)


def _bare(run: Sequence[str]) -> bool:
    return FUNCTION.isdisjoint(run) and not all(map(str.isdigit, run))


def _titles(text: Text) -> Iterator[str]:
    source = text.source
    folder, _, last = text.name.rpartition("/")
    stem = last.rpartition(".")[0]
    stem = folder.rpartition("/")[2] if stem.lower() in _FOLDERS else stem
    yield _DATE.sub("", stem).replace("-", " ").replace("_", " ")
    head = frontmatter.find(source)
    key = ""
    for line in source[: head.end].splitlines():
        named = _KEY.match(line)
        key = named[1].lower() if named else key
        if key in _KEYS:
            value = line[named.end() :] if named else line
            yield from (one.replace("-", " ").replace("/", " ") for one in value.split(","))
    heading = _HEADING.search(source, head.end, head.end + 20_000)
    if heading:
        yield heading[heading.lastgroup or 0]
    elif text.markup == "plain":
        yield source.lstrip().partition("\n")[0]


def _closed(source: str, runs: frozenset[tuple[str, ...]]) -> bool:
    """Whether words of the title could stand in the last sentence of a block; this is cheap."""
    low = source.lower()
    for one, two, three in runs:
        for written in (f"{one} {two} {three}", f"{one}\n{two} {three}", f"{one} {two}\n{three}"):
            at = low.find(written)
            while at >= 0:
                if _REST.match(low, at + len(written)):
                    return True
                at = low.find(written, at + 1)
    return False


def _calls(document: Document) -> Iterator[_Call]:
    """The sentences hung on blocks that are as long as a call is."""
    for candidate in hung(document, _NEVER):
        words = tuple(TOKEN.findall(candidate.query))
        if _LEAST <= len(words) <= _MOST and candidate.query.endswith(_STOPS):
            yield _Call(candidate, tuple(word.rstrip(".'’") for word in words))


def _filled(words: Sequence[str], runs: frozenset[tuple[str, ...]]) -> Span | None:
    """The longest stretch of words that is one of the title."""
    best = Span(0, 0)
    start = -1
    for at in range(len(words) - _RUN + 1):
        if tuple(words[at : at + _RUN]) not in runs:
            start = -1
            continue
        start = at if start < 0 else start
        if at + _RUN - start > best.end - best.start:
            best = Span(start, at + _RUN)
    return best if best.end else None


def _end(words: Sequence[str]) -> int:
    """Where the last one or two words begin that only search engines are given."""
    end = len(words)
    while end > len(words) - 2 and end and words[end - 1] in SUFFIXES:
        end -= 1
    return end


def _after(words: Sequence[str], start: int) -> tuple[str, ...]:
    return tuple(words[start : max(start, _end(words))])


def _framed(frame: Frame) -> bool:
    """Whether a frame asks for something, and is no part of a sentence that says something."""
    if not frame.before and not frame.after:
        return False
    if frame.before and frame.before[-1] in FUNCTION - _TIES:
        return False
    return not any(word in FUNCTION for word in chain(frame.before[:1], frame.after))


def _found(call: _Call, frame: Frame, count: int) -> Match:
    candidate = call.candidate
    span = Span(candidate.opening, candidate.end)
    repair = Repair("cut", Safety.UNSAFE, span=span)
    words = (*frame.before, "…", *frame.after)
    values = {
        "sentence": candidate.block.text[candidate.start : candidate.end],
        "frame": " ".join(words),
        "count": str(count),
    }
    evidence = (
        f"{count} files of this run end paragraphs in “{values['frame']}”",
        "each fills it with words of its own title",
        "it links to nothing",
    )
    return Match(candidate.block, span.start, span.end, values, repair, evidence)
