"""Follow-ups: what leans on the question before is completed from it, and nothing else is touched."""

import pytest

from corpus import load_registry
from rag import MAX_QUESTION, FollowUps

FOLLOW_UPS = FollowUps(load_registry())
THREE = "How fast must serious incidents be reported in the EU, California and China, and to whom?"
ONE = "What does the EU AI Act say about fines?"
NOWHERE = "Who must label synthetic content?"
三地 = "训练数据来源需要向谁披露？欧盟、中国、加州分别怎么规定？"
两法 = "欧盟《人工智能法》与中国《标识办法》对深度合成内容的标识要求有何不同？"


@pytest.mark.parametrize(
    ("question", "previous", "whole"),
    [
        ("and in China?", THREE, "How fast must serious incidents be reported in China, and to whom?"),
        ("What about New York", THREE, "How fast must serious incidents be reported in New York, and to whom?"),
        ("California?", THREE, "How fast must serious incidents be reported in California, and to whom?"),
        ("the same for SB 53", ONE, "What does SB 53 say about fines?"),
        ("那加州呢？", 三地, "训练数据来源需要向谁披露？加州分别怎么规定？"),
        ("纽约呢", 三地, "训练数据来源需要向谁披露？纽约分别怎么规定？"),
        ("那《暂行办法》呢？", 两法, "《暂行办法》对深度合成内容的标识要求有何不同？"),
        # of another place where none was named before
        ("and in China?", NOWHERE, "Who must label synthetic content in China?"),
        ("那中国呢？", "谁应当添加隐式标识？", "在中国，谁应当添加隐式标识？"),
        # a place that the corpus does not hold is a place too: the answer says so
        ("and in Japan?", ONE, "What does Japan say about fines?"),
    ],
)  # fmt: skip
def test_another_place_or_law_is_asked_the_same(question: str, previous: str, whole: str) -> None:
    assert FOLLOW_UPS.complete(question, previous) == whole


@pytest.mark.parametrize(
    ("question", "previous", "whole"),
    [
        ("what about fines?", THREE, "What do the EU, California and China say about fines?"),
        ("And whistleblowers?", ONE, "What does the EU AI Act say about whistleblowers?"),
        ("and when does it apply?", ONE, "When does it apply (the EU AI Act)?"),
        ("When does it apply?", ONE, "When does it apply (the EU AI Act)?"),
        ("and Article 26?", ONE, "Article 26 (the EU AI Act)?"),
        ("罚款呢？", 三地, "欧盟、中国、加州对罚款有何规定？"),
        ("那举报人保护呢？", 三地, "欧盟、中国、加州对举报人保护有何规定？"),
        ("它什么时候生效？", "《暂行办法》适用于谁？", "《暂行办法》：它什么时候生效？"),
        ("那第十七条呢？", "《暂行办法》适用于谁？", "《暂行办法》：第十七条？"),
    ],
)
def test_another_matter_is_asked_of_the_same_laws(question: str, previous: str, whole: str) -> None:
    assert FOLLOW_UPS.complete(question, previous) == whole


def test_a_change_of_language_keeps_the_laws() -> None:
    assert FOLLOW_UPS.complete("罚款呢？", ONE) == "欧盟《人工智能法》对罚款有何规定？"
    assert FOLLOW_UPS.complete("what about fines?", "《暂行办法》适用于谁？").startswith(
        "What does China GenAI"
    )
    assert FOLLOW_UPS.complete("那加州呢？", ONE) == "What does California say about fines?"


@pytest.mark.parametrize("previous", [THREE, 三地, ONE, NOWHERE])
@pytest.mark.parametrize(
    "question",
    [
        "What is a serious incident under SB 53?",
        "And what must providers of deep synthesis services in China do about labels?",
        "What about labelling in New York?",
        "Who must report serious incidents?",
        "中国对深度合成内容的标识有何要求？",
        "哪些模型可以豁免？",
        "",
        "?",
        "x" * MAX_QUESTION,
    ],
)
def test_what_stands_by_itself_is_left_as_it_is(question: str, previous: str) -> None:
    assert FOLLOW_UPS.complete(question, previous) == question


@pytest.mark.parametrize("question", ["and in China?", "那加州呢？", "what about fines?"])
def test_the_first_question_has_nothing_to_lean_on(question: str) -> None:
    assert FOLLOW_UPS.complete(question, None) == question


def test_a_comparison_whose_sides_stand_apart_is_asked_anew() -> None:
    before = "How does the EU AI Act compare with SB 53 on whistleblowers?"
    assert FOLLOW_UPS.complete("and New York?", before) == "What does New York say about whistleblowers?"
