"""Puts the parsed rules into a wheel, so that nobody's first run has to read them."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ShippedRules(BuildHookInterface[Any]):
    """Asked by hatchling when it builds a wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add what `copylint.rulebook.ship` makes; an editable install reads its own rules."""
        if version == "editable":
            return
        sys.path.insert(0, str(Path(self.root) / "src"))
        try:
            from copylint import rulebook
        except ImportError as error:
            self.app.display_warning(f"{error.name} is missing: the first run will be slower")
            return
        self._made = tempfile.TemporaryDirectory()
        rulebook.ship(Path(self._made.name))
        build_data["force_include"][self._made.name] = f"copylint/{rulebook.SHIPPED}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002
        """Forget what was made for the wheel."""
        if hasattr(self, "_made"):
            self._made.cleanup()
