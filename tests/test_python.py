"""Python text: what of it is prose, where that stands, and repairs that leave the code alone."""

from __future__ import annotations

import ast
import inspect
import os
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from command import Command, put, run
from copylint import fix, rulebook
from copylint.document import OBJECT, Block
from copylint.errors import ReadError
from copylint.linter import Linter
from copylint.span import Edit, Span

pytest.importorskip("libcst")

from copylint.python import comments, docstring, lexer, reader, view, worker


@pytest.fixture(scope="module")
def linter() -> Linter:
    return Linter(rulebook.select(rulebook.load()))


def prose(source: str, told: str = "") -> list[tuple[str, str]]:
    """The blocks of Python text; each exact piece is checked against the source."""
    blocks = reader.read(source, ".py", told).blocks
    for block in blocks:
        _check(source, block)
    return [(block.kind, block.text) for block in blocks]


def _check(source: str, block: Block) -> None:
    limits = [piece.start for piece in block.pieces[1:]] + [len(block.text)]
    at = -1
    for piece, limit in zip(block.pieces, limits, strict=True):
        assert piece.span.start >= at
        at = piece.span.end
        if piece.exact:
            assert source[piece.span.start : piece.span.end] == block.text[piece.start : limit]


def texts(source: str, told: str = "") -> list[str]:
    return [text for _, text in prose(source, told)]


# -- which strings ---------------------------------------------------------------------------------


def test_docstrings_of_all_kinds() -> None:
    source = '''\
"""The module speaks."""
x = 1
"""The attribute speaks."""
y = "No prose at all."
class A:
    'The class speaks.'
    z: int = 2
    "The other attribute speaks."
    def f(self):
        """The method speaks."""
        """Not this one."""
        x = 1
        "Nor this one."
    def __init__(self):
        self.a = 1
        """The instance speaks."""
async def g(): u"The coroutine speaks."
def h():
    ("In brackets " "it speaks.")
def i():
    b"Bytes are none."
def j():
    f"A hole {x} is none."
if x:
    def k():
        """The inner one speaks."""
        def l():
            """The innermost speaks."""
'''
    assert prose(source) == [
        ("docstring", text)
        for text in (
            "The module speaks.",
            "The attribute speaks.",
            "The class speaks.",
            "The other attribute speaks.",
            "The method speaks.",
            "The instance speaks.",
            "The coroutine speaks.",
            "In brackets it speaks.",
            "The inner one speaks.",
            "The innermost speaks.",
        )
    ]


def test_strings_that_are_asked_for() -> None:
    source = """\
_("Text is shown here.")
parser.add_argument("--x", help="Help is shown {here}.")
raise ValueError(f"The value {x!r} is wrong.")
print("This is not shown.", file=y)
gettext.gettext("This one is " "shown.")
"""
    assert texts(source) == []
    assert prose(source, "_,help=,raise,gettext") == [
        ("literal", "Text is shown here."),
        ("literal", f"Help is shown {OBJECT}."),
        ("literal", f"The value {OBJECT} is wrong."),
        ("literal", "This one is shown."),
    ]
    assert texts(source, "gettext.gettext") == ["This one is shown."]


def test_prose_that_is_newer_than_this_python() -> None:
    assert texts('type X[T] = list[T]\n"""The alias speaks."""\n') == ["The alias speaks."]


# -- decoding ----------------------------------------------------------------------------------------

_BODIES = st.text(
    st.sampled_from(list("ab \\nrtxuN{}01789\"'\t\néß—\r\f☃")) | st.characters(codec="utf-8"),
    max_size=20,
)


@given(_BODIES, st.sampled_from(["", "r", "R", "u"]), st.sampled_from(['"""', "'''", '"', "'"]))
def test_a_literal_is_decoded_as_python_does(text: str, prefix: str, quote: str) -> None:
    source = f"{prefix}{quote}{text}{quote}"
    try:
        # Python reads text with its line ends made even; a literal alone is what is asked about.
        expected = ast.literal_eval(source)
        if "\0" in source or not isinstance(expected, str) or len(ast.parse(source).body) != 1:
            return
    except (SyntaxError, ValueError):
        return
    if source.startswith((f"{prefix}{quote}", prefix)) and _one_token(source):
        found = view.literal(source, 0, len(source))
        assert found.text == expected
        assert len(found.spans) == len(found.text)


def _one_token(source: str) -> bool:
    found = list(lexer.tokens(source))
    return len(found) == 1 and (found[0].start, found[0].end) == (0, len(source))


def test_each_character_knows_where_it_is_spelled() -> None:
    source = r"'a\u00e9\
\x41b\d'"
    found = view.literal(source, 0, len(source))
    assert found.text == "aéAb\\d"
    assert [source[start:end] for start, end in found.spans] == [
        "a",
        r"\u00e9",
        r"\x41",
        "b",
        r"\d",
        r"\d",
    ]


def test_the_text_of_an_f_string() -> None:
    found = view.body(r"a{{b}}\{{c", 0, 10, raw=False, braces=True)
    assert found.text == "a{b}\\{c"


@given(st.lists(st.sampled_from(["a", "  b", "\tc", "", "   ", "    d e"]), max_size=6))
def test_indentation_goes_as_inspect_takes_it(lines: list[str]) -> None:
    text = "\n".join(lines)
    found = docstring.clean(view.plain(text, 0, len(text)))
    # A tab that reaches over the margin stays one, where `inspect` makes blanks of its rest.
    assert [(line.strip(), line[:1].isspace()) for line in found.text.strip().split("\n")] == [
        (line.strip(), line[:1].isspace()) for line in inspect.cleandoc(text).strip().split("\n")
    ]


def test_a_line_break_takes_the_indentation_with_it(linter: Linter) -> None:
    source = 'def f():\n    """It rained\n    all day [cite: 4]\n    long.\n    """\n'
    result = linter.fix(source, "a.py", "python", unsafe=True)
    assert result.source == 'def f():\n    """It rained\n    all day\n    long.\n    """\n'


# -- what in a docstring is no prose ----------------------------------------------------------------


def shown(text: str) -> list[str]:
    """The paragraphs of a docstring of that text."""
    return texts(f'"""{text}"""\n')


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Say it.\n\n>>> f(1)..\n2\n\nThen go.", ["Say it.", "Then go."]),
        ("Say it::\n\n    code..here and there\n\n    more\n\nThen go.", ["Say it::", "Then go."]),
        ("Say it.\n\n    an indented block of text\n\nThen go.", ["Say it.", "Then go."]),
        ("Say it.\n\n.. code-block:: c\n\n   some code here\n\nThen go.", ["Say it.", "Then go."]),
        ("Say it.\n\n.. note:: Mind the\n   gap.\n\nThen go.", ["Say it.", "Mind the\ngap.", "Then go."]),
        (".. versionadded:: 3.2\n   The gap was new.", ["The gap was new."]),
        (".. _target: https://a.example\n\nThen go.", ["Then go."]),
        ("```\nsome code here\n```\nThen go.", ["Then go."]),
        ("A Title Here\n============\n\nThen go.", ["A Title Here", "Then go."]),
        ("Say ``x..y`` and :func:`z..a` and `b..c` here.", [f"Say {OBJECT} and {OBJECT} and {OBJECT} here."]),
        ("See `the page <https://a.example>`_ for more.", ["See the page for more."]),
        ("See https://a.example/b..c for more.", [f"See {OBJECT} for more."]),
        ("It is **quite** good *so* far [1]_.", ["It is quite good so far ."]),
        ("Use %(name)s or {name} or %d here.", [f"Use {OBJECT} or {OBJECT} or {OBJECT} here."]),
        ("- One thing\n  goes on.\n- Two things.\n", ["One thing\ngoes on.", "Two things."]),
        ("| a | b |\n|---|---|\n| some | text |\n\nThen go.", ["Then go."]),
        ("x = foo(bar, baz)\ny = x[0]", []),
        ("usage: prog [-h] [--x Y] file", []),
    ],
)  # fmt: skip
def test_prose_and_what_is_none(text: str, expected: list[str]) -> None:
    assert shown(text) == expected


def test_google_sections() -> None:
    text = """\
Fetch the rows.

    Args:
        table (Table): The open table.
            It goes on.
        keys: What to fetch,
            and when.
        *args: More of it.

    Returns:
        dict[str, int]: The rows found.

    Raises:
        IOError: It went wrong.

    Note:
        This one is all text.
    """
    assert shown(text) == [
        "Fetch the rows.",
        "The open table.\nIt goes on.",
        "What to fetch,\nand when.",
        "More of it.",
        "The rows found.",
        "It went wrong.",
        "This one is all text.",
    ]


def test_numpy_sections() -> None:
    text = """\
Fetch the rows.

    Parameters
    ----------
    table : Table, optional
        The open table.

        It goes on.
    keys : list of str
        What to fetch.

    Notes
    -----
    This one is all text.
    """
    assert shown(text) == [
        "Fetch the rows.",
        "The open table.",
        "It goes on.",
        "What to fetch.",
        "This one is all text.",
    ]


def test_sphinx_and_epydoc_fields() -> None:
    text = """\
Fetch the rows.

    :param Table table: The open table
        goes on.
    :type keys: list of str
    :returns: The rows found.
    @param x: The old way.
    """
    assert shown(text) == [
        "Fetch the rows.",
        "The open table\ngoes on.",
        "The rows found.",
        "The old way.",
    ]


def test_markdown_is_read_as_such() -> None:
    text = (
        "# Big Title\n\nSee [the page](https://a.example/b..c) and `d..e`.\n\n```py\nsome code\n```"
    )
    assert shown(text) == ["Big Title", f"See the page and {OBJECT}."]


def test_an_escape_of_an_invisible_character_is_meant(linter: Linter) -> None:
    source = '"""A zero-width space, \\u200b, is here, and \\u2019 too."""\n'
    assert texts(source) == [f"A zero-width space, {OBJECT}, is here, and ’ too."]
    assert not linter.check(source, "a.py", "python").findings
    raw = '"""A zero-width\u200bspace."""\n'
    assert [f.rule for f in linter.check(raw, "a.py", "python").findings] == [
        "characters/zero-width"
    ]


# -- comments -----------------------------------------------------------------------------------------


def test_comments_of_one_column_are_one_paragraph() -> None:
    source = "# It goes\n# on here.\n#\n# Then it stops.\nx = 1  # Beside the code.\n    # Deeper down.\n"
    assert prose(source) == [
        ("comment", "It goes\non here."),
        ("comment", "Then it stops."),
        ("comment", "Beside the code."),
        ("comment", "Deeper down."),
    ]


@pytest.mark.parametrize(
    "comment",
    [
        "#!/usr/bin/env python to run",
        "# -*- coding: utf-8 -*- and so on",
        "# noqa: E501 because it is long",
        "# type: ignore because it is wrong",
        "# fmt: off for a while",
        "# pragma: no cover for this",
        "# pylint: disable=all of it",
        "# SPDX-License-Identifier: MIT or so",
        "# mypy: ignore errors in here",
        "# region of the code",
        "# vim: set tabstop of four",
        "# x = foo(bar) and baz",
        "# if x is y:",
        "# return foo(bar)",
        "# import os, sys",
        "# foo(bar, baz)",
        "# @decorated",
        "# ---------- ********** -----------",
    ],
)
def test_comments_that_are_no_prose(comment: str) -> None:
    assert texts(f"x = 1\n{comment}\ny = 2\n") == []


@pytest.mark.parametrize(
    "comment",
    [
        "# Returns the value of the thing.",
        "# if this is so, then that is too",
        "# Note: this one is text.",
        "# import it from the other place, as before",
        "# for each of the rows, do it again",
        "# This is (as they say) prose.",
    ],
)
def test_comments_that_are(comment: str) -> None:
    assert len(texts(f"x = 1\n{comment}\ny = 2\n")) == 1


def test_a_licence_at_the_head_is_left_alone() -> None:
    head = "#!/usr/bin/python\n# Copyright 2001 by Ann.\n#\n# All of it is yours to use.\n\n"
    assert texts(f"{head}# This is text of ours.\nx = 1\n") == ["This is text of ours."]


# -- findings and repairs -------------------------------------------------------------------------------

DAMAGED = '''\
"""It rained.. We stayed [cite: 4].

>>> f..g
"""
import os

# The same.. As above.
x = "It rained.. We stayed."


def f(a):
    r"""Do it.. With \\d.

    Args:
        a: The rest.. And more
            of it.
    """
    return a  # It ends.. Here.
'''
MENDED = DAMAGED.replace(".. We stayed [cite: 4]", ". We stayed").replace(".. A", ". A")
MENDED = (
    MENDED.replace(".. W", ". W")
    .replace(".. H", ". H")
    .replace('x = "It rained. We', 'x = "It rained.. We')
)


def test_damage_is_repaired_and_the_code_is_not(linter: Linter) -> None:
    result = linter.fix(DAMAGED, "a.py", "python", unsafe=True)
    assert result.source == MENDED
    assert 'x = "It rained.. We stayed."' in result.source
    assert ">>> f..g" in result.source


def test_what_is_safe_in_a_docstring(linter: Linter) -> None:
    found = linter.check(DAMAGED, "a.py", "python").findings
    safety = {(f.rule, f.fix.safety.value) for f in found if f.fix}
    assert safety == {
        ("punctuation/double-period", "safe"),
        ("residue/gemini-cite-marker", "unsafe"),
    }
    comment = linter.check("# It rained [cite: 4].\n", "a.py", "python").findings
    assert [f.fix.safety.value for f in comment if f.fix] == ["safe"]
    shown = linter.check('_("It rained.. We stayed.")\n', "a.py", "python:_").findings
    assert not [f for f in shown if f.fix and f.fix.safety.value == "safe"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
def test_line_ends_and_marks_stay(linter: Linter, end: str, bom: bytes, tmp_path: Path) -> None:
    if end == "\r":
        # The parser does not give such a file back as it was, which is told and nothing written.
        with pytest.raises(ReadError):
            reader.read(DAMAGED.replace("\n", end))
        return
    path = put(tmp_path / "a.py", bom + DAMAGED.replace("\n", end).encode())
    text = reader.decode(path.read_bytes())
    result = linter.fix(text.source, "a.py", "python", unsafe=True)
    assert text.bom + result.source.encode() == bom + MENDED.replace("\n", end).encode()


def test_an_encoding_of_old_is_kept(lint: Command, desk: Path) -> None:
    put(desk / "a.py", '# coding: latin-1\n"""Das Café.. Es war da."""\n'.encode("latin-1"))
    select = ("--isolated", "--select", "punctuation/double-period")
    said = lint("check", "--fix", *select, "a.py")
    assert (said.code, said.err) == (0, "")
    assert (desk / "a.py").read_bytes() == '# coding: latin-1\n"""Das Café. Es war da."""\n'.encode(
        "latin-1"
    )
    put(desk / "b.py", '# coding: latin-1\n"""Das Café.. es war da."""\n'.encode("latin-1"))
    before = (desk / "b.py").read_bytes()
    said = lint(
        "check",
        "--fix",
        "--unsafe-fixes",
        "--isolated",
        "--select",
        "punctuation/double-period-lowercase",
        "b.py",
    )
    assert said.code == 2
    assert said.err == "copylint: b.py: has no way to write '…' in iso-8859-1; it is unchanged\n"
    assert (desk / "b.py").read_bytes() == before


@pytest.mark.parametrize(
    ("edit", "good"),
    [
        (("rained", "poured"), True),
        (("rained", ""), True),
        (("rained", 'ra"""ined'), False),
        (("rained", "ra\\x41ined"), False),
        (("rained", "ra\\n"), False),
        (("x = 1", "x = 2"), False),
        (("cats", "dogs"), False),
        (("note", "memo"), True),
        (("note", "no\nte"), False),
    ],
)
def test_what_a_repair_may_do(edit: tuple[str, str], good: bool) -> None:
    source = '"""It rained.\n\nTwice."""\nx = 1  # A note.\ny = "cats"\n'
    at = source.index(edit[0])
    edits = [Edit(Span(at, at + len(edit[0])), edit[1])]
    assert reader.unharmed(source, fix.apply(source, edits), edits) is good


def test_half_an_escape_is_never_taken() -> None:
    source = '"""A \\1 2 b."""\n'
    at = source.index(" 2")
    edits = [Edit(Span(at, at + 1), "")]
    assert not reader.unharmed(source, fix.apply(source, edits), edits)


# -- suppressions -----------------------------------------------------------------------------------------


def test_suppressions_are_comments_and_nothing_else(linter: Linter) -> None:
    silent = "# copylint: disable-next-line punctuation/double-period -- meant\n# It rained.. We stayed.\n"
    result = linter.check(silent, "a.py", "python")
    assert (result.findings, result.suppressed) == ((), 1)
    beside = "x = 1  # It rained.. We stayed.  # copylint: disable-line punctuation -- meant\n"
    assert linter.check(beside, "a.py", "python").suppressed == 1
    told = (
        '"""\n# copylint: disable-file punctuation/double-period\n"""\n# It rained.. We stayed.\n'
    )
    assert [f.rule for f in linter.check(told, "a.py", "python").findings] == [
        "punctuation/double-period"
    ]


# -- the command line ----------------------------------------------------------------------------------


def test_a_folder_s_python_is_checked_if_asked_for(lint: Command, desk: Path) -> None:
    put(desk / "a.py", '"""It rained.. We stayed."""\n')
    put(desk / "b.md", "All is well.\n")
    select = ("--select", "punctuation/double-period", "--isolated")
    assert lint("check", *select, ".").code == 0
    assert lint("check", *select, "a.py").code == 1
    assert lint("check", *select, "--plugin", "python", ".").code == 1
    put(desk / "copylint.toml", 'plugins = ["python"]\nselect = ["punctuation/double-period"]\n')
    assert lint("check", ".").code == 1


def test_strings_named_in_the_settings(lint: Command, desk: Path) -> None:
    put(desk / "a.py", '_("It rained.. We stayed.")\n')
    put(desk / "copylint.toml", 'select = ["punctuation/double-period"]\n')
    assert lint("check", "a.py").code == 0
    put(desk / "copylint.toml", 'select = ["punctuation/double-period"]\npython-strings = ["_"]\n')
    assert lint("check", "--output", "concise", "a.py").out.startswith("a.py:1:")
    lint("check", "--fix", "a.py")
    assert (desk / "a.py").read_text() == '_("It rained.. We stayed.")\n'
    lint("check", "--fix", "--unsafe-fixes", "a.py")
    assert (desk / "a.py").read_text() == '_("It rained. We stayed.")\n'


HOSTILE = {
    "brackets.py": "x = " + "[" * 2000 + "]" * 2000,
    "operators.py": "x = " + "1 + " * 5000 + "1",
    "python2.py": "print 'x'",
    "half.py": '"""',
    "attributes.py": "x = a" + ".b" * 4000,
}


def test_a_file_the_parser_cannot_bear_is_one_error(desk: Path) -> None:
    for name, code in HOSTILE.items():
        put(desk / name, f'"""It rained.. We stayed."""\n{code}\n')
    put(desk / "good.py", '"""It rained.. We stayed."""\n')
    select = ("--isolated", "--select", "punctuation/double-period", "--output", "concise")
    code, out, err = run("check", *select, *HOSTILE, "good.py", cwd=desk)
    assert code == 2
    lines = err.decode().splitlines()
    assert sorted(line.split(": ")[1] for line in lines) == sorted(HOSTILE)
    assert out.decode().startswith("good.py:1:")


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such signal")
def test_a_parser_that_is_killed_is_an_error_of_that_file_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert reader.parsed("x = 1  # One\n")[1]
    process = worker._process
    assert process is not None
    os.kill(process.pid, 9)
    process.wait()
    assert reader.parsed("x = 1  # Two\n")[1] == (Span(7, 12),)
    monkeypatch.setattr(worker, "_SECONDS", 0.1)
    monkeypatch.setattr(worker, "_EACH", 0.0)
    with pytest.raises(ReadError, match="took longer than"):
        worker.ask({"source": "x = [" + "[0],\n" * 300_000 + "]", "strings": []})
    monkeypatch.undo()
    assert reader.parsed("x = 1  # Three\n")[1] == (Span(7, 14),)


def test_a_clean_file_is_never_parsed(linter: Linter) -> None:
    before = worker._process
    try:
        worker._process = None
        source = '"""It is all well here."""\n\ndef f(x):\n    # And here.\n    return [x][0]\n'
        assert not linter.check(source, "a.py", "python").findings
        assert worker._process is None
    finally:
        worker._process = before


def test_the_prefilter_sees_what_the_reader_does(linter: Linter) -> None:
    whole = Linter(linter.rules, prefilter=False)
    for source in (DAMAGED, DAMAGED.replace("\n", "\r\n")):
        assert linter.check(source, "a.py", "python") == whole.check(source, "a.py", "python")


_PARTS = st.sampled_from(
    ["It rained.. We", " [cite: 4]", "\n", "\n\n", "    ", "Args:\n", "x: ", ">>> ", "``a``", "  ", " ,",
     "\\n", "\\u200b", "\u200b", "- ", "the the", "# ", "::", ".. note:: ", "|", "*", "Sure! Here is your article:"]
)  # fmt: skip


@given(st.lists(_PARTS, max_size=8), st.booleans())
def test_any_docstring_keeps_the_promises(linter: Linter, parts: list[str], raw: bool) -> None:
    text = "".join(parts)
    source = f'def f():\n    {"r" if raw else ""}"""{text}"""\n    return 1  # {text.splitlines()[0] if text.split() else ""}\n'
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return
    found = linter.check(source, "a.py", "python")
    for finding in found.findings:
        assert source[finding.span.start : finding.span.end] == finding.text
    result = linter.fix(source, "a.py", "python", unsafe=True)
    again = linter.fix(result.source, "a.py", "python", unsafe=True)
    assert again.source == result.source
    after = ast.parse(result.source)
    for one in (tree, after):
        body = one.body[0]
        assert isinstance(body, ast.FunctionDef)
        first = body.body[0]
        assert isinstance(first, ast.Expr)
        assert isinstance(first.value, ast.Constant)
        first.value.value = ""
    assert ast.dump(tree) == ast.dump(after)


def test_no_comment_is_tried_as_code_for_long() -> None:
    assert comments._is_code("foo(" + "(" * 10_000)
    assert not comments._is_code("A word " * 10_000)
