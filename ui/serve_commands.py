"""`crosslex serve` and `crosslex mcp`: the engine behind a page, REST routes and tools."""

from pathlib import Path
from typing import Annotated

import typer

SERVE_EXAMPLE = "Example: crosslex serve --port 7860"
MCP_EXAMPLE = "Example: crosslex mcp is the command that an MCP client is told to run."


def serve(
    host: Annotated[str, typer.Option("--host", help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="0 takes a free port.")] = 7860,
    auth_file: Annotated[
        Path | None,
        typer.Option("--auth-file", help="A file of lines user:password.", envvar="CROSSLEX_AUTH_FILE"),
    ] = None,
    per_minute: Annotated[
        int | None,
        typer.Option(
            "--rate",
            min=0,
            help="Requests a minute of one client; 0 for any number, as on this machine alone.",
        ),
    ] = None,
) -> None:
    """Open the page in which analysts ask, and the same for programs under /api/v1.

    Secrets: CROSSLEX_TOKEN (header Authorization: Bearer …), CROSSLEX_AUTH=user:password or --auth-file. Other machines
    are served only with one of them.
    """
    from rich.console import Console

    from rag import LiveEngine
    from ui.access import check_exposure, read_access
    from ui.serving import launch

    access = read_access(auth_file)
    check_exposure(host, access)
    console = Console(stderr=True, highlight=False)
    launch(LiveEngine.open(), host=host, port=port, console=console, access=access, per_minute=per_minute)


def mcp() -> None:
    """Offer ask, search, compare, read_provision and verify_quote to a model, over stdin and stdout (MCP)."""
    from rag import Engine
    from ui.tools import run_stdio

    with Engine.open() as engine:
        run_stdio(engine)
