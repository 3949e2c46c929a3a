"""Baselines: what is known stays known through all that happens to articles, and new is told."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from command import Command, put
from copylint import baseline as baselines
from copylint.baseline import Baseline, Entry
from copylint.errors import ConfigError
from copylint.finding import Finding, Result, Severity
from copylint.fingerprint import fingerprints, prints
from copylint.span import Span

pytestmark = pytest.mark.usefixtures("settings")

FILE = ".copylint-baseline.json"
TEXT = """\
# Ferries

The boat left at nine. The teh crew was glad of it. Nobody slept that night.

A second boat followed with teh mail, which had waited for two whole days on the quay.

It was late.
"""


@pytest.fixture
def settings(desk: Path) -> Path:
    """The baseline stands beside the nearest settings."""
    return put(desk / "copylint.toml", 'extend = "../copylint.toml"\n')


def told(lint: Command, *more: str) -> list[str]:
    """`path:line rule` of each finding that is told."""
    said = lint("check", "--baseline", FILE, "--output", "json", "-q", *more)
    found = json.loads(said.out)["findings"]
    return [f"{one['path']}:{one['start']['line']} {one['rule']}" for one in found]


@pytest.fixture
def adopted(lint: Command) -> str:
    """An article of which all is known."""
    put("a.md", TEXT)
    said = lint("baseline", "create")
    assert said == (
        0,
        f"wrote {FILE}: 2 findings in 1 file\n"
        f'add this line to your settings: baseline = "{FILE}"\n',
        "",
    )
    return TEXT


# What survives

SURVIVES = {
    "nothing happens": lambda text: text,
    "an edit above": lambda text: f"A new head.\n\n{text}",
    "an edit below": lambda text: f"{text}\nAnd so on.\n",
    "the sentence before": lambda text: text.replace("The boat left", "The old boat sailed"),
    "the sentence after": lambda text: text.replace("Nobody slept that night.", "They sang."),
    "both sentences beside": lambda text: text.replace("left at nine", "left at ten").replace(
        "Nobody slept", "Everybody slept"
    ),
    "the sentence itself, further off": lambda text: text.replace("two whole days", "three days"),
    "wrapped afresh": lambda text: re.sub(r"(?<=\w) (?=\w+ \w+ )", "\n", text),
    "joined": lambda text: re.sub(r"(?<=[\w.,]) ?\n(?=\w)", " ", text),
    "quoted": lambda text: re.sub("^", "> ", text, flags=re.M),
    "CRLF": lambda text: text.replace("\n", "\r\n"),
    "indented in HTML": lambda text: text.replace("The boat", "<p>\n\tThe boat"),
    "paragraphs swapped": lambda text: "\n\n".join(
        [text.split("\n\n")[i] for i in (0, 2, 1)] + text.split("\n\n")[3:]
    ),
    "the word before": lambda text: text.replace("The teh crew", "A teh crew"),
    "the word behind": lambda text: text.replace("teh mail", "teh post"),
    "one is mended": lambda text: text.replace("The teh crew", "The crew"),
    "a list before it": lambda text: text.replace("A second", "- one\n- two\n\nA second"),
}


@pytest.mark.parametrize("change", SURVIVES.values(), ids=SURVIVES)
def test_what_is_known_stays_known(lint: Command, adopted: str, change: object) -> None:
    put("a.md", change(adopted))  # type: ignore[operator]
    assert told(lint) == []


NEWS = {
    "another": (lambda text: f"{text}\nteh end.\n", "a.md:9"),
    "another like it": (
        lambda text: f"{text}\nThe boat left at nine. The teh crew was glad of it. Nobody slept.\n",
        "a.md:9",
    ),
    "one mended, another made": (
        lambda text: text.replace("teh crew", "crew").replace("late", "teh late"),
        "a.md:7",
    ),
    "one mended, another made in the same sentence": (
        lambda text: text.replace("with teh mail", "with the mail").replace(
            "on the quay", "on teh quay"
        ),
        "a.md:5",
    ),
    "of another rule in the place of a known one": (
        lambda text: text.replace("teh crew", "utilise crew"),
        "a.md:3",
    ),
    "the paragraph written anew": (
        lambda text: text.replace("The teh crew was glad of it.", "All of teh men were happy."),
        "a.md:3",
    ),
}


@pytest.mark.parametrize(("change", "place"), NEWS.values(), ids=NEWS)
def test_what_is_new_is_told(lint: Command, adopted: str, change: object, place: str) -> None:
    put("a.md", change(adopted))  # type: ignore[operator]
    assert [one.partition(" ")[0] for one in told(lint)] == [place]


def test_alike_ones_are_counted_and_the_one_among_new_words_is_new(lint: Command) -> None:
    put("a.md", "One.\n\nteh\n\nTwo.\n\nteh\n\nThree.\n")
    lint("baseline", "create")
    put("a.md", "One.\n\nteh\n\nNew.\n\nteh\n\nWords.\n\nTwo.\n\nteh\n\nThree.\n")
    assert told(lint) == ["a.md:7 style/teh"]
    put("a.md", "teh teh teh\n")
    lint("baseline", "update")
    assert '"count": 3' in Path(FILE).read_text() or Path(FILE).read_text().count("\n") == 5
    assert told(lint) == []


def test_a_file_under_another_name(lint: Command, adopted: str) -> None:
    Path("a.md").rename("b.md")
    assert told(lint) == []
    put("b.md", f"{adopted}\nteh end.\n")
    assert told(lint) == ["b.md:9 style/teh"]
    put("deep/c.md", adopted)
    Path("b.md").unlink()
    assert told(lint) == []


def test_a_copy_of_a_file_that_is_still_there_is_new(lint: Command, adopted: str) -> None:
    put("b.md", adopted)
    assert told(lint) == ["b.md:3 style/teh", "b.md:5 style/teh"]


def test_a_finding_about_the_whole_text_is_known_wherever_it_is_shown() -> None:
    def result(source: str, at: int) -> Result:
        word = source[at : at + 1]
        one = Finding("a/b", Severity.INFO, "", Span(at, at + 1), word, whole=True)
        return Result("a.md", source, (one,))

    (before,) = prints(result("One — two.\n\nThree — four.", 4))
    (after,) = prints(result("All else.\n\nFive — six.", 16))
    assert before == after


# What it is used with


def test_the_settings_name_it_from_their_own_folder(
    lint: Command, adopted: str, desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put("copylint.toml", f'extend = "../copylint.toml"\nbaseline = "{FILE}"\n')
    put("below/b.md", "teh\n")
    assert lint("baseline", "update").code == 0
    assert lint("check").code == 0
    monkeypatch.chdir("below")
    assert lint("check").code == 0
    assert lint("check", "--no-baseline").code == 1
    put("b.md", f"teh\n\n{adopted}")
    said = lint("check", "--output", "json")
    assert len(json.loads(said.out)["findings"]) == 2
    monkeypatch.chdir(desk.parent)
    assert lint("check", "desk/a.md").code == 0
    assert lint("check", "--baseline", f"desk/{FILE}", "desk/a.md").code == 0


def test_how_many_are_known_is_said(lint: Command, adopted: str) -> None:
    put("a.md", f"{adopted}\nteh end.\n")
    said = lint("check", "--baseline", FILE)
    assert said.code == 1
    assert "\n1 finding in 1 of 1 file: 1 error.\n" in said.out
    assert said.out.endswith("2 findings known to the baseline.\n")


def test_a_repair_leaves_known_findings_alone(lint: Command, adopted: str) -> None:
    put("a.md", adopted.replace("Nobody", "Teh tick teh"))
    said = lint("check", "--baseline", FILE, "--fix")
    assert said.code == 0, said
    assert Path("a.md").read_text() == adopted.replace("Nobody", "Teh tock the")
    assert told(lint) == []


def test_several_processes(lint: Command) -> None:
    for number in range(8):
        put(f"{number}.md", TEXT)
    lint("baseline", "create", "--jobs", "2")
    Path("3.md").rename("x.md")
    assert told(lint, "--jobs", "2") == []
    assert lint("check", "--baseline", FILE, "--jobs", "2").err == ""


def test_standard_input(lint: Command, adopted: str) -> None:
    arguments = ("check", "--baseline", FILE, "-q", "-", "--stdin-filename", "a.md")
    assert lint(*arguments, stdin=adopted.encode()).code == 0
    assert lint(*arguments, stdin=f"teh\n{adopted}".encode()).code == 1


# Entries that are of no use any more


def test_stale_entries_are_told_once_and_pruned(lint: Command, adopted: str) -> None:
    put("a.md", adopted.replace("teh crew", "crew") + "\nteh end.\n")
    said = lint("check", "--baseline", FILE, "--output", "json")
    assert said.err == (
        f"copylint: {FILE}: 1 finding it knows is gone; 'copylint baseline prune' makes it forget\n"
    )
    assert lint("check", "--baseline", FILE, "-q").err == ""
    assert lint("baseline", "prune").out == f"{FILE}: 1 finding; there were 2\n"
    assert told(lint) == ["a.md:9 style/teh"]
    assert lint("check", "--baseline", FILE).err == ""


def test_what_a_run_did_not_look_at_is_not_stale(lint: Command, adopted: str) -> None:
    put("b.md", "teh was what they utilise\n")
    lint("baseline", "update")
    put("a.md", "fine\n")
    assert lint("check", "--baseline", FILE, "b.md").err == ""
    put("b.md", "was what they utilise\n")
    assert lint("check", "--baseline", FILE, "b.md", "--select", "style/utilise").err == ""
    assert "1 finding it knows is gone" in lint("check", "--baseline", FILE, "b.md").err
    assert "3 findings it knows are gone" in lint("check", "--baseline", FILE).err
    lint("baseline", "prune", "b.md")
    assert "2 findings it knows are gone" in lint("check", "--baseline", FILE).err
    assert adopted


def test_the_entries_of_a_file_that_is_gone(lint: Command, adopted: str) -> None:
    put("sub/b.md", adopted)
    lint("baseline", "update")
    Path("sub/b.md").unlink()
    put("sub/c.md", "fine\n")
    assert lint("check", "--baseline", FILE, "a.md").err == ""
    assert "2 findings it knows are gone" in lint("check", "--baseline", FILE, "sub").err
    assert lint("baseline", "prune", "sub").out == f"{FILE}: 2 findings; there were 4\n"


def test_pruning_after_a_rename_follows_it(lint: Command, adopted: str) -> None:
    Path("a.md").rename("b.md")
    lint("baseline", "prune")
    assert {entry.path for entry in baselines.load(Path(FILE)).entries} == {"b.md"}
    put("a.md", adopted)
    assert told(lint) == ["a.md:3 style/teh", "a.md:5 style/teh"]


def test_an_update_accepts_what_is_new_in_what_it_looks_at(lint: Command, adopted: str) -> None:
    put("a.md", f"{adopted}\nteh end.\n")
    put("b.md", "teh\n")
    assert lint("baseline", "update", "a.md").out == f"{FILE}: 3 findings; there were 2\n"
    assert told(lint) == ["b.md:1 style/teh"]
    assert lint("baseline", "update").code == 0
    assert told(lint) == []


# The file


def test_two_runs_write_the_same_bytes(lint: Command, adopted: str) -> None:
    put("b/c.md", f"teh\u200b “é”\n\n{adopted}")
    lint("baseline", "update")
    before = Path(FILE).read_bytes()
    stamp = Path(FILE).stat().st_mtime_ns
    lint("baseline", "update", "b", "a.md", "--jobs", "2")
    assert Path(FILE).read_bytes() == before
    assert Path(FILE).stat().st_mtime_ns == stamp, "an unchanged file is not written"


def test_it_is_json_with_one_entry_a_line_in_order(lint: Command, adopted: str) -> None:
    put("a b.md", "teh “é” tick\x01 teh\n")
    lint("baseline", "update")
    text = Path(FILE).read_text()
    found = json.loads(text)
    assert found["schema"] == 1
    assert found["findings"].pop() is None
    assert text.count("\n") == len(found["findings"]) + 2
    assert [(one["path"], one["rule"]) for one in found["findings"]] == [
        ("a b.md", "style/teh"),
        ("a b.md", "style/teh"),
        ("a b.md", "style/tick"),
        ("a.md", "style/teh"),
        ("a.md", "style/teh"),
    ]
    assert found["findings"][0]["text"] == "teh “é” tick<U+0001> teh"
    loaded = baselines.load(Path(FILE))
    assert list(loaded.entries) == sorted(loaded.entries)
    assert adopted


@pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
def test_two_branches_that_each_accept_something_merge(lint: Command, adopted: str) -> None:
    def git(*arguments: str) -> None:
        name = ("-c", "user.name=Kim", "-c", "user.email=kim@example.org")
        subprocess.run(["git", *name, *arguments], check=True, capture_output=True)

    put("m.md", adopted)
    lint("baseline", "update")
    git("init", "-b", "main")
    git("add", ".")
    git("commit", "-m", "adopted")
    for branch, path in (("one", "b.md"), ("two", "z.md")):
        git("checkout", "-b", branch, "main")
        put(path, "teh\n")
        lint("baseline", "update")
        git("add", ".")
        git("commit", "-m", branch)
    git("merge", "one", "-m", "both")
    assert told(lint) == []
    assert lint("check", "--baseline", FILE).err == ""


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("<<<<<<< HEAD", "a merge was left unfinished; keep the entries of both sides"),
        ("=======", "a merge was left unfinished; keep the entries of both sides"),
        ("{},", "is no entry of a baseline; remove the line"),
        ("[" * 5000, "is no entry of a baseline; remove the line"),
        ('{"path": 3}', "is no entry of a baseline; remove the line"),
    ],
    ids=lambda text: text[:8],
)
def test_a_damaged_file(lint: Command, adopted: str, line: str, problem: str) -> None:
    lines = Path(FILE).read_text().split("\n")
    put(FILE, "\n".join([*lines[:2], line, *lines[2:]]))
    said = lint("check", "--baseline", FILE)
    assert said == (2, "", f"copylint: {FILE}:3: {problem}\n")
    assert adopted


def test_other_files_are_refused(lint: Command) -> None:
    put("a.md", "teh\n")
    put("x.json", "{}")
    said = lint("check", "--baseline", "x.json")
    assert said == (
        2,
        "",
        "copylint: x.json:1: is no baseline of this version of copylint; create it again\n",
    )
    said = lint("check", "--baseline", "none.json")
    assert said.code == 2
    assert said.err.startswith("copylint: none.json: does not exist")
    assert "'copylint baseline create' makes one" in said.err
    assert lint("baseline", "prune").code == 2


def test_a_baseline_is_not_overwritten(lint: Command, adopted: str) -> None:
    before = Path(FILE).read_bytes()
    said = lint("baseline", "create")
    assert said.code == 2
    assert said.err == (f"copylint: {FILE} exists already; 'copylint baseline update' renews it\n")
    assert Path(FILE).read_bytes() == before
    assert adopted


def test_a_file_that_cannot_be_read_keeps_its_entries(lint: Command, adopted: str) -> None:
    put("b.md", "teh\n")
    lint("baseline", "update")
    put("b.md", b"teh caf\xe9\n")
    said = lint("baseline", "update")
    assert said.code == 2
    assert said.err.startswith("copylint: b.md: not UTF-8")
    assert "b.md" in {entry.path for entry in baselines.load(Path(FILE)).entries}
    assert adopted


def test_the_first_line_says_what_the_file_is() -> None:
    with pytest.raises(ConfigError, match="no baseline of this version"):
        baselines.load(put("b.json", '{"schema": 2, "findings": [\nnull]}\n'))


# What a finding is


def results(paragraphs: list[str], path: str = "a.md") -> Result:
    source = "\n\n".join(paragraphs)
    found = tuple(
        Finding("a/b", Severity.ERROR, "", Span(*hit.span()), hit[0])
        for hit in re.finditer(r"teh", source)
    )
    return Result(path, source, found)


PARAGRAPHS = st.lists(
    st.lists(st.sampled_from(["teh", "One", "two.", "Three.", "and", "four,"]), min_size=1)
    .map(" ".join)
    .map(lambda text: f"{text}."),
    min_size=1,
    max_size=6,
)


@given(PARAGRAPHS, st.lists(st.tuples(st.integers(0, 9), st.sampled_from(["Fine.", "So it is."]))))
def test_paragraphs_without_findings_put_anywhere_change_nothing(
    paragraphs: list[str], new: list[tuple[int, str]]
) -> None:
    known = prints(results(paragraphs))
    baseline = Baseline(Path(FILE), tuple(Entry("a.md", one) for one in known))
    for at, text in new:
        paragraphs.insert(at, text)
    assert None not in baseline.match(results(paragraphs))


@pytest.mark.parametrize("between", ["\n", "\r\n", "\n> ", "\n  ", "\n\t", "  "], ids=ascii)
def test_how_a_text_is_wrapped_is_no_part_of_it(between: str) -> None:
    text = "One two. A longer one, teh third, follows here. Four five."
    wrapped = text.replace(" ", between)
    assert prints(results([wrapped])) == prints(results([text]))


@given(PARAGRAPHS)
def test_each_entry_stands_for_one_finding(paragraphs: list[str]) -> None:
    known = prints(results(paragraphs))
    baseline = Baseline(Path(FILE), tuple(Entry("a.md", one) for one in known))
    matched = baseline.match(results([*paragraphs, *paragraphs]))
    assert sorted(number for number in matched if number is not None) == list(range(len(known)))


@given(PARAGRAPHS)
def test_fingerprints_differ_and_do_not_depend_on_what_else_there_is(
    paragraphs: list[str],
) -> None:
    before = list(fingerprints(results(paragraphs)))
    after = list(fingerprints(results(["Fine.", *paragraphs, "Good."])))
    assert before == after
    assert len(set(before)) == len(before)
    other = list(fingerprints(results(paragraphs, "b.md")))
    assert not set(other) & set(before)
