"""Dates, durations, amounts, shares, ages and numbers of English and Chinese texts in one form, to be compared.

十五日 and "fifteen (15) days" are both 15 days; 一万元以上十万元以下 goes from 10 000 to 100 000 yuan; 10²⁶ and
10的26次方 are one power. What law keeps apart stays apart: working days are not days, 24 hours are not one day, and
十四周岁 is an age, not fourteen weeks.
"""

import calendar
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from corpus.numerals import CHINESE_DIGITS
from rag.verify.numbers import NUMBER, ORDINAL, plain, value

COUNT, DATE, PERCENT, ORDER, POWER = "number", "date", "percent", "ordinal", "power"

Bound = Literal["at least", "at most"]


@dataclass(frozen=True, slots=True)
class Figure:
    """A value and what it counts."""

    value: str
    """A plain decimal (`35000000`, `3.5`), a power of ten (`10^26`), a fraction (`1/3`), or a date as far as it is
    given (`2026-08`; `--08-02` without its year)."""
    unit: str = COUNT
    """`number`, `power`, `fraction`, `date`, `percent`, `ordinal`, `second`, `minute`, `hour`, `day`, `working-day`,
    `month`, `age` (in years), or `EUR`, `CNY` …"""

    def __str__(self) -> str:
        """As a reader would write it: `15 day`, `7 %`, `2026-08-02`."""
        shown = {COUNT: "", POWER: "", DATE: "", "fraction": "", PERCENT: " %"}.get(
            self.unit, f" {self.unit}"
        )
        return self.value + shown


@dataclass(frozen=True, slots=True)
class Mention:
    """A figure where it stands in a text."""

    figure: Figure
    written: str
    """The words that hold it, in lower case."""
    bound: Bound | None = None
    """What the words around it say: no fewer, or no more. None: neither, or both are possible."""
    worded: bool = False
    """A bare number in words (`two`, 三), an ordinal or a rhythm (yearly): it may be a manner of speaking."""


def figures(text: str) -> frozenset[Figure]:
    """Every figure of a text; numbers of articles, points and acts are none, and neither is a bare one or 一."""
    return frozenset(mention.figure for mention in mentions(text))


def mentions(text: str) -> tuple[Mention, ...]:
    """Every figure of a text with its bound, in the order of their kinds and then of the text."""
    line = _plain(text)
    whole = line
    found: list[Mention] = []
    for pattern, read in _PASSES:
        for match in pattern.finditer(line):
            worded = read in (_rhythm, _order) or (read is _bare and not match["n"][0].isdigit())
            for figure, at, end in read(match):
                found.append(Mention(figure, match[0].strip(), _bound(whole, at, end), worded))
        line = pattern.sub(lambda match: "|" * len(match[0]), line)  # no later pass reads it again
    return tuple(found)


def states(text: str, fact: str) -> bool:
    """Whether a text states a fact: it holds every figure of the fact, or, if that has none, its words.

    A number without a unit is found with any unit; a month or a year is found in a full date.
    """
    wanted = figures(fact)
    if not wanted:
        return _letters(fact) in _letters(text)
    held = figures(text)
    return all(any(matches(figure, other) for other in held) for figure in wanted)


def matches(wanted: Figure, held: Figure) -> bool:
    """Whether `held` is the figure that is wanted, or says it more exactly (a full date for its year)."""
    if wanted.unit == DATE or held.unit == DATE:
        if wanted.unit not in (DATE, COUNT):
            return False
        if wanted.value.startswith("--"):
            return held.value[4:].startswith(wanted.value[1:])
        return (held.value + "-").startswith(wanted.value + "-")
    if ORDER in (wanted.unit, held.unit):  # "the 90th day" is 90日
        return wanted.value == held.value
    if {wanted.unit, held.unit} == {"age", "month"}:  # "aged 13", "13 years"
        age, months = (wanted, held) if wanted.unit == "age" else (held, wanted)
        return plain(Decimal(age.value) * 12) == months.value
    return wanted.value == held.value and wanted.unit in (held.unit, COUNT)


def _letters(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())


def _plain(text: str) -> str:
    raised = re.sub("[⁰¹²³⁴⁵⁶⁷⁸⁹]+", lambda m: "^" + unicodedata.normalize("NFKC", m[0]), text)
    return re.sub(r"\s+", " ", _NAME.sub("|", unicodedata.normalize("NFKC", raised)).lower())


# --- bounds -----------------------------------------------------------------------------------------------------------

_BETWEEN = re.compile(
    r"(?:(?:a|an|the|of|than|total|fine|penalty|为|的|人民币|rmb|cny|eur|usd|us\$|[€$¥£])\s?)*"
)
_BEFORE = re.compile(
    r"(?P<max>(?:no|not|never|nor) (?:\w+ )?(?:more|later|longer|greater|higher|larger|exceed\w*)|(?:not|n't) exceed\w*"
    r"|up to|at most|at the latest|within|less|fewer|under|below|lower|maximum|before|until"
    r"|不得?超过|不得?(?:迟|晚|高|大|多)于|不满|未满|未达|低于|少于|小于|不足|至多|最多|最高|最长|最迟)"
    r"|(?P<min>(?:no|not) (?:\w+ )?(?:less|fewer|earlier|shorter|smaller|lower|under|below)|at least|minimum|more|over"
    r"|above|exceed\w*|greater|higher|larger|longer|beyond|after"
    r"|不得?(?:少|低|小|短|早)于|至少|最少|最低|超过|超出|大于|高于|多于|长于|逾|满|达到?)"
)
_AFTER = re.compile(
    r" ?[个名人题条次家项件种倍周岁]{0,2}(?:\([^)]*\) ?)?(?:"
    r"(?P<max>or (?:less|fewer|below|under|younger)|at (?:the )?(?:most|latest)|(?:以|之)?内|以下)"
    r"|(?P<min>or (?:more|above|over|older|longer|greater|higher)|and (?:over|above|older)|at least|以上))"
)


def _bound(text: str, start: int, end: int) -> Bound | None:
    """What stands beside the figure at `text[start:end]` says about it."""
    after = _AFTER.match(text, end)
    if after:
        return "at most" if after["max"] else "at least"
    found = list(_BEFORE.finditer(text, max(0, start - 40), start))
    if not found or not _BETWEEN.fullmatch(text[found[-1].end() : start].lstrip()):
        return None
    return "at most" if found[-1]["max"] else "at least"


# --- what is read, in this order --------------------------------------------------------------------------------------

_N = NUMBER
# "one hundred and twenty", "seventy-two" are no ranges
_RANGE = (
    rf"(?:(?P<low>{_N}(?:, {_N})*)(?:,? (?:to|or) | ?(?:–|—|~|至|到|或者?|、) ?|(?<=\d)-|(?<=\d),? and "
    r"|(?<=\d)(?:%|per ?cent) ?(?:-|–|to|and|至|到) ?))?"
)
_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name and name != "May"}
_MONTH = "|".join(f"{name}\\b\\.?" for name in sorted(_MONTHS, key=len, reverse=True))
_UNITS = {
    "second": ("second", 1), "minute": ("minute", 1), "hour": ("hour", 1), "day": ("day", 1), "week": ("day", 7),
    "month": ("month", 1), "year": ("month", 12), "decade": ("month", 120), "century": ("month", 1200),
    "秒": ("second", 1), "秒钟": ("second", 1), "分钟": ("minute", 1), "小时": ("hour", 1), "钟头": ("hour", 1),
    "工作日": ("working-day", 1), "自然日": ("day", 1), "日": ("day", 1), "天": ("day", 1), "星期": ("day", 7),
    "周": ("day", 7), "月": ("month", 1), "年": ("month", 12), "世纪": ("month", 1200),
}  # fmt: skip
_CURRENCIES = {
    "eur": "EUR", "€": "EUR", "euro": "EUR", "欧元": "EUR",
    "usd": "USD", "us$": "USD", "$": "USD", "dollar": "USD", "美元": "USD",
    "cny": "CNY", "rmb": "CNY", "¥": "CNY", "yuan": "CNY", "元": "CNY", "人民币": "CNY", "renminbi": "CNY",
    "gbp": "GBP", "£": "GBP", "pound": "GBP", "英镑": "GBP", "yen": "JPY", "日元": "JPY",
}  # fmt: skip

_NAME = re.compile(
    r"(?<![A-Za-z])[GB][78]\b|七国集团|"
    r"(?<![A-Za-z])(?:SB|AB|HB|S\.B\.|EO|E\.O\.|ISO|ISO/IEC|IEC|"
    r"NIST|AI|RMF|CETS|PL) ?\d[\d.]*(?:-\d+)*(?![A-Za-z\d]| ?%)"
    r"|(?<![A-Za-z])(?!EUR|USD|CNY|RMB|GBP)[A-Z]{2,}-\d[\d.]*(?:-\d+)*(?![A-Za-z\d])"
)
"""Acts, standards and products named by number: SB 1047, ISO 42001, NIST AI 600-1, GPT-4."""
_POWER = re.compile(
    r"(?<![\d.])10 ?(?:(?:\^|\*\*) ?\(?(\d\d?)\)?|的 ?(\d\d?) ?次[方幂]|\((\d\d)\)(?= ?(?:flop|floating|integer|次))"
    r"|([12]\d)(?= ?(?:flops?\b|floating|integer|次(?:浮点|整数)))|e\+?(\d\d?)\b)|(?<![\d.])1e\+?(\d\d)\b"
    rf"|十的([{CHINESE_DIGITS}]+)次[方幂]"
)
_COUNTED = (
    "%|per ?cent|million|billion|thousand|hundred|euro|dollar|yuan|"
    "(?:working |calendar )?(?:hour|day|week|month|year)"
)
_LABEL = re.compile(
    rf"第 ?[\d/{CHINESE_DIGITS}]+ ?(?:条|款|项|点|章|节|编|部分|号|版|页)(?:之[{CHINESE_DIGITS}]+)?"
    rf"|(?:附件|附录) ?[\d{CHINESE_DIGITS}]+(?![\d{CHINESE_DIGITS}]*[个项条日年])"
    r"|(?:\b(?:articles?|art\.|sections?|sec\.|paragraphs?|points?|recitals?|chapters?|annex(?:es)?|titles?|part|"
    r"subdivisions?|versions?|v\.)|§+) ?\(?(?:\d[\d.]*|[ivxlc]+\b)(?:\([\da-z]{1,4}\))*"
    rf"(?:(?:, | and | or | to |, and |, or | ?[-–] ?)\d[\d.]*(?:\([\da-z]{{1,4}}\))*(?!\d| ?(?:{_COUNTED})))*"
    r"|\b\d{2,4}/\d{2,4}(?:/[a-z]+)?\b(?!/)"
    r"|(?:^|[:;,.。；：，] ?|\b(?:and|or) )\(?\d{1,2}\)(?= ?[a-z一-龥“\"])"
    rf"|\b(?:actions?|principles?|pillars?|measures?|commitments?|recommendations?|steps?) \d[\d.]*(?![\d%])"
    rf"|(?:行动|原则|支柱|措施|承诺|步骤)[{CHINESE_DIGITS}\d]+(?![个项条年日{CHINESE_DIGITS}\d])"
)
_DATE = re.compile(
    rf"(?<![\d.])(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?(?: day)?(?: of)? (?P<m1>{_MONTH}),? (?P<y1>\d{{4}})\b"
    rf"|\b(?P<m2>{_MONTH}) (?P<d2>\d{{1,2}})(?:st|nd|rd|th)? ?, ?(?P<y2>\d{{4}})\b"
    rf"|\b(?P<m3>{_MONTH}),? (?:of )?(?P<y3>\d{{4}})\b"
    r"|(?<!\d)(?P<y4>\d{4})[-/.](?P<m4>\d{1,2})[-/.](?P<d4>\d{1,2})(?!\d)"
    rf"|(?<![\d{CHINESE_DIGITS}])(?P<y5>\d{{4}}|[零〇一二三四五六七八九]{{4}}) ?年"
    rf"(?: ?(?P<m5>[\d{CHINESE_DIGITS}]{{1,3}}) ?月(?: ?(?P<d5>[\d{CHINESE_DIGITS}]{{1,3}}) ?[日号])?)?"
    rf"|\b(?P<m6>{_MONTH}) (?P<d6>\d{{1,2}})(?:st|nd|rd|th)?\b(?! ?,? ?\d)"
    rf"|(?<![\d.])(?P<d7>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<m7>{_MONTH})(?![a-z])(?<! may)"
    r"|(?<![\d.])(?P<d0>\d{1,2})(?:st|nd|rd|th)?(?: of)? (?P<m0>may)(?=[,.;)]|$| (?:and|to|until)\b)"
    rf"|(?<![\d{CHINESE_DIGITS}])(?P<m8>[\d{CHINESE_DIGITS}]{{1,3}}) ?月 ?(?P<d8>[\d{CHINESE_DIGITS}]{{1,3}}) ?[日号]"
    r"|\b(?:in|since|until|before|after|by|from|during|of) (?:early |late |"
    r"mid-)?(?P<y9>(?:1[5-9]|20)\d\d)\b(?! ?(?:%|[a-z]*(?:people|users|yuan)))"
)
_MONEY = re.compile(
    rf"(?P<before>us\$|[€$¥£]|人民币|\b(?:eur|usd|cny|rmb|gbp)\b) ?{_RANGE}(?P<n>{_N})(?:元|yuan\b)?"
    rf"|{_RANGE.replace('low', 'low2')}(?P<n2>{_N}) ?"
    r"(?P<after>(?:euro|dollar|pound)s?\b|(?:u\.s\.|us) dollars?\b|yuan\b|yen\b|renminbi\b|eur\b|usd\b|cny\b|rmb\b|"
    r"€|欧元|美元|英镑|日元|元|人民币)"
)
_PERCENT = re.compile(
    rf"百分之(?P<low>)(?P<n>{_N})|{_RANGE.replace('low', 'low2')}(?P<n2>{_N}) ?(?:%|per ?cent\b)"
)
_TENTHS = re.compile(r"([一二三四五六七八九])成(?![立为员功果本长就分熟年都])")
_AGE = re.compile(
    rf"{_RANGE}(?P<n>{_N}) ?(?:周岁|岁)|{_RANGE.replace('low', 'low2')}(?P<n2>{_N})[ -]years?[ -](?:old\b|of age\b)"
    rf"|\b(?:aged?|ages) (?:of |under |over |between )?{_RANGE.replace('low', 'low3')}(?P<n3>{_N})"
    rf"|\b(?:under|over|below|above|younger than|older than) (?:the )?age (?:of )?(?P<n4>{_N})"
    rf"|\b(?:minors?|child(?:ren)?|people|persons?|individuals?|those|users?|anyone|teens|juveniles?|adults?) "
    rf"(?:who are )?(?:under|over|below|above|younger than|older than) (?:the )?(?P<n5>\d\d?)(?! ?(?:\d|{_COUNTED}))"
    r"|\bunder-(?P<n6>\d\d)\b"
)
_DURATION = re.compile(
    rf"{_RANGE}(?P<n>{_N})(?: ?\(\d+\))?[ -]?(?P<kind>(?:working|business|"
    rf"calendar|consecutive|natural|full|more|further|additional|whole) )?"
    r"(?P<unit>second|minute|hour|day|week|month|year|decade)s?\b"
    rf"|{_RANGE.replace('low', 'low2')}(?P<n2>{_N}) ?[个多余]? ?(?P<unit2>秒钟?|"
    rf"分钟|小时|钟头|工作日|自然日|日(?!元|历|常)|天|星期|周(?!岁)|年(?!级|代|度)|世纪)"
    rf"|{_RANGE.replace('low', 'low3')}(?P<n3>{_N}) ?(?P<unit3>个月|月(?=以|内|之?[内前后]))"
)
_HALF = re.compile("半(年|个月|天|小时)")
_FRACTION = re.compile(
    rf"(?P<below2>[{CHINESE_DIGITS}]+)分之(?P<above2>[{CHINESE_DIGITS}]+)"
    r"|\b(?P<above>one|two|three)[ -](?P<below>half|third|quarter|fifth)s?\b(?! part| countr| person)"
    r"|\b(?P<above3>a) (?P<below3>third|quarter|fifth)(?= of\b| ?[,.;:)]|$)"
    r"|\b(?P<below4>half)(?= (?:of|the|its|their|a)\b)|(?P<below5>一半|半数)"
)
_BELOW = {"half": 2, "一半": 2, "半数": 2, "third": 3, "quarter": 4, "fifth": 5}
CURRENCIES = frozenset(_CURRENCIES.values())
"""Units of amounts of money."""
_EVERY = "(?:every|per|each|(?:once|twice|times) an?)"
_RHYTHM = re.compile(
    rf"\b(?:(?P<day>daily(?! li[fv])|{_EVERY} day)|(?P<week>weekly|{_EVERY} week)|(?P<month>monthly|{_EVERY} month)|"
    rf"(?P<quarter>quarterly|{_EVERY} quarter)|(?P<year>annual(?:ly)?|yearly|{_EVERY} year))\b"
    r"|(?P<day2>每[日天])|(?P<week2>每个?(?:周|星期))|(?P<month2>每个?月)|(?P<quarter2>每个?季度)|(?P<year2>每年|年度)"
)
_RHYTHMS = {
    "day": ("1", "day"), "week": ("7", "day"), "month": ("1", "month"), "quarter": ("3", "month"),
    "year": ("12", "month"),
}  # fmt: skip
_ORDER = re.compile(
    rf"第 ?(?P<n>[\d{CHINESE_DIGITS}]+) ?(?:[次届位名大轮代任季]|世纪|季度)|\b(?P<n2>\d+)(?:st|nd|rd|th)\b"
    rf"|\b(?P<n3>{ORDINAL})\b(?! (?:part(?:y|ies)|countr))"
)
_BARE = re.compile(rf"(?P<low>)(?P<n>{_N})")

Read = Iterator[tuple[Figure, int, int]]
"""Figures and where in the line the words begin and end that a bound may stand beside."""


def _power(match: re.Match[str]) -> Read:
    exponent = value(next(group for group in match.groups() if group))
    if exponent is not None:
        yield Figure(f"10^{exponent}", POWER), *match.span()


def _nothing(match: re.Match[str]) -> Read:
    return iter(())


def _date(match: re.Match[str]) -> Read:
    part = {key[0]: text for key, text in match.groupdict().items() if text}
    year = value(part["y"]) if "y" in part else None
    month = _MONTHS.get(part.get("m", "").rstrip(".")) or (value(part["m"]) if "m" in part else None)
    day = value(part["d"]) if "d" in part else None
    written = [f"{int(n):02}" for n in (month, day) if n is not None]
    if year is not None or len(written) == 2:
        yield (
            Figure("-".join([f"{int(year):04}" if year is not None else "-", *written]), DATE),
            *match.span(),
        )


def _named(match: re.Match[str]) -> dict[str, str]:
    """The groups of a match without the digit that keeps their names apart."""
    return {key.rstrip("23456"): text for key, text in match.groupdict().items() if text}


def _in_unit(match: re.Match[str], unit: str, factor: int = 1) -> Read:
    for key in match.groupdict():
        if key.rstrip("23456") not in ("low", "n") or not match[key]:
            continue
        for written in match[key].split(", "):
            number = value(written)
            if number is not None:
                # what stands behind the first of two figures is no bound of it
                end = match.end() if key.startswith("n") else match.end(key)
                yield Figure(plain(number * factor), unit), match.start(), end


def _money(match: re.Match[str]) -> Read:
    named = _named(match)
    name = named.get("before") or named["after"]
    yield from _in_unit(match, _CURRENCIES.get(name) or _CURRENCIES[name.split()[-1].removesuffix("s")])


def _percent(match: re.Match[str]) -> Read:
    yield from _in_unit(match, PERCENT)


def _tenths(match: re.Match[str]) -> Read:
    yield Figure(f"{value(match[1])}0", PERCENT), *match.span()


def _age(match: re.Match[str]) -> Read:
    yield from _in_unit(match, "age")


def _duration(match: re.Match[str]) -> Read:
    named = _named(match)
    unit, factor = _UNITS[named["unit"].removeprefix("个").strip()]
    if named.get("kind", "").strip() in ("working", "business"):
        unit = "working-day"
    yield from _in_unit(match, unit, factor)


def _half(match: re.Match[str]) -> Read:
    halves = {"年": ("6", "month"), "个月": ("0.5", "month"), "天": ("0.5", "day"), "小时": ("30", "minute")}
    yield Figure(*halves[match[1]]), *match.span()


def _fraction(match: re.Match[str]) -> Read:
    named = _named(match)
    above = 1 if named.get("above", "a") == "a" else value(named["above"])
    below = _BELOW.get(named["below"]) or value(named["below"])
    if above and below:
        yield Figure(f"{above}/{below}", "fraction"), *match.span()


def _rhythm(match: re.Match[str]) -> Read:
    yield Figure(*_RHYTHMS[next(iter(_named(match)))]), *match.span()


def _order(match: re.Match[str]) -> Read:
    for found in _in_unit(match, ORDER):
        if found[0].value not in ("0", "1"):
            yield found


def _bare(match: re.Match[str]) -> Read:
    for found in _in_unit(match, COUNT):
        if found[0].value not in ("0", "1"):
            yield found


_PASSES = (
    (_POWER, _power),
    (_LABEL, _nothing),
    (_DATE, _date),
    (_MONEY, _money),
    (_PERCENT, _percent),
    (_TENTHS, _tenths),
    (_AGE, _age),
    (_DURATION, _duration),
    (_HALF, _half),
    (_FRACTION, _fraction),
    (_RHYTHM, _rhythm),
    (_ORDER, _order),
    (_BARE, _bare),
)
