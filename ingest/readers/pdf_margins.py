"""What is printed on every page and is no part of the text: running heads and feet, page and line numbers.

All rules rest on repetition: the same words at the same height on several pages, or numbers that count.
"""

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from ingest.readers.pdf_lines import Line
from ingest.readers.pdf_page import PageGlyphs, Word
from ingest.readers.pdf_patterns import MARKER

_EDGE_ROWS = 5
"""Rows from the top and from the bottom of a page in which margins are looked for."""
_HEIGHT_BAND = 3.0  # points
_NUMBER = re.compile(r"(?:\d+|\b[ivxlc]{1,7}\b)", re.I)
_PAGE_NUMBER = re.compile(
    r"[-–—|\[(]*\s*(?:page\s*|p\.\s*|第\s*)?(?:\d{1,4}|[ivxlc]{1,7})(?:\s*(?:/|of|页|，共)\s*\d{0,4}\s*页?)?\s*[-–—|\])]*",
    re.I,
)


def without_line_numbers(page: PageGlyphs) -> int:
    """Remove the numbers that count the lines of a page, as bills print them, from its words.

    They are the first words of most rows, integers that grow by a constant step from row to row, aligned to
    the right (or left) in a strip that no other text enters.

    Returns:
        How many numbers were removed.
    """
    rows: dict[int, list[Word]] = defaultdict(list)
    for word in page.words:
        rows[round(word.y)].append(word)
    firsts = [min(row, key=lambda w: w.x0) for _, row in sorted(rows.items(), reverse=True)]
    numbers = [w for w in firsts if w.text.isdigit() and len(w.text) <= 3]
    if len(numbers) < 5 or len(numbers) < 0.5 * len(firsts):
        return 0
    edge = sorted(w.x1 for w in numbers)[len(numbers) // 2]
    column = [w for w in numbers if abs(w.x1 - edge) < 2.5]
    values = [int(w.text) for w in column]
    steps = [b - a for a, b in itertools.pairwise(values)]
    if len(column) < 5 or not steps or max(set(steps), key=steps.count) not in (1, 5, 10):
        return 0
    if max(steps.count(s) for s in set(steps)) < 0.8 * len(steps):
        return 0
    strip = [w for w in page.words if w.x0 < edge + 1 and not w.text.isdigit()]
    if len(strip) > 0.1 * len(column):
        return 0
    drop = set(map(id, column))
    page.words = [w for w in page.words if id(w) not in drop]
    return len(column)


def running_margins(pages: Sequence[Sequence[Line]], heights: Sequence[float]) -> list[set[int]]:
    """Find running heads, feet and page numbers.

    A segment among the five outermost rows of its page is a margin if the same words stand at the same height
    on at least three pages (on a fifth of them, up to eight, in longer documents; on two in a document of two or
    three); its numbers must be the same too, or count the pages. A bare page number at the outer edge always is.

    Args:
        pages: The segments of each page, top to bottom.
        heights: The height of each page in points.

    Returns:
        For each page, the `id()` of each segment to leave out.
    """
    places: dict[tuple[str, str], list[_Place]] = defaultdict(list)
    candidates: list[list[tuple[str, Line, float, int]]] = []
    for n, (lines, height) in enumerate(zip(pages, heights, strict=True)):
        found: list[tuple[str, Line, float, int]] = []
        rows = sorted({line.y for line in lines}, reverse=True)
        for edge, ys in (("top", rows[:_EDGE_ROWS]), ("bottom", rows[::-1][:_EDGE_ROWS])):
            for rank, y in enumerate(ys):
                level = height - y if edge == "top" else y
                if level > 0.3 * height:
                    break
                found += ((edge, line, level, rank) for line in lines if line.y == y)
        candidates.append(found)
        for edge, line, level, _ in found:
            places[edge, _pattern(line.text)].append(_Place(n, level, _numbers(line.text)))
    total = len(pages)
    needed = 2 if total <= 3 else max(3, min(round(0.2 * total), 8))
    result: list[set[int]] = []
    for n, found in enumerate(candidates):
        drop: set[int] = set()
        for edge, line, level, _ in found:
            same = [o for o in places[edge, _pattern(line.text)] if abs(o.level - level) <= _HEIGHT_BAND]
            if _running(line.text, same, needed, total):
                drop.add(id(line))
        _outer_numbers(found, pages[n], heights[n], drop)
        result.append(drop)
    return result


def _running(text: str, same: Sequence["_Place"], needed: int, total: int) -> bool:
    """Whether a segment that comes at one height on several pages is a margin, and not text on a regular grid.

    Either its words and numbers are the same on enough pages, on half of all pages if it is as short as a list
    number; or one of its numbers counts the pages while the others stay.
    """
    numbers = _numbers(text)
    exact = {o.page for o in same if o.numbers == numbers}
    if len(exact) >= (
        max(needed, round(0.4 * total)) if len(text) <= 4 or MARKER.fullmatch(text) else needed
    ):
        return True
    if not numbers or len({o.page for o in same}) < needed:
        return False
    for k in range(len(numbers)):
        offsets = Counter(o.numbers[k] - o.page for o in same)
        _offset, count = offsets.most_common(1)[0]
        rest = Counter(o.numbers[:k] + o.numbers[k + 1 :] for o in same)
        if count >= max(needed, 0.7 * len(same)) and rest.most_common(1)[0][1] >= 0.5 * len(same):
            return True
    return False


def _outer_numbers(
    found: list[tuple[str, Line, float, int]], lines: Sequence[Line], height: float, drop: set[int]
) -> None:
    """Add a page number that stands alone in the outermost row left, well apart from the text."""
    for edge in ("top", "bottom"):
        left = [(line, level) for e, line, level, _ in found if e == edge and id(line) not in drop]
        if not left:
            continue
        outer = min(level for _, level in left)
        row = [line for line, level in left if level == outer]
        if len(row) != 1 or not _PAGE_NUMBER.fullmatch(row[0].text) or outer > 0.12 * height:
            continue
        others = [abs(line.y - row[0].y) for line in lines if line is not row[0] and id(line) not in drop]
        if not others or min(others) > 1.6 * row[0].size:
            drop.add(id(row[0]))


class _Place(NamedTuple):
    """Where a pattern was seen."""

    page: int
    level: float
    numbers: tuple[int, ...]


def _numbers(text: str) -> tuple[int, ...]:
    """The numbers in a segment, Roman ones too."""
    return tuple(int(n) if n.isdigit() else _roman(n) for n in _NUMBER.findall(text))


def _roman(text: str) -> int:
    values = [{"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}[c] for c in text.lower()]
    return sum(-v if v < max(values[i:]) else v for i, v in enumerate(values))


def _pattern(text: str) -> str:
    """A margin's words with its numbers masked: the same on every page."""
    return re.sub(r"\s+", "", _NUMBER.sub("#", text)).lower()
