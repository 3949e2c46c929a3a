"""Which settings and rules are for a file, and what is done to it: a file in, a result out."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from copylint import caches, files, fix, plugins, profiles, readers, rulebook, survey
from copylint import config as configuration
from copylint.config import Config, Override
from copylint.errors import (
    ConfigError,
    CopylintError,
    FixError,
    PluginError,
    ReadError,
    RuleError,
    UsageError,
    WriteError,
)
from copylint.finding import Result, Verdict
from copylint.linter import Linter
from copylint.rule import Rule
from copylint.scope import Scope
from copylint.survey import Survey
from copylint.text import Text

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

    from copylint.base import Base
    from copylint.baseline import Baseline
    from copylint.changes import Changes
    from copylint.verdicts import Verdicts

#: Why a text that is not in UTF-8 is left as it is.
UTF_16 = "is UTF-16: it is checked but not repaired; convert it to UTF-8"


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line sets, for all files of a run.

    `untrusted`: nothing in the tree may weaken the check. `base`: where settings come from instead.
    `count`: say how many words of prose a file holds.
    """

    select: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    config: str = ""
    isolated: bool = False
    inline: bool = True
    cache: bool = True
    fix: bool = False
    unsafe: bool = False
    diff: bool = False
    rules: tuple[str, ...] = ()
    untrusted: bool = False
    base: Base | None = None
    baseline: str | None = None
    plugins: tuple[str, ...] = ()
    count: bool = False

    @property
    def repairing(self) -> bool:
        """Whether repairs are made, or shown as they would be."""
        return self.fix or self.diff


# What the rules of a path hang on: settings file, overrides, profile, whether it is part of others.
_Key = tuple[str, tuple[Override, ...], str, bool]


@dataclass
class Workspace:
    """The options of a run, with the settings and linters it has met so far.

    `changes`, if set, are what the run looks at and nothing else.
    """

    options: Options = field(default_factory=Options)
    changes: Changes | None = None
    _baselines: dict[str, Baseline] = field(default_factory=dict)
    _configs: dict[Path, Config] = field(default_factory=dict)
    _linters: dict[_Key, Linter] = field(default_factory=dict)
    _books: dict[tuple[bool | str, ...], list[Rule]] = field(default_factory=dict)
    _plugins: set[str] = field(default_factory=set)
    _verdicts: dict[Linter, Verdicts | None] = field(default_factory=dict)
    _common: dict[str, Any] = field(default_factory=dict)
    _last: _Place | None = None

    def config(self, path: str = "") -> Config:
        """The settings for a path: those named by hand, else the nearest. Raises ConfigError."""
        return self._place(path).config

    def _place(self, path: str) -> _Place:
        # Several questions in a row are about one path.
        if self._last is None or self._last.path != path:
            self._last = _Place(self, path)
        return self._last

    def _config(self, path: str) -> Config:
        options = self.options
        place = Path(options.config or path)
        # Settings named by hand are for all files, and those found for all files of a folder.
        key = place if options.config or place.is_dir() else place.parent
        if key not in self._configs:
            config = self._settings(key)
            # An article can be hidden by a line in .gitignore, too.
            obeyed = config.gitignore and not options.untrusted
            self._configs[key] = replace(config, gitignore=obeyed)
        return self._configs[key]

    def _settings(self, place: Path) -> Config:
        options = self.options
        if options.isolated:
            return Config()
        if options.config:
            return configuration.load(place)
        if options.base is not None:
            return options.base.config(place.resolve())
        found = None if options.untrusted else configuration.find(place.resolve())
        return configuration.load(found) if found else Config()

    def disobeyed(self, paths: Iterable[str]) -> list[str]:
        """The settings files that would be for some files and are not trusted to be."""
        base = self.options.base
        if not self.options.untrusted or self.options.isolated or self.options.config:
            return []
        found = {str(_tree_settings(Path(path).resolve().parent) or "") for path in paths} - {""}
        return sorted(name for name in found if base is None or base.differs(Path(name)))

    def rules(self, config: Config, *, whole: bool = False) -> list[Rule]:
        """All rules there are under some settings, `whole` with what people read of them.

        Raises RuleError.
        """
        folders = (*map(str, self.packs(config).values()), *config.rules, *self.options.rules)
        key: tuple[bool | str, ...] = (whole, *folders)
        if key not in self._books:
            paths = [Path(folder) for folder in folders]
            try:
                self._books[key] = rulebook.load(paths, cache=self.options.cache, whole=whole)
            except RuleError as error:
                base = self.options.base
                raise RuleError(base.named(str(error)) if base else str(error)) from error
        return self._books[key]

    def pages(self, paths: Iterable[str]) -> dict[str, Rule]:
        """The rules there are for some files, by id, with what people read of them."""
        configs = {config.rules: config for config in map(self.config, paths)}
        rules = (self.rules(config, whole=True) for config in configs.values())
        return {rule.id: rule for some in rules for rule in some}

    def named_plugins(self, config: Config) -> tuple[str, ...]:
        """The plugins asked for. Raises ConfigError or UsageError for one that nobody installed."""
        for name in (*config.plugins, *self.options.plugins):
            if name not in self._plugins and not plugins.groups(name):
                problem = f"no installed package has a plugin {name!r}; check the name"
                if name in config.plugins:
                    place = config.origin.get("plugins", config.file)
                    raise ConfigError(f"{place}: {problem}")
                raise UsageError(problem)
            self._plugins.add(name)
        return (*config.plugins, *self.options.plugins)

    def packs(self, config: Config) -> dict[str, Path]:
        """The folders of rules that plugins bring, by `plugin NAME of PACKAGE`."""
        found: dict[str, Path] = {}
        for name in self.named_plugins(config):
            folder, plugin = plugins.rules(name), plugins.find("rules", name)
            if folder is not None and plugin is not None:
                found[f"plugin {name} of {plugin.package}"] = folder
        return found

    def origin(self, config: Config, rule: Rule) -> str:
        """Where a rule came from: `copylint`, a plugin and its package, or a folder."""
        path = Path(rule.path)
        for folder in map(Path, reversed((*config.rules, *self.options.rules))):
            if path.is_relative_to(folder):
                return str(folder)
        for name, folder in self.packs(config).items():
            if path.is_relative_to(folder):
                return name
        return "copylint"

    def overrides(self, config: Config, path: str) -> tuple[Override, ...]:
        """The overrides whose patterns name a path."""
        if not path:
            return ()
        return tuple(o for o in config.overrides if _names(o.files, o.folder, path))

    def profile(self, path: str = "") -> tuple[str, bool]:
        """The profile for a path, and whether it is only guessed from the markup."""
        config = self.config(path)
        named = [o.profile for o in self.overrides(config, path) if o.profile]
        chosen = named[-1] if named else config.profile
        return (chosen, False) if chosen else (profiles.guessed(self.markup(path)), True)

    def active(
        self,
        config: Config,
        overrides: Sequence[Override] = (),
        guess: str = "",
        *,
        part: bool = False,
    ) -> Iterator[Rule]:
        """The rules that run. Raises UsageError or ConfigError for a name that is no rule's.

        A profile that is set turns rules on and off, unless rules are named by hand; `guess`, one
        that is guessed, sets no more than severities. Of a text that is `part` of others, nothing
        is told that only the whole can tell, unless its rule is named.
        """
        options = self.options
        rules = self.rules(config)
        levels = _vouched(config, overrides, rules)
        only = next((o.select for o in reversed(overrides) if o.select), config.select)
        profile = next((o.profile for o in reversed(overrides) if o.profile), config.profile)
        whole = "" if only or options.select else profile
        extend = [*config.extend_select, *(n for o in overrides for n in o.extend_select)]
        ignore = [*config.ignore, *(n for o in overrides for n in o.ignore)]
        asked = rulebook.named(rules, extend)
        extend += [n for n in profiles.turned(whole, "on") if n not in ignore]
        off = [*profiles.turned(whole, "off"), *(profiles.WHOLE if part and not only else ())]
        ignore += [n for n in off if n not in asked]
        chosen = rulebook.select(
            rules,
            only=options.select or only,
            extend=(*(() if options.select else extend), *options.extend_select),
            ignore=(*(() if options.select else ignore), *options.ignore),
        )
        return profiles.configured(profiles.levelled(chosen, profile or guess), levels)

    def linter(self, path: str = "") -> Linter:
        """The linter for a path."""
        return self._place(path).linter

    def _linter(self, path: str) -> Linter:
        config = self.config(path)
        overrides = self.overrides(config, path)
        profile, guessed = self.profile(path)
        part = profiles.partial(path)
        key = (config.file, overrides, profile, part)
        if key not in self._linters:
            narrowed = bool(self.options.select or self.options.ignore)
            rules = self.active(config, overrides, profile if guessed else "", part=part)
            self._linters[key] = Linter(
                survey.informed(rules, self._common) if self._common else rules,
                inline=self.options.inline,
                whole=not narrowed,
            )
        return self._linters[key]

    def survey(self, paths: Sequence[Path]) -> None:
        """Let the rules that ask for it look at all the files of a run before each is linted.

        A file that cannot be read, or where a fault of ours shows, is passed over: linting tells of
        it.
        """
        if len(paths) < survey.LEAST:
            return
        seen = Survey()
        curious: dict[Linter, tuple[list[Rule], caches.Ledger | None]] = {}
        for path in paths:
            name = path.as_posix()
            linter = self.linter(name)
            if linter not in curious:
                rules = [rule for rule in linter.rules if rule.surveys]
                curious[linter] = rules, self._notebook(rules)
            rules, kept = curious[linter]
            if rules:
                guarded(name, partial(self._hear, seen, path, rules, kept))
        for _, kept in curious.values():
            if kept is not None:
                kept.save()
        self._common = seen.common()
        if self._common:
            self._linters.clear()
            self._last = None
            self._verdicts.clear()

    def _notebook(self, rules: Sequence[Rule]) -> caches.Ledger | None:
        """What rules noted of files before, if that is remembered: a folder need not be read twice.

        It hangs on a file's time, and only says what is worth looking for.
        """
        if not rules or not self.options.cache or not all(map(rulebook.built_in, rules)):
            return None
        from copylint.verdicts import code, digest_of

        grounds = repr((code(), [(rule.id, rule.options) for rule in rules]))
        try:
            return caches.Ledger(f"notes-{digest_of(grounds)}")
        except (OSError, RuntimeError):
            return None

    def _hear(
        self, seen: Survey, path: Path, rules: Sequence[Rule], kept: caches.Ledger | None
    ) -> Result:
        """Count in what rules note of a file."""
        with suppress(OSError):
            for rule, noted in zip(rules, self._noted(path, rules, kept), strict=True):
                seen.add(rule, noted)
        return Result(path.as_posix())

    def _noted(
        self, path: Path, rules: Sequence[Rule], kept: caches.Ledger | None
    ) -> Sequence[Any]:
        """What rules note of a file. Raises ReadError, PluginError or OSError."""
        name = path.as_posix()
        markup, status = self.markup(name), path.stat()
        key = f"{markup} {status.st_size} {status.st_mtime_ns} {os.path.abspath(name)}"  # noqa: PTH100
        known = kept.get(key) if kept is not None else None
        if isinstance(known, list) and len(known) == len(rules):
            return known
        text = Text(self._read(path, markup)[1].source, name, markup)
        notes = [survey.note(rule, text) for rule in rules]
        if kept is not None:
            kept.add(key, notes)
        return notes

    def _read(self, path: Path, markup: str) -> tuple[bytes, files.Text]:
        """The bytes and the text of a file. Raises ReadError and PluginError."""
        decode = readers.offered(markup, "decode") or files.decode
        return files.read(path, self.config(path.as_posix()).max_file_size, decode)

    def verdicts(self, path: str) -> Verdicts | None:
        """What is known already of texts under the rules for a path, if that is remembered."""
        if not self.options.cache or self.options.count:
            return None
        linter, config = self.linter(path), self.config(path)
        if linter not in self._verdicts:
            alien = bool(self.named_plugins(config))
            if config.rules or self.options.rules:
                alien = alien or not all(map(rulebook.built_in, linter.rules))
            self._verdicts[linter] = None if alien else self._remembered(linter, config)
        return self._verdicts[linter]

    def _remembered(self, linter: Linter, config: Config) -> Verdicts | None:
        from copylint.verdicts import Verdicts

        try:
            return Verdicts(linter, [Path(name) for name in (*config.rules, *self.options.rules)])
        except (OSError, RuntimeError):
            return None

    def remember(self, results: Iterable[Result]) -> None:
        """Keep what was found in some texts for the next run."""
        for result in results:
            if result.verdict and (verdicts := self.verdicts(result.path)):
                verdicts.add(result.verdict)
        for kept in filter(None, self._verdicts.values()):
            kept.save()
        if self.options.cache:
            rulebook.keep_patterns()

    def markup(self, path: str) -> str:
        """The markup of a path: what an override says, else what its suffix says."""
        return self._place(path).markup

    def _markup(self, path: str) -> str:
        if not path:
            return "markdown"
        config = self.config(path)
        named = [o.markup for o in self.overrides(config, path) if o.markup]
        suffix = Path(path).suffix.lower()
        markup = named[-1] if named else self.suffixes(config).get(suffix)
        markup = markup or readers.markup_of(path)
        if markup == "python" and config.python_strings:
            return f"python:{','.join(config.python_strings)}"
        return markup

    def suffixes(self, config: Config) -> Mapping[str, str]:
        """The markup for each suffix that a folder is searched for under some settings."""
        return readers.suffixes(self.named_plugins(config))

    def discover(self, paths: Sequence[str]) -> Iterator[files.Found]:
        """The files that paths stand for, with what is wrong with some of them."""
        exclude: list[tuple[Path, Sequence[str]]] = []
        gitignore = True
        suffixes: dict[str, str] = {}
        for path in paths:
            config = self.config(path)
            suffixes |= self.suffixes(config)
            gitignore = gitignore and config.gitignore
            if config.exclude and (config.exclude_from, config.exclude) not in exclude:
                exclude.append((config.exclude_from, config.exclude))
        for one in files.discover(
            paths, suffixes=suffixes.keys(), exclude=exclude, gitignore=gitignore
        ):
            # A folder on the way may have settings of its own.
            if one.error or not (self.unchanged(one.path) or self.excluded(str(one.path))):
                yield one

    def excluded(self, path: str) -> bool:
        """Whether the nearest settings leave a file out."""
        config = self.config(path)
        return _names(config.exclude, config.exclude_from, path)

    def unchanged(self, path: Path) -> bool:
        """Whether a run that looks at changes can pass over a file."""
        return self.changes is not None and not self.changes.touch(path)

    def baseline(self, path: str) -> Baseline | None:
        """The baseline for a path, if options or settings name one. Raises ConfigError."""
        named = self.options.baseline
        file = self.config(path).baseline if named is None else named
        if not file:
            return None
        if file not in self._baselines:
            from copylint import baseline

            loaded, base = baseline.load(Path(file)), self.options.base
            # The entries of a commit's baseline name files of the tree.
            moved = replace(loaded, file=base.in_tree(loaded.file)) if base else loaded
            self._baselines[file] = moved
        return self._baselines[file]

    def scope(self, result: Result) -> Scope:
        """What a run looks at, given all the findings of a file."""
        baseline, changes = self.baseline(result.path), self.changes
        changed = changes.spans(Path(result.path), result.source) if changes else None
        matched = baseline.match(result) if baseline else [None] * len(result.findings)
        pairs = [
            (finding, number)
            for finding, number in zip(result.findings, matched, strict=True)
            if number is not None
        ]
        return Scope(changed, tuple(one for one, _ in pairs), tuple(n for _, n in pairs))

    def lint(self, path: Path) -> Result:
        """One file checked and, if asked for, repaired and written; its errors are in the result.

        Raises ConfigError, RuleError or UsageError, which concern the whole run.
        """
        name = path.as_posix()
        try:
            data, text = self._read(path, self.markup(name))
        except (ReadError, PluginError) as error:
            return Result(name, errors=(str(error),))
        verdicts = self.verdicts(name)
        digest = verdicts.digest(f"{self.markup(name)} {path.suffix}", data) if verdicts else ""
        known = verdicts.get(digest) if verdicts else None
        if known is not None and not (known.findings and self.options.repairing):
            result = Result(name, text.source, known.findings, suppressed=known.suppressed)
            return replace(self.scope(result).within(result), encoding=text.codec)
        return self.process(
            text,
            name,
            save=lambda source: files.write(path, data, files.encode(text, source)),
            digest=digest,
        )

    def process(
        self, text: files.Text, name: str, save: Callable[[str], object], *, digest: str = ""
    ) -> Result:
        """A text checked and, if asked for, repaired and saved; its errors are in the result.

        Under `digest` what is found in it may be kept.
        """
        linter, markup = self.linter(name), self.markup(name)
        repairing, unsafe = self.options.repairing, self.options.unsafe
        problem = ""
        if repairing and text.writable:
            try:
                result = linter.fix(text.source, name, markup, unsafe=unsafe, scoping=self.scope)
                if result.source != text.source and not self.options.diff:
                    save(result.source)
                before = text.bom.decode() + text.source
                bare = not (result.findings or result.fixed or result.suppressed or result.known)
                verdict = Verdict(digest, (), 0) if digest and bare and not self.changes else None
                return replace(result, before=before, encoding=text.codec, verdict=verdict)
            except (FixError, WriteError) as error:
                problem = str(error)
        result = linter.check(text.source, name, markup)
        verdict = Verdict(digest, result.findings, result.suppressed) if digest else None
        result = replace(self.scope(result).within(result), verdict=verdict)
        if self.options.count:
            document = readers.read(text.source, markup, Path(name).suffix.lower())
            result = replace(result, words=document.words)
        if repairing and any(fix.applicable(one, unsafe=unsafe) for one in result.findings):
            problem = problem or UTF_16
        return replace(result, errors=(problem,) if problem else (), encoding=text.codec)


class _Place:
    """What a workspace has worked out for one path; each is worked out when it is asked for."""

    def __init__(self, workspace: Workspace, path: str) -> None:
        self.workspace = workspace
        self.path = path

    @cached_property
    def config(self) -> Config:
        return self.workspace._config(self.path)

    @cached_property
    def markup(self) -> str:
        return self.workspace._markup(self.path)

    @cached_property
    def linter(self) -> Linter:
        return self.workspace._linter(self.path)


def _tree_settings(folder: Path) -> Path | None:
    """The settings file that a tree has for a folder, even if it is broken."""
    for place in (folder, *folder.parents):
        try:
            if found := configuration.find(place, place):
                return found
        except ConfigError:
            return place / "pyproject.toml"
    return None


def _names(patterns: tuple[str, ...], folder: Path, path: str) -> bool:
    """Whether gitignore-style patterns, which count from a folder, take in a path below it."""
    if not patterns:
        return False
    place = Path(path)
    try:
        below = (place.parent.resolve() / place.name).relative_to(folder.resolve())
    except ValueError:
        return False
    return _spec(patterns).match_file(below.as_posix())


@lru_cache(maxsize=64)
def _spec(patterns: tuple[str, ...]) -> GitIgnoreSpec:
    from pathspec import GitIgnoreSpec

    # The other engines, which pathspec would prefer, fail on names that are not UTF-8.
    return GitIgnoreSpec.from_lines(patterns, backend="simple")


def _vouched(
    config: Config, overrides: Sequence[Override], rules: Sequence[Rule]
) -> dict[str, str]:
    """The severities set, by rule; ConfigError for a name in the settings that is no rule's."""
    names = [*config.select, *config.extend_select, *config.ignore]
    names += [n for o in overrides for n in (*o.select, *o.extend_select, *o.ignore)]
    ids = {rule.id for rule in rules}
    levels: dict[str, str] = {}
    try:
        rulebook.named(rules, names)
        # What is said of a rule by its id goes over what is said of a family.
        for name in sorted(config.severity, key=ids.__contains__):
            levels |= dict.fromkeys(rulebook.named(rules, [name]), config.severity[name])
    except UsageError as error:
        raise ConfigError(f"{config.file}: {error}") from error
    return levels


def lint(workspace: Workspace, path: Path) -> Result:
    """One file's result, whatever happens: a fault of ours is an error of this file alone."""
    return guarded(path.as_posix(), lambda: workspace.lint(path))


def guarded(name: str, work: Callable[[], Result]) -> Result:
    """What some work on one text comes to; a fault of ours is an error of this text alone."""
    try:
        return work()
    except (PluginError, ReadError) as error:
        return Result(name, errors=(str(error),))
    except CopylintError:
        raise
    except Exception as error:
        if os.environ.get("COPYLINT_DEBUG"):
            raise
        problem = f"copylint failed on this file ({type(error).__name__}: {error}); "
        advice = "it was left as it is. Please report it; COPYLINT_DEBUG=1 shows where"
        return Result(name, errors=(problem + advice,))
