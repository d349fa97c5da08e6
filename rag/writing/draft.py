"""An answer while it is being written: the sentences of each part, and the whole as it stands."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from rag.table import QUESTION_ROW
from rag.types import Answer, Citation, Matrix, Statement, Unsupported, Written
from rag.writing.blocks import Block, Part
from rag.writing.checking import Checked
from rag.writing.untrusted import as_data

SUPPORTED = "supported"


@dataclass(slots=True)
class Draft:
    """What has been written of an answer so far, in place of the quotes of `answer`."""

    answer: Answer
    """The extractive one."""
    model: str
    unsupported: Unsupported
    ahead: list[Part] = field(default_factory=list)
    """Parts that nothing is written on yet; their quotes stand in the answer until there is."""
    parts: list[tuple[Part, list[Statement]]] = field(default_factory=list)
    comparison: list[Statement] = field(default_factory=list)
    first: list[Statement] = field(default_factory=list)
    """Every sentence as first written, whatever the check said."""
    sentences: int = 0
    kept: int = 0
    repaired: int = 0
    dropped: int = 0
    marked: int = 0
    prompt_tokens: int = 0
    reply_tokens: int = 0

    def begin(self) -> Part:
        """The next part, of which the sentences are that follow."""
        part = self.ahead.pop(0)
        self.parts.append((part, []))
        return part

    def add(self, checked: Checked) -> None:
        """Show a sentence of the current part before the part is settled, unless it is going to be dropped."""
        if checked.support == SUPPORTED or self.unsupported == "mark":
            part, into = self.parts[-1]
            into.append(_statement(checked, part.instrument, part.row, "written"))

    def wrote(self, checked: Sequence[Checked], part: Part | None = None) -> None:
        """Keep what the model wrote at first of `part`, or to compare the laws."""
        for one in checked:
            cited = one.blocks[0].instrument if one.blocks else self.parts[0][0].instrument
            into = (part.instrument, part.row, "written") if part else (cited, None, "comparison")
            self.first.append(_statement(one, *into))

    def unchecked(self) -> Answer:
        """The answer as first written: nothing repaired, dropped or replaced."""
        compared = [s for s in self.first if s.origin == "comparison"]
        told = [(s.facet or QUESTION_ROW, s.instrument, s) for s in self.first if s.origin == "written"]
        return self._answer(compared, told)

    def settle(self, results: Iterable[tuple[Checked, bool]]) -> None:
        """Put the checked sentences of the current part into the answer, what failed with its mark or replaced.

        A sentence that is dropped is replaced by what the source says where it was cited; a part of which nothing is
        left has its quotes.

        Args:
            results: Sentences, and whether each was written again.
        """
        part, into = self.parts[-1]
        into.clear()
        results = list(results)
        said = {block.number for c, _ in results if c.support == SUPPORTED for block in c.blocks}
        for checked, again in results:
            self._count(checked, again)
            if checked.support == SUPPORTED or self.unsupported == "mark":
                into.append(_statement(checked, part.instrument, part.row, "written"))
            else:
                into.extend(_quotes((b for b in checked.blocks if b.number not in said), into))
        if not any(s.support == SUPPORTED for s in into):
            into.extend(_quotes(part.blocks, into))

    def findings(self) -> list[Block]:
        """What stands in the draft and is supported, as blocks that a comparison may cite."""
        found: list[Block] = []
        for part, statements in self.parts:
            for statement in statements:
                of = [b for b in part.blocks if set(b.citations) <= set(statement.citations)]
                passages = tuple(dict.fromkeys(passage for block in of for passage in block.passages))
                text = as_data(statement.text)
                if statement.support == SUPPORTED and passages and text:
                    about = f"{part.law} ({part.about})" if part.about else part.law
                    said = Block(
                        len(found) + 1,
                        part.instrument,
                        statement.citations,
                        f"{about}: {text}",
                        passages,
                        pins=tuple(dict.fromkeys(pin for block in of for pin in block.pins)),
                    )
                    found.append(said)
        return found

    def compare(self, results: Iterable[tuple[Checked, bool]]) -> None:
        """Put the sentences that compare into the answer; what failed is marked or gone: no source says it."""
        for checked, again in results:
            self._count(checked, again)
            if checked.support == SUPPORTED or self.unsupported == "mark":
                first = checked.blocks[0].instrument if checked.blocks else self.parts[0][0].instrument
                self.comparison.append(_statement(checked, first, None, "comparison"))

    def _count(self, checked: Checked, again: bool) -> None:
        self.sentences += 1
        if checked.support == SUPPORTED:
            self.repaired += again
            self.kept += not again
        elif self.unsupported == "mark":
            self.marked += 1
        else:
            self.dropped += 1

    def whole(self) -> Answer:
        """The answer as it stands: comparisons, then what each law says, in quotes where nothing is written yet."""
        told = []
        for part, written in (*self.parts, *((part, []) for part in self.ahead)):
            sound = any(statement.support == SUPPORTED for statement in written)
            shown = written if sound else [*written, *_quotes(part.blocks, written)]
            told += [(part.row, part.instrument, statement) for statement in shown]
        return self._answer(self.comparison, told)

    def _answer(self, compared: Sequence[Statement], told: Sequence[tuple[str, str, Statement]]) -> Answer:
        """An answer of these statements, the latter with their cells; citations used once and in order."""
        statements = [s.model_copy(update={"id": f"s{n}"}) for n, s in enumerate(compared, 1)]
        keys: dict[tuple[str, str], list[str]] = {}
        for row, instrument, statement in told:
            key = f"s{len(statements) + 1}"
            statements.append(statement.model_copy(update={"id": key}))
            keys.setdefault((row, instrument), []).append(key)
        citations = {c.id: c for c in self.answer.citations}
        numbers: dict[str, str] = {}
        for statement in statements:
            for old in statement.citations:
                numbers.setdefault(old, f"c{len(numbers) + 1}")
        return self.answer.model_copy(
            update={
                "mode": "llm",
                "statements": tuple(_renumbered(statements, numbers)),
                "citations": tuple(_moved(citations[old], new) for old, new in numbers.items()),
                "matrix": _filled(self.answer.matrix, keys),
                "written": Written(
                    model=self.model,
                    unsupported=self.unsupported,
                    sentences=self.sentences,
                    kept=self.kept,
                    repaired=self.repaired,
                    dropped=self.dropped,
                    marked=self.marked,
                    prompt_tokens=self.prompt_tokens,
                    reply_tokens=self.reply_tokens,
                ),
            }
        )


def _statement(checked: Checked, instrument: str, row: str | None, origin: str) -> Statement:
    """A checked sentence as a statement that has no id yet."""
    return Statement.model_validate(
        {
            "id": "",
            "text": checked.text,
            "instrument": instrument,
            "facet": row if row != QUESTION_ROW else None,
            "citations": tuple(dict.fromkeys(key for block in checked.blocks for key in block.citations)),
            "support": checked.support,
            "support_score": checked.score,
            "origin": origin,
            "reasons": () if checked.support == SUPPORTED else checked.reasons,
        }
    )


def _quotes(blocks: Iterable[Block], present: list[Statement]) -> Iterator[Statement]:
    """What the extractive answer says there, unless it is among `present`."""
    for block in blocks:
        if block.statement is not None and block.statement not in present:
            yield block.statement


def _renumbered(statements: Iterable[Statement], numbers: dict[str, str]) -> Iterator[Statement]:
    for statement in statements:
        cited = tuple(numbers[old] for old in statement.citations)
        yield statement.model_copy(update={"citations": cited})


def _moved(citation: Citation, key: str) -> Citation:
    return citation.model_copy(update={"id": key})


def _filled(matrix: Matrix | None, keys: dict[tuple[str, str], list[str]]) -> Matrix | None:
    """The matrix with the statements that are there now."""
    if matrix is None:
        return None
    rows = []
    for row, cells in zip(matrix.rows, matrix.cells, strict=True):
        rows.append(
            tuple(
                cell.model_copy(update={"statements": tuple(keys.get((row, column), ()))})
                for column, cell in zip(matrix.columns, cells, strict=True)
            )
        )
    return matrix.model_copy(update={"cells": tuple(rows)})
