"""The wheel and the source archive hold every rule; a folder that is linked would ship empty."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import time
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
RULES = ROOT / "rules"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("build")
    pytest.importorskip("hatchling")
    folder = tmp_path_factory.mktemp("dist")
    # The wheel is made from the unpacked source archive, as an index's users would make it.
    subprocess.run(
        [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT)],
        check=True,
        capture_output=True,
    )
    return folder


@pytest.fixture(scope="module")
def wheel(built: Path) -> zipfile.ZipFile:
    (path,) = built.glob("*.whl")
    return zipfile.ZipFile(path)


def test_the_wheel_holds_every_rule_as_it_is(wheel: zipfile.ZipFile) -> None:
    prefix = "copylint/rules/"
    shipped = {
        name.removeprefix(prefix): wheel.read(name)
        for name in wheel.namelist()
        if name.startswith(prefix) and name.endswith(".yaml")
    }
    here = {path.relative_to(RULES).as_posix(): path.read_bytes() for path in RULES.rglob("*.yaml")}
    assert shipped == here
    assert len(shipped) > 100


def test_the_wheel_holds_the_whole_package_and_no_more(wheel: zipfile.ZipFile) -> None:
    source = ROOT / "src"
    modules = {
        path.relative_to(source).as_posix()
        for path in (source / "copylint").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    names = {name for name in wheel.namelist() if ".dist-info/" not in name}
    added = ("copylint/rules/", "copylint/kept/")
    assert {name for name in names if not name.startswith(added)} == modules
    assert "copylint/py.typed" in names


def test_the_wheel_brings_the_command(wheel: zipfile.ZipFile) -> None:
    (entry,) = [name for name in wheel.namelist() if name.endswith("entry_points.txt")]
    assert "copylint = copylint.cli:main" in wheel.read(entry).decode()


def test_the_wheel_works_by_itself(wheel: zipfile.ZipFile, tmp_path: Path) -> None:
    wheel.extractall(tmp_path / "site")
    code = "import copylint; print(copylint.__file__); print(copylint.clean('It fell.. So.').text)"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={"PYTHONPATH": str(tmp_path / "site"), "XDG_CACHE_HOME": str(tmp_path), "PATH": ""},
        capture_output=True,
        text=True,
        check=True,
    )
    where, text = done.stdout.splitlines()
    assert Path(where).is_relative_to(tmp_path)
    assert text == "It fell. So."


def test_the_source_archive_holds_what_tests_need(built: Path) -> None:
    (path,) = built.glob("*.tar.gz")
    with tarfile.open(path) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {"pyproject.toml", "src/copylint/__init__.py", "tests/test_packaging.py"} <= names
    assert {path.relative_to(ROOT).as_posix() for path in RULES.rglob("*.yaml")} <= names


def test_a_first_run_from_the_wheel_reads_no_rule(wheel: zipfile.ZipFile, tmp_path: Path) -> None:
    wheel.extractall(tmp_path / "site")
    kept = tmp_path / "cache" / "copylint"

    def listed() -> str:
        return subprocess.run(
            [sys.executable, "-m", "copylint", "rules", "--output", "json"],
            check=True,
            capture_output=True,
            encoding="utf-8",
            cwd=tmp_path,
            env={
                **os.environ,
                "PYTHONPATH": str(tmp_path / "site"),
                "XDG_CACHE_HOME": str(kept.parent),
            },
        ).stdout

    shipped = listed()
    assert not list(kept.glob("rules-*"))
    file = tmp_path / "site/copylint/rules/seo/cta-splice.yaml"
    # An installed rule that somebody changed counts, and so does one of the same size.
    later = time.time() + 3600
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("severity: error", "severity: fatal"), encoding="utf-8")
    os.utime(file, (later, later))
    with pytest.raises(subprocess.CalledProcessError) as failed:
        listed()
    assert "fatal" in failed.value.stderr
    file.write_text(text, encoding="utf-8")
    os.utime(file, (later, later))
    assert listed() == shipped
    assert list(kept.glob("rules-*"))
