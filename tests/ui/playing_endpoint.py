"""A model behind a real address: it reads its prompt over HTTP, replies as a function says, and judges gullibly."""

import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tests.rag.models.fake_endpoint import FakeEndpoint, Handler, tells
from tests.rag.test_writing import is_comparison, is_repair, passages

Reply = Callable[[str], str]


@contextmanager
def playing(reply: Reply, *, pause: float = 0.0) -> Iterator[FakeEndpoint]:
    """An endpoint that writes what `reply` makes of a prompt, a few characters every `pause` seconds."""
    endpoint = FakeEndpoint()

    def behave(handler: Handler) -> None:
        asked = endpoint.asked[-1]
        if not asked.get("stream"):
            tells({"yes": math.log(0.99), "no": math.log(0.01)})(handler)
            return
        whole = reply(asked["messages"][-1]["content"])
        handler.begin()
        for at in range(0, len(whole), 12):
            handler.piece(whole[at : at + 12])
            time.sleep(pause)
        handler.piece("", "stop")
        handler.finish()

    endpoint.behave(behave)
    endpoint.told["/v1/models"] = {"data": [{"id": "played"}]}
    try:
        yield endpoint
    finally:
        endpoint.shutdown()
        endpoint.server_close()


def spec(endpoint: FakeEndpoint) -> str:
    """What `--llm` is told."""
    return f"openai:played@{endpoint.url}"


def boastful(prompt: str) -> str:
    """What the first passage says, and a sentence that no passage holds, which it does not take back."""
    if is_comparison(prompt) or is_repair(prompt):
        return "SILENT"
    number, text = passages(prompt)[0]
    return f"{text} [{number}]\nEvery maker pays a fine of 777 euros within 77 days. [{number}]"
