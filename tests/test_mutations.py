"""The rules' examples notice when an alternative is deleted from a pattern: a few of each family.

`benchmarks/mutate.py` tries all of them.
"""

from __future__ import annotations

import importlib.util
import sys
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest

from copylint import rulebook


def _tool() -> ModuleType:
    path = Path(__file__).parents[1] / "benchmarks/mutate.py"
    spec = importlib.util.spec_from_file_location("mutate", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["mutate"] = module
    spec.loader.exec_module(module)
    return module


mutate = _tool()
RULES = {rule.id: rule for rule in rulebook.load(whole=True)}

# (rule, where, what is deleted): words, longer branches, exceptions, conditions, terms, options.
DELETED = [
    ("characters/lost-apostrophe", "regex", "couldn"),
    ("characters/latin-ligature", "regex", r"(?<=\p{L})ﬄ"),
    ("characters/replacement-char", "not-near.document", "lossy"),
    ("claims/passive-attribution", "regex", "universally"),
    ("claims/gap-speculation", "not-near.sentence", "parameter"),
    ("claims/certainty-adverb", "not", "could"),
    ("punctuation/ordinal-date", "regex", "October"),
    ("punctuation/split-contraction", "regex", "wouldn"),
    ("punctuation/space-before-punct", "not", "rsync"),
    ("residue/assistant-opener", "regex", "rewritten"),
    ("residue/knowledge-cutoff", "regex", "Trainingsstand"),
    ("residue/bracketed-editorial-note", "options.weak", "clarify"),
    ("seo/tortured-phrase", "phrases", "timberland"),
    ("seo/keyword-stuffing", "options.bait", "affordable"),
    ("seo/off-topic-anchor", "not-near.document", "prescription"),
    ("structure/comment-cta-residue", "regex", "debate"),
    ("structure/duplicate-heading", "options.allow", "solution"),
    ("structure/template-variable", "not", "portal"),
    ("style/ai-vocabulary-density", "lexicon", "meticulous"),
    ("style/peacock-terms", "not", "calendar"),
    ("style/opening-cliche", "regex", "numérique"),
]


@pytest.mark.parametrize(("name", "key", "deleted"), DELETED)
def test_examples_notice_a_deletion(name: str, key: str, deleted: str) -> None:
    rule = RULES[name]
    made = [m for m in mutate.mutants(rule) if (m.key, m.deleted) == (key, deleted)]
    assert made, "there is no such alternative"
    assert list(mutate.survivors(rule, made, RULES)) == []


def test_a_deletion_that_no_example_needs_survives() -> None:
    rule = RULES["style/opening-cliche"]
    written = [example for example in rule.examples if "numérique" not in example.each]
    fewer = replace(
        rule, examples=tuple(e for e in written if "numérique" not in e.text + (e.fixed or ""))
    )
    made = [mutant for mutant in mutate.mutants(fewer) if mutant.deleted == "numérique"]
    assert [mutant.deleted for mutant in mutate.survivors(fewer, made, RULES)] == ["numérique"]


PATTERNS = {
    "words": ("a|b|c", ["b|c", "a|c", "a|b"]),
    "flags": ("(?i)a|b", ["(?i)b", "(?i)a"]),
    "groups": ("x(?:a|(?P<n>b|c))", [
        "x(?:a|(?P<n>c))", "x(?:a|(?P<n>b))", "x(?:(?P<n>b|c))", "x(?:a)",
    ]),
    "empty": ("(?:a|)b", ["(?:)b", "(?:a)b"]),
    "looks": (r"(?<!\b(?:a|b) )c(?! d|e)", [
        r"(?<!\b(?:b) )c(?! d|e)", r"(?<!\b(?:a) )c(?! d|e)",
        r"(?<!\b(?:a|b) )c(?!e)", r"(?<!\b(?:a|b) )c(?! d)",
    ]),
    "sets": (r"[|(]\|\([^]|)]", []),
    "classes": (r"[[:alpha:]|]\p{L}(?#a|b)a", []),
    "referred to": (r"(?:(a)|b)\1", [r"(?:(a))\1"]),
}  # fmt: skip


@pytest.mark.parametrize(("pattern", "shorter"), PATTERNS.values(), ids=PATTERNS.keys())
def test_what_is_an_alternative(pattern: str, shorter: list[str]) -> None:
    assert [text for text, _, _ in mutate.without_one(pattern)] == shorter
