"""Findings that were there before copylint was: a file names them, and only new ones are told.

One line stands for one finding, in a fixed order and without line numbers, so that git merges
such files well and a change of articles elsewhere changes nothing in them.
"""

from __future__ import annotations

import json
import os
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from copylint import files, swap
from copylint.errors import ConfigError, ReadError, UsageError, WriteError
from copylint.finding import Result
from copylint.fingerprint import Print, prints
from copylint.record import shown

#: The file's name where nothing else is said.
NAME = ".copylint-baseline.json"
_HEAD = '{"schema": 1, "findings": ['
# Every entry's line ends with a comma, so that a new last one changes no other line.
_TAIL = "null]}"
#: In which order what a finding is is compared, from all of it to the least.
_WAYS: tuple[Callable[[Print], str], ...] = (
    lambda one: one.around,
    lambda one: one.sentence,
    lambda one: one.near,
    lambda one: one.near[:8],
    lambda one: one.near[8:],
)


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """A finding that is known, or `count` that are alike; `path` counts from the file's folder."""

    path: str
    print: Print
    count: int = 1


@dataclass(frozen=True)
class Baseline:
    """The entries of a baseline file."""

    file: Path
    entries: tuple[Entry, ...] = ()
    _folder: Path = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_folder", self.file.parent.resolve())

    def name(self, path: str) -> str:
        """A path as the entries spell it."""
        place = Path(path)
        whole = place.parent.resolve() / place.name
        try:
            return shown(Path(os.path.relpath(whole, self._folder)).as_posix())
        except ValueError:
            # On Windows there is no way from one drive to another.
            return shown(whole.as_posix())

    def match(self, result: Result) -> list[int | None]:
        """The number of the entry that stands for each finding of a result, None for new ones.

        First a file's own entries are tried, each as often as it counts, then those of files that
        are gone, in case this one is theirs under another name. A finding is known by its sentence
        and the ones beside it, else by its sentence, else by the words close to it, of which those
        on one side are enough.
        """
        found = prints(result)
        matched: list[int | None] = [None] * len(found)
        name = self.name(result.path)
        _match(found, matched, self.entries, self._by_path.get(name, ()))
        if None in matched and self._orphans:
            _match(found, matched, self.entries, self._orphans)
        return matched

    def stale(self, results: Iterable[Result], folders: Iterable[str]) -> Counter[int]:
        """How often each entry, by its number, should have stood for a finding and did not.

        `results` are those of files that were checked against this baseline. An entry is judged
        only if its file is one of them, or is gone and was below one of `folders`.
        """
        used: Counter[int] = Counter()
        names = set()
        for result in results:
            used.update(result.known)
            names.add(self.name(result.path))
        judged = self._judged(names, folders)
        counts = {number: self.entries[number].count - used[number] for number in judged}
        return Counter({number: count for number, count in counts.items() if count > 0})

    def renewed(
        self,
        results: Iterable[Result],
        folders: Iterable[str],
        rules: Collection[str],
        *,
        adding: bool,
    ) -> Baseline:
        """The baseline as it should be after some files were checked with some rules.

        `results` hold all their findings. Those that are known are kept as they now stand, new
        ones only if `adding`; what the run can tell nothing about stays.
        """
        names = set()
        taken = set()
        counts: Counter[Entry] = Counter()
        for result in results:
            name = self.name(result.path)
            names.add(name)
            for one, number in zip(prints(result), self.match(result), strict=True):
                if number is not None:
                    taken.add(number)
                if adding or number is not None:
                    counts[Entry(name, one)] += 1
        judged = {
            number
            for number in self._judged(names, folders) | taken
            if self.entries[number].print.rule in rules
        }
        kept = [entry for number, entry in enumerate(self.entries) if number not in judged]
        fresh = [replace(entry, count=count) for entry, count in counts.items()]
        return Baseline(self.file, tuple(sorted([*kept, *fresh])))

    def _judged(self, names: Collection[str], folders: Iterable[str]) -> set[int]:
        """The entries of the files of these names, and of those that are gone from the folders."""
        tops = tuple(map(self.name, folders))
        own = {number for name in names for number in self._by_path.get(name, ())}
        gone = (n for n in self._orphans if any(_below(self.entries[n].path, top) for top in tops))
        return own.union(gone)

    @cached_property
    def _by_path(self) -> dict[str, list[int]]:
        numbers = defaultdict(list)
        for number, entry in enumerate(self.entries):
            numbers[entry.path].append(number)
        return dict(numbers)

    @cached_property
    def _orphans(self) -> list[int]:
        """The entries of files that are no more."""
        gone = {path for path in self._by_path if not os.path.lexists(self._folder / path)}
        return [number for number, entry in enumerate(self.entries) if entry.path in gone]


def _below(path: str, folder: str) -> bool:
    return path.startswith(f"{folder}/") or (folder == "." and not path.startswith("../"))


def _match(
    found: Sequence[Print],
    matched: list[int | None],
    entries: Sequence[Entry],
    numbers: Iterable[int],
) -> None:
    """Give findings that have no entry yet one of those numbered, each as often as it counts."""
    left = {number: entries[number].count for number in numbers}
    for number in matched:
        if number in left:
            left[number] -= 1
    for way in _WAYS:
        known: dict[str, list[int]] = defaultdict(list)
        for number in reversed(left):
            known[way(entries[number].print)] += [number] * left[number]
        for at, one in enumerate(found):
            if matched[at] is None and (candidates := known.get(way(one))):
                matched[at] = number = candidates.pop()
                left[number] -= 1


def load(path: Path) -> Baseline:
    """A baseline file. Raises ConfigError, which names the line and the cure."""
    try:
        text = files.read(path, 0)[1].source
    except ReadError as error:
        cure = "; 'copylint baseline create' makes one" if not path.exists() else ""
        raise ConfigError(f"{path}: {error}{cure}") from error
    found = []
    lines = text.split("\n")
    if lines[0].strip() != _HEAD:
        raise ConfigError(f"{path}:1: is no baseline of this version of copylint; create it again")
    for number, line in enumerate(lines[1:], 2):
        line = line.strip()
        if line and line != _TAIL:
            found.append(_entry(line, f"{path}:{number}"))
    return Baseline(path, tuple(found))


def _entry(line: str, place: str) -> Entry:
    if line.startswith(("<<<<<<<", "=======", ">>>>>>>", "|||||||")):
        raise ConfigError(f"{place}: a merge was left unfinished; keep the entries of both sides")
    try:
        item = json.loads(line.removesuffix(","))
        texts = [item[key] for key in ("path", *Print._fields)]
        count = item.get("count", 1)
        if not all(isinstance(text, str) for text in texts) or type(count) is not int or count < 1:
            raise ValueError
        return Entry(texts[0], Print(*texts[1:]), count)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise ConfigError(f"{place}: is no entry of a baseline; remove the line") from None


def save(baseline: Baseline) -> None:
    """Write a baseline to its file, whole or not at all. Raises UsageError where it cannot be."""
    data = "".join(f"{line}\n" for line in _lines(baseline.entries)).encode()
    path = baseline.file
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            path.touch()
        before = path.read_bytes()
        if before != data:
            swap.write(path, before, data)
    except (OSError, WriteError) as error:
        raise UsageError(f"{path}: {getattr(error, 'strerror', None) or error}") from error


def _lines(entries: Iterable[Entry]) -> Iterator[str]:
    yield _HEAD
    for entry in sorted(entries):
        item: dict[str, Any] = {"path": entry.path, **entry.print._asdict()}
        if entry.count > 1:
            item["count"] = entry.count
        yield json.dumps(item, ensure_ascii=False) + ","
    yield _TAIL
