"""A text of a run as the rules see it that look at many: read only as far as they ask."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePath

from copylint import readers
from copylint.document import Document
from copylint.rough import Rough


@dataclass
class Text:
    """A decoded text; `name` is its path, or nothing."""

    source: str
    name: str
    markup: str

    @cached_property
    def rough(self) -> Rough:
        """Its prose without parsing."""
        return Rough(self.source, self.markup)

    @cached_property
    def document(self) -> Document:
        """Its prose with the way back to the source."""
        return readers.read(self.source, self.markup, PurePath(self.name).suffix.lower())
