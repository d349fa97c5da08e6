"""From what a user writes (`--llm SPEC`) to a model."""

import math
import re
from pathlib import Path
from urllib.parse import urlsplit

from corpus.errors import UsageError
from ingest.settings import LLM_FORMS
from rag.models.language_model import LanguageModel
from rag.models.local_file import LocalFile
from rag.models.providers import OFFICIAL, Claude, Endpoint, Provider, environment_key

_ENDPOINT = re.compile(r"(?P<model>(?=@?\w)(?:(?!://).)+?)(?:@(?P<url>[a-z]+://.*))?")
_KEY = "CROSSLEX_LLM_KEY"


def open_model(spec: str, *, timeout: float = 60.0) -> LanguageModel:
    """The model of a spec; nothing is connected or loaded yet.

    `openai:MODEL[@URL]` is any OpenAI-compatible endpoint. Its key is `CROSSLEX_LLM_KEY`, else `OPENAI_API_KEY`;
    without a URL it is `OPENAI_BASE_URL`, else OpenAI's own address. URLs look like:

    - vLLM `http://127.0.0.1:8000/v1`, llama.cpp `http://127.0.0.1:8080/v1`
    - Ollama `http://127.0.0.1:11434/v1` (it cuts long prompts silently: set `CROSSLEX_LLM_CONTEXT` to its `num_ctx`)
    - Azure `https://RESOURCE.openai.azure.com/openai/v1`, MODEL being the name of the deployment
    - DashScope `https://dashscope.aliyuncs.com/compatible-mode/v1`
    - DeepSeek `https://api.deepseek.com/v1`

    `anthropic:MODEL` takes `ANTHROPIC_API_KEY` and the extra `crosslex[anthropic]`; `gguf:PATH` loads a file into this
    process by the extra `crosslex[gguf]`.

    Args:
        spec: One of these.
        timeout: Seconds for the first piece of a reply, and between pieces.

    Raises:
        UsageError: The spec has none of these forms, or what it needs is missing: a key, an extra, the file.
    """
    if not (math.isfinite(timeout) and timeout > 0):
        raise UsageError(f"the timeout of a model is a number of seconds above 0, not {timeout}")
    kind, _, rest = spec.strip().partition(":")
    rest = rest.strip()
    provider: Provider
    if kind == "openai" and (found := _ENDPOINT.fullmatch(rest)) and rest.isprintable():
        provider = _endpoint(found["model"].strip(), found["url"], timeout)
    elif kind == "anthropic" and rest and rest.isprintable():
        key = environment_key("ANTHROPIC_API_KEY")
        if key is None:
            raise UsageError("Anthropic's models need a key: set ANTHROPIC_API_KEY")
        provider = Claude(rest, key, timeout=timeout)
    elif kind == "gguf" and rest:
        provider = LocalFile(Path(rest).expanduser(), timeout=timeout)
    else:
        raise UsageError(f"'{_shown(spec)}' is no model; take {LLM_FORMS}")
    return LanguageModel(provider, timeout=timeout)


def _endpoint(model: str, url: str | None, timeout: float) -> Endpoint:
    import os

    given = url or os.environ.get("OPENAI_BASE_URL", "").strip() or None
    key = environment_key(_KEY, "OPENAI_API_KEY")
    if given:
        given = _checked(given)
    if key is None and given in (None, OFFICIAL):
        raise UsageError(
            f"OpenAI's models need a key: set {_KEY} or OPENAI_API_KEY, or name an endpoint: {LLM_FORMS}"
        )
    return Endpoint(model, given, key, timeout=timeout)


def _checked(url: str) -> str:
    """The base address of an endpoint, which must not carry a secret: it is shown.

    Raises:
        UsageError: It is no such address.
    """
    try:
        parts = urlsplit(url)
        fine = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        fine = False
    if not fine or re.search(r"\s", url):
        raise UsageError(f"the address of a model begins with http:// or https://; take {LLM_FORMS}")
    if parts.username is not None or parts.password is not None or parts.query or parts.fragment:
        raise UsageError(f"the address of a model holds no user, key or query: set {_KEY} instead")
    return url.rstrip("/")


def _shown(spec: str) -> str:
    """A spec in an error, short, and without its address, which could hold a secret."""
    return re.sub(r"://.*", "://…", " ".join(spec.split()))[:60]
