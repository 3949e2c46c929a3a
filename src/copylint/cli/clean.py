"""`copylint clean`: text in, cleaned text out, for pipes, clipboards and editors."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from copylint import files
from copylint.cli import options
from copylint.errors import FixError, ReadError, UsageError


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("file", default="-")
@click.option("--unsafe-fixes", is_flag=True, help="Make those repairs too that are right in most cases.")
@click.option("--markup", type=click.Choice(["markdown", "html", "plain"]), help="What the text is.  [default: by the file's suffix, else markdown]")
@click.option("-q", "--quiet", is_flag=True, help="Print no summary.")
@options.shared
def command(file: str, unsafe_fixes: bool, markup: str | None, quiet: bool, **shared: Any) -> int:
    """Print FILE (or standard input) with its repairs made; FILE itself is not changed.

    What was done is said in one line on standard error.
    """
    space = options.workspace(**shared)
    name = "" if file == "-" else file
    linter = space.linter(name)
    try:
        if name:
            _, text = files.read(Path(name), space.config(name).max_file_size)
        else:
            text = files.decode(sys.stdin.buffer.read())
        chosen = markup or (space.markup(name) if name else "markdown")
        result = linter.fix(text.source, name, chosen, unsafe=unsafe_fixes)
    except (ReadError, FixError) as error:
        raise UsageError(f"{name or 'standard input'}: {error}") from error
    sys.stdout.buffer.write(files.encode(text, result.source))
    sys.stdout.buffer.flush()
    if not quiet:
        click.echo(_summary(len(result.fixed), len(result.findings)), err=True)
    return 0


def _summary(fixed: int, left: int) -> str:
    done = f"{fixed} repaired" if fixed else "nothing to repair"
    return f"copylint: {done}; {left} left to look at" if left else f"copylint: {done}"
