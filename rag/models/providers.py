"""Who is asked: an OpenAI-compatible endpoint or Anthropic, each through its llama-index class.

A provider makes the client and knows what the common interface of llama-index leaves open: how a reply says that it is
whole, the size of the context, and first tokens.
"""

import importlib
import importlib.util
import math
import os
from collections.abc import Generator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlsplit

from corpus.errors import UsageError
from ingest.http_rules import is_loopback
from rag.models import counting
from rag.models.failures import no_probabilities
from rag.models.windows import WINDOW, asked_window, told_window

if TYPE_CHECKING:
    import httpx
    from llama_index.core.llms import LLM, ChatMessage, ChatResponse

OFFICIAL = "https://api.openai.com/v1"
CONNECT = 10.0
"""Seconds for a connection."""
_ENDS = {
    **dict.fromkeys(("length", "max_tokens", "model_context_window_exceeded"), "length"),
    **dict.fromkeys(("content_filter", "refusal"), "filtered"),
}


class Provider(Protocol):
    """A model and the way to it."""

    @property
    def name(self) -> str:
        """What the reader sees; holds no key."""

    @property
    def llm(self) -> "LLM":
        """The client; made, and a local model loaded, at the first use."""

    @property
    def window(self) -> int:
        """Tokens of context."""

    def count(self, text: str) -> int:
        """Tokens of a text, without a network."""

    def end(self, response: "ChatResponse") -> str | None:
        """How the reply ended, if this is its end: `stop`, `length` or `filtered`."""

    async def likeliest(self, messages: "Sequence[ChatMessage]") -> Mapping[str, float]:
        """The likeliest first tokens of the reply and their log probabilities."""

    async def close(self) -> None:
        """Ends connections and gives memory back."""


class Endpoint:
    """An OpenAI-compatible endpoint (see `open_model` for addresses).

    Args:
        model: The name of the model there.
        url: Base address; None for the official one.
        key: API key, if one is needed.
        timeout: Seconds for each step of a reply.
    """

    def __init__(self, model: str, url: str | None, key: str | None, *, timeout: float) -> None:
        self.name = f"openai:{model}" + (f"@{url}" if url else "")
        self._model, self._url, self._key, self._timeout = model, url or OFFICIAL, key, timeout

    def address(self) -> tuple[str, str | None]:
        """Base address and key."""
        return self._url, self._key

    @cached_property
    def _http(self) -> "httpx.AsyncClient":
        import httpx

        url, key = self.address()
        return httpx.AsyncClient(
            auth=bearer(key),
            timeout=httpx.Timeout(self._timeout, connect=min(CONNECT, self._timeout)),
            trust_env=not is_loopback(urlsplit(url).hostname or ""),  # a proxy of the user's own choice
        )

    @cached_property
    def llm(self) -> "LLM":
        """See `Provider`."""
        from llama_index.llms.openai_like import OpenAILike

        _import_ahead("openai.resources.chat")
        return OpenAILike(
            model=self._model,
            api_base=self.address()[0],
            api_key="in-the-client",  # the field is part of what the object shows of itself
            async_http_client=self._http,
            is_chat_model=True,
            temperature=0.0,
            timeout=self._timeout,
            max_retries=0,
            context_window=WINDOW,
        )

    @cached_property
    def window(self) -> int:
        """The user's word, else what is known of the name, else what the endpoint says, else 8192."""
        if (asked := asked_window()) is not None:
            return asked
        known = _openai_window(self._model)
        if known and self._url == OFFICIAL:
            return known
        url, key = self.address()
        return told_window(url, self._model, bearer(key)) or known or WINDOW

    def count(self, text: str) -> int:
        """By tiktoken for OpenAI's models, else estimated."""
        return counting.count(text, self._model)

    def end(self, response: "ChatResponse") -> str | None:
        """See `Provider`."""
        choices = getattr(response.raw, "choices", None)
        reason = choices[0].finish_reason if choices else None
        return _ENDS.get(reason, "stop") if reason else None

    async def likeliest(self, messages: "Sequence[ChatMessage]") -> Mapping[str, float]:
        """See `Provider`.

        Raises:
            NoProbabilities: The endpoint tells no log probabilities.
        """
        from openai import APIStatusError

        untold = no_probabilities(self.name)
        for most in (20, 5):  # OpenAI's limit, and that of several others
            try:
                reply = await self.llm.achat(messages, max_tokens=1, logprobs=True, top_logprobs=most)
                break
            except APIStatusError as error:
                if error.status_code not in (400, 422):
                    raise
        else:
            raise untold
        tokens: dict[str, float] = {}
        try:
            for entry in reply.raw.choices[0].logprobs.content[0].top_logprobs:  # type: ignore[union-attr]
                tokens[entry.token] = max(float(entry.logprob), tokens.get(entry.token, -math.inf))
        except (AttributeError, IndexError, TypeError, ValueError):
            tokens.clear()
        if not tokens:
            raise untold
        return tokens

    async def close(self) -> None:
        """See `Provider`."""
        if "_http" in self.__dict__:
            await self._http.aclose()


class Claude:
    """A model of Anthropic's.

    Args:
        model: Its name.
        key: API key.
        timeout: Seconds for each step of a reply.

    Raises:
        UsageError: The extra that brings its client is not installed.
    """

    def __init__(self, model: str, key: str, *, timeout: float) -> None:
        if importlib.util.find_spec("llama_index.llms.anthropic") is None:
            raise UsageError("Anthropic's models need an extra: pip install 'crosslex[anthropic]'")
        self.name = f"anthropic:{model}"
        self._model, self._key, self._timeout = model, key, timeout

    @cached_property
    def llm(self) -> "LLM":
        """See `Provider`."""
        from llama_index.core.llms import LLMMetadata
        from llama_index.llms.anthropic import Anthropic
        from llama_index.llms.anthropic.utils import CLAUDE_MODELS

        class AnyAnthropic(Anthropic):
            """Models that are newer than the list of the package are taken too."""

            @property
            def metadata(self) -> LLMMetadata:
                return LLMMetadata(context_window=WINDOW, is_chat_model=True, model_name=self.model)

            @property
            def _model_kwargs(self) -> dict[str, Any]:
                given = super()._model_kwargs
                if self.model not in CLAUDE_MODELS:  # the newer ones refuse a temperature
                    given.pop("temperature", None)
                return given

        _import_ahead("anthropic.resources.messages")
        return AnyAnthropic(
            model=self._model, api_key=self._key, temperature=0.0, timeout=self._timeout, max_retries=0
        )

    @cached_property
    def window(self) -> int:
        """The user's word, else what is known of the name, else 8192."""
        from llama_index.llms.anthropic.utils import anthropic_modelname_to_contextsize

        if (asked := asked_window()) is not None:
            return asked
        try:
            return anthropic_modelname_to_contextsize(self._model)
        except ValueError:
            return WINDOW

    def count(self, text: str) -> int:
        """Estimated: Anthropic publishes no tokenizer."""
        return counting.estimate(text)

    def end(self, response: "ChatResponse") -> str | None:
        """See `Provider`."""
        reason = response.message.additional_kwargs.get("stop_reason")
        return _ENDS.get(reason, "stop") if reason else None

    async def likeliest(self, messages: "Sequence[ChatMessage]") -> Mapping[str, float]:
        """Anthropic tells none.

        Raises:
            NoProbabilities: Always.
        """
        raise no_probabilities(self.name)

    async def close(self) -> None:
        """See `Provider`."""
        if "llm" in self.__dict__:
            await self.llm._aclient.close()  # type: ignore[attr-defined]


def environment_key(*names: str) -> str | None:
    """The first key that the environment holds under these names.

    Raises:
        UsageError: It cannot stand in a header.
    """
    for name in names:
        if key := os.environ.get(name, "").strip():
            if not (key.isascii() and key.isprintable()) or " " in key:
                raise UsageError(f"{name} holds characters that no key has")
            return key
    return None


def _import_ahead(*clients: str) -> None:
    """Imports what clients import with their first request: on the loop, that second would count as the model's."""
    for name in (*clients, "tenacity"):
        importlib.import_module(name)


def bearer(key: str | None) -> "httpx.Auth":
    """Puts the key into each request, so that no object but this closure holds it; takes the client's own away."""
    import httpx

    class Bearer(httpx.Auth):
        def auth_flow(self, request: "httpx.Request") -> "Generator[httpx.Request, httpx.Response, None]":
            request.headers.pop("Authorization", None)
            if key:
                request.headers["Authorization"] = f"Bearer {key}"
            yield request

    return Bearer()


def _openai_window(model: str) -> int | None:
    from llama_index.llms.openai.utils import openai_modelname_to_contextsize

    try:
        return openai_modelname_to_contextsize(model)
    except ValueError:
        return None
