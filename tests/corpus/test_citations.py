"""Labels: what a reader sees for a pin, and that it always leads back to that pin."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import Lang, UsageError, label, parse_label
from corpus.pins import join, slug
from tests.corpus.kettles import CITED
from tests.corpus.pin_strategies import any_segments, usual_segments


@pytest.mark.parametrize(
    ("style", "pin", "en", "zh"),
    [
        ("eu", "art-50/2", "Art. 50(2)", "第50条第2款"),
        ("eu", "art-6/2/a", "Art. 6(2)(a)", "第6条第2款(a)项"),
        ("eu", "art-5/1/h/iii", "Art. 5(1)(h)(iii)", "第5条第1款(h)项(iii)目"),
        ("eu", "art-5/1/ba", "Art. 5(1)(ba)", "第5条第1款(ba)项"),
        ("eu", "art-60a/1a", "Art. 60a(1a)", "第60a条第1a款"),
        ("eu", "art-7/p2/b", "Art. 7, subpara. 2(b)", "第7条第2段(b)项"),
        ("eu", "rec-12", "Recital 12", "序言第12段"),
        ("eu", "annex-iii", "Annex III", "附件三"),
        ("eu", "annex-iii/1/a", "Annex III, point 1(a)", "附件三第1点(a)项"),
        ("eu", "annex-vii/3.1/a", "Annex VII, point 3.1(a)", "附件七第3.1点(a)项"),
        ("eu", "annex-xiv", "Annex XIV", "附件十四"),
        ("eu", "annex-i/sec-a/3", "Annex I, Section A, point 3", "附件一第A部分第3点"),
        ("eu", "annex-c", "Annex C", "附件C"),
        ("cn", "art-14/1/2", "Art. 14(1)(2)", "第十四条第一款第（二）项"),
        ("cn", "art-105", "Art. 105", "第一百零五条"),
        ("cn", "art-120-1", "Art. 120-1", "第一百二十条之一"),
        ("us-ca", "sec-22757.13/c/1", "§ 22757.13(c)(1)", "第22757.13条(c)(1)"),
        ("us-ca", "sec-22757.12/a/1/b/iv/i", "§ 22757.12(a)(1)(B)(iv)(I)", "第22757.12条(a)(1)(B)(iv)(I)"),
        ("us-ca", "sec-1107/1/a", "§ 1107(1)(A)", "第1107条(1)(A)"),
        ("us-ca", "act-sec-1/a", "Act § 1(a)", "法案第1节(a)"),
        ("us-co", "sec-6-1-1702/1/a/ii/b", "§ 6-1-1702(1)(a)(II)(B)", "第6-1-1702条(1)(a)(II)(B)"),
        ("us-ny", "sec-1421/1/c/ii", "§ 1421(1)(c)(ii)", "第1421条(1)(c)(ii)"),
        ("us-eo", "sec-4/a/ii", "Sec. 4(a)(ii)", "第4节(a)(ii)"),
        ("us-eo", "sec-4.2/a/i/b", "Sec. 4.2(a)(i)(B)", "第4.2节(a)(i)(B)"),
        ("treaty", "art-3/1/b", "Art. 3(1)(b)", "第3条第1款(b)项"),
        ("treaty", "preamble/3", "Preamble, para. 3", "序言第3段"),
        ("heading", "s-3.2", "§ 3.2", "第3.2节"),
        (
            "heading",
            "h-critical-capability-levels",
            "“critical-capability-levels”",
            "“critical-capability-levels”",
        ),
        ("heading", "h-security/s-2.1", "“security”, § 2.1", "“security”第2.1节"),
        ("heading", "s-govern-1.1/2", "GOVERN 1.1(2)", "GOVERN 1.1(2)"),
        ("heading", "s-article-5", "§ article-5", "第article-5节"),
        ("paragraph", "p-12", "para. 12", "第12段"),
        ("eu", "h-chapter-iii-section-2", "Chapter III, Section 2", "第三章第2节"),
        ("cn", "h-chapter-3-section-2", "Chapter 3, Section 2", "第三章第二节"),
        ("cn", "h-front", "front matter", "篇首"),
        ("eu", "h-a/h-b", "“a”, “b”", "“a”“b”"),
        ("us-eo", "s-3.2", "[s-3.2]", "[s-3.2]"),
    ],
)
def test_what_a_reader_sees(style: str, pin: str, en: str, zh: str) -> None:
    instrument = CITED[style]
    full = f"{instrument.id}/{pin}"
    assert (label(full, instrument, "en"), label(full, instrument, "zh")) == (en, zh)
    assert parse_label(en, instrument, "en") == parse_label(zh, instrument, "zh") == full


def test_eu_and_chinese_articles_look_different_in_chinese() -> None:
    assert label("xx-kettles/art-4", CITED["eu"], "zh") != label("xx-kettles/art-4", CITED["cn"], "zh")


@pytest.mark.parametrize(
    ("pin", "expected"),
    [
        ("art-6/2/a", "Article 6(2), point (a)"),
        ("art-5/1/h/i", "Article 5(1), point (h)(i)"),
        ("art-5/p1/h", "Article 5, subparagraph 1, point (h)"),
        ("annex-iii/1/a", "Annex III, point 1(a)"),
    ],
)
def test_long_form(pin: str, expected: str) -> None:
    instrument = CITED["eu"]
    assert label(f"xx-kettles/{pin}", instrument, "en", long=True) == expected
    assert parse_label(expected, instrument, "en") == f"xx-kettles/{pin}"


def test_instrument_and_heading_in_a_label() -> None:
    eu = CITED["eu"]
    assert label("xx-kettles/art-5", eu, "en", with_instrument=True) == "Kettle Act Art. 5"
    assert label("xx-kettles/art-5", eu, "zh", with_instrument=True) == "《水壶法》第5条"
    assert label("xx-kettles", eu, "zh") == "《水壶法》"
    shown = label("xx-kettles/h-boiling-over", CITED["heading"], "en", heading="Boiling over")
    assert shown == "“Boiling over”"
    assert parse_label(shown, CITED["heading"], "en") == "xx-kettles/h-boiling-over"


@given(
    segments=st.one_of(any_segments(), usual_segments()),
    style=st.sampled_from(sorted(CITED)),
    lang=st.sampled_from(("en", "zh")),
    long=st.booleans(),
    with_instrument=st.booleans(),
)
def test_every_label_leads_back_to_its_pin(
    segments: tuple[str, ...], style: str, lang: Lang, long: bool, with_instrument: bool
) -> None:
    instrument = CITED[style]
    pin = join(instrument.id, segments)
    shown = label(pin, instrument, lang, long=long, with_instrument=with_instrument)
    assert parse_label(shown, instrument, lang) == pin


@pytest.mark.parametrize(
    ("style", "lang", "text", "pin"),
    [
        ("eu", "en", "Article 50 (2)", "art-50/2"),
        ("eu", "en", "article 5(1)(F)", "art-5/1/f"),
        ("eu", "en", "Article 50, paragraph 2, point (a)", "art-50/2/a"),
        ("eu", "zh", "第五十条第二款第（a）项", "art-50/2/a"),
        ("eu", "zh", "附件III第1点", "annex-iii/1"),
        ("eu", "zh", "鉴于条款第12条", "rec-12"),
        ("cn", "zh", "第１４条第１款第（２）项", "art-14/1/2"),
        ("cn", "zh", "《水壶法》 第四条", "art-4"),
        ("eu", "zh", "第三章第二节", "h-chapter-iii-section-2"),
        ("eu", "en", "chapter iii section 2", "h-chapter-iii-section-2"),
        ("us-ca", "en", "Section 22757.13(c)(1)", "sec-22757.13/c/1"),
        ("us-eo", "en", "section 4(a)(ii)", "sec-4/a/ii"),
        ("heading", "en", "Section 3.2", "s-3.2"),
        ("paragraph", "en", "paragraph 12", "p-12"),
    ],
)
def test_usual_variants_are_understood(style: str, lang: Lang, text: str, pin: str) -> None:
    assert parse_label(text, CITED[style], lang) == f"xx-kettles/{pin}"


@pytest.mark.parametrize(
    "text", ["", "kettles", "Art.", "Art. 5 and 6", "第条", "(", "第一百二条", "Art. 5]["]
)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_what_is_no_label(text: str, lang: Lang) -> None:
    with pytest.raises(UsageError, match="does not cite a provision"):
        parse_label(text, CITED["eu"], lang)


def test_a_pin_of_another_instrument_has_no_label_here() -> None:
    with pytest.raises(UsageError, match="not a provision of xx-kettles"):
        label("eu-gdpr/art-5", CITED["eu"], "en")


@given(st.text())
def test_slugs_stay_what_they_are(heading: str) -> None:
    assert slug(slug(heading)) == slug(heading)
