"""From a spec to a model: forms, keys that are never shown, windows, counts."""

import importlib.util
import logging
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import UsageError
from rag.models import ModelFailure, counting, open_model
from tests.rag.models.fake_endpoint import FakeEndpoint, echoes, refuses, says

CANARY = "sk-canary-7f3a9b"


@pytest.mark.parametrize(
    "spec",
    [
        "",
        "gpt",
        "gpt:x",
        "openai:",
        "openai:@",
        "anthropic:",
        "gguf:",
        "openai:m\nx@http://h/v1",
        "http://h/v1",
    ],
)
def test_a_bad_spec_is_told_the_three_forms(spec: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", CANARY)
    monkeypatch.setenv("ANTHROPIC_API_KEY", CANARY)
    with pytest.raises(UsageError, match=r"openai:MODEL.*anthropic:MODEL.*gguf:PATH") as caught:
        open_model(spec)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "url", ["ftp://h/v1", "http://", "http://h:port/v1", "http://h/v1 x", "file:///etc/passwd"]
)
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(UsageError, match="http://"):
        open_model(f"openai:m@{url}")


@pytest.mark.parametrize(
    "url",
    [
        f"http://user:{CANARY}@h/v1",
        f"http://{CANARY}@h/v1",
        f"http://h/v1?key={CANARY}",
        f"http://h/v1#{CANARY}",
    ],
)
def test_an_address_with_a_secret_is_refused_without_showing_it(url: str) -> None:
    with pytest.raises(UsageError, match="CROSSLEX_LLM_KEY") as caught:
        open_model(f"openai:m@{url}")
    assert CANARY not in str(caught.value)
    with pytest.raises(UsageError) as caught:
        open_model(f"opnai:m@{url}")
    assert CANARY not in str(caught.value)


def test_a_missing_key_says_which_to_set() -> None:
    with pytest.raises(UsageError, match="CROSSLEX_LLM_KEY or OPENAI_API_KEY"):
        open_model("openai:gpt-4o")
    with pytest.raises(UsageError, match="ANTHROPIC_API_KEY"):
        open_model("anthropic:claude-sonnet-4-5")


@pytest.mark.parametrize("key", ["sk-schlüssel", "sk a", "sk-a\r\nX: y"])
def test_a_key_that_cannot_stand_in_a_header_is_refused(key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CROSSLEX_LLM_KEY", key)
    with pytest.raises(UsageError, match="CROSSLEX_LLM_KEY") as caught:
        open_model("openai:m")
    assert key not in str(caught.value)


def test_names_of_models_may_hold_what_separates(monkeypatch: pytest.MonkeyPatch) -> None:
    for model in ("qwen2.5:7b", "@cf/meta/llama", "org/model@v2"):
        assert (
            open_model(f"openai:{model}@http://127.0.0.1:1/v1/").name
            == f"openai:{model}@http://127.0.0.1:1/v1"
        )
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:2/v1")
    assert open_model("openai:m").name == "openai:m@http://127.0.0.1:2/v1"
    monkeypatch.delenv("OPENAI_BASE_URL")
    monkeypatch.setenv("OPENAI_API_KEY", CANARY)
    assert open_model("openai:gpt-4o").name == "openai:gpt-4o"


@pytest.mark.parametrize("timeout", [0.0, -1.0, float("nan"), float("inf")])
def test_a_timeout_is_a_number_of_seconds(timeout: float) -> None:
    with pytest.raises(UsageError, match="timeout"):
        open_model("openai:m@http://127.0.0.1:1/v1", timeout=timeout)


def test_a_model_that_no_client_takes_is_one_line() -> None:
    with pytest.raises(ModelFailure, match="no client can be made"):
        open_model("openai:gpt-5.4-pro@http://127.0.0.1:9/v1").write("", "?", limit=5)


# --- keys -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [400, 401, 404, 429, 500])
def test_the_key_is_sent_and_never_shown(
    endpoint: FakeEndpoint, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, status: int
) -> None:
    monkeypatch.setenv("CROSSLEX_LLM_KEY", CANARY)
    monkeypatch.setenv("OPENAI_API_KEY", "sk-another")
    caplog.set_level(logging.DEBUG)
    endpoint.behave(echoes(status))
    opened = open_model(f"openai:m@{endpoint.url}", timeout=1.5)
    shown = [opened.name, repr(opened), str(opened)]
    for ask in (lambda: list(opened.write("", "?", limit=5)), lambda: opened.first_token("?")):
        with pytest.raises(ModelFailure) as caught:
            ask()
        shown += [str(caught.value), repr(caught.value), str(vars(caught.value))]
        assert caught.value.__cause__ is None and caught.value.__context__ is None
    llm = opened._provider.llm
    shown += [repr(llm), str(llm.to_dict()), llm.model_dump_json(exclude={"callback_manager"}), caplog.text]
    assert endpoint.headers[0]["Authorization"] == f"Bearer {CANARY}"
    assert not [text for text in shown if CANARY in text]
    opened.close()


def test_without_a_key_none_is_sent(endpoint: FakeEndpoint) -> None:
    endpoint.behave(says("Hot."))
    opened = open_model(f"openai:m@{endpoint.url}")
    list(opened.write("", "?", limit=5))
    assert "Authorization" not in endpoint.headers[0]
    opened.close()


# --- windows ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "told", "window"),
    [
        ("/props", {"default_generation_settings": {"n_ctx": 4096}}, 4096),
        (
            "/v1/models",
            {"data": [{"id": "other", "max_model_len": 1}, {"id": "m", "max_model_len": 32768}]},
            32768,
        ),
        ("/v1/models", {"data": [{"id": "m"}]}, 8192),
        ("/v1/models", {"data": [{"id": "m", "max_model_len": "many"}, 7]}, 8192),
        ("/v1/models", [], 8192),
    ],
)
def test_the_window_is_what_the_endpoint_says(
    endpoint: FakeEndpoint, path: str, told: object, window: int
) -> None:
    endpoint.told[path] = told
    assert open_model(f"openai:m@{endpoint.url}").window == window


def test_the_users_word_on_the_window_goes_first(
    endpoint: FakeEndpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    endpoint.told["/props"] = {"default_generation_settings": {"n_ctx": 4096}}
    monkeypatch.setenv("CROSSLEX_LLM_CONTEXT", "16000")
    assert open_model(f"openai:m@{endpoint.url}").window == 16000
    for wrong in ("many", "-5", "12"):
        monkeypatch.setenv("CROSSLEX_LLM_CONTEXT", wrong)
        with pytest.raises(UsageError, match="CROSSLEX_LLM_CONTEXT"):
            _ = open_model(f"openai:m@{endpoint.url}").window


def test_known_models_and_unreachable_endpoints_have_a_window(monkeypatch: pytest.MonkeyPatch) -> None:
    assert open_model("openai:m@http://127.0.0.1:9/v1").window == 8192
    assert open_model("openai:gpt-4o@http://127.0.0.1:9/v1").window == 128_000
    monkeypatch.setenv("OPENAI_API_KEY", CANARY)
    assert open_model("openai:gpt-4o").window == 128_000


# --- counts -----------------------------------------------------------------------------------------------------------


@given(st.text(max_size=80), st.text(max_size=80))
def test_estimates_grow_with_the_text(one: str, two: str) -> None:
    assert counting.estimate(one + two) >= max(counting.estimate(one), counting.estimate(two))


@pytest.mark.parametrize("model", ["gpt-4o", "gpt-4"])
@pytest.mark.parametrize(
    "text",
    [
        "Operators of a kettle exchange report a serious scalding to the Kettle Board within 15 days, § 12(3)(b).",
        "水壶交易所的运营者应当在十五日内向水壶委员会报告严重烫伤事故，并说明原因。",
        "[K3] Whistling: 2026-11-22\n\n  - 1,500 kettles\n  - 水壶 (kettle)",
        "",
    ],
)
def test_estimates_are_on_the_safe_side_and_not_far_off(text: str, model: str) -> None:
    exact = counting.count(text, model)
    assert exact <= counting.estimate(text) <= 2.2 * exact


def test_counting_leaves_the_environment_alone_and_takes_any_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TIKTOKEN_CACHE_DIR", raising=False)
    assert counting.count("<|endoftext|>", "gpt-4o") > 0
    assert "TIKTOKEN_CACHE_DIR" not in os.environ
    assert open_model("openai:qwen@http://127.0.0.1:9/v1").tokens("水壶") == 3


# --- files and extras -------------------------------------------------------------------------------------------------


def test_a_file_that_is_no_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot read the model file"):
        open_model(f"gguf:{tmp_path / 'none.gguf'}")
    with pytest.raises(UsageError, match="cannot read"):
        open_model(f"gguf:{tmp_path}")
    (tmp_path / "text.gguf").write_text("hello")
    with pytest.raises(UsageError, match="no GGUF file"):
        open_model(f"gguf:{tmp_path / 'text.gguf'}")


def test_a_missing_extra_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    there = importlib.util.find_spec
    absent = ("xllamacpp", "llama_index.llms.anthropic")
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None if name in absent else there(name))
    monkeypatch.setenv("ANTHROPIC_API_KEY", CANARY)
    (tmp_path / "some.gguf").write_bytes(b"GGUF")
    with pytest.raises(UsageError, match=r"crosslex\[gguf\]"):
        open_model(f"gguf:{tmp_path / 'some.gguf'}")
    with pytest.raises(UsageError, match=r"crosslex\[anthropic\]"):
        open_model("anthropic:claude-sonnet-4-5")


def test_a_refused_request_is_not_quoted(endpoint: FakeEndpoint) -> None:
    endpoint.behave(refuses(400, {"error": {"message": "Visit http://evil.example"}}))
    opened = open_model(f"openai:m@{endpoint.url}")
    with pytest.raises(ModelFailure) as caught:
        list(opened.write("", "?", limit=5))
    assert "evil" not in str(caught.value)
    opened.close()
