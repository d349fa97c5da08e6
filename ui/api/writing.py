"""Answers that may be written out by a model: found at once, written for as long as somebody waits."""

import asyncio
import threading
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing

from anyio import CapacityLimiter, to_thread
from starlette.exceptions import HTTPException

from rag import Answer
from ui.api.operations import Operations
from ui.api.requests import AskRequest, CompareRequest
from ui.api.workers import Workers

_AT_ONCE = 8
"""Answers that are written at the same time; the others would only wait for the model."""
_GLANCE = 0.5
"""Seconds between looks whether the client is still there."""


class Answers:
    """The answers to requests, quotes by the workers and sentences by the model.

    Args:
        operations: Find, and know who writes.
        workers: Threads that find; writing never takes one of them.
    """

    def __init__(self, operations: Operations, workers: Workers) -> None:
        self._operations, self._workers = operations, workers
        self._threads = CapacityLimiter(_AT_ONCE)
        self._writing = 0

    async def drafts(self, asked: AskRequest | CompareRequest) -> AsyncGenerator[Answer, None]:
        """The answer in quotes, then each draft of it if a model writes; the last is the answer.

        Leaving the iteration stops the model.

        Raises:
            CrosslexError: As of `Operations.find` and `Operations.writer`.
            HTTPException: As of `Workers.run`; 503 if too many answers are being written.
        """
        by = self._operations.writer(asked)
        found = await self._workers.run(lambda: self._operations.find(asked))
        if by is None:
            yield found
            return
        if self._writing >= _AT_ONCE:
            raise HTTPException(
                503,
                'too many answers are being written; try again in a moment, or ask with "llm": false',
                {"Retry-After": "5"},
            )
        drafting, unsupported = by
        off = threading.Event()
        steps = drafting.drafts(found, unsupported, off)
        self._writing += 1
        try:
            yield found
            while True:
                draft = await to_thread.run_sync(
                    lambda: next(steps, None), limiter=self._threads, abandon_on_cancel=True
                )
                if draft is None:
                    return
                yield draft
        finally:
            off.set()
            self._writing -= 1

    async def whole(
        self, asked: AskRequest | CompareRequest, gone: Callable[[], Awaitable[bool]] | None = None
    ) -> Answer:
        """The answer; errors as of `drafts`.

        Args:
            asked: The request.
            gone: Tells whether the client has gone away, which stops the model.
        """
        work = asyncio.ensure_future(self._last(asked))
        try:
            while not (await asyncio.wait({work}, timeout=_GLANCE))[0]:
                if gone is not None and await gone():
                    raise HTTPException(503, "the client went away")
            return work.result()
        finally:
            work.cancel()

    async def _last(self, asked: AskRequest | CompareRequest) -> Answer:
        async with aclosing(self.drafts(asked)) as drafts:
            async for draft in drafts:
                last = draft
        return last
