"""Chinese and Roman numerals to whole numbers and back, and full-width characters to plain ones."""

import re

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")}
_UNITS = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
_VARIANTS = str.maketrans("〇○两壹贰叁肆伍陆柒捌玖拾佰仟", "零零二一二三四五六七八九十百千")

CHINESE_DIGITS = "零一二三四五六七八九十百千万亿〇○两壹贰叁肆伍陆柒捌玖拾佰仟廿卅"
"""Every character that a Chinese numeral may hold, for use between the brackets of a regular expression."""

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_ROMAN_FORM = re.compile(r"m{0,3}(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})")


_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | dict.fromkeys(
    (0x3000, 0xA0, 0x2009, 0x202F), 0x20
)


def narrow(text: str) -> str:
    """Full-width letters, digits and marks and unusual spaces made plain, one for one: offsets stay what they are."""
    return text.translate(_NARROW)


def from_chinese(text: str) -> int:
    """The value of a Chinese numeral: 十四 is 14, 一百零五 is 105, 二〇二六 (digit by digit) is 2026.

    Raises:
        ValueError: `text` is not a Chinese numeral, or one that can be read in two ways (一百二).
    """
    plain = text.translate(_VARIANTS).replace("廿", "二十").replace("卅", "三十")
    if len(plain) != 1 and plain and all(c in _DIGITS for c in plain):
        return int("".join(str(_DIGITS[c]) for c in plain))
    total = section = digit = 0
    for c in plain:
        if c in _DIGITS:
            digit = _DIGITS[c]
        elif c == "亿":
            total, section, digit = (total + section + digit) * 10**8, 0, 0
        elif c == "万":
            total, section, digit = total + (section + digit) * 10**4, 0, 0
        elif c in _UNITS:
            section, digit = section + (digit or 1) * _UNITS[c], 0
        else:
            break
    else:
        value = total + section + digit
        if value < 10**12 and _with_one(to_chinese(value)) == _with_one(plain):
            return value
    raise ValueError(f"'{text[:40]}' is not a Chinese numeral")


def _with_one(numeral: str) -> str:
    """Write the 一 that may be left out before 十."""
    return re.sub(r"(?<![一二三四五六七八九])十", "一十", numeral)


def to_chinese(number: int) -> str:
    """The Chinese numeral of a whole number from 0 up to a trillion: 14 is 十四, 105 is 一百零五.

    Raises:
        ValueError: `number` is negative, or 10¹² or more.
    """
    if not 0 <= number < 10**12:
        raise ValueError(f"no Chinese numeral for {number}")
    if number == 0:
        return "零"
    written = ""
    skipped = False
    for value, symbol in ((10**8, "亿"), (10**4, "万"), (1, "")):
        part, number = divmod(number, value)
        if part == 0:
            skipped = True
            continue
        if written and (skipped or part < 1000):
            written += "零"
        written += _four_digits(part) + symbol
        skipped = False
    return written[1:] if written.startswith("一十") else written


def _four_digits(number: int) -> str:
    """The numeral of 1 to 9999, zeros inside it written once, zeros at either end not at all."""
    written = ""
    for symbol, digit in zip("千百十", f"{number:04}", strict=False):
        written += "零一二三四五六七八九"[int(digit)] + (symbol if digit != "0" else "")
    written += "零一二三四五六七八九"[number % 10]
    return re.sub("零+", "零", written).strip("零")


def from_roman(text: str) -> int:
    """The value of a Roman numeral in either case, written in the standard way: xiv is 14.

    Raises:
        ValueError: `text` is not one (iiii, vx, the empty text).
    """
    lower = text.lower()
    if not lower or not _ROMAN_FORM.fullmatch(lower):
        raise ValueError(f"'{text}' is not a Roman numeral")
    total = 0
    for value, symbol in _ROMAN:
        while lower.startswith(symbol):
            total += value
            lower = lower[len(symbol) :]
    return total


def to_roman(number: int) -> str:
    """The Roman numeral of a whole number from 1 to 3999, in lower case as pins write it: 14 is xiv.

    Raises:
        ValueError: `number` is outside of that range.
    """
    if not 0 < number < 4000:
        raise ValueError(f"no Roman numeral for {number}")
    written = ""
    for value, symbol in _ROMAN:
        count, number = divmod(number, value)
        written += symbol * count
    return written
