"""A language model as the other rooms see it: it writes, it judges by its first token, it counts."""

import threading
from collections.abc import Mapping
from typing import TYPE_CHECKING

from corpus.errors import CrosslexError
from rag.models.background_loop import submit, wait
from rag.models.failures import ModelFailure
from rag.models.providers import Provider
from rag.models.reply import Reply
from rag.models.retries import in_time, with_retries

if TYPE_CHECKING:
    from llama_index.core.llms import ChatMessage


class LanguageModel:
    """A model behind a llama-index client; may be used from several threads.

    Args:
        provider: Who is asked.
        timeout: Seconds for the first piece of a reply, and between pieces.
    """

    def __init__(self, provider: Provider, *, timeout: float) -> None:
        self.name = provider.name
        """What the reader sees, such as `openai:qwen@http://127.0.0.1:8091/v1`; never holds a key."""
        self._provider, self._timeout = provider, timeout
        self._making = threading.Lock()

    def __repr__(self) -> str:
        return f"<LanguageModel {self.name}>"

    @property
    def window(self) -> int:
        """Tokens of context, of prompt and reply together; may ask the endpoint the first time.

        Raises:
            UsageError: `CROSSLEX_LLM_CONTEXT` is no number of tokens.
            ModelFailure: A local model cannot be loaded.
        """
        with self._making:
            return self._provider.window

    def tokens(self, text: str) -> int:
        """Tokens of a text: by the model's tokenizer where it is at hand, else an estimate on the safe side."""
        return self._provider.count(text)

    def write(
        self, system: str, prompt: str, *, limit: int, cancelled: threading.Event | None = None
    ) -> Reply:
        """Begins a reply, at temperature 0 (or what the model insists on), and gives its pieces as they come.

        Args:
            system: What the model is told to be and do; may be empty.
            prompt: The user's message.
            limit: Tokens of the reply at most; `end` of what is returned is `length` where it was cut there.
            cancelled: When set, the connection is closed and the iteration ends.

        Raises:
            ModelFailure: From the iteration, or at once where a local model cannot be loaded.
        """
        messages = [_message("system", system)] if system else []
        return Reply(
            self._ready(),
            [*messages, _message("user", prompt)],
            limit=limit,
            timeout=self._timeout,
            cancelled=cancelled,
        )

    def first_token(self, prompt: str) -> Mapping[str, float]:
        """The likeliest first tokens of the reply to a user's message and their log probabilities, at temperature 0.

        Raises:
            ModelFailure: There is no answer, or one without log probabilities.
        """
        provider, messages = self._ready(), [_message("user", prompt)]

        async def once() -> Mapping[str, float]:
            return await in_time(provider.likeliest(messages), self._timeout, self.name, "answer")

        return wait(with_retries(once, self.name, timeout=self._timeout))

    def close(self) -> None:
        """Ends connections; a local model gives its memory back. The model cannot be used afterwards."""
        submit(self._provider.close()).result()

    def _ready(self) -> Provider:
        """The provider with its client made: in the caller's thread, for that takes seconds, and only once."""
        with self._making:
            try:
                _ = self._provider.llm
                return self._provider
            except CrosslexError:
                raise
            except Exception:  # noqa: BLE001 – clients check names and addresses in their own ways
                failure = ModelFailure(f"no client can be made for {self.name}: check its name and address")
        raise failure


def _message(role: str, text: str) -> "ChatMessage":
    from llama_index.core.llms import ChatMessage

    return ChatMessage(role=role, content=text)
