"""`crosslex eval --llm`: quotes, what a model writes, and what the check leaves of it, side by side."""

import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus import UsageError

if TYPE_CHECKING:
    from eval.dataset import Question
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
    asked = list(run(writer, chosen, verifier, progress))
    estimates = {mode: metrics_of([one.outcomes[mode] for one in asked]) for mode in MODES}
    written = [
        o.answer.written for one in asked if (o := one.outcomes["checked"]).answer and o.answer.written
    ]
    counts = {
        name: sum(getattr(w, name) for w in written)
        for name in ("sentences", "kept", "repaired", "dropped", "marked")
    }
    table: dict[str, Any] = {
        "model": writer.model.name,
        "questions": len(chosen),
        "fell_back": sum(one.fell_back for one in asked),
        "sentences": counts,
        "seconds": round(time.perf_counter() - begun, 1),
        "modes": {
            mode: {
                name: {"value": e.value, "ci95": list(e.ci95) if e.ci95 else None, "n": e.n}
                for name, e in found.items()
                if name in COMPARED
            }
            for mode, found in estimates.items()
        },
    }
    if out is not None:
        for path in write(out, asked, table):
            progress.note(f"written: {path}")
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
    told = ", ".join(f"{name} {number}" for name, number in counts.items())
    console.print(
        f"\n{table['model']}: {len(chosen)} questions; {told}; fell back {table['fell_back']}", markup=False
    )
