"""The public functions: a text in, findings or a cleaned text out."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import lru_cache

from copylint import readers
from copylint.finding import Finding
from copylint.linter import Cleaned, Linter
from copylint.workspace import Options, Workspace


def load(
    config: str | os.PathLike[str] | None = None,
    *,
    select: Sequence[str] = (),
    extend_select: Sequence[str] = (),
    ignore: Sequence[str] = (),
) -> Linter:
    """A linter with the rules that a settings file, or the defaults, turn on.

    `select` runs only the named rules, families or globs; `extend_select` adds to what is set;
    `ignore` takes away. The linter is compiled once and can be pickled. Raises ConfigError for a
    settings file and UsageError for a rule name that is wrong.
    """
    options = Options(
        select=_several(select),
        extend_select=_several(extend_select),
        ignore=_several(ignore),
        config=os.fspath(config) if config is not None else "",
        isolated=config is None,
    )
    return Workspace(options).linter()


def _several(names: Sequence[str]) -> tuple[str, ...]:
    """Names as a tuple; a text alone is one name, and not its letters."""
    return (names,) if isinstance(names, str) else tuple(names)


@lru_cache(maxsize=8)
def _linter(select: tuple[str, ...], ignore: tuple[str, ...]) -> Linter:
    return load(select=select, ignore=ignore)


def check(
    text: str,
    *,
    markup: str = "markdown",
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    linter: Linter | None = None,
) -> list[Finding]:
    """The findings in a text, in the order of their places.

    `markup` is `markdown`, `html`, `plain` or one that a plugin reads. Spans count code points of
    `text`. Raises UsageError for an unknown markup or rule name.
    """
    chosen = linter or _linter(_several(select), _several(ignore))
    return list(chosen.check(text, markup=_known(markup)).findings)


def clean(
    text: str,
    *,
    markup: str = "markdown",
    unsafe: bool = False,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    linter: Linter | None = None,
) -> Cleaned:
    """The text with its safe repairs made (`unsafe`: those too that are right in most cases).

    Cleaning what comes out changes nothing more. Raises UsageError as `check` does, and FixError
    where repairs would harm the text; then nothing is changed.
    """
    chosen = linter or _linter(_several(select), _several(ignore))
    return chosen.clean(text, markup=_known(markup), unsafe=unsafe)


def _known(markup: str) -> str:
    readers.reader(markup)
    return markup
