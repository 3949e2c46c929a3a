"""Little documents with a text where a rule looks: in a paragraph, a heading, a cell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from copylint.vale.scope import Scope


class Page(NamedTuple):
    """A document to try a rule on, and its markup."""

    text: str
    markup: str = "markdown"


_FRAMES = {
    "paragraph": ("They wrote {} there.", "{}", "{} stood there.", "It ends with {}"),
    "heading": ("# {}", "# They wrote {} there", "# About {}"),
    "list-item": ("- {}", "- They wrote {} there"),
    "quote": ("> They wrote {} there.", "> {}"),
    "cell": ("| One | Two |\n|---|---|\n| Three | {} |",),
    "alt": ("A picture: ![{}](a.png)",),
    "footnote": ("See below.[^1]\n\n[^1]: They wrote {} there.",),
}
_CAPTION = "<figure><img src='a.png'><figcaption>{}</figcaption></figure>"
#: Texts with nothing in them that a rule about words would stumble over.
_CALM = ("The boat left at nine.", "Rain fell on the old harbour.", "A crow sat on the wall.",
         "Bread lay on the table.", "Snow covered both hills.")  # fmt: skip


def framed(texts: Iterable[str], scope: Scope) -> Iterator[Page]:
    """Each text in one frame of each kind of block in scope, then in the next ones."""
    kinds = ("paragraph",) if scope.raw else scope.kinds
    frames = [
        Page(frame, markup)
        for number in range(4)
        for kind in kinds
        for markup, frame in _of(kind, number)
    ]
    texts = list(texts)
    for frame in frames:
        for text in texts:
            yield Page(frame.text.replace("{}", text.strip("\n")), frame.markup)
    if "paragraph" in kinds:
        yield from (Page(text, "plain") for text in texts)


def _of(kind: str, number: int) -> Iterator[tuple[str, str]]:
    if kind == "caption" and number == 0:
        yield "html", _CAPTION
    frames = _FRAMES.get(kind, ())
    yield from (("markdown", frame) for frame in frames[number : number + 1])


def calm(scope: Scope) -> Iterator[Page]:
    """Texts that no rule should find."""
    start = "# " if scope.kinds == ("heading",) else "- " if scope.kinds == ("list-item",) else ""
    yield from (Page(start + text) for text in _CALM)
