"""A whole Vale style carried over: for each of its files what became of it, and the rule file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from copylint.errors import RuleError
from copylint.vale import style
from copylint.vale.carry import carried
from copylint.vale.expression import UncarriedError
from copylint.vale.trial import dumped, tried


@dataclass(frozen=True, slots=True)
class Outcome:
    """One file of a style: the rule's id and text where there is one, and (key, reason) of losses.

    `path` is the file's, below the folder that holds the style.
    """

    path: str
    id: str = ""
    text: str = ""
    lost: tuple[tuple[str, str], ...] = ()

    @property
    def state(self) -> str:
        """`carried`, `in part` or `refused`."""
        return "refused" if not self.text else "in part" if self.lost else "carried"


def outcomes(folder: Path, family: str, accept: Path | None = None) -> Iterator[Outcome]:
    """What becomes of each file of a style, in order of their paths; nothing is written.

    `accept`: the `accept.txt` of a vocabulary, whose words every rule lets pass that allows it.
    Raises UsageError for a folder without rules and ReadError for a file that cannot be read.
    """
    words = style.accepted(accept) if accept else ()
    seen: dict[str, str] = {}
    with TemporaryDirectory() as bench:
        for source in style.read(folder, words):
            if not isinstance(source, style.Source):
                path, problem = source
                yield Outcome(path, lost=(("file", problem),))
                continue
            try:
                draft = carried(source, family)
                if draft.id in seen:
                    raise UncarriedError("name", f"is also that of {seen[draft.id]}")
                data = tried(draft, Path(bench))
            except UncarriedError as error:
                yield Outcome(source.path, lost=((error.key, error.reason),))
                continue
            except RuleError as error:
                problem = str(error).partition(": ")[2].partition("\n")[0]
                yield Outcome(source.path, lost=(("rule", problem),))
                continue
            seen[draft.id] = source.path
            lost = tuple(dict.fromkeys(draft.lost))
            yield Outcome(source.path, draft.id, dumped(data), lost)
