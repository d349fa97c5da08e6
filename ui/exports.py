"""Answers as files: Markdown, CSV, DOCX, JSON."""

import csv
import io
import re
from collections.abc import Callable, Sequence
from pathlib import Path

from corpus import CrosslexError, Lang, Registry, UsageError
from rag import Answer, Citation, Statement
from ui.names import facet_name
from ui.wording import page_name, role_name, say

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+!|<>~])")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def check_target(path: Path) -> None:
    """Refuse a target before any work is done.

    Raises:
        UsageError: the suffix is not one that can be written, or the folder does not exist.
    """
    if path.suffix.lower() not in _WRITERS:
        raise UsageError(f"cannot write '{path.name}'; name a file that ends in {', '.join(_WRITERS)}")
    if not path.parent.is_dir():
        raise UsageError(f"there is no folder {path.parent}; make it first")
    if path.is_dir():
        raise UsageError(f"{path} is a folder; name a file")


def export(answer: Answer, registry: Registry, path: Path) -> None:
    """Write `answer` in the format that the suffix of `path` names.

    Raises:
        UsageError: see `check_target`.
        CrosslexError: the file cannot be written.
    """
    check_target(path)
    data = _WRITERS[path.suffix.lower()](answer, registry)
    try:
        path.write_bytes(data)
    except OSError as error:
        raise CrosslexError(f"cannot write {path}: {error.strerror}") from error


def to_json(answer: Answer, registry: Registry) -> bytes:
    """The public JSON object."""
    return (answer.model_dump_json(indent=2) + "\n").encode()


def to_markdown(answer: Answer, registry: Registry) -> bytes:
    """A memo: the matrix as a table, numbered sources, notes."""
    lang = answer.language
    lines = [
        f"# {_md(answer.question)}",
        "",
        f"{say('as_of', lang)} {answer.as_of.isoformat()} · {say(answer.mode, lang)}",
        "",
    ]
    if answer.abstained:
        lines += [f"**{say('no_answer', lang)}.** {_md(answer.abstain_reason or '')}", ""]
    for i, row in enumerate(_table(answer, registry, _md_statement)):
        lines.append("| " + " | ".join(row) + " |")
        if i == 0:
            lines.append("|" + " --- |" * len(row))
    lines.append("")
    if answer.citations:
        lines += [f"## {say('sources', lang)}", ""]
        for citation in answer.citations:
            url = f" <{citation.url}>" if citation.url else ""
            lines.append(f"{citation.id.removeprefix('c')}. {_md(_source(citation, lang))}.{url}")
            quote = " ".join(citation.quote.split())
            lines.append(f"   > {_md(quote)}")
        lines.append("")
    if answer.notes:
        lines += [f"## {say('notes', lang)}", "", *(f"- {_md(note)}" for note in answer.notes), ""]
    return "\n".join(lines).encode()


def to_csv(answer: Answer, registry: Registry) -> bytes:
    """The matrix, facets down and instruments across; cells that a spreadsheet would run are made text."""
    out = io.StringIO()
    writer = csv.writer(out)
    for row in _table(answer, registry, _plain_statement):
        writer.writerow(["'" + cell if cell.startswith(_FORMULA) else cell for cell in row])
    return b"\xef\xbb\xbf" + out.getvalue().encode()  # spreadsheets take the mark for UTF-8


def to_docx(answer: Answer, registry: Registry) -> bytes:
    """The memo of `to_markdown` as a Word document."""
    import docx

    lang = answer.language
    document = docx.Document()
    document.add_heading(answer.question, level=1)
    document.add_paragraph(f"{say('as_of', lang)} {answer.as_of.isoformat()} · {say(answer.mode, lang)}")
    if answer.abstained:
        document.add_paragraph(f"{say('no_answer', lang)}: {answer.abstain_reason}")
    rows = _table(answer, registry, _plain_statement)
    if rows:
        table = document.add_table(rows=0, cols=len(rows[0]))
        table.style = "Table Grid"
        for row in rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
    if answer.citations:
        document.add_heading(say("sources", lang), level=2)
        for citation in answer.citations:
            url = f" {citation.url}" if citation.url else ""
            document.add_paragraph(f"[{citation.id.removeprefix('c')}] {_source(citation, lang)}.{url}")
            document.add_paragraph(" ".join(citation.quote.split()), style="Intense Quote")
    if answer.notes:
        document.add_heading(say("notes", lang), level=2)
        for note in answer.notes:
            document.add_paragraph(note, style="List Bullet")
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _table(answer: Answer, registry: Registry, render: Callable[[Statement], str]) -> list[list[str]]:
    """The matrix with its head; an answer without a matrix is a column for each instrument."""
    if not answer.statements:
        return []
    statements = {s.id: s for s in answer.statements}
    lang = answer.language
    if answer.matrix is None:
        columns = tuple(dict.fromkeys(s.instrument for s in answer.statements))
        names = [registry.get(c).short.get(lang) for c in columns]
        cells = [[render(s) for s in answer.statements if s.instrument == c] for c in columns]
        return [["", *names], [say("question", lang), *(" ".join(c) for c in cells)]]
    rows = [["", *(registry.get(c).short.get(lang) for c in answer.matrix.columns)]]
    for facet, cells_of_row in zip(answer.matrix.rows, answer.matrix.cells, strict=True):
        rows.append(
            [
                facet_name(registry, facet, lang),
                *(
                    " ".join(render(statements[key]) for key in cell.statements)
                    if cell.status == "found"
                    else say("silent", lang)
                    for cell in cells_of_row
                ),
            ]
        )
    return rows


def _marks(citations: Sequence[str]) -> str:
    return "".join(f"[{key.removeprefix('c')}]" for key in citations)


def _plain_statement(statement: Statement) -> str:
    return f"{statement.text} {_marks(statement.citations)}"


def _md_statement(statement: Statement) -> str:
    return f"{_md(statement.text)} {_md(_marks(statement.citations))}"


def _source(citation: Citation, lang: Lang) -> str:
    page = f", {page_name(citation.page, lang)}" if citation.page is not None else ""
    return f"{citation.title}, {citation.label} ({role_name(citation.role, lang)}{page})"


def _md(text: str) -> str:
    """Text with Markdown's signs escaped: corpus text must stay text."""
    return _MARKDOWN.sub(r"\\\1", " ".join(text.split()))


_WRITERS: dict[str, Callable[[Answer, Registry], bytes]] = {
    ".md": to_markdown,
    ".csv": to_csv,
    ".docx": to_docx,
    ".json": to_json,
}
