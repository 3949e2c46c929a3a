"""Vale styles carried over: every kind of rule, what is lost of it, and the command."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import regex
import yaml
from hypothesis import given
from hypothesis import strategies as st

from command import Command, put, tree
from copylint import rulebook
from copylint.engine import Engine
from copylint.finding import Finding
from copylint.linter import Linter
from copylint.vale.expression import UncarriedError, ours
from copylint.vale.sample import samples
from copylint.vale.scope import TEXT, scope
from copylint.vale.whole import Outcome, outcomes

HEAD = "message: \"Not '%s'.\"\nlevel: warning\n"


def imported(folder: Path, **rules: str) -> dict[str, Outcome]:
    """What becomes of rules of a style `House`, each by its file's name."""
    for name, text in rules.items():
        put(folder / f"House/{name}.yml", text)
    return {Path(one.path).stem: one for one in outcomes(folder / "House", "style")}


def linter(folder: Path, text: str) -> Linter:
    """The linter of one rule carried over; it must be carried whole."""
    outcome = imported(folder, Rule=text)["Rule"]
    assert outcome.state == "carried", outcome.lost
    return _made(folder, outcome)


def _made(folder: Path, outcome: Outcome) -> Linter:
    put(folder / f"made/{outcome.id}.yaml", outcome.text)
    return Linter([rulebook.read(folder / "made", f"{outcome.id}.yaml")], inline=False)


def found(rule: Linter, text: str, markup: str = "markdown") -> list[str]:
    return [one.text for one in rule.check(text, markup=markup).findings]


def first(rule: Linter, text: str) -> Finding:
    return rule.check(text, markup="markdown").findings[0]


# Patterns


@pytest.mark.parametrize(
    ("pattern", "made"),
    [
        ("a(?i)b|c", "a(?i:b)|(?i:c)"),
        ("(?i)ab", "(?i:ab)"),
        ("(?-i)ab", "(?-i:ab)"),
        ("x(a(?i)b)c", "x(a(?i:b))c"),
        ("(?m)^a$", "^a$"),
        ("(?im)a", "(?i:a)"),
        ("(?<year>1)(?P<n>2)", "(?P<year>1)(?P<n>2)"),
        (r"(?<a>x)\k<a>", "(?P<a>x)(?P=a)"),
        (r"a\z", r"a\Z"),
        (r"\x{2014}", r"\U00002014"),
        (r"\Qa.b\E+", r"a\.b+"),
        ("[[a]", r"[\[a]"),
        ("[]a]", r"[\]a]"),
        ("[[:alpha:]-]", "[[:alpha:]-]"),
        ("a{2,3}{,4}{x}", r"a{2,3}\{,4\}\{x\}"),
        (r"\p{Lu}\pL", r"\p{Lu}\pL"),
        ("(?#why)a", "a"),
        (r"https:\/\/a", "https://a"),
    ],
)
def test_a_pattern_is_rewritten(pattern: str, made: str) -> None:
    assert ours(pattern) == made


def test_an_inline_flag_holds_to_the_end_of_its_group_and_no_farther() -> None:
    made = regex.compile(ours("x(?:a(?i)b|c)d"))
    assert [bool(made.fullmatch(text)) for text in ("xaBd", "xCd", "xabd", "xAbd", "xaBD")] == [
        True, True, True, False, False,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("pattern", "problem"),
    [
        ("(a", "has an open group"),
        ("a)", "closes a group"),
        ("[a", "has an open set"),
        ("a\\", "ends in a backslash"),
        (r"\Ga", r"uses \G"),
        ("(?(1)a)", "uses '(?('"),
        ("[a-z-[aeiou]]", "takes one set from another"),
        ("(?U)a", "sets the flag 'U'"),
        ("(?-m)a", "sets the flag '-m'"),
        ("*a", "cannot be read"),
    ],
)
def test_a_pattern_that_cannot_be_said_is_refused(pattern: str, problem: str) -> None:
    with pytest.raises(UncarriedError, match=regex.escape(problem)):
        ours(pattern)


@given(st.text())
def test_an_escaped_text_is_found_as_it_stands(text: str) -> None:
    assert regex.compile(ours(re.escape(text))).fullmatch(text)


@pytest.mark.parametrize(
    "pattern",
    [r"\b(?:un)?tie[sd]?\b", r"\d{1,2} ?[ap]\.m\.", r"[^\s,]+, \w+", r"(a|b)\1x{2,}",
     r"(?i)\p{Lu}\p{Ll}+!", r"e\.g\.(?=[\s,;])", r"(?<=pre)fix"],
)  # fmt: skip
def test_samples_are_found_by_their_pattern(pattern: str) -> None:
    texts = list(samples(pattern, 5))
    assert texts
    assert len(set(texts)) == len(texts)
    assert all(regex.search(pattern, text) for text in texts), texts


# Places


@pytest.mark.parametrize(
    ("names", "kinds"),
    [
        ((), TEXT),
        (("text",), TEXT),
        (("heading",), ("heading",)),
        (("sentence", "list"), ("paragraph", "list-item")),
        (("~heading",), tuple(kind for kind in TEXT if kind != "heading")),
        (("text & ~heading & ~list",), tuple(k for k in TEXT if k not in {"heading", "list-item"})),
        (("~text.frontmatter.title",), TEXT),
        (("table.cell", "table.header"), ("cell",)),
        (("list", "code"), ("list-item",)),
        (("raw",), ()),
    ],
)
def test_a_place_is_kinds_of_blocks(names: tuple[str, ...], kinds: tuple[str, ...]) -> None:
    assert scope(names).kinds == kinds


@pytest.mark.parametrize(
    "names", [("code",), ("heading & paragraph",), ("raw", "text"), ("table.header",)]
)
def test_a_place_that_is_not_here_is_refused(names: tuple[str, ...]) -> None:
    with pytest.raises(UncarriedError):
        scope(names)


def test_headings_of_some_levels() -> None:
    assert scope(("heading.h2", "heading.h3")).levels == (2, 3)
    assert scope(("heading & ~heading.h1",)).levels == (2, 3, 4, 5, 6)
    assert scope(("list", "code")).lost == ("there is no place such as 'code' here",)
    assert not scope(("table.cell", "table.header")).lost


# Existence


def test_existence(tmp_path: Path) -> None:
    rule = linter(tmp_path, f"extends: existence\n{HEAD}tokens: [grog, 'rum?s']\n")
    assert found(rule, "A grog, rums and grogs; ru`grog`.\n\n# Rus of grog") == [
        "grog", "rums", "grog",
    ]  # fmt: skip
    assert first(rule, "A grog.").message == "Not 'grog'."
    assert not found(rule, "---\ntitle: grog\n---\n\nGrog.")


def test_existence_in_any_case_without_bounds_of_words(tmp_path: Path) -> None:
    text = f"extends: existence\n{HEAD}nonword: true\nignorecase: true\ntokens: [og, '(?-i)Ru']\n"
    assert found(linter(tmp_path, text), "Grog, OGRE, rum, Rum") == ["og", "OG", "Ru"]


def test_existence_raw_stands_before_the_tokens(tmp_path: Path) -> None:
    text = f"extends: existence\n{HEAD}raw: ['\\b(is|are)\\b\\s*']\ntokens: ['\\w+ed', sung]\n"
    assert found(linter(tmp_path, text), "It is sung, and are oiled. Is sung.") == [
        "is sung", "are oiled",
    ]  # fmt: skip


def test_exceptions_are_let_pass(tmp_path: Path) -> None:
    text = f"extends: existence\n{HEAD}tokens: ['[A-Z]{{3}}']\nexceptions: [BBC]\n"
    assert found(linter(tmp_path, text), "ABC and BBC") == ["ABC"]


def test_groups_are_numbered_through_all_tokens(tmp_path: Path) -> None:
    text = f"extends: existence\n{HEAD}tokens: ['(a)\\1b', '(b)\\2c']\n"
    assert found(linter(tmp_path, text), "aab bbc bac") == ["aab", "bbc"]


def test_a_pattern_of_lines_sees_lines(tmp_path: Path) -> None:
    text = f"extends: existence\n{HEAD}tokens: ['^Grog']\n"
    assert found(linter(tmp_path, text), "Grog\nGrog grog Grog") == ["Grog", "Grog"]


def test_raw_looks_at_the_source(tmp_path: Path) -> None:
    text = f"extends: existence\n{HEAD}scope: raw\nnonword: true\ntokens: ['<b>']\n"
    assert found(linter(tmp_path, text), "A `<b>` here.") == ["<b>"]


def test_what_is_to_be_removed_is_only_shown(tmp_path: Path) -> None:
    text = f"extends: existence\n{HEAD}action: {{name: remove}}\ntokens: [very]\n"
    fix = first(linter(tmp_path, text), "A very old boat.").fix
    assert fix is not None
    assert fix.safety.value == "manual"


def test_one_pattern_that_cannot_be_said_does_not_cost_the_others(tmp_path: Path) -> None:
    text = f"extends: existence\n{HEAD}tokens: [grog, '(open']\n"
    outcome = imported(tmp_path, Rule=text)["Rule"]
    assert outcome.state == "in part"
    assert outcome.lost == (("tokens", "the pattern '(open' has an open group"),)
    assert found(_made(tmp_path, outcome), "A grog (open.") == ["grog"]


# Substitution

SWAP = "extends: substitution\nmessage: \"Use '%s', not '%s'.\"\n"


def test_substitution(tmp_path: Path) -> None:
    text = f"{SWAP}ignorecase: true\naction: {{name: replace}}\nswap:\n  do not: don't\n"
    rule = linter(tmp_path, text)
    assert first(rule, "We do not row.").message == "Use 'don't', not 'do not'."
    cleaned = rule.clean("Do not row. We do not.", unsafe=True)
    assert cleaned.text == "Don't row. We don't."
    assert rule.clean("Do not row.").text == "Do not row."


def test_without_an_action_the_answer_is_only_shown(tmp_path: Path) -> None:
    rule = linter(tmp_path, f"{SWAP}swap: {{utilise: use}}\n")
    assert rule.clean("They utilise it.", unsafe=True).text == "They utilise it."
    assert first(rule, "They utilise it.").message == "Use 'use', not 'utilise'."


def test_several_answers_are_only_shown(tmp_path: Path) -> None:
    text = f"{SWAP}action: {{name: replace}}\nswap: {{kill: stop|end|exit}}\n"
    rule = linter(tmp_path, text)
    assert first(rule, "We kill it.").message == "Use 'stop', 'end' or 'exit', not 'kill'."
    assert rule.clean("We kill it.", unsafe=True).text == "We kill it."


def test_what_is_right_already_is_left_alone(tmp_path: Path) -> None:
    text = f"{SWAP}ignorecase: true\naction: {{name: replace}}\nswap: {{javascript: JavaScript}}\n"
    rule = linter(tmp_path, text)
    assert found(rule, "JavaScript, Javascript, javascript") == ["Javascript", "javascript"]


def test_an_answer_with_groups(tmp_path: Path) -> None:
    text = f"{SWAP}action: {{name: replace}}\nswap: {{'(\\d+) ?kb': $1 KB}}\n"
    assert linter(tmp_path, text).clean("Over 20kb.", unsafe=True).text == "Over 20 KB."


def test_the_longest_key_is_tried_first(tmp_path: Path) -> None:
    text = f"{SWAP}action: {{name: replace}}\nswap: {{mast: pole, mast head: top}}\n"
    assert linter(tmp_path, text).clean("A mast head.", unsafe=True).text == "A top."


def test_of_two_keys_with_the_same_match_the_longer_one_counts(tmp_path: Path) -> None:
    text = f"{SWAP}action: {{name: replace}}\nswap: {{color: hue, 'colou?r': tint}}\n"
    assert linter(tmp_path, text).clean("A color.", unsafe=True).text == "A tint."


def test_a_swap_that_never_settles_is_only_shown(tmp_path: Path) -> None:
    text = f"{SWAP}action: {{name: replace}}\nswap: {{port: left, left: port}}\n"
    outcome = imported(tmp_path, Rule=text)["Rule"]
    assert outcome.state == "in part"
    assert [key for key, _ in outcome.lost] == ["action"]
    assert _made(tmp_path, outcome).clean("To port.", unsafe=True).text == "To port."


# The others

COUNT = 'extends: occurrence\nmessage: "%s words."\n'


def test_occurrence_in_sentences(tmp_path: Path) -> None:
    rule = linter(tmp_path, COUNT + "scope: sentence\nmax: 4\ntoken: '\\b\\w+\\b'\n")
    assert found(rule, "One two three four. One two three four five. - Six.") == [
        "One two three four five",
    ]  # fmt: skip
    assert first(rule, "One two three four five.").message == "5 words."
    assert not found(rule, "# One two three four five")


def test_occurrence_in_the_source(tmp_path: Path) -> None:
    rule = linter(tmp_path, COUNT + "scope: raw\nmax: 1\ntoken: '^# '\n")
    assert not found(rule, "# One\n\n## Two\n")
    assert found(rule, "# One\n\n# Two\n") == ["# One\n\n# "]


def test_occurrence_asks_for_what_must_stand(tmp_path: Path) -> None:
    rule = linter(tmp_path, COUNT + "scope: heading\nmin: 2\ntoken: '[a-z]{3}'\n")
    assert found(rule, "# One two\n\nTwo.\n\n# Three four\n\n# UP") == ["two", "U"]


def test_repetition(tmp_path: Path) -> None:
    text = "extends: repetition\nmessage: \"'%s' again.\"\nalpha: true\ntokens: ['[^\\s]+']\n"
    rule = linter(tmp_path, text)
    assert found(rule, "It is the the best\nbest boat, 11 11. The the.") == [
        "the the", "best\nbest",
    ]  # fmt: skip
    assert first(rule, "the the").message == "'the' again."
    assert not found(rule, "One\n\nOne\n\n`a` `a`")


def test_repetition_allows_some(tmp_path: Path) -> None:
    text = "extends: repetition\nmessage: Again.\nmax: 1\nignorecase: true\ntokens: ['\\w+']\n"
    rule = linter(tmp_path, text)
    assert found(rule, "No no. Go go Go on.") == ["Go go Go"]


def test_conditional(tmp_path: Path) -> None:
    text = (
        f"extends: conditional\n{HEAD}first: '\\b([A-Z]{{3}})\\b'\n"
        "second: '(?:[A-Z]\\w+ )+\\(([A-Z]{3})\\)'\nexceptions: [BBC]\n"
    )
    rule = linter(tmp_path, text)
    text = "The ABC and BBC.\n\nOur Old Boat (OOB) is OOB.\n\nThe OOB and the ABC."
    assert found(rule, text) == ["ABC", "ABC"]
    assert found(rule, "The OOB.\n\nOur Old Boat (OOB).") == ["OOB"]


CASE = 'extends: capitalization\nmessage: "Not so: %s"\nscope: heading\n'


def test_sentence_case(tmp_path: Path) -> None:
    rule = linter(
        tmp_path, CASE + "match: $sentence\nindicators: [':']\nexceptions: [Rome, NATO]\n"
    )
    fine = ["How to sail to Rome", "NATO and the others", "Sails: How to sew them", "`x` of it"]
    wrong = [
        "How To Sail By Night",
        "how to sail",
        "Sailing The Open Sea",
        "how to sail to Rome in a day",
    ]
    assert [text for text in fine + wrong if found(rule, f"# {text}")] == wrong
    assert not found(rule, "How To Sail By Night")
    assert first(rule, "# How To Sail").evidence == ("not as wanted: To, Sail",)


@pytest.mark.parametrize(("style", "wrong"), [("AP", False), ("Chicago", True)])
def test_title_case(tmp_path: Path, style: str, wrong: bool) -> None:
    rule = linter(tmp_path, CASE + f"match: $title\nstyle: {style}\nthreshold: 1\n")
    assert not found(rule, "# The Old Man and the Sea")
    assert found(rule, "# The old man and the sea")
    assert bool(found(rule, "# A Walk Without Shoes")) is wrong


def test_case_by_a_pattern(tmp_path: Path) -> None:
    rule = linter(tmp_path, CASE + "match: '^[A-Z]'\n")
    assert found(rule, "# one\n\n# Two") == ["one"]


def test_headings_of_one_level(tmp_path: Path) -> None:
    text = CASE.replace("heading", "heading.h2") + "match: $lower\n"
    assert found(linter(tmp_path, text), "# One\n\n## Two\n\n### Three") == ["Two"]


def test_consistency(tmp_path: Path) -> None:
    rule = linter(tmp_path, f"extends: consistency\n{HEAD}either: {{grey: gray}}\n")
    assert found(rule, "Grey grey.\n\nThen gray and grey.") == ["gray"]
    assert not found(rule, "Only gray, gray.")


def test_the_prefilter_loses_nothing(tmp_path: Path) -> None:
    style = imported(
        tmp_path,
        Words=f"extends: existence\n{HEAD}ignorecase: true\ntokens: [very, '\\w+ly', 'etc\\.']\n",
        Raw=f"extends: existence\n{HEAD}scope: raw\nnonword: true\ntokens: ['\\]\\(']\n",
        Swap=f"{SWAP}ignorecase: true\naction: {{name: replace}}\nswap: {{do not: don't}}\n",
        Count=COUNT + "scope: sentence\nmax: 25\ntoken: '\\w+'\n",
        Twice="extends: repetition\nmessage: Twice.\nalpha: true\ntokens: ['[^\\s]+']\n",
        Short=f"extends: conditional\n{HEAD}first: '\\b[A-Z]{{3}}\\b'\nsecond: '\\((\\w+)\\)'\n",
        Case=CASE + "match: $sentence\n",
        Spelt=f"extends: consistency\n{HEAD}either: {{towards: toward}}\n",
    )
    folder = tmp_path / "made"
    rules = []
    for outcome in style.values():
        put(folder / f"{outcome.id}.yaml", outcome.text)
        rules.append(rulebook.read(folder, f"{outcome.id}.yaml"))
    sure, quick = Engine(rules, prefilter=False), Engine(rules)
    told = set()
    home = Path(__file__).parents[1]
    for path in [*(home / "seeds").rglob("*.txt"), *(home / "tests/readers").glob("*.md")]:
        source, markup = path.read_text(encoding="utf-8"), "plain" if path.suffix == ".txt" else ""
        findings = sure.check(source, path.name, markup)
        assert quick.check(source, path.name, markup) == findings, path
        told |= {one.rule for one in findings}
    assert len(told) > 5, told


# What is lost


@pytest.mark.parametrize(
    ("text", "key", "reason"),
    [
        ("extends: spelling\nmessage: x\n", "extends", "asks for a dictionary"),
        ("extends: sequence\nmessage: x\n", "extends", "parts of speech"),
        ("extends: script\nmessage: x\n", "extends", "a rule here is data"),
        ("extends: nothing\nmessage: x\n", "extends", "is no kind of Vale rule"),
        ("extends: existence\ntokens: [a]\n", "message", "there is none"),
        ("extends: existence\nmessage: x\n", "tokens", "it finds nothing"),
        ("extends: existence\nmessage: x\nlevel: bad\ntokens: [a]\n", "level", "none of"),
        ("extends: existence\nmessage: x\nscope: code\ntokens: [a]\n", "scope", "no place"),
        ("extends: existence\nmessage: x\nscope: sentence\ntokens: ['^So']\n", "scope", "sentence"),
        (
            "extends: existence\nmessage: x\nscope: heading.h2\ntokens: [a]\n",
            "scope",
            "every level",
        ),
        ("extends: existence\nmessage: x\ntokens: ['(?!)a']\n", "examples", "only 0 of 3"),
        ("extends: existence\nmessage: x\nnonword: true\ntokens: ['']\n", "tokens", "nothing"),
        (
            "extends: existence\nmessage: x\nnonword: true\ntokens: ['[^\\n]']\n",
            "examples",
            "alone",
        ),
        ("extends: existence\nmessage: x\ntokens: {a: b}\n", "tokens", "is no list"),
        ("extends: occurrence\nmessage: x\ntoken: a\n", "max", "neither"),
        ("extends: occurrence\nmessage: x\ntoken: a\nmax: many\n", "max", "no number"),
        ("- a list\n", "file", "no key 'extends'"),
        ("a: [\n", "file", "line 2"),
    ],
)
def test_a_rule_is_refused_with_the_key_and_the_reason(
    tmp_path: Path, text: str, key: str, reason: str
) -> None:
    outcome = imported(tmp_path, Rule=text)["Rule"]
    assert outcome.state == "refused"
    assert outcome.lost[0][0] == key
    assert reason in outcome.lost[0][1]


@pytest.mark.parametrize(
    "more", ["limit: 2", "vocab: true", "action: {name: edit}", "shape: round", "tests: []"]
)
def test_what_is_lost_of_a_rule_is_listed(tmp_path: Path, more: str) -> None:
    outcome = imported(tmp_path, Rule=f"extends: existence\n{HEAD}tokens: [grog]\n{more}\n")["Rule"]
    assert outcome.state == "in part"
    assert [key for key, _ in outcome.lost] == [more.partition(":")[0]]


def test_a_vocabulary_is_let_pass_where_the_rule_allows_it(tmp_path: Path) -> None:
    accept = put(tmp_path / "accept.txt", "# ours\nBBC\n(?i)nbc\n")
    text = f"extends: existence\n{HEAD}tokens: ['[A-Z]{{3}}']\n"
    put(tmp_path / "House/One.yml", text + "vocab: true\n")
    put(tmp_path / "House/Two.yml", text + "vocab: false\n")
    one, two = outcomes(tmp_path / "House", "style", accept)
    assert (one.state, two.state) == ("carried", "carried")
    assert found(_made(tmp_path, one), "ABC, BBC, NBC") == ["ABC"]
    assert found(_made(tmp_path, two), "ABC, BBC, NBC") == ["ABC", "BBC", "NBC"]


# The command


def style(folder: str = "styles/House") -> None:
    put(f"{folder}/NoGrog.yml", f"extends: existence\n{HEAD}link: https://a.b/c\ntokens: [grog]\n")
    put(
        f"{folder}/Terms.yml", f"{SWAP}level: error\naction: {{name: replace}}\nswap: {{ye: the}}\n"
    )
    put(f"{folder}/Words.yml", "extends: spelling\nmessage: x\n")
    put(f"{folder}/Old.yml", f"extends: existence\n{HEAD}limit: 3\ntokens: [olde]\n")
    put(f"{folder}/meta.json", "{}")


@pytest.mark.usefixtures("desk")
def test_the_command_writes_rules_that_pass_their_tests(lint: Command) -> None:
    style()
    said = lint("import-vale", "styles/House", "-o", "mine")
    assert said.code == 0
    assert said.out.splitlines() == [
        "carried  House/NoGrog.yml  style/house-no-grog",
        "in part  House/Old.yml  style/house-old",
        "         limit: every place is reported, not only the first ones of a file",
        "carried  House/Terms.yml  style/house-terms",
        "refused  House/Words.yml",
        "         extends: spelling: it asks for a dictionary; there is no spelling check here",
        "4 files: 2 carried, 1 in part, 1 refused",
        "3 rules are in mine; try them: copylint test",
    ]
    assert sorted(tree("mine")) == [
        f"mine/style/house-{name}.yaml" for name in ("no-grog", "old", "terms")
    ]
    put("copylint.toml", 'rules = ["mine"]\nselect = ["style/house-*"]\n')
    assert lint("test", "style/house-*").out == "3 rules, 18 examples: 18 passed, 0 failed\n"
    put("a.md", "Ye old ye grog.")
    assert lint("check", "a.md", "--output", "concise").out.splitlines() == [
        "a.md:1:8: error style/house-terms [?] Use 'the', not 'ye'.",
        "a.md:1:11: warning style/house-no-grog Not 'grog'.",
    ]
    data = yaml.load(Path("mine/style/house-no-grog.yaml").read_text(), Loader=yaml.BaseLoader)
    assert data["references"] == ["House/NoGrog.yml", "https://a.b/c"]
    assert data["severity"] == "warning"


@pytest.mark.usefixtures("desk")
def test_rules_that_are_there_are_not_replaced_unasked(lint: Command) -> None:
    style()
    put("mine/style/house-terms.yaml", "mine")
    said = lint("import-vale", "styles/House", "-o", "mine")
    assert (said.code, said.out) == (2, "")
    assert said.err == (
        "copylint: mine/style/house-terms.yaml exists already; --overwrite replaces such files\n"
    )
    assert tree("mine") == {"mine/style/house-terms.yaml": b"mine"}
    assert lint("import-vale", "styles/House", "-o", "mine", "--overwrite").code == 0
    assert len(tree("mine")) == 3


@pytest.mark.usefixtures("desk")
def test_a_dry_run_writes_nothing(lint: Command) -> None:
    style()
    before = tree()
    assert "2 carried" in lint("import-vale", "styles/House", "--dry-run").out
    assert tree() == before


@pytest.mark.usefixtures("desk")
def test_two_styles_with_the_same_names_are_told_apart(lint: Command) -> None:
    style()
    style("styles/Garden")
    said = lint("import-vale", "styles", "-o", "mine")
    assert "8 files: 4 carried, 2 in part, 2 refused" in said.out
    assert "styles/Garden/NoGrog.yml  style/garden-no-grog" in said.out


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize(
    ("args", "error"),
    [
        (["nowhere"], "'nowhere' does not exist"),
        (["."], "no file .yml in it"),
        ([".", "--family", "mine"], "no family 'mine'; there are: seo"),
    ],
)
def test_a_wrong_call_is_told_in_one_line(lint: Command, args: list[str], error: str) -> None:
    said = lint("import-vale", *args)
    assert said.code == 2
    assert error in said.err
    assert said.err.count("\n") == 1
