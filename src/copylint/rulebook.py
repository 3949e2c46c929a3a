"""Finds, loads, caches and selects rules. A folder is the list of its rules; there is no other."""

from __future__ import annotations

import json
import sys
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields, replace
from fnmatch import fnmatchcase
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

from copylint import caches, pattern, plugins
from copylint.errors import RuleError, UsageError
from copylint.finding import Safety, Severity
from copylint.rule import OUTSIDE, Condition, Example, Pattern, Rule

# Raised whenever what the cache holds changes in shape.
_FORMAT = 12
# What is to stand first is told by a relaxed pattern much sooner than by its literals.
_FIRST = r"\A"


def bundled() -> Path:
    """The rules that ship: beside this module in a wheel, at the top of a checkout."""
    package = Path(__file__).parent
    shipped = package / "rules"
    return shipped if shipped.is_dir() else package.parents[1] / "rules"


def load(folders: Sequence[Path] = (), *, cache: bool = True, whole: bool = False) -> list[Rule]:
    """All rules that ship and those of other folders, by id; a later folder's rule wins.

    `whole`: with what people read (why, examples, references), which a run has no use for and
    which costs more to load than all the rest.

    Raises RuleError for a file that is no rule and for a folder that is not there.
    """
    rules: dict[str, Rule] = {}
    for folder in (bundled(), *folders):
        if not folder.is_dir():
            raise RuleError(f"{folder}: no such folder of rules")
        rules |= {rule.id: rule for rule in _folder(folder, cache, whole)}
    return [rules[name] for name in sorted(rules)]


def _folder(folder: Path, cache: bool, whole: bool) -> list[Rule]:
    files = caches.stamps(folder, (".yaml",))
    shipped, own = (_shipped(folder, files), _own(folder, files)) if cache else (None, None)
    stores = [one for one in (shipped, own) if one is not None]
    for store in stores:
        kept = _recall(store, whole)
        if kept is not None:
            pattern.keep(lambda: next(filter(None, map(_patterns, reversed(stores))), {}))
            if own is not None:
                _recalled.append(own)
            return kept
    rules = [read(folder, name) for name, _, _ in files]
    if own is not None:
        _remember(own, rules)
    return rules


def read(folder: Path, name: str) -> Rule:
    """The rule of one file, `name` being its path below the folder. Raises RuleError."""
    import yaml

    from copylint.rule import parse

    path = folder / name
    try:
        text = path.read_text(encoding="utf-8")
        loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
        data = yaml.load(text, Loader=loader)
    except OSError as error:
        raise RuleError(f"{path}: cannot be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise RuleError(f"{path}: not UTF-8 at byte {error.start}") from error
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f":{mark.line + 1}" if mark else ""
        problem = getattr(error, "problem", None) or "the YAML cannot be read"
        raise RuleError(f"{path}{where}: {problem}") from error
    rule = parse(data, name.removesuffix(".yaml"), str(path), text)
    if rule.detector:
        module = detector(rule)
        own = getattr(module, "literals", lambda _: getattr(module, "LITERALS", ()))
        needs = rule.needs or tuple(own(rule.options))
        rule = replace(rule, needs=needs, sieve=_sieve(rule), surveys=hasattr(module, "across"))
    patterns = tuple(_made(rule, one) for one in rule.patterns)
    return replace(rule, patterns=patterns, needs=_keys(rule.needs))


def _made(rule: Rule, one: Pattern) -> Pattern:
    """A pattern with what tells cheaply that it cannot match."""
    from copylint.literals import common, required
    from copylint.relaxed import names, relaxed
    from copylint.rough import EMPHASIS, loose

    literals = _keys(one.literals or required(one.match))
    vague = common(literals) and not (literals and all(map(_char, literals)))
    outside = bool(rule.scope) and rule.scope[0] in OUTSIDE
    match = one.match if outside else loose(one.match)
    return replace(
        one,
        literals=literals,
        relaxed=relaxed(match) if vague or _FIRST in one.match else "",
        marked=names(one.match, EMPHASIS),
    )


def _sieve(rule: Rule) -> tuple[tuple[str, str], ...]:
    """(form of the text, relaxed pattern) of what a detector must find in one of the forms."""
    from copylint.relaxed import relaxed

    module = detector(rule)
    if not hasattr(module, "sieve"):
        return ()
    sieve = [(form, relaxed(match)) for form, match in module.sieve(rule.options).items()]
    return tuple(sieve) if all(one for _, one in sieve) else ()


def _keys(literals: Sequence[str]) -> tuple[str, ...]:
    """Literals as they stand in a text made even; a rare character stays what it is."""
    from copylint.prefilter import key

    return tuple(text if _char(text) else key(text) for text in literals)


def _char(text: str) -> bool:
    from copylint.rough import rare

    return len(text) == 1 and rare(text)


def built_in(rule: Rule) -> bool:
    """Whether nothing but this program is needed for a rule: its detector is no plugin's."""
    name = f"{rule.detector.replace('-', '_')}.py"
    return not rule.detector or (Path(__file__).parent / "detectors" / name).is_file()


@cache
def detector(rule: Rule) -> Any:
    """The module of a rule's detector. Raises RuleError where there is none."""
    name = rule.detector.replace("-", "_")
    if name.isidentifier():
        try:
            return import_module(f"copylint.detectors.{name}")
        except ModuleNotFoundError as error:
            if error.name != f"copylint.detectors.{name}":
                raise
    found = plugins.load("detectors", rule.detector)
    if found is not None:
        return found
    known = sorted(p.stem for p in (Path(__file__).parent / "detectors").glob("[a-z]*.py"))
    raise RuleError(f"{rule.path}: no detector {rule.detector!r}; there are: {', '.join(known)}")


# -- the cache: the parsed rules as data, so that YAML is read only when a file changed ------------

# What people read of a rule is kept apart from what a run needs.
_PAGE = ("why", "examples", "references")
_BLANK: dict[str, Any] = {"why": "", "examples": (), "references": ()}
#: What a wheel holds of it beside this module, so that the first run need not read the rules.
SHIPPED = "kept"
# The modules that make of a file what is kept: in a work tree they change without a new version.
_MAKERS = ("rule", "rulebook", "literals", "relaxed", "syntax", "pattern")
# Seconds between the first file and the last that an installer writes.
_INSTALLING = 60


class _Store(NamedTuple):
    """The file that holds what was read of a folder of rules, and what it hangs on."""

    folder: Path
    file: Path
    stamp: list[Any]


# The caches that were used; the first is that of the shipped rules.
_recalled: list[_Store] = []


def _own(folder: Path, files: Sequence[tuple[str, int, int]]) -> _Store | None:
    """The user's own, in the cache folder."""
    name = str(folder.resolve()).encode("utf-8", "surrogateescape")
    try:
        file = caches.folder() / f"rules-{zlib.crc32(name):08x}{zlib.adler32(name):08x}.json"
        made = [Path(__file__).with_name(f"{one}.py").stat().st_mtime_ns for one in _MAKERS]
    except (OSError, RuntimeError):
        return None
    return _Store(folder, file, [_FORMAT, made, sys.version, *map(list, files)])


def _shipped(folder: Path, files: Sequence[tuple[str, int, int]]) -> _Store | None:
    """What a wheel brought, where these are the rules that it was made of."""
    file = Path(__file__).parent / SHIPPED / "rules.json"
    if folder != bundled() or not file.is_file():
        return None
    newest = max((time for _, _, time in files), default=0)
    touched = newest > file.stat().st_mtime_ns + _INSTALLING * 10**9
    return None if touched else _Store(folder, file, _shipped_stamp(files))


def _shipped_stamp(files: Sequence[tuple[str, int, int]]) -> list[Any]:
    """An installer keeps the sizes of files, but not their times."""
    return [_FORMAT, *([name, size] for name, size, _ in files)]


def ship(folder: Path) -> None:
    """Write into a folder what a wheel is to hold of the rules that ship."""
    home = bundled()
    rules = load(cache=False, whole=True)
    stamp = _shipped_stamp(caches.stamps(home, (".yaml",)))
    _remember(_Store(home, folder / "rules.json", stamp), rules)


def _recall(store: _Store, whole: bool) -> list[Rule] | None:
    try:
        kept = json.loads(store.file.read_bytes())
        if kept["stamp"] != store.stamp:
            return None
        rules = [_thaw(data, store.folder) for data in kept["rules"]]
        if not whole:
            return rules
        pages = json.loads(_beside(store.file, "pages").read_bytes())
        if pages["stamp"] != store.stamp:
            return None
        return [_paged(rule, pages["rules"][rule.id]) for rule in rules]
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _patterns(store: _Store) -> dict[str, list[Any]]:
    """The patterns as `regex` made them; none where they are not those of the rules kept."""
    try:
        kept = json.loads(_beside(store.file, "patterns").read_bytes())
        patterns: dict[str, list[Any]] = kept["patterns"]
        return patterns if kept["stamp"] == [*pattern.VERSION, *store.stamp] else {}
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return {}


def keep_patterns() -> None:
    """Keep for the next run what of the patterns had to be compiled in this one: those that
    detectors make of their options, and of exceptions and conditions those that were needed."""
    if _recalled and (patterns := pattern.fresh()):
        _keep_patterns(_recalled[0], patterns)


def _keep_patterns(store: _Store, patterns: dict[str, list[Any]]) -> None:
    stamp = [*pattern.VERSION, *store.stamp]
    _keep(_beside(store.file, "patterns"), {"stamp": stamp, "patterns": patterns})


def _beside(file: Path, what: str) -> Path:
    return file.with_name(file.name.replace("rules", what, 1))


def _paged(rule: Rule, page: list[Any]) -> Rule:
    why, examples, references = page
    return replace(
        rule,
        why=why,
        examples=tuple(
            replace(example, beside=tuple(example.beside))
            for example in (Example(*values) for values in examples)
        ),
        references=tuple(references),
    )


def _remember(store: _Store, rules: list[Rule]) -> None:
    from copylint.rough import loose

    core = [_freeze(replace(rule, path=f"{rule.id}.yaml", **_BLANK)) for rule in rules]
    pages = {rule.id: [_freeze(getattr(rule, name)) for name in _PAGE] for rule in rules}
    texts = {
        text for rule in rules for one in rule.patterns for text in (one.match, loose(one.match))
    }
    _keep(_beside(store.file, "pages"), {"stamp": store.stamp, "rules": pages})
    _keep_patterns(store, pattern.freeze(sorted(texts)))
    _keep(store.file, {"stamp": store.stamp, "rules": core})


def _keep(file: Path, data: dict[str, Any]) -> None:
    caches.keep(file, json.dumps(data).encode())


def _freeze(record: Any) -> Any:
    if isinstance(record, (Rule, Pattern, Condition, Example)):
        return [_freeze(getattr(record, field.name)) for field in fields(record)]
    if isinstance(record, tuple):
        return [_freeze(item) for item in record]
    return record


def _thaw(data: list[Any], folder: Path) -> Rule:
    values = dict(zip((field.name for field in fields(Rule)), data, strict=True))
    values["path"] = str(folder / values["path"])
    values["severity"] = Severity(values["severity"])
    values["safety"] = Safety(values["safety"])
    values["conditions"] = tuple(Condition(*item) for item in values["conditions"])
    values["patterns"] = tuple(
        Pattern(match, tuple(fix), remove, Safety(safety), tuple(literals), tuple(where), *rest)
        for match, fix, remove, safety, literals, where, *rest in values["patterns"]
    )
    values["sieve"] = tuple((form, relaxed) for form, relaxed in values["sieve"])
    for name, value in values.items():
        if isinstance(value, list):
            values[name] = tuple(value)
    return Rule(**values)


# -- which rules run -------------------------------------------------------------------------------


def named(rules: Iterable[Rule], names: Iterable[str]) -> set[str]:
    """The ids that names stand for: ids, families, `all`, and globs of ids.

    Raises UsageError for a name that stands for nothing, with the nearest that does.
    """
    ids = [rule.id for rule in rules]
    families = {name.partition("/")[0] for name in ids}
    chosen: set[str] = set()
    for name in names:
        if name == "all":
            found = set(ids)
        elif name in families or name.rstrip("/*") in families:
            found = {one for one in ids if one.startswith(f"{name.rstrip('/*')}/")}
        else:
            found = {one for one in ids if one == name or fnmatchcase(one, name)}
        if not found:
            raise UsageError(f"no rule {name!r}{_hint(name, [*ids, *families])}")
        chosen |= found
    return chosen


def _hint(name: str, known: Sequence[str]) -> str:
    import difflib

    near = difflib.get_close_matches(name, known, 1) or [
        one for one in known if one.partition("/")[2] == name
    ]
    return f"; did you mean {near[0]!r}?" if near else "; 'copylint rules' lists them all"


def select(
    rules: Sequence[Rule],
    *,
    only: Sequence[str] = (),
    extend: Sequence[str] = (),
    ignore: Sequence[str] = (),
) -> Iterator[Rule]:
    """The rules that run: those of `only`, else those on by default; with `extend`; less `ignore`.

    Raises UsageError for a name that stands for nothing.
    """
    chosen = named(rules, only) if only else {rule.id for rule in rules if rule.on}
    chosen |= named(rules, extend)
    chosen -= named(rules, ignore)
    return (rule for rule in rules if rule.id in chosen)
