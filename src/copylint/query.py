"""Search queries in sentences' clothes: what rules of the seo family share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from functools import cached_property

from copylint.document import Block, Document
from copylint.language import language
from copylint.pattern import ready
from copylint.span import Span

SUFFIXES = frozenset(
    """guide guides tips tricks strategies strategy overview definition insights examples trends
    explained review reviews cost costs price pricing comparison checklist ideas facts meaning
    tutorial basics benefits analysis summary tools services online 2023 2024 2025 2026 2027
    tipps leitfaden ratgeber überblick strategien conseils astuces aperçu guía consejos estrategias
    resumen guia dicas guida consigli руководство советы обзор стратегии vergleich checkliste
    comparatif comparativa trucos примеры""".split()
)
# Words that tie others together and that a query may hold: “shoes for flat feet”.
_PARTICLES = {
    "en": """of for to in on at by from with without and or vs about into over under between near
    per""",
    "de": "und oder für von mit ohne zu im in auf an am bei nach vor gegen um aus zum zur beim vom",
    "fr": "de du des d' et ou pour sur avec sans dans en à au aux par entre contre chez",
    "es": "y o e u para con sin en de del al a por sobre entre contra",
    "it": """e o per con senza in di da del della dei delle dello al alla ai alle su tra fra nel
    nella""",
    "pt": "e ou para com sem em de do da dos das no na nos nas por sobre entre",
    "nl": "en of voor met zonder in op aan van naar bij tegen om uit",
    "pl": "i oraz lub dla z ze bez w we na do od o po przy przez",
    "ru": "и или для с со без в во на о об по из от к у за при про до",
    "tr": "ve veya için ile",
}
# Words that only a sentence needs.
_GRAMMAR = {
    "en": """a an the but nor if then than that this these those which who whom whose what when
    where why how as is are was were be been being am do does did has have had will would can
    could shall should may might must not no your our my his her its their you we they he she it
    us them i me within during after before through it's there here so such any all each every
    some more most other because while until although though also only just very too once don't
    doesn't can't won't isn't aren't i'm you're we're they're that's""",
    "de": """der die das den dem des ein eine einen einem einer eines ist sind wie war waren wird
    werden wurde wurden hat haben hatte kann können muss müssen soll sollen sich nicht auch nur
    noch schon so dass wenn als aber denn weil ich du er sie es wir ihr ihnen ihre ihren ihrem
    ihrer sein seine seinen seinem mein unser unsere unseren dein deine dies diese diesen dieser
    dieses alle man mehr was wer wo da doch durch über unter""",
    "fr": """le la les un une ce cet cette ces est sont était a ont avait être avoir fait que qui
    quoi dont où ne pas plus se sa son ses leur leurs mon ma mes notre nos votre vos ton ta tes
    il elle ils elles on nous vous je tu lui y si comme mais donc car tout tous toute toutes
    aussi très peut c'est""",
    "es": """el la los las un una unos unas lo es son era está están fue ha han hay ser que quien
    cual cuando como donde no se su sus mi mis tu tus nuestro nuestra nuestros este esta estos
    estas ese esa eso él ella ellos ellas nosotros usted yo le les nos me te más muy pero si
    porque también todo todos toda todas puede pueden""",
    "it": """il lo la i gli le un uno una l' è sono era ha hanno che chi cui come dove quando non
    si suo sua suoi mio tuo nostro vostro loro questo questa questi queste io tu lui lei noi voi
    ci più molto ma se anche tutto tutti può""",
    "pt": """o a os as um uma uns umas é são era foi está estão há tem têm ser que quem como onde
    quando não se seu sua seus suas meu minha nosso nossa este esta isto esse essa ele ela eles
    nós você eu mais muito mas também todo todos pode""",
    "nl": """de het een is zijn was waren wordt worden heeft hebben kan kunnen moet niet ook maar
    dat die dit deze als dan er je jij u wij we ze zij hij haar hun ons onze mijn uw meer wat wie
    waar hoe""",
    "pl": """jest są był była było być ma mają nie się że który która które co jak gdy gdzie ale
    to ten ta te tym jego jej ich mój nasz twój on ona oni my wy ja bardzo także może już tylko""",
    "ru": """не что как это этот эта эти тот та те его её их он она они мы вы я ты мой наш ваш
    свой есть был была были быть будет может можно нужно если но а же бы ли то так уже только
    когда где чтобы который которая которые также все всё ещё""",
    "tr": "bir bu şu o çok daha de da ki gibi olarak olan ne mı mi değil var yok en her",
}
PARTICLES = {code: frozenset(words.split()) for code, words in _PARTICLES.items()}
GRAMMAR = {code: frozenset(words.split()) for code, words in _GRAMMAR.items()}
#: Function words of every language there is a list for.
FUNCTION = frozenset().union(*PARTICLES.values(), *GRAMMAR.values())
TOKEN = ready(r"[\p{L}\p{N}][\p{L}\p{N}’'&.+/-]*")

#: How a text ends where a tool put a stop behind a stop.
DAMAGED = ("..", "?.", "!.", ":.", ";.", ",.", "….")

# Code points of prose up to which a text may be too short for its language to be told.
_SHORT = 2000
_CLOSED = frozenset({"paragraph", "list-item", "heading"})
_STOP = ready(
    r"(?<!\b(?:e\.g|i\.e|cf|vs|z\. ?B|u\. ?a|d\. ?h|p\. ?ex|bzw|approx|[DM]r|Mrs|Ms|St))"
    r"[.!?…][\"'”’»)]*\s+(?=\S)"
)
# An ellipsis, and a mark with two dots as Russian writes it.
_SOUND = ("...", "…..", "?..", "!..")


@dataclass(frozen=True)
class Words:
    """Words that are no keywords: `particles` may stand in a query, `grammar` in sentences only."""

    particles: frozenset[str]
    grammar: frozenset[str]

    @cached_property
    def all(self) -> frozenset[str]:
        """Both kinds."""
        return self.particles | self.grammar


#: The function words of English.
ENGLISH = Words(PARTICLES["en"], GRAMMAR["en"])
# English as it stands in texts of other languages, where “while” may be a loop.
_ABROAD = Words(
    frozenset("of for to in on by from with and or".split()),
    frozenset("the our your this its these how a an is are was my we you it that".split()),
)
_ANY = Words(frozenset().union(*PARTICLES.values()), frozenset().union(*GRAMMAR.values()))

#: Words that no search query holds, whatever the language of the text around it.
SENTENCES = frozenset("the our your this its these how".split())


def words_of(document: Document) -> Words:
    """The function words of a document's language and a few English ones; all if it is unknown."""
    code = language(document)
    if code == "en":
        return ENGLISH
    if code not in GRAMMAR:
        return _ANY
    return Words(
        PARTICLES[code] | (_ABROAD.particles - GRAMMAR[code]),
        GRAMMAR[code] | (_ABROAD.grammar - PARTICLES[code]),
    )


def readable(document: Document) -> bool:
    """Whether a document's language has word lists; a short text may be in any."""
    code = language(document)
    return code in GRAMMAR or (not code and len(document.prose) < _SHORT)


def capital(word: str) -> bool:
    """Whether a word has a capital letter, as names have, if not always in front: “iPhone”."""
    return any(map(str.isupper, word))


def tokens(text: str) -> list[str]:
    """The words of a text in lower case, without the stops at their ends."""
    return [word.rstrip(".'’").lower() for word in TOKEN.findall(text)]


def bare_tail(words: Sequence[str], function: Set[str]) -> int:
    """How many words at the end are keywords, without a function word among them."""
    count = 0
    for word in reversed(words):
        if word in function:
            break
        count += 1
    return count


def closing(block: Block) -> Span | None:
    """The last sentence of a paragraph, item or heading that has another before it, in prose
    offsets."""
    if block.kind not in _CLOSED:
        return None
    text = block.text.rstrip()
    if text.endswith(":"):
        return None
    start = 0
    for stop in _STOP.finditer(text):
        start = stop.end()
    for mark in (":. ", ";. ", ",. "):
        start = max(start, text.rfind(mark) + len(mark) if mark in text else 0)
    return Span(start, len(text)) if 0 < start < len(text) else None


@dataclass(frozen=True, slots=True)
class Shape:
    """How a document is built: `marked`: its headings are marked as such, so that no line is one to
    the eye alone; `stopless`: its list items end without a stop."""

    marked: bool = False
    stopless: bool = False


def shape_of(document: Document) -> Shape:
    """The shape of a document. German has too many capitals to tell a heading by them."""
    marked = document.markup != "plain" and any(b.kind == "heading" for b in document.blocks)
    items = [block.text.rstrip() for block in document.blocks if block.kind == "list-item"]
    stopped = sum(text.endswith((".", "!", "?", "…")) for text in items)
    return Shape(marked or language(document) == "de", len(items) >= 3 and stopped * 2 < len(items))


# “Jest's” belongs to a sentence; who types a query leaves the mark out.
_OWNER = ready(r"\p{Lu}\p{L}*['’]s\b")


@dataclass(frozen=True)
class Candidate:
    """A sentence that may be a call to action: `query` is what it wants to be read about."""

    block: Block
    start: int
    end: int
    frame: str
    query: str
    language: Words = _ANY
    shape: Shape = Shape()

    @cached_property
    def words(self) -> list[str]:
        """The query's words in lower case."""
        return tokens(self.query)

    @property
    def spelled(self) -> list[str]:
        """The query's words as they are written."""
        return list(TOKEN.findall(self.query))

    @cached_property
    def core(self) -> tuple[str, ...]:
        """The query without up to two noise words at its end."""
        words = self.words
        for _ in range(2):
            if len(words) > 2 and words[-1] in SUFFIXES:
                words = words[:-1]
        return tuple(words)

    @property
    def suffixed(self) -> bool:
        """Whether the query ends in a noise word, as search phrases do."""
        return bool(self.words) and self.words[-1] in SUFFIXES

    @cached_property
    def bare(self) -> bool:
        """Whether the query is a mere row of keywords."""
        return self.loose and not any(word in self.language.particles for word in self.words)

    @cached_property
    def loose(self) -> bool:
        """Whether the query is keywords, tied together by nothing more than prepositions."""
        marks = any(char in self.query for char in ',;:“”"«»()') or _OWNER.search(self.query)
        return not marks and not any(word in self.language.grammar for word in self.words)

    @cached_property
    def named(self) -> bool:
        """Whether every word of the query has a capital, as a name has."""
        return all(map(capital, self.spelled))

    @cached_property
    def before(self) -> str:
        """The block's text before the sentence."""
        return self.block.text[: self.start].rstrip()

    @cached_property
    def linked(self) -> bool:
        """Whether the first of the stops before the sentence is the last sign of a link: its author
        may have put another behind it."""
        end = len(self.before) - 1
        return any(mark.kind == "link" and mark.end == end for mark in self.block.marks)

    @cached_property
    def damaged(self) -> bool:
        """Whether the stop before the sentence is damaged."""
        before = self.before
        if before.endswith(_SOUND) or self.linked:
            return False
        if before.endswith(DAMAGED):
            return True
        return bool(before) and before[-1] in ".!?" and len(before) == self.start

    @cached_property
    def headed(self) -> bool:
        """Whether what stands before the sentence is a heading, in markup or to the eye."""
        before = self.before
        if not before or self.block.text[self.end :].strip():
            return False
        if self.block.kind == "heading":
            return True
        if self.shape.marked or self.block.kind != "paragraph":
            return False
        if not before.endswith(".") or before.endswith(".."):
            return False
        words = TOKEN.findall(before)
        long = [word for word in words if len(word) > 3]
        capital = sum(word[0].isupper() for word in long)
        inner = _INNER.search(before[:-1])
        return 2 <= len(words) <= 14 and not inner and len(long) >= 2 and capital >= 0.6 * len(long)

    @property
    def certain(self) -> bool:
        """Whether it is plain whose the stop before the sentence is: a line that is a heading to
        the eye alone may have had one, unless the tool is known to put stops behind stops."""
        return not self.headed or self.block.kind == "heading"

    @cached_property
    def opening(self) -> int:
        """Where in the block that begins which a tool put in: its stop too, where that is its own.

        It is after another stop, in a heading, and in a list whose items end without one.
        """
        before = self.before
        tools = self.headed or (self.block.kind == "list-item" and self.shape.stopless)
        doubled = before.endswith(DAMAGED) and not self.linked
        own = doubled or (tools and before.endswith((".", ":.")))
        return len(before) - (own and not before.endswith(_SOUND))


_INNER = ready(r"[.!?;](?=\s)")
#: Marks that no call of a tool holds: it leads nowhere.
LEADS = frozenset({"link", "url", "image", "footnote", "code"})


def hung(document: Document, never: Set[str]) -> Iterator[Candidate]:
    """The last sentences of blocks that say something before, if they lead nowhere, quote nothing
    and have no character that is `never` in a call."""
    spoken, shape = words_of(document), shape_of(document)
    for block in document.blocks:
        span = closing(block)
        if span is None or block.marked(span.start, span.end, LEADS) or block.quoted(span):
            continue
        text = block.folded[span.start : span.end]
        if never.isdisjoint(text):
            yield Candidate(block, span.start, span.end, "", text, spoken, shape)


def title_words(document: Document) -> frozenset[str]:
    """The words that say what a document is about: of its title and of its first heading."""
    title = document.metadata.get("title", "")
    heading = next((block.text for block in document.blocks if block.kind == "heading"), "")
    return content(f"{title} {heading}")


def content(text: str) -> frozenset[str]:
    """The words of a text that carry its meaning."""
    words = {word for word in tokens(text) if len(word) > 3}
    return frozenset(words - FUNCTION - SUFFIXES)
