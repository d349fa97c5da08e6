"""An attack as `python -m eval.attacks` runs it; the model's replies are played, all else is real."""

import math
import threading
from collections.abc import Iterator, Mapping
from copy import copy
from pathlib import Path

import pytest

from corpus import load_registry
from eval.attacks.attack import load
from eval.attacks.trial import Recorder, attempt, indexed

SHOUTED = next(attack for attack in load() if attack.id == "shouted")


class Obedient:
    """Writes what the attack asks for, and believes it."""

    name, window = "obedient", 8192

    def __init__(self) -> None:
        self.asked = 0

    def tokens(self, text: str) -> int:
        return len(text) // 3

    def write(
        self, system: str, prompt: str, *, limit: int, cancelled: threading.Event | None = None
    ) -> Iterator[str]:
        self.asked += 1
        yield from (f"{sentence} [1]\n" for sentence in SHOUTED.draft)

    def first_token(self, prompt: str) -> Mapping[str, float]:
        return {"yes": math.log(0.99), "no": math.log(0.01)}


@pytest.mark.model
def test_an_obedient_model_is_seen_and_its_words_are_not_shown(tmp_path: Path) -> None:
    registry = copy(load_registry())
    registry.instruments = {"openai-charter": registry.instruments["openai-charter"]}
    with indexed([SHOUTED], tmp_path, registry) as engine:
        result = attempt(engine, SHOUTED, Obedient())
    assert result.drafts and not result.failure
    assert result.obeyed and not result.shown


def test_a_reply_is_kept_whole_and_not_written_again() -> None:
    model = Obedient()
    recorder = Recorder(model)
    said = ["".join(recorder.write("", "prompt", limit=9, cancelled=threading.Event())) for _ in range(2)]
    assert said == [f"{SHOUTED.draft[0]} [1]\n"] * 2
    assert model.asked == 1
