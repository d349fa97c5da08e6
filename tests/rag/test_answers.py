# ruff: noqa: E501 (sentences of laws and questions are not wrapped)
"""Answers over the kettle laws: language and role, exact references, comparisons, whole sentences, honesty."""

from datetime import date

import pytest

from corpus import UsageError, covers
from rag import QUESTION_ROW, Answer, Citation, Engine, Statement
from rag.comparable import POLES
from tests.rag.answer_invariants import is_chinese
from tests.rag.kettle_registry import CA, CN, EU, OLD

pytestmark = pytest.mark.model


def cited(answer: Answer, statement: Statement) -> list[Citation]:
    return [c for c in answer.citations if c.id in statement.citations]


def about(answer: Answer, instrument: str) -> list[Statement]:
    return [s for s in answer.statements if s.instrument == instrument]


def text(answer: Answer) -> str:
    return "\n".join(s.text for s in answer.statements)


# --- the reader's language ------------------------------------------------------------------------------------------


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


# --- exact references ------------------------------------------------------------------------------------------------


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


# --- comparisons -----------------------------------------------------------------------------------------------------


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


def test_an_unknown_facet_or_none_is_refused(engine: Engine) -> None:
    for facets, instruments in (
        ([], [EU]),
        (["teapots"], [EU]),
        (["marking"], ["eu-teapots"]),
    ):
        with pytest.raises(UsageError):
            engine.compare(facets, instruments)


# --- whole sentences -------------------------------------------------------------------------------------------------


def test_a_list_item_comes_with_the_words_that_introduce_it(engine: Engine) -> None:
    for question, lead, item in (
        ("Does the EU Kettle Act apply to kettles in a museum?", "does not apply to", "museum"),
        (
            "Is a burn that has to be treated by a doctor a serious accident in the EU Kettle Act?",
            "means an event",
            "a burn",
        ),
        (
            "Is a fire in a dwelling a critical kettle incident under KB 88?",
            "means either of the following",
            "A fire",
        ),
        ("《自动水壶管理规定》的标识是否应当载明生产日期？", "应当载明下列内容", "生产日期"),
    ):
        answer = engine.ask(question)
        holding = [s.text for s in answer.statements if item in s.text]
        assert holding, question
        assert all(lead in t for t in holding if "restate" not in t), holding


@pytest.mark.parametrize(
    ("question", "dependent", "leant_on"),
    [
        ("How many days before a test must the market office tell the maker in the EU Kettle Act?", "3 days before", "may watch any test"),
        ("《自动水壶管理规定》中事故报告应当包括哪些内容，例如事故原因、损失情况？", "前款规定的报告", "二十四小时"),
        ("What shall the accident report include, such as the cause and the losses, under the China Kettle Provisions?", "the preceding paragraph", "twenty-four hours"),
        ("《自动水壶管理规定》的标识应当载明什么内容？", "前款规定的标识", "蓝色标识"),
    ],
)  # fmt: skip
def test_a_dependent_sentence_brings_what_it_leans_on(
    engine: Engine, question: str, dependent: str, leant_on: str
) -> None:
    holding = [s for s in engine.ask(question).statements if dependent in s.text]
    assert holding
    assert all(leant_on in s.text for s in holding), [s.text for s in holding]


# --- honesty ---------------------------------------------------------------------------------------------------------


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
