"""A mistake in a rule file is told with file, line and cure."""

from __future__ import annotations

import pytest
import yaml

from copylint.errors import RuleError
from copylint.finding import Safety, Severity
from copylint.rule import Condition, Rule, option, parse, phrase_pattern

HEAD = """\
message: "“{match}” is wrong."
why: Because.
"""
TAIL = """\
examples:
  - bad: "a foo b"
    fixed: "a bar b"
  - bad: "c foo d"
    fixed: "c bar d"
  - bad: "e foo f"
    fixed: "e bar f"
  - good: "a"
  - good: "b"
  - good: "c"
"""


def parsed(text: str, name: str = "style/foo") -> Rule:
    return parse(yaml.load(text, Loader=yaml.BaseLoader), name, f"rules/{name}.yaml", text)


def made(body: str) -> Rule:
    return parsed(HEAD + body + TAIL)


# The lines between head and tail; the number of the line the error names; what it says.
MISTAKES = {
    "unknown key": (
        "regex: foo\nfixx: bar\n",
        4,
        "'fixx' is no key of a rule; did you mean 'fix'?",
    ),
    "far-off key": (
        "regex: foo\nzzz: bar\n",
        4,
        "'zzz' is no key of a rule; known are: message, why",
    ),
    "bad pattern": ("regex: 'fo(o'\n", 3, "the pattern does not compile: missing )"),
    "bad pattern in a list": ("regex:\n  - match: foo\n  - match: 'a['\n", 3, "does not compile"),
    "pattern without match": ("regex:\n  - fix: bar\n", 3, "a pattern of 'regex' must be a text"),
    "pattern key": (
        "regex:\n  - match: foo\n    replace: bar\n",
        5,
        "'replace' is no key of a pattern; known are: match, fix, remove",
    ),
    "pattern list": ("regex:\n  - [foo]\n", 3, "'regex' is a pattern, or a list of patterns"),
    "severity": (
        "regex: foo\nseverity: fatal\n",
        4,
        "'severity' is 'fatal'; choose one of: error, warning, info",
    ),
    "safety": (
        "regex: foo\nfix-safety: always\n",
        4,
        "'fix-safety' is 'always'; choose one of: safe, unsafe, manual",
    ),
    "remove": (
        "regex: foo\nremove: word\n",
        4,
        "'remove' is 'word'; choose one of: match, sentence, line, block",
    ),
    "scope": (
        "regex: foo\nscope: [paragraph, title]\n",
        4,
        "'title' is no scope; choose from: paragraph, heading",
    ),
    "scope alone": ("regex: foo\nscope: [source, paragraph]\n", 4, "each stand alone as a scope"),
    "unit": ("regex: foo\nunit: page\n", 4, "'unit' is 'page'; choose one of: block, line"),
    "text": ("regex: foo\ntext: lower\n", 4, "'text' is 'lower'; choose one of: folded, exact"),
    "where": ("regex: foo\nwhere: middle\n", 4, "'middle' is no where; choose from: first, last"),
    "markups": (
        "regex: foo\nmarkups: rtf\n",
        4,
        "'rtf' is no markups; choose from: plain, markdown, html",
    ),
    "flag": ("regex: foo\ndefault: maybe\n", 4, "'default' is 'maybe'; write yes or no"),
    "unquoted": ("regex: foo\nunquoted: never\n", 4, "'unquoted' is 'never'; write yes or no"),
    "exception": ("regex: foo\nnot: 'a('\n", 4, "the pattern does not compile: missing )"),
    "near is no mapping": (
        "regex: foo\nnear: bar\n",
        4,
        "'near' maps match, sentence, block, above or document",
    ),
    "near range": (
        "regex: foo\nnear:\n  paragraph: bar\n",
        5,
        "'paragraph' is no range of 'near'; known are: match, sentence, block, above, document",
    ),
    "near pattern": ("regex: foo\nnot-near:\n  block: 'a('\n", 4, "the pattern does not compile"),
    "needs": ("regex: foo\nneeds: {a: b}\n", 4, "'needs' must be a text or a list of texts"),
    "phrases": ("phrases: foo\n", 3, "'phrases' is a list of phrases, or phrase: replacement"),
    "no phrases": ("phrases: []\n", 3, "'phrases' is a list of phrases, or phrase: replacement"),
    "empty phrase": ("phrases: ['', foo]\n", 3, "a phrase must be a text"),
    "lexicon": ("lexicon: [foo]\n", 3, "'lexicon' is a mapping of terms to weights"),
    "weight": ("lexicon: {foo: much}\n", 3, "a weight must be a number: could not convert"),
    "limit": ("lexicon: {foo: 1}\nlimit: high\n", 4, "'limit' must be a number"),
    "options": ("detector: splice\noptions: [a]\n", 4, "'options' must be a mapping"),
    "place of a detector": (
        "detector: splice\nwhere: first\n",
        4,
        "'where' is for patterns, and means nothing to a detector",
    ),
    "unit of a lexicon": (
        "lexicon: {foo: 1}\nunit: line\n",
        4,
        "'unit' is for patterns, and means nothing to a lexicon",
    ),
    "define": ("regex: foo\ndefine: bar\n", 4, "'define' maps names to patterns"),
    "defined pattern": (
        "regex: 'f(?&a)'\ndefine: {a: 'b('}\n",
        4,
        "the pattern does not compile: missing )",
    ),
    "called but not defined": (
        "define: {a: b, c: d}\nregex: '(?&a)(?&c)(?&e)'\n",
        4,
        "no pattern 'e' in 'define'; it has: a, c",
    ),
    "defined but not called": (
        "regex: 'f(?&a)'\ndefine: {a: b, c: d}\n",
        4,
        "no pattern calls 'c' by '(?&c)'",
    ),
    "fix names": ("regex: '(?P<a>f)oo'\nfix: '{b}ar'\n", 4, "'{b}'"),
    "fix braces": ("regex: foo\nfix: '{'\n", 4, "brace"),
}


@pytest.mark.parametrize(
    ("body", "line", "problem"),
    [pytest.param(*case, id=name) for name, case in MISTAKES.items()],
)
def test_mistake(body: str, line: int, problem: str) -> None:
    with pytest.raises(RuleError) as caught:
        made(body)
    message = str(caught.value)
    assert message.startswith(f"rules/style/foo.yaml:{line}: ")
    assert problem in message
    quoted = (HEAD + body + TAIL).splitlines()[line - 1].strip()
    assert message.endswith(f"\n    {quoted}")


WHOLE = {
    "no mapping": ("- a\n", "style/foo", "a rule file is a mapping of keys, such as 'message: …'"),
    "empty": ("", "style/foo", "a rule file is a mapping of keys"),
    "family": (HEAD + "regex: foo\n" + TAIL, "stile/foo", "rules live in a folder of: seo, punct"),
    "no kind": (HEAD + TAIL, "style/foo", "exactly one of: phrases, regex, lexicon, detector"),
    "two kinds": (
        HEAD + "regex: foo\nphrases: [foo]\n" + TAIL,
        "style/foo",
        "exactly one of: phrases, regex, lexicon, detector",
    ),
    "no message": ("why: w\nregex: foo\n" + TAIL, "style/foo", "the rule has no 'message'"),
    "no why": ("message: m\nregex: foo\n" + TAIL, "style/foo", "the rule has no 'why'"),
    "no examples": (HEAD + "regex: foo\n", "style/foo", "no 'examples'; it needs 3 bad and 3 good"),
}


@pytest.mark.parametrize(("text", "name", "problem"), WHOLE.values(), ids=WHOLE.keys())
def test_mistake_of_the_whole_file(text: str, name: str, problem: str) -> None:
    with pytest.raises(RuleError) as caught:
        parsed(text, name)
    assert str(caught.value).startswith(f"rules/{name}.yaml: ")
    assert problem in str(caught.value)


MESSAGES = {
    "two lines": ("message: |\n  a\n  b\n", 1, "'message' must be one line"),
    "brace": ("message: 'a { b'\n", 1, "'message' has an unpaired brace"),
    "attribute": ("message: '{match.x}'\n", 1, "a name in braces must be one plain word"),
    "number": ("message: '{0}'\n", 1, "a name in braces must be one plain word"),
    "list": ("message: [a]\n", 1, "'message' must be a text"),
    "blank": ("message: ' '\n", 1, "'message' must be a text"),
}


@pytest.mark.parametrize(("head", "line", "problem"), MESSAGES.values(), ids=MESSAGES.keys())
def test_mistake_in_the_message(head: str, line: int, problem: str) -> None:
    with pytest.raises(RuleError) as caught:
        parsed(head + "why: w\nregex: foo\n" + TAIL)
    assert str(caught.value).startswith(f"rules/style/foo.yaml:{line}: {problem}")


EXAMPLES = {
    "too few bad": (TAIL.replace('  - bad: "e foo f"\n    fixed: "e bar f"\n', ""), "3 'bad'"),
    "too few good": (TAIL.replace('  - good: "c"\n', ""), "3 'good'"),
    "gaps do not count": (
        TAIL.replace('  - good: "c"\n', '  - good: "c"\n    gap: yes\n'),
        "3 'good'",
    ),
    "both": (TAIL + '  - bad: "a"\n    good: "b"\n', "an example has either 'bad' or 'good'"),
    "neither": (TAIL + '  - fixed: "a"\n', "an example has either 'bad' or 'good'"),
    "key": (TAIL + '  - bad: "a"\n    mended: "b"\n', "'mended' is no key of an example"),
    "markup": (TAIL + '  - bad: "a"\n    markup: rtf\n', "choose from: plain, markdown, html"),
    "a text": (TAIL + "  - foo\n", "an example is a mapping such as 'bad: …'"),
    "gap": (TAIL + '  - bad: "a"\n    gap: perhaps\n', "'gap' is 'perhaps'; write yes or no"),
}


@pytest.mark.parametrize(("tail", "problem"), EXAMPLES.values(), ids=EXAMPLES.keys())
def test_mistake_in_the_examples(tail: str, problem: str) -> None:
    with pytest.raises(RuleError) as caught:
        parsed(HEAD + "regex: foo\n" + tail)
    assert str(caught.value).startswith("rules/style/foo.yaml:")
    assert problem in str(caught.value)


def test_everything_a_rule_can_say() -> None:
    rule = made(
        """\
regex:
  - match: 'foo'
    fix: bar
    fix-safety: safe
  - match: 'fo+'
    remove: sentence
    message: "Another “{match}”."
    needs: [fo]
  - 'fool'
fix: [baz, qux]
severity: info
fix-safety: unsafe
scope: [heading, list-item]
unit: line
text: exact
unquoted: yes
where: [first, last]
markups: [markdown, html]
not: ['a', 'b']
near: {sentence: ['x', 'y']}
not-near: {document: '@link', match: '@emphasis'}
languages: [en, de]
default: off
covers: [style/other]
references: ["https://a.example"]
"""
    )
    one, two, three = rule.patterns
    assert (one.match, one.fix, one.remove, one.safety) == ("foo", ("bar",), "", Safety.SAFE)
    assert (two.match, two.fix, two.remove, two.safety) == ("fo+", (), "sentence", Safety.UNSAFE)
    assert (two.message, two.literals) == ("Another “{match}”.", ("fo",))
    assert (three.match, three.fix, three.safety) == ("fool", ("baz", "qux"), Safety.UNSAFE)
    assert (rule.id, rule.family, rule.kind) == ("style/foo", "style", "pattern")
    assert (rule.severity, rule.safety, rule.on) == (Severity.INFO, Safety.UNSAFE, False)
    assert (rule.scope, rule.unit, rule.folded) == (("heading", "list-item"), "line", False)
    assert (rule.unquoted, rule.patterns[0].where) == (True, ("first", "last"))
    assert (rule.markups, rule.exceptions) == (("markdown", "html"), ("a", "b"))
    assert rule.conditions == (
        Condition("sentence", "x", True),
        Condition("sentence", "y", True),
        Condition("document", "@link", False),
        Condition("match", "@emphasis", False),
    )
    assert (rule.languages, rule.covers) == (("en", "de"), ("style/other",))
    assert rule.references == ("https://a.example",)
    assert [(one.text, one.bad, one.fixed) for one in rule.examples][::3] == [
        ("a foo b", True, "a bar b"),
        ("a", False, None),
    ]


def test_what_is_defined_stands_where_its_name_is_called() -> None:
    rule = made(
        """\
define:
  colour: 'red|blue'
  end: '(?=\\Z)'
regex:
  - 'foo (?&colour)(?&end)'
  - match: 'fo+ (?&colour)?'
    where: last
not: 'a (?&colour) b'
near: {sentence: ['x(?&colour)']}
"""
    )
    assert [pattern.match for pattern in rule.patterns] == [
        r"foo (?:red|blue)(?:(?=\Z))",
        "fo+ (?:red|blue)?",
    ]
    assert rule.exceptions == ("a (?:red|blue) b",)
    assert rule.conditions == (Condition("sentence", "x(?:red|blue)", True),)


EACH = """\
  - bad: "{each} foo {x}"
    each: [a, "b c"]
    fixed: "{each} bar {x}"
    finds: "foo"
  - bad: "one foo {each}, foo {each}"
    each: {b: B, "": none}
    fixed: "one bar {each}, bar {each}"
    markup: plain
  - good: "the {each}"
    each: [fool, "{each}"]
"""


def test_an_example_for_each_word_of_a_list() -> None:
    rule = parsed(HEAD + "regex: foo\nfix: bar\n" + TAIL + EACH)
    words, repairs, good = rule.examples[6:]
    assert [(one.text, one.fixed, one.finds) for one in words.cases()] == [
        ("a foo {x}", "a bar {x}", "foo"),
        ("b c foo {x}", "b c bar {x}", "foo"),
    ]
    assert [(one.text, one.fixed, one.markup) for one in repairs.cases()] == [
        ("one foo b, foo b", "one bar B, bar B", "plain"),
        ("one foo , foo ", "one bar none, bar none", "plain"),
    ]
    assert [(one.text, one.bad) for one in good.cases()] == [
        ("the fool", False),
        ("the {each}", False),
    ]
    assert not any(case.each for example in rule.examples for case in example.cases())
    assert [list(example.cases()) for example in rule.examples[:6]] == [
        [example] for example in rule.examples[:6]
    ]


LISTS = {
    "no slot": (
        '  - bad: "a foo"\n    each: [a, b]\n',
        "    each: [a, b]",
        "'each' is of no use: there is no '{each}' in the text of the example",
    ),
    "a word alone": (
        '  - bad: "{each} foo"\n    each: a\n',
        "    each: a",
        "'each' must be a list of texts, or a mapping",
    ),
    "lists in the list": (
        '  - bad: "{each} foo"\n    each: [[a], b]\n',
        "    each: [[a], b]",
        "'each' must be a list of texts",
    ),
    "several repairs": (
        '  - bad: "{each} foo"\n    each: {a: [b, c]}\n    fixed: "{each}"\n',
        "    each: {a: [b, c]}",
        "'each' must be a list of texts",
    ),
    "empty": ('  - bad: "{each} foo"\n    each: []\n', "    each: []", "'each' is an empty list"),
    "twice": (
        '  - bad: "{each} foo"\n    each: [a, b, a]\n',
        "    each: [a, b, a]",
        "'a' stands twice in 'each'",
    ),
    "repairs nowhere": (
        '  - bad: "{each} foo"\n    each: {a: b}\n    fixed: "bar"\n',
        "    each: {a: b}",
        "'each' maps words to their repairs, and there is no '{each}' in 'fixed'",
    ),
    "slot without a list": (
        '  - good: "the {each}"\n',
        "    good: the {each}",
        "'{each}' stands for the words of a list, and this example has no 'each'",
    ),
    "slot in the repair alone": (
        '  - bad: "a foo"\n    fixed: "{each} bar"\n',
        "    fixed: {each} bar",
        "this example has no 'each'",
    ),
}


@pytest.mark.parametrize(("example", "line", "problem"), LISTS.values(), ids=LISTS.keys())
def test_mistake_in_a_list_of_an_example(example: str, line: str, problem: str) -> None:
    """The line that is quoted is that of the list in question, not of the first of the file."""
    with pytest.raises(RuleError) as caught:
        parsed(HEAD + "regex: foo\n" + TAIL + EACH + example)
    assert problem in str(caught.value)
    assert str(caught.value).endswith(f"\n{line}")
    if "each:" in line:
        count = len((HEAD + "regex: foo\n" + TAIL + EACH).splitlines())
        assert str(caught.value).startswith(f"rules/style/foo.yaml:{count + 2}: ")


@pytest.mark.parametrize(
    ("body", "fixable"),
    [
        ("regex: foo\n", "none"),
        ("regex: foo\nfix: bar\n", "unsafe"),
        ("regex: foo\nfix: bar\nfix-safety: safe\n", "safe"),
        ("regex: foo\nfix: ''\nfix-safety: safe\n", "safe"),
        ("regex: foo\nremove: match\nfix-safety: safe\n", "safe"),
        ("regex: foo\nfix: bar\nfix-safety: manual\n", "manual"),
        ("phrases: {foo: bar}\n", "unsafe"),
        ("phrases: [foo]\n", "none"),
        ("lexicon: {foo: 1}\n", "none"),
        ("detector: splice\nfix-safety: safe\n", "safe"),
    ],
)
def test_what_a_rule_can_repair(body: str, fixable: str) -> None:
    assert made(body).fixable == fixable


def test_several_answers_are_no_repair() -> None:
    assert made("regex: foo\nfix: [bar, baz]\n").fixable == "manual"
    assert made("phrases: {foo: [bar, baz]}\n").fixable == "manual"


def test_an_empty_fix_replaces_by_nothing() -> None:
    (pattern,) = made("regex: foo\nfix: ''\n").patterns
    assert pattern.fix == ("",)


def test_phrases() -> None:
    rule = made(
        "phrases:\n  in order to: to\n  very unique: [unique, rare]\n"
        "  'a {b}': '{c}'\n  at all: ''\n"
    )
    assert [pattern.fix for pattern in rule.patterns] == [
        ("to",),
        ("unique", "rare"),
        ("{{c}}",),
        (),
    ]
    assert all(pattern.phrase for pattern in rule.patterns)


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("in order to", "In order to win", "In order to"),
        ("in order to", "in  order\nto win", "in  order\nto"),
        ("in order to", "begin order tool", None),
        ("c++", "c++ code", "c++"),
        ("a.m.", "at 9 a.m. sharp", "a.m."),
        ("a.m.", "at 9 axm. sharp", None),
        ("don't", "I don't know", "don't"),
    ],
)
def test_a_phrase_is_found_as_whole_words(phrase: str, text: str, found: str | None) -> None:
    import regex

    hit = regex.search(phrase_pattern(phrase), text)
    assert (hit[0] if hit else None) == found


def test_options_are_converted() -> None:
    assert option({"limit": "3"}, "limit", int, 1) == 3
    assert option({}, "limit", int, 1) == 1
