"""Texts that stop before they are done: a list that never comes, a sentence without its end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import dropwhile, pairwise, takewhile
from typing import Any

import regex

from copylint.document import OBJECT, Block, Document
from copylint.finding import Severity
from copylint.match import Match
from copylint.pattern import ready
from copylint.rough import Rough

# Not the colon of an emoji's name (“:wave:”).
_SET_APART = ready(r":[*_]{0,3}\s*\n[^\n]+\n(?:-{2,}|=+)[ \t]*$|:\s*<h\d", int(regex.M))
_BEFORE_HEADING = ready(r":[*_ \t\r\n>]*\n[ \t>]*#")
_INTRO = ready(r"(?<!:[\w+-]{2,30}):[*_]{0,3}\s*\Z")
# A promise of so many things, or of a list; other colons may well lead to the next section.
_COUNTED = ready(
    r"\b(?:(?:two|three|four|five|six|seven|eight|nine|ten|several|zwei|drei|vier|fünf|deux|trois|quatre"
    r"|cinq|dos|tres|cuatro|cinco)(?: [\p{L}-]+){1,4}|as follows"
    r"|(?:the|these) following(?: [\p{L}-]+){0,3}|folgende[nrms]?(?: [\p{L}-]+){1,3}"
    r"|les suivant[se]+|siguientes?)[*_]{0,3}:",
    regex.I,
)
_NUMBERS = {
    word: number
    for number, words in enumerate(
        ("two zwei deux dos", "three drei trois tres", "four vier quatre cuatro", "five fünf cinq cinco",
         "six", "seven", "eight", "nine", "ten"),
        start=2,
    )
    for word in words.split()
}  # fmt: skip
_FEW = 2
# What a section begins with if it is itself the list, table or example that was promised.
_SHOWN = ready(r"\s*(?:[-*+|>!<]|\d+[.)]|```|~~~|:::|\[!|\{|[ ]{4}|\t)")
_STEM = ready(r"\p{L}{5,}")
_WORD = ready(r"\p{L}+")
_NAMED = ready(r"(\p{L}{3,}?)s?:[*_ ]*\Z")
# A short line that points at nothing is a field of a form, to be filled in behind its colon.
_POINTS = ready(
    r"(?i)\b(?:these|this|those|here|following|below|such|are|is|include[sd]?|needs?|says?|said|asks?|folgende?[nrms]?"
    r"|hier|diese[rs]?|voici|suivant[se]*|est[eao]s?|siguientes?|aquí|queste?|ecco|estes?|estas)\b"
)
# A finished sentence before the last one: without it a line may be a signature or a caption.
_FINISHED = ready(r"\w[.!?][\"”’)]?\s+(?=[\p{Lu}\"“‘(])")
# The next section is what was announced.
_ELSEWHERE = ready(r"\b(?:sections?|parts?|chapters?) below\b")
# Tags that show nothing of their own, and promise nothing that a program may put there.
_TAG = ready(r"(?i)</\w+>|<(?:h[1-6]|section|article)\b[^<>]*>")
# How a letter is closed.
_FAREWELL = ready(
    r"(?i)\b(?:regards|wishes|cheers|sincerely|yours|truly|thanks|best|love|greetings)\W*\Z"
)
_LAST = ready(r"(?P<word>[\p{L}'’-]+)(?P<mark>,|[ ]?[–—])?\s*\Z")
# Words after which an English, German, French or Spanish sentence cannot stop …
_OPEN = ready(
    r"""the|an?|and|or|but|nor|because|although|which|whose|than|of|from|into|onto|with|without|been
    |being|its|their|our|your|my|every|very|der|die|das|eine?|und|oder|aber|weil|dass|mit|von|für
    |les?|la|une?|et|ou|mais|parce|que|avec|pour|dans|el|los|las|y|pero|porque|con|para""",
    regex.X,
)
# … and verbs that rarely stand last, which a short sentence without its stop may still end in.
_VERB = ready(r"is|are|was|were|ha[sd]|have|will|would|could|should|must|may|might")


def sieve(options: Mapping[str, Any]) -> Mapping[str, str]:
    """For intros: a colon at the end, or before what may be a heading."""
    if options.get("find") == "end":
        return {}
    return {"source": r":[*_ \t\r\n>]*(?:\n[ \t>]*#|<h\d|\Z|\n[^\n]+\n(?:-{2,}|=+))|<"}


def wakes(rough: Rough, options: Mapping[str, Any]) -> bool:
    """Whether a paragraph ends in a colon, or the text in what could be an unfinished sentence."""
    if options.get("find") == "end":
        last = _LAST.search(rough.exact[-400:].rstrip()[-40:])
        return last is not None and bool(
            last["mark"] or _OPEN.fullmatch(last["word"]) or _VERB.fullmatch(last["word"])
        )
    return _leads(rough)


def _leads(rough: Rough) -> bool:
    """Whether a colon stands last, or right before a heading that could end its section."""
    body = rough.body
    if rough.markup != "markdown" or body.rstrip("*_ \t\r\n").endswith(":"):
        return ":" in body
    apart = "\n--" in body or "\n==" in body or "<h" in body
    if apart and _SET_APART.search(body):
        return True
    if not _BEFORE_HEADING.search(body):
        return False
    return any(
        after.level <= before.level and body[: after.start].rstrip("*_ \t\r\n>").endswith(":")
        for headings in rough.outlines
        for before, after in pairwise(headings)
    )


def detect(document: Document, options: Mapping[str, Any]) -> Iterator[Match]:
    """Yield what `find` names: an `intro` that nothing follows, or the text's broken `end`."""
    if options.get("find") == "end":
        yield from _end(document)
    else:
        yield from _intros(document)


def _intros(document: Document) -> Iterator[Match]:
    """Paragraphs that announce a list and stand at the end of the text or of their section."""
    level = 0
    blocks = [block for block in document.blocks if block.kind not in {"metadata", "alt"}]
    for block, after in zip(blocks, [*blocks[1:], None], strict=False):
        if block.kind == "heading":
            level = block.level
            continue
        intro = _INTRO.search(block.text)
        if block.kind != "paragraph" or intro is None or len(block.text.strip()) < 12:
            continue
        if after is not None and (after.kind != "heading" or after.level > level):
            continue
        start = block.sentence_at(intro.start()).start
        sentence = block.folded[start : intro.end()]
        # Some writers give the parts of a section headings of the section's own level.
        flat = after is not None and after.level == level
        promise = _COUNTED.search(sentence)
        if promise is None:
            short = len(block.folded.split()) <= 6
            if flat or (short and not _POINTS.search(sentence)):
                continue
        elif flat and _siblings(blocks, after) >= _number(promise[0]):
            continue
        if not _kept(document, sentence, after) and _blank(document, block, after):
            # What a form or a layout adds at the end of a text is not seen here.
            severity = Severity.WARNING if flat or promise is None else None
            yield Match(block, start, intro.start() + 1, severity=severity)


def _siblings(blocks: Sequence[Block], first: Block | None) -> int:
    """How many headings of its level a heading begins before one of a higher level."""
    headings = dropwhile(lambda one: one is not first, blocks)
    levels = [one.level for one in headings if one.kind == "heading"]
    return sum(level == levels[0] for level in takewhile(lambda level: level >= levels[0], levels))


def _number(promise: str) -> int:
    """How many things a promise is of; a few where it does not say."""
    return _NUMBERS.get(promise.split()[0].lower(), _FEW)


def _kept(document: Document, sentence: str, heading: Block | None) -> bool:
    """Whether the section under a heading is what a sentence promised.

    It is if it begins with a list, a table or code, or if its heading takes up a word.
    """
    if heading is None:
        return False
    if _ELSEWHERE.search(sentence):
        return True
    # “### @param” and “### `--all`” are things of which there may be a list.
    if not heading.text.lstrip()[:1].isalnum():
        return True
    title = heading.folded.lower()
    stems = {word[:5] for word in _STEM.findall(sentence.lower())}
    if stems.intersection(word[:5] for word in _STEM.findall(title)):
        return True
    # “… my first tip:” and “Tip 1: ask”.
    named = _NAMED.search(sentence.lower())
    if named and named[1] in _WORD.findall(title):
        return True
    start = document.lines.line(max(heading.span.start, heading.span.end - 1)).end
    return _SHOWN.match(document.source, start) is not None


def _blank(document: Document, block: Block, after: Block | None) -> bool:
    """Whether nothing at all, no code, picture or template, stands between two blocks."""
    end = len(document.source)
    start = block.source(0, len(block.text)).end
    if after is not None:
        end = document.lines.line(after.span.start).start
        if end < start:  # A line of HTML holds both.
            end = after.span.start
    between = _TAG.sub("", document.source[start:end])
    return not between.strip(" \t\r\n*_>")


def _end(document: Document) -> Iterator[Match]:
    """The last sentence of the text, if it cannot be whole."""
    running = [block for block in document.blocks if block.kind not in {"metadata", "alt"}]
    if not running or running[-1].kind != "paragraph" or not _blank(document, running[-1], None):
        return
    block = running[-1]
    finished = list(_FINISHED.finditer(block.text))
    last = _LAST.search(block.text)
    if not finished or last is None or OBJECT in block.text[finished[-1].end() :]:
        return
    start = finished[-1].end()
    words = block.text[start:].split()
    word = last["word"]
    open_ended = _OPEN.fullmatch(word) or (_VERB.fullmatch(word) and len(words) > 4)
    if _FAREWELL.search(block.text, start):
        return
    if len(words) > 2 and (last["mark"] or open_ended):
        yield Match(block, start, len(block.text.rstrip()), {"word": word})
