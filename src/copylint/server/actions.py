"""What an editor offers to do about findings: repair, silence, explain; and all safe repairs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from lsprotocol import types

from copylint.finding import Finding, Safety
from copylint.server import diagnostics
from copylint.server.article import Article
from copylint.server.session import Checked, Session
from copylint.span import Edit, Span
from copylint.visible import visible

EXPLAIN = "copylint.explain"
FIX_ALL = "source.fixAll.copylint"
KINDS: Sequence[str] = (types.CodeActionKind.QuickFix.value, FIX_ALL)

_Pair = tuple[types.Diagnostic, Finding]
_MARKS = {
    Safety.SAFE: "",
    Safety.UNSAFE: " (may change the meaning)",
    Safety.MANUAL: " (a suggestion)",
}


def offered(
    session: Session, article: Article, params: types.CodeActionParams, *, versioned: bool
) -> list[types.CodeAction]:
    """The actions for a range, of the kinds asked for.

    `versioned`: the editor takes edits that name the version of the text they are for. While it
    only asks in passing, as the cursor moves, nothing is checked for the answer's sake.
    """
    asked = params.context.only
    passing = params.context.trigger_kind is types.CodeActionTriggerKind.Automatic
    actions: list[types.CodeAction] = []
    if _wanted(types.CodeActionKind.QuickFix.value, asked):
        pairs = _carried(article, params.context.diagnostics)
        if pairs is None:
            checked = session.known(article) if passing else session.check(article)
            pairs = list(_at(checked, article.span(params.range)))
        actions += _quick(session, article, pairs, versioned=versioned)
    if _wanted(FIX_ALL, asked) and (asked or not passing):
        checked = session.check(article)
        if checked is not None:
            actions += _fix_all(session, checked, versioned=versioned)
    return actions


def _wanted(kind: str, asked: Sequence[str] | None) -> bool:
    """Whether a kind is one of those asked for, or below one; none asked for means all."""
    return not asked or any(not one or f"{kind}.".startswith(f"{_text(one)}.") for one in asked)


def _text(kind: str) -> str:
    return kind.value if isinstance(kind, types.CodeActionKind) else kind


def _carried(article: Article, shown: Iterable[types.Diagnostic]) -> list[_Pair] | None:
    """Diagnostics of ours with their findings; `None` if there are none or some carry none."""
    ours = [one for one in shown if one.source == diagnostics.SOURCE]
    pairs = [(one, found) for one in ours if (found := diagnostics.finding(article, one))]
    return pairs if ours and len(pairs) == len(ours) else None


def _at(checked: Checked | None, span: Span) -> Iterator[_Pair]:
    """The findings that a range touches, with their diagnostics."""
    for finding in checked.findings if checked else ():
        if finding.span.start <= span.end and span.start <= finding.span.end:
            assert checked is not None
            yield diagnostics.diagnostic(checked.article, finding), finding


def _quick(
    session: Session, article: Article, pairs: Sequence[_Pair], *, versioned: bool
) -> Iterator[types.CodeAction]:
    """Repairs first, then the comments that silence, then the pages to read."""
    repairs = [(shown, found, session.repair(article, found)) for shown, found in pairs]
    repairs = [one for one in repairs if one[2]]
    safe = sum(found.fix is not None and found.fix.safety is Safety.SAFE for _, found, _ in repairs)
    for shown, found, edits in repairs:
        assert found.fix is not None
        yield types.CodeAction(
            visible(found.fix.title) + _MARKS[found.fix.safety],
            kind=types.CodeActionKind.QuickFix,
            diagnostics=[shown],
            is_preferred=True if safe == 1 and found.fix.safety is Safety.SAFE else None,
            edit=_edit(article, edits, versioned=versioned),
        )
    rules = {found.rule: (shown, found) for shown, found in reversed(pairs)}
    for rule, (shown, found) in reversed(rules.items()):
        places = zip(("on this line", "in this file"), session.silence(article, found), strict=True)
        for where, edit in places:
            if edit is not None:
                yield types.CodeAction(
                    f"Silence {rule} {where}",
                    kind=types.CodeActionKind.QuickFix,
                    diagnostics=[shown],
                    edit=_edit(article, [edit], versioned=versioned),
                )
    for rule, (shown, _) in reversed(rules.items()):
        title = f"Explain {rule}"
        yield types.CodeAction(
            title,
            kind=types.CodeActionKind.QuickFix,
            diagnostics=[shown],
            command=types.Command(title, EXPLAIN, arguments=[rule, article.uri]),
        )


def _fix_all(session: Session, checked: Checked, *, versioned: bool) -> Iterator[types.CodeAction]:
    if any(one.fix and one.fix.safety is Safety.SAFE for one in checked.findings):
        edits = session.cleaned(checked)
        if edits:
            yield types.CodeAction(
                "Make all safe copylint repairs",
                kind=FIX_ALL,
                edit=_edit(checked.article, edits, versioned=versioned),
            )


def _edit(article: Article, edits: Iterable[Edit], *, versioned: bool) -> types.WorkspaceEdit:
    made = [types.TextEdit(article.range(edit.span), edit.text) for edit in edits]
    if not versioned:
        return types.WorkspaceEdit(changes={article.uri: made})
    document = types.OptionalVersionedTextDocumentIdentifier(article.uri, article.version)
    return types.WorkspaceEdit(document_changes=[types.TextDocumentEdit(document, made)])
