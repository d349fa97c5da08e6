"""The default judge: a logistic regression over the features of rag/verify/features.py.

Fitted by `python -m eval.fitting.verifier` on pairs of ours: restatements against the same provision in the other
language and against official texts, invented news, articles and everyday sentences, and unfaithful twins of all of
these. Weights are bounded so that what is more like its evidence never counts as less supported.
"""

import math
from collections.abc import Sequence

from corpus import Registry, load_registry
from rag.verify.features import features
from rag.verify.judges import Checked

RISING = frozenset(
    {"likeness", "whole", "fifth", "covered", "covered least", "terms shared"}
    | {f"{place} {what} {layer}" for place in ("near", "any") for layer in ("last", "middle")
       for what in ("mean", "worst", "worst three")}
)  # fmt: skip
"""Features that can only speak for a claim."""
FALLING = frozenset(
    {"new words", "new word count", "terms missing", "scattered"}
    | {f"{place} gap{three} {layer}" for place in ("near", "any") for layer in ("last", "middle")
       for three in ("", " three")}
    | {"figure conflict", "figure missing", "figure doubt", "actor conflict", "actor missing", "actor doubt",
       "instrument conflict", "instrument doubt", "modality conflict", "opposite doubt", "negation doubt",
       "condition doubt", "scope doubt"}
)  # fmt: skip
"""Features that can only speak against it."""
BIAS = 0.0
WEIGHTS: dict[str, float] = {}


class CalibratedJudge:
    """Estimates entailment from what claim and evidence have in common, with no more than the bundled model.

    Args:
        registry: Whose glossary is used; the repository's if not given.
    """

    name = "bundled"

    def __init__(self, registry: Registry | None = None) -> None:
        self._registry = registry or load_registry()

    def probabilities(self, checked: Sequence[Checked]) -> list[float]:
        """See `SupportJudge`; each sentence must come with its match."""
        return [self._probability(one) for one in checked]

    def _probability(self, one: Checked) -> float:
        if one.match is None:
            raise ValueError("the calibrated judge needs the match of a sentence")
        values = features(one.sentence, one.passages, one.match, one.findings, self._registry)
        z = BIAS + sum(weight * values[name] for name, weight in WEIGHTS.items())
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, z))))
