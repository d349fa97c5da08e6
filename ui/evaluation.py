"""`crosslex eval`: ask the questions of a set, and report how well they were answered."""

import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

from corpus import CrosslexError, UsageError
from ui.answering import Llm, OnUnsupported, answering
from ui.evaluation_of_modes import compare_modes

if TYPE_CHECKING:
    from rich.console import Console

    from eval.dataset import Question, Split
    from eval.outcome import Outcome
    from eval.report import Asked, Report
    from rag import Engine

_SHOWN = 5
"""Worst questions that the terminal shows."""
_TOLD = 3
"""Regressions that the error line names; the report has all."""
_FAULTS = 50
"""Faults of a set that are listed."""


def evaluate(
    dataset: Annotated[
        list[Path] | None,
        typer.Option(
            "--dataset", "-d", help="A question set (JSONL); may be given more than once. Ours if not given."
        ),
    ] = None,
    split: Annotated[
        str | None,
        typer.Option(
            "--split",
            help="dev, test or all. If not given: test, the held-out half, of our sets; all of another set.",
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", help="Write report.html, .md, .json and per_question.jsonl into this folder."),
    ] = None,
    baseline: Annotated[
        Path | None,
        typer.Option(
            "--baseline", help="Compare with an earlier --out; exit 1 where it got significantly worse."
        ),
    ] = None,
    judge: Annotated[
        str,
        typer.Option(
            "--judge",
            help="Of faithfulness: bundled, nli:MODEL, openai:MODEL@URL of an endpoint, or gguf:PATH.",
        ),
    ] = "bundled",
    llm: Llm = None,
    unsupported: OnUnsupported = None,
    questions_of_llm: Annotated[
        int, typer.Option("--sample", min=1, help="With --llm: how many questions, of all sets in turn.")
    ] = 40,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON on stdout.")] = False,
) -> None:
    """Measure retrieval and answers on question sets; with --llm, answers in quotes beside written ones."""
    from rich.console import Console

    from eval.baseline import compare, read
    from eval.report import check_folder, summarise, to_json, write
    from eval.runner import run
    from rag import Engine
    from rag.verify import Verifier, load_judge
    from ui.progress import TerminalProgress

    judging = load_judge(judge)
    stderr = Console(stderr=True, highlight=False)
    questions, sets = _questions(dataset or [], split, stderr)
    earlier = read(baseline) if baseline is not None else None  # before `out` may overwrite it
    if out is not None:
        check_folder(out)
    for asked in sets:
        stderr.print(f"{asked.name}: {asked.n} questions, split {asked.split}", highlight=False, markup=False)
    begun = time.perf_counter()
    with Engine.open() as engine, TerminalProgress(stderr) as progress:
        verifier = Verifier(judging, registry=engine.registry)
        if llm is not None:
            with answering(engine, llm, unsupported) as writer:
                compare_modes(writer, questions, questions_of_llm, verifier, out, progress, as_json=as_json)
            return
        outcomes = run(engine, questions, verifier=verifier, progress=progress)
        index = index_asked(engine) | {"judge": verifier.judge.name}
    seconds = time.perf_counter() - begun
    _refuse_nothing(outcomes)
    compared = compare(outcomes, earlier, baseline) if earlier is not None and baseline is not None else None
    report = summarise(outcomes, sets, index=index, seconds=seconds, baseline=compared)
    if out is not None:
        for path in write(report, out):
            stderr.print(f"written: {path}", highlight=False, markup=False, soft_wrap=True)
    if as_json:
        sys.stdout.write(json.dumps(to_json(report), ensure_ascii=False, indent=2) + "\n")
    else:
        _print(report, Console(width=None if sys.stdout.isatty() else 120, highlight=False))
    _refuse_worse(report)


def _questions(
    datasets: list[Path], split: str | None, stderr: "Console"
) -> "tuple[list[Question], list[Asked]]":
    """The questions to ask.

    Raises:
        UsageError: A set cannot be used, or nothing is left of it.
    """
    from eval.dataset import DatasetError, built_in, default_split, load
    from eval.report import Asked

    if split not in (None, "dev", "test", "all"):
        raise UsageError(f"--split {split[:40]}: take dev, test or all")
    paths = datasets or built_in()
    if not paths:
        raise CrosslexError("our question sets are not installed; name one with --dataset FILE.jsonl")
    if len({path.stem for path in paths}) < len(paths):
        raise UsageError("two data sets have the same name; a report tells them apart by their file names")
    questions: list[Question] = []
    sets: list[Asked] = []
    faults: list[str] = []
    for path in paths:
        chosen = cast("Split", split or default_split(path))
        try:
            found = load(path, split=chosen, reporting=True)
        except DatasetError as error:
            if not error.faults:
                raise
            faults += map(str, error.faults)
        else:
            questions += found
            sets.append(Asked.of(path, chosen, len(found)))
    if faults:
        for fault in [
            *faults[:_FAULTS],
            *([f"… and {more} more"] if (more := len(faults) - _FAULTS) > 0 else []),
        ]:
            stderr.print(fault, highlight=False, markup=False, soft_wrap=True)
        count = f"{len(faults):,} fault{'s' if len(faults) > 1 else ''}"
        raise UsageError(f"{count} in the data set{'s' if len(paths) > 1 else ''}, listed above")
    if not questions:
        raise UsageError(f"no question is in the split '{split}'; --split all asks them all")
    return questions, sets


def index_asked(engine: "Engine") -> dict[str, Any]:
    """What a reader must know of the index that was asked."""
    manifest = engine.index.manifest
    documents = engine.index.catalog.documents()
    return {
        "generation": manifest.id,
        "model": manifest.model_id,
        "instruments": len({document.instrument for document in documents}),
        "sources": len(documents),
        "digests": sum(document.role == "digest" for document in documents),
    }


def _refuse_nothing(outcomes: "list[Outcome]") -> None:
    if outcomes and all(outcome.error for outcome in outcomes):
        raise CrosslexError(f"every question failed, the first with: {outcomes[0].error}")


def _refuse_worse(report: "Report") -> None:
    """Fail where a quote is not in its source, or the run is worse than its baseline."""
    wrong = sum(not check.verbatim for outcome in report.outcomes for check in outcome.quotes)
    if wrong:
        raise CrosslexError(f"{wrong} quotes do not stand in their source; report.html (--out) shows which")
    if report.baseline is not None and report.baseline.regressions:
        worse = [str(difference) for difference in report.baseline.regressions]
        more = f"; and {len(worse) - _TOLD} more" if len(worse) > _TOLD else ""
        raise CrosslexError(f"worse than {report.baseline.folder}: {'; '.join(worse[:_TOLD])}{more}")


def _print(report: "Report", console: "Console") -> None:
    from eval.failings import failings
    from eval.markdown import interval
    from eval.metrics import METRICS
    from ui.terminal import print_table

    rows = []
    for metric in METRICS:
        if (found := report.metrics.get(metric.name)) is None:
            continue
        gap = report.gap.get(metric.name)
        rows.append(
            (
                metric.name,
                metric.shown(found.value),
                interval(metric, found),
                f"{found.n} {metric.counts}",
                f"{metric.shown(gap.value, signed=True)} ({interval(metric, gap, signed=True)})"
                if gap
                else "",
            )
        )
    print_table(console, ("metric", "value", "95 % interval", "n", "English minus Chinese"), rows)
    if report.baseline is not None:
        changed = [d for d in report.baseline.differences if d.verdict != "no difference"]
        console.print(
            f"\nagainst {report.baseline.folder}, {report.baseline.shared} questions in common:", markup=False
        )
        for difference in changed:
            console.print(f"  {difference.verdict}: {difference}", markup=False, soft_wrap=True)
        if not changed:
            console.print("  no difference beyond its interval")
    worst = [outcome for outcome in report.outcomes if failings(outcome)][:_SHOWN]
    if worst:
        console.print("\nthe worst answers:")
    for outcome in worst:
        console.print(f"  {outcome.question.id}: {outcome.question.text}", markup=False, soft_wrap=True)
        for failing in failings(outcome):
            console.print(f"      {failing.what}", markup=False, style="dim", soft_wrap=True)
    console.print()
    for note in report.notes:
        console.print(f"note: {note}", markup=False, soft_wrap=True)
