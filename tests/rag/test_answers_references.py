"""Exact references to provisions of the kettle laws."""

import pytest

from rag import Engine
from tests.rag.kettle_registry import CA, CN, EU
from tests.rag.parts_of_answers import cited, text

pytestmark = pytest.mark.model


@pytest.mark.parametrize(
    ("question", "pin", "words"),
    [
        ("What does Article 3(2) of the EU Kettle Act say?", f"{EU}/art-3/2", "nor cover it"),
        (
            "Article 3(3), point (b), of the EU Kettle Act",
            f"{EU}/art-3/3/b",
            "the year in which the kettle was made",
        ),
        ("Recital 2 of the EU Kettle Act", f"{EU}/rec-2", "A visible mark serves"),
        ("《水壶条例》第3条第2款", f"{EU}/art-3/2", "nor cover it"),
        ("《自动水壶管理规定》第七条", f"{CN}/art-7", "测试记录应当保存三年"),
        ("自动水壶管理规定第四条第二款第（二）项", f"{CN}/art-4/2/2", "水壶的生产日期"),
        ("Article 5 of the China Kettle Provisions", f"{CN}/art-5", "delete or cover up"),
        ("KB 88 § 31002(b)", f"{CA}/sec-31002/b", "within 24 hours"),
        ("KB 88 section 31004", f"{CA}/sec-31004", "civil penalty of up to $100,000"),
    ],
)
def test_a_reference_reaches_its_provision(engine: Engine, question: str, pin: str, words: str) -> None:
    answer = engine.ask(question)
    assert answer.plan.kind == "reference"
    assert pin in {c.pin for c in answer.citations}
    assert words in text(answer)
    assert {s.instrument for s in answer.statements} == {pin.split("/")[0]}


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("What does Article 44 of the EU Kettle Act say?", "Article 44"),
        ("自动水壶管理规定第四十四条", "第四十四条"),
        ("KB 88 § 31999", "31999"),
    ],
)
def test_a_missing_provision_is_named(engine: Engine, question: str, named: str) -> None:
    answer = engine.ask(question)
    assert answer.abstained
    assert named in (answer.abstain_reason or "")


def test_a_missing_provision_beside_an_existing_one_is_named_in_a_note(engine: Engine) -> None:
    answer = engine.ask("What do Article 3(2) and Article 44 of the EU Kettle Act say?")
    assert not answer.abstained
    assert any("Article 44" in note for note in answer.notes)


@pytest.mark.parametrize(
    ("question", "pins"),
    [
        ("What does Article 3 of the EU Kettle Act say?", [f"{EU}/art-3/{n}" for n in (1, 2, 3)]),
        ("《自动水壶管理规定》第六条", [f"{CN}/art-6/1", f"{CN}/art-6/2"]),
        ("Article 6 of the China Kettle Provisions", [f"{CN}/art-6/1", f"{CN}/art-6/2"]),
        ("KB 88 § 31002", [f"{CA}/sec-31002/{n}" for n in "abc"]),
    ],
)
def test_a_whole_article_is_stated_paragraph_by_paragraph(
    engine: Engine, question: str, pins: list[str]
) -> None:
    answer = engine.ask(question)
    assert [cited(answer, s)[0].pin for s in answer.statements] == pins


@pytest.mark.parametrize(
    ("question", "pin"),
    [
        ("What does Article 2 of the EU Kettle Act say?", f"{EU}/art-2"),
        ("What does Article 5 of the EU Kettle Act say?", f"{EU}/art-5"),
        ("《自动水壶管理规定》第四条", f"{CN}/art-4"),
        ("KB 88 § 31001", f"{CA}/sec-31001"),
    ],
)
def test_a_whole_article_is_stated_without_a_gap(engine: Engine, question: str, pin: str) -> None:
    answer = engine.ask(question)
    provision = engine.index.provision(pin, answer.language)
    assert provision is not None
    rest = engine.index.catalog.text(provision.source)[max(provision.start, provision.body) : provision.end]
    for citation in answer.citations:
        rest = rest.replace(citation.quote, "")
    assert not any(c.isalpha() for c in rest), rest  # only the numbers of paragraphs are left
