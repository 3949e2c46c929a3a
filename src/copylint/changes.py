"""What changed in a git work tree since it left another branch: which files, and which lines."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from copylint.errors import UsageError
from copylint.span import Span

_HUNK = re.compile(rb"@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@")
_ESCAPE = re.compile(rb'\\([0-7]{3}|[abtnvfr"\\])')
_LETTERS = dict(zip(b'abtnvfr"\\', b'\a\b\t\n\v\f\r"\\', strict=True))
# What settings of the user or the repository could change about a diff is said here instead.
_DIFF = (
    "diff", "--no-color", "--no-ext-diff", "--no-textconv", "--find-renames",
    "--ignore-submodules=all", "--no-relative",
)  # fmt: skip
_HUNKS = ("--unified=0", "--inter-hunk-context=0", "--src-prefix=a/", "--dst-prefix=b/")


@dataclass(frozen=True, slots=True)
class Changes:
    """The files of a work tree that differ from a commit: `lines` by path below `root`.

    Lines are counted from 1 and end at LF alone, as git counts them; None stands for all of them.
    A deleted line leaves nothing to name. Files that git ignores, and those of submodules, are no
    part of the repository and so never changed.
    """

    root: Path
    base: str
    lines: Mapping[str, tuple[range, ...] | None]

    def touch(self, path: Path) -> bool:
        """Whether a file was added or altered; a link stands for what it leads to."""
        return self._name(path) in self.lines

    def spans(self, path: Path, source: str) -> tuple[Span, ...]:
        """The ranges of a file's text that were added or altered, in order and apart."""
        ranges = self.lines.get(self._name(path), ())
        if ranges is None:
            return (Span(0, len(source) + 1),)
        starts = [0, *(hit.end() for hit in re.finditer("\n", source))]
        if len(starts) > 1 and starts[-1] == len(source):
            starts.pop()
        # The end of a text belongs to its last line.
        starts.append(len(source) + 1)
        return tuple(
            Span(starts[lines.start - 1], starts[min(lines.stop, len(starts)) - 1])
            for lines in ranges
            if lines.start < len(starts)
        )

    def _name(self, path: Path) -> str:
        try:
            return path.resolve().relative_to(self.root).as_posix()
        except ValueError:
            return ""


def since(ref: str, paths: Sequence[str]) -> Changes:
    """What changed since the commit in which this work tree's branch and `ref` last met.

    What is staged, what is not yet, and new files that are not ignored count as well. `paths` say
    which repository is meant. Raises UsageError where git cannot tell, with the cure.
    """
    first = Path(paths[0])
    folder = first if first.is_dir() else first.parent
    # In a hook git says by GIT_DIR where it is, and counts that from the current folder.
    where = Path() if "GIT_DIR" in os.environ or not folder.is_dir() else folder
    root = Path(os.fsdecode(_git(where, "rev-parse", "--show-toplevel").rstrip(b"\n")))
    for path in paths:
        if not Path(path).resolve().is_relative_to(root.resolve()):
            raise UsageError(f"{path} is not in the repository {root}; check it by itself")
    base = _base(root, ref)
    lines: dict[str, tuple[range, ...] | None] = {}
    hunks = _hunks(_git(root, *_DIFF, *_HUNKS, base, "--"))
    for name, binary in _files(_git(root, *_DIFF, "--numstat", "-z", base, "--")):
        lines[os.fsdecode(name)] = None if binary else tuple(hunks.get(name, ()))
    new = _git(root, "ls-files", "--others", "--exclude-standard", "-z")
    lines |= dict.fromkeys(os.fsdecode(new).split("\0"), None)
    lines.pop("", None)
    return Changes(root.resolve(), base, lines)


def _base(root: Path, ref: str) -> str:
    """The commit in which the current branch and `ref` last met."""
    if ref == "HEAD" and not _git(root, "rev-list", "--max-count=1", "--all").strip():
        # Before the first commit everything is new: the empty tree's name stands for nothing.
        return _git(root, "hash-object", "-t", "tree", os.devnull).decode().strip()
    shallow = _git(root, "rev-parse", "--is-shallow-repository").strip() == b"true"
    try:
        if not ref or ref.startswith("-"):
            raise UsageError(ref)
        commit = _git(root, "rev-parse", "--verify", "--quiet", f"{ref}^{{commit}}").strip()
    except UsageError:
        raise UsageError(
            f"--diff-base: {ref!r} names no commit in this clone; give a branch, tag or commit, or "
            f"fetch it first, e.g. with 'git fetch origin {ref.removeprefix('origin/') or 'main'}'"
        ) from None
    try:
        return _git(root, "merge-base", commit.decode(), "HEAD").decode().strip()
    except UsageError:
        if shallow:
            raise UsageError(
                f"--diff-base: this clone is too shallow to hold the commit in which HEAD and "
                f"{ref!r} met; run 'git fetch --unshallow', or set 'fetch-depth: 0' for "
                "actions/checkout and 'GIT_DEPTH: 0' for GitLab"
            ) from None
        raise UsageError(
            f"--diff-base: HEAD and {ref!r} have no commit in common; name a branch that this one "
            "was made from"
        ) from None


def _git(folder: Path, *arguments: str) -> bytes:
    import subprocess

    # Without optional locks a look at a work tree never stands in the way of a commit.
    environment = {**os.environ, "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
    command = ["git", "--no-pager", "-c", "core.quotePath=true", *arguments]
    try:
        done = subprocess.run(
            command, cwd=folder, env=environment, capture_output=True, check=False
        )
    except FileNotFoundError:
        raise UsageError("--diff-base needs git, which is not installed") from None
    if done.returncode == 0:
        return done.stdout
    said = done.stderr.decode("utf-8", "backslashreplace").strip()
    if "not a git repository" in said:
        place = "this folder" if folder == Path() else str(folder)
        raise UsageError(f"--diff-base: {place} is not in a git repository; leave the option out")
    raise UsageError(f"--diff-base: git {arguments[0]}: {said or f'exit code {done.returncode}'}")


def _files(numstat: bytes) -> Iterator[tuple[bytes, bool]]:
    """(name, whether git takes it for binary) for each file of `git diff --numstat -z`."""
    fields = iter(numstat.split(b"\0"))
    for field in fields:
        added, _, rest = field.partition(b"\t")
        name = rest.partition(b"\t")[2]
        if field and not name:
            next(fields)
            name = next(fields)
        if name:
            yield name, added == b"-"


def _hunks(patch: bytes) -> dict[bytes, list[range]]:
    """The lines that each file's hunks put in.

    What a hunk holds is passed over by its count, so that no line of an article is taken for a
    header.
    """
    found: dict[bytes, list[range]] = {}
    ranges: list[range] = []
    left = 0
    for line in patch.split(b"\n"):
        if line.startswith(b"\\"):
            continue
        if left:
            left -= 1
        elif line.startswith(b"+++ "):
            ranges = found.setdefault(_unquoted(line[4:]).removeprefix(b"b/"), [])
        elif hunk := _HUNK.match(line):
            out, start, into = (int(group) if group else 1 for group in hunk.groups())
            left = out + into
            if into:
                ranges.append(range(start, start + into))
    return found


def _unquoted(name: bytes) -> bytes:
    """A name as git writes it in a patch: perhaps in quotation marks, perhaps with a tab behind."""
    name = name.removesuffix(b"\t")
    if not name.startswith(b'"'):
        return name

    def char(escape: re.Match[bytes]) -> bytes:
        code = escape[1]
        return bytes([int(code, 8) if len(code) == 3 else _LETTERS[code[0]]])

    return _ESCAPE.sub(char, name[1:-1])
