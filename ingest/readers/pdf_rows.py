"""Rows of tables: their cells, and the row that a page's end has cut in two."""

import re
from collections import Counter
from collections.abc import Sequence

from ingest.readers.pdf_blocks import Paragraph
from ingest.readers.pdf_layout import TableRow
from ingest.readers.pdf_patterns import CAPTION, STOP

_REPEATED = re.compile(r"[(（](?:continued|cont[’']?d\.?|续)[)）][.:]?$", re.I)
_COLUMN = 12.0  # points within which two cells begin in one column


def is_repeated_caption(text: str) -> bool:
    """Whether a paragraph is what stands over a table that goes on: `Table 1: Lamps (Continued)`."""
    return CAPTION.match(text) is not None and _REPEATED.search(text) is not None


def cells_of(row: TableRow, words: Counter[str]) -> list[Paragraph]:
    """The cells of a row that are not empty, from left to right."""
    cells: list[Paragraph] = []
    for lines in row.cells:
        if not any(line.text for line in lines):
            continue
        cell = Paragraph([(row.page, "")], kind="table", x0=min(line.x0 for line in lines))
        for line in lines:
            cell.add(row.page, line.text, words)
            cell.notes |= {(line.page, n) for n in line.notes}
        cells.append(cell)
    return cells


def texts(cells: Sequence[Paragraph]) -> list[str]:
    """What the cells say."""
    return [cell.text for cell in cells]


def row_of(row: TableRow, cells: Sequence[Paragraph]) -> Paragraph:
    """A row as a block: its cells with a tab between two."""
    found = Paragraph([], kind="table", y=row.y, table=(row.page, row.table), cells=list(cells))
    _put(found)
    return found


def goes_on(before: Paragraph, cells: Sequence[Paragraph]) -> bool:
    """Whether the first row of a page goes on with the last row of the page before.

    Each of its cells stands below one of that row, and one of them takes up a sentence that was left open there.
    """
    pairs = [(_above(before, cell), cell) for cell in cells]
    return all(above is not None for above, _ in pairs) and any(
        above is not None and cell.text[:1].islower() and not STOP.search(above.text) for above, cell in pairs
    )


def extend(before: Paragraph, row: TableRow, cells: Sequence[Paragraph], words: Counter[str]) -> None:
    """Put the second part of a row to the first, cell by cell."""
    for cell in cells:
        above = _above(before, cell)
        assert above is not None  # noqa: S101 (the row goes on)
        above.add(row.page, cell.text, words)
        above.notes |= cell.notes
    before.table = (row.page, row.table)
    _put(before)


def _above(before: Paragraph, cell: Paragraph) -> Paragraph | None:
    """The cell of a row that begins where this one does."""
    near = [other for other in before.cells if abs(other.x0 - cell.x0) < _COLUMN]
    return min(near, key=lambda other: abs(other.x0 - cell.x0), default=None)


def _put(row: Paragraph) -> None:
    """Set a row's text and notes from its cells."""
    row.parts = []
    for cell in row.cells:
        for n, (page, text) in enumerate(cell.parts):
            row.parts.append((page, f"\t{text}" if row.parts and n == 0 else text))
    row.notes = set().union(*(cell.notes for cell in row.cells))
