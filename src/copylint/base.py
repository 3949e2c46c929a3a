"""Settings and rules as a commit has them, for judging a tree by rules that it cannot change.

Whoever opens a pull request can change the settings in it. So the files are read out of the commit
it is to be merged into; git is only asked for objects, which runs no hook and no filter.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from copylint import config as configuration
from copylint.config import Config
from copylint.errors import ConfigError, UsageError

#: What settings, rules and baselines are kept in.
_ENDINGS = (b".toml", b".yaml", b".copylint-baseline.json")
#: Modes of files; links are left out, since they may lead into the tree.
_REGULAR = {b"100644", b"100755"}
#: Bytes of a file; what is larger is data of other programs.
_LARGEST = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Base:
    """A commit's settings and rules in a folder, `copy`, that stands for the tree below `top`."""

    ref: str
    top: Path
    copy: Path

    def config(self, folder: Path) -> Config:
        """The settings for a folder of the tree, a resolved path. Raises ConfigError."""
        if not folder.is_relative_to(self.top):
            return Config()
        try:
            found = configuration.find(self.copy / folder.relative_to(self.top), self.copy)
            return self._moved(configuration.load(found)) if found else Config()
        except ConfigError as error:
            raise ConfigError(self.named(str(error))) from error

    def differs(self, settings: Path) -> bool:
        """Whether a settings file of the tree is not what the commit has in its place."""
        if not settings.is_relative_to(self.top):
            return True
        kept = self.copy / settings.relative_to(self.top)
        try:
            return kept.read_bytes() != settings.read_bytes()
        except OSError:
            return True

    def named(self, text: str) -> str:
        """A text in which files are called as git calls them: `ref:path`."""
        return text.replace(f"{self.copy}/", f"{self.ref}:")

    def in_tree(self, path: Path) -> Path:
        """Where a file of the commit has its place in the tree; other paths stay as they are."""
        return self.top / path.relative_to(self.copy) if path.is_relative_to(self.copy) else path

    def _moved(self, config: Config) -> Config:
        """Settings whose patterns count from the tree; the rules stay those of the commit."""
        return replace(
            config,
            folder=self.in_tree(config.folder),
            exclude_from=self.in_tree(config.exclude_from),
            overrides=tuple(
                replace(one, folder=self.in_tree(one.folder)) for one in config.overrides
            ),
            file=self.named(config.file),
            origin={name: self.named(place) for name, place in config.origin.items()},
        )


def lay_out(ref: str, folder: Path, into: Path) -> Base:
    """The settings and rules of a commit of the repository around a folder, put into an empty one.

    Raises UsageError where there is no git, no repository or no such commit.
    """
    top = Path(_git(folder, ["rev-parse", "--show-toplevel"]).decode().rstrip("\n"))
    wanted = f"{ref}^{{commit}}"
    asked = ["rev-parse", "--verify", "--quiet", "--end-of-options", wanted]
    commit = _git(folder, asked, f"{ref!r} is no commit here; fetch it first").decode().strip()
    listing = _git(folder, ["ls-tree", "-r", "-z", "-l", "--full-tree", commit])
    named = dict(_wanted(listing))
    objects = b"".join(b"%s\n" % name for name in named.values())
    blobs = _git(folder, ["cat-file", "--batch"], data=objects)
    copy = into.resolve()
    for path, data in zip(named, _blobs(blobs), strict=True):
        target = copy / path.decode("utf-8", "surrogateescape")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    return Base(ref, top.resolve(), copy)


def _git(
    folder: Path, arguments: Sequence[str], problem: str = "", *, data: bytes | None = None
) -> bytes:
    import subprocess

    try:
        done = subprocess.run(
            ["git", "-C", str(folder), *arguments], input=data, capture_output=True, check=False
        )
    except OSError as error:
        problem = f"git, which is needed to read a commit, cannot be run: {error.strerror}"
        raise UsageError(problem) from error
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().partition("\n")[0]
        raise UsageError(problem or f"git: {said.removeprefix('fatal: ')}")
    return done.stdout


def _wanted(listing: bytes) -> Iterator[tuple[bytes, bytes]]:
    """(path, object name) of the files to lay out, from what `git ls-tree -z -l` prints."""
    for entry in listing.split(b"\0"):
        head, _, path = entry.partition(b"\t")
        if not path.endswith(_ENDINGS) or {b"..", b".git"} & set(path.split(b"/")):
            continue
        mode, _, name, size = head.split()
        if mode in _REGULAR and int(size) <= _LARGEST:
            yield path, name


def _blobs(batch: bytes) -> Iterator[bytes]:
    """The contents in what `git cat-file --batch` prints, each behind a line with its size."""
    at = 0
    while at < len(batch):
        head = batch.index(b"\n", at)
        size = int(batch[at:head].split()[2])
        yield batch[head + 1 : head + 1 + size]
        at = head + size + 2
