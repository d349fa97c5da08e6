"""Anthropic's protocol, spoken by a fake."""

import json
import threading

import pytest

from rag.models import LanguageModel, ModelFailure, open_model
from tests.rag.models.fake_endpoint import Behaviour, FakeEndpoint, Handler, refuses
from tests.rag.models.test_writing import closed

CANARY = "sk-ant-canary-5d1c"


def event(handler: Handler, kind: str, **fields: object) -> None:
    block = f"event: {kind}\ndata: {json.dumps({'type': kind, **fields})}\n\n".encode()
    handler.wfile.write(f"{len(block):x}\r\n".encode() + block + b"\r\n")


def begin(handler: Handler, *pieces: str) -> None:
    handler.begin()
    usage = {"input_tokens": 3, "output_tokens": 1}
    message = {"id": "m", "type": "message", "role": "assistant", "content": [], "model": "x", "usage": usage}
    event(handler, "message_start", message={**message, "stop_reason": None, "stop_sequence": None})
    event(handler, "content_block_start", index=0, content_block={"type": "text", "text": ""})
    for piece in pieces:
        event(handler, "content_block_delta", index=0, delta={"type": "text_delta", "text": piece})


def end(handler: Handler, reason: str) -> None:
    event(handler, "content_block_stop", index=0)
    usage = {"output_tokens": 9}
    event(handler, "message_delta", delta={"stop_reason": reason, "stop_sequence": None}, usage=usage)
    event(handler, "message_stop")
    handler.wfile.write(b"0\r\n\r\n")


@pytest.fixture
def claude(endpoint: FakeEndpoint, monkeypatch: pytest.MonkeyPatch) -> LanguageModel:
    monkeypatch.setenv("ANTHROPIC_API_KEY", CANARY)
    monkeypatch.setenv("ANTHROPIC_BASE_URL", endpoint.url.removesuffix("/v1"))
    return open_model("anthropic:claude-newer-than-any-list", timeout=2)


@pytest.mark.parametrize(("reason", "told"), [("end_turn", "stop"), ("max_tokens", "length")])
def test_pieces_and_the_end(endpoint: FakeEndpoint, claude: LanguageModel, reason: str, told: str) -> None:
    def reply(handler: Handler) -> None:
        begin(handler, "A kettle ", "会沸腾")
        end(handler, reason)

    endpoint.behave(reply)
    written = claude.write("Be brief.", "?", limit=40)
    assert list(written) == ["A kettle ", "会沸腾"]
    assert written.end == told
    (asked,) = endpoint.asked
    assert (asked["model"], asked["max_tokens"]) == ("claude-newer-than-any-list", 40)
    assert "Be brief." in json.dumps(asked["system"]) and asked["messages"][0]["role"] == "user"
    assert claude.window == 8192 and claude.tokens("水壶") == 3
    claude.close()


def test_failures_are_told_alike(endpoint: FakeEndpoint, claude: LanguageModel) -> None:
    for behaviour, told in [
        (echoes_key(401), "refuses the key"),
        (refuses(529, Retry_After="60"), "status 529"),
        (refuses(400, {"error": {"message": "prompt is too long: 9 tokens"}}), "do not fit the context"),
        (lambda handler: begin(handler, "A kettle "), "stopped in the middle"),
    ]:
        endpoint.behave(behaviour)
        with pytest.raises(ModelFailure, match=told) as caught:
            list(claude.write("", "?", limit=9))
        assert CANARY not in repr(caught.value)
        assert caught.value.__cause__ is None and caught.value.__context__ is None
    assert CANARY not in repr(claude._provider.llm)
    claude.close()


def test_cancelling_closes_the_connection(endpoint: FakeEndpoint, claude: LanguageModel) -> None:
    def reply(handler: Handler) -> None:
        begin(handler, "One ")
        handler.until_closed()

    endpoint.behave(reply)
    cancelled = threading.Event()
    written = claude.write("", "?", limit=9, cancelled=cancelled)
    assert next(written) == "One "
    cancelled.set()
    assert list(written) == []
    assert closed(endpoint)
    claude.close()


def test_it_cannot_judge(claude: LanguageModel) -> None:
    with pytest.raises(ModelFailure, match="log probabilities"):
        claude.first_token("?")


def echoes_key(status: int) -> Behaviour:
    return lambda handler: handler.json({"error": {"message": str(dict(handler.headers))}}, status)
