"""References to provisions in questions, in both languages and every tradition."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import Lang, find_references, label
from corpus.pins import join
from tests.corpus.kettles import CITED
from tests.corpus.pin_strategies import usual_segments

_SENTENCES: dict[Lang, tuple[str, ...]] = {
    "en": (
        "What does {} require?",
        "Kettles ({}) may whistle.",
        "See {}",
        "{}: who must whistle within 15 days?",
    ),
    "zh": ("请问{}有何要求？", "《水壶法》{}规定了什么", "{}", "水壶（见{}）在24小时内由谁报告？"),
}


@given(data=st.data(), cited=st.sampled_from(sorted(CITED)), lang=st.sampled_from(("en", "zh")))
def test_every_label_is_found_in_a_sentence(data: st.DataObject, cited: str, lang: Lang) -> None:
    instrument = CITED[cited]
    segments = data.draw(usual_segments(instrument.citation))
    shown = label(join(instrument.id, segments), instrument, lang)
    sentence = data.draw(st.sampled_from(_SENTENCES[lang])).format(shown)
    found = [r for r in find_references(sentence, lang) if segments in r.candidates]
    assert [r.text for r in found] == [shown]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Article 50(2) AI Act", {"Article 50(2)": "art-50/2"}),
        ("Art 50 (2) (a)", {"Art 50 (2) (a)": "art-50/2/a"}),
        ("art.5(1)(f) GDPR", {"art.5(1)(f)": "art-5/1/f"}),
        ("Articles 9 and 10?", {"Articles 9": "art-9", "10": "art-10"}),
        ("Article 9 and 10(2)", {"Article 9": "art-9", "10(2)": "art-10/2"}),
        ("Arts. 5(1)(a), (b) and 6", {"Arts. 5(1)(a)": "art-5/1/a", "(b)": "art-5/1/b", "6": "art-6"}),
        ("Recitals 12, 13 and 14", {"Recitals 12": "rec-12", "13": "rec-13", "14": "rec-14"}),
        ("recital (12)", {"recital (12)": "rec-12"}),
        ("Annex III point 1(a)", {"Annex III point 1(a)": "annex-iii/1/a"}),
        ("point 1(a) of Annex III", {"point 1(a) of Annex III": "annex-iii/1/a"}),
        ("Annex VII, point 3.1(a)", {"Annex VII, point 3.1(a)": "annex-vii/3.1/a"}),
        ("Annex 3", {"Annex 3": "annex-iii"}),
        ("Section A of Annex I", {"Section A of Annex I": "annex-i/sec-a"}),
        ("Article 6(2), point (a)", {"Article 6(2), point (a)": "art-6/2/a"}),
        ("Article 6(2), points (a) and (b)", {"Article 6(2), points (a)": "art-6/2/a", "(b)": "art-6/2/b"}),
        ("the second subparagraph of Article 7", {"second subparagraph of Article 7": "art-7/p2"}),
        ("§ 22757.13(c)", {"§ 22757.13(c)": "sec-22757.13/c"}),
        ("section 22757.13(c)(1)", {"section 22757.13(c)(1)": "sec-22757.13/c/1"}),
        ("§§ 22757.12 and 22757.13", {"§§ 22757.12": "sec-22757.12", "22757.13": "sec-22757.13"}),
        ("SB 53 22757.13(c)", {"22757.13(c)": "sec-22757.13/c"}),
        (
            "paragraph (1) of subdivision (c) of Section 22757.13",
            {"paragraph (1) of subdivision (c) of Section 22757.13": "sec-22757.13/c/1"},
        ),
        ("Sec. 4.2(a)(i)", {"Sec. 4.2(a)(i)": "sec-4.2/a/i"}),
        ("Section 3.2", {"Section 3.2": "s-3.2"}),
        ("C.R.S. 6-1-1702(1)(a)", {"6-1-1702(1)(a)": "sec-6-1-1702/1/a"}),
        ("§ 10-3-1104.9(1)(hhhh)", {"§ 10-3-1104.9(1)(hhhh)": "sec-10-3-1104.9/1/hhhh"}),
        ("GOVERN 1.1 of the AI RMF", {"GOVERN 1.1": "s-govern-1.1"}),
        ("Measure 4.1", {"Measure 4.1": "s-4.1"}),
        ("Annex 1.2.1, point 3", {"Annex 1.2.1, point 3": "annex-1.2.1/3"}),
        ("Annex A.1(e)", {"Annex A.1(e)": "annex-a.1/e"}),
        ("“boiling-over”(2)", {"“boiling-over”(2)": "h-boiling-over/2"}),
        ("“part-2”, “boiling-over”(2)", {"“part-2”, “boiling-over”(2)": "h-part-2/h-boiling-over/2"}),
        ("paragraph 12 of the declaration", {"paragraph 12": "p-12"}),
        ("Chapter III Section 2?", {"Chapter III Section 2": "h-chapter-iii-section-2"}),
        ("第三章第二节", {"第三章第二节": "h-chapter-3-section-2"}),
        ("第三章", {"第三章": "h-chapter-iii"}),
        ("第十七条", {"第十七条": "art-17"}),
        ("第１７条第２款", {"第１７条第２款": "art-17/2"}),
        ("第十四条第一款第（二）项", {"第十四条第一款第（二）项": "art-14/1/2"}),
        ("第十四条第二项", {"第十四条第二项": "art-14/1/2"}),
        ("第九条和第十条", {"第九条": "art-9", "第十条": "art-10"}),
        ("第九、十一条", {"第九、十一条": "art-11"}),
        ("第五条第一款和第三款", {"第五条第一款": "art-5/1", "第三款": "art-5/3"}),
        ("第五条第一款第（一）、（三）项", {"第五条第一款第（一）": "art-5/1/1", "（三）项": "art-5/1/3"}),
        ("第6条第2款a项", {"第6条第2款a项": "art-6/2/a"}),
        ("第5条第1款(bb)项", {"第5条第1款(bb)项": "art-5/1/bb"}),
        ("第50条(2)(a)", {"第50条(2)(a)": "art-50/2/a"}),
        ("附件三第1点(a)项", {"附件三第1点(a)项": "annex-iii/1/a"}),
        ("附件III", {"附件III": "annex-iii"}),
        ("序言第12段", {"序言第12段": "rec-12"}),
        ("鉴于第12条", {"鉴于第12条": "rec-12"}),
        ("鉴于条款（12）", {"鉴于条款（12）": "rec-12"}),
        ("第22757.13条(c)(1)", {"第22757.13条(c)(1)": "sec-22757.13/c/1"}),
        ("第4节(a)(ii)", {"第4节(a)(ii)": "sec-4/a/ii"}),
        ("AI Act Art. 50(2) 与暂行办法第十七条", {"Art. 50(2)": "art-50/2", "第十七条": "art-17"}),
    ],
)
def test_usual_spellings(question: str, expected: dict[str, str]) -> None:
    found = {r.text: ["/".join(c) for c in r.candidates] for r in find_references(question)}
    assert list(found) == list(expected)
    assert all(pin in found[text] for text, pin in expected.items()), found


@pytest.mark.parametrize(
    ("question", "articles"),
    [
        ("Articles 9 to 12", [9, 10, 11, 12]),
        ("Articles 9–11 and 15", [9, 10, 11, 15]),
        ("第九条至第十二条", [9, 10, 11, 12]),
        ("第9-12条", [9, 10, 11, 12]),
        ("第九、十一至十三条", [9, 11, 12, 13]),
    ],
)
def test_ranges_are_counted_out(question: str, articles: list[int]) -> None:
    assert [r.candidates[0] for r in find_references(question)] == [(f"art-{n}",) for n in articles]


def test_lists_before_a_head_are_all_found() -> None:
    found = find_references(
        "do points (a), (b) and (c) of paragraph 2 of Article 6 and paragraphs 1 and 2 of Article 7 apply"
    )
    assert ["/".join(r.candidates[0]) for r in found] == [
        "art-6/2/a",
        "art-6/2/b",
        "art-6/2/c",
        "art-7/1",
        "art-7/2",
    ]


def test_an_item_without_its_paragraph_has_both_readings() -> None:
    (reference,) = find_references("第四条第（一）项")
    assert [c for c in reference.candidates if c[0] == "art-4"] == [("art-4", "1", "1"), ("art-4", "1")]
    (reference,) = find_references("Article 6(f)")
    assert reference.candidates[:2] == (("art-6", "f"), ("art-6", "1", "f"))
    assert reference.pins("eu-gdpr")[1] == "eu-gdpr/art-6/1/f"


@pytest.mark.parametrize(
    "question",
    [
        "How fast must an incident be reported in the EU, California and China?",
        "提供者应当在三日内向谁报告？一条意见，三点理由。",
        "The state of the art 2025; a fine of 15.5 million in 2026-07-24; 10.25 %",
        "the annex a provider must file",
        "how do they map 15 risks, manage 3 of them and measure 2?",
        "What does the Act call “high-risk”? And “high-risk”(as is), “open-weight”(as is)?",
        "Stats. 2025, Chapter 138 and Chapter 25.1",
        "",
    ],
)
def test_what_is_no_reference(question: str) -> None:
    assert find_references(question) == []


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Article 73 and 15 days", "Article 73"),
        ("Article 50 (EU)", "Article 50"),
        ("Article 50(EU)", "Article 50"),
        ("Article 5 points a company to", "Article 5"),
        ("第五条3点意见", "第五条"),
        ("Article 50 (2024)", "Article 50"),
    ],
)
def test_a_reference_ends_where_it_ends(question: str, text: str) -> None:
    assert [r.text for r in find_references(question)] == [text]


@given(
    st.text(alphabet="Articles sction §.()0123456789abi第条款项附件序言鉴于一二十、和至,-“”（）", max_size=60)
)
def test_any_text_gives_slices_of_itself_in_order(text: str) -> None:
    found = find_references(text)
    assert all(text[r.start : r.end] == r.text and r.candidates for r in found)
    assert [r.start for r in found] == sorted(r.start for r in found)
    assert all(len(r.pins("xx-kettles")) == len(r.candidates) for r in found)


def test_a_very_long_question_takes_no_noticeable_time() -> None:
    question = "Does Article 5(1)(a) or 第十四条第一款 apply to kettles of paragraph 2 of 3 points? " * 1300
    start = time.perf_counter()
    assert len(find_references(question)) >= 2600
    assert time.perf_counter() - start < 5
