"""Finding, caching and choosing rules."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import fields
from pathlib import Path

import pytest

from copylint import rulebook
from copylint.errors import RuleError, UsageError
from copylint.rule import Rule

RULES = rulebook.load(cache=False)
OWN = """\
message: m
why: w
regex: '{pattern}'
examples: [{bad: a}, {bad: a}, {bad: a}, {good: b}, {good: b}, {good: b}]
"""


def own(pattern: str) -> str:
    return OWN.replace("{pattern}", pattern)


def shown(rules: list[Rule]) -> list[list[object]]:
    """Rules as values: two Rule objects are never equal."""
    return [[getattr(rule, field.name) for field in fields(Rule)] for rule in rules]


@pytest.fixture(scope="module")
def warm(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache that holds the rules that ship, and nothing else."""
    folder = tmp_path_factory.mktemp("warm")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(folder))
        rulebook.load()
    return folder


@pytest.fixture
def cache(tmp_path: Path, warm: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of the test's own, in which copylint keeps what it read."""
    shutil.copytree(warm, tmp_path / "cache")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "copylint"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one rule of its own."""
    path = tmp_path / "rules" / "style"
    path.mkdir(parents=True)
    (path / "own.yaml").write_text(own("foo"))
    return path.parent


def pattern_of(rules: list[Rule], name: str) -> str:
    (rule,) = [rule for rule in rules if rule.id == name]
    return rule.patterns[0].match


def test_every_file_is_a_rule_and_its_path_is_the_name() -> None:
    files = sorted(rulebook.bundled().rglob("*.yaml"))
    names = [path.relative_to(rulebook.bundled()).with_suffix("").as_posix() for path in files]
    assert [rule.id for rule in RULES] == sorted(names)
    assert len(names) > 100


def test_the_cache_changes_nothing(cache: Path) -> None:
    for store in cache.glob("*.json"):
        store.unlink()
    first = rulebook.load()
    assert list(cache.glob("rules-*.json"))
    again = rulebook.load(whole=True)
    assert shown(first) == shown(RULES)
    assert shown(again) == shown(RULES)


def test_the_cache_is_used(cache: Path, folder: Path) -> None:
    store = kept(cache, folder)
    store.write_text(store.read_text().replace('"foo"', '"bar"'))
    assert pattern_of(rulebook.load([folder]), "style/own") == "bar"
    assert pattern_of(rulebook.load([folder], cache=False), "style/own") == "foo"


def test_a_changed_file_is_read_again(cache: Path, folder: Path) -> None:
    rulebook.load([folder])
    path = folder / "style" / "own.yaml"
    before = path.stat()
    path.write_text(own("bar"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns + 1))
    assert pattern_of(rulebook.load([folder]), "style/own") == "bar"
    assert cache.is_dir()


def test_a_new_and_a_lost_file_are_seen(cache: Path, folder: Path) -> None:
    rulebook.load([folder])
    (folder / "style" / "own.yaml").rename(folder / "style" / "other.yaml")
    names = [rule.id for rule in rulebook.load([folder])]
    assert "style/other" in names
    assert "style/own" not in names
    assert cache.is_dir()


def kept(cache: Path, folder: Path) -> Path:
    """The file in which the rules of a folder are kept, once they are loaded."""
    before = set(cache.glob("rules-*.json"))
    rulebook.load([folder])
    (store,) = set(cache.glob("rules-*.json")) - before
    return store


@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"[]",
        b"null",
        b"{}",
        b'{"stamp": 1}',
        b"[" * 5000,
    ],
    ids=["empty", "torn", "bytes", "list", "null", "no keys", "no rules", "deep"],
)
def test_a_damaged_cache_is_no_matter(cache: Path, folder: Path, damage: bytes) -> None:
    store = kept(cache, folder)
    store.write_bytes(damage)
    assert pattern_of(rulebook.load([folder]), "style/own") == "foo"
    assert json.loads(store.read_text())["rules"]


@pytest.mark.parametrize("change", ["fewer", "more", "kind", "severity"])
def test_a_cache_of_another_shape_is_no_matter(cache: Path, folder: Path, change: str) -> None:
    store = kept(cache, folder)
    data = json.loads(store.read_text())
    (rule,) = data["rules"]
    if change == "fewer":
        rule.pop()
    elif change == "more":
        rule.append("x")
    elif change == "kind":
        rule[:] = [{}] * len(rule)
    else:
        rule[4] = "fatal"
    store.write_text(json.dumps(data))
    assert pattern_of(rulebook.load([folder]), "style/own") == "foo"


def test_a_cache_that_cannot_be_written_is_no_matter(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert pattern_of(rulebook.load([folder]), "style/own") == "foo"


@pytest.mark.usefixtures("cache")
def test_a_later_folder_wins(tmp_path: Path, folder: Path) -> None:
    other = tmp_path / "other" / "style"
    other.mkdir(parents=True)
    (other / "own.yaml").write_text(own("bar"))
    load = rulebook.load
    assert pattern_of(load([folder, other.parent]), "style/own") == "bar"
    assert pattern_of(load([other.parent, folder]), "style/own") == "foo"


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="nowhere: no such folder of rules"):
        rulebook.load([tmp_path / "nowhere"])


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"message: [a", r"own\.yaml:\d: .*expected"),
        (b"message: a\n\tb: c\n", r"own\.yaml:2: .*tab|own\.yaml:2: .*cannot start any token"),
        (b"message: \xff\n", r"own\.yaml: not UTF-8 at byte 9"),
        (own("a(").encode(), r"own\.yaml:3: the pattern does not compile"),
        (
            own("a").replace("regex: 'a'", "detector: nowhere").encode(),
            r"own\.yaml: no detector 'nowhere'; there are: .*splice",
        ),
        (
            own("a").replace("regex: 'a'", "detector: ../x").encode(),
            r"own\.yaml: no detector '\.\./x'",
        ),
        (own("a").replace("regex: 'a'", "detector: os").encode(), r"own\.yaml: no detector 'os'"),
    ],
    ids=["unclosed", "tab", "bytes", "pattern", "detector", "path", "module"],
)
@pytest.mark.usefixtures("cache")
def test_a_file_that_is_no_rule(folder: Path, content: bytes, problem: str) -> None:
    (folder / "style" / "own.yaml").write_bytes(content)
    with pytest.raises(RuleError, match=problem):
        rulebook.load([folder])


@pytest.mark.usefixtures("cache")
def test_other_files_are_passed_by(folder: Path) -> None:
    (folder / "README.md").write_text("x")
    (folder / "style" / "own.yaml~").write_text("x")
    added = {rule.id for rule in rulebook.load([folder])} - {rule.id for rule in rulebook.load()}
    assert added == {"style/own"}


def ids(*names: str) -> set[str]:
    return {rule.id for rule in RULES if rule.id.startswith(names)}


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["seo/cta-splice"], {"seo/cta-splice"}),
        (["seo"], ids("seo/")),
        (["seo/"], ids("seo/")),
        (["seo/*"], ids("seo/")),
        (["seo/cta-*"], ids("seo/cta-")),
        (["*/double-*"], {rule.id for rule in RULES if "/double-" in rule.id}),
        (["all"], ids("")),
        (["*"], ids("")),
        (["seo", "style/wordy-phrase"], ids("seo/", "style/wordy-phrase")),
        ([], set()),
    ],
)
def test_names(names: list[str], expected: set[str]) -> None:
    assert rulebook.named(RULES, names) == expected


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("seo/cta-splise", "no rule 'seo/cta-splise'; did you mean 'seo/cta-splice'?"),
        ("sseo", "no rule 'sseo'; did you mean 'seo'?"),
        ("cta-splice", "no rule 'cta-splice'; did you mean 'seo/cta-splice'?"),
        ("double-period", "no rule 'double-period'; did you mean 'punctuation/double-period'?"),
        ("xyzzy", "no rule 'xyzzy'; 'copylint rules' lists them all"),
        ("seo/zzz*", "no rule 'seo/zzz*'"),
        ("", "no rule ''"),
    ],
)
def test_a_name_that_stands_for_nothing(name: str, hint: str) -> None:
    with pytest.raises(UsageError) as caught:
        rulebook.named(RULES, [name])
    assert str(caught.value).startswith(hint)


def chosen(**how: list[str]) -> set[str]:
    return {rule.id for rule in rulebook.select(RULES, **how)}


def test_select() -> None:
    default = {rule.id for rule in RULES if rule.on}
    assert chosen() == default
    assert chosen(only=["seo"]) == ids("seo/")
    assert chosen(extend=["style"]) == default | ids("style/")
    assert chosen(ignore=["seo", "claims"]) == default - ids("seo/", "claims/")
    assert chosen(only=["seo"], extend=["style"]) == ids("seo/", "style/")
    assert chosen(only=["seo"], extend=["style"], ignore=["seo/cta-*", "style"]) == {
        name for name in ids("seo/") if not name.startswith("seo/cta-")
    }
    assert not any(name.startswith(("style/", "corpus/")) for name in default)


@pytest.mark.parametrize("how", ["only", "extend", "ignore"])
def test_select_refuses_a_wrong_name(how: str) -> None:
    with pytest.raises(UsageError, match=r"no rule 'seoo'; did you mean 'seo'\?"):
        chosen(**{how: ["seoo"]})


def test_the_order_is_that_of_the_names() -> None:
    names = [rule.id for rule in rulebook.select(RULES[::-1], only=["seo"])]
    assert names == sorted(names, reverse=True)
    assert [rule.id for rule in RULES] == sorted(rule.id for rule in RULES)


def test_companions_name_rules_that_exist() -> None:
    known = {rule.id for rule in RULES}
    for rule in RULES:
        assert known.issuperset(rule.options.get("of", ())), rule.id
