"""Paragraphs from the lines of a plain text: whether lines are hard-wrapped, and which belong together."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

_END = re.compile(r"[.!?:;。！？：；…][)\]）」』》”’\"']*$")
_SENTENCE_END = re.compile(r"[.!?。！？][)\]）」』》”’\"']*$")
_GOES_ON = re.compile(r"(?:[,，、(（]|\b(?:of|the|and|or|a|an|to|in|on|for|by|with|that|which|shall|is|are|section|SHALL|USE))$")
_LOWER = re.compile(r"[a-z]")
MARKER = re.compile(
    r"(?:[•●○■□▪◦‣❖*]|[-–—‒](?=\s|[A-Z\u4e00-\u9fff]))"
    r"|\(?\d{1,5}[.)]|[（]\d{1,2}[)）]|\([A-Za-z]{1,5}[)）]|[a-z][.)]\s|[ivxlc]{1,5}[.)]\s|[A-Z]\.(?:\d+\.?)*\s"
    r"|\d+(?:[.-]\d+)+\.?\s|§|#{1,6}\s|\[?(?:Foot)?[Nn]ote\b[^.]{0,12}:|\(?注\s*\d*\s*[:：]"
    r"|(?:Article|ARTICLE|Chapter|CHAPTER|Section|SECTION|Sec\.|SEC\.|Part|PART|Annex|ANNEX|Appendix|APPENDIX)\s+[\dIVXA-Z]"
    r"|第[〇零一二三四五六七八九十百千\d]+[编章节条]|[（(][一二三四五六七八九十]{1,3}[)）]|[一二三四五六七八九十]{1,3}、|[①-⑳]"
)
"""How a line begins that is a unit of its own: bullets, numbers, letters, `Article 5`, `第五条`, `（一）`."""
_LONE_MARKER = re.compile(r"\(\w{1,5}\)(?:\(\w{1,5}\))*[.;,]$")
_NUMBERED_TITLE = re.compile(r"(?:\d+(?:\.\d+)*\.?|[A-Z](?:\.\d+)+|(?:Appendix|Annex|Chapter|Section)\s+\w+)\s+\S")
_PAGE_NUMBER = re.compile(r"[-–—]?\s*(?:\d{1,3}|[Pp]age \d+(?: of \d+)?|第\s*\d+\s*页)\s*[-–—]?")
_RULE = re.compile(r"(?:[_=*~\-–—.◆·]\s*){3,}")
_COMPOUND = re.compile(
    r"\b(?:self|non|cross|multi|third|high|low|well|real|long|short|open|large|small|post|pre|co|ex|inter|decision)$",
    re.I,
)

_WRAP_LIMIT = 130
"""Columns; longer lines than this are paragraphs, never the product of wrapping."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that belong together, joined into one."""

    text: str
    indent: int = 0
    """Columns of white space in front of its first line."""


def paragraphs(lines: Sequence[str]) -> list[Paragraph]:
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
    width = wrap_width(lines)
    if width:
        lines = [line for line in lines if not _PAGE_NUMBER.fullmatch(line.strip())]
    goes_on = partial(_continues_wrapped, width=width) if width else _continues
    shouting = _all_capitals(lines)
    words = _words(lines)
    found: list[Paragraph] = []
    last, blank = "", False
    for line in lines:
        if not line.strip():
            blank = bool(last)
            continue
        text = " ".join(line.split())
        if found and (_continues_over_gap(last, line, width, shouting) if blank else goes_on(last, line, shouting)):
            found[-1] = Paragraph(_joined(found[-1].text, text, words), found[-1].indent)
        else:
            found.append(Paragraph(text, len(line) - len(line.lstrip())))
        last, blank = line, False
    return found


def joined(first: str, second: str) -> str:
    """Two parts of one paragraph, put together at a line end."""
    return _joined(first, second, frozenset())


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
    for line, following in zip(lines, lines[1:], strict=False):
        if line.strip() and following.strip():
            pairs += 1
            full += not _END.search(line) and not _fits(line, following, width, 0.85)
    return width if pairs >= 3 and full >= 0.4 * pairs else 0


def columns(line: str) -> int:
    """The width of a line in columns; a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)


def _fits(line: str, following: str, width: int, share: float) -> bool:
    """Whether `line` had room for the first word of `following` in `share` of the width."""
    word = following.split(maxsplit=1)[0]
    first = columns(word[:1]) if columns(word[:1]) == 2 else columns(word) + 1
    return columns(line) + first <= share * width


def _continues_wrapped(last: str, line: str, shouting: bool, *, width: int) -> bool:
    text, before = line.strip(), last.strip()
    if before.startswith("#") or text.startswith("#"):
        return False
    if _LONE_MARKER.fullmatch(text):
        return True
    ended = bool(_END.search(before))
    if MARKER.match(text) and (ended or _fits(last, line, width, 0.75)):
        return False
    if ended and (_fits(last, line, width, 0.92) or _indented_more(last, line)):
        return not _SENTENCE_END.search(before) and bool(_LOWER.match(text))
    if _LOWER.match(text):
        return True
    titled = _NUMBERED_TITLE.match(before) and not ended and before.count("(") == before.count(")")
    return not _fits(last, line, width, 0.92 if titled else 0.6)


def _continues(last: str, line: str, shouting: bool) -> bool:
    """The same for a text whose lines are not wrapped: only a plain tail of the line above goes on."""
    text, before = line.strip(), last.strip()
    if before.startswith("#") or text.startswith("#") or _END.search(before) or columns(before) < 80:
        return False
    if MARKER.match(text):
        return bool(_LONE_MARKER.fullmatch(text))
    return bool(_LOWER.match(text) or _GOES_ON.search(before)) or shouting


def _continues_over_gap(last: str, line: str, width: int, shouting: bool) -> bool:
    """Whether a paragraph goes on after a blank line: a page ended in the middle of a sentence."""
    text, before = line.strip(), last.strip()
    if before.startswith("#") or text.startswith("#") or _END.search(before):
        return False
    if _LONE_MARKER.fullmatch(text):
        return True
    if MARKER.match(text) or MARKER.match(before) is None and not before[:1].isalpha():
        return False
    if columns(before) < (0.6 * width or 80):
        return False
    return bool(_LOWER.match(text)) or shouting


def _indented_more(last: str, line: str) -> bool:
    return (len(line) - len(line.lstrip())) - (len(last) - len(last.lstrip())) >= 2


def _joined(first: str, second: str, words: frozenset[str]) -> str:
    if not first or not second:
        return first + second
    if first.endswith("-") and first[-2:-1].isalpha() and _LOWER.match(second):
        return _undivided(first, second, words)
    if columns(first[-1]) == 2 and columns(second[0]) == 2:
        return first + second
    if first[-1] in "—–/" and second[:1].isalpha():
        return first + second
    return f"{first} {second}"


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
    """The words of a text, compounds as one: what a divided word is looked up in."""
    return frozenset(
        word.lower() for line in lines for word in re.findall(r"[A-Za-z]+(?:-[A-Za-z]+)*(?![\w-]*-$)", line)
    )


def _all_capitals(lines: Sequence[str]) -> bool:
    """Whether the text is set in capitals, so that a small letter is no evidence."""
    letters = [c for line in lines for c in line if c.isalpha() and c.isascii()]
    return len(letters) > 200 and sum(c.isupper() for c in letters) > 0.8 * len(letters)
