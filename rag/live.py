"""An engine that a server keeps open while the index beneath it is built anew."""

import threading
from pathlib import Path
from typing import Any, Self

from corpus import Registry, load_registry
from ingest import open_index
from ingest.generations import Generations
from rag.engine import Engine

_ITS_OWN = frozenset(
    {"__class__", "__dict__", "_base", "_current", "_home", "_switching", "close", "refresh"}
)


class LiveEngine(Engine):
    """Whatever an `Engine` does, on the newest generation of the index that `refresh` has seen.

    Every use is passed on to the engine of one generation. Who is in the middle of a question goes on with the one
    that was current when it began: a generation is let go by Python once nobody refers to it any more, never while
    it is being read. To read several things of the same generation, take `index` or `registry` once.
    """

    def __init__(self, home: Path | None, registry: Registry) -> None:
        """Open the current index under `home`; `registry` knows the instruments, but not the user's documents."""
        self._home, self._base = home, registry
        self._switching = threading.Lock()
        self._current = Engine(open_index(home), registry)

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
            index = self._current.index
            newest = Generations(index.home).current()
            if newest is None or newest.id == index.manifest.id:
                return False
            self._current = Engine(open_index(self._home), self._base)
            return True

    def close(self) -> None:
        """Let go of the index."""
        self._current.close()

    def __getattribute__(self, name: str) -> Any:
        """What the engine of the current generation has under this name."""
        own = object.__getattribute__
        return own(self, name) if name in _ITS_OWN else getattr(own(self, "_current"), name)
