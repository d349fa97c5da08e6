"""What a model is shown: the findings of an extractive answer as numbered blocks, a part for each law and facet."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus import Registry
from rag.table import QUESTION_ROW
from rag.types import Answer, Citation, Statement
from rag.writing.untrusted import as_data


@dataclass(frozen=True, slots=True)
class Block:
    """One finding, which a model may cite."""

    number: int
    """The opaque key by which it does; unique within what is shown at once."""
    instrument: str
    citations: tuple[str, ...]
    """Ids of what it rests on, in the extractive answer."""
    text: str
    """What the model is shown; empty where nothing of it may be shown to one."""
    passages: tuple[str, ...]
    """What sentences that cite it are checked against: the quotes, and their parallel texts."""
    statement: Statement | None = None
    """What the extractive answer says there."""
    pins: tuple[str, ...] = ()
    """The provisions that it rests on."""


@dataclass(frozen=True, slots=True)
class Part:
    """What one law says on the question, or on one facet of it."""

    row: str
    """Of the matrix; `question` where no facet names it."""
    instrument: str
    law: str
    """Its name in the reader's language."""
    about: str
    """Name of the facet, if the answer has several."""
    blocks: tuple[Block, ...]


def parts(answer: Answer, registry: Registry) -> list[Part]:
    """The parts of an answer, in the order in which they are read: law by law, within it facet by facet."""
    citations = {c.id: c for c in answer.citations}
    statements = {s.id: s for s in answer.statements}
    found = []
    for row, instrument, keys in _cells(answer):
        law = registry.get(instrument).short.get(answer.language)
        several = answer.matrix is not None and len(answer.matrix.rows) > 1
        about = registry.facet(row).name.get(answer.language) if several else ""
        blocks = tuple(_block(n, statements[key], citations) for n, key in enumerate(keys, 1))
        found.append(Part(row, instrument, law, about, blocks))
    return found


def _cells(answer: Answer) -> Iterator[tuple[str, str, Sequence[str]]]:
    """Row, instrument and ids of the statements of each cell that is filled."""
    if answer.matrix is None:
        for instrument in dict.fromkeys(s.instrument for s in answer.statements):
            yield QUESTION_ROW, instrument, [s.id for s in answer.statements if s.instrument == instrument]
        return
    for column, instrument in enumerate(answer.matrix.columns):
        for row, cells in zip(answer.matrix.rows, answer.matrix.cells, strict=True):
            if cells[column].statements:
                yield row, instrument, cells[column].statements


def _block(number: int, statement: Statement, citations: dict[str, Citation]) -> Block:
    passages = [as_data(statement.text)]
    for key in statement.citations:
        citation = citations[key]
        passages.append(as_data(citation.quote))
        if citation.parallel is not None:
            passages.append(as_data(citation.parallel.quote))
    told = tuple(dict.fromkeys(passage for passage in passages if passage))
    pins = tuple(dict.fromkeys(citations[key].pin for key in statement.citations))
    return Block(number, statement.instrument, statement.citations, passages[0], told, statement, pins)
