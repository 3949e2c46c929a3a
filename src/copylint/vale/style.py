"""The rules of a Vale style as its files say them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import regex

from copylint.errors import ReadError, UsageError
from copylint.vale.expression import UncarriedError

_WORDS = regex.compile(r"\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+|\p{Lo}+|\p{N}+")


@dataclass(frozen=True, slots=True)
class Source:
    """One rule file of a style: its path below the style's parent, its name, and what it says.

    `accepted` are patterns of words that a project accepts everywhere.
    """

    path: str
    style: str
    name: str
    data: Mapping[str, Any]
    accepted: tuple[str, ...] = ()

    @property
    def exceptions(self) -> tuple[str, ...]:
        """The patterns of what is let pass: the rule's own, and those of the project if it may."""
        own = tuple(text for text in self.texts("exceptions") if text)
        return own if self.text("vocab").lower() in {"false", "no", "off"} else own + self.accepted

    @property
    def kind(self) -> str:
        """What the rule extends: `existence`, `substitution` …"""
        return self.text("extends")

    @property
    def slug(self) -> str:
        """The name for a rule here: `google-am-pm`."""
        parts = [*_WORDS.findall(self.style), *_WORDS.findall(self.name)]
        return "-".join(part.lower() for part in parts) or "rule"

    def text(self, key: str) -> str:
        """A scalar, empty where there is none. Raises UncarriedError."""
        value = self.data.get(key, "")
        if not isinstance(value, str):
            raise UncarriedError(key, "is no text")
        return "" if value in {"null", "~"} else value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of scalars; one alone is a list of one. Raises UncarriedError."""
        value = self.data.get(key, ())
        if isinstance(value, str):
            return (value,) if value not in {"", "null", "~"} else ()
        if isinstance(value, (list, tuple)) and all(isinstance(one, str) for one in value):
            return tuple(value)
        raise UncarriedError(key, "is no list of texts")

    def flag(self, key: str) -> bool:
        """A yes or a no; no where nothing is said."""
        return self.text(key).lower() in {"true", "yes", "on"}

    def pairs(self, key: str) -> dict[str, str]:
        """A mapping of texts to texts; Vale also takes a list of such mappings."""
        value = self.data.get(key, {})
        parts = value if isinstance(value, list) else [value]
        if not all(isinstance(part, dict) for part in parts):
            raise UncarriedError(key, "is no mapping")
        pairs = {k: v for part in parts for k, v in part.items()}
        if not all(isinstance(one, str) for pair in pairs.items() for one in pair):
            raise UncarriedError(key, "is no mapping of texts to texts")
        return pairs


def accepted(path: Path) -> tuple[str, ...]:
    """The patterns of a vocabulary's `accept.txt`, one a line. Raises ReadError."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except OSError as error:
        raise ReadError(f"{path}: cannot be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise ReadError(f"{path}: not UTF-8 at byte {error.start}") from error
    return tuple(line.strip() for line in lines if line.strip() and not line.startswith("# "))


def read(folder: Path, words: tuple[str, ...] = ()) -> Iterator[Source | tuple[str, str]]:
    """Yield each rule of a style; for a file that is none, its path and what is wrong with it.

    `words`: what the project accepts.

    Raises UsageError for a folder without rules and ReadError for a file that cannot be read.
    """
    import yaml

    paths = sorted(path for path in folder.rglob("*.yml") if path.is_file())
    if not paths:
        hint = "name the folder of one style, such as styles/Google"
        raise UsageError(f"{folder}: no file .yml in it, so it is no Vale style; {hint}")
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    base = folder.resolve()
    for path in paths:
        name = (Path(base.name) / path.relative_to(folder)).as_posix()
        try:
            data = yaml.load(path.read_text(encoding="utf-8-sig"), Loader=loader)
        except OSError as error:
            raise ReadError(f"{path}: cannot be read: {error.strerror or error}") from error
        except UnicodeDecodeError as error:
            yield name, f"is not UTF-8 at byte {error.start}"
            continue
        except (yaml.YAMLError, RecursionError) as error:
            mark = getattr(error, "problem_mark", None)
            where = f"line {mark.line + 1}: " if mark else ""
            yield name, where + (getattr(error, "problem", None) or "the YAML cannot be read")
            continue
        if not isinstance(data, dict) or "extends" not in data:
            yield name, "has no key 'extends', so it is no rule"
            continue
        style = path.resolve().parent.name
        yield Source(name, style, path.name.removesuffix(".yml"), data, words)
