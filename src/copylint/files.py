"""Which files to lint, and their bytes as text."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from copylint.errors import ConfigError, ReadError, WriteError
from copylint.swap import discard, is_litter, sweep, write

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

__all__ = ["Found", "Text", "decode", "discover", "encode", "read", "sweep", "write"]

# Longer marks first: UTF-32's little-endian one begins with UTF-16's.
_MARKS = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
# Folders whose name begins with a dot are left out as well. `build` and `dist` hold articles in
# some projects; where they do not, the project's .gitignore names them.
_TOOLS = frozenset({"node_modules", "venv", "__pycache__"})
# A pipe put in the place of a file that was just looked at must not hang us.
_NO_WAIT = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0)


class Text(NamedTuple):
    """A decoded file: its text without the byte order mark, and what encoding it again takes."""

    source: str
    encoding: str
    bom: bytes

    @property
    def writable(self) -> bool:
        """Whether repairs may be written: UTF-16 is linted and never rewritten."""
        return not self.encoding.startswith("utf-16")

    @property
    def codec(self) -> str:
        """The encoding by Python's name, which tells UTF-8 with a byte order mark from other."""
        return "utf-8-sig" if self.bom and self.writable else self.encoding


def decode(data: bytes) -> Text:
    """The text of bytes in UTF-8 or marked UTF-16; for any other a `ReadError`, never a guess."""
    mark, encoding = next((m for m in _MARKS if data.startswith(m[0])), (b"", "utf-8"))
    if encoding == "utf-32":
        raise ReadError("is UTF-32; convert it to UTF-8, e.g. with iconv -f utf-32 -t utf-8")
    if encoding == "utf-8" and b"\x00" in data[:8192]:
        raise ReadError("looks like a binary file; exclude it, or save it as UTF-8 if it is text")
    if encoding == "utf-8" and (b"\x1b$B" in data or b"\x1b$@" in data):
        raise ReadError(
            "is ISO-2022-JP; convert the file to UTF-8, e.g. with iconv -f iso-2022-jp -t utf-8"
        )
    try:
        return Text(data[len(mark) :].decode(encoding), encoding, mark)
    except UnicodeDecodeError as error:
        at = len(mark) + error.start
        if encoding != "utf-8":
            raise ReadError(
                f"not UTF-16, though its byte order mark says so: {error.reason} at offset {at}; "
                "save it again as UTF-8"
            ) from None
        head = data[:at]
        line = 1 + head.count(b"\n") + head.count(b"\r") - head.count(b"\r\n")
        raise ReadError(
            f"not UTF-8: byte 0x{data[at]:02X} at offset {at} (line {line}); convert the file to "
            "UTF-8, e.g. with iconv -f latin1 -t utf-8"
        ) from None


def encode(text: Text, source: str) -> bytes:
    """The bytes of `source` in the encoding of the file that `text` came from.

    Raises `WriteError` for a character that the encoding lacks.
    """
    try:
        return text.bom + source.encode(text.encoding)
    except UnicodeEncodeError as error:
        char = error.object[error.start]
        raise WriteError(
            f"has no way to write {char!r} in {text.encoding}; it is unchanged"
        ) from None


def read(path: Path, max_size: int, decode: Callable[[bytes], Text] = decode) -> tuple[bytes, Text]:
    """A file's bytes and its text; a `max_size` of 0 is no limit.

    Raises `ReadError` for what is missing, unreadable, no regular file, too big or not text.
    """
    data = _load(path, max_size)
    return data, decode(data)


def _load(path: Path, max_size: int) -> bytes:
    try:
        # Asked before opening, because opening a device can already do something.
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise ReadError(_oddity(status.st_mode))
        with open(path, "rb", opener=lambda name, flags: os.open(name, flags | _NO_WAIT)) as file:
            data = file.read(max_size + 1 if max_size else -1)
    except OSError as error:
        raise ReadError(_trouble(error, path)) from error
    if max_size and len(data) > max_size:
        size, limit = _size(max(status.st_size, len(data))), _size(max_size)
        raise ReadError(f"is {size}, over the limit of {limit}; raise it with max-file-size")
    return data


def _size(count: int) -> str:
    for unit, name in ((1_000_000, "MB"), (1_000, "kB")):
        if count >= unit:
            return f"{count / unit:.1f}".removesuffix(".0") + f" {name}"
    return f"{count} bytes"


def _oddity(mode: int) -> str:
    kinds = {stat.S_IFDIR: "folder", stat.S_IFIFO: "pipe", stat.S_IFSOCK: "socket"}
    kind = kinds.get(stat.S_IFMT(mode), "device")
    return f"is a {kind}, not a file; name a regular file, or give its text on standard input as -"


def _trouble(error: OSError, path: Path) -> str:
    match error.errno:
        case errno.ENOENT if path.is_symlink():
            return "is a link to a file that does not exist; mend or remove the link"
        case errno.ENOENT | errno.ENOTDIR:
            return "does not exist; check the name"
        case errno.EACCES | errno.EPERM:
            return "cannot be read: permission denied; change its mode or exclude it"
        case _:
            return f"cannot be read: {error.strerror or error}"


class Found(NamedTuple):
    """A file to lint and the reason for it, or a path that cannot be and its error."""

    path: Path
    error: str
    reason: str


class _Patterns(NamedTuple):
    """Gitignore patterns and the folder, ending in a slash, that they are relative to."""

    base: str
    spec: GitIgnoreSpec


def discover(
    paths: Sequence[str],
    *,
    suffixes: Collection[str],
    exclude: Sequence[tuple[Path, Sequence[str]]],
    gitignore: bool = True,
) -> Iterator[Found]:
    """Each file to lint once, in a fixed order, under the path it was given or reached by.

    A file named by hand needs no known suffix and no leave of .gitignore, but `exclude` holds for
    it too; a pattern there that is none raises `ConfigError`. Links that a walk meets are not
    followed: what they lead to inside the folder is found there, and what lies outside was not
    asked for.
    """
    excluded = [_excluded(base, patterns) for base, patterns in exclude if patterns]
    seen: set[str] = set()
    resolved = cache(_real)
    for given in paths:
        path = Path(given)
        try:
            if not given:
                # An unset variable in a script; as a path it would be the current folder.
                raise FileNotFoundError(errno.ENOENT, "empty path")
            mode = path.stat().st_mode
        except OSError as error:
            yield Found(path, _trouble(error, path), "")
            continue
        # Excludes speak of a link by its own name, and two names of one file by the real one.
        named = path.name not in {"", ".."}
        place = f"{resolved(path.parent)}/{path.name}" if named else _real(path)
        real = _real(path) if path.is_symlink() else place
        if stat.S_ISDIR(mode):
            if not _matches(f"{place}/", excluded):
                yield from _walk(path, tuple(suffixes), excluded, seen, gitignore)
        elif not stat.S_ISREG(mode):
            yield Found(path, _oddity(mode), "")
        elif real not in seen and not _matches(place, excluded):
            seen.add(real)
            yield Found(path, "", "named by hand")


def _walk(
    top: Path, suffixes: tuple[str, ...], excluded: list[_Patterns], seen: set[str], gitignore: bool
) -> Iterator[Found]:
    # Strings, and a stack for the deepest of trees: a Path for each entry would double the time.
    pending: list[tuple[str, str, list[_Patterns] | None]]
    pending = [(f"{top}/", f"{_real(top)}/", None)]
    while pending:
        folder, place, ignored = pending.pop()
        try:
            folders, files = _listed(folder)
            if ignored is None:
                ignored = _above(place) if gitignore else []
            if gitignore and ".gitignore" in files:
                ignored = [*ignored, _gitignored(place)]
        except ReadError as error:
            yield Found(Path(folder), str(error), "")
            continue
        for name in files:
            real = f"{place}{name}"
            if is_litter(name):
                discard(Path(real))
            elif real in seen or not name.lower().endswith(suffixes):
                continue
            elif not (_matches(real, excluded) or _matches(real, ignored)):
                seen.add(real)
                yield Found(Path(f"{folder}{name}"), "", f"found in {top}")
        for name in reversed(folders):
            real = f"{place}{name}/"
            tool = name.startswith(".") or name in _TOOLS
            if not (tool or _matches(real, excluded) or _matches(real, ignored)):
                pending.append((f"{folder}{name}/", real, ignored))


def _listed(folder: str) -> tuple[list[str], list[str]]:
    folders, files = [], []
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    folders.append(entry.name)
                elif entry.is_file(follow_symlinks=False):
                    files.append(entry.name)
    except OSError as error:
        raise ReadError(_trouble(error, Path(folder))) from error
    return sorted(folders), sorted(files)


def _real(path: Path) -> str:
    return path.resolve().as_posix().rstrip("/")


def _matches(place: str, patterns: list[_Patterns]) -> bool:
    """Whether patterns take in a place, the nearest with an opinion deciding; folders end in /."""
    for base, spec in reversed(patterns):
        inside = place.startswith(base) and place != base
        if inside and (verdict := spec.check_file(place[len(base) :]).include) is not None:
            return verdict
    return False


def _excluded(base: Path, lines: Sequence[str]) -> _Patterns:
    spec, refused = _compile(lines)
    if refused:
        raise ConfigError(f"exclude: {refused[0]!r} is no gitignore pattern, or has too many stars")
    return _Patterns(f"{_real(base)}/", spec)


def _gitignored(folder: str) -> _Patterns:
    try:
        lines = _load(Path(f"{folder}.gitignore"), 1_000_000).decode("utf-8-sig", "surrogateescape")
    except ReadError as error:
        raise ReadError(f"not searched, because its .gitignore {error}") from None
    # A line that is no pattern is passed over, as git does.
    return _Patterns(folder, _compile(lines.splitlines())[0])


def _above(folder: str) -> list[_Patterns]:
    """The .gitignore files over a folder, the repository's root first; none outside of one."""
    over: list[Path] = []
    here = Path(folder)
    while not os.access(here / ".git", os.F_OK):
        if here == here.parent:
            return []
        here = here.parent
        over.append(here)
    patterns = [
        _gitignored(f"{parent.as_posix()}/")
        for parent in reversed(over)
        if os.access(parent / ".gitignore", os.F_OK)
    ]
    # An ignored folder that is named by hand is meant, and all that is in it.
    return [] if _matches(folder, patterns) else patterns


def _compile(lines: Iterable[str]) -> tuple[GitIgnoreSpec, list[str]]:
    """The patterns of some lines, and the lines that are none."""
    import re
    import warnings

    from pathspec import GitIgnoreSpec

    kept, refused = [], []
    with warnings.catch_warnings():
        # `re` warns of patterns such as "[[a]", which mean here what they say.
        warnings.simplefilter("ignore", FutureWarning)
        for line in lines:
            try:
                # Each star may try every length: "*a*a*a*a*a*b" on 240 letters would take hours.
                if max(line.count("**"), *(part.count("*") for part in line.split("/"))) > 3:
                    raise ValueError(line)
                GitIgnoreSpec.from_lines([line], backend="simple")
                kept.append(line)
            except (ValueError, re.error):
                refused.append(line)
        # The other engines, which pathspec would prefer, fail on names that are not UTF-8.
        return GitIgnoreSpec.from_lines(kept, backend="simple"), refused
