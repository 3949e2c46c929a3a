"""The settings file: which is found, what is in it, and what is said of a mistake."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from command import Command, furnish, posix, put, rule, start

BASE = 'extend = "../copylint.toml"\n'


@pytest.fixture(autouse=True)
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return furnish(tmp_path, monkeypatch).resolve()


def found(lint: Command, *args: str) -> dict[str, list[str]]:
    """The rules that a concise report names, by file."""
    rows: dict[str, list[str]] = {}
    for name, word in re.findall(r"^(.+?):\d.* style/(\w+) ", lint(*args, *SHORT).out, re.M):
        rows.setdefault(name, []).append(word)
    return rows


SHORT = ("-q", "--output", "concise")


# Which file is read


def test_the_nearest_file_wins_and_is_not_merged(lint: Command) -> None:
    put("copylint.toml", BASE + 'ignore = ["style/hm"]')
    put("deep/copylint.toml", 'extend = "../../copylint.toml"\nignore = ["style/teh"]')
    for name in ("a.md", "deep/b.md", "deep/er/c.md"):
        put(name, "teh hm")
    assert found(lint, ".") == {"a.md": ["teh"], "deep/b.md": ["hm"], "deep/er/c.md": ["hm"]}
    os.chdir("deep")
    assert found(lint, "../a.md", ".") == {"../a.md": ["teh"], "b.md": ["hm"], "er/c.md": ["hm"]}


def test_the_order_of_names(lint: Command) -> None:
    put("a.md", "teh alot hm")
    put("pyproject.toml", '[tool.copylint]\nextend = "../copylint.toml"\nselect = ["style/hm"]')
    assert found(lint, "a.md") == {"a.md": ["hm"]}
    put("copylint.toml", BASE + 'select = ["style/alot"]')
    assert found(lint, "a.md") == {"a.md": ["alot"]}
    put(".copylint.toml", BASE + 'select = ["style/teh"]')
    assert found(lint, "a.md") == {"a.md": ["teh"]}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[project]\nname = 'copylint'\n",
        "# [tool.copylint]\n",
        "[tool.copylinter]\nx = 1\n",
        "[tool.other]\ncopylint = 1\n",
        "broken = = toml",
    ],
)
def test_a_pyproject_that_is_not_about_us_is_passed_by(lint: Command, text: str) -> None:
    put("pyproject.toml", text)
    put("a.md", "teh")
    assert found(lint, "a.md") == {"a.md": ["teh"]}


@pytest.mark.parametrize(
    "text",
    [
        '[tool.copylint]\nselect = ["style/hm"]\nextend = "../copylint.toml"',
        '[ tool . "copylint" ]\nselect = ["style/hm"]\nextend = "../copylint.toml"',
        '[tool]\ncopylint = { select = ["style/hm"], extend = "../copylint.toml" }',
        'tool.copylint.select = ["style/hm"]\ntool.copylint.extend = "../copylint.toml"',
    ],
)
def test_a_pyproject_may_be_written_in_any_way(lint: Command, text: str) -> None:
    put("pyproject.toml", text)
    put("a.md", "teh hm")
    assert found(lint, "a.md") == {"a.md": ["hm"]}


def test_an_empty_file_sets_nothing(lint: Command) -> None:
    put("copylint.toml", "")
    put("a.md", "It rained.. We stayed. teh hm")
    said = lint("a.md", *SHORT)
    assert said.code == 1
    assert re.findall(r" (\w+/[\w-]+) ", said.out) == ["punctuation/double-period"]


def test_extend(lint: Command) -> None:
    put("shared/base.toml", BASE.replace("..", "../..") + 'select = ["style/hm"]\nfail-on = "info"')
    put("copylint.toml", 'extend = "shared/base.toml"\nextend-select = ["style/teh"]')
    put("a.md", "teh alot hm")
    assert found(lint, "a.md") == {"a.md": ["teh", "hm"]}
    put("a.md", "hm")
    assert lint("a.md").code == 1
    put("copylint.toml", 'extend = "shared/base.toml"\nfail-on = "never"')
    assert lint("a.md").code == 0


def test_a_byte_order_mark_and_crlf_do_no_harm(lint: Command) -> None:
    put("copylint.toml", "\ufeff" + (BASE + 'select = ["style/hm"]\n').replace("\n", "\r\n"))
    put("a.md", "teh hm")
    assert found(lint, "a.md") == {"a.md": ["hm"]}


def test_rules_are_found_beside_the_settings(lint: Command) -> None:
    put("set/own/style/grr.yaml", rule("grr", "error"))
    put("set/copylint.toml", 'rules = ["own"]\nselect = ["style/grr"]')
    put("a.md", "grr")
    assert found(lint, "a.md", "--config", "set/copylint.toml") == {"a.md": ["grr"]}


# What it sets


def test_severity(lint: Command) -> None:
    put("copylint.toml", BASE + '[severity]\nstyle = "info"\n"style/hm" = "error"\n')
    put("a.md", "teh hm alot")
    assert re.findall(r": (\w+ style/\w+) ", lint("a.md", *SHORT).out) == [
        "info style/teh",
        "error style/hm",
        "info style/alot",
    ]
    put("copylint.toml", BASE + '[severity]\n"style/t*" = "warning"\n')
    assert ": warning style/teh " in lint("a.md", *SHORT).out


def test_overrides_count_from_the_settings_file(lint: Command) -> None:
    put(
        "copylint.toml",
        BASE
        + """
[[override]]
files = ["/drafts/**", "*.txt"]
ignore = ["style/teh"]

[[override]]
files = ["drafts/final.md"]
select = ["style/teh", "style/alot"]
extend-select = ["style/tick"]
""",
    )
    for name in ("a.md", "a.txt", "drafts/a.md", "drafts/final.md", "deep/drafts/b.md"):
        put(name, "teh alot hm tick")
    expected = {
        "a.md": ["teh", "alot", "hm", "tick"],
        "a.txt": ["alot", "hm", "tick"],
        "deep/drafts/b.md": ["teh", "alot", "hm", "tick"],
        "drafts/a.md": ["alot", "hm", "tick"],
        "drafts/final.md": ["alot", "tick"],
    }
    assert found(lint, ".") == expected
    os.chdir("drafts")
    assert found(lint, ".") == {"a.md": expected["drafts/a.md"], "final.md": ["alot", "tick"]}
    said = found(lint, "a.md", "--select", "style/teh")
    assert said == {"a.md": ["teh"]}, "the command line goes over overrides"


def test_override_of_the_markup(lint: Command) -> None:
    put("copylint.toml", BASE + '[[override]]\nfiles = ["*.md"]\nmarkup = "plain"\n')
    for name in ("a.md", "b.txt", "c.markdown"):
        put(name, "<!-- teh -->")
    assert found(lint, ".") == {"a.md": ["teh"], "b.txt": ["teh"]}
    assert lint(".", "--show-files").out.splitlines()[0] == "a.md: plain; found in ."


def test_patterns_count_from_the_file_they_are_written_in(lint: Command) -> None:
    put(
        "shared/base.toml",
        """
extend = "../../copylint.toml"
exclude = ["/skip.md"]
[[override]]
files = ["/a.md"]
ignore = ["style/teh"]
""",
    )
    put("copylint.toml", 'extend = "shared/base.toml"')
    for name in ("a.md", "skip.md", "shared/a.md", "shared/skip.md"):
        put(name, "teh hm")
    assert found(lint, ".") == {
        "a.md": ["teh", "hm"],
        "skip.md": ["teh", "hm"],
        "shared/a.md": ["hm"],
    }


@posix
def test_patterns_hold_for_a_folder_reached_by_a_link(lint: Command) -> None:
    put(
        "site/copylint.toml",
        """
extend = "../../copylint.toml"
exclude = ["skip.md"]
[[override]]
files = ["a.md"]
ignore = ["style/teh"]
""",
    )
    for name in ("site/a.md", "site/skip.md"):
        put(name, "teh hm")
    Path("link").symlink_to("site")
    assert found(lint, "link") == {"link/a.md": ["hm"]}
    assert found(lint, "link/a.md", "link/skip.md") == {"link/a.md": ["hm"]}


def test_exclude_of_a_folder_below(lint: Command) -> None:
    put("deep/copylint.toml", 'extend = "../../copylint.toml"\nexclude = ["/skip/", "b.md"]')
    for name in ("skip/a.md", "b.md", "deep/skip/a.md", "deep/b.md", "deep/c.md"):
        put(name, "teh")
    assert sorted(found(lint, ".")) == ["b.md", "deep/c.md", "skip/a.md"]


def test_gitignore(lint: Command) -> None:
    put(".git/HEAD", "")
    put(".gitignore", "draft.md")
    put("draft.md", "teh")
    assert found(lint, ".") == {}
    put("copylint.toml", BASE + "gitignore = false")
    assert found(lint, ".") == {"draft.md": ["teh"]}


# What is said of a mistake


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        ("\nselct = []", 2, "unknown setting 'selct'; did you mean 'select'?"),
        ("fail_on = 'info'", 1, "unknown setting 'fail_on'; did you mean 'fail-on'?"),
        ("extend-selct = []", 1, "unknown setting 'extend-selct'; did you mean 'extend-select'?"),
        (
            "'zz z' = 1",
            1,
            "unknown setting 'zz z'; there are: baseline, exclude, extend, extend-select, fail-on, "
            "gitignore, ignore, max-file-size, override, plugins, profile, python-strings, rules, "
            "select, severity",
        ),
        ("[overide]\nx = 1", 1, "unknown setting 'overide'; did you mean 'override'?"),
        ("select = 'seo'", 1, '\'select\' is a list of texts, such as ["a", "b"]'),
        ("# one\nignore = [1]", 2, '\'ignore\' is a list of texts, such as ["a", "b"]'),
        ("rules = { a = 1 }", 1, '\'rules\' is a list of texts, such as ["a", "b"]'),
        ("exclude = 'x'", 1, '\'exclude\' is a list of texts, such as ["a", "b"]'),
        ("fail-on = 'fatal'", 1, "'fail-on' is one of: error, warning, info, never"),
        ("fail-on = 1979-05-27", 1, "'fail-on' is one of: error, warning, info, never"),
        ("max-file-size = -1", 1, "'max-file-size' is a number of bytes (0: no limit)"),
        ("max-file-size = true", 1, "'max-file-size' is a number of bytes (0: no limit)"),
        ("max-file-size = '1 MB'", 1, "'max-file-size' is a number of bytes (0: no limit)"),
        ("gitignore = 1", 1, "'gitignore' is true or false"),
        ("extend = 1", 1, "'extend' is the path of another settings file"),
        ("extend = 'gone.toml'", 1, "'extend': 'gone.toml' is no file; check the name"),
        ("extend = 'copylint.toml'", 1, "'extend' goes round in a circle"),
        (
            "severity = 'error'",
            1,
            "'severity' maps rules or families to one of: error, warning, info",
        ),
        (
            "[severity]\nseo = 'never'",
            1,
            "'severity' maps rules or families to one of: error, warning, info",
        ),
        (
            "[override]\nfiles = ['a']",
            1,
            "'override' is a table: write [[override]], and below it 'files' and what they need",
        ),
        ("[[override]]\nignore = ['a']", 1, "an [[override]] needs 'files'"),
        (
            "ignore = []\n[[override]]\nfiles = ['a']\n[[override]]\nfiles = ['b']\nignore = 'x'",
            6,
            '\'ignore\' is a list of texts, such as ["a", "b"]',
        ),
        (
            "[[override]]\nfiles = ['a']\nignor = []",
            3,
            "unknown setting 'ignor' in [[override]]; did you mean 'ignore'?",
        ),
        (
            "[[override]]\nfiles = ['a']\nmarkup = 'word'",
            3,
            "'markup' is one of: plain, markdown, html, or one that a plugin reads",
        ),
        (
            "exclude = ['a', '!']",
            1,
            "'exclude': '!' is no gitignore pattern, or has too many stars",
        ),
        (
            "[[override]]\nfiles = ['*a*a*a*a*a*b']",
            2,
            "'files': '*a*a*a*a*a*b' is no gitignore pattern, or has too many stars",
        ),
    ],
)
def test_a_wrong_setting(lint: Command, desk: Path, text: str, line: int, problem: str) -> None:
    put("copylint.toml", text)
    put("a.md", "teh")
    expected = (2, "", f"copylint: {desk}/copylint.toml:{line}: {problem}\n")
    assert lint("check", "--fix") == expected
    assert Path("a.md").read_text() == "teh"
    for command in (["config"], ["rules"], ["clean", "a.md"], ["why", "a.md:1"], ["test"]):
        assert lint(*command) == expected
    table = re.sub(r"^(\[+)(\w)", r"\1tool.copylint.\2", text, flags=re.M)
    put("copylint.toml", "")
    put("pyproject.toml", f"[tool.ruff]\nselect = []\nignore = []\n[tool.copylint]\n{table}")
    if "circle" not in problem:
        said = lint("check", "--config", "pyproject.toml")
        assert said == (2, "", f"copylint: pyproject.toml:{line + 4}: {problem}\n")


@pytest.mark.parametrize(
    ("key", "where"),
    [
        ("select", "select = [{}]"),
        ("ignore", "ignore = [{}]"),
        ("severity", "severity = {{ {} = 'info' }}"),
    ],
)
def test_an_unknown_rule_in_the_settings(lint: Command, desk: Path, key: str, where: str) -> None:
    put("copylint.toml", BASE + where.format("'style/the'"))
    said = lint("check")
    hint = "no rule 'style/the'; did you mean 'style/teh'?"
    assert said == (2, "", f"copylint: {desk}/copylint.toml: {hint}\n"), key


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (b"a = 1\nb == 2", ":2: not TOML: Invalid value"),
        (b"a = 1\na = 2", ":2: not TOML: Cannot overwrite a value"),
        (b"a = ", ":1: not TOML: Invalid value"),
        (b"a = [", ":1: not TOML: Invalid value\n"),
        (b"a = " + b"[" * 5000 + b"]" * 5000, ": not TOML: brackets nested too deeply"),
        (b"a = " + b"{a=" * 5000 + b"1" + b"}" * 5000, ": not TOML: brackets nested too deeply"),
        (b"max-file-size = " + b"9" * 5000, ":1: not TOML: Exceeds the limit (4300 digits)"),
        (b"x = 1\n" + b"a." * 30_000 + b"a = 1", ":2: more than 64 names joined by dots"),
        (b"[" + b'"a" . ' * 30_000 + b"a]", ":1: more than 64 names joined by dots"),
        (b"x = { " + b"'a'." * 30_000 + b"a = 1 }", ":1: more than 64 names joined by dots"),
        (b"#" * 300_000, ": larger than 256 KB; a settings file is short"),
        (b"a = '\xe9'", ": not UTF-8: byte 0xE9 at offset 5 (line 1); "),
        (b"\x00", ": looks like a binary file; "),
    ],
    ids=range(13),
)
def test_no_toml(lint: Command, desk: Path, text: bytes, problem: str) -> None:
    put("copylint.toml", text)
    put("a.md", "teh")
    said = lint("check", "--fix")
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith(f"copylint: {desk}/copylint.toml{problem}")
    assert said.err.count("\n") == 1
    assert Path("a.md").read_text() == "teh"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("tool = 'copylint'", "'tool' is a table; write [tool.copylint]"),
        ("[tool]\ncopylint = 3", "'copylint' is a table; write [tool.copylint]"),
    ],
)
def test_a_pyproject_without_tables(lint: Command, text: str, problem: str) -> None:
    put("pyproject.toml", text)
    said = lint("check", "--config", "pyproject.toml")
    assert said == (2, "", f"copylint: pyproject.toml: {problem}\n")


@posix
def test_settings_that_are_no_file(lint: Command) -> None:
    put("a.md", "teh")
    said = lint("a.md", "--config", "gone.toml")
    assert said == (2, "", "copylint: gone.toml: does not exist; check the name\n")
    Path("copylint.toml").mkdir()
    assert found(lint, "a.md") == {"a.md": ["teh"]}
    os.mkfifo("pipe.toml")
    with start("a.md", "--config", "pipe.toml") as process:
        _, err = process.communicate(timeout=60)
    assert err.startswith(b"copylint: pipe.toml: is a pipe, not a file; ")
    assert process.returncode == 2


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("nonsense = 1", ":1: unknown setting 'nonsense'; there are: "),
        ("ignore = ['styl']", ": no rule 'styl'; did you mean 'style'?"),
    ],
)
def test_a_mistake_below_is_told_before_anything_is_repaired(
    lint: Command, desk: Path, text: str, problem: str
) -> None:
    put("a.md", "teh")
    put("below/copylint.toml", text)
    put("below/b.md", "teh")
    said = lint("check", "--fix")
    assert said.code == 2
    assert said.err.startswith(f"copylint: {desk}/below/copylint.toml{problem}")
    assert Path("a.md").read_text() == "teh"


def test_a_mistake_cannot_forge_a_line(lint: Command) -> None:
    put("a\n::error ::x\x1b[2J/copylint.toml", "nonsense = 1")
    put("a\n::error ::x\x1b[2J/a.md", "teh")
    said = lint(".")
    assert said.code == 2
    assert said.err.count("\n") == 1
    assert "/a\\n::error ::x<U+001B>[2J/copylint.toml:1: unknown setting" in said.err


# Rule files


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (
            "severity: error",
            "severity: fatal",
            ":3: 'severity' is 'fatal'; choose one of: error, warning, info  | severity: fatal",
        ),
        ("severity:", "severty:", ":3: 'severty' is no key of a rule; did you mean 'severity'?"),
        ("why: It is none.\n", "", ": the rule has no 'why'; every rule needs one"),
        ("regex: '\\bgrr", "regex: '(", ":4: the pattern does not compile: "),
        ("regex: '\\bgrr\\b'", "detector: grr", ": no detector 'grr'; there are: "),
        ("message: ", "message: : :", ":1: "),
        ('  - good: "One."\n', "", ":6: the rule needs at least 3 'good' examples"),
    ],
)
def test_a_wrong_rule_file(lint: Command, old: str, new: str, problem: str) -> None:
    text = rule("grr", "error")
    assert old in text
    put("own/style/grr.yaml", text.replace(old, new))
    put("a.md", "teh")
    said = lint("a.md", "--fix", "--rules", "own")
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith(f"copylint: own/style/grr.yaml{problem}")
    assert said.err.count("\n") == 1
    assert Path("a.md").read_text() == "teh"


def test_rules_in_the_wrong_place(lint: Command) -> None:
    put("own/grr.yaml", rule("grr", "error"))
    said = lint("check", "--rules", "own")
    assert said.code == 2
    assert said.err.startswith(
        "copylint: own/grr.yaml: rules live in a folder of: seo, punctuation, residue, claims, "
    )
    said = lint("check", "--rules", "gone")
    assert said == (2, "", "copylint: gone: no such folder of rules\n")


# copylint config


def test_config_shows_the_origin_of_each(lint: Command, desk: Path, tmp_path: Path) -> None:
    put(
        "copylint.toml",
        """\
extend = "../copylint.toml"

fail-on = "info"
ignore = [
    "style/hm",
]
[severity]
style = "warning"
[[override]]
files = ["a/**", "b.md"]
select = ["style/hm"]
[[override]]
files = ["c.md"]
""",
    )
    above = f"{tmp_path.resolve()}/copylint.toml"
    here = f"{desk}/copylint.toml"
    said = lint("config")
    assert said.code == 0
    lines = said.out.splitlines()
    assert lines[0] == f"settings: {here}"
    assert lines[2:-1] == [
        "extend-select = []    # default",
        f'ignore = ["style/hm"]    # {here}:4',
        'profile = ""    # default',
        f'fail-on = "info"    # {here}:3',
        "exclude = []    # default",
        lines[7],
        "plugins = []    # default",
        "python-strings = []    # default",
        f'severity = {{"style": "warning"}}    # {here}:7',
        "max-file-size = 10000000    # default",
        "gitignore = true    # default",
        f'extend = "../copylint.toml"    # {here}:1',
        'baseline = ""    # default',
        f"override = a/**, b.md    # {here}:9",
        f"override = c.md    # {here}:9",
    ]
    assert lines[1].startswith('select = ["style/teh", ')
    assert lines[1].endswith(f"    # {above}:2")
    assert lines[7].startswith("rules = [")
    assert re.fullmatch(r"4 of \d+ rules run", lines[-1])
    assert lint("config", "b.md").out.splitlines()[-1].startswith("0 of ")
    assert lint("config", "--isolated").out.startswith(
        "settings: defaults (no settings file found)\n"
    )


def test_config_shows_origins_in_a_pyproject(lint: Command, desk: Path) -> None:
    put(
        "pyproject.toml",
        """\
[tool.ruff]
fail-on = "x"
ignore = ["E501"]
exclude = ["build"]
[tool.copylint]
ignore = []
exclude = ["build"]
[tool.copylint.severity]
seo = "info"
""",
    )
    said = lint("config").out
    for line, setting in enumerate(("ignore = []", 'exclude = ["build"]', 'severity = {"seo"'), 6):
        [row] = [row for row in said.splitlines() if row.startswith(setting)]
        assert row.endswith(f"    # {desk}/pyproject.toml:{line}")
    assert 'fail-on = "warning"    # default' in said
