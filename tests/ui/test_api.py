"""The REST routes over a small index, through the whole application but the page."""

import json
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from rag import MAX_QUESTION, Engine
from ui.api.streaming import EVENTS
from ui.serving import web_app

pytestmark = pytest.mark.model

QUESTION = "Who must add implicit labels?"
QUESTIONS = (
    QUESTION,
    "谁应当添加隐式标识？",
    "What must an operator of a zorblatt add?",
    "谁应当在三日内报告严重事故？",
)


@pytest.fixture(scope="module")
def engine(small_home: Path) -> Iterator[Engine]:
    with Engine.open(small_home) as engine:
        yield engine


def client(engine: Engine) -> TestClient:
    return TestClient(web_app(engine, page=False), base_url="http://localhost", raise_server_exceptions=False)


@pytest.fixture(scope="module")
def rest(engine: Engine) -> Iterator[TestClient]:
    with client(engine) as rest:
        yield rest


def without_times(body: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in body.items() if key != "timings_ms"}


def events(text: str) -> list[tuple[str, dict[str, Any]]]:
    found = []
    for block in text.strip().split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.splitlines())
        found.append((fields["event"], json.loads(fields["data"])))
    return found


def test_a_question_is_answered_the_same_by_post_by_get_and_by_the_engine(
    rest: TestClient, engine: Engine
) -> None:
    asked = {
        "question": QUESTION,
        "instruments": ["cn-ai-labelling"],
        "as_of": "2026-11-22",
        "answer_in": "zh",
    }
    posted, got = rest.post("/api/v1/ask", json=asked), rest.get("/api/v1/ask", params=asked)
    assert posted.status_code == got.status_code == 200
    body = posted.json()
    assert body.pop("schema") == 1 and got.json()["schema"] == 1
    assert without_times(body) == {k: v for k, v in without_times(got.json()).items() if k != "schema"}
    assert body["language"] == "zh" and body["statements"] and body["as_of"] == "2026-11-22"
    from datetime import date

    said = engine.ask(QUESTION, instruments=["cn-ai-labelling"], as_of=date(2026, 11, 22), answer_in="zh")
    assert without_times(body) == without_times(said.model_dump(mode="json"))
    for citation in body["citations"]:
        shown = rest.get(f"/api/v1/provisions/{citation['pin']}").json()
        whole = next(v for v in shown["versions"] if v["source_sha256"] == citation["source_sha256"])
        at = citation["start"] - whole["start"]
        assert whole["text"][at : at + len(citation["quote"])] == citation["quote"]


def test_a_stream_holds_the_whole_answer_in_the_order_of_reading(rest: TestClient) -> None:
    question = "How do China's labelling measures and EO 14409 treat labelling and pre-release evaluation?"
    whole = rest.post("/api/v1/ask", json={"question": question}).json()
    replies = [
        rest.post("/api/v1/ask/stream", json={"question": question}),
        rest.get("/api/v1/ask/stream", params={"question": question}),
    ]
    for reply in replies:
        assert reply.headers["content-type"].startswith("text/event-stream")
        told = events(reply.text)
        names = [name for name, _ in told]
        assert names[0] == "plan" and names[-2:] == ["matrix", "done"] and set(names) <= set(EVENTS)
        cited: set[str] = set()
        for name, data in reversed(told):  # every citation comes after a statement that uses it
            if name == "citation":
                cited.add(data["id"])
            elif name == "statement":
                cited -= set(data["citations"])
        assert cited == set()
        plan, done = dict(told[0][1]), told[-1][1]
        put_together = {
            "schema": plan.pop("schema"),
            "plan": plan,
            "matrix": told[-2][1],
            "statements": [data for name, data in told if name == "statement"],
            **done,
        }
        citations = {data["id"]: data for name, data in told if name == "citation"}
        assert citations == {c["id"]: c for c in whole["citations"]}
        expected = {k: v for k, v in without_times(whole).items() if k != "citations"}
        assert without_times(put_together) == expected


def test_a_stream_that_fails_says_so_in_an_event(rest: TestClient) -> None:
    told = events(rest.get("/api/v1/ask/stream", params={"question": "a", "instruments": "no-such"}).text)
    assert [name for name, _ in told] == ["error"] and "no-such" in told[0][1]["error"]


def test_search_and_compare(rest: TestClient) -> None:
    found = rest.post("/api/v1/search", json={"query": "labels", "limit": 3, "lang": "en"}).json()
    assert found["schema"] == 1 and 0 < len(found["hits"]) <= 3
    assert {hit["lang"] for hit in found["hits"]} == {"en"}
    facets = [facet["id"] for facet in rest.get("/api/v1/facets").json()["facets"]]
    asked = {"facets": [facets[0]], "instruments": ["cn-ai-labelling", "us-eo-14409"], "answer_in": "zh"}
    compared = rest.get("/api/v1/compare", params=asked).json()
    assert compared["matrix"]["rows"] == [facets[0]] and compared["language"] == "zh"
    assert compared["matrix"]["columns"] == asked["instruments"]


def test_what_is_held(rest: TestClient, engine: Engine) -> None:
    health = rest.get("/api/v1/health").json()
    assert health["status"] == "ok" and health["generation"] == engine.index.manifest.id
    listed = rest.get("/api/v1/instruments").json()["instruments"]
    held = [entry["id"] for entry in listed if any(entry["provisions"].values())]
    assert sorted(held) == ["cn-ai-labelling", "doc-hostile", "us-eo-14409"]
    assert health["instruments"] == len(held)


def test_a_claim_is_held_against_pins_and_against_texts(
    rest: TestClient, engine: Engine, small_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CROSSLEX_HOME", str(small_home))
    pin = next(p.pin for p in engine.index.provisions("doc-hostile") if "zorblatt must add" in p.text)
    claim = "The operator of a zorblatt must add a visible mark to every zorblatt within 30 days."
    against_pin = rest.post("/api/v1/verify", json={"claim": claim, "pins": [pin]}).json()
    assert against_pin["support"] == "unsupported" and "30 days" in " ".join(against_pin["reasons"])
    assert [read["pin"] for read in against_pin["read"]] == [pin]
    word_for_word = {"claim": "A zorblatt sleeps.", "evidence": ["It rains.", "A zorblatt sleeps."]}
    supported = rest.post("/api/v1/verify", json=word_for_word).json()
    assert supported["support"] == "supported" and supported["evidence"] == word_for_word["evidence"]
    too_much = rest.post("/api/v1/verify", json={"claim": claim, "evidence": "word " * 10_000})
    assert too_much.status_code == 422 and "40,000" in too_much.json()["error"]


LONG = "标" * 100_000
BAD = [
    ("/ask", {"question": LONG}, 422, "100,000 characters; the limit is 4,000"),
    ("/ask", {"question": ""}, 422, "question"),
    ("/ask", {"question": " \x00 "}, 422, "empty"),
    ("/ask", {"question": "a\ud800"}, 422, "question"),
    ("/ask", {"question": None}, 422, "question"),
    ("/ask", {}, 422, "question: is missing"),
    ("/ask", [], 422, "JSON object"),
    ("/ask", {"question": "a", "as_of": "2026-02-30"}, 422, "'2026-02-30' is not a date"),
    ("/ask", {"question": "a", "as_of": "tomorrow"}, 422, "is not a date; write it as 2026-11-22"),
    ("/ask", {"question": "a", "as_of": 20261122}, 422, "is not a date"),
    ("/ask", {"question": "a", "answer_in": "fr"}, 422, "answer_in"),
    ("/ask", {"question": "a", "instrument": ["x"]}, 422, "instrument: is not a field"),
    ("/ask", {"question": "a", "instruments": ["eu-no-such"]}, 422, "eu-no-such"),
    ("/ask", {"question": "a", "poles": ["moon"]}, 422, "poles"),
    ("/ask", {"question": "a", "poles": ["us-labs"]}, 422, "no instrument of these poles"),
    ("/search", {"query": "a", "limit": 1000}, 422, "limit"),
    ("/compare", {"facets": []}, 422, "facets"),
    ("/compare", {"facets": ["no-such-facet"]}, 422, "no-such-facet"),
    ("/verify", {"claim": "a"}, 422, "either pins or evidence"),
    ("/verify", {"claim": "a", "pins": ["../../etc/passwd"]}, 404, "no provision"),
]


@pytest.mark.parametrize(("path", "body", "status", "line"), BAD)
def test_a_bad_request_is_one_clear_line(
    rest: TestClient, path: str, body: Any, status: int, line: str
) -> None:
    content = json.dumps(body)
    reply = rest.post("/api/v1" + path, content=content, headers={"content-type": "application/json"})
    assert reply.status_code == status, reply.text
    told = reply.json()
    assert list(told) == ["error"] and line in told["error"] and "\n" not in told["error"]
    assert len(told["error"]) < 400


@pytest.mark.parametrize(
    ("method", "path", "status", "line"),
    [
        ("GET", "/provisions/cn-ai-labelling/art-999", 404, "no provision"),
        ("GET", "/provisions/cn-ai-labelling/art-4?lang=fr", 422, "lang"),
        ("GET", "/provisions/cn-ai-labelling/art-4?as_of=1999-01-01x", 422, "not a date"),
        ("GET", "/provisions/%2e%2e/%2e%2e/etc/passwd", 404, "no provision"),
        ("GET", "/provisions/%00", 404, "no provision"),
        ("GET", "/provisions/" + "a" * 300, 422, "pin"),
        ("GET", "/nothing", 404, "/api/v1/docs"),
        ("GET", "/../v2/ask", 404, "/api/v1/docs"),
        ("DELETE", "/ask", 405, "GET, POST"),
        ("POST", "/health", 405, "takes GET only"),
        ("POST", "/ask", 422, "JSON object"),
        ("GET", "/ask?question=a&question=b&x=1", 422, "x: is not a field"),
    ],
)
def test_a_bad_address_is_one_clear_line(
    rest: TestClient, method: str, path: str, status: int, line: str
) -> None:
    reply = rest.request(method, "/api/v1" + path)
    assert reply.status_code == status, reply.text
    assert list(reply.json()) == ["error"] and line in reply.json()["error"]


def test_a_body_too_large_is_refused_however_it_is_sent(rest: TestClient) -> None:
    headers = {"content-type": "application/json"}
    declared = rest.post("/api/v1/ask", content=b" " * 1_000_001, headers=headers)
    in_parts = rest.post("/api/v1/ask", content=iter([b" " * 600_000] * 2), headers=headers)
    for reply in (declared, in_parts):
        assert (reply.status_code, list(reply.json())) == (413, ["error"])
    broken = rest.post("/api/v1/ask", content=b'{"question": ', headers=headers)
    assert broken.status_code == 400 and "not JSON" in broken.json()["error"]


def test_what_nobody_foresaw_shows_no_stack(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*_: object, **__: object) -> None:
        raise ZeroDivisionError("secret detail")

    monkeypatch.delenv("CROSSLEX_DEBUG", raising=False)
    with client(engine) as rest:
        monkeypatch.setattr(engine, "ask", breaks)
        reply = rest.post("/api/v1/ask", json={"question": "a"})
        assert reply.status_code == 500 and "ZeroDivisionError" in reply.json()["error"]
        assert "secret" not in reply.text
        told = events(rest.post("/api/v1/ask/stream", json={"question": "a"}).text)
        assert told[-1][0] == "error"


def test_sixteen_who_ask_at_once_get_their_own_answers(rest: TestClient) -> None:
    alone = {q: without_times(rest.post("/api/v1/ask", json={"question": q}).json()) for q in QUESTIONS}
    assert len({json.dumps(answer["citations"]) for answer in alone.values()}) == len(QUESTIONS)
    begin = threading.Barrier(16)

    def visit(number: int) -> list[tuple[str, dict[str, Any]]]:
        begin.wait()
        order = [QUESTIONS[(number + i) % len(QUESTIONS)] for i in range(len(QUESTIONS))]
        return [(q, rest.post("/api/v1/ask", json={"question": q}).json()) for q in order]

    with ThreadPoolExecutor(16) as pool:
        visits = list(pool.map(visit, range(16)))
    for question, answer in (pair for told in visits for pair in told):
        assert without_times(answer) == alone[question]


def test_too_many_who_wait_are_told_so(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    from ui.api.operations import Operations
    from ui.api.routes import api
    from ui.api.workers import Workers

    go_on, real = threading.Event(), engine.ask

    def slow(*args: Any, **more: Any) -> Any:
        go_on.wait(10)
        return real(*args, **more)

    monkeypatch.setattr(engine, "ask", slow)
    app = api(Operations(engine), Workers(at_once=1, waiting=1))
    with TestClient(app) as rest, ThreadPoolExecutor(6) as pool:
        asked = [pool.submit(rest.post, "/ask", json={"question": QUESTION}) for _ in range(6)]
        refused = [f for f in asked if _settled(f)]
        assert rest.get("/docs").status_code == 200  # the server still listens
        go_on.set()
        codes = sorted(f.result().status_code for f in asked)
    assert refused and set(codes) == {200, 503} and codes.count(503) == len(refused)


def _settled(future: Any) -> bool:
    from concurrent.futures import wait

    return bool(wait([future], timeout=0.5).done)


def test_the_longest_question_is_answered(rest: TestClient) -> None:
    question = (QUESTION + " ") * (MAX_QUESTION // (len(QUESTION) + 1))
    assert rest.post("/api/v1/ask", json={"question": question}).status_code == 200


def test_the_documents_load_nothing_from_outside(rest: TestClient) -> None:
    page = rest.get("/api/v1/docs")
    assert page.status_code == 200 and "default-src 'none'" in page.headers["content-security-policy"]
    assert "<script" not in page.text and "http://" not in page.text and "https://" not in page.text
    for path in ("/api/v1/ask", "/api/v1/provisions/{pin}", "/api/v1/verify"):
        assert path in page.text
    document = rest.get("/api/v1/openapi.json").json()
    assert document["servers"] == [{"url": "/api/v1"}]
    assert document["components"]["schemas"]["AnswerReply"]["properties"]["schema"]["const"] == 1
