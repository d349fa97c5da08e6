"""A reply as it is written: pieces from the loop to the reader, retries before the first, an end for every case."""

import asyncio
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Self

from rag.models.background_loop import submit
from rag.models.failures import ModelFailure, broken, malformed, too_slow
from rag.models.providers import Provider
from rag.models.retries import in_time, with_retries

if TYPE_CHECKING:
    from llama_index.core.base.llms.types import ChatResponseAsyncGen
    from llama_index.core.llms import ChatMessage

_GLANCE = 0.05
"""Seconds between looks at the reader's wish to stop."""
_WHOLE = 10
"""A reply takes at most this many times the timeout."""
_PIECES, _CHARACTERS = 4, 16
"""For each token asked for: a model that does not stop is cut off at so many pieces or characters."""


class Reply(Iterator[str]):
    """Pieces of a reply in their order; closes the connection when it is closed or `cancelled` is set.

    Raises:
        ModelFailure: From the iteration; pieces that came before it are worth nothing as a whole.
    """

    def __init__(
        self,
        provider: Provider,
        messages: "Sequence[ChatMessage]",
        *,
        limit: int,
        timeout: float,
        cancelled: threading.Event | None,
    ) -> None:
        self.end: str | None = None
        """How it ended: `stop`, `length` (cut at the limit) or `cancelled`; None while it is written."""
        self._cancelled = cancelled
        self._come: SimpleQueue[_Piece | _End | ModelFailure] = SimpleQueue()
        self._work: Future[None] = submit(
            _pump(provider, messages, limit=limit, timeout=timeout, tell=self._come.put)
        )

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> str:
        while self.end is None:
            if self._cancelled is not None and self._cancelled.is_set():
                self.close()
                break
            try:
                come = self._come.get(timeout=None if self._cancelled is None else _GLANCE)
            except Empty:
                continue
            except BaseException:  # the reader interrupts: nobody reads on
                self.close()
                raise
            if isinstance(come, _Piece):
                return come
            if isinstance(come, ModelFailure):
                self.end = "failed"
                raise come
            self.end = self.end or str(come)
        raise StopIteration

    def close(self) -> None:
        """Ends the request; without effect where it has ended."""
        self.end = self.end or "cancelled"
        self._work.cancel()
        self._come.put(_End("cancelled"))  # for a thread that waits for the next piece

    def __del__(self) -> None:
        if work := getattr(self, "_work", None):
            work.cancel()


class _Piece(str):
    __slots__ = ()


class _End(str):
    __slots__ = ()


async def _pump(
    provider: Provider,
    messages: "Sequence[ChatMessage]",
    *,
    limit: int,
    timeout: float,
    tell: Callable[[_Piece | _End | ModelFailure], None],
) -> None:
    """Reads a reply to its end, which is always told."""
    said = False

    def tell_piece(text: str) -> None:
        nonlocal said
        said = True
        tell(_Piece(text))

    async def once() -> str:
        opening = provider.llm.astream_chat(messages, max_tokens=limit)
        stream = await in_time(opening, timeout, provider.name, "answer")
        try:
            end = await _read(stream, provider, limit=limit, timeout=timeout, tell=tell_piece)
        except Exception:
            await _call_off(stream)
            raise
        if end == "cut":
            await _call_off(stream)
            return "length"
        if not said:
            raise ModelFailure(f"the model {provider.name} wrote nothing")
        return end

    outcome: _End | ModelFailure
    try:
        async with asyncio.timeout(_WHOLE * timeout):
            outcome = _End(await with_retries(once, provider.name, timeout=timeout, said=lambda: said))
    except ModelFailure as failure:
        outcome = failure
    except TimeoutError:
        outcome = too_slow(provider.name, _WHOLE * timeout, "end of the reply")
    tell(outcome)


async def _read(
    stream: "ChatResponseAsyncGen",
    provider: Provider,
    *,
    limit: int,
    timeout: float,
    tell: Callable[[str], None],
) -> str:
    """How the reply ended; `cut` where it was left before its end, because it had none."""
    events = characters = 0
    end: str | None = None
    while events <= max(64, _PIECES * limit) and characters <= _CHARACTERS * limit:
        try:
            event = await in_time(
                anext(stream), timeout, provider.name, "next word" if characters else "first word"
            )
        except StopAsyncIteration:
            break
        events += 1
        end = provider.end(event) or end
        if event.delta:
            characters += len(event.delta)
            tell(event.delta)
    else:
        return "cut"
    if end == "filtered":
        raise ModelFailure(f"the model {provider.name} declined to answer")
    if end is None:
        raise broken(provider.name) if characters else malformed(provider.name)
    return end


async def _call_off(stream: "ChatResponseAsyncGen") -> None:
    """Closes the connection of a stream that was not read to its end.

    Closing the generator would leave that to the garbage collector: the client's stream refers to itself. Cancelled
    where it waits for more, it closes what it holds.
    """
    task = asyncio.current_task()
    assert task is not None  # noqa: S101 – a coroutine runs in a task
    task.cancel()
    try:
        async for _ in stream:
            pass
        await asyncio.sleep(0)  # where the stream had ended by itself, the cancellation is taken here
    except asyncio.CancelledError:
        task.uncancel()
