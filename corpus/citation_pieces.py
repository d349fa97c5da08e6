"""The pieces of a citation: what each segment of a pin names, and how a written piece leads back to its segment."""

import re

from corpus.numerals import CHINESE_DIGITS, from_chinese, to_roman
from corpus.pins import slug
from corpus.types import Bilingual, CitationStyle, Lang

US = ("us-code", "us-eo")
BY_ARTICLES = ("eu", "treaty", "cn")
TOP = ("", "h", "s", "chapter")
"""What may stand before a numbered paragraph `p-12`: nothing, or a heading."""

IDENT = r"[0-9a-z]+(?:[.-][0-9a-z]+)*"
NUMBER = re.compile(r"\d+(?:\.\d+)*[a-z]{0,2}")
COUNT = re.compile(r"[1-9]\d{0,7}")

_CHAPTER = re.compile(
    r"h-chapter-([1-9]\d{0,2}|x{0,3}(?:ix|iv|v?i{1,3}|v|(?<=x)))(?:-section-([1-9]\d{0,2}))?"
)
AROUND: dict[str, Bilingual] = {
    "front": Bilingual(en="front matter", zh="篇首"),
    "back": Bilingual(en="end matter", zh="篇末"),
}
"""What the outline puts in front of the first provision of a text and after the last."""
_OTHER = "art|article|rec|recital|annex|chapter|sec|section|para|paragraph|subpara|point|act|and|the"
_NAMED = rf"((?!(?:{_OTHER})\b)[a-z]{{3,12}})"
NAMED = re.compile(rf"{_NAMED}-(\d+(?:\.\d+)*)")
"""The number of a named step of a framework, `govern-1.1`; not one that reads as another piece."""
_NUMERAL = rf"{IDENT}|[{CHINESE_DIGITS}]+"
_QUOTED = r"[“\"「『]([^”\"」』]+)[”\"」』]"
_BRACKETED = r"\[([^\[\]]+)\]"

_ENGLISH = tuple(
    (re.compile(pattern), family)
    for pattern, family in (
        (_QUOTED, "h"),
        (rf"art(?:icle|\.)?\s*({IDENT})", "art"),
        (r"(front|end) matter", "around"),
        (rf"chapter\s+({IDENT})(?:\s*,?\s+section\s+(\d+))?", "chapter"),
        (rf"recital\s*\(?({IDENT})\)?", "rec"),
        (rf"annex(?:\s+({IDENT}))?", "annex"),
        (r"preamble()", "preamble"),
        (rf"act\s*(?:§|section|sec\.)\s*({IDENT})", "act-sec"),
        (rf"§\s*({IDENT})", "§"),
        (rf"sec(?:tion|\.)?\s*({IDENT})", "section"),
        (r"subpara(?:graph|\.)?\s*(\d+)", "sub"),
        (rf"para(?:graph|\.)?\s*\(?({IDENT})\)?", "para"),
        (rf"point\s*\(?({IDENT})\)?", "plain"),
        (rf"\(({IDENT})\)", "plain"),
        (rf"{_NAMED} (\d+(?:\.\d+)*)", "named"),
        (_BRACKETED, "raw"),
    )
)
_CHINESE = tuple(
    (re.compile(pattern), family)
    for pattern, family in (
        (_QUOTED, "h"),
        (r"(篇首|篇末)", "around"),
        (rf"第({_NUMERAL})章(?:第({_NUMERAL})节)?", "chapter"),
        (rf"序言第({_NUMERAL})段", "序言第段"),
        (rf"鉴于(?:条款)?第?({_NUMERAL})[条段]", "rec"),
        (r"(?:序言|前言)()", "preamble"),
        (rf"(?:附件|附录)({_NUMERAL})?", "annex"),
        (rf"法案第({_NUMERAL})节", "act-sec"),
        (rf"第({_NUMERAL})条(?:之([{CHINESE_DIGITS}]+))?", "条"),
        (rf"第({_NUMERAL})部分", "sec"),
        (rf"第({_NUMERAL})节", "节"),
        (rf"第({_NUMERAL})段", "para"),
        (rf"第({_NUMERAL})[款项点目]", "plain"),
        (rf"第?\(({_NUMERAL})\)[款项点目]?", "plain"),
        (rf"{_NAMED} (\d+(?:\.\d+)*)", "named"),
        (_BRACKETED, "raw"),
    )
)


TOKENS: dict[Lang, tuple[tuple[re.Pattern[str], str], ...]] = {"en": _ENGLISH, "zh": _CHINESE}
"""The pieces that a label may be made of, in plain lower case, with the family that `read_segment` takes."""


def segment_kind(segment: str) -> tuple[str, str]:
    """What a segment names, and its number: `art-50` is `("art", "50")`, `2` is `("plain", "2")`.

    The kinds are the prefixes of the table in corpus/pins.py without their hyphen, `preamble`, `chapter` for a heading
    such as `h-chapter-iii-section-1`, `sub` for the unnumbered paragraph `p1`, `plain` for a bare number or letter,
    `raw` for anything else.
    """
    if segment in ("preamble", "annex"):
        return segment, ""
    if found := re.fullmatch(rf"(act-sec|art|rec|annex|sec|s|p)-({IDENT})", segment):
        return found[1], found[2]
    if _CHAPTER.fullmatch(segment):
        return "chapter", segment.removeprefix("h-chapter-")
    if segment.startswith("h-"):
        return "h", segment[2:]
    if re.fullmatch(r"p\d+", segment):
        return "sub", segment[1:]
    return ("plain" if re.fullmatch(r"[0-9a-z]+(?:\.\d+)*", segment) else "raw"), segment


def read_segment(family: str, found: re.Match[str], before: str, style: CitationStyle) -> str | None:
    """The segment that a matched token stands for, after a segment of kind `before`."""
    if family in ("raw", "preamble"):
        return found[1] or family
    if family == "h":
        return f"h-{slug(found[1])}"
    if family == "named":
        return f"s-{found[1]}-{found[2]}" if style in ("heading", "paragraph") else None
    if family == "around":
        return "h-front" if found[1] in ("front", "篇首") else "h-back"
    try:
        ident = _plain_number(
            found[1] or "", roman=family == "annex" or (family == "chapter" and style != "cn")
        )
        if family in ("条", "chapter") and found.lastindex == 2:
            ident += "-" if family == "条" else "-section-"
            ident += _plain_number(found[2], roman=False)
    except ValueError:
        return None
    by_section = style in US or before == "annex" or style in BY_ARTICLES
    match family:
        case "chapter":
            return f"h-chapter-{ident}"
        case "annex" if not ident:
            return "annex"
        case "序言第段":
            return f"rec-{ident}" if style == "eu" else None
        case "条":
            family = "sec" if style in US else "art"
        case "节" | "§":
            family = "sec" if style in US else "s"
        case "section":
            family = "sec" if by_section else "s"
        case "para":
            if before in TOP:
                family = "p"
            elif before == "preamble" or not ("段" in found[0] and ident.isdigit()):
                family = "plain"
            else:
                family = "sub"
    if family == "plain":
        return ident
    return f"p{ident}" if family == "sub" else f"{family}-{ident}"


def _plain_number(written: str, *, roman: bool) -> str:
    """A number as pins write it: a Chinese numeral in arabic or Roman ones, anything else as it is.

    Raises:
        ValueError: It begins like a Chinese numeral and is none.
    """
    if not written or written[0] not in CHINESE_DIGITS:
        return written
    number = from_chinese(written)
    return to_roman(number) if roman else str(number)
