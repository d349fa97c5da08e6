"""Figures of English and Chinese texts in one form: the same figure in both languages is one."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import load_registry
from corpus.numerals import to_chinese
from rag.verify.figures import Figure, figures, matches, mentions, states

SAME = {
    "days in words": ("within fifteen (15) days", "十五日内", {"15 day"}),
    "hours are not days": ("within 24 hours", "二十四小时内", {"24 hour"}),
    "working days are not days": ("10 working days", "十个工作日", {"10 working-day"}),
    "weeks": ("two weeks", "两周", {"14 day"}),
    "an age is no number of weeks": ("children under the age of 14", "未满十四周岁的儿童", {"14 age"}),
    "an age without the word": ("minors under 18", "未满18岁的人", {"18 age"}),
    "age range": ("users aged 13 to 17", "13至17岁的用户", {"13 age", "17 age"}),
    "a range of money": (
        "a fine of 10,000 to 100,000 yuan",
        "一万元以上十万元以下罚款",
        {"10000 CNY", "100000 CNY"},
    ),
    "money with spaces": ("EUR 35 000 000", "3500万欧元", {"35000000 EUR"}),
    "money in words": ("fifteen million euros", "一千五百万欧元", {"15000000 EUR"}),
    "dollars": ("$1 million", "100万美元", {"1000000 USD"}),
    "percent": ("7 % of turnover", "营业额的百分之七", {"7 %"}),
    "tenths": ("30 percent of drivers", "三成司机", {"30 %"}),
    "a power, raised": ("10²⁶ operations", "10的26次方次运算", {"10^26"}),
    "a power with a caret": ("10^25 FLOP", "10^25次浮点运算", {"10^25"}),
    "a power without a mark": ("10 25 FLOPs", "十的二十五次方", {"10^25"}),
    "a date": ("2 August 2026", "2026年8月2日", {"2026-08-02"}),
    "an American date": ("August 2, 2026", "二〇二六年八月二日", {"2026-08-02"}),
    "a date without its year": ("on 1 March", "3月1日", {"--03-01"}),
    "a month": ("in October 2024", "2024年10月", {"2024-10"}),
    "years are months": ("for 2 years", "二十四个月", {"24 month"}),
    "half": ("half of the supports", "一半的桥墩", {"1/2"}),
    "a third": ("one third of the members", "三分之一的成员", {"1/3"}),
    "a big count": ("1.4 billion users", "14亿用户", {"1400000000"}),
    "an enumeration shares its unit": (
        "2, 10 or 15 days",
        "2日、10日或者15日",
        {"2 day", "10 day", "15 day"},
    ),
    "articles are labels": (
        "under Articles 15 to 22 and Section 3",
        "依照第十五条至第二十二条和第三节",
        set(),
    ),
    "acts are names": ("SB 1047 and Regulation (EU) 2024/1689", "SB 1047和第2024/1689号条例", set()),
    "a third party is no third": ("a third party", "第三方", None),
    "may is a verb": ("A user of Llama 4 may not sell it", "Llama 4的使用者不得出售", {"4"}),
    "once a year": ("at least once a year", "每年至少一次", {"12 month"}),
}


@pytest.mark.parametrize("case", SAME)
def test_both_languages_hold_the_same_figures(case: str) -> None:
    english, chinese, expected = SAME[case]
    if expected is None:
        assert not {f for f in figures(english) | figures(chinese) if f.unit == "fraction"}
        return
    assert {str(f) for f in figures(english)} == expected
    assert {str(f) for f in figures(chinese)} == expected


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("within 15 days", "at most"),
        ("no later than 15 days after", "at most"),
        ("15 days or more", "at least"),
        ("at least 15 days", "at least"),
        ("not less than 15 days", "at least"),
        ("a fine of up to 15 euros", "at most"),
        ("15日内", "at most"),
        ("不少于15日", "at least"),
        ("不超过15日", "at most"),
        ("15日以上", "at least"),
        ("15 days", None),
        ("15日", None),
    ],
)
def test_bounds_are_read_on_either_side(text: str, bound: str | None) -> None:
    (mention,) = mentions(text)
    assert mention.bound == bound


def test_a_range_in_chinese_has_both_bounds() -> None:
    assert {(m.figure.value, m.bound) for m in mentions("处一万元以上十万元以下罚款")} == {
        ("10000", "at least"),
        ("100000", "at most"),
    }


NUMBERS = st.integers(2, 99_999)
UNITS = st.sampled_from(
    [("hours", "小时"), ("days", "日"), ("working days", "个工作日"), ("months", "个月"), ("years", "年"),
     ("euros", "欧元"), ("yuan", "元"), ("percent", "%")]
)  # fmt: skip


@given(st.integers(2, 999) | st.integers(10_000, 99_999), UNITS)  # 1000年 may be the year 1000
def test_a_number_with_its_unit_is_one_figure_however_it_is_written(n: int, unit: tuple[str, str]) -> None:
    english, chinese = unit
    written = {
        figures(f"It takes {n:,} {english}."),
        figures(f"It takes {n} {english}."),
        figures(f"需要{n}{chinese}。"),
    }
    if chinese != "%":
        written.add(figures(f"需要{to_chinese(n)}{chinese}。"))
    assert len(written) == 1, written
    assert len(next(iter(written))) == 1


@given(st.dates(date(1950, 1, 1), date(2049, 12, 31)))
def test_a_date_is_one_figure_however_it_is_written(day: date) -> None:
    chinese = f"{day.year}年{day.month}月{day.day}日"
    spelt = "".join("〇一二三四五六七八九"[int(c)] for c in str(day.year))
    spelt += f"年{to_chinese(day.month)}月{to_chinese(day.day)}日"
    english = f"on {day.day} {day:%B} {day.year}"
    american = f"on {day:%B} {day.day}, {day.year}"
    expected = frozenset({Figure(day.isoformat(), "date")})
    for text in (chinese, spelt, english, american, day.isoformat()):
        assert figures(text) == expected, text


@given(NUMBERS, NUMBERS)
def test_another_number_is_another_figure(a: int, b: int) -> None:
    assert (figures(f"within {a} days") == figures(f"{b}日内")) == (a == b)


@given(st.text(max_size=80))
def test_any_text_can_be_read(text: str) -> None:
    for mention in mentions(text):
        assert mention.figure.value


def test_a_fact_is_found_in_more_exact_words_but_not_in_others() -> None:
    assert states("自2026年8月2日起施行", "2026")
    assert states("提供者应当在十五日内报告", "15 days")
    assert not states("提供者应当在十五个工作日内报告", "15 days")
    assert states("The AI Office keeps the list.", "AI Office")
    assert not matches(Figure("2026-08-02", "date"), Figure("2026-08-03", "date"))


def test_our_digests_state_the_same_figures_in_both_languages() -> None:
    """The restatements are written to agree (tests/corpus/test_digests.py): what differs is a fault of the reader."""
    entries = [e for digest in load_registry().digests.values() for e in digest.provisions]
    differing = [
        e.pin
        for e in entries
        if any(
            not any(matches(wanted, held) or matches(held, wanted) for held in figures(b))
            for a, b in ((e.en, e.zh), (e.zh, e.en))
            for wanted in (
                m.figure for m in mentions(a) if not m.worded and m.figure.unit not in ("number", "ordinal")
            )
        )
    ]
    assert len(differing) <= 0.01 * len(entries), differing
