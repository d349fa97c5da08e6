"""Questions of many at once: a few threads answer, the others wait their turn, and a queue too long is told so."""

import os
from collections.abc import Callable
from typing import TypeVar

from anyio import CapacityLimiter, to_thread
from starlette.exceptions import HTTPException

from corpus import CrosslexError

T = TypeVar("T")
_WAITING = 128
"""Requests that may wait."""


class Workers:
    """Threads for what would keep the server from listening.

    Args:
        at_once: How many of them; those of the machine's cores and two if not given, since more only take turns.
        waiting: Requests that may wait for one.
    """

    def __init__(self, at_once: int | None = None, waiting: int = _WAITING) -> None:
        self._limiter = CapacityLimiter(at_once or (os.cpu_count() or 2) + 2)
        self._waiting = waiting

    async def run(self, call: Callable[[], T]) -> T:
        """What `call` returns.

        Raises:
            CrosslexError: As `call` does.
            HTTPException: 503 if too many wait; 500 for what nobody foresaw, without its stack.
        """
        if self._limiter.statistics().tasks_waiting >= self._waiting:
            raise HTTPException(
                503, "too many questions at once; try again in a moment", {"Retry-After": "1"}
            )
        try:
            return await to_thread.run_sync(call, limiter=self._limiter)
        except CrosslexError:
            raise
        except Exception as error:
            if os.environ.get("CROSSLEX_DEBUG"):
                raise
            raise HTTPException(
                500, f"unexpected {type(error).__name__} (CROSSLEX_DEBUG=1 shows where)"
            ) from error
