"""The hooks under the real pre-commit and prek, from the hooks file of a clean clone.

Each tool installs the hooks' environment once, as a user's would, with what pip or uv can reach.
Where they cannot, the tests are skipped, and fail if COPYLINT_TEST_HOOKS is set, as the gate does.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import pytest

from command import posix, put

HERE = Path(__file__).parents[1]
DAMAGED = "# Ferries\n\nThe boat left at nine.. The crew was glad.\n"
REPAIRED = DAMAGED.replace("..", ".")
CLEAN = "# Ferries\n\nThe boat left at nine, and the crew was glad.\n"
# Runs and packages whose settings the machine keeps may need these; nothing else goes through.
_KEPT = ("PATH", "HOME", "TMPDIR", "SYSTEMROOT", "XDG_CACHE_HOME", "SSL_CERT_FILE")
_PREFIXES = ("PIP_", "UV_", "HTTP", "http", "no_proxy", "NO_PROXY")

pytestmark = [posix, pytest.mark.skipif(shutil.which("git") is None, reason="needs git")]


def _environment(**more: str) -> dict[str, str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if name in _KEPT or name.startswith(_PREFIXES)
    }
    # prek takes the uv beside this Python instead of looking for one to download.
    kept["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{kept.get('PATH', '')}"
    return {
        **kept,
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_SYSTEM": os.devnull,
        "GIT_AUTHOR_NAME": "Kim",
        "GIT_AUTHOR_EMAIL": "kim@example.org",
        "GIT_COMMITTER_NAME": "Kim",
        "GIT_COMMITTER_EMAIL": "kim@example.org",
        "LC_ALL": "C.UTF-8",
        **more,
    }


def _run(folder: Path, *command: str, **more: str) -> tuple[int, str]:
    """The exit code and all that was printed."""
    done = subprocess.run(
        command,
        cwd=folder,
        env=_environment(**more),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    return done.returncode, done.stdout.decode("utf-8", "backslashreplace")


def _git(folder: Path, *arguments: str) -> str:
    code, said = _run(folder, "git", *arguments)
    assert code == 0, said
    return said


class Tool(NamedTuple):
    """pre-commit or prek, with the environments it has installed."""

    name: str
    home: Path
    clone: Path

    def __call__(self, folder: Path, *arguments: str) -> tuple[int, str]:
        homes = {"PRE_COMMIT_HOME": str(self.home), "PREK_HOME": str(self.home)}
        return _run(folder, self.name, *arguments, **homes, PRE_COMMIT_COLOR="never")

    def commit(self, folder: Path) -> tuple[int, str]:
        """Commit what is staged, through the hook that the tool has put into the repository."""
        homes = {"PRE_COMMIT_HOME": str(self.home), "PREK_HOME": str(self.home)}
        return _run(folder, "git", "commit", "-m", "change", **homes, PRE_COMMIT_COLOR="never")

    def configure(self, folder: Path, *hooks: str, more: str = "") -> None:
        """Write the settings that use our hooks, and commit them."""
        rev = _git(self.clone, "rev-parse", "HEAD").strip()
        ids = "\n".join(f"      - id: {hook}{more}" for hook in hooks)
        text = f"repos:\n  - repo: {self.clone}\n    rev: {rev}\n    hooks:\n{ids}\n"
        put(folder / ".pre-commit-config.yaml", text)
        _git(folder, "add", ".pre-commit-config.yaml")
        _git(folder, "commit", "--quiet", "--no-verify", "-m", "settings")


@pytest.fixture(scope="session")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clone of this repository as it now stands, without what nobody has committed or added."""
    place = tmp_path_factory.mktemp("clone") / "copylint"
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=HERE,
        capture_output=True,
        check=False,
    )
    if listed.returncode:
        pytest.skip("this is no git checkout")
    for name in filter(None, os.fsdecode(listed.stdout).split("\0")):
        if (HERE / name).is_file():
            put(place / name, (HERE / name).read_bytes())
    _git(place, "init", "--quiet")
    _git(place, "add", "--all")
    _git(place, "commit", "--quiet", "-m", "all")
    return place


@pytest.fixture(scope="session")
def installed(
    clone: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, tuple[Tool, int, str]]:
    """Both tools, at the same time, with both hooks' environment, and how that went."""

    def install(name: str) -> tuple[Tool, int, str]:
        tool = Tool(name, tmp_path_factory.mktemp(name), clone)
        folder = tmp_path_factory.mktemp(f"{name}-first")
        _git(folder, "init", "--quiet")
        tool.configure(folder, "copylint")
        return (tool, *tool(folder, "install-hooks"))

    names = [name for name in ("pre-commit", "prek") if _found(name)]
    with ThreadPoolExecutor() as pool:
        return dict(zip(names, pool.map(install, names), strict=True))


def _found(name: str) -> bool:
    return shutil.which(name, path=_environment()["PATH"]) is not None


@pytest.fixture(params=["pre-commit", "prek"])
def tool(request: pytest.FixtureRequest, installed: dict[str, tuple[Tool, int, str]]) -> Tool:
    if request.param not in installed:
        _miss(f"{request.param} is not installed: pip install --editable '.[test]'")
    tool, code, said = installed[request.param]
    if code:
        _miss(f"{request.param} could not install the hooks; is there a network?\n{said}")
    return tool


def _miss(why: str) -> None:
    if os.environ.get("COPYLINT_TEST_HOOKS"):
        pytest.fail(why)
    pytest.skip(why)


@pytest.fixture
def site(tmp_path: Path, tool: Tool) -> Path:
    """A git repository in which the tool runs `copylint` on every commit."""
    folder = tmp_path / "site"
    folder.mkdir()
    _git(folder, "init", "--quiet")
    tool.configure(folder, "copylint")
    code, said = tool(folder, "install")
    assert code == 0, said
    return folder


def _stage(folder: Path, **texts: str) -> None:
    for name, text in texts.items():
        put(folder / f"{name}.md", text)
    _git(folder, "add", "--all")


def test_pre_commit_takes_the_hooks_file() -> None:
    if not _found("pre-commit"):
        _miss("pre-commit is not installed")
    code, said = _run(HERE, "pre-commit", "validate-manifest", ".pre-commit-hooks.yaml")
    assert (code, said) == (0, "")


def test_a_clean_commit_passes_and_a_damaged_one_is_blocked(site: Path, tool: Tool) -> None:
    _stage(site, clean=CLEAN)
    code, said = tool.commit(site)
    assert code == 0, said
    _stage(site, damaged=DAMAGED)
    code, said = tool.commit(site)
    assert code == 1
    assert "damaged.md\n" in said
    assert "3:22  error    Two full stops stand where one belongs." in said
    assert "fix leaves: The boat left at nine. The crew was glad." in said
    assert "1 can be repaired safely with --fix." in said
    assert "clean.md" not in said
    assert _git(site, "log", "--oneline").count("\n") == 2
    assert (site / "damaged.md").read_text() == DAMAGED


def test_the_fix_hook_repairs_and_blocks_and_then_lets_through(site: Path, tool: Tool) -> None:
    tool.configure(site, "copylint-fix", "copylint")
    _stage(site, a=DAMAGED)
    code, said = tool.commit(site)
    assert code == 1, said
    assert "Repaired 1 finding in 1 file." in said
    assert (site / "a.md").read_text() == REPAIRED
    _stage(site)
    code, said = tool.commit(site)
    assert code == 0, said
    assert _git(site, "show", "HEAD:a.md") == REPAIRED


def test_a_partly_staged_file_keeps_what_is_not_staged(site: Path, tool: Tool) -> None:
    tool.configure(site, "copylint-fix")
    rest = "".join(f"\nParagraph {number} of the rest.\n" for number in range(9))
    _stage(site, a=CLEAN + rest)
    assert tool.commit(site)[0] == 0
    _stage(site, a=DAMAGED + rest)
    unstaged = rest.replace("8 of the rest.", "8 of the rest, in work.. Still")
    put(site / "a.md", DAMAGED + unstaged)
    code, said = tool.commit(site)
    assert code == 1, said
    # The staged half is repaired; the other is as it was, its own damage included.
    assert (site / "a.md").read_text() == REPAIRED + unstaged
    assert _git(site, "show", ":a.md") == DAMAGED + rest


def test_what_is_staged_is_checked_and_nothing_else(site: Path, tool: Tool) -> None:
    _stage(site, a=CLEAN)
    put(site / "a.md", DAMAGED)
    code, said = tool.commit(site)
    assert code == 0, said
    assert (site / "a.md").read_text() == DAMAGED


def test_odd_names(site: Path, tool: Tool) -> None:
    tool.configure(site, "copylint-fix")
    names = ["with space.md", "Größe 日本.md", "-dash.md", 'quo"te.md', "b'c.md", "--fix.md",
             "--output=json:x.md", "$(x).md",
             "sub dir/é.md", "::error ::x.md", "new\nline.md"]  # fmt: skip
    for name in names:
        put(f"{site}/{name}", DAMAGED)
    _git(site, "add", "--all")
    code, said = tool.commit(site)
    assert code == 1, said
    assert f"Repaired {len(names)} findings in {len(names)} files." in said
    for name in names:
        assert Path(f"{site}/{name}").read_text() == REPAIRED
    _git(site, "add", "--all")
    code, said = tool.commit(site)
    assert code == 0, said


def test_excludes_are_obeyed_though_files_are_named_by_hand(site: Path, tool: Tool) -> None:
    put(site / "copylint.toml", 'exclude = ["archive/"]\n')
    put(site / "archive/old.md", DAMAGED)
    # Text that is no article, by the hooks' own settings.
    for name in ("LICENSE", "sub/requirements-dev.txt", "robots.txt", "CMakeLists.txt"):
        put(site / name, DAMAGED)
    _stage(site)
    code, said = tool.commit(site)
    assert code == 0, said


def test_five_hundred_files_in_one_commit(site: Path, tool: Tool) -> None:
    for number in range(499):
        put(site / f"content/articles/of/many/years/{number:0>60}.md", CLEAN)
    _stage(site, damaged=DAMAGED)
    code, said = tool.commit(site)
    assert code == 1
    assert said.count("Two full stops") == 1
    assert said.count("files") <= 2, "one call, or two where a command line is too short for all"


def test_only_what_changed(site: Path, tool: Tool) -> None:
    """Old damage in a file stays untold if the hook is asked for what this commit changes."""
    _stage(site, a=DAMAGED)
    _git(site, "commit", "--quiet", "--no-verify", "-m", "old")
    tool.configure(site, "copylint", more="\n        args: [--diff-base, HEAD]")
    _stage(site, a=f"{DAMAGED}\nIt was a calm night.\n")
    code, said = tool.commit(site)
    assert code == 0, said
    _stage(site, a=f"{DAMAGED}\nIt was a calm night.. Nobody slept.\n")
    code, said = tool.commit(site)
    assert code == 1
    assert "5:20 " in said
    assert "3:22 " not in said
