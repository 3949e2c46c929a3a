"""Standard input and output as bytes, and the lines that say what became of a text."""

from __future__ import annotations

import sys

import click

from copylint import files, visible
from copylint.errors import ReadError


def read() -> files.Text:
    """The text on standard input. Raises ReadError."""
    if sys.stdin is None:
        raise ReadError("is closed; name a file")
    try:
        return files.decode(sys.stdin.buffer.read())
    except OSError as error:
        raise ReadError(f"cannot be read: {error.strerror or error}") from error


def write(text: files.Text, source: str) -> None:
    """Print a text as bytes, in the encoding and with the byte order mark it came with."""
    sys.stdout.buffer.write(files.encode(text, source))
    sys.stdout.buffer.flush()


def summary(fixed: int, left: int, verb: str) -> str:
    """What was done with a text, or would be, in one line."""
    done = f"{fixed} {verb}" if fixed else "nothing to repair"
    return f"copylint: {done}; {left} left to look at" if left else f"copylint: {done}"


def complain(path: str, message: str) -> None:
    """Say on standard error what is wrong with a file."""
    click.echo(f"copylint: {visible.path(path)}: {visible.visible(message)}", err=True)
