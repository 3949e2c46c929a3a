"""What `copylint import-vale` makes of published Vale styles, and whether it finds the same.

    python benchmarks/vale.py styles/Google styles/Microsoft …

For each style: how many of its rules are carried, carried in part and refused; and, where the
style's repository has fixtures, how far the carried rules find what they say Vale finds there.
Three ways to keep fixtures are known:

- `features/rules.feature` beside the style (places of findings, which Vale's output must equal);
- `fixtures/<Style>/<Rule>/test{in,}valid.adoc` beside the styles (each line of the first
  must be found, none of the second; the lines are read as Markdown);
- `rule-tests/run_rule_tests.py` (a table of places that Vale must find among others).

Nothing of a style is kept: the rules are made in a temporary folder.
"""

from __future__ import annotations

import argparse
import ast
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from copylint import rulebook
from copylint.linter import Linter
from copylint.span import LineIndex
from copylint.vale.whole import outcomes

_PLACE = re.compile(r"^\s*(\S+?):(\d+):(\d+):([\w-]+)\.([\w-]+):", re.M)
_SCENARIO = re.compile(
    r"^\s*When I test \"([^\"]+)\"\s*Then[^\n]*\n\s*\"\"\"(.*?)\"\"\"", re.M | re.S
)
_SETTING = re.compile(r"^([\w-]+)\.([\w-]+)\s*=\s*YES", re.M)


class Place(NamedTuple):
    """Where a finding begins; the column is 0 where only the line is compared."""

    file: str
    line: int
    column: int
    rule: str


class Carried(NamedTuple):
    """The linter of each carried rule, by the name that Vale has for it."""

    linters: dict[str, Linter]
    refused: set[str]

    def found(self, rule: str, path: Path) -> Iterator[Place]:
        source = path.read_text(encoding="utf-8")
        lines = LineIndex(source)
        for finding in self.linters[rule].check(source, markup="markdown").findings:
            at = lines.position(finding.span.start)
            yield Place(path.name, at.line, at.column, rule)


def carry(style: Path) -> Carried:
    """The style's rules carried over, with a count on standard output."""
    linters, refused, states = {}, set(), Counter()
    with TemporaryDirectory() as folder:
        for one in outcomes(style, "style"):
            states[one.state] += 1
            name = Path(one.path).stem
            if not one.text:
                refused.add(name)
                continue
            path = Path(folder) / f"{one.id}.yaml"
            path.parent.mkdir(exist_ok=True)
            path.write_text(one.text, encoding="utf-8")
            linters[name] = Linter([rulebook.read(Path(folder), f"{one.id}.yaml")], inline=False)
    told = ", ".join(f"{states[state]} {state}" for state in ("carried", "in part", "refused"))
    print(f"{style.name}: {sum(states.values())} rules: {told}")
    return Carried(linters, refused)


def features(style: Path, carried: Carried, verbose: bool) -> None:
    """Places that Vale's output must equal, in fixtures of Markdown."""
    path = style.parent / "features" / "rules.feature"
    text = re.sub(r"^\s*#.*$", "", path.read_text(encoding="utf-8"), flags=re.M)
    wanted: Counter[Place] = Counter()
    found: Counter[Place] = Counter()
    passed = 0
    for folder, body in _SCENARIO.findall(text):
        fixture = style.parent / "fixtures" / folder
        if not (fixture / ".vale.ini").is_file():
            continue
        settings = (fixture / ".vale.ini").read_text(encoding="utf-8")
        on = {rule for name, rule in _SETTING.findall(settings) if name == style.name}
        if re.search(rf"^BasedOnStyles\s*=.*\b{re.escape(style.name)}\b", settings, re.M):
            on = carried.linters.keys() | carried.refused
        for file, line, column, name, rule in _PLACE.findall(body):
            if name != style.name:
                continue
            if not file.endswith(".md") or rule not in carried.linters:
                passed += 1
                continue
            wanted[Place(f"{folder}/{file}", int(line), int(column), rule)] += 1
        for rule in sorted(on & carried.linters.keys()):
            for file in sorted(fixture.glob("*.md")):
                for place in carried.found(rule, file):
                    found[place._replace(file=f"{folder}/{place.file}")] += 1
    exact = (wanted & found).total()
    wanted, found = lined(wanted), lined(found)
    both, missed, extra = wanted & found, wanted - found, found - wanted
    print(
        f"  features: {wanted.total()} findings of Vale: {both.total()} found, {exact} of them at "
        f"the same column, {missed.total()} missed; {extra.total()} more found; "
        f"{passed} passed over (a rule refused or gone, or a file not of Markdown)"
    )
    tell(missed, extra, verbose)


def lines(style: Path, carried: Carried, verbose: bool) -> None:
    """Lines of which each, or none, must be found."""
    base = style.parent.parent / "fixtures" / style.name
    counts: Counter[str] = Counter()
    missed: Counter[Place] = Counter()
    extra: Counter[Place] = Counter()
    for folder in sorted(path for path in base.iterdir() if path.name in carried.linters):
        for name in ("testinvalid.adoc", "testvalid.adoc"):
            bad = name == "testinvalid.adoc"
            text = (folder / name).read_text(encoding="utf-8")
            for number, line in enumerate(text.splitlines(), 1):
                if not line.strip() or line.startswith("//"):
                    continue
                page = re.sub(r"^=+(?= )", lambda hit: "#" * len(hit[0]), line)
                hit = bool(carried.linters[folder.name].check(page, markup="markdown").findings)
                counts[f"{bad}{hit}"] += 1
                if hit is not bad:
                    (missed if bad else extra)[Place(name, number, 0, folder.name)] += 1
    print(
        f"  lines: {counts['TrueTrue']} of {counts['TrueTrue'] + counts['TrueFalse']} wrong ones "
        f"found; {counts['FalseFalse']} of {counts['FalseFalse'] + counts['FalseTrue']} right ones "
        f"left alone"
    )
    tell(missed, extra, verbose)


def table(style: Path, carried: Carried, verbose: bool) -> None:
    """Places that Vale must find, among others."""
    base = style.parent.parent / "rule-tests"
    tree = ast.parse((base / "run_rule_tests.py").read_text(encoding="utf-8"))
    tables = [
        ast.literal_eval(node.value)
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Dict)
    ]
    wanted: Counter[Place] = Counter()
    found: Counter[Place] = Counter()
    fixture = base / "fixtures" / "all-rules.md"
    for rules in tables:
        for name, places in rules.items():
            rule = name.partition(".")[2]
            if rule in carried.linters:
                wanted.update(Place(fixture.name, line, 0, rule) for line, _ in places)
                found += lined(Counter(carried.found(rule, fixture)))
    print(f"  table: {(wanted & found).total()} of {wanted.total()} places found")
    tell(wanted - found, Counter(), verbose)


def lined(places: Counter[Place]) -> Counter[Place]:
    """The places without their columns."""
    lines: Counter[Place] = Counter()
    for place, count in places.items():
        lines[place._replace(column=0)] += count
    return lines


def tell(missed: Counter[Place], extra: Counter[Place], verbose: bool) -> None:
    """The differences rule by rule, with --verbose place by place."""
    for word, places in (("missed", missed), ("more", extra)):
        by_rule: dict[str, list[Place]] = defaultdict(list)
        for place in places.elements():
            by_rule[place.rule].append(place)
        if by_rule:
            told = ", ".join(f"{rule} {len(some)}" for rule, some in sorted(by_rule.items()))
            print(f"    {word}: {told}")
        if verbose:
            for place in sorted(places):
                print(f"      {word} {place.rule} {place.file}:{place.line}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("styles", nargs="+", type=Path, metavar="STYLE_DIR")
    parser.add_argument("--verbose", action="store_true", help="name each place that differs")
    options = parser.parse_args()
    for style in options.styles:
        style = style.resolve()
        carried = carry(style)
        if (style.parent / "features" / "rules.feature").is_file():
            features(style, carried, options.verbose)
        if (style.parent.parent / "fixtures" / style.name).is_dir():
            lines(style, carried, options.verbose)
        if (style.parent.parent / "rule-tests" / "run_rule_tests.py").is_file():
            table(style, carried, options.verbose)


if __name__ == "__main__":
    main()
