"""Examples for a carried rule: pages that it truly finds, or truly leaves alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

from copylint import rulebook
from copylint.errors import FixError
from copylint.examples import failures
from copylint.linter import Linter
from copylint.rule import Example, Rule
from copylint.vale.draft import Draft
from copylint.vale.expression import UncarriedError
from copylint.vale.frames import Page

_WANTED = 3
_TRIES = 400
_BLANK = [{"bad": ""}] * _WANTED + [{"good": ""}] * _WANTED


def tried(draft: Draft, folder: Path) -> dict[str, Any]:
    """The whole rule file, its examples found by running the rule; it is written below `folder`.

    A repair that does not settle in any page is shown only. Raises UncarriedError where three
    pages of either kind cannot be found.
    """
    rule = _written(draft, folder, _BLANK)
    bad = _bad(rule, draft)
    if len(bad) < _WANTED and rule.fixable in {"safe", "unsafe"}:
        _shown_only(draft)
        rule = _written(draft, folder, _BLANK)
        bad = _bad(rule, draft)
    if len(bad) < _WANTED:
        raise UncarriedError("examples", f"only {len(bad)} of 3 texts could be made that it finds")
    linter = Linter([rule], inline=False)
    good = list(islice(_silent(linter, draft.good()), _WANTED))
    if len(good) < _WANTED:
        problem = f"only {len(good)} of 3 texts could be made that it leaves alone"
        raise UncarriedError("examples", problem)
    data = [_plain(example) for example in [*bad, *good]]
    rule = _written(draft, folder, data)
    for failure in failures(rule, {rule.id: rule}):
        raise UncarriedError("examples", f"{failure.kind}: {failure.example.text!r}")
    return {**draft.data, "examples": data}


def _written(draft: Draft, folder: Path, examples: list[dict[str, str]]) -> Rule:
    name = f"{draft.id}.yaml"
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(dumped({**draft.data, "examples": examples}), encoding="utf-8")
    return rulebook.read(folder, name)


def dumped(data: dict[str, Any]) -> str:
    """A rule file's text."""
    import yaml

    dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
    text: str = yaml.dump(data, Dumper=dumper, sort_keys=False, allow_unicode=True, width=100)
    return text


def _bad(rule: Rule, draft: Draft) -> list[Example]:
    linter = Linter([rule], inline=False)
    found: list[Example] = []
    for page in islice(_fresh(draft.bad()), _TRIES):
        example = _example(rule, linter, page)
        if example is not None:
            found.append(example)
            if len(found) == _WANTED:
                break
    return found


def _example(rule: Rule, linter: Linter, page: Page) -> Example | None:
    """A page as an example, where the rule finds something in it and what it repairs settles."""
    findings = linter.check(page.text, markup=page.markup).findings
    if not findings:
        return None
    example = Example(page.text, True, markup=page.markup, finds=findings[0].text)
    if any(one.fix is not None and one.fix.safety.value != "manual" for one in findings):
        try:
            cleaned = linter.clean(page.text, markup=page.markup, unsafe=True)
        except FixError:
            return None
        example = replace(example, fixed=cleaned.text)
    alone = replace(rule, examples=(example,))
    return None if any(failures(alone, {rule.id: alone})) else example


def _silent(linter: Linter, pages: Iterable[Page]) -> Iterator[Example]:
    for page in islice(_fresh(pages), _TRIES):
        if not linter.check(page.text, markup=page.markup).findings:
            yield Example(page.text, False, markup=page.markup)


def _fresh(pages: Iterable[Page]) -> Iterator[Page]:
    seen: set[Page] = set()
    for page in pages:
        if page.text.strip() and page not in seen:
            seen.add(page)
            yield page


def _plain(example: Example) -> dict[str, str]:
    data = {"bad" if example.bad else "good": example.text}
    if example.fixed is not None:
        data["fixed"] = example.fixed
    if example.finds:
        data["finds"] = example.finds
    if example.markup != "markdown":
        data["markup"] = example.markup
    return data


def _shown_only(draft: Draft) -> None:
    draft.lost.append(("action", "the repaired text is found again, so repairs are only shown"))
    draft.data["fix-safety"] = "manual"
    for entry in draft.data.get("regex", ()):
        if isinstance(entry, dict):
            entry["fix-safety"] = "manual"
