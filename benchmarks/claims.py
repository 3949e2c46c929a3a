"""The claims family against labelled sentences: precision, recall, F1 and AP for each set and rule.

    python benchmarks/claims.py DATA_DIR            # every set whose files lie somewhere below
    python benchmarks/claims.py DATA_DIR --errors 5 # and some of the sentences it gets wrong

The files are looked for by the names that their authors gave them:

    ClaimBuster     two_class/train.json, test.json (utaresearch/claimbuster-spotter)
    PoliClaim       PoliClaim_train_golden/*.xlsx, policlaim_gpt_with_human_eval_merged.xlsx
                    (EdisonNi-hku/AFaCTA; needs openpyxl)
    NewsSD-ENG      english/train.csv, val.csv, test.csv (nlp-unibo/newssd-eng)
    CheckThat 2019  data/test_annotated/*.tsv (apepa/clef2019-factchecking-task1)
    PolNeAR         {train,dev,test}/{text,attributions} (networkdynamics/PolNeAR)
    WikiWeasel      uncertainty-conll2010.csv (clips/pattern)
    Wikipedia       *pages-articles*.bz2, where editors' own tags are (piskvorky/gensim)
    Factcheck-GPT   subtask1_sentence_checkworthiness.jsonl (yuxiaw/Factcheck-GPT)
    sentences       *_{gum,ewt}-ud-{dev,test}.conllu (UniversalDependencies)
    reshaped        newssd|expertqa|factcheckgpt/*.jsonl, editorial_*labels.jsonl

Trained on: ClaimBuster train, PoliClaim train (golden and silver), NewsSD train and val, BABE and
the training transcripts of CheckThat 2019; on those parts the score, and the statistics it lets
through, say nothing: for what they are worth there see the quarters held out by
`train_checkworthy.py`. Test parts were never looked at while rules were made.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from copylint import api, checkworthy
from copylint.attribution import cued
from copylint.finding import Severity
from copylint.linter import Linter
from copylint.sentences import split

STATISTIC, VAGUE = "claims/uncited-statistic", "claims/vague-attribution"
FAMILY = (VAGUE, "claims/vague-study", "claims/weasel-crowd", "claims/passive-attribution",
          "claims/anonymous-source")  # fmt: skip
WEASEL = "claims/weasel-word"


class Row(NamedTuple):
    """A sentence and whether people marked it."""

    text: str
    label: bool


class Line(NamedTuple):
    """One line of the table; counts are of sentences."""

    data: str
    what: str
    n: int
    marked: int
    right: int
    fired: int

    def shown(self) -> str:
        """The line as Markdown."""
        precision = self.right / self.fired if self.fired else 0.0
        recall = self.right / self.marked if self.marked else 0.0
        total = precision + recall
        f1 = 2 * precision * recall / total if total else 0.0
        # What the precision were if half of the sentences were marked: sets differ in that share.
        others = self.n - self.marked
        wrong = (self.fired - self.right) / others if others else 0.0
        even = recall / (recall + wrong) if recall else 0.0
        return (
            f"| {self.data} | {self.what} | {self.n} | {self.marked / max(1, self.n):.2f} | "
            f"{self.fired} | {precision:.3f} | {recall:.3f} | {f1:.3f} | {even:.3f} |"
        )


def average_precision(rows: Sequence[tuple[float, bool]]) -> float:
    """The mean precision at each marked sentence, from the highest score down."""
    right, total = 0, 0.0
    for place, (_, label) in enumerate(sorted(rows, key=lambda row: -row[0]), 1):
        if label:
            right += 1
            total += right / place
    return total / right if right else 0.0


def area(rows: Sequence[tuple[float, bool]]) -> float:
    """The chance that a marked sentence scores higher than one that is not."""
    ranked = sorted(rows)
    ranks: dict[float, list[int]] = {}
    for place, (score, _) in enumerate(ranked, 1):
        ranks.setdefault(score, []).append(place)
    mean = {score: sum(places) / len(places) for score, places in ranks.items()}
    yes = [score for score, label in rows if label]
    no = len(rows) - len(yes)
    if not yes or not no:
        return 0.0
    return (sum(mean[score] for score in yes) - len(yes) * (len(yes) + 1) / 2) / (len(yes) * no)


# -- the sets, as their authors distribute them ----------------------------------------------------


def claimbuster(folder: Path) -> Iterator[tuple[str, list[Row]]]:
    for path in sorted([*folder.rglob("two_class/*.json"), *folder.rglob("cb/*.json")]):
        if path.name in {"train.json", "test.json"}:
            data = json.loads(path.read_text(encoding="utf-8"))
            yield (
                f"ClaimBuster {path.stem}",
                [Row(one["text"], int(one["label"]) == 1) for one in data],
            )


def policlaim(folder: Path) -> Iterator[tuple[str, list[Row]]]:
    golden = sorted(folder.rglob("PoliClaim_train_golden/*.xlsx"))
    test = sorted(folder.rglob("policlaim_gpt_with_human_eval_merged.xlsx"))
    for name, paths in (("PoliClaim train", golden), ("PoliClaim test", test)):
        rows = [row for path in paths for row in _sheet(path)]
        if rows:
            yield name, rows


def _sheet(path: Path) -> Iterator[Row]:
    try:
        from openpyxl import load_workbook
    except ImportError:
        print("PoliClaim is left out: its sheets need openpyxl (pip install openpyxl)")
        return
    lines = load_workbook(path, read_only=True).active.iter_rows(values_only=True)
    head = [str(name) for name in next(lines)]
    label = next((name for name in ("golden", "Golden", "label") if name in head), "")
    if not label:
        print(f"{path.name} is left out: no column of labels among {', '.join(head)}")
        return
    for line in lines:
        text, gold = line[head.index("SENTENCES")], line[head.index(label)]
        if text and gold is not None:
            yield Row(str(text), str(gold).strip().lower() in {"1", "1.0", "yes", "true"})


def newssd(folder: Path) -> Iterator[tuple[str, list[Row]]]:
    for path in sorted(folder.rglob("english/*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            data = list(csv.DictReader(file))
        text = next((n for n in ("sentence", "Sentence", "text") if data and n in data[0]), "")
        label = next((n for n in ("label", "Label") if data and n in data[0]), "")
        if text and label:
            yield f"NewsSD {path.stem}", [Row(one[text], one[label] == "OBJ") for one in data]


def reshaped(folder: Path) -> Iterator[tuple[str, list[Row]]]:
    for name in ("newssd", "expertqa", "factcheckgpt"):
        for path in sorted(folder.rglob(f"{name}/*.jsonl")):
            data = map(json.loads, path.read_text(encoding="utf-8").splitlines())
            yield f"{name} {path.stem}", [Row(one["text"], int(one["label"]) == 1) for one in data]
    for path in sorted(folder.rglob("subtask1_sentence_checkworthiness.jsonl")):
        data = map(json.loads, path.read_text(encoding="utf-8").splitlines())
        texts = ((str(one.get("sentence", one.get("text"))), str(one.get("label"))) for one in data)
        yield "Factcheck-GPT", [Row(text, label.lower() in {"yes", "1"}) for text, label in texts]


def weasel(folder: Path) -> Iterator[tuple[str, list[Row]]]:
    for path in sorted(folder.rglob("uncertainty-conll2010.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            # "-1" marks the uncertain sentences.
            yield "WikiWeasel", [Row(text, mark == "-1") for mark, text, *_ in csv.reader(file)]


def checkthat(folder: Path, part: str = "test_annotated") -> Iterator[list[Row]]:
    for path in sorted(folder.rglob(f"data/{part}/*.tsv")):
        lines = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line]
        yield [Row(line[2], line[-1].strip() == "1") for line in lines]


class Article(NamedTuple):
    """A text of PolNeAR with the ranges of its cues, which say that something is attributed."""

    name: str
    text: str
    cues: tuple[tuple[int, int], ...]


def polnear(folder: Path) -> Iterator[tuple[str, list[Article]]]:
    for part in ("train", "dev", "test"):
        found = []
        for path in sorted(folder.rglob(f"{part}/text/*.txt")):
            notes = sorted((path.parents[1] / "attributions").glob(f"{path.stem}*.ann"))
            if notes:
                cues = re.findall(r"^T\d+\tCue ([\d ;]+)\t", notes[0].read_text("utf-8"), re.M)
                spans = [tuple(map(int, one.split())) for cue in cues for one in cue.split(";")]
                with path.open(encoding="utf-8", newline="") as file:
                    found.append(Article(path.stem, file.read(), tuple(spans)))  # type: ignore[arg-type]
        if found:
            yield part, found


def in_paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """The sentences of a text whose paragraphs stand on lines of their own."""
    at = 0
    for part in re.split(r"(\n\s*)", text):
        yield from ((at + start, at + end) for start, end in split(part) if part.strip())
        at += len(part)


# -- what is measured ------------------------------------------------------------------------------


def fires(linter: Linter, text: str, markup: str = "plain") -> set[str]:
    """The rules that find something in a text."""
    return {finding.rule for finding in linter.check(text, markup=markup).findings}


def measured(name: str, rows: Sequence[Row], linter: Linter) -> Iterator[Line | str]:
    """The rules on labelled sentences, each alone in its text, and the score."""
    marked = sum(row.label for row in rows)
    hits = [(fires(linter, row.text), row.label) for row in rows]
    wanted = [("uncited-statistic", {STATISTIC}), ("vague attribution, all rules", set(FAMILY))]
    if name == "WikiWeasel":
        wanted.append(("the same and weasel-word (off by default)", {*FAMILY, WEASEL}))
    for what, rules in wanted:
        chosen = [label for found, label in hits if found & rules]
        yield Line(name, what, len(rows), marked, sum(chosen), len(chosen))
    scored = [(checkworthy.judged(row.text)[0], row.label) for row in rows]
    yield Line(name, "score of 0.8 and more", len(rows), marked,
               sum(label for score, label in scored if score >= 0.8),
               sum(score >= 0.8 for score, _ in scored))  # fmt: skip
    yield f"{name}: score AP {average_precision(scored):.3f}, AUC {area(scored):.3f}, n {len(rows)}"


def sources(part: str, articles: Sequence[Article]) -> Line:
    """Sentences in which an attribution is seen, against those that hold a cue."""
    rows = [
        (cued(one.text[start:end]), any(low < end and high > start for low, high in one.cues))
        for one in articles
        for start, end in in_paragraphs(one.text)
    ]
    marked = sum(label for _, label in rows)
    chosen = [label for found, label in rows if found]
    return Line(
        f"PolNeAR {part}", "an attribution is there", len(rows), marked, sum(chosen), len(chosen)
    )


def editorial(folder: Path, articles: Sequence[Article], linter: Linter) -> Iterator[Line | str]:
    """What an editor would want a source for: news as whole texts, other sentences alone."""
    paths = sorted(folder.rglob("editorial_*labels.jsonl"))
    labels = [json.loads(line) for path in paths for line in path.read_text("utf-8").splitlines()]
    texts = {one.name: one.text for one in articles}
    alone = {
        one["id"]: one["text"]
        for path in [*folder.rglob("newssd/*.jsonl"), *folder.rglob("expertqa/*.jsonl")]
        for one in map(json.loads, path.read_text("utf-8").splitlines())
    }
    found: dict[str, list[tuple[int, int, str]]] = {}
    rows = []
    for label in labels:
        kind, _, rest = label["id"].partition(":")
        name, _, place = rest.rpartition(":")
        if kind == "pn" and name in texts:
            text, start = texts[name], int(place)
            if name not in found:
                found[name] = [
                    (one.span.start, one.span.end, one.rule)
                    for one in linter.check(text, markup="plain").findings
                ]
            line = text[start : start + 900].split("\n")[0]
            end = start + next((one.end for one in split(line)), 1)
            hits = {rule for low, high, rule in found[name] if low < end and high > start}
        elif label["id"] in alone:
            hits = fires(linter, alone[label["id"]])
        else:
            continue
        rows.append((label, hits & {STATISTIC, *FAMILY}))
    for what, letters, rules in (
        ("statistic or vague attribution", "SV", {STATISTIC, *FAMILY}),
        ("uncited-statistic", "S", {STATISTIC}),
        ("vague attribution, all rules", "V", set(FAMILY)),
    ):
        chosen = [label for label, hits in rows if hits & rules]
        right = [label for label in chosen if label["needs_source"]]
        marked = [(label, hits) for label, hits in rows if label["label"] in letters]
        if rows and marked:
            recall = sum(bool(hits & rules) for _, hits in marked) / len(marked)
            yield (
                f"editorial labels, {what}: precision {len(right) / max(1, len(chosen)):.3f} "
                f"({len(right)}/{len(chosen)}), recall {recall:.3f} of {len(marked)}, "
                f"n {len(rows)} of {len(labels)} that could be joined"
            )


def alerts(articles: Sequence[Article], linter: Linter) -> str:
    """How often an editor of news is told something."""
    sentences = sum(len(list(in_paragraphs(one.text))) for one in articles)
    found = [
        finding.rule
        for one in articles
        for finding in linter.check(one.text, markup="plain").findings
        if finding.rule in {STATISTIC, *FAMILY}
    ]
    rate = 100 * len(found) / max(1, sentences)
    return f"alerts per 100 sentences of news: {rate:.2f}, n {sentences}"


# What wikitext shows as prose: references as [1], tags that ask for one as a sign of ours.
_TAG = "\ue000"
_WIKITEXT = (
    (re.compile(r"<!--.*?-->", re.S), ""),
    (re.compile(r"<ref[^<>]*/>|<ref[^<>]*>.*?</ref>", re.S), "[1]"),
    (re.compile(r"\{\{\s*(?:citation needed|cn|fact)\b[^{}]*\}\}", re.I), _TAG),
    (re.compile(r"\{\{\s*(?:sfnp?|sfnm|harvnb|efn|r)\|[^{}]*\}\}", re.I), "[1]"),
    *[(re.compile(r"\{\{[^{}]*\}\}|\{\|[^{}]*\|\}"), "")] * 4,
    (re.compile(r"\[\[(?:File|Image|Category):[^\[\]]*(?:\[\[[^\[\]]*\]\][^\[\]]*)*\]\]"), ""),
    (re.compile(r"\[\[(?:[^\[\]|]*\|)?([^\[\]|]*)\]\]"), r"\1"),
    (re.compile(r"\[https?://\S+ ?[^\]]*\]"), "[1]"),
    (re.compile(r"<[^<>]*>|'{2,}"), ""),
)


def tagged(folder: Path, linter: Linter) -> Iterator[str]:
    """How much denser editors' "citation needed" tags are where something is found.

    Counted are sentences of Wikipedia that no reference of theirs covers.
    """
    import bz2
    from html import unescape

    counts = {True: [0, 0], False: [0, 0]}
    for path in sorted(folder.rglob("*enwiki*.bz2")):
        with bz2.open(path, "rt", encoding="utf-8") as file:
            pages = re.findall(r"<text[^>]*>(.*?)</text>", file.read(), re.S)
        for page in pages:
            text = unescape(page)
            for pattern, new in _WIKITEXT:
                text = pattern.sub(new, text)
            for line in text.split("\n"):
                if line[:1].isalpha() and len(line.split()) > 8:
                    for found, tag in _tags(line, linter):
                        counts[found][0] += 1
                        counts[found][1] += tag
    (fired, hits), (rest, others) = counts[True], counts[False]
    if fired and others:
        lift = (hits / fired) / (others / rest)
        yield (
            f"Wikipedia, uncovered sentences: tags on {hits} of {fired} warned of, {others} "
            f"of {rest} others: {lift:.1f} times as dense"
        )


def _tags(line: str, linter: Linter) -> Iterator[tuple[bool, bool]]:
    """For each uncovered sentence of a paragraph, whether it is found and whether it is tagged."""
    places, plain = [], ""
    for part in line.split(_TAG):
        plain += part
        places.append(len(plain))
    spans = [
        one.span for one in linter.check(plain, markup="plain").findings
        if one.rule in {STATISTIC, *FAMILY} and one.severity.rank <= Severity.WARNING.rank
    ]  # fmt: skip
    sentences = list(split(plain))
    for number, sentence in enumerate(sentences):
        reach = plain[sentence.start : sentences[min(number + 3, len(sentences) - 1)].end]
        if "[1]" not in reach and len(reach.split()) > 4:
            found = any(span.overlaps(sentence) for span in spans)
            yield found, any(sentence.start < at <= sentence.end + 1 for at in places[:-1])


def boundaries(folder: Path) -> Iterator[str]:
    """The sentence splitter on treebanks whose paragraphs are put together again."""
    for path in sorted(folder.rglob("*-ud-*.conllu")):
        counts = {"all": [0, 0, 0], "at a stop": [0, 0, 0]}
        for paragraph in _paragraphs(path):
            text, ends, at = " ".join(paragraph), set(), 0
            for sentence in paragraph[:-1]:
                at += len(sentence)
                ends.add(at)
                at += 1
            seen = {one.end for one in split(text)} - {len(text)}
            stops = {one for one in ends if re.search(r"[.!?…][\"”’')\]»\d\[ ]*$", text[:one])}
            for name, gold in (("all", ends), ("at a stop", stops)):
                for place, number in enumerate(
                    (len(gold & seen), len(seen - ends), len(gold - seen))
                ):
                    counts[name][place] += number
        for name, (right, extra, missed) in counts.items():
            yield (
                f"sentences, {path.stem}, boundaries {name}: precision "
                f"{right / max(1, right + extra):.3f}, "
                f"recall {right / max(1, right + missed):.3f}, "
                f"F1 {2 * right / max(1, 2 * right + extra + missed):.3f}, n {right + missed}"
            )


def _paragraphs(path: Path) -> Iterator[list[str]]:
    found: list[str] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith(("# newpar", "# newdoc")) and found:
            yield found
            found = []
        elif line.startswith("# text = "):
            found.append(line.removeprefix("# text = ").strip())
    if found:
        yield found


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folder", type=Path, metavar="DATA_DIR")
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="show N of each kind")
    asked = parser.parse_args()
    if not asked.folder.is_dir():
        parser.error(f"{asked.folder} is no folder")
    linter = api.load(select=[STATISTIC, *FAMILY, WEASEL])
    print("| set | rule | n | marked | fires | P | R | F1 | P if half were marked |")
    print("|---|---|---:|---:|---:|---:|---:|---:|---:|")
    notes: list[str] = []
    readers = (claimbuster, policlaim, newssd, reshaped, weasel)
    began, seen = time.process_time(), 0
    for name, rows in (one for reader in readers for one in reader(asked.folder)):
        seen += len(rows)
        for line in measured(name, rows, linter):
            if isinstance(line, str):
                notes.append(line)
            else:
                print(line.shown(), flush=True)
        if asked.errors:
            notes += list(_errors(name, rows, linter, asked.errors))
    if seen:
        each = 1000 * (time.process_time() - began) / seen
        notes.append(
            f"rules and score: {each:.2f} ms of processor a sentence, each in its own text"
        )
    transcripts = list(checkthat(asked.folder))
    if transcripts:
        ranked = [[(checkworthy.judged(t)[0], y) for t, y in rows] for rows in transcripts]
        means = [average_precision(rows) for rows in ranked if any(label for _, label in rows)]
        total = sum(map(len, transcripts))
        mean = sum(means) / len(means)
        notes.append(f"CheckThat 2019: MAP {mean:.3f}, {len(means)} transcripts, n {total}")
    news: list[Article] = []
    for part, articles in polnear(asked.folder):
        print(sources(part, articles).shown(), flush=True)
        news += articles
        notes.append(f"PolNeAR {part}: {alerts(articles, linter)}")
    notes += map(str, editorial(asked.folder, news, linter))
    notes += tagged(asked.folder, linter)
    notes += boundaries(asked.folder)
    print("\n" + "\n".join(notes))


def _errors(name: str, rows: Sequence[Row], linter: Linter, most: int) -> Iterator[str]:
    wrong = [row.text for row in rows if not row.label and STATISTIC in fires(linter, row.text)]
    yield from (f"{name}, statistic where none is marked: {text}" for text in wrong[:most])


if __name__ == "__main__":
    main()
