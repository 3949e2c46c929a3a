"""Which language a document is written in: what it declares, else its commonest words."""

from __future__ import annotations

from collections import defaultdict

import regex

from copylint.document import Document

# Function words that are frequent in one of these languages and rare in the others.
_WORDS = {
    "en": "the and of to is was were that with for this are have from they which not been his",
    "de": "der die und das ist nicht mit ein eine den dem zu auf für sich auch werden wird von bei",
    "fr": "le les des est dans une qui que pour pas sur au avec ce cette sont plus par du nous",
    "es": "el los las que una por con para del se su como más pero sus este está lo y fue",
    "it": "il di che gli della una per non sono con è nel alla anche più dei questo si delle",
    "pt": "o os que uma não para com do da em por mais dos foi ao são pela também seu é",
    "nl": "de het een van en niet dat zijn op voor met aan ook maar bij wordt naar deze om te",
    "pl": "nie się na że jest do przez jak ale czy było tym oraz dla od po który są",
    "tr": "ve bir bu için ile olarak daha olan çok gibi sonra kadar ancak değil ise",
    "ru": "и в не на что он как это по но из за от было так же для мы",
    "uk": "і в не на що як це та до за але від було для ми є його",
    "sv": "och att det som är på en för av med inte den till har ett om",
}
_OWNERS: dict[str, list[str]] = {}
for _code, _list in _WORDS.items():
    for _word in _list.split():
        _OWNERS.setdefault(_word, []).append(_code)
_TOKEN = regex.compile(r"\p{L}+")
_SAMPLE = 8000
_SCRIPTS = (
    ("ja", regex.compile(r"[\p{Hiragana}\p{Katakana}]")),
    ("ko", regex.compile(r"\p{Hangul}")),
    ("zh", regex.compile(r"\p{Han}")),
    ("ar", regex.compile(r"\p{Arabic}")),
    ("he", regex.compile(r"\p{Hebrew}")),
    ("hi", regex.compile(r"\p{Devanagari}")),
)


def language(document: Document) -> str:
    """The two-letter code of a document's language, or "" where too little speaks for one."""
    return document.language or of(document.prose[:_SAMPLE])


def of(text: str) -> str:
    """The two-letter code of a text's language, or ""."""
    if not text.isascii():
        letters = sum(map(str.isalpha, text)) or 1
        for code, script in _SCRIPTS:
            if len(script.findall(text)) > letters * (0.1 if code == "ja" else 0.3):
                return code
    votes: dict[str, float] = defaultdict(float)
    words = _TOKEN.findall(text.lower())
    for word in words:
        owners = _OWNERS.get(word, ())
        for code in owners:
            votes[code] += 1 / len(owners)
    if not votes:
        return ""
    ranked = sorted(votes.items(), key=lambda vote: (-vote[1], vote[0]))
    best, score = ranked[0]
    second = ranked[1][1] if len(ranked) > 1 else 0
    return best if score >= max(3, len(words) * 0.05) and score > second * 1.3 else ""
