"""The order in which a page is read: tables, columns, label columns and footnotes of one page."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.readers.pdf_lines import Line, is_cjk, joined_line
from ingest.readers.pdf_page import Rule
from ingest.readers.pdf_patterns import LABEL, NOTE_LABEL


@dataclass(slots=True)
class Flow:
    """Lines that are read one after the other: a column, or the full width between two tables."""

    lines: list[Line]
    left: float = 0.0
    right: float = 0.0


@dataclass(slots=True)
class TableRow:
    """One row of a table: the lines of each cell, from left to right."""

    page: int
    cells: list[list[Line]]
    y: float
    table: int = 0
    """Counts the tables of a page, so that rows of one table can be told from the next."""


@dataclass(slots=True)
class PageLayout:
    """A page in reading order."""

    number: int
    body: list[Flow | TableRow] = field(default_factory=list)
    notes: list[Line] = field(default_factory=list)
    """Lines of the footnotes."""
    rules: list[Rule] = field(default_factory=list)


def reading_order(lines: Sequence[Line]) -> list[Flow | TableRow]:
    """Put the segments of a page (tables and footnotes taken out) into reading order.

    Two columns are told by a gutter that hardly any line crosses, with several long lines on either side;
    lines across it part the columns into bands. A narrow left column of numbers or bullets is no column: each
    label goes before the text on its baseline. Other rows of several segments are table rows where the
    segments of neighbouring rows are aligned, else the segments are one line set with wide gaps.

    Args:
        lines: Segments of one page.
    """
    if not lines:
        return []
    left, right = _edges(lines)
    gutter = _gutter(lines, left, right)
    if gutter is None:
        return _rows_in_order(lines, left, right)
    result: list[Flow | TableRow] = []
    band: list[Line] = []
    for line in [*sorted(lines, key=lambda ln: (-ln.y, ln.x0)), None]:
        if line is not None and (line.x1 <= gutter + 1 or line.x0 >= gutter - 1):
            band.append(line)
            continue
        if band:
            result += reading_order([ln for ln in band if ln.x1 <= gutter + 1])
            result += reading_order([ln for ln in band if ln.x1 > gutter + 1])
            band = []
        if line is not None:
            result += _rows_in_order([line], left, right)
    return result


def _edges(lines: Sequence[Line]) -> tuple[float, float]:
    """The left and right edge that many lines share; a stray head or stamp further out does not count."""
    enough = max(2, round(0.1 * len(lines)))
    left, right = min(ln.x0 for ln in lines), max(ln.x1 for ln in lines)
    lefts = [x for x in sorted(ln.x0 for ln in lines) if sum(abs(ln.x0 - x) < 4 for ln in lines) >= enough]
    rights = [
        x
        for x in sorted((ln.x1 for ln in lines), reverse=True)
        if sum(abs(ln.x1 - x) < 4 for ln in lines) >= enough
    ]
    return (lefts[0] if lefts else left), (rights[0] if rights else right)


def _gutter(lines: Sequence[Line], left: float, right: float) -> float | None:
    """The x of a gutter between two columns of prose; None where there is one column."""
    width = right - left
    if len(lines) < 10 or width < 150:
        return None
    step = 2.0
    bins = int(width / step) + 1
    crossing = [0] * bins
    for line in lines:
        for k in range(max(0, int((line.x0 - left) / step)), min(bins, int((line.x1 - left) / step) + 1)):
            crossing[k] += 1
    low, high = int(0.25 * bins), int(0.75 * bins)
    best = min(crossing[low:high], default=1)
    if best > 0.2 * len(lines):
        return None
    runs: list[tuple[int, int]] = []
    for k in range(low, high):
        if crossing[k] <= best:
            if runs and runs[-1][1] == k - 1:
                runs[-1] = (runs[-1][0], k)
            else:
                runs.append((k, k))
    a, b = max(runs, key=lambda r: r[1] - r[0])
    gutter = left + (a + b + 1) / 2 * step
    lefts = [ln for ln in lines if ln.x1 <= gutter + 1]
    rights = [ln for ln in lines if ln.x0 >= gutter - 1]
    if min(len(lefts), len(rights)) < 5 or (b - a + 1) * step < 6:
        return None
    if not _prose(lefts, width) or not _prose(rights, width):
        return None
    shared = min(max(ln.y for ln in lefts), max(ln.y for ln in rights)) - max(
        min(ln.y for ln in lefts), min(ln.y for ln in rights)
    )
    shorter = min(max(ln.y for ln in c) - min(ln.y for ln in c) for c in (lefts, rights))
    return gutter if shared >= 0.5 * max(shorter, 1) else None


def _prose(lines: Sequence[Line], width: float) -> bool:
    """Whether lines are long enough, and enough of them run on, to be a column of text."""
    long = [ln for ln in lines if ln.x1 - ln.x0 >= 0.22 * width]
    wordy = [ln for ln in long if ln.text.count(" ") >= 3 or sum(map(is_cjk, ln.text)) >= 8]
    return len(wordy) >= 0.5 * len(lines)


def _rows_in_order(lines: Sequence[Line], left: float, right: float) -> list[Flow | TableRow]:
    """Lines of one column, top to bottom; aligned rows of several segments as table rows."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda ln: (-ln.y, ln.x0)):
        if (
            rows
            and abs(rows[-1][0].y - line.y) < 0.35 * min(line.size, rows[-1][0].size)
            and line.x0 > rows[-1][-1].x1 - 1
        ):
            rows[-1].append(line)
        else:
            rows.append([line])
    rows = [_labelled(row) for row in rows]
    result: list[Flow | TableRow] = []
    i = table = 0
    while i < len(rows):
        end = _aligned(rows, i)
        if end > i:
            table += 1
            result += _grid(rows[i:end], table)
            i = end
            continue
        line = joined_line(rows[i])
        if result and isinstance(result[-1], Flow):
            result[-1].lines.append(line)
        else:
            result.append(Flow([line], left, right))
        i += 1
    return result


def _labelled(row: list[Line]) -> list[Line]:
    """Join a number or bullet to the text that follows it on its baseline."""
    if len(row) < 2 or not LABEL.fullmatch(row[0].text) or row[1].x0 - row[0].x1 > 8 * row[1].size:
        return row
    if len(row[1].text) < 2 and len(row) == 2 and is_cjk(row[0].text[0]):
        return row
    line = joined_line(row[:2])
    line.size, line.bold, line.italic = row[1].size, row[1].bold, row[1].italic
    line.body_x0, line.labelled = row[1].x0, True
    return [line, *row[2:]]


def _aligned(rows: Sequence[list[Line]], start: int) -> int:
    """Where the unruled table that begins at row `start` ends; `start` if there is none.

    Its rows have several segments at the same places; a row with one segment at the place of a column other
    than the first continues that cell.
    """
    first = rows[start]
    if len(first) < 2:
        return start
    places = [line.x0 for line in first]
    end, full = start + 1, 1
    for row in rows[start + 1 :]:
        if rows[end - 1][0].y - row[0].y > 3.5 * row[0].size:
            break
        fits = [any(abs(line.x0 - p) < 6 for p in places) for line in row]
        if len(row) > 1 and sum(fits) >= 2:
            full += 1
        elif not (len(row) == 1 and any(abs(row[0].x0 - p) < 6 for p in places[1:])):
            break
        end += 1
    while (
        end > start + 1
        and len(rows[end - 1]) == 1
        and rows[end - 2][0].y - rows[end - 1][0].y > 1.9 * rows[end - 1][0].size
    ):
        end -= 1
    return end if full >= 2 else start


def _grid(rows: Sequence[list[Line]], table: int) -> list[TableRow]:
    places: list[float] = []
    for row in rows:
        for line in row:
            if not any(abs(line.x0 - p) < 6 for p in places):
                places.append(line.x0)
    places.sort()
    pitch = [a[0].y - b[0].y for a, b in itertools.pairwise(rows)]
    close = min(pitch, default=0.0)
    spaced = max(pitch, default=0.0) > 1.3 * close  # space between rows, none between the lines of a cell
    result: list[TableRow] = []
    for i, row in enumerate(rows):
        if not result or (pitch[i - 1] > 1.2 * close if spaced else len(row) > 1):
            result.append(TableRow(row[0].page, [[] for _ in places], row[0].y, table))
        for line in row:
            column = min(range(len(places)), key=lambda k: abs(places[k] - line.x0))
            result[-1].cells[column].append(line)
    return result


def cell_order(lines: Sequence[Line]) -> list[Line]:
    """The segments in a table cell, in order."""
    return (
        [
            ln
            for region in _rows_in_order(lines, 0, 0)
            for ln in (
                region.lines if isinstance(region, Flow) else [c for cell in region.cells for c in cell]
            )
        ]
        if lines
        else []
    )


def split_notes(
    lines: Sequence[Line], rules: Sequence[Rule], body_size: float, lowest: float, *, continued: bool
) -> tuple[list[Line], list[Line]]:
    """Part the footnotes at the foot of a page from its body.

    Footnotes are the last lines of a page, all smaller than the body, that either stand under a short rule or
    begin with a note's number.

    Args:
        lines: Segments of the page, margins taken out.
        rules: Rules of the page.
        body_size: Type size of the document's body in points.
        lowest: The lower edge of the last table of the page; no note stands above it.
        continued: The page before has footnotes, so that one may go on here without a number.

    Returns:
        The lines of the body, and those of the footnotes.
    """
    if not lines:
        return [], []
    ys = sorted({ln.y for ln in lines})
    top = None
    for y in ys:
        row = [ln for ln in lines if ln.y == y]
        if y > lowest or any(ln.size > 0.93 * body_size for ln in row):
            break
        top = y
    left, right = min(ln.x0 for ln in lines), max(ln.x1 for ln in lines)
    cut = None
    for rule in rules:
        if (
            rule.y1 - rule.y0 > 1
            or not 30 < rule.x1 - rule.x0 < 0.5 * (right - left)
            or rule.x0 > left + 0.3 * (right - left)
        ):
            continue
        if rule.y0 > lowest:
            continue
        below = [ln for ln in lines if ln.y < rule.y0]
        above = [ln for ln in lines if ln.y >= rule.y0]
        if not below or any(ln.size > 0.97 * body_size for ln in below):
            continue
        if rule.y0 - max(ln.y for ln in below) > 4 * body_size:
            continue
        if any(ln.y - rule.y0 < 0.3 * ln.size and ln.x0 < rule.x1 and rule.x0 < ln.x1 for ln in above):
            continue  # an underline
        if not continued and not NOTE_LABEL.match(max(below, key=lambda ln: (ln.y, -ln.x0)).text):
            continue
        if all(ln.size > 0.93 * body_size for ln in below) and not any(
            NOTE_LABEL.match(ln.text) for ln in below
        ):
            continue
        if cut is None or rule.y0 > cut:
            cut = rule.y0
    if cut is None and top is not None and any(ln.y > top for ln in lines):
        small = [y for y in ys if y <= top]
        for y in reversed(small):
            row = [ln for ln in lines if ln.y == y]
            if NOTE_LABEL.match(row[0].text) and (
                row[0].notes or row[0].text[:1] in "([*†‡" or row[0].text[:1].isdigit()
            ):
                cut = y + 0.1
                break
    if cut is None:
        return list(lines), []
    return [ln for ln in lines if ln.y > cut], [ln for ln in lines if ln.y <= cut]
