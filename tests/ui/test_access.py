"""Secrets, loopback and rates: who may use a server, and how often."""

import base64
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from corpus import UsageError
from ui.access import Access, check_exposure, is_loopback, read_access
from ui.api.gate import Gate, Rate

TOKEN = "a-token-of-some-length"
BOTH = Access(TOKEN, {"ann": "pass:word-1", "博": "密码密码密码密码"})


def basic(pair: str) -> str:
    return "Basic " + base64.b64encode(pair.encode()).decode()


@pytest.mark.parametrize(
    ("header", "admitted"),
    [
        (f"Bearer {TOKEN}", True),
        (f"bearer {TOKEN}", True),
        (basic("ann:pass:word-1"), True),
        (basic("博:密码密码密码密码"), True),
        (basic(f"anyone:{TOKEN}"), True),
        (None, False),
        ("", False),
        ("Bearer", False),
        ("Bearer " + TOKEN + "x", False),
        ("Bearer " + TOKEN[:-1], False),
        ("Bearer é", False),
        (basic("ann:pass"), False),
        (basic("pass:word-1:ann"), False),
        (basic("ann"), False),
        ("Basic !!!", False),
        ("Basic /w==", False),
        ("Digest x", False),
    ],
)
def test_secrets(header: str | None, admitted: bool) -> None:
    assert BOTH.admits(header) is admitted
    assert Access().admits(header)


def test_without_a_token_no_empty_one_opens() -> None:
    users_only, token_only = Access(None, {"ann": "pass:word-1"}), Access(TOKEN)
    assert not users_only.admits("Bearer ") and not users_only.admits("Bearer None")
    assert not token_only.login("", "") and token_only.login("", TOKEN)
    assert "pass:word-1" not in repr(BOTH) and TOKEN not in repr(BOTH)


def test_secrets_are_read_from_the_environment_and_a_file(tmp_path: Path) -> None:
    file = tmp_path / "passwords"
    file.write_text("ann:pass:word-1\n\nbob:another-1\n", encoding="utf-8")
    access = read_access(file, {"CROSSLEX_AUTH": "eve:12345678", "CROSSLEX_TOKEN": TOKEN})
    assert access.users == {"eve": "12345678", "ann": "pass:word-1", "bob": "another-1"}
    assert access.token == TOKEN
    assert read_access(None, {}).open and read_access(None, {"CROSSLEX_TOKEN": " "}).open


@pytest.mark.parametrize(
    ("environment", "content", "line"),
    [
        ({"CROSSLEX_TOKEN": "short"}, None, "16 characters"),
        ({"CROSSLEX_AUTH": "ann"}, None, "user:password"),
        ({"CROSSLEX_AUTH": "ann:short"}, None, "8 characters"),
        ({"CROSSLEX_AUTH": ":longenough"}, None, "user:password"),
        ({}, b"", "holds no user:password"),
        ({}, b"\xff\xfe\x00", "not UTF-8"),
    ],
)
def test_a_bad_secret_is_not_shown(
    environment: dict[str, str], content: bytes | None, line: str, tmp_path: Path
) -> None:
    file = None
    if content is not None:
        file = tmp_path / "passwords"
        file.write_bytes(content)
    with pytest.raises(UsageError) as failure:
        read_access(file, environment)
    assert line in str(failure.value)
    assert not any(secret and secret in str(failure.value) for secret in ("ann:short", "longenough"))
    with pytest.raises(UsageError, match="cannot read"):
        read_access(tmp_path / "missing")


def test_other_machines_are_served_only_with_a_secret() -> None:
    for host in ("127.0.0.1", "localhost", "::1", "127.0.0.9"):
        assert is_loopback(host)
        check_exposure(host, Access())
    for host in ("0.0.0.0", "::", "", "192.0.2.7"):
        assert not is_loopback(host)
        with pytest.raises(UsageError, match="CROSSLEX_AUTH"):
            check_exposure(host, Access())
        check_exposure(host, BOTH)


def test_a_client_has_so_many_requests_a_minute_and_others_have_theirs() -> None:
    now = [0.0]
    rate = Rate(60, clock=lambda: now[0])
    assert [rate.wait("a") for _ in range(60)] == [0.0] * 60
    assert rate.wait("a") == pytest.approx(1.0) and rate.wait("b") == 0.0
    now[0] = 0.5
    assert rate.wait("a") == pytest.approx(0.5)
    now[0] = 1.0
    assert rate.wait("a") == 0.0 and rate.wait("a") > 0
    now[0] = 1e6
    assert [rate.wait("a") for _ in range(61)][-1] > 0


def gated(access: Access, rate: Rate | None = None, host: str = "127.0.0.1") -> TestClient:
    def hello(_: Any) -> PlainTextResponse:
        return PlainTextResponse("hello")

    paths = ("/", "/login", "/api/v1/ask", "/apiary", "/mcp", "/gradio_api/{rest:path}")
    app = Starlette(routes=[Route(path, hello, methods=["GET", "POST"]) for path in paths])
    return TestClient(Gate(app, access=access, rate=rate, host=host), base_url="http://localhost:7860")


def test_the_gate_asks_programs_for_a_secret_and_leaves_the_page_to_its_own_form() -> None:
    client = gated(BOTH)
    for path in ("/api/v1/ask", "/mcp"):
        refused = client.get(path)
        assert refused.status_code == 401 and list(refused.json()) == ["error"]
        assert "Bearer" in refused.headers["www-authenticate"]
        assert client.get(path, headers={"Authorization": f"Bearer {TOKEN}"}).text == "hello"
    assert client.get("/").text == client.get("/apiary").text == "hello"


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost", 200),
        ("LOCALHOST:80", 200),
        ("127.0.0.1:7860", 200),
        ("[::1]:7860", 200),
        ("evil.example", 400),
        ("localhost.evil.example:7860", 400),
        ("127.0.0.1.evil.example", 400),
        ("", 400),
    ],
)
def test_a_strange_name_is_answered_only_where_a_secret_is_asked(host: str, status: int) -> None:
    for path in ("/", "/api/v1/ask"):
        assert gated(Access()).get(path, headers={"Host": host}).status_code == status
    assert gated(BOTH).get("/", headers={"Host": host}).status_code == 200


def test_one_too_many_is_told_when_to_come_again() -> None:
    client = gated(Access(), Rate(2))
    codes = [client.get(path).status_code for path in ("/login", "/mcp", "/api/v1/ask")]
    assert codes == [200, 200, 429]
    refused = client.get("/api/v1/ask")
    assert int(refused.headers["retry-after"]) > 0 and list(refused.json()) == ["error"]
    assert client.get("/").status_code == 200


def test_what_the_page_asks_for_counts_too_and_is_refused_in_its_language() -> None:
    client = gated(Access(), Rate(2))
    chinese = {"Accept-Language": "zh-CN"}
    join, call = "/gradio_api/queue/join", "/gradio_api/component_server"
    assert [client.post(path).status_code for path in (join, call)] == [200, 200]
    refused = client.post(join, headers=chinese)
    assert refused.status_code == 429 and "请求过多" in refused.json()["error"]
    assert client.get("/gradio_api/queue/data", headers=chinese).status_code == 200
    assert client.get("/api/v1/ask").status_code == 429  # whichever way they come
