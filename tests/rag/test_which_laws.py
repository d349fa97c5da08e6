"""Questions that ask which laws hold something: they are known as such, and each law is told once."""

from datetime import date

import pytest

from corpus import load_registry
from rag import Engine
from rag.planner import Planner
from rag.which_laws import LAWS, sought
from tests.rag.kettle_registry import CA, CN, EU


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("Which laws set a compute threshold?", "law"),
        ("What AI laws are in force in China?", "law"),
        ("Which countries require watermarks?", "law"),
        ("Which US states regulate frontier models?", "law"),
        ("In which jurisdictions must incidents be reported?", "law"),
        ("哪些法律规定了算力阈值？", "law"),
        ("哪部法律要求报告？", "law"),
        ("有哪些国家要求加水印？", "law"),
        ("Which frameworks say when to stop training?", "text"),
        ("哪些文件提到了红队测试？", "text"),
        ("哪些实验室承诺了外部测试？", "text"),
        ("Which documents must a provider keep?", None),
        ("What is the law on deepfakes?", None),
        ("What must the law's addressees do?", None),
        ("Which court hears appeals?", None),
        ("Which acts are prohibited?", None),
        ("哪些法院有管辖权？", None),
        ("提供者要保存哪些文件？", None),
        ("中国对未成年人有哪些规定？", None),
    ],
)
def test_what_is_sought_is_told(question: str, asked: str | None) -> None:
    assert sought(question) == asked


def test_companies_that_a_law_protects_from_are_no_side() -> None:
    planner = Planner(load_registry(), lambda _: False)
    plan = planner.plan("Which laws protect whistleblowers at AI companies?", as_of=date(2026, 11, 22))
    assert plan.sought == "law"
    assert not plan.scopes


@pytest.mark.model
@pytest.mark.parametrize(
    "question", ["Which laws require serious accidents to be reported?", "哪些法律要求报告严重事故？"]
)
def test_each_law_that_answers_is_told_once_and_no_other_text(engine: Engine, question: str) -> None:
    answer = engine.ask(question)
    told = [statement.instrument for statement in answer.statements]
    assert set(told) == {EU, CA, CN}
    assert len(told) == len(set(told))
    assert all(engine.registry.get(instrument).kind in LAWS for instrument in told)


@pytest.mark.model
def test_a_named_law_is_told_with_all_that_answers(engine: Engine) -> None:
    asked, sought_in = (
        engine.ask(question, instruments=(EU,))
        for question in (
            "How are serious accidents reported?",
            "Which laws say how serious accidents are reported?",
        )
    )
    assert len(sought_in.statements) == len(asked.statements) > 1


@pytest.mark.model
def test_where_no_law_holds_it_nothing_is_told(engine: Engine) -> None:
    assert engine.ask("Which laws regulate the price of bread?").abstained
