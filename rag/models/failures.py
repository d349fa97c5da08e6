"""What can go wrong between us and a language model, in one line fit for a reader.

Nothing that an endpoint sends is repeated in a message: providers echo keys and headers in their errors, and a text
from elsewhere could pose as ours.
"""

from collections.abc import Mapping
from typing import Any

from corpus.errors import CrosslexError
from ingest.http_rules import retry_after

_PASSING = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})
"""Statuses after which the same request may succeed; 529 is Anthropic's "overloaded"."""
_OVERFLOW = ("context_length_exceeded", "exceed_context_size", "context size", "context length", "too long")
"""How OpenAI, llama.cpp, vLLM and Anthropic say that a request does not fit the context."""


class ModelFailure(CrosslexError):  # noqa: N818 – a failed reply is an outcome, answered by an extract
    """A language model did not give what it was asked for.

    Args:
        message: One line for the reader; holds no key and nothing that the endpoint sent.
        passing: Whether the same request may succeed in a moment.
        wait: Seconds after which the endpoint wants to be asked again.
        status: HTTP status, where there was one.
    """

    def __init__(
        self, message: str, *, passing: bool = False, wait: float | None = None, status: int | None = None
    ) -> None:
        super().__init__(message)
        self.passing, self.wait, self.status = passing, wait, status


class NoProbabilities(ModelFailure):
    """A model answers, but does not tell how probable its words were: it cannot judge by them."""


def no_probabilities(name: str) -> ModelFailure:
    """The reply has no log probabilities."""
    return NoProbabilities(f"the model {name} tells no log probabilities of its tokens, so it cannot judge")


def too_slow(name: str, seconds: float, what: str) -> ModelFailure:
    """No `what` ("first word", "next word" …) within `seconds`."""
    return ModelFailure(f"the model {name} is too slow: no {what} within {seconds:g} seconds")


def malformed(name: str) -> ModelFailure:
    """The reply is not what the protocol says."""
    return ModelFailure(f"the model {name} sent a malformed reply: is its address that of a chat endpoint?")


def broken(name: str) -> ModelFailure:
    """The reply ended without its end."""
    return ModelFailure(f"the model {name} stopped in the middle of its reply")


def understood(error: Exception, name: str, *, timeout: float, writing: bool) -> ModelFailure:
    """What an exception of a client means to the reader.

    The clients of OpenAI and Anthropic and the two generations of httpx below them raise classes of the same names and
    attributes, which are read here, so that none of them needs to be imported.

    Args:
        error: What was raised.
        name: The model, as shown to the reader.
        timeout: Seconds that it was given.
        writing: Whether a part of the reply had come.
    """
    if isinstance(error, ModelFailure):
        return error
    status = getattr(error, "status_code", None)
    if isinstance(status, int):
        return _refused(error, status, name)
    kinds = {kind.__name__ for kind in type(error).__mro__}
    if type(error.__cause__).__name__ == "ConnectTimeout":
        return _unreachable(name)
    if kinds & {"TimeoutError", "APITimeoutError", "TimeoutException"}:
        return too_slow(name, timeout, "next word" if writing else "answer")
    if kinds & {"APIConnectionError", "TransportError"}:
        return broken(name) if writing else _unreachable(name, passing=True)
    if "APIError" in kinds:  # an error told inside the stream
        return _overflow(name) if _overflows(error) else broken(name)
    return malformed(name)


def _unreachable(name: str, *, passing: bool = False) -> ModelFailure:
    return ModelFailure(f"the model {name} does not answer: is it running, and reachable?", passing=passing)


def _refused(error: Exception, status: int, name: str) -> ModelFailure:
    if status in (401, 403):
        return ModelFailure(f"the model {name} refuses the key (status {status})", status=status)
    if status == 404:
        return ModelFailure(f"there is no such model or address: {name} (status 404)", status=status)
    if status == 413 or (status in (400, 422) and _overflows(error)):
        return _overflow(name, status)
    if status == 429:
        spent = "insufficient_quota" in str(getattr(error, "code", "") or _body(error))
        message = f"the model {name} is rate-limited" + (
            ": its quota is used up" if spent else "; try again later"
        )
        return ModelFailure(message, passing=not spent, wait=_asked_wait(error), status=status)
    return ModelFailure(
        f"the model {name} refused the request (status {status})"
        if status < 500
        else f"the model {name} fails (status {status}); try again later",
        passing=status in _PASSING,
        wait=_asked_wait(error),
        status=status,
    )


def _overflow(name: str, status: int | None = None) -> ModelFailure:
    return ModelFailure(
        f"the question and its evidence do not fit the context of the model {name}; "
        "set CROSSLEX_LLM_CONTEXT to its number of tokens",
        status=status,
    )


def _overflows(error: Exception) -> bool:
    return any(sign in _body(error) for sign in _OVERFLOW)


def _body(error: Exception) -> str:
    """What the endpoint said, in lower case: searched for signs, never shown."""
    return f"{getattr(error, 'body', '')} {error}".lower()


def _asked_wait(error: Exception) -> float | None:
    headers: Mapping[str, Any] = getattr(getattr(error, "response", None), "headers", {})
    return retry_after(str(headers.get("retry-after", "")))
