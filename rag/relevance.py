"""Whether the corpus holds anything on a question at all: the judgement behind abstaining.

Cosines of multilingual-e5-small lie close together, so that no cosine alone tells an answer from the nearest
irrelevance. What tells them apart is how far the best sentence stands above the average one, and whether the words of
the question occur in the corpus and come together in one passage. The signs are combined by a logistic regression.
"""

import math
from dataclasses import dataclass

from corpus import Lang
from ingest import Index, Sparse

_TERMS = 24
"""Terms of a question that are looked up; a longer question has enough of them in its first ones."""
_BIAS = -6.6
_WEIGHTS = {
    "named": 0.52,
    "chinese": -1.1,
    "lift, English": 3.0,
    "best": 3.53,
    "dense": 2.48,
    "lexical": 0.67,
    "unknown": -2.0,
    "terms": 1.61,
}
"""Fitted by `python -m eval.fitting.relevance` on questions of our own (eval/LOG.md)."""
FEATURES = tuple(_WEIGHTS)
_USUAL_IDF = math.log(3000)
"""BM25 scores grow with the logarithm of the number of chunks; this makes those of small and large ones alike."""


@dataclass(frozen=True, slots=True)
class Signs:
    """What speaks for and against the corpus holding an answer."""

    language: Lang
    """Of the question."""
    dense: float
    """Cosine of the best sentence, made comparable across languages."""
    lift: float
    """How far that lies above the mean cosine of the question with texts in its own language."""
    best: float
    """Score of the best passage (`rag.retrieval.Weights`)."""
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

    unknown: float
    """Share of the terms that occur nowhere."""
    terms: int


def term_knowledge(index: Index, terms: Sparse) -> TermKnowledge:
    """Look each term of a question up in the whole corpus."""
    looked_up = terms.indices[:_TERMS]
    unknown = index.unknown_terms(looked_up)
    return TermKnowledge(unknown / len(looked_up) if looked_up else 0.0, len(looked_up))


def is_overview(seen: Signs, *, named: bool) -> bool:
    """Whether the question asks about a named law as a whole, so that any of it is an answer."""
    return named and not seen.terms


def features(seen: Signs, *, named: bool) -> tuple[float, ...]:
    """What the regression weighs, in the order of `FEATURES`."""
    chinese = seen.language == "zh"
    return (
        float(named),
        float(chinese),
        0.0 if chinese else 10 * seen.lift,
        10 * (seen.best - 0.87),
        10 * (seen.dense - 0.87),
        math.log1p(seen.lexical),
        seen.unknown,
        math.log1p(seen.terms),
    )


def probability(seen: Signs, *, named: bool) -> float:
    """That there is an answer, 0 to 1; `named` tells whether the question names the law or place that was searched."""
    if is_overview(seen, named=named):
        return 1.0
    z = _BIAS + sum(w * x for w, x in zip(_WEIGHTS.values(), features(seen, named=named), strict=True))
    return 1 / (1 + math.exp(-z))
