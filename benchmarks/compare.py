"""Whole commands compared over one folder in one run: copylint, codespell, proselint.

    pip install '.[bench]'
    python benchmarks/compare.py FOLDER [--rounds 5] [--without proselint]

The commands take turns, so that a machine that slows down slows all of them. CPU is user and
system time of each command and its children; the ratios are those of each round, and their median
is what to quote. copylint runs twice in a round: on texts that it has never seen, and again on the
same, whose findings it remembers. codespell and proselint do other work than copylint: the ratio
says what a person waits for, not which is the better tool.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

SUFFIXES = {".md", ".markdown", ".html", ".txt"}


FIRST, AGAIN = "copylint", "copylint again"


def cpu(command: Sequence[str], home: Path) -> float:
    """Seconds of CPU that a command and its children take; `home` is for what they keep."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    env = {**os.environ, "XDG_CACHE_HOME": str(home)}
    subprocess.run(command, check=False, env=env, **quiet)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def forget(home: Path) -> None:
    """Let copylint look at every text anew; its rules stay read, as where it has ever run."""
    for path in home.rglob("verdicts-*"):
        path.unlink()


def commands(folder: Path, without: Sequence[str]) -> dict[str, list[str]]:
    """The commands that are installed, by name; copylint with one process."""
    files = [str(path) for path in sorted(folder.rglob("*")) if path.suffix in SUFFIXES]
    ours = ["copylint", "check", "--isolated", "--jobs", "1", "-q", str(folder)]
    known = {
        FIRST: ours,
        AGAIN: ours,
        "codespell": ["codespell", str(folder)],
        "proselint": ["proselint", "check", *files],
    }
    return {
        name: command
        for name, command in known.items()
        if name not in without and shutil.which(command[0])
    }


def main() -> int:
    """Print each command's median CPU and copylint's ratios to it."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument(
        "--without", action="append", default=[], choices=["codespell", "proselint"]
    )
    options = parser.parse_args()
    chosen = commands(options.folder, options.without)
    if FIRST not in chosen or len(chosen) < 3:
        print("install copylint and something to compare it with: pip install '.[bench]'")
        return 2
    taken: dict[str, list[float]] = {name: [] for name in chosen}
    with tempfile.TemporaryDirectory() as home:
        for command in chosen.values():
            cpu(command, Path(home))
        for _ in range(options.rounds):
            forget(Path(home))
            for name, command in chosen.items():
                taken[name].append(cpu(command, Path(home)))
    for name, times in taken.items():
        first, again = (
            statistics.median(a / b for a, b in zip(taken[ours], times, strict=True))
            for ours in (FIRST, AGAIN)
        )
        print(
            f"{name:14} {statistics.median(times):7.2f} s CPU (median)   copylint takes "
            f"{first:.2f} of its CPU, and {again:.2f} again"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
