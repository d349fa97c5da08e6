"""The language of a question."""

import pytest

from rag.language import detect


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("How fast must incidents be reported?", "en"),
        ("事件要多快上报？", "zh"),
        ("SB 53 和 RAISE Act 有什么区别？", "zh"),
        ("EU AI Act Article 50(2) 与 Deep Synthesis Provisions 的区别是什么", "zh"),
        ("What does 显著标识 mean in the Deep Synthesis Provisions?", "en"),
        ("Article 50(2)", "en"),
        ("第十七条", "zh"),
        ("７２ hours", "en"),
        ("Quelles sont les amendes prévues par le règlement?", "en"),
        ("?!", "en"),
    ],
)
def test_language_of_a_question(question: str, expected: str) -> None:
    assert detect(question) == expected
