"""Writes the manual page of every rule, and their index, from the rule files.

    python docs/pages.py            # write docs/rules/
    python docs/pages.py --check    # only say which pages are out of date

A page holds nothing that its rule file and src/copylint/measured.json do not hold, so the pages are
never edited by hand.
"""

from __future__ import annotations

import difflib
import re
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from copylint import measured, rulebook
from copylint.rule import FAMILIES, Example, Rule
from copylint.visible import visible

HERE = Path(__file__).parent / "rules"

FAMILY = {
    "seo": "Injected promotion and what link farms leave behind.",
    "punctuation": "Doubled, lost and damaged signs.",
    "residue": "Marks and speech of chatbots, notes to editors, slots that were never filled.",
    "claims": "Statements that cite nobody, and facts that cannot be.",
    "structure": "Lost headings and links, repeated and missing parts, leftovers of websites.",
    "characters": "Invisible, mistaken and wrongly decoded characters.",
    "style": "Habits of wording. Off by default: they are a matter of taste.",
    "corpus": "Filters of known collections of text. Off by default.",
}
SEVERITY = {
    "error": "would embarrass the publisher",
    "warning": "very likely wrong",
    "info": "a hint",
}
REPAIR = {
    "safe": "safe: `--fix` makes it",
    "unsafe": "right in most cases: `--fix --unsafe-fixes` makes it",
    "manual": "a suggestion is shown, and a person makes it",
    "none": "none: a person decides",
}
MARKUP = {"plain": "plain text", "html": "HTML", "markdown": "Markdown"}
# Words of an example with several that its page lists.
_LIKEWISE = 6
EDGE = {"first": "begins", "last": "ends"}
PLACE = {
    "source": "the text outside code, front matter and templates",
    "raw": "the whole file",
    "target": "the targets of links and pictures",
}


def main(arguments: list[str]) -> int:
    """Write the pages, or with `--check` say which are out of date; 1 if there are such."""
    wanted = pages()
    there = {path.relative_to(HERE).as_posix() for path in HERE.rglob("*.md")}
    stale = [name for name, text in wanted.items() if _read(HERE / name) != text]
    gone = sorted(there - wanted.keys())
    if "--check" in arguments:
        for name in [*stale, *gone]:
            print(f"docs/rules/{name} is out of date; run: python docs/pages.py")
        return 1 if stale or gone else 0
    for name in gone:
        (HERE / name).unlink()
    for name in stale:
        path = HERE / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(wanted[name], encoding="utf-8", newline="\n")
    print(f"{len(wanted)} pages, {len(stale)} written, {len(gone)} removed")
    return 0


def pages() -> dict[str, str]:
    """The text of every page by its name below `docs/rules/`."""
    rules = rulebook.load(cache=False, whole=True)
    found = {f"{rule.id}.md": _joined(page(rule)) for rule in rules}
    return {"README.md": _joined(index(rules)), **found}


def index(rules: list[Rule]) -> Iterator[str]:
    """The lines of the page that lists all rules by family."""
    yield "# The rules of copylint"
    yield ""
    yield (
        f"{len(rules)} rules, {sum(rule.on for rule in rules)} of them on by default. "
        "Each has a page with the reason, what it finds, what it leaves alone and what its repair "
        "makes of it."
    )
    yield ""
    families = {name: list(group) for name, group in groupby(rules, key=lambda rule: rule.family)}
    order = [name for name in FAMILIES if name in families]
    yield " · ".join(f"[{name}](#{name}) {len(families[name])}" for name in order)
    yield ""
    yield "| mark | meaning |"
    yield "|---|---|"
    for severity, meaning in SEVERITY.items():
        yield f"| {severity} | {meaning} |"
    yield "| safe | the repair changes nothing the author meant; `--fix` makes it |"
    yield "| unsafe | the repair is right in most cases; `--unsafe-fixes` makes it |"
    for name in order:
        yield ""
        yield f"## {name}"
        yield ""
        yield FAMILY[name]
        yield ""
        yield "| rule | says | severity | repair | default |"
        yield "|---|---|---|---|---|"
        for rule in families[name]:
            short = rule.id.partition("/")[2]
            says = visible(rule.message).replace("|", "\\|").replace("<", "&lt;")
            yield (
                f"| [{short}]({rule.id}.md) | {_slots(says)} | {rule.severity.value} "
                f"| {rule.fixable} | {'on' if rule.on else 'off'} |"
            )
    yield ""
    yield from figures()


def figures() -> Iterator[str]:
    """What the rules found in edited text, as a table with a row for each source."""
    known = measured.record()
    families = [name for name in FAMILIES if any(name in one.found for one in known.sources)]
    yield "## In edited text"
    yield ""
    yield (
        f"Findings of the rules that are on by default, for each 100,000 words, in {known.words:,} "
        f"words of prose in {known.files:,} Markdown files that editors had read, by copylint "
        f"{known.version}. Errors are those of all families."
    )
    yield ""
    yield f"| text | words | errors | {' | '.join(families)} |"
    yield f"|---|---:|---:|{'---:|' * len(families)}"
    rows = [(f"{one.repository} ({one.kind})", one.words, one.found) for one in known.sources]
    sums = Counter[str]()
    for one in known.sources:
        sums.update(one.found)
    for name, words, counts in [*rows, ("all", known.words, sums)]:
        rates = (
            measured.shown(measured.rate(counts.get(key, 0), words)) for key in ("error", *families)
        )
        yield f"| {name} | {words:,} | {' | '.join(rates)} |"


def page(rule: Rule) -> Iterator[str]:
    """The lines of one rule's page."""
    yield "<!-- Made by docs/pages.py from the rule's file; edit that. -->"
    yield ""
    yield f"# {rule.id}"
    yield ""
    yield f"> {_slots(visible(rule.message).replace('<', '&lt;'))}"
    yield ""
    yield "| | |"
    yield "|---|---|"
    yield f"| severity | {rule.severity.value}: {SEVERITY[rule.severity.value]} |"
    yield f"| default | {'on' if rule.on else 'off'} |"
    yield f"| repair | {REPAIR[rule.fixable]} |"
    yield from _limits(rule)
    if told := measured.sentence(rule.id):
        yield f"| measured | {told} |"
    yield ""
    yield "## Why"
    yield ""
    yield from rule.why.splitlines()
    yield from _section("What it finds", [e for e in rule.examples if e.bad and not e.gap])
    yield from _section("What it leaves alone", [e for e in rule.examples if not e.bad])
    yield from _section("What it misses", [e for e in rule.examples if e.gap])
    yield ""
    yield "## Silencing it"
    yield ""
    yield "```markdown"
    yield f"<!-- copylint: disable-next-line {rule.id} -- your reason -->"
    yield "```"
    yield ""
    state = "ignore" if rule.on else "extend-select"
    verb = "off" if rule.on else "on"
    yield f'In `copylint.toml`, `{state} = ["{rule.id}"]` switches it {verb} for a whole project.'
    if rule.references:
        yield ""
        yield "## See also"
        yield ""
        for reference in rule.references:
            yield f"- <{reference}>" if reference.startswith("http") else f"- {reference}"
    yield ""
    family = rule.family
    up = "../README.md"
    file = f"../../../rules/{rule.id}.yaml"
    yield f"[All rules]({up}) · [{family}]({up}#{family}) · [its file]({file})"


def _limits(rule: Rule) -> Iterator[str]:
    """The rows of a rule's table that say where it looks."""
    if rule.languages:
        yield f"| languages | {', '.join(rule.languages)} |"
    if rule.markups:
        yield f"| markups | {', '.join(MARKUP.get(one, one) for one in rule.markups)} |"
    if rule.scope:
        yield f"| looks at | {', '.join(PLACE.get(one, one) for one in rule.scope)} |"
    edges = {pattern.where for pattern in rule.patterns}
    if edges - {()}:
        places = sorted({place for where in edges for place in where})
        some = "some of it " if () in edges or len(edges) > 1 else ""
        yield f"| where | {some}only where the text {' or '.join(EDGE[one] for one in places)} |"
    if rule.unquoted:
        yield "| quotations | left alone |"
    if rule.covers:
        names = ", ".join(f"[{name}]({_between(rule.id, name)})" for name in rule.covers)
        yield f"| speaks for | {names} |"


def _between(here: str, there: str) -> str:
    """The way from one rule's page to another's."""
    family, _, name = there.partition("/")
    return f"{name}.md" if here.startswith(f"{family}/") else f"../{there}.md"


def _section(title: str, examples: list[Example]) -> Iterator[str]:
    if not examples:
        return
    yield ""
    yield f"## {title}"
    for markup, group in groupby(sorted(examples, key=_order), key=lambda one: one.markup):
        yield ""
        if markup != "markdown":
            yield f"In {MARKUP.get(markup, markup)}:"
            yield ""
        for example in group:
            yield from _shown(example)


def _order(example: Example) -> int:
    """Markdown first, since most articles are."""
    return ["markdown", "html", "plain"].index(example.markup)


def _shown(example: Example) -> Iterator[str]:
    """An example alone, or as the change that its repair makes."""
    likewise = list(example.each)[1:]
    example = example.first
    if example.fixed is None:
        lines, kind = _lines(example.text), "text"
    else:
        before, after = _lines(example.text), _lines(example.fixed)
        change = difflib.ndiff(before, after, linejunk=None, charjunk=None)
        lines, kind = [line for line in change if not line.startswith("?")], "diff"
    longest = max((len(run) for run in re.findall(r"`+", "\n".join(lines))), default=0)
    fence = "`" * max(3, longest + 1)
    yield f"{fence}{kind}"
    yield from lines
    yield fence
    yield ""
    if example.beside:
        yield from _beside(example)
    if likewise:
        yield f"Likewise with {_listed(likewise)}."
        yield ""


def _beside(example: Example) -> Iterator[str]:
    """The texts of the run in which an example is checked: one, and how many more."""
    more = len(example.beside) - 1
    yield f"Checked together with this text{f' and {more} more' if more else ''}:"
    yield ""
    yield "```text"
    yield from _lines(example.beside[0])
    yield "```"
    yield ""


def _listed(words: list[str]) -> str:
    """The first of some words, each as code, and how many there are more."""
    shown = [f"`{visible(word)}`" for word in words[:_LIKEWISE] if "`" not in word]
    more = len(words) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more else "")


def _lines(text: str) -> list[str]:
    """A text's lines with what cannot be seen spelled out."""
    return [visible(line) for line in text.rstrip("\n").split("\n")] if text.strip("\n") else []


def _slots(message: str) -> str:
    """A message whose slots, such as {match}, are replaced by an ellipsis."""
    return re.sub(r"(?:\{\w+\})+", "…", message).replace("{{", "{").replace("}}", "}")


def _joined(lines: Iterator[str]) -> str:
    """A page with single empty lines between its parts and no blanks at line ends."""
    text = "\n".join(line.rstrip() for line in lines)
    return re.sub(r"\n{3,}(?=#|\[|In )", "\n\n", text).rstrip() + "\n"


def _read(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.is_file() else None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
