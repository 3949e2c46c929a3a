"""Which settings and which rules are for a file, and what is done to it: one file in, one result out."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from copylint import config as configuration
from copylint import engine, files, readers, rulebook
from copylint.config import Config, Override
from copylint.errors import CopylintError, FixError, ReadError, WriteError
from copylint.finding import Result
from copylint.linter import Linter
from copylint.rule import Rule


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line sets, for all files of a run."""

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


@dataclass
class Workspace:
    """The options of a run, with the settings and linters it has met so far."""

    options: Options = field(default_factory=Options)
    _configs: dict[Path, Config] = field(default_factory=dict)
    _linters: dict[tuple[str, tuple[Override, ...]], Linter] = field(default_factory=dict)
    _books: dict[tuple[str, ...], list[Rule]] = field(default_factory=dict)

    def config(self, path: str = "") -> Config:
        """The settings for a path: those named by hand, else the nearest. Raises ConfigError."""
        if self.options.isolated:
            return Config()
        if self.options.config:
            named = Path(self.options.config)
            if named not in self._configs:
                self._configs[named] = configuration.load(named)
            return self._configs[named]
        folder = Path(os.path.abspath(path or "."))
        folder = folder if folder.is_dir() else folder.parent
        if folder not in self._configs:
            found = configuration.find(folder)
            self._configs[folder] = configuration.load(found) if found else Config()
        return self._configs[folder]

    def rules(self, config: Config) -> list[Rule]:
        """All rules there are under some settings. Raises RuleError."""
        folders = (*config.rules, *self.options.rules)
        if folders not in self._books:
            paths = [Path(folder) for folder in folders]
            self._books[folders] = rulebook.load(paths, cache=self.options.cache)
        return self._books[folders]

    def overrides(self, config: Config, path: str) -> tuple[Override, ...]:
        """The overrides whose patterns name a path."""
        if not config.overrides:
            return ()
        from pathspec import GitIgnoreSpec

        below = os.path.relpath(os.path.abspath(path), config.folder.resolve())
        return tuple(
            override
            for override in config.overrides
            if GitIgnoreSpec.from_lines(override.files).match_file(below)
        )

    def active(self, config: Config, overrides: Sequence[Override] = ()) -> Iterator[Rule]:
        """The rules that run. Raises UsageError for a name that stands for nothing."""
        options = self.options
        only = next((o.select for o in reversed(overrides) if o.select), config.select)
        extend = [*config.extend_select, *(n for o in overrides for n in o.extend_select)]
        ignore = [*config.ignore, *(n for o in overrides for n in o.ignore)]
        chosen = rulebook.select(
            self.rules(config),
            only=options.select or only,
            extend=(*(() if options.select else extend), *options.extend_select),
            ignore=(*(() if options.select else ignore), *options.ignore),
        )
        return engine.severities(chosen, config.severity)

    def linter(self, path: str = "") -> Linter:
        """The linter for a path."""
        config = self.config(path)
        overrides = self.overrides(config, path)
        key = (config.file, overrides)
        if key not in self._linters:
            narrowed = bool(self.options.select or self.options.ignore)
            self._linters[key] = Linter(
                self.active(config, overrides), inline=self.options.inline, whole=not narrowed
            )
        return self._linters[key]

    def markup(self, path: str) -> str:
        """The markup of a path: what an override says, else what its suffix says."""
        config = self.config(path)
        named = [o.markup for o in self.overrides(config, path) if o.markup]
        return named[-1] if named else readers.markup_of(path)

    def discover(self, paths: Sequence[str]) -> Iterator[files.Found]:
        """The files that paths stand for, with what is wrong with some of them."""
        exclude: list[tuple[Path, Sequence[str]]] = []
        gitignore = True
        for path in paths:
            config = self.config(path)
            gitignore = gitignore and config.gitignore
            if config.exclude and (config.folder, config.exclude) not in exclude:
                exclude.append((config.folder, config.exclude))
        yield from files.discover(
            paths, suffixes=readers.SUFFIXES.keys(), exclude=exclude, gitignore=gitignore
        )

    def lint(self, path: Path) -> Result:
        """One file checked and, if asked for, repaired and written; its errors are in the result.

        Raises ConfigError, RuleError or UsageError, which concern the whole run.
        """
        name = str(path)
        config, linter, markup = self.config(name), self.linter(name), self.markup(name)
        try:
            data, text = files.read(path, config.max_file_size)
        except ReadError as error:
            return Result(name, errors=(str(error),))
        try:
            return self._process(path, data, text, linter, markup)
        except (FixError, WriteError) as error:
            checked = linter.check(text.source, name, markup)
            return replace(checked, errors=(str(error),))

    def _process(
        self, path: Path, data: bytes, text: files.Text, linter: Linter, markup: str
    ) -> Result:
        name = str(path)
        if not (self.options.fix or self.options.diff):
            return linter.check(text.source, name, markup)
        if not text.writable:
            result = linter.check(text.source, name, markup)
            if not result.findings:
                return result
            return replace(result, errors=("is UTF-16: it is checked but not repaired; convert it to UTF-8",))
        result = linter.fix(text.source, name, markup, unsafe=self.options.unsafe)
        if self.options.fix and not self.options.diff and result.source != text.source:
            files.write(path, data, files.encode(text, result.source))
        return replace(result, before=("\ufeff" if text.bom else "") + text.source)


def lint(workspace: Workspace, path: Path) -> Result:
    """One file's result, whatever happens: a fault of ours is an error of this file alone."""
    try:
        return workspace.lint(path)
    except CopylintError:
        raise
    except Exception as error:
        if os.environ.get("COPYLINT_DEBUG"):
            raise
        kind = type(error).__name__
        return Result(
            str(path),
            errors=(f"copylint failed on this file ({kind}: {error}); it was left as it is. "
                    "Please report it; COPYLINT_DEBUG=1 shows where",),
        )
