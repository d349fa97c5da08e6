"""The tools of a model, by the official client of MCP over the pipes of a real process."""

import json
import os
import sys
import threading
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp import StdioServerParameters
from mcp.client import Client
from mcp.client.stdio import stdio_client

pytestmark = pytest.mark.model
ROOT = Path(__file__).resolve().parent.parent.parent


def with_client(home: Path, visit: Callable[[Client], Awaitable[None]]) -> None:
    server = StdioServerParameters(
        command=sys.executable,
        args=["-c", "from ui.cli import main; main()", "mcp"],
        env={**os.environ, "CROSSLEX_HOME": str(home), "PYTHONPATH": str(ROOT)},
    )

    async def run() -> None:
        with anyio.fail_after(90):
            async with Client(stdio_client(server)) as client:
                await visit(client)

    anyio.run(run)


async def call(client: Client, name: str, **arguments: Any) -> dict[str, Any]:
    result = await client.call_tool(name, arguments)
    assert not result.is_error, result.content
    text = result.content[0]
    assert text.type == "text" and result.structured_content == json.loads(text.text)
    return dict(result.structured_content)


async def refusal(client: Client, name: str, **arguments: Any) -> str:
    result = await client.call_tool(name, arguments)
    text = result.content[0]
    assert result.is_error and text.type == "text" and "\n" not in text.text
    return text.text


def test_a_model_asks_reads_and_checks_its_quotes(small_home: Path) -> None:
    async def visit(client: Client) -> None:
        offered = {tool.name: tool for tool in (await client.list_tools()).tools}
        assert set(offered) == {"ask", "search", "compare", "read_provision", "verify_quote"}
        for tool in offered.values():
            assert tool.description and tool.annotations and tool.annotations.read_only_hint
            assert tool.input_schema["type"] == "object" and tool.output_schema

        answer = await call(client, "ask", question="谁应当添加隐式标识？", answer_in="en")
        assert answer["schema"] == 1 and answer["language"] == "en" and answer["statements"]
        cited = answer["citations"][0]

        checked = await call(client, "verify_quote", pin=cited["pin"], quote=cited["quote"])
        assert checked["verbatim"] and checked["reason"] is None
        places = {(p["source_sha256"], p["start"], p["end"]) for p in checked["places"]}
        assert (cited["source_sha256"], cited["start"], cited["end"]) in places

        shown = await call(client, "read_provision", pin=cited["pin"], lang=cited["lang"])
        assert {v["lang"] for v in shown["versions"]} == {cited["lang"]}

        altered = cited["quote"].replace(" ", "  ", 1)
        spaced = await call(client, "verify_quote", pin=cited["pin"], quote=altered)
        assert not spaced["verbatim"] and not spaced["places"] and "spacing" in spaced["reason"]
        invented = await call(client, "verify_quote", pin=cited["pin"], quote="kettles must whistle")
        assert not invented["verbatim"] and "no text of" in invented["reason"]

        found = await call(client, "search", query="labels", limit=2, as_of="2026-11-22")
        assert 0 < len(found["hits"]) <= 2
        matrix = await call(client, "compare", facets=["labelling"], instruments=["cn-ai-labelling"])
        assert matrix["matrix"]["columns"] == ["cn-ai-labelling"]

        assert "no provision" in await refusal(client, "read_provision", pin="../../etc/passwd")
        assert "not a date" in await refusal(client, "ask", question="a", as_of="tomorrow")
        assert "limit is 4,000" in await refusal(client, "ask", question="x" * 100_000)
        assert "eu-no-such" in await refusal(client, "ask", question="a", instruments=["eu-no-such"])
        assert "cn-ai-labelling" in json.dumps(await call(client, "search", query="标识"))  # it goes on

    with_client(small_home, visit)


def test_the_tools_are_served_over_http_too(small_home: Path) -> None:
    import uvicorn

    from rag import Engine
    from ui.serving import free_port, web_app

    async def visit(url: str) -> None:
        with anyio.fail_after(60):
            async with Client(url) as client:
                assert (await call(client, "search", query="labels"))["hits"]
                assert "no provision" in await refusal(
                    client, "read_provision", pin="cn-ai-labelling/art-999"
                )
            async with Client(url) as another:
                assert len((await another.list_tools()).tools) == 5

    with Engine.open(small_home) as engine:
        port = free_port("127.0.0.1", 0)
        server = uvicorn.Server(
            uvicorn.Config(
                web_app(engine, page=False), port=port, log_level="critical", timeout_graceful_shutdown=1
            )
        )
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        anyio.run(visit, f"http://127.0.0.1:{port}/mcp")
        server.should_exit = True
        thread.join(10)
        assert not thread.is_alive()
