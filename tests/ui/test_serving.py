"""`crosslex serve` as a process: who is let in, and how it is refused."""

import base64
import os
import re
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

TOKEN = "a-token-of-some-length"


def start(home: Path, *arguments: str, **environment: str) -> subprocess.Popen[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CROSSLEX_")}
    return subprocess.Popen(
        [sys.executable, "-c", "from ui.cli import main; main()", "serve", "--port", "0", *arguments],
        env={**kept, "CROSSLEX_HOME": str(home), **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def get(url: str, **headers: str) -> tuple[int, bytes]:
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=20) as reply:
            return reply.status, reply.read()
    except urllib.error.HTTPError as refusal:
        return refusal.code, refusal.read()


@pytest.fixture(scope="module")
def locked(small_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server that other machines could reach."""
    passwords = tmp_path_factory.mktemp("secrets") / "passwords"
    passwords.write_text("ann:pass:word-1\n", encoding="utf-8")
    process = start(small_home, "--host", "0.0.0.0", "--auth-file", str(passwords), CROSSLEX_TOKEN=TOKEN)
    assert process.stderr is not None
    found = re.search(r"http://0\.0\.0\.0:(\d+)", process.stderr.readline())
    assert found
    yield f"http://127.0.0.1:{found[1]}"
    process.kill()
    process.wait()


@pytest.mark.model
def test_a_locked_server_lets_in_by_token_by_password_and_by_the_form(locked: str) -> None:
    for path in ("/api/v1/health", "/api/v1/openapi.json", "/config", "/gradio_api/info"):
        assert get(locked + path)[0] == 401
    password = base64.b64encode(b"ann:pass:word-1").decode()
    for header in (f"Bearer {TOKEN}", f"Basic {password}"):
        assert get(locked + "/api/v1/health", Authorization=header)[0] == 200

    def login(name: str, secret: str) -> int:
        form = urllib.parse.urlencode({"username": name, "password": secret}).encode()
        try:
            with urllib.request.urlopen(urllib.request.Request(locked + "/login", form), timeout=20) as reply:
                return int(reply.status)
        except urllib.error.HTTPError as refusal:
            return refusal.code

    assert login("ann", "pass:word-1") == login("anyone", TOKEN) == 200
    assert login("ann", "wrong-password") == 400


@pytest.mark.parametrize(
    ("arguments", "environment", "line"),
    [
        (("--host", "0.0.0.0"), {}, "set CROSSLEX_AUTH"),
        ((), {"CROSSLEX_TOKEN": "short"}, "16 characters"),
        (("--auth-file", "/no/such/file"), {}, "cannot read"),
    ],
)
def test_a_server_that_cannot_start_says_why_in_one_line(
    arguments: tuple[str, ...], environment: dict[str, str], line: str, tmp_path: Path
) -> None:
    out, err = (process := start(tmp_path / "nothing", *arguments, **environment)).communicate(timeout=60)
    assert (process.returncode, out, err.count("\n")) == (2, "", 1) and line in err
