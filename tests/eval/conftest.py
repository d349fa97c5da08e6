"""An engine over the invented laws on kettles, and questions about them with their gold."""

from collections.abc import Iterator

import pytest

from corpus import Registry
from eval.dataset import Question
from eval.outcome import Outcome
from eval.runner import run
from ingest import build, open_index
from rag import Engine
from tests.eval.synthetic import question
from tests.rag.kettle_registry import CA, CN, EU, plant_mirror, plant_registry


@pytest.fixture(scope="session")
def kettles(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    root = tmp_path_factory.mktemp("eval-kettles")
    registry = Registry(plant_registry(root / "corpus"))
    build(registry, home=root / "home", mirror=plant_mirror(root / "mirror"))
    with Engine(open_index(root / "home"), registry) as engine:
        yield engine


QUESTIONS: tuple[Question, ...] = (
    question(
        "en-report",
        (f"{CN}/art-6",),
        text="How quickly must a serious accident be reported under the China Kettle Provisions?",
        facts=("24 hours",),
    ),
    question(
        "zh-report",
        (f"{CN}/art-6",),
        lang="zh",
        text="《自动水壶管理规定》要求严重事故在多长时间内报告？",
        facts=("24 hours",),
    ),
    question(
        "en-compare",
        (f"{EU}/art-4",),
        (f"{CA}/sec-31002",),
        (f"{CN}/art-6",),
        kind="comparative",
        text="How fast must a serious accident be reported in the EU, California and China?",
        facts=("24 hours", "15 days"),
    ),
    question("en-mark", (f"{EU}/art-3/3",), text="What must the mark show under the EU Kettle Act?"),
    question(
        "en-exact", (f"{EU}/art-4",), kind="reference", text="What does Article 4 of the EU Kettle Act say?"
    ),
    question("en-bread", text="How do I bake sourdough bread at home?"),
    question("zh-weather", lang="zh", text="今天北京的天气怎么样？"),
)


@pytest.fixture(scope="session")
def kettle_outcomes(kettles: Engine) -> list[Outcome]:
    return run(kettles, QUESTIONS)
