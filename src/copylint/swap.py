"""New bytes in a file's place, wholly or not at all."""

from __future__ import annotations

import os
import stat
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

from copylint.errors import WriteError

# A pipe or device put in a file's place must not hang us, nor a link lead us elsewhere.
_CAREFULLY = (
    getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_NOCTTY", 0)
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_BINARY", 0)
)


def write(path: Path, before: bytes, after: bytes) -> None:
    """Put `after` in the place of `before` in one step, keeping the mode, the owner and any link.

    At every moment the file is wholly the old or the new one. Raises `WriteError`, and leaves the
    file as it is, where its bytes are no longer `before` or it cannot be replaced.
    """
    real = path.resolve()
    _sweep_once(real.parent)
    try:
        with _signals_held():
            _replace(real, before, after)
    except FileNotFoundError:
        raise WriteError("was removed while it was being checked; run again") from None
    except OSError as error:
        raise WriteError(
            f"cannot be written: {(error.strerror or str(error)).lower()}; it is unchanged"
        ) from error


@contextmanager
def _signals_held() -> Iterator[None]:
    """Make Ctrl-C and a polite kill wait; they come through at the end."""
    import signal

    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    # Asked first: a signal that is due already is raised by the call that blocks the next ones.
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, ())
    try:
        signal.pthread_sigmask(
            signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT}
        )
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)


def _replace(real: Path, before: bytes, after: bytes) -> None:
    _confirm(real, before)
    if sys.platform == "linux":
        # What fails here for lack of O_TMPFILE or /proc works below; what fails for another
        # reason fails there again.
        with suppress(OSError):
            _swap(real, before, after, anonymous=True)
            return
    _swap(real, before, after, anonymous=False)


def _swap(real: Path, before: bytes, after: bytes, *, anonymous: bool) -> None:
    """Write a temporary file and rename it over the real one.

    An `anonymous` file has no name until the call before the rename, so that even SIGKILL finds
    only an instant in which it would leave something behind; `sweep` is for that instant.
    """
    temporary = real.with_name(f".{real.name[:50]}.{os.urandom(6).hex()}.copylint-tmp")
    flags = os.O_RDWR | _CAREFULLY
    flags |= os.O_TMPFILE if anonymous else os.O_CREAT | os.O_EXCL
    target = real.parent if anonymous else temporary
    try:
        with os.fdopen(os.open(target, flags, 0o600), "wb") as file:
            _claim(file.fileno())
            file.write(after)
            file.flush()
            _dress(file.fileno(), real)
            os.fsync(file.fileno())
            _confirm(real, before)
            if anonymous:
                _name(file.fileno(), temporary)
            if sys.platform == "win32":
                # Windows does not rename an open file; elsewhere the claim must hold till the end.
                file.close()
            temporary.replace(real)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    with suppress(OSError):
        _sync(real.parent)


def _confirm(real: Path, before: bytes) -> None:
    """Raise `WriteError` unless a file is still what was checked, and may be written."""
    # Opened as if to write, so that a read-only file is refused though its folder is not.
    with os.fdopen(os.open(real, os.O_RDWR | _CAREFULLY), "rb") as file:
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode):
            raise WriteError("is not a regular file")
        if status.st_nlink > 1:
            raise WriteError(
                f"has {status.st_nlink} hard links, which a repair would part; mend it by hand"
            )
        if file.read(len(before) + 1) != before:
            raise WriteError("changed while it was being checked; run again")


def _dress(descriptor: int, real: Path) -> None:
    """Give a new file the owner, mode and extended attributes of the one it will replace."""
    if sys.platform == "win32":
        return
    status = real.lstat()
    # The owner first, because a change of owner clears bits of the mode.
    with suppress(OSError):
        os.fchown(descriptor, status.st_uid, status.st_gid)
    os.fchmod(descriptor, stat.S_IMODE(status.st_mode))
    if sys.platform == "linux":
        with suppress(OSError):
            for name in os.listxattr(real):
                os.setxattr(descriptor, name, os.getxattr(real, name))


def _name(descriptor: int, path: Path) -> None:
    # A folder's descriptor, needed or not, makes Python call linkat, which alone follows the link.
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.link(f"/proc/self/fd/{descriptor}", path, src_dir_fd=folder, follow_symlinks=True)
    finally:
        os.close(folder)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sweep(folder: Path) -> None:
    """Remove the temporary files in a folder that killed runs have left there."""
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if is_litter(entry.name):
                discard(Path(entry.path))


def is_litter(name: str) -> bool:
    """Whether a file's name is one that only our temporary files have."""
    return name.startswith(".") and name.endswith(".copylint-tmp")


# Once a run: a listing before each of 10,000 writes to one folder would take minutes.
_sweep_once = cache(sweep)


def discard(path: Path) -> None:
    """Remove a temporary file unless its writer lives."""
    with suppress(OSError):
        with os.fdopen(os.open(path, os.O_RDONLY | _CAREFULLY), "rb") as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                return
            abandoned = _claim(file.fileno())
            if abandoned is None:
                abandoned = time.time() - status.st_mtime > 3600
        if abandoned:
            path.unlink()


def _claim(descriptor: int) -> bool | None:
    """Lock a temporary file for as long as this process lives; None where there are no locks.

    A lock tells more than a process id in the name would: it ends with its holder, ids are used
    again, and a container has ids of its own.
    """
    try:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except (ImportError, OSError):
        return None
    return True
