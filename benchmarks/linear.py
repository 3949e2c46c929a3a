"""Is the work linear? Each rule against texts made to be slow: its own words, over and over.

    python benchmarks/linear.py [RULE …]

Prints the rules whose CPU time for a text four times as long grows more than eightfold, and exits
with 1 if there are any. `all` stands for all rules at once.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator

from copylint import rulebook
from copylint.linter import Linter
from copylint.rule import Rule

SIZE = 8_000
GROWTH = 8
#: Seconds below which a clock tells nothing.
FLOOR = 0.1
HOSTILE = (
    "[", "](", "[[", "**", "*a", "_", "`", "``` ", "<", "<!--", "<a href=\"", "&", "((", "{{",
    "{%", "$", "“", "\"", "‘a", "«", "> ", "- ", "# ", "| a ", ". ", " .", ",, ", "\u200b", " ",
    "\n", "\n\n", "a", "a ", "1", "A. ", "http://", "www.", "[^1]", "[a](b) ", "`a` ", "“a” ",
    "![a](b) ", "\\", "é", "<code>x ", "<kbd>\n", "<pre>x</pre>", "<div><pre>x\n\n", "{/* ",
    "<code>`a` ", "{% highlight c %} ", "{{< highlight c >}}\n\n",
)  # fmt: skip


def texts(rule: Rule | None) -> Iterator[str]:
    """What to repeat: markup, or each literal and example of the rule."""
    if rule is None:
        yield from HOSTILE
        return
    parts = {literal for pattern in rule.patterns for literal in pattern.literals[:6]}
    parts |= {*rule.needs[:6], *list(rule.lexicon)[:3]}
    for part in sorted(parts):
        yield from (part, f"{part} ", f"[{part}", f"{part}.. ", f"{part}\n\n")
    for example in rule.examples:
        if example.bad and len(example.text) < 300:
            yield from (f"{example.text} ", f"{example.text}\n\n")


def seconds(linter: Linter, text: str, markup: str) -> float:
    """CPU time to find and to repair what can be."""
    start = time.process_time()
    linter.clean(text, markup=markup, unsafe=True)
    return time.process_time() - start


def growth(linter: Linter, part: str, markup: str) -> tuple[float, float]:
    """Seconds for a text and for one four times as long."""
    text = part * (SIZE // len(part))
    long = text * 4
    after = seconds(linter, long, markup)
    return (seconds(linter, text, markup), after) if after > FLOOR else (after, after)


def main(names: list[str]) -> int:
    """Try all rules at once on hostile markup, then each rule on its own words."""
    rules = rulebook.load(whole=True)
    failed = 0
    cases = [("all", Linter(rules, inline=False), None)] if not names or "all" in names else []
    cases += [
        (rule.id, Linter([rule], inline=False, prefilter=False), rule)
        for rule in rules
        if not names or rule.id in names
    ]
    for name, linter, rule in cases:
        for part in dict.fromkeys(texts(rule)):
            for markup in ("markdown", "html", "plain"):
                linter.check(part, markup=markup)
                before, after = growth(linter, part, markup)
                if after > GROWTH * before + FLOOR:
                    failed += 1
                    print(f"{name}: {markup}: {part[:60]!r}: {before:.2f} s, then {after:.2f} s")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
