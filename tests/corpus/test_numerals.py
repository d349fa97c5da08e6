"""Numerals of both scripts, to numbers and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.numerals import CHINESE_DIGITS, from_chinese, from_roman, to_chinese, to_roman


@given(st.one_of(st.integers(0, 300), st.integers(0, 10**12 - 1)))
def test_chinese_round_trips(number: int) -> None:
    written = to_chinese(number)
    assert from_chinese(written) == number
    assert set(written) <= set(CHINESE_DIGITS)
    assert "零零" not in written


@given(st.integers(1, 3999))
def test_roman_round_trips(number: int) -> None:
    assert from_roman(to_roman(number)) == number
    assert from_roman(to_roman(number).upper()) == number


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("十", 10),
        ("一十", 10),
        ("十五", 15),
        ("二十", 20),
        ("廿三", 23),
        ("卅", 30),
        ("一百零五", 105),
        ("一百〇五", 105),
        ("一百一十", 110),
        ("一百十五", 115),
        ("两千零一十四", 2014),
        ("二〇二六", 2026),
        ("一二", 12),
        ("拾贰", 12),
        ("十万零五", 100_005),
        ("一亿零五千", 100_005_000),
        ("零", 0),
    ],
)
def test_usual_spellings(written: str, value: int) -> None:
    assert from_chinese(written) == value


@pytest.mark.parametrize(
    "written", ["", "一百二", "百", "十十", "万", "五三十", "第五", "12", "一零零百", "廿卅"]
)
def test_what_is_no_chinese_numeral(written: str) -> None:
    with pytest.raises(ValueError, match="not a Chinese numeral"):
        from_chinese(written)


@pytest.mark.parametrize("written", ["", "iiii", "vx", "ic", "a", "iix", "mmmm"])
def test_what_is_no_roman_numeral(written: str) -> None:
    with pytest.raises(ValueError, match="not a Roman numeral"):
        from_roman(written)


@pytest.mark.parametrize("number", [-1, 10**12])
def test_beyond_chinese(number: int) -> None:
    with pytest.raises(ValueError, match="no Chinese numeral"):
        to_chinese(number)
