"""What all rules cost against ten of them, over one folder: whole commands in one run.

    python benchmarks/cost.py FOLDER [--rounds 5]

On clean articles the prefilter should make many rules hardly dearer than a few: all rules that are
on by default may take at most twice the CPU of ten. Nobody picks the ten. `spaced` are every n-th
of the rules that are on, in the order of their ids; `frequent` are those that find most in edited
text (src/copylint/measured.json), one of each family and then a second. The first are mostly
asleep, the second often awake, so the first is the harder measure.

The commands take turns, so that a machine that slows down slows all of them. CPU is user and system
time with one process, on texts that nothing is remembered of; the ratios are those of each round,
and their median is shown.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from itertools import chain, zip_longest
from pathlib import Path

from compare import cpu, forget

from copylint import measured, rulebook
from copylint.rule import FAMILIES, Rule

TEN = 10


def spaced(rules: list[Rule]) -> list[str]:
    """Every n-th of the rules by their ids, from the middle of the first stretch on."""
    ids = sorted(rule.id for rule in rules)
    return [ids[(2 * number + 1) * len(ids) // (2 * TEN)] for number in range(TEN)]


def frequent(rules: list[Rule]) -> list[str]:
    """The rule of each family that finds most in edited text, then the second of each."""
    counts = measured.record().findings
    order = sorted(rules, key=lambda rule: (-counts.get(rule.id, 0), rule.id))
    ranks = zip_longest(*([r.id for r in order if r.family == family] for family in FAMILIES))
    return [name for name in chain.from_iterable(ranks) if name][:TEN]


def command(folder: Path, *more: str) -> list[str]:
    """A whole check of a folder in one process, its report thrown away."""
    start = ["copylint", "check", "--isolated", "--exit-zero", "-q", "--jobs", "1"]
    return [*start, *more, str(folder)]


def findings(run: list[str]) -> tuple[int, int]:
    """How many findings a command prints, and in how many files."""
    done = subprocess.run([*run, "--output", "json"], stdout=subprocess.PIPE, check=True)
    found = json.loads(done.stdout)["findings"]
    return len(found), len({one["path"] for one in found})


def main() -> int:
    """Print a Markdown table of CPU and ratios, and the rules that were taken."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    if not options.folder.is_dir():
        print(f"{options.folder} is no folder", file=sys.stderr)
        return 2
    rules = rulebook.load()
    on = [rule for rule in rules if rule.on]
    tens = {"ten, spaced": spaced(on), "ten, frequent": frequent(on)}
    runs = {name: command(options.folder, "--select", ",".join(ten)) for name, ten in tens.items()}
    runs[f"all {len(on)} that are on"] = command(options.folder)
    runs[f"all {len(rules)}"] = command(options.folder, "--select", "all")
    found = {name: findings(run) for name, run in runs.items()}
    taken: dict[str, list[float]] = {name: [] for name in runs}
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        cpu(runs[next(iter(runs))], home)  # reads the rules
        for _ in range(options.rounds):
            for name, run in runs.items():
                forget(home)
                taken[name].append(cpu(run, home))
    print(f"Median of {options.rounds} rounds over {options.folder}:\n")
    heads = "".join(f" × {name} |" for name in tens)
    print(f"| rules | findings | files with any | CPU s |{heads}\n|---|---:|---:|---:|---:|---:|")
    for name, times in taken.items():
        cells = [
            f"{statistics.median(a / b for a, b in zip(times, taken[ten], strict=True)):.2f}"
            for ten in tens
        ]
        count, files = found[name]
        row = [name, f"{count:,}", f"{files:,}", f"{statistics.median(times):.2f}", *cells]
        print(f"| {' | '.join(row)} |")
    for name, ten in tens.items():
        print(f"\n{name}: {', '.join(ten)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
