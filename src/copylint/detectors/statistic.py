"""A hard number in a statement, with no source in reach."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any

import regex

from copylint.checkworthy import judged, named
from copylint.citations import Citations
from copylint.document import Block, Document
from copylint.finding import Severity
from copylint.match import Match
from copylint.pattern import ready
from copylint.rough import Rough
from copylint.sentences import split
from copylint.span import Span

_DIGITS = r"(?<![\p{L}\p{N}.,/_#:$€£¥-])\d[\d,.]*(?<=\d)"
_SMALL = (
    r"(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|"
    r"sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)"
)
_SPELLED = rf"(?:{_SMALL}(?:[- ](?:one|two|three|four|five|six|seven|eight|nine|hundred))?|(?:a|one|several|few) hundred|(?:a )?hundred|half a)"
_NUMBER = rf"(?:{_DIGITS}|\b{_SPELLED}\b)"
# Numbers worth a count: two digits and more, and their words.
_MANY = r"(?<![\p{L}\p{N}.,/_#:$€£¥-])(?!(?:1[5-9]|20)\d\d\b)\d[\d,]*\d(?!\.\d)"
_HUNDREDS = r"(?:(?:a|one|two|three|four|five|six|seven|eight|nine|several) hundred|dozens of|scores of|(?:two|three) dozen)"
_TENS = r"(?:(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:-\p{L}+)?|(?:a|one|two|three|four|five|six|seven|eight|nine|several) hundred|dozens of|scores of|(?:two|three) dozen)"
_MONEY = r"(?:US|A|C|NZ|HK)?[€$£¥₹]"
_SCALE = r"(?:million|billion|trillion|thousand|Millionen|Milliarden|millions|milliards|millones)"
_ABOUT = r"(?:more than|less than|fewer than|over|nearly|almost|approximately|roughly|about|around|at least|as many as|some|an estimated|only|just|under|well over|close to|upwards? of)"
# Whom and what statistics count.
_COUNTED = (
    r"(?:people|persons|men|women|children|kids|adults|americans|citizens|residents|immigrants|refugees|"
    r"workers|employees|jobs|families|households|homes|students|pupils|teachers|schools|veterans|"
    r"troops|soldiers|civilians|deaths|lives|casualties|murders|homicides|crimes|arrests|prisoners|inmates|"
    r"patients|cases|infections|hospitals|doctors|nurses|voters|votes|delegates|seniors|taxpayers|"
    r"farmers|farms|businesses|companies|countries|nations|cities|towns|states|counties|"
    r"percent|barrels|tons|tonnes|acres|hectares|miles|square miles|species|nuclear weapons|warheads|"
    r"visitors|tourists|passengers|vehicles|cars|flights|officers|police|"
    r"democrats|republicans|senators|governors|members|nominees|judges|points|"
    r"migrants|victims|survivors|protesters|demonstrators|applicants|recipients|"
    r"ships|planes|missiles|tanks|hostages|terrorists|attacks|shootings|incidents|accidents|"
    r"recessions|vetoes|trips|speeches|investigations|convictions|executions|abortions|births|foreclosures|bankruptcies|"
    r"years?(?= (?:in a row|running))|consecutive \p{L}+|straight \p{L}+)"
)
_PEOPLE = (
    r"(?:people|adults|americans|women|men|children|kids|voters|workers|students|teenagers|girls|boys|"
    r"households|families|companies|businesses|patients|users|seniors|citizens|jobs|schools|homes|"
    r"respondents|households|black|white|hispanic|young|employees|taxpayers|parents|babies)"
)
_RISE = (
    r"(?:rose|risen|rise|rises|rising|increased?|increases|increasing|grew|grown|grow|growing|fell|fallen|falls|falling|"
    r"dropped|drops?|dropping|declined?|declining|decreased?|jumped|surged|soared|plunged|plummeted|climbed|"
    r"shrank|shrunk|slumped|spiked|slipped|tumbled|went from|gone from)"
)
_FIGURE = ready(
    # No figure begins inside a word; said first, it saves trying all of them there.
    r"(?:(?<!\p{L})|(?=[€$£¥₹]))(?:"
    rf"(?P<percent>{_NUMBER}(?:\s?[-–—]\s?[\d.,]+|(?: to| or) [\d.,]+)?(?: ?%| ?percent\b| per cent\b| percentage points?\b| Prozent\b| pour cent\b| por ciento\b)(?!\w))"
    rf"|(?P<money>{_MONEY} ?\d+(?:[.,]\d+)*+(?:[- ]?(?:[kmb]n?\b|{_SCALE}))?|{_NUMBER}(?: {_SCALE})*[ -](?:dollars?|euros|cents|pounds sterling|rupees|yen|yuan)\b)"
    rf"|(?P<amount>(?:{_NUMBER}|\b(?i:several|a few|many|a|half a|tens? of|hundreds of|thousands of))(?: and a half| point [a-z]+)?[ -]{_SCALE}\b(?! (?:and one|times|thanks|dollar))|\b{_SPELLED}(?:[ -]{_SMALL})? thousand\b)"
    rf"|(?P<thousands>\b(?i:(?:tens|hundreds|thousands|millions|billions|trillions) (?:and (?:hundreds|thousands|millions|billions) )?of) (?:(?:thousands|millions) of )?(?:more |new |other |\p{{L}}+ )?(?i:jobs|dollars|deaths|lives|workers|families|immigrants|refugees|troops|homes)\b|(?<![\w.,/#$€£-])(?<!\b(?i:patents?|brevets?|patente?)(?: \p{{L}}+\.?)? )\d{{1,3}}(?:,\d{{3}})+(?![\w,/-]))"
    rf"|(?P<share>(?<!\b(?i:weeks?|parts?|days?|steps?|pages?|chapter|episode|number|lesson|round|session|volume|slides?|issue) )\b(?![Oo]ne of (?!every))(?:[Oo]ne|[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Ss]ix|[Ss]even|[Ee]ight|[Nn]ine|\d{{1,3}}) (?:in|out of|of) (?:every )?(?:two|three|four|five|six|seven|eight|nine|ten|twenty|\d{{1,3}})\b(?! (?:a|the|his|her|their|different|parts?|sections|steps|stages|phases|rooms|of|to|o'clock|years|months|weeks|days|minutes)\b)(?![.:/-]\d))"
    rf"|(?P<fraction>\b(?:[Oo]ne|[Tt]wo|[Tt]hree|[Aa])[- ](?:thirds?|quarters?|fourths?|fifths?|tenths?) of (?!(?:way|an? |my|your)\b)\p{{L}}+|\b(?<!first )(?<!second )(?<!latter )(?<!other )(?<!better )[Hh]alf (?:of )?(?:all|those|these|our|the (?:people|country|population|world|adults|voters|workers|students|nation|public|electorate|states?|cost|jobs|money|children|families|budget|total)|\p{{Lu}}\p{{L}}+s\b|adults|people|respondents|voters|households|workers|children|families)|\b(?:[Tt]he )?(?:[Vv]ast |overwhelming |great |large )?[Mm]ajority of (?:the )?(?:\p{{L}}+ )?(?i:{_PEOPLE})\b)"
    rf"|(?P<times>\b(?:\d+|[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Ss]ix|[Ss]even|[Ee]ight|[Nn]ine|[Tt]en|twenty|hundred) times (?:more|less|as|higher|lower|larger|bigger|greater|faster|likelier|the)\b|\b[Tt]wice (?:as (?:many|much|likely|high|large|big|fast|often)|the (?:size|rate|number|amount|average|national|cost|price))\b|\b(?:(?:[Hh]as|[Hh]ave|[Hh]ad|more than|nearly|almost|roughly|about) (?:doubled|tripled|quadrupled|halved)|(?:doubled|tripled|quadrupled|halved)(?= (?:to|from|since|in|between|last|this|during|within|every)\b))\b|\b\d+-?fold\b)"
    rf"|(?P<count>\b(?i:{_ABOUT}) (?:{_MANY}|{_TENS})(?: (?:more |new |other |\p{{L}}+ )?(?i:{_COUNTED})\b| [\p{{Ll}}'-]+s\b)|(?:{_MANY}(?<=[\d,]\d\d)|\b{_HUNDREDS})(?: (?:more|new|other|different|additional|\p{{L}}+))? (?i:{_COUNTED})\b)"
    rf"|(?P<change>\b(?i:{_RISE}) (?:\p{{L}}+ ){{0,2}}(?:by|from|to|about|nearly|almost|more than|over|an average of) (?:\p{{L}}+ ){{0,2}}{_MONEY}?\d++(?:[.,]\d+)*+(?: {_SCALE})?+\b(?!st|nd|rd|th|[-: /]\d| ?[ap]\.?m| ?%| ?per ?cent))"
    r"|(?P<rank>\b(?:[Rr]anks?|[Rr]anked|[Rr]ated)(?: as)? (?:number |no\.? ?|among the |in the (?:top|bottom) |#)?(?:the )?(?:\d+(?:st|nd|rd|th)?|first|second|third|fourth|fifth|last|one|highest|lowest|top|bottom)\b(?! (?:time|choice|item|place holder))|\b[Tt]he (?:second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\d+(?:st|nd|rd|th))[- ](?:largest|biggest|highest|lowest|most (?:populous|expensive|valuable|dangerous|powerful|visited)|longest|oldest|busiest|tallest|best|worst|fastest|poorest|richest|leading)\b|\b(?:[Nn]umber one|#1) in (?:the|\p{Lu}))"
    r"|(?P<average>\b(?:[Oo]n average\b|(?:national |annual |monthly |weekly )?(?:average|median) (?:\p{L}+ ){1,4}(?:is|was|are|were|of|at|rose|fell|stands?|makes?|earns?|costs?|pays?)\b)[^.;]{0,20}[\d€$£])"
    r")"
)
# What a figure cannot do without, quickly found; the figure stands within `_NEAR` code points of it.
_ANCHOR = re.compile(r"\d(?:[- ]?%|,\d{3}|[- ][A-Za-z]|st|nd|rd|th)|[$€£¥₹] ?\d")
_WORDS = (
    "fold", "illion", "illiard", "illone", "housand", "hundred", "ercent", "er cent", "dollar", "dozen", "cores of",
    "wenty", "hirty", "orty", "ifty", "ixty", "eventy", "ighty", "inety",
    *(f"{before} {number}" for before in (" in", " of", "every") for number in
    ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "twenty")),
    *(f"{part}{s} of" for part in ("third", "quarter", "fourth", "fifth", "tenth") for s in ("", "s")),
    "half ", "Half ", "ajority of", " times ", "wice ", "doubled", "tripled", "quadrupled", "halved", "ank", "ated ",
    "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "verage", "edian",
    "umber one", "#1",
)  # fmt: skip
_NEAR = 70
# How many terms of a score are shown.
_TERMS = 3
# Bank notes, and sums that somebody wants.
_ASKED = r"\$\d+ bills?\b|\b(?:lawsuits? (?:seeks?|sought)|unveil(?:s|ed)|valuations?)\b"
# What opens a condition, a question, a call or an instruction.
_AGAIN = r"(?:(?:and|but|so|now|well|then|again),? )*"
_CALL = (
    r"if|suppose|imagine|say|let's|let us|let me|when you|set|use|add|choose|enter|assume|try|make sure|"
    r"for example|should|would|could|can|do|does|did|how|why|what|who|take|give|see|keep|note|please|"
    r"thank|think about|remember"
)
_NOT_OF = r"\b(?! (?:of|that|year|is|was)\b)"
# What makes a number no claim: a condition, a question, an instruction, a price, a version …
_HARMLESS = ready(
    rf"(?i)^{_AGAIN}(?:{_CALL}|is|are|was|were){_NOT_OF}"
    r"|\b(?:suppose|imagine|e\.g\.|hypothetical\w*)|\?['\"”’)]*$"
    r"|\b(?:price|prices|priced|costs? (?:only |just )?[€$£]|fee|per (?:month|user|seat|night|person)|/mo|discount|coupon|threshold|minimum|maximum|default|width|height|opacity|margin of error|confidence interval|interest rate|a hundred percent|110 percent|likely voters|clos(?:ed|e) (?:down|up|at|higher|lower)|points, or|precincts|delegates)\b"
    rf"|\b(?:1?000?|110|the 1) ?%|{_ASKED}"
    r"|\b(?:rounded|equals|formula|probability|multipl(?:y|ied)|divided by|arithmetic)\b"
)
# Idioms, examples, what screens do, and what programs gain by a change.
_IDLE = ready(
    r"(?i)\bworth a thousand|\ba million (?:different )?(?:ways|things|reasons|questions|possible)|\bsay,? (?:about )?\d|\b51 ?% attack|\bzoom(?:s|ed|ing)?\b|\bspeed-?ups?\b"
)
# What is measured in software and on pages, by whoever writes about it.
_TECHNICAL = ready(
    r"(?i)\b(?:compil\p{L}+|latency|memory|cpu|gpu|cache[ds]?|bytes?|bits?|entropy|[kmgt]i?b|codegen|codebases?|benchmark\p{L}*|binar(?:y|ies)|disk|throughput|runtime|lines of code|loc|tokens?|parameters|rows|columns|queries|query|requests?|tests?|commits?|pull requests?|prs?|crates?|packages?|plugins?|repositor\p{L}+|downloads?|page ?views?|pixels?|px|words|characters|iterations?|threads?|servers?|clusters?|milliseconds?|ms|seconds|minutes|build(?:s|ing)? times?|uptime|certificates?|websites?|domains?|browsers?|traffic|api|apis|database|records|samples?|screen|resolution|steps|hours|endpoints?|dependencies|inodes?|heartbeats?|memtables?|intervals?|file ?systems?|code (?:points?|units?)|key-value|issues|contributors?|releases?|slower|faster|bandwidth|logs?|users?|page ?loads?|subscribers|software|app|apps|forms?|sprint\p{L}*|stack|features?|deploy\p{L}*|font|image|dataset|data set|species of|observations?)\b"
)
# What makes a claim of a figure doubtful: a wish, a plan, a condition, an opinion.
_SOFT = ready(
    r"(?i)\b(?:if|should|must|may|might|let's|let us|can|will|we'll|i'll|they'll|going to|gonna|wants? (?:to|us|you)|want|plan to|plans to|goal|target|need|needs|shall|i think|i feel|in my (?:view|opinion)|we have to|has to|had to|imagine|whether|promise[sd]?|propos\p{L}+|seek(?:s|ing)?|sought|lawsuits?|sue[sd]|ask(?:s|ed|ing)?|committed|invest|call(?:s|ing)? for|for example|expect(?:s|ed)?|recommend(?:s|ed)?|tonight|minutes?|seconds|o'clock|question|questions|answer|audience|segment|thank|stop me|talk(?:ing)? about)\b"
)
# What makes a mere count doubtful besides.
_SOFTER = ready(
    r"(?i)\b(?:would|could|ought|i|me|my|you|your|your|who|including|meeting|visit(?:ed)?|spoke|speak(?:ing)?|rally|event|crowd|protest\p{L}*|gathered|block(?:s)?|miles|perhaps|maybe|budget|limit|until|unless|debate|program|propose[sd]?|topic|ago)\b"
)
# What needs no source in a text that refers to sources elsewhere, whose author chose: what writers
# count of their own, what is paid or allowed by their rules, how pages and programs are used, examples.
_OWN = ready(
    r"(?i)\b(?:we|our|ours|us|we've|we're|we'll|i|i've|i'm|my|me)\b"
    r"|\b(?:prizes?|awards?|awarded|awarding|grants?|stipends?|reimburs\p{L}+|premiums?|insurance|budgets?|sponsor\p{L}*|donations?|donat\p{L}+|compensat\p{L}+|commissions?|bids?|payout|gift cards?|receipts?|expenses?|salar(?:y|ies)|bonus(?:es)?|allowances?|bill(?= )|trial|invoices?|approval|purchases?|pass|billing|utilization|equity|per (?:year|day|week)|a year per|a month|or (?:more|less|above|below|over|under|better)|up to|a (?:maximum|score) of|band|contracts?|scholarships?|registration|deposit|charged?|billable|okrs?)\b"
    r"|\b(?:views?|viewers?|viewed|clicks?|click-?through|ctr|conversions?|engagements?|followers|searches|searched|impressions|attendees|attended|attendance|webinars?|participants|members strong|hashtags?|tweets?|newsletter|task completion|nodes|llvm|kernel)\b"
    r"|\bexamples?\b|[=≈~]"
)
# The kinds of figures that surveys find.
_SURVEYED = frozenset({"percent", "share", "fraction", "rank"})
_NUMBERLESS = ready(
    r"(?i)\b(?:one|1) in (?:one|a)\b|\bone out of\b|\b(?:24|7) (?:in|out of)\b"
    r"|\b(?:more than|less than|over|about|around|nearly|almost|at least|some|only|just|under|one|two|three|four|five|six|ten) (?:\S+ )?(?:\S+ )?(?:years?|months?|weeks?|days?|hours?|minutes?|seconds?|times|decades?|ways|things|points|steps|reasons|questions|parts|words|pages|lines|characters|pixels|bytes|items|files|rules|options|examples|issues)$"
)
# Any number, in figures or words, and the changes that are told without one.
_NUMBER_AT_ALL = ready(
    r"(?<![\p{L}\p{N}.,/_#:-])(?<!(?:[Pp]atent|[Tt]op|[Bb]ottom|[Ss]ection|[Ss]lide|[Ff]igure|[Tt]able|[Pp]art|[Cc]hapter|[Vv]ersion|No\.|[Rr]ule|[Mm]onth|[Ww]eek|[Dd]ay|[Ss]tep|[Pp]hase|[Ll]evel|[Aa]rticle|[Aa]ct of) )"
    r"(?<!(?:ISO|IEC|JTC|RFC|ECMA|ISO/IEC)[- ])(?<!(?:\p{Ll}\p{Lu}|\p{Lu}{3})[\w-]{0,12} )(?!\ds\b)(?:[€$£] ?)?(?!(?:1[5-9]|20)\d\d\b)(?>\d(?:[\d.,]*\d)?)(?![\p{Lu}/:]|[.)]?$)(?:-?\p{Ll}+|%)?(?: \p{Ll}{3,})?"
    r"|(?i:(?<!\b(?:the|these|those|latter|former|other|first|last|all|both) )\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundreds?|thousands?|millions?|billions?|trillions?|dozens?|half|halved|doubled?|doubling|tripled?|twice|thirds?|quarters?|percent|first|second|fourth|fifth|majority|once|one)\b)(?: (?!(?:the|and|for|with|that|which|who|are|was|were|has|have|had|but)\b)\p{Ll}{3,})?"
)
# Where a number in a likely claim is none after all: what opens a condition, a call or a question, the
# numbering of points, and the makings of pages.
_MOOT = ready(
    rf"(?i)^{_AGAIN}(?:{_CALL}){_NOT_OF}"
    r"|\b(?:suppose|supposing|imagine|hypothetical\w*|e\.g\.)|\?['\"”’)]*$"
    r"|\b(?:coupon|discount|default|width|height|opacity|margin of error|confidence interval|formula|arithmetic|divided by|likely voters|clos(?:ed?|es) (?:down|up|at|higher|lower)|points, or|precincts|\d+ minutes|number (?:one|two|three|four|five|\d))\b|\b(?:first|second|third),"
    rf"|{_ASKED}"
)
# Plans, wishes and the speaker's own life: there a claim must be likelier.
_DOUBT = ready(
    r"(?i)\b(?:if|let's|will|we'll|i'll|going to|gonna|plan to|i'm|i'd|my|goal|we have to|i want|i think|in my|should|might|want to|set as|promised?|hope|propos\w+|for example)\b"
)
# The score was learnt from English; these words tell it well enough from the other languages.
_ENGLISH = ready(r"(?i)\b(?:the|of|and|was|were|has|have|had|that|is|are|to)\b")
_SCOPE = frozenset({"paragraph", "list-item"})
_CODE = frozenset({"code"})
_NAMES = {
    "percent": "a percentage",
    "money": "a sum of money",
    "amount": "a large number",
    "share": "a share",
    "fraction": "a fraction",
    "times": "a comparison in numbers",
    "thousands": "a large number",
    "count": "a count",
    "change": "a change in numbers",
    "rank": "a rank",
    "average": "an average",
}
# What may end a sentence, and the end of a line.
_STOP = ready(r"[.!?…][\"'”’»)\]]*\s|\n")
#: How likely a claim must be where something makes its figure doubtful.
_SURE = 0.8
#: How likely a claim must be for any number to count as its statistic, plainly told or as a plan.
_LIKELY, _LIKELIER = 0.75, 0.85
_SLACK = 0.2
#: Kinds of figures that are claims even where software is spoken of.
_STRONG = frozenset({"money"})
#: Kinds of figures that are claims only where nothing softens the sentence.
_WEAK = frozenset({"count", "rank", "average", "fraction", "thousands"})


def sieve(options: Mapping[str, Any]) -> Mapping[str, str]:  # noqa: ARG001
    """Any figure, and where nothing is linked any number."""
    return {"joined": _FIGURE.pattern, "bare": _NUMBER_AT_ALL.pattern}


def wakes(rough: Rough, options: Mapping[str, Any]) -> bool:  # noqa: ARG001
    """Whether such a figure stands where nothing makes it harmless, or a number in a bare text."""
    text = rough.joined
    if any(claimed(hit, one) for hit in _hits(text) for one in _around(text, hit.span())):
        return True
    return any(_telling(rough.bare, hit.span()) for hit in _NUMBER_AT_ALL.finditer(rough.bare))


def _telling(text: str, number: tuple[int, int]) -> bool:
    """Whether what is around a number may be a likely claim; a little is allowed for what a reader
    of the markup would make of it."""
    return any(
        not _MOOT.search(one) and not _TECHNICAL.search(one) and judged(one)[0] >= _LIKELY - _SLACK
        for one in _around(text, number)
    )


def _around(text: str, place: tuple[int, int]) -> Iterator[str]:
    """The sentence around a place in a text whose blocks are lines, and what of it is surely in
    one sentence: the reader of the markup may see other ends than are seen here."""
    start = text.rfind("\n", 0, place[0]) + 1
    end = text.find("\n", place[1])
    line = text[start : end if end >= 0 else len(text)]
    low, high = place[0] - start, place[1] - start
    yield next((line[one.start : one.end] for one in split(line) if low < one.end), line)
    first = 0
    for stop in _STOP.finditer(line, 0, low):
        first = stop.end()
    last = _STOP.search(line, high)
    yield line[first : last.start() if last else len(line)].strip()


def detect(document: Document, options: Mapping[str, Any]) -> Iterator[Match]:  # noqa: ARG001
    """Yield the first uncited figure of each sentence, with what was looked for.

    Where a text refers to anything, its author chooses what needs a source: one figure in a
    paragraph is enough there, and none is told that is the author's own count or a survey's that
    the text is about. In a text that cites nothing at all, any number in a likely claim is told
    besides, as information.
    """
    citations = Citations(document)
    for block in document.blocks:
        if block.kind in _SCOPE:
            told: set[int] = set()
            for match in chain(_figures(citations, block), _likely(citations, block)):
                place = 0 if citations.refers else block.sentence_at(match.start).start
                if place not in told:
                    told.add(place)
                    yield match


def _hits(text: str) -> Iterator[regex.Match[str]]:
    """The figures in a text, looked for only where an anchor says that there may be one."""
    places = [one.start() for one in _ANCHOR.finditer(text)]
    for word in _WORDS:
        at = text.find(word)
        while at >= 0:
            places.append(at)
            at = text.find(word, at + 1)
    places.sort()
    at = number = 0
    while number < len(places):
        start, end = places[number] - _NEAR, places[number] + _NEAR
        while number < len(places) and places[number] - _NEAR <= end:
            end = places[number] + _NEAR
            number += 1
        for hit in _FIGURE.finditer(text, max(at, start, 0), end):
            at = hit.end()
            yield hit


def _figures(citations: Citations, block: Block) -> Iterator[Match]:
    for hit in _hits(block.folded):
        sentence = block.sentence_at(hit.start())
        text = block.folded[sentence.start : sentence.end]
        if not _states(block, sentence) or not claimed(hit, text):
            continue
        surveyed = hit.lastgroup in _SURVEYED and citations.surveyed
        if citations.refers and (surveyed or _OWN.search(text)):
            continue
        if citations.source(block, sentence) or block.quoted(Span(*hit.span())):
            continue
        figure = hit[0].strip()
        evidence = (f"{_NAMES[hit.lastgroup or 'amount']}: {figure}", *citations.looked())
        severity = Severity.INFO if citations.declared else None
        yield Match(
            block, hit.start(), hit.end(), {"figure": figure}, evidence=evidence, severity=severity
        )


def _likely(citations: Citations, block: Block) -> Iterator[Match]:
    """Sentences whose wording makes a claim likely and that hold a number of any kind."""
    if not citations.bare or not numbered(block.folded):
        return
    for sentence in block.sentences:
        text = block.folded[sentence.start : sentence.end]
        hit = _NUMBER_AT_ALL.search(text)
        if hit is None or not _states(block, sentence) or not _ENGLISH.search(text):
            continue
        if _MOOT.search(text) or _TECHNICAL.search(text) or _IDLE.search(text):
            continue
        score, terms = judged(text)
        if score < (_LIKELIER if _DOUBT.search(text) else _LIKELY):
            continue
        start, end = sentence.start + hit.start(), sentence.start + hit.end()
        if citations.source(block, sentence) or block.quoted(Span(start, end)):
            continue
        figure = hit[0].strip()
        shown = tuple(f"{named(term)} {weight:+.1f}" for term, weight in terms[:_TERMS])
        evidence = (f"a number in a likely claim: {figure}", f"score {score:.2f}", *shown)
        yield Match(
            block,
            start,
            end,
            {"figure": figure},
            evidence=(*evidence, *citations.looked()),
            severity=Severity.INFO,
        )


def numbered(text: str) -> bool:
    """Whether a sentence holds any number, in figures or in words."""
    return _NUMBER_AT_ALL.search(text) is not None


def claimed(hit: regex.Match[str], text: str) -> bool:
    """Whether a figure in a sentence is a claim about the world that could be checked."""
    if _NUMBERLESS.match(hit[0]) or _HARMLESS.search(text) or _IDLE.search(text):
        return False
    if hit.lastgroup not in _STRONG and _TECHNICAL.search(text):
        return False
    if hit.lastgroup in _WEAK:
        return not _SOFT.search(text) and not _SOFTER.search(text)
    return not _SOFT.search(text) or judged(text)[0] >= _SURE


def _states(block: Block, sentence: Span) -> bool:
    """Whether a sentence states something about the world: enough words, an end, no mere label and
    no code, which speaks of a program."""
    text = block.folded[sentence.start : sentence.end]
    ended = text.rstrip("”\"’')]0123456789[ ")[-1:] in {".", "!", "…"}
    return ended and len(text.split()) >= 5 and not block.marked(*sentence, _CODE)
