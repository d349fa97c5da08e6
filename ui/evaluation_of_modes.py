"""`crosslex eval --llm`: quotes, what a model writes, and what the check leaves of it, side by side."""

import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus import UsageError

if TYPE_CHECKING:
    from eval.dataset import Question
    from eval.modes import Asked, Mode
    from eval.report import Estimates
    from ingest.summary import Progress
    from rag import Engine
    from rag.verify import Verifier
    from rag.writing import Writer


def compare_modes(
    writer: "Engine | Writer",
    questions: "list[Question]",
    n: int,
    verifier: "Verifier",
    out: Path | None,
    progress: "Progress",
    *,
    as_json: bool,
) -> None:
    """Ask a sample of `n` questions in each mode; print the metrics, and write what people can judge into `out`.

    Raises:
        UsageError: No model is named.
    """
    from rich.console import Console

    from eval.markdown import interval
    from eval.metrics import METRICS
    from eval.modes import COMPARED, MODES, run, sample, write
    from eval.report import metrics_of
    from rag.writing import Writer
    from ui.terminal import print_table

    if not isinstance(writer, Writer):
        raise UsageError("--llm none writes nothing; name a model, or leave --llm out")
    chosen = sample(questions, n)
    begun = time.perf_counter()
    asked: list[Asked] = []
    table: dict[str, Any] = {}
    estimates: dict[Mode, Estimates] = {}
    for one in run(writer, chosen, verifier, progress):
        asked.append(one)
        estimates = {mode: metrics_of([a.outcomes[mode] for a in asked]) for mode in MODES}
        table = _table(writer.model.name, asked, estimates, time.perf_counter() - begun)
        if out is not None:  # a model takes its time: what is done is kept
            write(out, asked, table)
    if out is not None:
        progress.note(f"written: {out}/modes.json, {out}/sentences.jsonl")
    if as_json:
        sys.stdout.write(json.dumps(table, ensure_ascii=False, indent=2) + "\n")
        return
    rows = []
    for metric in METRICS:
        if metric.name in COMPARED and any(metric.name in found for found in estimates.values()):
            cells = [
                f"{metric.shown(e.value)} ({interval(metric, e)}) n {e.n}"
                if (e := estimates[mode].get(metric.name))
                else ""
                for mode in MODES
            ]
            rows.append((metric.name, *cells))
    console = Console(width=None if sys.stdout.isatty() else 150, highlight=False)
    print_table(console, ("metric", *MODES), rows)
    told = ", ".join(f"{name} {number}" for name, number in table["sentences"].items())
    console.print(
        f"\n{table['model']}: {len(asked)} questions; {told}; fell back {table['fell_back']}", markup=False
    )


def _table(
    model: str, asked: "list[Asked]", estimates: "dict[Mode, Estimates]", seconds: float
) -> dict[str, Any]:
    """What `modes.json` holds."""
    from eval.modes import COMPARED

    answers = [outcome.answer for one in asked if (outcome := one.outcomes["checked"])]
    written = [answer.written for answer in answers if answer is not None and answer.written is not None]
    return {
        "model": model,
        "questions": len(asked),
        "fell_back": sum(one.fell_back for one in asked),
        "sentences": {
            name: sum(getattr(w, name) for w in written)
            for name in ("sentences", "kept", "repaired", "dropped", "marked")
        },
        "seconds": round(seconds, 1),
        "modes": {
            mode: {
                name: {"value": e.value, "ci95": list(e.ci95) if e.ci95 else None, "n": e.n}
                for name, e in found.items()
                if name in COMPARED
            }
            for mode, found in estimates.items()
        },
    }
