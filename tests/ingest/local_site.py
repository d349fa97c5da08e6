"""A web site on this machine that misbehaves as told, and documents for it."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from corpus.types import Source

PDF = b"%PDF-1.4\n1 0 obj << >> endobj\n" + b"% filler\n" * 400 + b"trailer << >>\n%%EOF\n"
PAGE = (
    b"<!DOCTYPE html><html><head><title>Lantern Act</title></head><body><h1>Lantern Act</h1>"
    + b"<p>Whoever keeps a lantern shall keep it lit.</p>" * 100
    + b"</body></html>"
)
CHALLENGE = (
    b"<!DOCTYPE html><html><head><title>Just a moment...</title>"
    b"<script src='/cdn-cgi/challenge-platform/x.js'></script></head>"
    b"<body>Please wait while we check your browser.</body></html>"
)

Answer = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    """Answers with what the site's routes say."""

    site: "Site"

    def do_GET(self) -> None:
        self.site.requests.append((time.monotonic(), self.path, dict(self.headers)))
        route = self.site.routes.get(self.path)
        if route is None:
            self.give(404, b"nothing here", "text/plain")
        else:
            route(self)

    def give(self, status: int, body: bytes, content_type: str = "application/pdf", **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        if "Content_Length" not in headers:
            self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


class Site:
    """What is where, and who asked for it."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.routes: dict[str, Answer] = {}
        self.requests: list[tuple[float, str, dict[str, str]]] = []

    def source(self, path: str, media_type: str = "application/pdf", **fields: object) -> Source:
        given = {"id": "doc", "lang": "en", "role": "authoritative", "edition": "1", **fields}
        return Source.model_validate({**given, "url": self.address + path, "media_type": media_type})

    def serve(self, path: str, body: bytes, content_type: str = "application/pdf", **headers: str) -> None:
        self.routes[path] = lambda handler: handler.give(200, body, content_type, **headers)

    def serve_in_turn(self, path: str, *answers: Answer) -> None:
        """Each answer once, the last for ever."""
        left = list(answers)
        self.routes[path] = lambda handler: (left.pop(0) if len(left) > 1 else left[0])(handler)


@contextmanager
def running_site() -> Iterator[Site]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    site = Site(f"http://127.0.0.1:{server.server_address[1]}")
    server.RequestHandlerClass = type("SiteHandler", (Handler,), {"site": site})
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
