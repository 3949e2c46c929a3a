"""Every file in tests/readers/ against the blocks written beside it, and what all readers keep."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from copylint import readers
from copylint.document import KINDS, OBJECT, Document
from copylint.errors import UsageError
from copylint.span import Span

HERE = Path(__file__).parent / "readers"
SEEDS = Path(__file__).parents[1] / "seeds"
ARTICLES = sorted(path for path in HERE.iterdir() if path.suffix != ".blocks")
TEXTS = [*ARTICLES, *sorted(path for path in SEEDS.rglob("*") if path.suffix in readers.SUFFIXES)]


# Where lines end in CR alone, front matter, fences in plain text and MDX are not looked for.
def _lf_only(path: Path) -> bool:
    text = path.read_text(encoding="utf-8")
    return path.name in {"fenced.txt", "component.mdx"} or text.startswith("---") or ":::" in text


def load(path: Path) -> str:
    return path.read_bytes().decode()


def read(path: Path) -> Document:
    return readers.read(load(path), readers.markup_of(path.name), path.suffix)


def shown(document: Document) -> Iterator[str]:
    """A document as its `.blocks` file writes it: ⏎ for a line break, ▢ for an object."""
    if document.language:
        yield f"language: {document.language}"
    for block in document.blocks:
        level = f" {block.level}" if block.level else ""
        fixed = "" if block.removable else " (fixed)"
        yield f"{block.kind}{level}{fixed}: {flat(block.text)}"
        for mark in block.marks:
            inside = flat(document.source[mark.span.start : mark.span.end])
            yield f"    {mark.kind} [{flat(block.text[mark.start : mark.end])}] = {inside}"
    for name, spans in (("opaque", document.opaque), ("target", document.targets)):
        for span in spans:
            yield f"{name}: {flat(document.source[span.start : span.end])}"


def flat(text: str) -> str:
    return text.replace("\r\n", "⏎").replace("\n", "⏎").replace(OBJECT, "▢")


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.name)
def test_blocks(path: Path) -> None:
    expected = path.with_name(f"{path.name}.blocks").read_text(encoding="utf-8").splitlines()
    assert list(shown(read(path))) == expected


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_the_map_is_true(path: Path) -> None:
    document = read(path)
    for block in document.blocks:
        assert block.kind in KINDS
        assert 0 <= block.span.start < block.span.end <= len(document.source)
        assert block.pieces[0].start == 0
        ends = [piece.start for piece in block.pieces[1:]] + [len(block.text)]
        last = block.span.start
        for piece, end in zip(block.pieces, ends, strict=True):
            assert piece.start < end
            assert last <= piece.span.start < piece.span.end <= block.span.end
            last = piece.span.end
            if piece.exact:
                text = document.source[piece.span.start : piece.span.end]
                assert text == block.text[piece.start : end]
        for mark in block.marks:
            assert 0 <= mark.start <= mark.end <= len(block.text)
            assert block.span.start <= mark.span.start < mark.span.end <= len(document.source)


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_prose_is_there_and_back(path: Path) -> None:
    """The source range of any prose range holds that prose range, and no earlier one."""
    for block in read(path).blocks:
        size = len(block.text)
        step = max(1, size // 40)
        ranges = [
            Span(at, min(at + width, size)) for at in range(0, size, step) for width in (1, 7)
        ]
        for span in ranges:
            back = block.prose(block.source(*span))
            assert back is not None
            assert back.holds(span)
            if block.verbatim(*span) is not None:
                assert back == span


@pytest.mark.parametrize(
    ("path", "end"),
    [(path, "\r\n") for path in TEXTS] + [(path, "\r") for path in TEXTS if not _lf_only(path)],
    ids=lambda value: {"\r\n": "crlf", "\r": "cr"}[value] if isinstance(value, str) else value.name,
)
def test_line_ends_do_not_show(path: Path, end: str) -> None:
    source = load(path)
    markup = readers.markup_of(path.name)
    one = readers.read(source, markup, path.suffix)
    other = readers.read(source.replace("\n", end), markup, path.suffix)
    assert [(b.kind, b.level, b.text) for b in other.blocks] == [
        (b.kind, b.level, b.text) for b in one.blocks
    ]


@pytest.mark.parametrize("markup", ["plain", "markdown", "html"])
@pytest.mark.parametrize(
    "source",
    ["", "\n", "\ufeff", "\x00", "[", "](", "<", "<a", "&", "&#0;", "```", "> ", "- ", "---\n",
     "{{", "$$", "\\", "| a |\n|--|", "\u2028", "<p", "<!--", "\x1b[0m", "</p></p>"],
)  # fmt: skip
def test_no_text_is_too_odd(markup: str, source: str) -> None:
    document = readers.read(source, markup)
    assert document.source == source
    assert all(block.span.end <= len(source) for block in document.blocks)


@pytest.mark.parametrize(
    ("path", "markup"),
    [
        ("a.md", "markdown"), ("A.MD", "markdown"), ("a.mdx", "markdown"), ("a.qmd", "markdown"),
        ("a.htm", "html"), ("dir.md/a.txt", "plain"), ("README", "plain"), ("a.unknown", "plain"),
        ("", "plain"),
    ],
)  # fmt: skip
def test_the_suffix_says_the_markup(path: str, markup: str) -> None:
    assert readers.markup_of(path) == markup


def test_every_suffix_has_a_reader() -> None:
    for suffix, markup in readers.SUFFIXES.items():
        assert readers.read("Word.", markup, suffix).blocks[0].text == "Word."


def test_an_unknown_markup_is_the_users_mistake() -> None:
    with pytest.raises(UsageError, match="no reader for markup 'rtf'; there are: plain, markdown"):
        readers.read("x", "rtf")


ANCHORS = {
    "alone": ('An <a href="https://a.example/?a=1&amp;b">old map</a> of it.', ["old map"]),
    "two": ("<A class=x HREF=a.html>One</A> and <a href='b.html'>two</a>.", ["One", "two"]),
    "crossing": ("**An <a href='b.html'>old** map</a> of it.", ["old map"]),
    "with a tag inside": ("An <a href='b.html'>old <b>map</b></a> of it.", ["old map"]),
    "no target": ("An <a name='b'>old map</a> of it.", []),
    "never closed": ("An <a href='b.html'>old map of it.\n\nThe end</a>.", []),
    "empty": ("An <a href='b.html'></a>old map of it.", []),
    "in code": ("An `<a href='b.html'>` old map</a> of it.", []),
}


@pytest.mark.parametrize(("source", "texts"), ANCHORS.values(), ids=ANCHORS.keys())
def test_html_links_inside_markdown_are_links(source: str, texts: list[str]) -> None:
    blocks = readers.read(source, "markdown").blocks
    links = [(block, mark) for block in blocks for mark in block.marks if mark.kind == "link"]
    assert [block.text[mark.start : mark.end] for block, mark in links] == texts
    shown = [source[mark.span.start : mark.span.end].lower() for _, mark in links]
    assert all(text.startswith("<a") and text.endswith("</a>") for text in shown)


def test_the_target_of_an_html_link() -> None:
    (block,) = readers.read(ANCHORS["alone"][0], "markdown").blocks
    assert [m.target for m in block.marks if m.kind == "link"] == ["https://a.example/?a=1&b"]


TARGETS = {
    "block": ('<p>\n<a href="https://a.example/x">x</a> <img src="b.png">\n</p>\n', 2),
    "block of code": ('<pre>\n<a href="https://a.example/x">x</a>\n</pre>\n', 0),
    "block with code in it": ('<div>\n<code><a href="https://a.example/x"></code>\n</div>\n', 0),
    "comment": ('<!--\n<a href="https://a.example/x">x</a>\n-->\n', 0),
}


@pytest.mark.parametrize(
    ("source", "prose"),
    [
        ("It is <code>a ,, *b*</code> so.", ["It is \ufffc so."]),
        ("It is <CODE class='x'>a\nb</CODE> so.", ["It is \ufffc so."]),
        ("A *key <kbd>a* b</kbd> so.", ["A key \ufffc so."]),
        ("| <code>a</code> b | <samp>c</samp> d |\n|---|---|\n", ["\ufffc b", "\ufffc d"]),
        ("It is <code>[a](/b) `c` ![d](e.png)</code> so.", ["It is \ufffc so."]),
        ("It is <code>a so.", ["It is a so."]),
        ("It is <code/> a </code> so.", ["It is a so."]),
        ("- It is <code>a\n- b</code> so.", ["It is a", "b so."]),
        ("It is <code>a\n\nb</code> so.", ["It is a", "b so."]),
        ("It is <codex>a</codex> so.", ["It is a so."]),
        ("It <pre>a\n\nb ,,</pre> is.", ["It ", " is."]),
        ("<div><pre>a\n\n- b\n\n# c</pre></div>\n\nIt is.", ["It is."]),
        ("<div><pre>a</pre><PRE>b\n\nc</PRE>\n</div>\n\nIt is.", ["It is."]),
        ("<div>\n<script>\n\na\n\n</script>\n</div>\n\nIt is.", ["It is."]),
        ("- <pre>a\n\n  b</pre>\n- c", ["c"]),
        ("<div><pre>a\n\nb\n\n<pre>c</pre>\n\nIt is.", ["b", "It is."]),
        ("<div><pre>a\n\nIt is.", ["It is."]),
        ("{% highlight c %}\n# a\n\nb ,, {% x %}\n{% endhighlight %}\n\nIt is.", ["It is."]),
        ("{{< highlight go >}}\na\n\n- b\n{{< /highlight >}}\nIt is.", ["It is."]),
        ("# It {/*is*/}\n\nIt {/* a ,,\n\nb */} is.", ["It", "It \ufffc", "\ufffc is."]),
        (":::![a chart](img/a..b.png)\x85", ["\ufffc"]),
        ("It `{/*` is `*/}` so.", ["It \ufffc is \ufffc so."]),
        ("{% highlight c %}\na\n\nIt is.", ["\ufffc\na", "It is."]),
        ("`<pre>` a\n\nb `</pre>`", ["\ufffc a", "b \ufffc"]),
    ],
)
def test_code_in_tags_inside_markdown_is_no_prose(source: str, prose: list[str]) -> None:
    document = readers.read(source, "markdown")
    assert [block.text for block in document.blocks] == prose
    for block in document.blocks:
        for mark in block.marks:
            if mark.kind == "code":
                ends = document.source[mark.span.start] + document.source[mark.span.end - 1]
                assert ends in {"<>", "``"}


@pytest.mark.parametrize(("source", "count"), TARGETS.values(), ids=TARGETS.keys())
def test_links_in_blocks_of_html_have_targets(source: str, count: int) -> None:
    """Unless the block shows code, whose addresses are examples."""
    document = readers.read(source, "markdown")
    found = [source[span.start : span.end] for span in document.targets]
    assert found == ["https://a.example/x", "b.png"][:count]


PROGRAMS = {
    "session": "$ make all\ncc -o a a.c\na is done.",
    "program": "let x = f(1);\nlet y = x;\nAnd so on.",
    "style": "a {\n  color: red;\n}",
}
PROSE = {
    "one line": "It ends in f(x);",
    "verse": "O thou, my lovely boy;\nWho in thy power;\nDost hold time;\nAnd more.",
    "one in many": "It is so.\nlet x = f(1);\nIt is so.\nAnd so on.",
    "marker": "It :contentReference[oaicite:0]{index=0}\nis :contentReference[oaicite:1]{index=1}",
    "price": "$ 5 or so\nis what it costs\nat the door.",
    "mail": ">>> It is\n>>> so.",
    "import": "They import cars and\nfrom there import\nclass by class.",
}


@pytest.mark.parametrize("program", PROGRAMS.values(), ids=PROGRAMS.keys())
def test_a_program_in_plain_text_is_no_prose(program: str) -> None:
    document = readers.read(f"It is run so:\n\n{program}\n\nThat is all.\n", "plain")
    assert [block.text for block in document.blocks] == ["It is run so:", "That is all."]
    assert [document.source[span.start : span.end] for span in document.opaque] == [program]


@pytest.mark.parametrize("prose", PROSE.values(), ids=PROSE.keys())
def test_prose_in_plain_text_is_no_program(prose: str) -> None:
    assert readers.read(f"{prose}\n\nThat is all.\n", "plain").blocks[0].text == prose.replace(
        ">>> ", ""
    )


def test_a_text_that_is_one_program_is_no_prose() -> None:
    lines = "// It is so.\n\nlet x = f(1);\n\nThis says what it does.\n\n"
    assert readers.read(lines * 5, "plain").blocks == ()
    assert len(readers.read(lines * 3, "plain").blocks) == 9


def test_a_script_and_a_patch_are_no_prose() -> None:
    assert readers.read("#!/bin/sh\n\nzip -9 a $name .\n", "plain").blocks == ()
    patch = (
        "Index: Jamfile\n===\n--- Jamfile\n+++ Jamfile\n@@ -1,2 +1,2 @@\n-ethernet ;\n+loopback ;\n"
    )
    assert readers.read(patch, "plain").blocks == ()
    letter = "The patch begins so.\n\n@@ -1,2 +1,2 @@\n\nSo it ends.\n\nThat is all of it.\n"
    assert len(readers.read(letter, "plain").blocks) == 4


def test_what_a_frame_falls_back_to_is_not_shown() -> None:
    source = '<p>See <iframe src="a.html">Loading...</iframe> here.</p>\n'
    assert [block.text for block in readers.read(source, "html").blocks] == ["See \ufffc here."]
    assert [block.text for block in readers.read(source, "markdown").blocks] == []


@pytest.mark.parametrize("quote", ["'", '"'])
def test_a_description_is_read_as_it_is_heard(quote: str) -> None:
    alt = "A &#8220;red&#x201D; kite &amp; its tail"
    source = f"<p>See <img title={quote}alt=x{quote}\n alt = {quote}{alt}{quote}> it.</p>\n"
    blocks = readers.read(source, "html").blocks
    (block,) = [block for block in blocks if block.kind == "alt"]
    assert block.text == "A “red” kite & its tail"
    assert source[slice(*block.source(0, len(block.text)))] == alt
    assert source[slice(*block.source(8, 12))] == "kite"
    assert source[slice(*block.source(13, 14))] == "&amp;"


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_page_may_have_front_matter(end: str) -> None:
    head = '---\n# TODO: drop it\ntitle: "The \\"old\\" <map>"\nlang: de\nlayout: a\n---\n'
    source = f"{head}<p>Text.\n<b>More.</b></p>\n".replace("\n", end)
    document = readers.read(source, "html")
    shown = [(block.kind, block.text) for block in document.blocks]
    assert shown == [("metadata", 'The "old" <map>'), ("paragraph", "Text.\nMore.")]
    place = document.blocks[1].source(6, 10)
    assert source[place.start : place.end] == "More"
    assert source[slice(*document.blocks[0].span)] == 'The \\"old\\" <map>'
    assert document.opaque[0].end == source.index("<p>")
    assert document.language == "de"
    assert document.metadata["layout"] == "a"
