"""Batches run from the page: the one place that knows how `ui.batch` is called."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from corpus import Lang
from rag import Answer, Engine
from ui.batch import Options, Result, Step, read_results, run_batch, write
from ui.batch.journal import Journal, journal_path
from ui.page.jobs import Job

if TYPE_CHECKING:
    from ui.drafting import Drafting

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
    written: int
    """Rows whose answer a model wrote."""


class _Written:
    """Answers with quotes, then has them written out; what the sources do not support is dropped, as in any file."""

    def __init__(self, engine: Engine, drafting: "Drafting") -> None:
        self._engine, self._drafting = engine, drafting
        self._stopped, self._off = Event(), Event()

    def stop(self) -> None:
        """End what is being written, and what would be."""
        self._stopped.set()
        self._off.set()

    def ask(
        self,
        question: str,
        *,
        instruments: Sequence[str] = (),
        as_of: date | None = None,
        answer_in: Lang | None = None,
    ) -> Answer:
        """As `Engine.ask`."""
        found = self._engine.ask(question, instruments=instruments, as_of=as_of, answer_in=answer_in)
        self._off = off = Event()  # that of an answer is set when it ends
        if self._stopped.is_set():
            off.set()
        return self._drafting.written(found, self._drafting.custom("drop"), off)


def answer_file(
    questions: Path,
    folder: Path,
    options: Options,
    engine: Engine,
    job: Job[Answered],
    drafting: "Drafting | None" = None,
) -> Answered:
    """Answer the questions of a file; a job that is stopped keeps what is done.

    Args:
        questions: `.csv` or `.jsonl`.
        folder: An empty one, for the files of results.
        options: For rows that do not say otherwise.
        engine: Of the home whose index is asked.
        job: Told how far it is; its `stop` ends the batch soon.
        drafting: The model that writes the answers, if one is to.

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

    def stop() -> None:
        cancel.set()
        if answers is not None:
            answers.stop()

    answers = None if drafting is None else _Written(engine, drafting)
    job.on_stop = stop
    job.stage("answering", 0)
    opened = partial(Engine.open, engine.index.home)
    summary = run_batch(
        questions, out, options=options, progress=progress, cancel=cancel, open_engine=opened, answers=answers
    )
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
        written=sum(result.answer is not None and result.answer.mode == "llm" for result in results),
    )
