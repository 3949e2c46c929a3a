"""Hashes of lines agree with CodeQL's, by its published vectors and by their definition."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copylint.linehash import line_hashes

GREETING = [
    "e9496ae3ebfced30:1", "fb7c023a8b9ccb3f:1", "ce8ba1a563dcdaca:1", "e20e36e16fcb0cc8:1",
    "b3edc88f2938467e:1", "c8e28b0b4002a3a0:1", "c129715d7a2bc9a3:1",
]  # fmt: skip
# The tests of github/codeql-action, src/fingerprints.test.ts.
VECTORS = [
    ("", ["c129715d7a2bc9a3:1"]),
    (
        " a\nb\n  \t\tc\n d",
        ["271789c17abda88f:1", "54703d4cd895b18:1", "180aee12dab6264:1", "a23a3dc5e078b07b:1"],
    ),
    (
        " hello; \t\nworld!!!\n\n\n  \t\tGreetings\n End",
        [
            "8b7cf3e952e7aeb2:1",
            "b1ae1287ec4718d9:1",
            "bff680108adb0fcc:1",
            "c6805c5e1288b612:1",
            "b86d3392aea1be30:1",
            "e6ceba753e1a442:1",
        ],
    ),
    (" hello; \t\nworld!!!\n\n\n  \t\tGreetings\n End\n", GREETING),
    (" hello; \t\nworld!!!\r\r\r  \t\tGreetings\r End\r", GREETING),
    (" hello; \t\r\nworld!!!\r\n\r\n\r\n  \t\tGreetings\r\n End\r\n", GREETING),
    (" hello; \t\nworld!!!\r\n\n\r  \t\tGreetings\r End\r\n", GREETING),
    (
        "Lorem ipsum dolor sit amet.\n" * 10,
        [
            *(f"a7f2ff13bc495cf2:{number}" for number in range(1, 7)),
            "a7f2ff1481e87703:1",
            "a9cf91f7bbf1862b:1",
            "55ec222b86bcae53:1",
            "cc97dc7b1d7d8f7b:1",
            "c129715d7a2bc9a3:1",
        ],
    ),
    (
        "x = 2\nx = 1\nprint(x)\nx = 3\nprint(x)\nx = 4\nprint(x)\n",
        [
            "e54938cc54b302f1:1",
            "bb609acbe9138d60:1",
            "1131fd5871777f34:1",
            "5c482a0f8b35ea28:1",
            "54517377da7028d2:1",
            "2c644846cb18d53e:1",
            "f1b89f20de0d133:1",
            "c129715d7a2bc9a3:1",
        ],
    ),
]


@pytest.mark.parametrize(("text", "hashes"), VECTORS, ids=range(len(VECTORS)))
def test_published_vectors(text: str, hashes: list[str]) -> None:
    assert list(line_hashes(text)) == hashes


TEXTS = st.lists(
    st.sampled_from(["a", "b", " ", "\t", "\n", "\r", "\r\n", "é", "😀", "\ufeff", "word " * 30])
).map("".join)


@given(TEXTS)
def test_each_line_is_hashed_by_itself(text: str) -> None:
    """As if every line were the start of a text of its own."""
    lines = [""]
    at = 0
    while at < len(text):
        end = at + (2 if text.startswith("\r\n", at) else 1)
        lines[-1] += text[at:end]
        if text[at] in "\r\n":
            lines.append("")
        at = end
    seen: Counter[int] = Counter()
    expected = []
    for number in range(len(lines)):
        rest = "".join(lines[number:]).replace("\r\n", "\n").replace("\r", "\n")
        bare = rest.replace(" ", "").replace("\t", "").encode("utf-16-be")
        units = [int.from_bytes(bare[n : n + 2]) for n in range(0, len(bare), 2)]
        window = ([*units, 0xFFFF] + [0] * 100)[:100]
        value = sum(unit * 37 ** (99 - n) for n, unit in enumerate(window)) % 2**64
        seen[value] += 1
        expected.append(f"{value:x}:{seen[value]}")
    assert list(line_hashes(text)) == expected
