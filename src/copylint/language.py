"""Which language a document is written in: what it declares, else its commonest words."""

from __future__ import annotations

from collections import defaultdict

import regex

from copylint.document import Document

# Function words, and of languages without rules enough to be told from those that have some.
_WORDS = {
    "en": "the and of to is was were that with for this are have from they which not been his it be"
    " you we can will your or by as an on if what when how there their has but our about would at",
    "de": "der die und das ist nicht mit ein eine den dem zu auf für sich auch werden wird von bei"
    " sie wir es im sind als oder aus kann wie nach einer einem einen wenn haben hat zum zur noch",
    "fr": "le les des est dans une qui que pour pas sur au avec ce cette sont plus par du nous"
    " vous et un la il elle votre être ou aux ont mais comme ces leur fait son se ne",
    "es": "el los las que una por con para del se su como más pero sus este está lo y fue"
    " un la es al en también porque cuando desde hasta muy esta esto ese puede son hay ha nos o"
    " ser entre sobre sin todos ya nuestra nuestro si",
    "it": "il di che gli della una per non sono con è nel alla anche più dei questo si delle"
    " un la le i da in al ha come ma o nella dal essere può questa sul tra loro hanno",
    "pt": "o os que uma não para com do da em por mais dos foi ao são pela também seu é"
    " um as na no se como mas ou das sua nos ser tem você isso está pelo à às quando",
    "nl": "de het een van en niet dat zijn op voor met aan ook maar bij wordt naar deze om te"
    " je we in is er als dan hun heeft worden kan uit wat nog door meer geen",
    "pl": "nie się na że jest do przez jak ale czy było tym oraz dla od po który są"
    " w z i o to być może co jego za tego także",
    "tr": "ve bir bu için ile olarak daha olan çok gibi sonra kadar ancak değil ise"
    " da de en ya her veya olduğu şekilde",
    "ru": "и в не на что он как это по но из за от было так же для мы"
    " с к вы бы или если они их все можно только чтобы может есть",
    "uk": "і в не на що як це та до за але від було для ми є його з у або які ви ваш можна якщо",
    "sv": "och att det som är på en för av med inte den till har ett om"
    " jag vi du kan från eller så var man när",
    "bg": "и в не на е се да от за с са като които това ще ли или по че си към може ви ако",
    "sr": "и у је да се на за су од што или које који i u je da se na za su od što ili koje koji",
    "be": "і ў не на што як гэта для з да вы ці гэтага калі па яго ваш можна",
    "cs": "a se na že je v to s do pro jako ale nebo jsou který při podle by tak pokud z které",
    "da": "og at det som er på en for af med ikke den til har et om jeg vi du kan fra eller når",
    "fi": "ja on ei että se voi ovat tai mutta myös kun jos sen hän ole niin kuin",
    "hu": "a az és hogy nem egy is ez van meg de vagy csak mint azt ha lehet",
    "ro": "și de la în a cu o un pe pentru este care nu din că sau mai sunt se ale",
    "ca": "el la de i que els les un una per amb no és en del al com més o aquest però",
    "id": "dan yang di untuk dengan tidak ini dari pada anda atau akan itu adalah ke dapat",
    "vi": "và của là có các cho không được một những trong với để bạn này khi",
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
