import numpy as np
import pytest

from eval.fitting.adapter import Corpus, Question, fit, found
from ingest.embedding import unit_rows

LAWS = ("zz-lamp", "zz-tide")


@pytest.fixture
def turned() -> tuple[Corpus, list[Question], np.ndarray]:
    """Provisions whose questions lie where a turn of the space puts them: none is near to its answer."""
    draw = np.random.default_rng(1)
    pins = [f"{law}/art-{n}" for law in LAWS for n in range(1, 101)]
    answers = unit_rows(draw.normal(size=(len(pins), 16)))
    turn, _ = np.linalg.qr(draw.normal(size=(16, 16)))
    corpus = Corpus({"en official": slice(0, len(pins))}, pins, answers, {})
    questions = [Question(pin.partition("/")[0], pin, "en", f"What of {pin}?") for pin in pins * 4]
    noise = 0.05 * draw.normal(size=(len(questions), 16))
    return corpus, questions, unit_rows(np.vstack([answers] * 4) @ turn.T + noise)


def test_questions_are_brought_to_their_answers(
    turned: tuple[Corpus, list[Question], np.ndarray], monkeypatch: pytest.MonkeyPatch
) -> None:
    import torch

    monkeypatch.setattr("eval.fitting.adapter.EPOCHS", 60)
    monkeypatch.setattr("eval.fitting.adapter.RATE", 1e-2)
    corpus, questions, plain = turned
    adapter = fit(corpus, questions, torch.from_numpy(plain))
    moved = torch.from_numpy(np.stack([adapter.moved(vector) for vector in plain]))
    (before,) = found(corpus, questions, torch.from_numpy(plain)).values()
    (after,) = found(corpus, questions, moved).values()
    assert before[0] == after[0] == len(questions)
    assert before[2] < 0.2
    assert after[1] > 0.6


def test_what_may_answer_as_well_is_not_held_against_a_question() -> None:
    pins = ["zz-lamp/art-1", "zz-lamp/art-2", "zz-tide/art-1", "zz-tide/art-2"]
    facets = {"zz-lamp/art-1": ["duty"], "zz-tide/art-1": ["duty"], "zz-tide/art-2": ["fines"]}
    corpus = Corpus({"en official": slice(0, 4)}, pins, np.eye(4, dtype=np.float32), facets)
    (wrong,) = corpus.may_be_wrong([Question("zz-lamp", "zz-lamp/art-1", "en", "?")]).tolist()
    assert wrong == [True, True, False, True]
