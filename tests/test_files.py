"""Reading, finding and replacing files, with the disk, the user and other programs against us."""

from __future__ import annotations

import errno
import os
import signal
import socket
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copylint import files, swap
from copylint.errors import ConfigError, ReadError, WriteError
from copylint.files import Found, decode, encode, read, write

posix = pytest.mark.skipif(os.name == "nt", reason="POSIX only")
not_root = pytest.mark.skipif(
    hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may read and write everything"
)


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, which is the current one."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def names(folder: str = ".") -> list[str]:
    """What is in a folder."""
    return sorted(path.name for path in Path(folder).iterdir())


@pytest.mark.parametrize(
    ("data", "source", "encoding", "bom", "writable"),
    [
        (b"", "", "utf-8", b"", True),
        (b"caf\xc3\xa9\r\n", "café\r\n", "utf-8", b"", True),
        (b"\xef\xbb\xbfa", "a", "utf-8", b"\xef\xbb\xbf", True),
        (b"\xef\xbb\xbf\xef\xbb\xbfa", "\ufeffa", "utf-8", b"\xef\xbb\xbf", True),
        (b"\xff\xfea\x00=\xd8\x00\xde", "a😀", "utf-16-le", b"\xff\xfe", False),
        (b"\xfe\xff\x00a", "a", "utf-16-be", b"\xfe\xff", False),
        (b"a" * 8192 + b"\x00", "a" * 8192 + "\x00", "utf-8", b"", True),
    ],
)
def test_decode(data: bytes, source: str, encoding: str, bom: bytes, writable: bool) -> None:
    text = decode(data)
    assert text == (source, encoding, bom)
    assert text.writable is writable
    assert encode(text, text.source) == data


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"ab\ncaf\xe9", "byte 0xE9 at offset 6 (line 2); convert the file to UTF-8"),
        (b"a\r\nb\rc\n\xff", "byte 0xFF at offset 7 (line 4)"),
        (b"\xef\xbb\xbf\xe9", "byte 0xE9 at offset 3 (line 1)"),
        (b"surrogate \xed\xa0\x80", "byte 0xED at offset 10"),
        (b"cut off \xe2\x80", "byte 0xE2 at offset 8"),
        (b"PK\x03\x04\x00", "looks like a binary file; "),
        (b"a\x00b\x00", "looks like a binary file; "),
        (b"a" * 8191 + b"\x00", "looks like a binary file; "),
        (b"\xff\xfea", "not UTF-16"),
        (b"\xff\xfe\x00\xd8", "not UTF-16"),
        (b"\xff\xfe\x00\x00a\x00\x00\x00", "is UTF-32; "),
        (b"\x00\x00\xfe\xff\x00\x00\x00a", "is UTF-32; "),
    ],
)
def test_decode_never_guesses(data: bytes, message: str) -> None:
    with pytest.raises(ReadError) as caught:
        decode(data)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


@given(st.sampled_from([b"", b"\xef\xbb\xbf"]), st.text())
def test_encode_undoes_decode(bom: bytes, source: str) -> None:
    data = bom + source.replace("\0", "").encode()
    text = decode(data)
    assert encode(text, text.source) == data


@given(st.binary())
def test_decode_reads_or_refuses_any_bytes(data: bytes) -> None:
    try:
        text = decode(data)
    except ReadError:
        return
    assert encode(text, text.source) == data


def test_read(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"x" * 1200)
    assert read(path, 1200) == (b"x" * 1200, ("x" * 1200, "utf-8", b""))
    assert read(path, 0)[0] == b"x" * 1200
    with pytest.raises(ReadError, match=r"is 1\.2 kB, over the limit of 1 kB; raise it with max-"):
        read(path, 1000)


def test_read_says_megabytes(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    with path.open("wb") as file:
        file.truncate(52_000_000)
    with pytest.raises(ReadError, match="is 52 MB, over the limit of 10 MB"):
        read(path, 10_000_000)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (Path.exists, "does not exist; check the name"),
        (Path.mkdir, "is a folder, not a file"),
        pytest.param(os.mkfifo, "is a pipe, not a file", marks=posix),
        pytest.param(
            lambda path: path.symlink_to("gone"), "is a link to a file that does not", marks=posix
        ),
        pytest.param(
            lambda path: path.symlink_to("/dev/zero"), "is a device, not a file", marks=posix
        ),
        pytest.param(lambda path: path.symlink_to(path), "cannot be read: ", marks=posix),
    ],
)
def test_read_refuses(tmp_path: Path, make: Callable[[Path], object], message: str) -> None:
    path = tmp_path / "a.md"
    make(path)
    with pytest.raises(ReadError, match=message) as caught:
        read(path, 0)
    assert str(tmp_path) not in str(caught.value)


@posix
def test_read_refuses_a_socket(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("a.md")
        with pytest.raises(ReadError, match="is a socket"):
            read(Path("a.md"), 0)


@not_root
def test_read_says_what_is_forbidden(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.touch(mode=0)
    with pytest.raises(ReadError, match="permission denied"):
        read(path, 0)


def plant(*names: str) -> None:
    """Make files; a text after a colon is their content."""
    for name in names:
        path, _, content = name.partition(":")
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).write_text(content.replace(",", "\n"))


def find(*paths: str, exclude: dict[str, list[str]] | None = None, gitignore: bool = True) -> list:
    """What is found, as names, an error after a colon."""
    patterns = [(Path(base), lines) for base, lines in (exclude or {}).items()]
    found = files.discover(paths, suffixes={".md", ".txt"}, exclude=patterns, gitignore=gitignore)
    return [f"{f.path}: {f.error}" if f.error else str(f.path) for f in found]


def test_a_folder_is_walked_in_order_for_known_suffixes() -> None:
    plant("b.md", "a.txt", "C.MD", "z/1.md", "d/e/f/g.md", "d/2.md", "data.csv", "md", ".draft.md")
    assert find(".") == [".draft.md", "C.MD", "a.txt", "b.md", "d/2.md", "d/e/f/g.md", "z/1.md"]


def test_paths_stay_as_they_were_given(here: Path) -> None:
    plant("docs/a.md")
    assert find("./docs/a.md") == find("docs") == find("./docs/") == ["docs/a.md"]
    assert find(f"{here}/docs") == [f"{here}/docs/a.md"]
    os.chdir("docs")
    assert find("..") == ["../a.md"] or find("..") == ["../docs/a.md"]


def test_reasons() -> None:
    plant("docs/a.md", "b.md")
    assert list(files.discover(["b.md", "docs"], suffixes={".md"}, exclude=[])) == [
        Found(Path("b.md"), "", "named by hand"),
        Found(Path("docs/a.md"), "", "found in docs"),
    ]


def test_tool_and_dot_folders_are_left_out_unless_named() -> None:
    plant("node_modules/a.md", ".venv/a.md", ".git/a.md", "a/__pycache__/a.md", "build/a.md")
    assert find(".") == ["build/a.md"]
    assert find(".venv", "node_modules") == [".venv/a.md", "node_modules/a.md"]


def test_a_file_named_by_hand_needs_no_suffix() -> None:
    plant("LICENSE", ".gitignore:LICENSE")
    assert find("LICENSE") == ["LICENSE"]


def test_missing_paths_are_errors() -> None:
    plant("a.md")
    assert find("gone.md", "a.md", "a.md/x", "") == [
        "gone.md: does not exist; check the name",
        "a.md",
        "a.md/x: does not exist; check the name",
        ".: does not exist; check the name",
    ]


def test_gitignore_is_respected_at_every_level() -> None:
    Path(".git").mkdir()
    plant(
        ".gitignore:*.txt,/top.md,out/,# *****",
        "top.md",
        "a.txt",
        "out/a.md",
        "docs/top.md",
        "docs/out/a.md",
        "docs/.gitignore:\ufeff!keep.txt,draft.md",
        "docs/keep.txt",
        "docs/other.txt",
        "docs/draft.md",
        "docs/deep/draft.md",
        "draft.md",
    )
    assert find(".") == ["draft.md", "docs/keep.txt", "docs/top.md"]
    assert find("docs") == ["docs/keep.txt", "docs/top.md"]
    os.chdir("docs")
    assert find(".") == ["keep.txt", "top.md"]
    assert "draft.md" in find(".", gitignore=False)


def test_gitignore_over_the_folder_counts_only_inside_a_repository() -> None:
    plant(".gitignore:*.md", "in/a.md", "repo/.git/config", "repo/in/a.md", "in/.gitignore:b.md")
    assert find("in") == ["in/a.md"]
    assert find("repo/in") == ["repo/in/a.md"]
    Path(".git").mkdir()
    assert find("in") == []
    assert find("repo/in") == ["repo/in/a.md"]


def test_an_ignored_folder_named_by_hand_is_walked() -> None:
    Path(".git").mkdir()
    plant(".gitignore:build", "build/a.md", "build/sub/b.md")
    assert find(".") == []
    assert find("build") == ["build/a.md", "build/sub/b.md"]
    assert find("build/sub") == ["build/sub/b.md"]


@pytest.mark.parametrize(
    "line", ["!", "\\", "[z-a]", "[[b]", "a\\", "*a*a*a*a*a*a*b", "**/a/**/a/**/a/**/b", "\udcff"]
)
def test_gitignore_lines_that_are_no_patterns_are_passed_over(line: str) -> None:
    plant("a" * 200 + ".md", "b.md", "/".join("a" * 100) + "/c.md")
    Path(".gitignore").write_bytes(os.fsencode(f"{line}\nb.md\n"))
    started = time.monotonic()
    assert [Path(name).name for name in find(".")] == ["a" * 200 + ".md", "c.md"]
    assert time.monotonic() - started < 5


def test_a_gitignore_that_cannot_be_read_is_an_error_and_nothing_is_touched() -> None:
    plant("docs/a.md", "b.md")
    Path("docs/.gitignore").write_bytes(b"x" * 1_000_001)
    error = "docs: not searched, because its .gitignore is 1 MB, over the limit of 1 MB"
    assert find(".")[0] == "b.md"
    assert find(".")[1].startswith(error)


def test_exclude_holds_for_files_named_by_hand() -> None:
    plant("docs/a.md", "docs/old/b.md", "docs/old/keep.md", "c.md")
    patterns = {".": ["docs/old/*", "!keep.md", "c.*"]}
    assert find("docs/old/b.md", "c.md", "docs/a.md", exclude=patterns) == ["docs/a.md"]
    assert find(".", exclude=patterns) == ["docs/a.md", "docs/old/keep.md"]
    assert find("docs/old", "docs", exclude={"docs": ["/old/"]}) == ["docs/a.md"]
    assert find("docs", exclude={"docs/old": ["a.md"]}) == [
        "docs/a.md",
        "docs/old/b.md",
        "docs/old/keep.md",
    ]


def test_exclude_knows_absolute_paths_and_other_folders(here: Path) -> None:
    plant("site/a.md", "site/old/b.md", "other/x.md")
    assert find("other", exclude={"sites": ["x.md"]}) == ["other/x.md"]
    os.chdir("site/old")
    assert find("..", exclude={"..": ["old"]}) == ["../a.md"]
    os.chdir("../../other")
    patterns = {str(here / "site"): ["old"]}
    assert find("../site", exclude=patterns) == ["../site/a.md"]
    assert find(str(here / "site/old/b.md"), ".", exclude=patterns) == ["x.md"]


def test_exclude_without_meaning_is_a_config_error() -> None:
    with pytest.raises(ConfigError, match=r"exclude: '\[z-a\]' is no gitignore pattern"):
        find(".", exclude={".": ["ok", "[z-a]"]})


def test_each_file_is_found_once(here: Path) -> None:
    plant("docs/a.md", "docs/b.md")
    assert find("docs/b.md", ".", "docs", "./docs/a.md", str(here)) == ["docs/b.md", "docs/a.md"]


@posix
def test_links_are_followed_only_when_named() -> None:
    plant("docs/a.md", "out/b.md")
    Path("docs/loop").symlink_to(".")
    Path("docs/up").symlink_to("..")
    Path("docs/link.md").symlink_to("a.md")
    Path("docs/outside.md").symlink_to("../out/b.md")
    Path("docs/self.md").symlink_to("self.md")
    assert find("docs") == ["docs/a.md"]
    assert find("docs/link.md", "docs", "docs/outside.md") == ["docs/link.md", "docs/outside.md"]
    assert find("docs/loop") == ["docs/loop/a.md"]
    assert find("docs/link.md", "docs/loop", exclude={".": ["link.md", "loop"]}) == []


@posix
def test_pipes_do_not_hang() -> None:
    os.mkfifo("pipe.md")
    os.mkfifo(".gitignore")
    plant("a.md")
    assert find(".") == ["a.md"]
    (error,) = find("pipe.md")
    assert error.startswith("pipe.md: is a pipe, not a file; ")


def test_a_folder_that_cannot_be_listed_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    plant("a/x.md", "b/x.md")
    listed = os.scandir

    def refuse(folder: str) -> Iterator[os.DirEntry[str]]:
        if folder == "./a/":
            raise OSError(errno.EIO, "Input/output error")
        return listed(folder)

    monkeypatch.setattr(os, "scandir", refuse)
    assert find(".") == ["a: cannot be read: Input/output error", "b/x.md"]


@not_root
def test_an_unreadable_folder_is_an_error() -> None:
    plant("a/x.md", "b/x.md")
    Path("a").chmod(0)
    try:
        assert find(".") == [
            "a: cannot be read: permission denied; change its mode or exclude it",
            "b/x.md",
        ]
    finally:
        Path("a").chmod(0o700)


@posix
def test_odd_names() -> None:
    odd = [
        "-dash.md",
        " a b .md",
        "new\nline.md",
        "ümläut—“x”.md",
        "%2f.md",
        "a\\b.md",
        "\udcff.md",
    ]
    for name in odd:
        Path(name).touch()
    Path(".gitignore").write_text("nothing\n")
    assert sorted(
        str(f.path) for f in files.discover(["."], suffixes={".md"}, exclude=[])
    ) == sorted(odd)
    assert find("-dash.md", "\udcff.md", exclude={".": ["x"]}) == ["-dash.md", "\udcff.md"]


@posix
def test_a_tree_deeper_than_the_stack_is_walked() -> None:
    top = os.open(".", os.O_RDONLY)
    try:
        for _ in range(1100):
            Path("d").mkdir()
            os.chdir("d")
        Path("a.md").touch()
        os.fchdir(top)
        assert find(".") == ["d/" * 1100 + "a.md"]
    finally:
        os.fchdir(top)
        os.close(top)
        # pytest's own cleaning recurses.
        subprocess.run(["rm", "-rf", "d"], check=True)


@pytest.fixture(params=["anonymous", "named"])
def article(request: pytest.FixtureRequest, here: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An article, on a file system with unnamed temporary files and on one without."""
    if request.param == "named":
        opened = os.open

        def refuse(path: str, flags: int, *rest: int, **more: int) -> int:
            if hasattr(os, "O_TMPFILE") and flags & os.O_TMPFILE == os.O_TMPFILE:
                raise OSError(errno.EOPNOTSUPP, "Operation not supported")
            return opened(path, flags, *rest, **more)

        monkeypatch.setattr(os, "open", refuse)
    path = here / "a.md"
    path.write_bytes(b"old")
    return path


def test_write(article: Path) -> None:
    write(article, b"old", b"new and longer")
    assert article.read_bytes() == b"new and longer"
    assert names() == ["a.md"]


@pytest.mark.skipif(sys.platform != "linux", reason="O_TMPFILE is Linux's")
def test_write_names_its_new_file_only_when_it_is_whole(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    try:
        os.close(os.open(here, os.O_TMPFILE | os.O_RDWR))
    except OSError:
        pytest.skip("this file system has no O_TMPFILE")
    opened, synced = os.open, os.fsync

    def refuse(path: str, flags: int, *rest: int, **more: int) -> int:
        assert not flags & os.O_EXCL
        return opened(path, flags, *rest, **more)

    def sync(descriptor: int) -> None:
        assert names() == ["a.md"]
        synced(descriptor)

    Path("a.md").write_bytes(b"old")
    monkeypatch.setattr(os, "open", refuse)
    monkeypatch.setattr(os, "fsync", sync)
    write(Path("a.md"), b"old", b"new")
    assert Path("a.md").read_bytes() == b"new"


@posix
def test_write_keeps_mode_owner_and_attributes(article: Path) -> None:
    article.chmod(0o640)
    owner = (1234, 4321) if os.geteuid() == 0 else (os.getuid(), os.getgid())
    os.chown(article, *owner)
    named = hasattr(os, "setxattr")
    if named:
        os.setxattr(article, "user.note", b"kept")
    write(article, b"old", b"new")
    status = article.stat()
    assert stat.S_IMODE(status.st_mode) == 0o640
    assert (status.st_uid, status.st_gid) == owner
    assert not named or os.getxattr(article, "user.note") == b"kept"


@posix
def test_write_keeps_links(article: Path) -> None:
    Path("sub").mkdir()
    link = Path("sub/link.md")
    link.symlink_to("../a.md")
    write(link, b"old", b"new")
    assert link.is_symlink()
    assert article.read_bytes() == b"new"
    assert names("sub") == ["link.md"]


def test_write_with_a_name_as_long_as_names_get(article: Path) -> None:
    path = article.with_name("ß" * 126 + ".md")
    path.write_bytes(b"old")
    write(path, b"old", b"new")
    assert path.read_bytes() == b"new"


@pytest.mark.parametrize("now", [b"", b"older", b"olD"])
def test_write_refuses_what_has_changed(article: Path, now: bytes) -> None:
    article.write_bytes(now)
    with pytest.raises(WriteError, match="changed while it was being checked; run again"):
        write(article, b"old", b"new")
    assert article.read_bytes() == now
    assert names() == ["a.md"]


def test_write_refuses_what_changes_at_the_last_moment(
    article: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fsync", lambda _: article.write_bytes(b"edited"))
    with pytest.raises(WriteError, match="changed while"):
        write(article, b"old", b"new")
    assert article.read_bytes() == b"edited"
    assert names() == ["a.md"]


def test_write_refuses_what_is_gone(article: Path) -> None:
    article.unlink()
    with pytest.raises(WriteError, match="was removed"):
        write(article, b"old", b"new")
    assert names() == []


@posix
def test_write_refuses_hard_links_pipes_and_folders(article: Path) -> None:
    os.link(article, "twin.md")
    with pytest.raises(WriteError, match="has 2 hard links"):
        write(article, b"old", b"new")
    os.mkfifo("pipe")
    with pytest.raises(WriteError, match="not a regular file"):
        write(Path("pipe"), b"old", b"new")
    with pytest.raises(WriteError, match="is a directory"):
        write(Path(), b"old", b"new")
    assert Path("twin.md").read_bytes() == b"old"
    assert names() == ["a.md", "pipe", "twin.md"]


@not_root
def test_write_refuses_a_read_only_file(article: Path) -> None:
    article.chmod(0o444)
    with pytest.raises(WriteError, match="permission denied"):
        write(article, b"old", b"new")
    assert article.read_bytes() == b"old"


@pytest.mark.parametrize("name", ["fsync", "replace", "fchmod", "urandom"])
@pytest.mark.parametrize(
    "error", [OSError(errno.ENOSPC, "No space left on device"), KeyboardInterrupt()]
)
def test_write_that_fails_leaves_the_old_file_and_no_litter(
    article: Path, monkeypatch: pytest.MonkeyPatch, name: str, error: BaseException
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(os, name, fail)
    with pytest.raises((WriteError, KeyboardInterrupt)) as caught:
        write(article, b"old", b"new")
    if isinstance(error, OSError):
        assert str(caught.value) == "cannot be written: no space left on device; it is unchanged"
    assert article.read_bytes() == b"old"
    assert names() == ["a.md"]


def test_write_passes_an_interrupt_on(article: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(_: int) -> None:
        monkeypatch.setattr(os, "fsync", synced)
        raise KeyboardInterrupt

    synced = os.fsync
    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write(article, b"old", b"new")
    assert article.read_bytes() == b"old"
    assert names() == ["a.md"]


@posix
def test_a_sweep_spares_a_write_that_goes_on(
    article: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def replace(*paths: Path) -> None:
        files.sweep(Path())
        replaced(*paths)

    replaced = os.replace
    monkeypatch.setattr(os, "replace", replace)
    write(article, b"old", b"new")
    assert article.read_bytes() == b"new"


@posix
def test_a_folder_that_cannot_be_synced_is_no_failure(
    article: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def sync(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, "Invalid argument")

    monkeypatch.setattr(os, "fsync", sync)
    write(article, b"old", b"new")
    assert article.read_bytes() == b"new"


@pytest.mark.parametrize("name", ["link", "setxattr", "fchown"])
def test_write_can_do_without(article: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    def fail(*_: object, **__: object) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, name, fail, raising=False)
    write(article, b"old", b"new")
    assert article.read_bytes() == b"new"
    assert names() == ["a.md"]


@posix
@pytest.mark.parametrize("anonymous", [True, False])
def test_a_full_disk_leaves_the_old_file(anonymous: bool) -> None:
    """A limit on the size of files does what a full disk does: a short write, then an error."""
    old = b"old" * 1000
    Path("a.md").write_bytes(old)
    script = f"""
import os, resource
from pathlib import Path
from copylint import files
from copylint.errors import WriteError
if not {anonymous} and hasattr(os, "O_TMPFILE"):
    os.O_TMPFILE = os.O_CREAT | os.O_EXCL | os.O_DIRECTORY
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
try:
    files.write(Path("a.md"), {old!r}, b"n" * 300_000)
except WriteError as error:
    print(error)
"""
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert run.stdout == "cannot be written: file too large; it is unchanged\n"
    assert Path("a.md").read_bytes() == old
    assert names() == ["a.md"]


_FLIP = """
import sys
from pathlib import Path
from copylint import files
path, old, new = Path("a.md"), b"old" * 50_000, b"new" * 70_000
print("ready", flush=True)
while True:
    files.write(path, old, new)
    old, new = new, old
"""


@posix
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_signal_leaves_a_whole_file_and_no_litter(number: int) -> None:
    for wait in range(8):
        Path("a.md").write_bytes(b"old" * 50_000)
        run = subprocess.Popen(
            [sys.executable, "-c", _FLIP], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        assert run.stdout is not None
        assert run.stdout.readline() == b"ready\n"
        time.sleep(0.001 + wait * 0.0037)
        run.send_signal(number)
        run.communicate()
        assert Path("a.md").read_bytes() in {b"old" * 50_000, b"new" * 70_000}
        if number == signal.SIGKILL:
            files.sweep(Path())
        assert names() == ["a.md"]


@posix
def test_a_signal_waits_for_the_write(article: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced = os.fsync

    def interrupted(descriptor: int) -> None:
        signal.pthread_kill(threading.get_ident(), signal.SIGINT)
        synced(descriptor)

    monkeypatch.setattr(os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write(article, b"old", b"new")
    assert article.read_bytes() == b"new"
    assert names() == ["a.md"]
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, ())


@posix
def test_sweep_removes_what_the_dead_have_left_and_nothing_else() -> None:
    script = """
import os
from pathlib import Path
from copylint import files
replace = os.replace
os.replace = lambda *_: os.kill(os.getpid(), 9)
files.write(Path("a.md"), b"old", b"new")
"""
    plant("a.md:old", "a.copylint-tmp", ".copylint-tmp.md", "b.md")
    Path(".folder.copylint-tmp").mkdir()
    os.mkfifo(".pipe.copylint-tmp")
    subprocess.run([sys.executable, "-c", script], check=False)
    (litter,) = set(names()) - {
        "a.md",
        "a.copylint-tmp",
        ".copylint-tmp.md",
        "b.md",
        ".folder.copylint-tmp",
        ".pipe.copylint-tmp",
    }
    assert litter.startswith(".a.md.")
    assert litter.endswith(".copylint-tmp")
    assert Path(litter).read_bytes() == b"new"
    assert Path("a.md").read_bytes() == b"old"
    assert find(".") == [".copylint-tmp.md", "a.md", "b.md"]
    assert not Path(litter).exists()
    assert len(names()) == 6


@posix
@pytest.mark.parametrize("how", ["sweep", "discover", "write"])
def test_litter_goes_with_the_next_run_but_not_from_under_the_living(how: str) -> None:
    import fcntl

    plant("a.md:old", ".dead.copylint-tmp", ".alive.copylint-tmp")
    os.utime(".alive.copylint-tmp", (time.time() - 4000,) * 2)
    with Path(".alive.copylint-tmp").open() as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        if how == "sweep":
            files.sweep(Path())
        elif how == "discover":
            find(".")
        else:
            write(Path("a.md"), b"old", b"new")
        assert names() == [".alive.copylint-tmp", "a.md"]


@posix
def test_where_there_are_no_locks_litter_goes_after_an_hour(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import fcntl

    def fail(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", fail)
    plant(".new.copylint-tmp", ".old.copylint-tmp", "a.md:old")
    os.utime(".old.copylint-tmp", (time.time() - 4000,) * 2)
    write(Path("a.md"), b"old", b"new")
    assert names() == [".new.copylint-tmp", "a.md"]


def test_two_processes_at_once_leave_a_whole_file(here: Path) -> None:
    script = """
from pathlib import Path
from copylint import files
from copylint.errors import WriteError
for number in range(40):
    path = Path(f"{number}.md")
    try:
        files.write(path, b"old" * 1000, b"new" * 2000)
    except WriteError as error:
        assert str(error) == "changed while it was being checked; run again", error
"""
    for number in range(40):
        Path(f"{number}.md").write_bytes(b"old" * 1000)
    runs = [subprocess.Popen([sys.executable, "-c", script]) for _ in range(3)]
    assert [run.wait() for run in runs] == [0, 0, 0]
    assert {path.read_bytes() for path in here.iterdir()} == {b"new" * 2000}
    assert len(names()) == 40


def test_a_plain_run_imports_nothing_it_does_not_use() -> None:
    plant("a.md:text")
    script = """
import sys
from pathlib import Path
from copylint import files
(found,) = files.discover(["."], suffixes={".md"}, exclude=[])
files.read(found.path, 0)
print({"pathspec", "tempfile", "fcntl", "shutil", "signal"} & set(sys.modules))
"""
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert run.stdout == "set()\n"
    assert swap.is_litter(".a.copylint-tmp")
