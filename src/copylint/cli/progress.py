"""Working through many files: in one process or several, with a bar when it takes a while."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from copylint.finding import Result
from copylint.workspace import Workspace, lint

if TYPE_CHECKING:
    from multiprocessing.synchronize import Event

# Below this many bytes starting other processes costs more than they save.
_WORTH = 2_000_000
# More than Windows can wait for at once.
_MOST = 61
_PATIENCE = 1.0


def each(space: Workspace, paths: Sequence[Path], jobs: int, *, quiet: bool) -> Iterator[Result]:
    """Yield the result of each file in order; a clean file's text is not kept."""
    space.survey(paths)
    results = _results(space, paths, min(jobs or _fitting(paths), len(paths), _MOST))
    if quiet or not sys.stderr.isatty():
        yield from map(_light, results)
        return
    yield from map(_light, _watched(results, len(paths)))


def _light(result: Result) -> Result:
    """A result without the text nobody will ask for."""
    if result.findings or result.fixed:
        return result
    return replace(result, source="", before=None, changed=None)


def _fitting(paths: Sequence[Path]) -> int:
    """How many processes suit the work."""
    cores = os.cpu_count() or 1
    if hasattr(os, "sched_getaffinity"):
        cores = len(os.sched_getaffinity(0))
    if cores < 2 or len(paths) < 64:
        return 1
    size = 0
    for path in paths:
        try:
            size += path.stat().st_size
        except OSError:
            continue
        if size >= _WORTH:
            return cores
    return 1


def _results(space: Workspace, paths: Sequence[Path], jobs: int) -> Iterator[Result]:
    if jobs <= 1:
        for path in paths:
            yield lint(space, path)
        return
    yield from _pooled(space, paths, jobs)


_space: Workspace
_stop: Event


def _begin(space: Workspace, stop: Event) -> None:
    import signal

    global _space, _stop
    _space, _stop = space, stop
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _one(path: Path) -> Result:
    if _stop.is_set():
        return Result(path.as_posix())
    return _light(lint(_space, path))


def _pooled(space: Workspace, paths: Sequence[Path], jobs: int) -> Iterator[Result]:
    """Several processes; if one dies, the files it may have died of are tried one by one."""
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    stop = multiprocessing.Event()
    share = max(1, min(64, len(paths) // (jobs * 8)))
    done = 0
    try:
        with ProcessPoolExecutor(jobs, initializer=_begin, initargs=(space, stop)) as pool:
            try:
                for result in pool.map(_one, paths, chunksize=share):
                    done += 1
                    yield result
            finally:
                # After Ctrl-C: the pool waits for all that is queued, which is then passed over.
                stop.set()
    except BrokenProcessPool:
        for path in paths[done:]:
            yield _alone(space, path)


def _alone(space: Workspace, path: Path) -> Result:
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    stop = multiprocessing.Event()
    try:
        with ProcessPoolExecutor(1, initializer=_begin, initargs=(space, stop)) as pool:
            return pool.submit(_one, path).result()
    except BrokenProcessPool:
        problem = "the process that checked this file was killed; it was skipped"
        return Result(path.as_posix(), errors=(problem,))


def _watched(results: Iterator[Result], total: int) -> Iterator[Result]:
    """The same results, with a bar on standard error once a second has passed."""
    import click

    begun = time.monotonic()
    count = 0
    for result in results:
        count += 1
        yield result
        if time.monotonic() - begun > _PATIENCE:
            break
    else:
        return
    with click.progressbar(length=total, label="checking", file=sys.stderr) as bar:
        bar.update(count)
        for result in results:
            yield result
            bar.update(1)
