"""A script in front of all others of the page, which Gradio's `head` is not: that is put in after its own have run."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_HEAD = b"<head>"


class FirstScript:
    """Writes a script at the head of the HTML that an application serves at `/`.

    Args:
        app: The application.
        script: JavaScript of our own.
    """

    def __init__(self, app: "ASGIApp", script: str) -> None:
        self._app = app
        self._tag = f"<script>{script}</script>".encode()

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Serve a request (ASGI)."""
        if scope["type"] != "http" or scope["path"] != "/":
            await self._app(scope, receive, send)
            return
        begun: Message = {}
        body = bytearray()

        async def hold(message: "Message") -> None:
            if message["type"] == "http.response.start":
                begun.update(message)
                return
            body.extend(message.get("body", b""))
            if message.get("more_body"):
                return
            content = bytes(body).replace(_HEAD, _HEAD + self._tag, 1)
            headers = [(k, v) for k, v in begun["headers"] if k.lower() != b"content-length"]
            await send({**begun, "headers": [*headers, (b"content-length", str(len(content)).encode())]})
            await send({"type": "http.response.body", "body": content})

        # a compressed page could not be written into
        headers = [(k, v) for k, v in scope["headers"] if k.lower() != b"accept-encoding"]
        await self._app({**scope, "headers": headers}, receive, hold)
