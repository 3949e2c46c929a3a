"""Run with copylint and copylint-rst installed: `python -m pytest examples/copylint-rst`."""

from __future__ import annotations

import pytest

from copylint import plugins
from copylint.document import OBJECT
from copylint.examples import failures
from copylint.linter import Linter
from copylint.rulebook import load

reader = pytest.importorskip("copylint_rst.reader")

SOURCE = """\
A Title
=======

It is *quite* good, see ``x..y`` and `the page <https://a.example>`_,
or https://b.example for more.. Then stop.

.. note:: Mind the
   gap.

- One thing
  goes on.

.. code-block:: c

   code..here Now

An escaped \\* star.
"""


def test_blocks() -> None:
    document = reader.read(SOURCE)
    assert [(block.kind, block.text) for block in document.blocks] == [
        ("heading", "A Title"),
        (
            "paragraph",
            f"It is quite good, see {OBJECT} and the page,\nor {OBJECT} for more.. Then stop.",
        ),
        ("paragraph", "Mind the\ngap."),
        ("list-item", "One thing\ngoes on."),
        ("paragraph", "An escaped * star."),
    ]
    for block in document.blocks:
        limits = [piece.start for piece in block.pieces[1:]] + [len(block.text)]
        for piece, limit in zip(block.pieces, limits, strict=True):
            if piece.exact:
                start, end = piece.span
                assert SOURCE[start:end] == block.text[piece.start : limit]


def test_a_repair() -> None:
    rules = [rule for rule in load() if rule.id == "punctuation/double-period"]
    assert Linter(rules).fix(SOURCE, "a.rst").source == SOURCE.replace("more.. T", "more. T")


def test_the_rules_hold_their_own_examples() -> None:
    folder = plugins.rules("rst")
    assert folder is not None
    rules = {rule.id: rule for rule in load([folder], whole=True)}
    ours = [rule for rule in rules.values() if rule.path.startswith(str(folder))]
    assert len(ours) == 2
    assert [failure for rule in ours for failure in failures(rule, rules)] == []
