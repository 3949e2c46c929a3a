"""Comments and strings of Python text, found fast: what the prefilter looks at, without a parser.

The rules are those of the language reference (docs.python.org, “Lexical analysis”). A text that is
no Python gives something and never fails; positions in findings come from the parser alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

import regex

#: More brackets inside each other than the parser bears (libcst 1.9 crashes at 2,000 of them).
DEEPEST = 100
#: More operators or names on one logical line than the parser bears: its time grows with the square.
LONGEST = 2000

_OPENER = re.compile(r"#[^\r\n]*|\b[A-Za-z]{1,2}(?=[\"'])|[\"']")
# Not by `re`, which fails on possessive groups in early releases of Python 3.11 (CPython gh-106052).
_CLOSERS = {
    '"""': regex.compile(r'"""(?:[^"\\]++|\\.|"(?!""))*+"""', regex.S),
    "'''": regex.compile(r"'''(?:[^'\\]++|\\.|'(?!''))*+'''", regex.S),
    '"': regex.compile(r'"(?:[^"\\\r\n]++|\\(?:\r\n|.))*+("?)', regex.S),
    "'": regex.compile(r"'(?:[^'\\\r\n]++|\\(?:\r\n|.))*+('?)", regex.S),
}
_PREFIXES = frozenset(("", "r", "u", "f", "fr", "rf", "b", "br", "rb", "t", "tr", "rt"))
_HEADERS = ("def ", "class ", "async ", ")")
_SIGN = re.compile(r"[-+*/%@&|^~<>=,.]|\b(?:and|or|not|if|else|lambda|await|in|is)\b|[()\[\]{}]|\n")


class Token(NamedTuple):
    """A comment or string: where it stands, and for a string where its quotes begin."""

    start: int
    end: int
    comment: bool
    quote: int = 0
    #: How many quotes open and close it.
    size: int = 0


def tokens(source: str) -> Iterator[Token]:
    """The comments and strings in order, in code points."""
    at = 0
    while (opener := _OPENER.search(source, at)) is not None:
        start, quote = opener.start(), opener.start()
        if source[start] == "#":
            at = opener.end()
            yield Token(start, at, True)
            continue
        if source[start] not in "\"'":
            quote = opener.end()
            if opener[0].lower() not in _PREFIXES:
                start = quote
        char = source[quote]
        if source.startswith(char * 3, quote):
            closed = _CLOSERS[char * 3].match(source, quote)
            if closed is None:
                # No Python, and to be searched for an end again and again if this went on.
                return
            at = closed.end()
            yield Token(start, at, False, quote, 3)
        else:
            closed = _CLOSERS[char].match(source, quote)
            at = closed.end() if closed else quote + 1
            yield Token(start, at, False, quote, 1)


def prose(source: str, *, strings: bool) -> Iterator[Token]:
    """The comments, and the strings that may be docstrings (or all of them)."""
    last = -1
    for token in tokens(source):
        if token.comment:
            yield token
            continue
        if strings or _stands_alone(source, token.start) or _adjoins(source, last, token.start):
            last = token.end
            yield token


def _stands_alone(source: str, start: int) -> bool:
    """Whether a string may be a statement: nothing before it on its line, or a header's colon."""
    line = max(source.rfind("\n", 0, start), source.rfind("\r", 0, start)) + 1
    # A header is short; of a minified line the end is enough.
    lead = source[max(line, start - 400) : start].strip(" \t\f(")
    if not lead or lead[-1] == ";":
        return True
    if lead[-1] != ":":
        return False
    return lead[-2:-1] not in "\"'" or lead.startswith(_HEADERS)


def _adjoins(source: str, last: int, start: int) -> bool:
    return last >= 0 and start - last < 200 and not source[last:start].strip(" \t\r\n\\\f")


def burden(source: str) -> str:
    """Why the parser would not bear a source, or "" if it would: see `DEEPEST` and `LONGEST`."""
    depth = signs = at = 0
    for token in (*tokens(source), Token(len(source), len(source), True)):
        for sign in _SIGN.finditer(source, at, token.start):
            if sign[0] == "\n":
                signs = signs if depth else 0
                continue
            depth += (sign[0] in "([{") - (sign[0] in ")]}")
            # What commas part is no deeper for being longer.
            signs = 0 if sign[0] == "," else signs + 1
            if depth > DEEPEST:
                line = source.count("\n", 0, sign.start()) + 1
                return f"line {line} has more than {DEEPEST} brackets inside each other"
            if signs > LONGEST:
                line = source.count("\n", 0, sign.start()) + 1
                return f"line {line} has more than {LONGEST:,} operators in a row"
        at = token.end
    return ""
