"""Taking a marker out leaves no seam: the numbered rules, first alone and then through rules."""

from __future__ import annotations

import pytest

import copylint
from copylint.excise import Cut, excise

# «…» stands for what is taken out.
CUTS = {
    "both sides": (" assistance. «x» Such", " assistance. Such"),
    "several blanks": ("word  «x»  word", "word  word"),
    "no-break space": ("word\u00a0«x» word", "word\u00a0word"),
    "before a comma": ("fell «x», then", "fell, then"),
    "before a colon": ("these «x»: one", "these: one"),
    "before a bracket": ("(it fell «x») then", "(it fell) then"),
    "before a quotation mark": ("“it fell «x»” then", "“it fell” then"),
    "before a guillemet": ("fell «x»» then", "fell» then"),
    "line end": ("fell «x»\nthen", "fell\nthen"),
    "text end": ("fell «x»", "fell"),
    "text end, blank after": ("fell. «x» ", "fell. "),
    "text start": ("«x» It fell", "It fell"),
    "line start": ("It fell\n«x» then", "It fell\nthen"),
    "stop and capital": ("fell.«x»The", "fell. The"),
    "closer and capital": ("fell.”«x»The", "fell.” The"),
    "two words": ("fell«x»then", "fell then"),
    "mark and stop": ("xT*«x».", "xT*."),
    "dash and word": ("re-«x»open", "re-open"),
    "stop and lower case": ("a.«x»b", "a.b"),
    "blank before": ("fell «x»then", "fell then"),
    "blank after": ("fell«x» then", "fell then"),
    "round brackets": ("rose («x») in", "rose in"),
    "round brackets with blanks": ("rose ( «x» ) in", "rose in"),
    "quotation marks": ("rose “«x»” in", "rose in"),
    "straight quotation marks": ('rose "«x»" in', "rose in"),
    "emphasis": ("rose *«x»* in", "rose in"),
    "strong emphasis": ("rose **«x»** in", "rose in"),
    "nested": ("rose (“«x»”) in", "rose in"),
    "nested at the end": ("rose («x»).", "rose."),
    "stop on both sides": ("fell.«x».", "fell."),
    "stop on both sides, blank": ("fell. «x». Then", "fell. Then"),
    "ellipsis stays": ("fell...«x». Then", "fell.... Then"),
    "ellipsis after stays": ("fell.«x»... Then", "fell.... Then"),
    "question and stop": ("fell? «x». Then", "fell? Then"),
    "question and ellipsis": ("fell? «x».. Then", "fell?.. Then"),
}


@pytest.mark.parametrize(("marked", "expected"), CUTS.values(), ids=CUTS.keys())
def test_cut(marked: str, expected: str) -> None:
    start = marked.index("«x»")
    text = marked.replace("«x»", "x", 1)
    cut = excise(text, start, start + 1)
    assert not cut.line
    assert text[: cut.start] + cut.text + text[cut.end :] == expected


@pytest.mark.parametrize(
    ("text", "start", "cut"),
    [
        ("x", 0, Cut(0, 1, line=True)),
        ("  x ", 2, Cut(0, 4, line=True)),
        ("a\nx\nb", 2, Cut(2, 3, line=True)),
        ("a\n (x) \nb", 4, Cut(2, 7, line=True)),
        ("a\nx", 2, Cut(2, 3, line=True)),
    ],
    ids=ascii,
)
def test_an_empty_line_is_told(text: str, start: int, cut: Cut) -> None:
    assert excise(text, start, start + 1) == cut


RULES = {
    "1 merge": ("A. [cite: 1] [cite: 2], [cite: 3] B.", "A. B."),
    "1 merge semicolon": ("A. [cite: 1]; [cite: 2] B.", "A. B."),
    "2 keep one space": (
        "Consular assistance. [cite: 4 (from prompt text)] Such cases",
        "Consular assistance. Such cases",
    ),
    "3 closing mark": ("It fell [cite: 4], then", "It fell, then"),
    "3 line end": ("It fell [cite: 4]\nthen rose", "It fell\nthen rose"),
    "4 list marker": ("* [cite_start]**Form:** small", "* **Form:** small"),
    "4 quote marker": ("> [cite: 9] Quoted.", "> Quoted."),
    "4 heading marker": ("## [cite: 9] Heading", "## Heading"),
    "5 stop and capital": ("It fell.[cite: 1]The next", "It fell. The next"),
    "5 words": ("It fell[cite: 1]then", "It fell then"),
    "5 otherwise nothing": ("The **xT**[span_2](start_span).", "The **xT**."),
    "6 empty brackets": ("It rose ([cite: 3]) in May", "It rose in May"),
    "6 empty emphasis": ("It rose **[cite: 3]** in May", "It rose in May"),
    "7 doubled stop": ("It fell. [cite: 1]. Then", "It fell. Then"),
    "8 list item": ("- [cite: 1]\n- Keep", "- Keep"),
    "8 middle": ("P1.\n\n[cite: 1]\n\nP2.", "P1.\n\nP2."),
    "8 whole-paragraph note": (
        "P1.\n\n[Note: this claim needs a source.]\n\nP2.",
        "P1.\n\nP2.",
    ),
    "8 document start": ("[cite: 1]\n\n\nP2.\n", "P2.\n"),
    "8 document end": ("P1.\n\n\n[cite: 1]\n", "P1.\n"),
    "8 document end, no final newline": ("P1.\n\n[cite: 1]", "P1."),
    "9 nested": (
        "It fell. [Note: this claim needs a source [see brief], not yet verified.] Then it rose",
        "It fell. Then it rose",
    ),
    "10 evidence": (
        "See [oai_citation:0‡host.example](https://host.example/a) now.",
        "See [host.example](https://host.example/a) now.",
    ),
    "10 cite wrapper": (
        'It <cite index="1-2">rose by a third</cite> in May.',
        "It rose by a third in May.",
    ),
}


@pytest.mark.parametrize("markup", ["markdown", "plain"])
@pytest.mark.parametrize(("text", "expected"), RULES.values(), ids=RULES.keys())
def test_rule(text: str, expected: str, markup: str) -> None:
    chosen = ("residue/*", "punctuation/double-period")
    cleaned = copylint.clean(text, markup=markup, select=chosen)
    assert cleaned.text == expected
    assert copylint.clean(expected, markup=markup, select=chosen).text == expected


@pytest.mark.parametrize(("text", "expected"), RULES.values(), ids=RULES.keys())
def test_rule_in_crlf(text: str, expected: str) -> None:
    cleaned = copylint.clean(text.replace("\n", "\r\n"), select=("residue/*",))
    assert cleaned.text == expected.replace("\n", "\r\n")
