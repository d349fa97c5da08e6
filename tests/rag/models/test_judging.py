"""A language model as a judge: its first token over the wire."""

import math

import pytest

from rag.models import ModelFailure, open_model
from rag.verify import Checked, load_judge
from tests.rag.models.fake_endpoint import FakeEndpoint, Handler, refuses, tells


def _plain(handler: Handler) -> None:
    message = {"role": "assistant", "content": "yes"}
    handler.json({"choices": [{"index": 0, "finish_reason": "stop", "message": message}]})


def test_an_endpoint_is_asked_for_one_token_at_temperature_zero(endpoint: FakeEndpoint) -> None:
    endpoint.behave(tells({"yes": math.log(0.9), "no": math.log(0.1)}))
    judge = load_judge(f"openai:some-model@{endpoint.url}")
    assert judge is not None
    assert judge.name == f"openai:some-model@{endpoint.url}"
    assert judge.probabilities([Checked("Tea is hot.", ("Tea is hot.",))]) == [pytest.approx(0.9)]
    (asked,) = endpoint.asked
    assert (asked["model"], asked["max_tokens"], asked["temperature"]) == ("some-model", 1, 0)
    assert (asked["logprobs"], asked["top_logprobs"]) == (True, 20)
    assert [m["role"] for m in asked["messages"]] == ["user"]


def test_an_endpoint_that_tells_fewer_tokens_is_asked_for_fewer(endpoint: FakeEndpoint) -> None:
    endpoint.behave(refuses(400), tells({"no": -0.1}))
    opened = open_model(f"openai:m@{endpoint.url}")
    assert opened.first_token("?") == {"no": -0.1}
    assert [asked["top_logprobs"] for asked in endpoint.asked] == [20, 5]
    opened.close()


@pytest.mark.parametrize("behaviour", [tells({}), _plain, refuses(400), refuses(422)])
def test_an_endpoint_without_log_probabilities_cannot_judge(
    endpoint: FakeEndpoint, behaviour: object
) -> None:
    endpoint.behave(behaviour)  # type: ignore[arg-type]
    opened = open_model(f"openai:m@{endpoint.url}")
    with pytest.raises(ModelFailure, match="log probabilities"):
        opened.first_token("?")
    opened.close()


def test_a_judge_is_patient_with_a_busy_endpoint_and_not_with_a_silent_one(endpoint: FakeEndpoint) -> None:
    endpoint.behave(refuses(429, Retry_After="0"), tells({"yes": -0.1}))
    opened = open_model(f"openai:m@{endpoint.url}", timeout=2)
    assert opened.first_token("?") == {"yes": -0.1}
    opened.close()
    silent = open_model("openai:m@http://127.0.0.1:9/v1", timeout=1)
    with pytest.raises(ModelFailure, match="does not answer"):
        silent.first_token("?")
    silent.close()
