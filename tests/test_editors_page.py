"""The set-up page: each snippet parses, and the command in it starts the server."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from command import posix, put

PAGE = (Path(__file__).parents[1] / "docs" / "editors.md").read_text(encoding="utf-8")
#: The snippets by language, in order.
SNIPPETS = re.findall(r"^```(\w+)\n(.*?)^```$", PAGE, re.M | re.S)


def snippets(language: str) -> list[str]:
    return [text for name, text in SNIPPETS if name == language]


def commands() -> dict[str, list[str]]:
    """The command that each editor's snippet starts."""
    code, *_ = (json.loads(text) for text in snippets("json"))
    helix = next(t for text in snippets("toml") if "language-server" in (t := tomllib.loads(text)))
    server = helix["language-server"]["copylint"]
    lua = re.search(r"cmd = \{ (.*?) \}", snippets("lua")[0])
    lisp = re.search(r"\. \((.*?)\)", snippets("lisp")[0])
    rust = re.search(r'which\("(.*?)"\).*?vec!\["(.*?)"', snippets("rust")[0], re.S)
    assert lua is not None
    assert lisp is not None
    assert rust is not None
    return {
        "VS Code": [code["glspc.server.command"], *code["glspc.server.commandArguments"]],
        "Neovim": json.loads(f"[{lua[1]}]"),
        "Helix": [server["command"], *server["args"]],
        "Zed": [rust[1], rust[2]],
        "Emacs": shlex.split(lisp[1]),
    }


def test_every_editor_has_a_section() -> None:
    titles = re.findall(r"^## (.*)$", PAGE, re.M)
    assert titles == [*commands(), "If nothing happens"]


@posix
@pytest.mark.parametrize("command", [pytest.param(c, id=name) for name, c in commands().items()])
def test_the_command_starts_the_server(command: list[str]) -> None:
    program = shutil.which(command[0], path=str(Path(sys.executable).parent))
    assert program is not None, "copylint is not installed beside this Python"
    body = json.dumps(
        {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"capabilities": {}}}
    )
    done = subprocess.run(
        [program, *command[1:]],
        input=f"Content-Length: {len(body)}\r\n\r\n{body}",
        capture_output=True,
        text=True,
        timeout=60,
    )
    answer = json.loads(done.stdout.replace("\r", "").partition("\n\n")[2])
    assert answer["result"]["serverInfo"]["name"] == "copylint"
    assert answer["result"]["capabilities"]["codeActionProvider"]["codeActionKinds"] == [
        "quickfix",
        "source.fixAll.copylint",
    ]


def test_snippets_parse_and_name_what_the_server_offers() -> None:
    tables: list[dict[str, Any]] = [tomllib.loads(text) for text in snippets("toml")]
    helix, extension, _ = tables
    assert all("copylint" in one["language-servers"] for one in helix["language"])
    assert extension["language_servers"].keys() == {"copylint"}
    assert "copylint" in extension["id"]
    code, zed = (json.loads(text) for text in snippets("json"))
    assert code["editor.codeActionsOnSave"] == {"source.fixAll.copylint": "explicit"}
    formatter = zed["languages"]["Markdown"]["formatter"]
    assert formatter == [{"code_action": "source.fixAll.copylint"}]


def test_languages_are_those_the_server_reads() -> None:
    from copylint.server.article import Article

    code = json.loads(snippets("json")[0])
    lua = re.search(r"filetypes = \{ (.*?) \}", snippets("lua")[0])
    assert lua is not None
    names = {*code["glspc.server.languageId"], *json.loads(f"[{lua[1]}]")}
    for name in names:
        assert Article("untitled:a", name, 1, "", "utf-16").suffix, name


@pytest.mark.skipif(shutil.which("nvim") is None, reason="Neovim is not installed")
def test_the_neovim_snippets_work(tmp_path: Path) -> None:
    """An article is opened, its findings arrive, and saving repairs it."""
    version = subprocess.run(["nvim", "--version"], capture_output=True, text=True).stdout
    if (found := re.match(r"NVIM v0\.(\d+)", version)) and int(found[1]) < 11:
        pytest.skip("Neovim is older than 0.11")
    article = put(tmp_path / "a.md", "“😀” word.. Then.\n")
    put(tmp_path / "copylint.toml", "")
    wait = """
    vim.wait(30000, function() return #vim.diagnostic.get(0) > 0 end)
    vim.cmd("write")
    vim.cmd("qa!")
    """
    init = put(tmp_path / "init.lua", "\n".join(snippets("lua")))
    put(tmp_path / "wait.lua", wait)
    subprocess.run(
        ["nvim", "--headless", "-u", str(init), str(article), "-c", "luafile wait.lua"],
        cwd=tmp_path,
        env={
            "PATH": f"{Path(sys.executable).parent}:{Path(shutil.which('nvim') or '').parent}",
            "HOME": str(tmp_path),
        },
        timeout=60,
        capture_output=True,
        check=True,
    )
    assert article.read_text(encoding="utf-8") == "“😀” word. Then.\n"
