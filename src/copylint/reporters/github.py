"""GitHub annotations: workflow commands on the log of a step, and a log that reads well without.

The runner makes annotations of the first ten commands of each level in a step and drops the rest
(actions/runner, ExecutionContext), so the most useful findings get one, everything is listed, and a
notice says how much more there is. It obeys commands in all that a step prints, so no text from an
article or a file name reaches the log unescaped (actions/runner, ActionCommand).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from copylint import place
from copylint.excerpt import headline
from copylint.finding import Severity
from copylint.ranking import Placed, placed, ranked
from copylint.record import shown, told
from copylint.reporters import Run
from copylint.visible import path as path_shown
from copylint.visible import visible

#: Annotations of each level that GitHub keeps from one step.
BUDGET = 10
_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
#: What the runner reads as `%0A` and the like.
_IN_DATA, _IN_PROPERTY = "%\r\n", "%\r\n:,"
#: Characters of a message; the runner cuts at 4,096.
_LONGEST = 4000


def report(run: Run) -> Iterator[str]:
    """Yield the lines of the log."""
    top = place.root()
    found = placed(run.results)
    errors = [(result.path, text) for result in run.results for text in result.errors]
    chosen = _within_budget(ranked(found), len(errors))
    for path, text in errors[:BUDGET]:
        said = f"{path_shown(path)}: {visible(text)}"
        yield _command("error", _file(path, top), "copylint could not check this file", said)
    for one in chosen:
        yield headline(one.result.path, one.start, one.finding)
        yield _annotation(one, top)
    rest = _without(found, chosen)
    if rest and chosen:
        yield f"{_findings(len(rest))} without an annotation:"
    for one in rest:
        yield headline(one.result.path, one.start, one.finding)
    if not run.quiet:
        yield _total(run, found)
    if rest or errors[BUDGET:]:
        yield _closing(run, rest, len(errors[BUDGET:]))


def _within_budget(order: Sequence[Placed], errors: int) -> list[Placed]:
    """The findings that get an annotation; where some do not, one notice is kept for saying so."""
    room = Counter(dict.fromkeys(Severity, BUDGET))
    room[Severity.ERROR] = max(0, BUDGET - errors)
    chosen = _taken(order, room)
    if len(chosen) < len(order) or errors > BUDGET:
        room[Severity.INFO] -= 1
        chosen = _taken(order, room)
    return chosen


def _taken(order: Sequence[Placed], room: Counter[Severity]) -> list[Placed]:
    left = room.copy()
    chosen = []
    for one in order:
        if left[one.finding.severity]:
            left[one.finding.severity] -= 1
            chosen.append(one)
    return chosen


def _without(found: Sequence[Placed], chosen: Sequence[Placed]) -> list[Placed]:
    known = {id(one) for one in chosen}
    return [one for one in found if id(one) not in known]


def _annotation(one: Placed, top: Path) -> str:
    lines = f",line={one.start.line},endLine={one.end.line}"
    if one.start.line == one.end.line:
        # Of a place on several lines the runner would drop the columns.
        lines += f",col={one.start.column},endColumn={one.end.column}"
    said = [visible(line) for line in told(one.finding)]
    said[0] = f"{one.finding.rule}: {said[0]}"
    level = _COMMANDS[one.finding.severity]
    return _command(level, _file(one.result.path, top) + lines, one.finding.rule, "\n".join(said))


def _file(path: str, top: Path) -> str:
    """The `file` of a command: from the top of the repository, and without `./` before it, with
    which GitHub finds no file."""
    name = shown(place.within(path, top) or path)
    return f"file={visible(_escaped(name, _IN_PROPERTY))}"


def _command(level: str, properties: str, title: str, text: str) -> str:
    if len(text) > _LONGEST:
        text = f"{text[:_LONGEST]}…"
    head = f"{properties},title={_escaped(title, _IN_PROPERTY)}".removeprefix(",")
    return f"::{level} {head}::{_escaped(text, _IN_DATA)}"


def _escaped(text: str, signs: str) -> str:
    return "".join(f"%{ord(char):02X}" if char in signs else char for char in text)


def _closing(run: Run, rest: Sequence[Placed], errors: int) -> str:
    levels = Counter(one.finding.severity for one in rest)
    parts = [f"{levels[level]:,} {level.value}" for level in Severity if levels[level]]
    more = f"{_findings(len(rest))} ({', '.join(parts)})" if rest else ""
    if errors:
        files = f"{errors:,} file{'s' * (errors > 1)} that could not be checked"
        more = f"{more} and {files}" if more else files
    where = "the log of this step"
    if "github-summary" in run.formats:
        where += " and the summary of this job"
    limit = f"GitHub shows {BUDGET} annotations of a level; all are in {where}."
    title = f"copylint: {len(rest) + errors:,} more"
    return _command("notice", "", title, f"Not shown here: {more}. {limit}")


def _total(run: Run, found: Sequence[Placed]) -> str:
    checked = sum(not result.errors or bool(result.findings) for result in run.results)
    files = f"{checked:,} file{'s' * (checked != 1)}"
    if not found:
        return f"{files} checked: no findings."
    touched = sum(bool(result.findings) for result in run.results)
    return f"{_findings(len(found), more=False)} in {touched:,} of {files}."


def _findings(count: int, *, more: bool = True) -> str:
    return f"{count:,}{' more' * more} finding{'s' * (count != 1)}"
