"""A hard number in a statement, with no source in reach."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from copylint.citations import sourced
from copylint.document import Block, Document
from copylint.match import Match
from copylint.pattern import ready
from copylint.rough import Rough
from copylint.span import Span

_NUMBER = r"(?<![\p{L}\p{N}.,/_#:-])\d[\d,.]*(?<=\d)"
_MONEY = r"(?:US|A|C|HK)?[€$£¥]"
_FIGURE = ready(
    rf"(?P<percent>{_NUMBER}(?: ?%| percent\b| per cent\b| percentage points?\b| Prozent\b| pour cent\b| por ciento\b)(?!\w))"
    rf"|(?P<money>{_MONEY} ?\d[\d,.]*(?: ?(?:[kmb]n?|million|billion|trillion|thousand|Millionen|Milliarden|millones))?\b)"
    rf"|(?P<amount>{_NUMBER} (?:million|billion|trillion|Millionen|Milliarden|millions|milliards|millones)\b)"
    r"|(?P<share>\b(?:[Oo]ne|[Tt]wo|[Tt]hree|[Nn]ine|\d) (?:in|out of) (?:every )?(?:two|three|four|five|six|seven|eight|nine|ten|\d{1,3})\b(?! (?:a|the|his|her|their)\b))"
    r"|(?P<fraction>\b(?:[Tt]wo|[Tt]hree)[- ](?:thirds|quarters|fifths) of\b)"
    r"|(?P<times>\b(?:\d+|[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Tt]en) times (?:more|as|higher|larger|faster|likelier|the)\b)",
)
_HINT = ready(
    r"[€$£¥] ?\d|\d ?(?:%|per|Pro|pour|por|[mbt]illion|Mil|mil)|(?:in|of) (?:every )?(?:t|f|s|e|n|\d)\w*"
    r"(?<=two|three|four|five|six|seven|eight|nine|ten|\d)|(?:thirds|quarters|fifths) of"
    r"|times (?:more|as|higher|larger|faster|likelier|the)"
)
#: One of these is in every figure that is looked for.
LITERALS = (
    *(f"{digit}{unit}" for digit in range(10) for unit in ("%", " %")),
    *(f"{sign}{gap}{digit}" for sign in "€$£¥" for gap in ("", " ") for digit in range(10)),
    " percent", " per cent", " prozent", " pour cent", " por ciento", " million", " billion",
    " trillion", " milliarden", " milliards", " millones", " in five", " in ten", " in four",
    " in three", " in 10", " in 5", " in 4", " in 3", " out of ", "thirds of", "-quarters of",
    " quarters of", "fifths of", " times more", " times as", " times higher", " times larger",
    " times faster", " times likelier", " times the", " in every ", " in two", " in six",
    " in seven", " in eight", " in nine",
)  # fmt: skip

# What makes a number no claim: a condition, a question, an instruction, a price, a version …
_HARMLESS = ready(
    r"(?i)^(?:if|suppose|imagine|say|let's|when you|set|use|add|choose|enter|assume|try|make sure|for example)\b"
    r"|\b(?:if|suppose|would|could|may|might|should|must|up to|at least|at most|no more than|e\.g\.|for example|for instance|example)\b"
    r"|\?['\"”’)]*$|\b(?:price|prices|priced|costs? (?:only |just )?[€$£]|fee|per (?:month|year|user|seat|night|person|hour)|/mo|discount|off|save|coupon|budget|goal|target|limit|threshold|maximum|minimum|default|width|height|opacity|margin of error|interest rate|100 ?%)\b"
    r"|\b(?:rounded|equals|formula|probability|confidence interval)\b",
)
_LAPSED = ready(r"(?i)\b(?:one|1) in (?:one|a)\b|\bone out of\b|\b(?:24|7) (?:in|out of)\b")
_SCOPE = frozenset({"paragraph", "list-item", "footnote"})
_NAMES = {
    "percent": "a percentage",
    "money": "a sum of money",
    "amount": "a large number",
    "share": "a share",
    "fraction": "a fraction",
    "times": "a comparison in numbers",
}


def wakes(rough: Rough, options: Mapping[str, Any]) -> bool:  # noqa: ARG001
    """Whether such a figure stands in the text."""
    return any(_HINT.search(part) and _FIGURE.search(part) for part in rough.exact.split("\n\n"))


def detect(document: Document, options: Mapping[str, Any]) -> Iterator[Match]:  # noqa: ARG001
    """Yield the first uncited figure of each paragraph, with what was looked for."""
    for block in document.blocks:
        if block.kind in _SCOPE:
            match = next(_figures(document, block), None)
            if match is not None:
                yield match


def _figures(document: Document, block: Block) -> Iterator[Match]:
    for hit in _FIGURE.finditer(block.text):
        sentence = block.sentence_at(hit.start())
        text = block.text[sentence.start : sentence.end]
        if _LAPSED.match(hit[0]) or not _statement(text) or _HARMLESS.search(text):
            continue
        if sourced(document, block, sentence) or block.quoted(Span(*hit.span())):
            continue
        kind = _NAMES[hit.lastgroup or "amount"]
        evidence = (
            f"{kind}: {hit[0].strip()}",
            "no link, footnote or reference in the sentence or the three after it",
            "nobody is named as the source",
        )
        yield Match(block, hit.start(), hit.end(), {"figure": hit[0]}, evidence=evidence)


def _statement(text: str) -> bool:
    """Whether a sentence states something: enough words, an end, and no mere label."""
    return len(text.split()) >= 5 and text.rstrip("”\"’')")[-1:] in {".", "!", "…"}
