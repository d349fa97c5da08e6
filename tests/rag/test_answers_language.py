"""In which language, and from which text, the kettle laws are quoted."""

import pytest

from rag import Engine
from tests.rag.answer_invariants import is_chinese
from tests.rag.kettle_registry import CN
from tests.rag.parts_of_answers import cited, text

pytestmark = pytest.mark.model


def test_english_on_the_chinese_rule_reads_the_translation_beside_the_original(engine: Engine) -> None:
    answer = engine.ask("How quickly must a serious accident be reported under the China Kettle Provisions?")
    assert answer.language == "en"
    first = answer.statements[0]
    assert "twenty-four hours" in first.text
    main, *beside = cited(answer, first)
    assert (main.lang, main.role) == ("en", "translation")
    assert [(c.lang, c.role, c.pin) for c in beside] == [("zh", "authoritative", f"{CN}/art-6/1")]
    assert "二十四小时" in beside[0].quote
    assert main.parallel is not None
    assert (main.parallel.lang, main.parallel.role) == ("zh", "authoritative")


def test_the_original_beside_a_translated_point_is_that_point(engine: Engine) -> None:
    answer = engine.ask("What does the China Kettle Provisions require for marking?")
    for statement in answer.statements:
        places = {
            c.lang: {x.pin for x in cited(answer, statement) if x.lang == c.lang}
            for c in cited(answer, statement)
        }
        assert places["zh"] <= places["en"]


def test_chinese_on_the_english_act_reads_the_digest_beside_the_official_text(engine: Engine) -> None:
    answer = engine.ask("《自动水壶安全法》如何保护举报人？")
    assert answer.language == "zh"
    first = answer.statements[0]
    assert is_chinese(first.text)
    roles = [(c.lang, c.role) for c in cited(answer, first)]
    assert roles == [("zh", "digest"), ("en", "authoritative")]
    assert any("摘要" in note for note in answer.notes)


def test_a_translation_is_not_shown_without_a_word_about_it(engine: Engine) -> None:
    answer = engine.ask("How quickly must a serious accident be reported under the China Kettle Provisions?")
    assert {c.role for c in answer.citations} == {"translation", "authoritative"}
    assert not any("restatement" in note for note in answer.notes)


@pytest.mark.parametrize("answer_in", ["en", "zh"])
def test_the_answer_can_be_had_in_the_other_language(engine: Engine, answer_in: str) -> None:
    for question in ("What does KB 88 say about whistleblowers?", "违反《自动水壶管理规定》的罚款是多少？"):
        answer = engine.ask(question, answer_in=answer_in)  # type: ignore[arg-type]  # en or zh
        assert answer.language == answer_in
        assert answer.statements
        assert all(is_chinese(s.text) == (answer_in == "zh") for s in answer.statements)
        assert all(("第" in c.label) == (answer_in == "zh") for c in answer.citations)


def test_a_text_without_a_version_in_the_readers_language_is_quoted_with_a_note(engine: Engine) -> None:
    answer = engine.ask("《水壶条例》第五条怎么规定的？")
    assert not is_chinese(text(answer))
    assert [c.role for c in answer.citations] == ["authoritative"] * len(answer.citations)
    assert any("没有中文文本" in note for note in answer.notes)
