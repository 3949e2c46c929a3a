"""Plugins: found by name in installed packages, and nowhere and never else."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from command import Command, put, run
from copylint import plugins

ROOT = Path(__file__).parents[1]
TEXT = "It rained.. We stayed.\n"
DOUBLE = ("--isolated", "--select", "punctuation/double-period", "--output", "concise")
RULE = """\
message: "“{match}” is no word."
why: It is none.
KIND
examples:
  - bad: "grr"
  - bad: "A grr."
  - bad: "The grr."
  - good: "One."
  - good: "Two."
  - good: "Three."
"""
READER = """\
from copylint.document import BlockBuilder, Document
SUFFIXES = (".shout", ".yell")
def read(source, suffix=""):
    if "crash" in source:
        raise KeyError("a thing")
    builder = BlockBuilder(source, "paragraph", 0)
    builder.exact(0, len(source.rstrip()))
    block = builder.build(len(source))
    return Document("shout", source, (block,) if block else ())
"""
DETECTOR = """\
from copylint.match import Match
def detect(document, options):
    for block in document.blocks:
        at = block.text.find("grr")
        if at >= 0:
            yield Match(block, at, at + 3)
        if "crash" in block.text:
            raise KeyError("a thing")
"""
REPORTER = """\
def report(run):
    for result in run.results:
        yield f"{result.path} has {len(result.findings)}"
"""


def package(folder: Path, name: str, entries: str, **modules: str) -> Path:
    """A package as an installer would leave it: its modules and what its metadata declare."""
    info = folder / f"{name}-1.5.dist-info"
    put(info / "METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.5\n")
    put(info / "entry_points.txt", entries)
    for module, code in modules.items():
        put(folder / f"{module}.py", code)
    return folder


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    """What was found in one test is not there in another."""
    known = set(sys.modules)
    plugins._declared.cache_clear()
    plugins._loaded.cache_clear()
    yield
    plugins._declared.cache_clear()
    plugins._loaded.cache_clear()
    for name in set(sys.modules) - known:
        if name.startswith("shout_"):
            del sys.modules[name]


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which packages are installed."""
    folder = tmp_path / "site"
    folder.mkdir()
    monkeypatch.syspath_prepend(str(folder))
    return folder


# -- readers ---------------------------------------------------------------------------------------


def test_a_reader_by_the_suffix_of_a_file(lint: Command, desk: Path, site: Path) -> None:
    package(site, "shouter", "[copylint.readers]\nshout = shout_reader\n", shout_reader=READER)
    put(desk / "a.shout", TEXT)
    assert lint("check", "--show-files", "a.shout").out == "a.shout: shout; named by hand\n"
    assert lint("check", *DOUBLE, "a.shout").out.startswith("a.shout:1:10: ")
    lint("check", *DOUBLE, "--fix", "a.shout")
    assert (desk / "a.shout").read_text() == TEXT.replace("..", ".")


def test_a_folder_s_files_if_the_plugin_is_named(lint: Command, desk: Path, site: Path) -> None:
    package(site, "shouter", "[copylint.readers]\nshout = shout_reader\n", shout_reader=READER)
    put(desk / "a.yell", TEXT)
    assert lint("check", *DOUBLE, ".").code == 0
    assert lint("check", *DOUBLE, "--plugin", "shout", ".").code == 1
    put(desk / "copylint.toml", 'plugins = ["shout"]\nselect = ["punctuation/double-period"]\n')
    assert lint("check", ".").code == 1
    assert "plugins = " in lint("config").out


def test_a_markup_in_an_override_and_an_option(lint: Command, desk: Path, site: Path) -> None:
    package(site, "shouter", "[copylint.readers]\nshout = shout_reader\n", shout_reader=READER)
    put(desk / "a.md", f"    {TEXT}")
    override = '[[override]]\nfiles = ["*.md"]\nmarkup = "shout"\n'
    put(desk / "copylint.toml", f'select = ["punctuation/double-period"]\n{override}')
    assert lint("check", "a.md").code == 1
    said = lint("clean", "--markup", "shout", "--isolated", "-", stdin=TEXT.encode())
    assert said.code == 0
    said = lint("clean", "--markup", "whisper", "--isolated", "-", stdin=TEXT.encode())
    assert said.code == 2
    assert said.err == (
        "copylint: no reader for markup 'whisper'; there are: plain, markdown, html, and those of "
        "plugins\n"
    )


def test_a_reader_that_fails_is_an_error_of_the_file(lint: Command, desk: Path, site: Path) -> None:
    package(site, "shouter", "[copylint.readers]\nshout = shout_reader\n", shout_reader=READER)
    put(desk / "a.shout", f"crash {TEXT}")
    put(desk / "b.shout", TEXT)
    said = lint("check", *DOUBLE, "a.shout", "b.shout")
    assert said.code == 2
    assert said.out.startswith("b.shout:1:10: ")
    assert said.err == (
        "copylint: a.shout: the plugin 'shout' of shouter 1.5 is broken (KeyError: 'a thing'); "
        "update or uninstall that package\n"
    )


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        ("import no_such_thing", "ModuleNotFoundError: No module named 'no_such_thing'"),
        ("def f(:", "SyntaxError: "),
        ("x = 1", "AttributeError: shout_reader has no read()"),
        ("raise SystemError('no')", "SystemError: no"),
    ],
)
def test_a_broken_plugin_is_one_line(
    lint: Command, desk: Path, site: Path, code: str, problem: str
) -> None:
    package(site, "shouter", "[copylint.readers]\nshout = shout_reader\n", shout_reader=code)
    put(desk / "a.shout", TEXT)
    for call in (("check", "a.shout"), ("check", "--plugin", "shout", ".")):
        said = lint(*call, "--isolated")
        assert said.code == 2
        assert f"the plugin 'shout' of shouter 1.5 is broken ({problem}" in said.err
        assert said.err.count("\n") == 1


def test_two_packages_with_one_name(lint: Command, desk: Path, site: Path) -> None:
    for name in ("shouter", "crier"):
        package(site, name, "[copylint.readers]\nshout = shout_reader\n", shout_reader=READER)
    put(desk / "a.shout", TEXT)
    said = lint("check", "--isolated", "a.shout")
    assert said.code == 2
    assert (
        "crier 1.5 and shouter 1.5 both have a plugin 'shout' (readers); uninstall one" in said.err
    )


def test_a_plugin_nobody_has(lint: Command, desk: Path) -> None:
    said = lint("check", "--isolated", "--plugin", "whisper", ".")
    problem = "no installed package has a plugin 'whisper'; check the name"
    assert (said.code, said.err) == (2, f"copylint: {problem}\n")
    put(desk / "copylint.toml", '\nplugins = ["whisper"]\n')
    said = lint("check", ".")
    assert (said.code, said.err) == (2, f"copylint: {desk}/copylint.toml:2: {problem}\n")


def test_python_without_its_parser(
    lint: Command, desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in sys.modules if name.startswith("copylint.python")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "libcst", None)
    put(desk / "a.py", "x = 1\n")
    said = lint("check", "--isolated", "a.py")
    cure = "reading Python takes libcst: pip install 'copylint[python]'"
    assert (said.code, said.err) == (2, f"copylint: a.py: {cure}\n")


# -- rules, detectors, reporters -------------------------------------------------------------------


def test_a_pack_of_rules(lint: Command, desk: Path, site: Path) -> None:
    package(site, "shouter", "[copylint.rules]\nshout = shout_rules\n")
    put(site / "shout_rules/__init__.py", "")
    put(site / "shout_rules/style/grr.yaml", RULE.replace("KIND", "regex: '\\bgrr\\b'"))
    put(desk / "a.md", "A grr.\n")
    assert lint("check", "--isolated", "a.md").code == 0
    said = lint("check", "--isolated", "--plugin", "shout", "--output", "concise", "a.md")
    assert said.out == "a.md:1:3: warning style/grr “grr” is no word.\n"
    said = lint("rules", "--isolated", "--plugin", "shout", "style/grr")
    assert said.out.startswith(
        "on   warning  none    style/grr  (from plugin shout of shouter 1.5)\n"
    )
    assert lint("test", "--isolated", "--plugin", "shout", "style/grr").code == 0


def test_a_pack_that_is_no_package(lint: Command, desk: Path, site: Path) -> None:  # noqa: ARG001
    package(site, "shouter", "[copylint.rules]\nshout = shout_rules\n", shout_rules="")
    said = lint("check", "--isolated", "--plugin", "shout", ".")
    assert said.code == 2
    assert "'shout' of shouter 1.5 is broken (TypeError: shout_rules is no package" in said.err


def test_a_detector(lint: Command, desk: Path, site: Path) -> None:
    package(
        site, "shouter", "[copylint.detectors]\ngrowl = shout_detector\n", shout_detector=DETECTOR
    )
    put(desk / "house/style/grr.yaml", RULE.replace("KIND", "detector: growl\nneeds: [grr, crash]"))
    put(desk / "a.md", "A grr.\n")
    select = ("--isolated", "--rules", "house", "--select", "style/grr", "--output", "concise")
    assert lint("check", *select, "a.md").out.startswith("a.md:1:3: ")
    put(desk / "b.md", "A crash.\n")
    said = lint("check", *select, "b.md", "a.md")
    assert said.code == 2
    assert said.out.startswith("a.md:1:3: ")
    assert said.err.startswith(
        "copylint: b.md: the plugin 'growl' of shouter 1.5 is broken (KeyErr"
    )


def test_a_reporter(lint: Command, desk: Path, site: Path) -> None:
    package(
        site, "shouter", "[copylint.reporters]\ntally = shout_reporter\n", shout_reporter=REPORTER
    )
    put(desk / "a.md", TEXT)
    said = lint("check", "--isolated", "--output", "tally", "a.md")
    assert said.out == "a.md has 1\n"
    assert lint("check", "--isolated", "--output", "tale", "a.md").code == 2


# -- where plugins are not looked for --------------------------------------------------------------


def test_the_current_folder_installs_nothing(desk: Path) -> None:
    package(desk, "shouter", "[copylint.readers]\nshout = shout_reader\n", shout_reader="1/0")
    # What Python would import in the place of a package of ours.
    put(desk / "libcst.py", "raise SystemExit(9)\n")
    put(desk / "a.shout", TEXT)
    put(desk / "a.py", f'"""{TEXT}"""\n')
    code, out, err = run("check", *DOUBLE, "a.shout", "a.py", cwd=desk)
    assert (code, err.decode()) == (1, "")
    assert out.decode().count("punctuation/double-period") == 2
    code, _, err = run("check", "--isolated", "--plugin", "shout", ".", cwd=desk)
    assert code == 2
    assert err.decode().startswith("copylint: no installed package has a plugin 'shout'")


def test_nor_does_it_on_the_path(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package(desk, "shouter", "[copylint.readers]\nshout = shout_reader\n", shout_reader=READER)
    monkeypatch.syspath_prepend(str(desk))
    assert plugins.find("readers", "shout") is None


# -- the example, installed as its users would -----------------------------------------------------


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("docutils")
    pytest.importorskip("hatchling")
    folder = tmp_path_factory.mktemp("example")
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    options = ["--no-deps", "--no-build-isolation", "--no-index", "--target", str(folder)]
    subprocess.run(
        [*pip, *options, str(ROOT / "examples/copylint-rst")], check=True, capture_output=True
    )
    return folder


def _with(example: Path) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(example)}


def test_the_example_is_found_by_name(example: Path, desk: Path) -> None:
    put(
        desk / "a.rst",
        "Title\n=====\n\nIt rained.. See [this](https://a.example).\n\n::\n\n  a.. B\n",
    )
    code, out, err = run(
        "check",
        "--isolated",
        "--plugin",
        "rst",
        "--output",
        "concise",
        ".",
        cwd=desk,
        env=_with(example),
    )
    assert (code, err.decode()) == (1, "")
    assert [line.split(" ")[:3] for line in out.decode().splitlines()] == [
        ["a.rst:4:10:", "error", "punctuation/double-period"],
        ["a.rst:4:17:", "error", "structure/markdown-link-in-rst"],
    ]
    listed = run("rules", "--isolated", "--plugin", "rst", cwd=desk, env=_with(example))[1].decode()
    assert listed.count("(from plugin rst of copylint-rst 0.1.0)") == 2


def test_the_example_s_own_tests_pass(example: Path) -> None:
    command = [sys.executable, "-m", "pytest", "-q", "-c", os.devnull, "-p", "no:cacheprovider"]
    done = subprocess.run(
        [*command, str(ROOT / "examples/copylint-rst/tests")],
        env=_with(example),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    assert "3 passed" in done.stdout


def test_an_installed_plugin_is_not_looked_at_unless_it_is_asked_for(
    example: Path, desk: Path
) -> None:
    put(desk / "a.md", "# Night ferries\n\nThe boat left at nine.\n")
    code = (
        "import sys\nfrom copylint.cli import main\ncode = main(['check', '--isolated', 'a.md'])\n"
    )
    code += "print(*sys.modules, file=sys.stderr)\nsys.exit(code)"
    for _ in range(2):
        # The first run reads the rules, for which more is imported.
        done = subprocess.run(
            [sys.executable, "-c", code],
            cwd=desk,
            env=_with(example),
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 0
    loaded = set(done.stderr.split())
    assert "copylint.plugins" in loaded
    assert not loaded & {
        "importlib.metadata",
        "copylint_rst",
        "docutils",
        "libcst",
        "copylint.python",
    }
