"""How well a sentence answers: what each sign of it counts, and their sum.

What depends on the provision alone is worked out once for all of its sentences.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from heapq import nlargest
from typing import NamedTuple

from corpus import Lang
from ingest import Background, FloatVector, ScoredSentence, Sparse
from rag.expected import Expected, is_definition, share_held
from rag.grouping import group_pin
from rag.types import Passage

LANGUAGES: tuple[Lang, ...] = ("en", "zh")
_STRANGE = 0.85
"""Cosine of questions, in one language, that have nothing to do with each other."""
_LOOKED_INTO = 80
"""Places that are certain to go to the same sentences as if each had been looked into for the kind of fact asked for;
answers draw on fewer."""
_EXPLANATORY = ("/rec-", "/preamble", "/act-sec-", "/h-front", "/h-back", "/h-changelog")
"""Recitals, findings, change logs, what stands before and after the law: they explain, they do not bind."""


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each sign counts. Dense scores are cosines of multilingual-e5-small, which lie in 0.7–0.95."""

    sentence: float = 1.0
    chunk: float = 0.5
    lexical: float = 0.04
    """For a chunk with the best BM25 score of the whole corpus."""
    facet: float = 0.03
    """The provision is one that our digests file under a facet asked about."""
    question: float = 0.2
    """For a cosine of 1 with a typical question that the provision answers; none at `_STRANGE`."""
    starting: float = 0.06
    """The provision begins to apply at a date of the question, or sets that date."""
    expected: float = 0.03
    """The sentence holds the kind of fact that is asked for."""
    explanatory: float = -0.012
    """Recitals and findings explain; articles bind."""
    fragment: float = -0.03
    """A heading, a table cell, a bare reference: no statement."""
    definition: float = -0.015
    """Says what a word means, and that is not asked: whatever is asked of a thing lies near to what the thing is."""
    heading: float = 0.15
    """For a cosine of 1 with the heading of the article, above that of the least of those found."""
    support: float = 0.03
    """Other sentences of the article answer as well as this one; the less, the farther they are behind (`_BEHIND`)."""


@dataclass(frozen=True, slots=True)
class Query:
    """What is searched for: the text, its vectors, and what a good sentence would hold."""

    text: str
    plain: FloatVector
    """As questions like it are near to it."""
    whole: FloatVector | None
    """The same with the name of the law, which typical questions may have too; None where there is none to add."""
    dense: FloatVector
    """As passages that answer it are near to it."""
    sparse: Sparse
    """Its terms and their equivalents in the other language."""
    expected: frozenset[Expected]
    facets: tuple[str, ...]
    """What is asked about."""
    beside: tuple[str, ...]
    """Facets that say more about that: the incidents in "penalties for not reporting an incident"."""
    lexical_best: float
    """The best BM25 score that any chunk of the corpus has for this query."""
    language: Lang
    terms: int
    """How many terms it has, the names of laws apart."""
    starting: tuple[str, ...]
    """Provisions that begin to apply at a date of the question."""
    level: float
    """Its mean cosine with texts in its own language, on the scale of `comparable`."""
    comparable: "Comparable"
    """How its cosines with passages are compared."""


_NEARER = {"en": 0.022, "zh": 0.002}
"""How much nearer an English (Chinese) question lies to a text that answers it in its own language than in the other,
beyond what `Background` says of all texts; measured on our digests (eval/LOG.md)."""
_NEARER_MOVED = {"en": 0.041, "zh": -0.004}
"""The same of questions that were moved toward their answers."""
_USUAL_LEVEL = {"en": 0.79, "zh": 0.845}
"""Mean cosine of a question with texts in its language, for an index without our digests."""
_USUAL_MOVED_LEVEL = {"en": 0.47, "zh": 0.485}
"""The same of questions that were moved toward their answers."""
_MOVED = 0.7
"""What a difference in cosine counts where the question was moved: answers then stand out 2.4 times as far, and all
else that counts is measured by the cosines of questions that were not."""


@dataclass(frozen=True, slots=True)
class Comparable:
    """Cosines of one question with texts in any language, as if it had not been moved and they were in its own.

    Args:
        slope: What a difference counts.
        shifts: What is added, by the language of the text.
    """

    slope: float
    shifts: dict[Lang, float]

    def __call__(self, cosine: float, lang: Lang) -> float:
        """A cosine with a text in `lang`."""
        return self.slope * cosine + self.shifts[lang]


def usual_level(background: Background, plain: FloatVector, language: Lang) -> float:
    """The mean cosine of a question, as it was embedded, with texts in its language."""
    return background.level(plain, language) or _USUAL_LEVEL[language]


def comparable(background: Background, plain: FloatVector, dense: FloatVector, language: Lang) -> Comparable:
    """How cosines of `dense`, a question in `language`, are compared; `plain` is as it was embedded."""
    here = background.level(dense, language)
    slope, shift, nearer = 1.0, 0.0, _NEARER
    if dense is not plain:
        slope, nearer = _MOVED, _NEARER_MOVED
        shift = usual_level(background, plain, language) - slope * (here or _USUAL_MOVED_LEVEL[language])
    shifts: dict[Lang, float] = dict.fromkeys(LANGUAGES, shift)
    for lang in LANGUAGES:
        there = background.level(dense, lang)
        if lang != language and here is not None and there is not None:
            shifts[lang] += slope * (here - there + nearer[language])
    return Comparable(slope, shifts)


_BEHIND = 0.06
"""Score by which a sentence lies behind the best one of its article where it lends that no support."""
_SUPPORTING = 4
"""Sentences of an article that lend its best one support, in the text that has the most."""

_ENDS = re.compile(r"[.;:,!?…。；：，！？”’\")）]\s*$|\b(?:and|or)\s*$")
_NOTE = re.compile(r"^\W*\d{0,3}\s*(?:See|Cf\.|Ibid|参见|见)\b|https?://", re.IGNORECASE)
_WORD, _CHARACTER = re.compile(r"[A-Za-z0-9'’-]+"), re.compile(r"[\u3400-\u9fff]")
_LONG = re.compile(
    r"(?:[^A-Za-z0-9'’-]*+[A-Za-z0-9'’-]++){14}|(?:[^\u3400-\u9fff]*+[\u3400-\u9fff]){28}", re.DOTALL
)
"""Fourteen words, or as many of two Chinese characters: what most sentences have is told without counting them."""


@lru_cache(maxsize=50_000)
def is_fragment(sentence: str) -> bool:
    """Whether a sentence of the index is no statement: a heading, a cell of a table, a note that only refers.

    A list item of a law has its lead-in elsewhere and is none; it is told by its punctuation.
    """
    if _LONG.match(sentence):
        return False
    words = len(_WORD.findall(sentence)) + len(_CHARACTER.findall(sentence)) / 2
    if words < 4 or (words < 9 and sentence.rstrip().endswith((":", "："))):
        return True
    return words < 14 and (bool(_NOTE.search(sentence)) or not _ENDS.search(sentence))


class Filed:
    """Provisions that our digests file under some facets, with all that stands above and below them."""

    def __init__(self, pins: Iterable[str]) -> None:
        """Of these pins."""
        self._pins = frozenset(pins)
        self._above = frozenset(above for pin in self._pins for above in _prefixes(pin))

    def __contains__(self, pin: str) -> bool:
        """Whether one of the pins covers `pin`, or is covered by it."""
        return bool(self._pins) and (pin in self._above or not self._pins.isdisjoint(_prefixes(pin)))


class _PinGains(NamedTuple):
    """What the passages of a provision gain whatever they say."""

    defines: bool
    filed: float
    starting: float
    asked: float
    explanatory: float


class Scorer:
    """Scores the sentences that were found for one query.

    Args:
        query: What is searched for.
        weights: How much each sign counts.
        commentaries: Instruments that explain others.
        filed: Provisions under a facet that is asked about.
        beside: Provisions under one that only says more about that; they count half.
        begun: Provisions beginning to apply at a date of the question.
        answering: Provisions answering typical questions, with the cosine of the nearest.
        defining: Provisions that say what words mean.
        headed: Articles and other top provisions by whose headings they were found, with how much nearer these are than
            the least of them.
    """

    def __init__(
        self,
        query: Query,
        weights: Weights,
        commentaries: frozenset[str],
        *,
        filed: Iterable[str],
        beside: Iterable[str],
        begun: Iterable[str],
        answering: Mapping[str, float],
        defining: Iterable[str] = (),
        headed: Mapping[str, float] | None = None,
    ) -> None:
        self._query = query
        self._weights = weights
        self._commentaries = commentaries
        self._filed, self._beside = Filed(filed), Filed(beside)
        self._begun = Filed(begun)
        self._defining = Filed(() if "definition" in query.expected else defining)
        self._answering = answering
        self._headed = headed or {}
        self._gains: dict[str, _PinGains] = {}

    def passages(self, found: Iterable[tuple[ScoredSentence, float, float]]) -> list[Passage]:
        """Sentences with their scores, best first; each comes with the cosine and the BM25 score of its chunk.

        Looking for a kind of fact takes longer than all else, and is spared those that it could not bring among the
        best `_LOOKED_INTO`.
        """
        scored = [(s, *self._score(s, chunk, lexical)) for s, chunk, lexical in found]
        leading = nlargest(_LOOKED_INTO, (score for _, score, _ in scored))
        bar = leading[-1] - self._weights.expected if leading else 0.0
        passages = []
        for s, score, near in scored:
            gain = self._by_kind(s) if score >= bar else 0.0
            passages.append(
                Passage(s.pin, s.source, s.lang, s.role, s.start, s.end, s.text, score + gain, near)
            )
        return sorted(passages, key=lambda p: (-p.score, p.pin, p.source, p.start))

    def _score(self, s: ScoredSentence, chunk: float, lexical: float) -> tuple[float, float]:
        """The score of a sentence, whatever kind of fact it holds, and its cosine."""
        w, query, pin = self._weights, self._query, self._of(s.pin)
        near = query.comparable(s.score, s.lang)
        score = (w.sentence * near + w.chunk * chunk) / (w.sentence + w.chunk)
        if query.lexical_best > 0:
            score += w.lexical * lexical / query.lexical_best
        score += pin.filed + pin.starting + pin.asked + pin.explanatory
        if is_fragment(s.text):
            score += w.fragment
        return score, near

    def _by_kind(self, s: ScoredSentence) -> float:
        """What a sentence gains by the kind of fact that it holds."""
        w, expected = self._weights, self._query.expected
        gain = w.expected * share_held(s.text, expected) if expected else 0.0
        if "definition" not in expected and (self._of(s.pin).defines or is_definition(s.text)):
            gain += w.definition
        return gain

    def supported(self, passages: Sequence[Passage]) -> list[Passage]:
        """The passages, best first; the leading ones of an article with what the others and its heading add.

        The other paragraphs gain nothing, or those of one article would crowd out those of all others.
        """
        first, rest = passages[:_LOOKED_INTO], passages[_LOOKED_INTO:]
        scores: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
        for p in first:
            scores[_top(p.pin)][p.source].append(p.score)
        w = self._weights
        gains = {
            top: w.heading * self._headed.get(top, 0.0) / (2 if self._explains(top) else 1)
            + w.support * max(_support(of, best) for of in texts.values())
            for top, texts in scores.items()
            for best in (max(of[0] for of in texts.values()),)
        }
        leading: dict[str, str] = {}
        for p in first:
            leading.setdefault(_top(p.pin), group_pin(p.pin))
        raised = (
            p._replace(score=p.score + gains[_top(p.pin)]) if leading[_top(p.pin)] == group_pin(p.pin) else p
            for p in first
        )
        return [*sorted(raised, key=lambda p: (-p.score, p.pin, p.source, p.start)), *rest]

    def asked(self, pin: str) -> float:
        """What the score of a passage gains by typical questions that its provision answers."""
        return self._of(pin).asked

    def _of(self, pin: str) -> _PinGains:
        found = self._gains.get(pin)
        if found is None:
            w, explains = self._weights, self._explains(pin)
            found = self._gains[pin] = _PinGains(
                pin in self._defining,
                w.facet if pin in self._filed else w.facet / 2 if pin in self._beside else 0.0,
                w.starting if pin in self._begun else 0.0,
                self._asked_of(pin, explains),
                w.explanatory if explains else 0.0,
            )
        return found

    def _explains(self, pin: str) -> bool:
        return pin.partition("/")[0] in self._commentaries or any(part in pin for part in _EXPLANATORY)

    def _asked_of(self, pin: str, explains: bool) -> float:
        answering = self._answering
        cosine = max(answering.get(above, 0.0) for above in _prefixes(pin)) if answering else 0.0
        gain = self._weights.question * max(0.0, cosine - _STRANGE) / (1 - _STRANGE)
        # the article that is explained, the law that is commented on, answers as well
        return gain / 2 if explains else gain


def _support(scores: Sequence[float], best: float) -> float:
    """How far the sentences of one text, their scores from the highest, bear out the best of an article, 0 to 1."""
    near = (max(0.0, 1 - (best - score) / _BEHIND) for score in scores[: _SUPPORTING + 1])
    # one of them is the best one itself, or says in another text what that says
    return (sum(near) - max(0.0, 1 - (best - scores[0]) / _BEHIND)) / _SUPPORTING


@lru_cache(maxsize=50_000)
def _top(pin: str) -> str:
    """The article, section or other highest provision that a pin stands in."""
    return "/".join(pin.split("/")[:2])


@lru_cache(maxsize=50_000)
def _prefixes(pin: str) -> tuple[str, ...]:
    """`pin` and every pin above it."""
    found = [pin]
    while (cut := found[-1].rfind("/")) >= 0:
        found.append(found[-1][:cut])
    return tuple(found)
