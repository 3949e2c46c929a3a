"""The pages of the rules say what the rule files say."""

from __future__ import annotations

import re
import runpy
from pathlib import Path
from typing import Any

import pytest

DOCS = Path(__file__).parents[1] / "docs"


@pytest.fixture(scope="module")
def made() -> dict[str, Any]:
    return runpy.run_path(str(DOCS / "pages.py"))


def test_every_page_is_up_to_date(made: dict[str, Any]) -> None:
    there = {
        path.relative_to(DOCS / "rules").as_posix(): path.read_text(encoding="utf-8")
        for path in (DOCS / "rules").rglob("*.md")
    }
    wanted = made["pages"]()
    assert sorted(there) == sorted(wanted)
    stale = [name for name, text in wanted.items() if there[name] != text]
    assert stale == [], "run: python docs/pages.py"


def test_links_between_pages_lead_somewhere() -> None:
    for page in (DOCS / "rules").rglob("*.md"):
        text = re.sub(
            r"^(`{3,})[^\n]*\n.*?^\1$", "", page.read_text(encoding="utf-8"), flags=re.M | re.S
        )
        for target in re.findall(r"\]\(([^)#:\s]+\.(?:md|yaml))(?:#\w+)?\)", text):
            assert (page.parent / target).exists(), f"{page}: {target}"


def test_fences_hold_whatever_an_example_holds(made: dict[str, Any]) -> None:
    example = made["Example"](text="a\n```\nb\n````\n", bad=True)
    first, *_, last, empty = made["_shown"](example)
    assert (first, last, empty) == ("`````text", "`````", "")
