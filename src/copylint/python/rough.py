"""A rough reading of Python text, without a parser: nearly its prose, and the source less its code.

It keeps too much rather than too little, so that a file in which it shows nothing is never parsed.
"""

from __future__ import annotations

import re

from copylint.document import OBJECT
from copylint.opaque import addresses_hidden, templates_hidden
from copylint.python import lexer, view

_SIGN = re.compile(r"^[ \t]*#+[:!]?[ \t]?", re.M)
_INDENT = re.compile(r"^[ \t\f]+|[ \t]+$", re.M)
_LITERAL = re.compile(r"``(?:[^`]|`(?!`))+``")
_SINGLE = re.compile(
    r"(?::[\w+.:-]{1,40}:)?`[^`\n]{1,200}(?:\n[^`\n]{1,200})?`(?::[\w+.:-]{1,40}:|_{0,2})"
)
_LINK = re.compile(r"`([^`<>]{1,300}?)[ \n]*<[^<>`]+>`_{1,2}")
_TARGET = re.compile(r"\]\([^()\s]*\)")
_SUBSTITUTION = re.compile(r"\|[^|\s][^|\n]{0,80}\|_{0,2}")
_SPELLED = re.compile(r"%(?:\(\w+\))?[-#0+]?[\d.]*[sdrifgxX]\b|\$\{?\w+\}?|\{[\w.!:]*\}")
_NOTE = re.compile(r"\[(?:\d+|#\w*|\*|\w+)\]_(?!\w)")
#: What a line may begin with that is left out where its paragraph is read.
_NAME = re.compile(
    r"^(?:\.\. [\w-]+::(?:[ \t]+[\d.]+\w*(?=\s))?|[:@][^:\n]{1,120}:|[^:\n]{1,160}:)[ \t\n]+(?=\S)",
    re.M,
)
_ITEM = re.compile(r"^(?:[-*+•]|#\.|\(?(?:\d{1,3}|[a-zA-Z])[.)]|#{1,6})[ \t]+", re.M)
#: Where the indentation changes, or a line is left out, a paragraph may end.
_STEP = re.compile(r"^([ \t]*)(?=\S)[^\n]*\n(?!\1\S)(?=[ \t]*\S)", re.M)


def rough(source: str, told: str = "") -> tuple[str, str]:
    """The source with its code as objects, and the texts that may be prose, apart by blank lines."""
    kept: list[str] = []
    texts: list[str] = []
    at = 0
    for token in lexer.prose(source, strings=bool(told)):
        gap = source[at : token.start]
        joined = not gap.strip()
        if joined:
            kept.append(gap)
        else:
            tail = gap[len(gap.rstrip()) :]
            kept.append(f"\n{OBJECT}\n{tail}" if "\n" in gap else f"{OBJECT}{tail}")
        kept.append(source[token.start : token.end])
        text = _text(source, token)
        # Implicit concatenation, and comments below each other.
        if not joined or (gap.count("\n") != 1 if token.comment else "\n\n" in gap):
            texts.append("\n\n")
        elif token.comment:
            texts.append("\n")
        texts.append(text)
        at = token.end
    return "".join(kept), _read("".join(texts))


def _text(source: str, token: lexer.Token) -> str:
    if token.comment:
        return _SIGN.sub("", source[token.start : token.end])
    start, end = token.quote + token.size, max(token.quote + token.size, token.end - token.size)
    text = source[start:end]
    if "\\" not in text and "\r" not in text:
        return text
    prefix = source[token.start : token.quote].lower()
    return view.body(source, start, end, raw="r" in prefix, braces="f" in prefix).shown().text


def _read(text: str) -> str:
    stepped = _STEP.sub(lambda hit: f"{hit[0]}\n", text)
    text = _INDENT.sub("", text)
    stepped = _INDENT.sub("", stepped)
    variants = [text]
    if stepped != text:
        variants.append(stepped)
    named = _NAME.sub(lambda hit: f"{hit[0].rstrip()}\n\n", stepped)
    if named != stepped:
        variants.append(named)
    whole = "\n\n".join(variants)
    if "`" in whole:
        whole = _SINGLE.sub(OBJECT, _LITERAL.sub(OBJECT, _LINK.sub(r"\1", whole)))
    whole = addresses_hidden(templates_hidden(whole))
    if "](" in whole:
        whole += "\n\n" + _TARGET.sub("", whole.replace("[", ""))
    if "]_" in whole:
        whole = _NOTE.sub("", whole)
    if "|" in whole:
        whole = _SUBSTITUTION.sub(OBJECT, whole)
    whole = _SPELLED.sub(OBJECT, whole)
    return _ITEM.sub("\n", whole)
