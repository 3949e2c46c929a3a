"""Where a file stands in its repository: reports that a server reads name files from there."""

from __future__ import annotations

import os
from pathlib import Path

#: Where GitHub's runner and GitLab's keep the folder of the repository.
_VARIABLES = ("GITHUB_WORKSPACE", "CI_PROJECT_DIR")


def root() -> Path:
    """The top of the repository the current folder is in, or that folder itself if in none."""
    here = Path.cwd().resolve()
    for name in _VARIABLES:
        if value := os.environ.get(name):
            top = Path(value).resolve()
            if here.is_relative_to(top):
                return top
    return next((top for top in (here, *here.parents) if (top / ".git").exists()), here)


def within(path: str, top: Path) -> str | None:
    """A path from the top of the repository, links followed, or `None` if it lies outside."""
    real = Path(path).resolve()
    return real.relative_to(top).as_posix() if real.is_relative_to(top) else None
