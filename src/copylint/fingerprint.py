"""What a finding is, apart from where it stands: the same after edits elsewhere in the file."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator
from hashlib import blake2s

from copylint.finding import Result
from copylint.span import LineIndex


def fingerprints(result: Result) -> Iterator[str]:
    """One of 32 hexadecimal digits for each finding of a result, in order, all different.

    It is made of the rule, the words found and the lines they stand in, with white space evened
    out; what is still equal is numbered from top to bottom.
    """
    lines = LineIndex(result.source)
    seen: Counter[tuple[str, ...]] = Counter()
    for finding in result.findings:
        first = lines.line(finding.span.start).start
        last = lines.line(max(finding.span.start, finding.span.end - 1)).end
        key = (finding.rule, result.path, _even(finding.text), _even(result.source[first:last]))
        seen[key] += 1
        joined = "\0".join(("v1", *key, str(seen[key])))
        yield blake2s(joined.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _even(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())
