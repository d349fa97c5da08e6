"""An endpoint that behaves as told: a queue of replies, what it was asked, and when its connections were closed."""

import json
import select
import socket
import threading
import time
from collections.abc import Callable, Iterable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Behaviour = Callable[["Handler"], None]
_FIRST = json.dumps({"choices": [{"index": 0, "delta": {"role": "assistant", "content": None}}]})
"""How llama.cpp and others begin a stream."""


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def end_headers(self) -> None:
        self.send_header("Connection", "close")  # or a client may ask again on a connection that is closing
        super().end_headers()

    server: "FakeEndpoint"

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.asked.append(json.loads(body))
        self.server.headers.append(dict(self.headers))
        behaviours = self.server.behaviours
        behaviour = behaviours.pop(0) if len(behaviours) > 1 else behaviours[0]
        try:
            behaviour(self)
        except (BrokenPipeError, ConnectionResetError):
            self.server.closed_at.append(time.monotonic())
        self.close_connection = True

    def do_GET(self) -> None:
        self.json(self.server.told.get(self.path, {}), 200 if self.path in self.server.told else 404)

    def json(self, value: Any, status: int = 200, headers: dict[str, str] | None = None) -> None:
        self.raw(json.dumps(value).encode(), status, {"Content-Type": "application/json", **(headers or {})})

    def raw(self, body: bytes, status: int = 200, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def begin(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()

    def event(self, data: str) -> None:
        block = f"data: {data}\n\n".encode()
        self.wfile.write(f"{len(block):x}\r\n".encode() + block + b"\r\n")

    def piece(self, text: str, reason: str | None = None) -> None:
        choice = {"index": 0, "delta": {"content": text} if text else {}, "finish_reason": reason}
        self.event(json.dumps({"object": "chat.completion.chunk", "choices": [choice]}))

    def finish(self) -> None:
        self.event("[DONE]")
        self.wfile.write(b"0\r\n\r\n")

    def until_closed(self, seconds: float = 8) -> None:
        """Waits until the other side closes, and notes when."""
        ready, _, _ = select.select([self.connection], [], [], seconds)
        if ready and self.connection.recv(1, socket.MSG_PEEK) == b"":
            self.server.closed_at.append(time.monotonic())

    def log_message(self, *_: object) -> None: ...


class FakeEndpoint(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.behaviours: list[Behaviour] = []
        self.asked: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.told: dict[str, Any] = {}
        self.closed_at: list[float] = []
        threading.Thread(target=lambda: self.serve_forever(0.02), daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"

    def behave(self, *behaviours: Behaviour) -> None:
        """One for each request; the last one stays."""
        self.behaviours = list(behaviours)

    def handle_error(self, *_: object) -> None: ...


def says(*pieces: str, reason: str | None = "stop") -> Behaviour:
    def behave(handler: Handler) -> None:
        handler.begin()
        handler.event(_FIRST)
        for piece in pieces:
            handler.piece(piece)
        if reason:
            handler.piece("", reason)
        handler.finish()

    return behave


def then(first: Iterable[str], last: Behaviour) -> Behaviour:
    """Some pieces of a stream, and then something else."""

    def behave(handler: Handler) -> None:
        handler.begin()
        for piece in first:
            handler.piece(piece)
        last(handler)

    return behave


def refuses(status: int, body: Any = None, **headers: str) -> Behaviour:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda handler: handler.json(body or {"error": {"message": "no"}}, status, named)


def echoes(status: int) -> Behaviour:
    """Repeats the headers of the request, as careless gateways do."""
    return lambda handler: handler.json(
        {
            "error": {
                "message": f"bad request: {dict(handler.headers)}",
                "code": handler.headers["Authorization"],
            }
        },
        status,
    )


def tells(tokens: dict[str, float]) -> Behaviour:
    """One token with log probabilities."""
    top = [{"token": token, "logprob": value, "bytes": None} for token, value in tokens.items()]
    choice = {
        "index": 0,
        "finish_reason": "length",
        "message": {"role": "assistant", "content": next(iter(tokens), "")},
        "logprobs": {"content": [{"token": "x", "logprob": 0.0, "bytes": None, "top_logprobs": top}]},
    }
    return lambda handler: handler.json({"object": "chat.completion", "choices": [choice]})
