"""Does the Python reader keep its promises? On the standard library and on a package.

    python benchmarks/python_reader.py spans [FOLDER]      all positions, docstrings and comments
    python benchmarks/python_reader.py edits [N [FOLDER]]  N random edits inside docstrings
    python benchmarks/python_reader.py damage PACKAGE      damage in docstrings, and its repair
    python benchmarks/python_reader.py hostile             files made to kill a parser
    python benchmarks/python_reader.py findings FOLDER…    findings with prefilter and without

Prints counts, and exits with 1 if a promise is broken.
"""

from __future__ import annotations

import ast
import compileall
import io
import random
import re
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import time
import tokenize
import warnings
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from copylint import fix, rulebook
from copylint.errors import ReadError
from copylint.finding import Finding
from copylint.linter import Linter
from copylint.python import reader
from copylint.span import Edit, Span

STDLIB = sysconfig.get_paths()["stdlib"]
#: What to put in the place of a full stop.
DAMAGE = (
    "..",
    " [cite: 4].",
    "【4†source】.",
    ". Let me know if you'd like me to expand this section!",
)
#: A tool that would print thousands of lines is of no use.
SHOWN = 12


def modules(folder: str) -> list[Path]:
    """The modules of a folder, installed packages left out."""
    top = Path(folder)
    return [
        path
        for path in sorted(top.rglob("*.py"))
        if "site-packages" not in path.relative_to(top).parts
    ]


def documented(tree: ast.AST) -> Iterator[ast.Constant]:
    """The docstrings that Python itself sees."""
    for node in ast.walk(tree):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
            first = node.body[0] if node.body else None
            value = first.value if isinstance(first, ast.Expr) else None
            if isinstance(value, ast.Constant) and isinstance(value.value, str):
                yield value


def spans(folder: str = STDLIB) -> int:
    """Each piece of prose against the source, each docstring against `ast`, each comment against
    `tokenize`."""
    count: Counter[str] = Counter()
    wrong: list[str] = []
    for path in modules(folder):
        count["files"] += 1
        try:
            source = reader.decode(path.read_bytes()).source
            document = reader.read(source)
            strings, comments = reader.parsed(source)
        except ReadError as error:
            count["files refused, with an error"] += 1
            print(f"  {path.relative_to(folder)}: {str(error)[:110]}")
            continue
        for block in document.blocks:
            count[f"blocks: {block.kind}"] += 1
            at = -1
            limits = [piece.start for piece in block.pieces[1:]] + [len(block.text)]
            for piece, limit in zip(block.pieces, limits, strict=True):
                count["pieces of prose"] += 1
                shown = source[piece.span.start : piece.span.end]
                if piece.exact and shown != block.text[piece.start : limit]:
                    wrong.append(f"{path}: {shown!r} is not {block.text[piece.start : limit]!r}")
                if piece.span.start < at:
                    wrong.append(f"{path}: pieces out of order in {block.text[:40]!r}")
                at = piece.span.end
        count["strings"] += len(strings)
        count["comments"] += len(comments)
        wrong += _against_python(path, source, strings, comments, count)
    for key, number in sorted(count.items()):
        print(f"{number:>9,}  {key}")
    return _told(wrong)


def _against_python(path, source, strings, comments, count):  # type: ignore[no-untyped-def]
    try:
        tree = ast.parse(source)
        lines = io.StringIO(source, newline="").readline
        seen = [one for one in tokenize.generate_tokens(lines) if one.type == tokenize.COMMENT]
    except (SyntaxError, ValueError, tokenize.TokenError):
        count["files newer or older than this Python"] += 1
        return
    docstrings = Counter(node.value for node in documented(tree))
    count["docstrings of ast"] += docstrings.total()
    lost = docstrings - Counter(string.view.text for string in strings)
    if lost:
        yield f"{path}: {lost.total()} docstrings unlike ast's: {next(iter(lost))[:40]!r}"
    if len(seen) != len(comments):
        yield f"{path}: {len(comments)} comments, {len(seen)} for tokenize"


def edits(number: str = "5000", folder: str = STDLIB) -> int:
    """Random single edits inside docstrings: the tree differs there alone, or they are refused."""
    chance = random.Random(6)
    count: Counter[str] = Counter()
    wrong: list[str] = []
    # A file is parsed for each edit, so the longest would take nearly all of the time.
    paths = [path for path in modules(folder) if path.stat().st_size < 30_000]
    while count["edits"] < int(number):
        path = chance.choice(paths)
        try:
            source = reader.decode(path.read_bytes()).source
            blocks = [one for one in reader.read(source).blocks if one.kind == "docstring"]
            before = ast.parse(source)
        except (ReadError, SyntaxError, ValueError):
            continue
        for block in chance.sample(blocks, min(len(blocks), 20)):
            edit = _random(chance, block.pieces)
            after = fix.apply(source, [edit])
            count["edits"] += 1
            if not reader.unharmed(source, after, [edit]):
                count["refused"] += 1
                continue
            count["accepted"] += 1
            if problem := _differs(source, before, after, edit):
                wrong.append(f"{path}: {edit}: {problem}")
            if count["edits"] == int(number):
                break
    for key, value in sorted(count.items()):
        print(f"{value:>9,}  {key}")
    return _told(wrong)


def _random(chance: random.Random, pieces) -> Edit:  # type: ignore[no-untyped-def]
    span = chance.choice(pieces).span
    start = chance.randint(span.start, span.end)
    end = chance.choice((start, min(start + 1, span.end), chance.randint(start, span.end)))
    return Edit(
        Span(start, end), "".join(chance.choices("ab .,\\\"'\n{}#\té—x0", k=chance.randint(0, 3)))
    )


def _differs(source: str, before: ast.AST, after: str, edit: Edit) -> str:
    """What else than the string around an edit differs between two modules, as `ast.dump` tells."""
    try:
        tree = ast.parse(after)
    except SyntaxError as error:
        return f"no longer Python: {error}"
    line = source.count("\n", 0, edit.span.start) + 1
    pairs = list(zip(_strings(before), _strings(tree), strict=False))
    changed = [(one, other) for one, other in pairs if one.value != other.value]
    if len(changed) > 1:
        return f"{len(changed)} strings changed"
    for one, other in changed:
        if not one.lineno <= line <= (one.end_lineno or 0):
            return "another string changed"
        one.value, kept = other.value, one.value
    same = ast.dump(before) == ast.dump(tree)
    for one, _ in changed:
        one.value = kept
    return "" if same else "something else than a string changed"


def _strings(tree: ast.AST) -> list[ast.Constant]:
    return [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]


def linter() -> Linter:
    """The default rules."""
    return Linter(rulebook.select(rulebook.load()))


def damage(package: str) -> int:
    """Damage in every docstring of a package: found, repaired, and the code the same as before."""
    spec = __import__(package)
    origin = Path(spec.__file__ or "").parent
    check = linter()
    count: Counter[str] = Counter()
    wrong: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        top = Path(folder) / package
        shutil.copytree(origin, top, ignore=shutil.ignore_patterns("__pycache__"))
        clean = _doctests(top)
        for path in modules(str(top)):
            _damage(path, check, count, wrong)
        count["modules that compile"] = sum(
            compileall.compile_file(path, quiet=1, force=True) for path in modules(str(top))
        )
        if (again := _doctests(top)) != clean:
            wrong.append(f"doctests: {clean} before, {again} after")
        print(f"doctests before and after: {clean}, {again}")
    for key, value in sorted(count.items()):
        print(f"{value:>9,}  {key}")
    return _told(wrong)


def _damage(path: Path, check: Linter, count: Counter[str], wrong: list[str]) -> None:
    text = reader.decode(path.read_bytes())
    source = text.source
    count["modules"] += 1
    blocks = [one for one in reader.read(source).blocks if one.kind == "docstring"]
    known = {_key(one) for one in check.check(source, markup="python").findings}
    changes = []
    for number, block in enumerate(blocks):
        ends = [hit.end() for hit in re.finditer(r"[a-z]{3}\.(?= [A-Z]|$)", block.text)]
        place = block.verbatim(ends[0] - 1, ends[0]) if ends else None
        if place is not None:
            changes.append(Edit(place, DAMAGE[number % len(DAMAGE)]))
    if not changes:
        return
    broken = fix.apply(source, changes)
    count["places damaged"] += len(changes)
    found = [one for one in check.check(broken, markup="python").findings if _key(one) not in known]
    count["findings"] += len(found)
    result = check.fix(broken, markup="python", unsafe=True)
    plain = check.fix(source, markup="python", unsafe=True).source
    count["modules repaired to what they were"] += result.source == plain
    count["places left damaged"] += sum(
        result.source.count(text) - plain.count(text) for text in DAMAGE if text != ".."
    )
    if not _equal_code(source, result.source):
        wrong.append(f"{path}: the code changed")
    path.write_bytes(text.bom + result.source.encode(text.encoding))


def _key(finding: Finding) -> tuple[str, str]:
    return finding.rule, finding.text


def _equal_code(one: str, other: str) -> bool:
    trees = [ast.parse(text) for text in (one, other)]
    for tree in trees:
        for node in documented(tree):
            node.value = ""
    return ast.dump(trees[0]) == ast.dump(trees[1])


def _doctests(top: Path) -> str:
    """(failed, attempted) of the doctests of a package, as one text."""
    code = (
        "import doctest, importlib, pkgutil, sys\n"
        "sys.path.insert(0, sys.argv[1]); name = sys.argv[2]\n"
        "failed = tried = 0\n"
        "top = importlib.import_module(name)\n"
        "for one in [name, *(m.name for m in pkgutil.iter_modules(top.__path__, f'{name}.'))]:\n"
        "    try: module = importlib.import_module(one)\n"
        "    except Exception: continue\n"
        "    result = doctest.testmod(module, report=False)\n"
        "    failed += result.failed; tried += result.attempted\n"
        "print(f'{failed} of {tried} fail', file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-P", "-c", code, str(top.parent), top.name],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    return done.stderr.strip().splitlines()[-1]


def hostile_files() -> dict[str, bytes]:
    """Files that killed a parser, or made it slow; each with text that wakes a rule."""
    doc = '"""It rained [cite: 4] here.. We stayed."""\n'
    return {
        "brackets150.py": (doc + "x = " + "[" * 150 + "]" * 150).encode(),
        "brackets1000.py": (doc + "x = " + "[" * 1000 + "]" * 1000).encode(),
        "brackets2000.py": (doc + "x = " + "[" * 2000 + "]" * 2000).encode(),
        "plus1900.py": (doc + "x = " + "1 + " * 1900 + "1").encode(),
        "plus5000.py": (doc + "x = " + "1 + " * 5000 + "1").encode(),
        "minus20000.py": (doc + "x = " + "-" * 20000 + "1").encode(),
        "attributes4000.py": (doc + "x = a" + ".b" * 4000).encode(),
        "nots20000.py": (doc + "x = " + "not " * 20000 + "y").encode(),
        "calls5000.py": (doc + "x = f" + "()" * 5000).encode(),
        "lambdas5000.py": (doc + "x = " + "lambda: " * 5000 + "0").encode(),
        "indents.py": (
            doc + "".join(f"{' ' * n}if x:\n" for n in range(500)) + " " * 500 + "y\n"
        ).encode(),
        "unclosed.py": (doc + "(" * 90 + '"""').encode(),
        "quotes.py": (doc + '"""\n' + '\\"""' * 200_000).encode(),
        "nul.py": (doc + "x = 1\0\n").encode(),
        "cookie.py": b"# coding: rot13\n" + doc.encode(),
        "latin.py": doc.encode() + b"# caf\xe9\n",
        "lone-cr.py": (doc + "x = 1\r# It rained.. Here\r").encode(),
        "python2.py": (doc + "print 'x'\n").encode(),
        "binary.py": bytes(range(256)) * 100,
    }


def hostile() -> int:
    """Each hostile file alone: an error in five seconds, and the good one beside it linted."""
    wrong: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        top = Path(folder)
        (top / "good.py").write_text('"""It rained [cite: 4]."""\n')
        # The rules' cache, Python's own and the first start of the parser are no part of a file.
        _check(top, "good.py")
        for name, data in hostile_files().items():
            (top / name).write_bytes(data)
            start = time.monotonic()
            done = _check(top, name, "good.py")
            taken = time.monotonic() - start
            error = next((x for x in done.stderr.splitlines() if name in x), "")
            linted = "good.py:1" in done.stdout
            print(f"{taken:5.1f} s  exit {done.returncode}  {name}: {error[:110]}")
            if "Traceback" in done.stderr or not linted or (done.returncode == 2) != bool(error):
                wrong.append(f"{name}: {done.stdout}{done.stderr}")
            if taken > 5:
                wrong.append(f"{name}: {taken:.1f} s")
    return _told(wrong)


def _check(top: Path, *names: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "copylint", "check", "--isolated", "--output", "concise"]
    return subprocess.run([*command, *names], cwd=top, capture_output=True, text=True, check=False)


def findings(*folders: str) -> int:
    """The same findings with the prefilter and without, and how many files it spares the parser."""
    quick = linter()
    slow = Linter(quick.rules, prefilter=False)
    count: Counter[str] = Counter()
    wrong: list[str] = []
    for path in (path for folder in folders for path in modules(folder)):
        try:
            source = reader.decode(path.read_bytes()).source
            whole = slow.check(source, str(path), "python").findings
        except ReadError:
            continue
        count["files"] += 1
        count["files that no rule wakes for"] += not quick.engine.awake(source, "python")
        some = quick.check(source, str(path), "python").findings
        count["findings"] += len(whole)
        missed = set(map(_place, whole)) ^ set(map(_place, some))
        if missed:
            wrong.append(f"{path}: {sorted(missed)[:2]}")
    for key, value in sorted(count.items()):
        print(f"{value:>9,}  {key}")
    return _told(wrong)


def _place(finding: Finding) -> tuple[str, int, str]:
    return finding.rule, finding.span.start, finding.text


def _told(wrong: list[str]) -> int:
    for line in wrong[:SHOWN]:
        print(f"WRONG  {line[:300]}")
    print(f"{len(wrong)} wrong")
    return bool(wrong)


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    jobs = {
        "spans": spans,
        "edits": edits,
        "damage": damage,
        "hostile": hostile,
        "findings": findings,
    }
    if sys.argv[1:2] and sys.argv[1] in jobs:
        sys.exit(jobs[sys.argv[1]](*sys.argv[2:]))
    sys.exit(__doc__)
