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
_BIAS, _CHINESE = -7.37, 1.25
_DENSE_ENGLISH, _DENSE_CHINESE = 28.8, 11.9
_COVERAGE, _LEXICAL, _UNKNOWN = 1.16, 2.79, -3.04
"""Fitted on questions of our own (eval/LOG.md)."""


@dataclass(frozen=True, slots=True)
class Signs:
    """What speaks for and against the corpus holding an answer."""

    language: Lang
    dense: float
    """Cosine of the best sentence."""
    coverage: float
    """BM25 score of the best chunk, over the score of one that held every term of the question; 0 to 1."""
    lexical: float
    """BM25 score of the best chunk, glossary translations included."""
    unknown: float
    """Share of the question's terms that occur nowhere in the corpus."""


@dataclass(frozen=True, slots=True)
class TermKnowledge:
    """What the corpus knows of the terms of a question."""

    possible: float
    """BM25 score of a chunk that held every term, the unknown ones counted as the rarest known one."""
    unknown: float
    """Share of the terms that occur nowhere."""


def term_knowledge(index: Index, terms: Sparse) -> TermKnowledge:
    """Look each term of a question up in the whole corpus."""
    scores = []
    for term in terms.indices[:_TERMS]:
        found = index.search(sparse=Sparse((term,), (1.0,)), limit=1, mode="sparse")
        scores.append(found[0].score if found else None)
    known = [score for score in scores if score is not None]
    unknown = len(scores) - len(known)
    possible = sum(known) + unknown * max(known, default=8.0)
    return TermKnowledge(possible, unknown / len(scores) if scores else 0.0)


def probability(seen: Signs) -> float:
    """That the corpus holds an answer, 0 to 1."""
    dense = (
        _CHINESE + _DENSE_CHINESE * (seen.dense - 0.90)
        if seen.language == "zh"
        else _DENSE_ENGLISH * (seen.dense - 0.85)
    )
    lexical = _COVERAGE * seen.coverage + _LEXICAL * math.log1p(seen.lexical) + _UNKNOWN * seen.unknown
    z = _BIAS + dense + lexical
    return 1 / (1 + math.exp(-z))
