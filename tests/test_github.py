"""Annotations: what GitHub's runner makes of a step's log, and what a person reads there."""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from command import Command, put
from copylint import reporters
from copylint.finding import Finding, Fix, Result, Safety, Severity
from copylint.reporters import Run
from copylint.span import Edit, Span
from copylint.visible import visible
from readers_of_reports import Workflow, log

pytestmark = pytest.mark.usefixtures("desk")

LEVELS = {"error": "error", "warning": "warning", "info": "notice"}
LINE = re.compile(r"(.+?):(\d+):(\d+): (error|warning|info) ([a-z]+/[a-z-]+) (?:\[[*?]\] )?(.+)")


@pytest.fixture(autouse=True)
def _no_runner(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("GITHUB_WORKSPACE", "CI_PROJECT_DIR", "GITHUB_SHA"):
        monkeypatch.delenv(name, raising=False)


def kept(commands: list[Workflow]) -> list[Workflow]:
    """The annotations that a runner makes: ten of each level in a step."""
    counts: Counter[str] = Counter()
    made = []
    for command in commands:
        counts[command.name] += 1
        if counts[command.name] <= 10:
            made.append(command)
    return made


def test_one_finding(lint: Command) -> None:
    put("sub/a.md", "One.\n\n“One” teh alot\n")
    assert lint(".", "--output", "github").out.splitlines() == [
        "sub/a.md:3:7: error style/teh [*] “teh” is not a word.",
        "::error file=sub/a.md,line=3,endLine=3,col=7,endColumn=10,title=style/teh::"
        "style/teh: “teh” is not a word.%0ASafe repair: Replace “teh” with “the”",
        "sub/a.md:3:11: warning style/alot [?] “alot” is not a word.",
        "::warning file=sub/a.md,line=3,endLine=3,col=11,endColumn=15,title=style/alot::"
        "style/alot: “alot” is not a word.%0AUnsafe repair: Replace “alot” with “a lot”",
        "2 findings in 1 of 1 file.",
    ]


def test_a_file_that_cannot_be_checked_is_an_annotation(lint: Command) -> None:
    put("bad, 100%: x.md", b"\xe9")
    said = lint(".", "--output", "github", "-q")
    assert said.code == 2
    assert said.err.startswith("copylint: bad, 100%: x.md: not UTF-8: ")
    lines, (command,) = log(said.out)
    assert lines == []
    assert said.out.startswith("::error file=bad%2C 100%25%3A x.md,title=copylint could not check")
    assert command.properties["file"] == "bad, 100%: x.md"
    assert command.data.startswith("bad, 100%: x.md: not UTF-8: byte 0xE9")


def test_ten_of_each_level_need_no_notice(lint: Command) -> None:
    put("a.md", "teh alot hm\n\n" * 10)
    lines, commands = log(lint(".", "--output", "github").out)
    assert Counter(command.name for command in commands) == {
        "error": 10,
        "warning": 10,
        "notice": 10,
    }
    assert {command.properties["title"] for command in commands} == {
        "style/teh", "style/alot", "style/hm"
    }  # fmt: skip
    assert len(lines) == 31


def test_one_too_many_gives_a_notice_in_the_place_of_another(lint: Command) -> None:
    put("a.md", "teh alot hm\n\n" * 10 + "teh\n")
    said = lint(".", "--output", "github", "--output", "github-summary:summary.md")
    lines, commands = log(said.out)
    assert Counter(command.name for command in commands) == {
        "error": 10,
        "warning": 10,
        "notice": 10,
    }
    assert commands[-1] == Workflow(
        "notice",
        {"title": "copylint: 2 more"},
        "Not shown here: 2 more findings (1 error, 1 info). GitHub shows 10 annotations of a "
        "level; all are in the log of this step and the summary of this job.",
    )
    assert lines[-4:] == [
        "2 more findings without an annotation:",
        "a.md:19:10: info style/hm “hm” is not a word.",
        "a.md:21:1: error style/teh [*] “teh” is not a word.",
        "31 findings in 1 of 1 file.",
    ]


def test_files_that_cannot_be_checked_come_first_and_are_counted(lint: Command) -> None:
    for number in range(12):
        put(f"{number:02}.md", b"\xe9")
    put("a.md", "teh\n")
    _, commands = log(lint(".", "--output", "github").out)
    assert [command.name for command in commands] == ["error"] * 10 + ["notice"]
    assert all(command.data.endswith("-t utf-8") for command in commands[:10])
    assert commands[-1].data.startswith(
        "Not shown here: 1 more finding (1 error) and 2 files that could not be checked. "
    )


def finding(line: int, severity: Severity, safety: Safety | None, evidence: int = 0) -> Finding:
    span = Span(2 * (line - 1), 2 * (line - 1) + 1)
    fix = Fix((Edit(span, ""),), safety, "Delete it") if safety else None
    return Finding("style/x", severity, "No.", span, "x", fix, ("a sign",) * evidence)


def annotated(result: Result) -> list[int]:
    text = "\n".join(reporters.reporter("github").report(Run([result])))
    return [int(one.properties["line"]) for one in log(text)[1] if "line" in one.properties]


def test_the_most_useful_come_first() -> None:
    error, warning = Severity.ERROR, Severity.WARNING
    findings = (
        finding(1, warning, Safety.SAFE),
        finding(2, error, None),
        finding(3, error, Safety.MANUAL, 1),
        finding(4, error, Safety.UNSAFE),
        finding(5, error, Safety.SAFE),
        finding(6, error, Safety.SAFE, 2),
        finding(7, Severity.INFO, None),
        finding(8, error, Safety.SAFE),
    )
    result = Result("a.md", "x\n" * 8, findings)
    assert annotated(result) == [6, 5, 8, 4, 3, 2, 1, 7]
    changed = Result("a.md", "x\n" * 8, findings, changed=frozenset({7, 2, 4}))
    assert annotated(changed) == [4, 2, 7, 6, 5, 8, 3, 1]


def test_changed_lines_take_the_places_of_graver_ones_elsewhere() -> None:
    findings = tuple(finding(line, Severity.ERROR, Safety.SAFE, 3) for line in range(1, 31))
    result = Result("a.md", "x\n" * 30, findings, changed=frozenset({21, 30}))
    assert annotated(result) == [21, 30, *range(1, 9)]
    wide = Finding("style/x", Severity.ERROR, "No.", Span(30, 60), "x\n" * 15)
    result = Result("a.md", "x\n" * 30, (*findings[:15], wide), changed=frozenset({21, 30}))
    assert annotated(result)[0] == 16


# A pull request with three hundred findings

WORDS = (
    "the council of the old harbour town voted on Tuesday to keep its ferry running through the "
    "winter although costs had risen and fewer people came to the island in the cold months"
).split()
DAMAGE = [
    lambda text: f"{text}. Find out more about harbour ferry winter timetable costs guide.",
    lambda text: f"{text}.",
    lambda text: text.replace(" ", "\u200b ", 1),
    lambda text: f"{text} [cite: 3]",
    lambda text: text.replace(" the ", " the the ", 1),
    lambda text: f"{text.removesuffix('.')} ,, and so on.",
    lambda text: f"{text} Studies show that this helps most people.",
    lambda text: text.replace(" ", "\u00a0", 1),
    lambda text: text.replace("winter", "win\u00adter"),
]


def pull_request(folder: str) -> None:
    """Fifteen articles of forty paragraphs, most of them damaged in one of several ways."""
    chance = random.Random(7)
    for number in range(15):
        paragraphs = []
        for _ in range(40):
            words = [chance.choice(WORDS) for _ in range(chance.randint(18, 40))]
            text = " ".join(words).capitalize() + "."
            paragraphs.append(chance.choice(DAMAGE)(text) if chance.random() < 0.7 else text)
        put(f"{folder}/{number:02} é.md", f"# Ferry {number}\n\n" + "\n\n".join(paragraphs) + "\n")


def rank(item: dict[str, Any]) -> tuple[int, int, int]:
    safety = item["fix"]["safety"] if item["fix"] else ""
    return (
        ["error", "warning", "info"].index(item["severity"]),
        {"safe": 0, "unsafe": 1}.get(safety, 2),
        -len(item["evidence"]),
    )


def test_a_pull_request_of_three_hundred_findings(lint: Command) -> None:
    pull_request("posts")
    outputs = ["--output=github", "--output=json:r.json", "--output=github-summary:s.md"]
    said = lint("posts", "--isolated", *outputs)
    assert said.code == 1
    items = json.loads(Path("r.json").read_text())["findings"]
    assert len(items) > 300
    levels = Counter(LEVELS[item["severity"]] for item in items)
    assert all(count > 10 for count in levels.values())

    # Exactly the annotations that a step may make, and the runner drops none of them.
    lines, commands = log(said.out)
    assert kept(commands) == commands
    assert Counter(command.name for command in commands) == {
        "error": 10,
        "warning": 10,
        "notice": 10,
    }

    # They are the most useful, in order.
    shown = [
        (c.properties["title"], c.properties["file"], int(c.properties["line"]))
        for c in commands[:-1]
    ]
    best = sorted(items, key=rank)
    rooms = {"error": 10, "warning": 10, "info": 9}
    best = [
        item
        for level, room in rooms.items()
        for item in [i for i in best if i["severity"] == level][:room]
    ]
    assert shown == [(item["rule"], item["path"], item["start"]["line"]) for item in best]

    # None is lost without notice: each has a line of its own, and the notice counts the rest.
    read = [match for match in map(LINE.fullmatch, lines) if match]
    places = {(match[1], int(match[2]), int(match[3]), match[5], match[6]) for match in read}
    assert places == {
        (i["path"], i["start"]["line"], i["start"]["column"], i["rule"], visible(i["message"]))
        for i in items
    }
    assert len(read) == len(items)
    more = len(items) - 29
    parts = ", ".join(f"{levels[LEVELS[level]] - room} {level}" for level, room in rooms.items())
    assert commands[-1].properties == {"title": f"copylint: {more} more"}
    assert commands[-1].data.startswith(
        f"Not shown here: {more} more findings ({parts}). GitHub shows "
    )

    # And that is all there is in the log.
    assert [line for line in lines if not LINE.fullmatch(line)] == [
        f"{more} more findings without an annotation:",
        f"{len(items)} findings in 15 of 15 files.",
    ]
    summary = Path("s.md").read_text(encoding="utf-8")
    assert summary.count("| `posts/") == 50
    assert f"The log of this step lists {len(items) - 50} more findings." in summary


ANY = st.text(max_size=40) | st.lists(
    st.sampled_from(
        ["::", "error ", "##[", "add-mask]", "%0A", "%", ",", "=", "\n", "\r", " ", "é"]
    )
).map("".join)


@given(ANY, ANY)
def test_no_text_forges_a_command(name: str, message: str) -> None:
    path = name.encode("utf-8", "surrogateescape" if name.isascii() else "ignore").decode()
    path = path.replace("\0", "").replace("/", "").strip(".") or "x"
    one = Finding("style/x", Severity.ERROR, message, Span(0, 1), "x", evidence=(message,))
    result = Result(path, "x", (one,), errors=(message,))
    text = "\n".join(reporters.reporter("github").report(Run([result], quiet=True)))
    lines, (error, found) = log(text)
    assert len(lines) == 1
    assert error.name == found.name == "error"
    assert found.properties["title"] == "style/x"
    folded = " ".join(message.split())
    because = " ".join(f"Because {message}".split())
    assert found.data == f"style/x: {visible(folded)}\n{visible(because)}"
    printable = all(char.isprintable() or char in "\r\n" for char in path) and "##[" not in path
    if printable:
        assert found.properties["file"] == path
