"""What a run remembers: the next one says the same, and looks again wherever it could differ."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from command import Command, not_root, posix, put, rule
from copylint.attribution import NAMED

CLEAN, DIRTY = "It was cold.\n", "He said teh word, alot.\n"


@pytest.fixture
def kept(desk: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the runs of a test keep things, and no other test."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(desk.parent / "own"))
    put("clean.md", CLEAN)
    put("dirty.md", DIRTY)
    return desk.parent / "own/copylint"


def verdicts(kept: Path) -> dict[str, list[object]]:
    """All that is remembered, whatever the rules."""
    found: dict[str, list[object]] = {}
    for path in kept.glob("verdicts-*.json"):
        found |= json.loads(path.read_bytes())
    return found


def doctor(kept: Path, old: str, new: str) -> None:
    """Change what is remembered, so that a run which believes it shows that it does."""
    (path,) = kept.glob("verdicts-*.json")
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


@pytest.mark.parametrize("output", ["text", "json", "sarif", "github", "checkstyle", "concise"])
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_the_second_run_says_the_same(kept: Path, lint: Command, output: str, jobs: str) -> None:
    first = lint("check", "--output", output, "--jobs", jobs, ".")
    assert len(verdicts(kept)) == 2
    assert lint("check", "--output", output, "--jobs", jobs, ".") == first
    assert first.code == 1


def test_what_is_remembered_is_not_looked_at_again(kept: Path, lint: Command) -> None:
    lint("check", ".")
    doctor(kept, "is not a word", "is remembered")
    assert "is remembered" in lint("check", ".").out
    assert "is remembered" not in lint("check", "--no-cache", ".").out


def add(text: str) -> None:
    """Add to the settings."""
    path = Path("../copylint.toml")
    path.write_text(path.read_text() + text)


def aged(path: str, text: str) -> None:
    """Put a text of the same size in a file's place, and give it the time of the old one."""
    old = Path(path).stat()
    put(path, text)
    assert Path(path).stat().st_size == old.st_size
    os.utime(path, ns=(old.st_atime_ns, old.st_mtime_ns))


CHANGES: dict[str, Callable[[], object]] = {
    "text": lambda: put("dirty.md", f"{DIRTY}\n"),
    "selection": lambda: add('ignore = ["style/tick"]'),
    "severity": lambda: add("\n[severity]\n'style/teh' = 'info'"),
    "rule": lambda: put(
        "../rules/style/teh.yaml", rule("teh", "error", "fix: tee\nfix-safety: safe")
    ),
    "rule of the same age and size": lambda: aged(
        "../rules/style/teh.yaml", rule("teh", "error", "fix: tee\nfix-safety: safe")
    ),
    "markup": lambda: Path("dirty.md").rename("dirty.txt"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_what_could_differ_is_looked_at_again(
    kept: Path, lint: Command, change: Callable[[], object]
) -> None:
    lint("check", ".")
    doctor(kept, "is not a word", "is remembered")
    change()
    assert "is remembered" not in lint("check", ".").out


@pytest.mark.usefixtures("kept")
def test_a_folder_keeps_what_each_of_its_settings_says(lint: Command) -> None:
    put("sub/copylint.toml", 'extend = "../../copylint.toml"\nignore = ["style/teh"]\n')
    put("sub/dirty.md", DIRTY)
    first = lint("check", ".")
    assert lint("check", ".") == first
    assert first.out.count("“teh”") == 1


@pytest.mark.usefixtures("kept")
def test_repairs_are_made_though_the_findings_are_known(lint: Command) -> None:
    lint("check", ".")
    assert lint("check", "--fix", "--unsafe-fixes", ".").code == 0
    assert Path("dirty.md").read_text() == "He said the word, a lot.\n"
    assert Path("clean.md").read_text() == CLEAN


def test_a_run_that_repairs_remembers_what_is_clean(kept: Path, lint: Command) -> None:
    lint("check", "--fix", ".")
    assert list(verdicts(kept).values()) == [[0, []]]


def test_silenced_findings_are_counted_again(kept: Path, lint: Command) -> None:
    put("quiet.md", "<!-- copylint: disable-next-line style/teh -->\nSo teh word.\n")
    first = lint("check", "quiet.md")
    assert first.code == 0
    assert sorted(verdicts(kept).values()) == [[1, []]]
    assert lint("check", "quiet.md") == first
    assert lint("check", "--no-inline", "quiet.md").code == 1


@pytest.mark.usefixtures("kept")
def test_a_baseline_is_no_part_of_a_verdict(lint: Command) -> None:
    lint("check", ".")
    lint("baseline", "create", ".")
    (made,) = [*Path().glob(".copylint-baseline.json"), *Path("..").glob(".copylint-baseline.json")]
    assert lint("check", "--baseline", str(made), ".").code == 0
    assert lint("check", "--no-baseline", ".").code == 1


@pytest.mark.parametrize(
    "damage", ["", "[]", "{", '{"a": 1}', "\x00", "[" * 100_000], ids=lambda text: text[:8]
)
def test_a_damaged_memory_is_forgotten(kept: Path, lint: Command, damage: str) -> None:
    first = lint("check", ".")
    (path,) = kept.glob("verdicts-*.json")
    path.write_text(damage)
    assert lint("check", ".") == first


def test_a_damaged_verdict_is_no_verdict(kept: Path, lint: Command) -> None:
    first = lint("check", ".")
    (path,) = kept.glob("verdicts-*.json")
    path.write_text(json.dumps({key: [0, [["style/teh"]]] for key in verdicts(kept)}))
    assert lint("check", ".") == first


def test_nothing_is_kept_without_the_cache(kept: Path, lint: Command) -> None:
    lint("check", "--no-cache", ".")
    assert not kept.exists()


@posix
@not_root
def test_a_place_that_cannot_be_written_is_no_matter(kept: Path, lint: Command) -> None:
    put(kept.parent, b"")
    assert lint("check", ".").code == 1


def test_rules_that_nobody_runs_are_forgotten(kept: Path, lint: Command) -> None:
    old = put(kept / "verdicts-old.json", "{}")
    os.utime(old, (0, 0))
    lint("check", ".")
    assert not old.exists()
    assert len(list(kept.glob("verdicts-*.json"))) == 1


def test_what_had_to_be_compiled_is_kept(kept: Path) -> None:
    """Detectors compile some patterns only where a text asks for them: the next run need not."""
    put("cited.md", "Sales of old boats rose by 40 percent in the whole north last year.\n")
    run = [sys.executable, "-m", "copylint", "check", "--isolated", "cited.md"]
    # The first run reads the rules and keeps what that compiles, the next uses it.
    subprocess.run(run, check=False)
    (store,) = kept.glob("patterns-*.json")
    assert f"0 {NAMED}" not in json.loads(store.read_bytes())["patterns"]
    for path in kept.glob("verdicts-*"):
        path.unlink()
    subprocess.run(run, check=False)
    after = store.read_bytes()
    assert f"0 {NAMED}" in json.loads(after)["patterns"]
    stamp = store.stat().st_mtime_ns
    for path in kept.glob("verdicts-*"):
        path.unlink()
    subprocess.run(run, check=False)
    assert (store.read_bytes(), store.stat().st_mtime_ns) == (after, stamp)


def test_patterns_that_are_lost_are_made_again(kept: Path) -> None:
    put("cited.md", "Sales of old boats rose by 40 percent in the whole north last year.\n")
    run = [sys.executable, "-m", "copylint", "check", "--isolated", "cited.md"]
    subprocess.run(run, check=False)
    (store,) = kept.glob("patterns-*.json")
    for lose in (store.unlink, lambda: store.write_text('{"stamp": 1}', "utf-8")):
        lose()
        for path in kept.glob("verdicts-*"):
            path.unlink()
        subprocess.run(run, check=False)
        assert f"0 {NAMED}" in json.loads(store.read_bytes())["patterns"]
