"""The reports: the JSON that others rely on, and text that can forge nothing."""

from __future__ import annotations

import json
import os
import re
import unicodedata
from pathlib import Path
from typing import Any

import pytest

import copylint
from command import Command, posix, put, rule, run
from copylint import reporters
from copylint.errors import UsageError
from copylint.finding import Finding, Result, Severity
from copylint.span import Span

pytestmark = pytest.mark.usefixtures("desk")


def report(lint: Command, *args: str) -> dict[str, Any]:
    """The JSON report of a check."""
    document = json.loads(lint(*args, "--output", "json").out)
    assert isinstance(document, dict)
    return document


# JSON


def test_json_is_exactly_what_was_promised(lint: Command) -> None:
    put("a.md", "One.\n\n😀 teh hm\n")
    put("b.md", "fine")
    put("c.md", b"\xe9")
    document = report(lint, "a.md", "b.md", "c.md")
    prints = [finding.pop("fingerprint") for finding in document["findings"]]
    assert all(re.fullmatch("[0-9a-f]{32}", one) for one in prints)
    assert len(set(prints)) == 2
    assert document == {
        "schema": 1,
        "version": copylint.__version__,
        "findings": [
            {
                "path": "a.md",
                "rule": "style/teh",
                "family": "style",
                "severity": "error",
                "message": "“teh” is not a word.",
                "start": {"line": 3, "column": 3, "offset": 8},
                "end": {"line": 3, "column": 6, "offset": 11},
                "text": "teh",
                "evidence": [],
                "fix": {
                    "safety": "safe",
                    "title": "Replace “teh” with “the”",
                    "edits": [{"start": 8, "end": 11, "text": "the"}],
                },
            },
            {
                "path": "a.md",
                "rule": "style/hm",
                "family": "style",
                "severity": "info",
                "message": "“hm” is not a word.",
                "start": {"line": 3, "column": 7, "offset": 12},
                "end": {"line": 3, "column": 9, "offset": 14},
                "text": "hm",
                "evidence": [],
                "fix": None,
            },
        ],
        "errors": [
            {
                "path": "c.md",
                "message": "not UTF-8: byte 0xE9 at offset 0 (line 1); convert the file to UTF-8, "
                "e.g. with iconv -f latin1 -t utf-8",
            }
        ],
        "summary": {
            "files": 3,
            "files_with_findings": 1,
            "findings": 2,
            "fixable": 1,
            "fixed": 0,
        },
    }
    assert list(document) == ["schema", "version", "findings", "errors", "summary"]


EMPTY = {"files": 0, "files_with_findings": 0, "findings": 0, "fixable": 0, "fixed": 0}


@pytest.mark.parametrize("quiet", [(), ("-q",)])
def test_json_of_nothing_is_whole(lint: Command, quiet: tuple[str, ...]) -> None:
    nothing = {"schema": 1, "version": copylint.__version__, "findings": [], "errors": []}
    assert report(lint, ".", *quiet) == nothing | {"summary": EMPTY}
    put("a.md", "fine")
    assert report(lint, ".", *quiet) == nothing | {"summary": EMPTY | {"files": 1}}


def test_json_after_a_repair_speaks_of_the_file_as_it_is_now(lint: Command) -> None:
    put("a.md", "teh tick alot\n")
    put("copylint.toml", 'extend = "../copylint.toml"\n[severity]\n"style/tick" = "warning"')
    put("../rules/style/teh.yaml", rule("teh", "error", "fix: those there\nfix-safety: safe"))
    document = report(lint, "a.md", "--fix")
    assert Path("a.md").read_text() == "those there tock alot\n"
    [left] = document["findings"]
    assert (left["rule"], left["start"]["offset"], left["text"]) == ("style/alot", 17, "alot")
    assert document["summary"] == EMPTY | {
        "files": 1,
        "files_with_findings": 1,
        "findings": 1,
        "fixed": 2,
    }


LONG = (
    "\ufeffIt rained.. We stayed.\r\n\r\n# 😀 teh teh.\r\n\r\n"
    "* alot\u200b of **teh** words\r\n\u2028teh"
)


@pytest.mark.parametrize("name", ["a.md", "a.txt", "a.html"])
def test_json_edits_made_by_hand_are_what_fix_writes(lint: Command, name: str) -> None:
    flags = (name, "--extend-select", "punctuation/double-period,characters/zero-width")
    put(name, LONG)
    source = LONG.removeprefix("\ufeff")
    document = report(lint, *flags)
    assert len(document["findings"]) >= 5
    edits = []
    for finding in document["findings"]:
        start, end = finding["start"], finding["end"]
        assert source[start["offset"] : end["offset"]] == finding["text"]
        for place in (start, end):
            before = re.split(r"\r\n|\r|\n", source[: place["offset"]])
            assert (place["line"], place["column"]) == (len(before), len(before[-1]) + 1)
        if finding["fix"] and finding["fix"]["safety"] == "safe":
            edits += [(one["start"], one["end"], one["text"]) for one in finding["fix"]["edits"]]
    text = source
    for start, end, new in sorted(edits, reverse=True):
        text = text[:start] + new + text[end:]
    lint(*flags, "--fix")
    assert Path(name).read_bytes().decode() == "\ufeff" + text


def test_fingerprints_outlive_edits_elsewhere(lint: Command) -> None:
    put("a.md", "One teh.\n\nTwo teh.\n\nTwo teh.\n")
    before = [one["fingerprint"] for one in report(lint, "a.md")["findings"]]
    assert len(set(before)) == 3
    put("a.md", "New.\n\nOne  teh.\n\nThree.\n\nTwo teh.\n\nTwo teh.\n")
    assert [one["fingerprint"] for one in report(lint, "a.md")["findings"]] == before
    put("a.md", "One teh here.\n\nTwo teh.\n")
    after = [one["fingerprint"] for one in report(lint, "a.md")["findings"]]
    assert after[0] not in before
    assert after[1] == before[1]


def test_json_is_ascii(lint: Command) -> None:
    put("é\u202e.md", "“Oh” teh 😀")
    said = lint(".", "--output", "json")
    assert said.out.isascii()
    assert json.loads(said.out)["findings"][0]["path"] == "é\u202e.md"


def test_jsonl(lint: Command) -> None:
    put("a.md", "teh hm")
    put("c.md", b"\xe9")
    lines = [json.loads(line) for line in lint(".", "--output", "jsonl").out.splitlines()]
    document = report(lint, ".")
    assert lines[-1] == {"path": "c.md", "error": document["errors"][0]["message"]}
    assert lines[:-1] == document["findings"]


@posix
@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_a_name_that_is_not_utf_8(form: str) -> None:
    os.close(os.open(b"caf\xe9.md", os.O_CREAT | os.O_WRONLY))
    Path(os.fsdecode(b"caf\xe9.md")).write_text("teh")
    code, out, err = run(".", "--output", form)
    assert (code, err) == (1, b"")
    assert b"\\udce9" not in out
    assert b'"path": "caf\\\\xe9.md"' in out
    code, out, err = run(".", "--output", "concise")
    assert (code, err) == (1, b"")
    assert out.startswith(b"caf<U+DCE9>.md:1:1: error style/teh ")


# For people

CONCISE = re.compile(
    r"(?P<path>[^:\s][^\n]*?):(?P<line>\d+):(?P<column>\d+): (?P<level>error|warning|info) "
    r"(?P<rule>[a-z]+/[a-z-]+) (?:\[\*\] |\[\?\] )?(?P<message>[^\n]+)"
)


def test_concise(lint: Command) -> None:
    put("a.md", "\tteh alot 😀 utilise\n\nhm\n")
    put("b/c.txt", "hm\r\nteh\rteh")
    said = lint(".", "--output", "concise", "--no-inline")
    assert said.out.splitlines()[-3:] == [
        "b/c.txt:1:1: info style/hm “hm” is not a word.",
        "b/c.txt:2:1: error style/teh [*] “teh” is not a word.",
        "b/c.txt:3:1: error style/teh [*] “teh” is not a word.",
    ]
    put("a.md", "teh alot 😀 utilise\n\nhm\n")
    said = lint("a.md", "--output", "concise")
    assert said.out == (
        "a.md:1:1: error style/teh [*] “teh” is not a word.\n"
        "a.md:1:5: warning style/alot [?] “alot” is not a word.\n"
        "a.md:1:12: warning style/utilise “utilise” is not a word.\n"
        "a.md:3:1: info style/hm “hm” is not a word.\n"
    )
    assert all(CONCISE.fullmatch(line) for line in said.out.splitlines())


def commands(text: str) -> list[str]:
    """What GitHub's runner would obey: `::` at the start of a line, `##[` anywhere in one."""
    lines = re.split(r"\r\n|\r|\n", text)
    return [line for line in lines if line.lstrip().startswith("::") or "##[" in line]


def raw(text: str) -> list[str]:
    """Characters that steer a terminal or hide in it; colors are ours."""
    text = re.sub(r"\x1b\[[\d;]*m", "", text)
    unseen = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
    return [char for char in text if char != "\n" and unicodedata.category(char) in unseen]


NAMES = [
    ("::error ::x.md", "./::error ::x.md"),
    (" ::error ::x.md", "./ ::error ::x.md"),
    ("a\n::error ::x.md", "a\\n::error ::x.md"),
    ("\n::error ::x.md", "\\n::error ::x.md"),
    ("\r::set-output name=x::y.md", "\\r::set-output name=x::y.md"),
    ("##[error]x.md", "./##\\[error]x.md"),
    ("\x1b[31mred\x1b]8;;http:x\x07.md", "<U+001B>[31mred<U+001B>]8;;http:x<U+0007>.md"),
    ("\u2028::error::x.md", "<U+2028>::error::x.md"),
    ("\x85::error::x\x9b2J.md", "<U+0085>::error::x<U+009B>2J.md"),
    ("gpj.\u202edm.md", "gpj.<U+202E>dm.md"),
    ("😀 é ## [x].md", "😀 é ## [x].md"),
]


@posix
@pytest.mark.parametrize(("name", "shown"), NAMES)
def test_a_file_name_forges_nothing(lint: Command, name: str, shown: str) -> None:
    put(name, "teh\n")
    said = lint(".", "--output", "concise")
    assert said.out == f"{shown}:1:1: error style/teh [*] “teh” is not a word.\n"
    said = lint(".", "--color", "always")
    assert f"\x1b[1;4m{shown}\x1b[0m\n" in said.out
    told = said.out + lint(".").out + lint(".", "--show-files").out
    put(name, b"teh \xe9")
    broken = lint(".", "-v")
    assert broken.err.startswith(f"copylint: {shown}: not UTF-8: ")
    gone = lint("check", f"{name}gone", "--show-files")
    for text in (told, broken.err, broken.out, gone.err, gone.out):
        assert commands(text) == []
        assert raw(text) == []


TEXTS = [
    "::add-mask::x teh",
    "##[add-mask]x teh ##[error]y",
    "teh##[add-mask]x",
    "see \x1b[2J\x1b]52;c;eA==\x07 teh \x9b2J",
    "teh \u202egnp.x\u2066 \u200b\u2069 teh",
    "😀👨‍👩‍👧 teh 漢字 e\u0301 teh",
    "\u2028::error::x teh \u2029::error::y",
    "a\x85::error::x teh\x0b::error::y\x0c::error::z",
    "tab\tteh\there",
    "teh \ue000 \ufff9",
]


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize(("suffix", "color"), [("md", "never"), ("txt", "always")])
def test_an_article_forges_nothing(lint: Command, text: str, suffix: str, color: str) -> None:
    put(f"a.{suffix}", text)
    flags = ("--color", color, "--select", "all", "--unsafe-fixes")
    for said in (
        lint(f"a.{suffix}", *flags),
        lint(f"a.{suffix}", *flags, "--output", "concise"),
        lint(f"a.{suffix}", *flags, "--statistics"),
        lint("why", f"a.{suffix}:1"),
    ):
        assert said.out
        assert commands(said.out) == []
        assert raw(said.out) == []
        assert said.err == ""


def test_text(lint: Command) -> None:
    put("a.md", f"{'word ' * 30}teh {'word ' * 30}\n\nalot 😀 utilise\n\nhm\n")
    put("b.md", "fine")
    said = lint(".")
    assert said.out.splitlines() == [
        "a.md",
        "  1:151  error    “teh” is not a word.  style/teh",
        f"      │ … {'word ' * 9}teh{' word' * 6} …",
        f"      │ {' ' * 47}^^^",
        f"      │ fix leaves: … {'word ' * 9}the{' word' * 6} …",
        "  3:1  warning  “alot” is not a word.  style/alot",
        "      │ alot 😀 utilise",
        "      │ ^^^^",
        "      │ unsafe fix leaves: a lot 😀 utilise",
        "  3:8  warning  “utilise” is not a word.  style/utilise",
        "      │ alot 😀 utilise",
        "      │         ^^^^^^^",
        "      │ you could write: alot 😀 use",
        "  5:1  info     “hm” is not a word.  style/hm",
        "      │ hm",
        "      │ ^^",
        "",
        "4 findings in 1 of 2 files: 1 error, 2 warnings, 1 info.",
        "1 can be repaired safely with --fix, 1 more with --fix --unsafe-fixes.",
    ]


@pytest.mark.parametrize(
    ("files", "flags", "summary"),
    [
        (["fine"], (), ["1 file checked: clean."]),
        (["fine", "fine"], (), ["2 files checked: clean."]),
        (
            ["teh"],
            ("--fix",),
            ["Repaired 1 finding in 1 file.", "1 file checked: nothing left to report."],
        ),
        (
            ["teh teh", "teh hm"],
            ("--fix",),
            ["Repaired 3 findings in 2 files.", "1 finding left in 1 of 2 files: 1 info."],
        ),
        (
            ["alot"],
            (),
            [
                "1 finding in 1 of 1 file: 1 warning.",
                "1 can be repaired with --fix --unsafe-fixes; look at the result.",
            ],
        ),
        (["hm " * 1001], (), ["1,001 findings in 1 of 1 file: 1,001 info."]),
        ([b"\xe9"], (), ["1 file could not be checked."]),
        (
            ["fine", b"\xe9", b"\xe9"],
            (),
            ["1 file checked: clean.", "2 files could not be checked."],
        ),
    ],
    ids=range(8),
)
def test_summary(
    lint: Command, files: list[str | bytes], flags: tuple[str, ...], summary: list[str]
) -> None:
    for number, text in enumerate(files):
        put(f"{number:04}.md", text)
    assert lint(".", *flags).out.splitlines()[-len(summary) :] == summary


def test_stdout_that_cannot_show_a_character() -> None:
    put("a.md", "“Oh” teh 😀\n")
    env = os.environ | {"PYTHONIOENCODING": "cp1252"}
    code, out, err = run("a.md", env=env)
    assert (code, err) == (1, b"")
    assert "“teh” is not a word.".encode("cp1252") in out
    assert rb"\U0001f600" in out


# The shelf


def test_a_reporter_is_found_by_its_file() -> None:
    assert {"concise", "json", "jsonl", "text"} <= set(reporters.names())
    for name in reporters.names():
        assert list(reporters.reporter(name).report(reporters.Run([]))) is not None
    with pytest.raises(UsageError, match="no output format '__init__'; there are: checkstyle, "):
        reporters.reporter("__init__")


def test_a_finding_without_length_is_shown() -> None:
    """As a rule about something that is missing makes it."""
    finding = Finding("style/gone", Severity.INFO, "Nothing.", Span(4, 4), "")
    result = Result("a.md", "One two", (finding,))
    for name in reporters.names():
        assert "style/gone" in "\n".join(reporters.reporter(name).report(reporters.Run([result])))
