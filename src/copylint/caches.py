"""What can be made again and is kept for the next run: where it lies and how it is written."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path


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
