"""Adopt a baseline at an old commit of a real repository, go forward, and look at what is told.

    python benchmarks/history.py GIT_DIR --since COMMIT [--every 50] [--update] [--under FOLDER]

At each step the commit's articles are checked twice, with the baseline and without. Whether a
finding stood before is decided without it: the words of the article then and now are aligned, and
a finding is old if all its words are, and a finding of the same rule was on them. Reported are, for
each step, the new findings told (right), old ones told (wrong), and new ones kept back (wrong).
With --update the baseline is renewed after each step, as a team would after each release.
"""

from __future__ import annotations

import argparse
import difflib
import itertools
import json
import os
import re
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import Any

_SUFFIXES = ("md", "markdown", "mdx", "html", "htm", "txt")
_WORD = re.compile(r"\s+|\w+|.", re.S)
_BASELINE = ".copylint-baseline.json"
Finding = dict[str, Any]


class History:
    """A git directory and a folder into which its commits are written."""

    def __init__(self, git: str, folder: Path, under: str) -> None:
        self.git, self.folder = git, folder
        self.wanted = [f":(glob,icase){under}**/*.{suffix}" for suffix in _SUFFIXES]

    def run(self, *arguments: str) -> str:
        """What a git command prints."""
        index = {**os.environ, "GIT_INDEX_FILE": f"{self.folder}.index"}
        command = ["git", f"--git-dir={self.git}", f"--work-tree={self.folder}", *arguments]
        done = subprocess.run(command, capture_output=True, env=index, check=True)
        return done.stdout.decode("utf-8", "surrogateescape")

    def show(self, commit: str) -> None:
        """Make the folder hold a commit's articles."""
        self.run("read-tree", commit)
        listed = self.run("ls-files", "-z", "--", *self.wanted)
        names = [name for name in listed.split("\0") if name]
        kept = set(names)
        for path in sorted(self.folder.rglob("*"), reverse=True):
            name = path.relative_to(self.folder).as_posix()
            if path.is_dir():
                if not any(path.iterdir()):
                    path.rmdir()
            elif name not in kept and name != _BASELINE:
                path.unlink()
        listed = "\0".join(names).encode("utf-8", "surrogateescape")
        subprocess.run(
            ["git", f"--git-dir={self.git}", f"--work-tree={self.folder}", "checkout-index", "-f",
             "-z", "--stdin"],
            input=listed,
            env={**os.environ, "GIT_INDEX_FILE": f"{self.folder}.index"},
            check=True,
        )  # fmt: skip

    def renamed(self, old: str, new: str) -> dict[str, str]:
        """The old name of each file that has a new one."""
        options = ("--name-status", "-M", "-l0", "-z", "--diff-filter=R")
        parts = self.run("diff", *options, old, new, "--", *self.wanted).split("\0")
        return {parts[at + 2]: parts[at + 1] for at in range(0, len(parts) - 2, 3)}


def check(folder: Path, *more: str) -> list[Finding]:
    """The findings of the copylint that is installed, and the texts they stand in."""
    command = [
        "copylint",
        "check",
        "--isolated",
        "--exit-zero",
        "--quiet",
        "--output",
        "json",
        *more,
    ]
    done = subprocess.run([*command, "."], capture_output=True, text=True, cwd=folder, check=False)
    found: list[Finding] = json.loads(done.stdout)["findings"]
    return found


def texts(folder: Path, findings: list[Finding]) -> dict[str, str]:
    """The text of each file that has findings, without its byte order mark."""
    names = {finding["path"] for finding in findings}
    return {name: (folder / name).read_bytes().decode("utf-8-sig") for name in names}


def words(text: str) -> tuple[list[str], list[int]]:
    """The words and signs of a text and where each begins; white space is dropped."""
    hits = [hit for hit in _WORD.finditer(text) if not hit[0].isspace()]
    return [hit[0] for hit in hits], [hit.start() for hit in hits]


def origins(old: str, new: str) -> dict[int, int]:
    """Where each word of a new text stood in the old one, for those that stood there."""
    found: dict[int, int] = {}
    old_lines, new_lines = old.splitlines(keepends=True), new.splitlines(keepends=True)
    old_at = [0, *itertools.accumulate(map(len, old_lines))]
    new_at = [0, *itertools.accumulate(map(len, new_lines))]
    matcher = difflib.SequenceMatcher(None, old_lines, new_lines, autojunk=False)
    for _, a, b, c, d in matcher.get_opcodes():
        before, before_at = words("".join(old_lines[a:b]))
        after, after_at = words("".join(new_lines[c:d]))
        # Word for word where lines were edited; that is for whole lines, too, but slow.
        pairs = difflib.SequenceMatcher(None, before, after).get_matching_blocks()
        if before == after:
            pairs = [difflib.Match(0, 0, len(before))]
        for left, right, size in pairs:
            for step in range(size):
                found[new_at[c] + after_at[right + step]] = old_at[a] + before_at[left + step]
    return found


def standing(old: str, new: str, before: list[Finding], now: list[Finding]) -> set[int]:
    """Which of the findings in `now`, by number, were in `before`."""
    origin = origins(old, new)
    new_at = words(new)[1]
    held: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for finding in before:
        held[finding["rule"]].append((finding["start"]["offset"], finding["end"]["offset"]))
    found = set()
    for number, finding in enumerate(now):
        start, end = finding["start"]["offset"], finding["end"]["offset"]
        places = [at for at in new_at if start <= at < end]
        old_places = [origin.get(at) for at in places]
        if places and all(
            at is not None and any(s <= at < e for s, e in held[finding["rule"]])
            for at in old_places
        ):
            found.add(number)
    return found


def judge(
    history: History,
    commits: tuple[str, str],
    before: tuple[list[Finding], dict[str, str]],
    now: list[Finding],
    told: set[str],
) -> dict[str, list[Finding]]:
    """The findings of a commit by what was right or wrong about telling them."""
    renamed = history.renamed(*commits)
    old_by_path, new_by_path = defaultdict(list), defaultdict(list)
    for finding in before[0]:
        old_by_path[finding["path"]].append(finding)
    for finding in now:
        new_by_path[finding["path"]].append(finding)
    verdicts: dict[str, list[Finding]] = defaultdict(list)
    new_texts = texts(history.folder, now)
    for path, findings in new_by_path.items():
        name = path if path in before[1] else renamed.get(path, path)
        old = before[1].get(name, "")
        if old == new_texts[path]:
            stood = set(range(len(findings)))
        else:
            stood = standing(old, new_texts[path], old_by_path[name], findings) if old else set()
        for number, finding in enumerate(findings):
            age = "old" if number in stood else "new"
            shown = "told" if finding["fingerprint"] in told else "kept back"
            verdicts[f"{age}, {shown}"].append(finding)
    return verdicts


def main() -> int:
    """Go through the commits and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("git", metavar="GIT_DIR")
    parser.add_argument("--since", required=True, help="the commit at which copylint is adopted")
    parser.add_argument("--until", default="HEAD")
    parser.add_argument("--every", type=int, default=50, help="look at every Nth commit")
    parser.add_argument("--update", action="store_true", help="renew the baseline at each step")
    parser.add_argument("--under", default="", help="only articles below this folder, as in docs/")
    parser.add_argument(
        "--show", action="store_true", help="print each finding told or kept wrongly"
    )
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "tree"
        folder.mkdir()
        history = History(str(Path(options.git).resolve()), folder, options.under)
        listed = history.run(
            "rev-list", "--first-parent", "--reverse", f"{options.since}..{options.until}"
        ).split()
        steps = [*listed[options.every - 1 :: options.every]]
        steps += listed[-1:] if steps[-1:] != listed[-1:] else []
        previous = options.since
        history.show(previous)
        subprocess.run(
            ["copylint", "baseline", "create", "--isolated", "-q"], cwd=folder, check=True
        )
        adopted = check(folder)
        before = (adopted, texts(folder, adopted))
        print(f"adopted at {previous}: {len(adopted):,} findings, {len(listed):,} commits ahead")
        print("| commit | old, kept back | new, told | old, told | new, kept back |")
        print("|---|---:|---:|---:|---:|")
        for commit in steps:
            history.show(commit)
            now = check(folder)
            told = {one["fingerprint"] for one in check(folder, "--baseline", _BASELINE)}
            verdicts = judge(history, (previous, commit), before, now, told)
            columns = ("old, kept back", "new, told", "old, told", "new, kept back")
            row = " | ".join(f"{len(verdicts[column]):,}" for column in columns)
            print(f"| {commit[:9]} | {row} |", flush=True)
            for column in columns[2:] if options.show else ():
                for one in verdicts[column]:
                    place = f"{one['path']}:{one['start']['line']}"
                    print(f"    {column}: {one['rule']} {place} {one['text'][:60]!r}")
            if options.update:
                subprocess.run(["copylint", "baseline", "update", "--isolated", "-q"], cwd=folder)
                previous, before = commit, (now, texts(folder, now))
    return 0


if __name__ == "__main__":
    sys.exit(main())
