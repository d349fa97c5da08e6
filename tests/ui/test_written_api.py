"""Answers that a model writes, over REST, SSE and MCP; the model is played behind a real address."""

import asyncio
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from rag import Engine
from rag.models import open_model
from rag.types import Unsupported
from tests.rag.test_writing import copied
from tests.ui.playing_endpoint import boastful, playing, spec
from tests.ui.test_api import events
from ui.api.operations import Operations
from ui.api.requests import AskRequest
from ui.api.workers import Workers
from ui.api.writing import Answers
from ui.drafting import Drafting
from ui.serving import web_app

pytestmark = pytest.mark.model
QUESTION = "How do China's labelling measures and EO 14409 treat labelling and pre-release evaluation?"
LIE = "777"


@pytest.fixture(scope="module")
def engine(small_home: Path) -> Iterator[Engine]:
    with Engine.open(small_home) as engine:
        yield engine


@contextmanager
def served(engine: Engine, llm: str, unsupported: Unsupported | None = None) -> Iterator[TestClient]:
    drafting = Drafting(engine, open_model(llm), unsupported=unsupported)
    app = web_app(engine, page=False, drafting=drafting)
    with TestClient(app, base_url="http://localhost", raise_server_exceptions=False) as rest:
        yield rest
    drafting.close()


@pytest.fixture(scope="module")
def rest(engine: Engine) -> Iterator[TestClient]:
    with playing(boastful) as endpoint, served(engine, spec(endpoint)) as rest:
        yield rest


def ask(rest: TestClient, **more: Any) -> dict[str, Any]:
    reply = rest.post("/api/v1/ask", json={"question": QUESTION, **more})
    assert reply.status_code == 200, reply.text
    body: dict[str, Any] = reply.json()
    return body


def texts(body: dict[str, Any]) -> str:
    return "\n".join(statement["text"] for statement in body["statements"])


def test_the_model_writes_unless_it_is_left_out(rest: TestClient) -> None:
    body = ask(rest)
    assert body["mode"] == "llm" and body["written"]["dropped"] > 0 and LIE not in texts(body)
    assert ask(rest, llm=True)["mode"] == "llm"
    plain = ask(rest, llm=False)
    assert plain["mode"] == "extractive" and plain["written"] is None
    marked = ask(rest, unsupported="mark")
    wrong = [s for s in marked["statements"] if LIE in s["text"]]
    assert wrong and all(s["support"] != "supported" and s["reasons"] for s in wrong)


def test_a_matrix_is_written_out_too(rest: TestClient) -> None:
    asked = {"facets": ["labelling"], "instruments": ["cn-ai-labelling", "us-eo-14409"]}
    facets = {f["id"] for f in rest.get("/api/v1/facets").json()["facets"]}
    asked["facets"] = [f for f in sorted(facets) if "label" in f or "transparen" in f][:1]
    written, plain = (
        rest.post("/api/v1/compare", json={**asked, "llm": llm}).json() for llm in (None, False)
    )
    assert written["mode"] == "llm" and plain["mode"] == "extractive"
    assert written["matrix"]["columns"] == plain["matrix"]["columns"]


def test_without_a_model_asking_for_one_is_a_fault_in_one_line(engine: Engine) -> None:
    with TestClient(web_app(engine, page=False), base_url="http://localhost") as rest:
        for path in ("ask", "ask/stream"):
            reply = rest.post(f"/api/v1/{path}", json={"question": QUESTION, "llm": True})
            assert "--llm SPEC" in reply.text and "\n\n\n" not in reply.text
        assert rest.post("/api/v1/ask", json={"question": QUESTION, "llm": True}).status_code == 422
        assert ask(rest)["mode"] == "extractive"
        assert rest.post("/api/v1/ask", json={"question": QUESTION, "unsupported": "hide"}).status_code == 422


def test_the_server_decides_what_becomes_of_unsupported_sentences_where_nobody_says(engine: Engine) -> None:
    with playing(boastful) as endpoint, served(engine, spec(endpoint), "mark") as rest:
        assert LIE in texts(ask(rest))
        assert LIE not in texts(ask(rest, unsupported="drop"))


def test_a_stream_tells_each_checked_sentence_before_the_answer(rest: TestClient) -> None:
    for asked, lies in (({}, False), ({"unsupported": "mark"}, True)):
        reply = rest.post("/api/v1/ask/stream", json={"question": QUESTION, **asked})
        told = events(reply.text)
        names = [name for name, _ in told]
        assert names[0] == "draft" and names.index("plan") == names.count("draft") > 1 and names[-1] == "done"
        for name, data in told:
            if name == "draft":
                sentence = data["statement"]
                assert sentence["origin"] == "written" and sentence["support"]
                assert [c["id"] for c in data["citations"]] == sentence["citations"]
                assert all(c["quote"] for c in data["citations"])
        assert any(LIE in data["statement"]["text"] for name, data in told if name == "draft") is lies
        assert dict(told)["done"]["mode"] == "llm"


def test_an_endpoint_that_is_down_leaves_the_quotes_and_says_why(engine: Engine) -> None:
    with served(engine, "openai:gone@http://127.0.0.1:9/v1") as rest:
        body = ask(rest)
        assert body["mode"] == "extractive" and body["statements"]
        assert "did not write this answer" in body["notes"][0]
        names = [
            name for name, _ in events(rest.post("/api/v1/ask/stream", json={"question": QUESTION}).text)
        ]
        assert "draft" not in names and names[-1] == "done"


def test_a_client_that_goes_away_stops_the_model(engine: Engine) -> None:
    with playing(copied, pause=0.2) as endpoint:
        drafting = Drafting(engine, open_model(spec(endpoint)))
        answers = Answers(Operations(engine, drafting), Workers())

        async def leaves_early() -> None:
            drafts = answers.drafts(AskRequest(question=QUESTION))
            async for draft in drafts:
                if draft.mode == "llm":
                    break
            await drafts.aclose()

        async def gone() -> bool:
            return len(endpoint.asked) > before

        before = 0
        asyncio.run(leaves_early())
        before, begun = len(endpoint.asked), time.monotonic()
        with pytest.raises(Exception, match="went away"):
            asyncio.run(answers.whole(AskRequest(question=QUESTION), gone))
        assert time.monotonic() - begun < 5
        time.sleep(0.5)
        asked = len(endpoint.asked)
        time.sleep(1.5)
        assert len(endpoint.asked) == asked, "nothing more is asked of the model"
        assert not [t for t in threading.enumerate() if t.name == "crosslex-writing"]
        drafting.close()


def test_writing_stops_at_once_and_leaves_what_is_checked_and_quotes(engine: Engine) -> None:
    plain = engine.ask(QUESTION)
    with playing(copied, pause=0.1) as endpoint:
        drafting = Drafting(engine, open_model(spec(endpoint)), seconds=60)
        off = threading.Event()
        for n, draft in enumerate(drafting.drafts(plain, "mark", off)):
            assert {s.instrument for s in draft.statements} == {s.instrument for s in plain.statements}
            if n == 0:
                stopped = time.monotonic()
                off.set()
        assert time.monotonic() - stopped < 1
        assert "stopped" in draft.notes[0]
        assert {s.origin for s in draft.statements} == {"written", "quote"}
        # nothing written yet: the quotes
        off = threading.Event()
        off.set()
        *_, last = drafting.drafts(plain, "mark", off)
        assert last.statements == plain.statements and last.mode == "extractive"
        slow = Drafting(engine, open_model(spec(endpoint)), seconds=0.3)
        *_, last = slow.drafts(plain, "mark")
        assert "ended" in last.notes[0]
        slow.close()
        drafting.close()
