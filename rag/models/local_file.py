"""A GGUF file as a model: llama.cpp inside this process, by xllamacpp, asked over a connection of its own.

xllamacpp always opens a port on the loopback interface. Asking there rather than by its direct call lets a reader stop
while the prompt is still read: llama.cpp looks for a closed connection between batches, and a direct call cannot be
called off before its first token. A key of chance keeps everybody else on the machine out.
"""

import asyncio
import importlib.util
import os
import secrets
import threading
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.errors import UsageError
from rag.models import counting
from rag.models.failures import ModelFailure
from rag.models.providers import Endpoint, bearer
from rag.models.windows import WINDOW, asked_window, told_window

if TYPE_CHECKING:
    import httpx

_MAGIC = b"GGUF"
_BATCH = 256
"""Tokens of a prompt that are read between two looks at the connection: a second or two on two cores."""


class LocalFile(Endpoint):
    """A model in a file; loaded when it is first needed.

    Args:
        path: The file.
        timeout: Seconds for each step of a reply.

    Raises:
        UsageError: There is no such file, it is not GGUF, or the extra is not installed.
    """

    def __init__(self, path: Path, *, timeout: float) -> None:
        shown = "".join(c if c.isprintable() else "?" for c in str(path))
        try:
            with path.open("rb") as file:
                magic = file.read(len(_MAGIC))
        except (OSError, ValueError) as error:
            raise UsageError(
                f"cannot read the model file {shown}: {getattr(error, 'strerror', error)}"
            ) from error
        if magic != _MAGIC:
            raise UsageError(f"{shown} is no GGUF file")
        if importlib.util.find_spec("xllamacpp") is None:
            raise UsageError("models in files need an extra: pip install 'crosslex[gguf]'")
        super().__init__(path.stem, None, secrets.token_urlsafe(32), timeout=timeout)
        self.name = f"gguf:{shown}"
        self._path, self._loading = path, threading.Lock()

    def address(self) -> tuple[str, str | None]:
        """Where the loaded model listens, and the key of chance.

        Raises:
            ModelFailure: It cannot be loaded.
        """
        with self._loading:
            return f"{self._server.listening_address}/v1", self._key

    @cached_property
    def _server(self) -> Any:
        import xllamacpp

        asked = xllamacpp.CommonParams()
        asked.model.path = os.fspath(self._path)
        asked.hostnames, asked.port = ["127.0.0.1"], 0
        asked.api_keys = [self._key]
        asked.n_ctx, asked.n_parallel = asked_window() or WINDOW, 1
        asked.n_batch = asked.n_ubatch = _BATCH
        asked.ui, asked.warmup, asked.verbosity = False, False, -1
        try:
            return xllamacpp.Server(asked)
        except RuntimeError:
            failure = ModelFailure(
                f"the model {self.name} cannot be loaded: a damaged file, or too little memory"
            )
        raise failure

    @cached_property
    def window(self) -> int:
        """The context that was made, which may be smaller than what was asked for."""
        url, key = self.address()
        return told_window(url, self.name, bearer(key)) or WINDOW

    @cached_property
    def _tokenizer(self) -> "httpx.Client":
        import httpx

        url, key = self.address()
        return httpx.Client(base_url=url.removesuffix("/v1"), auth=bearer(key), trust_env=False)

    def count(self, text: str) -> int:
        """By the tokenizer in the file."""
        import httpx

        try:
            return len(self._tokenizer.post("/tokenize", json={"content": text}).json()["tokens"])
        except (httpx.HTTPError, ValueError, KeyError):
            return counting.estimate(text)

    async def close(self) -> None:
        """See `Provider`."""
        await super().close()
        await asyncio.to_thread(self._unload)  # waits for the batch that is being read

    def _unload(self) -> None:
        with self._loading:
            if "_tokenizer" in self.__dict__:
                self._tokenizer.close()
            self.__dict__.pop("_server", None)
