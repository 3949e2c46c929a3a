"""The settings file, typed: `.copylint.toml`, `copylint.toml`, `[tool.copylint]`; nearest wins."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from copylint import files, readers
from copylint.errors import ConfigError, ReadError
from copylint.profiles import PROFILES

NAMES = (".copylint.toml", "copylint.toml", "pyproject.toml")
LEVELS = ("error", "warning", "info")
#: Bytes a settings file may have.
_LARGEST = 256 * 1024
#: More names joined by dots than any key has; 20,000 take tomllib 11 s (python/cpython#149231).
_DOTTED = re.compile(r"""(?<![\w"'-])(?:(?:[\w-]+|"[^"\n]*"|'[^'\n]*')[ \t]*\.[ \t]*){64}""")


@dataclass(frozen=True, slots=True)
class Override:
    """Settings for the files that gitignore-style patterns name, relative to `folder`."""

    files: tuple[str, ...]
    select: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    markup: str = ""
    profile: str = ""
    folder: Path = field(default_factory=Path)


@dataclass(frozen=True, slots=True)
class Config:
    """What is set; `origin` says for each name where it was set.

    Patterns count from the folder of the file they stand in, which `extend` may have brought in.
    """

    select: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    profile: str = ""
    fail_on: str = "warning"
    exclude: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    plugins: tuple[str, ...] = ()
    python_strings: tuple[str, ...] = ()
    severity: Mapping[str, str] = field(default_factory=dict)
    max_file_size: int = 10_000_000
    gitignore: bool = True
    overrides: tuple[Override, ...] = ()
    extend: str = ""
    baseline: str = ""
    folder: Path = field(default_factory=Path)
    exclude_from: Path = field(default_factory=Path)
    file: str = ""
    origin: Mapping[str, str] = field(default_factory=dict)


_INNER = {"folder", "exclude_from", "file", "origin", "overrides"}
_KNOWN = {
    one.name.replace("_", "-"): one.name for one in fields(Config) if one.name not in _INNER
} | {"override": "overrides"}
_OVERRIDE = {
    one.name.replace("_", "-"): one.name for one in fields(Override) if one.name not in _INNER
}


def find(start: Path, top: Path | None = None) -> Path | None:
    """The nearest settings file at or above a folder, up to `top` if given. Raises ConfigError."""
    for folder in (start, *start.parents):
        for name in NAMES:
            path = folder / name
            if path.is_file() and (name != "pyproject.toml" or _concerns_us(path)):
                return path
        if folder == top:
            break
    return None


def _concerns_us(path: Path) -> bool:
    """Whether a pyproject.toml has a table of ours; it is parsed only if it names us at all."""
    try:
        if b"copylint" not in path.read_bytes():
            return False
    except OSError:
        return False
    tool = _parsed(path)[0].get("tool")
    return isinstance(tool, dict) and "copylint" in tool


def load(path: Path) -> Config:
    """The settings of one file. Raises ConfigError, which names the file and the line."""
    return _load(path, ())


def _load(path: Path, seen: tuple[Path, ...]) -> Config:
    table, text = _parsed(path)
    if path.name == "pyproject.toml":
        for name in ("tool", "copylint"):
            table = table.get(name, {})
            if not isinstance(table, dict):
                raise ConfigError(f"{path}: {name!r} is a table; write [tool.copylint]")
    return _typed(table, path, text, seen)


def _parsed(path: Path) -> tuple[dict[str, Any], str]:
    """A settings file as a table and as text."""
    import tomllib

    try:
        large = path.stat().st_size > _LARGEST
    except OSError:
        large = False
    if large:
        raise ConfigError(f"{path}: larger than {_LARGEST // 1024} KB; a settings file is short")
    try:
        text = files.read(path, 0)[1].source
    except ReadError as error:
        raise ConfigError(f"{path}: {error}") from error
    if dotted := _DOTTED.search(text):
        line = text.count("\n", 0, dotted.start()) + 1
        raise ConfigError(f"{path}:{line}: more than 64 names joined by dots")
    try:
        return tomllib.loads(text), text
    except RecursionError as error:
        raise ConfigError(f"{path}: not TOML: brackets nested too deeply") from error
    except ValueError as error:
        problem, _, place = str(error).partition(" (at ")
        told = re.match(r"line (\d+)", place)
        number = told[1] if told else text.count("\n") + 1
        raise ConfigError(f"{path}:{number}: not TOML: {problem}") from error


def _typed(table: Mapping[str, Any], path: Path, text: str, seen: tuple[Path, ...]) -> Config:
    config = Config(folder=path.parent, file=str(path))
    if "extend" in table:
        config = _extended(table["extend"], path, text, seen)
    values: dict[str, Any] = {}
    origin = dict(config.origin)
    for key, value in table.items():
        if key not in _KNOWN:
            raise _wrong(path, text, key, f"unknown setting {key!r}{_near(key, _KNOWN)}")
        name = _KNOWN[key]
        values[name] = _value(name, key, value, path, text)
        origin[name] = _place(path, text, key)
    if "rules" in values:
        values["rules"] = tuple(str(path.parent / folder) for folder in values["rules"])
    if values.get("baseline"):
        values["baseline"] = str(path.parent / values["baseline"])
    if "exclude" in values:
        values["exclude_from"] = path.parent
    return replace(config, **values, folder=path.parent, file=str(path), origin=origin)


def _extended(value: Any, path: Path, text: str, seen: tuple[Path, ...]) -> Config:
    target = path.parent / _value("extend", "extend", value, path, text)
    if not target.is_file():
        raise _wrong(path, text, "extend", f"'extend': {value!r} is no file; check the name")
    if target.resolve() in seen or target.resolve() == path.resolve():
        raise _wrong(path, text, "extend", "'extend' goes round in a circle")
    return _load(target.parent.resolve() / target.name, (*seen, path.resolve()))


def _value(name: str, key: str, value: Any, path: Path, text: str) -> Any:
    """A setting of the right type; `key` is where it stands, with its table in front."""
    match name, value:
        case "overrides", [*items]:
            return tuple(_override(item, n, path, text) for n, item in enumerate(items, 1))
        case "exclude" | "files", [*items] if all(isinstance(item, str) for item in items):
            return _patterns(key, tuple(items), path, text)
        case (
            "select" | "extend_select" | "ignore" | "rules" | "plugins" | "python_strings",
            [*items],
        ) if all(isinstance(item, str) for item in items):
            return tuple(items)
        case ("max_file_size", int()) if not isinstance(value, bool) and value >= 0:
            return value
        case ("gitignore", bool()) | ("extend" | "baseline", str()):
            return value
        case "severity", dict() if all(level in LEVELS for level in value.values()):
            return dict(value)
        case ("fail_on", str()) if value in (*LEVELS, "never"):
            return value
        case ("profile", str()) if value in PROFILES:
            return value
        case ("markup", str()) if readers.known(value):
            return value
    raise _wrong(path, text, key, f"{key.rpartition('.')[2]!r} {_EXPECTED.get(name, _LIST)}")


_LIST = 'is a list of texts, such as ["a", "b"]'
_EXPECTED = {
    "overrides": "is a table: write [[override]], and below it 'files' and what they need",
    "max_file_size": "is a number of bytes (0: no limit)",
    "gitignore": "is true or false",
    "extend": "is the path of another settings file",
    "baseline": "is the path of a baseline file",
    "severity": f"maps rules or families to one of: {', '.join(LEVELS)}",
    "fail_on": f"is one of: {', '.join(LEVELS)}, never",
    "profile": f"is one of: {', '.join(PROFILES)}",
    "markup": f"is one of: {', '.join(readers.BUILT_IN)}, or one that a plugin reads",
}


def _patterns(key: str, patterns: tuple[str, ...], path: Path, text: str) -> tuple[str, ...]:
    try:
        for pattern in patterns:
            # Nothing is searched for: `files` knows which patterns are none, or never end.
            list(files.discover((), suffixes=(), exclude=[(path.parent, [pattern])]))
    except ConfigError as error:
        problem = str(error).removeprefix("exclude: ")
        raise _wrong(path, text, key, f"{key.rpartition('.')[2]!r}: {problem}") from error
    return patterns


def _override(item: Any, number: int, path: Path, text: str) -> Override:
    table = f"override#{number}"
    if not isinstance(item, dict) or "files" not in item:
        raise _wrong(path, text, table, "an [[override]] needs 'files'")
    values = {}
    for key, value in item.items():
        place = f"{table}.{key}"
        if key not in _OVERRIDE:
            hint = _near(key, _OVERRIDE)
            raise _wrong(path, text, place, f"unknown setting {key!r} in [[override]]{hint}")
        values[_OVERRIDE[key]] = _value(_OVERRIDE[key], place, value, path, text)
    return Override(**values, folder=path.parent)


def _near(key: str, known: Mapping[str, str]) -> str:
    import difflib

    near = difflib.get_close_matches(key, known, 1)
    return f"; did you mean {near[0]!r}?" if near else f"; there are: {', '.join(sorted(known))}"


def _place(path: Path, text: str, key: str) -> str:
    """Where a key is set, as `path:line`; `override#2.files` is one of the second override."""
    wanted = re.sub(r"""[\s"']""", "", f"tool.copylint.{key}" if path.name == NAMES[-1] else key)
    table = ""
    seen: Counter[str] = Counter()
    for number, line in enumerate(text.split("\n"), 1):
        bare = re.sub(r"""[\s"']""", "", line)
        if bare.startswith("["):
            name = table = bare.lstrip("[").partition("]")[0]
            if bare.startswith("[["):
                seen[name] += 1
                name = table = f"{name}#{seen[name]}"
        elif "=" in bare:
            name = f"{table}.{bare.partition('=')[0]}".removeprefix(".")
        else:
            continue
        if name == wanted or name.startswith((f"{wanted}.", f"{wanted}#")):
            return f"{path}:{number}"
    return str(path)


def _wrong(path: Path, text: str, key: str, problem: str) -> ConfigError:
    return ConfigError(f"{_place(path, text, key)}: {problem}")


def settings(config: Config) -> Iterator[tuple[str, str, str]]:
    """(name, value, where it was set) for each setting."""
    import json

    for key, name in _KNOWN.items():
        if name == "overrides":
            continue
        value = getattr(config, name)
        shown = json.dumps(list(value) if isinstance(value, tuple) else value, ensure_ascii=False)
        yield key, shown, config.origin.get(name, "default")
    for override in config.overrides:
        yield "override", ", ".join(override.files), config.origin.get("overrides", "default")
