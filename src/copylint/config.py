"""The settings file, typed: `.copylint.toml`, `copylint.toml` or `[tool.copylint]`, nearest wins."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from copylint.errors import ConfigError

NAMES = (".copylint.toml", "copylint.toml", "pyproject.toml")
LEVELS = ("error", "warning", "info")
#: Bytes a settings file may have: tomllib is quadratic in dotted keys (python/cpython#149231).
_LARGEST = 256 * 1024


@dataclass(frozen=True, slots=True)
class Override:
    """Settings for the files that gitignore-style patterns name, relative to the settings file."""

    files: tuple[str, ...]
    select: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    markup: str = ""


@dataclass(frozen=True, slots=True)
class Config:
    """What is set; `origin` says for each name where it was set."""

    select: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    fail_on: str = "warning"
    exclude: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    severity: Mapping[str, str] = field(default_factory=dict)
    max_file_size: int = 10_000_000
    gitignore: bool = True
    overrides: tuple[Override, ...] = ()
    extend: str = ""
    folder: Path = field(default_factory=Path)
    file: str = ""
    origin: Mapping[str, str] = field(default_factory=dict)


_KNOWN = {one.name.replace("_", "-"): one.name for one in fields(Config)} | {"override": "overrides"}
for _inner in ("folder", "file", "origin", "overrides"):
    _KNOWN.pop(_inner)
_OVERRIDE = {one.name.replace("_", "-"): one.name for one in fields(Override)}


def find(start: Path) -> Path | None:
    """The nearest settings file at or above a folder."""
    for folder in (start, *start.parents):
        for name in NAMES:
            path = folder / name
            if path.is_file() and (name != "pyproject.toml" or _has_table(path)):
                return path
    return None


def _has_table(path: Path) -> bool:
    try:
        return b"[tool.copylint" in path.read_bytes()
    except OSError:
        return False


def load(path: Path) -> Config:
    """The settings of one file. Raises ConfigError, which names the file and the line."""
    return _load(path, ())


def _load(path: Path, seen: tuple[Path, ...]) -> Config:
    import tomllib

    try:
        data = path.read_bytes()
        text = data.decode("utf-8")
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: not UTF-8 at byte {error.start}") from error
    if len(data) > _LARGEST:
        raise ConfigError(f"{path}: larger than {_LARGEST // 1024} KB; a settings file is short")
    try:
        table: Any = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ConfigError(f"{path}: not TOML: {error}") from error
    if path.name == "pyproject.toml":
        table = table.get("tool", {}).get("copylint", {})
    return _typed(table, path, text, seen)


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
    return replace(config, **values, folder=path.parent, file=str(path), origin=origin)


def _extended(value: Any, path: Path, text: str, seen: tuple[Path, ...]) -> Config:
    if not isinstance(value, str):
        raise _wrong(path, text, "extend", "'extend' is the path of another settings file")
    target = path.parent / value
    if target.resolve() in seen or target.resolve() == path.resolve():
        raise _wrong(path, text, "extend", "'extend' goes round in a circle")
    return _load(target, (*seen, path.resolve()))


def _value(name: str, key: str, value: Any, path: Path, text: str) -> Any:
    if name == "overrides":
        if not isinstance(value, list):
            raise _wrong(path, text, key, "write [[override]] with 'files' and what they need")
        return tuple(_override(item, path, text) for item in value)
    if name in {"select", "extend_select", "ignore", "exclude", "rules", "files"}:
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return tuple(value)
        raise _wrong(path, text, key, f"{key!r} is a list of texts, such as [\"a\", \"b\"]")
    if name == "max_file_size":
        if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
            return value
        raise _wrong(path, text, key, f"{key!r} is a number of bytes (0: no limit)")
    if name == "gitignore":
        if isinstance(value, bool):
            return value
        raise _wrong(path, text, key, f"{key!r} is true or false")
    if name == "severity":
        if isinstance(value, dict) and all(level in LEVELS for level in value.values()):
            return dict(value)
        raise _wrong(path, text, key, f"{key!r} maps rules or families to {', '.join(LEVELS)}")
    if not isinstance(value, str):
        raise _wrong(path, text, key, f"{key!r} is a text")
    if name == "fail_on" and value not in (*LEVELS, "never"):
        raise _wrong(path, text, key, f"{key!r} is one of: {', '.join(LEVELS)}, never")
    return value


def _override(item: Any, path: Path, text: str) -> Override:
    if not isinstance(item, dict) or "files" not in item:
        raise _wrong(path, text, "override", "an [[override]] needs 'files'")
    values = {}
    for key, value in item.items():
        if key not in _OVERRIDE:
            hint = _near(key, _OVERRIDE)
            raise _wrong(path, text, key, f"unknown setting {key!r} in [[override]]{hint}")
        values[_OVERRIDE[key]] = _value(_OVERRIDE[key], key, value, path, text)
    return Override(**values)


def _near(key: str, known: Mapping[str, str]) -> str:
    near = difflib.get_close_matches(key, known, 1)
    return f"; did you mean {near[0]!r}?" if near else f"; there are: {', '.join(sorted(known))}"


def _place(path: Path, text: str, key: str) -> str:
    for number, line in enumerate(text.splitlines(), 1):
        bare = line.strip().lstrip("[").replace(" ", "")
        if bare.startswith((f"{key}=", f"{key}]", f"{key}.", f'"{key}"=', f"tool.copylint.{key}")):
            return f"{path}:{number}"
    return str(path)


def _wrong(path: Path, text: str, key: str, problem: str) -> ConfigError:
    return ConfigError(f"{_place(path, text, key)}: {problem}")


def settings(config: Config) -> Iterator[tuple[str, str, str]]:
    """(name, value, where it was set) for each setting."""
    import json

    for key, name in _KNOWN.items():
        value = getattr(config, name if name != "override" else "overrides")
        if key == "override":
            continue
        shown = json.dumps(list(value) if isinstance(value, tuple) else value, ensure_ascii=False)
        yield key, shown, config.origin.get(name, "default")
    for override in config.overrides:
        yield "override", ", ".join(override.files), config.origin.get("overrides", "default")
