"""Files that are no articles: each is told in one clear line, and the others are still linted."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from command import Command, not_root, posix, put, start, tree
from copylint.document import Document
from copylint.readers import markdown

pytestmark = pytest.mark.usefixtures("desk")


def sparse(path: Path) -> None:
    """50 MB that take no room on the disk."""
    with path.open("wb") as file:
        file.truncate(50_000_000)


def deny(path: Path) -> None:
    put(path, "teh")
    path.chmod(0)


BAD: list[tuple[str, Callable[[Path], object], str]] = [
    ("gone.md", Path.absolute, "does not exist; check the name"),
    ("first.md/b.md", Path.absolute, "does not exist; check the name"),
    (
        "binary.md",
        lambda path: put(path, b"PK\x03\x04\x00teh"),
        "looks like a binary file; exclude it, or save it as UTF-8 if it is text",
    ),
    (
        "latin1.md",
        lambda path: put(path, b"teh\nna\xefve teh"),
        "not UTF-8: byte 0xEF at offset 6 (line 2); convert the file to UTF-8, "
        "e.g. with iconv -f latin1 -t utf-8",
    ),
    (
        "jis.md",
        lambda path: put(path, b"= \x1b$B%+\x1b(B\n"),
        "is ISO-2022-JP; convert the file to UTF-8, e.g. with iconv -f iso-2022-jp -t utf-8",
    ),
    ("huge.md", sparse, "is 50 MB, over the limit of 10 MB; raise it with max-file-size"),
]
BAD_HERE = [
    ("pipe.md", lambda path: os.mkfifo(path), "is a pipe, not a file; "),
    ("link.md", lambda path: path.symlink_to("nowhere"), "is a link to a file that does not exist"),
    ("loop.md", lambda path: path.symlink_to(path), "cannot be read: "),
    ("zero.md", lambda path: path.symlink_to("/dev/zero"), "is a device, not a file; "),
]


@pytest.mark.parametrize("flags", [(), ("--fix",), ("--diff",), ("--jobs", "2")])
@pytest.mark.parametrize(
    ("name", "make", "error"),
    [
        *BAD,
        *(pytest.param(*row, marks=posix) for row in BAD_HERE),
        pytest.param("secret.md", deny, "cannot be read: permission denied; ", marks=not_root),
    ],
    ids=lambda value: value if isinstance(value, str) and len(value) < 12 else "",
)
def test_bad_file(
    lint: Command,
    name: str,
    make: Callable[[Path], object],
    error: str,
    flags: tuple[str, ...],
) -> None:
    """By hand, in the middle of good ones: exit code 2, one line, and the others are linted."""
    put("first.md", "utilise")
    put("last.md", "utilise")
    make(Path(name))
    before = {path: path.lstat() for path in Path().iterdir()}
    said = lint("first.md", name, "last.md", *flags)
    assert said.code == 2
    told = said.err.splitlines()
    if "--diff" in flags:
        assert told.pop() == "copylint: nothing to repair; 2 left to look at"
    else:
        assert said.out.count("“utilise” is not a word.") == 2
        assert "2 findings" in said.out
        assert "1 file could not be checked." in said.out
    assert len(told) == 1
    assert told[0].startswith(f"copylint: {name}: {error}")
    after = {path: path.lstat() for path in Path().iterdir()}
    assert {path: (s.st_ino, s.st_mtime_ns) for path, s in after.items()} == {
        path: (s.st_ino, s.st_mtime_ns) for path, s in before.items()
    }


@pytest.mark.parametrize(("name", "make", "error"), BAD[2:], ids=[row[0] for row in BAD[2:]])
def test_bad_file_in_a_folder(
    lint: Command, name: str, make: Callable[[Path], object], error: str
) -> None:
    put("first.md", "teh")
    make(Path(name))
    said = lint(".", "--fix", "-q")
    assert said == (2, "", f"copylint: {name}: {error}\n")
    assert Path("first.md").read_text() == "the"


@posix
def test_a_folder_is_searched_past_pipes_devices_and_links(lint: Command) -> None:
    os.mkfifo("pipe.md")
    Path("zero.md").symlink_to("/dev/zero")
    Path("gone.md").symlink_to("nowhere")
    put("a.md", "teh")
    said = lint(".", "--output", "concise")
    assert said == (1, "a.md:1:1: error style/teh [*] “teh” is not a word.\n", "")


@posix
def test_a_pipe_named_by_hand_does_not_hang() -> None:
    os.mkfifo("pipe.md")
    with start("pipe.md") as process:
        _, err = process.communicate(timeout=60)
    assert process.returncode == 2
    assert err.startswith(b"copylint: pipe.md: is a pipe, not a file; ")


@posix
def test_links_that_go_round_in_a_circle(lint: Command) -> None:
    put("a/b/one.md", "teh")
    Path("a/b/up").symlink_to("..")
    Path("a/b/here").symlink_to(".")
    said = lint(".", "--output", "concise")
    assert said == (1, "a/b/one.md:1:1: error style/teh [*] “teh” is not a word.\n", "")


@pytest.mark.parametrize("text", [b"", b"\n", b"\xef\xbb\xbf", b" \r\n\t", b"\x0c"])
@pytest.mark.parametrize("suffix", ["md", "html", "txt"])
def test_an_empty_file_is_clean(lint: Command, text: bytes, suffix: str) -> None:
    put(f"a.{suffix}", text)
    assert lint("check", "--fix") == (0, "1 file checked: clean.\n", "")
    assert tree() == {f"a.{suffix}": text}


def test_an_empty_folder_is_clean_and_told(lint: Command) -> None:
    Path("empty").mkdir()
    put("other/picture.png", b"\x89PNG\x00")
    for folder in ("empty", "other"):
        said = lint(folder)
        assert said == (
            0,
            "0 files checked: clean.\n",
            f"copylint: {folder}: no file here ends in .htm, .html, .markdown, .md, .mdown, .mdx, "
            ".mkd, .qmd, .text, .txt, .xhtml\n",
        )
        assert lint(folder, "-q") == (0, "", "")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_is_linted_and_never_repaired(lint: Command, encoding: str) -> None:
    text = "\ufeffOne.\r\n\r\n😀 teh alot\r\n".encode(encoding)
    put("a.md", text)
    put("b.md", "teh")
    flags = ("-q", "--output", "concise")
    said = lint("a.md", *flags)
    assert said == (
        1,
        "a.md:3:3: error style/teh [*] “teh” is not a word.\n"
        "a.md:3:7: warning style/alot [?] “alot” is not a word.\n",
        "",
    )
    fixed = lint("a.md", "b.md", "--fix", *flags)
    assert fixed.code == 2
    assert fixed.out == said.out
    assert fixed.err == (
        "copylint: a.md: is UTF-16: it is checked but not repaired; convert it to UTF-8\n"
    )
    assert tree() == {"a.md": text, "b.md": b"the"}
    assert lint("a.md", "--diff").code == 2
    put("a.md", "\ufeffutilise".encode(encoding))
    assert lint("a.md", "--fix", *flags).code == 1, "what nobody could repair is no error"


@posix
def test_a_hard_linked_file_is_not_repaired(lint: Command) -> None:
    put("a.md", "teh")
    os.link("a.md", "twin.md")
    put("b.md", "teh")
    said = lint("a.md", "b.md", "--fix", "-q", "--output", "concise")
    assert said == (
        2,
        "a.md:1:1: error style/teh [*] “teh” is not a word.\n",
        "copylint: a.md: has 2 hard links, which a repair would part; mend it by hand\n",
    )
    assert tree() == {"a.md": b"teh", "b.md": b"the", "twin.md": b"teh"}
    assert Path("a.md").samefile("twin.md")


@not_root
@posix
def test_a_folder_that_cannot_be_written(lint: Command) -> None:
    put("shut/a.md", "teh")
    put("b.md", "teh")
    Path("shut").chmod(0o500)
    try:
        said = lint(".", "--fix", "-q", "--output", "concise")
        assert said == (
            2,
            "shut/a.md:1:1: error style/teh [*] “teh” is not a word.\n",
            "copylint: shut/a.md: cannot be written: permission denied; it is unchanged\n",
        )
        assert tree() == {"b.md": b"the", "shut/a.md": b"teh"}
    finally:
        Path("shut").chmod(0o700)


@not_root
@posix
def test_a_folder_that_cannot_be_searched(lint: Command) -> None:
    put("shut/a.md", "teh")
    put("b.md", "teh")
    Path("shut").chmod(0)
    try:
        said = lint(".", "-q", "--output", "concise")
        assert said.code == 2
        assert said.out == "b.md:1:1: error style/teh [*] “teh” is not a word.\n"
        assert said.err.startswith("copylint: shut: cannot be read: permission denied; ")
    finally:
        Path("shut").chmod(0o700)


@posix
def test_a_link_stays_a_link(lint: Command) -> None:
    put("real/a.md", "teh")
    Path("link.md").symlink_to("real/a.md")
    assert lint("link.md", "--fix").code == 0
    assert Path("link.md").is_symlink()
    assert Path("real/a.md").read_text() == "the"


@pytest.mark.parametrize(
    ("size", "limit", "code"), [(3, 2, 2), (3, 3, 1), (3, 0, 1), (10_000_001, None, 2)]
)
def test_max_file_size(lint: Command, size: int, limit: int | None, code: int) -> None:
    more = "" if limit is None else f"max-file-size = {limit}"
    put("copylint.toml", f'extend = "../copylint.toml"\n{more}')
    put("a.md", "teh" + "\n" * (size - 3))
    assert lint("a.md", "--output", "concise").code == code


@pytest.mark.parametrize(
    "text",
    [
        "a " * 50_000 + "teh",
        "> " * 5_000 + "teh",
        "[" * 20_000 + "\n\nteh",
        "<a " * 20_000 + "\n\nteh",
        "*a " * 20_000 + "\n\nteh",
        "`" * 20_000 + "\n\nteh",
        "\n" * 20_000 + "teh",
        "\r" * 20_000 + "teh",
        "teh\x00\x01\x02\x7f\x9b",
        "teh \U0001f468\u200d\U0001f469\u200d\U0001f467 \u202e\u2066 e" + "\u0301" * 5_000,
    ],
    ids=range(10),
)
@pytest.mark.parametrize("suffix", ["md", "html", "txt"])
def test_odd_text_is_linted(lint: Command, text: str, suffix: str) -> None:
    """Whatever the rules make of it: no crash, and no byte changed but by repairs."""
    data = text.encode()
    data = data if b"\x00" not in data else b"x" * 8192 + data
    put(f"a.{suffix}", data)
    said = lint("check", "--fix", "-q")
    assert said.err == ""
    assert said.code in {0, 1}
    assert tree()[f"a.{suffix}"] in {data, data.replace(b"teh", b"the")}


@pytest.mark.parametrize("flags", [(), ("--fix",)])
def test_a_fault_of_ours_is_an_error_of_one_file(
    lint: Command, monkeypatch: pytest.MonkeyPatch, flags: tuple[str, ...]
) -> None:
    read = markdown.read

    def fail(source: str, suffix: str = "") -> Document:
        if "`x`" in source:
            raise IndexError("9")
        return read(source, suffix)

    put("first.md", "utilise")
    put("fault.md", "teh `x`")
    put("last.md", "utilise")
    monkeypatch.setattr(markdown, "read", fail)
    said = lint("check", *flags)
    assert said.code == 2
    assert said.err.startswith("copylint: fault.md: copylint failed on this file (IndexError: 9); ")
    assert said.err.count("\n") == 1
    assert said.out.count("“utilise” is not a word.") == 2
    assert tree()["fault.md"] == b"teh `x`"
