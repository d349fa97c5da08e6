"""An engine that a server keeps open while the index beneath it is built anew."""

import threading
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Concatenate, ParamSpec, Self, TypeVar

from corpus import Registry, load_registry
from ingest import open_index
from ingest.generations import Generations
from rag.engine import Engine

P = ParamSpec("P")
T = TypeVar("T")


def _on_the_newest(
    method: Callable[Concatenate[Engine, P], T],
) -> Callable[Concatenate["LiveEngine", P], T]:
    """`method` of `Engine`, run by the engine that is current when it is called, to its end."""

    @wraps(method)
    def lent(self: "LiveEngine", /, *args: P.args, **kwargs: P.kwargs) -> T:
        return method(self.current, *args, **kwargs)

    return lent


class LiveEngine(Engine):
    """Whatever an `Engine` does, on the newest generation of the index that `refresh` has seen.

    It holds an engine of one generation, `current`, and has every question answered by it. Who is in the middle of a
    question goes on with the engine that was current when it began: a generation is let go by Python once nobody
    refers to it any more, never while it is being read. To read several things of the same generation, take `index`,
    `registry` or `current` once.
    """

    def __init__(self, home: Path | None, registry: Registry) -> None:
        """Open the current index under `home`; `registry` knows the instruments, but not the user's documents."""
        self._home, self._base = home, registry
        self._switching = threading.Lock()
        self._move_to(Engine(open_index(home), registry))

    @classmethod
    def open(cls, home: Path | None = None) -> Self:
        """Open the current index under `home` (default `$CROSSLEX_HOME`).

        Raises:
            CrosslexError: there is no index, or it was built with another model.
        """
        return cls(home, load_registry())

    def refresh(self) -> bool:
        """Move on to the newest generation; whether there was one.

        Raises:
            CrosslexError: it cannot be opened; the one before goes on answering.
        """
        with self._switching:
            newest = Generations(self.index.home).current()
            if newest is None or newest.id == self.index.manifest.id:
                return False
            self._move_to(Engine(open_index(self._home), self._base))
            return True

    def _move_to(self, engine: Engine) -> None:
        self.current = engine
        self.index, self.registry = engine.index, engine.registry
        self.planner, self.retriever = engine.planner, engine.retriever

    # all that an engine is asked for; tests/rag/test_live.py sees that nothing is left out
    ask = _on_the_newest(Engine.ask)
    compare = _on_the_newest(Engine.compare)
    search = _on_the_newest(Engine.search)
    provision = _on_the_newest(Engine.provision)
    in_poles = _on_the_newest(Engine.in_poles)
    read_ahead = _on_the_newest(Engine.read_ahead)
    close = _on_the_newest(Engine.close)
