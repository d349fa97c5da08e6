"""The questions of a batch: rows of a CSV or JSONL file, each sound or with its fault."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from corpus import Lang, UsageError
from ui.batch.csv_rows import csv_records

MAX_BYTES = 20_000_000
"""Of a file of questions; a larger one is more than a night's work for any machine."""
MAX_ROWS = 20_000
JSONL, CSV = (".jsonl", ".ndjson"), (".csv", ".tsv")

_COLUMNS = {
    "question": ("question", "问题"),
    "id": ("id", "编号"),
    "as_of": ("as_of", "日期"),
    "instruments": ("instruments", "instrument", "法规"),
    "answer_in": ("answer_in", "语言"),
}
"""What each column may be called; the first name is the one we tell."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the file; the run's own options stand where it says nothing."""

    number: int
    """Counted from 1 over the rows that are not blank."""
    line: int
    """Of the file, counted from 1."""
    question: str = ""
    id: str | None = None
    as_of: date | None = None
    instruments: tuple[str, ...] = ()
    answer_in: Lang | None = None
    fault: str | None = None
    """Why it cannot be asked; None where it can."""


def read_questions(path: Path) -> list[Row]:
    """Every row of the file, in order, those at fault too.

    Raises:
        UsageError: It is missing, too large, not CSV or JSONL in UTF-8, or holds no question at all.
    """
    return parse_questions(read_file(path), path.name)


def read_file(path: Path) -> bytes:
    """What stands in the file of questions.

    Raises:
        UsageError: It has another suffix, cannot be read, or is too large.
    """
    if path.suffix.lower() not in (*JSONL, *CSV):
        raise UsageError(f"'{path.name[:80]}' is neither .csv nor .jsonl; save the questions as one of them")
    try:
        size = path.stat().st_size
        data = b"" if size > MAX_BYTES else path.read_bytes()
    except (OSError, ValueError) as error:
        raise UsageError(f"cannot read {path}: {getattr(error, 'strerror', None) or error}") from error
    if size > MAX_BYTES:
        raise UsageError(
            f"{path.name} has {size / 1e6:,.0f} MB; the limit is {MAX_BYTES // 1_000_000} MB: split it"
        )
    return data


def parse_questions(data: bytes, name: str) -> list[Row]:
    """The rows of a file of that name (see `read_questions`)."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(f"{name} is not UTF-8 text; save it as 'CSV UTF-8' or as JSONL") from error
    if not text.strip():
        raise UsageError(f"{name} is empty; write a question on each line")
    if "\x00" in text:
        raise UsageError(f"{name} is not text; save it as 'CSV UTF-8' or as JSONL")
    reader = _jsonl if name.lower().endswith(JSONL) else _csv
    rows: list[Row] = []
    for line, record in reader(text, name):
        if len(rows) == MAX_ROWS:
            raise UsageError(f"{name} has more than {MAX_ROWS:,} rows; split it")
        rows.append(_row(len(rows) + 1, line, record))
    if not rows:
        raise UsageError(f"{name} holds a head and no question; write a question on each line below it")
    return rows


def _jsonl(text: str, name: str) -> Iterator[tuple[int, Mapping[str, Any] | str]]:
    """Line numbers, and the object of each line or what is wrong with it."""
    found: list[tuple[int, Mapping[str, Any] | str]] = []
    asked = False
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except (ValueError, RecursionError) as error:
            reason = error.msg if isinstance(error, json.JSONDecodeError) else "cannot be read"
            found.append((number, f"not JSON ({reason})"))
            continue
        asked = asked or (isinstance(value, dict) and "question" in value)
        found.append((number, value if isinstance(value, dict) else "not a JSON object"))
    if not asked:
        raise UsageError(f'{name} holds no question; each line is a JSON object {{"question": "…"}}')
    yield from found


def _csv(text: str, name: str) -> Iterator[tuple[int, Mapping[str, Any] | str]]:
    """Line numbers, and the cells of each record by their column or what is wrong with it."""
    records = csv_records(text, _COLUMNS["question"])
    _, head = next(records, (0, []))
    columns = [_column(cell) for cell in head] if isinstance(head, list) else []
    if "question" not in columns:
        raise UsageError(
            f"{name} has no column 'question'; its first line names the columns: question, and if you like "
            "id, as_of, instruments, answer_in"
        )
    for line, cells in records:
        if isinstance(cells, str):
            yield line, cells
        elif len(cells) > len(columns) and any(cell.strip() for cell in cells[len(columns) :]):
            yield (
                line,
                f"{len(cells)} cells under a head of {len(columns)}; put a text that holds the separator in quotes",
            )
        elif any(cell.strip() for cell in cells):
            yield line, dict(reversed(list(zip(columns, cells, strict=False))))


def _column(name: str) -> str:
    plain = re.sub(r"[\s-]+", "_", name.strip().lower())
    return next((column for column, names in _COLUMNS.items() if plain in names), plain)


def _row(number: int, line: int, record: Mapping[str, Any] | str) -> Row:
    if isinstance(record, str):
        return Row(number, line, fault=record)
    question, id = _sound(record.get("question")), _sound(record.get("id"))
    row = Row(number, line, question if isinstance(question, str) else "", _id(id))
    try:
        if not isinstance(question, str):
            raise ValueError("the question is not text" if question is not None else "there is no question")
        if not question.strip():
            raise ValueError("the question is empty")
        return Row(
            number,
            line,
            question,
            row.id,
            _day(record.get("as_of")),
            _instruments(record.get("instruments")),
            _language(record.get("answer_in")),
        )
    except ValueError as error:
        return Row(number, line, row.question, row.id, fault=str(error))


def _sound(value: object) -> object:
    """Text without the half characters that JSON can spell and no file can hold."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


def _id(value: object) -> str | None:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return str(value).strip() or None


def _day(value: object) -> date | None:
    plain = value.strip() if isinstance(value, str) else value
    if plain is None or plain == "":
        return None
    try:
        if isinstance(plain, str):
            return date.fromisoformat(plain)
    except ValueError:
        pass
    raise ValueError(f"as_of {_shown(value)} is not a date; write it as 2026-11-22")


def _language(value: object) -> Lang | None:
    plain = value.strip().lower() if isinstance(value, str) else value
    if plain is None or plain == "":
        return None
    if plain == "en":
        return "en"
    if plain == "zh":
        return "zh"
    raise ValueError(f"answer_in {_shown(value)} is not a language of the corpus; take en or zh")


def _instruments(value: object) -> tuple[str, ...]:
    """Ids of a list, or of a cell with separators."""
    if value is None:
        return ()
    if isinstance(value, str):
        return tuple(dict.fromkeys(part for part in re.split(r"[\s,;|，；、]+", value) if part))
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return tuple(dict.fromkeys(part for text in value if (part := text.strip())))
    raise ValueError(f"instruments {_shown(value)} is not a list of ids; see `crosslex corpus list`")


def _shown(value: object) -> str:
    return f"'{str(_sound(str(value)))[:40]}'"
