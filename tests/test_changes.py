"""Only what changed: which files and lines, according to real git repositories."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from command import Command, put
from copylint.changes import since
from copylint.errors import UsageError

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="needs git")


@pytest.fixture(autouse=True)
def _anywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """No setting of the person's or of a hook that runs these tests counts."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", os.devnull)
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_NAME", "Kim")
        monkeypatch.setenv(f"GIT_{role}_EMAIL", "kim@example.org")


def git(*arguments: str, folder: Path | str = ".") -> str:
    command = ["git", "-c", "protocol.file.allow=always", *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def commit(message: str = "change", folder: Path | str = ".") -> str:
    git("add", "--all", folder=folder)
    git("commit", "--quiet", "--allow-empty", "--message", message, folder=folder)
    return git("rev-parse", "HEAD", folder=folder)


@pytest.fixture
def repository(desk: Path) -> Path:
    """A repository on a branch of its own, with one commit on `main` below."""
    git("init", "--quiet", "--initial-branch=main")
    put("a.md", "one\n\nteh old\n\nthree\n")
    put("same.md", "teh\n")
    commit()
    git("checkout", "--quiet", "-b", "topic")
    return desk


def lines(path: str, ref: str = "main") -> list[int] | None:
    """The changed lines of a file, None for one that is unchanged."""
    changes = since(ref, ["."])
    if not changes.touch(Path(path)):
        return None
    ranges = changes.lines[Path(path).resolve().relative_to(changes.root).as_posix()]
    if ranges is None:
        source = Path(path).read_bytes().decode("utf-8", "replace")
        assert changes.spans(Path(path), source) == ((0, len(source) + 1),)
        return list(range(1, source.count("\n") + 1))
    return [number for numbers in ranges for number in numbers]


def places(said_out: str) -> list[tuple[str, int]]:
    found = json.loads(said_out)["findings"]
    return [(one["path"], one["start"]["line"]) for one in found]


@pytest.mark.usefixtures("repository")
class TestLines:
    def test_nothing_changed(self) -> None:
        assert lines("a.md") is None

    def test_unstaged_staged_and_committed_edits_count(self) -> None:
        put("a.md", "ONE\n\nteh old\n\nthree\n")
        assert lines("a.md") == [1]
        git("add", "a.md")
        put("a.md", "ONE\n\nteh old\n\nthree\nfour\n")
        assert lines("a.md") == [1, 6]
        commit()
        assert lines("a.md") == [1, 6]

    def test_what_main_did_since_is_not_ours(self) -> None:
        git("checkout", "--quiet", "main")
        put("a.md", "0\none\n\nteh old\n\nthree\n")
        commit()
        git("checkout", "--quiet", "topic")
        assert lines("a.md") is None
        put("same.md", "teh\nnew\n")
        assert lines("same.md") == [2]

    def test_a_deletion_leaves_no_line(self) -> None:
        put("a.md", "one\n\nteh old\n")
        assert lines("a.md") == []

    def test_a_new_file_is_new_all_over(self) -> None:
        put("new.md", "a\nb\n")
        assert lines("new.md") == [1, 2]
        git("add", "new.md")
        assert lines("new.md") == [1, 2]

    def test_an_ignored_file_is_none_of_ours(self) -> None:
        put(".gitignore", "drafts/\n")
        put("drafts/a.md", "teh\n")
        assert lines("drafts/a.md") is None

    def test_a_renamed_file_is_changed_where_it_was_edited(self) -> None:
        text = "".join(f"line {number}\n" for number in range(30))
        put("long.md", text)
        commit()
        git("branch", "--force", "main")
        git("mv", "long.md", "other name.md")
        assert lines("other name.md") == []
        put("other name.md", text.replace("line 4\n", "line four\nand five\n"))
        assert lines("other name.md") == [5, 6]

    @pytest.mark.parametrize(
        "name",
        ["with space.md", "Größe 日本.md", 'quo"te.md', "tab\t.md", "new\nline.md", "back\\.md",
         "-dash.md", " lead.md", "b/a.md", "\x07bell.md", "+++ b.md"],
        ids=ascii,
    )  # fmt: skip
    def test_odd_names(self, name: str) -> None:
        put(f"./{name}", "a\nb\nc\n")
        assert lines(f"./{name}") == [1, 2, 3]
        commit()
        git("branch", "--force", "main")
        put(f"./{name}", "a\nB\nc\n")
        assert lines(f"./{name}") == [2]

    def test_a_name_that_is_not_utf_8(self) -> None:
        name = os.fsdecode(b"caf\xe9.md")
        try:
            put(name, "a\nb\n")
        except (OSError, UnicodeEncodeError):
            pytest.skip("this file system wants UTF-8")
        commit()
        git("branch", "--force", "main")
        put(name, "a\nB\n")
        assert lines(name) == [2]

    def test_text_that_looks_like_a_diff(self) -> None:
        put("a.md", "one\n\nteh old\n\nthree\n--- a/x\n+++ b/same.md\n@@ -1 +1 @@\n++ b/x\n")
        assert lines("a.md") == [6, 7, 8, 9]
        assert lines("same.md") is None
        put("a.md", "++ b/same.md\n\nteh old\n\nfour\n")
        assert lines("a.md") == [1, 5]

    def test_no_final_newline(self) -> None:
        put("a.md", "one\n\nteh old\n\nthree")
        assert lines("a.md") == [5]
        put("a.md", "one\n\nteh old\n\nthree\nfour")
        assert lines("a.md") == [6]

    def test_settings_of_the_user_change_nothing(self) -> None:
        for name, value in {
            "diff.noprefix": "true", "diff.mnemonicPrefix": "true", "color.ui": "always",
            "diff.external": "false", "diff.context": "9", "diff.interHunkContext": "9",
            "diff.renames": "false", "core.quotePath": "false", "diff.relative": "true",
            "core.pager": "false", "diff.algorithm": "patience", "status.relativePaths": "false",
            "diff.wordRegex": ".", "diff.submodule": "log",
            "diff.suppressBlankEmpty": "true", "diff.srcPrefix": "x", "diff.dstPrefix": "y",
        }.items():  # fmt: skip
            git("config", name, value)
        put(".gitattributes", "*.md diff=shout\n")
        git("config", "diff.shout.textconv", "tr a-z A-Z <")
        git("config", "diff.shout.command", "false")
        put("a.md", "ONE\n\nteh old\n\nTHREE\n")
        put("é é.md", "x\n")
        git("add", "é é.md")
        assert lines("a.md") == [1, 5]
        assert lines("é é.md") == [1]

    def test_a_file_that_git_takes_for_binary_is_changed_all_over(self) -> None:
        put("a.md", "one\n\nteh old\n\nthree\n".encode("utf-16"))
        changes = since("main", ["."])
        assert changes.spans(Path("a.md"), "ab\n") == ((0, 4),)

    def test_a_conflict(self) -> None:
        put("a.md", "ours\n\nteh old\n\nthree\n")
        commit()
        git("checkout", "--quiet", "main")
        put("a.md", "theirs\n\nteh old\n\nthree\n")
        commit()
        git("checkout", "--quiet", "topic")
        done = subprocess.run(["git", "merge", "main"], capture_output=True, check=False)
        assert done.returncode == 1
        assert lines("a.md", "HEAD") == [1, 3, 4, 5]

    def test_crlf_under_autocrlf(self) -> None:
        git("config", "core.autocrlf", "true")
        put("a.md", b"one\r\n\r\nteh old\r\n\r\nfour\r\n")
        assert lines("a.md") == [5]

    def test_lone_carriage_returns_do_not_count_for_git_but_for_us(self, lint: Command) -> None:
        put("cr.md", "a\rb\nc\n")
        commit()
        git("branch", "--force", "main")
        put("cr.md", "a\rb\nteh\rd\n")
        assert lines("cr.md") == [2]
        said = lint("check", "--diff-base", "main", "--output", "json")
        assert places(said.out) == [("cr.md", 3)]


@pytest.mark.usefixtures("repository")
class TestCheck:
    def test_only_findings_on_changed_lines_are_told(self, lint: Command) -> None:
        put("a.md", "teh new\n\nteh old\n\nthree\n")
        put("new.md", "\nteh\n")
        said = lint("check", "--diff-base", "main", "--output", "json")
        assert said.code == 1
        assert places(said.out) == [("a.md", 1), ("new.md", 2)]

    def test_unchanged_files_are_not_even_read(self, lint: Command) -> None:
        put("latin.md", b"caf\xe9\n")
        commit()
        git("branch", "--force", "main")
        put("a.md", "teh new\n\nteh old\n\nthree\n")
        said = lint("check", "--diff-base", "main", "--output", "concise")
        assert (said.code, said.err) == (1, "")
        assert lint("check", "--diff-base", "main", "same.md", "latin.md").code == 0
        assert lint("check", "--diff-base", "main", "--show-files").out.startswith("a.md: ")

    def test_nothing_changed_is_said_and_is_no_failure(self, lint: Command) -> None:
        said = lint("check", "--diff-base", "main", "--output", "json")
        assert said.code == 0
        assert json.loads(said.out)["findings"] == []
        assert said.err == "copylint: no article here was changed\n"
        assert lint("check", "--diff-base", "main", "-q").err == ""

    def test_from_a_folder_below(self, lint: Command, monkeypatch: pytest.MonkeyPatch) -> None:
        put("below/b.md", "fine\n")
        commit()
        git("branch", "--force", "main")
        put("below/b.md", "fine\nteh\n")
        put("a.md", "teh new\n\nteh old\n\nthree\n")
        monkeypatch.chdir("below")
        said = lint("check", "--diff-base", "main", "--output", "concise")
        assert said.out.startswith("b.md:2:1: ")
        assert "a.md" not in said.out
        said = lint("check", "--diff-base", "main", "--output", "concise", "..")
        assert [line[:12] for line in said.out.splitlines()] == ["../a.md:1:1:", "../below/b.m"]

    def test_from_outside_of_the_repository(
        self, lint: Command, repository: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        put("a.md", "teh new\n\nteh old\n\nthree\n")
        monkeypatch.chdir(repository.parent)
        said = lint("check", "--diff-base", "main", "--output", "json", "desk")
        assert places(said.out) == [("desk/a.md", 1)]

    def test_a_link_stands_for_what_it_leads_to(self, lint: Command) -> None:
        Path("link.md").symlink_to("a.md")
        commit()
        git("branch", "--force", "main")
        assert lint("check", "--diff-base", "main", "link.md", "-q").out == ""
        put("a.md", "teh new\n\nteh old\n\nthree\n")
        said = lint("check", "--diff-base", "main", "link.md", "--output", "json")
        assert places(said.out) == [("link.md", 1)]

    def test_a_submodule_is_another_repository(self, lint: Command, tmp_path: Path) -> None:
        other = tmp_path / "other"
        git("init", "--quiet", str(other))
        put(other / "sub.md", "teh\n")
        commit(folder=other)
        git("submodule", "--quiet", "add", str(other), "module")
        put("module/sub.md", "teh\nteh\n")
        assert lint("check", "--diff-base", "main", "--output", "concise", "-q").out == ""

    def test_in_a_second_work_tree(self, lint: Command, monkeypatch: pytest.MonkeyPatch) -> None:
        git("worktree", "add", "--quiet", "../desk2", "main")
        monkeypatch.chdir("../desk2")
        put("a.md", "teh new\n\nteh old\n\nthree\n")
        said = lint("check", "--diff-base", "topic", "--output", "json")
        assert places(said.out) == [("a.md", 1)]

    def test_a_finding_about_the_whole_text_is_told_where_the_file_changed(
        self, lint: Command
    ) -> None:
        dashes = "Kites fly—high. They want wind—steady, room—open, tails—long, hands—calm—so.\n"
        put("b.md", f"{dashes}\nfine\n")
        commit()
        git("branch", "--force", "main")
        dense = ("--select", "style/em-dash-density", "--output", "json", "--diff-base", "main")
        assert places(lint("check", *dense).out) == []
        put("b.md", f"{dashes}\nfine indeed\n")
        assert places(lint("check", *dense).out) == [("b.md", 1)]

    def test_repairs_are_made_on_changed_lines_only(self, lint: Command) -> None:
        put("a.md", "teh new\n\nteh old\n\nthree\nteh teh\n")
        said = lint("check", "--diff-base", "main", "--fix")
        assert said.code == 0
        assert Path("a.md").read_text() == "the new\n\nteh old\n\nthree\nthe the\n"
        assert Path("same.md").read_text() == "teh\n"
        assert lint("check", "--diff-base", "main", "--fix").out.endswith("checked: clean.\n")

    def test_a_diff_shows_the_same_repairs(self, lint: Command) -> None:
        put("a.md", "teh new\n\nteh old\n\nthree\n")
        said = lint("check", "--diff-base", "main", "--diff")
        assert [line for line in said.out.splitlines() if line[:1] in "+-"][2:] == [
            "-teh new",
            "+the new",
        ]

    def test_several_processes(self, lint: Command) -> None:
        for number in range(8):
            put(f"new{number}.md", "teh\n")
        put("a.md", "teh new\n\nteh old\n\nthree\n")
        said = lint("check", "--diff-base", "main", "--jobs", "2", "--output", "json")
        assert len(places(said.out)) == 9


class TestTrouble:
    @pytest.mark.usefixtures("desk")
    def test_no_repository(self, lint: Command) -> None:
        put("a.md", "teh\n")
        said = lint("check", "--diff-base", "main")
        assert (said.code, said.out) == (2, "")
        assert said.err == (
            "copylint: --diff-base: this folder is not in a git repository; leave the option out\n"
        )

    @pytest.mark.usefixtures("repository")
    @pytest.mark.parametrize("ref", ["origin/main", "--output=x", "", "main..topic", "a b"])
    def test_a_name_of_nothing(self, lint: Command, ref: str) -> None:
        said = lint("check", f"--diff-base={ref}")
        assert said.code == 2
        assert said.err.startswith(f"copylint: --diff-base: {ref!r} names no commit in this clone;")

    @pytest.mark.usefixtures("desk")
    def test_before_the_first_commit_everything_is_new(self, lint: Command) -> None:
        git("init", "--quiet")
        put("a.md", "teh\n")
        git("add", ".")
        put("b.md", "teh\n")
        said = lint("check", "--diff-base", "HEAD", "--output", "json")
        assert (said.code, places(said.out)) == (1, [("a.md", 1), ("b.md", 1)])
        assert lint("check", "--diff-base", "main").code == 2

    @pytest.mark.usefixtures("repository")
    def test_standard_input(self, lint: Command) -> None:
        said = lint("check", "--diff-base", "main", "-", stdin=b"teh")
        assert (said.code, said.err.count("standard input")) == (2, 1)

    def test_no_git(self, repository: Path, lint: Command, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PATH", str(repository))
        said = lint("check", "--diff-base", "main")
        assert said.err == "copylint: --diff-base needs git, which is not installed\n"
        assert said.code == 2

    @pytest.mark.usefixtures("repository")
    def test_nothing_in_common(self, lint: Command) -> None:
        git("checkout", "--quiet", "--orphan", "alone")
        commit("alone")
        said = lint("check", "--diff-base", "main")
        assert (said.code, said.err.count("no commit in common")) == (2, 1)

    def test_a_path_of_another_repository(self, repository: Path) -> None:
        with pytest.raises(UsageError, match="is not in the repository"):
            since("main", [".", str(repository.parent)])

    def test_a_shallow_clone(
        self, repository: Path, lint: Command, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        put("a.md", "teh new\n\nteh old\n\nthree\n")
        commit()
        git("checkout", "--quiet", "main")
        put("same.md", "fine\n")
        commit()
        shallow = repository.parent / "shallow"
        git("clone", "--quiet", "--depth=1", "--branch=topic", repository.as_uri(), str(shallow))
        monkeypatch.chdir(shallow)
        said = lint("check", "--diff-base", "origin/main")
        assert "'git fetch origin main'" in said.err
        git("fetch", "--quiet", "--depth=1", "origin", "main:refs/remotes/origin/main")
        said = lint("check", "--diff-base", "origin/main")
        assert said.code == 2
        assert "'git fetch --unshallow'" in said.err
        assert "'fetch-depth: 0'" in said.err
        # The cures that the messages name are cures.
        git("fetch", "--quiet", "--unshallow")
        said = lint("check", "--diff-base", "origin/main", "--output", "json")
        assert (said.code, places(said.out)) == (1, [("a.md", 1)])

    def test_a_pull_request_as_github_checks_it_out(
        self, repository: Path, lint: Command, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """HEAD is a merge of the base into the branch; two commits deep is enough for it."""
        put("a.md", "teh new\n\nteh old\n\nthree\n")
        commit()
        git("checkout", "--quiet", "main")
        put("same.md", "fine\nteh\n")
        commit()
        git("checkout", "--quiet", "-b", "merge")
        git("merge", "--quiet", "--no-edit", "topic")
        clone = repository.parent / "clone"
        git("clone", "--quiet", "--depth=2", "--branch=merge", repository.as_uri(), str(clone))
        monkeypatch.chdir(clone)
        said = lint("check", "--diff-base", "HEAD^1", "--output", "json")
        assert (said.code, places(said.out)) == (1, [("a.md", 1)])
