"""Paragraphs from the lines of a plain text: whether lines are hard-wrapped, and which belong together."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

_END = re.compile(r"(?:[.!?:;。！？：；…][)\]）」』》”’\"']*|;\s*(?:and|or|AND|OR))$")
_ABBREVIATION = re.compile(
    r"\b(?:Secs?|Arts?|Nos?|Mr|Ms|Mrs|Dr|St|vs?|cf|para|pp?|e\.g|i\.e|U\.S|Pub|Stat)\.$"
)
_LAST_BUT_ONE = re.compile(r",\s*(?:and|or|AND|OR)$")
_SENTENCE_END = re.compile(r"[.!?。！？][)\]）」』》”’\"']*$")
_GOES_ON = re.compile(
    r"(?:[,，、(（]|\b(?:of|the|and|or|a|an|to|in|on|for|by|with|that|which|shall|is|are|section)\b)$",
    re.I,
)
_LOWER = re.compile(r"\(?[a-z]{2}|[a-z]\b(?![.)])")
_REFERENCE = re.compile(r"[A-Za-z]|\d+[-.]\d")
MARKER = re.compile(
    r"(?:[•●○■□▪◦‣❖*]|[-–—‒](?=\s|[A-Z\u4e00-\u9fff]))"
    r"|\(?\d{1,5}[.)]|[（]\d{1,2}[)）]|\([A-Za-z]{1,5}[)）]|[a-z][.)]\s|[ivxlc]{1,5}[.)]\s|[A-Z]\.(?:\d+\.?)*\s"
    r"|\d+(?:[.-]\d+)+\.?\s|§|#{1,6}\s|\[?(?:Foot)?[Nn]ote\b[^.]{0,12}:|\(?注\s*\d*\s*[:：]"
    r"|(?:Article|ARTICLE|Chapter|CHAPTER|Section|SECTION|Sec\.|SEC\.|Part|PART|Annex|ANNEX|Appendix|APPENDIX)\s+[\dIVXA-Z]"
    r"|第[〇零一二三四五六七八九十百千\d]+[编章节条]|[（(][一二三四五六七八九十]{1,3}[)）]|[一二三四五六七八九十]{1,3}、|[①-⑳]"
)
"""How a line begins that is a unit of its own: bullets, numbers, letters, `Article 5`, `第五条`, `（一）`."""
_LONE_MARKER = re.compile(r"\(\w{1,5}\)(?:\(\w{1,5}\))*[.;,]$")
_NUMBERED_TITLE = re.compile(
    r"(?:\d+(?:\.\d+)*\.?|[A-Z](?:\.\d+)+|(?:Appendix|Annex|Chapter|Section)\s+\w+)\s+\S"
)
_PAGE_NUMBER = re.compile(r"[-–—]?\s*(?:\d{1,3}|[Pp]age \d+(?: of \d+)?|第\s*\d+\s*页)\s*[-–—]?")
_RULE = re.compile(r"(?:[_=*~\-–—.◆·]\s*){3,}")
_COMPOUND = re.compile(
    r"\b(?:self|non|cross|multi|third|high|low|well|real|long|short|open|large|small|post|pre|co|ex|inter|decision)$",
    re.I,
)

_WRAP_LIMIT = 130
"""Columns; longer lines than this are paragraphs, never the product of wrapping."""
_SOFT_LIMIT = 100
"""The same for a single line of Markdown, where little else is known."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How the lines of one text are set: the evidence on which lines are joined."""

    width: int
    """The column at which lines are wrapped; 0 where they are not."""
    capitals: bool
    """Whether the text is set in capitals, so that a small letter is no evidence."""
    words: frozenset[str]
    """Its words, compounds as one: what a divided word is looked up in."""

    @classmethod
    def of(cls, lines: Sequence[str]) -> "Layout":
        """The layout of a text's lines."""
        return cls(wrap_width(lines), _all_capitals(lines), _words(lines))


def paragraphs(lines: Sequence[str]) -> list[str]:
    """The paragraphs of a plain text.

    In a hard-wrapped text the next line belongs to the paragraph unless the evidence says otherwise: the line
    before would have had room for its first word, or it begins with a number or bullet after a full stop.
    In other texts a line is a paragraph, except a tail that plainly continues the line above it. Words that
    were divided at a line end are put together. Rules (`____`) and, in wrapped texts, page numbers go.

    Args:
        lines: Without their line ends; white space in front is evidence, so keep it.
    """
    lines = [line.expandtabs(4).rstrip() for line in lines]
    lines = ["" if _RULE.fullmatch(line.strip()) else line for line in lines]
    layout = Layout.of(lines)
    if layout.width:
        lines = [line for line in lines if not _PAGE_NUMBER.fullmatch(line.strip())]
    found: list[str] = []
    last, blank = "", False
    for line in lines:
        if not line.strip():
            blank = bool(last)
            continue
        text = " ".join(line.split())
        goes_on = continues_over_gap if blank else _continues_wrapped if layout.width else _continues
        if found and goes_on(last, line, layout):
            found[-1] = joined(found[-1], text, layout)
        else:
            found.append(text)
        last, blank = line, False
    return found


def wrap_width(lines: Sequence[str]) -> int:
    """The column at which lines are wrapped; 0 where they are not.

    A text is wrapped where at least four in ten pairs of adjacent lines break in the middle of a sentence, at
    a line that had no room for the next word.
    """
    lengths = sorted(columns(line) for line in lines if line.strip())
    if len(lengths) < 4:
        return 0
    width = lengths[min(len(lengths) - 1, int(0.97 * len(lengths)))]
    if not 30 <= width <= _WRAP_LIMIT:
        return 0
    pairs = full = 0
    for line, following in pairwise(lines):
        if line.strip() and following.strip():
            pairs += 1
            full += not ended(line) and not _fits(line, following, width, 0.85)
    return width if pairs >= 3 and full >= 0.4 * pairs else 0


def ended(line: str) -> bool:
    """Whether a line ends a sentence or an item of a list."""
    return bool(_END.search(line)) and not _ABBREVIATION.search(line)


def continues_soft_break(last: str, line: str, layout: Layout) -> bool:
    """Whether a line of one Markdown paragraph goes on with the line above it.

    It does, as Markdown has it, unless it begins with a number or bullet after a full stop, or the line
    above ends one and is too long to be part of a wrapped paragraph, or Chinese.
    """
    if _LONE_MARKER.fullmatch(line):
        return True
    stops = ended(last) or (line.startswith("(") and bool(_LAST_BUT_ONE.search(last)))
    if stops and not layout.width and (columns(last) > _SOFT_LIMIT or last.endswith(("。", "；", "："))):
        return False
    return not (stops and MARKER.match(line))


def continues_over_gap(last: str, line: str, layout: Layout) -> bool:
    """Whether a paragraph goes on after a blank line: a page ended in the middle of a sentence."""
    text, before = line.strip(), last.strip()
    if before.startswith("#") or text.startswith("#") or ended(before):
        return False
    if _LONE_MARKER.fullmatch(text):
        return True
    if MARKER.match(text) and not (text[0].isdigit() and _GOES_ON.search(before)):
        return False
    if columns(before) < (0.6 * layout.width or 80):
        return False
    return bool(_LOWER.match(text)) or layout.capitals


def joined(first: str, second: str, layout: Layout) -> str:
    """Two parts of one paragraph, put together at a line end: no space in Chinese or in a divided word."""
    if not first or not second:
        return first + second
    if first.endswith("-") and first[-2:-1].isalpha() and _LOWER.match(second):
        return _undivided(first, second, layout.words)
    if columns(first[-1]) == 2 and columns(second[0]) == 2:
        return first + second
    if first[-1] in "—–/" and second[:1].isalpha():
        return first + second
    return f"{first} {second}"


def columns(line: str) -> int:
    """The width of a line in columns; a Chinese character takes two."""
    if line.isascii():
        return len(line)
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)


def _fits(line: str, following: str, width: int, share: float) -> bool:
    """Whether `line` had room for the first word of `following` in `share` of the width."""
    word = following.split(maxsplit=1)[0]
    first = columns(word[:1]) if columns(word[:1]) == 2 else columns(word) + 1
    return columns(line) + first <= share * width


def _continues_wrapped(last: str, line: str, layout: Layout) -> bool:
    text, before, width = line.strip(), last.strip(), layout.width
    if before.startswith("#") or text.startswith("#"):
        return False
    if _LONE_MARKER.fullmatch(text):
        return True
    stops = ended(before) or (text.startswith("(") and bool(_LAST_BUT_ONE.search(before)))
    if MARKER.match(text) and (stops or _fits(last, line, width, 0.75)):
        return False
    if stops and (_fits(last, line, width, 0.92) or _indented_more(last, line)):
        return not _SENTENCE_END.search(before) and bool(_LOWER.match(text))
    if _LOWER.match(text):
        return True
    titled = _NUMBERED_TITLE.match(before) and not stops and before.count("(") == before.count(")")
    return not _fits(last, line, width, 0.92 if titled else 0.6)


def _continues(last: str, line: str, layout: Layout) -> bool:
    """The same for a text whose lines are not wrapped: only a plain tail of the line above goes on."""
    text, before = line.strip(), last.strip()
    if before.startswith("#") or text.startswith("#") or ended(before) or columns(before) < 80:
        return False
    if MARKER.match(text):
        refers = bool(_REFERENCE.match(text) and _GOES_ON.search(before))  # "… of / Part 3 of the Code"
        return refers or bool(_LONE_MARKER.fullmatch(text))
    return bool(_LOWER.match(text) or _GOES_ON.search(before)) or layout.capitals


def _indented_more(last: str, line: str) -> bool:
    return (len(line) - len(line.lstrip())) - (len(last) - len(last.lstrip())) >= 2


def _undivided(first: str, second: str, words: frozenset[str]) -> str:
    """A word divided at a line end, or a compound that merely broke at its hyphen."""
    left = re.split(r"[\s(“\"'—]", first[:-1])[-1]
    right = re.match(r"[a-z]+", second)
    tail = right.group() if right else ""
    whole = (left.rsplit("-", 1)[-1] + tail).lower()
    if whole in words:
        return first[:-1] + second
    if f"{left}-{tail}".lower() in words or _COMPOUND.search(left):
        return first + second
    return first[:-1] + second


def _words(lines: Sequence[str]) -> frozenset[str]:
    words = (re.findall(r"[A-Za-z]+(?:-[A-Za-z]+)*(?![\w-]*-$)", line) for line in lines)
    return frozenset(word.lower() for found in words for word in found)


def _all_capitals(lines: Sequence[str]) -> bool:
    letters = [c for line in lines for c in line if c.isalpha() and c.isascii()]
    return len(letters) > 200 and sum(c.isupper() for c in letters) > 0.8 * len(letters)
