"""Running a batch: from a file of questions to a file of results, going on where a killed run ended."""

import hashlib
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from threading import Event
from typing import Any

from corpus import CrosslexError, Lang, UsageError
from ingest.locks import exclusive
from rag import Engine
from rag.processes import cores
from rag.types import Unsupported
from ui.batch.files import check_output, write
from ui.batch.journal import Journal, journal_path
from ui.batch.pool import Pool
from ui.batch.questions import Row, parse_questions, read_file
from ui.batch.results import Result, Status
from ui.batch.workers import Answers, OpenEngine, Outcome, attempt, outcome


@dataclass(frozen=True, slots=True)
class Options:
    """What stands for a row that does not say otherwise."""

    instruments: tuple[str, ...] = ()
    as_of: date | None = None
    """The day on which the run began, if not given."""
    answer_in: Lang | None = None
    llm: str | None = None
    """The model that writes the answers (see `rag.models.open_model`); quotes if not given."""
    unsupported: Unsupported = "drop"
    """What becomes of a written sentence that its citations do not support."""

    def described(self) -> dict[str, Any]:
        """For the journal."""
        day = self.as_of.isoformat() if self.as_of else None
        asked = {"instruments": list(self.instruments), "as_of": day, "answer_in": self.answer_in}
        return asked if self.llm is None else {**asked, "llm": self.llm, "unsupported": self.unsupported}


@dataclass(frozen=True, slots=True)
class Step:
    """How far a run is."""

    done: int
    total: int
    failed: int
    seconds_left: float | None = None
    """None until a first row is answered."""
    row: Row | None = None
    """The one that was just done; None at the beginning."""
    error: str | None = None
    """Why it failed."""


@dataclass(frozen=True, slots=True)
class Summary:
    """How a run ended."""

    out: Path
    total: int
    answered: int
    abstained: int
    failed: tuple[int, ...]
    """Numbers of the rows that failed."""
    kept: int
    """Rows that an earlier run had answered."""
    seconds: float
    cancelled: bool = False
    """True where rows are left; nothing is written to `out`, what is done is in the journal."""


class Finished(CrosslexError):  # noqa: N818 (no fault)
    """There is nothing to go on with."""


def run_batch(
    questions: Path,
    out: Path,
    *,
    options: Options | None = None,
    resume: bool = False,
    force: bool = False,
    progress: Callable[[Step], None] | None = None,
    cancel: Event | None = None,
    workers: int | None = None,
    open_engine: OpenEngine = Engine.open,
    answers: Answers | None = None,
) -> Summary:
    """Answer the questions of a file and write the results.

    Args:
        questions: `.csv` or `.jsonl`.
        out: `.jsonl`, `.csv`, `.md` or `.docx`; written when every row is done, in one step.
        options: What stands for a row that does not say otherwise.
        resume: Go on where an earlier run was ended, if there was one.
        force: Begin anew and overwrite `out`.
        progress: Is called at the beginning and after each row, in this thread.
        cancel: Ends the run soon after it is set; `resume` goes on.
        workers: Processes; as many as cores if not given, one where a model writes.
        open_engine: Opens the engine, here and in the workers.
        answers: Answers the rows in this thread instead of workers, one after another.

    Raises:
        UsageError: The questions cannot be read, `out` cannot be written or would be overwritten, an unknown
            instrument or model among the options, or the run to go on with was another one.
        Finished: `resume`, but `out` is finished.
        CrosslexError: The index cannot be opened, the disk is full, another process writes `out`.
    """
    options, cancel = options or Options(), cancel or Event()
    check_output(out)
    data = read_file(questions)
    rows = parse_questions(data, questions.name)
    journal = journal_path(out)
    _refuse_loss(questions, out, journal, resume=resume, force=force)
    begun = time.monotonic()
    with ExitStack() as stack:
        engine = stack.enter_context(open_engine())
        for instrument in options.instruments:
            _check_held(engine, instrument)
        if options.llm is not None:
            from rag.models import open_model

            open_model(options.llm).close()  # what is wrong with it is said before anything is written
        stack.enter_context(_alone(journal))
        kept = stack.enter_context(Journal(journal))
        head = {
            "questions": hashlib.sha256(data).hexdigest(),
            "options": options.described(),
            "generation": engine.index.manifest.id,
        }
        if resume and kept.head:
            kept.check(head)
        else:
            kept.begin({**head, "day": (options.as_of or date.today()).isoformat()})
        day = date.fromisoformat(kept.head["day"])
        run = _Run(kept, len(rows), progress or (lambda step: None))
        todo = [_filled(row, options, day) for row in rows if row.number not in kept.entries]
        for row in todo:
            if row.fault:
                run.take(row, outcome(Result.of(row)))
        sound = [row for row in todo if not row.fault]
        if answers is not None:
            _answer_here(sound, run, answers, cancel)
        else:
            Pool(
                sound,
                run.take,
                open_engine=open_engine,
                generation=engine.index.manifest.id,
                processes=workers or (cores() if options.llm is None else 1),
                writer=None if options.llm is None else (options.llm, options.unsupported),
                cancel=cancel,
            ).run()
        finished = len(kept.entries) == len(rows)
        if finished:
            write(out, kept.results(), engine.registry)
            journal.unlink()
        return run.summary(out, time.monotonic() - begun, cancelled=not finished)


def _answer_here(rows: Iterable[Row], run: "_Run", answers: Answers, cancel: Event) -> None:
    for row in rows:
        found = outcome(attempt(answers, row))
        if cancel.is_set():  # what was cut short is not the answer
            return
        run.take(row, found)


class _Run:
    """Counts rows and tells of them."""

    def __init__(self, kept: Journal, total: int, progress: Callable[[Step], None]) -> None:
        self._kept, self._total, self._progress = kept, total, progress
        self._before = len(kept.entries)
        self._failed = self._count("failed")
        self._asked = 0
        self._begun = time.monotonic()
        progress(Step(self._before, total, self._failed))

    def take(self, row: Row, outcome: Outcome) -> None:
        self._kept.add(row.number, outcome.line, outcome.status)
        self._failed += outcome.status == "failed"
        self._asked += not row.fault
        done = len(self._kept.entries)
        rate = self._asked / max(time.monotonic() - self._begun, 1e-6)
        left = (self._total - done) / rate if rate else None
        self._progress(Step(done, self._total, self._failed, left, row, outcome.error))

    def summary(self, out: Path, seconds: float, *, cancelled: bool) -> Summary:
        return Summary(
            out=out,
            total=self._total,
            answered=self._count("answered"),
            abstained=self._count("no answer"),
            failed=tuple(n for n, entry in sorted(self._kept.entries.items()) if entry.status == "failed"),
            kept=self._before,
            seconds=seconds,
            cancelled=cancelled,
        )

    def _count(self, status: Status) -> int:
        return sum(entry.status == status for entry in self._kept.entries.values())


def _refuse_loss(questions: Path, out: Path, journal: Path, *, resume: bool, force: bool) -> None:
    """Refuse to overwrite what nobody asked to be overwritten."""
    if out.exists() and out.samefile(questions):
        raise UsageError(f"--out {out.name} is the file of the questions; name another file")
    if force:
        if resume:
            raise UsageError("--resume goes on and --force begins anew; give one of them")
        return
    unfinished = journal.exists() and journal.stat().st_size > 0
    if unfinished and not resume:
        raise UsageError(
            f"an unfinished run is kept in {journal}; go on with --resume, or begin anew with --force"
        )
    if out.exists() and not unfinished:
        if resume and out.stat().st_mtime >= questions.stat().st_mtime:
            raise Finished(f"{out} is finished, nothing was asked; --force asks everything again")
        raise UsageError(f"{out} exists; name another file, or overwrite it with --force")


@contextmanager
def _alone(journal: Path) -> Iterator[None]:
    with ExitStack() as stack:
        try:
            stack.enter_context(exclusive(journal, wait=False))
        except BlockingIOError as error:
            raise CrosslexError(f"another crosslex batch is writing {journal}; wait for it to end") from error
        except OSError as error:
            raise CrosslexError(f"cannot write {journal}: {error.strerror}") from error
        yield


def _check_held(engine: Engine, instrument: str) -> None:
    engine.registry.get(instrument)
    if instrument not in engine.index.catalog.counts():
        raise UsageError(f"no text of '{instrument}' is in the index; see `crosslex corpus list`")


def _filled(row: Row, options: Options, day: date) -> Row:
    return replace(
        row,
        instruments=row.instruments or options.instruments,
        as_of=row.as_of or day,
        answer_in=row.answer_in or options.answer_in,
    )
