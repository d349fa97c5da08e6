"""Whether the corpus holds anything on a question at all: the judgement behind abstaining.

Cosines of multilingual-e5-small lie close together, so that no cosine alone tells an answer from the nearest
irrelevance. What tells them apart is how far the best sentence stands above the average one, whether the words of the
question come together in one passage, and whether people usually ask the like of a provision. The signs are combined
by a logistic regression.
"""

import math
from dataclasses import dataclass

from corpus import Lang

_BIAS = -11.60
_WEIGHTS = {
    "named": 0.33,
    "chinese": -0.59,
    "lift, English": 3.09,
    "best": 1.61,
    "dense": 2.95,
    "lexical": 1.59,
    "asked": 6.33,
}
"""Fitted by `python -m eval.fitting.relevance` on questions of our own (eval/LOG.md)."""
_FARTHEST = 0.83
"""A typical question that is no nearer than this is as good as none."""
_UNASKED = 0.77
"""What stands for the nearness of typical questions where a text has none: the mean of our questions."""
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
    """Score of the best passage (`rag.scoring.Weights`), typical questions left out."""
    lexical: float
    """BM25 score of the best chunk, glossary translations included, as if the corpus were of usual size."""
    terms: int
    """How many terms the question has, the names of laws apart."""
    asked: float | None = None
    """Cosine of the nearest typical question that a provision within the filters answers; None where there are none,
    as of a user's own document."""


def at_usual_size(score: float, chunks: int) -> float:
    """A BM25 score as it would be in a corpus of usual size."""
    return score * _USUAL_IDF / math.log(chunks + 2)


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
        _UNASKED if seen.asked is None else 10 * (max(seen.asked, _FARTHEST) - _FARTHEST),
    )


def probability(seen: Signs, *, named: bool) -> float:
    """That there is an answer, 0 to 1; `named` tells whether the question names the law or place that was searched."""
    if is_overview(seen, named=named):
        return 1.0
    z = _BIAS + sum(w * x for w, x in zip(_WEIGHTS.values(), features(seen, named=named), strict=True))
    return 1 / (1 + math.exp(-z))
