"""The default judge: a logistic regression over the features of rag/verify/features.py.

Fitted by `python -m eval.fitting.verifier` on pairs of ours: restatements against the same provision in the other
language and against official texts, invented news, articles and everyday sentences, and unfaithful twins of all of
these. Weights are bounded so that what is more like its evidence never counts as less supported. Two were set by hand
on half of some pairs that others wrote (eval/LOG.md): `same zh`, and `name missing` near to what a fit with them gives.
"""

import math
from collections.abc import Sequence

from corpus import Registry, load_registry
from rag.verify.features import COUNTED, features
from rag.verify.judges import Checked

_MATCHES = frozenset(
    f"{place} {what} {layer}"
    for place in ("near", "any")
    for what in ("mean", "worst")
    for layer in ("last", "middle")
)
RISING = _MATCHES | {"terms shared", "kept"}
"""Features that can only speak for a claim."""
FALLING = frozenset(
    {"new words", "terms missing", "exchanged", "one exchanged", "added", "left out"}
    | {f"{kind} {weight}" for kind, weight in COUNTED}
)
"""Features that can only speak against it."""
BIAS = -8.937
WEIGHTS: dict[str, float] = {
    "near mean last": 3.385,
    "near worst last": 1.332,
    "any mean last": 3.393,
    "any worst last": 0.784,
    "near mean middle": 1.080,
    "near worst middle": 1.080,
    "any mean middle": 1.033,
    "any worst middle": 1.400,
    "same en": -0.347,
    "same zh": -0.500,
    "new words": -0.787,
    "exchanged": -2.175,
    "one exchanged": -0.747,
    "added": -0.204,
    "terms missing": -0.231,
    "terms shared": 0.373,
    "figure conflict": -1.220,
    "figure missing": -0.516,
    "figure doubt": -0.314,
    "actor conflict": -0.627,
    "actor missing": -0.654,
    "actor doubt": -0.055,
    "instrument conflict": -1.166,
    "instrument doubt": -1.249,
    "modality conflict": -0.723,
    "opposite doubt": -0.799,
    "condition doubt": -0.288,
    "scope doubt": -0.493,
    "name missing": -1.400,
    "length": -0.295,
    "evidence length": 0.190,
}


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
