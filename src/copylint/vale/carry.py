"""One Vale rule as a rule file here: which kinds can be carried over, and what is lost of each."""

from __future__ import annotations

from collections.abc import Callable

from copylint.vale import detected, patterned
from copylint.vale.draft import Draft, head
from copylint.vale.expression import UncarriedError
from copylint.vale.scope import Scope, scope
from copylint.vale.style import Source

_COMMON = {"extends", "message", "level", "scope", "link", "description", "limit", "name", "vocab",
           "action", "tests"}  # fmt: skip
#: Kinds of Vale rules that nothing here can do, and why.
_REFUSED = {
    "sequence": "it asks for parts of speech, which are not tagged here",
    "spelling": "it asks for a dictionary; there is no spelling check here",
    "readability": "it asks for a readability score, which is not computed here",
    "metric": "it asks for a formula over counts, which is not computed here",
    "script": "it is a program, and a rule here is data",
}

_Make = Callable[[Source, Scope, Draft], None]
_MAKERS: dict[str, tuple[_Make, set[str]]] = {
    "existence": (
        patterned.existence,
        {"tokens", "raw", "nonword", "ignorecase", "append", "exceptions"},
    ),
    "substitution": (
        patterned.substitution,
        {"swap", "nonword", "ignorecase", "exceptions", "capitalize", "pos"},
    ),
    "occurrence": (detected.occurrence, {"token", "max", "min", "ignorecase"}),
    "repetition": (detected.repetition, {"tokens", "max", "ignorecase", "alpha", "exceptions"}),
    "conditional": (detected.conditional, {"first", "second", "ignorecase", "exceptions"}),
    "capitalization": (
        detected.capitalization,
        {"match", "style", "exceptions", "indicators", "threshold", "prefix"},
    ),
    "consistency": (detected.consistency, {"either", "nonword", "ignorecase"}),
}


def carried(source: Source, family: str) -> Draft:
    """The rule file for a Vale rule. Raises UncarriedError where there can be none."""
    kind = source.kind
    if kind in _REFUSED:
        raise UncarriedError("extends", f"{kind}: {_REFUSED[kind]}")
    if kind not in _MAKERS:
        known = ", ".join([*_MAKERS, *_REFUSED])
        raise UncarriedError("extends", f"{kind!r} is no kind of Vale rule; there are: {known}")
    make, keys = _MAKERS[kind]
    where = scope(source.texts("scope"))
    draft = Draft(f"{family}/{source.slug}", head(source))
    draft.lost += [("scope", reason) for reason in where.lost]
    make(source, where, draft)
    for key in source.data:
        if key not in _COMMON | keys:
            draft.lost.append((key, "is not known to be a key of such a rule"))
    if source.texts("limit"):
        draft.lost.append(("limit", "every place is reported, not only the first ones of a file"))
    if "tests" in source.data:
        draft.lost.append(("tests", "are not read; the examples are made anew"))
    if source.flag("vocab") and not source.accepted:
        draft.lost.append(("vocab", "no vocabulary was named with --accept"))
    return draft
