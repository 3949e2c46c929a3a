"""What must hold for any text and any set of rules, tried on articles built at random.

An article is put together from blocks, and damaged with the examples of the rules themselves.
`HYPOTHESIS_PROFILE=thorough` tries each property 2,000 times.
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise

import pyromark
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from copylint import files, fix, readers, rulebook
from copylint.finding import Finding
from copylint.linter import Cleaned, Linter
from copylint.suppressions import UNUSED

RULES = rulebook.load(whole=True)
MARKUPS = ("markdown", "html", "plain")
ALL = Linter(RULES, inline=False)

# -- texts -----------------------------------------------------------------------------------------

_FIRST = [next(example.cases()) for rule in RULES for example in rule.examples]
_EXAMPLES = [example for example in _FIRST if example.bad and not example.gap]
_SNIPPETS = sorted({e.text for e in _EXAMPLES if "\n" not in e.text and len(e.text) < 160})
_WHOLES = sorted({example.text for example in _EXAMPLES})
_MARKERS = (
    "..", " ,", ",,", "?.", "!.", " .", "…", "( )", "[]", "[cite: 3]", "[1]", "【4†source】",
    "TODO",
    ":contentReference[oaicite:0]{index=0}", "citeturn0search1", "\u200b", "\u00ad", "\u00a0",
    "\u202e", "\ufeff", "\u2028", "donâ€™t", "&amp;nbsp;", "&nbsp;", "Pаypal", "\ufffd", "{name}",
    "<think>", "[Insert quote here]", "Learn more about email tips guide.", "{{title}}", "[[",
    "]]", "**", "__", "~~", "`", "```", "“", "”", '"', "«", "»", "‘", "’", "|", "<", ">", "\\",
    "$", "#", "&", "  ", "\t", "(", ")", "[", "]", "{", "}", "*", "_", "!", "- ", "1. ", "> ",
    "<!--", "-->", ":::",
)  # fmt: skip
#: Each is protected wherever it stands, and holds damage that some rule would repair in prose.
_KEPT = {
    "markdown": (
        "`a .. b ,, c`", "``x ?. `y` [cite: 3]``", "[here](https://ex.org/a..b,,c)", "[ref][one]",
        "![a chart](img/a..b.png)", "<https://ex.org/x..y>", "https://ex.org/q?a=1..2&b=[cite:3]",
        "$a,,b ..$", '<span title="so ,, so..">it</span>', "<!-- note .. -->", "[^1]", "<br>",
        "{{< ref \"a..b\" >}}", "{% include a ,, b.. %}", "&amp;", "&nbsp;", "\\*", "*so*",
        "**it is**",
    ),
    "html": (
        "<code>a .. b ,, c</code>", '<a href="https://ex.org/a..b,,c">here</a>', "<br>", "&amp;",
        '<img src="a..b.png" alt="so">', "https://ex.org/q?a=1..2", "<!-- note .. -->",
        "<em>so</em>", "<kbd>a ..</kbd>", "{{ a ,, b.. }}", "&nbsp;", "&#8220;", "<b>it is</b>",
        '<span lang="x..">',
    ),
    "plain": (
        "`a .. b ,, c`", "https://ex.org/q?a=1..2&b=3", "www.ex.org/a..b", "{{ a ,, b.. }}",
    ),
}  # fmt: skip
_QUOTED = ("“He said .. no ,, yes”", '"It was .. so ,, so"', "«Je dis .. non ,, oui»", "“We won?.”")
_WORDS = (
    "the", "house", "is", "old", "He", "said", "that", "Prices", "rose", "by", "5%", "in", "2019",
    "and", "nobody", "knew.", "Why?", "It", "was", "late,", "Berlin", "—", "so", "much!", "end.",
)  # fmt: skip


def _inlines(markup: str) -> st.SearchStrategy[str]:
    words = st.lists(st.sampled_from(_WORDS), min_size=1, max_size=6).map(" ".join)
    atoms = st.one_of(
        words,
        words,
        st.sampled_from((*_KEPT[markup], *_QUOTED)),
        st.sampled_from(_MARKERS),
        st.sampled_from(_SNIPPETS),
    )
    gaps = st.sampled_from((" ", " ", " ", "", "\n", "  \n"))
    pairs = st.lists(st.tuples(atoms, gaps), min_size=1, max_size=6)
    return pairs.map(lambda found: "".join(atom + gap for atom, gap in found).strip())


def _one_line(text: str) -> str:
    return re.sub(r"\s*\n\s*", " ", text)


def _prefixed(first: str, rest: str) -> Callable[[str], str]:
    return lambda text: first + text.replace("\n", f"\n{rest}")


def _markdown() -> st.SearchStrategy[str]:
    inline = _inlines("markdown")
    line = inline.map(_one_line)
    return st.one_of(
        inline,
        inline,
        st.tuples(st.sampled_from(("# ", "## ", "### ")), line).map("".join),
        line.map(lambda text: f"{text}\n---"),
        st.lists(inline.map(_prefixed("- ", "  ")), min_size=1, max_size=3).map("\n".join),
        st.tuples(inline, inline).map(lambda two: _prefixed("1. ", "   ")(f"{two[0]}\n- {two[1]}")),
        inline.map(_prefixed("> ", "> ")),
        inline.map(_prefixed("> - ", "> ")),
        inline.map(lambda text: f"```text\n{text}\n```"),
        inline.map(_prefixed("    ", "    ")),
        st.tuples(line, line).map(lambda two: f"| a | b |\n|---|---|\n| {two[0]} | {two[1]} |"),
        inline.map(lambda text: f'<div class="a..b">\n{text}\n</div>'),
        inline.map(_prefixed("[^1]: ", "    ")),
        st.sampled_from(("[one]: https://ex.org/a..b", "---", "$$\na,,b ..\n$$", ":::note ..")),
        st.sampled_from(_WHOLES),
    )


def _html() -> st.SearchStrategy[str]:
    inline = _inlines("html")
    tags = ("p", "h2", "blockquote", "pre", "div", "script", "td", "li", "title", "figcaption")
    element = st.tuples(st.sampled_from(tags), inline).map(
        lambda two: "<{0}>{1}</{0}>".format(*two)
    )
    nested = st.lists(inline, min_size=1, max_size=3).map(
        lambda items: "<ul>\n" + "\n".join(f"  <li>{item}</li>" for item in items) + "\n</ul>"
    )
    return st.one_of(element, element, nested, inline, st.sampled_from(_WHOLES))


def _plain() -> st.SearchStrategy[str]:
    inline = _inlines("plain")
    marked = st.tuples(st.sampled_from(("", "", "- ", "1. ", "> ", "• ")), inline).map("".join)
    return st.one_of(marked, marked, st.sampled_from(_WHOLES))


_BLOCKS = {"markdown": _markdown(), "html": _html(), "plain": _plain()}
_HEADS = ("", "", "---\ntitle: So .. it ,, is\nlink: a..b\n---\n\n", "+++\ntitle = 'A ..'\n+++\n\n")


@st.composite
def articles(draw: st.DrawFn, markups: Sequence[str] = MARKUPS) -> tuple[str, str]:
    """A damaged article whose lines end in LF, and its markup."""
    markup = draw(st.sampled_from(markups))
    blocks = draw(st.lists(_BLOCKS[markup], min_size=1, max_size=5))
    gap = draw(st.sampled_from(("\n\n", "\n\n", "\n", "\n\n\n")))
    head = draw(st.sampled_from(_HEADS)) if markup == "markdown" else ""
    end = draw(st.sampled_from(("\n", "", "\n\n")))
    return (head + gap.join(blocks) + end).replace("\r", ""), markup


_NASTY = (
    "\r\n", "\r", "\n", "\u0085", "\u2028", "\u2029", "\x0c", "\x0b", "\x00", "\x1b[31m", "\u202a",
    "\u202e", "\u2066", "\u2069", "\u200f", "\u200d", "\u200c", "\u0301", "e\u0301",
    "\u0644\u200c", "👩\u200d👧", "🇩🇪", "𝐀", "\U0001d54f", "\U000e0041", "\U0010ffff",
    "\ue200cite\ue202", "\uf8ff", "\ufffc", "\ufffe", "\ufeff", "İ", "ß", "ſ", "ﬁ", "中文。",
    "שלום",
    "अनु", "\u3000", "\u00a0", "\u202f", "a", "B.",
)  # fmt: skip


def nasty() -> st.SearchStrategy[str]:
    """Text that no editor ever saw: what breaks decoders, parsers and terminals."""
    part = st.one_of(
        st.sampled_from(_NASTY),
        st.sampled_from(_MARKERS),
        st.sampled_from(_WORDS),
        st.sampled_from([atom for atoms in _KEPT.values() for atom in atoms]),
        st.sampled_from(_SNIPPETS),
        st.text(st.characters(exclude_categories=("Cs",)), max_size=8),
    )
    return st.lists(part, max_size=14).map("".join)


@st.composite
def texts(draw: st.DrawFn) -> tuple[str, str]:
    """Anything at all, and a markup to read it as."""
    if draw(st.booleans()):
        return draw(articles())
    return draw(nasty()), draw(st.sampled_from(MARKUPS))


def subsets() -> st.SearchStrategy[tuple[str, ...]]:
    """A few of the rules, by id."""
    ids = [rule.id for rule in RULES]
    return st.lists(st.sampled_from(ids), min_size=1, max_size=6, unique=True).map(tuple)


# -- how they are tried ----------------------------------------------------------------------------


@cache
def linter(ids: tuple[str, ...]) -> Linter:
    """A linter of some rules and of those that their findings are about."""
    wanted = set(ids)
    wanted |= {name for rule in RULES if rule.id in wanted for name in rule.options.get("of", ())}
    return Linter([rule for rule in RULES if rule.id in wanted], inline=False)


def found(one: Linter, text: str, markup: str) -> tuple[Finding, ...]:
    """The findings in a text."""
    return one.check(text, markup=markup).findings


def clean(text: str, markup: str, *, unsafe: bool, by: Linter = ALL) -> Cleaned:
    """The repaired text."""
    return by.clean(text, markup=markup, unsafe=unsafe)


def crlf(text: str) -> str:
    """The same lines with the line ends of Windows."""
    return text.replace("\n", "\r\n")


# -- places ----------------------------------------------------------------------------------------


@given(texts())
def test_findings_stand_where_they_say(case: tuple[str, str]) -> None:
    text, markup = case
    for finding in found(ALL, text, markup):
        start, end = finding.span
        assert 0 <= start <= end <= len(text)
        assert text[start:end] == finding.text
        assert "\r\n" not in text[start - 1 : start + 1] or start == 0, "between CR and LF"
        if finding.fix is not None:
            edits = sorted(finding.fix.edits)
            assert edits
            assert all(0 <= edit.span.start <= edit.span.end <= len(text) for edit in edits)
            assert all(one.span.end <= other.span.start for one, other in pairwise(edits))


@given(texts())
def test_pieces_map_to_the_source(case: tuple[str, str]) -> None:
    text, markup = case
    document = readers.read(text, markup)
    assert list(document.blocks) == sorted(
        document.blocks, key=lambda block: (block.span.start, -block.span.end)
    )
    for block in document.blocks:
        assert 0 <= block.span.start <= block.span.end <= len(text)
        ends = [piece.start for piece in block.pieces[1:]] + [len(block.text)]
        at, before = 0, block.span.start
        for piece, end in zip(block.pieces, ends, strict=True):
            assert piece.start == at
            assert before <= piece.span.start < piece.span.end <= block.span.end
            if piece.exact:
                assert block.text[at:end] == text[piece.span.start : piece.span.end]
            at, before = end, piece.span.end
        for mark in block.marks:
            assert 0 <= mark.start <= mark.end <= len(block.text)
            assert block.span.start <= mark.span.start <= mark.span.end <= block.span.end
    for span in (*document.opaque, *document.targets):
        assert 0 <= span.start <= span.end <= len(text)


@given(texts(), st.data())
def test_there_and_back(case: tuple[str, str], data: st.DataObject) -> None:
    text, markup = case
    blocks = readers.read(text, markup).blocks
    assume(blocks)
    block = data.draw(st.sampled_from(blocks))
    start = data.draw(st.integers(0, len(block.text) - 1))
    end = data.draw(st.integers(start + 1, len(block.text)))
    span = block.source(start, end)
    assert block.span.holds(span)
    back = block.prose(span)
    assert back is not None
    assert back.start <= start
    assert end <= back.end
    exact = block.verbatim(start, end)
    if exact is not None:
        assert text[exact.start : exact.end] == block.text[start:end]
        assert back == (start, end)
    removal = block.removal(start, end)
    if removal is not None:
        assert removal[0].holds(span)


# -- repairs ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("unsafe", [False, True])
@given(case=texts())
def test_repairing_twice_is_repairing_once(case: tuple[str, str], unsafe: bool) -> None:
    text, markup = case
    once = clean(text, markup, unsafe=unsafe)
    assert clean(once.text, markup, unsafe=unsafe).text == once.text


@given(texts(), subsets(), st.booleans())
def test_some_rules_settle_alone(case: tuple[str, str], ids: tuple[str, ...], unsafe: bool) -> None:
    text, markup = case
    once = clean(text, markup, unsafe=unsafe, by=linter(ids))
    assert clean(once.text, markup, unsafe=unsafe, by=linter(ids)).text == once.text


@given(texts(), st.booleans())
def test_what_was_repaired_is_gone(case: tuple[str, str], unsafe: bool) -> None:
    """Nothing that could be repaired is left, but what would have done harm."""
    text, markup = case
    cleaned = clean(text, markup, unsafe=unsafe)
    assert not [one for one in cleaned.remaining if fix.applicable(one, unsafe=unsafe)]
    assert not clean(cleaned.text, markup, unsafe=unsafe).fixed


@given(texts(), st.booleans())
def test_only_edits_change_the_text(case: tuple[str, str], unsafe: bool) -> None:
    text, markup = case
    edits = fix.edits_of(fix.choose(found(ALL, text, markup), unsafe=unsafe))
    forward = fix.apply(text, edits)
    backward = text
    for (start, end), new in reversed(edits):
        # A text without CR has but one kind of line end to put in.
        assume("\n" not in new or "\r" not in text)
        backward = backward[:start] + new + backward[end:]
    assert forward == backward
    at = 0
    for piece in _between(text, edits):
        at = forward.index(piece, at) + len(piece)


def _between(text: str, edits: Sequence[fix.Edit]) -> list[str]:
    starts = [0, *(edit.span.end for edit in edits)]
    ends = [*(edit.span.start for edit in edits), len(text)]
    return [text[start:end] for start, end in zip(starts, ends, strict=True)]


#: Rules that own what others must keep: link targets, comments, whole fences, control characters.
_OWNERS = {
    rule.id
    for rule in RULES
    if {"raw", "target"} & {*rule.scope, rule.options.get("scope")} or rule.detector == "mojibake"
}
_PROSE_RULES = Linter([rule for rule in RULES if rule.id not in _OWNERS], inline=False)
_VISIBLE = Linter(
    [
        rule
        for rule in _PROSE_RULES.rules
        if rule.family != "characters" and rule.id != "structure/heading-no-space"
    ],
    inline=False,
)
_SCAN = {
    "markdown": (
        # Front matter sets something; other lines between rules are text.
        r"\A---\n(?:(?!---\n)[^\n]*\n)*?[\w.-]+ ?:(?:[^\n]*\n(?!---\n))*[^\n]*\n---\n"
        r"|\A\+\+\+\n(?:(?!\+\+\+\n)[^\n]*\n)*?[\w.-]+ ?=(?:[^\n]*\n(?!\+\+\+\n))*[^\n]*\n\+\+\+\n"
        r"|(?ms:^\$\$\n.*?^\$\$$)|\$[^$\s][^$\n]*[^$\s]\$"
        r"|<(?:code|kbd)>[^<>\n]*</(?:code|kbd)>"
        r"|<(?:https?:|/?(?!(?i:cite))\w+[ >]|!--)[^<>\n]*>|\{\{[^{}\n]*\}\}|\{%[^%\n]*%\}"
        r"|\]\([^()\s]*[./][^()\s]*\)|\]\[one\]|https?://[^\s<>()\[]*\w"
    ),
    "html": (
        r"<(code|kbd|pre|script)>.*?</\1>|<!--.*?-->"
        r"|</?(?!(?i:cite|li>|p>|br>|div>|h[1-6]>|grok|argument))[a-zA-Z][^<>]*>"
        r"|https?://[^\s<>\[]*\w|\{\{[^{}\n]*\}\}"
    ),
    "plain": r"(?<!`)`[^`\n]+`(?!`)|(?:https?://|www\.)[^\s<>\[]*\w|\{\{[^{}\n]*\}\}",
}
_O = pyromark.Options
_PARSER = pyromark.Markdown(
    options=_O.ENABLE_TABLES | _O.ENABLE_FOOTNOTES | _O.ENABLE_TASKLISTS | _O.ENABLE_MATH
)
_UNSEEN = {"Cc", "Cf", "Mn", "Zl", "Zp", "Zs"}
_QUOTATION = r"“[^“”\n]*”|«[^«»\n]*»"


@given(articles())
def test_safe_repairs_leave_code_links_and_quotations(case: tuple[str, str]) -> None:
    """Three things are excepted: what holds an invisible character, the tags and breaks of an item,
    heading, paragraph or bare `div` that was nothing but a defect and goes with it, and a chatbot's
    mark in an address.
    """
    text, markup = case
    # A stray backtick pairs with the next one, so that code and prose change places.
    lines = [line for line in text.split("\n") if not line.startswith("```")]
    assume(markup != "plain" or not any(line.count("`") % 2 for line in lines))
    cleaned = clean(text, markup, unsafe=False, by=_PROSE_RULES).text
    at = reached = 0
    for start, end in sorted([*_scanned(text, markup), *_code(text, markup)]):
        kept = text[start:end]
        if start < reached or re.search("utm_source=(?:chatgpt|openai)", kept):
            continue
        reached = end
        if not any(unicodedata.category(char) in _UNSEEN for char in re.sub("[ \n]", "", kept)):
            assert kept in cleaned[at:]
            at = cleaned.index(kept, at) + len(kept)


def _scanned(text: str, markup: str) -> Iterator[tuple[int, int]]:
    return (hit.span() for hit in re.finditer(f"{_SCAN[markup]}|{_QUOTATION}", text, re.S))


def _code(text: str, markup: str) -> Iterator[tuple[int, int]]:
    """Where a parser sees code: which backticks make a pair is not for a pattern to tell."""
    data = text.encode()
    for event, bounds in _PARSER.events_with_range(text) if markup == "markdown" else ():
        if isinstance(event, dict) and ("Code" in event or "CodeBlock" in str(event.get("Start"))):
            start, end = bounds["start"], bounds["end"]
            code = data[start:end].decode().rstrip("\n")
            begin = len(data[:start].decode())
            yield begin, begin + len(code)


@given(articles(("markdown", "html")))
def test_kinds_of_blocks_stay(case: tuple[str, str]) -> None:
    """No repair turns prose into code, or one kind of block into another.

    Invisible characters are excepted, as a line that holds nothing else is empty without them, and
    so is the repair whose aim is a heading.
    """
    text, markup = case
    cleaned = clean(text, markup, unsafe=False, by=_VISIBLE).text
    before = [block.kind for block in readers.read(text, markup).blocks]
    for block in readers.read(cleaned, markup).blocks:
        assert block.kind in before
        del before[: before.index(block.kind) + 1]


# -- line ends, byte order marks -------------------------------------------------------------------


@given(articles())
def test_line_ends_do_not_matter_to_findings(case: tuple[str, str]) -> None:
    text, markup = case
    unix = found(ALL, text, markup)
    windows = found(ALL, crlf(text), markup)
    assert [(one.rule, one.text) for one in unix] == [
        (one.rule, one.text.replace("\r\n", "\n")) for one in windows
    ]


@given(articles(), st.booleans())
def test_line_ends_do_not_matter_to_repairs(case: tuple[str, str], unsafe: bool) -> None:
    text, markup = case
    repaired = clean(text, markup, unsafe=unsafe).text
    # A text of one line does not say what its lines end with.
    assume("\n" in text or "\n" not in repaired)
    assert clean(crlf(text), markup, unsafe=unsafe).text == crlf(repaired)


@given(texts())
def test_byte_order_mark_does_not_matter(case: tuple[str, str]) -> None:
    text, markup = case
    assume(not text.startswith("\ufeff"))
    bare = text.encode()
    assume(b"\x00" not in bare)
    marked = files.decode(b"\xef\xbb\xbf" + bare)
    assert marked.source == files.decode(bare).source == text
    assert files.encode(marked, marked.source) == b"\xef\xbb\xbf" + bare
    assert found(ALL, marked.source, markup) == found(ALL, text, markup)


# -- how rules are run -----------------------------------------------------------------------------


@st.composite
def _pages(draw: st.DrawFn) -> tuple[str, str]:
    """Examples of rules, good and bad, one below the other."""
    markup = draw(st.sampled_from(MARKUPS))
    known = sorted({example.text for example in _FIRST if example.markup == markup})
    return "\n\n".join(draw(st.lists(st.sampled_from(known), min_size=1, max_size=8))), markup


@given(_pages())
def test_prefilter_hides_nothing(case: tuple[str, str]) -> None:
    """Of what people write: a rough reading may take odd runs of backticks for code."""
    text, markup = case
    assert found(ALL, text, markup) == found(_eager(), text, markup)


@cache
def _eager() -> Linter:
    return Linter(RULES, inline=False, prefilter=False)


@given(texts(), st.sampled_from(range(8)), st.booleans())
def test_order_of_rules_does_not_matter(case: tuple[str, str], seed: int, unsafe: bool) -> None:
    text, markup = case
    other = _shuffled(seed)
    assert found(ALL, text, markup) == found(other, text, markup)
    assert clean(text, markup, unsafe=unsafe) == clean(text, markup, unsafe=unsafe, by=other)


@cache
def _shuffled(seed: int) -> Linter:
    rules = list(RULES)
    random.Random(seed).shuffle(rules)
    return Linter(rules, inline=False)


@given(texts())
def test_same_again(case: tuple[str, str]) -> None:
    text, markup = case
    assert found(ALL, text, markup) == found(ALL, text, markup)
    assert clean(text, markup, unsafe=True) == clean(text, markup, unsafe=True)


@given(texts())
def test_comment_silences_all(case: tuple[str, str]) -> None:
    text, markup = case
    comment = "<!-- copylint: disable-file all -->\n\n"
    left = _obeying().check(comment + text, markup=markup).findings
    assert {one.rule for one in left} <= {UNUSED}


@cache
def _obeying() -> Linter:
    return Linter(RULES)


#: Rules of patterns that look at one block and at nothing else.
_LOCAL = Linter(
    [
        rule
        for rule in RULES
        if rule.kind == "pattern"
        and not {"source", "raw", "target"} & set(rule.scope)
        and not any(pattern.where for pattern in rule.patterns)
        and not rule.languages
        and all(condition.where != "document" for condition in rule.conditions)
    ],
    inline=False,
    prefilter=False,
)


@given(articles(), st.data())
def test_blocks_are_judged_alone(case: tuple[str, str], data: st.DataObject) -> None:
    text, markup = case
    after = data.draw(_BLOCKS[markup])
    both = f"{text}\n\n{after}"
    kinds = [[b.text for b in readers.read(part, markup).blocks] for part in (text, after, both)]
    assume(kinds[0] + kinds[1] == kinds[2])
    by = len(text) + 2
    moved = [
        replace(one, span=fix.Span(one.span.start + by, one.span.end + by))
        for one in found(_LOCAL, after, markup)
    ]
    assert _said([*found(_LOCAL, text, markup), *moved]) == _said(found(_LOCAL, both, markup))


def _said(findings: Sequence[Finding]) -> list[tuple[str, fix.Span, str, str]]:
    return [(one.rule, one.span, one.text, one.message) for one in findings]
