"""Records of a CSV file, one at fault costing no other."""

import csv
import io
from collections.abc import Collection, Iterator

_ALONE = "\x1f"
"""The separator of a file with one column: none that a text would hold."""


def csv_records(text: str, wanted: Collection[str]) -> Iterator[tuple[int, list[str] | str]]:
    """The line on which each record begins, with its cells or what is wrong with it; blank lines are left out.

    Quotes may hold separators and line breaks. After a record that cannot be read, reading goes on with the line
    after the one on which it began, so that a quote which is never closed does not swallow the rest of the file.

    Args:
        text: The file, its head included.
        wanted: Names of a column that the head must hold; the separator (comma, semicolon or tab) is the one that
            shows it.
    """
    lines = list(io.StringIO(text, newline=""))
    separator = _separator(lines, wanted)
    at = 0
    while at < len(lines):
        reader = csv.reader(_from(lines, at), delimiter=separator, strict=True)
        begin = at
        try:
            for cells in reader:
                if cells:
                    yield begin + 1, cells
                begin = at + reader.line_num
            return
        except csv.Error as error:
            yield begin + 1, _explained(error)
            at = begin + 1


def _from(lines: list[str], at: int) -> Iterator[str]:
    """Not a slice: after every fault it would copy the rest of the file."""
    return (lines[i] for i in range(at, len(lines)))


def _separator(lines: list[str], wanted: Collection[str]) -> str:
    """The one under which the head has most columns, among them the one that is wanted."""
    head = next((line for line in lines if line.strip()), "")
    best, most = _ALONE, 1
    for separator in (",", ";", "\t"):
        try:
            cells = next(csv.reader([head], delimiter=separator))
        except (csv.Error, StopIteration):
            continue
        if len(cells) > most and any(cell.strip().lower() in wanted for cell in cells):
            best, most = separator, len(cells)
    return best


def _explained(error: csv.Error) -> str:
    message = str(error)
    if "unexpected end" in message:
        return "a quote is opened and never closed"
    if "expected after" in message:
        return 'a quote stands inside a quoted text; write it twice ("")'
    if "field larger" in message:
        return "a cell is too long, or a quote is opened and never closed"
    return f"not CSV ({message})"
