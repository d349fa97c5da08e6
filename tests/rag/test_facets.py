"""Facets: what a question asks about is recognised however an analyst puts it, and nothing else is."""

from datetime import date

import pytest

from corpus import load_registry
from rag.planner import Planner
from tests.rag.facet_paraphrases import paraphrases

REGISTRY = load_registry()
HELD = tuple(REGISTRY.instruments)
PLANNER = Planner(REGISTRY, lambda _: False)


def rows(question: str) -> tuple[tuple[str, ...], ...]:
    """The facets asked about, as rows of a matrix; the first facet names its row."""
    return PLANNER.plan(question, available=HELD, as_of=date(2026, 11, 22)).rows


@pytest.mark.parametrize(
    ("facet", "question"), [(f.id, q) for f in REGISTRY.facets for q in (*f.questions.en, *f.questions.zh)]
)
def test_a_typical_question_is_recognised_as_its_facet(facet: str, question: str) -> None:
    assert [row[0] for row in rows(question)][:1] == [facet], rows(question)


@pytest.mark.parametrize(("facet", "question"), list(paraphrases()))
def test_a_paraphrase_is_recognised_as_its_facet(facet: str, question: str) -> None:
    assert [row[0] for row in rows(question)][:1] == [facet], rows(question)


def test_every_facet_has_paraphrases_in_both_languages() -> None:
    asked = list(paraphrases())
    typical = {q for f in REGISTRY.facets for q in (*f.questions.en, *f.questions.zh)}
    assert not typical & {question for _, question in asked}
    for facet in REGISTRY.facets:
        own = [question for key, question in asked if key == facet.id]
        assert sum(q.isascii() for q in own) >= 3 and sum(not q.isascii() for q in own) >= 3, facet.id


def test_most_paraphrases_ask_about_one_thing_only() -> None:
    several = [
        (question, rows(question)) for facet, question in paraphrases() if rows(question) != ((facet,),)
    ]
    assert len(several) <= len(list(paraphrases())) / 10, several


@pytest.mark.parametrize(
    ("question", "facet"),
    [
        ("Who answers for a fine-tuned model?", "open-source"),
        ("What are the rules on data labelling?", "training-data"),
        ("Is a CE marking required?", "pre-release-evaluation"),
        ("Who must be told of a personal data breach?", "incident-reporting"),
        ("What is a cybersecurity incident?", "incident-reporting"),
        ("Can people withdraw consent?", "data-protection"),
        ("Is a data protection impact assessment needed?", "pre-release-evaluation"),
        ("Which threshold is 10^26?", "compute-thresholds"),
        ("Which models exceed 10²⁵?", "compute-thresholds"),
        ("Is anyone who reports a danger protected?", "whistleblowers"),
        ("What is asked of the data on which a model is trained?", "training-data"),
        ("系统要能紧急关停吗？", "human-oversight"),
        ("用户需要实名认证吗？", "user-duties"),
        ("去标识化以后还算个人信息吗？", "data-protection"),
        ("哪些服务具有舆论属性？", "filing-registration"),
        ("什么情况下会被通报批评？", "penalties"),
        ("可以撤回同意吗？", "data-protection"),
        ("什么时候做个人信息保护影响评估？", "pre-release-evaluation"),
        ("如何落实网络安全等级保护？", "model-security"),
    ],
)
def test_a_phrase_takes_its_words_out_of_other_facets(question: str, facet: str) -> None:
    assert rows(question)[0][0] == facet
    assert len(rows(question)) == 1


@pytest.mark.parametrize(
    "question",
    [
        "Who signed the Bletchley Declaration?",
        "Summarise the OpenAI Charter",
        "What must a frontier developer do in California?",
        "What does each provider owe to the public?",
        "Which rules apply to chatbots in New York?",
        "How does the framework cover the topic in general?",
        "Which developers work with the third parties named there?",
        "What licence do I need to fly a drone?",
        "How long is parental leave in the EU?",
        "How many days of paid vacation must employers give?",
        "What is the best recipe for pancakes?",
        "《布莱切利宣言》有哪些国家参加？",
        "提供者和开发者应当做什么？",
        "这份文件讲了哪些内容？",
        "公司注册资本最低是多少？",
        "交通事故责任怎么分？",
        "股东大会需要提前几天通知？",
        "怎么做红烧肉？",
    ],
)
def test_everyday_words_and_actors_are_no_facet(question: str) -> None:
    assert rows(question) == ()
