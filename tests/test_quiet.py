"""Texts in which the rules that are on by default have nothing to say.

`generators/`: pages in the syntax of site generators and wikis. `mentions/`: pages about the damage
that is looked for. `tongues/`: clean text in languages with marks of their own.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from copylint import rulebook
from copylint.linter import Linter

HERE = Path(__file__).parent
PAGES = sorted(
    path for folder in ("generators", "mentions", "tongues") for path in (HERE / folder).iterdir()
)


@cache
def shipped() -> Linter:
    return Linter(list(rulebook.select(rulebook.load())))


@pytest.mark.parametrize("page", PAGES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_nothing_is_found(page: Path) -> None:
    source = page.read_text(encoding="utf-8")
    found = shipped().check(source, str(page)).findings
    assert [(finding.rule, finding.text) for finding in found] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_damage_in_such_a_page_is_found(page: Path) -> None:
    """The page is read, and not passed over as a whole."""
    source = page.read_text(encoding="utf-8")
    broken = "The ferry is late again. [cite: 4] It came at noon."
    added = f"<p>{broken}</p>" if page.suffix == ".html" else broken
    found = shipped().check(f"{source}\n\n{added}\n", str(page)).findings
    assert [finding.text for finding in found if finding.rule == "residue/gemini-cite-marker"] == [
        "[cite: 4]"
    ]
