"""`copylint server`: the same findings in an editor, while you type."""

from __future__ import annotations

from typing import Any

import click

from copylint.cli import options
from copylint.errors import UsageError

_NEEDED = {"pygls", "lsprotocol", "cattrs", "attrs", "attr"}


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
# Many editors say so to every server.
@click.option("--stdio", is_flag=True, hidden=True)
@options.shared
def command(stdio: bool, **shared: Any) -> int:  # noqa: ARG001
    """Serve an editor that speaks the Language Server Protocol, over standard input and output.

    Settings are read for each file as 'copylint check' reads them, and again when they change.
    """
    try:
        from copylint.server import serve
    except ImportError as error:
        if (error.name or "").partition(".")[0] not in _NEEDED:
            raise
        raise UsageError(
            "the language server needs pygls 2; install it with: pip install 'copylint[lsp]'"
        ) from error
    return serve(options.workspace(**shared).options)
