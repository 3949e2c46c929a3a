"""Make the weights of `claims/uncited-claim` again, and say how well they do on rows held out.

    pip install 'copylint[bench]'
    python benchmarks/train_checkworthy.py DATA_DIR                 # figures only
    python benchmarks/train_checkworthy.py DATA_DIR -o src/copylint/checkworthy.tsv

Trained on, by the names that their authors gave the files (see `benchmarks/claims.py`): ClaimBuster
train, PoliClaim train, where people judged, and NewsSD train and val, which are also what is held
out, a quarter at a time; and PoliClaim's sentences that models judged
(`PoliClaim_train_silver_n_bronze`), BABE (`final_labels_SG2.csv`) and the training transcripts of
CheckThat 2019 (`data/training/*.tsv`), which are never held out. Test parts are not read, except
that a row of ClaimBuster's is taken out of the training parts.

A sentence's log-odds are a sum of weights of terms. Each set counts by its share below whatever its
size, and claims count in it as much as other sentences. The fit is made twice: on every term that
is frequent enough, and again on those whose weight and frequency make them matter most. Names of
people and places are left out, so that no weight judges whom a sentence is about, and so are terms
that only one of the sets has.
"""

from __future__ import annotations

import argparse
import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from claims import Row, area, average_precision, checkthat, claimbuster, newssd, policlaim
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

from copylint.checkworthy import terms
from copylint.detectors.statistic import numbered

#: How much each set counts.
SHARES = {"ClaimBuster": 1.5, "PoliClaim": 1.3, "NewsSD": 0.7, "silver": 0.7, "BABE": 0.5,
          "CheckThat": 0.2}  # fmt: skip
HELD_OUT = ("ClaimBuster", "PoliClaim", "NewsSD")
_FOLDS, _STRENGTH, _FREQUENT, _KEPT = 4, 0.08, 4, 6000
_LIGHT = 0.01
_WORD = re.compile(r"(?<=[a-z,] )[A-Za-z][a-z]+")
# Capital letters that name nobody.
_COMMON = frozenset(
    """january february march april may june july august september october november december monday
    tuesday wednesday thursday friday saturday sunday american americans i""".split()
)


class Set(NamedTuple):
    """A set of rows by its name in `SHARES`."""

    name: str
    rows: Sequence[Row]


def read(folder: Path) -> list[Set]:
    """The training parts below a folder."""
    parts = dict(claimbuster(folder))
    test = {row.text for row in parts.get("ClaimBuster test", ())}
    found = {
        "ClaimBuster": [row for row in parts.get("ClaimBuster train", ()) if row.text not in test],
        "PoliClaim": dict(policlaim(folder)).get("PoliClaim train", []),
        "NewsSD": [row for name, rows in newssd(folder) if name.split()[1] in {"train", "val"}
                   for row in rows],
        "silver": list(silver(folder)),
        "BABE": list(babe(folder)),
        "CheckThat": [row for rows in checkthat(folder, "training") for row in rows
                      if row.text not in test],
    }  # fmt: skip
    return [Set(name, rows) for name, rows in found.items() if rows]


def silver(folder: Path) -> Iterator[Row]:
    """Sentences of speeches that a model judged, where it was nearly sure."""
    from openpyxl import load_workbook

    for path in sorted(folder.rglob("PoliClaim_train_silver*/*.xlsx")):
        lines = load_workbook(path, read_only=True).active.iter_rows(values_only=True)
        head = [str(name) for name in next(lines)]
        for line in lines:
            text, likely = line[head.index("SENTENCES")], line[head.index("likelihood")]
            if text and likely is not None and not 0 < float(str(likely)) < 2:
                yield Row(str(text), float(str(likely)) >= 2)


def babe(folder: Path) -> Iterator[Row]:
    """Sentences of news that people called wholly factual, or somebody's opinion."""
    for path in sorted(folder.rglob("final_labels_SG2.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            for one in csv.DictReader(file, delimiter=";"):
                kind = one["label_opinion"]
                if kind.startswith("Entirely"):
                    yield Row(one["text"], True)
                elif kind.startswith("Expresses") or (
                    kind.startswith("Some") and one["label_bias"] == "Biased"
                ):
                    yield Row(one["text"], False)


def names(sets: Sequence[Set]) -> frozenset[str]:
    """Words that mostly have a capital inside sentences."""
    every: Counter[str] = Counter()
    capital: Counter[str] = Counter()
    for row in (row for one in sets if one.name != "silver" for row in one.rows):
        for word in _WORD.findall(row.text):
            every[word.lower()] += 1
            capital[word.lower()] += word[0].isupper()
    found = {w for w in every if capital[w] >= 3 and capital[w] / every[w] > 0.55} - _COMMON
    return frozenset(found | {f"{word}'s" for word in found})


class Fit(NamedTuple):
    """Weights of terms."""

    weights: dict[str, float]
    bias: float

    def score(self, found: frozenset[str]) -> float:
        """The log-odds of a sentence with these terms."""
        return self.bias + sum(self.weights.get(term, 0.0) for term in found)


Examples = Sequence[tuple[str, frozenset[str], bool]]


def fit(examples: Examples, avoid: frozenset[str]) -> Fit:
    """The weights learnt from (set, terms, whether it is a claim)."""
    counts = Counter(term for _, found, _ in examples for term in found)
    # A word of one set only is as likely its subject as a sign of a claim.
    spread = Counter(term for term, _ in {(t, name) for name, found, _ in examples for t in found})
    frequent = [
        term for term, n in sorted(counts.items())
        if n >= _FREQUENT and spread[term] > 1 and avoid.isdisjoint(re.findall(r"[a-z']+", term))
    ]  # fmt: skip
    first = _fit(examples, frequent)
    matter = sorted(
        frequent, key=lambda t: (-abs(first.weights[t]) * min(counts[t], 4000) ** 0.5, t)
    )
    return _fit(examples, matter[:_KEPT])


def _fit(examples: Examples, vocabulary: Sequence[str]) -> Fit:
    places = {term: number for number, term in enumerate(vocabulary)}
    labels = np.array([label for _, _, label in examples])
    sets = np.array([name for name, _, _ in examples])
    weight = np.zeros(len(labels))
    for name in set(sets):
        for label in (True, False):
            these = (sets == name) & (labels == label)
            weight[these] = SHARES[name] / (2 * max(1, these.sum()))
    weight *= len(labels) / weight.sum()
    rows, columns = [], []
    for number, (_, found, _) in enumerate(examples):
        for term in found:
            if term in places:
                rows.append(number)
                columns.append(places[term])
    shape = (len(labels), len(vocabulary))
    matrix = csr_matrix((np.ones(len(rows)), (rows, columns)), shape=shape)
    # A term that tells the two kinds apart is penalised less (naive Bayes as a scale).
    ratio = np.log((1 + matrix.T @ (weight * labels)) / (1 + labels @ weight)) - np.log(
        (1 + matrix.T @ (weight * ~labels)) / (1 + ~labels @ weight)
    )
    # No further than a factor of e, or rare words would weigh most.
    scale = np.minimum(np.abs(ratio), 1.0)
    model = LogisticRegression(C=_STRENGTH, solver="liblinear", max_iter=300, tol=1e-3)
    model.fit(_scaled(matrix, scale), labels, sample_weight=weight)
    return Fit(dict(zip(vocabulary, model.coef_[0] * scale, strict=True)), model.intercept_[0])


def _scaled(matrix: csr_matrix, scale: np.ndarray[Any, Any]) -> csr_matrix:
    made = csr_matrix(matrix.multiply(scale))
    # liblinear reads 32-bit places only.
    made.indices, made.indptr = made.indices.astype("int32"), made.indptr.astype("int32")
    return made


def held_out(sets: Sequence[Set], shown: dict[str, frozenset[str]], avoid: frozenset[str]) -> None:
    """Print how the pooled table does on each quarter that it was not made from."""
    folds = {
        one.name: list(
            StratifiedKFold(_FOLDS, shuffle=True, random_state=0).split(
                one.rows, [row.label for row in one.rows]
            )
        )
        for one in sets
        if one.name in HELD_OUT
    }
    scored: dict[str, list[tuple[float, bool, str]]] = {name: [] for name in folds}
    for fold in range(_FOLDS):
        train = [
            (one.name, shown[one.rows[at].text], one.rows[at].label)
            for one in sets
            for at in (folds[one.name][fold][0] if one.name in folds else range(len(one.rows)))
        ]
        made = fit(train, avoid)
        for one in sets:
            if one.name in folds:
                for at in folds[one.name][fold][1]:
                    text, label = one.rows[at]
                    scored[one.name].append((made.score(shown[text]), label, text))
    for name, rows in scored.items():
        pairs = [(score, label) for score, label, _ in rows]
        print(f"{name}: AP {average_precision(pairs):.3f}, AP if half were marked "
              f"{even_precision(pairs):.3f}, AUC {area(pairs):.3f}, n {len(rows)}")  # fmt: skip
        claims = sum(label for _, label in pairs)
        for least in (0.5, 1.0, 1.5, 2.0, 2.5):
            chosen = [label for score, label, text in rows if score >= least and numbered(text)]
            right, wrong = sum(chosen), len(chosen) - sum(chosen)
            recall, noise = right / claims, wrong / (len(rows) - claims)
            precision, even = right / max(1, len(chosen)), recall / (recall + noise)
            print(f"  a number and log-odds of {least}: P {precision:.3f}, R {recall:.3f}, "
                  f"P if half were marked {even:.3f}")  # fmt: skip


def even_precision(rows: Sequence[tuple[float, bool]]) -> float:
    """Average precision as if half of the rows were marked."""
    yes = sum(label for _, label in rows)
    no = len(rows) - yes
    right = wrong = 0
    total = 0.0
    for _, label in sorted(rows, key=lambda row: -row[0]):
        right += label
        wrong += not label
        if label:
            total += (right / yes) / (right / yes + wrong / no)
    return total / yes


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folder", type=Path, metavar="DATA_DIR")
    parser.add_argument("-o", "--output", type=Path, help="write the table here")
    asked = parser.parse_args()
    sets = read(asked.folder)
    for one in sets:
        print(f"{one.name}: n {len(one.rows)}, marked {sum(row.label for row in one.rows)}")
    missing = SHARES.keys() - {one.name for one in sets}
    if missing:
        parser.error(f"{asked.folder} lacks {', '.join(sorted(missing))}")
    avoid = names(sets)
    shown = {row.text: frozenset(terms(row.text)) for one in sets for row in one.rows}
    held_out(sets, shown, avoid)
    if asked.output:
        made = fit(
            [(one.name, shown[row.text], row.label) for one in sets for row in one.rows], avoid
        )
        table = sorted(made.weights.items(), key=lambda pair: (-abs(pair[1]), pair[0]))
        lines = [
            "## term<tab>weight (log-odds); made by benchmarks/train_checkworthy.py",
            f"@bias\t{made.bias:.2f}",
            *(f"{term}\t{weight:.2f}" for term, weight in table if abs(weight) >= _LIGHT),
        ]
        asked.output.write_text("\n".join(lines) + "\n", encoding="utf-8")
        print(f"{asked.output}: {len(lines) - 2} terms, {asked.output.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
