"""The parts of a memo, in Markdown and Word: matrices with numbered citations, and their sources."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from corpus import Registry
from rag import Answer, Citation, Statement
from ui.markup import markdown_text, xml_text
from ui.names import facet_name
from ui.support import doubt
from ui.times import citation_time
from ui.wording import page_name, role_name, say

Table = list[list[str]]
"""Rows of cells, the head first; without rows where there is nothing to show."""


def answer_table(
    answer: Answer,
    registry: Registry,
    name: Callable[[str], str],
    render: Callable[[Statement], str],
    between: str,
) -> Table:
    """The matrix with its head; an answer without a matrix is a column for each instrument.

    Args:
        answer: No rows come of an abstention.
        registry: Knows the names of facets and instruments.
        name: Makes a name fit for the format.
        render: Makes a statement fit for the format.
        between: Stands between the statements of a cell.
    """
    if not answer.statements:
        return []
    lang = answer.language
    statements = {s.id: s for s in answer.findings}

    def cell(keys: Iterable[str]) -> str:
        return between.join(render(statements[key]) for key in keys)

    def head(instruments: Iterable[str]) -> list[str]:
        return ["", *(name(registry.get(i).short.get(lang)) for i in instruments)]

    if answer.matrix is None:
        columns = tuple(dict.fromkeys(s.instrument for s in answer.findings))
        cells = [cell(s.id for s in answer.findings if s.instrument == c) for c in columns]
        return [head(columns), [name(say("question", lang)), *cells]]
    rows = [head(answer.matrix.columns)]
    for facet, found in zip(answer.matrix.rows, answer.matrix.cells, strict=True):
        cells = [cell(c.statements) if c.status == "found" else say("silent", lang) for c in found]
        rows.append([name(facet_name(registry, facet, lang)), *cells])
    return rows


def labelled_table(answer: Answer, registry: Registry) -> Table:
    """As plain text, each statement followed by the labels of its citations."""
    citations = {c.id: c for c in answer.citations}

    def cited(statement: Statement) -> str:
        sources = "; ".join(labelled(citations[key], answer, registry) for key in statement.citations)
        return f"{statement.text}{doubt(statement, answer.language)} [{sources}]"

    table = answer_table(answer, registry, str, cited, "\n")
    compared = [cited(statement) for statement in answer.comparisons]
    return [*table, [say("comparison", answer.language), "\n".join(compared)]] if compared else table


def markdown_matrix(answer: Answer, registry: Registry) -> list[str]:
    """What compares the laws, then the matrix as a Markdown table, each statement with the numbers of its citations."""

    def numbered(statement: Statement) -> str:
        text = statement.text + doubt(statement, answer.language)
        return f"{markdown_text(text)} {marks(statement.citations)}"

    above = [f"- {numbered(statement)}" for statement in answer.comparisons]
    table = markdown_table(answer_table(answer, registry, markdown_text, numbered, "<br>"))
    return [*above, "", *table] if above else table


def markdown_table(rows: Table) -> list[str]:
    """The lines of a table whose cells are Markdown already."""
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    return [*lines[:1], *("|" + " --- |" * len(row) for row in rows[:1]), *lines[1:]]


def word_matrix(document: Any, answer: Answer, registry: Registry) -> None:
    """Add what compares the laws, then the matrix, each statement followed by the numbers of its citations."""

    def numbered(statement: Statement) -> str:
        text = statement.text + doubt(statement, answer.language)
        return xml_text(f"{text} {marks(statement.citations)}")

    for statement in answer.comparisons:
        word_paragraph(document, numbered(statement), "ListBullet")
    word_table(document, answer_table(answer, registry, xml_text, numbered, "\n"))


def word_table(document: Any, rows: Table) -> None:
    """Add a table to a Word document."""
    if not rows:
        return
    table = document.add_table(rows=len(rows), cols=len(rows[0]))
    table._tbl.tblStyle_val = "TableGrid"
    for cells, row in zip(table.rows, rows, strict=True):
        for cell, text in zip(cells.cells, row, strict=True):
            cell.text = text


def markdown_source(citation: Citation, answer: Answer, registry: Registry) -> list[str]:
    """The lines of a numbered source: what it is, its address, its quote."""
    url = f" <{citation.url}>" if citation.url else ""
    return [
        f"{number(citation.id)}. {markdown_text(source_line(citation, answer, registry))}.{url}",
        f"   > {markdown_text(citation.quote)}",
    ]


def word_source(document: Any, citation: Citation, answer: Answer, registry: Registry) -> None:
    """Add a numbered source to a Word document."""
    url = f" {citation.url}" if citation.url else ""
    source = source_line(citation, answer, registry)
    word_paragraph(document, f"[{number(citation.id)}] {source}.{url}")
    word_paragraph(document, " ".join(citation.quote.split()), "IntenseQuote")


def word_paragraph(document: Any, text: str, style: str | None = None) -> None:
    """Add a paragraph to a Word document; the style is named by its id, as python-docx reads all styles for a name."""
    document.add_paragraph(xml_text(text))._p.style = style


def source_line(citation: Citation, answer: Answer, registry: Registry) -> str:
    """`AI Act, Art. 4 (official text, p. 3; wording since 2026-07-27)`."""
    lang = answer.language
    page = f", {page_name(citation.page, lang)}" if citation.page is not None else ""
    return f"{citation.title}, {citation.label} ({_role_and_time(citation, answer, registry, page)})"


def labelled(citation: Citation, answer: Answer, registry: Registry) -> str:
    """`Art. 50(2), crosslex digest, not official text`."""
    return f"{citation.label}, {_role_and_time(citation, answer, registry)}"


def _role_and_time(citation: Citation, answer: Answer, registry: Registry, page: str = "") -> str:
    when = citation_time(citation, answer, registry)
    return role_name(citation.role, answer.language) + page + (f"; {when}" if when else "")


def number(key: str) -> str:
    """The number of a citation: `12` of `c12`."""
    return key.removeprefix("c")


def marks(citations: Sequence[str]) -> str:
    """The numbers of citations: `[1][12]`."""
    return "".join(f"[{number(key)}]" for key in citations)
