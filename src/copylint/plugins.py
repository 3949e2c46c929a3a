"""What other packages add: readers, detectors, reporters and packs of rules.

A package declares them as entry points of the groups `copylint.readers`, `copylint.detectors`,
`copylint.reporters` and `copylint.rules` (packaging.python.org, “Entry points specification”).
They are loaded by name, when a setting, an option, a rule or a file asks for one that is not built
in. Nothing is looked up before that, and nothing in the current folder counts as installed.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from copylint.errors import CopylintError, PluginError

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

#: The groups, less `copylint.` in front.
GROUPS = ("readers", "detectors", "reporters", "rules")
_GROUPS = {f"copylint.{group}": group for group in GROUPS}
#: What the thing that an entry point names must have to be of any use.
_NEEDED = {"readers": ("read",), "detectors": ("detect", "accompany"), "reporters": ("report",)}


class Plugin(NamedTuple):
    """One entry point; `package` is the name and version of what it came with."""

    group: str
    name: str
    entry: EntryPoint
    package: str

    def broken(self, error: BaseException) -> PluginError:
        """The one line that says whose fault an error is."""
        problem = " ".join(f"{type(error).__name__}: {error}".split())
        return PluginError(
            f"the plugin {self.name!r} of {self.package} is broken ({problem}); "
            "update or uninstall that package"
        )


def find(group: str, name: str) -> Plugin | None:
    """The plugin of a name, not yet loaded. Raises PluginError where two packages claim it."""
    claims = _declared().get((group, name), [])
    if len(claims) > 1:
        packages = " and ".join(sorted(claim.package for claim in claims))
        raise PluginError(f"{packages} both have a plugin {name!r} ({group}); uninstall one")
    return claims[0] if claims else None


def load(group: str, name: str) -> Any:
    """What a plugin offers, or None where no package has one of that name.

    An error of its code becomes a PluginError that names the package, now and whenever something
    of it is called.
    """
    plugin = find(group, name)
    return None if plugin is None else _loaded(plugin)


@cache
def _loaded(plugin: Plugin) -> Any:
    try:
        thing = plugin.entry.load()
    except CopylintError:
        raise
    except Exception as error:
        raise plugin.broken(error) from error
    needed = _NEEDED.get(plugin.group)
    if needed and not any(hasattr(thing, one) for one in needed):
        raise plugin.broken(AttributeError(f"{plugin.entry.value} has no {needed[0]}()"))
    return thing if needed is None else _Guarded(thing, plugin)


def rules(name: str) -> Path | None:
    """The folder of a pack of rules, or None where no package has one of that name."""
    plugin = find("rules", name)
    if plugin is None:
        return None
    places = [Path(place) for place in getattr(_loaded(plugin), "__path__", ())]
    if not places or not places[0].is_dir():
        raise plugin.broken(TypeError(f"{plugin.entry.value} is no package in a folder"))
    return places[0]


def groups(name: str) -> list[str]:
    """In which groups some package has a plugin of that name."""
    return [group for group in GROUPS if find(group, name) is not None]


@cache
def _declared() -> dict[tuple[str, str], list[Plugin]]:
    from importlib.metadata import distributions

    found: dict[tuple[str, str], list[Plugin]] = {}
    seen: set[str] = set()
    for distribution in distributions(path=_installed()):
        entries = [one for one in distribution.entry_points if one.group in _GROUPS]
        # A package that stands twice where Python looks, as one installed editably may, is one.
        if not entries or (name := distribution.name) in seen:
            continue
        seen.add(name)
        for entry in entries:
            group = _GROUPS[entry.group]
            plugin = Plugin(group, entry.name, entry, f"{name} {distribution.version}")
            found.setdefault((group, entry.name), []).append(plugin)
    return found


def _installed() -> list[str]:
    """Where packages are installed: where Python looks, less the folder that we are in.

    A repository that is linted could otherwise bring plugins of its own.
    """
    here = Path.cwd().resolve()
    return [place for place in sys.path if place and Path(place).resolve() != here]


class _Guarded:
    """A plugin's module whose functions raise PluginError and nothing else of their own."""

    def __init__(self, thing: object, plugin: Plugin) -> None:
        self._thing = thing
        self._plugin = plugin

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._thing, name)
        return self._call(value) if callable(value) else value

    def _call(self, function: Callable[..., Any]) -> Callable[..., Any]:
        def called(*args: Any, **named: Any) -> Any:
            try:
                result = function(*args, **named)
            except CopylintError:
                raise
            except Exception as error:
                raise self._plugin.broken(error) from error
            return self._each(result) if isinstance(result, Iterator) else result

        return called

    def _each(self, items: Iterator[Any]) -> Iterator[Any]:
        try:
            yield from items
        except CopylintError:
            raise
        except Exception as error:
            raise self._plugin.broken(error) from error
