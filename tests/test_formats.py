"""The reports that other programs read: read as these do, on texts and names that mean harm."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cmarkgfm
import pytest
from cmarkgfm.cmark import Options
from hypothesis import given
from hypothesis import strategies as st

from command import Command, posix, put
from copylint import gfm, reporters
from copylint.finding import Finding, Fix, Result, Safety, Severity
from copylint.linehash import line_hashes
from copylint.reporters import Run
from copylint.rulebook import bundled, load
from copylint.span import Edit, Span
from readers_of_reports import READERS, Read

pytestmark = pytest.mark.usefixtures("desk")

# A rule whose message repeats whatever an article holds between two signs.
ECHO = """
message: "Here stands “{match}”."
why: "It repeats: ::error ::x ##[add-mask]y ]]> ``` & <b>"
severity: warning
regex: '(?s)⟦.*?⟧'
scope: [source]
examples:
  - bad: "⟦::error ::x⟧."
  - bad: "A ⟦]]>⟧."
  - bad: "The ⟦```⟧."
  - good: "One."
  - good: "Two."
  - good: "Three."
"""
EVIL = [
    "::error ::x",
    "##[add-mask]x",
    "]]> <!-- -- --> </testcase> &amp; <b onclick=''>",
    "\x1b[31mred\x1b]8;;http://x\x07",
    "\x01\x0b\x0c\x7f\x85\ufffe\uffff\u2028",
    "😀 é e\u0301 “”",
    "| ` `` ``` \\ * _ [x](http://x) ![y](z) www.x.org http://x.org @someone #1 :smile: $x$ <i>",
    "%0A%25::",
]
NAMES = [
    "plain.txt", "a b.txt", "é “x”.txt", "100%25,a=b:c;d.txt", "##[add-mask]x.txt", "]]>&amp;.txt",
    "::error ::x.txt", "-rf.txt", "`|*.txt", "sub folder/#x?.txt",
]  # fmt: skip
POSIX_NAMES = ["new\nline.txt", "re\rturn.txt", "\x1b[31m.txt", " lead.txt", "\u2028::x.txt"]


def text_of(number: int) -> bytes:
    """An article of a file: emoji before each finding, other line ends in each."""
    end = ["\n", "\r\n", "\r"][number % 3]
    evil = f"😀 ⟦{EVIL[number % len(EVIL)]}⟧ teh"
    body = end.join(["😀é alot teh teh", "", evil, "", "hm 😀 utilise", "", "teh"])
    return (b"\xef\xbb\xbf" if number % 2 else b"") + body.encode()


@pytest.fixture
def hostile(lint: Command, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], str]:
    """A folder of articles that mean harm; gives the report of a format for it."""
    for name in ("GITHUB_WORKSPACE", "CI_PROJECT_DIR", "GITHUB_SHA"):
        monkeypatch.delenv(name, raising=False)
    put("../rules/style/echo.yaml", ECHO)
    for number, name in enumerate(NAMES + POSIX_NAMES * (os.name != "nt")):
        put(name, text_of(number))
    if os.name != "nt":
        put(Path(os.fsdecode(b"caf\xe9.txt")), "teh")
    put("latin.txt", b"teh \xe9")
    put("utf16.txt", "\ufeffteh 😀 teh".encode("utf-16-le"))

    def report(form: str) -> str:
        target = Path(f"../{form}.out")
        target.unlink(missing_ok=True)
        said = lint(".", "--extend-select", "style/echo", "--output", f"{form}:{target}")
        assert said.code == 2
        return target.read_text(encoding="utf-8")

    return report


def expected(report: str, unit: Callable[[str], int]) -> list[tuple[str, int, int, str]]:
    """The findings of a JSON report with columns in a unit."""
    found = []
    for item in json.loads(report)["findings"]:
        raw = item["path"].encode().decode("unicode_escape") if "\\x" in item["path"] else ""
        data = Path(os.fsdecode(raw.encode("latin-1")) if raw else item["path"]).read_bytes()
        text = data.decode("utf-16" if data.startswith(b"\xff\xfe") else "utf-8-sig")
        lines = re.split(r"\r\n|\r|\n", text[: item["start"]["offset"]])
        found.append((item["path"], len(lines), unit(lines[-1]) + 1, item["rule"]))
    return found


UNITS: dict[str, Callable[[str], int]] = {
    "github": len,
    "sarif": lambda text: len(text.encode("utf-16-le")) // 2,
    "gitlab": lambda text: -1,  # noqa: ARG005
    "rdjson": lambda text: len(text.encode()),
    "junit": len,
    "checkstyle": len,
}


def spelled(text: str) -> str:
    """A text as XML can hold it (XML 1.0, production 2)."""
    return "".join(
        char
        if char in "\t\n\r"
        or " " <= char <= "\ud7ff"
        or "\ue000" <= char <= "\ufffd"
        or char > "\uffff"
        else f"<U+{ord(char):04X}>"
        for char in text
    )


@posix
@pytest.mark.parametrize("form", READERS)
def test_hostile_input(form: str, hostile: Callable[[str], str]) -> None:
    text = hostile(form)
    assert text.isascii() or form == "github"
    read = READERS[form](text)
    assert read.errors == 1
    whole = expected(hostile("json"), UNITS[form])
    assert len(whole) > 100
    if form == "github":
        # Only some have an annotation, and none has the name of a file that has control characters.
        assert len(read.findings) == 9 + 10 + 9
        assert sum(
            re.match(r".+?:\d+:\d+: ", line) is not None for line in text.split("\n")
        ) == len(whole)
        return
    if form == "rdjson":
        mark = [path for path in {one[0] for one in whole} if has_mark(path)]
        whole = [
            (path, line, column + 3 * (line == 1 and path in mark), rule)
            for path, line, column, rule in whole
        ]
    if form in {"junit", "checkstyle"}:
        whole = [(spelled(path), *rest) for path, *rest in whole]
    assert sorted(read.findings) == sorted(whole)


def has_mark(path: str) -> bool:
    return "\\x" not in path and Path(path).read_bytes().startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("form", [*READERS, "github-summary"])
def test_a_report_of_nothing_is_whole(lint: Command, form: str) -> None:
    for _ in range(2):
        said = lint(".", "--output", form, "-q")
        assert said.code == 0
        if form in READERS:
            assert READERS[form](said.out) == Read([], 0)
        put("a.md", "fine")
    told = lint(".", "--output", form).out
    if form == "github":
        assert told == "1 file checked: no findings.\n"
    if form == "github-summary":
        assert told == "### copylint: no findings in 1 file\n\n"
    if form == "junit":
        assert '<testcase name="clean" classname="a" />' in told


@pytest.mark.parametrize("form", READERS)
def test_after_a_repair_what_is_left_is_reported(lint: Command, form: str) -> None:
    put("a.md", "teh 😀 hm\n")
    said = lint("a.md", "--fix", "--output", form)
    assert said.code == 0
    assert [(path, line, rule) for path, line, _, rule in READERS[form](said.out).findings] == [
        ("a.md", 1, "style/hm")
    ]


def test_several_reports_in_one_run(lint: Command) -> None:
    put("a.md", "teh hm\n")
    put("bad.md", b"\xe9")
    forms = [*READERS, "json", "jsonl", "concise", "github-summary"]
    outputs = [f"--output={form}:out/{form}" for form in forms]
    said = lint("a.md", "bad.md", "--output", "text", *outputs)
    assert said.code == 2
    assert "“teh” is not a word." in said.out
    for form, read in READERS.items():
        assert read(Path(f"out/{form}").read_text(encoding="utf-8")).errors == 1
        assert len(read(Path(f"out/{form}").read_text(encoding="utf-8")).findings) == 2
    assert Path("out/jsonl").read_text().count("\n") == 3
    assert "and the summary" not in Path("out/github").read_text()


def test_a_summary_is_added_and_a_report_is_written_anew(lint: Command) -> None:
    put("a.md", "teh")
    put("summary", "# Before\n")
    put("report", "[1]\n")
    lint("a.md", "--output=github-summary:summary", "--output=gitlab:report")
    lint("a.md", "--output=github-summary:summary", "--output=gitlab:report")
    text = Path("summary").read_text(encoding="utf-8")
    assert text.startswith("# Before\n### copylint: 1 finding in 1 file\n")
    assert text.count("### copylint") == 2
    assert len(json.loads(Path("report").read_text())) == 1


# Repairs


def test_suggestions_that_reviewdog_makes_are_what_fix_writes(lint: Command) -> None:
    """As reviewdog's buildNonLineBasedSuggestion cuts lines, which it splits at LF alone."""
    for number, end in enumerate(["\n", "\r\n"]):
        put(f"{number}.txt", b"\xef\xbb\xbf" + f"teh 😀 teh tick{end}{end}é — teh alot".encode())
    document = json.loads(lint(".", "--output", "rdjson").out)
    for number in range(2):
        path = Path(f"{number}.txt")
        lines = path.read_bytes().split(b"\n")
        suggestions = [
            item["suggestions"][0]
            for item in document["diagnostics"]
            if item["location"]["path"] == f"{number}.txt" and item["code"]["value"] != "style/alot"
        ]
        assert len(suggestions) == 4
        for one in reversed(suggestions):
            start, end_ = one["range"]["start"], one["range"]["end"]
            assert start["line"] == end_["line"]
            line = lines[start["line"] - 1]
            new = line[: start["column"] - 1] + one["text"].encode() + line[end_["column"] - 1 :]
            lines[start["line"] - 1] = new
        lint(str(path), "--fix")
        assert path.read_bytes() == b"\n".join(lines)


def test_fixes_in_sarif_are_what_fix_writes(lint: Command) -> None:
    text = "😀 teh alot 😀 teh 𝐱 teh\r\n\r\ntick teh.\r\n"
    put("a.txt", text)
    document = json.loads(lint("a.txt", "--output", "sarif").out)
    results = document["runs"][0]["results"]
    assert [
        (one["ruleId"], len(one["fixes"][0]["artifactChanges"][0]["replacements"]))
        for one in results
    ] == [
        ("style/teh", 3),
        ("style/alot", 1),
        ("style/tick", 1),
        ("style/teh", 1),
    ]
    assert results[0]["message"]["text"].endswith("\nThe rule finds 3 places on this line.")
    assert results[1]["fixes"][0]["description"]["text"].endswith(" (look at the result)")
    lines = [line.encode("utf-16-le") for line in text.split("\r\n")]
    edits = [
        (one["deletedRegion"], one["insertedContent"]["text"])
        for result in results
        for one in result["fixes"][0]["artifactChanges"][0]["replacements"]
    ]
    edits.sort(key=lambda edit: (edit[0]["startLine"], edit[0]["startColumn"]), reverse=True)
    for region, new in edits:
        assert region["startLine"] == region["endLine"]
        line = lines[region["startLine"] - 1]
        start, end = 2 * (region["startColumn"] - 1), 2 * (region["endColumn"] - 1)
        lines[region["startLine"] - 1] = line[:start] + new.encode("utf-16-le") + line[end:]
    lint("a.txt", "--fix", "--unsafe-fixes")
    assert Path("a.txt").read_bytes().decode() == "\r\n".join(
        line.decode("utf-16-le") for line in lines
    )


def whole_line(end: str) -> Result:
    """A finding on a whole line, whose repair takes the line away and writes another at the end."""
    source = f"One 😀{end}Ad{end}Two{end}"
    start = source.index("Ad")
    span = Span(start, start + 2 + len(end))
    fix = Fix(
        (Edit(span, ""), Edit(Span(len(source), len(source)), "End\n")), Safety.SAFE, "Move it"
    )
    finding = Finding(
        "style/ad", Severity.ERROR, "An ad.", span, source[span.start : span.end], fix
    )
    return Result("a.md", source, (finding,))


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_place_ends_before_its_line_end_and_an_edit_behind(end: str) -> None:
    result = whole_line(end)
    (found,) = json.loads("\n".join(reporters.reporter("sarif").report(Run([result]))))["runs"][0][
        "results"
    ]
    region = found["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 2, "startColumn": 1, "endLine": 2, "endColumn": 3}
    first, second = found["fixes"][0]["artifactChanges"][0]["replacements"]
    assert first["deletedRegion"] == {
        "startLine": 2,
        "startColumn": 1,
        "endLine": 3,
        "endColumn": 1,
    }
    assert second["insertedContent"]["text"] == ("End\r\n" if end == "\r\n" else "End\n")
    (item,) = json.loads("\n".join(reporters.reporter("rdjson").report(Run([result]))))[
        "diagnostics"
    ]
    assert item["location"]["range"]["end"] == {"line": 2, "column": 3}
    (one,) = item["suggestions"]
    assert one["range"] == {"start": {"line": 2, "column": 1}, "end": {"line": 4, "column": 1}}
    assert one["text"] == f"Two{end}End{end if end == chr(13) + chr(10) else chr(10)}"


# SARIF


def sarif_of(text: str) -> Any:
    return json.loads(text)["runs"][0]


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_fingerprints_are_those_of_the_file_on_disk(lint: Command, mark: bytes) -> None:
    put("a.txt", mark + "teh\r\n\r\n😀 alot".encode())
    results = sarif_of(lint("a.txt", "--output", "sarif").out)["results"]
    # What Node decodes as UTF-8 keeps the byte order mark.
    hashes = list(line_hashes(Path("a.txt").read_bytes().decode("utf-8")))
    prints = [one["partialFingerprints"] for one in results]
    assert [one["primaryLocationLineHash"] for one in prints] == [hashes[0], hashes[2]]
    assert len({one["copylint/v1"] for one in prints}) == 2


def test_a_file_the_upload_cannot_read_gets_no_line_hash(lint: Command) -> None:
    put("a.txt", "\ufeffteh".encode("utf-16-be"))
    (result,) = sarif_of(lint("a.txt", "--output", "sarif").out)["results"]
    assert list(result["partialFingerprints"]) == ["copylint/v1"]


def test_paths_count_from_the_top_of_the_repository(
    lint: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("GITHUB_WORKSPACE", "CI_PROJECT_DIR"):
        monkeypatch.delenv(name, raising=False)
    outside = put(tmp_path / "elsewhere.md", "teh alot")
    put("top/copylint.toml", 'extend = "../../copylint.toml"')
    put("top/.git/HEAD", "")
    put("top/sub/a b.md", "teh")
    monkeypatch.chdir("top/sub")
    Path("link.md").symlink_to("a b.md")
    run = sarif_of(lint("./a b.md", str(outside), "--output", "sarif").out)
    assert [
        one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for one in run["results"]
    ] == ["sub/a%20b.md"]
    (note,) = run["invocations"][0]["toolExecutionNotifications"]
    assert note["message"]["text"].endswith(
        "elsewhere.md has findings but lies outside the repository"
    )
    uri = sarif_of(lint("link.md", "--output", "sarif").out)["results"][0]["locations"][0]
    assert uri["physicalLocation"]["artifactLocation"]["uri"] == "sub/a%20b.md"
    assert (
        READERS["github"](lint("a b.md", "--output", "github").out).findings[0][0] == "sub/a b.md"
    )
    assert (
        READERS["gitlab"](lint("a b.md", "--output", "gitlab").out).findings[0][0] == "sub/a b.md"
    )
    monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path))
    monkeypatch.setenv("CI_PROJECT_DIR", str(tmp_path / "desk/top/sub"))
    assert READERS["github"](lint("a b.md", "--output", "github").out).findings[0][0] == (
        "desk/top/sub/a b.md"
    )


def test_every_rule_can_be_shown_by_code_scanning() -> None:
    rules = {rule.id: rule for rule in load((bundled(),), whole=True)}
    source = "x"
    findings = tuple(Finding(name, Severity.INFO, "No.", Span(0, 1), source) for name in rules)
    run = Run([Result("a.md", source, findings)], rules=lambda: rules)
    text = "\n".join(reporters.reporter("sarif").report(run))
    assert len(READERS["sarif"](text).findings) == len(rules)
    described = sarif_of(text)["tool"]["driver"]["rules"]
    precisions = {one["properties"]["precision"] for one in described}
    assert precisions == {"low", "medium", "high"}
    for one in described:
        assert "{" not in one["shortDescription"]["text"]
        assert len(one["fullDescription"]["text"]) <= 1024
        assert rules[one["id"]].examples[0].text in one["help"]["markdown"]
        assert one["properties"]["tags"] == [one["id"].partition("/")[0]]
        assert one["properties"]["problem.severity"] in {"error", "warning", "recommendation"}


def test_code_scanning_gets_no_more_than_it_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("copylint.reporters.sarif._MOST", 50)
    grave = {7, 59}
    findings = tuple(
        Finding(
            "style/teh",
            Severity.ERROR if number in grave else Severity.INFO,
            "No.",
            Span(number * 4, number * 4 + 3),
            "teh",
        )
        for number in range(60)
    )
    result = Result("a.md", "teh\n" * 60, findings)
    run = sarif_of("\n".join(reporters.reporter("sarif").report(Run([result]))))
    assert len(run["results"]) == 50
    lines = [
        one["locations"][0]["physicalLocation"]["region"]["startLine"] for one in run["results"]
    ]
    assert lines == [*range(1, 50), 60]
    (note,) = run["invocations"][0]["toolExecutionNotifications"]
    assert note["message"]["text"] == "10 more results are left out: code scanning takes 50"


# XML and Markdown hold any text

ANY = st.text(st.characters(codec="utf-8"), max_size=60) | st.sampled_from(EVIL)


@given(ANY)
def test_xml_holds_any_text(text: str) -> None:
    source = f"x{text}"
    finding = Finding("style/x", Severity.ERROR, f"“{text}”", Span(0, 1), "x")
    name = text.replace("\0", "").replace("/", "") or "x"
    for form in ("junit", "checkstyle"):
        run = Run([Result(name, source, (finding,), errors=(text or "x",))])
        read = READERS[form]("\n".join(reporters.reporter(form).report(run)))
        assert read == Read([(spelled(name), 1, 1, "style/x")], 1)


def html(markdown: str) -> str:
    extensions = ["table", "autolink", "strikethrough", "tasklist", "tagfilter"]
    rendered: str = cmarkgfm.markdown_to_html_with_extensions(
        markdown, options=Options.CMARK_OPT_UNSAFE, extensions=extensions
    )
    return rendered


@given(ANY, st.sampled_from([gfm.plain, gfm.code]))
def test_markdown_shows_any_text_and_does_nothing_else(
    text: str, form: Callable[[str], str]
) -> None:
    import html as entities

    from copylint.visible import visible

    told = html(f"| a | b |\n|---|---|\n| x{form(text)} | y |\n")
    assert told.count("<td>") == 2
    cell = told.partition("<td>")[2].partition("</td>")[0]
    assert re.findall(r"<(?!/?code>)", cell) == []
    shown = entities.unescape(re.sub("</?code>", "", cell))
    assert shown.split() == f"x{visible(text)}".split()


@given(ANY)
def test_a_block_ends_where_it_should(text: str) -> None:
    told = html(gfm.block(text) + "\n\nEnd.\n")
    assert told.endswith("</code></pre>\n<p>End.</p>\n")
    assert told.count("<pre>") == 1


def test_summary(lint: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name, value in {
        "GITHUB_WORKSPACE": str(tmp_path / "desk"),
        "GITHUB_SERVER_URL": "https://github.com",
        "GITHUB_REPOSITORY": "o/r",
        "GITHUB_SHA": "c0ffee",
    }.items():
        monkeypatch.setenv(name, value)
    put("a b|`.md", "hm\n\nalot\n\nteh\n")
    put("bad.md", b"\xe9")
    said = lint(".", "--output", "github-summary")
    address = "https://github.com/o/r/blob/c0ffee/a%20b%7C%60.md?plain=1"
    assert said.out.splitlines() == [
        "### copylint: 3 findings in 1 file",
        "",
        "1 error, 1 warning, 1 info. `copylint check --fix` repairs 1 of them safely.",
        "",
        "| | place | finding | rule |",
        "|---|---|---|---|",
        f"| 🔴 error | [``a b\\|`.md:5``](<{address}#L5>) | “teh” is not a word. | `style/teh` |",
        f"| 🟡 warning | [``a b\\|`.md:3``](<{address}#L3>) | “alot” is not a word. | "
        "`style/alot` |",
        f"| 🔵 info | [``a b\\|`.md:1``](<{address}#L1>) | “hm” is not a word. | `style/hm` |",
        "",
        "| rule | findings | with a safe repair |",
        "|---|---:|---:|",
        "| `style/alot` | 1 | 0 |",
        "| `style/hm` | 1 | 0 |",
        "| `style/teh` | 1 | 1 |",
        "",
        "These files could not be checked:",
        "",
        "- `bad.md`: not UTF-8\\: byte 0xE9 at offset 0 (line 1); convert the file to UTF-8, e.g. "
        "with iconv -f latin1 -t utf-8",
        "",
    ]
    assert html(said.out).count(f'<a href="{address}#L5"><code>a b|`.md:5</code></a>') == 1


@posix
def test_a_summary_of_hostile_input_holds_our_links_only(hostile: Callable[[str], str]) -> None:
    told = html(hostile("github-summary"))
    ours = {"h3", "p", "table", "thead", "tbody", "tr", "th", "td", "code", "ul", "li"}
    assert set(re.findall(r"<(\w+)", told)) == ours
    assert told.count("<table>") == 2
    assert len(told) < 1_000_000
