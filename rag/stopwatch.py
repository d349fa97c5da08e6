"""How long each stage of an answer takes."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass(slots=True)
class Stopwatch:
    """Milliseconds spent in each stage."""

    timings: dict[str, float] = field(default_factory=dict)
    _begun: float = field(default_factory=time.perf_counter)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Add the time of the block to `name`."""
        begun = time.perf_counter()
        try:
            yield
        finally:
            self.timings[name] = round(self.timings.get(name, 0.0) + 1000 * (time.perf_counter() - begun), 2)

    def total(self) -> dict[str, float]:
        """All stages, and the time since the watch was made."""
        return {**self.timings, "total": round(1000 * (time.perf_counter() - self._begun), 2)}
