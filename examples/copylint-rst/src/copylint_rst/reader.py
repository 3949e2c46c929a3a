"""reStructuredText through docutils, which tells the line of each paragraph and its raw text.

A paragraph whose raw text does not stand in those lines, as in a table, is left out: a reader may
miss prose, but must never be wrong about where it stands.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from docutils import nodes
from docutils.core import publish_doctree

from copylint.document import Block, BlockBuilder, Document
from copylint.span import Span

#: What a folder is searched for when the plugin is named in the settings.
SUFFIXES = (".rst", ".rest")

_SETTINGS = {
    # Nothing in a text may open files or stop the run; problems are for docutils' own users.
    "file_insertion_enabled": False,
    "raw_enabled": False,
    "halt_level": 5,
    "report_level": 5,
    "_disable_config": True,
}
_KINDS = {
    nodes.title: "heading",
    nodes.list_item: "list-item",
    nodes.block_quote: "quote",
    nodes.footnote: "footnote",
    nodes.citation: "footnote",
    nodes.caption: "caption",
}


def read(source: str, suffix: str = "") -> Document:  # noqa: ARG001
    """The document of a reStructuredText text."""
    tree = publish_doctree(source, settings_overrides=_SETTINGS)
    lines = list(_lines(source))
    blocks = []
    for node in tree.findall(lambda one: isinstance(one, (nodes.paragraph, nodes.title))):
        if not isinstance(node.parent, nodes.system_message):
            places = _places(source, lines, node)
            block = _block(source, node, places) if places else None
            if block is not None:
                blocks.append(block)
    blocks.sort(key=lambda block: block.span)
    targets = [mark.span for block in blocks for mark in block.marks if mark.kind == "url"]
    return Document("rst", source, tuple(blocks), tuple(_between(source, blocks)), tuple(targets))


def _lines(source: str) -> Iterator[Span]:
    """The lines, as docutils counts them, without their ends."""
    at = 0
    for line in source.splitlines(keepends=True):
        yield Span(at, at + len(line.rstrip("\r\n")))
        at += len(line)


def _places(source: str, lines: Sequence[Span], node: nodes.Element) -> list[int]:
    """Where in the source each character of a node's raw text stands; empty if it does not."""
    raw = [line.rstrip() for line in node.rawsource.split("\n")]
    # A title's line is that of its text or of the line below, as it is overlined or not.
    for first in ((node.line or 0) - 1, (node.line or 0) - 2):
        below = lines[max(first, 0) : max(first, 0) + len(raw)]
        shown = [source[start:end].rstrip() for start, end in below]
        if len(shown) == len(raw) and all(map(str.endswith, shown, raw)):
            places = []
            for line, text, (start, _) in zip(raw, shown, below, strict=True):
                end = start + len(text)
                places += [*range(end - len(line), end), end]
            return places[:-1]
    return []


def _block(source: str, node: nodes.Element, places: list[int]) -> Block | None:
    kind = next((name for of, name in _KINDS.items() if isinstance(node, of)), "")
    kind = kind or next((name for of, name in _KINDS.items() if isinstance(node.parent, of)), "")
    builder = BlockBuilder(source, kind or "paragraph", places[0])
    raw = "\n".join(line.rstrip() for line in node.rawsource.split("\n"))
    at = 0
    for child in node.children:
        if isinstance(child, nodes.target):
            continue  # The address in a link, which the link before it has spelled.
        spelled = str(child) if isinstance(child, nodes.Text) else child.rawsource
        if not raw.startswith(spelled, at):
            # Spelled with escapes: seen as prose, and never repaired.
            builder = BlockBuilder(source, kind or "paragraph", places[0])
            builder.decoded(node.astext(), places[0], places[-1] + 1)
            break
        _append(builder, child, spelled, places[at : at + len(spelled)])
        at += len(spelled)
    return builder.build(places[-1] + 1)


def _append(builder: BlockBuilder, child: nodes.Node, raw: str, places: list[int]) -> None:
    if not raw:
        return
    start, end = places[0], places[-1] + 1
    text = child.astext()
    if isinstance(child, nodes.Text):
        _prose(builder, raw, places)
    elif isinstance(child, (nodes.emphasis, nodes.strong)):
        size = (len(raw) - len(text)) // 2
        builder.open("emphasis", start)
        _prose(builder, raw[size : size + len(text)], places[size : size + len(text)])
        builder.close(end)
    elif isinstance(child, nodes.reference) and raw == text:
        builder.object("url", start, end, raw)
    elif isinstance(child, nodes.reference) and raw.startswith(f"`{text}"):
        builder.open("link", start, child.get("refuri", ""))
        _prose(builder, text, places[1 : 1 + len(text)])
        builder.close(end)
    elif isinstance(child, (nodes.footnote_reference, nodes.citation_reference)):
        builder.point("footnote", start, end)
    else:
        builder.object("code", start, end)


def _prose(builder: BlockBuilder, text: str, places: list[int]) -> None:
    """Append prose that stands in the source as it is, line by line."""
    at = 0
    for number, line in enumerate(text.split("\n")):
        if number:
            builder.line_break(places[at], places[at] + 1)
            at += 1
        if line:
            builder.exact(places[at], places[at + len(line) - 1] + 1)
        at += len(line)


def _between(source: str, blocks: Sequence[Block]) -> Iterator[Span]:
    """What is no block: directives, literal text, targets, underlines."""
    at = 0
    for block in blocks:
        if at < block.span.start:
            yield Span(at, block.span.start)
        at = max(at, block.span.end)
    if at < len(source):
        yield Span(at, len(source))
