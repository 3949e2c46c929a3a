"""Imports point down only, and a small check imports little."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src" / "copylint"

# From the ground up. A module may import those on lower floors, and a shelf's own face.
FLOORS = [
    {"__init__"},
    {"span", "errors", "visible", "syntax", "place", "linehash", "caches"},
    {"plugins", "pattern", "python.lexer", "python.worker", "python.parse", "python"},
    {
        "measured",
        "gfm",
        "sentences",
        "opaque",
        "frontmatter",
        "finding",
        "literals",
        "vale",
    },
    {"attribution"},
    {
        "checkworthy",
        "relaxed",
        "document",
        "fix",
        "excerpt",
        "fingerprint",
        "diff",
        "changes",
        "delta",
        "excise",
        "swap",
        "ranking",
    },
    {"masthead"},
    {
        "match",
        "citations",
        "language",
        "record",
        "rule",
        "scope",
        "suppressions",
        "readers.*",
        "python.view",
        "vale.expression",
    },
    {"query"},
    {"rough", "python.docstring", "python.comments", "python.rough"},
    {"text"},
    {
        "prefilter",
        "repair",
        "files",
        "crlf",
        "silence",
        "xml",
        "detectors.*",
        "vale.sample",
        "vale.scope",
        "vale.style",
    },
    {"reporters.*"},
    {"profiles"},
    {"rulebook", "config", "baseline", "python.reader", "vale.frames"},
    {"engine", "base", "survey", "vale.draft"},
    {"linter", "vale.patterned", "vale.detected"},
    {"verdicts"},
    {"examples", "workspace", "vale.carry"},
    {"api", "server.*", "vale.trial"},
    {"vale.whole"},
    {"cli.*"},
    {"__main__"},
]
SHELVES = ("detectors", "reporters", "readers")
#: Folders whose modules may use each other.
ROOMS = ("cli", "server")


def modules() -> dict[str, Path]:
    found = {}
    for path in sorted(SOURCE.rglob("*.py")):
        parts = path.relative_to(SOURCE).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 1 else parts)
        found[name] = path
    return found


MODULES = modules()


def floor(name: str) -> int:
    """The floor of a module; the shelves' own `__init__` stand with what is on them."""
    for number, names in enumerate(FLOORS):
        if name in names or f"{name.partition('.')[0]}.*" in names:
            return number
    raise AssertionError(f"{name} stands on no floor; give it one in FLOORS")


def imports(name: str) -> Iterator[tuple[str, bool]]:
    """(module of ours, whether it is imported when the module is) for each import."""
    tree = ast.parse(MODULES[name].read_text(encoding="utf-8"))
    inner = {
        id(child)
        for node in ast.walk(tree)
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) or _for_types(node)
        for child in ast.walk(node)
    }
    for node in ast.walk(tree):
        top = id(node) not in inner
        if isinstance(node, ast.Import):
            names = [one.name for one in node.names if one.name.partition(".")[0] == "copylint"]
            yield from (
                (name.removeprefix("copylint").lstrip(".") or "__init__", top) for name in names
            )
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("copylint"):
            assert node.level == 0, f"{name} imports relatively"
            for one in node.names:
                whole = f"{node.module}.{one.name}".removeprefix("copylint.")
                module = (node.module or "").removeprefix("copylint").lstrip(".")
                yield (whole if whole in MODULES else module or "__init__"), top


def _for_types(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.If)
        and isinstance(node.test, ast.Name)
        and node.test.id == "TYPE_CHECKING"
    )


@pytest.mark.parametrize("name", [name for name in MODULES if name != "__init__"])
def test_imports_point_down(name: str) -> None:
    for other, _ in imports(name):
        beside = floor(other) == floor(name)
        allowed = floor(other) < floor(name)
        same_room = beside and name.partition(".")[0] == other.partition(".")[0] in ROOMS
        face = name.partition(".")[0] == other and beside
        assert allowed or same_room or face, f"{name} imports {other}"


@pytest.mark.parametrize("name", [name for name in MODULES if name.startswith(SHELVES)])
def test_shelves_know_only_their_own_face(name: str) -> None:
    shelf = name.partition(".")[0]
    rooms = {other.partition(".")[0] for other, _ in imports(name) if other != shelf}
    assert not rooms & {*SHELVES, "engine", "linter", "cli", "rulebook"}


def test_nothing_imports_the_door() -> None:
    for name in MODULES:
        if not name.startswith(("cli", "__main__")):
            assert not [other for other, _ in imports(name) if other.startswith("cli")], name


def test_the_editors_protocol_is_known_to_the_server_alone() -> None:
    for name, path in MODULES.items():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        froms = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
        plain = [
            one.name
            for node in ast.walk(tree)
            if isinstance(node, ast.Import)
            for one in node.names
        ]
        packages = {other.partition(".")[0] for other in [*froms, *plain]}
        assert name.startswith("server") or not packages & {"pygls", "lsprotocol"}, name


def test_inside_the_package_nobody_uses_its_face() -> None:
    for name, path in MODULES.items():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module == "copylint":
                names = {one.name for one in node.names}
                known = {other.partition(".")[0] for other in MODULES} | {"__version__"}
                assert names <= known, f"{name} imports {names - known} from copylint"


def test_no_circles() -> None:
    graph = {
        name: {other for other, top in imports(name) if top and other != name} for name in MODULES
    }
    done: set[str] = set()

    def visit(name: str, above: tuple[str, ...]) -> None:
        assert name not in above, " → ".join((*above, name))
        if name not in done:
            for other in sorted(graph[name]):
                visit(other, (*above, name))
            done.add(name)

    for name in graph:
        visit(name, ())


def test_floors_name_nothing_that_is_gone() -> None:
    listed = {name for names in FLOORS for name in names if not name.endswith("*")}
    assert listed <= MODULES.keys()


HEAVY = ["yaml", "libcst", "turbohtml", "pathspec", "concurrent.futures", "importlib.metadata",
         "asyncio", "multiprocessing", "pygls"]  # fmt: skip
SMALL = "# Night ferries\n\nThe boat left at nine, and the crew was glad of it.\n"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("home")
    (folder / "article.md").write_text(SMALL, encoding="utf-8")
    _loaded(folder, "article.md")
    return folder


def _loaded(folder: Path, *arguments: str) -> set[str]:
    """The modules that a run of the command line has imported at its end."""
    code = "import sys\nfrom copylint.cli import main\n"
    code += f"code = main({list(arguments)!r})\n"
    code += "print(*sys.modules, sep='\\n', file=sys.stderr)\nsys.exit(code)"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=folder,
        env={"XDG_CACHE_HOME": str(folder / "cache"), "PATH": "", "HOME": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return set(done.stderr.split("\n"))


def test_checking_a_small_clean_article_imports_little(home: Path) -> None:
    assert "copylint.linter" in (loaded := _loaded(home, "check", "article.md"))
    assert not loaded.intersection(HEAVY)


def test_importing_the_package_imports_nothing_of_it() -> None:
    code = "import sys, copylint; print(*[m for m in sys.modules if m.startswith('copylint.')])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
