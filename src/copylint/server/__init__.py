"""The language server: `copylint check` while you type. Only here is pygls imported."""

from __future__ import annotations

import logging
import os
import signal
import sys

from copylint.errors import UsageError
from copylint.server.service import Service
from copylint.workspace import Options


def serve(options: Options) -> int:
    """Serve one editor over standard input and output until it leaves; the exit code.

    That is 0 if the editor announced that it leaves, else 1, as the protocol has it. Raises
    UsageError if standard input is closed.
    """
    if sys.stdin is None:
        raise UsageError("standard input is closed; an editor starts the server, and speaks to it")
    if sys.stdin.isatty():
        print(
            "copylint server speaks to an editor, which starts it: docs/editors.md", file=sys.stderr
        )
    # What anything prints by accident goes to standard error: the output is the editor's.
    output = os.fdopen(os.dup(1), "wb")
    os.dup2(sys.stderr.fileno(), 1)
    # Nothing is ever half done here, so that a signal may end it at once.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    debug = bool(os.environ.get("COPYLINT_DEBUG"))
    logging.basicConfig(level=logging.INFO if debug else logging.ERROR, stream=sys.stderr)
    if not debug:
        # It would write a traceback for each request that is refused.
        logging.getLogger("pygls").setLevel(logging.CRITICAL)
    service = Service(options)
    service.start_io(sys.stdin.buffer, output)
    return 0 if service.finished else 1
