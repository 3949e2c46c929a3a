"""Where sentences end, in whole and in damaged prose, and what is quoted."""

from __future__ import annotations

from itertools import pairwise

import pytest

from copylint.document import OBJECT
from copylint.sentences import quotations, split

# A bar stands where one sentence ends and the next begins.
SENTENCES = {
    "plain": "It rained. | We stayed. | Nobody came!",
    "question and exclamation": "Why? | Because! | So it goes…",
    "line break": "It rained.\n| We\nstayed.",
    "no-break space": "It rained.\u00a0| We stayed.",
    "title": "Dr. Roe met Mrs. Poe. | They spoke.",
    "initials": "J. R. Roe wrote it. | He won.",
    "I alone ends": "So am I. | She left.",
    "latin": "Some boats, e.g. Ferries, i.e. Ships, and trains vs. Planes. | All late.",
    "lower case follows": "The file a.b. is not one. | Done.",
    "month and number": "It opens on Jan. 5 at No. 7 Main St. in Bar. | Come.",
    "company goes on": "Acme Inc. Directors met. | They voted.",
    "company ends": "She joined Acme Inc. | The firm grew.",
    "country goes on": "The U.S. Senate voted. | It passed.",
    "country ends": "He moved to the U.S. | He stayed.",
    "etc ends": "Bread, cheese, etc. | The rest is here.",
    "decimals": "It cost 3.50 euros and 1.000 more. | Then 2.5 less.",
    "versions and hosts": "Use v1.2.3 from a.example.org now. | Then go.",
    "list number": "1. First of all. | Then this.",
    "year ends": "It was 1999. | The boat sank.",
    "quote after stop": "He said “No.” | She left.",
    "quote before stop": "He said “no”. | She left.",
    "straight quote": 'He said "No." | She left.',
    "quoted question goes on": "“Why?” he asked. | She left.",
    "bracket after stop": "(It rained.) | We stayed.",
    "emphasis marks": "It **rained.** | We stayed.",
    "reference after stop": "It rained.[1] | We stayed.[2][3] | He left. [4] | She came.¹ | Yes.",
    "short for number or the word": "See No. 5 here. | He said no. | Was it fig. 3? | No.",
    "short for about": "He died (c. 1230) there. | Plan c. | Done.",
    "bracket with a small letter": "It rained in May. | (see below.) | We stayed.",
    "note sign": f"It rained.{OBJECT} | We stayed.",
    "ellipsis goes on": "He waited... and left. | She stayed.",
    "ellipsis ends": "He waited... | She left.",
    "doubled stop": "It rained.. | We stayed.",
    "doubled stop, lower case": "It rained.. | we stayed.",
    "damage": "It rained?. | Learn more. | Done!. | Next.",
    "opening quote next": "It rained. | “We stay,” he said.",
    "opening question": "Llovió. | ¿Por qué?",
    "next is lower case in quotes": "See p. “a” of it. | Yes.",
    "japanese": "日本語です。| 次の文。| 終わり",
    "no stop at the end": "It rained. | We stayed",
    "white space around": "  It rained.  | We stayed.  ",
}


@pytest.mark.parametrize("marked", SENTENCES.values(), ids=SENTENCES.keys())
def test_sentences(marked: str) -> None:
    text = marked.replace("| ", "").replace("|", "")
    expected = [part.strip() for part in marked.split("|")]
    spans = list(split(text))
    assert [text[start:end] for start, end in spans] == expected
    assert all(left.end <= right.start for left, right in pairwise(spans))


@pytest.mark.parametrize("text", ["", " ", "\n", "\u00a0"], ids=ascii)
def test_no_sentence(text: str) -> None:
    assert list(split(text)) == []


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("He said “no” and «non».", ["“no”", "«non»"]),
        ("Er sagte „nein“ und „doch”.", ["„nein“", "„doch”"]),
        ("彼は「いいえ」と言った。", ["「いいえ」"]),
        ('He said "no" twice, "yes" once.', ['"no"', '"yes"']),
        ('A 5" pipe and a 6" one.', []),
        ("It’s the dogs’ bowl.", []),
        ("He said ‘it’s no’ and left.", ["‘it’s no’"]),
        ("He said “no\nand left” at once.", ["“no\nand left”"]),
        ("“It rained, and we stayed.", ["“It rained, and we stayed."]),
        ('<a href="/a/">the "best" boat</a>', ['"best"']),
        ("“It rained,\nand we stayed.", ["“It rained,"]),
        ("No quotation.", []),
    ],
    ids=ascii,
)
def test_quotations(text: str, quoted: list[str]) -> None:
    assert [text[start:end] for start, end in quotations(text)] == quoted
