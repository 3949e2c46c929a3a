"""Kill `copylint check --fix` at random moments: no file may be torn, and nothing may be left over.

    python benchmarks/kill.py [--rounds 100] [--command "copylint check --fix"] [--seed N]

Each round damages 200 files, starts the repair, ends it with SIGKILL (in one round of three with
SIGINT or SIGTERM) at a random moment of its usual time, and looks at every file: it must be the
old one or the repaired one, byte for byte. Then the command runs once more to its end, and after
that every file must be repaired and no temporary file be left. POSIX only.
"""

from __future__ import annotations

import argparse
import os
import random
import shlex
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path

FILES = 200


def main() -> int:
    """Run the rounds, print one line of summary; 1 for a torn file or litter that stays."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--command", default="copylint check --fix", type=shlex.split)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    options = parser.parse_args()
    dice = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        old = {f"{number:03}.md": article(number, dice) for number in range(FILES)}
        seconds = repair(options.command, folder, old)
        new = contents(folder)
        if same := [name for name in old if new.get(name) == old[name]]:
            sys.exit(f"{' '.join(options.command)} repairs nothing in {len(same)} files")
        count: Counter[str] = Counter()
        for number in range(options.rounds):
            kinds = [signal.SIGINT, signal.SIGTERM] if number % 3 == 0 else [signal.SIGKILL]
            kill(options.command, folder, old, dice.choice(kinds), dice.uniform(0, seconds))
            count += judge(contents(folder), old, new)
            run(options.command, folder).wait()
            after = contents(folder)
            count["left after the next run"] += len(after.keys() - new.keys())
            count["not repaired by the next run"] += sum(after[name] != new[name] for name in new)
    print(
        f"{options.rounds} kills in {seconds:.2f} s each, seed {options.seed}: "
        f"{count['torn']} torn files, {count['halfway']} runs stopped halfway, "
        f"{count['left']} temporary files left by kills, "
        f"{count['left after the next run']} left after the next run, "
        f"{count['not repaired by the next run']} files not repaired by it"
    )
    bad = ("torn", "left after the next run", "not repaired by the next run")
    return int(any(count[name] for name in bad))


def article(number: int, dice: random.Random) -> bytes:
    """A Markdown file with damage that has one safe repair."""
    lines = [f"# Report {number}\n"]
    for paragraph in range(dice.randrange(1, 9)):
        lines.append(
            f"The harbour was dredged in {1900 + paragraph}.. Ships came back the next spring "
            f"[cite: {dice.randrange(1, 9)}]. Trade grew for the {paragraph + 2} years that "
            "followed, and the town with it.\n"
        )
    return "\n".join(lines).encode()


def run(command: list[str], folder: Path) -> subprocess.Popen[bytes]:
    """The command on a folder, in a process group of its own so that its workers die with it."""
    return subprocess.Popen(
        [*command, folder],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def repair(command: list[str], folder: Path, old: dict[str, bytes]) -> float:
    """The time a whole repair takes; the second of two, when the caches are warm."""
    for _ in range(2):
        damage(folder, old)
        started = time.monotonic()
        if run(command, folder).wait() == 2:
            sys.exit(f"{' '.join(command)} exits with 2")
        seconds = time.monotonic() - started
    return seconds


def damage(folder: Path, old: dict[str, bytes]) -> None:
    """Put the damaged files back."""
    for name, data in old.items():
        (folder / name).write_bytes(data)


def kill(
    command: list[str], folder: Path, old: dict[str, bytes], number: int, seconds: float
) -> None:
    """Start a repair and end it with a signal."""
    damage(folder, old)
    process = run(command, folder)
    time.sleep(seconds)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, number)
    process.wait()


def contents(folder: Path) -> dict[str, bytes]:
    """Every file in a folder, hidden ones too."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def judge(found: dict[str, bytes], old: dict[str, bytes], new: dict[str, bytes]) -> Counter[str]:
    """How a killed run has left a folder."""
    repaired = sum(found.get(name) == new[name] for name in new)
    return Counter(
        torn=sum(found.get(name) not in (old[name], new[name]) for name in old),
        halfway=int(0 < repaired < len(new)),
        left=len(found.keys() - new.keys()),
    )


if __name__ == "__main__":
    sys.exit(main())
