"""A check of a tree that is not trusted: nothing in it weakens the check."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from command import Command, posix, put, rule

pytestmark = pytest.mark.usefixtures("desk")

SILENCED = "<!-- copylint: disable-file all -->\n\nteh hm\n"


def git(desk: Path, *args: str) -> None:
    """Run git in a repository that is nobody else's."""
    identity = ["-c", "user.name=N", "-c", "user.email=n@example.org"]
    env = {"PATH": os.environ["PATH"], "HOME": str(desk), "GIT_CONFIG_NOSYSTEM": "1"}
    env |= {"GIT_DIR": str(desk / ".git"), "GIT_WORK_TREE": str(desk)}
    subprocess.run(["git", *identity, *args], cwd=desk, env=env, check=True, capture_output=True)


@pytest.fixture
def commit(desk: Path) -> Callable[[], None]:
    """Commits all there is."""
    git(desk, "init", "-q")

    def all_of_it() -> None:
        git(desk, "add", "-A", "-f")
        git(desk, "commit", "-q", "-m", "x", "--allow-empty")

    return all_of_it


def found(lint: Command, *args: str) -> list[str]:
    """What a check finds, as `path:rule`."""
    lines = lint(*args, "--output", "concise", "-q").out.splitlines()
    return [f"{line.partition(':')[0]}:{line.split()[2]}" for line in lines]


BASE = """
rules = ["house"]
select = ["style/loud", "style/hm"]
[severity]
"style/hm" = "error"
[[override]]
files = ["drafts/*"]
ignore = ["style/loud"]
"""


@pytest.fixture
def weakened(desk: Path, commit: Callable[[], None]) -> None:
    """A branch that switches off all that `main` asks for, in every way there is."""
    put("copylint.toml", BASE)
    put("house/style/loud.yaml", rule("loud", "error"))
    put("house/style/hm.yaml", rule("hm", "info"))
    put("sub/copylint.toml", 'extend = "../copylint.toml"\nexclude = ["old*"]\n')
    put("a.md", "fine")
    commit()
    git(desk, "branch", "main-copy")
    put("copylint.toml", 'select = ["seo"]\nexclude = ["*"]\nfail-on = "never"\n')
    put("sub/copylint.toml", "no TOML at all [")
    put(".copylint.toml", 'rules = ["evil"]\nselect = ["style/loud"]')
    put("evil/style/loud.yaml", "no rule")
    put("house/style/loud.yaml", "broken: yes")
    put(".gitignore", "*.md\n")
    put("a.md", "<!-- copylint: disable-file all -->\n\nloud hm\n")
    put("drafts/a.md", "loud hm\n")
    put("sub/old.md", "loud hm\n")
    put("sub/b.md", "loud hm\n")
    commit()


@pytest.mark.usefixtures("weakened")
def test_settings_and_rules_come_from_the_commit(lint: Command) -> None:
    expected = ["a.md:style/loud", "a.md:style/hm", "drafts/a.md:style/hm", "sub/b.md:style/loud",
                "sub/b.md:style/hm"]  # fmt: skip
    flags = ("--untrusted", "--config-from", "main-copy")
    assert found(lint, ".", *flags) == expected
    said = lint(".", *flags)
    assert said.code == 1
    here = Path.cwd().resolve()
    assert said.err.splitlines() == [
        f"copylint: {here}/.copylint.toml is not obeyed: it is not that of main-copy",
        f"copylint: {here}/sub/copylint.toml is not obeyed: it is not that of main-copy",
    ]
    os.chdir("sub")
    assert found(lint, ".", "../a.md", *flags) == ["b.md:style/loud", "b.md:style/hm", *(
        f"../{one}" for one in expected[:2]
    )]  # fmt: skip
    assert "settings: main-copy:sub/copylint.toml\n" in lint(".", *flags, "-v").err
    os.chdir("..")
    assert found(lint, ".", *flags, "--jobs", "2") == expected


@pytest.mark.usefixtures("weakened")
def test_without_a_commit_no_settings_are_obeyed(lint: Command) -> None:
    put("ok.md", "It rained.. We left.\n")
    assert found(lint, ".", "--untrusted") == ["ok.md:punctuation/double-period"]
    said = lint("ok.md", "--untrusted")
    assert said.err == (
        f"copylint: {Path.cwd().resolve()}/.copylint.toml is not obeyed: "
        "no --config-from says what to obey\n"
    )
    # What the command line names was not written by the authors of the tree.
    put("../own.toml", 'rules = ["rules"]\nselect = ["style/hm"]')
    own = ("--untrusted", "--config", "../own.toml")
    assert found(lint, "a.md", "drafts/a.md", *own) == ["a.md:style/hm", "drafts/a.md:style/hm"]
    assert lint("a.md", *own).err == ""


def test_settings_that_are_the_same_go_without_saying(
    lint: Command, commit: Callable[[], None]
) -> None:
    put("copylint.toml", 'extend-select = ["style"]')
    put("a.md", "fine")
    commit()
    assert lint(".", "--untrusted", "--config-from", "HEAD").err == ""


@pytest.mark.usefixtures("weakened")
def test_config_from_alone_trusts_comments(lint: Command) -> None:
    Path(".gitignore").unlink()
    assert found(lint, "a.md", "drafts/a.md", "--config-from", "main-copy") == [
        "drafts/a.md:style/hm"
    ]


@posix
def test_a_link_in_the_commit_is_not_followed(lint: Command, commit: Callable[[], None]) -> None:
    put("real.toml", 'select = ["seo"]')
    Path("copylint.toml").symlink_to("real.toml")
    put("a.md", "hm It rained.. We left.\n")
    commit()
    assert found(lint, "a.md") == []
    assert found(lint, ".", "--untrusted", "--config-from", "HEAD") == [
        "a.md:punctuation/double-period"
    ]


@pytest.mark.parametrize(
    ("settings", "rule_file", "error"),
    [
        ("x = 1", "", "HEAD:copylint.toml:1: unknown setting 'x'; there are: "),
        ('rules = ["house"]', "x: y", "HEAD:house/style/hm.yaml"),
        ('rules = ["gone"]', "", "HEAD:gone: no such folder of rules"),
    ],
)
def test_mistakes_are_named_as_git_names_files(
    lint: Command, commit: Callable[[], None], settings: str, rule_file: str, error: str
) -> None:
    put("copylint.toml", settings)
    put("house/style/hm.yaml", rule_file)
    put("a.md", "fine")
    commit()
    said = lint(".", "--untrusted", "--config-from", "HEAD")
    assert said.code == 2
    assert said.err.startswith(f"copylint: {error}")


def test_refusals(lint: Command, commit: Callable[[], None], tmp_path: Path) -> None:
    put("a.md", "fine")
    commit()
    gone = "copylint: '{}' is no commit here; fetch it first\n"
    for ref in ("gone", "--all", "-h", "HEAD:a.md", ""):
        said = lint(".", f"--config-from={ref}")
        assert said == ((2, "", gone.format(ref)) if ref else (0, "1 file checked: clean.\n", ""))
    assert lint(".", "--config-from", "HEAD", "--isolated") == (
        2,
        "",
        "copylint: --config-from and --isolated each say where settings are; leave out one\n",
    )
    assert lint(".", "--config-from", "HEAD", "--config", "x").code == 2
    os.chdir(tmp_path)
    said = lint("desk", "--config-from", "HEAD")
    assert said.code == 2
    assert said.err.startswith("copylint: git: not a git repository")


def test_without_git(lint: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert lint(".", "--config-from", "HEAD") == (
        2,
        "",
        "copylint: git, which is needed to read a commit, cannot be run: No such file or "
        "directory\n",
    )


def test_nothing_is_left_behind(
    lint: Command, commit: Callable[[], None], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    put("copylint.toml", 'select = ["seo"]')
    put("a.md", "fine")
    commit()
    (tmp_path / "temp").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temp"))
    assert lint(".", "--config-from", "HEAD").code == 0
    assert list((tmp_path / "temp").iterdir()) == []


def test_the_baseline_is_that_of_the_commit(lint: Command, commit: Callable[[], None]) -> None:
    put("sub/copylint.toml", 'baseline = ".copylint-baseline.json"')
    put("sub/a.md", "It rained.. We left.\n")
    lint("baseline", "create", "sub")
    commit()
    put("sub/a.md", "It rained.. We left.\n\nThey sang.. We slept.\n")
    lint("baseline", "update", "sub")
    assert found(lint, "sub") == []
    assert found(lint, "sub", "--untrusted", "--config-from", "HEAD") == [
        "sub/a.md:punctuation/double-period"
    ]
    assert found(lint, "sub", "--untrusted", "--diff-base", "HEAD") == [
        "sub/a.md:punctuation/double-period"
    ]
    assert len(found(lint, "sub", "--untrusted")) == 2
