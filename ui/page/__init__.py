"""The page of the analysts: a tab for each thing they do. `ui.page.shell` puts it together."""

import os
import socket
import time
from typing import TYPE_CHECKING

from corpus import CrosslexError
from rag import Engine
from ui.page.shell import build_page, page_options

if TYPE_CHECKING:
    from rich.console import Console

__all__ = ["build_page", "free_port", "launch", "page_options"]


def launch(engine: Engine, *, host: str, port: int, console: "Console") -> None:
    """Serve the page until interrupted.

    Args:
        engine: answers the questions; closed in the end.
        host: address to listen on.
        port: 0 takes a free port.
        console: where the address is printed.

    Raises:
        CrosslexError: the address or the port cannot be had.
    """
    try:
        port = free_port(host, port)
        page = build_page(engine)
        page.launch(
            server_name=host,
            server_port=port,
            share=False,
            quiet=True,
            prevent_thread_lock=True,
            **page_options(),
        )
        shown = f"[{host}]" if ":" in host else host
        console.print(
            f"crosslex is on http://{shown}:{port} (Ctrl-C stops it)", highlight=False, markup=False
        )
        try:
            while True:
                time.sleep(3600)
        except KeyboardInterrupt:
            console.print("stopped")
        finally:
            page.close(verbose=False)
    except OSError as error:
        raise _cannot_listen(host, port, error) from error
    finally:
        engine.close()


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
