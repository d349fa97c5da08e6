"""Laws beside those of the corpus: a question about one is not answered from those that are held."""

from datetime import date

import pytest

from corpus import load_registry
from rag.follow_up import FollowUps
from rag.planner import Planner

REGISTRY = load_registry()
PLANNER = Planner(REGISTRY, lambda _: False)


@pytest.mark.parametrize(
    ("question", "outside", "named"),
    [
        ("What does the DSA require of platforms?", ["DSA"], []),
        ("What does the EU Cyber Resilience Act say about updates?", ["Cyber Resilience Act"], []),
        ("How does the GDPR compare with the CCPA on fines?", ["CCPA"], ["eu-gdpr"]),
        ("民法典对人格权有什么规定？", ["民法典"], []),
        ("反垄断法和个人信息保护法哪个罚款更高？", ["反垄断法"], ["cn-pipl"]),
        ("What does the GDPR say about fines?", [], ["eu-gdpr"]),
        ("个人信息保护法规定的罚款是多少？", [], ["cn-pipl"]),
        # 规定 after a name is what the law lays down, 法规 another word
        ("个人信息保护法规有哪些？", [], []),
        ("标识办法规定了什么？", [], ["cn-ai-labelling"]),
        ("深度合成管理规定规定了什么？", [], ["cn-deep-synthesis"]),
        # titles in their marks
        ("《深圳经济特区人工智能产业促进条例》怎么规定？", ["《深圳经济特区人工智能产业促进条例》"], []),
        ("《人脸识别技术应用安全管理办法》与个保法", ["《人脸识别技术应用安全管理办法》"], ["cn-pipl"]),
        ("《生成式AI管理办法》怎么规定？", [], ["cn-genai-measures"]),
        ("《网络安全法（2025年修正）》怎么规定？", [], ["cn-csl"]),
        # an act that is done with data
        ("Does the EU say who may on data act?", [], []),
    ],
)
def test_a_law_that_is_not_held_is_told_from_those_that_are(
    question: str, outside: list[str], named: list[str]
) -> None:
    plan = PLANNER.plan(question, available=tuple(REGISTRY.instruments), as_of=date(2026, 11, 22))
    assert list(plan.outside) == outside
    assert [scope.instruments[0] for scope in plan.scopes if scope.named] == named


def test_a_title_may_be_that_of_a_document_of_the_users() -> None:
    question = "《深圳经济特区人工智能产业促进条例》怎么规定？"
    plan = PLANNER.plan(question, available=("doc-shenzhen", "cn-csl"), as_of=date(2026, 11, 22))
    assert not plan.outside


@pytest.mark.parametrize(
    ("previous", "question", "completed"),
    [
        ("What does the DSA say about fines?", "那加州呢？", "California"),
        ("民法典对罚款有什么规定？", "and California?", "加利福尼亚州"),
        ("What do the DSA and California say about fines?", "那监管呢？", "DSA"),
    ],
)
def test_a_follow_up_to_a_question_about_one_is_completed(
    previous: str, question: str, completed: str
) -> None:
    assert completed in FollowUps(REGISTRY).complete(question, previous)
