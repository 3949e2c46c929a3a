"""`copylint measure` counts as a reader with a pencil would, and what ships is told truly."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from command import Command, furnish, put
from copylint import measured, readers, rulebook

ROOT = Path(__file__).parents[1]


@pytest.fixture
def call(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Command:
    furnish(tmp_path, monkeypatch)
    put(
        "one/a.md",
        "---\ntitle: Two words\ndate: 2024-01-01\n---\n\nUse teh 3 `code here` – words.\n",
    )
    put("one/b.md", "```\nteh\n```\n\nAlot of <b>bold</b> alot.\n")
    put("two/c.txt", "teh teh hm\n")
    return Command(capsys, monkeypatch)


def test_words_are_those_of_the_prose() -> None:
    def words(source: str, markup: str = "markdown") -> int:
        return readers.read(source, markup).words

    assert words("# A heading\n\nIt's well-known – *so* it is: 3.5%.\n") == 8
    assert words("See [the site](https://a.example/b) and <https://a.example/>.\n") == 4
    assert words("```sh\nnot counted\n```\n\n`nor this` {{ or that }}\n") == 0
    assert words("<p>Two words<script>none()</script></p>", "html") == 2


def test_json_has_every_rule_and_every_folder(call: Command) -> None:
    said = call("measure", "--output", "json", "one", "two")
    assert (said.code, said.err) == (0, "")
    plain = json.loads(said.out)
    rows = [
        (one["folder"], one["files"], one["words"], one["findings"]) for one in plain["folders"]
    ]
    assert rows == [("one", 2, 10, 2), ("two", 1, 3, 3)]
    assert (plain["files"], plain["words"], plain["findings"]) == (3, 13, 5)
    rules = {one["rule"]: one for one in plain["rules"]}
    assert list(rules) == ["style/alot", "style/hm", "style/teh", "style/tick", "style/utilise"]
    assert [one["findings"] for one in rules["style/teh"]["folders"]] == [1, 2]
    assert rules["style/teh"]["per_100000_words"] == 3 * 100_000 / 13
    assert rules["style/tick"]["per_100000_words"] == 0


def test_text_and_markdown_are_the_same_table(call: Command) -> None:
    said = call("measure", "two", "one")
    assert said.out.splitlines() == [
        "folder  files  words  findings  per 100,000 words",
        "1: two      1      3         3             100000",
        "2: one      2     10         2              20000",
        "all         3     13         5              38462",
        "",
        "rule        severity  default  findings  per 100,000 words   in 1   in 2",
        "style/teh   error     on              3              23077  66667  10000",
        "style/alot  warning   on              1               7692      0  10000",
        "style/hm    info      on              1               7692  33333      0",
        "2 of 5 rules found nothing",
    ]
    lines = call("measure", "--output", "markdown", "two", "one").out.splitlines()
    assert lines[:2] == [
        "| folder | files | words | findings | per 100,000 words |",
        "|---|---:|---:|---:|---:|",
    ]
    assert "| style/teh | error | on | 3 | 23077 | 66667 | 10000 |" in lines


def test_a_table_of_one_folder_has_no_column_for_it(call: Command) -> None:
    out = call("measure", "two").out.splitlines()
    assert out[1] == "two         1      3         3             100000"
    assert out[3] == "rule       severity  default  findings  per 100,000 words"


def test_a_file_in_two_folders_counts_once(call: Command) -> None:
    plain = json.loads(call("measure", "--output", "json", "one", ".").out)
    assert [one["files"] for one in plain["folders"]] == [2, 1]
    assert plain["words"] == 13


def test_rules_are_chosen_as_in_check(call: Command) -> None:
    def rules(*args: str) -> list[str]:
        return [
            r["rule"] for r in json.loads(call("measure", "--output", "json", *args).out)["rules"]
        ]

    assert rules("--select", "style/hm", "two") == ["style/hm"]
    assert "style/hm" not in rules("--ignore", "style/hm", "two")
    assert len(rules("--isolated", "--all", "two")) == len(rulebook.load())
    assert len(rules("--isolated", "two")) == sum(rule.on for rule in rulebook.load())
    said = call("measure", "--all", "--select", "style/hm", "two")
    assert said.code == 2
    assert (
        said.err == "copylint: --all measures every rule; leave out --select and --extend-select\n"
    )


def test_comments_that_silence_are_obeyed_or_not(call: Command) -> None:
    put("three/d.md", "<!-- copylint: disable-next-line style/teh -- ours -->\nteh\n\nteh\n")
    put("three/e.md", "<!-- copylint: disable-next-line style/teh -- of no use -->\nthe\n")
    assert json.loads(call("measure", "--output", "json", "three").out)["findings"] == 1
    said = call("measure", "--output", "json", "--no-inline", "three")
    assert json.loads(said.out)["findings"] == 2


def test_a_file_that_cannot_be_read_is_told_and_not_counted(call: Command) -> None:
    put("one/bad.md", b"teh \x00\xff\xfe\x00 teh")
    said = call("measure", "--output", "json", "one")
    assert said.code == 2
    assert said.err.startswith("copylint: one/bad.md: ")
    assert json.loads(said.out)["files"] == 2
    said = call("measure", "nowhere")
    assert said.code == 2
    assert "nowhere" in said.err


def test_wrong_formats_and_no_words(call: Command) -> None:
    said = call("measure", "--output", "xml", "two")
    assert (said.code, said.out) == (2, "")
    assert (
        said.err
        == "copylint: no output format 'xml' for measure; there are: text, markdown, json\n"
    )
    put("four/f.md", "```\ncode\n```\n")
    out = call("measure", "four").out.splitlines()
    assert out[1].split() == ["four", "1", "0", "0", "–"]


def test_the_table_goes_to_a_file(call: Command) -> None:
    said = call("measure", "-o", "made/table.md", "--output", "markdown", "two")
    assert (said.code, said.out) == (0, "")
    assert Path("made/table.md").read_text(encoding="utf-8").startswith("| folder |")


def test_processes_count_alike(call: Command) -> None:
    for number in range(5):
        put(f"many/{number}.md", "teh one\n" * (number + 1))
    alone = call("measure", "--output", "json", "--jobs", "1", "many").out
    assert call("measure", "--output", "json", "--jobs", "2", "many").out == alone


def test_what_ships_names_its_sources_and_every_rule() -> None:
    record = json.loads((ROOT / "src/copylint/measured.json").read_text(encoding="utf-8"))
    assert record["words"] == sum(one["words"] for one in record["sources"]) >= 5_000_000
    assert len({one["kind"] for one in record["sources"]}) >= 6
    assert all(len(one["commit"]) == 40 for one in record["sources"])


def test_explain_tells_what_was_measured(call: Command) -> None:
    record = measured.record()
    name = max(record.findings, key=lambda name: record.findings[name])
    million = f"{record.words / 1e6:.1f} million words of edited human text"
    out = call("explain", "--isolated", name).out
    assert f"On {million}: {record.findings[name]:,} findings (" in out
    quiet = next(name for name, count in record.findings.items() if not count)
    assert f"On {million}: no findings." in call("explain", "--isolated", quiet).out
    assert "million words" not in call("explain", "style/teh").out
    put("own/" + name + ".yaml", (ROOT / "rules" / f"{name}.yaml").read_bytes())
    assert "million words" not in call("explain", "--isolated", "--rules", "own", name).out


def test_rates_show_two_digits_that_count() -> None:
    assert [measured.shown(x) for x in (0, 0.0123, 0.5, 1.25, 99.9, 123.4, None)] == [
        "0", "0.012", "0.5", "1.2", "99.9", "123", "–",
    ]  # fmt: skip
