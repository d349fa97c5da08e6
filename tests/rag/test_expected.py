"""Expected answer types."""

import pytest

from rag.expected import expected_types, share_held


@pytest.mark.parametrize(
    ("question", "holds", "lacks"),
    [
        (
            "How fast must it be reported?",
            "within 15 days of becoming aware",
            "to the authority of the Member State",
        ),
        ("多久之内上报？", "应当在十个工作日内办理", "应当向网信部门报告"),
        ("What is the fine?", "up to EUR 35 000 000 or 7 %", "the tool must carry a mark"),
        ("最高罚多少钱？", "处一万元以上十万元以下罚款", "应当添加显式标识"),
        ("When do the duties apply?", "apply from 2 August 2026", "providers keep the logs"),
        ("何时施行？", "自2023年8月15日起施行", "应当加强管理"),
        (
            "What is an importer?",
            "‘importer’ means a person who brings in kettles",
            "importers keep the logs",
        ),
        ("Who counts as a maker under the kettle act?", "“Maker” means whoever builds one", "makers report"),
        ("How is a serious accident defined?", "is defined as a burn", "accidents are reported"),
        ("什么是深度合成？", "深度合成技术，是指利用算法制作文本的技术", "应当添加标识"),
        ("该标准用的是哪个说法？", "幻觉是指模型虚构内容", "应当加强管理"),
    ],
)
def test_a_sentence_with_the_fact_is_told_from_one_without(question: str, holds: str, lacks: str) -> None:
    expected = expected_types(question)
    assert expected
    assert share_held(holds, expected) > share_held(lacks, expected)


def test_an_open_question_expects_nothing() -> None:
    assert not expected_types("What must providers do about synthetic content?")
    assert not expected_types("What are the penalties?") & {"definition"}
    assert not expected_types("What is the right of access?") & {"definition"}
    assert share_held("within 15 days", frozenset()) == 0
