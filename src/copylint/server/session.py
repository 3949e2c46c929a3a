"""The texts that are open, and what is known of each: all of it without the protocol.

The articles are exchanged by the thread that talks to the editor. Everything else is done in one
other thread, one thing after another, so that typing is never held up and nothing needs a lock.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from copylint import fix, readers, silence
from copylint.delta import delta
from copylint.document import Document
from copylint.errors import CopylintError, FixError
from copylint.finding import Finding, Result
from copylint.linter import Linter
from copylint.rule import Rule
from copylint.server.article import Article
from copylint.server.settings import Settings
from copylint.span import Edit
from copylint.workspace import Options, guarded


@dataclass(frozen=True)
class Checked:
    """What was found in one version of a text; `number` is its own, for all texts of a session.

    `problem` says why it was not checked, ready to be shown.
    """

    article: Article
    number: int
    findings: tuple[Finding, ...] = ()
    problem: str = ""


@dataclass(frozen=True)
class _Reading:
    """How a text is read, and by which rules."""

    linter: Linter
    path: str
    markup: str


class Session:
    """One editor's open texts under the settings on disk."""

    def __init__(self, options: Options) -> None:
        self.settings = Settings(options)
        #: By address. Only the thread that talks to the editor changes it.
        self.articles: dict[str, Article] = {}
        #: The folder whose settings are for texts that are no files.
        self.folder = ""
        self._checked: dict[str, tuple[Checked, object]] = {}
        self._cleaned: tuple[Checked, str] | None = None
        self._document: tuple[Article, Document] | None = None
        self._number = 0

    def current(self, article: Article) -> bool:
        """Whether a text still stands in the editor as it does here."""
        return self.articles.get(article.uri) is article

    def known(self, article: Article) -> Checked | None:
        """What was found in this version of a text, if it was checked."""
        checked, _ = self._checked.get(article.uri, (None, None))
        return checked if checked and checked.article is article else None

    def check(self, article: Article) -> Checked | None:
        """The findings in a text; `None` if the editor holds another by now.

        A version is checked once, as long as the settings stay.
        """
        if not self.current(article):
            return None
        try:
            reading = self._reading(article)
        except (CopylintError, OSError) as error:
            self._checked.pop(article.uri, None)
            return Checked(article, 0, problem=str(error).replace("\n    ", "  | "))
        under = self.settings.changes, self.folder
        known, before = self._checked.get(article.uri, (None, None))
        if known and known.article is article and before == under:
            return known
        result = self._result(reading, article)
        self._number += 1
        checked = Checked(article, self._number, result.findings, "; ".join(result.errors))
        self._checked[article.uri] = checked, under
        return checked

    def forget(self, uri: str) -> None:
        """Drop what is known of a text that was closed."""
        if uri not in self.articles:
            self._checked.pop(uri, None)

    def cleaned(self, checked: Checked) -> list[Edit]:
        """The edits that all safe repairs come to, made again and again until nothing changes."""
        article = checked.article
        if self._cleaned is None or self._cleaned[0] is not checked:
            self._cleaned = checked, self._clean(article)
        return list(delta(article.source, self._cleaned[1]))

    def repair(self, article: Article, finding: Finding) -> list[Edit]:
        """The edits of a finding's repair; none where it would harm the markup around it."""
        reading = self._reading(article)
        if reading is None or finding.fix is None:
            return []
        source = article.source
        if not reading.linter.harmless(source, reading.path, reading.markup, [finding]):
            return []
        return list(delta(source, fix.apply(source, finding.fix.edits)))

    def silence(self, article: Article, finding: Finding) -> tuple[Edit | None, Edit | None]:
        """The edits that silence a finding's rule on its line, and in the whole text."""
        reading = self._reading(article)
        if reading is None:
            return None, None
        if self._document is None or self._document[0] is not article:
            self._document = article, readers.read(article.source, reading.markup, article.suffix)
        document = self._document[1]
        return (
            silence.on_line(document, article.suffix, finding.span, finding.rule),
            silence.in_file(document, article.suffix, finding.rule),
        )

    def rule(self, name: str, uri: str = "") -> Rule | None:
        """A rule with all that people read of it, under the settings for a text."""
        path = self.articles[uri].path if uri in self.articles else ""
        space = self.settings.space(path or f"{self.folder}/untitled")
        rules = space.rules(space.config(path or self.folder), whole=True)
        return next((rule for rule in rules if rule.id == name), None)

    def _clean(self, article: Article) -> str:
        reading = self._reading(article)
        if reading is None:
            return article.source
        try:
            return reading.linter.fix(article.source, reading.path, reading.markup).source
        except FixError:
            # Told by `check --fix`; an editor that saves a file leaves it as it is.
            return article.source

    def _result(self, reading: _Reading | None, article: Article) -> Result:
        if reading is None:
            return Result(article.path)
        linter = reading.linter
        return guarded(
            reading.path, lambda: linter.check(article.source, reading.path, reading.markup)
        )

    def _reading(self, article: Article) -> _Reading | None:
        """How a text is read; `None` for one that is none of ours, is excluded or is too large."""
        name = article.path or f"{self.folder}/untitled{article.suffix}"
        space = self.settings.space(name)
        config = space.config(name)
        markups: Sequence[str] = [o.markup for o in space.overrides(config, name) if o.markup]
        if not article.suffix and not markups:
            return None
        if article.path and space.excluded(name):
            return None
        size = len(article.source.encode("utf-8", "surrogatepass"))
        if config.max_file_size and size > config.max_file_size:
            return None
        path = name if PurePath(name).suffix.lower() == article.suffix else name + article.suffix
        markup = markups[-1] if markups else readers.markup_of(path)
        return _Reading(space.linter(name), path, markup)
