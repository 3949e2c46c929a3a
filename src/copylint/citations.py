"""Whether a statement says where it comes from: a reference in reach, or a named source.

A reference covers its own sentence and up to three before it in the paragraph, never those after:
in 22,300 Wikipedia sentences, editors asked for a source five times as often after the last
reference of a paragraph as before it. A marker that a chatbot left is no reference.
"""

from __future__ import annotations

from copylint.document import Block, Document
from copylint.pattern import compiled
from copylint.span import Span

_MARKS = frozenset({"link", "url", "footnote"})
_REACH = 3

# References that are written as text: [1], [@key], (Lee 2020), ¹, DOI, ISBN.
_REFERENCE = (
    r"(?<!\w)\[\d{1,3}(?:[,–-] ?\d{1,3})*\]|\[@[\w:-]+|[¹²³⁴-⁹](?!\w)"
    r"|\((?:see |cf\. |e\.g\.,? )?\p{Lu}[\p{L}'’-]+(?: et al\.?| (?:and|&) \p{Lu}[\p{L}'’-]+)?,? (?:19|20)\d\d[a-z]?(?:[,;:][^()]{0,60})?\)"
    r"|\bdoi\b|\bISBN\b|\{(?:cite|ref|doc|term)[:}]|:(?:cite|footcite|ref)\w*:"
    r"|\((?:source|via|photo|data|quelle|fuente|fonte):? [^()]{3,80}\)"
)

_SAY = (
    r"(?:said|says|say|told|tells|wrote|writes|stated|states|announced|announces|reported|reports|"
    r"estimated|estimates|estimate|found|finds|argued|argues|claimed|claims|claiming|noted|notes|"
    r"added|adds|explained|explains|warned|warns|testified|asserted|asserts|insisted|insists|"
    r"acknowledged|predicted|predicts|projected|projects|calculated|calculates|confirmed|confirms|"
    r"concluded|concludes|revealed|reveals|showed|shows|suggested|tweeted|posted|recalled|recalls|"
    r"admitted|admits|denied|denies|called|calls|described|describes|declared|declares|observed|"
    r"responded|replied|asked|asks|vowed|pledged|urged|documented|recorded|measured|counted)"
)
_NAME = r"\p{Lu}[\p{L}\p{N}.'’&-]*"
# Nouns of people who are named as a kind only; a source of that kind is none.
VAGUE = (
    r"(?:experts?|analysts?|observers?|critics?|researchers?|scientists?|scholars?|historians?|"
    r"economists?|commentators?|insiders?|sources?|reports?|some|many|others|people|skeptics?|"
    r"sceptics?|supporters?|opponents?|proponents?|advocates?|rumou?rs?|studies|research|surveys?|"
    r"polls?|statistics|data|estimates?|pundits?|specialists?|commentary|legend)"
)
_NAMED = (
    rf"(?i:\baccording to) (?!(?:some|many|several|various|multiple|most|recent|unnamed|anonymous|media|news|industry|the|our)? ?(?:\w+ )?{VAGUE}\b(?! (?:by|from|of|at|published|released) ))\S"
    rf"|{_NAME},? (?:(?:has|have|had|also|later|then|recently|who|which|\w+ly) ){{0,2}}{_SAY}\b"
    rf"|\b{_SAY} (?:by |to |in )?(?:the )?{_NAME}"
    rf"|{_NAME}(?:'s|’s|s’|s')? (?:\w+ ){{0,2}}(?:poll|survey|report|study|data|figures|analysis|census|estimates?|statistics|records|index|research|paper|audit|review)\b"
    r"|\b(?:data|figures|statistics|numbers|records|estimates|research|a (?:\w+ )?(?:study|report|survey|poll|analysis)) "
    rf"(?:\w+ )?(?:from|by|of|published by|compiled by|released by) (?:the )?{_NAME}"
    rf"|(?i:\b(?:he|she|they|it|who|officials?|authorit(?:y|ies)|police|prosecutors?|the (?:\w+ ){{1,3}}))(?: also| later| then| has| have)? {_SAY}\b"
    rf"|\bin (?:a|an|his|her|their|its) (?:\w+ ){{0,2}}(?:statement|interview|tweet|post|letter|speech|report|filing|book|memo|email|testimony)\b"
    r"|\b(?:Quelle|laut|zufolge|nach Angaben|selon|d['’]après|según|de acuerdo con|secondo|segundo|volgens)\b"
)
_OWN = r"\b(?:we|our|I|my|us)\b(?! (?:live|know|all|can|need|should|must))|\b(?:wir|unsere?|nous|notre|nos|nosotros)\b"
# A source met before and pointed back to: "the survey found", "the same report".
_BACK = rf"(?i)\b(?:the|this|that|same|its) (?:\w+ )?(?:study|survey|poll|report|paper|analysis|review|census|audit|researchers|authors|data)\b(?: (?:also|has|have|had|then))? (?:{_SAY[3:-1]})"


def referenced(block: Block, start: int, end: int) -> bool:
    """Whether a reference stands in a prose range."""
    return block.marked(start, end, _MARKS) or bool(
        compiled(_REFERENCE).search(block.text, start, end)
    )


def attributed(text: str) -> bool:
    """Whether a sentence names who says so, or is the author's own measurement."""
    return any(compiled(pattern).search(text) for pattern in (_NAMED, _OWN, _BACK))


def sourced(document: Document, block: Block, sentence: Span) -> str:
    """How a sentence says where it comes from, in a few words; "" where it does not."""
    if referenced(block, *sentence):
        return "a reference in the sentence"
    following = [span for span in block.sentences if span.start >= sentence.end][:_REACH]
    if any(referenced(block, *span) for span in following):
        return "a reference later in the paragraph"
    if attributed(block.text[sentence.start : sentence.end]):
        return "a named source in the sentence"
    if _quoted(block, sentence):
        return "a quotation"
    if block.kind == "list-item" and _led_in(document, block):
        return "a reference in the line that leads the list in"
    return ""


def _quoted(block: Block, sentence: Span) -> bool:
    """Whether the sentence lies wholly in quotation marks, and so has the quotation's source."""
    return any(q.start <= sentence.start and sentence.end <= q.end for q in block.quotations)


def _led_in(document: Document, block: Block) -> bool:
    """Whether the paragraph that opens the list ends in a colon and carries a reference."""
    at = document.blocks.index(block)
    for other in reversed(document.blocks[max(0, at - 12) : at]):
        if other.kind not in {"list-item", "alt"}:
            return other.text.rstrip().endswith(":") and referenced(other, 0, len(other.text))
    return False
