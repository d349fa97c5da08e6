"""The processes that answer: each opens the engine once and ends with the process that asked for it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from corpus import CrosslexError, Lang
from rag import Answer, Engine
from rag.processes import begin_worker
from rag.types import Unsupported
from ui.batch.questions import Row
from ui.batch.results import Result, Status

_WARM_UP = "What is this?"

OpenEngine = Callable[[], Engine]
"""Must be picklable: a function of a module, or a partial of one."""
WriterSpec = tuple[str, Unsupported] | None
"""The model that writes answers, and what becomes of unsupported sentences; None for quotes."""


class Answers(Protocol):
    """What answers a row: an `Engine`, or who writes what it found."""

    def ask(
        self,
        question: str,
        *,
        instruments: Sequence[str] = (),
        as_of: date | None = None,
        answer_in: Lang | None = None,
    ) -> Answer:
        """As `Engine.ask`."""


class _Worker:
    """What a process holds."""

    engine: Engine | None = None
    open_engine: OpenEngine
    generation: str
    writer_spec: WriterSpec = None
    answers: Answers


def start(open_engine: OpenEngine, generation: str, writer: WriterSpec = None) -> None:
    """Begin a worker: it leaves Ctrl-C to its parent, and ends when that is killed."""
    begin_worker()
    _Worker.open_engine, _Worker.generation, _Worker.writer_spec = open_engine, generation, writer


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a worker sends back: a result, written out."""

    line: str
    status: Status
    error: str | None


def outcome(result: Result) -> Outcome:
    """`result`, written out."""
    return Outcome(result.to_json(), result.status, result.error)


def answer(row: Row) -> Outcome:
    """Answer a row in a worker.

    Raises:
        CrosslexError: No row can be answered: the index cannot be opened, or is another one by now.
    """
    if _Worker.engine is None:
        engine = _Worker.open_engine()
        if engine.index.manifest.id != _Worker.generation:
            raise CrosslexError("the index was rebuilt while the batch began; run it again")
        engine.ask(_WARM_UP)  # what fails here is no fault of a row
        _Worker.answers = _answering(engine)
        _Worker.engine = engine
    return outcome(attempt(_Worker.answers, row))


def _answering(engine: Engine) -> Answers:
    if _Worker.writer_spec is None:
        return engine
    from rag.writing import open_writer

    return open_writer(engine, *_Worker.writer_spec) or engine


def attempt(answers: Answers, row: Row) -> Result:
    """The answer to a row, or why there is none."""
    try:
        found = answers.ask(
            row.question, instruments=row.instruments, as_of=row.as_of, answer_in=row.answer_in
        )
    except CrosslexError as error:
        return Result.of(row, error=str(error))
    except Exception as error:  # noqa: BLE001 (a defect on one row must not end the run)
        message = " ".join(str(error).split())[:300]
        return Result.of(row, error=f"unexpected {type(error).__name__}: {message}")
    return Result.of(row, found)
