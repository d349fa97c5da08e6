"""A request that failed in passing is made again, with growing pauses, as long as nothing of the reply has come."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, TypeVar

from rag.models.failures import ModelFailure, too_slow, understood

if TYPE_CHECKING:
    from tenacity import RetryCallState

T = TypeVar("T")

ATTEMPTS = 4
_PAUSE, _LONGEST_PAUSE = 0.25, 8.0
"""Seconds: the first pause and the longest, where the endpoint asks for none."""


async def with_retries(
    once: Callable[[], Awaitable[T]], name: str, *, timeout: float, said: Callable[[], bool] = lambda: False
) -> T:
    """What `once` returns at the first try that succeeds.

    Args:
        once: The request.
        name: The model, as shown to the reader.
        timeout: Seconds for all tries and pauses together before no further one is begun; a pause that the endpoint
            asks for (Retry-After) is kept, or, where it is longer, the failure told at once.
        said: Whether a part of the reply has been passed on, after which nothing is repeated.

    Raises:
        ModelFailure: The last try failed; it drags no exception of a client along, which could hold the key.
    """
    from tenacity import AsyncRetrying, retry_if_exception, stop_after_attempt, stop_before_delay

    async def told() -> T:
        try:
            return await once()
        except Exception as error:  # noqa: BLE001 – whatever a client raises is told in one line
            failure = understood(error, name, timeout=timeout, writing=said())
        raise failure

    retrying = AsyncRetrying(
        retry=retry_if_exception(
            lambda error: isinstance(error, ModelFailure) and error.passing and not said()
        ),
        stop=stop_after_attempt(ATTEMPTS) | stop_before_delay(timeout),
        wait=_pause,
        reraise=True,
    )
    return await retrying(told)


async def in_time(step: Awaitable[T], seconds: float, name: str, what: str) -> T:
    """The result of a step of the reply.

    Raises:
        ModelFailure: It takes longer than `seconds`.
    """
    try:
        async with asyncio.timeout(seconds):
            return await step
    except TimeoutError:
        pass
    raise too_slow(name, seconds, what)


def _pause(state: "RetryCallState") -> float:
    from tenacity import wait_exponential, wait_random

    error = state.outcome.exception() if state.outcome else None
    if isinstance(error, ModelFailure) and error.wait is not None:
        return error.wait
    return wait_exponential(multiplier=_PAUSE, max=_LONGEST_PAUSE)(state) + wait_random(0, _PAUSE)(state)
