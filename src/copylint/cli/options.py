"""Options that several commands share, and how they become a Workspace."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from copylint.errors import UsageError
from copylint.workspace import Options, Workspace

if TYPE_CHECKING:
    from copylint.base import Base

F = TypeVar("F", bound=Callable[..., Any])


def shared(function: F) -> F:
    """Add the options that say which rules run and which settings are read."""
    for decorate in reversed(_SHARED):
        function = decorate(function)
    return function


#: How many processes work.
jobs = click.option(
    "--jobs",
    type=click.IntRange(0),
    default=0,
    metavar="N",
    help="Work on N files at a time.  [default: as many as are worth it]",
)
_SHARED = [
    click.option(
        "--select",
        multiple=True,
        metavar="RULES",
        help="Run these rules and no others: ids, families, globs or 'all', with commas between.",
    ),
    click.option(
        "--extend-select", multiple=True, metavar="RULES", help="Run these rules as well."
    ),
    click.option("--ignore", multiple=True, metavar="RULES", help="Do not run these rules."),
    click.option(
        "--config", metavar="FILE", default="", help="Read this settings file and no other."
    ),
    click.option("--isolated", is_flag=True, help="Read no settings file."),
    click.option(
        "--rules",
        "rule_folders",
        multiple=True,
        metavar="DIR",
        help="Use the rules in this folder, too.",
    ),
    click.option(
        "--plugin",
        "plugins",
        multiple=True,
        metavar="NAME",
        help="Use this plugin of an installed package, too.",
    ),
    click.option(
        "--no-cache", is_flag=True, help="Read every rule file and judge every text afresh."
    ),
]


def split(values: tuple[str, ...]) -> tuple[str, ...]:
    """Names given in several options, or with commas in one."""
    return tuple(name.strip() for value in values for name in value.split(",") if name.strip())


def base(ref: str, config: str, isolated: bool) -> Base | None:
    """The settings of a commit, kept in a temporary folder until the command ends.

    Raises UsageError where other options say where settings are, and as `lay_out` does.
    """
    if not ref:
        return None
    if config or isolated:
        other = "--config" if config else "--isolated"
        raise UsageError(f"--config-from and {other} each say where settings are; leave out one")
    from tempfile import TemporaryDirectory

    from copylint.base import lay_out

    context = click.get_current_context()
    folder = context.with_resource(TemporaryDirectory(prefix="copylint-"))
    return lay_out(ref, Path.cwd(), Path(folder))


def workspace(
    select: tuple[str, ...],
    extend_select: tuple[str, ...],
    ignore: tuple[str, ...],
    config: str,
    isolated: bool,
    rule_folders: tuple[str, ...],
    plugins: tuple[str, ...],
    no_cache: bool,
    **more: Any,
) -> Workspace:
    """The workspace of a run, from the shared options and those in `more`."""
    return Workspace(
        Options(
            select=split(select),
            extend_select=split(extend_select),
            ignore=split(ignore),
            config=config,
            isolated=isolated,
            rules=rule_folders,
            plugins=split(plugins),
            cache=not no_cache,
            **more,
        )
    )
