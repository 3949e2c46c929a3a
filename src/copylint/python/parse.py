"""The parser's side of `worker`: a program that answers one question a line, in JSON.

libcst is slow and can exhaust memory or the stack, so it runs here, where that ends nothing but
this process. A thread with a large stack lets it read all that people write.
"""

from __future__ import annotations

import ast
import json
import sys
import threading
import warnings
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import pairwise
from typing import Any

#: Bytes of address space, of which the stack takes half.
_MEMORY = 1 << 30
_STACK = 512 << 20
_DEPTH = 20_000


def serve() -> None:
    """Answer each line of standard input with one of standard output."""
    sys.setrecursionlimit(_DEPTH)
    _limit("RLIMIT_AS", _MEMORY)
    _limit("RLIMIT_CORE", 0)
    warnings.simplefilter("ignore")
    import libcst  # noqa: F401  (its time belongs to no file)

    answering = sys.stdout
    sys.stdout = sys.stderr
    with suppress(ValueError, RuntimeError):
        threading.stack_size(_STACK)

    def answers() -> None:
        print(json.dumps({"ready": True}), file=answering, flush=True)
        for line in sys.stdin:
            print(json.dumps(_answer(json.loads(line))), file=answering, flush=True)

    thread = threading.Thread(target=answers)
    thread.start()
    thread.join()


def _limit(name: str, value: int) -> None:
    """Lower one of this process's limits, where the system has such."""
    try:
        import resource
    except ImportError:
        return
    with suppress(ValueError, OSError, AttributeError):
        number = getattr(resource, name)
        hard = resource.getrlimit(number)[1]
        resource.setrlimit(number, (value if hard < 0 else min(value, hard), hard))


def _allow(seconds: float) -> None:
    """Let this process compute for so long from now, and be killed then; 0 for ever.

    Not by a limit: that counts from the start and by ticks, which on a busy machine go seconds wrong.
    """
    import signal

    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_PROF, seconds)


def _answer(question: dict[str, Any]) -> dict[str, Any]:
    _allow(float(question["seconds"]))
    try:
        return _answered(question)
    finally:
        _allow(0)


def _answered(question: dict[str, Any]) -> dict[str, Any]:
    try:
        if "after" in question:
            return {"changed": changed(question["before"], question["after"])}
        return regions(question["source"], question["strings"])
    except MemoryError:
        return {"error": "the parser ran out of memory"}
    except RecursionError:
        return {"error": "it is nested too deeply for the parser"}
    except Exception as error:
        line = getattr(error, "raw_line", 0)
        where = f" (line {line})" if line else ""
        known = type(error).__name__ == "ParserSyntaxError"
        problem = "it is not valid Python" if known else f"the parser failed ({error!r})"
        return {"error": f"{problem}{where}"}


# -- where the strings and comments are ------------------------------------------------------------


def regions(source: str, strings: Sequence[str]) -> dict[str, Any]:
    """The docstrings, the strings asked for and the comments of a module, in code points.

    A string is (kind, parts); a part is (sort, start, end): `s` a literal with its quotes, `t` and
    `r` text of an f-string and of a raw one, `h` a hole in it.
    """
    import libcst as cst
    from libcst.metadata import ByteSpanPositionProvider, MetadataWrapper

    module = cst.parse_module(source)
    if module.code != source:
        return {
            "error": "the parser does not give back what it was given (a lone CR, a form feed?)"
        }
    wrapper = MetadataWrapper(module, unsafe_skip_copy=True)
    places = wrapper.resolve(ByteSpanPositionProvider)
    found: list[tuple[str, list[tuple[str, Any]]]] = [
        (kind, list(_parts(node))) for kind, node in _docstrings(module)
    ]
    if strings:
        documented = {id(node) for _, parts in found for _, node in parts}
        for node in _asked(module, strings):
            parts = list(_parts(node))
            if parts and not any(id(part) in documented for _, part in parts):
                found.append(("literal", parts))
    comments = [node for node in places if isinstance(node, cst.Comment)]
    nodes = [node for _, parts in found for _, node in parts] + comments
    spans = _code_points(source, {id(node): places[node] for node in nodes})
    return {
        "strings": [
            (kind, [(sort, *spans[id(node)]) for sort, node in parts]) for kind, parts in found
        ],
        "comments": sorted(spans[id(node)] for node in comments),
    }


def _code_points(source: str, places: dict[int, Any]) -> dict[int, tuple[int, int]]:
    """Ranges of UTF-8 bytes as ranges of code points."""
    if source.isascii():
        return {key: (one.start, one.start + one.length) for key, one in places.items()}
    data = source.encode("utf-8", "surrogatepass")
    edges = sorted(
        {edge for one in places.values() for edge in (one.start, one.start + one.length)}
    )
    at = count = 0
    known = {}
    for edge in edges:
        count += len(data[at:edge].decode("utf-8", "surrogatepass"))
        at, known[edge] = edge, count
    return {key: (known[one.start], known[one.start + one.length]) for key, one in places.items()}


def _docstrings(module: Any) -> Iterator[tuple[str, Any]]:
    """The strings that document a module, class or function, or the attribute set before them."""
    import libcst as cst

    pending: list[tuple[Any, bool]] = [(module, True)]
    while pending:
        node, attributes = pending.pop()
        statements = list(_statements(node))
        if statements and _string(statements[0]) is not None:
            yield "docstring", _string(statements[0])
        for before, statement in pairwise(statements):
            set_ = isinstance(before, (cst.Assign, cst.AnnAssign, cst.TypeAlias))
            if attributes and set_ and _string(statement) is not None:
                yield "docstring", _string(statement)
        pending += list(_inner(node))[::-1]


def _inner(node: Any) -> Iterator[tuple[Any, bool]]:
    """The classes and functions inside a node, and whether attributes are documented in them."""
    import libcst as cst

    pending = [node.body]
    while pending:
        child = pending.pop()
        if isinstance(child, cst.ClassDef):
            yield child, True
        elif isinstance(child, cst.FunctionDef):
            yield child, child.name.value == "__init__"
        elif isinstance(child, (cst.CSTNode, list, tuple)):
            parts = child.children if isinstance(child, cst.CSTNode) else child
            pending += [one for one in list(parts)[::-1] if not isinstance(one, cst.BaseExpression)]


def _statements(node: Any) -> Iterator[Any]:
    """The small statements of a body, and None for each compound one."""
    import libcst as cst

    body = node.body if isinstance(node, cst.Module) else node.body.body
    for statement in body:
        if isinstance(statement, cst.SimpleStatementLine):
            yield from statement.body
        elif isinstance(statement, cst.BaseSmallStatement):
            yield statement
        else:
            yield None


def _string(statement: Any) -> Any:
    """The string that a statement is, as Python sees a docstring; else None."""
    import libcst as cst

    if not isinstance(statement, cst.Expr):
        return None
    parts = list(_parts(statement.value))
    return statement.value if parts and all(sort == "s" for sort, _ in parts) else None


def _parts(node: Any) -> Iterator[tuple[str, Any]]:
    """The literals that a string is put together of; none if it holds bytes or is no string."""
    import libcst as cst

    if isinstance(node, cst.SimpleString) and "b" not in node.prefix.lower():
        yield "s", node
    elif isinstance(node, cst.FormattedString):
        for part in node.parts:
            text = isinstance(part, cst.FormattedStringText)
            yield ("r" if "r" in node.prefix.lower() else "t") if text else "h", part
    elif isinstance(node, cst.ConcatenatedString):
        for half in (node.left, node.right):
            inner = list(_parts(half))
            if not inner:
                return
            yield from inner


def _asked(module: Any, names: Sequence[str]) -> Iterator[Any]:
    """The strings that are arguments of the functions, or of the keywords (`help=`), asked for.

    `raise` stands for the exceptions that are raised.
    """
    import libcst as cst

    functions = {name for name in names if not name.endswith("=")}
    keywords = {name[:-1] for name in names if name.endswith("=")}
    pending: list[Any] = [module]
    while pending:
        node = pending.pop()
        calls = [node] if isinstance(node, cst.Call) else []
        raised = isinstance(node, cst.Raise) and "raise" in functions
        if raised and isinstance(node.exc, cst.Call):
            yield from (arg.value for arg in node.exc.args if arg.keyword is None)
        for call in calls:
            name = _dotted(call.func)
            wanted = name in functions or name.rpartition(".")[2] in functions
            for arg in call.args:
                named = arg.keyword is not None and arg.keyword.value in keywords
                if named or (arg.keyword is None and wanted and not arg.star):
                    yield arg.value
        pending += list(node.children)[::-1]


def _dotted(node: Any) -> str:
    import libcst as cst

    parts: list[str] = []
    while isinstance(node, cst.Attribute):
        parts.append(node.attr.value)
        node = node.value
    return ".".join([node.value, *parts[::-1]]) if isinstance(node, cst.Name) else ""


# -- whether only strings changed -------------------------------------------------------------------


def changed(before: str, after: str) -> list[tuple[int, int, str, str]] | None:
    """The strings in which two modules differ: where each stands in `before` (in code points), what
    it said and what it says. None if they differ in more, or if this Python cannot parse one.
    """
    try:
        trees = ast.parse(before), ast.parse(after)
    except (SyntaxError, ValueError):
        return None
    place = _Places(before)
    found = []
    pairs: list[tuple[Any, Any]] = [trees]
    while pairs:
        one, other = pairs.pop()
        if type(one) is not type(other):
            return None
        if isinstance(one, list):
            if len(one) != len(other):
                return None
            pairs += zip(one, other, strict=True)
        elif isinstance(one, ast.Constant) and isinstance(one.value, str):
            if type(other.value) is not str or one.kind != other.kind:
                return None
            if one.value != other.value:
                found.append((*place.span(one), one.value, other.value))
        elif isinstance(one, ast.AST):
            pairs += [
                (getattr(one, name, None), getattr(other, name, None)) for name in one._fields
            ]
        elif one != other:
            return None
    return found


class _Places:
    """From the lines and UTF-8 columns of `ast` to code points."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.starts = [0]
        at = 0
        while (found := _line_end(source, at)) is not None:
            at = found
            self.starts.append(at)

    def span(self, node: ast.Constant) -> tuple[int, int]:
        """Where a constant stands."""
        return (
            self._at(node.lineno, node.col_offset),
            self._at(node.end_lineno or node.lineno, node.end_col_offset or 0),
        )

    def _at(self, line: int, column: int) -> int:
        start = self.starts[line - 1]
        end = self.starts[line] if line < len(self.starts) else len(self.source)
        text = self.source[start:end]
        return start + len(
            text.encode("utf-8", "surrogatepass")[:column].decode("utf-8", "replace")
        )


def _line_end(source: str, at: int) -> int | None:
    """Where the line after an offset begins."""
    line = source.find("\n", at)
    other = source.find("\r", at, line if line >= 0 else len(source))
    if other >= 0:
        return other + (2 if source.startswith("\r\n", other) else 1)
    return line + 1 if line >= 0 else None


if __name__ == "__main__":
    serve()
