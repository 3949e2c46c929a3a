"""The language server protocol, as far as copylint speaks it: messages in, messages out.

pygls keeps documents of its own; they are not used, because it breaks lines where the protocol has
none (form feeds, U+2028), and then puts every later edit in a wrong place.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

from lsprotocol import types
from pygls.exceptions import JsonRpcException, JsonRpcInvalidParams
from pygls.lsp.server import LanguageServer
from pygls.protocol import LanguageServerProtocol, lsp_method
from pygls.uris import to_fs_path

from copylint import __version__
from copylint.config import NAMES
from copylint.errors import CopylintError
from copylint.server import actions, diagnostics, pages
from copylint.server.article import Article
from copylint.server.parent import watch
from copylint.server.session import Checked, Session
from copylint.visible import visible
from copylint.workspace import Options

T = TypeVar("T")

#: Seconds without typing before a text is checked.
_PAUSE = 0.3


class _Protocol(LanguageServerProtocol):
    """The protocol with our own documents."""

    _server: Service

    @lsp_method(types.TEXT_DOCUMENT_DID_OPEN)
    def lsp_text_document__did_open(self, params: types.DidOpenTextDocumentParams) -> None:
        self._server.opened(params.text_document)

    @lsp_method(types.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(self, params: types.DidChangeTextDocumentParams) -> None:
        self._server.changed(params)

    @lsp_method(types.TEXT_DOCUMENT_DID_CLOSE)
    def lsp_text_document__did_close(self, params: types.DidCloseTextDocumentParams) -> None:
        self._server.closed(params.text_document.uri)


class Service(LanguageServer):
    """One editor's connection. Findings are pushed only to an editor that does not ask for them."""

    def __init__(self, options: Options) -> None:
        super().__init__("copylint", __version__, protocol_cls=_Protocol)
        self.session = Session(options)
        #: Whether the editor said goodbye before it left.
        self.finished = False
        self.worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="copylint")
        self._timers: dict[str, asyncio.TimerHandle] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._told: dict[str, str] = {}
        self._pages: tempfile.TemporaryDirectory[str] | None = None
        for method, handler, more in _FEATURES:
            self.feature(method, more)(handler)
        self.command(actions.EXPLAIN)(explain)

    async def work(self, function: Callable[..., T], *arguments: Any, **named: Any) -> T:
        """What a function comes to, done in the thread where all the work is done."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self.worker, lambda: function(*arguments, **named))

    # -- the texts --------------------------------------------------------------------------------

    def opened(self, item: types.TextDocumentItem) -> None:
        """A text was opened: check it at once."""
        language = item.language_id
        if isinstance(language, types.LanguageKind):
            language = language.value
        article = Article(item.uri, language, item.version, item.text, self.encoding)
        self.session.articles[item.uri] = article
        self.push(item.uri)

    def changed(self, params: types.DidChangeTextDocumentParams) -> None:
        """A text was edited: check it once the typing stops."""
        uri, version = params.text_document.uri, params.text_document.version
        if uri in self.session.articles:
            article = self.session.articles[uri]
            self.session.articles[uri] = article.edited(version, params.content_changes)
            self.push(uri, _PAUSE)

    def closed(self, uri: str) -> None:
        """A text was closed: what was found in it is withdrawn."""
        self.session.articles.pop(uri, None)
        self._told.pop(uri, None)
        if timer := self._timers.pop(uri, None):
            timer.cancel()
        self.worker.submit(self.session.forget, uri)
        if not self.pulled:
            empty = types.PublishDiagnosticsParams(uri=uri, diagnostics=[])
            self.text_document_publish_diagnostics(empty)

    @property
    def encoding(self) -> str:
        """The units in which this editor counts columns."""
        encoding = self.workspace.position_encoding or types.PositionEncodingKind.Utf16
        return encoding.value if isinstance(encoding, types.PositionEncodingKind) else encoding

    # -- what is found in them --------------------------------------------------------------------

    @property
    def pulled(self) -> bool:
        """Whether the editor asks for findings by itself; pushed ones would then show twice."""
        texts = self.client_capabilities.text_document
        return texts is not None and texts.diagnostic is not None

    async def check(self, uri: str) -> Checked | None:
        """What is found in a text as it now stands; `None` if it was edited meanwhile or closed."""
        article = self.session.articles.get(uri)
        checked = await self.work(self.session.check, article) if article else None
        if checked is None or not self.session.current(checked.article):
            return None
        self.tell(uri, checked.problem)
        return checked

    def push(self, uri: str, pause: float = 0) -> None:
        """Check a text after a pause and send what is found, unless it is edited before."""
        if self.pulled:
            return
        if timer := self._timers.pop(uri, None):
            timer.cancel()
        loop = asyncio.get_running_loop()
        self._timers[uri] = loop.call_later(pause, self._start, uri)

    def _start(self, uri: str) -> None:
        self._timers.pop(uri, None)
        task = asyncio.get_running_loop().create_task(self._push(uri))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _push(self, uri: str) -> None:
        checked = await self.check(uri)
        if checked is not None:
            self.text_document_publish_diagnostics(
                types.PublishDiagnosticsParams(
                    uri=uri, version=checked.article.version, diagnostics=shown(checked)
                )
            )

    async def refresh(self) -> None:
        """Check every open text anew: the settings may have changed."""
        for uri in self.session.articles:
            self.push(uri)
        work = self.client_capabilities.workspace
        if self.pulled and work and work.diagnostics and work.diagnostics.refresh_support:
            await self.workspace_diagnostic_refresh_async(None)

    def leave(self) -> None:
        """Begin nothing more; what is being done is finished and not sent."""
        self.finished = True
        for timer in self._timers.values():
            timer.cancel()
        self.worker.shutdown(wait=False, cancel_futures=True)

    def tell(self, uri: str, problem: str) -> None:
        """Show what keeps a text from being checked, once for all texts that it concerns."""
        if problem and problem not in self._told.values():
            message = visible(f"copylint: {problem}")
            self.window_show_message(types.ShowMessageParams(types.MessageType.Error, message))
        self._told[uri] = problem

    def settle(self) -> None:
        """Take the first folder of the editor as the home of texts that are no files."""
        folders = [to_fs_path(uri) for uri in self.workspace.folders]
        self.session.folder = next(filter(None, folders), self.workspace.root_path) or "."

    def keep(self, name: str, page: str) -> Path:
        """Write a page to a file that is there as long as the server."""
        if self._pages is None:
            self._pages = tempfile.TemporaryDirectory(prefix="copylint-")
        path = Path(self._pages.name) / f"{name.replace('/', '-')}.md"
        path.write_text(page, encoding="utf-8")
        return path


def shown(checked: Checked) -> list[types.Diagnostic]:
    """All findings in a text as diagnostics."""
    return [diagnostics.diagnostic(checked.article, finding) for finding in checked.findings]


# -- one function for each message that an editor may send -----------------------------------------


def initialize(ls: Service, params: types.InitializeParams) -> None:
    """An editor is there; if its process dies without a word, so does this one."""
    ls.settle()
    if params.process_id:
        watch(params.process_id)


async def initialized(ls: Service, _: types.InitializedParams) -> None:
    """Ask to be told when a settings file changes."""
    work = ls.client_capabilities.workspace
    watched = work.did_change_watched_files if work else None
    if watched and watched.dynamic_registration:
        options = types.DidChangeWatchedFilesRegistrationOptions(
            [types.FileSystemWatcher(f"**/{name}") for name in NAMES]
        )
        method = types.WORKSPACE_DID_CHANGE_WATCHED_FILES
        registration = types.Registration("copylint-settings", method, options)
        await ls.client_register_capability_async(types.RegistrationParams([registration]))


def shutdown(ls: Service, *_: None) -> None:
    """The editor is about to leave."""
    ls.leave()


def saved(ls: Service, params: types.DidSaveTextDocumentParams) -> None:
    """A text was saved: no need to wait for the end of the typing."""
    if params.text_document.uri in ls.session.articles:
        ls.push(params.text_document.uri)


async def files_changed(ls: Service, _: types.DidChangeWatchedFilesParams) -> None:
    """A settings file was written or is gone."""
    await ls.refresh()


async def folders_changed(ls: Service, _: types.DidChangeWorkspaceFoldersParams) -> None:
    """Folders came or went."""
    ls.settle()
    await ls.refresh()


async def diagnostic(
    ls: Service, params: types.DocumentDiagnosticParams
) -> types.DocumentDiagnosticReport:
    """The editor asks what is found in a text."""
    uri = params.text_document.uri
    if uri not in ls.session.articles:
        return types.RelatedFullDocumentDiagnosticReport(items=[])
    checked = await ls.check(uri)
    if checked is None:
        code = types.LSPErrorCodes.ServerCancelled.value
        raise JsonRpcException("the text was edited", code, {"retriggerRequest": True})
    number = str(checked.number)
    if params.previous_result_id == number and not checked.problem:
        return types.RelatedUnchangedDocumentDiagnosticReport(result_id=number)
    return types.RelatedFullDocumentDiagnosticReport(items=shown(checked), result_id=number)


async def code_action(ls: Service, params: types.CodeActionParams) -> list[types.CodeAction]:
    """The editor asks what could be done about a range."""
    article = ls.session.articles.get(params.text_document.uri)
    if article is None:
        return []
    work = ls.client_capabilities.workspace
    edits = work.workspace_edit if work else None
    versioned = bool(edits and edits.document_changes)
    try:
        return await ls.work(actions.offered, ls.session, article, params, versioned=versioned)
    except CopylintError as error:
        ls.tell(article.uri, str(error))
        return []


async def hover(ls: Service, params: types.HoverParams) -> types.Hover | None:
    """The editor asks what is to be said about a place: why each finding there was made."""
    checked = await ls.check(params.text_document.uri)
    if checked is None or checked.problem:
        return None
    article = checked.article
    at = article.offset(params.position)
    here = [one for one in checked.findings if one.span.start <= at <= one.span.end]
    if not here:
        return None
    texts = ls.client_capabilities.text_document
    formats = (texts.hover.content_format if texts and texts.hover else None) or ()
    markdown = types.MarkupKind.Markdown in formats
    rules = [await ls.work(ls.session.rule, one.rule, article.uri) for one in here]
    notes = [
        pages.note(one, rule, markdown=markdown) for one, rule in zip(here, rules, strict=True)
    ]
    kind = types.MarkupKind.Markdown if markdown else types.MarkupKind.PlainText
    content = types.MarkupContent(kind, "\n\n---\n\n".join(notes))
    return types.Hover(content, article.range(here[0].span) if len(here) == 1 else None)


async def explain(ls: Service, *arguments: Any) -> str:
    """The editor wants a rule explained (its id, and a text's address): show its page.

    The page is the answer as well, for an editor that would rather show it in its own way.
    """
    name, uri = (*map(str, arguments), "", "")[:2]
    try:
        rule = await ls.work(ls.session.rule, name, uri)
    except CopylintError as error:
        raise JsonRpcInvalidParams(str(error)) from error
    if rule is None:
        raise JsonRpcInvalidParams(f"no rule {name!r}; 'copylint rules' lists them all")
    page = pages.page(rule)
    window = ls.client_capabilities.window
    if window and window.show_document and window.show_document.support:
        path = ls.keep(rule.id, page)
        await ls.window_show_document_async(
            types.ShowDocumentParams(uri=path.as_uri(), take_focus=True)
        )
    else:
        ls.window_show_message(types.ShowMessageParams(types.MessageType.Info, page))
    return page


_FEATURES: list[tuple[str, Callable[..., Any], Any]] = [
    (types.INITIALIZE, initialize, None),
    (types.INITIALIZED, initialized, None),
    (types.SHUTDOWN, shutdown, None),
    (types.TEXT_DOCUMENT_DID_SAVE, saved, types.SaveOptions(include_text=False)),
    (types.WORKSPACE_DID_CHANGE_WATCHED_FILES, files_changed, None),
    (types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS, folders_changed, None),
    (
        types.TEXT_DOCUMENT_DIAGNOSTIC,
        diagnostic,
        types.DiagnosticOptions(
            inter_file_dependencies=False, workspace_diagnostics=False, identifier="copylint"
        ),
    ),
    (
        types.TEXT_DOCUMENT_CODE_ACTION,
        code_action,
        types.CodeActionOptions(code_action_kinds=list(actions.KINDS)),
    ),
    (types.TEXT_DOCUMENT_HOVER, hover, None),
]
