"""Finding references to provisions in a question: `Article 50(2)`, `§ 22757.13(c)`, `第十四条第一款第（二）项`.

A reference says what was cited, not in which instrument: its candidates are segments of pins (corpus/pins.py), and
whoever knows the instruments and what exists in them takes the first that is there.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.numerals import CHINESE_DIGITS, from_chinese, narrow, to_roman
from corpus.pins import join
from corpus.reference_spellings import (
    FLAGS,
    HEADS,
    LISTED,
    MARK,
    MORE,
    NEXT_NUMBER,
    NUMBER,
    ORDINALS,
    QUANTITY,
    RANGE,
    RANKS,
)
from corpus.types import Lang

Segments = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """`question[start:end]` is `text` and cites a provision."""

    start: int
    end: int
    text: str
    candidates: tuple[Segments, ...]
    """What it may mean, as segments of a pin, likeliest first."""

    def pins(self, instrument: str) -> tuple[str, ...]:
        """The candidates as pins of `instrument`."""
        return tuple(join(instrument, segments) for segments in self.candidates)


@dataclass(frozen=True, slots=True)
class _Mark:
    """One step below the head: `(2)`, `point (a)`, `第一款`."""

    segment: str
    rank: str
    """`paragraph`, `item` (项, point), `sub` (unnumbered paragraph), `section` (of an annex), or `` if unsaid."""


@dataclass(frozen=True, slots=True)
class _Head:
    """What a reference begins with: `Articles 9`, `附件三`, `第九至十二条`."""

    kind: str
    numbers: tuple[str, ...]
    start: int
    end: int
    plural: bool = False
    above: Segments = ()
    """The document of several that it is in."""
    marks: tuple[_Mark, ...] = ()
    """Steps below it that were said with it or before it: `point (a) of Article 6(2)`."""
    also: tuple[tuple[_Mark, ...], ...] = ()
    """Further ones that were said before it: `points (a) and (b) of Article 6`."""


_LONGEST_RANGE = 60
_ALPHABET = "abcdefghjklmnopqrstuwyz"
"""Small letters that are words or words' beginnings rather than annexes; I, V and X are numerals."""


def find_references(text: str, lang: Lang | None = None) -> list[Reference]:
    """References to provisions in `text`, left to right.

    Lists and ranges give a reference for each provision in them; those in the middle of a range have the range's span.
    A heading in quotation marks is only taken for a reference when a numbered provision or `(1)` follows it, since
    anything can stand in quotation marks.

    Args:
        text: A question, in English, Chinese or both.
        lang: Its language. The spellings of both languages are found in either, because questions mix them; it is
            here so that callers need not know that.
    """
    plain = narrow(text)
    found: list[Reference] = []
    before: _Head | None = None
    for head in _heads(plain):
        if found and head.start < found[-1].end:
            continue  # it was read as part of the reference before it
        if (
            found
            and before
            and before.kind == head.kind
            and RANGE.fullmatch(plain, found[-1].end, head.start)
        ):
            middle = _between(before.numbers[-1], head.numbers[0]) if found[-1].end == before.end else ()
            found += (_reference(text, before.start, head.end, head, number, ()) for number in middle)
        found += _list(text, plain, head)
        before = head
    return sorted(found, key=lambda reference: (reference.start, reference.end))


def _heads(plain: str) -> Iterator[_Head]:
    """What references begin with, left to right; of two that overlap the first, then the earlier pattern."""
    pending = [(kind, pattern, pattern.search(plain)) for kind, pattern in HEADS]
    at = 0
    above: Segments = ()
    above_start = above_end = -1
    while True:
        pending = [
            (kind, pattern, match if match.start() >= at else pattern.search(plain, at))
            for kind, pattern, match in pending
            if match
        ]
        matches = [(kind, match) for kind, _, match in pending if match]
        if not matches:
            return
        kind, match = min(matches, key=lambda item: item[1].start())
        at = match.end()
        joined = above_end == match.start()
        start = above_start if joined else match.start()
        if kind == "part":
            segment = f"h-{match['number'].lower()}"
            if plain.startswith("(", at):  # paragraph (1) under a heading
                yield _Head("heading", (segment,), start, at, above=above if joined else ())
            above = (*(above if joined else ()), segment)
            above_start, above_end = start, at + len(plain[at:]) - len(plain[at:].lstrip(" ,、"))
        elif head := _head(kind, match):
            yield replace(head, start=start, above=above if joined else ())


def _head(kind: str, match: re.Match[str]) -> _Head | None:
    """Read what a pattern of `HEADS` matched; None for what only looks like a reference."""
    groups = match.groupdict()
    number = groups.get("number") or ""
    if kind == "annex" and number in _ALPHABET:
        return None  # "the annex a provider …"
    try:
        numbers = tuple(_listed(number)) if kind == "条" else (_number(number),)
        if inserted := groups.get("inserted"):
            numbers = (*numbers[:-1], f"{numbers[-1]}-{from_chinese(inserted)}")
        if within := groups.get("within"):
            numbers = (f"{numbers[0]}-section-{_number(within)}",)
    except ValueError:
        return None
    inside = tuple(_Mark(value.lower(), "") for value in re.findall(r"\((\w+)\)", groups.get("inside") or ""))
    marks, *also = _steps(groups.get("below") or "")
    return _Head(
        kind,
        numbers,
        match.start(),
        match.end(),
        plural=bool(groups.get("plural") or groups.get("plural_")),
        marks=inside or marks,
        also=tuple(also),
    )


def _number(written: str) -> str:
    """A number as pins write it.

    Raises:
        ValueError: It looks like a Chinese numeral and is none.
    """
    if written and written[0] in CHINESE_DIGITS:
        return str(from_chinese(written))
    return written.lower()


def _listed(written: str) -> list[str]:
    """The numbers of a list such as 九、十至十二; 120-1 is no range but Article 120-1."""
    numbers: list[str] = []
    at = 0
    for match in re.finditer(NUMBER, written, FLAGS):
        number = _number(match[0])
        link = written[at : match.start()].strip("第 ")
        if numbers and RANGE.fullmatch(link):
            if link == "-" and numbers[-1].isdigit() and number.isdigit() and int(number) <= int(numbers[-1]):
                numbers[-1] += f"-{number}"
                continue
            numbers += _between(numbers[-1], number)
        numbers.append(number)
        at = match.end()
    return numbers


def _between(first: str, last: str) -> list[str]:
    """The numbers between two of a range; none if it is no range of whole numbers, or too long to be meant."""
    if not (first.isdigit() and last.isdigit() and int(last) - int(first) <= _LONGEST_RANGE):
        return []
    return [str(number) for number in range(int(first) + 1, int(last))]


def _steps(below: str) -> list[tuple[_Mark, ...]]:
    """The marks of `points (a) and (b) of paragraph 2 of `, outermost first: a tuple for each of those listed first."""
    first, *outer = re.split(r"\s+(?:of|in)\s+(?:the\s+)?", below.strip(), flags=FLAGS)
    above = [mark for step in reversed(outer) for mark in _marks(" " + step, 0, annex=True)[0]]
    unit, *listed = LISTED.split(first)
    word = re.match(r"[a-z-]*", unit, FLAGS)
    steps = [unit, *(f"{word[0] if word else ''} {other}" for other in listed)]
    return [(*above, *_marks(" " + step, 0, annex=True)[0]) for step in steps]


def _marks(plain: str, at: int, *, annex: bool) -> tuple[list[_Mark], int]:
    """The steps that follow a head, and where they end."""
    marks: list[_Mark] = []
    while match := MARK.match(plain, at):
        try:
            read = _mark(match, annex=annex)
        except ValueError:
            read = []
        if not read:
            break
        marks += read
        at = match.end()
    return marks, at


def _mark(match: re.Match[str], *, annex: bool) -> list[_Mark]:
    """Read what `MARK` matched; empty where it means something else.

    Raises:
        ValueError: A Chinese numeral is none.
    """
    if bracket := match["bracket"]:
        item = bracket[0] in CHINESE_DIGITS  # only 项 are numbered so
        return [_Mark(_number(bracket), RANKS.get(match["unit"] or "", "item" if item else ""))]
    if match["letters"] or match["bare"]:
        return [_Mark((match["letters"] or match["bare"]).lower(), "item")]
    if word := (match["word"] or "").lower():
        value = (match["enclosed"] or match["plain"]).lower()
        if word.startswith("section"):
            return [_Mark(f"sec-{value}", "section")] if annex else []
        if word.startswith("sub") and "para" in word and match["plain"] and value.isdigit():
            return [_Mark(f"p{value}", "sub")]
        return [_Mark(value, "paragraph" if word.startswith("para") else "item")]
    if ordinal := (match["ordinal"] or "").lower():
        number = ORDINALS.index(ordinal.split()[0]) + 1
        return [_Mark(f"p{number}", "sub") if "sub" in ordinal else _Mark(str(number), "paragraph")]
    if division := match["division"]:
        return [_Mark(f"sec-{_number(division)}", "section")] if annex else []
    value = _number(match["numbered"])
    if match["rank"] == "段":
        return [_Mark(f"p{value}", "sub")] if value.isdigit() else []
    inside = [_Mark(value.lower(), "") for value in re.findall(r"\((\w+)\)", match["within"])]
    return [_Mark(value, RANKS.get(match["rank"], "")), *inside]


def _list(text: str, plain: str, head: _Head) -> Iterator[Reference]:
    """The references that one head begins: its own, those of its list, and what follows after "and"."""
    annex = head.kind == "annex"
    following, at = _marks(plain, head.end, annex=annex)
    for number in head.numbers[:-1]:
        yield _reference(text, head.start, head.end, head, number, ())
    number = head.numbers[-1]
    if head.kind == "heading" and not following:
        return
    marks = [*head.marks, *following]
    for listed in (head.marks, *head.also):
        yield _reference(text, head.start, at, head, number, [*listed, *following])
    start = head.start
    while more := MORE.match(plain, at):
        begin = more.end() - (1 if plain[more.end() - 1] == "第" else 0)
        if any(pattern.match(plain, begin) for _, pattern in HEADS):
            return  # a reference of its own
        further, end = _marks(plain, begin, annex=annex)
        keep = _level(marks, further[0]) if further and plain[begin] != " " else None
        if keep is not None:
            marks = [*marks[:keep], *further]
        else:
            pattern = NEXT_NUMBER.get(head.kind)
            following_number = pattern.match(plain, begin) if pattern else None
            several = head.plural or (more["joined"] or more["range"] or more["then"])
            if not following_number or not several or QUANTITY.match(plain, following_number.end()):
                return
            if annex and following_number["number"] in _ALPHABET:
                return
            previous, number = number, following_number["number"].lower()
            marks, end = _marks(plain, following_number.end(), annex=annex)
            if more["range"]:
                for middle in _between(previous, number):
                    yield _reference(text, start, end, head, middle, ())
        yield _reference(text, begin, end, head, number, marks)
        start, at = begin, end


def _level(marks: Sequence[_Mark], further: _Mark) -> int | None:
    """How many of `marks` stand above `further` in "(1)(a) and (b)"; None if it does not go on from them."""
    if not marks:
        return None
    same_rank = [i for i, mark in enumerate(marks) if further.rank and mark.rank == further.rank]
    alike = [i for i, mark in enumerate(marks) if mark.segment.isdigit() == further.segment.isdigit()]
    levels = same_rank or alike
    return levels[-1] if levels else None


def _reference(
    text: str, start: int, end: int, head: _Head, number: str, marks: Sequence[_Mark]
) -> Reference:
    candidates = tuple(
        (*head.above, *base, *steps)
        for base in _bases(head.kind, number)
        for steps in _paths(head.kind, marks)
    )
    return Reference(start, end, text[start:end], tuple(dict.fromkeys(candidates)))


def _bases(kind: str, number: str) -> list[Segments]:
    """What the head alone may be in a pin."""
    dotted = "." in number or number.count("-") > 1
    match kind:
        case "article":
            first, _, rest = number.partition(".")
            return (
                [(f"art-{number}",), (f"art-{first}", *rest.split(".")), (f"s-{number}",)]
                if dotted
                else [(f"art-{number}",)]
            )
        case "recital":
            return [(f"rec-{number}",), ("preamble", number)]
        case "鉴于":  # also "given that Article 5 …"
            return [(f"rec-{number}",), (f"art-{number}",), ("preamble", number)]
        case "annex":
            return [(f"annex-{other}",) for other in (_roman(number), number)]
        case "chapter":
            chapter, dash, section = number.partition("-")
            return [(f"h-chapter-{other}{dash}{section}",) for other in (_roman(chapter), chapter)]
        case "named":
            word, _, count = number.replace("-", " ").partition(" ")
            return [(f"s-{word}-{count}",), (f"s-{count}",)]
        case "heading":
            return [(number,)]
        case "act":
            return [(f"act-sec-{number}",), (f"sec-{number}",)]  # "RAISE Act section 1421" is one of the code
        case "条":
            article, code = (f"art-{number}",), (f"sec-{number}",)
            in_code = dotted or len(number.partition("-")[0]) > 3
            return [code, article, (f"s-{number}",)] if in_code else [article, code]
        case "section" | "节":
            whole = [(f"act-sec-{number}",)] if number.isdigit() else []
            return [(f"sec-{number}",), (f"s-{number}",), *whole]
        case "paragraph":
            return [(f"p-{number}",), ("preamble", number)]
        case _:
            return [("preamble", number) if number else ("preamble",)]


def _roman(number: str) -> str:
    """Annexes and chapters are mostly numbered in Roman: 附件三 is `annex-iii` before it is `annex-3`."""
    return to_roman(int(number)) if number.isdigit() and 0 < int(number) < 40 else number


def _paths(kind: str, marks: Sequence[_Mark]) -> list[Segments]:
    """What the steps below the head may be in a pin.

    An article of one paragraph may be cited without it (第四条第（一）项, Article 6(f)), and an unnumbered
    paragraph (`p1`) may not have been counted.
    """
    path = tuple(mark.segment for mark in marks if mark.rank != "section" or kind == "annex")
    paths = [path]
    if path and kind in ("article", "条") and marks[0].rank in ("item", ""):
        number = path[0].isdigit()
        in_first = [("1", *path)] if number else [("1", *path), ("p1", *path)]
        paths = [*in_first, path] if number and marks[0].rank == "item" else [path, *in_first]
    elif (
        path and kind == "article" and path[0].isdigit()
    ):  # "the third paragraph" may be one without a number
        paths = [path, (f"p{path[0]}", *path[1:])]
    without = tuple(mark.segment for mark in marks if mark.rank not in ("sub", "section"))
    return paths if len(without) == len(path) else [*paths, without]
