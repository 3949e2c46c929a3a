"""Whole commands compared over one folder in one run: copylint, codespell, proselint.

    pip install '.[bench]'
    python benchmarks/compare.py FOLDER [--rounds 5] [--without proselint]

The commands take turns, so that a machine that slows down slows all of them. CPU is user and
system time of each command and its children; the ratios are those of each round, and their median
is what to quote. codespell and proselint do other work than copylint: the ratio says what a person
waits for, not which is the better tool.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import statistics
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

SUFFIXES = {".md", ".markdown", ".html", ".txt"}


def cpu(command: Sequence[str]) -> float:
    """Seconds of CPU that a command and its children take."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def commands(folder: Path, without: Sequence[str]) -> dict[str, list[str]]:
    """The commands that are installed, by name; copylint with one process."""
    files = [str(path) for path in sorted(folder.rglob("*")) if path.suffix in SUFFIXES]
    known = {
        "copylint": ["copylint", "check", "--isolated", "--jobs", "1", "-q", str(folder)],
        "codespell": ["codespell", str(folder)],
        "proselint": ["proselint", "check", *files],
    }
    return {
        name: command
        for name, command in known.items()
        if name not in without and shutil.which(command[0])
    }


def main() -> int:
    """Print each command's median CPU and copylint's ratio to it."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument(
        "--without", action="append", default=[], choices=["codespell", "proselint"]
    )
    options = parser.parse_args()
    chosen = commands(options.folder, options.without)
    if "copylint" not in chosen or len(chosen) < 2:
        print("install copylint and something to compare it with: pip install '.[bench]'")
        return 2
    for command in chosen.values():
        cpu(command)
    taken: dict[str, list[float]] = {name: [] for name in chosen}
    for _ in range(options.rounds):
        for name, command in chosen.items():
            taken[name].append(cpu(command))
    for name, times in taken.items():
        ratios = [ours / theirs for ours, theirs in zip(taken["copylint"], times, strict=True)]
        shown = f"copylint takes {statistics.median(ratios):.2f} of its CPU"
        print(f"{name:10} {statistics.median(times):7.2f} s CPU (median)   {shown}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
