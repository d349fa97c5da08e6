"""A fake endpoint for each test, and an environment without keys."""

from collections.abc import Iterator

import pytest

from tests.rag.models.fake_endpoint import FakeEndpoint

VARIABLES = (
    *("CROSSLEX_LLM_KEY", "CROSSLEX_LLM_CONTEXT", "OPENAI_API_KEY", "OPENAI_BASE_URL"),
    *("ANTHROPIC_API_KEY", "ANTHROPIC_BASE_URL", "ANTHROPIC_AUTH_TOKEN"),
)


@pytest.fixture(autouse=True)
def no_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def endpoint() -> Iterator[FakeEndpoint]:
    server = FakeEndpoint()
    yield server
    server.shutdown()
    server.server_close()
