# ruff: noqa: E501 (sentences of laws and questions are not wrapped)
"""Sentences of the kettle laws come with what they lean on."""

import pytest

from rag import Engine

pytestmark = pytest.mark.model


def test_a_list_item_comes_with_the_words_that_introduce_it(engine: Engine) -> None:
    for question, lead, item in (
        ("Does the EU Kettle Act apply to kettles in a museum?", "does not apply to", "museum"),
        (
            "Is a burn that has to be treated by a doctor a serious accident in the EU Kettle Act?",
            "means an event",
            "a burn",
        ),
        (
            "Is a fire in a dwelling a critical kettle incident under KB 88?",
            "means either of the following",
            "A fire",
        ),
        ("《自动水壶管理规定》的标识是否应当载明生产日期？", "应当载明下列内容", "生产日期"),
    ):
        answer = engine.ask(question)
        holding = [s.text for s in answer.statements if item in s.text]
        assert holding, question
        assert all(lead in t for t in holding if "restate" not in t), holding


@pytest.mark.parametrize(
    ("question", "dependent", "leant_on"),
    [
        ("How many days before a test must the market office tell the maker in the EU Kettle Act?", "3 days before", "may watch any test"),
        ("《自动水壶管理规定》中事故报告应当包括哪些内容，例如事故原因、损失情况？", "前款规定的报告", "二十四小时"),
        ("What shall the accident report include, such as the cause and the losses, under the China Kettle Provisions?", "the preceding paragraph", "twenty-four hours"),
        ("《自动水壶管理规定》的标识应当载明什么内容？", "前款规定的标识", "蓝色标识"),
    ],
)  # fmt: skip
def test_a_dependent_sentence_brings_what_it_leans_on(
    engine: Engine, question: str, dependent: str, leant_on: str
) -> None:
    holding = [s for s in engine.ask(question).statements if dependent in s.text]
    assert holding
    assert all(leant_on in s.text for s in holding), [s.text for s in holding]
