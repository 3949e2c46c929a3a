"""Remakes src/copylint/measured.json, which tells what the rules find in edited text.

    python benchmarks/measured.py FOLDER                                    # fetched from GitHub
    python benchmarks/measured.py FOLDER --git-dir '/mirror/{owner}+{name}'  # or from bare copies
    python docs/pages.py

The repositories and their commits are in corpora.toml. The articles of each are kept in FOLDER, so
that a second run only counts. Articles are files in Markdown. All rules that look at such are
measured, also those that are off by default.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

from copylint import rulebook

HERE = Path(__file__).parent
RECORD = HERE.parent / "src" / "copylint" / "measured.json"
# What else such repositories hold is templates, generated pages, word lists and logs.
SUFFIXES = (".md", ".markdown", ".mdx")


def git(folder: Path, *arguments: str, given: bytes = b"") -> bytes:
    """What a command of git prints about a bare repository."""
    command = ["git", f"--git-dir={folder}", *arguments]
    environment = {**os.environ, "GIT_NO_LAZY_FETCH": "1"}
    return subprocess.run(
        command, input=given, stdout=subprocess.PIPE, check=True, env=environment
    ).stdout


def fetched(folder: Path, repository: str, commit: str) -> Path:
    """A bare copy of one commit from GitHub."""
    place = folder / f"{repository.replace('/', '+')}.git"
    if not place.exists():
        subprocess.run(["git", "init", "--quiet", "--bare", place], check=True)
    git(place, "fetch", "--quiet", "--depth=1", f"https://github.com/{repository}", commit)
    return place


def export(place: Path, commit: str, target: Path) -> int:
    """Write a commit's articles; the number of those that a partial copy does not hold."""
    names = git(
        place, "ls-tree", "-r", "-z", "--format=%(objecttype) %(objectname) %(path)", commit
    )
    rows = [
        row.decode("utf-8", "surrogateescape").split(" ", 2) for row in names.split(b"\0") if row
    ]
    rows = [row for row in rows if row[0] == "blob" and row[2].lower().endswith(SUFFIXES)]
    asked = "".join(f"{row[1]}\n" for row in rows).encode()
    answer, at, missing = git(place, "cat-file", "--batch", given=asked), 0, 0
    for _, _, name in rows:
        end = answer.index(b"\n", at)
        head = answer[at:end].split()
        at = end + 1
        if head[-1] == b"missing":
            missing += 1
            continue
        size = int(head[-1])
        path = target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(answer[at : at + size])
        at += size + 1
    return missing


def found(rules: list[dict[str, Any]], number: int) -> dict[str, int]:
    """What the rules that are on find in the folder of a number, by family, and the errors."""
    counts: Counter[str] = Counter()
    for rule in rules:
        if rule["default"]:
            count = rule["folders"][number]["findings"]
            counts[rule["rule"].partition("/")[0]] += count
            counts["error"] += count * (rule["severity"] == "error")
    return dict(sorted(counts.items()))


def main() -> int:
    """Bring the articles, measure them, write the record."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("folder", type=Path, help="where the articles are kept")
    parser.add_argument("--git-dir", help="bare repositories: a path with {owner} and {name} in it")
    parser.add_argument("--jobs", default="0", help="files at a time (default: all cores)")
    options = parser.parse_args()
    corpora = tomllib.loads((HERE / "corpora.toml").read_text(encoding="utf-8"))["corpus"]
    for one in corpora:
        repository, commit = one["repository"], one["commit"]
        owner, _, name = repository.partition("/")
        target = options.folder / f"{owner}+{name}@{commit[:12]}"
        one["folder"] = str(target)
        if target.exists():
            continue
        made = target.with_name(f"{target.name}.part")
        place = (
            Path(options.git_dir.format(owner=owner, name=name))
            if options.git_dir
            else fetched(options.folder, repository, commit)
        )
        if missing := export(place, commit, made):
            print(f"{repository}: {missing} articles are not in {place}", file=sys.stderr)
        made.rename(target)
    command = ["copylint", "measure", "--isolated", "--all", "--no-inline", "--output", "json"]
    command += ["--jobs", options.jobs, *(one["folder"] for one in corpora)]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=False)
    if done.returncode:
        return done.returncode
    record = json.loads(done.stdout)
    blind = {r.id for r in rulebook.load() if r.markups and "markdown" not in r.markups}
    kept = {
        "version": record["version"],
        "words": record["words"],
        "files": record["files"],
        "sources": [
            {key: one[key] for key in ("repository", "commit", "kind")}
            | {"words": folder["words"], "files": folder["files"]}
            | {"found": found(record["rules"], number)}
            for number, (one, folder) in enumerate(zip(corpora, record["folders"], strict=True))
        ],
        "findings": {
            rule["rule"]: rule["findings"] for rule in record["rules"] if rule["rule"] not in blind
        },
    }
    RECORD.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"{kept['words']:,} words of {kept['files']:,} files; now run: python docs/pages.py")
    return 0


if __name__ == "__main__":
    sys.exit(main())
