"""The language server, spoken to over its real standard input and output."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator, Sequence
from pathlib import Path

import pytest
import pytest_asyncio
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from command import Command, furnish, posix, put, run, start
from copylint.visible import visible
from editor import Editor, Text, capabilities

pytestmark = pytest.mark.asyncio(loop_scope="module")
ROOT = Path(__file__).parents[1]
SEED = ROOT / "seeds" / "000_5ae7e304b1e27be0.txt"
ENCODINGS = ["utf-8", "utf-16", "utf-32"]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """An empty current folder under settings that run a few small rules."""
    with pytest.MonkeyPatch.context() as patch:
        yield furnish(tmp_path_factory.mktemp("home"), patch)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def editor(desk: Path) -> AsyncIterator[Editor]:
    """An editor that is told what is found, in UTF-16 as most are."""
    running = await Editor("utf-16").start(desk)
    yield running
    assert await running.stop() == 0


def found(text: Text, shown: Sequence[types.Diagnostic]) -> list[tuple[str, str]]:
    """Rule and words of each diagnostic."""
    return [(str(one.code), text.slice(one.range)) for one in shown]


def checked(lint: Command, path: Path) -> list[tuple[object, ...]]:
    """What `copylint check` reports: rule, severity, message and offsets in code points."""
    code, out, err = lint("check", str(path), "--output", "json")
    assert code < 2, err
    levels = {"error": 1, "warning": 2, "info": 3}
    return [
        (
            one["rule"],
            levels[one["severity"]],
            visible(one["message"]),
            (one["start"]["offset"], one["end"]["offset"]),
        )
        for one in json.loads(out)["findings"]
    ]


def told(text: Text, shown: Sequence[types.Diagnostic]) -> list[tuple[object, ...]]:
    """The same of diagnostics."""
    bom = text.text.startswith("\ufeff")
    places = [
        (text.offset(one.range.start) - bom, text.offset(one.range.end) - bom) for one in shown
    ]
    return [
        (one.code, int(one.severity or 0), one.message, place)
        for one, place in zip(shown, places, strict=True)
    ]


def titles(actions: Sequence[types.CodeAction]) -> list[str]:
    return [one.title for one in actions]


def named(actions: Sequence[types.CodeAction], start: str) -> types.CodeAction:
    (action,) = [one for one in actions if one.title.startswith(start)]
    return action


# A session, in each encoding and with all the rules that are on by default


@pytest.mark.parametrize("encoding", ENCODINGS)
async def test_session(tmp_path: Path, lint: Command, encoding: str) -> None:
    """Opened, edited, repaired, silenced: at each step as on the command line."""
    editor = await Editor(encoding).start(tmp_path)
    assert editor.server.capabilities.position_encoding == encoding
    article = tmp_path / "article.md"

    source = SEED.read_text(encoding="utf-8")
    put(article, source)
    text, shown = await editor.open(source, article)
    assert len(shown) > 5
    assert told(text, shown) == checked(lint, article)

    # Damage behind an astral character, typed in.
    damage = "“😀” 𝒜 word.. Then"
    shown = await editor.edit(text, "\n", f"\n{damage}\n\n", before="")
    put(article, text.text)
    assert told(text, shown) == checked(lint, article)
    (stop,) = [one for one in shown if text.slice(one.range) == ".." and one.range.start.line == 1]
    unit = {"utf-8": 20, "utf-16": 12, "utf-32": 10}[encoding]
    assert stop.range.start == types.Position(1, unit)

    # One repair.
    actions = await editor.actions(text, [stop])
    (repair,) = [one for one in actions if one.is_preferred]
    expected = text.text.replace("word..", "word.")
    assert editor.after(text, repair) == expected
    await editor.apply(text, repair)

    # All of them, as when a file is saved.
    put(article, text.text)
    (repair,) = await editor.actions(text, only=["source.fixAll"])
    assert repair.kind == "source.fixAll.copylint"
    shown = await editor.apply(text, repair)
    assert lint("clean", str(article))[:2] == (0, text.text)
    assert lint("check", "--fix", "-q", str(article)).code == 1
    assert text.text.encode() == article.read_bytes()
    assert told(text, shown) == checked(lint, article)
    assert await editor.actions(text, only=["source.fixAll.copylint"]) == []

    # The first of what is left, silenced.
    first = shown[0]
    silence = named(await editor.actions(text, [first]), f"Silence {first.code} on this line")
    after = await editor.apply(text, silence)
    assert len(after) == len(shown) - 1
    put(article, text.text)
    assert told(text, after) == checked(lint, article)
    assert await editor.stop() == 0


DAMAGED = {
    "plain": "teh word",
    "astral": "😀 𝒜 é teh word",
    "crlf": "One.\r\n\r\nTwo 😀 teh, alot.\r\n",
    "cr": "One.\r\rTwo 😀 teh, alot.\r",
    "bom": "\ufeffteh 😀 teh\n",
    "bom, later line": "\ufeffOne.\n\n😀 teh\n",
    "no protocol's line end": "One\x0c\x85\u2028teh \x0bteh\n\nteh\n",
    "at the end": "One.\n\nteh",
    "nothing": "",
    "front matter": "---\ntitle: A teh\n---\n\nThe teh.\n",
    "in code": "`teh` and teh\n",
}


@pytest.mark.parametrize("source", DAMAGED.values(), ids=DAMAGED.keys())
async def test_found_and_repaired_as_on_the_command_line(
    editor: Editor, desk: Path, lint: Command, source: str
) -> None:
    path = put(desk / "as" / "a.md", source.encode())
    text, shown = await editor.open(source, path)
    assert told(text, shown) == checked(lint, path)
    assert all(text.slice(one.range) in {"teh", "alot"} for one in shown)
    actions = await editor.actions(text, only=["source.fixAll.copylint"])
    lint("check", "--fix", "-q", str(path))
    fixed = editor.after(text, actions[0]) if actions else text.text
    assert fixed.encode() == path.read_bytes()
    editor.close(text)


async def test_one_repair_is_what_check_fix_writes(
    editor: Editor, desk: Path, lint: Command
) -> None:
    path = put(desk / "one.md", "😀 teh word\r\n")
    text, shown = await editor.open("😀 teh word\r\n", path)
    repair = named(await editor.actions(text, shown), "Replace “teh” with “the”")
    assert await editor.apply(text, repair) == []
    lint("check", "--fix", "-q", str(path))
    assert text.text.encode() == path.read_bytes() == "😀 the word\r\n".encode()


# Typing


async def test_edits_are_followed(editor: Editor, desk: Path) -> None:
    """Many edits of every kind, in lines that only some programs would break."""
    text, shown = await editor.open("One 😀\r\ntwo\u2028three\x0cfour\r\n", desk / "typing.md")
    assert shown == []
    for old, new, before in [
        ("two", "teh two", ""),
        ("three", "teh", ""),
        ("four", "four 𝒜 teh", ""),
        ("\r\n", "\r\n\r\nteh\r\n", "four 𝒜 teh"),
        ("One 😀\r\n", "", ""),
        ("", "teh 😀 ", ""),
    ]:
        shown = await editor.edit(text, old, new, before=before)
        assert found(text, shown) == [("style/teh", "teh")] * text.text.count("teh")


async def test_only_the_last_of_many_edits_is_checked(editor: Editor, desk: Path) -> None:
    text, _ = await editor.open("A word", desk / "fast.md")
    before = len(editor.published)
    for number in range(20):
        editor.change(text, "word", f"teh {number} word")
    shown = await editor.found(text)
    assert len(shown) == 20
    assert [one.version for one in editor.published[before:]] == [21]


async def test_edits_that_are_out_of_bounds_do_no_harm(editor: Editor, desk: Path) -> None:
    """Some editors name the line after the last, or a column beyond the end of a line."""
    text, _ = await editor.open("One\nteh", desk / "bounds.md")
    place = types.Range(types.Position(0, 99), types.Position(7, 3))
    text.text, text.version = "One", 2
    identifier = types.VersionedTextDocumentIdentifier(2, text.uri)
    change = types.TextDocumentContentChangePartial(place, "")
    editor.client.text_document_did_change(types.DidChangeTextDocumentParams(identifier, [change]))
    assert await editor.found(text) == []
    assert len(await editor.edit(text, "One", "teh")) == 1


async def test_closing_withdraws_what_was_found(editor: Editor, desk: Path) -> None:
    text, shown = await editor.open("teh", desk / "closed.md")
    assert len(shown) == 1
    before = len(editor.published)
    editor.close(text)
    (last,) = await editor.until(lambda: editor.published[before:])
    assert (last.uri, list(last.diagnostics)) == (text.uri, [])
    assert await editor.actions(text) == []
    _, shown = await editor.open("fine", desk / "closed.md")
    assert shown == []


async def test_saving_does_not_wait(editor: Editor, desk: Path) -> None:
    text, _ = await editor.open("fine", desk / "saved.md")
    editor.change(text, "fine", "teh")
    identifier = types.TextDocumentIdentifier(text.uri)
    editor.client.text_document_did_save(types.DidSaveTextDocumentParams(identifier))
    assert len(await editor.found(text)) == 1


# What is offered


async def test_actions_for_each_kind_of_repair(editor: Editor, desk: Path) -> None:
    source = "A teh.\n\nIt is alot.\n\nWe utilise.\n\nWell hm.\n"
    text, shown = await editor.open(source, desk / "kinds.md")
    by_rule = {str(one.code): one for one in shown}
    offers = {
        rule: await editor.actions(text, [one], only=["quickfix"]) for rule, one in by_rule.items()
    }
    always = {
        rule: [f"Silence {rule} on this line", f"Silence {rule} in this file", f"Explain {rule}"]
        for rule in by_rule
    }
    assert {rule: titles(one) for rule, one in offers.items()} == {
        "style/teh": ["Replace “teh” with “the”", *always["style/teh"]],
        "style/alot": [
            "Replace “alot” with “a lot” (may change the meaning)",
            *always["style/alot"],
        ],
        "style/utilise": ["Replace “utilise” with “use” (a suggestion)", *always["style/utilise"]],
        "style/hm": always["style/hm"],
    }
    preferred = [one for offer in offers.values() for one in offer if one.is_preferred]
    assert titles(preferred) == ["Replace “teh” with “the”"]
    assert {one.kind for offer in offers.values() for one in offer} == {"quickfix"}
    for rule, offer in offers.items():
        assert all([d.code for d in one.diagnostics or []] == [rule] for one in offer)


async def test_of_two_safe_repairs_none_is_preferred(editor: Editor, desk: Path) -> None:
    text, shown = await editor.open("teh tick", desk / "two.md")
    actions = await editor.actions(text, shown)
    assert titles(actions)[:2] == ["Replace “teh” with “the”", "Replace “tick” with “tock”"]
    assert not any(one.is_preferred for one in actions)


async def test_only_the_kinds_asked_for(editor: Editor, desk: Path) -> None:
    text, shown = await editor.open("teh", desk / "only.md")

    async def kinds(*only: str) -> set[str]:
        return {str(one.kind) for one in await editor.actions(text, shown, only=only)}

    assert await kinds() == {"quickfix", "source.fixAll.copylint"}
    assert await kinds("quickfix") == {"quickfix"}
    assert await kinds("source") == {"source.fixAll.copylint"}
    assert await kinds("source.fixAll") == {"source.fixAll.copylint"}
    assert await kinds("source.fixAll.copylint") == {"source.fixAll.copylint"}
    assert await kinds("source.fixAll.other") == set()
    assert await kinds("source.fixAllElse", "refactor") == set()


async def test_the_repair_comes_from_the_diagnostic(editor: Editor, desk: Path) -> None:
    """What the diagnostic carries is used as it is; nothing is looked for again."""
    text, (shown,) = await editor.open("A teh", desk / "carried.md")
    assert shown.data == {
        "version": 1,
        "start": 2,
        "end": 5,
        "fix": {
            "safety": "safe",
            "title": "Replace “teh” with “the”",
            "edits": [{"start": 2, "end": 5, "text": "the"}],
        },
    }
    assert isinstance(shown.data, dict)
    shown.data["fix"]["edits"][0]["text"] = "THE"
    repair = (await editor.actions(text, [shown]))[0]
    assert editor.after(text, repair) == "A THE"


@pytest.mark.parametrize("data", [None, 3, {}, {"version": 1, "start": "x", "end": 1, "fix": 1}])
async def test_an_editor_that_keeps_no_data(editor: Editor, desk: Path, data: object) -> None:
    text, (shown,) = await editor.open("A teh", desk / f"data{len(str(data))}.md")
    shown.data = data
    repair = named(await editor.actions(text, [shown]), "Replace")
    assert editor.after(text, repair) == "A the"


async def test_an_old_diagnostic_is_not_trusted(editor: Editor, desk: Path) -> None:
    text, (old,) = await editor.open("A teh", desk / "old.md")
    editor.change(text, "A ", "The long way: ")
    assert await editor.actions(text, [old], passing=True) == []
    place = types.Range(text.place(14), text.place(17))
    repair = named(await editor.actions(text, [old], place=place), "Replace")
    assert editor.after(text, repair) == "The long way: the"


async def test_an_editor_that_names_no_versions(desk: Path) -> None:
    able = types.ClientCapabilities()
    editor = await Editor("utf-16").start(desk, able=able)
    assert editor.server.capabilities.position_encoding == "utf-16"
    assert editor.registered == []
    text, shown = await editor.open("😀 teh", desk / "simple.md")
    repair = named(await editor.actions(text, shown), "Replace")
    assert repair.edit is not None
    assert repair.edit.document_changes is None
    assert editor.after(text, repair) == "😀 the"
    place = types.TextDocumentPositionParams(types.TextDocumentIdentifier(text.uri), text.place(2))
    hover = await editor.client.text_document_hover_async(
        types.HoverParams(place.text_document, place.position)
    )
    assert hover is not None
    assert isinstance(hover.contents, types.MarkupContent)
    assert hover.contents.kind == "plaintext"
    assert "“teh” is not a word." in hover.contents.value
    command = types.ExecuteCommandParams("copylint.explain", arguments=["style/teh"])
    assert "# style/teh" in await editor.client.workspace_execute_command_async(command)
    assert "# style/teh" in editor.messages[0].message
    assert await editor.stop() == 0


# Silencing


SILENCED = {
    "paragraph": ("A teh.\n", "{next}\nA teh.\n"),
    "second paragraph": ("One.\n\nA teh.\n", "One.\n\n{next}\nA teh.\n"),
    "wrapped": ("One,\nteh two,\nthree.\n", "One,\nteh two, {line}\nthree.\n"),
    "heading": ("One.\n# A teh\n", "One.\n{next}\n# A teh\n"),
    "list": ("- one\n- teh  \n- two\n", "- one\n- teh {line}  \n- two\n"),
    "table": (
        "| a | b |\n|---|---|\n| c | teh |\n",
        "| a | b |\n|---|---|\n| c | teh {line} |\n",
    ),
    "quote": ("> A teh.\n", "{next}\n> A teh.\n"),
    "indented": ("1. One.\n\n   A teh.\n", "1. One.\n\n   A teh. {line}\n"),
    "crlf": ("One.\r\n\r\nA teh.\r\n", "One.\r\n\r\n{next}\r\nA teh.\r\n"),
    "front matter": (
        "---\ntitle: A teh\n---\nOne.\n",
        "---\n# copylint: disable-next-line style/teh\ntitle: A teh\n---\nOne.\n",
    ),
    "after front matter": ("---\na: b\n---\nA teh.\n", "---\na: b\n---\n{next}\nA teh.\n"),
    "beside another": (
        "<!-- copylint: disable-next-line style/hm -- so -->\nhm teh.\n",
        "<!-- copylint: disable-next-line style/hm, style/teh -- so -->\nhm teh.\n",
    ),
    "bom": ("\ufeffA teh.\n", "\ufeff{next}\nA teh.\n"),
}


@pytest.mark.parametrize(("source", "expected"), SILENCED.values(), ids=SILENCED.keys())
async def test_silence_here(editor: Editor, desk: Path, source: str, expected: str) -> None:
    text, shown = await editor.open(source, desk / "silence" / "a.md")
    assert found(text, shown) == [("style/teh", "teh")]
    silence = named(await editor.actions(text, shown), "Silence style/teh on this line")
    assert await editor.apply(text, silence) == []
    assert text.text == expected.format(
        next="<!-- copylint: disable-next-line style/teh -->",
        line="<!-- copylint: disable-line style/teh -->",
    )
    editor.close(text)


FORMS = {
    "markdown": ("a.md", "markdown", "<!-- copylint: disable-file style/teh -->\n\nteh\n"),
    "mdx": ("a.mdx", "mdx", "{{/* copylint: disable-file style/teh */}}\n\nteh\n"),
    "html": ("a.html", "html", "<!-- copylint: disable-file style/teh -->\nteh\n"),
    "plain": ("a.txt", "plaintext", "# copylint: disable-file style/teh\n\nteh\n"),
}


@pytest.mark.parametrize(("name", "language", "expected"), FORMS.values(), ids=FORMS.keys())
async def test_silence_in_the_whole_file(
    editor: Editor, desk: Path, name: str, language: str, expected: str
) -> None:
    text, shown = await editor.open("teh\n", desk / "whole" / name, language)
    silence = named(await editor.actions(text, shown), "Silence style/teh in this file")
    assert await editor.apply(text, silence) == []
    assert text.text == expected.format()
    editor.close(text)


# What there is to read


async def test_hover_says_why(editor: Editor, desk: Path) -> None:
    text, shown = await editor.open("😀 A teh, so.", desk / "hover.md")

    async def hover(offset: int) -> types.Hover | None:
        identifier = types.TextDocumentIdentifier(text.uri)
        return await editor.client.text_document_hover_async(
            types.HoverParams(identifier, text.place(offset))
        )

    said = await hover(5)
    assert said is not None
    assert said.range == shown[0].range
    assert isinstance(said.contents, types.MarkupContent)
    assert said.contents.kind == "markdown"
    assert said.contents.value == (
        "**“teh” is not a word\\.**\n\nIt is none.\n\n"
        "Repair: Replace “teh” with “the” (safe)\n\ncopylint `style/teh`, error"
    )
    assert await hover(0) is None


async def test_explain_shows_the_page(editor: Editor, desk: Path) -> None:
    text, shown = await editor.open("A teh.", desk / "explain.md")
    action = named(await editor.actions(text, shown), "Explain style/teh")
    assert action.command is not None
    assert action.command.command in editor.server.capabilities.execute_command_provider.commands  # type: ignore[union-attr]
    params = types.ExecuteCommandParams(action.command.command, action.command.arguments)
    page = await editor.client.workspace_execute_command_async(params)
    assert page.startswith("# style/teh\n\nerror, on by default\n\nIt is none.\n")
    shown_page = Path(editor.pages[-1].uri.removeprefix("file://"))
    assert shown_page.read_text(encoding="utf-8") == page
    # The page is opened by the editor as well, and its examples are no damage.
    _, shown = await editor.open(page, shown_page)
    assert shown == []


@pytest.mark.parametrize("arguments", [[], ["style/nothing"], [3]])
async def test_explain_what_is_no_rule(editor: Editor, arguments: list[object]) -> None:
    params = types.ExecuteCommandParams("copylint.explain", arguments)
    with pytest.raises(JsonRpcException, match="no rule"):
        await editor.client.workspace_execute_command_async(params)


# Which texts, and under which settings


@pytest.mark.parametrize(
    ("place", "language", "count"),
    [
        ("a.md", "markdown", 1),
        ("a.md", "no-such-language", 1),
        ("a.txt", "plaintext", 2),
        ("NOTES", "plaintext", 2),
        ("a.py", "python", 0),
        ("untitled:Untitled-1", "markdown", 1),
        ("untitled:Untitled-2", "plaintext", 2),
        ("untitled:Untitled-3", "html", 1),
        ("untitled:Untitled-4", "mdx", 1),
        ("untitled:Untitled-5", "python", 0),
        ("odd-scheme://host/a%20b", "markdown", 1),
    ],
)
async def test_what_a_text_is_read_as(
    editor: Editor, desk: Path, place: str, language: str, count: int
) -> None:
    """Of two words one stands in what is no prose in some markups."""
    source = {"html": "<code>teh</code> teh", "mdx": "{teh} teh"}.get(language, "    teh\n\nteh")
    where = place if ":" in place else desk / "read" / place
    text, shown = await editor.open(source, where, language)
    assert len(shown) == count
    editor.close(text)


async def test_names_that_need_quoting(editor: Editor, desk: Path) -> None:
    path = desk / "odd" / "a b – é%20#?.md"
    put(path.parent / "copylint.toml", 'extend = "../../copylint.toml"\nexclude = ["a b*"]')
    _, shown = await editor.open("teh", path)
    assert shown == []
    _, shown = await editor.open("teh", path.with_name("b b.md"))
    assert len(shown) == 1


async def test_settings_are_the_nearest_and_read_again(editor: Editor, desk: Path) -> None:
    """Whether the editor tells of the change or not."""
    settings = desk / "near" / "copylint.toml"
    text, shown = await editor.open("teh alot", settings.parent / "a.md")
    assert len(shown) == 2

    put(settings, 'extend = "../../copylint.toml"\nignore = ["style/teh"]')
    event = types.FileEvent(settings.as_uri(), types.FileChangeType.Created)
    before = len(editor.published)
    editor.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([event]))
    assert [one.code for one in await editor.found(text, before)] == ["style/alot"]

    put(settings, 'extend = "../../copylint.toml"\nignore = ["style/alot"]\n')
    shown = await editor.edit(text, "alot", "alot, alot")
    assert [one.code for one in shown] == ["style/teh"]

    settings.unlink()
    shown = await editor.edit(text, "teh", "teh, teh")
    assert len(shown) == 4


async def test_settings_files_are_watched(editor: Editor) -> None:
    (registration,) = editor.registered
    assert registration.method == types.WORKSPACE_DID_CHANGE_WATCHED_FILES
    assert isinstance(registration.register_options, (dict, object))
    options = editor.client.protocol._converter.unstructure(registration.register_options)
    globs = [watcher["globPattern"] for watcher in options["watchers"]]
    assert globs == ["**/.copylint.toml", "**/copylint.toml", "**/pyproject.toml"]


async def test_a_rule_that_is_edited_is_read_again(editor: Editor, desk: Path) -> None:
    put(desk / "own" / "copylint.toml", 'rules = ["rules"]\nselect = ["style/odd"]')
    head = "message: Odd.\nwhy: It is.\n"
    examples = "examples:\n" + "".join(f"  - good: {word}\n" for word in ("a", "b", "c"))
    bad = "".join(f"  - bad: {start}foo\n" for start in ("", "a ", "the "))
    put(desk / "own" / "rules" / "style" / "odd.yaml", f"{head}regex: foo\n{examples}{bad}")
    text, shown = await editor.open("foo bar", desk / "own" / "a.md")
    assert found(text, shown) == [("style/odd", "foo")]
    put(
        desk / "own" / "rules" / "style" / "odd.yaml",
        f"{head}regex: bar\n{examples}{bad}".replace("foo", "bar"),
    )
    shown = await editor.edit(text, "bar", "bar.")
    assert found(text, shown) == [("style/odd", "bar")]


async def test_broken_settings_are_told_once_and_do_no_harm(editor: Editor, desk: Path) -> None:
    settings = put(desk / "broken" / "copylint.toml", "ignore = 3")
    before = len(editor.messages)
    text, shown = await editor.open("teh", settings.parent / "a.md")
    _, also = await editor.open("teh", settings.parent / "b.md")
    assert (shown, also) == ([], [])
    assert await editor.edit(text, "teh", "teh teh") == []
    assert await editor.actions(text) == []
    (message,) = editor.messages[before:]
    assert message.type is types.MessageType.Error
    assert message.message == (
        f'copylint: {settings}:1: \'ignore\' is a list of texts, such as ["a", "b"]'
    )
    settings.write_text('extend = "../../copylint.toml"')
    assert len(await editor.edit(text, "teh", "teh teh")) == 3
    assert len(editor.messages) == before + 1
    settings.write_text("no toml")
    assert await editor.edit(text, "teh", "teh teh") == []
    assert len(editor.messages) == before + 2


async def test_folders_come_and_go(desk: Path, tmp_path: Path) -> None:
    """A text that is no file has the settings of the first folder."""
    put(tmp_path / "other" / "copylint.toml", 'select = ["punctuation/double-period"]')
    editor = await Editor("utf-16").start(desk)
    text, shown = await editor.open("teh.. So.", "untitled:a")
    assert [one.code for one in shown] == ["style/teh"]
    folders = [types.WorkspaceFolder(one.as_uri(), "x") for one in (desk, tmp_path / "other")]
    event = types.WorkspaceFoldersChangeEvent(added=folders[1:], removed=folders[:1])
    before = len(editor.published)
    editor.client.workspace_did_change_workspace_folders(
        types.DidChangeWorkspaceFoldersParams(event)
    )
    shown = await editor.found(text, before)
    assert [one.code for one in shown] == ["punctuation/double-period"]
    assert await editor.stop() == 0


async def test_options_are_those_of_the_command_line(desk: Path) -> None:
    put(desk / "by-hand.toml", 'extend = "../copylint.toml"\nignore = ["style/hm"]')
    options = ("--stdio", "--config", "by-hand.toml", "--ignore", "style/teh")
    editor = await Editor("utf-16").start(desk, options=options)
    _, shown = await editor.open("teh hm alot", desk / "a.md")
    assert [one.code for one in shown] == ["style/alot"]
    assert await editor.stop() == 0


# An editor that asks


async def test_findings_are_given_to_an_editor_that_asks(desk: Path, lint: Command) -> None:
    editor = await Editor("utf-8").start(desk, able=capabilities("utf-8", pull=True))
    provider = editor.server.capabilities.diagnostic_provider
    assert isinstance(provider, types.DiagnosticOptions)
    assert (provider.identifier, provider.workspace_diagnostics) == ("copylint", False)

    async def ask(
        text: Text, previous: str | None = None
    ) -> types.RelatedFullDocumentDiagnosticReport | types.RelatedUnchangedDocumentDiagnosticReport:
        return await editor.client.text_document_diagnostic_async(
            types.DocumentDiagnosticParams(
                types.TextDocumentIdentifier(text.uri), previous_result_id=previous
            )
        )

    path = put(desk / "asked" / "a.md", "😀 teh alot")
    text = editor.show("😀 teh alot", path)
    full = await ask(text)
    assert isinstance(full, types.RelatedFullDocumentDiagnosticReport)
    assert told(text, full.items) == checked(lint, path)
    same = await ask(text, full.result_id)
    assert isinstance(same, types.RelatedUnchangedDocumentDiagnosticReport)
    editor.change(text, "teh", "the")
    full = await ask(text, full.result_id)
    assert isinstance(full, types.RelatedFullDocumentDiagnosticReport)
    assert found(text, full.items) == [("style/alot", "alot")]

    # Asked while the text is edited: an answer for the old text, a long one, is none.
    editor.change(text, "the", "the\n\nteh, alot" * 20_000)
    asked = asyncio.ensure_future(ask(text))
    await asyncio.sleep(0)
    editor.change(text, text.text, "😀")
    with pytest.raises(JsonRpcException) as refused:
        await asked
    assert refused.value.code == types.LSPErrorCodes.ServerCancelled
    full = await ask(text)
    assert isinstance(full, types.RelatedFullDocumentDiagnosticReport)
    assert list(full.items) == []

    put(desk / "asked" / "copylint.toml", 'extend = "../../copylint.toml"\nignore = ["style"]')
    event = types.FileEvent(path.as_uri(), types.FileChangeType.Created)
    editor.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([event]))
    await editor.until(lambda: editor.refreshed)

    closed = await ask(Text((desk / "closed.md").as_uri(), "", "utf-8"))
    assert isinstance(closed, types.RelatedFullDocumentDiagnosticReport)
    assert list(closed.items) == []
    assert editor.published == []
    assert await editor.stop() == 0


# Beginning and end


async def test_leaving_without_a_word_is_exit_code_1() -> None:
    message = b'{"jsonrpc": "2.0", "method": "exit"}'
    code, out, err = run("server", stdin=b"Content-Length: %d\r\n\r\n%s" % (len(message), message))
    assert (code, out, err) == (1, b"", b"")


async def test_the_end_of_input_is_the_end() -> None:
    assert run("server", stdin=b"") == (1, b"", b"")
    assert run("server", stdin=b"no protocol\n") == (1, b"", b"")


async def test_nothing_but_the_protocol_goes_to_standard_output(desk: Path) -> None:
    """Whatever prints: a detector, a library, a program that one of them starts."""
    code = (
        "import copylint.server.session as session, os, sys\n"
        "check = session.Session.check\n"
        "def loud(self, article):\n"
        "    print('from Python', flush=True); os.write(1, b'from C\\n')\n"
        "    return check(self, article)\n"
        "session.Session.check = loud\n"
        "from copylint.cli import main\n"
        "sys.exit(main(['server']))\n"
    )
    editor = Editor("utf-16")
    await editor.client.start_io(sys.executable, "-c", code)
    editor.server = await editor.client.initialize_session(
        types.InitializeParams(capabilities=capabilities())
    )
    _, shown = await editor.open("teh", desk / "loud.md")
    assert len(shown) == 1
    assert await editor.stop() == 0


@posix
async def test_the_server_dies_with_its_editor(desk: Path) -> None:
    """Though its standard input stays open."""
    other = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    editor = await Editor("utf-16").start(desk, process=other.pid)
    other.communicate(b"\n")
    assert editor.client._server is not None
    async with asyncio.timeout(30):
        assert await editor.client._server.wait() == 1
    await editor.client.stop()


@posix
async def test_a_signal_ends_it_at_once(desk: Path) -> None:
    with start("server") as process:
        assert process.stdin is not None
        assert process.stdout is not None
        params = {"capabilities": {}, "processId": None, "rootUri": desk.as_uri()}
        request = {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": params}
        body = json.dumps(request).encode()
        process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        process.stdin.flush()
        assert process.stdout.read(15) == b"Content-Length:"
        process.terminate()
        assert process.wait(30) == -15


async def test_without_the_extra_one_line_says_what_to_install(tmp_path: Path) -> None:
    put(tmp_path / "pygls.py", "raise ModuleNotFoundError(name='pygls')")
    code = "import sys; from copylint.cli import main; sys.exit(main(['server']))"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={"PYTHONPATH": str(tmp_path), "PATH": ""},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "copylint: the language server needs pygls 2; "
        "install it with: pip install 'copylint[lsp]'\n"
    )


async def test_a_repair_that_would_harm_its_neighbours_is_not_offered(
    editor: Editor, desk: Path
) -> None:
    """Without its first word the line would be an item of a list."""
    folder = desk / "harm"
    put(folder / "copylint.toml", 'rules = ["rules"]\nselect = ["style/gone"]')
    head = 'message: Gone.\nwhy: It is.\nregex: "XX "\nremove: match\nfix-safety: safe\n'
    bad = "".join(f'  - bad: "{one}XX b"\n    fixed: "{one}b"\n' for one in ("a ", "an ", "c "))
    good = "".join(f"  - good: {word}\n" for word in ("a", "b", "c"))
    put(folder / "rules" / "style" / "gone.yaml", f"{head}examples:\n{bad}{good}")
    text, shown = await editor.open("XX - one\n\nA XX two\n", folder / "a.md")
    harmful, harmless = shown
    assert not [one for one in await editor.actions(text, [harmful]) if one.is_preferred]
    (repair,) = [one for one in await editor.actions(text, [harmless]) if one.is_preferred]
    assert editor.after(text, repair) == "XX - one\n\nA two\n"
