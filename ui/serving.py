"""`crosslex serve`: one server for the page, the REST routes and MCP."""

import asyncio
import os
import socket
import threading
import time
from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING

from corpus import CrosslexError
from rag import Engine
from ui.access import Access, check_exposure, is_loopback

if TYPE_CHECKING:
    from fastapi import FastAPI
    from rich.console import Console
    from starlette.types import ASGIApp, Receive, Scope, Send

    from ui.api.operations import Operations
    from ui.api.workers import Workers
    from ui.drafting import Drafting
    from ui.tools import ToolsOverHttp

PER_MINUTE = 120
"""Requests of one client, where others can reach the server and nothing else is said."""
_GRACE = 1
"""Seconds that open connections are given when the server stops."""


def launch(
    engine: Engine,
    *,
    host: str,
    port: int,
    console: "Console",
    access: Access | None = None,
    per_minute: int | None = None,
    drafting: "Drafting | None" = None,
    listening: Callable[[], None] | None = None,
) -> None:
    """Serve until interrupted.

    Args:
        engine: answers the questions; closed in the end.
        host: address to listen on.
        port: 0 takes a free port.
        console: where the address is printed.
        access: who may come in; everybody on this machine if not given.
        per_minute: requests of one client, 0 for any number; if not given, `PER_MINUTE` unless only this machine can
            reach the server.
        drafting: the model that writes the answers, if there is one; closed in the end.
        listening: is called once the page can be had.

    Raises:
        CrosslexError: the address or the port cannot be had.
        UsageError: others could reach the server, and there is no secret.
    """
    try:
        access = access or Access()
        check_exposure(host, access)
        port = free_port(host, port)
        if per_minute is None:
            per_minute = 0 if is_loopback(host) else PER_MINUTE
        app = web_app(engine, access=access, per_minute=per_minute, host=host, port=port, drafting=drafting)
        _run(app, host, port, console, listening)
    finally:
        if drafting is not None:
            drafting.close()
        engine.close()


def web_app(
    engine: Engine,
    *,
    access: Access | None = None,
    per_minute: int = 0,
    host: str = "127.0.0.1",
    port: int = 7860,
    page: bool = True,
    drafting: "Drafting | None" = None,
) -> "ASGIApp":
    """Everything that `crosslex serve` serves, as one ASGI application.

    Args:
        engine: answers.
        access: who may come in.
        per_minute: requests of one client; 0 for any number.
        host: the address that is listened on.
        port: the port that is listened on.
        page: whether to mount the page too, which takes seconds to import.
        drafting: the model that writes the answers, if there is one.
    """
    from fastapi import FastAPI
    from starlette.routing import Route

    from ui.api.failures import NOTHING_HERE, failure, handle_failures
    from ui.api.gate import Gate, Rate
    from ui.api.operations import Operations
    from ui.api.routes import BASE, OFF, api
    from ui.api.workers import Workers

    access = access or Access()
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None, telemetry=OFF)
    handle_failures(app)
    operations, workers = Operations(engine, drafting), Workers()
    app.mount(BASE, api(operations, workers))
    app.router.routes.append(Route("/mcp", _ToolsWhenAsked(operations, workers)))
    app.mount("/api", failure(404, NOTHING_HERE))
    served: ASGIApp = app
    if page:
        served = _with_page(app, engine, access, host, port, drafting)
    return Gate(served, access=access, rate=Rate(per_minute) if per_minute else None, host=host)


class _ToolsWhenAsked:
    """The tools of a model, imported when the first one asks: nobody else waits for them."""

    def __init__(self, operations: "Operations", workers: "Workers") -> None:
        self._given = operations, workers
        self._tools: ToolsOverHttp | None = None

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        if self._tools is None:
            await asyncio.to_thread(import_module, "ui.tools")
            from ui.tools import ToolsOverHttp

            self._tools = self._tools or ToolsOverHttp(*self._given)
        await self._tools(scope, receive, send)


def _with_page(
    app: "FastAPI", engine: Engine, access: Access, host: str, port: int, drafting: "Drafting | None"
) -> "ASGIApp":
    from ui.page import build_page, first_script, page_options
    from ui.page.first_script import FirstScript

    page = build_page(engine, drafting)
    import gradio as gr

    gr.mount_gradio_app(
        app,
        page,
        "/",
        server_name=host,
        server_port=port,
        auth=None if access.open else access.login,
        **page_options(),
    )
    return FirstScript(app, first_script())


def _run(
    app: "ASGIApp", host: str, port: int, console: "Console", listening: Callable[[], None] | None
) -> None:
    """Serve in a thread, so that Ctrl-C is heard here and ends it in order."""
    import uvicorn

    server = uvicorn.Server(
        uvicorn.Config(
            app,
            host=host,
            port=port,
            log_level="warning" if os.environ.get("CROSSLEX_DEBUG") else "critical",
            access_log=False,
            timeout_graceful_shutdown=_GRACE,
        )
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        while not server.started:
            if not thread.is_alive():
                raise _cannot_listen(host, port, OSError("the server did not start"))
            time.sleep(0.01)
        shown = f"[{host}]" if ":" in host else host
        console.print(
            f"crosslex is on http://{shown}:{port} (Ctrl-C stops it)", highlight=False, markup=False
        )
        if listening is not None:
            listening()
        while thread.is_alive():
            thread.join(3600)
    except KeyboardInterrupt:
        console.print("stopped")
    finally:
        server.should_exit = True
        thread.join(_GRACE + 4)


def free_port(host: str, port: int) -> int:
    """`port` if it can be listened on, or any free one for 0.

    Raises:
        CrosslexError: the port is taken, or `host` is not an address of this machine.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            if os.name != "nt":  # as servers do, so that a port just left can be had again
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            probe.listen()
            return int(probe.getsockname()[1])
    except (OSError, UnicodeError) as error:
        raise _cannot_listen(host, port, error) from error


def _cannot_listen(host: str, port: int, error: Exception) -> CrosslexError:
    why = getattr(error, "strerror", None) or str(error)
    return CrosslexError(f"cannot listen on {host}:{port}: {why}; --port 0 takes a free port")
