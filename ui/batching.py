"""`crosslex batch`: the questions of a file, answered into another."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from corpus import CrosslexError
from ui.answering import Llm, OnUnsupported, chosen
from ui.options import day, lang

if TYPE_CHECKING:
    from ui.batch import Step, Summary

EXAMPLE = "Example: crosslex batch questions.csv --out memo.docx --resume"
_NAMED = 8
"""Failed rows that the last line names."""


def batch(
    questions: Annotated[
        Path,
        typer.Argument(
            help="A .csv with a column 'question', or .jsonl with lines {\"question\": …}. Beside it may stand: id, "
            "as_of, instruments, answer_in."
        ),
    ],
    out: Annotated[Path, typer.Option("--out", help="Write RESULTS.jsonl, .csv, .md or .docx.")],
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on where an earlier run ended; begin if there was none.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Begin anew, and overwrite the results.")] = False,
    instrument: Annotated[
        list[str] | None,
        typer.Option("--instrument", "-i", help="Only this instrument; may be given more than once."),
    ] = None,
    as_of: Annotated[
        str | None, typer.Option("--as-of", help="The day whose law is asked for: YYYY-MM-DD.")
    ] = None,
    answer_in: Annotated[
        str | None, typer.Option("--answer-in", help="Language of the answers: en or zh.")
    ] = None,
    llm: Llm = None,
    unsupported: OnUnsupported = None,
) -> None:
    """Answer the questions of a file. Rows at fault are reported and skipped; what a row says goes before options.

    Where a model writes, one row is answered at a time.
    """
    from rich.console import Console

    from ingest.home import home
    from ui.batch import Finished, Options, run_batch
    from ui.progress import TerminalProgress

    stderr = Console(stderr=True, highlight=False)
    spec, policy = chosen(home(), llm, unsupported)
    options = Options(tuple(instrument or ()), day(as_of), lang(answer_in), spec, policy or "drop")
    last: list[Step] = []

    with TerminalProgress(stderr) as progress:

        def show(step: "Step") -> None:
            if not last:
                progress.stage("questions", step.total)
            progress.advance(step.done - (last[-1].done if last else 0))
            if step.row is not None and step.error is not None:
                progress.note(f"line {step.row.line} (row {step.row.number}): {step.error}; skipped")
            last[:] = [step]

        try:
            summary = run_batch(questions, out, options=options, resume=resume, force=force, progress=show)
        except Finished as finished:
            progress.note(str(finished))
            return
        except KeyboardInterrupt:
            if not last:
                raise
            progress.note(
                f"crosslex: stopped; {last[-1].done:,} of {last[-1].total:,} rows are kept: go on with --resume"
            )
            raise typer.Exit(130) from None
        progress.note(_ended(summary))
    if summary.failed:
        rows = ", ".join(map(str, summary.failed[:_NAMED])) + (" …" if len(summary.failed) > _NAMED else "")
        raise CrosslexError(
            f"{len(summary.failed):,} of {summary.total:,} rows failed, marked in {out.name}: row {rows}"
        )


def _ended(summary: "Summary") -> str:
    asked = summary.total - summary.kept
    before = f" ({summary.kept:,} kept from the earlier run)" if summary.kept else ""
    return (
        f"written: {summary.out}: {summary.answered:,} answered, {summary.abstained:,} without an answer, "
        f"{len(summary.failed):,} failed; {asked:,} asked in {summary.seconds:,.1f} s{before}"
    )
