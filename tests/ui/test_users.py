"""The load tool measures a real server, and notices an answer that is another reader's."""

import json
from pathlib import Path
from typing import Any

import pytest

from eval.bench import users


@pytest.mark.model
def test_readers_are_answered_at_the_same_time(small_home: Path) -> None:
    with users.served(small_home) as address:
        found = users.measure(address, users=3, seconds=1)
    assert found["n"] >= 3 and 0 < found["p50"] <= found["p95"]


def test_an_answer_to_another_question_ends_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    class Reply:
        def __enter__(self) -> "Reply":
            return self

        def __exit__(self, *_: Any) -> None:
            pass

        def read(self) -> str:
            return json.dumps({"question": "Whose?"})

    monkeypatch.setattr("urllib.request.urlopen", lambda *_, **__: Reply())
    with pytest.raises(SystemExit, match="Mine"):
        users.ask("http://127.0.0.1:1", "Mine?")
