"""Whether a statement says where it comes from: a reference in reach, or a named source.

A reference covers its own sentence and up to three before it in the paragraph, never those after:
in 22,300 Wikipedia sentences, editors asked for a source five times as often after the last
reference of a paragraph as before it. What a chatbot left in place of a reference, and a tag that
asks for one, are none.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from copylint import frontmatter
from copylint.attribution import BACK, NAMED, OWN, SPOKEN
from copylint.document import Block, Document, Mark
from copylint.opaque import addressed
from copylint.pattern import ready
from copylint.span import Span

#: Sentences before a reference that it covers too.
REACH = 3
_MARKS = frozenset({"link", "url", "footnote"})
_PROSE = frozenset({"paragraph", "list-item"})
#: Blocks that may stand between a list and the line that leads it in.
_LISTED = frozenset({"list-item", "alt"})
_LEAD = 40
# Code points that a line has which says no more than where the paragraph above is from.
_CREDIT = 120

# References that are written as text: [1], [@key], [Lee20]_, (Lee 2020), ¹, DOI, ISBN, roles.
_REFERENCE = (
    r"(?<![\w\]])\[(?:\d{1,3}|[a-z])(?:[,–-] ?\d{1,3})*\](?!\()"
    r"|\[(?:[^\[\]@\n]{0,40} )?-?@[\w:.#$%&+?<>~/-]+|(?<![\w/])-?@[\w:-]+ \[p{1,2}\. ?\d"
    r"|\[(?:#[\w-]*|\*|\p{Lu}[\p{L}]+\d{2,4}[a-z]?)\]_(?!\w)"
    r"|(?<=[\p{L}.,;:!?”\"’)])[¹²³⁴-⁹]{1,3}(?!\w)"
    r"|\((?:(?:see|cf\.|e\.g\.,?|see also|as in|in) )?(?:\p{Lu}[\p{L}'’.-]+(?:,? (?:et al\.?|and|&|\p{Lu}[\p{L}'’.-]+)){0,5}),? \(?(?:1[6-9]|20)\d\d[a-z]?\)?(?:[,;:][^()]{0,160})?\)"
    r"|\p{Lu}[\p{L}'’-]+(?: (?:et al\.?|and|&) ?\p{Lu}?[\p{L}'’-]*)? \((?:1[6-9]|20)\d\d[a-z]?(?:[,;:][^()]{0,60})?\)"
    r"|\bdoi:? ?10\.\d|(?i:\bdoi\b)(?=[: ]+10\.|\.org)|\bISBN\b|\bPMID\b|\barXiv:"
    r"|\{(?:cite|footcite|ref|numref|doc|term|eq|rfc|pep)(?:[:}])|:(?:foot)?cite\w*(?::\w+)?:|:(?:ref|doc|rfc|pep|doi|numref):"
    r"|(?i:\((?:source|sources|via|data|quelle|quellen|fuente|fuentes|fonte|bron|источник)(?: by| from)?:? [^()]{3,80}\))"
    r"|(?i:^(?:source|sources|data|quelle|quellen|fuente|fuentes|fonte|bron):)"
)
# What none of them can do without, quickly found.
_SIGN = re.compile(r"[\[({@¹²³⁴-⁹]|[Dd][Oo][Ii]|ISBN|PMID|arXiv|:\w|\A\w+:")
# Markup that shows a reference or makes one: <ref>, <cite>, <sup>1</sup>, {{sfn|…}}, {% cite %}.
_TAG = ready(r"(?i)<(?:ref|cite)\b|<sup\b[^>]*\b(?:ref|fn|note|cit)\w*")
_SUPERSCRIPT = ready(r"(?i)<sup\b[^>]*>\s*\[?\d{1,3}\]?\s*</sup>")
_TEMPLATE = ready(
    r"(?i)\{[{%]\s*[<%-]?\s*(?:cite|citation(?! needed)|sfnp?|sfnm|efn|harvp?|harvnb|r\||ref\b|footnote|fn\b|refn|rp\||bibcite)"
)
# What asks for a source, or is what a chatbot left where one should be.
_ARTEFACT = ready(
    r"(?i)citation needed|\[cite:|^\[?cite: ?\d|\[citation:|source needed|clarification needed|who\?|by whom\?|oaicite|turn\d+(?:search|view|news|file)\d+|contentReference|cite_start|^\W*(?:\[?\d+†|†)"
)
_SURVEY = (
    r"(?i)\b(?:surveys?|surveyed|polls?|polled|respondents?|questionnaires?|census|interviewed)\b"
)
_ATTRIBUTION_LINE = ready(r"^[\s\ufffc]*(?:[—–―]|--?)\s*\p{L}")
_ITEM_END = ready(r":[*_\s]*\Z")
_SOURCES = frozenset(
    """source sources source_url source_urls sourceurl reference references refs citation citations
    bibliography via credit credits quellen quelle fuentes fuente fontes fonte doi""".split()
)


class Source(NamedTuple):
    """Where a statement's source was found: `kind` in one word, `what` for a message."""

    kind: str
    what: str


def referenced(block: Block, start: int, end: int, source: str = "") -> bool:
    """Whether a reference stands in a prose range; `source` is the document's own text.

    Without `source`, tags and templates that make references are not known.
    """
    for mark in block.marks:
        if not _touches(mark, start, end):
            continue
        if mark.kind in _MARKS and not _ARTEFACT.search(
            f"{block.text[mark.start : mark.end]} {mark.target}"
        ):
            return True
        if source and mark.kind in {"html", "template", "emphasis"}:
            text = source[mark.span.start : mark.span.end]
            makes = _TEMPLATE if mark.kind == "template" else _TAG
            if makes.match(text):
                return True
            if text[:4].lower() == "<sup" and _SUPERSCRIPT.match(source, mark.span.start):
                return True
    text = block.folded
    return _SIGN.search(text, start, end) is not None and any(
        not _ARTEFACT.search(hit[0]) for hit in ready(_REFERENCE).finditer(text, start, end)
    )


def _touches(mark: Mark, start: int, end: int) -> bool:
    if mark.start == mark.end:
        return start < mark.start <= end
    return mark.start < end and start < mark.end


def attributed(text: str) -> bool:
    """Whether a sentence names who says so, or is the author's own measurement."""
    return any(ready(pattern).search(text) for pattern in (NAMED, OWN))


class Citations:
    """What a document's statements can be traced to."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._first: dict[int, int] = {}

    @cached_property
    def linked(self) -> bool:
        """Whether the document has any reference at all; in a plain text without, a missing one
        proves nothing."""
        return self.document.markup != "plain" or self.refers

    @cached_property
    def refers(self) -> bool:
        """Whether the text refers to anything, so that its author chose what has a reference."""
        return self.declared or any(self._whole(block) for block in self.document.blocks)

    @cached_property
    def surveyed(self) -> bool:
        """Whether the text tells of a survey, whose figures need no other source."""
        survey = ready(_SURVEY)
        return any(survey.search(block.folded) for block in self.document.blocks)

    @cached_property
    def bare(self) -> bool:
        """Whether the whole text links and refers to nothing and names nobody who says so."""
        return not (
            addressed(self.document.source)
            or self.refers
            or any(attributed(block.folded) for block in self.document.blocks)
        )

    @cached_property
    def declared(self) -> bool:
        """Whether the front matter lists sources for the whole article."""
        source = self.document.source if self.document.markup == "markdown" else ""
        head = source[: frontmatter.find(source).end]
        return any(key.lower() in _SOURCES for key in self.document.metadata) or any(
            line.partition(":")[0].partition("=")[0].strip(" \"'").lower() in _SOURCES
            for line in head.split("\n")
            if line[:1].isalpha()
        )

    @cached_property
    def _order(self) -> dict[int, int]:
        return {id(block): number for number, block in enumerate(self.document.blocks)}

    def source(self, block: Block, sentence: Span) -> Source | None:
        """What a sentence of a block is traced to, or None where nothing is in reach."""
        return self.reference(block, sentence) or self.speaker(block, sentence)

    def reference(self, block: Block, sentence: Span) -> Source | None:
        """The reference in reach of a sentence."""
        if self._referenced(block, sentence):
            return Source("reference", "a reference in the sentence")
        if block.kind == "list-item":
            return self._in_list(block)
        if block.kind == "cell":
            return self._in_table(block)
        sentences = block.sentences
        at = bisect_left(sentences, sentence.end, key=lambda span: span.start)
        if any(self._referenced(block, span) for span in sentences[at : at + REACH]):
            return Source("reference", "a reference later in the paragraph")
        if block.kind == "quote" and self._signed(block):
            return Source("attribution", "the line that signs the quotation")
        if self._credited(block):
            return Source("attribution", "the line below that names where it is from")
        return None

    def speaker(self, block: Block, sentence: Span) -> Source | None:
        """The one who says so, named in the sentence or carried over from beside it."""
        text = block.folded[sentence.start : sentence.end]
        if ready(NAMED).search(text):
            return Source("named", "a named source in the sentence")
        if ready(OWN).search(text):
            return Source("own", "the author's own count")
        if ready(BACK).search(text) and self._met_before(block, sentence):
            return Source("anaphoric", "a source named earlier in the section")
        if self._carried(block, sentence):
            return Source("quotation", "the speaker of the quotation it stands in")
        return None

    def _referenced(self, block: Block, span: Span) -> bool:
        return referenced(block, *span, self.document.source)

    # -- lists, tables, quotations ------------------------------------------------------------------

    def _in_list(self, block: Block) -> Source | None:
        """A reference in the item, in items below it, or in the line that leads the list in."""
        if self._referenced(block, Span(0, len(block.text))):
            return Source("reference", "a reference in the list item")
        if any(self._referenced(child, Span(0, len(child.text))) for child in self._below(block)):
            return Source("reference", "a reference in an item below it")
        blocks, at = self.document.blocks, self._order[id(block)]
        for other in reversed(blocks[max(0, at - _LEAD) : at]):
            leads = _ITEM_END.search(other.text) is not None
            if other.kind == "list-item" and leads and self._column(other) < self._column(block):
                if self._whole(other):
                    return Source("reference", "a reference in the item it belongs to")
            elif other.kind not in _LISTED:
                if leads and self._whole(other):
                    return Source("reference", "a reference in the line that leads the list in")
                break
        return None

    def _whole(self, block: Block) -> bool:
        return self._referenced(block, Span(0, len(block.text)))

    def _below(self, block: Block) -> Iterator[Block]:
        """The items nested in an item, told by their indent."""
        column = self._column(block)
        for other in self.document.blocks[self._order[id(block)] + 1 :]:
            if other.kind != "list-item" or self._column(other) <= column:
                return
            yield other

    def _column(self, block: Block) -> int:
        source = self.document.source
        return block.span.start - (source.rfind("\n", 0, block.span.start) + 1)

    def _in_table(self, block: Block) -> Source | None:
        """A reference in the cell, in its row, or in the caption."""
        blocks, at = self.document.blocks, self._order[id(block)]
        row = self._row(block)
        for step in (-1, 1):
            place = at + step
            while 0 <= place < len(blocks) and abs(place - at) < _LEAD:
                other = blocks[place]
                if other.kind != "cell":
                    caption = other.kind == "caption" or _caption(other)
                    if caption and self._whole(other):
                        return Source("reference", "a reference in the table's caption")
                    break
                if self._row(other) == row and self._whole(other):
                    return Source("reference", "a reference in the row")
                place += step
        return None

    def _row(self, block: Block) -> int:
        source = self.document.source
        mark = "\n" if self.document.markup != "html" else "<tr"
        return source.rfind(mark, 0, block.span.start)

    def _signed(self, block: Block) -> bool:
        """Whether one of the next lines of a block quote names whose words they are."""
        at = self._order[id(block)]
        for other in self.document.blocks[at : at + 1 + _LEAD]:
            if other.kind != "quote":
                break
            if any(_ATTRIBUTION_LINE.match(other.text, *line) for line in other.lines()):
                return True
        return False

    def _credited(self, block: Block) -> bool:
        """Whether the next paragraph is no more than a dash and where this one is from."""
        at = self._order[id(block)] + 1
        after = self.document.blocks[at] if at < len(self.document.blocks) else None
        return (
            after is not None
            and after.kind == "paragraph"
            and len(after.text) <= _CREDIT
            and _ATTRIBUTION_LINE.match(after.text) is not None
            and self._whole(after)
        )

    # -- speakers beside the sentence -----------------------------------------------------------------

    def _met_before(self, block: Block, sentence: Span) -> bool:
        """Whether a source of which "the survey" may speak was named or linked in the section."""
        section = self.document.blocks[: self._order[id(block)] + 1]
        for other in reversed(section[-_LEAD:]):
            if other.kind == "heading":
                return False
            if self._met(other) <= (sentence.start if other is block else len(other.text)):
                return True
        return False

    def _met(self, block: Block) -> int:
        """The end of the first sentence of a block that refers to a source or names one; past the
        block where there is none. Kept, because each sentence of a section may ask."""
        if id(block) not in self._first:
            self._first[id(block)] = next(
                (
                    span.end
                    for span in block.sentences
                    if self._referenced(block, span) or ready(NAMED).search(block.folded, *span)
                ),
                len(block.text) + 1,
            )
        return self._first[id(block)]

    def _carried(self, block: Block, sentence: Span) -> bool:
        """Whether the sentence lies in a quotation, whose speaker stands beside it."""
        return any(
            quote.start <= sentence.start + 1 and sentence.end <= quote.end + 1
            for quote in block.quotations
        )

    def spoken(self, block: Block, span: Span) -> bool:
        """Whether the sentences a range touches, or those beside them, name a speaker or source.

        Of a block quote the line that signs it, and of a paragraph that is all quotation the
        sentences beside it in the neighbouring paragraphs, count too.
        """
        if block.kind == "quote" and self._signed(block):
            return True
        return any(
            ready(SPOKEN).search(other.folded, *near)
            or ready(NAMED).search(other.folded, *near)
            or self._referenced(other, near)
            for other, near in self._beside(block, span)
        )

    def _beside(self, block: Block, span: Span) -> Iterator[tuple[Block, Span]]:
        sentences: Sequence[Span] = block.sentences
        touched = [n for n, one in enumerate(sentences) if one.overlaps(span)] or [0]
        first, last = touched[0], touched[-1]
        for one in sentences[max(0, first - 1) : last + 2]:
            yield block, one
        blocks, at = self.document.blocks, self._order[id(block)]
        if first == 0 and at:
            before = blocks[at - 1]
            if before.kind in _PROSE and before.sentences:
                yield before, before.sentences[-1]
        if last >= len(sentences) - 1 and at + 1 < len(blocks):
            after = blocks[at + 1]
            if after.kind in _PROSE and after.sentences:
                yield after, after.sentences[0]

    def looked(self) -> tuple[str, ...]:
        """What was looked for in vain, for a finding's evidence."""
        if not self.linked:
            return (
                "nobody is named as the source in the sentence",
                "this text has no links or references at all, so a missing one was not counted",
            )
        where = "no link, footnote or other reference in the sentence or the three after it"
        kind = "no person, office, study or data set is named as the source"
        extra = ("the front matter lists sources, so this is told more mildly",)
        return (where, kind, *(extra if self.declared else ()))


def _caption(block: Block) -> bool:
    return block.text[:5].lower() in {"table", "sourc", "figur", "data:", "tabel"} or (
        block.text[:7].lower() in {"tabelle", "tableau", "quelle:", "fuente:"}
    )
