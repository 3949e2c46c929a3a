"""The editor's process, whose end is this one's.

An editor that is killed says no goodbye, and where something else still holds its end of the pipe
there is no end of input either.
"""

from __future__ import annotations

import os
import threading
import time

#: Seconds between two looks.
_EVERY = 2.0


def watch(process: int) -> None:
    """End this process once another is gone; `process` is its id.

    One that cannot be seen from here, because the editor runs in another container, is not waited
    for. On Windows there is no harmless way to look.
    """
    if os.name == "posix" and _alive(process):
        threading.Thread(target=_wait, args=(process,), daemon=True).start()


def _wait(process: int) -> None:
    while _alive(process):
        time.sleep(_EVERY)
    # The thread that reads standard input would hold up any gentler end.
    os._exit(1)


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
