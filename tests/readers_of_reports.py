"""Reports read as their consumers read them; what these would refuse is an AssertionError.

Each reader gives the findings as (path, line, column or 0, rule), without the errors of files.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote_to_bytes
from xml.etree import ElementTree

import jsonschema
import junitparser
import xmlschema

SCHEMAS = Path(__file__).parent / "schemas"


class Read(NamedTuple):
    """What a consumer finds in a report."""

    findings: list[tuple[str, int, int, str]]
    errors: int


@cache
def _sarif_schema() -> Any:
    schema = json.loads((SCHEMAS / "sarif-2.1.0-rtm.5.json").read_text(encoding="utf-8"))
    return jsonschema.Draft4Validator(
        schema, format_checker=jsonschema.Draft4Validator.FORMAT_CHECKER
    )


@cache
def _junit_schema() -> xmlschema.XMLSchema:
    return xmlschema.XMLSchema(str(SCHEMAS / "junit-10.xsd"))


def sarif(text: str) -> Read:
    document = json.loads(text)
    _sarif_schema().validate(document)
    (run,) = document["runs"]
    assert run["columnKind"] == "utf16CodeUnits"
    rules = run["tool"]["driver"]["rules"]
    found = []
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["message"]["text"]
        (location,) = result["locations"]
        places = [location, *result.get("relatedLocations", ())]
        for place in places:
            uri = place["physicalLocation"]["artifactLocation"]["uri"]
            region = place["physicalLocation"]["region"]
            # GitHub refuses a file in which one place lacks one of these.
            assert set(region) == {"startLine", "startColumn", "endLine", "endColumn"}
            assert not uri.startswith(("/", "./", "../"))
            assert ":" not in uri.partition("/")[0]
            path = unquote_to_bytes(uri).decode("utf-8", "backslashreplace")
            # Several findings of a rule on one line are one result.
            if place.get("message") != {"text": "See also here."}:
                found.append((path, region["startLine"], region["startColumn"], result["ruleId"]))
    notes = run["invocations"][0].get("toolExecutionNotifications", [])
    errors = sum(note["level"] == "error" for note in notes)
    assert run["invocations"][0]["executionSuccessful"] is not bool(errors)
    return Read(found, errors)


def gitlab(text: str) -> Read:
    """As the parser of merge requests: docs.gitlab.com/ci/testing/code_quality."""
    assert not text.startswith("\ufeff")
    items = json.loads(text)
    found, errors = [], 0
    for item in items:
        assert {"description", "check_name", "fingerprint", "severity", "location"} == set(item)
        assert item["severity"] in {"info", "minor", "major", "critical", "blocker"}
        assert isinstance(item["description"], str)
        path, line = item["location"]["path"], item["location"]["lines"]["begin"]
        assert isinstance(line, int)
        assert line >= 1
        assert not path.startswith(("/", "./"))
        if item["check_name"] == "copylint":
            errors += 1
        else:
            found.append((path, line, 0, item["check_name"]))
            assert item["description"].startswith(f"{item['check_name']}: ")
    # Those with the same fingerprint would be shown as one.
    assert len({item["fingerprint"] for item in items}) == len(items)
    return Read(found, errors)


_POSITION = {"line": int, "column": int}
_RANGE: dict[str, Any] = {"start": _POSITION, "end": _POSITION}
_CODE = {"value": str, "url": str}
_DIAGNOSTIC: dict[str, Any] = {
    "message": str,
    "location": {"path": str, "range": _RANGE},
    "severity": {"ERROR", "WARNING", "INFO"},
    "source": {"name": str, "url": str},
    "code": _CODE,
    "suggestions": [{"range": _RANGE, "text": str}],
}
# The messages of reviewdog's proto/rdf/reviewdog.proto; protojson refuses unknown fields.
_RESULT = {"diagnostics": [_DIAGNOSTIC], "source": {"name": str, "url": str}}


def _shaped(value: Any, shape: Any) -> None:
    if isinstance(shape, dict):
        assert isinstance(value, dict)
        for name, inner in value.items():
            assert name in shape, name
            _shaped(inner, shape[name])
    elif isinstance(shape, list):
        assert isinstance(value, list)
        for inner in value:
            _shaped(inner, shape[0])
    elif isinstance(shape, set):
        assert value in shape
    else:
        assert type(value) is shape


def rdjson(text: str) -> Read:
    document = json.loads(text)
    _shaped(document, _RESULT)
    found, errors = [], 0
    for item in document["diagnostics"]:
        if "code" not in item:
            errors += 1
            continue
        start = item["location"]["range"]["start"]
        found.append(
            (item["location"]["path"], start["line"], start["column"], item["code"]["value"])
        )
    return Read(found, errors)


def junit(text: str) -> Read:
    _junit_schema().validate(text)
    root = junitparser.JUnitXml.fromstring(text.encode())
    found, errors, cases = [], 0, 0
    for suite in root:
        counts = [0, 0, 0]
        for case in suite:
            cases += 1
            for result in case.result:
                kinds = (junitparser.Failure, junitparser.Error, junitparser.Skipped)
                counts[[isinstance(result, kind) for kind in kinds].index(True)] += 1
                if isinstance(result, junitparser.Error):
                    errors += 1
                    continue
                rule, _, place = case.name.partition(" at ")
                line, column = map(int, place.split(":"))
                found.append((suite.name, line, column, rule))
        assert [suite.failures, suite.errors, suite.skipped] == counts
        assert suite.tests == len(list(suite))
    # Jenkins refuses a report without a case.
    assert cases
    assert root.tests == cases
    return Read(found, errors)


def checkstyle(text: str) -> Read:
    root = ElementTree.fromstring(text)
    assert root.tag == "checkstyle"
    assert root.get("version")
    found, errors = [], 0
    for file in root:
        assert file.tag == "file"
        name = file.attrib["name"]
        for error in file:
            assert error.tag == "error"
            assert error.attrib["severity"] in {"error", "warning", "info"}
            assert error.attrib["message"]
            if error.attrib["source"] == "copylint":
                errors += 1
                continue
            place = int(error.attrib["line"]), int(error.attrib["column"])
            found.append((name, *place, error.attrib["source"].removeprefix("copylint.")))
    return Read(found, errors)


class Workflow(NamedTuple):
    """A command to GitHub's runner."""

    name: str
    properties: Mapping[str, str]
    data: str


#: The commands a runner knows (actions/runner, ActionCommandManager).
_KNOWN = {
    "error", "warning", "notice", "debug", "add-mask", "set-env", "set-output", "save-state",
    "add-path", "group", "endgroup", "add-matcher", "remove-matcher", "echo", "stop-commands",
    "internal-set-repo-path",
}  # fmt: skip


def workflow(line: str) -> Workflow | None:
    """The command in a line of a log, by both of the runner's grammars (ActionCommand.cs)."""
    left = line.lstrip()
    head, separator, data = left[2:].partition("::")
    name, _, properties = head.partition(" ")
    if left.startswith("::") and separator and name in _KNOWN:
        pairs = [part.split("=", 1) for part in properties.strip().split(",") if part]
        signs = {"%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": ",", "%25": "%"}
        values = {pair[0]: _unescaped(pair[1], signs) for pair in pairs if len(pair) == 2}
        return Workflow(name, values, _unescaped(data, {"%0D": "\r", "%0A": "\n", "%25": "%"}))
    at = line.find("##[")
    end = line.find("]", at)
    if at >= 0 and end >= 0:
        name = line[at + 3 : end].partition(" ")[0]
        if name in _KNOWN:
            return Workflow(name, {}, line[end + 1 :])
    return None


def _unescaped(text: str, signs: Mapping[str, str]) -> str:
    for escaped, sign in signs.items():
        text = text.replace(escaped, sign)
    return text


def log(text: str) -> tuple[list[str], list[Workflow]]:
    """The lines of a log that a person reads, and the commands in it."""
    lines, commands = [], []
    for line in re.split(r"\r\n|\r|\n", text):
        command = workflow(line)
        if command:
            assert command.name in {"error", "warning", "notice"}, line
            commands.append(command)
        elif line:
            lines.append(line)
    return lines, commands


def github(text: str) -> Read:
    _, commands = log(text)
    found, errors = [], 0
    for command in commands:
        given = command.properties
        if "line" not in given:
            errors += "file" in given
            continue
        start, end = int(given["line"]), int(given["endLine"])
        assert 1 <= start <= end
        column = int(given.get("col", 0))
        if start == end:
            assert 1 <= column <= int(given["endColumn"])
        else:
            assert "col" not in given
        assert not given["file"].startswith("./")
        found.append((given["file"], start, column, given["title"]))
    return Read(found, errors)


READERS: dict[str, Callable[[str], Read]] = {
    "github": github,
    "sarif": sarif,
    "gitlab": gitlab,
    "rdjson": rdjson,
    "junit": junit,
    "checkstyle": checkstyle,
}
