"""An editor as the tests need one: a client of the protocol with texts and edits of its own."""

from __future__ import annotations

import asyncio
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Union

from cattrs import Converter
from lsprotocol import types
from pygls.protocol import default_converter
from pytest_lsp import LanguageClient

#: Code units of one code point, as bytes: columns are counted by encoding and cutting bytes, which
#: is another way than the server's.
_UNITS = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2), "utf-32": ("utf-32-le", 4)}
_PATIENCE = 30


def capabilities(encoding: str = "utf-16", *, pull: bool = False) -> types.ClientCapabilities:
    """What a modern editor can do."""
    texts = types.TextDocumentClientCapabilities(
        publish_diagnostics=types.PublishDiagnosticsClientCapabilities(
            version_support=True, data_support=True
        ),
        hover=types.HoverClientCapabilities(content_format=[types.MarkupKind.Markdown]),
        diagnostic=types.DiagnosticClientCapabilities() if pull else None,
    )
    work = types.WorkspaceClientCapabilities(
        workspace_edit=types.WorkspaceEditClientCapabilities(document_changes=True),
        did_change_watched_files=types.DidChangeWatchedFilesClientCapabilities(
            dynamic_registration=True
        ),
        diagnostics=types.DiagnosticWorkspaceClientCapabilities(refresh_support=pull),
    )
    return types.ClientCapabilities(
        general=types.GeneralClientCapabilities(
            position_encodings=[types.PositionEncodingKind(encoding)]
        ),
        text_document=texts,
        workspace=work,
        window=types.WindowClientCapabilities(
            show_document=types.ShowDocumentClientCapabilities(support=True)
        ),
    )


def _converter() -> Converter:
    """The library's, which takes each action that has a command for a bare command."""
    converter = default_converter()

    def action(data: Any, _: type) -> types.Command | types.CodeAction:
        bare = isinstance(data.get("command"), str)
        return converter.structure(data, types.Command if bare else types.CodeAction)

    either = types.Command | types.CodeAction
    for kind in (either, Union[types.Command, types.CodeAction]):  # noqa: UP007
        converter.register_structure_hook(kind, action)
    return converter


class Text:
    """A text that is open, and changes to it by line and column in some encoding's units."""

    def __init__(self, uri: str, text: str, encoding: str) -> None:
        self.uri = uri
        self.text = text
        self.version = 1
        self.encoding = encoding

    def offset(self, place: types.Position) -> int:
        """The code point at a place, which must not lie inside one or beyond its line."""
        starts = [0, *(end.end() for end in re.finditer(r"\r\n|\r|\n", self.text))]
        assert place.line < len(starts)
        line = re.split(r"\r\n|\r|\n", self.text)[place.line]
        codec, size = _UNITS[self.encoding]
        data = line.encode(codec, "surrogatepass")
        assert place.character * size <= len(data)
        return starts[place.line] + len(data[: place.character * size].decode(codec))

    def place(self, offset: int) -> types.Position:
        """The inverse."""
        before = re.split(r"\r\n|\r|\n", self.text[:offset])
        codec, size = _UNITS[self.encoding]
        return types.Position(len(before) - 1, len(before[-1].encode(codec)) // size)

    def slice(self, place: types.Range) -> str:
        return self.text[self.offset(place.start) : self.offset(place.end)]

    def with_edits(self, edits: Sequence[types.TextEdit]) -> str:
        """The text after edits, which must not overlap."""
        made = sorted(
            (self.offset(edit.range.start), self.offset(edit.range.end), edit.new_text)
            for edit in edits
        )
        text, limit = self.text, len(self.text)
        for start, end, new in reversed(made):
            assert start <= end <= limit
            text, limit = text[:start] + new + text[end:], start
        return text


class Editor:
    """A running server and the editor that speaks to it."""

    def __init__(self, encoding: str) -> None:
        self.encoding = encoding
        self.client = LanguageClient(converter_factory=_converter)
        self.published: list[types.PublishDiagnosticsParams] = []
        self.messages: list[types.ShowMessageParams] = []
        self.pages: list[types.ShowDocumentParams] = []
        self.registered: list[types.Registration] = []
        self.refreshed = 0
        self._news = asyncio.Event()
        self.server: types.InitializeResult
        for method, handler in {
            types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS: self._publish,
            types.WINDOW_SHOW_MESSAGE: self._message,
            types.WINDOW_SHOW_DOCUMENT: self._page,
            types.CLIENT_REGISTER_CAPABILITY: self._register,
            types.WORKSPACE_DIAGNOSTIC_REFRESH: self._refresh,
        }.items():
            # A bound method takes no attributes, and the library wants to set some.
            self.client.feature(method)(lambda params, handler=handler: handler(params))

    # -- what the server sends --------------------------------------------------------------------

    def _publish(self, params: types.PublishDiagnosticsParams) -> None:
        self.published.append(params)
        self._news.set()

    def _message(self, params: types.ShowMessageParams) -> None:
        self.messages.append(params)
        self._news.set()

    def _page(self, params: types.ShowDocumentParams) -> types.ShowDocumentResult:
        self.pages.append(params)
        return types.ShowDocumentResult(success=True)

    def _register(self, params: types.RegistrationParams) -> None:
        self.registered += params.registrations

    def _refresh(self, _: None) -> None:
        self.refreshed += 1
        self._news.set()

    async def until(self, happened: Any) -> Any:
        """Wait for something the server sends."""
        async with asyncio.timeout(_PATIENCE):
            while not (found := happened()):
                self._news.clear()
                await self._news.wait()
        return found

    # -- its life ---------------------------------------------------------------------------------

    async def start(
        self,
        *folders: Path,
        options: Sequence[str] = (),
        able: types.ClientCapabilities | None = None,
        process: int | None = None,
    ) -> Editor:
        command = ("-m", "copylint", "server", *options)
        await self.client.start_io(sys.executable, *command, limit=10**8)
        params = types.InitializeParams(
            capabilities=able or capabilities(self.encoding),
            process_id=process,
            workspace_folders=[types.WorkspaceFolder(f.as_uri(), f.name) for f in folders] or None,
        )
        self.server = await self.client.initialize_session(params)
        return self

    async def stop(self) -> int:
        """Leave as the protocol asks; the server's exit code."""
        await self.client.shutdown_session()
        await self.client.stop()
        assert self.client._server is not None
        assert self.client._server.returncode is not None
        return self.client._server.returncode

    # -- texts ------------------------------------------------------------------------------------

    def show(self, text: str, place: Path | str, language: str = "markdown") -> Text:
        """Open a text that is a file's, or an address's."""
        uri = place.as_uri() if isinstance(place, Path) else place
        shown = Text(uri, text, self.encoding)
        item = types.TextDocumentItem(uri, language, shown.version, text)
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(item))
        return shown

    async def open(
        self, text: str, place: Path | str, language: str = "markdown"
    ) -> tuple[Text, list[types.Diagnostic]]:
        """Open a text, and what is found in it."""
        before = len(self.published)
        shown = self.show(text, place, language)
        return shown, await self.found(shown, before)

    async def found(self, text: Text, after: int = 0) -> list[types.Diagnostic]:
        """What the server says of this version, among what it says after so many messages."""

        def heard() -> list[types.PublishDiagnosticsParams]:
            news = self.published[after:]
            return [one for one in news if (one.uri, one.version) == (text.uri, text.version)]

        return list((await self.until(heard))[-1].diagnostics)

    def change(self, text: Text, old: str, new: str, *, before: str = "") -> None:
        """Put one text in the place of another, which stands once behind `before`."""
        start = text.text.index(old, text.text.index(before) + len(before))
        place = types.Range(text.place(start), text.place(start + len(old)))
        text.text = text.text[:start] + new + text.text[start + len(old) :]
        text.version += 1
        self.client.text_document_did_change(
            types.DidChangeTextDocumentParams(
                types.VersionedTextDocumentIdentifier(text.version, text.uri),
                [types.TextDocumentContentChangePartial(place, new)],
            )
        )

    async def edit(
        self, text: Text, old: str, new: str, *, before: str = ""
    ) -> list[types.Diagnostic]:
        """The same, and what is found then."""
        self.change(text, old, new, before=before)
        return await self.found(text)

    def close(self, text: Text) -> None:
        self.client.text_document_did_close(
            types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(text.uri))
        )

    async def actions(
        self,
        text: Text,
        shown: Sequence[types.Diagnostic] = (),
        *,
        only: Sequence[str] | None = None,
        place: types.Range | None = None,
        passing: bool = False,
    ) -> list[types.CodeAction]:
        trigger = types.CodeActionTriggerKind
        whole = types.Range(types.Position(0, 0), text.place(len(text.text)))
        answer = await self.client.text_document_code_action_async(
            types.CodeActionParams(
                types.TextDocumentIdentifier(text.uri),
                place or (shown[0].range if shown else whole),
                types.CodeActionContext(
                    diagnostics=list(shown),
                    only=list(only) if only else None,  # type: ignore[arg-type]
                    trigger_kind=trigger.Automatic if passing else trigger.Invoked,
                ),
            )
        )
        assert answer is not None
        assert all(isinstance(one, types.CodeAction) for one in answer)
        return list(answer)  # type: ignore[arg-type]

    def after(self, text: Text, action: types.CodeAction) -> str:
        """The text an action leaves; it must be for the version that is open."""
        assert action.edit is not None
        if action.edit.changes is not None:
            return text.with_edits(action.edit.changes[text.uri])
        assert action.edit.document_changes is not None
        (change,) = action.edit.document_changes
        assert isinstance(change, types.TextDocumentEdit)
        assert change.text_document.uri == text.uri
        assert change.text_document.version == text.version
        return text.with_edits(change.edits)  # type: ignore[arg-type]

    async def apply(self, text: Text, action: types.CodeAction) -> list[types.Diagnostic]:
        """Make an action's edits, and what is found then."""
        text.text = self.after(text, action)
        text.version += 1
        self.client.text_document_did_change(
            types.DidChangeTextDocumentParams(
                types.VersionedTextDocumentIdentifier(text.version, text.uri),
                [types.TextDocumentContentChangeWholeDocument(text.text)],
            )
        )
        return await self.found(text)
