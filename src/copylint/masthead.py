"""The front matter of an article as a document has it, alike in every markup that may have some."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from copylint import frontmatter
from copylint.document import Block, BlockBuilder
from copylint.frontmatter import Value
from copylint.span import Span


def blocks(
    source: str, values: Sequence[Value], append: Callable[[BlockBuilder, Span], None]
) -> Iterator[Block]:
    """The values that readers of the page see; `append` adds a range of the source to a block."""
    for value in values:
        if value.key in frontmatter.PROSE and value.text:
            builder = BlockBuilder(source, "metadata", value.span.start)
            builder.removable = False
            at = value.span.start
            for escape, text in value.escapes:
                append(builder, Span(at, escape.start))
                builder.decoded(text, *escape)
                at = escape.end
            append(builder, Span(at, value.span.end))
            block = builder.build(value.span.end)
            if block is not None:
                yield block


def metadata(values: Sequence[Value]) -> dict[str, str]:
    """The values by their keys in lower case; of a key that comes again, the first."""
    found: dict[str, str] = {}
    for value in values:
        found.setdefault(value.key, value.text)
    return found


def language(found: Mapping[str, str]) -> str:
    """The two-letter code of the language that the values name, or nothing."""
    return found.get("language", found.get("lang", ""))[:2].lower()
