"""How many tokens a model reads and writes together: by the user's word or the endpoint's."""

import os
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from corpus.errors import UsageError
from ingest.http_rules import is_loopback

if TYPE_CHECKING:
    import httpx

WINDOW = 8192
"""Tokens, where nothing is known."""
_LEAST = 512
_VARIABLE = "CROSSLEX_LLM_CONTEXT"
_FIELDS = ("max_model_len", "context_length", "context_window", "max_context_length")
"""Of an entry of `/models`: vLLM, OpenRouter and Together, Groq, Mistral and LM Studio."""
_PATIENCE = 3.0
"""Seconds for each question."""


def asked_window() -> int | None:
    """What the user set.

    Raises:
        UsageError: It is no number of tokens.
    """
    text = os.environ.get(_VARIABLE, "").strip()
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and int(text) >= _LEAST):
        raise UsageError(f"{_VARIABLE} is a number of tokens from {_LEAST}, such as {WINDOW}")
    return int(text)


def told_window(url: str, model: str, auth: "httpx.Auth") -> int | None:
    """What an endpoint says of a model: llama.cpp in `/props`, many others in `/models`; None where it says nothing."""
    import httpx

    with httpx.Client(
        auth=auth, timeout=_PATIENCE, trust_env=not is_loopback(urlsplit(url).hostname or "")
    ) as client:
        base = url.rstrip("/")
        told = _answer(client, f"{base.removesuffix('/v1')}/props")
        if size := _size(_of(_of(told, "default_generation_settings"), "n_ctx")):
            return size
        listed = _of(_answer(client, f"{base}/models"), "data")
        for entry in listed if isinstance(listed, list) else []:
            if _of(entry, "id") == model:
                return next((size for field in _FIELDS if (size := _size(_of(entry, field)))), None)
    return None


def _answer(client: "httpx.Client", url: str) -> Any:
    import httpx

    try:
        reply = client.get(url)
        return reply.json() if reply.status_code == 200 else None
    except (httpx.HTTPError, httpx.InvalidURL, ValueError, RecursionError):
        return None


def _of(value: Any, field: str) -> Any:
    return value.get(field) if isinstance(value, dict) else None


def _size(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= _LEAST else None
