"""The outcome of each row of a batch, and the files that programs read: JSONL and CSV."""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from corpus import CrosslexError, Registry
from rag import Answer
from ui.batch.questions import Row
from ui.markup import spreadsheet_cell
from ui.memo import labelled, labelled_table

Status = Literal["answered", "no answer", "failed"]


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one row: an answer or an error."""

    row: int
    line: int
    id: str | None
    question: str
    answer: Answer | None = None
    error: str | None = None

    @classmethod
    def of(cls, row: Row, answer: Answer | None = None, error: str | None = None) -> "Result":
        """The outcome of `row`; its fault, if neither an answer nor an error is given."""
        return cls(row.number, row.line, row.id, row.question, answer, None if answer else error or row.fault)

    @property
    def status(self) -> Status:
        """In two words, for tables."""
        if self.answer is None:
            return "failed"
        return "no answer" if self.answer.abstained else "answered"

    def to_json(self) -> str:
        """One line: row, id, line and error, then the answer's own object (DESIGN §4)."""
        head = {"row": self.row, "id": self.id, "line": self.line, "error": self.error}
        body = self.answer.model_dump(mode="json") if self.answer else {"question": self.question}
        return json.dumps({**head, **body}, ensure_ascii=False)

    @classmethod
    def from_json(cls, line: str) -> "Result":
        """The result that `to_json` wrote.

        Raises:
            ValueError: It is not such a line.
        """
        value: dict[str, Any] = json.loads(line)
        try:
            row, at, id, error = (value.pop(key) for key in ("row", "line", "id", "error"))
            answer = Answer.model_validate(value) if error is None else None
            return cls(row, at, id, value["question"], answer, error)
        except (KeyError, AttributeError, TypeError) as error:
            raise ValueError("not a line of batch results") from error


def read_results(data: bytes) -> list[Result]:
    """The results in a JSONL file of a batch, such as another format is made of.

    Raises:
        CrosslexError: It is not such a file.
    """
    try:
        return [Result.from_json(line) for line in data.decode("utf-8").split("\n") if line]
    except ValueError as error:
        raise CrosslexError("this is not a file of batch results (.jsonl)") from error


def to_jsonl(results: Iterable[Result], registry: Registry) -> Iterator[bytes]:
    """A line for each row, in order."""
    for result in results:
        yield (result.to_json() + "\n").encode()


_HEAD = (
    "row", "id", "line", "question", "status", "language", "as_of", "answer", "instruments", "citations", "pins",
    "urls", "notes", "error",
)  # fmt: skip


def to_csv(results: Iterable[Result], registry: Registry) -> Iterator[bytes]:
    """A line for each row, in order; cells that a spreadsheet would run are made text."""
    yield b"\xef\xbb\xbf" + _line(_HEAD)  # spreadsheets take the mark for UTF-8
    for result in results:
        yield _line(_cells(result, registry))


def _line(cells: Iterable[object]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerow(["" if cell is None else spreadsheet_cell(str(cell)) for cell in cells])
    return out.getvalue().encode("utf-8", "replace")


def _cells(result: Result, registry: Registry) -> tuple[object, ...]:
    head = (result.row, result.id, result.line, result.question, result.status)
    answer = result.answer
    if answer is None:
        return (*head, *[""] * (len(_HEAD) - len(head) - 1), result.error)
    return (
        *head,
        answer.language,
        answer.as_of,
        answer.abstain_reason if answer.abstained else _said(answer, registry),
        "; ".join(answer.plan.instruments),
        "; ".join(labelled(citation, answer, registry) for citation in answer.citations),
        "; ".join(dict.fromkeys(citation.pin for citation in answer.citations)),
        "\n".join(dict.fromkeys(citation.url for citation in answer.citations if citation.url)),
        "\n".join(answer.notes),
        "",
    )


def _said(answer: Answer, registry: Registry) -> str:
    """The matrix in one cell: a paragraph for each of its cells, headed by facet and instrument."""
    head, *rows = labelled_table(answer, registry)
    several = len(rows) > 1
    paragraphs = []
    for row in rows:
        for instrument, cell in zip(head[1:], row[1:], strict=True):
            where = f"{row[0]} · {instrument}" if several else instrument
            paragraphs.append(f"{where}: {cell}")
    return "\n\n".join(paragraphs)
