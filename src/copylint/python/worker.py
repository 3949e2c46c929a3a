"""A process of its own in which Python is parsed, with a limit to its time and memory.

What becomes of it is an error of the file that was asked about and of no other.
"""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
import threading
from typing import Any

from copylint.errors import PluginError, ReadError

#: Seconds of computing that a file may take, and more for each code point.
_SECONDS = 3.0
_EACH = 25e-6
#: So much longer may it take where the machine is busy with other things.
_PATIENCE = 10.0

_process: subprocess.Popen[str] | None = None
#: The process whose child it is: one that was forked must not talk with its parent's.
_owner = 0
_lock = threading.Lock()


def ask(question: dict[str, Any]) -> dict[str, Any]:
    """The answer of `copylint.python.parse`. Raises ReadError if it fails, or takes too long."""
    size = sum(len(value) for value in question.values() if isinstance(value, str))
    seconds = _SECONDS + _EACH * size
    with _lock:
        process = _started()
        line = _exchanged(process, json.dumps({**question, "seconds": seconds}), seconds)
        if not line:
            code = _ended(process)
            raise ReadError(_reason(code, seconds))
    answer: dict[str, Any] = json.loads(line)
    if "error" in answer:
        raise ReadError(
            f"cannot be read as Python: {answer['error']}; exclude it if it is meant so"
        )
    return answer


def _started() -> subprocess.Popen[str]:
    global _process, _owner
    if _process is None or _owner != os.getpid() or _process.poll() is not None:
        # Safe path: what lies in the current folder is not run.
        command = [sys.executable, "-P", "-m", "copylint.python.parse"]
        places = os.pathsep.join(place for place in sys.path if place)
        _process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
            env={**os.environ, "PYTHONPATH": places, "PYTHONIOENCODING": "utf-8"},
            # Ctrl-C is for the one that waits.
            start_new_session=True,
        )
        _owner = os.getpid()
        atexit.register(_ended, _process)
        assert _process.stdout is not None
        if not _process.stdout.readline():
            code = _ended(_process)
            raise PluginError(f"the process that parses Python did not start (exit code {code})")
    return _process


def _exchanged(process: subprocess.Popen[str], line: str, seconds: float) -> str:
    """The answering line, or "" if the process ended without one."""
    assert process.stdin is not None
    assert process.stdout is not None
    watch = threading.Timer(seconds * _PATIENCE, process.kill)
    watch.daemon = True
    watch.start()
    try:
        process.stdin.write(f"{line}\n")
        process.stdin.flush()
        return process.stdout.readline()
    except OSError:
        return ""
    finally:
        watch.cancel()


def _ended(process: subprocess.Popen[str]) -> int:
    """The exit code of a process that is to be no more."""
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            try:
                stream.close()
            except OSError:
                continue
    if process.poll() is None:
        try:
            return process.wait(0.5)
        except subprocess.TimeoutExpired:
            process.kill()
    return process.wait()


def _reason(code: int, seconds: float) -> str:
    import signal

    cure = "it is left as it is; exclude it"
    name = signal.Signals(-code).name if code < 0 else f"exit code {code}"
    if name in {"SIGPROF", "SIGKILL"}:
        return f"parsing its Python took longer than {seconds:.0f} s; {cure}"
    return f"parsing its Python crashed the parser ({name}); {cure}"
