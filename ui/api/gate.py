"""What every request passes first: is it meant for this server, is it one too many, may it come in?"""

import time
from collections import OrderedDict
from collections.abc import Callable
from typing import TYPE_CHECKING

from ui.access import Access
from ui.locale import interface_language
from ui.wording import say

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_GUARDED = ("/api", "/mcp")
"""Where secrets are asked for in the header; the page asks with a form of its own."""
_COUNTED = (*_GUARDED, "/login")
_EVENTS = ("/gradio_api",)
"""Where the page sends its questions and files (POST); what it reads there (GET) is the outcome of one counted."""
_OWN_NAMES = ("localhost", "127.0.0.1", "::1")
MAX_BODY = 1_000_000
"""Bytes of a request to them."""
_CLIENTS = 10_000
"""Clients that are remembered, the latest."""


class Rate:
    """A token bucket for each client: `per_minute` requests, which may come all at once.

    Args:
        per_minute: Requests of one client.
        clock: Seconds that only grow.
    """

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._most, self._clock = float(per_minute), clock
        self._clients: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, client: str) -> float:
        """Count a request; 0 if it may come, else the seconds after which the next one may."""
        now = self._clock()
        left, seen = self._clients.pop(client, (self._most, now))
        left = min(self._most, left + (now - seen) * self._most / 60)
        admitted = left >= 1
        self._clients[client] = (left - 1 if admitted else left, now)
        if len(self._clients) > _CLIENTS:
            self._clients.popitem(last=False)
        return 0.0 if admitted else (1 - left) * 60 / self._most


class Gate:
    """ASGI middleware before the REST routes, MCP and the page.

    Args:
        app: What is behind it.
        access: Who may come in.
        rate: How often; None: as often as they like.
        host: The name or address that the server listens on. Without secrets, requests for other names are refused,
            so that no web site can read what is here by giving its own name this machine's address (DNS rebinding).
    """

    def __init__(self, app: "ASGIApp", *, access: Access, rate: Rate | None, host: str) -> None:
        self._app, self._access, self._rate = app, access, rate
        self._names = {*_OWN_NAMES, host.lower()} if access.open else None

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Pass a request on, or answer it with a refusal."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        from starlette.exceptions import HTTPException
        from starlette.requests import Request
        from starlette.responses import JSONResponse

        def refused(status: int, line: str, **headers: str) -> JSONResponse:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            return JSONResponse({"error": line}, status, named)

        headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
        path: str = scope["path"]
        answer = None
        if self._names is not None and _name(headers.get(b"host", "")) not in self._names:
            answer = refused(
                400,
                "without a password this server answers to localhost only; set CROSSLEX_AUTH or CROSSLEX_TOKEN",
            )
        elif self._rate is not None and (_under(path, _COUNTED) or _is_event(scope)):
            client = scope.get("client")
            if wait := self._rate.wait(client[0] if client else ""):
                seconds = int(wait) + 1
                # the page shows the line to its reader
                lang = interface_language(Request(scope)) if _is_event(scope) else "en"
                line = say("too_many_requests", lang).format(seconds)
                answer = refused(429, line, Retry_After=str(seconds))
        if (
            answer is None
            and _under(path, _GUARDED)
            and not self._access.admits(headers.get(b"authorization"))
        ):
            answer = refused(
                401,
                "send the header Authorization: Bearer TOKEN, or a user and password",
                WWW_Authenticate='Bearer, Basic realm="crosslex", charset="UTF-8"',
            )
        if answer is None and _under(path, _GUARDED):
            left = MAX_BODY
            too_large = f"the request has more than {MAX_BODY:,} bytes; send less at once"
            declared = headers.get(b"content-length", "")
            if declared.isdecimal() and int(declared) > left:
                answer = refused(413, too_large)

            async def counted() -> "Message":
                nonlocal left
                message = await receive()
                left -= len(message.get("body", b""))
                if left < 0:
                    raise HTTPException(413, too_large)
                return message

            await (answer or self._app)(scope, counted, send)
            return
        await (answer or self._app)(scope, receive, send)


def _is_event(scope: "Scope") -> bool:
    """Whether the page asks for work."""
    return scope.get("method") == "POST" and _under(scope["path"], _EVENTS)


def _under(path: str, places: tuple[str, ...]) -> bool:
    return any(path == place or path.startswith(place + "/") for place in places)


def _name(host: str) -> str:
    """The name of a `Host` header, without port and brackets."""
    host = host.strip().lower()
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.partition(":")[0]
