"""A reply over the wire: as it comes, and every way in which it may fail."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from rag.models import LanguageModel, ModelFailure, open_model
from tests.rag.models.fake_endpoint import FakeEndpoint, Handler, refuses, says, then


@contextmanager
def model(endpoint: FakeEndpoint, timeout: float = 5) -> Iterator[LanguageModel]:
    opened = open_model(f"openai:kettle-1@{endpoint.url}", timeout=timeout)
    yield opened
    opened.close()


def written(endpoint: FakeEndpoint, *, timeout: float = 5, limit: int = 50) -> str:
    with model(endpoint, timeout) as opened:
        return "".join(opened.write("Be brief.", "Kettles?", limit=limit))


def failure(endpoint: FakeEndpoint, *, timeout: float = 5, limit: int = 50) -> str:
    with pytest.raises(ModelFailure) as caught:
        written(endpoint, timeout=timeout, limit=limit)
    told = str(caught.value)
    assert "\n" not in told and len(told) < 250
    assert caught.value.__cause__ is None and caught.value.__context__ is None
    return told


def test_pieces_come_in_order_and_the_request_is_what_was_asked(endpoint: FakeEndpoint) -> None:
    endpoint.behave(says("Kettles ", "会", "沸腾", "."))
    with model(endpoint) as opened:
        reply = opened.write("Be brief.", "Kettles?", limit=50)
        assert list(reply) == ["Kettles ", "会", "沸腾", "."]
        assert reply.end == "stop"
    (asked,) = endpoint.asked
    assert (asked["model"], asked["temperature"], asked["max_tokens"]) == ("kettle-1", 0, 50)
    assert [(m["role"], m["content"]) for m in asked["messages"]] == [
        ("system", "Be brief."),
        ("user", "Kettles?"),
    ]


def test_a_piece_is_passed_on_before_the_next_is_written(endpoint: FakeEndpoint) -> None:
    read = threading.Event()

    def rest(handler: Handler) -> None:
        assert read.wait(5)
        handler.piece("two", "stop")
        handler.finish()

    endpoint.behave(then(["one "], rest))
    with model(endpoint) as opened:
        reply = opened.write("", "?", limit=9)
        assert next(reply) == "one "
        read.set()
        assert list(reply) == ["two"]


def test_a_reply_that_was_cut_at_the_limit_says_so(endpoint: FakeEndpoint) -> None:
    endpoint.behave(says("A kettle is", reason="length"))
    with model(endpoint) as opened:
        reply = opened.write("", "?", limit=3)
        assert list(reply) == ["A kettle is"]
        assert reply.end == "length"


def test_a_slow_first_word_and_a_stalled_stream_are_given_up(endpoint: FakeEndpoint) -> None:
    endpoint.behave(lambda handler: handler.until_closed())
    begun = time.monotonic()
    assert "too slow" in failure(endpoint, timeout=0.4)
    endpoint.behave(then([], Handler.until_closed))
    assert "no first word within 0.4 seconds" in failure(endpoint, timeout=0.4)
    endpoint.behave(then(["One ", "two "], Handler.until_closed))
    assert "no next word within 0.4 seconds" in failure(endpoint, timeout=0.4)
    assert time.monotonic() - begun < 6
    assert len(endpoint.asked) == 3, "nothing that was too slow is asked again"


@pytest.mark.parametrize(
    ("status", "told"),
    [(401, "refuses the key"), (403, "refuses the key"), (404, "no such model"), (400, "status 400")],
)
def test_what_will_not_pass_is_told_at_once(endpoint: FakeEndpoint, status: int, told: str) -> None:
    endpoint.behave(refuses(status))
    assert told in failure(endpoint)
    assert len(endpoint.asked) == 1


@pytest.mark.parametrize("status", [429, 500, 503])
def test_what_passes_is_tried_again(endpoint: FakeEndpoint, status: int) -> None:
    endpoint.behave(refuses(status, Retry_After="0"), refuses(status, Retry_After="0"), says("Hot."))
    assert written(endpoint, timeout=30) == "Hot."
    assert len(endpoint.asked) == 3


def test_the_wait_that_an_endpoint_asks_for_is_kept_up_to_the_timeout(endpoint: FakeEndpoint) -> None:
    endpoint.behave(refuses(429, Retry_After="1"), says("Hot."))
    begun = time.monotonic()
    assert written(endpoint) == "Hot."
    assert time.monotonic() - begun >= 1
    endpoint.behave(refuses(429, Retry_After="3600"))
    begun = time.monotonic()
    assert "rate-limited" in failure(endpoint)
    assert time.monotonic() - begun < 2


def test_tries_come_to_an_end(endpoint: FakeEndpoint) -> None:
    endpoint.behave(refuses(500, Retry_After="0"))
    assert "status 500" in failure(endpoint, timeout=30)
    assert len(endpoint.asked) == 4
    endpoint.behave(refuses(429, {"error": {"message": "pay", "code": "insufficient_quota"}}))
    assert "quota is used up" in failure(endpoint)
    assert len(endpoint.asked) == 5


def test_nothing_listens_there() -> None:
    opened = open_model("openai:m@http://127.0.0.1:9/v1", timeout=1)
    with pytest.raises(ModelFailure, match="does not answer"):
        list(opened.write("", "?", limit=5))
    opened.close()


@pytest.mark.parametrize(
    "garbage",
    [
        lambda handler: handler.raw(b"<html><p>Welcome</p></html>", headers={"Content-Type": "text/html"}),
        lambda handler: handler.raw(b"", headers={"Content-Type": "text/event-stream"}),
        lambda handler: handler.json({"reply": "hot"}),
        lambda handler: handler.raw(b"\xff\xfe\x00data: \x80\x81"),
        then([], lambda handler: handler.event('{"choices": [{"delta": ')),
        then([], lambda handler: handler.event('{"choices": "none"}')),
        then([], lambda handler: handler.event('{"choices": [{"delta": 7}]}')),
        then([], lambda handler: handler.event("[1, 2]")),
    ],
)
def test_garbage_is_a_malformed_reply(endpoint: FakeEndpoint, garbage: object) -> None:
    endpoint.behave(garbage)  # type: ignore[arg-type]
    assert "malformed reply" in failure(endpoint, timeout=2)


def test_half_an_answer_is_a_failure_and_not_asked_again(endpoint: FakeEndpoint) -> None:
    cut = [
        then(["A kettle "], lambda handler: None),  # the connection ends without its last chunk
        says("A kettle ", reason=None),  # the stream ends well, the reply does not
        then(["A kettle "], lambda handler: handler.event('{"error": {"message": "out of memory"}}')),
    ]
    for number, behaviour in enumerate(cut, start=1):
        endpoint.behave(behaviour)
        pieces = []
        with model(endpoint) as opened, pytest.raises(ModelFailure, match="stopped in the middle"):
            pieces.extend(opened.write("", "?", limit=9))
        assert len(endpoint.asked) == number


def test_an_empty_and_a_declined_reply_are_failures(endpoint: FakeEndpoint) -> None:
    endpoint.behave(says())
    assert "wrote nothing" in failure(endpoint)
    endpoint.behave(says("I ", reason="content_filter"))
    assert "declined" in failure(endpoint)


@pytest.mark.parametrize(
    "body",
    [
        {"error": {"message": "too many", "code": "context_length_exceeded"}},
        {"error": {"message": "request (9 tokens) exceeds the available context size", "type": "x"}},
    ],
)
def test_a_prompt_that_does_not_fit_is_said_to_be_too_long(
    endpoint: FakeEndpoint, body: dict[str, object]
) -> None:
    endpoint.behave(refuses(400, body))
    assert "do not fit the context" in failure(endpoint)


def test_an_endless_reply_is_cut_off_and_its_connection_closed(endpoint: FakeEndpoint) -> None:
    def endless(handler: Handler) -> None:
        while True:
            handler.piece("tea ")

    endpoint.behave(then([], endless))
    with model(endpoint) as opened:
        reply = opened.write("", "?", limit=100)
        assert sum(1 for _ in reply) < 1000
        assert reply.end == "length"
        assert closed(endpoint)


def test_setting_the_event_ends_the_reply_and_closes_the_connection(endpoint: FakeEndpoint) -> None:
    endpoint.behave(then(["One "], Handler.until_closed))
    cancelled = threading.Event()
    with model(endpoint, timeout=30) as opened:
        reply = opened.write("", "?", limit=9, cancelled=cancelled)
        assert next(reply) == "One "
        threading.Timer(0.1, cancelled.set).start()
        begun = time.monotonic()
        assert list(reply) == []
        assert reply.end == "cancelled"
        assert closed(endpoint) and time.monotonic() - begun < 2


@pytest.mark.parametrize("waiting", [Handler.until_closed, refuses(429, Retry_After="20")])
def test_a_reply_that_has_not_begun_can_be_cancelled(endpoint: FakeEndpoint, waiting: object) -> None:
    endpoint.behave(waiting)  # type: ignore[arg-type]
    cancelled = threading.Event()
    threading.Timer(0.3, cancelled.set).start()
    begun = time.monotonic()
    with model(endpoint, timeout=30) as opened:
        assert list(opened.write("", "?", limit=9, cancelled=cancelled)) == []
    assert time.monotonic() - begun < 3


def test_closing_the_iterator_closes_the_connection(endpoint: FakeEndpoint) -> None:
    endpoint.behave(then(["One "], Handler.until_closed))
    with model(endpoint, timeout=30) as opened:
        reply = opened.write("", "?", limit=9)
        next(reply)
        reply.close()
        assert closed(endpoint)
        assert list(reply) == []
        endpoint.closed_at.clear()
        next(opened.write("", "?", limit=9))  # dropped without being closed
        assert closed(endpoint)


def test_a_reply_can_be_closed_by_another_thread(endpoint: FakeEndpoint) -> None:
    endpoint.behave(then(["One "], Handler.until_closed))
    with model(endpoint, timeout=30) as opened:
        reply = opened.write("", "?", limit=9)
        next(reply)
        threading.Timer(0.2, reply.close).start()
        begun = time.monotonic()
        assert list(reply) == [] and reply.end == "cancelled"
        assert time.monotonic() - begun < 3


def test_two_replies_are_read_at_once(endpoint: FakeEndpoint) -> None:
    go = threading.Event()

    def last(handler: Handler) -> None:
        assert go.wait(5)
        handler.piece("end", "stop")
        handler.finish()

    endpoint.behave(then(["one "], last), says("whole"))
    with model(endpoint) as opened:
        first = opened.write("", "?", limit=9)
        assert next(first) == "one "
        assert list(opened.write("", "?", limit=9)) == ["whole"]
        go.set()
        assert list(first) == ["end"]


def closed(endpoint: FakeEndpoint) -> bool:
    """Whether the server saw a connection closed; waits a moment for it."""
    end = time.monotonic() + 3
    while not endpoint.closed_at and time.monotonic() < end:
        time.sleep(0.02)
    return bool(endpoint.closed_at)
