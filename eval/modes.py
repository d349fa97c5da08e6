"""The same questions answered three ways: in quotes, by a language model unchecked, and by it checked.

What the model first wrote is the same in the last two: one run of it serves both.
"""

import hashlib
import json
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from eval.dataset import Question
from eval.metrics import DEPTH, trec_eval
from eval.outcome import Outcome
from eval.runner import attempted, outcome_of
from ingest.summary import Progress
from rag import Answer, Engine
from rag.verify import Verifier
from rag.writing import Writer

Mode = Literal["extractive", "unchecked", "checked"]
MODES: tuple[Mode, ...] = get_args(Mode)
COMPARED = (
    "citation_recall",
    "citation_precision",
    "supported_rate",
    "contradicted_rate",
    "fact_accuracy",
    "comparative_completeness",
    "quote_verbatim_rate",
    "false_refusal_rate",
    "latency_ms_p50",
    "latency_ms_p95",
    "llm_tokens_p50",
)
"""The metrics that are told side by side (definitions: eval/metrics.py)."""


def sample(questions: Sequence[Question], n: int) -> list[Question]:
    """At most `n` questions, of every set and language in turn, always the same ones."""
    piles: dict[tuple[str, str], list[Question]] = {}
    for q in sorted(questions, key=lambda q: hashlib.sha256(f"{q.dataset}/{q.id}".encode()).digest()):
        piles.setdefault((q.dataset, q.lang), []).append(q)
    chosen: list[Question] = []
    order = sorted(piles)
    while len(chosen) < n and any(piles.values()):
        chosen += [piles[key].pop() for key in order if piles[key]]
    return chosen[:n]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with what came of it in each mode."""

    outcomes: dict[Mode, Outcome]
    fell_back: bool
    """Whether the model failed, so that the answer is in quotes after all."""


def run(
    writer: Writer, questions: Sequence[Question], verifier: Verifier, progress: Progress
) -> Iterator[Asked]:
    """Ask every question in each mode; the verifier judges all of them alike."""
    trec_eval()
    engine: Engine = writer.engine
    progress.stage("asking", len(questions))
    for question in questions:
        begun = time.perf_counter()
        plain, failed = attempted(lambda q=question: engine.ask(q.text, as_of=q.as_of))  # type: ignore[misc]
        quoted = 1000 * (time.perf_counter() - begun)
        hits, _ = attempted(lambda q=question: engine.search(q.text, limit=DEPTH).hits)  # type: ignore[misc]
        drafted: tuple[Answer, Answer] | None = None
        if plain is not None:
            drafted, failed = attempted(lambda a=plain: writer.drafted(a))  # type: ignore[misc]
        answers: dict[Mode, Answer | None] = {
            "extractive": plain,
            "unchecked": drafted[0] if drafted else None,
            "checked": drafted[1] if drafted else None,
        }
        spent = drafted[1].timings_ms if drafted else {}
        writing = spent.get("write", 0.0)
        took: dict[Mode, float] = {
            "extractive": quoted,
            "unchecked": quoted + writing,
            "checked": quoted + writing + spent.get("check", 0.0) + spent.get("repair", 0.0),
        }
        yield Asked(
            {
                mode: outcome_of(
                    question, answers[mode], took[mode], hits or (), engine, verifier, error=failed
                )
                for mode in MODES
            },
            fell_back=bool(plain and plain.statements and drafted and drafted[1].mode == "extractive"),
        )
        progress.advance()


def sentences(asked: Iterable[Asked]) -> Iterator[dict[str, Any]]:
    """Every statement of the answers that a model wrote, with what it cites: for people to judge.

    Its sentences that the check let pass or marked, and (`origin` quote) what stands in the place of others.
    """
    for one in asked:
        outcome = one.outcomes["checked"]
        if outcome.answer is None or outcome.answer.mode != "llm":
            continue
        citations = {c.id: c for c in outcome.answer.citations}
        for statement in outcome.answer.statements:
            yield {
                "dataset": outcome.question.dataset,
                "id": outcome.question.id,
                "question": outcome.question.text,
                "statement": statement.text,
                "origin": statement.origin,
                "support": statement.support,
                "score": statement.support_score,
                "evidence": [
                    {"pin": citations[key].pin, "quote": citations[key].quote} for key in statement.citations
                ],
            }


def write(folder: Path, asked: Sequence[Asked], table: dict[str, Any]) -> None:
    """Write `modes.json` and `sentences.jsonl` into a folder that exists."""
    text = json.dumps(table, ensure_ascii=False, indent=2) + "\n"
    (folder / "modes.json").write_text(text, "utf-8")
    lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in sentences(asked))
    (folder / "sentences.jsonl").write_text("".join(lines), "utf-8")
