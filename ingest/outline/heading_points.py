"""Numbered and lettered items inside a section: a), 1), (a), （一）, 1. and what they hold."""

import re
from collections.abc import Sequence
from itertools import pairwise

from corpus.numerals import CHINESE_DIGITS, from_chinese, narrow
from ingest.outline.nested import Mark, Placed, place
from ingest.outline.tree import Line, Marker

_BRACKETED = re.compile(r"\(?\s?(?P<n>\d{1,2}|[a-z]{1,2}|[ivx]{1,5}|[A-Z])\s?\)\s*")
_DOTTED = re.compile(r"(?P<n>\d{1,2}|[a-z]|[ivx]{1,5})\.(?!\d)(?:\s+|(?=[\u4e00-\u9fff]))")
_CHINESE = re.compile(rf"\((?P<n>[{CHINESE_DIGITS}]{{1,3}})\)\s*")
_STOP = re.compile(r"[.;:,!?。；：！？，][)）”’\"']*$|[;,，；]\s*(?:and|or|以及|或)$", re.I)
_BULLET = re.compile(r"[•●○■▪◦–—‒*>-]|o\s|注\s*\d*[:：]|Note\b")


def points(
    section: tuple[str, ...], body: Sequence[Line], path: tuple[str, ...], last_item: int
) -> tuple[list[Marker], int]:
    """The markers of the items of one section, and the number of the last （一） in it.

    A section whose numbers begin again (two lists from 1) has no points: it could not be told which is
    meant. A paragraph without a mark ends the items before it; bullets and notes stay in theirs.

    Args:
        section: Segments of the section.
        body: Its lines, without its heading.
        path: Headings above, the section's own last.
        last_item: The last （一） before the section, which some documents count on from.
    """
    marks: list[Mark] = []
    levels: dict[int, int] = {}  # start of each mark that a Markdown list gave → depth in it
    stops: list[int] = []
    before = ""
    unstopped = 0  # items that end without a stop: where it is the habit, an open end says nothing
    for line in body:
        kind = line.block.kind if line.block is not None else "paragraph"
        if kind in ("footnote", "table"):
            continue
        found = _marks(line)
        is_open = bool(before) and not _STOP.search(narrow(before))
        unstopped += bool(found) and is_open
        goes_on = (is_open and unstopped < 2) or line.text[:1].islower()
        if found:
            marks += found
            if line.block is not None and line.block.kind == "list-item":
                levels[found[0].start] = line.block.level
        elif not goes_on and not _BULLET.match(line.text):
            stops.append(line.start)
        before = line.text
    chinese = [
        int(mark.printed)
        for mark in marks
        if mark.label[:1] in "（(" and mark.printed.isdigit() and mark.label[1:2] in CHINESE_DIGITS
    ]
    counts_on = bool(chinese) and chinese[0] == last_item + 1 > 1
    placed = _by_level(marks, levels) or place(marks, [str(last_item + 1)] if counts_on else [])
    last_item = chinese[-1] if chinese else last_item
    if len(placed) < 2 or _is_doubtful(marks, placed, stops):
        return [], last_item
    last = max(one.mark.start for one in placed)
    markers: list[Marker] = []
    for one in placed:
        end = (
            next((stop for stop in stops if stop > one.mark.start), None)
            if _ends_lists(one.mark.start, last, stops)
            else None
        )
        markers.append(
            Marker(
                (*section, *one.segments),
                "point",
                one.mark.start,
                end,
                one.mark.label,
                path=path,
                body=one.mark.end,
            )
        )
    return markers, last_item


def _by_level(marks: Sequence[Mark], levels: dict[int, int]) -> list[Placed]:
    """The places of marks whose depth only the list shows: 1. below 1.; none where the marks themselves show it."""
    depths = [levels.get(mark.start, 0) for mark in marks]
    kinds: dict[int, set[tuple[bool, bool]]] = {}
    for mark, depth in zip(marks, depths, strict=True):
        kinds.setdefault(depth, set()).add((mark.dotted, mark.printed.isdigit()))
    if 0 in kinds or len(kinds) < 2 or not any(kinds[a] & kinds[b] for a, b in pairwise(sorted(kinds))):
        return []
    stack: list[tuple[int, str]] = []
    placed: list[Placed] = []
    for mark, depth in zip(marks, depths, strict=True):
        while stack and stack[-1][0] >= depth:
            stack.pop()
        stack.append((depth, mark.printed.lower()))
        placed.append(Placed(mark, tuple(name for _, name in stack)))
    return placed


def _ends_lists(start: int, last: int, stops: Sequence[int]) -> bool:
    """Whether the next paragraph without a mark ends the list in which an item stands: it follows the last item."""
    following = next((stop for stop in stops if stop > start), None)
    return following is not None and following > last


def _is_doubtful(marks: Sequence[Mark], placed: Sequence[Placed], stops: Sequence[int]) -> bool:
    """Whether the items cannot be told apart for certain.

    So it is where a list begins again, and where a deeper one begins behind a paragraph without a mark: it could
    be part of the last item, or not.
    """
    starts = {one.mark.start for one in placed}
    if any(mark.printed in ("1", "a") and mark.start not in starts for mark in marks):
        return True
    if len({one.segments for one in placed}) < len(placed):
        return True
    return any(
        len(after.segments) > len(before.segments)
        and any(before.mark.start < stop < after.mark.start for stop in stops)
        for before, after in pairwise(placed)
    )


def _marks(line: Line) -> list[Mark]:
    """The mark with which a line begins, and one behind it: `(1) (a) …`."""
    text = narrow(line.text)
    if chinese := _CHINESE.match(text):
        try:
            number = str(from_chinese(chinese["n"]))
        except ValueError:
            return []
        end = chinese.end()
        return [Mark(number, line.text[:end].strip(), line.start, line.start + end)]
    found: list[Mark] = []
    at = 0
    while match := (_BRACKETED.match(text, at) or (None if found else _DOTTED.match(text, at))):
        label = line.text[at : match.end()].strip()
        dotted = match.re is _DOTTED
        found.append(
            Mark(match["n"], label, line.start + at, line.start + match.end(), dotted, inner=bool(found))
        )
        at = match.end()
        if dotted:
            break
    return found
