"""Each metric says what its docstring says: worked examples, and invariants."""

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import covers
from eval import metrics
from eval.matching import first_ranks, matches
from eval.metrics import METRICS, Score, scores
from eval.outcome import Outcome, QuoteCheck
from rag.types import Written
from tests.eval.synthetic import answer, hits, outcome, question

A, B = ("eu-x/art-1",), ("us-y/sec-2/a", "us-y/sec-3")


# --- what counts as found ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pin", "found"),
    [
        ("us-y/sec-2/a", True),
        ("us-y/sec-2/a/1", True),
        ("us-y/sec-2", True),
        ("us-y/sec-3/b", True),
        ("us-y/sec-2/b", False),
        ("us-y/sec-2/aa", False),
        ("us-y/sec-22", False),
        ("us-y/sec-30", False),
        ("eu-x/sec-3", False),
    ],
)
def test_a_hit_finds_a_group_by_covering_or_being_covered(pin: str, found: bool) -> None:
    assert matches(pin, B) == found


def test_a_bare_instrument_is_found_by_any_of_its_provisions() -> None:
    assert matches("us-y/sec-9", ("us-y",))
    assert not matches("us-yy/sec-9", ("us-y",))


PINS = st.sampled_from(
    ["eu-x/art-1", "eu-x/art-1/2", "eu-x/art-2", "us-y/sec-2", "us-y/sec-2/a", "us-y/sec-3", "cn-z"]
)
GOLD = st.lists(st.lists(PINS, min_size=1, max_size=3).map(tuple), min_size=1, max_size=4)


@given(st.lists(PINS, max_size=10), GOLD)
def test_ranks_are_those_of_the_first_match(pins: list[str], gold: list[tuple[str, ...]]) -> None:
    for group, rank in zip(gold, first_ranks(pins, gold), strict=True):
        matching = [
            i for i, pin in enumerate(pins, 1) if any(covers(pin, g) or covers(g, pin) for g in group)
        ]
        assert rank == (matching[0] if matching else None)


# --- retrieval --------------------------------------------------------------------------------------------------------


def test_recall_counts_groups() -> None:
    asked = outcome(question("q", A, B), "us-y/sec-3", "cn-z/art-1", "eu-x/art-1/2")
    assert metrics.recall_at_1(asked) == Score(0.5)
    assert metrics.recall_at_5(asked) == metrics.recall_at_10(asked) == Score(1.0)


def test_recall_looks_no_deeper_than_k() -> None:
    asked = outcome(question("q", A), *["cn-z/art-1"] * 5, "eu-x/art-1")
    assert (metrics.recall_at_5(asked), metrics.recall_at_10(asked)) == (Score(0.0), Score(1.0))


def test_ndcg_and_mrr_of_a_single_group() -> None:
    asked = outcome(question("q", A), "cn-z/art-1", "cn-z/art-2", "eu-x/art-1")
    assert metrics.ndcg_at_10(asked) == pytest.approx(Score(1 / math.log2(4)))
    assert metrics.mrr(asked) == pytest.approx(Score(1 / 3))


def test_finding_the_same_group_again_gains_nothing() -> None:
    once = outcome(question("q", A, B), "eu-x/art-1", "cn-z/art-1", "us-y/sec-3")
    again = outcome(question("q", A, B), "eu-x/art-1", "eu-x/art-1/2", "us-y/sec-3")
    assert metrics.ndcg_at_10(once) == metrics.ndcg_at_10(again)
    ideal = 1 + 1 / math.log2(3)
    assert metrics.ndcg_at_10(once) == pytest.approx(Score((1 + 1 / math.log2(4)) / ideal))


def test_nothing_found() -> None:
    for asked in (outcome(question("q", A)), outcome(question("q", A), "cn-z/art-1")):
        assert metrics.ndcg_at_10(asked) == metrics.mrr(asked) == metrics.recall_at_10(asked) == Score(0.0)


@given(st.lists(PINS, max_size=12), GOLD)
def test_standard_measures_agree_with_their_formulas(pins: list[str], gold: list[tuple[str, ...]]) -> None:
    asked = outcome(question("q", *gold), *pins[:10])
    waiting, gain, first = list(gold), 0.0, 0.0
    for rank, pin in enumerate(pins[:10], 1):
        group = next((g for g in waiting if matches(pin, g)), None)
        if group is not None:
            waiting.remove(group)
            gain += 1 / math.log2(rank + 1)
            first = first or 1 / rank
    ideal = sum(1 / math.log2(rank + 1) for rank in range(1, len(gold) + 1))
    assert metrics.ndcg_at_10(asked) == pytest.approx(Score(gain / ideal))
    assert metrics.mrr(asked) == pytest.approx(Score(first))


def test_the_first_hit_tells_the_instrument() -> None:
    right = outcome(question("q", A, B), "us-y/sec-99", "cn-z/art-1")
    wrong = outcome(question("q", A, B), "cn-z/art-1", "us-y/sec-3")
    assert metrics.wrong_instrument_rate(right) == Score(0.0)
    assert metrics.wrong_instrument_rate(wrong) == Score(1.0)
    assert metrics.wrong_instrument_rate(outcome(question("q", A))) is None


# --- answers ----------------------------------------------------------------------------------------------------------


def test_a_comparison_needs_every_side() -> None:
    asked = question("q", A, B, kind="comparative")
    half = outcome(asked, said=answer("Text.", "eu-x/art-1/1"))
    both = outcome(asked, said=answer("Text.", "eu-x/art-1/1", "us-y/sec-3"))
    assert (metrics.comparative_coverage(half), metrics.comparative_coverage(both)) == (
        Score(0.0),
        Score(1.0),
    )
    assert (metrics.comparative_completeness(half), metrics.comparative_completeness(both)) == (
        Score(1.0, 2),
        Score(2.0, 2),
    )
    assert metrics.comparative_coverage(outcome(question("q", A), said=answer("Text.", "eu-x/art-1"))) is None


def test_quotes_are_counted_one_by_one() -> None:
    checks = tuple(QuoteCheck(f"c{i}", "eu-x/art-1", verbatim=i != 2) for i in range(4))
    assert metrics.quote_verbatim_rate(outcome(question("q", A), quotes=checks)) == Score(3, 4)
    assert metrics.quote_verbatim_rate(outcome(question("q", A))) is None


def test_facts_are_looked_for_in_the_statements_of_either_language() -> None:
    asked = question("q", A, facts=("15 days", "24 hours"))
    said = answer("应当在十五日内报告。", "eu-x/art-1", lang="zh", notes=("24小时",))
    assert metrics.fact_accuracy(outcome(asked, said=said)) == Score(1, 2)
    assert metrics.fact_accuracy(outcome(asked, said=answer())) == Score(0, 2)
    assert metrics.fact_accuracy(outcome(question("q", A), said=said)) is None


def test_abstentions() -> None:
    answerable, other = question("q", A), question("u")
    answered, declined = answer("Text.", "eu-x/art-1"), answer()
    table = {
        (True, True): {"false_refusal_rate": 1.0, "abstention_precision": 0.0},
        (True, False): {"false_refusal_rate": 0.0},
        (False, True): {"abstention_recall": 1.0, "abstention_precision": 1.0},
        (False, False): {"abstention_recall": 0.0},
    }
    names = ("false_refusal_rate", "abstention_precision", "abstention_recall")
    for (is_answerable, abstains), want in table.items():
        asked = outcome(answerable if is_answerable else other, said=declined if abstains else answered)
        got = {name: score.total for name, score in scores(asked).items() if name in names}
        assert got == want


def test_tokens_are_those_of_answers_that_a_model_wrote() -> None:
    plain = answer("Text.", "eu-x/art-1")
    written = Written(
        model="m", unsupported="drop", sentences=3, kept=2, repaired=0, dropped=1, marked=0,
        prompt_tokens=1200, reply_tokens=90,
    )  # fmt: skip
    by_model = outcome(question("q", A), "eu-x/art-1", said=plain.model_copy(update={"written": written}))
    assert metrics.llm_tokens_p50(by_model) == Score(1290.0)
    assert metrics.llm_tokens_p50(outcome(question("q", A), "eu-x/art-1", said=plain)) is None
    assert metrics.llm_tokens_p50(outcome(question("q", A), error="boom")) is None


def test_a_question_that_failed_is_neither_found_nor_declined() -> None:
    failed = outcome(question("q", A, kind="comparative", facts=("15 days",)), error="boom")
    got = {name: score.total for name, score in scores(failed).items()}
    assert got == {
        "recall@1": 0, "recall@5": 0, "recall@10": 0, "ndcg@10": 0, "mrr": 0, "comparative_coverage": 0,
        "comparative_completeness": 0, "fact_accuracy": 0, "false_refusal_rate": 0,
    }  # fmt: skip
    assert scores(outcome(question("u"), error="boom")) == {"abstention_recall": Score(0.0)}


# --- all of them ------------------------------------------------------------------------------------------------------


def test_every_metric_of_the_contract_is_measured() -> None:
    contract = {
        "recall@1", "recall@5", "recall@10", "ndcg@10", "mrr", "comparative_coverage", "wrong_instrument_rate",
        "quote_verbatim_rate", "citation_recall", "citation_precision", "supported_rate", "contradicted_rate",
        "fact_accuracy", "abstention_recall", "abstention_precision", "false_refusal_rate", "latency_ms_p50",
        "latency_ms_p95",
    }  # fmt: skip
    assert contract <= {metric.name for metric in METRICS}


def test_every_metric_is_defined() -> None:
    for metric in METRICS:
        assert len(metric.definition) > 60, metric.name


@given(st.lists(PINS, max_size=10), GOLD, st.booleans(), st.sampled_from(["lookup", "comparative"]))
def test_rates_lie_between_0_and_1(
    pins: list[str], gold: list[tuple[str, ...]], abstains: bool, kind: str
) -> None:
    said = answer() if abstains or not pins else answer("Within 15 days.", *pins)
    asked: Outcome = replace(
        outcome(question("q", *gold, kind=kind, facts=("15 days",)), said=said), hits=hits(*pins)
    )
    for name, score in scores(asked).items():
        assert 0 <= score.total <= score.n, name
