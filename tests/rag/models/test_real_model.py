"""The wire against a real model of 135 million parameters, in this process by `gguf:` and behind its own address."""

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from rag.models import LanguageModel, ModelFailure, counting, open_model
from tests.conftest import ROOT

pytestmark = pytest.mark.llm
FILE = Path.home() / ".cache" / "crosslex-dev" / "smollm2-135m-instruct.gguf"
TOOL = ROOT.parent / "shared" / "tools" / "local_llm.py"


@pytest.fixture(scope="module")
def tiny() -> Iterator[LanguageModel]:
    """The model in this process; fetched (98 MB) where it is not cached."""
    if not FILE.is_file() and TOOL.is_file():
        subprocess.run([sys.executable, TOOL, "fetch", "--tiny"], check=False, timeout=300)
    if not FILE.is_file():
        pytest.skip(f"no {FILE.name} in {FILE.parent}, and it could not be fetched by {TOOL}")
    pytest.importorskip("xllamacpp", reason="the extra crosslex[gguf] is not installed")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CROSSLEX_LLM_CONTEXT", "2048")
        opened = open_model(f"gguf:{FILE}")
        assert opened.window == 2048
    yield opened
    opened.close()


@pytest.fixture
def served(tiny: LanguageModel, monkeypatch: pytest.MonkeyPatch) -> Iterator[LanguageModel]:
    """The same model as any other program would ask it: by address and key."""
    url, key = tiny._provider.address()  # type: ignore[attr-defined]
    monkeypatch.setenv("CROSSLEX_LLM_KEY", key)
    opened = open_model(f"openai:tiny@{url}")
    yield opened
    opened.close()


@pytest.mark.parametrize("which", ["tiny", "served"])
def test_it_streams_what_it_writes(which: str, request: pytest.FixtureRequest) -> None:
    model = request.getfixturevalue(which)
    reply = model.write("You count.", "Count from one to ten in English words.", limit=8)
    pieces = list(reply)
    assert len(pieces) > 4, "in pieces, not at once"
    assert reply.end in ("stop", "length")
    again = "".join(model.write("You count.", "Count from one to ten in English words.", limit=8))
    assert again == "".join(pieces), "temperature 0"


def test_it_is_cancelled_while_it_writes_and_while_it_reads(tiny: LanguageModel) -> None:
    cancelled = threading.Event()
    reply = tiny.write("", "Tell me a very long story about a kettle.", limit=900, cancelled=cancelled)
    next(reply)
    cancelled.set()
    begun = time.monotonic()
    assert list(reply) == [] and reply.end == "cancelled"
    assert time.monotonic() - begun < 1

    cancelled.clear()
    threading.Timer(0.2, cancelled.set).start()
    assert list(tiny.write("", "kettle and tea " * 550, limit=100, cancelled=cancelled)) == []
    begun = time.monotonic()
    assert list(tiny.write("", "Say yes.", limit=1)), "the model is free for the next"
    assert time.monotonic() - begun < 15


@pytest.mark.parametrize("which", ["tiny", "served"])
def test_its_first_token_has_probabilities(which: str, request: pytest.FixtureRequest) -> None:
    tokens = request.getfixturevalue(which).first_token("Is water wet? Answer yes or no.")
    assert 5 <= len(tokens) <= 20
    assert all(value <= 0 for value in tokens.values())
    assert any(token.strip().lower() in ("yes", "no") for token in tokens)


def test_it_counts_with_its_own_tokenizer_and_knows_its_window(
    tiny: LanguageModel, served: LanguageModel
) -> None:
    english = "Operators report a serious scalding to the Kettle Board within fifteen days."
    assert 10 <= tiny.tokens(english) <= served.tokens(english) == counting.estimate(english)
    assert served.window == 2048
    with pytest.raises(ModelFailure, match="do not fit the context"):
        list(tiny.write("", "kettle and tea " * 1500, limit=5))


def test_nobody_without_the_key_is_answered(tiny: LanguageModel) -> None:
    url, _ = tiny._provider.address()  # type: ignore[attr-defined]
    stranger = open_model(f"openai:tiny@{url}")
    with pytest.raises(ModelFailure, match="refuses the key"):
        list(stranger.write("", "?", limit=1))
    stranger.close()


def test_a_damaged_file_is_one_line(tmp_path: Path) -> None:
    pytest.importorskip("xllamacpp", reason="the extra crosslex[gguf] is not installed")
    damaged = tmp_path / "damaged.gguf"
    damaged.write_bytes(b"GGUF" + bytes(64))
    with pytest.raises(ModelFailure, match="cannot be loaded"):
        list(open_model(f"gguf:{damaged}").write("", "?", limit=1))
