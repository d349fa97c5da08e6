"""Whether the provision that a question names is what it asks for, or only what it asks about."""

import pytest

from corpus import find_references, load_registry
from rag import Engine
from rag.language import detect
from rag.mentions import Mentions
from rag.named_provisions import answer_best, is_asked_for
from rag.types import Hit, QuestionPlan
from tests.rag.kettle_registry import CN, EU

MENTIONS = Mentions(load_registry())


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("Article 26 of the EU AI Act", True),
        ("Give me the full text of recital 71 GDPR, please.", True),
        ("Quote Cal. Bus. & Prof. Code § 22757.13(c)(2).", True),
        ("Explain Article 14 of the AI Act to me.", True),
        ("What does the GDPR's Article 22 say about profiling?", True),
        ("Does Article 17 of the AI Act require monitoring after sale?", True),
        ("What do Articles 9 and 10 of the AI Act require?", True),
        ("请给出《网络安全法》（2025年修正）第六十一条第三款", True),
        ("个人信息保护法第二十四条对自动化决策有哪些限制？", True),
        ("《个人信息保护法》第十五条关于撤回同意是怎么规定的？", True),
        ("What must deployers do under Article 26 of the AI Act?", False),
        ("What is the fine for breaching Article 5 of the AI Act?", False),
        ("When are systems listed in Annex III of the AI Act not high-risk?", False),
        ("标识办法第四条规定的标识由哪个部门监督？", False),
        ("违反《个人信息保护法》第二十四条会被罚多少钱？", False),
    ],
)
def test_some_questions_say_that_they_ask_for_a_provision(question: str, asked: bool) -> None:
    references = find_references(question, detect(question))
    assert references
    assert is_asked_for(question, references, MENTIONS.laws(question)) is asked


def hit(pin: str, score: float) -> Hit:
    law = pin.partition("/")[0]
    return Hit(pin, law, score, f"{law}:act", "en", "authoritative", 0, 9, "A rule.", "", None)


def plan(question: str, *pins: str) -> QuestionPlan:
    return QuestionPlan(question=question, language="en", kind="lookup", scopes=(), pins=pins)


def test_else_what_is_found_decides() -> None:
    about = plan("Is what Article 26 says of deployers enforceable?", "eu-law/art-26")
    named, part, other = (
        hit("eu-law/art-26", 0.89),
        hit("eu-law/art-26/1", 0.89),
        hit("eu-law/art-99/4", 0.9),
    )
    assert answer_best(about, [other, named])
    assert answer_best(about, [other, part])
    assert not answer_best(about, [other])
    assert not answer_best(about, [hit("eu-law/art-99/4", 0.95), named])
    assert not answer_best(about, [])
    assert answer_best(about, [part])


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("What must deployers do under Article 26?", True),
        ("根据第26条，部署者必须做什么？", True),
        ("What is the fine for breaking the duties under Article 26?", False),
        ("违反根据第26条承担的义务会怎样？", False),
    ],
)
def test_what_is_asked_under_a_provision_may_be_answered_a_little_better_elsewhere(
    question: str, named: bool
) -> None:
    under = plan(question, "eu-law/art-26")
    assert answer_best(under, [hit("eu-law/art-99/4", 0.95), hit("eu-law/art-26", 0.89)]) is named
    assert not answer_best(under, [hit("eu-law/art-99/4", 0.99), hit("eu-law/art-26", 0.89)])


def test_where_it_is_spoken_of_as_broken_or_enforced_the_provision_must_lie_nearer() -> None:
    breached = plan("What follows if a deployer breaches Article 26?", "eu-law/art-26")
    found = [hit("eu-law/art-26/1", 0.9), hit("eu-law/art-99/4", 0.89)]
    assert not answer_best(breached, found)
    assert answer_best(breached, [hit("eu-law/art-26/1", 0.92), hit("eu-law/art-99/4", 0.89)])


@pytest.mark.model
@pytest.mark.parametrize(
    ("question", "first"),
    [
        (
            "How high is the fine for a maker that breaches the duty to report in Article 4 of the EU Kettle Act?",
            f"{EU}/art-6/1",
        ),
        ("违反自动水壶管理规定第六条的报告义务会被罚多少钱？", f"{CN}/art-8"),
        ("What does Article 5 of the EU Kettle Act say?", f"{EU}/art-5"),
    ],
)
def test_the_answer_is_what_answers_and_not_what_is_named(engine: Engine, question: str, first: str) -> None:
    answer = engine.ask(question)
    assert answer.citations[0].pin.startswith(first)
    assert engine.search(question).hits[0].pin.startswith(first)
