"""The metrics of `crosslex eval`, each defined in the docstring of its function with its source.

A metric gives each question a score: a total and the number of things it is a total of. The metric's value is the sum
of totals over the sum of numbers, so that a metric over questions is a mean over questions and one over quotes a share
of all quotes; for latencies it is a quantile. A question that a metric is not about has no score. A question whose
answering failed counts as one for which nothing was found and nothing was said.
"""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from corpus import CrosslexError
from eval.figures import states
from eval.matching import first_ranks, matches, share_found
from eval.outcome import Outcome

DEPTH = 10
"""How many hits of a search are judged."""


class Score(NamedTuple):
    """One question under one metric."""

    total: float
    n: int = 1


@dataclass(frozen=True, slots=True)
class Metric:
    """A metric: how a question scores, and how scores become a value."""

    name: str
    score: Callable[[Outcome], Score | None]
    title: str
    counts: str = "questions"
    """What n counts."""
    statistic: Literal["mean", "p50", "p95"] = "mean"
    better: Literal["higher", "lower"] = "higher"

    @property
    def is_rate(self) -> bool:
        """Whether its value lies between 0 and 1."""
        return self.statistic == "mean"

    @property
    def definition(self) -> str:
        """The docstring of its function."""
        return inspect.getdoc(self.score) or ""

    def shown(self, value: float, *, signed: bool = False) -> str:
        """A value as reports write it: rates with three digits, milliseconds whole."""
        return format(value, ("+" if signed else "") + (".3f" if self.is_rate else ".0f")).replace("-", "−")


# --- retrieval --------------------------------------------------------------------------------------------------------


def recall_at_1(outcome: Outcome) -> Score | None:
    """Share of the gold groups that the first hit of `search` finds, averaged over answerable questions.

    A group is found by a hit whose pin covers, or is covered by, one of its pins. Recall of groups is the subtopic
    recall of Zhai, Cohen and Lafferty, "Beyond independent relevance", SIGIR 2003. A question with several groups
    cannot reach 1 at rank 1.
    """
    return _recall(outcome, 1)


def recall_at_5(outcome: Outcome) -> Score | None:
    """Share of the gold groups that the first five hits find; see recall@1."""
    return _recall(outcome, 5)


def recall_at_10(outcome: Outcome) -> Score | None:
    """Share of the gold groups that the first ten hits find; see recall@1."""
    return _recall(outcome, 10)


def ndcg_at_10(outcome: Outcome) -> Score | None:
    """Normalised discounted cumulative gain of the first ten hits (Järvelin and Kekäläinen, ACM TOIS 20:4, 2002).

    Gains are binary: a hit gains 1 if it finds a gold group that no earlier hit was credited with, and is credited
    with one group at most. The ideal ranking finds a group at each of the first ranks. Computed by trec_eval
    (`ndcg_cut_10`) through ir-measures.
    """
    return _trec(outcome, "nDCG@10")


def mrr(outcome: Outcome) -> Score | None:
    """Mean reciprocal rank: one over the rank of the first hit that finds any gold group, 0 beyond rank ten.

    Voorhees, "The TREC-8 question answering track report", 1999. Computed by trec_eval through ir-measures.
    """
    return _trec(outcome, "RR@10")


def wrong_instrument_rate(outcome: Outcome) -> Score | None:
    """Share of answerable questions whose first hit is of an instrument that no gold pin names.

    The document-level retrieval mismatch of Reuter et al., "Towards reliable retrieval in RAG systems for large legal
    datasets", NLLP 2025, at rank 1. A search that finds nothing has no first hit and is not counted.
    """
    if not outcome.question.answerable or not outcome.hits:
        return None
    return Score(float(outcome.hits[0].instrument not in outcome.question.instruments))


# --- the answer -------------------------------------------------------------------------------------------------------


def comparative_coverage(outcome: Outcome) -> Score | None:
    """Share of comparative questions whose answer cites a gold provision for every side that was asked about.

    Every gold group must be found among the pins of the answer's citations; one that is missing spoils the question.
    Ours: a comparison with an empty column where the law speaks is worse than none.
    """
    if outcome.question.kind != "comparative":
        return None
    return Score(float(share_found(outcome.cited, outcome.question.gold) == 1))


def comparative_completeness(outcome: Outcome) -> Score | None:
    """Share of the sides of comparative questions for which the answer cites a gold provision; n counts the sides.

    The lenient sister of comparative_coverage: subtopic recall of the answer's citations.
    """
    if outcome.question.kind != "comparative":
        return None
    sides = len(outcome.question.gold)
    return Score(share_found(outcome.cited, outcome.question.gold) * sides, sides)


def quote_verbatim_rate(outcome: Outcome) -> Score | None:
    """Share of quotes, parallel ones included, that stand character for character where their citation says.

    Checked anew against the ingested text (source, start, end). Anything but 1 is a defect of the program.
    """
    if not outcome.quotes:
        return None
    return Score(sum(check.verbatim for check in outcome.quotes), len(outcome.quotes))


def citation_recall(outcome: Outcome) -> Score | None:
    """Share of the sentences of answers that the citations at them, taken together, support; n counts the sentences.

    Gao et al., "Enabling large language models to generate text with citations" (ALCE), EMNLP 2023, with our support
    verifier (`rag.verify`) in the place of their English entailment model. How often the verifier itself is right is
    measured by `python -m eval.perturbations`.
    """
    return Score(*outcome.faith.citation_recall) if outcome.faith else None


def citation_precision(outcome: Outcome) -> Score | None:
    """Share of the citations that do something for a sentence of their statement; n counts the citations. After ALCE.

    A citation at a sentence that is not supported does nothing, nor does one that alone does not support the sentence
    while the others do without it. Citations of one provision, in both languages or beside its restatement, count
    together.
    """
    return Score(*outcome.faith.citation_precision) if outcome.faith else None


def supported_rate(outcome: Outcome) -> Score | None:
    """Share of the statements of answers all of whose sentences their citations support; n counts the statements."""
    return Score(*outcome.faith.supported) if outcome.faith else None


def contradicted_rate(outcome: Outcome) -> Score | None:
    """Share of the statements of answers with a sentence of which what they cite says otherwise; n counts statements.

    Otherwise: another figure, date, actor, force or instrument, as the rules of `rag.verify.checks` find it.
    """
    return Score(*outcome.faith.contradicted) if outcome.faith else None


def fact_accuracy(outcome: Outcome) -> Score | None:
    """Share of the data set's facts that the statements of the answer state; n counts the facts.

    Dates, durations, amounts, shares and numbers are compared in one form for both languages (`eval.figures`): 十五日
    states "15 days", "15 working days" does not. A fact without a figure must stand in the answer word for word, so it
    counts only in its own language. An answer of many statements may state a figure of another matter: this metric
    sees omissions and wrong figures, not figures in the wrong place.
    """
    facts = outcome.question.facts
    if not facts:
        return None
    said = said_by(outcome)
    return Score(sum(states(said, fact) for fact in facts), len(facts))


def said_by(outcome: Outcome) -> str:
    """The statements of the answer, a line each."""
    return "\n".join(s.text for s in outcome.answer.statements) if outcome.answer else ""


def abstention_recall(outcome: Outcome) -> Score | None:
    """Share of unanswerable questions to which the engine declines an answer.

    Unanswerable questions as in Rajpurkar, Jia and Liang, "Know what you don't know", ACL 2018.
    """
    return None if outcome.question.answerable else Score(float(outcome.abstained))


def abstention_precision(outcome: Outcome) -> Score | None:
    """Share of the questions to which the engine declines an answer that are unanswerable; n counts the refusals.

    It depends on how many questions of the set are unanswerable: compare it between runs on one set only.
    """
    return Score(float(not outcome.question.answerable)) if outcome.abstained else None


def false_refusal_rate(outcome: Outcome) -> Score | None:
    """Share of answerable questions to which the engine declines an answer."""
    return Score(float(outcome.abstained)) if outcome.question.answerable else None


def latency_ms_p50(outcome: Outcome) -> Score | None:
    """Median of the milliseconds from question to answer, in a process that has answered one question before.

    Each question is new to the process: nothing of it is cached. Failed questions are left out.
    """
    return None if outcome.milliseconds is None else Score(outcome.milliseconds)


def latency_ms_p95(outcome: Outcome) -> Score | None:
    """95th percentile of the milliseconds from question to answer; see latency_ms_p50."""
    return latency_ms_p50(outcome)


def llm_tokens_p50(outcome: Outcome) -> Score | None:
    """Median of the tokens that a language model read and wrote for an answer, of all its calls; n counts the answers.

    Only of answers that a model wrote, by its own count.
    """
    written = outcome.answer.written if outcome.answer else None
    return Score(float(written.prompt_tokens + written.reply_tokens)) if written else None


METRICS = (
    Metric("recall@1", recall_at_1, "Recall of gold groups at 1"),
    Metric("recall@5", recall_at_5, "Recall of gold groups at 5"),
    Metric("recall@10", recall_at_10, "Recall of gold groups at 10"),
    Metric("ndcg@10", ndcg_at_10, "nDCG at 10"),
    Metric("mrr", mrr, "Mean reciprocal rank"),
    Metric("wrong_instrument_rate", wrong_instrument_rate, "First hit of a wrong instrument", better="lower"),
    Metric("comparative_coverage", comparative_coverage, "Comparisons with every side covered"),
    Metric("comparative_completeness", comparative_completeness, "Sides of comparisons covered", "sides"),
    Metric("quote_verbatim_rate", quote_verbatim_rate, "Quotes that are verbatim", "quotes"),
    Metric("citation_recall", citation_recall, "Sentences that their citations support", "sentences"),
    Metric("citation_precision", citation_precision, "Citations that support something", "citations"),
    Metric("supported_rate", supported_rate, "Statements that are supported", "statements"),
    Metric(
        "contradicted_rate",
        contradicted_rate,
        "Statements that are contradicted",
        "statements",
        better="lower",
    ),
    Metric("fact_accuracy", fact_accuracy, "Facts stated", "facts"),
    Metric("abstention_recall", abstention_recall, "Unanswerable questions declined"),
    Metric("abstention_precision", abstention_precision, "Refusals that were right", "refusals"),
    Metric("false_refusal_rate", false_refusal_rate, "Answerable questions refused", better="lower"),
    Metric("latency_ms_p50", latency_ms_p50, "Latency, median (ms)", statistic="p50", better="lower"),
    Metric(
        "latency_ms_p95", latency_ms_p95, "Latency, 95th percentile (ms)", statistic="p95", better="lower"
    ),
    Metric(
        "llm_tokens_p50",
        llm_tokens_p50,
        "Tokens of the language model, median",
        "answers",
        statistic="p50",
        better="lower",
    ),
)
"""Every metric that is measured, in the order of reports."""

HEADLINE = (
    "recall@1",
    "recall@5",
    "ndcg@10",
    "wrong_instrument_rate",
    "comparative_coverage",
    "fact_accuracy",
    "abstention_recall",
    "false_refusal_rate",
)
"""Metrics of the tables by slice; `report.json` has them all."""


def scores(outcome: Outcome) -> dict[str, Score]:
    """The scores of a question under every metric that is about it."""
    return {m.name: score for m in METRICS if (score := m.score(outcome)) is not None}


def _recall(outcome: Outcome, k: int) -> Score | None:
    if not outcome.question.answerable:
        return None
    return Score(share_found(outcome.pins[:k], outcome.question.gold))


def _trec(outcome: Outcome, measure: str) -> Score | None:
    """A measure of trec_eval, for which groups are the relevant documents and a repeated find is an irrelevant one."""
    if not outcome.question.answerable:
        return None
    if all(rank is None for rank in first_ranks(outcome.pins, outcome.question.gold)):
        return Score(0.0)
    ir_measures = trec_eval()
    waiting = dict(enumerate(outcome.question.gold))
    run = {}
    for rank, pin in enumerate(outcome.pins[:DEPTH], 1):
        found = next((i for i, group in waiting.items() if matches(pin, group)), None)
        document = f"other-{rank}" if found is None else f"group-{found}"
        run[document] = float(DEPTH - rank)  # trec_eval ranks by this
        if found is not None:
            del waiting[found]
    relevant = {f"group-{i}": 1 for i in range(len(outcome.question.gold))}
    calculated = ir_measures.calc_aggregate([ir_measures.parse_measure(measure)], {"q": relevant}, {"q": run})
    return Score(float(next(iter(calculated.values()))))


def trec_eval() -> Any:
    """The library that computes the standard measures.

    Raises:
        CrosslexError: It is not installed.
    """
    try:
        import ir_measures
    except ImportError as error:
        raise CrosslexError(
            f"`crosslex eval` needs trec_eval ({error}); run: pip install -c constraints.txt ir-measures"
        ) from None
    return ir_measures
