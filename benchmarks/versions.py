"""What a change of copylint changes: the findings that appear and vanish on folders of text.

    python benchmarks/versions.py FOLDER…                      # main against the tree as it is
    python benchmarks/versions.py FOLDER… --before v0.1.0 --after my-branch
    python benchmarks/versions.py FOLDER… --before /old/bin/copylint --after /new/bin/copylint

A version is a git revision of this repository, which is checked out in a temporary folder and run
from there with the packages installed here; or a command; or `.`, the tree as it stands. Exit codes
are those of diff: 0 for the same findings, 1 for others, 2 for a version that does not run.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]


class NotRunError(Exception):
    """A version that cannot be run, and why."""


def installed(version: str, folder: Path) -> tuple[list[str], dict[str, str]]:
    """The command of a version and its environment; a revision is checked out into a folder.

    Raises NotRunError for what is no command and no revision.
    """
    if os.sep in version and (path := shutil.which(version)):
        return [path], {}
    place = ROOT
    if version != ".":
        command = ["git", "-C", str(ROOT), "worktree", "add", "--detach", "--quiet", str(folder)]
        done = subprocess.run([*command, version], capture_output=True, text=True, check=False)
        if done.returncode:
            raise NotRunError(f"{version}: {done.stderr.strip()}")
        place = folder
    return [sys.executable, "-P", "-m", "copylint"], {"PYTHONPATH": str(place / "src")}


def findings(
    command: Sequence[str], more: dict[str, str], options: argparse.Namespace
) -> list[dict[str, Any]]:
    """The findings of one version, as its JSON report gives them. Raises NotRunError."""
    arguments = ["check", "--isolated", "--exit-zero", "--output", "json", "--jobs", options.jobs]
    if options.select:
        arguments += ["--select", options.select]
    done = subprocess.run(
        [*command, *arguments, *options.folders],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **more},
    )
    if not done.stdout:
        raise NotRunError(f"{' '.join(command)}: {done.stderr.strip() or 'said nothing'}")
    sys.stderr.write(done.stderr)
    found: list[dict[str, Any]] = json.loads(done.stdout)["findings"]
    return found


def changes(before: list[dict[str, Any]], after: list[dict[str, Any]]) -> Iterator[str]:
    """A line for each finding that appeared or vanished, and the sums by rule."""
    old = {one["fingerprint"]: one for one in before}
    new = {one["fingerprint"]: one for one in after}
    sums: dict[str, Counter[str]] = {"+": Counter(), "-": Counter()}
    for sign, ones in (
        ("+", [one for name, one in new.items() if name not in old]),
        ("-", [one for name, one in old.items() if name not in new]),
    ):
        for one in sorted(ones, key=lambda one: (one["rule"], one["path"], one["start"]["offset"])):
            sums[sign][one["rule"]] += 1
            place = f"{one['path']}:{one['start']['line']}:{one['start']['column']}"
            yield f"{sign} {one['rule']} {place} {one['text'][:100]!r}"
    for rule in sorted(sums["+"] | sums["-"]):
        yield f"{rule}: {sums['+'][rule]} appeared, {sums['-'][rule]} vanished"


def main() -> int:
    """Run both versions and print what differs."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("folders", nargs="+")
    parser.add_argument("--before", default="main", help="revision, command or . (default: main)")
    parser.add_argument("--after", default=".", help="revision, command or . (default: .)")
    parser.add_argument("--select", help="these rules only, or 'all' (default: those on)")
    parser.add_argument("--jobs", default="0", help="files at a time (default: all cores)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="copylint-versions-") as made:
        try:
            before, after = (
                findings(*installed(version, Path(made) / name), options)
                for name, version in (("before", options.before), ("after", options.after))
            )
        except NotRunError as error:
            print(error, file=sys.stderr)
            return 2
        finally:
            for place in Path(made).iterdir():
                command = ["git", "-C", str(ROOT), "worktree", "remove", "--force", str(place)]
                subprocess.run(command, check=False)
    lines = list(changes(before, after))
    print("\n".join(lines) or "no finding appeared or vanished")
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())
