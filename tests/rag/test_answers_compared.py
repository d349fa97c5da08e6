"""Comparisons of the kettle laws: what is a column, what is a row, what stays silent."""

import pytest

from corpus import UsageError, covers
from rag import QUESTION_ROW, Engine
from rag.comparable import POLES
from tests.rag.kettle_registry import CA, CN, EU, OLD
from tests.rag.parts_of_answers import about, cited, text

pytestmark = pytest.mark.model


def test_each_named_instrument_is_a_column(engine: Engine) -> None:
    answer = engine.ask(
        "Compare the marking of kettles in the EU Kettle Act, the China Kettle Provisions and KB 88"
    )
    assert answer.plan.kind == "comparative"
    assert answer.matrix is not None
    assert answer.matrix.columns == (EU, CN, CA)
    assert answer.matrix.rows == ("marking",)
    cells = dict(zip(answer.matrix.columns, answer.matrix.cells[0], strict=True))
    assert cells[EU].status == cells[CN].status == "found"
    assert cells[CA].status == "silent"
    assert "red" in about(answer, EU)[0].text
    assert "blue" in about(answer, CN)[0].text


def test_of_a_comparison_each_side_is_found_in_its_turn(engine: Engine) -> None:
    question = "How fast must a serious accident be reported under the EU Kettle Act and the China Kettle Provisions?"
    found = [hit.instrument for hit in engine.search(question, limit=6).hits]
    assert all({*found[i : i + 2]} == {EU, CN} for i in (0, 2))
    pins = [hit.pin for hit in engine.search(question, limit=6).hits]
    assert len(pins) == len({*pins})


def test_places_choose_their_laws(engine: Engine) -> None:
    for question in (
        "How fast must a serious accident be reported in the EU, California and China?",
        "严重事故应当在多长时间内报告？比较欧盟、加州和中国。",
    ):
        answer = engine.ask(question)
        assert answer.matrix is not None
        assert {EU, CA, CN} <= set(answer.matrix.columns)
        assert all(about(answer, i) for i in (EU, CA, CN))


def test_two_matters_are_two_rows(engine: Engine) -> None:
    answer = engine.ask("Compare marking and fines in the EU Kettle Act and the China Kettle Provisions")
    assert answer.matrix is not None
    assert answer.matrix.rows == ("marking", "penalties")
    texts = {s.id: s.text for s in answer.statements}
    marking, fines = ([texts[k] for cell in row for k in cell.statements] for row in answer.matrix.cells)
    assert any("red" in t for t in marking)
    assert any("blue" in t for t in marking)
    assert any("EUR 40 000" in t for t in fines)
    assert any("50,000 yuan" in t for t in fines)


def test_a_comparison_without_a_facet_has_the_question_for_its_row(engine: Engine) -> None:
    answer = engine.ask("Compare testing before sale in the EU Kettle Act and the China Kettle Provisions")
    assert answer.matrix is not None
    assert answer.matrix.rows == (QUESTION_ROW,)
    assert "3 years" in text(answer)
    assert "three years" in text(answer)


def test_what_only_one_law_has_leaves_the_others_silent(engine: Engine) -> None:
    answer = engine.compare(["whistleblowers"], [EU, CA, CN])
    assert answer.matrix is not None
    assert [c.status for c in answer.matrix.cells[0]] == ["silent", "found", "silent"]


def test_a_facet_alone_compares_all_that_treat_it_grouped_by_pole(engine: Engine) -> None:
    answer = engine.compare(["accident-reporting"])
    assert answer.matrix is not None
    poles = [engine.registry.get(i).pole for i in answer.matrix.columns]
    assert {EU, CA, CN} <= set(answer.matrix.columns)
    assert OLD not in answer.matrix.columns
    assert poles == sorted(poles, key=POLES.index)


def test_a_pole_narrows_a_comparison(engine: Engine) -> None:
    answer = engine.compare(["accident-reporting"], poles=["cn-state"])
    assert answer.matrix is not None
    assert answer.matrix.columns == (CN,)
    with pytest.raises(UsageError, match="--pole"):
        engine.compare(["accident-reporting"], poles=["open-source"])


def test_a_facet_that_was_chosen_is_answered_from_what_is_filed_under_it(engine: Engine) -> None:
    answer = engine.compare(["accident-reporting"], [EU, CN])
    filed = [
        entry.pin
        for instrument in (EU, CN)
        for entry in engine.registry.digests[instrument].provisions
        if "accident-reporting" in entry.facets
    ]
    assert answer.statements
    for statement in answer.statements:  # beside it, a citation may give the words that it leans on
        pins = [c.pin for c in cited(answer, statement)]
        assert any(covers(pin, other) or covers(other, pin) for pin in filed for other in pins)


def test_a_facet_that_is_only_named_is_answered_by_its_rules_as_they_follow_each_other(
    engine: Engine,
) -> None:
    answer = engine.ask("Compare reporting in the EU and California")
    first = [
        [cited(answer, s)[0].pin for s in about(answer, i)]
        for i in (EU, CA)  # not the amending act beside the act as amended
    ]
    assert first == [[f"{EU}/art-4/1", f"{EU}/art-4/2"], [f"{CA}/sec-31002/a", f"{CA}/sec-31002/b"]]
    assert answer.matrix is not None
    assert answer.matrix.columns == (EU, CA)


def test_an_act_that_amends_another_is_no_column_beside_it(engine: Engine) -> None:
    answer = engine.ask("欧盟和加州关于报告的规定")
    assert answer.matrix is not None
    assert answer.matrix.columns == (EU, CA)


def test_an_unknown_facet_or_none_is_refused(engine: Engine) -> None:
    for facets, instruments in (
        ([], [EU]),
        (["teapots"], [EU]),
        (["marking"], ["eu-teapots"]),
    ):
        with pytest.raises(UsageError):
            engine.compare(facets, instruments)
