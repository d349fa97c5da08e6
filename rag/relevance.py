"""Whether the corpus holds anything on a question at all: the judgement behind abstaining.

Cosines of multilingual-e5-small lie close together, and higher among Chinese texts than among English ones, so that no
cosine alone tells an answer from the nearest irrelevance. What tells them apart is whether the words of the question
occur in the corpus and come together in one passage. The signs are combined by a logistic regression.
"""

import math
from dataclasses import dataclass

from corpus import Lang
from ingest import Index, Sparse

_TERMS = 24
"""Terms of a question that are looked up; a longer question has enough of them in its first ones."""
_BIAS, _NAMED = -4.0, 2.2
_CROSS, _CHINESE = 5.3, 1.5
_DENSE = {("en", "en"): (0.85, 45.0), ("zh", "zh"): (0.90, 41.0)}
_DENSE_CROSS = (0.84, 17.0)
_COVERAGE, _LEXICAL, _UNKNOWN, _UNKNOWN_NAMED = 0.76, 1.3, -3.25, -1.6
"""Fitted on questions of our own (eval/LOG.md)."""
_USUAL_IDF = math.log(3000)
"""BM25 scores grow with the logarithm of the number of chunks; this makes those of small and large ones alike."""
_OVERVIEW = 2
"""A question about a named law with so few terms of its own ("what does it advocate?") asks about the whole law."""


@dataclass(frozen=True, slots=True)
class Signs:
    """What speaks for and against the corpus holding an answer."""

    language: Lang
    """Of the question."""
    found_language: Lang
    """Of the best sentence."""
    dense: float
    """Cosine of the best sentence."""
    coverage: float
    """BM25 score of the best chunk, over the score of one that held every term of the question; 0 to 1."""
    lexical: float
    """BM25 score of the best chunk, glossary translations included, as if the corpus were of usual size."""
    unknown: float
    """Share of the question's terms that occur nowhere in the corpus."""
    terms: int
    """How many terms the question has, the names of laws apart."""


def at_usual_size(score: float, chunks: int) -> float:
    """A BM25 score as it would be in a corpus of usual size."""
    return score * _USUAL_IDF / math.log(chunks + 2)


@dataclass(frozen=True, slots=True)
class TermKnowledge:
    """What the corpus knows of the terms of a question."""

    possible: float
    """BM25 score of a chunk that held every term, the unknown ones counted as the rarest known one."""
    unknown: float
    """Share of the terms that occur nowhere."""
    terms: int


def term_knowledge(index: Index, terms: Sparse) -> TermKnowledge:
    """Look each term of a question up in the whole corpus."""
    scores = []
    for term in terms.indices[:_TERMS]:
        found = index.search(sparse=Sparse((term,), (1.0,)), limit=1, mode="sparse")
        scores.append(found[0].score if found else None)
    known = [score for score in scores if score is not None]
    unknown = len(scores) - len(known)
    possible = sum(known) + unknown * max(known, default=8.0)
    return TermKnowledge(possible, unknown / len(scores) if scores else 0.0, len(scores))


def probability(seen: Signs, *, named: bool) -> float:
    """That there is an answer, 0 to 1; `named` tells whether the question names the law or place that was searched."""
    if named and seen.terms <= _OVERVIEW and not seen.unknown:
        return 1.0
    z = _BIAS + (_NAMED + _UNKNOWN_NAMED * seen.unknown if named else 0.0) + _UNKNOWN * seen.unknown
    if seen.language != seen.found_language:
        # across languages words do not meet: only the meaning counts
        middle, slope = _DENSE_CROSS
        z += _CROSS + slope * (seen.dense - middle)
    else:
        middle, slope = _DENSE[seen.language, seen.found_language]
        z += _CHINESE if seen.language == "zh" else 0.0
        z += slope * (seen.dense - middle) + _COVERAGE * seen.coverage + _LEXICAL * math.log1p(seen.lexical)
    return 1 / (1 + math.exp(-z))
