"""Member states of the EU: what is allowed in one of them is asked of the EU's law, its own law is not held."""

from datetime import date

import pytest

from corpus import load_registry
from rag.planner import Planner

REGISTRY = load_registry()
PLANNER = Planner(REGISTRY, lambda _: False)


@pytest.mark.parametrize(
    ("question", "scopes", "states", "outside"),
    [
        ("Does a company in France have to appoint a data protection officer?", ["eu"], ["France"], []),
        ("Is social scoring by public authorities allowed in Germany?", ["eu"], ["Germany"], []),
        ("May police in the Netherlands use live face recognition?", ["eu"], ["Netherlands"], []),
        ("在德国用人工智能筛选求职者要遵守哪些规定？", ["eu"], ["德国"], []),
        ("意大利的医院用诊断系统，有哪些义务？", ["eu"], ["意大利"], []),
        # side by side with what is held
        ("Compare Germany and China on labelling", ["eu", "cn"], ["Germany"], []),
        ("中国和法国对深度伪造标识的要求有何不同？", ["cn", "eu"], ["法国"], []),
        # one of several places in which something is done
        (
            "Our app is live in Germany and comes to China next. Must we tell users?",
            ["eu", "cn"],
            ["Germany"],
            [],
        ),
        ("工具国内已经上线，准备卖到法国，两地各要做什么？", ["cn", "eu"], ["法国"], []),
        (
            "Employers in Denver and in Lyon use our tool. What do we owe applicants?",
            ["us-co", "eu"],
            ["France"],
            [],
        ),
        ("上海和巴黎的规定哪个更严？", ["cn", "eu"], ["法国"], []),
        ("We sell software to employers in Ireland. Which class is it under EU rules?", ["eu"], [], []),
        # where somebody or his servers are, not where something is done
        ("Our servers are in Ireland. What does China require?", ["cn"], [], ["Ireland"]),
        ("我们总部在法国，在中国提供服务要备案吗？", ["cn"], [], ["法国"]),
        # its own law
        ("What is Germany's national AI law?", [], [], ["Germany"]),
        ("Has Spain already adopted an AI law?", [], [], ["Spain"]),
        ("What is the AI strategy of Italy?", [], [], ["Italy"]),
        ("What does French law say about deepfakes?", [], [], ["French law"]),
        ("法国有没有人工智能法？", [], [], ["法国"]),
        ("谁是法国总统？", [], [], ["法国"]),
        # only says who is meant, beside a law that is named
        ("Does SB 53 bind a developer based in Ireland?", ["us-ca-sb53"], [], ["Ireland"]),
        ("Does the GDPR protect people in Italy?", ["eu-gdpr"], [], ["Italy"]),
        # not in the EU
        ("Is social scoring allowed in Switzerland?", [], [], ["Switzerland"]),
    ],
)
def test_what_holds_in_a_member_state_is_asked_of_the_law_of_the_eu(
    question: str, scopes: list[str], states: list[str], outside: list[str]
) -> None:
    plan = PLANNER.plan(question, available=tuple(REGISTRY.instruments), as_of=date(2026, 11, 22))
    assert [scope.key for scope in plan.scopes] == scopes
    assert list(plan.states) == states
    assert list(plan.outside) == outside


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("A US court wants records that we store in China. May we hand them over?", ["cn"]),
        ("美国法院要我们交出放在北京机房的记录，能给吗？", ["cn"]),
        ("What may a US court do under SB 53?", ["us-ca-sb53"]),
        ("We send what users in China and the EU write to our US headquarters. What is asked?", ["cn", "eu"]),
        ("把上海用户和巴黎用户的对话传回美国总部，要满足什么条件？", ["cn", "eu"]),
        ("Compare the US and China on fines", ["us", "cn"]),
    ],
)
def test_the_court_that_asks_for_something_is_no_side_of_a_comparison(
    question: str, asked: list[str]
) -> None:
    plan = PLANNER.plan(question, available=tuple(REGISTRY.instruments), as_of=date(2026, 11, 22))
    assert [scope.key for scope in plan.scopes] == asked
