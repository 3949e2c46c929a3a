"""The GitHub Action: its steps run as a runner runs them, on real pull requests in git."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml

import copylint
from command import posix, put
from readers_of_reports import READERS, log

pytestmark = [posix, pytest.mark.skipif(not shutil.which("bash"), reason="needs bash")]

ROOT = Path(__file__).parents[1]
ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
STEPS = {step["id"]: step for step in ACTION["runs"]["steps"]}
COMMAND = str(Path(sys.executable).parent / "copylint")
HELP = subprocess.run([COMMAND, "check", "--help"], capture_output=True, text=True).stdout
diff_base = pytest.mark.skipif("--diff-base" not in HELP, reason="there is no --diff-base")


def test_nothing_from_outside_is_a_part_of_the_shell_text() -> None:
    for step in STEPS.values():
        assert step["shell"] == "bash"
        assert "${{" not in step["run"]
        # A tree that holds a pip.py or venv.py must not be imported.
        for line in step["run"].splitlines():
            assert not re.search(r"python\"? (?!-I )-", line), line


def test_all_inputs_are_used_and_told_of() -> None:
    text = (ROOT / "action.yml").read_text(encoding="utf-8")
    for name, given in ACTION["inputs"].items():
        assert given["description"]
        assert isinstance(given["default"], str)
        assert f"inputs.{name} " in text
    for name in re.findall(r"inputs\.([\w-]+)", text):
        assert name in ACTION["inputs"]


@pytest.mark.skipif(not shutil.which("shellcheck"), reason="needs shellcheck")
def test_shellcheck() -> None:
    for step in STEPS.values():
        done = subprocess.run(
            ["shellcheck", "--shell=bash", "--severity=style", "-"],
            input=step["run"],
            capture_output=True,
            text=True,
        )
        assert done.stdout == ""


@dataclass
class Runner:
    """What GitHub gives to the steps of a composite action, and what it takes from them."""

    folder: Path
    workspace: Path
    inputs: dict[str, str] = field(default_factory=dict)
    variables: dict[str, str] = field(default_factory=dict)
    head: str = ""
    outputs: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def summary(self) -> str:
        path = self.folder / "summary.md"
        return path.read_text(encoding="utf-8") if path.exists() else ""

    def run(self) -> tuple[int, str]:
        """The exit code and the log; installing is left out, which has a test of its own."""
        self.outputs = {"install": {"command": COMMAND}}
        text = ""
        for name, step in STEPS.items():
            if name == "install" or not self._wanted(step):
                continue
            code, said = self.step(name)
            text += said
            if code:
                return code, text
        return 0, text

    def step(self, name: str) -> tuple[int, str]:
        """Run one step; its standard streams are one log."""
        step = STEPS[name]
        output = put(self.folder / f"{name}.output", "")
        script = put(self.folder / f"{name}.sh", step["run"])
        env = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.folder),
            "XDG_CACHE_HOME": os.environ.get("XDG_CACHE_HOME", str(self.folder)),
            "GITHUB_ACTIONS": "true",
            "GITHUB_ACTION_PATH": str(ROOT),
            "GITHUB_OUTPUT": str(output),
            "GITHUB_STEP_SUMMARY": str(self.folder / "summary.md"),
            "GITHUB_WORKSPACE": str(self.workspace),
            "GITHUB_REPOSITORY": "owner/site",
            "GITHUB_EVENT_NAME": "push",
            "GITHUB_BASE_REF": "",
            "RUNNER_TEMP": str(self.folder),
            **self.variables,
            **{key: self._value(value) for key, value in step.get("env", {}).items()},
        }
        where = self.workspace / self._value(step.get("working-directory", "."))
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)],
            cwd=where,
            env=env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        lines = output.read_text(encoding="utf-8").splitlines()
        self.outputs[name] = dict(line.split("=", 1) for line in lines)
        return done.returncode, done.stdout

    def _value(self, text: str) -> str:
        return re.sub(r"\$\{\{ ([\w.-]+) \}\}", lambda found: self._expression(found[1]), text)

    def _expression(self, name: str) -> str:
        match name.split("."):
            case ["inputs", key]:
                return self.inputs.get(key, ACTION["inputs"][key]["default"])
            case ["steps", step, "outputs", key]:
                return self.outputs.get(step, {}).get(key, "")
            case ["github", "event", "pull_request", "head", "repo", "full_name"]:
                return self.head
            case ["github", "base_ref"]:
                return self.variables.get("GITHUB_BASE_REF", "")
        raise AssertionError(f"the test knows no {name}")

    def _wanted(self, step: dict[str, Any]) -> bool:
        if "if" not in step:
            return True
        found = re.fullmatch(r"([\w.]+) != ''", step["if"])
        assert found
        return self._expression(found[1]) != ""


@pytest.fixture
def runner(tmp_path: Path) -> Runner:
    workspace = tmp_path / "work space"
    workspace.mkdir()
    return Runner(tmp_path, workspace)


DAMAGED = "The boat left.. It was late.\n"


def test_a_push(runner: Runner) -> None:
    put(runner.workspace / "posts/a.md", DAMAGED)
    code, text = runner.run()
    assert code == 1
    assert [one[0] for one in READERS["github"](text).findings] == ["posts/a.md"]
    assert runner.outputs["check"] == {"exit-code": "1"}
    assert "| `posts/a.md:1` | Two full stops" in runner.summary
    put(runner.workspace / "posts/a.md", "The boat left.\n")
    assert runner.run() == (0, "1 file checked: no findings.\n")
    assert runner.outputs["check"] == {"exit-code": "0"}
    assert runner.summary.endswith("### copylint: no findings in 1 file\n\n")
    put(runner.workspace / "posts/a.md", b"\xe9")
    assert runner.run()[0] == 2
    assert runner.outputs["check"] == {"exit-code": "2"}


def test_inputs(runner: Runner) -> None:
    put(runner.workspace / "sub/a b.md", DAMAGED)
    put(runner.workspace / "sub/-rf.md", DAMAGED)
    put(runner.workspace / "sub/c.md", DAMAGED)
    runner.inputs = {
        "paths": "a b.md\r\n\n  \n-rf.md".replace("  \n", ""),
        "fail-on": "never",
        "summary": "false",
        "sarif-file": "out dir/copylint.sarif",
        "working-directory": "sub",
    }
    code, text = runner.run()
    assert code == 0
    assert [one[0] for one in READERS["github"](text).findings] == ["sub/a b.md", "sub/-rf.md"]
    assert runner.summary == ""
    report = (runner.workspace / "sub/out dir/copylint.sarif").read_text()
    assert [one[0] for one in READERS["sarif"](report).findings] == ["sub/a b.md", "sub/-rf.md"]


@pytest.mark.parametrize("name", ["paths", "fail-on", "sarif-file", "untrusted", "summary"])
def test_an_input_is_no_code(runner: Runner, name: str) -> None:
    put(runner.workspace / "a.md", DAMAGED)
    runner.inputs = {name: "\"; touch pwned; \" $(touch pwned) `touch pwned` '\ntouch pwned\n'"}
    runner.run()
    assert not list(runner.folder.rglob("pwned"))


# Pull requests


@dataclass
class Pull:
    """A repository on a server, a pull request to it from a fork, and what a runner checks out."""

    folder: Path

    def git(self, where: str, *args: str) -> str:
        """Run git in one of the folders, and give what it says."""
        identity = ["-c", "user.name=N", "-c", "user.email=n@example.org"]
        env = {"PATH": os.environ["PATH"], "HOME": str(self.folder), "GIT_CONFIG_NOSYSTEM": "1"}
        env["GIT_CEILING_DIRECTORIES"] = str(self.folder)
        done = subprocess.run(
            ["git", *identity, *args],
            cwd=self.folder / where,
            env=env,
            check=True,
            capture_output=True,
            text=True,
        )
        return done.stdout.strip()

    def commit(self, **files: str) -> str:
        for name, text in files.items():
            put(self.folder / "server/owner/site" / name.replace("__", "/"), text)
        self.git("server/owner/site", "add", "-A")
        self.git("server/owner/site", "commit", "-q", "-m", "x", "--allow-empty")
        return self.git("server/owner/site", "rev-parse", "HEAD")


OLD = f"Old news. {DAMAGED}\nMore of it.\n"


@pytest.fixture
def pull(runner: Runner) -> Callable[[str], None]:
    """Gives a function that checks a pull request out: its merge, or its head as some do."""
    pull = Pull(runner.folder)
    server = runner.folder / "server/owner/site"
    server.mkdir(parents=True)
    pull.git("server/owner/site", "init", "-q", "-b", "main")
    pull.git("server/owner/site", "config", "uploadpack.allowAnySHA1InWant", "true")
    pull.commit(**{"a.md": OLD, "copylint.toml": 'ignore = ["claims"]\n'})
    pull.git("server/owner/site", "checkout", "-q", "-b", "pr")
    pull.commit(**{"b.md": f"{DAMAGED}\nStudies show that this helps most people.\n"})
    evil = 'exclude = ["*"]\n'
    head = pull.commit(**{"copylint.toml": evil, "a.md": OLD.replace("More of it.", "It rained..")})
    pull.git("server/owner/site", "checkout", "-q", "main")
    pull.commit(**{"c.md": DAMAGED})
    pull.git("server/owner/site", "checkout", "-q", "--detach")
    pull.git("server/owner/site", "merge", "-q", "--no-ff", "pr")
    merge = pull.git("server/owner/site", "rev-parse", "HEAD")
    pull.git("server/owner/site", "update-ref", "refs/pull/1/merge", merge)
    pull.git("server/owner/site", "checkout", "-q", "main")
    url = f"file://{server}"
    runner.variables = {
        "GITHUB_EVENT_NAME": "pull_request",
        "GITHUB_BASE_REF": "main",
        "GITHUB_SHA": merge,
        "GITHUB_SERVER_URL": f"file://{runner.folder}/server",
    }
    runner.head = "stranger/site"

    def check_out(what: str) -> None:
        pull.git("work space", "init", "-q")
        # As actions/checkout does: one commit, and no branch.
        fork = f"file://{runner.folder}/gone" if what == "head" else url
        pull.git("work space", "remote", "add", "origin", fork)
        commit = {"merge": merge, "head": head}[what]
        pull.git("work space", "fetch", "-q", "--no-tags", "--depth=1", url, commit)
        pull.git("work space", "checkout", "-q", "--detach", commit)

    return check_out


@pytest.mark.parametrize("what", ["merge", "head"])
def test_a_pull_request_from_a_fork_cannot_change_what_it_is_judged_by(
    runner: Runner, pull: Callable[[str], None], what: str
) -> None:
    pull(what)
    runner.inputs = {"only-changed": "false"}
    code, text = runner.run()
    assert code == 1
    lines, _ = log(text)
    base = runner.outputs["base"]["commit"]
    assert lines[0].endswith(f"copylint.toml is not obeyed: it is not that of {base}")
    found = {(one[0], one[3]) for one in READERS["github"](text).findings}
    expected = {("a.md", "punctuation/double-period"), ("b.md", "punctuation/double-period")}
    if what == "merge":
        expected.add(("c.md", "punctuation/double-period"))
    assert found == expected
    assert json.loads(json.dumps(runner.outputs["check"])) == {"exit-code": "1"}


def test_a_pull_request_of_a_colleague_may_change_settings(
    runner: Runner, pull: Callable[[str], None]
) -> None:
    pull("merge")
    runner.head = "owner/site"
    runner.inputs = {"only-changed": "false"}
    code, text = runner.run()
    assert code == 0
    assert log(text)[1] == []
    runner.inputs["untrusted"] = "true"
    assert runner.run()[0] == 1


@diff_base
@pytest.mark.parametrize("what", ["merge", "head"])
def test_only_what_a_pull_request_adds_is_reported(
    runner: Runner, pull: Callable[[str], None], what: str
) -> None:
    pull(what)
    code, text = runner.run()
    assert code == 1
    found = {(one[0], one[1]) for one in READERS["github"](text).findings}
    assert found == {("a.md", 3), ("b.md", 1)}


# What the README tells people to copy


def blocks(word: str) -> list[Any]:
    """The blocks of YAML in the README that hold a word."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    found = re.findall(r"^```yaml\n(.*?)^```$", text, re.S | re.M)
    return [yaml.safe_load(one) for one in found if word in one]


def test_the_workflow_to_copy(runner: Runner) -> None:
    (workflow,) = blocks("runs-on")
    use = workflow["jobs"]["copylint"]["steps"][-1]
    assert use["uses"] == f"copylint/copylint@v{copylint.__version__}"
    assert set(use["with"]) <= set(ACTION["inputs"])
    put(runner.workspace / "posts/a.md", DAMAGED)
    put(runner.workspace / "other/a.md", DAMAGED)
    runner.inputs = use["with"]
    code, text = runner.run()
    assert (code, len(READERS["github"](text).findings)) == (1, 1)


def test_the_job_for_gitlab_to_copy(runner: Runner) -> None:
    (pipeline,) = blocks("codequality")
    job = pipeline["copylint"]
    put(runner.workspace / "posts/é.md", DAMAGED)
    assert job["script"][0] == "pip install copylint"
    path = f"{Path(COMMAND).parent}:{os.environ['PATH']}"
    env = {"PATH": path, "HOME": str(runner.folder), "CI_PROJECT_DIR": str(runner.workspace)}
    done = subprocess.run(["sh", "-ec", job["script"][1]], cwd=runner.workspace, env=env)
    assert done.returncode == 1
    report = runner.workspace / job["artifacts"]["reports"]["codequality"]
    assert READERS["gitlab"](report.read_text()).findings == [
        ("posts/é.md", 1, 0, "punctuation/double-period")
    ]


# Installing


@pytest.fixture(scope="module")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("hatchling")
    folder = tmp_path_factory.mktemp("wheels")
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
    subprocess.run([*build, "--wheel-dir", str(folder), str(ROOT)], check=True, capture_output=True)
    return folder


def test_install(runner: Runner, wheels: Path) -> None:
    """Of a version, from a folder in place of PyPI; a tree that holds Python code is no danger."""
    for name in ("venv", "pip", "sitecustomize", "copylint", "sys"):
        put(runner.workspace / f"{name}.py", "open('pwned', 'w')")
    runner.inputs = {"version": "0.1.0"}
    runner.variables = {
        "PIP_NO_INDEX": "1",
        "PIP_NO_DEPS": "1",
        "PIP_FIND_LINKS": str(wheels),
        "PYTHONPATH": str(runner.workspace),
    }
    code, text = runner.step("install")
    assert (code, text) == (0, "")
    command = Path(runner.outputs["install"]["command"])
    assert command.exists()
    python = [
        str(command.parent / "python"),
        "-I",
        "-c",
        "import copylint; print(copylint.__file__)",
    ]
    where = subprocess.run(python, capture_output=True, text=True, check=True).stdout
    assert where.startswith(str(runner.folder / "copylint-venv"))
    assert not list(runner.folder.rglob("pwned"))


@pytest.mark.parametrize(
    "version", ["x @ file:///x", "1 2", "--pre", "-r x", "1;2", "$(x)", "0.1.0/.."]
)
def test_a_version_is_one(runner: Runner, version: str) -> None:
    runner.inputs = {"version": version}
    code, text = runner.step("install")
    assert code == 2
    assert text == "::error title=copylint::'version' is one version, such as 0.1.0\n"


def test_without_python(runner: Runner) -> None:
    (runner.folder / "bin").mkdir()
    bash = shutil.which("bash")
    assert bash
    (runner.folder / "bin/bash").symlink_to(bash)
    runner.variables = {"PATH": str(runner.folder / "bin")}
    code, text = runner.step("install")
    assert code == 2
    assert text.endswith("needs Python 3.11 or newer; put actions/setup-python before it\n")
