"""An engine that answers in several processes, since Python computes in one thread of a process at a time."""

import os
import threading
from collections.abc import Callable
from concurrent.futures import CancelledError, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from functools import partial, wraps
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from corpus import CrosslexError, Registry
from rag.engine import Engine
from rag.live import LiveEngine
from rag.processes import begin_worker, interrupts_stay_here

P = ParamSpec("P")
T = TypeVar("T")
_Done = tuple[Any] | None
"""What a worker returns, if it could."""
_NICENESS = 5
"""Of workers: who reads the page, or computes its next part, goes first."""


def _in_a_worker(
    method: Callable[Concatenate[Engine, P], T],
) -> Callable[Concatenate["PooledEngine", P], T]:
    """`method` of `Engine`, run by a worker; here where there is none that has the same generation open."""

    @wraps(method)
    def lent(self: "PooledEngine", /, *args: P.args, **kwargs: P.kwargs) -> T:
        engine, pool = self.current, self._pool
        if pool is not None and (begun := _submit(pool, engine, method.__name__, args, kwargs)):
            try:
                done = begun.result()
            except (BrokenProcessPool, CancelledError):
                self._give_up(pool)
            else:
                if done:
                    found: T = done[0]
                    return found
        return method(engine, *args, **kwargs)

    return lent


def _submit(
    pool: ProcessPoolExecutor, engine: Engine, method: str, args: tuple[Any, ...], kwargs: dict[str, Any]
) -> "Future[_Done] | None":
    try:
        return pool.submit(_carry_out, engine.index.manifest.id, method, args, kwargs)
    except RuntimeError:  # closed, or given up by another thread
        return None


class PooledEngine(LiveEngine):
    """A `LiveEngine` whose questions are answered by worker processes, each with an engine of its own.

    Until `begin_workers`, and whenever workers are missing or not yet at the same generation of the index, it answers
    in this process. Whatever else it is asked for (texts, the registry), it reads here.
    """

    def __init__(self, home: Path | None, registry: Registry) -> None:
        """Open the current index under `home`; `registry` knows the instruments, but not the user's documents."""
        super().__init__(home, registry)
        self._pool: ProcessPoolExecutor | None = None
        self._starting: ProcessPoolExecutor | None = None
        self._opening = threading.Lock()
        self._closed = False

    @property
    def workers(self) -> tuple[int, ...]:
        """The ids of the processes that answer; none while questions are answered here."""
        pool = self._pool
        return () if pool is None else tuple(pool._processes)

    def begin_workers(self, processes: int) -> None:
        """Have questions answered by so many processes, from when they are ready on; by this one if it is one.

        Returns at once. Whoever answers reads ahead.
        """
        if processes > 1:
            threading.Thread(target=self._begin, args=(processes,), daemon=True).start()
        else:
            self.index.aside(self.read_ahead)

    def _begin(self, processes: int) -> None:
        pool = ProcessPoolExecutor(
            processes,
            get_context("spawn"),
            initializer=_open,
            initargs=(partial(LiveEngine, self.index.home, self._base),),
        )
        try:
            with self._opening:
                if self._closed or self._starting is not None or self._pool is not None:
                    return
                self._starting = pool
                with interrupts_stay_here():
                    ready = [pool.submit(_ready) for _ in range(processes)]
            for worker in ready:  # not while holding the lock: who closes the engine must not wait for that
                worker.result()
        except (BrokenProcessPool, CancelledError):  # answered here, as before
            pool.shutdown(wait=False, cancel_futures=True)
        else:
            with self._opening:
                self._pool = None if self._closed else pool
        finally:
            if self._starting is pool:
                self._starting = None

    def _give_up(self, pool: ProcessPoolExecutor) -> None:
        """Answer in this process from now on: workers that are ended by the system want memory that is not there."""
        if self._pool is pool:
            self._pool = None
            pool.shutdown(wait=False, cancel_futures=True)

    ask = _in_a_worker(Engine.ask)
    compare = _in_a_worker(Engine.compare)
    search = _in_a_worker(Engine.search)

    def close(self) -> None:
        """Let go of the files, and end the workers; those that are still starting at once."""
        with self._opening:
            self._closed = True
            ready, self._pool = self._pool, None
            starting = self._starting
        if starting is not None:
            for process in tuple((starting._processes or {}).values()):
                process.terminate()
        for pool in (starting, ready):
            if pool is not None:
                pool.shutdown(cancel_futures=True)
        super().close()


# --- in a worker ------------------------------------------------------------------------------------------------------


class _Worker:
    """What a process holds."""

    engine: LiveEngine | None = None


def _open(open_engine: Callable[[], LiveEngine]) -> None:
    begin_worker()
    if hasattr(os, "nice"):
        os.nice(_NICENESS)
    with suppress(CrosslexError):  # the server answers itself then, or says why it cannot
        engine = open_engine()
        engine.read_ahead()
        _Worker.engine = engine


def _ready() -> None:
    """Is done when a worker can answer."""


def _carry_out(generation: str, method: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> _Done:
    """What a method of the engine returns; None if the index of `generation` cannot be had here (any more)."""
    live = _Worker.engine
    if live is None:
        return None
    if live.index.manifest.id != generation:
        live.refresh()
    engine = live.current
    return (getattr(engine, method)(*args, **kwargs),) if engine.index.manifest.id == generation else None
