"""Rows handed to worker processes, their results taken as they come."""

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from threading import Event

from corpus import CrosslexError
from rag.processes import interrupts_stay_here
from ui.batch import workers
from ui.batch.questions import Row
from ui.batch.results import Result

Take = Callable[[Row, workers.Outcome], None]
"""Is given each row with its outcome."""
_AHEAD = 4
"""Rows in the hands of the pool for each worker: enough that none waits, few enough to stop soon."""
_LOOK = 0.1
"""Seconds between two looks at `cancel`."""
_DEATHS = 3
"""One after another: then it is the machine, not the questions."""


class Pool:
    """Worker processes and the rows in their hands.

    Args:
        rows: To be answered, in any order.
        take: Is given each row with its outcome, in this process.
        open_engine: Opens the engine in a worker.
        generation: Of the index that must answer.
        processes: At most so many.
        cancel: Ends the work when set; what is being answered is still taken.
        writer: The model that writes answers, and what becomes of unsupported sentences.
    """

    def __init__(
        self,
        rows: Sequence[Row],
        take: Take,
        *,
        open_engine: workers.OpenEngine,
        generation: str,
        processes: int,
        cancel: Event,
        writer: workers.WriterSpec = None,
    ) -> None:
        self._waiting = deque(rows)
        self._flying: dict[Future[workers.Outcome], Row] = {}
        self._take = take
        self._open = (open_engine, generation, writer)
        self._ahead = _AHEAD if writer is None else 1  # a model takes its time with each
        self._processes = processes
        self._cancel = cancel
        self._deaths = 0

    def run(self) -> None:
        """Answer the rows.

        A row at which a worker dies (ended by the system, a crash in native code) is asked once more alone, and has
        failed if a worker dies again.

        Raises:
            CrosslexError: The engine cannot be opened, or workers die at one row after another.
        """
        try:
            self._fly(max(1, min(self._processes, len(self._waiting))), self._ahead)
            return
        except BrokenProcessPool:
            pass
        while self._waiting and not self._cancel.is_set():
            try:
                self._fly(1, 1)
            except BrokenProcessPool as error:
                row, self._deaths = self._waiting.popleft(), self._deaths + 1
                if self._deaths == _DEATHS:
                    raise CrosslexError(
                        "the processes that answer are ended by the system; free memory"
                    ) from error
                self._take(
                    row, workers.outcome(Result.of(row, error="the process that answered it was ended"))
                )

    def _fly(self, processes: int, ahead: int) -> None:
        """Answer what is waiting; whatever happens, a row is then either taken or waiting again."""
        pool = ProcessPoolExecutor(
            processes, get_context("spawn"), initializer=workers.start, initargs=self._open
        )
        try:
            while (self._waiting or self._flying) and not self._cancel.is_set():
                with interrupts_stay_here():
                    while self._waiting and len(self._flying) < ahead * processes:
                        self._flying[pool.submit(workers.answer, self._waiting[0])] = self._waiting[0]
                        self._waiting.popleft()
                self._land(wait(self._flying, timeout=_LOOK, return_when=FIRST_COMPLETED).done)
        finally:
            pool.shutdown(wait=True, cancel_futures=True)
            self._land([f for f in self._flying if not f.cancelled() and f.exception() is None])
            self._waiting.extendleft(sorted(self._flying.values(), key=lambda row: -row.number))
            self._flying = {}

    def _land(self, done: Iterable[Future[workers.Outcome]]) -> None:
        for future in done:
            outcome = future.result()
            self._take(self._flying.pop(future), outcome)
            self._deaths = 0
