"""copylint as the tests call it, with rules of their own that no change of the real ones moves."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from copylint.cli import main

posix = pytest.mark.skipif(os.name == "nt", reason="POSIX only")
not_root = pytest.mark.skipif(
    hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may read and write everything"
)

_EXAMPLES = """
examples:
  - bad: "{word}."
  - bad: "A {word}."
  - bad: "The {word}."
  - good: "One."
  - good: "Two."
  - good: "Three."
"""
# severity, and what else the rule says: `teh` is repaired safely, `alot` not so, `use` by a person.
_RULES = {
    "teh": ("error", "fix: the\nfix-safety: safe"),
    "alot": ("warning", "fix: a lot\nfix-safety: unsafe"),
    "utilise": ("warning", "fix: [use, apply]\nfix-safety: manual"),
    "tick": ("info", "fix: tock\nfix-safety: safe"),
    "hm": ("info", ""),
}
SETTINGS = f"""\
rules = ["rules"]
select = {[f"style/{word}" for word in _RULES]}
"""


def rule(word: str, severity: str, more: str = "") -> str:
    """A rule file that finds a word."""
    head = f"message: “{{match}}” is not a word.\nwhy: It is none.\nseverity: {severity}\n"
    bad = _EXAMPLES.format(word=word)
    if "fix: " in more and "[" not in more:
        fix = more.removeprefix("fix: ").partition("\n")[0]
        for start in ("", "A ", "The "):
            example = f'  - bad: "{start}{word}."\n'
            bad = bad.replace(example, f'{example}    fixed: "{start}{fix}."\n')
    return f"{head}regex: '\\b{word}\\b'\n{more}\n{bad.lstrip()}"


def furnish(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty current folder below settings that run the rules above and no others."""
    for word, (severity, more) in _RULES.items():
        put(folder / f"rules/style/{word}.yaml", rule(word, severity, more))
    put(folder / "copylint.toml", SETTINGS)
    desk = folder / "desk"
    desk.mkdir()
    monkeypatch.chdir(desk)
    for name in ("NO_COLOR", "FORCE_COLOR", "COPYLINT_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    # The parsed rules of all tests go into one folder that is not the user's.
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder.parent / "cache"))
    return desk


def put(path: Path | str, content: str | bytes) -> Path:
    """Write a file and the folders above it."""
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def tree(folder: str = ".") -> dict[str, bytes]:
    """All regular files below a folder, hidden ones too, and what is in them."""
    found = sorted(path for path in Path(folder).rglob("*") if path.is_file())
    return {path.as_posix(): path.read_bytes() for path in found}


class Said(NamedTuple):
    """What came of a call."""

    code: int
    out: str
    err: str


class Command:
    """copylint called in this process: fast, and right where only text and codes matter."""

    def __init__(self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self._capsys = capsys
        self._monkeypatch = monkeypatch

    def __call__(self, *args: str, stdin: bytes = b"") -> Said:
        self._monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        before = signal.getsignal(signal.SIGTERM)
        self._capsys.readouterr()
        try:
            code = main(list(args))
        finally:
            signal.signal(signal.SIGTERM, before)
        return Said(code, *self._capsys.readouterr())


def start(*args: str, **more: object) -> subprocess.Popen[bytes]:
    """copylint in a process of its own."""
    streams = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE) | more
    return subprocess.Popen([sys.executable, "-m", "copylint", *args], **streams)  # type: ignore[call-overload, no-any-return]


def run(*args: str, stdin: bytes = b"", **more: object) -> tuple[int, bytes, bytes]:
    """The exit code and both outputs of copylint in a process of its own."""
    with start(*args, **more) as process:
        out, err = process.communicate(stdin)
    return process.returncode, out, err
