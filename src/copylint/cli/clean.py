"""`copylint clean`: text in, cleaned text out, for pipes, clipboards and editors."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from copylint import files, readers
from copylint.cli import options, streams
from copylint.errors import FixError, ReadError, UsageError
from copylint.workspace import UTF_16


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("file", default="-")
@click.option(
    "--unsafe-fixes", is_flag=True, help="Make those repairs too that are right in most cases."
)
@click.option(
    "--markup",
    metavar="MARKUP",
    help="What the text is: markdown, html, plain, or what a plugin reads.  "
    "[default: what the file's name says, else markdown]",
)
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
            decode = readers.offered(space.markup(name), "decode") or files.decode
            _, text = files.read(Path(name), space.config(name).max_file_size, decode)
        else:
            text = streams.read()
        result = linter.fix(text.source, name, markup or space.markup(name), unsafe=unsafe_fixes)
        if result.fixed and not text.writable:
            raise FixError(UTF_16)
    except (ReadError, FixError) as error:
        raise UsageError(f"{name or 'standard input'}: {error}") from error
    streams.write(text, result.source)
    space.remember(())
    if not quiet:
        left = len(result.findings)
        click.echo(streams.summary(len(result.fixed), left, "repaired"), err=True)
    return 0
