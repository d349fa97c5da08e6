"""What a reader who gets no answer is told, and provisions that are named without their law."""

from datetime import date
from typing import cast

import pytest

from corpus import load_registry
from ingest import Index
from rag import Engine, messages
from rag.planner import Planner
from rag.types import QuestionPlan

REGISTRY = load_registry()
DAY = date(2026, 11, 22)
NO_INDEX = cast(Index, None)


def plan(question: str, *held: str) -> QuestionPlan:
    """The plan of a question, where the index holds these pins."""
    planner = Planner(REGISTRY, lambda pin: pin in held)
    return planner.plan(question, available=tuple(REGISTRY.instruments), as_of=DAY)


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        (
            "What does California say about kettles?",
            "was found that answers this question. The nearest: A Art. 1; B Art. 2.",
        ),
        (
            "What about kettles?",
            "Nothing in the corpus answers this question. The nearest: A Art. 1; B Art. 2.",
        ),
        (
            "加州对水壶有何规定？",
            "中没有找到足以回答该问题的规定。最接近的是：A Art. 1；B Art. 2。",
        ),
    ],
)
def test_the_nearest_provisions_are_named_once(question: str, reason: str) -> None:
    labels = ["A Art. 1", "B Art. 2", "A Art. 1"]
    assert messages.abstention(plan(question), REGISTRY, NO_INDEX, DAY, labels).endswith(reason)
    assert "nearest" not in messages.abstention(plan(question), REGISTRY, NO_INDEX, DAY)


def test_a_member_state_whose_law_is_not_held_is_named() -> None:
    reason = messages.abstention(plan("Are kettles allowed in Germany?"), REGISTRY, NO_INDEX, DAY)
    assert "national law of Germany is not in the corpus" in reason


@pytest.mark.parametrize("question", ["What is Annex X about?", "附件十规定了什么？"])
def test_a_provision_that_few_texts_have_needs_no_law(question: str) -> None:
    asked = plan(question, "eu-ai-act/annex-x")
    assert asked.pins == ("eu-ai-act/annex-x",)
    assert asked.lawless == ()


def test_a_provision_that_many_texts_have_needs_its_law() -> None:
    held = [f"{law}/art-33" for law in ("eu-gdpr", "eu-ai-act", "cn-pipl", "cn-csl")]
    asked = plan("What does Article 33 say?", *held)
    assert asked.pins == ()
    assert asked.lawless == ("Article 33",)
    reason = messages.abstention(asked, REGISTRY, NO_INDEX, DAY)
    assert reason == "Several texts of the corpus have Article 33; name the one that you mean."
    named = plan("What does Article 33 of the GDPR say?", *held)
    assert named.pins == ("eu-gdpr/art-33",)
    assert named.lawless == ()


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Article 33", "reference"),
        ("What is in Article 33?", "reference"),
        ("第三十三条", "reference"),
        ("What does Article 33 ask of kettles?", "lookup"),
    ],
)
def test_a_provision_alone_is_answered_with_the_question_whose_it_is(question: str, kind: str) -> None:
    held = [f"{law}/art-33" for law in ("eu-gdpr", "eu-ai-act", "cn-pipl", "cn-csl")]
    assert plan(question, *held).kind == kind


@pytest.mark.model
def test_what_our_digest_files_under_the_matter_is_named_however_little_it_answers(engine: Engine) -> None:
    answer = engine.ask("水壶条例对考试卷子的标记有什么规定？")
    assert answer.abstained
    assert "最接近的是：《自动水壶条例》 第3条" in (answer.abstain_reason or "")
