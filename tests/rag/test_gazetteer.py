"""Places by the names that people give them, and texts that are not in the corpus."""

from datetime import date

import pytest

from corpus import load_registry
from rag.gazetteer import joint_names
from rag.mentions import Mentions
from rag.planner import Planner

REGISTRY = load_registry()
MENTIONS = Mentions(REGISTRY)
PLANNER = Planner(REGISTRY, lambda _: False)


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("中欧在罚款上的差别", ["cn", "eu"]),
        ("中美欧三方的立场", ["cn", "us", "eu"]),
        ("欧美如何监管深度伪造", ["eu", "us"]),
        ("英美两国", ["GB", "us"]),
        ("其中美国的规定", []),
        ("集中欧盟的力量", []),
        ("中美洲的法律", []),
        ("换算成欧元或者美元", []),
        ("英美法系", []),
    ],
)
def test_one_character_stands_for_each_place_of_a_joint_name(text: str, keys: list[str]) -> None:
    assert [place.key for place in joint_names(text)] == keys


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("May we launch in Shenzhen and San Francisco?", [("group", "cn"), ("group", "us-ca")]),
        ("在杭州和慕尼黑上线", [("group", "cn"), ("place", "DE")]),
        ("Europe has 10^25 and California 10^26.", [("group", "eu"), ("group", "us-ca")]),
        # another order, which is not held, and not all executive orders
        ("What does executive order 14999 say?", []),
        # a meeting or document, not the place where it was made
        ("What does the Paris Agreement ask for?", []),
        ("罗马规约怎么说？", []),
        ("生成都要标识吗", []),
        ("打上马赛克就行吗", []),
        ("香港的规定", [("place", "HK")]),
    ],
)
def test_cities_stand_for_the_law_that_applies_there(question: str, found: list[tuple[str, str]]) -> None:
    assert [(m.kind, m.key) for m in MENTIONS.laws(question)] == found


@pytest.mark.parametrize(
    ("question", "scopes", "outside"),
    [
        (
            "What does xAI set in its risk management framework?",
            [],
            ["xAI set in its risk management framework"],
        ),
        ("智谱在其前沿安全框架里怎么说？", [], ["智谱在其前沿安全框架"]),
        ("Does ISO/IEC 42001 do for Article 17 of the AI Act?", ["eu-ai-act"], ["ISO/IEC 42001"]),
        # those companies as subjects of laws
        ("Does the EU AI Act apply to DeepSeek?", ["eu-ai-act"], []),
        ("百度和阿里巴巴要遵守哪些准则？", [], []),
        # the document that every developer writes, and the one of Google
        ("Must Microsoft publish a frontier AI framework under SB 53?", ["us-ca-sb53"], []),
        ("What is in Google's Frontier Safety Framework?", ["gdm-fsf"], []),
    ],
)
def test_texts_of_others_are_told_from_those_held(
    question: str, scopes: list[str], outside: list[str]
) -> None:
    plan = PLANNER.plan(question, available=tuple(REGISTRY.instruments), as_of=date(2026, 11, 22))
    assert [scope.key for scope in plan.scopes] == scopes
    assert list(plan.outside) == outside
