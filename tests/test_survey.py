"""Rules that look at all the files of a run: what several have in common and one alone does not."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from command import Command, put
from copylint import api
from copylint.detectors import frame_corpus

FARM = {
    "solar-tile-warranty.md": "Tiles last. Brush up on solar tile warranty overview.\n\nSo.\n",
    "heat-pump-noise.md": "# Pumps\n\nThey hum. Brush up on heat pump noise.\n\nThey are loud.\n",
    "roof-repair-costs.md": "# Slates\n\n- It fell. Brush up on roof repair costs.\n- It broke\n",
    "plain.md": "# Kites\n\nThey fly. So do birds.\n",
    "other.md": "# Boats\n\nThey sail. So do swans.\n",
}
REPAIRED = {
    name: text.replace(" Brush up on solar tile warranty overview.", "")
    .replace(" Brush up on heat pump noise.", "")
    .replace(" Brush up on roof repair costs.", "")
    for name, text in FARM.items()
}
SPLICED = ["heat-pump-noise.md", "roof-repair-costs.md", "solar-tile-warranty.md"]


@pytest.fixture
def farm(desk: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a campaign, under the rules that ship; where its runs keep things."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(desk.parent / "own"))
    put("../copylint.toml", "")
    for name, text in FARM.items():
        put(name, text)
    return desk.parent / "own/copylint"


def found(lint: Command, *arguments: str) -> list[tuple[str, str]]:
    """(file, sentence) of each finding of a campaign."""
    out = lint("check", "--output", "json", *arguments).out
    findings = json.loads(out)["findings"]
    return [(one["path"], one["text"]) for one in findings if one["rule"] == "seo/frame-corpus"]


@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.usefixtures("farm")
def test_a_campaign_is_found_in_all_its_files(lint: Command, jobs: str) -> None:
    assert found(lint, "--jobs", jobs, ".") == [
        ("heat-pump-noise.md", " Brush up on heat pump noise."),
        ("roof-repair-costs.md", " Brush up on roof repair costs."),
        ("solar-tile-warranty.md", " Brush up on solar tile warranty overview."),
    ]


@pytest.mark.usefixtures("farm")
def test_few_files_have_nothing_in_common(lint: Command) -> None:
    assert found(lint, *SPLICED, "plain.md") == []
    assert len(found(lint, *SPLICED, "plain.md", "other.md")) == 3


@pytest.mark.usefixtures("farm")
def test_one_file_alone_is_told_nothing(lint: Command) -> None:
    assert found(lint, ".")
    assert found(lint, SPLICED[0]) == []
    assert api.check(FARM[SPLICED[0]], select=["seo/frame-corpus"]) == []


@pytest.mark.usefixtures("farm")
def test_the_repair_leaves_what_the_author_wrote(lint: Command) -> None:
    assert lint("check", "--fix", ".").code == 1
    assert {name: Path(name).read_text("utf-8") for name in FARM} == FARM
    assert lint("check", "--fix", "--unsafe-fixes", ".").code == 0
    assert {name: Path(name).read_text("utf-8") for name in FARM} == REPAIRED


@pytest.mark.usefixtures("farm")
def test_a_fault_in_one_file_hides_nothing_of_the_others(
    lint: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = frame_corpus._closed

    def fail(source: str, runs: frozenset[tuple[str, ...]]) -> bool:
        if "Boats" in source or "Pumps" in source:
            raise IndexError(source)
        return closed(source, runs)

    monkeypatch.setattr(frame_corpus, "_closed", fail)
    assert found(lint, "--no-cache", ".") == []
    put("tile-roof-paint.md", "It dries. Brush up on tile roof paint.\n\nSo.\n")
    assert len(found(lint, "--no-cache", ".")) == 4
    monkeypatch.setenv("COPYLINT_DEBUG", "1")
    with pytest.raises(IndexError):
        lint("check", "--no-cache", ".")


def test_what_was_noted_is_remembered_and_a_changed_file_read_again(
    farm: Path, lint: Command
) -> None:
    assert len(found(lint, ".")) == 3
    (notes,) = farm.glob("notes-*.json")
    kept = json.loads(notes.read_bytes())
    assert len(kept) == len(FARM)
    assert len(found(lint, ".")) == 3
    put("heat-pump-noise.md", "# Pumps\n\nThey hum.\n")
    assert found(lint, ".") == []
    # Whoever doctors the notes sees that they are believed of a file that is as it was.
    os.utime("heat-pump-noise.md", ns=(1, 1))
    found(lint, ".")
    kept = json.loads(notes.read_bytes())
    (key,) = [key for key in kept if " 1 " in key and "heat-pump" in key]
    kept[key] = [[[[["brush", "up", "on"], []], "heat pump noise", False]]]
    notes.write_text(json.dumps(kept), "utf-8")
    assert [name for name, _ in found(lint, ".")] == SPLICED[1:]
    assert found(lint, "--no-cache", ".") == []


@pytest.mark.parametrize("spoilt", ["nonsense", "[]", '{"x": 1}', ""])
def test_spoilt_notes_are_made_again(farm: Path, lint: Command, spoilt: str) -> None:
    found(lint, ".")
    (notes,) = farm.glob("notes-*.json")
    notes.write_text(spoilt, "utf-8")
    assert len(found(lint, ".")) == 3


@pytest.mark.usefixtures("farm")
def test_what_is_remembered_of_a_file_does_not_hide_a_campaign(lint: Command) -> None:
    assert found(lint, *SPLICED) == []
    assert len(found(lint, ".")) == 3
    assert found(lint, *SPLICED) == []


@pytest.mark.usefixtures("farm")
def test_a_file_that_cannot_be_read_is_told_once(lint: Command) -> None:
    Path("broken.md").write_bytes(b"It was \xff cold.\n")
    done = lint("check", "--output", "concise", ".")
    assert done.code == 2
    assert done.err.count("broken.md") == 1
    assert done.out.count("seo/frame-corpus") == 3


def test_a_rule_that_is_off_looks_at_nothing(farm: Path, lint: Command) -> None:
    assert found(lint, "--ignore", "seo/frame-corpus", ".") == []
    assert not list(farm.glob("notes-*.json"))


@pytest.mark.usefixtures("farm")
def test_files_with_settings_of_their_own_have_it_in_common(lint: Command) -> None:
    put("below/copylint.toml", 'ignore = ["punctuation"]\n')
    put("below/oat-milk-froth.md", "# Milk\n\nIt splits. Brush up on oat milk froth tips.\n\nSo.\n")
    assert [name for name, _ in found(lint, ".")] == [*SPLICED, "below/oat-milk-froth.md"]
    Path("roof-repair-costs.md").unlink()
    assert len(found(lint, ".")) == 3


@pytest.mark.usefixtures("farm")
def test_measure_and_baseline_see_it(lint: Command) -> None:
    measured = json.loads(lint("measure", "--output", "json", ".").out)
    (row,) = [row for row in measured["rules"] if row["rule"] == "seo/frame-corpus"]
    assert row["findings"] == 3
    lint("baseline", "create", ".")
    assert found(lint, "--baseline", "../.copylint-baseline.json", ".") == []


@pytest.mark.usefixtures("desk")
def test_boilerplate_is_told_on_request(lint: Command) -> None:
    put("../copylint.toml", "")
    for number in range(10):
        close = "Thanks for reading our little letter!" if number < 6 else f"It was day {number}."
        put(f"{number}.md", f"It rained on day {number}.\n\n{close}\n")
    assert "repeated-boilerplate" not in lint("check", ".").out
    out = lint("check", "--extend-select", "structure/repeated-boilerplate", ".").out
    assert out.count("This paragraph stands in 6 files, word for word.") == 6
    Path("5.md").unlink()
    put("5.md", "It rained on day 5.\n")
    rule = "structure/repeated-boilerplate"
    assert "stands in" not in lint("check", "--extend-select", rule, ".").out
