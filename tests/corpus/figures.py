"""Numbers and dates in English and Chinese text, in one form, so that two languages can be compared."""

import calendar
import re
import unicodedata
from dataclasses import dataclass, field
from decimal import Decimal

from corpus.numerals import CHINESE_DIGITS, from_chinese, from_roman

_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
_WORDS = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "fourteen": 14, "fifteen": 15, "twenty": 20, "thirty": 30,
}  # fmt: skip
_SCALE = {"million": 10**6, "billion": 10**9, "万": 10**4, "亿": 10**8, "百万": 10**6, "十亿": 10**9}

_MONTH = "|".join(_MONTHS)
_DAY = rf"[\d{CHINESE_DIGITS}]{{1,3}}"
_DATE = re.compile(
    rf"(?P<d1>\d{{1,2}}) (?P<m1>{_MONTH}) (?P<y1>\d{{4}})"
    rf"|(?P<m2>{_MONTH}) (?P<d2>\d{{1,2}}), ?(?P<y2>\d{{4}})"
    rf"|(?P<y3>[\d{CHINESE_DIGITS}]{{4}}) ?年 ?(?P<m3>{_DAY}) ?月 ?(?P<d3>{_DAY}) ?日"
)
_POWER = re.compile(
    r"(?<![\d./])10(?: ?\(?\^ ?\(?(\d\d?)\)?| ?([12]\d)(?= ?(?:次|浮点|floating|integer|flops?\b|[.;)]|$)))"
)
_RAISED = re.compile(r"(?<=\b10)\s?[º°]\s?(?=\d)")
"""How New York prints a power: 10º26."""
_DIGITS = re.compile(
    r"(?<![\d.])(\d{1,3}(?:[, ]\d{3})+(?!\d)|\d+)((?:\.\d+)?) ?(million|billion|百万|十亿|万|亿)?"
)
_LABEL = re.compile(
    r"\b(?:annex|chapter) ([ivx]+)\b|(?:附件|第)([一二三四五六七八九十]+)(?=章|[^一-鿿]|$|[A-Z])"
)
_RANGE = re.compile(
    rf"第?(\d+|[{CHINESE_DIGITS}]+)[条款项]?至第?(\d+|[{CHINESE_DIGITS}]+)[条款项]"
    r"|(?:articles|points|paragraphs) (\d+) to (\d+)"
)
_WORD = re.compile(rf"\b({'|'.join(_WORDS)})\b")
_CHINESE = re.compile(f"[{CHINESE_DIGITS}]+")


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of a text: dates as `2026-08-02`, powers of ten as `10^25`, numbers without separators."""

    written: frozenset[str] = field(default_factory=frozenset)
    """Those written in digits: these must agree between two languages."""
    worded: frozenset[str] = field(default_factory=frozenset)
    """Those in words (`two`, 三): they may stand opposite digits, or opposite nothing (三类 is a way of speaking)."""

    @property
    def all(self) -> frozenset[str]:
        """Every figure, however written."""
        return self.written | self.worded


def figures(text: str) -> Figures:
    """The figures of an English or Chinese text; one (1, `one`, 一) is left out: it is rarely a number."""
    plain = unicodedata.normalize("NFKC", _RAISED.sub("^", text)).lower()  # no-break spaces become plain ones
    written: set[str] = set()
    worded: set[str] = set()

    def date(found: re.Match[str]) -> str:
        part = {key[0]: value for key, value in found.groupdict().items() if value}
        month = _MONTHS.get(part["m"]) or _number(part["m"])
        written.add(f"{_number(part['y']):04}-{month:02}-{_number(part['d']):02}")
        return "|"

    def power(found: re.Match[str]) -> str:
        written.add(f"10^{found[1] or found[2]}")
        return "|"

    def digits(found: re.Match[str]) -> str:
        value = Decimal(re.sub("[, ]", "", found[1]) + found[2]) * _SCALE.get(found[3] or "", 1)
        written.add(f"{value.normalize():f}")
        return "|"

    def label(found: re.Match[str]) -> str:
        worded.add(str(from_roman(found[1]) if found[1] else from_chinese(found[2])))
        return found[0]

    for found in _RANGE.finditer(plain):
        try:
            low, high = (_number(end) for end in found.groups() if end)
        except ValueError:
            continue
        worded.update(str(n) for n in range(low, min(high, low + 50) + 1))
    plain = _POWER.sub(power, _DATE.sub(date, plain))
    plain = _LABEL.sub(label, plain)
    plain = _DIGITS.sub(digits, plain)
    worded.update(str(_WORDS[word]) for word in _WORD.findall(plain))
    for numeral in _CHINESE.findall(plain):
        try:
            worded.add(str(from_chinese(numeral)))
        except ValueError:  # 一百二 and the like: not a numeral, or two next to each other
            continue
    return Figures(frozenset(written - {"0", "1"}), frozenset(worded - {"0", "1"}))


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else from_chinese(text)
