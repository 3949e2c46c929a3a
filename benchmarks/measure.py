"""Findings on folders of real text: per rule and 100,000 words, and what a change brings.

    python benchmarks/measure.py FOLDER… -o now.json            # count, and keep the findings
    python benchmarks/measure.py FOLDER… --against before.json  # what appeared and what vanished

Run it with the version before a change and the one after it, and put the output into the change.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

SUFFIXES = {".md", ".markdown", ".mdx", ".html", ".htm", ".txt"}


def findings(folders: list[str]) -> list[dict[str, Any]]:
    """The findings of the copylint that is installed, as its JSON report gives them."""
    command = ["copylint", "check", "--isolated", "--exit-zero", "--output", "json", *folders]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    found: list[dict[str, Any]] = json.loads(done.stdout)["findings"]
    return found


def words(folders: list[str]) -> int:
    """How many words the folders' articles hold, markup included."""
    paths = [path for folder in folders for path in Path(folder).rglob("*")]
    texts = (path.read_bytes() for path in paths if path.suffix in SUFFIXES and path.is_file())
    return sum(len(text.split()) for text in texts)


def table(found: list[dict[str, Any]], total: int) -> str:
    """A Markdown table of findings for each rule, the most frequent first."""
    counts = Counter((one["rule"], one["severity"]) for one in found)
    lines = ["| rule | severity | findings | per 100,000 words |", "|---|---|---:|---:|"]
    for (rule, severity), count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        lines.append(f"| `{rule}` | {severity} | {count} | {count * 100_000 / total:.2f} |")
    return "\n".join(lines)


def changes(before: list[dict[str, Any]], now: list[dict[str, Any]]) -> str:
    """The findings that appeared and vanished between two versions."""
    old = {one["fingerprint"]: one for one in before}
    new = {one["fingerprint"]: one for one in now}
    lines = []
    for sign, ones in (
        ("+", [one for name, one in new.items() if name not in old]),
        ("-", [one for name, one in old.items() if name not in new]),
    ):
        for one in sorted(ones, key=lambda one: (one["rule"], one["path"], one["start"]["offset"])):
            place = f"{one['path']}:{one['start']['line']}:{one['start']['column']}"
            lines.append(f"{sign} {one['rule']} {place} {one['text'][:100]!r}")
    return "\n".join(lines) or "no finding appeared or vanished"


def main() -> int:
    """Count, keep, compare."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("folders", nargs="+")
    parser.add_argument("-o", "--output", type=Path, help="keep the findings here")
    parser.add_argument("--against", type=Path, help="findings that an earlier run kept")
    options = parser.parse_args()
    found = findings(options.folders)
    if options.output:
        options.output.write_text(json.dumps(found), encoding="utf-8")
    if options.against:
        print(changes(json.loads(options.against.read_text(encoding="utf-8")), found))
    else:
        total = words(options.folders)
        print(f"{total:,} words, {len(found):,} findings\n")
        print(table(found, max(total, 1)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
