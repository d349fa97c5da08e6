"""Frameworks, standards, guidelines, plans: numbered headings, named headings, numbered paragraphs."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from corpus.numerals import from_chinese, from_roman, narrow
from corpus.pins import slug
from ingest.outline.heading_names import (
    CLOSING,
    EDITION,
    HISTORY,
    LETTERED,
    evidence,
    is_marked,
    is_sentence,
    name_level,
)
from ingest.outline.heading_numbers import INNER_FUNCTION, NumberedHeading, numbered_headings
from ingest.outline.heading_points import points
from ingest.outline.quotations import own_lines
from ingest.outline.sequence import Candidate, best_chain, split_at
from ingest.outline.tree import Line, Marker, build, lines
from ingest.types import Provision, ProvisionKind, Reading

_OPENING = re.compile(
    r"(?:executive summary|introduction|overview|foreword|preface|preamble|objectives|summary|background"
    r"|前言|引言|概述)\b",
    re.I,
)
_PARAGRAPHS = (
    re.compile(r"(?P<label>\((?P<n>\d{1,3})\))\s+"),
    re.compile(r"(?P<label>(?P<n>[IVX]{1,6})\.)\s+(?=[A-Z])"),
)
_SLUG_WORDS = 8
_FRONT_SHARE = 0.3
_FEWEST_PARAGRAPHS = 10
_SHARE_OF_PARAGRAPHS = 0.6
_FEW_SECTIONS = 0.2


@dataclass(frozen=True, slots=True)
class _Heading:
    """One heading of a document, numbered or named."""

    index: int
    lines: int
    label: str
    title: str
    body: int
    level: int
    """The level that the reader gave it; the depth of its number where the reader gave none."""
    numbered: NumberedHeading | None = None
    letter: str = ""
    """Of a lettered heading inside a section: `b) …`, （二）… (`2`)."""


def parse(reading: Reading, instrument_id: str, part: str | None) -> tuple[Provision, ...]:
    """The provisions of a document with headings.

    Numbered headings have flat pins (`s-3.2`, `annex-a.1`, `s-govern-1.1`), named ones nest by level
    (`h-pillar-1/h-…`) and lie below the numbered section in which they stand. Paragraphs that are numbered
    through the whole document, (12), are `p-12`, and named headings then stand beside them. Items of a section
    are its points (`s-5.1/a/1`). What precedes the first heading that has text is the front. Captions,
    sentences and list items are no headings.
    """
    all_lines = split_at(lines(reading), INNER_FUNCTION)
    found = _headings(all_lines)
    first = _first_real(found, all_lines)
    titles = {heading.title for heading in found if heading.index < first}
    found = _editions_below_history(
        [h for h in found if h.index >= first and (h.numbered is not None or h.title not in titles)]
    )
    if found and _is_table_at_end(found[-1], all_lines):
        found[-1] = replace(found[-1], level=0)  # beside all sections
    numbers = _paragraphs(all_lines, {heading.index for heading in found})
    counted = list(enumerate(all_lines))
    full = _sections_without_paragraphs(found, len(all_lines), numbers)
    markers = _inside((), counted[: found[0].index if found else None], (), numbers, 0)[0]
    stack: list[tuple[_Heading, tuple[str, ...]]] = []  # open headings and their segments
    last_item = 0  # of the （一）（二） that run through a document
    for at, heading in enumerate(found):
        stop = found[at + 1].index if at + 1 < len(found) else len(all_lines)
        segments = _segments(heading, stack, found[at + 1 :], flat=bool(numbers))
        above = tuple(f"{open_.label} {open_.title}".strip() for open_, _ in stack)
        stack.append((heading, segments))
        line = all_lines[heading.index]
        body = counted[heading.index + heading.lines : stop]
        starts_in_line = heading.body < line.end
        markers.append(
            Marker(
                segments,
                "history" if any(_is_history(open_) for open_, _ in stack) else _kind(heading),
                line.start,
                number=heading.label,
                heading=heading.title,
                path=above,
                body=heading.body if starts_in_line else body[0][1].start if body else -1,
            )
        )
        if heading.letter.isdigit():
            last_item = int(heading.letter)
        path = (*above, f"{heading.label} {heading.title}".strip())
        inner, last_item = _inside(segments, body, path, numbers, last_item, beside=heading.index in full)
        markers += inner
    return build(reading, instrument_id, part, markers)


def _inside(
    section: tuple[str, ...],
    body: Sequence[tuple[int, Line]],
    path: tuple[str, ...],
    numbers: dict[int, tuple[int, re.Match[str]]],
    last_item: int,
    *,
    beside: bool = False,
) -> tuple[list[Marker], int]:
    """The numbered paragraphs and points of a section's lines, and the last （一） seen.

    The paragraphs lie below the section's heading, or `beside` it and all others.
    """
    starts = [at for at, (i, _) in enumerate(body) if i in numbers]
    markers: list[Marker] = []
    if section:
        markers, last_item = points(
            section, own_lines([line for _, line in body[: starts[0] if starts else None]]), path, last_item
        )
    path = () if beside else path
    for at, stop in pairwise([*starts, len(body)]):
        i, line = body[at]
        number, match = numbers[i]
        segments = (f"p-{number}",)
        begin = line.start + match.end()
        markers.append(
            Marker(segments, "paragraph", line.start, number=match["label"], path=path, body=begin)
        )
        rest = Line(begin, line.end, line.text[match.end() :], line.block)
        markers += points(segments, own_lines([rest, *(other for _, other in body[at + 1 : stop])]), path, 0)[
            0
        ]
    return markers, last_item


def _sections_without_paragraphs(
    found: Sequence[_Heading], length: int, numbers: dict[int, tuple[int, re.Match[str]]]
) -> set[int]:
    """The sections that numbered paragraphs follow without lying in them, by the index of their line.

    Where sections have either a text of their own or numbered paragraphs (VI. after the text of section 2.5), the few
    that seem to have both are such.
    """
    with_text: list[int] = []
    with_both: list[int] = []
    for heading, stop in zip(found, [*(h.index for h in found[1:]), length], strict=False):
        first = heading.index + heading.lines
        inside = [i for i in numbers if first <= i < stop]
        if heading.numbered is not None and min(inside, default=stop) > first:
            with_text.append(heading.index)
            with_both += [heading.index] if inside else []
    return set(with_both) if len(with_both) <= _FEW_SECTIONS * len(with_text) else set()


def _paragraphs(all_lines: Sequence[Line], headings: set[int]) -> dict[int, tuple[int, re.Match[str]]]:
    """Lines that begin a paragraph numbered through the whole document, with their numbers.

    It must be a long sequence, and go on from one heading to the next.
    """
    for pattern, fewest in zip(_PARAGRAPHS, (_FEWEST_PARAGRAPHS, _FEWEST_PARAGRAPHS // 2), strict=True):
        found: dict[int, tuple[int, re.Match[str]]] = {}
        for i, line in enumerate(all_lines):
            match = pattern.match(line.text)
            if match and i not in headings and not (line.block and line.block.kind in ("footnote", "table")):
                try:
                    found[i] = (int(match["n"]) if match["n"].isdigit() else from_roman(match["n"]), match)
                except ValueError:
                    continue
        chain = best_chain([Candidate(i, (n,)) for i, (n, _) in found.items()])
        spread = sum(any(a.index < i < b.index for i in headings) for a, b in pairwise(chain))
        through = len(chain) >= _SHARE_OF_PARAGRAPHS * len(found)  # lists that begin again would have more
        if len(chain) >= fewest and chain[0].number == (1,) and spread >= 2 and through:
            return {candidate.index: found[candidate.index] for candidate in chain}
    return {}


def _headings(all_lines: Sequence[Line]) -> list[_Heading]:
    """All headings in order, those of the title page too."""
    numbered = {heading.index: heading for heading in numbered_headings(all_lines)}
    taken = {i for h in numbered.values() for i in range(h.index, h.index + h.lines)}
    found: list[_Heading] = []
    known = evidence(all_lines, numbered=bool(numbered))
    for i, line in enumerate(all_lines):
        if i in numbered:
            h = numbered[i]
            level = line.block.level if is_marked(line) and line.block else len(h.number)
            found.append(_Heading(i, h.lines, h.label, h.title, h.body, level, h))
        elif i not in taken and (level := name_level(i, all_lines, known)):
            letter = LETTERED.match(narrow(line.text))
            if letter and numbered:
                title = line.text[letter.end() :]
                name = letter["n"] or _chinese(letter["zh"])
                found.append(
                    _Heading(i, 1, line.text[: letter.end("label")], title, line.end, level, letter=name)
                )
            else:
                found.append(_Heading(i, 1, "", line.text, line.end, level))
    return found


def _first_real(found: Sequence[_Heading], all_lines: Sequence[Line]) -> int:
    """Index of the line at which the document proper begins, behind title page and publisher's notes.

    That is the first numbered heading or the first of the usual openings (Introduction, Overview), if it stands in
    the first third, or what stands before it with text of its own; else the first heading with a sentence
    below it that is not the title over all others.
    """
    if not found:
        return len(all_lines)
    length = all_lines[-1].end or 1
    for at, heading in enumerate(found):
        if all_lines[heading.index].start > _FRONT_SHARE * length:
            break
        if heading.numbered is not None or _OPENING.match(heading.title):
            while at and found[at - 1].level == heading.level and _sentences(found, at - 1, all_lines) >= 2:
                at -= 1
            return found[at].index
    tops = [heading for heading in found if heading.level == min(h.level for h in found)]
    for at, heading in enumerate(found):
        stop = found[at + 1].index if at + 1 < len(found) else len(all_lines)
        is_title = at == 0 and len(tops) == 1 and tops[0] is heading and len(found) > 1
        if not is_title and any(
            is_sentence(line.text) for line in all_lines[heading.index + heading.lines : stop]
        ):
            return heading.index
        if not is_title and at + 1 < len(found) and found[at + 1].level > heading.level:
            return heading.index
    return found[0].index


def _sentences(found: Sequence[_Heading], at: int, all_lines: Sequence[Line]) -> int:
    """How many lines below a heading, up to the next one, are sentences."""
    start = found[at].index + found[at].lines
    stop = found[at + 1].index if at + 1 < len(found) else len(all_lines)
    return sum(is_sentence(line.text) for line in all_lines[start:stop])


def _is_table_at_end(heading: _Heading, all_lines: Sequence[Line]) -> bool:
    """Whether the last heading stands over nothing but a table: an annex, and no part of the section before it."""
    body = all_lines[heading.index + heading.lines :]
    return (
        heading.numbered is None
        and len(body) > 1
        and all(line.block is not None and line.block.kind == "table" for line in body)
    )


def _is_history(heading: _Heading) -> bool:
    """Whether a heading stands over a list of what changed from edition to edition."""
    return HISTORY.fullmatch(heading.title) is not None


def _editions_below_history(found: Sequence[_Heading]) -> list[_Heading]:
    """The headings, those of the editions in a change log one level below it, however the reader set them."""
    level = 0  # of the open change log, one below
    result: list[_Heading] = []
    for heading in found:
        if _is_history(heading):
            level = heading.level + 1
        elif heading.numbered is not None or not EDITION.search(heading.title):
            level = 0
        result.append(
            replace(heading, level=max(level, heading.level))
            if level and not _is_history(heading)
            else heading
        )
    return result


def _segments(
    heading: _Heading,
    stack: list[tuple[_Heading, tuple[str, ...]]],
    later: Sequence[_Heading],
    *,
    flat: bool,
) -> tuple[str, ...]:
    """The pin segments of a heading; what it ends is taken off the stack of open headings.

    Args:
        heading: The next one.
        stack: Open headings and their segments, outermost first.
        later: The headings after it.
        flat: Whether paragraphs have pins of their own, so that no section holds what follows them.
    """
    if heading.numbered is not None:
        del stack[next((i for i, (open_, _) in enumerate(stack) if not _holds(open_, heading)), len(stack)) :]
        return (heading.numbered.segment,)
    numbered = next((open_ for open_, _ in reversed(stack) if open_.numbered is not None), None)
    if numbered is not None and _lies_in(heading, numbered, later):
        while stack[-1][0] is not numbered and not _is_below(heading, stack[-1][0]):
            stack.pop()
    else:
        while stack and (stack[-1][0].numbered is not None or stack[-1][0].level >= heading.level):
            stack.pop()
    name = heading.letter or _name(heading.title)
    if flat:
        return (_name(heading.title),)
    return (*(stack[-1][1] if stack else ()), name)


def _holds(open_: _Heading, heading: _Heading) -> bool:
    """Whether a numbered heading lies below an open one."""
    assert heading.numbered is not None  # noqa: S101 (asked of numbered headings only)
    number, space = heading.numbered.number, heading.numbered.space
    if open_.numbered is None:
        return open_.level < heading.level and not open_.letter
    if _is_division(open_):
        return not _is_division(heading) and space != "annex"
    above = open_.numbered
    if above.space == space or {above.space, space} == {"commitment", "measure"}:
        return len(above.number) < len(number) and number[: len(above.number)] == above.number
    return space.isupper() and not above.space.isupper()


def _is_division(heading: _Heading) -> bool:
    """Whether a heading stands over sections that count on through it: Part 1, Pillar II."""
    return heading.numbered is not None and heading.numbered.space in ("part", "pillar")


def _lies_in(heading: _Heading, numbered: _Heading, later: Sequence[_Heading]) -> bool:
    """Whether a named heading lies in the open numbered section, rather than beside it.

    It does where it is lettered, where the section's number goes on after it (3.2, Overview, 3.3), or where the
    reader gave it a deeper level; Glossary, References and the like never do.
    """
    if heading.letter:
        return True
    if CLOSING.match(heading.title) or numbered.numbered is None or not heading.level:
        return False
    following = next((h.numbered for h in later if h.numbered is not None), None)
    if (
        not _is_division(numbered)
        and following is not None
        and following.space == numbered.numbered.space
        and following.number[0] == numbered.numbered.number[0]
    ):
        return True
    return heading.level > numbered.level


def _is_below(heading: _Heading, open_: _Heading) -> bool:
    """Whether a named heading lies below an open named one."""
    if heading.letter:
        return False
    return bool(open_.letter) or open_.level < heading.level


def _name(title: str) -> str:
    name = "-".join(slug(title).split("-")[:_SLUG_WORDS])
    return f"h-{name}" if name else "h-untitled"


def _chinese(numeral: str) -> str:
    try:
        return str(from_chinese(numeral))
    except ValueError:
        return ""


def _kind(heading: _Heading) -> ProvisionKind:
    if heading.numbered is None:
        return "heading" if heading.level else "annex"
    return "annex" if heading.numbered.space == "annex" and len(heading.numbered.number) == 1 else "section"
