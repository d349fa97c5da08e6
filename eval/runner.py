"""Asking every question of an eval set, as a person would: `ask`, then `search`."""

import time
from collections.abc import Callable, Iterable
from typing import TypeVar

from corpus import CrosslexError
from eval.dataset import Question
from eval.faithfulness import judge
from eval.matching import held
from eval.metrics import DEPTH, trec_eval
from eval.outcome import Outcome, check_quotes
from ingest.summary import Progress, Silent
from rag import Answer, Engine, SearchHit
from rag.verify import Verifier

T = TypeVar("T")

WARM_UP = "What is this?"
"""Asked before the first question, so that no question pays for what a process loads once."""


def run(
    engine: Engine,
    questions: Iterable[Question],
    *,
    verifier: Verifier | None = None,
    judging: bool = True,
    progress: Progress | None = None,
) -> list[Outcome]:
    """Ask and search every question, in order; one that fails is an outcome with an error, and the run goes on.

    Args:
        engine: Answers.
        questions: Of one or several sets.
        verifier: Judges whether answers follow from what they cite; that of the bundled model if not given.
        judging: Whether they are judged at all; it takes longer than answering.
        progress: Shows how far the run is; a line for each question that fails.

    Raises:
        CrosslexError: What the metrics need is not installed.
    """
    trec_eval()  # told before the first question rather than after the last
    questions = list(questions)
    judge_with = (verifier or Verifier(registry=engine.registry)) if judging else None
    progress = progress or Silent()
    progress.stage("warming up", 1)
    _attempt(engine, judge_with, Question("", "en", WARM_UP, "unanswerable", ()))
    progress.stage("asking", len(questions))
    outcomes = []
    for question in questions:
        outcome = _attempt(engine, judge_with, question)
        if outcome.error:
            progress.note(f"{question.dataset} {question.id}: {outcome.error}")
        outcomes.append(outcome)
        progress.advance()
    return outcomes


def _attempt(engine: Engine, verifier: Verifier | None, question: Question) -> Outcome:
    # asking comes first: searching would leave the question's vector in a cache, and its latency would be flattered
    begun = time.perf_counter()
    answer, failed_to_answer = attempted(lambda: engine.ask(question.text, as_of=question.as_of))
    milliseconds = 1000 * (time.perf_counter() - begun)
    result, failed_to_search = attempted(lambda: engine.search(question.text, limit=DEPTH))
    hits = result.hits if result else ()
    failed = failed_to_answer or failed_to_search
    return outcome_of(question, answer, milliseconds, hits, engine, verifier, error=failed)


def outcome_of(
    question: Question,
    answer: Answer | None,
    milliseconds: float,
    hits: tuple[SearchHit, ...],
    engine: Engine,
    verifier: Verifier | None,
    *,
    error: str | None,
) -> Outcome:
    """What came of a question: its quotes are looked up and its statements judged, after the clock has stopped."""
    faith, failed_to_judge = attempted(
        lambda: judge(answer, verifier) if verifier and answer and answer.statements else None
    )
    return Outcome(
        question=question,
        hits=hits,
        answer=answer,
        milliseconds=milliseconds if answer else None,
        quotes=check_quotes(answer, engine.index) if answer else (),
        faith=faith,
        unheld=tuple(group for group in question.gold if not held(engine.index, group)),
        error=error or failed_to_judge,
    )


def attempted(call: Callable[[], T]) -> tuple[T | None, str | None]:
    """What a call returns, or in one line why it returns nothing."""
    try:
        return call(), None
    except CrosslexError as error:
        return None, str(error)
    except Exception as error:  # noqa: BLE001 (a defect on one question is a finding, not the end of the run)
        return None, f"unexpected {type(error).__name__}: {' '.join(str(error).split())[:300]}"
