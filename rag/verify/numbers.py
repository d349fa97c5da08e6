"""The value of a number as English and Chinese texts write it: `35 000 000`, 1.5亿, "two and a half million", 三千."""

import re
from decimal import Decimal

from corpus.numerals import CHINESE_DIGITS, from_chinese

_WORDS = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
    "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
_SCALES = {
    "hundred": 10**2, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12, "dozen": 12,
}  # fmt: skip
_CHINESE_SCALES = {"十": 10, "百": 10**2, "千": 10**3, "万": 10**4, "亿": 10**8}
_ORDINALS = {
    "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10,
    "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15, "sixteenth": 16,
    "seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20,
}  # fmt: skip

ORDINAL = "|".join(_ORDINALS)
_WORD = "|".join(sorted(_WORDS | _SCALES, key=len, reverse=True))
_SCALE = rf"(?: ?(?:{'|'.join(_SCALES)})s?\b| ?[十百千]?[万亿]| ?[百千](?![\d一-龥])| ?bn\b)?"
DIGITS = rf"(?<![\d.])(?:\d{{1,3}}(?:[, ]\d{{3}})+(?!\d)|\d+)(?:\.\d+)?{_SCALE}"
"""A number in digits, with the scale that follows it."""
SPELT = rf"\b(?:an? (?={'|'.join(_SCALES)}))?(?:{_WORD})(?:[ -](?:and )?(?:{_WORD}))*\b"
"""A number in English words."""
CHINESE = rf"[{CHINESE_DIGITS}]+(?:点[{CHINESE_DIGITS}]+)?"
"""A number in Chinese numerals."""
NUMBER = rf"(?:{DIGITS}|{SPELT}|{CHINESE})"
"""Regular expression of a number, for text in lower case and in compatibility form (NFKC)."""


def value(written: str) -> Decimal | None:
    """The value of what `NUMBER` matched; None if it is no number after all (一百二)."""
    written = written.strip()
    if written in _ORDINALS:
        return Decimal(_ORDINALS[written])
    if written[0].isdigit():
        return _of_digits(written)
    if written[0] in CHINESE_DIGITS:
        return _of_chinese(written)
    return _of_words(re.findall(_WORD, written))


def plain(number: Decimal) -> str:
    """A number without exponent or needless zeros: 35000000, 3.5."""
    return f"{number.normalize():f}"


def _of_digits(written: str) -> Decimal | None:
    found = re.match(r"[\d, ]*\d(?:\.\d+)?", written)
    if found is None:
        return None
    number = Decimal(re.sub("[, ]", "", found[0]))
    scale = written[found.end() :].strip().removesuffix("s")
    for name in re.findall(f"{'|'.join(_SCALES)}|bn|[十百千万亿]", scale):
        number *= _SCALES.get(name) or _CHINESE_SCALES.get(name) or 10**9
    return number


def _of_chinese(written: str) -> Decimal | None:
    whole, _, fraction = written.partition("点")
    scale = 1
    while fraction and fraction[-1] in _CHINESE_SCALES:  # 一点五亿
        scale *= _CHINESE_SCALES[fraction[-1]]
        fraction = fraction[:-1]
    try:
        number = Decimal(from_chinese(whole))
        if fraction:
            number += Decimal("0." + "".join(str(from_chinese(c)) for c in fraction))
    except (ValueError, ArithmeticError):
        return None
    return number * scale


def _of_words(words: list[str]) -> Decimal:
    total = part = 0
    for word in words:
        if word == "hundred" or word == "dozen":
            part = (part or 1) * _SCALES[word]
        elif word in _SCALES:
            total, part = total + (part or 1) * _SCALES[word], 0
        else:
            part += _WORDS[word]
    return Decimal(total + part)
