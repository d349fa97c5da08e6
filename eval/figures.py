"""Dates, durations, amounts, shares and numbers of English and Chinese texts in one form, so that they can be compared.

十五日 and "fifteen (15) days" are both 15 days; 一万元以上十万元以下 holds 10 000 and 100 000 yuan; 10²⁶ and 10的26次方
are one power. What law keeps apart stays apart: working days are not days, 24 hours are not one day.
"""

import calendar
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from corpus.numerals import CHINESE_DIGITS, from_chinese

NUMBER, DATE, PERCENT = "number", "date", "percent"


@dataclass(frozen=True, slots=True)
class Figure:
    """A value and what it counts."""

    value: str
    """A plain decimal (`35000000`, `3.5`), a power of ten (`10^26`), a fraction (`1/3`), or a date as far as it is
    given (`2026-08`)."""
    unit: str = NUMBER
    """`number`, `fraction`, `date`, `percent`, `minute`, `hour`, `day`, `working-day`, `month`, or `EUR`, `CNY` …"""


def figures(text: str) -> frozenset[Figure]:
    """Every figure of a text; numbers of articles, points and acts are none, and neither is a bare one or 一."""
    plain = _plain(text)
    found: set[Figure] = set()
    for pattern, read in _PASSES:
        for match in pattern.finditer(plain):
            found.update(read(match))
        plain = pattern.sub(" | ", plain)  # no later pass reads it again
    return frozenset(found)


def states(text: str, fact: str) -> bool:
    """Whether a text states a fact: it holds every figure of the fact, or, if that has none, its words.

    A number without a unit is found with any unit; a month or a year is found in a full date.
    """
    wanted = figures(fact)
    if not wanted:
        return _letters(fact) in _letters(text)
    held = figures(text)
    return all(any(_matches(figure, other) for other in held) for figure in wanted)


def _matches(wanted: Figure, held: Figure) -> bool:
    if wanted.unit == DATE or held.unit == DATE:
        return wanted.unit in (DATE, NUMBER) and (held.value + "-").startswith(wanted.value + "-")
    return wanted.value == held.value and wanted.unit in (held.unit, NUMBER)


def _letters(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())


def _plain(text: str) -> str:
    raised = re.sub("[⁰¹²³⁴⁵⁶⁷⁸⁹]+", lambda m: "^" + unicodedata.normalize("NFKC", m[0]), text)
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", raised).lower())


# --- numbers ----------------------------------------------------------------------------------------------------------

_WORDS = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
    "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
_SCALES = {"hundred": 10**2, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_CHINESE_SCALES = {"十": 10, "百": 10**2, "千": 10**3, "万": 10**4, "亿": 10**8}

_WORD = "|".join(sorted(_WORDS | _SCALES, key=len, reverse=True))
_SCALE = rf"(?: ?(?:{'|'.join(_SCALES)})s?\b| ?[十百千]?[万亿]| ?[百千](?![\d一-龥])| ?bn\b)?"
_DIGITS = rf"(?<![\d.])(?:\d{{1,3}}(?:[, ]\d{{3}})+(?!\d)|\d+)(?:\.\d+)?{_SCALE}"
_SPELT = rf"\b(?:an? (?={'|'.join(_SCALES)}))?(?:{_WORD})(?:[ -](?:and )?(?:{_WORD}))*\b"
_CHINESE = rf"[{CHINESE_DIGITS}]+(?:点[{CHINESE_DIGITS}]+)?"
_N = rf"(?:{_DIGITS}|{_SPELT}|{_CHINESE})"


def _value(written: str) -> Decimal | None:
    """The value of a number in digits, English words or Chinese numerals; None if it is not one."""
    written = written.strip()
    if written[0].isdigit():
        found = re.match(r"[\d, ]*\d(?:\.\d+)?", written)
        if found is None:
            return None
        value = Decimal(re.sub("[, ]", "", found[0]))
        scale = written[found.end() :].strip().removesuffix("s")
        for name in re.findall(f"{'|'.join(_SCALES)}|bn|[十百千万亿]", scale):
            value *= _SCALES.get(name) or _CHINESE_SCALES.get(name) or 10**9
        return value
    if written[0] in CHINESE_DIGITS:
        whole, _, fraction = written.partition("点")
        try:
            return Decimal(from_chinese(whole)) + (
                Decimal("0." + "".join(str(from_chinese(c)) for c in fraction)) if fraction else 0
            )
        except ValueError:  # 一百二 and the like
            return None
    return _spelt(re.findall(_WORD, written))


def _spelt(words: list[str]) -> Decimal:
    total = part = 0
    for word in words:
        if word == "hundred":
            part = (part or 1) * 100
        elif word in _SCALES:
            total, part = total + (part or 1) * _SCALES[word], 0
        else:
            part += _WORDS[word]
    return Decimal(total + part)


def _written(value: Decimal) -> str:
    return f"{value.normalize():f}"


# --- what is read, in this order --------------------------------------------------------------------------------------

# "one hundred and twenty", "seventy-two" are no ranges
_RANGE = rf"(?:(?P<low>{_N})(?: (?:to|or) | ?(?:–|—|至|到|或者?|、) ?|(?<=\d)-|(?<=\d) and ))?"
_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
_MONTH = "|".join(_MONTHS)
_UNITS = {
    "minute": ("minute", 1), "hour": ("hour", 1), "day": ("day", 1), "week": ("day", 7), "month": ("month", 1),
    "year": ("month", 12),
    "分钟": ("minute", 1), "小时": ("hour", 1), "工作日": ("working-day", 1), "自然日": ("day", 1), "日": ("day", 1),
    "天": ("day", 1), "星期": ("day", 7), "周": ("day", 7), "月": ("month", 1), "年": ("month", 12),
}  # fmt: skip
_CURRENCIES = {
    "eur": "EUR", "€": "EUR", "euro": "EUR", "欧元": "EUR",
    "usd": "USD", "us$": "USD", "$": "USD", "dollar": "USD", "美元": "USD",
    "cny": "CNY", "rmb": "CNY", "¥": "CNY", "yuan": "CNY", "元": "CNY", "人民币": "CNY",
    "gbp": "GBP", "£": "GBP", "pound": "GBP", "英镑": "GBP",
}  # fmt: skip

_POWER = re.compile(
    r"(?<![\d.])10 ?(?:\^ ?\(?(\d\d?)\)?|的 ?(\d\d?) ?次[方幂]|\((\d\d)\)(?= ?(?:flop|floating|integer|次))"
    r"|([12]\d)(?= ?(?:flops?\b|floating|integer|次(?:浮点|整数)))|e\+?(\d\d?)\b)|(?<![\d.])1e\+?(\d\d)\b"
    rf"|十的([{CHINESE_DIGITS}]+)次[方幂]"
)
_LABEL = re.compile(
    rf"第 ?[\d{CHINESE_DIGITS}]+ ?(?:条|款|项|章|节|编|部分|号|届|次|版|页|年|季度)(?:之[{CHINESE_DIGITS}]+)?"
    r"|(?:\b(?:articles?|art\.|sections?|sec\.|paragraphs?|points?|recitals?|chapters?|annex(?:es)?|titles?|part|"
    r"subdivisions?|version|v\.)|§+) ?\(?(?:\d[\d.]*|[ivxlc]+\b)(?:\([\da-z]{1,4}\))*"
    r"|\b\d{2,4}/\d{2,4}(?:/[a-z]+)?\b(?!/)"
)
_DATE = re.compile(
    rf"\b(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?(?: day)?(?: of)? (?P<m1>{_MONTH}),? (?P<y1>\d{{4}})\b"
    rf"|\b(?P<m2>{_MONTH}) (?P<d2>\d{{1,2}})(?:st|nd|rd|th)?, ?(?P<y2>\d{{4}})\b"
    rf"|\b(?P<m3>{_MONTH}),? (?P<y3>\d{{4}})\b"
    r"|(?<!\d)(?P<y4>\d{4})[-/.](?P<m4>\d{1,2})[-/.](?P<d4>\d{1,2})(?!\d)"
    rf"|(?<![\d{CHINESE_DIGITS}])(?P<y5>\d{{4}}|[零〇一二三四五六七八九]{{4}}) ?年"
    rf"(?: ?(?P<m5>[\d{CHINESE_DIGITS}]{{1,3}}) ?月(?: ?(?P<d5>[\d{CHINESE_DIGITS}]{{1,3}}) ?日)?)?"
)
_MONEY = re.compile(
    rf"(?P<before>us\$|[€$¥£]|\b(?:eur|usd|cny|rmb|gbp)\b) ?{_RANGE}(?P<n>{_N})"
    rf"|{_RANGE.replace('low', 'low2')}(?P<n2>{_N}) ?"
    r"(?P<after>(?:euro|dollar|pound)s?\b|(?:u\.s\.|us) dollars?\b|yuan\b|eur\b|usd\b|cny\b|rmb\b|"
    r"€|欧元|美元|英镑|元|人民币)"
)
_PERCENT = re.compile(
    rf"百分之(?P<low>)(?P<n>{_N})|{_RANGE.replace('low', 'low2')}(?P<n2>{_N}) ?(?:%|per ?cent\b)"
)
_DURATION = re.compile(
    rf"{_RANGE}(?P<n>{_N})(?: ?\(\d+\))?[ -]?(?P<kind>(?:working|business|calendar|consecutive|natural|full) )?"
    r"(?P<unit>minute|hour|day|week|month|year)s?\b"
    rf"|{_RANGE.replace('low', 'low2')}(?P<n2>{_N}) ?个? ?(?P<unit2>分钟|小时|工作日|自然日|日|天|星期|周|年)"
    rf"|{_RANGE.replace('low', 'low3')}(?P<n3>{_N}) ?(?P<unit3>个月|月(?=以|内|之?[内前后]))"
)
_HALF = re.compile("半(年|个月|天|小时)")
_FRACTION = re.compile(
    rf"(?P<below2>[{CHINESE_DIGITS}]+)分之(?P<above2>[{CHINESE_DIGITS}]+)"
    r"|\b(?P<above>a|one|two|three)[ -](?P<below>half|third|quarter|fifth)s?\b"
)
_BELOW = {"half": 2, "third": 3, "quarter": 4, "fifth": 5}
_RHYTHM = re.compile(
    r"\b(?:(?P<day>daily|every day)|(?P<week>weekly|every week)|(?P<month>monthly|(?:every|per|each) month)|"
    r"(?P<quarter>quarterly|every quarter)|(?P<year>annual(?:ly)?|yearly|(?:every|per|each) year))\b"
    r"|(?P<day2>每[日天])|(?P<week2>每个?(?:周|星期))|(?P<month2>每个?月)|(?P<quarter2>每个?季度)|(?P<year2>每年|年度)"
)
_RHYTHMS = {
    "day": ("1", "day"), "week": ("7", "day"), "month": ("1", "month"), "quarter": ("3", "month"),
    "year": ("12", "month"),
}  # fmt: skip
_BARE = re.compile(rf"(?P<low>)(?P<n>{_N})")


def _power(match: re.Match[str]) -> Iterator[Figure]:
    exponent = next(group for group in match.groups() if group)
    value = _value(exponent)
    if value is not None:
        yield Figure(f"10^{value}")


def _nothing(match: re.Match[str]) -> Iterator[Figure]:
    return iter(())


def _date(match: re.Match[str]) -> Iterator[Figure]:
    part = {key[0]: value for key, value in match.groupdict().items() if value}
    year = _value(part["y"])
    month = _MONTHS.get(part.get("m", "")) or (_value(part["m"]) if "m" in part else None)
    day = _value(part["d"]) if "d" in part else None
    if year is not None:
        yield Figure(
            "-".join([f"{int(year):04}", *(f"{int(n):02}" for n in (month, day) if n is not None)]), DATE
        )


def _named(match: re.Match[str]) -> dict[str, str]:
    """The groups of a match without the digit that keeps their names apart."""
    return {key.rstrip("23"): value for key, value in match.groupdict().items() if value}


def _in_unit(named: dict[str, str], unit: str, factor: int = 1) -> Iterator[Figure]:
    for name in ("low", "n"):
        if name in named and (value := _value(named[name])) is not None:
            yield Figure(_written(value * factor), unit)


def _money(match: re.Match[str]) -> Iterator[Figure]:
    named = _named(match)
    name = named.get("before") or named["after"]
    currency = _CURRENCIES.get(name) or _CURRENCIES[name.split()[-1].removesuffix("s")]
    yield from _in_unit(named, currency)


def _percent(match: re.Match[str]) -> Iterator[Figure]:
    yield from _in_unit(_named(match), PERCENT)


def _duration(match: re.Match[str]) -> Iterator[Figure]:
    named = _named(match)
    unit, factor = _UNITS[named["unit"].removeprefix("个").strip()]
    if named.get("kind", "").strip() in ("working", "business"):
        unit = "working-day"
    yield from _in_unit(named, unit, factor)


def _half(match: re.Match[str]) -> Iterator[Figure]:
    value, unit = {
        "年": ("6", "month"),
        "个月": ("0.5", "month"),
        "天": ("0.5", "day"),
        "小时": ("30", "minute"),
    }[match[1]]
    yield Figure(value, unit)


def _fraction(match: re.Match[str]) -> Iterator[Figure]:
    named = _named(match)
    above = 1 if named["above"] == "a" else _value(named["above"])
    below = _BELOW.get(named["below"]) or _value(named["below"])
    if above and below:
        yield Figure(f"{above}/{below}", "fraction")


def _rhythm(match: re.Match[str]) -> Iterator[Figure]:
    yield Figure(*_RHYTHMS[next(iter(_named(match)))])


def _bare(match: re.Match[str]) -> Iterator[Figure]:
    for figure in _in_unit(_named(match), NUMBER):
        if figure.value not in ("0", "1"):
            yield figure


_PASSES = (
    (_POWER, _power),
    (_LABEL, _nothing),
    (_DATE, _date),
    (_MONEY, _money),
    (_PERCENT, _percent),
    (_DURATION, _duration),
    (_HALF, _half),
    (_FRACTION, _fraction),
    (_RHYTHM, _rhythm),
    (_BARE, _bare),
)
