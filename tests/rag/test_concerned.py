"""Places and companies that a law concerns are no sides of a comparison; those whose own texts are asked for are."""

from datetime import date

import pytest

from corpus import load_registry
from rag.planner import Planner

REGISTRY = load_registry()
PLANNER = Planner(REGISTRY, lambda _: False)


def keys(question: str) -> list[str]:
    """The scopes of a question."""
    plan = PLANNER.plan(question, available=tuple(REGISTRY.instruments), as_of=date(2026, 11, 22))
    return [scope.key for scope in plan.scopes]


@pytest.mark.parametrize(
    ("question", "scopes"),
    [
        ("Does the GDPR apply to Chinese companies?", ["eu-gdpr"]),
        ("GDPR适用于中国企业吗？", ["eu-gdpr"]),
        ("欧盟人工智能法对美国企业有什么影响？", ["eu-ai-act"]),
        ("Does the PIPL reach a firm that is based in the US?", ["cn-pipl"]),
        ("Are Chinese providers bound by the EU AI Act?", ["eu-ai-act"]),
        ("Do Chinese AI labs have to comply with SB 53?", ["us-ca-sb53"]),
        ("中国企业和美国企业需要遵守GDPR吗？", ["eu-gdpr"]),
        ("Does SB 53 apply to OpenAI and Anthropic?", ["us-ca-sb53"]),
        ("Is OpenAI required to publish its framework under New York law?", ["us-ny"]),
        ("根据纽约州法律，OpenAI是否必须公布其框架？", ["us-ny"]),
        ("What does the EU AI Act ask of developers such as OpenAI?", ["eu-ai-act"]),
        ("What does the White House want from the states?", ["us-federal"]),
        ("Do federal rules override California and Colorado?", ["us-federal"]),
        ("中国对欧盟企业和美国企业有什么要求？", ["cn"]),
        ("How do the rules of China and the EU affect American firms?", ["cn", "eu"]),
    ],
)
def test_whom_a_law_concerns_is_no_side(question: str, scopes: list[str]) -> None:
    assert keys(question) == scopes


@pytest.mark.parametrize(
    ("question", "scopes"),
    [
        ("What must Chinese providers and EU providers do about incidents?", ["cn", "eu"]),
        ("对比中国和欧盟对深度伪造的规定", ["cn", "eu"]),
        ("中国对生成式人工智能的要求与欧盟的有何不同？", ["cn", "eu"]),
        ("对中国和欧盟而言，规则有何不同？", ["cn", "eu"]),
        ("Under EU law and Chinese law, what must providers label?", ["eu", "cn"]),
        (
            "What are the duties under the AI Act, and what do OpenAI and Anthropic promise?",
            ["eu-ai-act", "openai", "anthropic"],
        ),
        ("Must OpenAI do more under SB 53 than under its own framework?", ["openai", "us-ca-sb53"]),
        ("How do countries like China and the US regulate AI?", ["cn", "us"]),
        ("Does the EU treat open-source models like California does?", ["eu", "us-ca"]),
        ("What do providers owe under the PIPL, and Californian developers?", ["cn-pipl", "us-ca"]),
        (
            "What do companies like OpenAI promise, and what does the EU AI Act require?",
            ["openai", "eu-ai-act"],
        ),
        ("Do countries like China ask for more than the EU?", ["cn", "eu"]),
        ("What can Colorado consumers demand under SB 26-189?", ["us-co-sb26-189"]),
    ],
)
def test_whose_own_texts_are_asked_for_stays_a_side(question: str, scopes: list[str]) -> None:
    assert keys(question) == scopes


def test_who_is_concerned_stays_in_what_is_searched_for() -> None:
    plan = PLANNER.plan(
        "Does the GDPR apply to Chinese companies?",
        available=("eu-gdpr", "cn-pipl"),
        as_of=date(2026, 11, 22),
    )
    assert plan.topic == "Does it apply to Chinese companies?"


@pytest.mark.parametrize(
    "question",
    [
        "What do the US executive orders do about state AI laws?",
        "What do federal executive orders demand of agencies?",
        "美国行政令对州人工智能法律采取什么措施？",
    ],
)
def test_orders_are_those_of_the_government(question: str) -> None:
    plan = PLANNER.plan(question, available=tuple(REGISTRY.instruments), as_of=date(2026, 11, 22))
    (scope,) = plan.scopes
    assert scope.key == "us-federal"
    assert {REGISTRY.get(i).kind for i in scope.instruments} == {"executive-order"}


@pytest.mark.parametrize("question", ["What did companies promise in Seoul?", "企业在首尔承诺了什么？"])
def test_what_companies_promise_is_not_what_governments_declare(question: str) -> None:
    plan = PLANNER.plan(question, available=tuple(REGISTRY.instruments), as_of=date(2026, 11, 22))
    assert plan.instruments == ("intl-seoul-commitments",)
