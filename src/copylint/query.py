"""Search queries in sentences' clothes: what rules of the seo family share."""

from __future__ import annotations

from dataclasses import dataclass

from copylint.document import Block
from copylint.pattern import ready

SUFFIXES = frozenset(
    """guide guides tips tricks strategies strategy overview definition insights examples trends
    explained review reviews cost costs price pricing comparison checklist ideas facts meaning
    tutorial basics benefits analysis summary tools services online 2023 2024 2025 2026 2027
    tipps leitfaden ratgeber überblick strategien conseils astuces aperçu guía consejos estrategias
    resumen guia dicas guida consigli руководство советы обзор стратегии""".split()
)
# Words a sentence needs and a search query leaves out.
FUNCTION = frozenset(
    """a an the of for to in on at by from with without and or but nor if then than that this these
    those which who whom whose what when where why how as is are was were be been being am do does
    did has have had will would can could shall should may might must not no your our my his her
    its their you we they he she it us them i me about into over under between within during after
    before through its it's there here so such any all each every some more most other
    der die das den dem des ein eine einen einem und oder für von mit zu im in auf ist sind wie
    le la les un une des du de et ou pour sur avec dans est sont que qui votre vos notre nos
    el los las una unos y o para con en es son su sus tu tus que como il lo gli e di da del della
    per o os as um uma e dos das no na het een van en voor w z na i do и в на для из о с""".split()
)
TOKEN = ready(r"[\p{L}\p{N}][\p{L}\p{N}’'&.+/-]*")

#: How a text ends where a tool put a stop behind a stop.
DAMAGED = ("..", "?.", "!.", ":.", ";.", ",.", "….")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that opens like a call to action: `query` is what it wants to be read about."""

    block: Block
    start: int
    end: int
    frame: str
    query: str

    @property
    def words(self) -> list[str]:
        """The query's words in lower case."""
        return [word.rstrip(".'’").lower() for word in TOKEN.findall(self.query)]

    @property
    def core(self) -> tuple[str, ...]:
        """The query without up to two noise words at its end."""
        words = self.words
        for _ in range(2):
            if len(words) > 2 and words[-1] in SUFFIXES:
                words = words[:-1]
        return tuple(words)

    @property
    def bare(self) -> bool:
        """Whether the query is a mere row of keywords."""
        marks = any(char in self.query for char in ',;:“”"«»()')
        return not marks and not any(word in FUNCTION for word in self.words)

    @property
    def before(self) -> str:
        """The block's text before the sentence."""
        return self.block.text[: self.start].rstrip()

    @property
    def damaged(self) -> bool:
        """Whether the stop before the sentence is damaged."""
        before = self.before
        if before.endswith(("...", "…..")):
            return False
        if before.endswith(DAMAGED):
            return True
        return bool(before) and before[-1] in ".!?" and len(before) == self.start
