"""Conditions, exceptions and limits of the rule that a claim states, and whether the claim says them too.

They are found by the words that open them. What one says beyond the rule itself counts as said where the words of the
claim come near to it in meaning: a faithful paraphrase keeps it in other words, or as an attribute. Thresholds were
chosen on the pairs `TRIED` of tests/rag/conditional_rules.py and measured on the others there.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from ingest.embedding.tokens import TokenVectors
from ingest.sentences import split
from rag.verify.features import Passages, Reader, as_words
from rag.verify.figures import figures
from rag.verify.wording import folded, language

_OPENS_EN = re.compile(
    r"\b(?:if|where(?!as|by|in\b)|when(?:ever)?|unless|except(?:ing)?(?:,? (?:for|that|where|if|when|in)\b)?"
    r"|provid(?:ed|ing)(?: that| (?=the|an?|it|they|each|no)\b)|(?:as|so) long as|on condition that"
    r"|in (?:the )?(?:event|cases?)(?: of| that| where| in which)?|save (?:where|in|for|as)|other than|apart from"
    r"|with the exception of|excluding|only(?: (?:if|when|where|for|in|to))?|but not"
    r"|(?:(?:this|the|that) \w+ )?(?:does|do|shall) not apply(?: to| where| if| when)?)(?![\w-])",
    re.IGNORECASE,
)
_MODAL_EN = re.compile(
    r"\b(?:shall|must|may|should|cannot|can|will|(?:is|are) (?:required|prohibited|obliged|entitled|allowed|permitted)"
    r"|(?:has|have) to)\b",
    re.IGNORECASE,
)
_WHO_EN = re.compile(r"(?<=[a-z] )(?:that|who|which|whose)\b", re.IGNORECASE)
_STOP_EN = re.compile(r"[,;:](?=\s)")
_MODAL_ZH = re.compile(r"应当|必须|不得|可以|只能|方可|有权|禁止|须(?!知)|应(?=[在将向由依按于])")
_LEADS_ZH = re.compile(r"(?:的|时|期间|情形|情况下?|条件下|前提下)[，,]|之?外[，,]")
_OPENS_ZH = re.compile(r"如果|倘若|如(?![下何此同期实])|若(?!干)|只有|仅当|除非|除(?=[^，。；]{1,60}外)")
_BUT_ZH = re.compile(
    r"但是?(?=[^。；]{2,80}(?:除外|不适用|不在此限|的[，,]))|(?<=[，,])(?=[^，。；]{2,60}(?:除外|不在此限))|仅限于?|只限于?"
)
_OTHER_LAW = re.compile(
    r"\b(?:Union|national|Member State|domestic|federal|state|local|other|another|applicable|international)"
    r"(?:,? (?:or|and) (?:Union|national|Member State|federal|state|local|other|international))* laws?\b"
    r"|(?:欧盟|成员国|其他|有关|相关|国际|联邦|州)(?:法律|法规)(?:(?:或者?|和|与|以及|、)(?:成员国|其他)?(?:法律|行政法规|法规))*"
)
"""A law that is not the one that speaks: what it requires, that one does not."""
_ALONE = re.compile(
    r"\b(?:only|solely|exclusively|purely)\b\s*(?P<en>\w+(?:\W+\w+){2})|(?:仅|只|专门?)(?P<zh>[为向对以在限用由][㐀-鿿、]{3})"
)
"""A word that limits the rule to what follows, and the next words."""
_SAYS_ALONE = re.compile(
    r"\b(?:only|sole(?:ly)?|exclusively|purely|alone|limited|nothing but)\b|仅|只|专门|限于|唯一"
)
_SAYS_LAW = re.compile(r"\blaws?\b|\blegislation\b|法律|法规", re.IGNORECASE)
_TITLE = re.compile(r"《[^》]*》")
_GOES_ON = re.compile(
    r"(?:but|however|except|unless|save|this (?:\w+ )?(?:does|shall) not|the (?:first|preceding) \w+ (?:does|shall) not"
    r"|paragraph \d+ (?:does|shall) not)\b|但|前款规定不适用|本款不适用",
    re.IGNORECASE,
)
"""Begins a sentence that limits the one before."""
_EMPTY = re.compile(
    r"discover\w*|find\w*|found|becom\w*|aware|learn\w*|know\w*|determin\w*|establish\w*|pos(?:e|es|ed|ing)|event|cases?"
    r"|circumstances?|concern\w*|exist\w*|occur\w*|involv\w*|any|such|both|either|following|conditions?|fulfil\w*|met"
    r"|发现|知悉|获知|得知|知道|认定|存在|具有|发生|涉及|情形|情况|下列|之一|但|但是|除|除外|外|的|时",
    re.IGNORECASE,
)
"""Words in which conditions are put and which paraphrases leave out."""
_REFERS = re.compile(
    r"\b(?:where|if|when|as|unless) "
    r"(?:(?:so )?(?:applicable|appropriate|necessary|relevant|possible|required|needed)|any|at all)\b"
    r"|\b(?:referred to|laid down|set out|provided for|defined|specified|described|mentioned) in\b"
    r"|\b(?:paragraphs?|subparagraphs?|articles?|points?|sections?|subdivisions?|regulation|directive|chapter|annex)"
    r"(?: ?\(?(?:[\dIVX]+|[a-z])\)?\b\)?)+|第[一二三四五六七八九十百\d]+[条款项章]",
    re.IGNORECASE,
)
"""What only points elsewhere: it tells a reader nothing that a sentence could say."""
_BELIEVED = {True: 0.73, False: 0.575}
"""Likeness from which a word counts as said, in the same language and across; processors differ by some 0.002."""
_LEFT_OUT = 0.34
"""Share of a condition that the longest stretch left unsaid must have."""
_STATED = {True: 0.65, False: 0.55}
"""Likeness of a claim, word by word, from which a sentence states its rule: one that says what a law does not hold has
no rule."""
_LIGHT = 2.0
"""Content up to which a word that is said does not end a stretch that is not."""
_NEAR = 0.06
"""How much less of a claim another passage may say that states the same rule."""
_SHOWN = 160


@dataclass(frozen=True, slots=True)
class _Rule:
    """A sentence of a passage, with what follows and limits it."""

    passage: str
    tokens: TokenVectors
    start: int
    end: int

    @property
    def text(self) -> str:
        """Its words."""
        return self.passage[self.start : self.end]

    def rows(self) -> npt.NDArray[np.int_]:
        """Its tokens."""
        starts = np.array([start for start, _ in self.tokens.spans])
        return np.flatnonzero((starts >= self.start) & (starts < self.end))


def conditions(rule: str) -> list[tuple[int, int]]:
    """Where the conditions, exceptions and limits of a sentence stand, those left out that only refer elsewhere."""
    spans = _english(rule) if language(rule) == "en" else _chinese(rule)
    return [(a, b) for a, b in spans if re.search(r"\w{2}|[㐀-鿿]", _REFERS.sub("", _bare(rule[a:b])))]


def _bare(condition: str) -> str:
    """A condition without the words that open it."""
    found = _OPENS_EN.match(condition) or _OPENS_ZH.match(condition) or _WHO_EN.match(condition)
    return condition[found.end() :] if found else condition


def _english(rule: str) -> list[tuple[int, int]]:
    modal = _MODAL_EN.search(rule)
    lead = modal.start() if modal else 0
    spans: list[tuple[int, int]] = []
    for opens in _OPENS_EN.finditer(_hidden(rule)):
        if spans and opens.start() < spans[-1][1]:
            continue
        if opens.start() < lead:
            comma = rule.rfind(",", opens.end(), lead)
            spans.append((opens.start(), comma if comma > 0 else lead))
        else:
            stop = _STOP_EN.search(rule, opens.end() + 20)
            spans.append((opens.start(), stop.start() if stop else len(rule)))
    who = _WHO_EN.search(rule, 0, lead)
    if who and not any(a <= who.start() < b for a, b in spans):
        spans.append((who.start(), lead))
    return spans


def _chinese(rule: str) -> list[tuple[int, int]]:
    modal = _MODAL_ZH.search(rule)
    lead = modal.start() if modal else 0
    spans: list[tuple[int, int]] = []
    leads = [found.end() for found in _LEADS_ZH.finditer(rule, 0, lead)]
    opens = _OPENS_ZH.search(rule, 0, lead)
    comma = max(rule.rfind(mark, 0, lead) for mark in "，,")
    if opens:
        spans.append((opens.start(), comma if comma > opens.start() else lead))
    elif leads:
        spans.append((0, leads[-1]))
    elif lead and comma == lead - 1 and "的" in rule[:comma]:
        spans.append((0, comma))
    for but in _BUT_ZH.finditer(rule, max(lead, spans[-1][1] if spans else 0)):
        if not spans or but.start() >= spans[-1][1]:
            stop = re.search(r"[。；]", rule[but.start() :])
            spans.append((but.start(), but.start() + stop.start() if stop else len(rule)))
    return spans


def _hidden(rule: str) -> str:
    """The rule with blanks for phrases such as "where applicable", which make no condition."""
    return _REFERS.sub(lambda found: " " * len(found.group()), rule)


def left_out(reader: Reader, claim: str, passages: Passages, beside: str = "") -> tuple[str, ...]:
    """Conditions, exceptions and limits of the rule that a claim states and that it does not say.

    The rule is the sentence of a passage that says most of the claim, with its figures; passages in the claim's
    language are read if there are any. Nothing is left out of a rule that is repeated word for word.

    Args:
        reader: Reads the texts.
        claim: One sentence, or the part of one that speaks of a law.
        passages: What it is held against.
        beside: The sentence that the claim is part of: what it says counts as said.

    Returns:
        The words of the evidence, shortened.
    """
    own = tuple(p for p in passages if language(p) == language(claim)) or passages
    said = reader.tokens(beside or claim)
    found: list[str] = []
    for rule in _stated(reader, claim, own):
        for a, b in conditions(rule.text):
            if _unsaid(rule, a, b, beside or claim, said):
                text = rule.text[a:b].strip(" ，,;；。.")
                found.append(text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…")
        if not _SAYS_ALONE.search(beside or claim):
            # where the same words follow in the claim it is the limit alone that is gone
            found += [
                a.group() for a in _ALONE.finditer(rule.text) if folded(a[a.lastgroup or 0]) in folded(claim)
            ]
        if not _SAYS_LAW.search(_TITLE.sub("", beside or claim)):
            found += [other.group() for other in _OTHER_LAW.finditer(rule.text)]
    return tuple(dict.fromkeys(found))


def _stated(reader: Reader, claim: str, passages: Passages) -> list[_Rule]:
    """The sentence of each passage that states the rule of a claim."""
    tokens, wanted = reader.tokens(claim), figures(claim)
    words = [word for word in as_words(claim, tokens) if word.weight > 0]
    total = sum(word.weight for word in words)
    if not total:
        return []
    best: list[tuple[int, float, _Rule]] = []
    for passage in passages:
        ranked = []
        for rule in _rules(passage, reader.tokens(passage)):
            rows = rule.rows()
            if not len(rows):
                continue
            likeness = (tokens.middle @ rule.tokens.middle[rows].T).max(axis=1)
            share = sum(word.weight * float(likeness[list(word.rows)].mean()) for word in words) / total
            ranked.append((len(wanted & figures(rule.text)), share, rule))
        if ranked:
            best.append(max(ranked, key=lambda row: row[:2]))
    most = max((row[:2] for row in best), default=(0, 0.0))
    if most[1] < _STATED[language(claim) == language(passages[0])]:
        return []
    return [rule for held, share, rule in best if held == most[0] and share >= most[1] - _NEAR]


def _rules(passage: str, tokens: TokenVectors) -> Iterator[_Rule]:
    spans: list[tuple[int, int]] = []
    for start, end in split(passage):
        edges = [start, *(m.end() + start for m in re.finditer(r"[;；]\s*", passage[start:end])), end]
        for a, b in pairwise(edges):
            if spans and _GOES_ON.match(passage, a):
                spans[-1] = (spans[-1][0], b)
            elif a < b:
                spans.append((a, b))
    return (_Rule(passage, tokens, a, b) for a, b in spans)


def _unsaid(rule: _Rule, a: int, b: int, claim: str, said: TokenVectors) -> bool:
    """Whether a claim leaves a stretch of the condition `rule.text[a:b]` unsaid that makes much of it."""
    if folded(rule.text[a:b].strip(" ，,。.")) in folded(claim):
        return False
    opening = rule.start + b - len(_bare(rule.text[a:b]))
    likeness = (rule.tokens.middle @ said.middle.T).max(axis=1)
    believed = _BELIEVED[language(rule.text) == language(claim)]
    words = [w for w in as_words(rule.passage, rule.tokens) if rule.start <= w.start < rule.end]
    rest = {folded(w.text) for w in words if not rule.start + a <= w.start < rule.start + b}
    total = run = longest = 0.0
    for word in words:
        within = opening <= word.start < rule.start + b
        if not within or word.weight <= 0 or folded(word.text) in rest or _EMPTY.fullmatch(word.text):
            continue
        total += word.weight
        if float(likeness[list(word.rows)].mean()) < believed:
            run += word.weight
            longest = max(longest, run)
        elif word.weight > _LIGHT:
            run = 0.0
    return total > 0 and longest / total >= _LEFT_OUT
