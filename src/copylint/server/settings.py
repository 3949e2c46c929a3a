"""The settings on disk, as the command line reads them, and again when one of their files changes.

Not every editor tells when a file changes, so what the settings were read from is looked at each
time they are needed: some calls of `stat`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from copylint import config as configuration
from copylint.workspace import Options, Workspace

#: Which file is in force for a folder, and each file read for it with its time and size.
_Mark = tuple[Path | None, tuple[tuple[str, int, int], ...]]


class Settings:
    """The settings and rules for files, never staler than the last question."""

    def __init__(self, options: Options) -> None:
        self._options = options
        self._space = Workspace(options)
        self._marks: dict[Path, _Mark] = {}
        #: How often they were found changed.
        self.changes = 0

    def space(self, name: str) -> Workspace:
        """The workspace for a file, by its path.

        Raises ConfigError, RuleError or UsageError where the settings for it cannot be used.
        """
        folder = Path(name).parent
        known = self._marks.get(folder)
        if known is not None and known != self._mark(folder, [file for file, _, _ in known[1]]):
            self._marks.clear()
            self._space = Workspace(self._options)
            self.changes += 1
            known = None
        # Asked for here, so that settings that cannot be used are told and are not remembered.
        self._space.linter(name)
        if known is None:
            self._marks[folder] = self._mark(folder, list(self._files(name)))
        return self._space

    def _mark(self, folder: Path, files: list[str]) -> _Mark:
        fixed = self._options.isolated or self._options.config
        found = None if fixed else configuration.find(folder.resolve())
        return found, tuple(_stamp(file) for file in files)

    def _files(self, name: str) -> Iterator[str]:
        """The files that the settings for a path were read from, and those of their rules."""
        config = self._space.config(name)
        origins = {place.rpartition(":")[0] for place in config.origin.values()}
        yield from sorted({config.file, *origins} - {""})
        for folder in (*config.rules, *self._options.rules):
            yield folder
            yield from sorted(map(str, Path(folder).rglob("*")))


def _stamp(file: str) -> tuple[str, int, int]:
    try:
        status = Path(file).stat()
    except OSError:
        return file, 0, 0
    return file, status.st_mtime_ns, status.st_size
