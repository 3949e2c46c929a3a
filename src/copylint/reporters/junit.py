"""JUnit's XML: a suite for each file, a failed case for each finding.

Findings of severity info are skipped cases, because they fail no check; a clean file is a case that
passed. The dialect is that of Jenkins (junit-10.xsd of its xUnit plugin), which others read as well
and which refuses a report without any case.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PurePath
from xml.etree.ElementTree import Element

from copylint import xml
from copylint.finding import Result, Severity
from copylint.ranking import Placed, placed
from copylint.record import told
from copylint.reporters import Run


def report(run: Run) -> Iterator[str]:
    """Yield the document."""
    root = xml.element(None, "testsuites", name="copylint")
    for result in run.results or [Result("copylint")]:
        found = placed([result])
        suite = _suite(root, result.path, len(result.errors), found)
        group = xml.path(result.path.removesuffix(PurePath(result.path).suffix))
        for message in result.errors:
            case = xml.element(suite, "testcase", name="can be checked", classname=group)
            xml.element(case, "error", message, type="copylint", message=message)
        for one in found:
            _case(suite, group, one)
        if not (found or result.errors):
            xml.element(suite, "testcase", name="clean", classname=group)
    for name in ("tests", "failures", "errors"):
        root.set(name, str(sum(int(suite.get(name, 0)) for suite in root)))
    yield from xml.lines(root)


def _suite(root: Element, path: str, errors: int, found: Sequence[Placed]) -> Element:
    infos = sum(one.finding.severity is Severity.INFO for one in found)
    return xml.element(
        root,
        "testsuite",
        name=xml.path(path),
        tests=errors + len(found) or 1,
        failures=len(found) - infos,
        errors=errors,
        skipped=infos,
    )


def _case(suite: Element, group: str, one: Placed) -> None:
    place = f"{one.start.line}:{one.start.column}"
    name = f"{one.finding.rule} at {place}"
    case = xml.element(suite, "testcase", name=name, classname=group)
    kind = "skipped" if one.finding.severity is Severity.INFO else "failure"
    said = told(one.finding)
    head = f"{xml.path(one.result.path)}:{place}: {one.finding.severity.value}"
    text = "\n".join([head, *said])
    xml.element(case, kind, text, type=one.finding.rule, message=said[0])
