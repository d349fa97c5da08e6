"""Figures of both languages in one form: what a fact is, and when a text states it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.numerals import to_chinese
from eval.figures import Figure, figures, states

SAME = [
    ("15 days", "fifteen (15) days", "十五日", "15日内", "within 15 days", "15 calendar days", "15天", "a 15-day term"),
    ("10 working days", "ten business days", "十个工作日", "10个工作日内"),
    ("24 hours", "twenty-four hours", "二十四小时", "24小时内", "a 24-hour deadline"),
    ("6 months", "six months", "六个月", "半年", "6个月以上"),
    ("3 years", "three years", "三年", "36 months"),
    ("two weeks", "14 days", "十四日", "两周"),
    ("EUR 35 000 000", "€35 million", "35,000,000 euros", "3500万欧元", "三千五百万欧元", "EUR 35,000,000"),
    ("$1,000,000", "one million dollars", "100万美元", "USD 1 000 000", "一百万美元"),
    ("10,000 yuan", "一万元", "1万元", "RMB 10,000", "人民币10000元"),
    ("7 %", "7%", "seven percent", "百分之七", "7 per cent", "７％"),
    ("3.5 %", "百分之三点五", "3.5 percent"),
    ("10^26", "10²⁶", "10 ^ 26", "10的26次方", "10 26 floating-point operations", "十的二十六次方", "10^(26)"),
    ("2 August 2026", "August 2, 2026", "2026年8月2日", "二〇二六年八月二日", "2026-08-02", "the 2nd of August 2026"),
    ("August 2026", "2026年8月"),
    ("1 million users", "一百万用户", "1,000,000", "100万"),
    ("a third", "one-third", "三分之一"),
    ("monthly", "每月", "every month", "1 month"),
]  # fmt: skip

DIFFERENT = [
    ("15 days", "15 working days"),
    ("15 days", "15 hours"),
    ("15 days", "within 150 days"),
    ("15 days", "Article 15, within 10 days"),
    ("24 hours", "one day"),
    ("24小时", "24个月"),
    ("7 %", "7 days"),
    ("EUR 35 000 000", "$35,000,000"),
    ("EUR 35 000 000", "EUR 35 000"),
    ("2 August 2026", "2 August 2027"),
    ("2 August 2026", "August 2026"),
    ("10^25", "10^26"),
    ("三年", "第三年度的第三条"),
    ("15", "第十五条"),
    ("50", "Article 50(2)"),
    ("2024", "Regulation (EU) 2024/1689"),
    ("10 个工作日", "10日"),
]


@pytest.mark.parametrize("forms", SAME, ids=lambda forms: forms[0])
def test_one_fact_in_every_form(forms: tuple[str, ...]) -> None:
    for fact in forms[:1]:
        for text in forms:
            assert states(f"The maker, {text}, at most.", fact), (text, figures(text))


@pytest.mark.parametrize(("fact", "text"), DIFFERENT)
def test_what_is_not_the_same(fact: str, text: str) -> None:
    assert not states(text, fact), (figures(fact), figures(text))


def test_a_range_has_both_ends() -> None:
    assert figures("two to five years") == {Figure("24", "month"), Figure("60", "month")}
    assert figures("一万元以上十万元以下") == {Figure("10000", "CNY"), Figure("100000", "CNY")}
    assert figures("within 30 to 60 days") == {Figure("30", "day"), Figure("60", "day")}
    assert figures("二至五年") == figures("2 to 5 years")


def test_compound_numbers_are_no_ranges() -> None:
    assert figures("seventy-two hours") == {Figure("72", "hour")}
    assert figures("one hundred and twenty days") == {Figure("120", "day")}


def test_a_number_without_unit_is_found_with_any() -> None:
    assert states("up to $1,000,000 for each violation", "1,000,000")
    assert not states("1,000,000 files", "$1,000,000")


def test_part_of_a_date_is_found_in_the_whole() -> None:
    assert states("自2026年8月2日起施行", "August 2026")
    assert states("It applies from 2 August 2026.", "2026")
    assert not states("It applies from 2 August 2026.", "2 August 2025")


def test_every_figure_of_a_fact_must_stand_there() -> None:
    assert states("EUR 35 000 000 or 7 % of turnover", "EUR 35 000 000 or 7 %")
    assert not states("EUR 35 000 000 or 6 % of turnover", "EUR 35 000 000 or 7 %")


def test_a_fact_without_figures_is_found_by_its_words() -> None:
    assert states("report to the Office of  Household Safety.", "office of household safety")
    assert states("向省级市场监督部门报告", "市场监督部门")
    assert not states("report to the market office", "Office of Household Safety")


NUMBERS = st.integers(min_value=2, max_value=9999)


@given(NUMBERS)
def test_durations_agree_between_the_languages(n: int) -> None:
    want = {Figure(str(n), "day")}
    assert figures(f"{n}日") == figures(f"within {n} days") == figures(f"{to_chinese(n)}日") == want
    assert figures(f"{n:,} days") == want


@given(
    NUMBERS,
    st.sampled_from([("EUR {}", "{}欧元", "EUR"), ("${}", "{}美元", "USD"), ("{} yuan", "{}元", "CNY")]),
)
def test_amounts_agree_between_the_languages(n: int, forms: tuple[str, str, str]) -> None:
    english, chinese, unit = forms
    want = {Figure(str(10_000 * n), unit)}
    assert figures(english.format(f"{10_000 * n:,}")) == want
    assert figures(english.format(f"{10_000 * n:,}".replace(",", " "))) == want
    assert figures(chinese.format(f"{n}万")) == figures(chinese.format(to_chinese(n) + "万")) == want


@given(st.dates())
def test_dates_agree_between_the_languages(day: object) -> None:
    from datetime import date

    assert isinstance(day, date)
    if day.year < 1000:
        return
    want = {Figure(day.isoformat(), "date")}
    assert figures(f"{day.year}年{day.month}月{day.day}日") == want
    assert figures(f"{day.day} {day:%B} {day.year}") == figures(f"{day:%B} {day.day}, {day.year}") == want


@given(st.text(alphabet="0123456789.,% 十百千万亿年月日元第条（）()$€-–^withndays", max_size=80))
def test_no_text_breaks_it(text: str) -> None:
    found = figures(text)
    assert all(figure.value for figure in found)
    for figure in found:
        assert states(text, figure.value) or figure.unit != "number"
