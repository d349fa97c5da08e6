"""No answer, a note, or the law of the day: what the kettle laws do not say is not said."""

from datetime import date

import pytest

from rag import Engine
from tests.rag.answer_invariants import is_chinese
from tests.rag.kettle_registry import EU, OLD
from tests.rag.parts_of_answers import about, text

pytestmark = pytest.mark.model


@pytest.mark.parametrize(
    ("question", "place"),
    [
        ("How does Japan regulate kettles?", "Japan"),
        ("英国对自动水壶的标识有什么要求？", "英国"),
        ("What fines for unreported kettle accidents are there in Texas?", "Texas"),
    ],
)
def test_places_that_the_corpus_does_not_hold_are_no_answer(
    engine: Engine, question: str, place: str
) -> None:
    answer = engine.ask(question)
    assert answer.abstained
    assert place in (answer.abstain_reason or "")
    assert not answer.citations


def test_a_place_outside_beside_one_inside_is_noted(engine: Engine) -> None:
    answer = engine.ask("How fast must a serious accident be reported in the EU and in Japan?")
    assert about(answer, EU)
    assert any("Japan" in note for note in answer.notes)


@pytest.mark.parametrize(
    "question",
    [
        "How do I bake sourdough bread at home?",
        "Who won the football world cup in 1998?",
        "今天北京的天气怎么样？",
        "如何申请个人所得税退税？",
        "asdkjh qwe zxcmn",
    ],
)
def test_questions_about_something_else_are_not_answered(engine: Engine, question: str) -> None:
    answer = engine.ask(question)
    assert answer.abstained, text(answer)
    assert answer.abstain_reason
    assert is_chinese(answer.abstain_reason) == (answer.language == "zh")


def test_what_has_ended_is_not_implied_but_answers_when_named(engine: Engine) -> None:
    implied = engine.ask("Within how many days must kettle accidents be reported in California?")
    assert OLD not in {s.instrument for s in implied.statements}
    named = engine.ask("What did KB 22 require for reporting accidents?")
    assert {s.instrument for s in named.statements} == {OLD}
    assert any("vetoed" in note and "2022-09-30" in note for note in named.notes)
    unnamed = engine.ask("Within how many days must kettle accidents be reported to the state?")
    assert OLD not in {s.instrument for s in unnamed.statements}


def test_what_has_ended_is_implied_on_a_day_before_its_end(engine: Engine) -> None:
    answer = engine.ask(
        "Within how many days must kettle accidents be reported in California?", as_of=date(2022, 9, 1)
    )
    assert {s.instrument for s in answer.statements} == {OLD}
    assert not any("vetoed" in note for note in answer.notes)


@pytest.mark.parametrize(
    "question",
    [
        "Within how many days must a serious accident be reported under the EU Kettle Act?",
        "What does Article 4(2) of the EU Kettle Act say?",
        "What does Article 4 of the EU Kettle Act say?",
        "水壶条例要求多久报告严重事故？",
        "《水壶条例》第4条第2款",
    ],
)
def test_an_amended_provision_is_not_stated_from_the_text_before(engine: Engine, question: str) -> None:
    answer = engine.ask(question)
    assert "10 days" not in text(answer)
    assert ("5日内" if answer.language == "zh" else "within 5 days") in text(answer)
    shown = [c.quote for c in answer.citations] + [c.parallel.quote for c in answer.citations if c.parallel]
    assert not any("10 days" in quote for quote in shown)
    amending = engine.registry.get("eu-kettle-omnibus").short.get(answer.language)
    assert any(amending in note and "2026-08-01" in note for note in answer.notes), answer.notes


@pytest.mark.parametrize(
    "question",
    [
        "Within how many days must a serious accident be reported under the EU Kettle Act?",
        "What does Article 4(2) of the EU Kettle Act say?",
    ],
)
def test_before_the_amendment_the_older_text_is_the_law(engine: Engine, question: str) -> None:
    answer = engine.ask(question, as_of=date(2025, 5, 1))
    assert "10 days" in text(answer)
    assert "5 days" not in text(answer)
    assert any("until 2026-08-01" in note and "Omnibus" in note for note in answer.notes), answer.notes
    changed = [c for c in answer.citations if "10 days" in c.quote]
    assert changed and {c.until for c in changed} == {date(2026, 8, 1)}


def test_a_law_that_is_not_yet_in_force_is_noted(engine: Engine) -> None:
    answer = engine.ask("What does KB 88 say about whistleblowers?", as_of=date(2024, 10, 1))
    assert any("2025-01-01" in note for note in answer.notes)


def test_only_the_given_instruments_answer(engine: Engine) -> None:
    answer = engine.ask("How fast must a serious accident be reported in China?", instruments=[EU])
    assert {s.instrument for s in answer.statements} <= {EU}
