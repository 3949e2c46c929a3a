"""The English of saying who says so, and a little of it in other languages.

`NAMED` is a source that a reader could find again; `CUES` are the words that report what somebody
said, wrote, thinks or wants, whoever it is. Which words report was read off the training part of
PolNeAR, a corpus of news in which all attributions are marked; no word is kept that reports in
fewer than nine of ten of its sentences there.
"""

from __future__ import annotations

from copylint.pattern import ready

_LETTERS = ready(r"\p{L}+")

# Verbs that report speech or writing, in the forms that a reporting clause takes.
_SAID = """said says told tells wrote writes stated states announced announces reported reports
estimated estimates found finds argued argues claimed claims noted notes added adds explained
explains warned warns testified testifies asserted asserts insisted insists acknowledged
acknowledges predicted predicts projected projects calculated calculates confirmed confirms
concluded concludes revealed reveals showed shows suggested suggests tweeted  posted recalled
recalls admitted admits denied denies described describes declared declares observed observes
responded responds replied replies asked asks vowed vows pledged pledges urged urges documented
recorded measured counted contended contends maintained maintains conceded concedes stressed
stresses emphasized emphasised emphasizes remarked remarks quipped joked lamented complained
complains cautioned cautions disclosed discloses reckons reckoned counts puts lists listed
indicated indicates tallied surveyed alleged alleges reiterated reiterates cited cites published
publishes determined ranked ranks rated""".split()
#: Forms of verbs that report speech, as one alternative.
SAID = "|".join(_SAID)

#: Words that report in a sentence wherever they stand in it.
CUES = frozenset(
    (
        """according accusation accusations accuse accused accuses accusing acknowledge
        acknowledged acknowledges acknowledging added adding admits agreed allegation allege
        alleged alleges angered announced announcing answered apologize appeared applauded argue
        argued argues arguing asked asking asks assailed asserted asserting assertion asserts
        attacked bashed bashing begged believes bemoaned bemoans blamed blasted blasting blasts
        boasted boasting  bragged bragging brags branded bristled called calling calls
        cautioned cautioning chants characterised characterized characterizes chastised chided
        cited citing claimed clarified commended commending complained complaining complaints
        conceded concedes concluded concludes concurred condemnation condemned condemning
        confident confirmed congratulated contended contending contends convinced countered
        criticised criticized criticizing declared declares declaring declined decried decries
        decrying deemed deems defended defending demanded demanding demurred denied denies
        denounced denouncing deplored deplores derided describe described describes describing
        disagreed disagrees discuss discussed discussing dismissed dismisses dismissing doubts
        dubbed echoed emailed emphasised emphasized emphasizing endorsed envisions equated
        exclaimed expected explained explaining explains expressed fearing fears foresees fumed
        griped groused hailed highlighting hinted hinting hoped hopes hoping implied implies
        implored implying indicate indicated indicating insinuated insist insisted insisting
        insists  intimated invoked invoking issued jeered joked labeled labelled
        lambasted lamented laments lampooned lashed lauded lauding likened marveled marvelled
        mention mentioned mentioning mocked mused nicknamed noted notes noting opined opposed
        opposes ordered outraged pleaded pleading pledging pointed pondered portrayed portraying
        praised praises praising predicted predicting predicts prefer prefers proclaimed
        proclaiming proclaims promised proposed proposing questioned quipped quoted quoting
        railed railing rails reasoned reassured rebuffed rebuked rebutted recalled recalling
        recommends recounted recounting recounts referring refused refusing refuted refutes
        reiterated reiterating rejected remarked reminded repeated replied reported requested
        responded retorted revealed reveals ridiculed ripped rumors said saying says scoffed
        scoffs scolded seemed sees shouted showed shows signaled signaling skewered slammed
        slamming slams specified speculated stated statement  stating stressed
        stressing suggest suggested suggesting suggests supported supports surmised swears swore
        telling tells thanked thanking theorized thinks titled told touted touting touts
        trumpeted tweeted tweeting  urged urges urging uttered vehemently vented voiced
        vowed vowing vows warned warning warnings warns whispered wondered wonders worried
        writes wrote yelled"""
    ).split()
)
# Words that report more often than not; two of them beside a name, or one beside quoted words, do.
_HINTS = frozenset(
    (
        """adds advocate interview statements agree agrees aides allegations allies appear appears argument arguments
        assured attacking attacks backed backing backlash believe believed blame challenged
        claim claiming concern concerned concerns consensus consider considered considers
        continued conviction convince criticism critics decided decision defend discussion doubt
        economists editorial endorse endorsement enthusiasm estimates expect expects experts
        explain false favor favored favors fear feel feels felt finds frustration hope hopeful
        idea insiders intended intends interested knew known knows learned listed lists named
        notion offensive offered officials opinion opponents oppose opposing paper planning
        plans pledge pledged poll posted praise promise promises promising proposal proposals
        pushing questions referred refusal rejecting rejects reportedly reports rhetoric saw say
        seeking seeks seem seemingly seems shown skeptical sought speculation spoke stance
        strategists strongly suggestion support supporters supporting survey talk talked talking
        talks testimony thought view viewed views vision want wanted wants widely
        worries"""
    ).split()
)
_CUE_PHRASE = ready(
    r"(?i)\b(?:polls?|surveys?|studies|study|data|records|documents?|report|emails?|tapes?|video) (?:\w+ ){0,2}(?:show|shows|showed|showing|found|find|indicate|indicates|suggest|suggests|obtained)\b"
    r"|\b(?:critics|supporters|opponents|experts|analysts|aides|officials|advis[eo]rs|republicans|democrats|voters|observers|strategists|sources|pundits|many|some|others) (?:\w+ )?(?:say|believe|think|argue|see|view|fear|hope|worry|expect|feel|call|want|contend|wonder|saw)\b"
    r"|\bpoint(?:s|ed|ing)? (?:out|to)\b|\bmade (?:it )?clear\b|\bput it\b"
)
_QUOTED = ready(r"“[^”]*(?:”|$)|(?:^|(?<=\s))\"[^\"]*(?:\"|$)|^[^“\"]*(?:”|\"$)")
_INSET = ready(r"[a-z,] [“\"][^”\"]{3,}[”\"]")
_NAME_INSIDE = ready(r"(?<!^)\b[A-Z][a-z]+")
_SELF = ready(r"\b(?:I|we|you|my)\b")

_NAME = r"\p{Lu}[\p{L}\p{N}.''’&-]*"
_ADVERBS = r"(?:(?:has|have|had|also|later|then|recently|who|which|once|first|only|never|[\p{L}]+ly) ){0,2}"
#: Nouns of people who are named as a kind only; a source of that kind is none.
VAGUE = (
    r"(?:experts?|analysts?|observers?|critics?|researchers?|scientists?|scholars?|historians?|"
    r"economists?|commentators?|insiders?|sources?|reports?|some|many|others|people|skeptics?|"
    r"sceptics?|supporters?|opponents?|proponents?|advocates?|rumou?rs?|studies|study|research|"
    r"surveys?|polls?|statistics|data|estimates?|pundits?|specialists?|commentary|legends?|tradition|"
    r"theory|theories|eyewitness(?:es)?|versions?|beliefs?|interpretations?|"
    r"folklore|observers|detractors?|most|several|accounts?|locals|fans|popular belief|witnesses|"
    r"conventional wisdom|academics|theorists?|authors|writers|engineers|doctors|physicians|activists|"
    r"lawyers|residents|employees|workers|users|customers|investors|teachers|parents)"
)
_DOCUMENT = (
    r"(?:poll|polls|survey|surveys|report|reports|study|studies|data|figures|analysis|census|"
    r"estimates?|statistics|records|index|research|paper|audit|review|tally|count|forecast|"
    r"projections?|database|numbers|findings|filings?|documents?|yearbook|factbook|assessment)"
)
#: Words that open a sentence with a capital and are no name.
_OPENER = (
    r"(?!(?:The|A|An|It|This|That|These|Those|There|Many|Some|Most|Several|Few|Critics|Experts|"
    r"Analysts|Observers|Others|Researchers|Scientists|Studies|Research|Historians|Scholars|"
    r"Economists|But|And|In|On|At|For|As|So|If|When|While|Supporters|Opponents|Sources|Reports|"
    r"People|Polls|Surveys|Recent|One|Two|New|Data|Statistics|Evidence|What|Which|Who|Proponents|"
    r"Skeptics|Commentators|Insiders|Various|Numerous|Every|Each|All|No|Not|Now|Then|Even|"
    r"Advocates|Pundits|Specialists|Yet|Also|I|You|We)\b)"
)
#: Where a sentence, or a clause of it, names a source that could be found again.
NAMED = (
    # according to somebody who is not merely of a kind
    rf"(?i:\b(?:according to|per)) (?!(?:the |a |an |our |one |its )?(?:(?:some|many|several|various|multiple|most|recent|unnamed|anonymous|media|news|industry|local|other|certain|new|current|other|government|official|senior|leading|top|independent|early|later|numerous|international|popular|political|market|medical|legal|security|modern|traditional|different) ){{0,3}}{VAGUE}\b(?! (?:by|from|of|at|published|released|in|for|cited|compiled|conducted) ))(?=\S)(?!(?:the |a |this |their |his |her |these )?(?:plan|rules?|need|schedule|taste|size|age|law|type|whether|how|what|capita|second|year|day|month|week|hour|cent|person|se|share|unit|night|user|seat|student|household|mile|gallon|pound|acre|ton|barrel)\b)"
    # Name said; said Name; she said; the ministry said
    rf"|\b{_OPENER}{_NAME}(?: \([^()]{{1,40}}\))?,? {_ADVERBS}(?:{SAID})\b(?! by\b)"
    rf"|\b{_OPENER}{_NAME},(?: [^,]{{2,80}},) {_ADVERBS}(?:{SAID})\b"
    rf"|\b(?:said|says|wrote|told|added|announced by|reported by|estimated by|published by|compiled by|conducted by|released by|commissioned by|cited by|as) (?:by |to |in )?(?:the |former |President |Sen\. |Mr\. )?{_OPENER}{_NAME} (?:said|says|put it|reported|noted)"
    rf"|\b(?:said|says|writes|wrote|tells|told|noted|argued|estimated by|reported by|published by|compiled by|conducted by|released by|commissioned by|found by|calculated by|cited by|reports) (?:the |former |by the )?{_NAME}"
    rf"|(?i:\b(?:he|she|they|who|officials?|authorit(?:y|ies)|police|prosecutors?|spokes(?:man|woman|person))) {_ADVERBS}(?:{SAID}|say|called|calls|argue)\b"
    rf"|(?i:\bthe (?!(?:{VAGUE})\b)(?:[\p{{L}}]+ ){{0,2}}(?!(?:{VAGUE})\b)(?:ministry|office|agency|department|company|commission|council|bank|bureau|government|court|firm|group|union|university|institute|institution|organi[sz]ation|association|administration|party|campaign|charity|foundation|newspaper|paper|magazine|network|minister|mayor|president|governor|senator|judge|lawyer|director|chief|chairman|chair|author|newsletter|regulator|watchdog|spokes(?:man|woman|person)|candidate|committee|board|airline|carrier|authors)) {_ADVERBS}(?:{SAID}|say)\b"
    # Name's poll; data from Name; a study by Name; a Name poll
    rf"|\b{_NAME}(?:'s|s') (?:[\p{{L}}\d-]+ ){{0,3}}{_DOCUMENT}\b"
    rf"|\b(?:[Aa]|[Aa]n|[Tt]he|[Tt]his|[Tt]wo|[Rr]ecent|[Nn]ew|[Ll]atest) (?:[\p{{L}}\d-]+ ){{0,3}}(?!(?:American|British|French|German|European|National|English|US|U\.S\.|UK)\b){_NAME}(?:[/ -]{_NAME}){{0,6}} (?:[\p{{L}}\d-]+ ){{0,2}}{_DOCUMENT}\b"
    rf"|\b{_OPENER}(?:{_NAME}[/ -]){{1,6}}(?:(?:national|exit|online|telephone|tracking|state|statewide|opinion) ){{0,2}}(?:poll|polls|polling|survey|data|figures|statistics|census|records)\b"
    rf"|(?i:\b{_DOCUMENT}) (?:[\p{{L}}]+ ){{0,2}}(?:from|by|of|in|published by|compiled by|released by|conducted by|for|at) (?:the |a )?(?:{_NAME})"
    rf"|(?i:\b(?:in|on|during|to|via|from) (?:a|an|his|her|their|its|the) (?:[\p{{L}}]+ ){{0,2}}(?:statement|interview|tweet|post|letter|speech|report|filing|book|memo|email|testimony|paper|article|op-ed|press release|news release|news conference|autobiography|diary|memoirs?))\b"
    r"|\b(?i:source:|quelle:|fuente:)|(?i:\bby my count\b|\bexit polls?\b|\bfederal records\b|\bcensus\b)"
    r"|\b(?:Quelle|laut|(?<!Medienberichten )zufolge|nach Angaben|selon|d['’]après|según|de acuerdo con|secondo|segundo|volgens|по данным|według)\b"
)
#: Where the figures are the author's own.
OWN = (
    r"(?i)\b(?:we|i|we've|i've|we're|i'm) (?:\w+ ){0,2}?(?:surveyed|measured|counted|found|asked|interviewed|polled|tested|analy[sz]ed|reviewed|collected|observed|recorded|calculated|estimate|estimated|compared|examined|studied|ran|saw|got|benchmarked|expect|see|calculate|report|reported|process(?:ed)?|receive[d]?|ship(?:ped)?|serve[d]?|serving|issue[d]?|issuing|complete[d]?|launch(?:ed)?|publish(?:ed)?|release[d]?|host(?:ed)?|handle[d]?|deploy(?:ed)?|migrate[d]?|onboard(?:ed)?|trim(?:med)?|review(?:ed)?|merge[d]?|redesign(?:ed)?|respond(?:ed)?|sent|sold|trained|started with)\b"
    r"|\b(?:our|my) (?:\w+ ){0,2}(?:data|survey|surveys|poll|logs?|tests?|numbers|study|analysis|research|results?|experiments?|benchmarks?|measurements?|records?|sample|readers|users|customers|team|figures|code|site|model|system|server|app|product|website|blog|budget|bill|salary|revenue|sales|traffic|latency|build|builds)\b"
    r"|\b(?:wir (?:haben|messen|maßen|fanden)|unsere[rn]? (?:daten|umfrage|messung\w*)|nous avons|notre (?:enquête|étude)|nuestr[oa]s? (?:datos|encuesta|estudio))\b"
)
#: A source met before and pointed back to: "the survey found", "the same report".
BACK = (
    r"(?i)\b(?:the|this|that|these|those|same|its|their|another|his|her) (?:[\p{L}\d-]+ ){0,2}"
    r"(?:study|survey|surveys|poll|polls|report|reports|paper|analysis|review|census|audit|researchers|authors|data|findings|figures|slide|document|documents|article|statistics|index|ranking|records|researcher|economists|scientists|team)\b"
    rf"(?: (?:also|has|have|had|then|itself|of [\p{{L}} ]{{2,30}}))? (?:{SAID}|show|say|suggest|find|indicate|put|place|place[sd]|rank)\b"
    r"|\baccording to (?:the|this|that|these|those|its|their) (?:[\p{L}\d-]+ ){0,2}(?:study|survey|poll|report|paper|analysis|review|census|audit|researchers|authors|data|findings|figures|document|article|statistics|index|ranking|records)\b"
    rf"|^(?:they|it|he|she) (?:also )?(?:{SAID}|cite)\b|\b(?:respondents|those surveyed|of those polled)\b"
)
#: A speaker in the sentence of a quotation or beside it.
SPOKEN = (
    rf"(?i)\b(?:{SAID}|say|saying|adding|argue|write|writing|called|calls|calling|put it|puts it|quoted?|quoting|interview|statement|words|quip\w*|"
    r"suggest\w*|acknowledg\w*|stress\w*|speech\w*|comment\w*|remark\w*|testif\w+|promis\w+|agree\w*|speak\w*|spoke|according to|continued|continues|reads?|goes|"
    r"sagte|schrieb|schreibt|meint|dit|écrit|selon|dijo|dice|escribió|disse|zei|сказал\w*|told|tweet\w*|asking|answer\w*|went on|laughed|shouted|insisting|explaining|noting|declaring|recalling|joking|warning|reports?|reporting|concluding|sums? up)\b"
)


def cued(text: str) -> bool:
    """Whether a sentence reports what somebody said, wrote, thinks or wants.

    What stands in quotation marks is somebody's words already, and reports nothing itself.
    """
    outside = _QUOTED.sub(" “” ", text)
    words = set(_LETTERS.findall(outside.lower()))
    if not CUES.isdisjoint(words) or _CUE_PHRASE.search(outside):
        return True
    hints = len(_HINTS & words)
    if hints and _INSET.search(text):
        return True
    return hints > 1 and bool(_NAME_INSIDE.search(outside)) and not _SELF.search(outside)
