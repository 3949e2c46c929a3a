"""The command line: its exit codes, its options, and what goes to which stream."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import copylint
from command import Command, posix, put, rule, run, start, tree
from copylint import reporters
from copylint.cli import main

pytestmark = pytest.mark.usefixtures("desk")


# Exit codes

WAYS = {
    "check": (),
    "fix": ("--fix",),
    "fix, 1 if repaired": ("--fix", "--exit-non-zero-on-fix"),
    "diff": ("--diff",),
}
CODES = [
    # what stands in the file; the code of each way; what --fix leaves in the file
    ("clean", "fine", (0, 0, 0, 0), "fine"),
    ("below --fail-on", "hm", (0, 0, 0, 0), "hm"),
    ("below --fail-on, repaired", "tick hm", (0, 0, 1, 1), "tock hm"),
    ("all repaired", "teh", (1, 0, 1, 1), "the"),
    ("some remain", "teh utilise", (1, 1, 1, 1), "the utilise"),
    ("all remain", "utilise", (1, 1, 1, 1), "utilise"),
    ("only --unsafe-fixes would do", "alot", (1, 1, 1, 1), "alot"),
]


@pytest.mark.parametrize("way", range(4), ids=WAYS)
@pytest.mark.parametrize(
    ("text", "codes", "fixed"), [row[1:] for row in CODES], ids=[row[0] for row in CODES]
)
def test_exit_code(lint: Command, way: int, text: str, codes: tuple[int, ...], fixed: str) -> None:
    flags = list(WAYS.values())[way]
    put("a.md", text)
    assert lint("check", "a.md", *flags).code == codes[way]
    assert Path("a.md").read_text() == (fixed if "--fix" in flags else text)
    put("a.md", text)
    assert lint("check", "a.md", *flags, "--exit-zero").code == 0


@pytest.mark.parametrize("flags", WAYS.values(), ids=WAYS)
@pytest.mark.parametrize("zero", [(), ("--exit-zero",)])
@pytest.mark.parametrize(
    "trouble",
    [
        ("a.md", "--bogus"),
        ("a.md", "--fail-on", "death"),
        ("a.md", "--select", "style/nothing"),
        ("a.md", "--output", "pdf"),
        ("a.md", "--config", "missing.toml"),
        ("a.md", "--config", "bad.toml"),
        ("a.md", "--rules", "missing"),
        ("a.md", "-"),
        ("a.md", "missing.md"),
        ("a.md", "latin.md"),
    ],
    ids=lambda args: args[-1],
)
def test_exit_code_2_when_something_could_not_be_done(
    lint: Command, flags: tuple[str, ...], zero: tuple[str, ...], trouble: tuple[str, ...]
) -> None:
    put("a.md", "fine")
    put("latin.md", b"caf\xe9")
    put("bad.toml", "ignore = 3")
    said = lint("check", *trouble, *flags, *zero)
    assert said.code == 2
    assert said.err.startswith("copylint: ")


@pytest.mark.parametrize("flags", WAYS.values(), ids=WAYS)
def test_exit_code_2_when_a_rule_fails(lint: Command, flags: tuple[str, ...]) -> None:
    """The file on which it fails is left as it was; whatever it is that fails, others are not."""
    put("own/style/broken.yaml", rule("broken", "error", "fix: '{nothing}'\nfix-safety: safe"))
    put("a.md", "teh broken")
    said = lint("check", "a.md", "--rules", "own", "--extend-select", "style/broken", *flags)
    assert said.code == 2
    assert "Traceback" not in said.err
    assert Path("a.md").read_text() == "teh broken"


@pytest.mark.parametrize(
    ("level", "codes"),
    [
        ("error", (1, 0, 0)),
        ("warning", (1, 1, 0)),
        ("info", (1, 1, 1)),
        ("never", (0, 0, 0)),
    ],
)
def test_fail_on(lint: Command, level: str, codes: tuple[int, ...]) -> None:
    for text, code in zip(("teh", "alot", "hm"), codes, strict=True):
        put("a.md", text)
        assert lint("a.md", "--fail-on", level).code == code
        put("copylint.toml", f'extend = "../copylint.toml"\nfail-on = "{level}"')
        assert lint("a.md").code == code
        Path("copylint.toml").unlink()


def test_fail_on_is_that_of_each_file(lint: Command) -> None:
    put("strict/copylint.toml", 'extend = "../../copylint.toml"\nfail-on = "info"')
    put("a.md", "hm")
    assert lint(".").code == 0
    put("strict/b.md", "hm")
    assert lint(".").code == 1


@pytest.mark.parametrize(("text", "code"), [("fine", 0), ("teh", 1), (b"\xe9", 2)])
def test_the_process_ends_with_the_code(text: str, code: int) -> None:
    put("a.md", text)
    assert run("a.md")[0] == code


# Finding the command


def test_a_path_is_checked_without_check(lint: Command) -> None:
    put("a.md", "teh")
    expected = lint("check", "a.md")
    assert expected.code == 1
    assert "style/teh" in expected.out
    for args in (("a.md",), (".",), ("./a.md",), ("-q", "a.md"), ("--no-inline", "a.md")):
        assert lint(*args).code == 1
    assert lint("a.md") == expected
    assert lint("-", stdin=b"teh").code == 1
    put("rules", "teh")
    assert lint("rules", "--isolated").out.endswith(" on\n"), "a command goes before a file"


def test_options_stand_before_or_after_the_path(lint: Command) -> None:
    put("a.md", "teh")
    assert lint("check", "--fix", "a.md").code == 0
    assert Path("a.md").read_text() == "the"
    put("a.md", "teh")
    assert lint("a.md", "--fix").code == 0
    assert Path("a.md").read_text() == "the"
    put("a.md", "teh")
    assert lint("--fix", "a.md").code == 0
    assert Path("a.md").read_text() == "the"


@pytest.mark.parametrize(
    ("args", "error"),
    [
        (["chek", "a.md"], "no command and no file 'chek'; did you mean 'check'?"),
        (["zzz"], "no command and no file 'zzz'; 'copylint --help' lists the commands"),
        (["zzz.md"], "zzz.md: does not exist; check the name"),
        (["drafts/zzz"], "drafts/zzz: does not exist; check the name"),
        (["check", "--fixx"], "No such option '--fixx'. Did you mean '--fix'?"),
        (["check", "a.md", "-"], "'-' stands alone: standard input and files cannot be checked"),
    ],
)
def test_a_wrong_word_is_told_in_one_line(lint: Command, args: list[str], error: str) -> None:
    said = lint(*args)
    assert said.code == 2
    assert said.err.startswith(f"copylint: {error}")
    assert said.err.count("\n") == 1


def test_version_and_help(lint: Command) -> None:
    assert lint("--version") == (0, f"copylint {copylint.__version__}\n", "")
    assert lint("-V").out == lint("--version").out
    commands = [
        *(
            "check",
            "clean",
            "rules",
            "explain",
            "why",
            "measure",
            "test",
            "init",
            "baseline",
            "config",
            "server",
            "import-vale",
        )
    ]
    said = lint("--help")
    assert said.code == 0
    assert re.findall(r"^  ([\w-]+)  ", said.out.partition("Commands:")[2], re.M) == commands
    assert lint() == said
    for command in commands:
        for flag in ("-h", "--help"):
            said = lint(command, flag)
            assert said.code == 0
            assert said.out.startswith(f"Usage: copylint {command} ")
            assert not said.err


# check


def test_by_default_the_current_folder_is_checked(lint: Command) -> None:
    put("a.md", "teh")
    put("below/b.txt", "alot")
    assert lint("check", "--output", "concise").out.splitlines() == [
        "a.md:1:1: error style/teh [*] “teh” is not a word.",
        "below/b.txt:1:1: warning style/alot [?] “alot” is not a word.",
    ]


def test_check_writes_nothing_by_itself(lint: Command) -> None:
    put("a.md", "teh alot utilise tick hm\n")
    before = tree()
    for flags in ((), ("--unsafe-fixes",), ("--diff",), ("--fix", "--diff"), ("--show-files",)):
        lint("check", *flags)
        assert tree() == before


def test_fix(lint: Command) -> None:
    put("a.md", "teh alot utilise tick hm\n")
    put("b.md", "fine\n")
    said = lint("check", "--fix", "--output", "concise")
    assert tree() == {"a.md": b"the alot utilise tock hm\n", "b.md": b"fine\n"}
    assert said == (
        1,
        "a.md:1:5: warning style/alot [?] “alot” is not a word.\n"
        "a.md:1:10: warning style/utilise “utilise” is not a word.\n"
        "a.md:1:23: info style/hm “hm” is not a word.\n",
        "",
    )


def test_unsafe_fixes_never_make_what_is_only_a_suggestion(lint: Command) -> None:
    put("a.md", "teh alot utilise\n")
    said = lint("check", "--fix", "--unsafe-fixes", "-q", "--output", "concise")
    assert Path("a.md").read_text() == "the a lot utilise\n"
    assert said.out == "a.md:1:11: warning style/utilise “utilise” is not a word.\n"


def test_fix_leaves_a_clean_file_untouched(lint: Command) -> None:
    path = put("a.md", "fine\n")
    os.utime(path, (1, 1))
    assert lint("check", "--fix").code == 0
    assert path.stat().st_mtime == 1


def test_fix_keeps_every_other_byte(lint: Command) -> None:
    put("a.md", b"\xef\xbb\xbfteh\r\n\r\n  caf\xc3\xa9\t \xe2\x80\xa8 teh\rno end")
    assert lint("check", "--fix").code == 0
    assert tree() == {"a.md": b"\xef\xbb\xbfthe\r\n\r\n  caf\xc3\xa9\t \xe2\x80\xa8 the\rno end"}


def test_diff(lint: Command) -> None:
    put("a.md", "One.\n\nteh alot\n")
    put("b.md", "utilise\n")
    assert lint("check", "--diff") == (
        1,
        "--- a/a.md\n+++ b/a.md\n@@ -1,3 +1,3 @@\n One.\n \n-teh alot\n+the alot\n",
        "copylint: 1 would be repaired; 2 left to look at\n",
    )
    said = lint("check", "--diff", "--unsafe-fixes", "-q")
    assert said.out.endswith("\n-teh alot\n+the a lot\n")
    assert said.err == ""


def test_diff_of_nothing(lint: Command) -> None:
    put("a.md", "fine")
    assert lint("check", "--diff") == (0, "", "copylint: nothing to repair\n")
    put("a.md", "utilise")
    assert lint("check", "--diff") == (
        1,
        "",
        "copylint: nothing to repair; 1 left to look at\n",
    )
    said = lint("check", "--diff", "--output", "json")
    assert said == (2, "", "copylint: --diff prints a diff and no report; leave out --output\n")


def test_diff_can_be_applied(lint: Command) -> None:
    """With CRLF, a byte order mark, U+2028, no final newline, and a name that git quotes."""
    before = "\ufeffteh\r\n\r\nOne \u2028 teh.\r\n\r\nTwo\r\nteh".encode()
    put('odd "é.md', before)
    put("plain.md", "a\nteh\nb")
    patch = lint("check", "--diff", "-q").out
    subprocess.run(["git", "init", "-q"], check=True)
    subprocess.run(["git", "apply", "-"], input=patch.encode(), check=True)
    assert Path('odd "é.md').read_bytes() == before.replace(b"teh", b"the")
    assert Path("plain.md").read_bytes() == b"a\nthe\nb"


def found(text: str) -> list[str]:
    """The rules in a concise report."""
    return re.findall(r" (style/\w+) ", text)


@pytest.mark.parametrize(
    ("args", "rules"),
    [
        ((), ["teh", "alot", "hm"]),
        (("--select", "style/teh"), ["teh"]),
        (("--select", "style/teh,style/hm"), ["teh", "hm"]),
        (("--select", "style/teh", "--select", "style/hm"), ["teh", "hm"]),
        (("--select", "style/?e*"), ["teh"]),
        (("--select", "style/a*,style/h*"), ["alot", "hm"]),
        (("--select", "style/teh", "--extend-select", "style/hm"), ["teh", "hm"]),
        (("--select", "style", "--ignore", "style/teh,style/hm"), ["alot"]),
        (("--ignore", "style/teh"), ["alot", "hm"]),
        (("--ignore", "all"), []),
        (("--ignore", "style"), []),
    ],
)
def test_select(lint: Command, args: tuple[str, ...], rules: list[str]) -> None:
    put("a.md", "teh alot hm")
    said = lint("a.md", "-q", "--output", "concise", *args)
    assert found(said.out) == [f"style/{name}" for name in rules]


def test_select_goes_over_the_settings(lint: Command) -> None:
    put(
        "copylint.toml",
        'extend = "../copylint.toml"\nselect = ["style/teh"]\nignore = ["style/hm"]',
    )
    put("a.md", "teh alot hm")
    flags = ("a.md", "-q", "--output", "concise")
    assert found(lint(*flags).out) == ["style/teh"]
    assert found(lint(*flags, "--extend-select", "style/alot").out) == ["style/teh", "style/alot"]
    assert found(lint(*flags, "--select", "style/hm").out) == ["style/hm"]
    assert found(lint(*flags, "--ignore", "style/teh").out) == []


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("style/the", "did you mean 'style/teh'?"),
        ("teh", "did you mean 'style/teh'?"),
        ("styel", "did you mean 'style'?"),
        ("punctuation/double-perod", "did you mean 'punctuation/double-period'?"),
        ("qqqqq", "'copylint rules' lists them all"),
    ],
)
@pytest.mark.parametrize("option", ["--select", "--extend-select", "--ignore"])
def test_an_unknown_rule_is_told_with_the_nearest(
    lint: Command, option: str, name: str, hint: str
) -> None:
    put("a.md", "teh")
    assert lint("a.md", option, name) == (2, "", f"copylint: no rule {name!r}; {hint}\n")


def test_isolated_and_config(lint: Command) -> None:
    put("a.md", "teh dog.. alot")
    put("other.toml", 'extend = "../copylint.toml"\nselect = ["style/alot"]')
    flags = ("a.md", "-q", "--output", "concise")
    assert found(lint(*flags).out) == ["style/teh", "style/alot"]
    assert found(lint(*flags, "--config", "other.toml").out) == ["style/alot"]
    isolated = lint(*flags, "--isolated").out
    assert isolated.count("\n") == 1
    assert "punctuation/double-period" in isolated
    put("copylint.toml", "nonsense = 1")
    assert found(lint(*flags, "--config", "other.toml").out) == ["style/alot"]
    assert lint(*flags, "--isolated").out == isolated
    assert lint(*flags).code == 2


def test_rules_of_ones_own(lint: Command) -> None:
    put("a.md", "irregardless")
    put("own/style/irregardless.yaml", rule("irregardless", "error"))
    said = lint("a.md", "--isolated", "--rules", "own", "--output", "concise")
    assert said.code == 1
    assert said.out == "a.md:1:1: error style/irregardless “irregardless” is not a word.\n"


SILENCED = "<!-- copylint: disable-next-line style/teh -- quoted -->\n\nteh\n"


def test_no_inline(lint: Command) -> None:
    put("a.md", SILENCED)
    said = lint("a.md")
    assert said == (0, "1 file checked: clean.\n1 finding silenced by comments.\n", "")
    said = lint("a.md", "--no-inline", "--output", "concise")
    assert said.code == 1
    assert said.out == "a.md:3:1: error style/teh [*] “teh” is not a word.\n"
    lint("a.md", "--fix")
    assert Path("a.md").read_text() == SILENCED


def test_a_comment_of_no_use_is_told_unless_rules_were_chosen_by_hand(lint: Command) -> None:
    put("a.md", SILENCED.replace("\nteh", "\nfine"))
    said = lint("a.md", "--output", "concise")
    assert said.code == 1
    assert said.out == (
        "a.md:1:1: warning structure/unused-suppression "
        "This comment silences style/teh, which finds nothing here; it can go.\n"
    )
    assert lint("a.md", "--select", "style/teh").code == 0


# Reports


def test_several_reports_at_once(lint: Command) -> None:
    put("a.md", "teh")
    said = lint(
        "a.md", "--output", "text", "--output", "json:out/deep/a.json", "--output", "concise:a.txt"
    )
    assert said.code == 1
    assert said.out.startswith("a.md\n  1:1  error    “teh” is not a word.  style/teh\n")
    assert json.loads(Path("out/deep/a.json").read_text())["summary"]["findings"] == 1
    assert Path("a.txt").read_text() == "a.md:1:1: error style/teh [*] “teh” is not a word.\n"
    again = lint("a.md", "--output", "concise:a.txt", "--select", "style/hm")
    assert again == (0, "", "")
    assert Path("a.txt").read_text() == ""


@pytest.mark.parametrize(
    ("outputs", "error"),
    [
        (["pdf"], "no output format 'pdf'; there are: checkstyle, "),
        (["json", "text"], "only one report can go to standard output; give the others a file\n"),
        (["json:folder"], "folder: cannot be written: Is a directory\n"),
        (["json:b.md/x"], "b.md/x: cannot be written: "),
    ],
)
def test_a_report_that_cannot_be_made(lint: Command, outputs: list[str], error: str) -> None:
    Path("folder").mkdir()
    put("a.md", "teh")
    put("b.md", "teh")
    said = lint("a.md", *(word for output in outputs for word in ("--output", output)))
    assert said.code == 2
    assert said.err.startswith(f"copylint: {error}")
    assert said.err.count("\n") == 1


def test_machine_reports_own_standard_output(lint: Command) -> None:
    put("a.md", "teh")
    put("b.md", b"\xe9")
    for name in reporters.names():
        said = lint(".", "missing.md", "-v", "--output", name)
        assert not re.search("^copylint: ", said.out, re.M)
        assert said.err.splitlines()[:2] == [
            "copylint: missing.md: does not exist; check the name",
            "copylint: b.md: not UTF-8: byte 0xE9 at offset 0 (line 1); "
            "convert the file to UTF-8, e.g. with iconv -f latin1 -t utf-8",
        ]


def test_statistics(lint: Command) -> None:
    put("a.md", "teh alot teh")
    put("b.md", "hm teh")
    assert lint("check", "--statistics") == (
        1,
        "      3  style/teh  [3 repairable]\n"
        "      1  style/alot  [0 repairable]\n"
        "      1  style/hm  [0 repairable]\n"
        "      5  in 2 files\n",
        "",
    )
    said = lint("check", "--statistics", "--unsafe-fixes")
    assert "      1  style/alot  [1 repairable]\n" in said.out


def test_show_files(lint: Command) -> None:
    for name in ("a.md", "b.txt", "c.html", "d.py", "e.odd", "drafts/f.md", ".hidden/g.md"):
        put(name, "teh")
    put("copylint.toml", 'extend = "../copylint.toml"\nexclude = ["drafts/"]')
    assert lint(".", "e.odd", "gone.md", "--show-files") == (
        2,
        "a.md: markdown; found in .\n"
        "b.txt: plain; found in .\n"
        "c.html: html; found in .\n"
        "e.odd: plain; named by hand\n",
        "gone.md: does not exist; check the name\n",
    )
    assert lint("drafts/f.md", "--show-files") == (0, "", "")


def test_quiet(lint: Command) -> None:
    put("a.md", "teh")
    loud, quiet = lint("a.md").out, lint("a.md", "-q").out
    assert loud == (
        f"{quiet}1 finding in 1 of 1 file: 1 error.\n1 can be repaired safely with --fix.\n"
    )
    put("a.md", "fine")
    assert lint("a.md") == (0, "1 file checked: clean.\n", "")
    assert lint("a.md", "--quiet") == (0, "", "")
    said = lint("a.md", "gone.md", "-q")
    assert said == (2, "", "copylint: gone.md: does not exist; check the name\n")


def test_verbose(lint: Command, tmp_path: Path) -> None:
    put("a.md", "fine")
    put("below/copylint.toml", 'extend = "../../copylint.toml"')
    put("below/b.md", "fine")
    said = lint(".", "-v", "-q")
    assert said.err.splitlines() == [
        "5 rules ran on 2 files",
        f"settings: {tmp_path.resolve()}/copylint.toml",
        f"settings: {tmp_path.resolve()}/desk/below/copylint.toml",
        "profile: encyclopaedic (guessed from the markup; set 'profile' to choose), 2 files",
    ]
    assert "settings: defaults" in lint("a.md", "-v", "--isolated").err


@pytest.mark.parametrize(
    ("args", "env", "colored"),
    [
        ((), {}, False),
        (("--color", "auto"), {"FORCE_COLOR": "1"}, True),
        ((), {"FORCE_COLOR": "1"}, True),
        ((), {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        ((), {"FORCE_COLOR": "1", "NO_COLOR": ""}, True),
        (("--color", "never"), {"FORCE_COLOR": "1"}, False),
        (("--color", "always"), {}, True),
        (("--color", "always"), {"NO_COLOR": "1"}, True),
        (("--color", "always", "--output", "concise"), {}, False),
        (("--color", "always", "--output", "json"), {}, False),
    ],
)
def test_color(
    lint: Command,
    monkeypatch: pytest.MonkeyPatch,
    args: tuple[str, ...],
    env: dict[str, str],
    colored: bool,
) -> None:
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    put("a.md", "teh")
    said = lint("a.md", *args)
    assert ("\x1b[" in said.out) is colored
    plain = re.sub(r"\x1b\[[\d;]*m", "", said.out)
    assert "teh" in plain
    assert "\x1b" not in plain


def test_a_report_file_has_no_color(lint: Command) -> None:
    put("a.md", "teh")
    lint("a.md", "--color", "always", "--output", "text:a.txt")
    assert "\x1b" not in Path("a.txt").read_text()


@posix
@pytest.mark.parametrize(("env", "colored"), [({}, True), ({"NO_COLOR": "1"}, False)])
def test_color_on_a_terminal(env: dict[str, str], colored: bool) -> None:
    import pty

    put("a.md", "teh")
    ours, theirs = pty.openpty()
    with start("a.md", stdout=theirs, env=os.environ | env) as process:
        os.close(theirs)
        process.wait()
        out = os.read(ours, 10_000)
    os.close(ours)
    assert b"style/teh" in out
    assert (b"\x1b[" in out) is colored


# Standard input


def test_stdin(lint: Command) -> None:
    said = lint("-", "--output", "concise", stdin=b"One.\n\n`teh` teh\n")
    assert said == (1, "<stdin>:3:7: error style/teh [*] “teh” is not a word.\n", "")
    assert lint("-", stdin=b"") == (0, "1 file checked: clean.\n", "")


def test_stdin_filename_says_the_markup_and_the_settings(lint: Command) -> None:
    put("below/copylint.toml", 'extend = "../../copylint.toml"\nselect = ["style/hm"]')
    text = b"`teh` hm <!-- teh -->"
    assert lint("-", "-q", "--output", "concise", stdin=text).out.count("\n") == 1
    said = lint("-", "--stdin-filename", "a.txt", "-q", "--output", "concise", stdin=text)
    assert said.out == (
        "a.txt:1:7: info style/hm “hm” is not a word.\n"
        "a.txt:1:15: error style/teh [*] “teh” is not a word.\n"
    )
    said = lint("-", "--stdin-filename", "below/a.html", "-q", "--output", "concise", stdin=text)
    assert said.out == "below/a.html:1:7: info style/hm “hm” is not a word.\n"


def test_stdin_filename_may_be_excluded(lint: Command) -> None:
    put("copylint.toml", 'extend = "../copylint.toml"\nexclude = ["drafts/"]')
    said = lint("-", "--stdin-filename", "drafts/a.md", "--fix", "-q", stdin=b"teh\n")
    assert said == (0, "teh\n", "")
    assert lint("-", "--stdin-filename", "a.md", "--fix", "-q", stdin=b"teh\n").out == "the\n"


def test_stdin_fix_keeps_bytes_and_reports_on_stderr() -> None:
    text = b"\xef\xbb\xbfteh\r\ncaf\xc3\xa9 utilise\r\n\xf0\x9f\x98\x80 no end"
    env = os.environ | {"PYTHONIOENCODING": "ascii"}
    code, out, err = run("-", "--fix", "--output", "concise", stdin=text, env=env)
    assert (code, out) == (1, text.replace(b"teh", b"the"))
    assert err == (b"<stdin>:2:6: warning style/utilise \\u201cutilise\\u201d is not a word.\n")
    code, out, err = run("-", "--fix", stdin=b"fine\r\n")
    assert (code, out, err) == (0, b"fine\r\n", b"1 file checked: clean.\n")


def test_stdin_diff(lint: Command) -> None:
    said = lint("-", "--diff", "--stdin-filename", "a.md", "-q", stdin=b"teh")
    no_end = "\\ No newline at end of file\n"
    expected = f"--- a/a.md\n+++ b/a.md\n@@ -1 +1 @@\n-teh\n{no_end}+the\n{no_end}"
    assert said == (1, expected, "")


def test_stdin_that_is_no_text(lint: Command) -> None:
    said = lint("-", "--fix", stdin=b"teh caf\xe9")
    assert said.code == 2
    assert said.out == ""
    assert said.err.startswith("copylint: <stdin>: not UTF-8: byte 0xE9 at offset 7 (line 1); ")


# clean


def test_clean(lint: Command) -> None:
    said = lint("clean", stdin=b"teh alot\n")
    assert said == (0, "the alot\n", "copylint: 1 repaired; 1 left to look at\n")
    said = lint("clean", "--unsafe-fixes", stdin=b"teh alot\n")
    assert said == (0, "the a lot\n", "copylint: 2 repaired\n")
    assert lint("clean", "-", "-q", stdin=b"teh") == (0, "the", "")
    assert lint("clean", stdin=b"") == (0, "", "copylint: nothing to repair\n")


@pytest.mark.parametrize("by_name", [False, True])
def test_clean_keeps_bytes(by_name: bool) -> None:
    text = b"\xef\xbb\xbfteh\r\n\r\ncaf\xc3\xa9 teh\rno end \xf0\x9f\x98\x80"
    put("a.md", text)
    env = os.environ | {"PYTHONIOENCODING": "ascii"}
    code, out, err = run("clean", *(["a.md"] if by_name else []), stdin=text, env=env)
    assert (code, out) == (0, text.replace(b"teh", b"the"))
    assert err == b"copylint: 2 repaired\n"
    assert Path("a.md").read_bytes() == text


def test_clean_reads_the_markup_that_is_named(lint: Command) -> None:
    text = b"`teh` <b title='teh'>teh</b>"
    assert lint("clean", "-q", stdin=text).out == "`teh` <b title='teh'>the</b>"
    said = lint("clean", "-q", "--markup", "html", stdin=text)
    assert said.out == "`the` <b title='teh'>the</b>"
    assert lint("clean", "-q", "--markup", "plain", stdin=b"<!--teh-->").out == "<!--the-->"
    put("a.txt", "<!--teh-->")
    assert lint("clean", "-q", "a.txt").out == "<!--the-->"
    assert lint("clean", "-q", "a.txt", "--markup", "markdown").out == "<!--teh-->"


@pytest.mark.parametrize(
    ("args", "stdin", "error"),
    [
        (["gone.md"], b"", "gone.md: does not exist; check the name\n"),
        (["."], b"", ".: is a folder, not a file; "),
        ([], b"\xe9", "standard input: not UTF-8: byte 0xE9 at offset 0 (line 1); "),
        ([], "teh".encode("utf-16"), "standard input: is UTF-16: it is checked but not repaired; "),
        (["--select", "style/the"], b"", "no rule 'style/the'; did you mean 'style/teh'?\n"),
    ],
)
def test_clean_prints_all_or_nothing(
    lint: Command, args: list[str], stdin: bytes, error: str
) -> None:
    said = lint("clean", *args, stdin=stdin)
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith(f"copylint: {error}")
    assert said.err.count("\n") == 1


# rules, explain, why, test, init


def test_rules(lint: Command, tmp_path: Path) -> None:
    place = f"  (from {tmp_path.resolve()}/rules)\n"
    assert lint("rules", "style/t*", "style/alot", "--ignore", "style/tick") == (
        0,
        f"on   warning  unsafe  style/alot{place}"
        f"on   error    safe    style/teh{place}"
        f"off  info     safe    style/tick{place}"
        "3 rules, 2 on\n",
        "",
    )
    assert lint("rules", "style/utilise", "style/hm").out == (
        f"on   info     none    style/hm{place}on   warning  manual  style/utilise{place}"
        "2 rules, 2 on\n"
    )
    assert "(from" not in lint("rules", "--isolated").out
    rules = {path.as_posix() for path in copylint.rulebook.bundled().rglob("*.yaml")}
    assert f"\n{len(rules)} rules, " in lint("rules", "--isolated").out


def test_rules_as_json(lint: Command, tmp_path: Path) -> None:
    put("copylint.toml", 'extend = "../copylint.toml"\nseverity = { "style/alot" = "info" }')
    said = lint("rules", "style/alot", "--output", "json")
    [only] = json.loads(said.out)
    assert only["examples"][0] == {
        "bad": "alot.",
        "fixed": "a lot.",
        "markup": "markdown",
        "gap": False,
    }
    assert only["examples"][-1] == {
        "good": "Three.",
        "fixed": None,
        "markup": "markdown",
        "gap": False,
    }
    assert len(only.pop("examples")) == 6
    assert Path(only.pop("path")).resolve() == (tmp_path / "rules/style/alot.yaml").resolve()
    assert Path(only.pop("origin")).resolve() == (tmp_path / "rules").resolve()
    assert only == {
        "id": "style/alot",
        "family": "style",
        "message": "“{match}” is not a word.",
        "why": "It is none.",
        "severity": "info",
        "on": True,
        "default": True,
        "fix": "unsafe",
        "kind": "pattern",
        "languages": [],
        "markups": [],
        "references": [],
    }
    assert len(json.loads(lint("rules", "--output", "json").out)) > 200


def test_rules_refuses(lint: Command) -> None:
    assert lint("rules", "style/the").err == (
        "copylint: no rule 'style/the'; did you mean 'style/teh'?\n"
    )
    said = lint("rules", "--output", "xml")
    assert said == (2, "", "copylint: no output format 'xml' for rules; there are: text, json\n")


def test_explain(lint: Command) -> None:
    said = lint("explain", "style/alot")
    assert said.code == 0
    assert said.out.splitlines() == [
        "style/alot  (warning, on by default)",
        "",
        "It is none.",
        "",
        "Repair: Right in most cases: --fix --unsafe-fixes makes it.",
        "",
        "Found:",
        "  - alot.",
        "    → a lot.",
        "  - A alot.",
        "    → A a lot.",
        "  - The alot.",
        "    → The a lot.",
        "",
        "Left alone:",
        "  - One.",
        "  - Two.",
        "  - Three.",
        "To silence it on the next line: "
        "<!-- copylint: disable-next-line style/alot -- your reason -->",
    ]
    assert lint("explain", "style/t*").out.count("To silence it") == 2
    assert lint("explain", "style/the") == (
        2,
        "",
        "copylint: no rule 'style/the'; did you mean 'style/teh'?\n",
    )


LISTED = """\
  - bad: "They {each} loud ships."
    each: [saw, heard, met]
    fixed: "They {each} low ships."
  - good: "A {each} ship."
    each: [low, soft]
"""


def test_lists_in_examples(lint: Command) -> None:
    text = rule("loud", "error", "fix: low")
    put("own/style/loud.yaml", text.replace("examples:\n", f"examples:\n{LISTED}"))
    run = ("style/loud", "--rules", "own")
    assert lint("test", *run) == (0, "1 rules, 11 examples: 11 passed, 0 failed\n", "")
    page = lint("explain", *run).out.splitlines()
    at = page.index("Found:")
    assert page[at + 1 : at + 3] == [
        "  - They saw loud ships.  (and 2 more like it)",
        "    → They saw low ships.",
    ]
    assert page[page.index("Left alone:") + 1] == "  - A low ship.  (and 1 more like it)"
    [only] = json.loads(lint("rules", *run, "--output", "json").out)
    assert only["examples"][0] == {
        "bad": "They {each} loud ships.",
        "fixed": "They {each} low ships.",
        "markup": "markdown",
        "gap": False,
        "each": {"saw": "saw", "heard": "heard", "met": "met"},
    }
    # Once more, from the cache.
    assert lint("explain", *run).out.splitlines() == page
    listed = LISTED.replace("soft", "loud")
    put("own/style/loud.yaml", text.replace("examples:\n", f"examples:\n{listed}"))
    said = lint("test", *run)
    assert said.out.splitlines() == [
        "own/style/loud.yaml: noisy: A loud ship.",
        "    found 'loud'",
        "1 rules, 11 examples: 10 passed, 1 failed",
    ]


def test_every_rule_can_be_explained(lint: Command) -> None:
    said = lint("explain", "all", "--isolated")
    count = len(list(copylint.rulebook.bundled().rglob("*.yaml")))
    assert said.out.count("\nTo silence it on the next line: ") == count
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\ufeff]", said.out)


def test_why(lint: Command, tmp_path: Path) -> None:
    put("a.md", f"hm\n\n{SILENCED}\nteh alot\n")
    said = lint("why", "a.md:5")
    assert said.code == 0
    assert said.out.splitlines() == [
        "│ teh",
        "found    style/teh: “teh” is not a word.  (silenced by a comment)",
        "tried    2 more rules that woke for this file and found nothing on this line",
        "           style/alot",
        "           style/hm",
        "asleep   2 rules, none of whose words stand in the file (--all lists them)",
        f"settings: {tmp_path.resolve()}/copylint.toml",
    ]
    said = lint("why", "a.md:7", "--all")
    assert said.out.splitlines() == [
        "│ teh alot",
        "found    style/teh: “teh” is not a word.",
        "found    style/alot: “alot” is not a word.",
        "tried    1 more rules that woke for this file and found nothing on this line",
        "           style/hm",
        "asleep   2 rules, none of whose words stand in the file",
        "           style/tick",
        "           style/utilise",
        f"settings: {tmp_path.resolve()}/copylint.toml",
    ]


def test_why_starts_no_line_with_the_article(lint: Command) -> None:
    put("a.md", "::add-mask::x ##[error] \x1b]0;x\x07 \u202e")
    said = lint("why", "a.md:1")
    assert said.out.splitlines()[0] == "│ ::add-mask::x ##\\[error] <U+001B>]0;x<U+0007> <U+202E>"


@pytest.mark.parametrize(
    ("place", "error"),
    [
        ("a.md", "'a.md' is no place; write FILE:LINE, such as article.md:12"),
        (":3", "':3' is no place; write FILE:LINE, such as article.md:12"),
        ("a.md:", "'a.md:' is no place; write FILE:LINE, such as article.md:12"),
        ("a.md:²", "'a.md:²' is no place; write FILE:LINE, such as article.md:12"),
        ("a.md:0", "a.md has 2 lines; there is no line 0"),
        ("a.md:3", "a.md has 2 lines; there is no line 3"),
        ("gone.md:1", "gone.md: does not exist; check the name"),
    ],
)
def test_why_refuses(lint: Command, place: str, error: str) -> None:
    put("a.md", "One.\nTwo.")
    assert lint("why", place) == (2, "", f"copylint: {error}\n")


def test_test(lint: Command) -> None:
    assert lint("test", "style/teh", "style/alot") == (
        0,
        "2 rules, 12 examples: 12 passed, 0 failed\n",
        "",
    )
    path = put(
        "own/style/loud.yaml", rule("loud", "error", "fix: low").replace("One", "A loud one")
    )
    path.write_text(
        path.read_text().replace('"The low."', '"The LOW."').replace("A loud.", "Nothing.")
    )
    said = lint("test", "style/loud", "--rules", "own")
    assert said.code == 1
    assert said.out.splitlines() == [
        "own/style/loud.yaml: missing: Nothing.",
        "    found nothing",
        "own/style/loud.yaml: wrong: The loud.",
        "    repaired to 'The low.' instead of 'The LOW.'",
        "own/style/loud.yaml: noisy: A loud one.",
        "    found 'loud'",
        "1 rules, 6 examples: 3 passed, 3 failed",
    ]
    assert lint("test", "style/the").code == 2


def test_init(lint: Command, desk: Path) -> None:
    assert lint("init") == (0, "wrote copylint.toml\n", "")
    said = lint("config")
    assert said.code == 0
    assert f'fail-on = "warning"    # {desk.resolve()}/copylint.toml:4' in said.out.splitlines()
    assert lint("check").code == 0
    put("copylint.toml", "mine")
    assert lint("init") == (
        2,
        "",
        "copylint: copylint.toml exists already; it was left as it is\n",
    )
    assert Path("copylint.toml").read_text() == "mine"
    Path("below").mkdir()
    assert lint("init", "below").out == "wrote below/copylint.toml\n"
    assert lint("init", "gone").code == 2


def test_the_starter_settings_are_the_defaults(lint: Command) -> None:
    lint("init")
    assert copylint.load("copylint.toml").rules
    active = [one.id for one in copylint.load("copylint.toml").rules]
    assert active == [one.id for one in copylint.load().rules]


# Streams and signals


@posix
@pytest.mark.parametrize("name", ["text", "concise", "json"])
def test_broken_pipe(name: str) -> None:
    put("a.md", "teh\n\n" * 3_000)
    with start("a.md", "--output", name) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(10)
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 141


@posix
def test_broken_pipe_of_a_short_report() -> None:
    put("a.md", "teh")
    ours, theirs = os.pipe()
    os.close(ours)
    assert run("a.md", stdout=theirs) == (141, None, b"")
    os.close(theirs)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
def test_a_full_disk_behind_standard_output() -> None:
    put("a.md", "teh")
    with Path("/dev/full").open("wb") as full:
        said = run("a.md", stdout=full)
        assert said == (2, None, b"copylint: standard output: No space left on device\n")
        said = run("clean", "a.md", stdout=full)
        assert said == (2, None, b"copylint: standard output: No space left on device\n")


@posix
@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_closed_streams(closed: str) -> None:
    put("a.md", "teh")
    command = f"{sys.executable} -m copylint a.md --fix --exit-non-zero-on-fix {closed}"
    process = subprocess.run(["/bin/sh", "-c", command], capture_output=True)
    assert process.returncode == 1
    assert process.stderr == b""
    assert tree() == {"a.md": b"the"}


@posix
def test_closed_standard_input_is_told() -> None:
    command = f"{sys.executable} -m copylint - <&-"
    process = subprocess.run(["/bin/sh", "-c", command], capture_output=True)
    assert process.returncode == 2
    assert process.stderr == b"copylint: <stdin>: is closed; name a file\n"


@posix
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_signals_leave_whole_files_and_no_litter(
    number: signal.Signals, code: int, jobs: str
) -> None:
    old, new = b"teh word\n\n" * 300, b"the word\n\n" * 300
    for n in range(1200):
        put(f"{n:04}.md", old)
    with start("check", "--fix", "--jobs", jobs, stdout=subprocess.DEVNULL) as process:
        while Path("0002.md").read_bytes() == old and process.poll() is None:
            time.sleep(0.001)
        process.send_signal(number)
        assert process.stderr is not None
        err = process.stderr.read()
        assert process.wait() == code
    assert b"Traceback" not in err
    contents = tree()
    assert sorted(contents) == [f"{n:04}.md" for n in range(1200)]
    assert set(contents.values()) == {old, new}


@posix
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_signals_while_waiting_for_input(number: signal.Signals, code: int) -> None:
    with start("clean") as process:
        assert process.stdin is not None
        # Once all of this is taken, more than a pipe holds, copylint is reading.
        process.stdin.write(b"teh " * 50_000)
        process.stdin.flush()
        while process.poll() is None:
            # A signal between two reads is seen by Python after the next.
            time.sleep(0.5)
            process.send_signal(number)
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.read() == b""
        assert process.stderr.read().strip() == b""
        assert process.returncode == code


# Many files


def test_jobs_change_nothing(lint: Command) -> None:
    for n in range(30):
        put(f"{n:02}.md", "teh alot\n" if n % 3 else "fine\n")
    put("latin.md", b"\xe9")
    alone = lint("check", "--jobs", "1")
    assert lint("check", "--jobs", "3") == alone
    assert alone.code == 2
    assert lint("check", "--jobs", "1000000", "--fix", "-q").code == 2
    assert {tree()[f"{n:02}.md"] for n in range(30)} == {b"the alot\n", b"fine\n"}
    assert lint("check", "--jobs", "-1").code == 2


def test_a_file_named_twice_is_checked_once(lint: Command) -> None:
    put("a.md", "teh")
    said = lint("a.md", "./a.md", ".", "--output", "concise")
    assert said.out.count("\n") == 1


def test_an_excluded_file_is_not_checked_though_named(lint: Command) -> None:
    put("copylint.toml", 'extend = "../copylint.toml"\nexclude = ["a.md"]')
    put("a.md", "teh")
    assert lint("a.md", "-q") == (0, "", "")
    assert (
        lint("a.md", "-q", "--isolated", "--rules", "../rules", "--select", "style/teh").code == 1
    )


def test_main_returns_the_code() -> None:
    put("a.md", "fine")
    assert main(["a.md", "-q"]) == 0
