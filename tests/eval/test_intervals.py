"""Intervals: the same every time, wider where questions share a law, right about nineteen times in twenty."""

import random

import pytest

from eval.intervals import Scored, estimate, gap, paired_difference
from eval.metrics import METRICS, Score

BY_NAME = {metric.name: metric for metric in METRICS}
RECALL, LATENCY, FACTS = BY_NAME["recall@5"], BY_NAME["latency_ms_p95"], BY_NAME["fact_accuracy"]


def scored(values: list[float], clusters: list[str] | None = None) -> list[Scored]:
    names = clusters or [f"c{i}" for i in range(len(values))]
    return [Scored(name, Score(value)) for name, value in zip(names, values, strict=True)]


def width(values: list[float], clusters: list[str]) -> float:
    found = estimate(RECALL, scored(values, clusters))
    assert found is not None and found.ci95 is not None
    return found.ci95[1] - found.ci95[0]


def test_the_value_is_the_mean_and_n_the_count() -> None:
    found = estimate(RECALL, scored([1, 0, 1, 1] * 5))
    assert found is not None
    assert (found.value, found.n) == (0.75, 20)
    assert found.ci95 is not None and found.ci95[0] < 0.75 < found.ci95[1]


def test_facts_are_pooled_over_questions() -> None:
    found = estimate(FACTS, [Scored("a", Score(1, 1)), Scored("b", Score(0, 3))])
    assert found is not None and (found.value, found.n) == (0.25, 4)


def test_the_same_scores_give_the_same_interval() -> None:
    values = [random.Random(1).random() for _ in range(40)]
    assert estimate(RECALL, scored(values)) == estimate(RECALL, scored(values))


def test_order_does_not_matter() -> None:
    rows = scored([i % 3 / 2 for i in range(30)], [f"c{i % 7}" for i in range(30)])
    one, other = estimate(RECALL, rows), estimate(RECALL, rows[::-1])
    assert one is not None and other is not None
    assert one.value == pytest.approx(other.value)
    assert one.ci95 == pytest.approx(other.ci95)


def test_questions_that_share_their_luck_say_less() -> None:
    values = [float(i % 2) for i in range(10) for _ in range(8)]
    together = [f"law-{i}" for i in range(10) for _ in range(8)]
    apart = [f"law-{i}" for i in range(80)]
    assert width(values, together) > 2 * width(values, apart)


def test_few_clusters_are_not_drawn_as_wholes() -> None:
    values = [1.0, 0.0] * 10
    assert width(values, ["one"] * 20) == width(values, [f"c{i}" for i in range(20)])


def test_a_perfect_rate_is_not_certain() -> None:
    for value, end in ((1.0, 0), (0.0, 1)):
        few, many = estimate(RECALL, scored([value] * 5)), estimate(RECALL, scored([value] * 200))
        assert few is not None and many is not None and few.ci95 is not None and many.ci95 is not None
        assert few.ci95[1 - end] == many.ci95[1 - end] == value
        assert abs(few.ci95[end] - value) == pytest.approx(0.522, abs=1e-3)  # Clopper and Pearson, n = 5
        assert abs(many.ci95[end] - value) < 0.02


def test_one_question_gives_no_interval_and_none_no_estimate() -> None:
    found = estimate(RECALL, scored([0.5]))
    assert found is not None and found.ci95 is None
    assert estimate(RECALL, []) is None
    assert estimate(FACTS, [Scored("a", Score(0, 0))]) is None


def test_quantiles_are_values_that_occurred() -> None:
    values = [float(i) for i in range(1, 101)]
    for name, value in (("latency_ms_p50", 50.0), ("latency_ms_p95", 95.0)):
        found = estimate(BY_NAME[name], scored(values))
        assert found is not None and found.ci95 is not None
        assert found.value == value
        assert found.ci95[0] < value < found.ci95[1]
        assert found.ci95[0] in values


def test_intervals_hold_the_truth_about_as_often_as_they_say() -> None:
    dice = random.Random(7)
    names = [f"law-{i}" for i in range(25) for _ in range(4)]
    held = 0
    for _ in range(300):
        luck = [min(1.0, max(0.0, dice.gauss(0.7, 0.2))) for _ in range(25)]
        values = [float(dice.random() < luck[i // 4]) for i in range(100)]
        found = estimate(RECALL, scored(values, names))
        assert found is not None and found.ci95 is not None
        held += found.ci95[0] <= 0.695 <= found.ci95[1]  # the mean of the clipped luck
    assert 0.89 <= held / 300 <= 0.99


def test_a_gap_between_groups() -> None:
    found = gap(RECALL, scored([1.0, 1.0, 0.0] * 20), scored([1.0, 0.0, 0.0] * 20))
    assert found is not None and found.ci95 is not None
    assert found.value == pytest.approx(1 / 3)
    assert 0 < found.ci95[0] < 1 / 3 < found.ci95[1]
    assert gap(RECALL, scored([1.0]), []) is None


def test_the_same_questions_in_two_runs_differ_less_than_two_samples() -> None:
    dice = random.Random(3)
    before = [float(dice.random() < 0.6) for _ in range(60)]
    now = [1.0 if i % 10 == 0 else value for i, value in enumerate(before)]
    clusters = [f"c{i}" for i in range(60)]
    paired = paired_difference(RECALL, clusters, [Score(v) for v in now], [Score(v) for v in before])
    apart = gap(RECALL, scored(now), scored(before, [f"other-{i}" for i in range(60)]))
    assert paired is not None and apart is not None and paired.ci95 is not None and apart.ci95 is not None
    assert paired.value == pytest.approx(apart.value)
    assert paired.ci95[1] - paired.ci95[0] < 0.6 * (apart.ci95[1] - apart.ci95[0])


def test_a_run_against_itself_does_not_differ() -> None:
    run = [Score(i % 2) for i in range(20)]
    found = paired_difference(RECALL, [f"c{i}" for i in range(20)], run, run)
    assert found is not None and (found.value, found.ci95) == (0.0, (0.0, 0.0))
    assert paired_difference(RECALL, ["a"], [None], [None]) is None
    assert paired_difference(RECALL, ["a", "b"], [Score(1.0), None], [None, None]) is None
