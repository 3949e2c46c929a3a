"""From matches to edits: what may be deleted, what is safe, and which blank lines go."""

from __future__ import annotations

import pytest

from copylint.finding import Finding, Safety
from copylint.linter import Linter
from copylint.rule import Rule, parse

EXAMPLES = [{"bad": "x"}] * 3 + [{"good": "y"}] * 3
MARK = r"XX[^X]*XX|XX"


def rule(remove: str = "match", **more: object) -> Rule:
    data = {
        "message": "m", "why": "w", "regex": MARK, "remove": remove, "fix-safety": "safe",
        "examples": EXAMPLES, **more,
    }  # fmt: skip
    if not remove:
        del data["remove"]
    return parse(data, "residue/mark", "mark.yaml", "")


def only(source: str, markup: str = "markdown", *, using: Rule | None = None) -> Finding:
    (finding,) = Linter([using or rule()]).check(source, markup=markup).findings
    return finding


def cleaned(source: str, markup: str = "markdown", *, using: Rule | None = None) -> str:
    return Linter([using or rule()]).clean(source, markup=markup, unsafe=True).text


# What a deletion does to the markup around it: the safety, and what is left.
DELETIONS = {
    "plain": ("It fell XX then.", "safe", "It fell then."),
    "whole emphasis": ("It fell **XX** then.", "safe", "It fell then."),
    "emphasis inside": ("It fell XX *so* XX then.", "safe", "It fell then."),
    "inside emphasis": ("It **fell XX then** rose.", "safe", "It **fell then** rose."),
    "entity inside": ("It fell XX &amp; XX then.", "safe", "It fell then."),
    "escape inside": (r"It fell XX \* XX then.", "safe", "It fell then."),
    "line break inside": ("It fell XX so\nXX then.", "safe", "It fell then."),
    "link inside": ("It fell XX [so](a) XX then.", "unsafe", "It fell then."),
    "reference link inside": (
        "It fell XX [so][a] XX then.\n\n[a]: https://a.example",
        "unsafe",
        "It fell then.\n\n[a]: https://a.example",
    ),
    "code inside": ("It fell XX `so` XX then.", "unsafe", "It fell then."),
    "image inside": ("It fell XX ![](a.png) XX then.", "unsafe", "It fell then."),
    "address inside": ("It fell XX https://a.example XX then.", "unsafe", "It fell then."),
    "footnote inside": (
        "It fell XX so[^1] XX then.\n\n[^1]: N.",
        "unsafe",
        "It fell then.\n\n[^1]: N.",
    ),
    "math inside": ("It fell XX $x^2$ XX then.", "unsafe", "It fell then."),
    "raw HTML inside": ("It fell XX <br> XX then.", "unsafe", "It fell then."),
    "template inside": ("It fell XX {{ x }} XX then.", "unsafe", "It fell then."),
    "inside a link": ("It [fell XX then](a) rose.", "safe", "It [fell then](a) rose."),
    "emphasis torn at its start": ("It fell XX *so XX then* rose.", None, None),
    "emphasis torn at its end": ("It *fell XX so* XX then.", None, None),
    "link torn": ("It fell XX [so XX then](a) rose.", None, None),
    "in double quotes": ("He said “no XX way” then.", "unsafe", "He said “no way” then."),
    "in straight quotes": ('He said "no XX way" then.', "unsafe", 'He said "no way" then.'),
    "in a quotation never closed": ("“It fell XX then.", "unsafe", "“It fell then."),
    "in a wrapped quotation": (
        "He said “no\nXX way” then.",
        "unsafe",
        "He said “no\nway” then.",
    ),
    "after a quotation": ("He said “no” XX then.", "safe", "He said “no” then."),
    "in a block quote": ("> It fell XX then.", "safe", "> It fell then."),
    "in a table": (
        "| A |\n|---|\n| It XX fell |\n",
        "safe",
        "| A |\n|---|\n| It fell |\n",
    ),
    "in front matter": (
        "---\ntitle: It XX fell\n---\n\nSo.\n",
        "unsafe",
        "---\ntitle: It fell\n---\n\nSo.\n",
    ),
    "in quoted front matter": (
        '---\ntitle: "It XX fell"\n---\n\nSo.\n',
        "unsafe",
        '---\ntitle: "It fell"\n---\n\nSo.\n',
    ),
    "with a comment": ("It.\n\nXX <!-- so -->\n", "unsafe", "It.\n"),
    "in an image's text": ("See ![it XX fell](a.png).", "unsafe", "See ![it fell](a.png)."),
}


@pytest.mark.parametrize(("source", "safety", "expected"), DELETIONS.values(), ids=DELETIONS.keys())
def test_deletion(source: str, safety: str | None, expected: str | None) -> None:
    finding = only(source)
    assert (finding.fix.safety.value if finding.fix else None) == safety
    assert cleaned(source) == (expected or source)


HTML = {
    "plain": ("<p>It fell XX then.</p>", "safe", "<p>It fell then.</p>"),
    "whole element": ("<p>It fell <b>XX</b> then.</p>", "safe", "<p>It fell then.</p>"),
    "link inside": (
        '<p>It fell XX <a href="a">so</a> XX then.</p>',
        "unsafe",
        "<p>It fell then.</p>",
    ),
    "torn": ("<p>It <i>fell XX so</i> XX then.</p>", None, None),
    "attribute": ('<p><img alt="it XX fell"> So.</p>', "unsafe", '<p><img alt="it fell"> So.</p>'),
    "description": (
        '<meta name="description" content="It XX fell."><p>So.</p>',
        "unsafe",
        '<meta name="description" content="It fell."><p>So.</p>',
    ),
    "heading": ("<h2>It XX fell</h2>", "safe", "<h2>It fell</h2>"),
    "named element": ('<p>A</p>\n<p id="x">XX</p>\n<p>B</p>\n', "unsafe", "<p>A</p>\n<p>B</p>\n"),
    "with a comment": ("<p>A</p>\n<p>XX <!-- so --></p>\n", "unsafe", "<p>A</p>\n"),
    "indented": ("<p>\n  It fell\n  XX then.\n</p>\n", "safe", "<p>\n  It fell\n  then.\n</p>\n"),
}


@pytest.mark.parametrize(("source", "safety", "expected"), HTML.values(), ids=HTML.keys())
def test_deletion_in_html(source: str, safety: str | None, expected: str | None) -> None:
    finding = only(source, "html")
    assert (finding.fix.safety.value if finding.fix else None) == safety
    assert cleaned(source, "html") == (expected or source)


BLOCKS = {
    "between paragraphs": ("P1.\n\nXX\n\nP2.\n", "P1.\n\nP2.\n"),
    "at the start": ("XX\n\nP2.\n", "P2.\n"),
    "at the start after blank lines": ("\n\nXX\n\n\nP2.\n", "P2.\n"),
    "at the end": ("P1.\n\nXX\n", "P1.\n"),
    "at the end, no final newline": ("P1.\n\nXX", "P1."),
    "at the end, blank lines after": ("P1.\n\nXX\n\n\n", "P1.\n"),
    "alone": ("XX\n", ""),
    "alone, no final newline": ("XX", ""),
    "many blank lines": ("P1.\n\n\nXX\n\n\nP2.\n", "P1.\n\n\n\nP2.\n"),
    "below a heading": ("# H\nXX\n\nP2.\n", "# H\n\nP2.\n"),
    "heading": ("P1.\n\n## XX\n\nP2.\n", "P1.\n\nP2.\n"),
    "emphasis": ("P1.\n\n**XX**\n\nP2.\n", "P1.\n\nP2.\n"),
    "first item": ("- XX\n- B\n- C\n", "- B\n- C\n"),
    "middle item": ("- A\n- XX\n- C\n", "- A\n- C\n"),
    "last item": ("P1.\n\n- A\n- XX\n\nP2.\n", "P1.\n\n- A\n\nP2.\n"),
    "only item": ("P1.\n\n- XX\n\nP2.\n", "P1.\n\nP2.\n"),
    "numbered item": ("1. A\n2. XX\n3. C\n", "1. A\n3. C\n"),
    "nested item": ("- A\n  - XX\n  - B\n", "- A\n  - B\n"),
    "loose item": ("- A\n\n- XX\n\n- C\n", "- A\n\n- C\n"),
    "item with two paragraphs": ("- XX\n\n  More.\n- C\n", "- XX\n\n  More.\n- C\n"),
    "item with items": ("- XX\n  - B\n- C\n", "- XX\n  - B\n- C\n"),
    "item that opens two lists": ("- - XX\n  - B\n", "- - XX\n  - B\n"),
    "second paragraph of an item": ("- A\n\n  XX\n- C\n", "- A\n\n- C\n"),
    "item in a quote": ("> - XX\n> - B\n", "> - B\n"),
    "quote": ("P1.\n\n> XX\n\nP2.\n", "P1.\n\nP2.\n"),
    "paragraph of a quote": ("> A\n>\n> XX\n>\n> C\n", "> A\n>\n> C\n"),
    "cell": ("| A | B |\n|---|---|\n| XX | x |\n", "| A | B |\n|---|---|\n| XX | x |\n"),
    "footnote": ("P1.[^1]\n\n[^1]: XX\n", "P1.[^1]\n\n[^1]: XX\n"),
}


@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["lf", "crlf"])
@pytest.mark.parametrize(("source", "expected"), BLOCKS.values(), ids=BLOCKS.keys())
def test_a_block_left_empty_goes_whole_or_not_at_all(source: str, expected: str, end: str) -> None:
    assert cleaned(source.replace("\n", end)) == expected.replace("\n", end)


HTML_BLOCKS = {
    "paragraph": ("<p>A</p>\n<p>XX</p>\n<p>B</p>\n", "<p>A</p>\n<p>B</p>\n"),
    "paragraph, blank lines": ("<p>A</p>\n\n<p>XX</p>\n\n<p>B</p>", "<p>A</p>\n\n<p>B</p>"),
    "wrapped paragraph": ("<p>\n  XX\n</p>\n<p>B</p>\n", "<p>B</p>\n"),
    "heading": ("<p>A</p>\n<h2>XX</h2>\n<p>B</p>\n", "<p>A</p>\n<p>B</p>\n"),
    "item": ("<ul>\n<li>A</li>\n<li>XX</li>\n</ul>\n", "<ul>\n<li>A</li>\n</ul>\n"),
    "item ended unsaid": ("<ul>\n<li>A\n<li>XX\n<li>C\n</ul>\n", "<ul>\n<li>A\n<li>C\n</ul>\n"),
    "paragraph ended unsaid": ("<p>A\n<p>XX\n<p>C\n", "<p>A\n<p>C\n"),
    "first on a line": ("<p>XX</p><p>B</p>\n", None),
    "same line": ("<p>A</p><p>XX</p>\n", "<p>A</p><p>XX</p>\n"),
    "item with items": ("<ul>\n<li>XX\n<ul><li>B</li></ul>\n</li>\n</ul>\n", None),
    "element that goes on": ("<div>XX\n<p>B</p></div>\n", None),
    "body": ("<body>XX\n<p>B</p></body>\n", None),
    "before code": ("<div>XX\n<pre>b</pre></div>\n", None),
    "tail of an element": ("<div><p>A</p>\nXX</div>\n", None),
    "cell": ("<table><tr>\n<td>XX</td>\n<td>B</td></tr></table>\n", None),
    "quote": ("<blockquote>XX</blockquote>\n<p>B</p>\n", None),
}


@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["lf", "crlf"])
@pytest.mark.parametrize(("source", "expected"), HTML_BLOCKS.values(), ids=HTML_BLOCKS.keys())
def test_blocks_of_html(source: str, expected: str | None, end: str) -> None:
    wanted = (source if expected is None else expected).replace("\n", end)
    assert cleaned(source.replace("\n", end), "html") == wanted


PLAIN_BLOCKS = {
    "paragraphs": ("P1.\n\nXX\n\nP2.\n", "P1.\n\nP2.\n"),
    "crawled": ("Para one.\nXX\nPara two.\n", "Para one.\nPara two.\n"),
    "last of crawled": ("Para one.\nXX", "Para one."),
    "items": ("- A.\n- XX\n- C.\n", "- A.\n- C.\n"),
    "line of a paragraph": ("It\nXX\nfell.\n\nSo.\n", "It\nfell.\n\nSo.\n"),
}


@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["lf", "crlf"])
@pytest.mark.parametrize(("source", "expected"), PLAIN_BLOCKS.values(), ids=PLAIN_BLOCKS.keys())
def test_blocks_of_plain_text(source: str, expected: str, end: str) -> None:
    assert cleaned(source.replace("\n", end), "plain") == expected.replace("\n", end)


REMOVALS = {
    "sentence": ("sentence", "It fell. It XX rose. So.", "It fell. So."),
    "sentence alone": ("sentence", "P1.\n\nIt XX rose.\n\nP2.", "P1.\n\nP2."),
    "sentence at the end": ("sentence", "It fell. It XX rose.", "It fell."),
    "line": ("line", "It fell\nit XX rose\nso.", "It fell\nso."),
    "last line": ("line", "It fell\nit XX rose", "It fell"),
    "first line": ("line", "it XX rose\nIt fell", "It fell"),
    "block": ("block", "P1.\n\nIt fell. It XX rose.\n\nP2.", "P1.\n\nP2."),
}


@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["lf", "crlf"])
@pytest.mark.parametrize(("remove", "source", "expected"), REMOVALS.values(), ids=REMOVALS.keys())
def test_more_than_the_match_goes(remove: str, source: str, expected: str, end: str) -> None:
    found = cleaned(source.replace("\n", end), using=rule(remove))
    assert found == expected.replace("\n", end)


FRAMED = {
    "shortcode": "{% button %}\nXX\n{% endbutton %}\n",
    "shortcode of Hugo": "{{< tab >}}\nXX\n{{< /tab >}}\n",
    "component": "<Tab>XX</Tab>\n",
    "element": "<div>\n\nXX\n\n</div>\n",
    "directive": ":::button\n\nXX\n\n:::\n",
    "details": "<details>\n<summary>It</summary>\n\nXX\n\n</details>\n",
    "admonition": "!!! tip\n    XX\n",
    "tab": '=== "It"\n    XX\n',
    "attributes above": "{.lead}\nXX\n",
    "attributes below": "XX\n{: .lead }\n",
}


@pytest.mark.parametrize("remove", ["line", "block"])
@pytest.mark.parametrize("source", FRAMED.values(), ids=FRAMED.keys())
def test_all_that_an_element_holds_may_be_its_label(source: str, remove: str) -> None:
    finding = only(source, using=rule(remove))
    assert finding.fix is not None
    assert finding.fix.safety.value == "unsafe"


def test_a_text_between_two_elements_is_no_label() -> None:
    finding = only("<b>It</b> fell.\n\n</div>\n\nXX\n\n<div>\n", using=rule("block"))
    assert finding.fix is not None
    assert finding.fix.safety.value == "safe"


def test_an_entity_goes_with_what_is_replaced_where_that_was_asked_for() -> None:
    using = rule("", fix="Y", **{"fix-safety": "unsafe"})
    assert cleaned("It XX&hellip;XX fell.", using=using) == "It Y fell."


REPLACEMENTS = {
    "plain": ("It XX fell.", "safe", "It Y fell."),
    "whole emphasis": ("It *XX* fell.", "safe", "It *Y* fell."),
    "entity": ("It XX&amp;XX fell.", None, "It XX&amp;XX fell."),
    "emphasis inside": ("It XX *so* XX fell.", None, "It XX *so* XX fell."),
    "code inside": ("It XX `so` XX fell.", None, "It XX `so` XX fell."),
    "in quotes": ("“It XX fell.”", "unsafe", "“It Y fell.”"),
    "in a link": ("It [XX](a) fell.", "safe", "It [Y](a) fell."),
    "in front matter": ("---\ntitle: XX\n---\n", "unsafe", "---\ntitle: Y\n---\n"),
}


@pytest.mark.parametrize(
    ("source", "safety", "expected"), REPLACEMENTS.values(), ids=REPLACEMENTS.keys()
)
def test_replacement(source: str, safety: str | None, expected: str) -> None:
    using = rule("", fix="Y")
    finding = only(source, using=using)
    assert (finding.fix.safety.value if finding.fix else None) == safety
    assert cleaned(source, using=using) == expected


def test_several_answers_are_shown_and_never_made() -> None:
    using = rule("", fix=["Y", "Z"])
    finding = only("It XX fell.", using=using)
    assert finding.fix is not None
    assert finding.fix.safety is Safety.MANUAL
    assert cleaned("It XX fell.", using=using) == "It XX fell."


@pytest.mark.parametrize(
    "source",
    ["Use `XX` here.", "```\nXX\n```\n", "    XX\n", "<div>XX</div>\n", "See [a](XX).", "{{ XX }}",
     "https://a.example/XX", "<!-- XX -->\n", "[a]: XX\n"],
)  # fmt: skip
def test_what_is_no_prose_is_not_looked_at(source: str) -> None:
    assert Linter([rule()]).check(source, markup="markdown").findings == ()


SOURCE_SCOPE = {
    "line of its own": ("P1.\n\n<!-- XX -->\nXX\n\nP2.\n", "P1.\n\n<!-- XX -->\n\nP2.\n"),
    "in a line": ("It XX fell.\n", "It fell.\n"),
    "list marker": ("- XX It fell.\n", "- It fell.\n"),
    "code": ("Use `XX`.\n", "Use `XX`.\n"),
}


@pytest.mark.parametrize(("source", "expected"), SOURCE_SCOPE.values(), ids=SOURCE_SCOPE.keys())
def test_matches_in_the_source_itself(source: str, expected: str) -> None:
    using = parse(
        {
            "message": "m", "why": "w", "regex": "XX", "remove": "match", "fix-safety": "safe",
            "scope": "source", "examples": EXAMPLES,
        },
        "residue/mark", "mark.yaml", "",
    )  # fmt: skip
    assert cleaned(source, using=using) == expected


@pytest.mark.parametrize(
    ("remove", "fix", "source", "title"),
    [
        ("match", "", "It fell XX then.", "Delete “XX”"),
        ("", "Y", "It fell XX then.", "Replace “XX” with “Y”"),
        ("sentence", "", "It fell. It XX rose. So.", "Delete “It XX rose.”"),
    ],
)
def test_titles(remove: str, fix: str, source: str, title: str) -> None:
    finding = only(source, using=rule(remove, **({"fix": fix} if fix else {})))
    assert finding.fix is not None
    assert finding.fix.title == title
