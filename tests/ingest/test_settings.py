"""What may be set once: the file, the environment before it, and values that are refused."""

from pathlib import Path

import pytest

from corpus import CrosslexError
from ingest.settings import FILE, Settings, load_settings


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"CROSSLEX_{name.upper()}", raising=False)


def test_nothing_is_set_without_a_file(tmp_path: Path) -> None:
    assert load_settings(tmp_path) == Settings()


def test_the_environment_goes_before_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / FILE).write_text('llm = "openai:qwen@http://127.0.0.1:1/v1"\nunsupported = "mark"\n')
    found = load_settings(tmp_path)
    assert (found.llm, found.unsupported) == ("openai:qwen@http://127.0.0.1:1/v1", "mark")
    monkeypatch.setenv("CROSSLEX_LLM", "gguf:/models/a.gguf")
    monkeypatch.setenv("CROSSLEX_UNSUPPORTED", "drop")
    found = load_settings(tmp_path)
    assert (found.llm, found.unsupported) == ("gguf:/models/a.gguf", "drop")


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("llm", "gpt-4o", "openai:MODEL"),
        ("llm", "openai:", "openai:MODEL"),
        ("llm", "", "openai:MODEL"),
        ("unsupported", "keep", "drop"),
    ],
)
def test_a_wrong_value_is_one_line_that_names_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str, told: str
) -> None:
    (tmp_path / FILE).write_text(f'{name} = "{value}"\n')
    with pytest.raises(CrosslexError, match=told) as caught:
        load_settings(tmp_path)
    assert FILE in str(caught.value) and "\n" not in str(caught.value)
    if value:
        monkeypatch.setenv(f"CROSSLEX_{name.upper()}", value)
        with pytest.raises(CrosslexError, match=f"CROSSLEX_{name.upper()}.*{told}"):
            load_settings(tmp_path)
