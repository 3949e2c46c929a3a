"""Whole articles: the damaged ones come out as expected, the clean ones give nothing to report."""

from __future__ import annotations

import html
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from copylint import files, rulebook
from copylint.finding import Finding, Severity
from copylint.linter import Linter

SEEDS = Path(__file__).parents[1] / "seeds"
SEED = SEEDS / "000_5ae7e304b1e27be0.txt"
EXPECTED = Path(__file__).parent / "expected" / "000_5ae7e304b1e27be0.cleaned.txt"
TWINS = sorted(path for path in (SEEDS / "damaged").iterdir() if ".fixed" not in path.name)
CLEAN = sorted((SEEDS / "clean").iterdir())


@cache
def linter() -> Linter:
    return Linter(rule for rule in rulebook.load() if rule.on)


def cleaned(path: Path) -> bytes:
    text = files.decode(path.read_bytes())
    return files.encode(text, linter().clean(text.source, path.name).text)


def found(rule: str, text: str, name: str) -> list[Finding]:
    return [one for one in linter().check(text, name).findings if one.rule == rule]


# -- the article this product was born from --------------------------------------------------------


def test_the_seed_is_cleaned_to_the_letter() -> None:
    assert cleaned(SEED) == EXPECTED.read_bytes()


def test_cleaning_the_seed_twice_changes_nothing() -> None:
    text = EXPECTED.read_text(encoding="utf-8")
    again = linter().clean(text, SEED.name)
    assert again.text == text
    assert again.fixed == ()


def test_what_is_left_of_the_seed() -> None:
    text = EXPECTED.read_text(encoding="utf-8")
    for damage in ("..", "Find out more", "[", "]", "cite", "provided context", "  "):
        assert damage not in text
    for kept in ("—" * 1, "’", "“", "*", "€"):
        assert text.count(kept) == SEED.read_text(encoding="utf-8").count(kept)


def test_every_splice_of_the_seed_is_found() -> None:
    text = SEED.read_text(encoding="utf-8")
    body, heading = (
        found("seo/cta-splice", text, SEED.name),
        found("seo/cta-splice-heading", text, SEED.name),
    )
    lines = [text.count("\n", 0, one.span.start) + 1 for one in body]
    assert lines == [7, 9, 12, 14, 17]
    assert [one.text for one in heading] == [
        ". Find out more about Witkoff Kushner Moscow meeting outcomes."
    ]
    for one in (*body, *heading):
        assert len(one.evidence) >= 3


@pytest.mark.parametrize(
    ("rule", "texts"),
    [
        ("residue/gemini-cite-marker", ["[cite: 4 (from prompt text)]"] * 2),
        ("claims/uncited-statistic", ["€140 billion"]),
        ("claims/vague-attribution", ["analysts suggest"]),
        ("claims/overclaim-proof", ["proves that"]),
        ("claims/certainty-adverb", ["undeniably"]),
        ("structure/markdown-in-plaintext", ["*complete*", "*immediate*", "*without*"]),
        ("structure/edge-blank-lines", ["\n"]),
        ("punctuation/double-period", []),
    ],
)
def test_findings_of_the_seed(rule: str, texts: list[str]) -> None:
    assert [one.text for one in found(rule, SEED.read_text(encoding="utf-8"), SEED.name)] == texts


def test_the_note_the_dead_reference_and_the_call_for_comments() -> None:
    text = SEED.read_text(encoding="utf-8")
    (note,) = found("residue/bracketed-editorial-note", text, SEED.name)
    assert note.text.startswith("[This specific detention detail")
    (dead,) = found("structure/dead-article-reference", text, SEED.name)
    assert "review our recent article on economic sanctions" in dead.text
    assert len(found("structure/comment-cta-residue", text, SEED.name)) == 1


def test_a_repair_does_not_launder_the_doubt() -> None:
    left = linter().clean(SEED.read_text(encoding="utf-8"), SEED.name).remaining
    claims = Counter(one.rule for one in left if one.family == "claims")
    assert claims["claims/note-flagged-claim"] == 1
    assert claims["claims/stripped-citation-claim"] == 2
    assert claims["claims/uncited-allegation"] == 1


def as_markdown(text: str) -> str:
    """The seed with its headings marked and its paragraphs apart."""
    blocks = []
    for line in text.strip("\n").split("\n"):
        short = (
            len(line.split()) <= 14 and not line.startswith("-") and not line.endswith((".", ":"))
        )
        splice = line.startswith("The White House’s Narrative")
        blocks.append(f"## {line}" if short or splice else line)
    return "\n\n".join(blocks) + "\n"


def as_html(text: str) -> str:
    """The seed as a page."""
    parts = []
    for block in as_markdown(text).strip("\n").split("\n\n"):
        shown = html.escape(block, quote=False).replace("’", "&rsquo;", 1)
        if shown.startswith("## "):
            parts.append(f"<h2>{shown[3:]}</h2>")
        elif shown.startswith("- "):
            parts.append(f"<ul><li>{shown[2:]}</li></ul>")
        else:
            parts.append(f"<p>{shown}</p>")
    return "<!doctype html>\n<html><body>\n" + "\n".join(parts) + "\n</body></html>\n"


@pytest.mark.parametrize(
    ("convert", "name"), [(as_markdown, "seed.md"), (as_html, "seed.html")], ids=["md", "html"]
)
def test_the_seed_in_other_markup_gets_the_same_repairs(convert: object, name: str) -> None:
    assert callable(convert)
    damaged = convert(SEED.read_text(encoding="utf-8"))
    expected = convert(EXPECTED.read_text(encoding="utf-8"))
    assert linter().clean(damaged, name).text == expected


# -- the others ------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", TWINS, ids=lambda path: path.name)
def test_damaged(path: Path) -> None:
    twin = path.with_name(f"{path.stem}.fixed{path.suffix}")
    assert cleaned(path) == twin.read_bytes()
    assert cleaned(twin) == twin.read_bytes()


@pytest.mark.parametrize("path", CLEAN, ids=lambda path: path.name)
def test_clean(path: Path) -> None:
    text = files.decode(path.read_bytes()).source
    findings = linter().check(text, path.name).findings
    assert [one for one in findings if one.severity is not Severity.INFO] == []
    assert cleaned(path) == path.read_bytes()
