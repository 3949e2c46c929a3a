"""Output formats: each module here is one, and its file name is the format's name.

A reporter is `report(run: Run) -> Iterator[str]`, yielding lines without their ends.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Protocol

from copylint import plugins
from copylint.errors import UsageError
from copylint.finding import Result
from copylint.rule import Rule


@dataclass(frozen=True, slots=True)
class Run:
    """All that came of a run, and how the person wants to see it.

    `formats` are those of all its reports; `rules` gets the rules by id with what people read of
    them, which takes a while.
    """

    results: Sequence[Result]
    unsafe: bool = False
    fixing: bool = False
    color: bool = False
    quiet: bool = False
    formats: tuple[str, ...] = ()
    rules: Callable[[], Mapping[str, Rule]] = dict


class Reporter(Protocol):
    """What every module here offers.

    One whose module says `APPENDS = True` adds to the file it is given instead of replacing it.
    """

    def report(self, run: Run) -> Iterator[str]:
        """Yield the lines of the report."""


def names() -> list[str]:
    """The formats there are, as options spell them."""
    found = Path(__file__).parent.glob("[a-z]*.py")
    return sorted(path.stem.replace("_", "-") for path in found)


def reporter(name: str) -> Reporter:
    """The reporter of a format. Raises UsageError for a name that is none."""
    if name in names():
        module: Reporter = import_module(f"copylint.reporters.{name.replace('-', '_')}")
        return module
    found: Reporter | None = plugins.load("reporters", name)
    if found is None:
        raise UsageError(f"no output format {name!r}; there are: {', '.join(names())}")
    return found
