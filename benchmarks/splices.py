"""Splices injected into real articles: how many are found, and how exactly they are repaired.

    python benchmarks/splices.py FOLDER [--seed 1] [--articles 100] [--clean 5000] [--misses 20]

FOLDER holds Markdown, HTML and plain texts that nobody has damaged. Each article gets one to eight
sentences at the ends of paragraphs, list items and headings, the way a publishing tool glues them
on: a frame (benchmarks/splice_frames.toml), a search phrase out of the article's own title or
another's, and mostly a suffix. After that the same articles, as they are and with their links
taken away, must give no finding at all.

A repair is exact if what it leaves is the article without that injection, byte for byte. The
articles are cut up here and not by copylint's readers, so that a reader's mistake shows.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from copylint import api, fix, language, readers
from copylint.finding import Finding, Safety
from copylint.linter import Linter

RULES = ("seo/cta-splice", "seo/cta-splice-heading", "seo/keyword-template-cluster")
LANGUAGES = ("en", "de", "fr", "es", "ru")
FRAMES = tomllib.loads(Path(__file__).with_name("splice_frames.toml").read_text(encoding="utf-8"))
KINDS = ("listed", "tried", "held")
# Words a search phrase leaves out; not the detectors' own list, so that its gaps show.
STOP = frozenset(
    """the a an of for to in on at by from with and or but is are was were be been has have had do
    does did will would can could should may might must not no your our my his her its their you we
    they he she it this that these those what when where why how who which as into about than then
    there here if so up out more most all any some each every other since while during without also
    just only very too being using used make need want like well even much many such der die das
    den dem des ein eine einer eines und oder für von mit zu im in auf an am ist sind wie was nicht
    sich auch wir uns ihr ihre ihren sie er es sein seine haben hat kann können muss jede jeder
    alle innen aus über durch nach bei wenn dass nur noch mehr als werden wird wurde sehr gegen le
    la les un une des du de et ou pour sur avec dans est sont que qui ne pas votre vos notre nos ce
    cette ces au aux par sans plus être avoir peut pouvant nous vous ils elle leur leurs comme mais
    tout tous toute si son ses sa c'est où lorsque el los las una unos y o para con en es son su
    sus tu tus que como lo del al se no por este esta esto nuestro nuestra puede ser más muy sin
    sobre cuando donde también todo todos pero si и в во на не что он она они как это по но из за
    от к ко с со у о об для мы вы я его её их при до же бы ли свой своего свои быть был была должна
    должен может можно нужно если так также или чтобы который которые этот эта все""".split()
)
WORD = re.compile(r"[^\W\d_](?:[\w-]|['’](?=\w))*")
LINK = re.compile(r"(?<!!)\[([^\[\]\n]*)\](?:\([^()\n]*\)|\[[^\[\]\n]*\])")
TITLE = re.compile(r"^title: *(.+)$|^#+ +(.+)$|<h1[^>]*>([^<]+)", re.M)
# Comments, and elements at the head of a line up to the next empty one.
HIDDEN = re.compile(r"<!--[\s\S]*?-->|^<[a-z/][^\n]*(?:\n[^\n]+)*", re.M)
# Code blocks that Markdown reads otherwise than whoever wrote them.
DIALECT = re.compile(r"^ *(?:`{4}|`{3}[^\n`]*`)", re.M)
# A line with one of these may not be what it looks like.
MARKUP = re.compile(r"[<>{}|`$]|^:::|\]\[|\]:")
ANCHOR = re.compile(r"</?a\b[^>]*>", re.I)
ENDED = re.compile(r"[\w”’»\"')]?[.!?:]$|[^\W\d_]{2}$")


@dataclass(frozen=True)
class Article:
    """A text with what the injector needs to know of it."""

    path: str
    text: str
    markup: str
    language: str
    topic: tuple[str, ...]
    spots: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class Injection:
    """What was put into an article: `start` counts code points of the damaged text."""

    start: int
    text: str
    block: str


def main() -> int:
    """Print the tables; 1 if a clean text gave a finding or a safe repair was not exact."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--articles", type=int, default=100, help="for each row of the table")
    parser.add_argument("--clean", type=int, default=5000, help="clean texts to look at")
    parser.add_argument("--misses", type=int, default=0, help="show so many that were not found")
    parser.add_argument("--kinds", default=",".join(KINDS), help="which frames: listed,tried,held")
    options = parser.parse_args()
    linter = api.load(select=RULES)
    texts = list(clean_texts(options.folder))
    articles = articles_of(texts)
    shown = [options.misses]
    bad = 0
    print(f"{len(texts)} texts, {len(articles)} of them long enough; seed {options.seed}\n")
    print(
        "| frames | junction | language | articles | splices | found % | safe % | exact % of safe "
        "| exact % of found | false |"
    )
    print("|---|---|---|---:|---:|---:|---:|---:|---:|---:|")
    for kind in options.kinds.split(","):
        for doubled in (True, False):
            totals: Counter[str] = Counter()
            for code in LANGUAGES:
                dice = random.Random(f"{options.seed} {kind} {doubled} {code}")
                counts = row(linter, articles, kind, doubled, code, options.articles, dice, shown)
                totals += counts
                print(line(kind, doubled, code, counts))
            print(line(kind, doubled, "all", totals))
            bad += totals["safe"] - totals["safe exact"] + totals["false"]
    bad += silence(linter, texts, options.clean, random.Random(options.seed))
    return int(bad > 0)


def row(
    linter: Linter,
    articles: Sequence[Article],
    kind: str,
    doubled: bool,
    code: str,
    many: int,
    dice: random.Random,
    shown: list[int],
) -> Counter[str]:
    """Inject into so many articles of a language, and count."""
    mine = [one for one in articles if one.language == code]
    counts: Counter[str] = Counter()
    for one in dice.sample(mine, min(many, len(mine))):
        damaged, injections = inject(one, kind, doubled, dice, mine)
        if not injections:
            continue
        counts["articles"] += 1
        findings = linter.check(damaged, markup=one.markup).findings
        known: set[int] = set()
        for finding in findings:
            hits = [n for n, it in enumerate(injections) if overlaps(finding, it)]
            counts["false"] += not hits
            if not hits:
                tell(shown, "false", one, finding.text)
            for number in hits:
                judge(damaged, injections[number], finding, counts, one, shown, number in known)
                known.add(number)
        for number, injection in enumerate(injections):
            counts["splices"] += 1
            counts[f"{injection.block} splices"] += 1
            if number in known:
                counts["found"] += 1
            elif kind != "held":
                where = f"missed, one of {len(injections)}, {injection.block}"
                tell(shown, where, one, injection.text)
    return counts


def overlaps(finding: Finding, injection: Injection) -> bool:
    """Whether a finding shares ground with what was put in."""
    start, end = injection.start, injection.start + len(injection.text)
    return finding.span.start < end and start < finding.span.end


def judge(
    damaged: str,
    injection: Injection,
    finding: Finding,
    counts: Counter[str],
    one: Article,
    shown: list[int],
    again: bool,
) -> None:
    """Count whether a finding's repair leaves the article without the injection."""
    if finding.fix is None or again:
        return
    end = injection.start + len(injection.text)
    exact = fix.apply(damaged, finding.fix.edits) == damaged[: injection.start] + damaged[end:]
    counts["exact"] += exact
    if finding.fix.safety is Safety.SAFE:
        counts["safe"] += 1
        counts["safe exact"] += exact
        if not exact:
            tell(shown, "inexact", one, f"{injection.text} -> {finding.fix.edits}")


def tell(shown: list[int], what: str, one: Article, text: str) -> None:
    """Show one case, as long as some are asked for."""
    if shown[0] > 0:
        shown[0] -= 1
        print(f"    {what}: {text!r} in {one.path}", file=sys.stderr)


def line(kind: str, doubled: bool, code: str, counts: Counter[str]) -> str:
    """A row of the table."""

    def share(part: str, whole: str) -> str:
        return f"{counts[part] * 100 / counts[whole]:.1f}" if counts[whole] else "–"

    cells = [
        kind, "`..`" if doubled else "single", code, counts["articles"], counts["splices"],
        share("found", "splices"), share("safe", "splices"), share("safe exact", "safe"),
        share("exact", "found"), counts["false"],
    ]  # fmt: skip
    return f"| {' | '.join(map(str, cells))} |"


def inject(
    one: Article, kind: str, doubled: bool, dice: random.Random, others: Sequence[Article]
) -> tuple[str, list[Injection]]:
    """An article with one to eight splices, in the habits of one tool."""
    # After a colon no stop is sound, and a heading's own stop could not be told from the tool's.
    spots = [
        (place, block)
        for place, block in one.spots
        if doubled or one.text[place - 1] not in (".:" if block == "heading" else ":")
    ]
    chosen = sorted(dice.sample(spots, min(dice.randint(1, 8), len(spots))))
    frames = FRAMES[kind][one.language]
    frames = dice.sample(frames, 1 if dice.random() < 0.6 else min(3, len(frames)))
    topic = one.topic if dice.random() < 0.8 else dice.choice(others).topic
    phrases = [phrase(topic, dice), phrase(dice.choice(others).topic, dice)]
    parts, injections, at, length = [], [], 0, 0
    for place, block in chosen:
        query = phrases[dice.random() < 0.2]
        if dice.random() < 0.8:
            query = f"{query} {dice.choice(FRAMES['suffixes'][one.language])}"
        call = dice.choice(frames).format(query)
        stopped = one.text[place - 1] in ".!?:"
        text = f" {call}." if stopped and not doubled else f". {call}."
        parts += [one.text[at:place], text]
        length += place - at
        injections.append(Injection(length, text, block))
        length += len(text)
        at = place
    return "".join([*parts, one.text[at:]]), injections


def phrase(topic: Sequence[str], dice: random.Random) -> str:
    """Three to seven words one after another of what an article is about."""
    size = dice.choices((3, 4, 5, 6, 7), (20, 30, 30, 10, 10))[0]
    at = dice.randint(0, max(0, min(3, len(topic) - size)))
    words = " ".join(topic[at : at + size])
    return words if dice.random() < 0.5 else words.lower()


def clean_texts(folder: Path) -> Iterator[tuple[str, str]]:
    """The texts below a folder that are UTF-8, in the order of their paths."""
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() in readers.SUFFIXES and path.is_file():
            try:
                yield str(path), path.read_text(encoding="utf-8")
            except UnicodeDecodeError:
                continue


def articles_of(texts: Sequence[tuple[str, str]]) -> list[Article]:
    """The articles among some texts, each with its topic: what the others do not speak of."""
    drafts = [one for path, text in texts if (one := article(path, text)) is not None]
    spread: dict[str, Counter[str]] = defaultdict(Counter)
    for one in drafts:
        spread[one.language].update({word.lower() for word in one.topic})
    size = Counter(one.language for one in drafts)
    found = []
    for one in drafts:
        rare = spread[one.language]
        limit = max(2, size[one.language] * 0.12)
        words = [word for word in one.topic if rare[word.lower()] <= limit]
        if len(words) >= 6:
            found.append(replace(one, topic=tuple(words[:10])))
    return found


def article(path: str, text: str) -> Article | None:
    """An article, if a text is long enough to be one and in a language with frames.

    Its topic is still every content word, those of the title first and then by frequency.
    """
    markup = readers.markup_of(path)
    if not 1200 <= len(text) <= 60_000 or DIALECT.search(text):
        return None
    spots = tuple(found for found in {"html": _html, "plain": _plain}.get(markup, _markdown)(text))
    prose = " ".join(text[max(0, place - 300) : place] for place, _ in spots)
    code = language.of(prose)
    if code not in LANGUAGES or len(spots) < 5:
        return None
    title = next((next(filter(None, hit.groups()), "") for hit in TITLE.finditer(text)), text[:80])
    words = content(title)
    common = Counter(word for word in WORD.findall(plain(prose)) if len(word) > 4).most_common()
    words += [word for word, _ in common if word.lower() not in STOP]
    topic = {word.lower(): word for word in reversed(words)}
    order = dict.fromkeys(word.lower() for word in words)
    return Article(path, text, markup, code, tuple(topic[word] for word in order), spots)


def content(text: str) -> list[str]:
    """The words of a text that a search phrase would keep, each once."""
    words = [word for word in WORD.findall(plain(text)) if len(word) > 2]
    return list(dict.fromkeys(word for word in words if word.lower() not in STOP))


def plain(text: str) -> str:
    """A text without what is plainly no word of it: code, tags, addresses."""
    return re.sub(r"`[^`]*`|\S*[/\\@=<>{}_|]\S*", " ", text)


def _markdown(text: str) -> Iterator[tuple[int, str]]:
    """Where paragraphs, list items and headings of a Markdown text end."""
    head = re.match(r"---\n.*?\n---\n|\+\+\+\n.*?\n\+\+\+\n", text, re.S)
    at = head.end() if head else 0
    fence = ""
    body = HIDDEN.sub(lambda hit: re.sub(r"[^\n]", "<", hit[0]), text[at:])
    lines = body.splitlines(keepends=True)
    for number, raw in enumerate(lines):
        end = at + len(raw.rstrip())
        at += len(raw)
        bare = raw.strip()
        mark = re.match(r"(`{3,}(?=[^`]*$)|~{3,})(.*)", bare)
        if mark and not fence:
            fence = mark[1]
        elif mark and mark[1].startswith(fence) and not mark[2].strip():
            fence = ""
        if fence or mark or not bare or raw[0] in " \t<|>{[!" or MARKUP.search(bare):
            continue
        after = lines[number + 1].strip() if number + 1 < len(lines) else ""
        if re.match(r"#{1,6} +\S", bare):
            if not bare.endswith("#") and ENDED.search(bare):
                yield end, "heading"
        elif re.match(r"(?:[-*+]|\d{1,2}\.) +\S", bare):
            if ENDED.search(bare) and (not after or re.match(r"[-*+] |\d{1,2}\. ", after)):
                yield end, "item"
        elif not after and len(bare) > 30 and re.search(r"[.!?:]$", bare):
            yield end, "paragraph"


def _html(text: str) -> Iterator[tuple[int, str]]:
    """Where paragraphs, list items and headings of a page end."""
    for hit in re.finditer(r"(?<=[\w.!?:])\s*</(p|li|h[2-4])>", text):
        begin = text.rfind("<" + hit[1], 0, hit.start())
        inner = text[begin : hit.start()]
        if not re.search(r"<(?:code|pre|table|img|br|ul|ol|p|div)\b|[{}]", inner[2:]):
            name = {"p": "paragraph", "li": "item"}.get(hit[1], "heading")
            if name != "paragraph" or re.search(r"[.!?:]$", inner.rstrip()):
                yield hit.start(), name


def _plain(text: str) -> Iterator[tuple[int, str]]:
    """Where the paragraphs of a plain text end."""
    for hit in re.finditer(r"^[^\n]{30,}[.!?:](?=\n\n|\Z)", text, re.M):
        yield hit.end(), "paragraph"


def silence(
    linter: Linter, texts: Sequence[tuple[str, str]], many: int, dice: random.Random
) -> int:
    """Print how many findings so many clean texts give, with and without their links."""
    chosen = texts if len(texts) <= many else dice.sample(texts, many)
    print("\n| clean texts | n | words | findings |\n|---|---:|---:|---:|")
    total = 0
    for name, strip in (("as they are", False), ("links taken away", True)):
        found: dict[str, int] = defaultdict(int)
        words = 0
        for path, text in chosen:
            bare = ANCHOR.sub("", LINK.sub(r"\1", text)) if strip else text
            words += len(bare.split())
            for finding in linter.check(bare, path=path).findings:
                found[finding.rule] += 1
                print(f"    {name}: {finding.rule} {path}: {finding.text!r}", file=sys.stderr)
        total += sum(found.values())
        print(f"| {name} | {len(chosen)} | {words:,} | {sum(found.values())} |")
    return total


if __name__ == "__main__":
    sys.exit(main())
