"""What can be made again and is kept for the next run: where it lies and how it is written."""

from __future__ import annotations

import json
import os
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

# Entries kept in one ledger.
_MOST = 1 << 15
# Seconds after which a ledger that nobody asks any more is forgotten.
_OLD = 30 * 24 * 3600


def folder() -> Path:
    """The folder for it; asking `platformdirs` costs as much as reading all rules from it.

    Raises OSError or RuntimeError where there is no home to have one in.
    """
    if sys.platform == "linux":
        named = os.environ.get("XDG_CACHE_HOME", "").strip()
        return (Path(named) if named else Path.home() / ".cache") / "copylint"
    from platformdirs import user_cache_path

    return user_cache_path("copylint", appauthor=False)


def keep(path: Path, data: bytes) -> None:
    """Write beside and rename, so that two runs at once cannot tear it; failing is no matter."""
    beside = path.with_suffix(f".{os.getpid()}.tmp")
    with suppress(OSError):
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            beside.write_bytes(data)
            beside.replace(path)
        except OSError:
            beside.unlink(missing_ok=True)


def stamps(folder: Path, suffixes: tuple[str, ...]) -> list[tuple[str, int, int]]:
    """(path below the folder, size, time) of each file with one of the suffixes, in order."""
    found = []
    pending = [""]
    while pending:
        below = pending.pop()
        with os.scandir(folder / below) as entries:
            for entry in entries:
                name = f"{below}{entry.name}"
                if entry.is_dir():
                    pending.append(f"{name}/")
                elif name.endswith(suffixes):
                    stat = entry.stat()
                    found.append((name, stat.st_size, stat.st_mtime_ns))
    return sorted(found)


class Ledger:
    """Plain data under keys, in a file that several runs may write at once."""

    def __init__(self, name: str) -> None:
        """`name` says what is kept, as far as its first hyphen, and what it hangs on.

        Raises OSError or RuntimeError where there is no place to keep anything.
        """
        self._file = folder() / f"{name}.json"
        self._kept = self._read()
        self._new: dict[str, Any] = {}

    def get(self, key: str) -> Any:
        """What is kept under a key, or None."""
        return self._kept.get(key)

    def add(self, key: str, data: Any) -> None:
        """Note what is to be kept under a key; of millions only as many as are kept."""
        if len(self._new) < _MOST:
            self._kept[key] = self._new[key] = data

    def save(self) -> None:
        """Keep what is new, with what other runs have kept meanwhile; failing is no matter."""
        if self._new:
            every = list((self._read() | self._new).items())[-_MOST:]
            keep(self._file, json.dumps(dict(every), separators=(",", ":")).encode())
            self._new.clear()
            with suppress(OSError):
                self._forget()

    def _read(self) -> dict[str, Any]:
        try:
            kept = json.loads(self._file.read_bytes())
        except (OSError, ValueError, RecursionError):
            return {}
        return kept if isinstance(kept, dict) else {}

    def _forget(self) -> None:
        for path in self._file.parent.glob(f"{self._file.name.partition('-')[0]}-*"):
            if path.stat().st_mtime < time.time() - _OLD:
                path.unlink()
