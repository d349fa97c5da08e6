"""The REST routes of `/api/v1`: each reads a request, has it done in a thread, and sends what came of it."""

import json
from collections.abc import AsyncIterator, Callable
from contextlib import aclosing
from typing import Annotated, Any

from fastapi import APIRouter, FastAPI, Path, Query
from fastapi.sse import EventSourceResponse, ServerSentEvent
from fastapi.telemetry import TelemetryConfig
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from corpus import CrosslexError
from ui.api.docs import docs_html
from ui.api.failures import handle_failures
from ui.api.gate import MAX_BODY
from ui.api.operations import Operations, program_version
from ui.api.replies import (
    AnswerReply,
    FacetsReply,
    Failure,
    HealthReply,
    InstrumentsReply,
    ProvisionReply,
    SearchReply,
    SupportReply,
    render,
)
from ui.api.requests import AskRequest, CompareRequest, ProvisionRequest, SearchRequest, VerifyRequest
from ui.api.streaming import EVENTS, DraftEvents, answer_events
from ui.api.workers import Workers
from ui.api.writing import Answers

BASE = "/api/v1"
OFF: TelemetryConfig = {"tracing": False, "metrics": False, "logs": False, "auto_configure": False}
"""Nothing leaves the machine, whatever the environment says."""
_CSP = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
_FAILURES: dict[int | str, dict[str, Any]] = {
    400: {"model": Failure, "description": "The request cannot be read."},
    401: {"model": Failure, "description": "A token, or user and password, is needed."},
    404: {"model": Failure, "description": "There is no such thing."},
    413: {"model": Failure, "description": f"The body has more than {MAX_BODY:,} bytes."},
    422: {"model": Failure, "description": "The request is wrong; the line says what."},
    429: {"model": Failure, "description": "Too many requests of this client."},
    503: {"model": Failure, "description": "Too many requests of all, or the index cannot answer."},
}
_STREAM_FAILURES: dict[int | str, dict[str, Any]] = {
    code: {
        "description": said["description"],
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Failure"}}},
    }
    for code, said in _FAILURES.items()
}
_DESCRIPTION = (
    "Comparative questions over AI regulation and AI-safety frameworks, in English and Chinese, answered with quotes, "
    "or by the server's language model, every sentence of which is checked against what it cites. "
    'Every reply is JSON with the version of its schema; every failure is {"error": one line}. Fields of a GET '
    "stand in the query; those that are lists may be given more than once."
)
_STREAM = (
    f"The same answer as server-sent events: {', '.join(EVENTS)}. A draft is a sentence that the model just wrote, "
    "with its support and what it cites: it is shown until the answer itself comes, from plan to done, in which it may "
    "have been written again or dropped. After done or error nothing comes; close then."
)


class _Json(Response):
    media_type = "application/json"


def api(operations: Operations, workers: Workers) -> FastAPI:
    """The application to mount at `BASE`."""
    app = FastAPI(
        title="crosslex API",
        version=program_version(),
        description=_DESCRIPTION,
        servers=[{"url": BASE}],
        root_path_in_servers=False,
        docs_url=None,
        redoc_url=None,
        telemetry=OFF,
    )
    handle_failures(app)
    app.include_router(_routes(operations, workers))

    @app.get("/docs", include_in_schema=False)
    def docs() -> HTMLResponse:
        return HTMLResponse(docs_html(app.openapi(), BASE), headers={"Content-Security-Policy": _CSP})

    return app


def _routes(operations: Operations, workers: Workers) -> APIRouter:
    router = APIRouter(responses=_FAILURES)

    answers = Answers(operations, workers)
    verifiers = Workers(1)  # verification takes longest, and one at a time is read: nobody else waits for it

    async def done(call: Callable[[], BaseModel], by: Workers = workers) -> _Json:
        return _Json(await by.run(lambda: render(call())))

    async def answered(asked: AskRequest | CompareRequest, request: Request) -> _Json:
        return _Json(render(await answers.whole(asked, request.is_disconnected)))

    async def streamed(asked: AskRequest) -> AsyncIterator[ServerSentEvent]:
        events = DraftEvents()
        try:
            async with aclosing(answers.drafts(asked)) as drafts:
                async for draft in drafts:
                    for name, data in events.new(draft):
                        yield _event(name, data)
        except (CrosslexError, HTTPException) as error:
            line = str(error.detail) if isinstance(error, HTTPException) else str(error)
            yield _event("error", {"error": line})
            return
        for name, data in answer_events(events.last):
            yield _event(name, data)

    @router.post("/ask", summary="Answer a question with quotes.", response_model=AnswerReply)
    async def ask(asked: AskRequest, request: Request) -> Response:
        return await answered(asked, request)

    @router.get("/ask", summary="Answer a question with quotes.", response_model=AnswerReply)
    async def ask_by_query(asked: Annotated[AskRequest, Query()], request: Request) -> Response:
        return await answered(asked, request)

    @router.post(
        "/ask/stream", summary=_STREAM, response_class=EventSourceResponse, responses=_STREAM_FAILURES
    )
    async def stream(asked: AskRequest) -> AsyncIterator[ServerSentEvent]:
        async for event in streamed(asked):
            yield event

    @router.get(
        "/ask/stream", summary=_STREAM, response_class=EventSourceResponse, responses=_STREAM_FAILURES
    )
    async def stream_by_query(asked: Annotated[AskRequest, Query()]) -> AsyncIterator[ServerSentEvent]:
        async for event in streamed(asked):
            yield event

    @router.post("/search", summary="Find provisions.", response_model=SearchReply)
    async def search(asked: SearchRequest) -> Response:
        return await done(lambda: operations.search(asked))

    @router.get("/search", summary="Find provisions.", response_model=SearchReply)
    async def search_by_query(asked: Annotated[SearchRequest, Query()]) -> Response:
        return await done(lambda: operations.search(asked))

    @router.post("/compare", summary="Fill a matrix of facets and instruments.", response_model=AnswerReply)
    async def compare(asked: CompareRequest, request: Request) -> Response:
        return await answered(asked, request)

    @router.get("/compare", summary="Fill a matrix of facets and instruments.", response_model=AnswerReply)
    async def compare_by_query(asked: Annotated[CompareRequest, Query()], request: Request) -> Response:
        return await answered(asked, request)

    @router.get(
        "/provisions/{pin:path}", summary="Show a provision in its texts.", response_model=ProvisionReply
    )
    async def provision(
        pin: Annotated[str, Path(description="Such as eu-ai-act/art-50/2.", max_length=200)],
        asked: Annotated[ProvisionRequest, Query()],
    ) -> Response:
        return await done(lambda: operations.provision(pin, asked))

    @router.post(
        "/verify",
        summary="Tell whether a claim follows from provisions or texts.",
        response_model=SupportReply,
    )
    async def verify(asked: VerifyRequest) -> Response:
        return await done(lambda: operations.verify(asked), verifiers)

    @router.get(
        "/instruments", summary="List what is held of each instrument.", response_model=InstrumentsReply
    )
    async def instruments() -> Response:
        return await done(operations.instruments)

    @router.get("/facets", summary="List what instruments can be compared under.", response_model=FacetsReply)
    async def facets() -> Response:
        return await done(operations.facets)

    @router.get("/health", summary="Tell what answers here.", response_model=HealthReply)
    async def health() -> Response:
        return await done(operations.health)

    return router


def _event(name: str, data: dict[str, Any]) -> ServerSentEvent:
    return ServerSentEvent(event=name, raw_data=json.dumps(data, ensure_ascii=False))
