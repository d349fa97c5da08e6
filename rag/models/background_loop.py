"""One event loop in a thread, where requests to models run.

A task of an event loop can be cancelled while it connects, waits or reads, and closes its connection then; a thread
that blocks in a socket cannot.
"""

import asyncio
import os
import threading
from collections.abc import Coroutine
from concurrent.futures import Future
from functools import cache
from typing import Any, TypeVar

T = TypeVar("T")


def submit(work: Coroutine[Any, Any, T]) -> "Future[T]":
    """Runs `work` on the loop; cancelling the future cancels the work."""
    with _starting:
        loop = _started(os.getpid())
    return asyncio.run_coroutine_threadsafe(work, loop)


def wait(work: Coroutine[Any, Any, T]) -> T:
    """The result of `work`, which is cancelled where the wait is interrupted."""
    future = submit(work)
    try:
        return future.result()
    finally:
        future.cancel()


_starting = threading.Lock()


@cache
def _started(_process: int) -> asyncio.AbstractEventLoop:
    """The loop of this process: a forked child inherits none of its parent's threads."""
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, name="language-models", daemon=True).start()
    return loop
