from pathlib import Path

import numpy as np
import pytest

from ingest.embedding import BUNDLED, load_embedder
from ingest.embedding.adapter import Adapter

ANSWERS = [
    "Keepers of a lantern shall report darkness to the harbour office within three days.",
    "灯塔管理员应当在三日内向港务部门报告灯灭情况。",
]
OTHERS = [
    "A keeper is paid once a month.",
    "The harbour office publishes a map of all lanterns.",
    "灯塔管理员每月领取一次报酬。",
    "港务部门应当公布全部灯塔的地图。",
]
QUESTIONS = ["How fast must I tell somebody that my light went out?", "灯坏了要多快上报？"]


def test_a_moved_vector_has_unit_length_and_survives_saving(tmp_path: Path) -> None:
    draw = np.random.default_rng(0)
    adapter = Adapter(draw.normal(size=(8, 8)).astype(np.float32), draw.normal(size=8).astype(np.float32))
    question = np.eye(8, dtype=np.float32)[3]
    adapter.save(tmp_path / "adapter.npz")
    moved, again = adapter.moved(question), Adapter.load(tmp_path / "adapter.npz").moved(question)
    assert moved.shape == (8,) and moved.dtype == np.float32
    assert np.linalg.norm(moved) == pytest.approx(1, abs=1e-6)
    assert moved == pytest.approx(again, abs=2e-3)  # half precision


@pytest.mark.model
@pytest.mark.parametrize("question", QUESTIONS)
def test_answers_stand_out_further_from_a_moved_question(question: str, models: Path) -> None:
    model = load_embedder(BUNDLED, models)
    plain = model.embed_query(question)
    moved = model.toward_answers(plain)
    answers, others = model.embed_passages(ANSWERS), model.embed_passages(OTHERS)

    def margin(vector: np.ndarray) -> float:
        return float((answers @ vector).mean() - (others @ vector).mean())

    assert margin(moved) > 1.3 * margin(plain) > 0


@pytest.mark.model
def test_a_question_without_words_is_moved_to_somewhere(models: Path) -> None:
    model = load_embedder(BUNDLED, models)
    assert np.isfinite(model.toward_answers(model.embed_query(""))).all()
