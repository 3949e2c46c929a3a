"""copylint finds and repairs the damage that tools and hurried edits leave in article text.

    >>> import copylint
    >>> copylint.clean("It rained.. We stayed.").text
    'It rained. We stayed.'

All offsets are code points of the text given.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

__version__ = "0.1.0"

if TYPE_CHECKING:
    from copylint.api import check, clean, load
    from copylint.errors import CopylintError
    from copylint.finding import Finding, Fix, Result, Safety, Severity
    from copylint.linter import Cleaned, Linter
    from copylint.span import Edit, Position, Span

__all__ = [
    "Cleaned",
    "CopylintError",
    "Edit",
    "Finding",
    "Fix",
    "Linter",
    "Position",
    "Result",
    "Safety",
    "Severity",
    "Span",
    "check",
    "clean",
    "load",
]

_HOME = {
    "api": ("check", "clean", "load"),
    "errors": ("CopylintError",),
    "finding": ("Finding", "Fix", "Result", "Safety", "Severity"),
    "linter": ("Cleaned", "Linter"),
    "span": ("Edit", "Position", "Span"),
}


def __getattr__(name: str) -> object:
    """Import a public name when it is first used, so that the command line pays for none."""
    for module, names in _HOME.items():
        if name in names:
            from importlib import import_module

            return getattr(import_module(f"copylint.{module}"), name)
    raise AttributeError(f"module 'copylint' has no attribute {name!r}")
