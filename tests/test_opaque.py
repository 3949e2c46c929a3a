"""Template syntax and addresses, which are no prose in any markup."""

from __future__ import annotations

import pytest

from copylint.opaque import addresses, merged, templates
from copylint.span import Span

TEMPLATES = {
    "Hugo": ('A {{< figure src="a" >}} b', "", ['{{< figure src="a" >}}']),
    "Hugo, Markdown inside": ("A {{% note %}} b", "", ["{{% note %}}"]),
    "Liquid": ("A {% if x %} b {{ y | z }} c", "", ["{% if x %}", "{{ y | z }}"]),
    "Jinja comment": ("A {# so #} b", "", ["{# so #}"]),
    "over two lines": ("A {{< a\nb >}} c", "", ["{{< a\nb >}}"]),
    "not over a blank line": ("A {{ a\n\nb }} c", "", []),
    "not over a blank line, CRLF": ("A {{ a\r\n\r\nb }} c", "", []),
    "braces inside": ("A {{ {a: 1} }} b", "", ["{{ {a: 1} }}"]),
    "single braces": ("A {b} c", "", []),
    "MDX": ("A {props.b} c", ".mdx", ["{props.b}"]),
    "MDX component": (
        'A <Try it={`x {y} \n\n {z: {w: 1}}`} b="c" {...d}\n/> e',
        ".mdx",
        ['<Try it={`x {y} \n\n {z: {w: 1}}`} b="c" {...d}\n/>'],
    ),
    "MDX component that is not closed": ("A <Try it={b c", ".mdx", []),
    "component in Markdown": ('A <Try it={"b"} /> c', ".md", []),
    "component of several lines in Markdown": (
        '<Try\n  no={\n    <img alt="Dams hold. Dams hold." />\n  }\n/>',
        ".md",
        ['<Try\n  no={\n    <img alt="Dams hold. Dams hold." />\n  }\n/>'],
    ),
    "element of several lines in Markdown": ('A <Try\n  it="b"\n/> c', ".md", []),
    "MDX import": ('import A from "a"\n\nB', ".mdx", ['import A from "a"']),
    "MDX import, CRLF": ('import A from "a"\r\n\r\nB', ".mdx", ['import A from "a"\r']),
    "import in prose": ("import A from there\n", ".md", []),
    "directive": (":::tip\nA\n:::\n", "", [":::tip", ":::"]),
    "directive, CRLF": (":::tip\r\nA\r\n:::\r\n", "", [":::tip", ":::"]),
    "reST": (".. note::\n\n   A\n", "", [".. note::"]),
    "never closed": ("A {{ b", "", []),
    "many never closed": ("{{ " * 500, "", []),
    "many components never closed": ("<A x={ " * 5000, ".mdx", []),
    "an attribute never closed": ('<A x={b} c="d', ".mdx", ["{b}"]),
}


@pytest.mark.parametrize(("source", "suffix", "expected"), TEMPLATES.values(), ids=TEMPLATES.keys())
def test_templates(source: str, suffix: str, expected: list[str]) -> None:
    found = templates(source, "markdown", suffix)
    assert [source[start:end] for start, end in found] == expected


def test_html_has_no_directives() -> None:
    assert templates(":::tip\nA {{ b }}\n:::", "html") == [Span(9, 16)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("See https://a.example/x.", ["https://a.example/x"]),
        ("See https://a.example/x?y=1&z=2#w, so", ["https://a.example/x?y=1&z=2#w"]),
        ("(http://a.example)", ["http://a.example"]),
        ("“http://a.example/b”", ["http://a.example/b"]),
        ("www.a.example and WWW.B.EXAMPLE!", ["www.a.example", "WWW.B.EXAMPLE"]),
        ("ftp://a.example file://b", ["ftp://a.example", "file://b"]),
        ("HTTPS://A.EXAMPLE/", ["HTTPS://A.EXAMPLE/"]),
        ("https://a.example/?a..b", ["https://a.example/?a..b"]),
        ("*https://a.example*", ["https://a.example"]),
        ("https://a.example/B_(c)_d and", ["https://a.example/B_(c)_d"]),
        ("(see https://a.example/B_(c))", ["https://a.example/B_(c)"]),
        ("https://a.example/b[cite: 1]", ["https://a.example/b"]),
        ("a.example and awww.b", []),
        ("http:// nothing", []),
        ("", []),
    ],
)
def test_addresses(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in addresses(text)] == expected


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ([], []),
        ([(3, 5), (0, 2)], [(0, 2), (3, 5)]),
        ([(0, 4), (2, 6)], [(0, 6)]),
        ([(0, 9), (2, 6)], [(0, 9)]),
        ([(0, 2), (2, 4)], [(0, 2), (2, 4)]),
        ([(0, 2), (0, 2)], [(0, 2)]),
    ],
)
def test_merged(spans: list[tuple[int, int]], expected: list[tuple[int, int]]) -> None:
    assert merged([Span(*span) for span in spans]) == expected
