"""`crosslex serve` and `crosslex mcp`: the engine behind a page, REST routes and tools."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from corpus import CrosslexError
from ui.answering import Llm, OnUnsupported, chosen

if TYPE_CHECKING:
    from rag import Engine
    from ui.drafting import Drafting

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
    processes: Annotated[
        int | None,
        typer.Option("--processes", min=1, help="Processes that answer; as many as cores if not given."),
    ] = None,
    llm: Llm = None,
    unsupported: Annotated[
        str | None,
        typer.Option(
            "--unsupported",
            help="Sentences of the model that the sources do not support: drop or mark. If not given, the page marks "
            "them, and programs do not get them.",
        ),
    ] = None,
) -> None:
    """Open the page in which analysts ask, and the same for programs under /api/v1.

    Secrets: CROSSLEX_TOKEN (header Authorization: Bearer …), CROSSLEX_AUTH=user:password or --auth-file. Other machines
    are served only with one of them.
    """
    from rich.console import Console

    from rag import PooledEngine
    from rag.processes import cores
    from ui.access import check_exposure, read_access
    from ui.serving import launch

    access = read_access(auth_file)
    check_exposure(host, access)
    console = Console(stderr=True, highlight=False)
    engine = PooledEngine.open()
    try:
        drafting = _drafting(engine, llm, unsupported)
    except CrosslexError:
        engine.close()
        raise
    launch(
        engine,
        host=host,
        port=port,
        console=console,
        access=access,
        per_minute=per_minute,
        drafting=drafting,
        listening=lambda: engine.begin_workers(processes or cores()),
    )


def mcp(
    llm: Llm = None,
    unsupported: OnUnsupported = None,
) -> None:
    """Offer ask, search, compare, read_provision and verify_quote to a model, over stdin and stdout (MCP)."""
    from rag import Engine
    from ui.tools import run_stdio

    with Engine.open() as engine:
        drafting = _drafting(engine, llm, unsupported)
        try:
            run_stdio(engine, drafting)
        finally:
            if drafting is not None:
                drafting.close()


def _drafting(engine: "Engine", llm: str | None, unsupported: str | None) -> "Drafting | None":
    """The model that writes, if one is named."""
    spec, policy = chosen(engine.index.home, llm, unsupported)
    if spec is None:
        return None
    from rag.models import open_model  # the clients take their time, which quotes need not wait for
    from ui.drafting import Drafting

    return Drafting(engine, open_model(spec), unsupported=policy)
