"""Batches run from the page: the one place that knows how `ui.batch` is called."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Event

from rag import Engine
from ui.batch import Options, Result, Step, read_results, run_batch, write
from ui.batch.journal import Journal, journal_path
from ui.page.jobs import Job

SHOWN = 10
"""Rows that the page shows."""
FORMATS = {"docx": "Word", "csv": "CSV", "md": "Markdown", "jsonl": "JSONL"}
"""What results can be downloaded as."""


@dataclass(frozen=True, slots=True)
class Answered:
    """A batch that has ended."""

    rows: int
    """Rows of the file."""
    done: int
    abstained: int
    failed: tuple[Result, ...]
    """Rows that were skipped."""
    first: tuple[Result, ...]
    """The first rows that were not."""
    files: tuple[Path, ...]
    """The results in each of `FORMATS`; none if no row was done."""


def answer_file(
    questions: Path, folder: Path, options: Options, engine: Engine, job: Job[Answered]
) -> Answered:
    """Answer the questions of a file; a job that is stopped keeps what is done.

    Args:
        questions: `.csv` or `.jsonl`.
        folder: An empty one, for the files of results.
        options: For rows that do not say otherwise.
        engine: Of the home whose index is asked.
        job: Told how far it is; its `stop` ends the batch soon.

    Raises:
        UsageError: The file cannot be read, or the options cannot be followed.
        CrosslexError: The index cannot be opened, or the disk is full.
    """
    out = folder / f"{questions.stem[:60] or 'questions'}-answers.jsonl"
    cancel = Event()

    def progress(step: Step) -> None:
        job.reach(step.done, step.total, step.seconds_left)
        if step.row is not None and step.error:
            job.note(f"{step.row.number}: {step.error}")
        if job.is_stopping:
            cancel.set()

    job.on_stop = cancel.set
    job.stage("answering", 0)
    opened = partial(Engine.open, engine.index.home)
    summary = run_batch(questions, out, options=options, progress=progress, cancel=cancel, open_engine=opened)
    if summary.cancelled:
        with Journal(journal_path(out)) as kept:
            results = tuple(kept.results())
        journal_path(out).unlink()
    else:
        results = tuple(read_results(out.read_bytes()))
    files = tuple(out.with_suffix(f".{suffix}") for suffix in FORMATS) if results else ()
    for path in files:
        write(path, results, engine.registry)
    return Answered(
        rows=summary.total,
        done=len(results),
        abstained=sum(result.status == "no answer" for result in results),
        failed=tuple(result for result in results if result.status == "failed"),
        first=tuple(result for result in results if result.status != "failed")[:SHOWN],
        files=files,
    )
