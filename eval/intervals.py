"""95 % intervals by the bootstrap, clustered by instrument.

Questions on one law stand or fall together, so whole clusters are drawn with replacement rather than single questions
(the cluster bootstrap of Field and Welsh, "Bootstrapping clustered data", JRSS B 69:3, 2007; clustered errors of
language-model evals: Miller, "Adding error bars to evals", 2024). Intervals are percentiles of 2,000 draws with a fixed
seed: the same scores give the same interval.

Where there are fewer than five clusters, as in the slice of a single instrument, single questions are drawn; such an
interval is about other questions on the same few laws. A rate that is 0 or 1 on every question would give an interval
without width; it gets that of Clopper and Pearson ("The use of confidence or fiducial limits", Biometrika 26:4, 1934)
for as many questions. One question gives no interval otherwise.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from eval.metrics import Metric, Score

if TYPE_CHECKING:
    from numpy import floating
    from numpy.typing import NDArray

    Floats = NDArray[floating[Any]]

DRAWS = 2000
SEED = 20261122
LEVEL = 0.95
FEWEST_CLUSTERS = 5
"""With fewer, drawing clusters says little about anything."""

Interval = tuple[float, float]


class Estimate(NamedTuple):
    """A metric's value over some questions."""

    value: float
    ci95: Interval | None
    n: int
    """Of what the metric counts: questions, or quotes, facts …"""


class Scored(NamedTuple):
    """A question's score, and the cluster that it belongs to."""

    cluster: str
    score: Score


def estimate(metric: Metric, scored: Sequence[Scored]) -> Estimate | None:
    """The metric's value over questions, with its interval; None if it is about none of them."""
    import numpy as np

    scored = [s for s in scored if s.score.n > 0]
    if not scored:
        return None
    totals, ns = _columns([s.score for s in scored])
    value = float(_statistic(metric, np.ones((1, len(scored))), totals, ns)[0])
    n = int(ns.sum())
    if metric.is_rate and value in (0.0, 1.0):
        return Estimate(value, _exact(value, len(scored)), n)
    if len(scored) < 2:
        return Estimate(value, None, n)
    drawn = _statistic(metric, _weights(tuple(s.cluster for s in scored)), totals, ns)
    return Estimate(value, _percentiles(drawn), n)


def gap(metric: Metric, ours: Sequence[Scored], theirs: Sequence[Scored]) -> Estimate | None:
    """The value over some questions minus that over others, drawn together; n is that of the smaller side.

    None if the metric is about no question of one of the sides.
    """
    import numpy as np

    both = [*ours, *theirs]
    first = np.array([1.0] * len(ours) + [0.0] * len(theirs))
    totals, ns = _columns([s.score for s in both])
    if not (first @ ns and (1 - first) @ ns):
        return None

    def difference(weights: "Floats") -> "Floats":
        return _statistic(metric, weights * first, totals, ns) - _statistic(
            metric, weights * (1 - first), totals, ns
        )

    value = float(difference(np.ones((1, len(both))))[0])
    interval = _percentiles(difference(_weights(tuple(s.cluster for s in both)))) if len(both) > 2 else None
    return Estimate(value, interval, int(min(first @ ns, (1 - first) @ ns)))


def paired_difference(
    metric: Metric, clusters: Sequence[str], now: Sequence[Score | None], before: Sequence[Score | None]
) -> Estimate | None:
    """The value of one run minus that of another on the same questions, drawn together; n is the number of pairs.

    Args:
        metric: Whose scores these are.
        clusters: Of each question.
        now: Of each question in the one run; None where the metric is not about it.
        before: The same in the other run.

    Returns:
        None if the metric is about no question of one of the runs.
    """
    import numpy as np

    pairs = [i for i in range(len(clusters)) if now[i] is not None or before[i] is not None]
    sides = [_columns([run[i] or Score(0.0, 0) for i in pairs]) for run in (now, before)]
    if not all(ns.sum() for _, ns in sides):
        return None

    def difference(weights: "Floats") -> "Floats":
        (ours, our_ns), (theirs, their_ns) = sides
        return _statistic(metric, weights, ours, our_ns) - _statistic(metric, weights, theirs, their_ns)

    value = float(difference(np.ones((1, len(pairs))))[0])
    drawn = difference(_weights(tuple(clusters[i] for i in pairs))) if len(pairs) > 1 else None
    return Estimate(value, None if drawn is None else _percentiles(drawn), len(pairs))


# --- drawing ----------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=4)  # they are large
def _weights(clusters: tuple[str, ...]) -> "Floats":
    """How often each question is drawn: an array of `DRAWS` rows, one column a question."""
    import numpy as np

    names = sorted(set(clusters))
    if len(names) < FEWEST_CLUSTERS:
        columns = np.arange(len(clusters))
        units = len(clusters)
    else:
        columns = np.array([names.index(cluster) for cluster in clusters])
        units = len(names)
    drawn = np.random.default_rng(SEED).multinomial(units, [1 / units] * units, size=DRAWS)
    return drawn[:, columns].astype(np.float32)


def _columns(scores: Sequence[Score]) -> "tuple[Floats, Floats]":
    import numpy as np

    return np.array([s.total for s in scores], dtype=float), np.array([s.n for s in scores], dtype=float)


def _statistic(metric: Metric, weights: "Floats", totals: "Floats", ns: "Floats") -> "Floats":
    """The metric's value for each row of weights; NaN where a row holds nothing that it is about."""
    import numpy as np

    counts = weights @ ns
    with np.errstate(invalid="ignore", divide="ignore"):
        if metric.statistic == "mean":
            return np.asarray(weights @ totals / counts)
        share = {"p50": 0.5, "p95": 0.95}[metric.statistic]
        order = np.argsort(totals, kind="stable")
        below = np.cumsum((weights * ns)[:, order], axis=1)
        # the smallest value with at least that share of the weight at or below it ("inverted CDF")
        place = (below >= share * counts[:, None] - 1e-4).argmax(axis=1)
        return np.where(counts > 0, totals[order][place], np.nan)


def _percentiles(drawn: "Floats") -> Interval | None:
    import numpy as np

    drawn = drawn[~np.isnan(drawn)]
    if not len(drawn):
        return None
    low, high = np.percentile(drawn, [50 * (1 - LEVEL), 50 * (1 + LEVEL)])
    return float(low), float(high)


def _exact(value: float, n: int) -> Interval:
    """Clopper and Pearson's interval of a rate that is 0 or 1 on all of n questions."""
    width: float = ((1 - LEVEL) / 2) ** (1 / n)
    return (width, 1.0) if value == 1.0 else (0.0, 1 - width)
