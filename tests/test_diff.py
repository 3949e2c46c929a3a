"""`git apply` turns the old file into the new one with our diff, byte for byte."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from command import Command, put, tree
from copylint.diff import diff

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="needs git")

TEXTS = {
    "one line": ("It rained..\n", "It rained.\n"),
    "last line of many": ("a\n" * 9 + "b..\n", "a\n" * 9 + "b.\n"),
    "two hunks": ("x\n" + "a\n" * 20 + "y\n", "X\n" + "a\n" * 20 + "Y\n"),
    "line added": ("a\nc\n", "a\nb\nc\n"),
    "line removed": ("a\nb\nc\n", "a\nc\n"),
    "first line removed": ("a\nb\n", "b\n"),
    "emptied": ("a\n", ""),
    "filled": ("\n", "a\n"),
    "no final newline": ("a\nb..", "a\nb."),
    "no final newline, far off": ("b..\n" + "a\n" * 9 + "c", "b.\n" + "a\n" * 9 + "c"),
    "no final newline, near": ("b..\na\nc", "b.\na\nc"),
    "final newline won": ("a", "a\n"),
    "final newline lost": ("a\n", "a"),
    "crlf": ("a..\r\nb\r\n", "a.\r\nb\r\n"),
    "crlf to lf": ("a\r\nb\n", "a\nb\n"),
    "crlf, no final newline": ("a..\r\nb", "a.\r\nb"),
    "lone cr": ("a\rb..\rc\n", "a\rb.\rc\n"),
    "other line marks": ("a\x0cb\x85c\u2028d..\n", "a\x0cb\x85c\u2028d.\n"),
    "unicode": ("“Größe” 日本 😀..\n", "“Größe” 日本 😀.\n"),
    "looks like a diff": ("--- a\n+++ b\n@@ -1 +1 @@\nx..\n", "--- a\n+++ b\n@@ -1 +1 @@\nx.\n"),
    "blank lines": ("\n\na..\n\n\n", "\n\na.\n\n\n"),
}
NAMES = [
    "plain.md",
    "with space.md",
    "Größe 日本.md",
    'quo"te.md',
    "back\\slash.md",
    "tab\there.md",
    "new\nline.md",
    "#hash.md",
    "deep/er/x.md",
    "\u202ebidi.md",
    "-dash.md",
    "'single'.md",
]


def applied(folder: Path, name: str, before: bytes, lines: str) -> bytes:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(before)
    subprocess.run(["git", "init", "-q"], cwd=folder, check=True)
    done = subprocess.run(
        ["git", "-c", "core.autocrlf=false", "apply", "--whitespace=nowarn", "-"],
        input=lines.encode("utf-8", "surrogateescape"),
        cwd=folder,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    return path.read_bytes()


@pytest.mark.parametrize("bom", ["", "\ufeff"], ids=["", "bom"])
@pytest.mark.parametrize(("before", "after"), TEXTS.values(), ids=TEXTS.keys())
def test_git_applies_it(tmp_path: Path, before: str, after: str, bom: str) -> None:
    lines = "".join(diff("a.md", before, after, bom))
    found = applied(tmp_path, "a.md", (bom + before).encode(), lines)
    assert found == (bom + after).encode()


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_odd_names(tmp_path: Path, name: str) -> None:
    lines = "".join(diff(name, "a..\n", "a.\n"))
    assert applied(tmp_path, name, b"a..\n", lines) == b"a.\n"


def test_a_name_that_is_not_utf_8(tmp_path: Path) -> None:
    name = b"caf\xe9.md".decode("utf-8", "surrogateescape")
    try:
        lines = "".join(diff(name, "a..\n", "a.\n"))
        assert applied(tmp_path, name, b"a..\n", lines) == b"a.\n"
    except (OSError, UnicodeEncodeError):
        pytest.skip("this file system wants UTF-8")


def test_a_leading_dot_folder_is_dropped() -> None:
    assert "".join(diff("./a.md", "x\n", "y\n")) == "--- a/a.md\n+++ b/a.md\n@@ -1 +1 @@\n-x\n+y\n"


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ('a "b".md', '"a/a \\"b\\".md"'),
        ("a\tb.md", '"a/a\\011b.md"'),
        ("a\\b.md", '"a/a\\\\b.md"'),
        ("a b é.md", "a/a b é.md"),
    ],
    ids=ascii,
)
def test_a_name_is_written_as_git_writes_it(name: str, written: str) -> None:
    assert next(diff(name, "x\n", "y\n")) == f"--- {written}\n"


def test_no_change_no_diff() -> None:
    assert list(diff("a.md", "x", "x")) == []


ARTICLES = {
    "lf.md": "It was teh end.\n\nFine.\n\nAnd teh start.\n",
    "crlf.md": "It was teh end.\r\n\r\nFine.\r\n",
    "mixed.md": "It was teh end.\r\n\nFine.\nteh\r\n",
    "cr.md": "It was teh end.\rFine.\rteh\n",
    "no newline.md": "It was teh end.\n\nteh",
    "crlf, no newline.md": "It was teh end.\r\n\r\nteh",
    "bom.md": "\ufeffteh end.\n",
    "bom, crlf, no newline.md": "\ufeffteh end.\r\nteh",
    "unicode.md": "“Größe” 日本 😀 teh e\u0301 \u2028 \x0c teh\x85teh\n",
    "untouched.md": "Fine.\n",
    "html/p.html": "<p>teh &amp; so</p>\r\n",
    "plain.txt": "teh one\nteh two",
    **{f"names/{name}": "a teh\n" for name in NAMES},
}


@pytest.mark.parametrize("folder", [".", "names", "absolute"])
def test_what_check_prints_git_applies(desk: Path, lint: Command, folder: str) -> None:
    """The patch, taken by git from standard input, leaves what `--fix` leaves."""
    subprocess.run(["git", "init", "-q"], check=True)
    for name, text in ARTICLES.items():
        put(f"./{name}", text)
    before = tree(".")
    path = str(desk) if folder == "absolute" else folder
    said = lint("check", "--diff", path)
    assert said.code == 1
    assert tree(".") == before
    done = subprocess.run(
        ["git", "-c", "core.autocrlf=false", "apply", "--whitespace=nowarn", "-"],
        input=said.out.encode("utf-8", "surrogateescape"),
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    applied = tree(".")
    assert applied != before
    for name, data in before.items():
        put(f"./{name}", data)
    assert lint("check", "--fix", path).code == 0
    assert applied == tree(".")
