"""The OpenAPI document against what the routes really do: generated requests, good and bad (schemathesis)."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import (
    content_type_conformance,
    not_a_server_error,
    response_schema_conformance,
    status_code_conformance,
)
from schemathesis.python import asgi

from rag import Engine
from ui.serving import web_app

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def document(small_home: Path) -> Iterator[Any]:
    with pytest.MonkeyPatch.context() as patch, Engine.open(small_home) as engine:
        patch.setenv("CROSSLEX_HOME", str(small_home))
        app = web_app(engine, page=False, host=asgi.HOST)
        yield schemathesis.openapi.from_asgi("/api/v1/openapi.json", app)


schema = schemathesis.pytest.from_fixture("document")


@schema.parametrize()
@settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_no_request_makes_the_server_fail(case: Any) -> None:
    case.call_and_validate(
        checks=[
            not_a_server_error,
            status_code_conformance,
            content_type_conformance,
            response_schema_conformance,
        ]
    )
