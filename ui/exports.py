"""Answers as files: Markdown, CSV, DOCX, JSON."""

import csv
import io
import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from corpus import CrosslexError, Registry, UsageError
from rag import Answer, Citation, Statement
from ui.names import facet_name
from ui.times import citation_time
from ui.wording import page_name, role_name, say

_MARKDOWN = re.compile(r"([\\`*_\[\]|<>~&$])")
_BLOCK = re.compile(r"^(?:([-+=#:])|(\d+)([.)]))")
"""What begins a list, a heading or a rule at the start of a line."""
_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def check_target(path: Path) -> None:
    """Refuse a target before any work is done.

    Raises:
        UsageError: the suffix is not one that can be written, the folder does not exist, or the name is impossible.
    """
    if path.suffix.lower() not in _WRITERS:
        raise UsageError(f"cannot write '{path.name}'; name a file that ends in {', '.join(_WRITERS)}")
    try:
        if not path.parent.is_dir():
            raise UsageError(f"there is no folder {path.parent}; make it first")
        if path.is_dir():
            raise UsageError(f"{path} is a folder; name a file")
    except (OSError, ValueError) as error:  # too long, or not a name that a file can have
        raise UsageError(
            f"cannot write '{path.name[:80]}': {getattr(error, 'strerror', None) or error}"
        ) from error


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
    for i, row in enumerate(_table(answer, registry, _md, _md_statement, "<br>")):
        lines.append("| " + " | ".join(row) + " |")
        if i == 0:
            lines.append("|" + " --- |" * len(row))
    lines.append("")
    if answer.citations:
        lines += [f"## {say('sources', lang)}", ""]
        for citation in answer.citations:
            url = f" <{citation.url}>" if citation.url else ""
            lines.append(f"{citation.id.removeprefix('c')}. {_md(_source(citation, answer, registry))}.{url}")
            quote = " ".join(citation.quote.split())
            lines.append(f"   > {_md(quote)}")
        lines.append("")
    if answer.notes:
        lines += [f"## {say('notes', lang)}", "", *(f"- {_md(note)}" for note in answer.notes), ""]
    return "\n".join(lines).encode()


def to_csv(answer: Answer, registry: Registry) -> bytes:
    """The matrix, facets down and instruments across, each statement with the labels of its citations.

    Cells that a spreadsheet would run are made text. An abstention is one row with its reason.
    """
    citations = {c.id: c for c in answer.citations}

    def cited(statement: Statement) -> str:
        sources = "; ".join(_labelled(citations[key], answer, registry) for key in statement.citations)
        return f"{statement.text} [{sources}]"

    out = io.StringIO()
    writer = csv.writer(out)
    rows = _table(answer, registry, str, cited, "\n")
    for row in rows or [[answer.question, f"{say('no_answer', answer.language)}: {answer.abstain_reason}"]]:
        writer.writerow(["'" + cell if cell.startswith(_FORMULA) else cell for cell in row])
    return b"\xef\xbb\xbf" + out.getvalue().encode()  # spreadsheets take the mark for UTF-8


def to_docx(answer: Answer, registry: Registry) -> bytes:
    """The memo of `to_markdown` as a Word document."""
    import docx

    lang = answer.language
    document = docx.Document()
    document.add_heading(_xml(answer.question), level=1)
    document.add_paragraph(f"{say('as_of', lang)} {answer.as_of.isoformat()} · {say(answer.mode, lang)}")
    if answer.abstained:
        document.add_paragraph(_xml(f"{say('no_answer', lang)}: {answer.abstain_reason}"))
    rows = _table(answer, registry, _xml, _plain_statement, "\n")
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
            source = _source(citation, answer, registry)
            document.add_paragraph(_xml(f"[{citation.id.removeprefix('c')}] {source}.{url}"))
            document.add_paragraph(_xml(" ".join(citation.quote.split())), style="Intense Quote")
    if answer.notes:
        document.add_heading(say("notes", lang), level=2)
        for note in answer.notes:
            document.add_paragraph(_xml(note), style="List Bullet")
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _table(
    answer: Answer,
    registry: Registry,
    name: Callable[[str], str],
    render: Callable[[Statement], str],
    between: str,
) -> list[list[str]]:
    """The matrix with its head; an answer without a matrix is a column for each instrument.

    Args:
        answer: Empty rows come of an abstention.
        registry: Knows the names of facets and instruments.
        name: Makes a name fit for the format.
        render: Makes a statement fit for the format.
        between: Stands between the statements of a cell.
    """
    if not answer.statements:
        return []
    lang = answer.language
    statements = {s.id: s for s in answer.statements}

    def cell(keys: Iterable[str]) -> str:
        return between.join(render(statements[key]) for key in keys)

    def head(instruments: Iterable[str]) -> list[str]:
        return ["", *(name(registry.get(i).short.get(lang)) for i in instruments)]

    if answer.matrix is None:
        columns = tuple(dict.fromkeys(s.instrument for s in answer.statements))
        cells = [cell(s.id for s in answer.statements if s.instrument == c) for c in columns]
        return [head(columns), [name(say("question", lang)), *cells]]
    rows = [head(answer.matrix.columns)]
    for facet, found in zip(answer.matrix.rows, answer.matrix.cells, strict=True):
        cells = [cell(c.statements) if c.status == "found" else say("silent", lang) for c in found]
        rows.append([name(facet_name(registry, facet, lang)), *cells])
    return rows


def _marks(citations: Sequence[str]) -> str:
    return "".join(f"[{key.removeprefix('c')}]" for key in citations)


def _plain_statement(statement: Statement) -> str:
    return _xml(f"{statement.text} {_marks(statement.citations)}")


def _md_statement(statement: Statement) -> str:
    return f"{_md(statement.text)} {_marks(statement.citations)}"


def _source(citation: Citation, answer: Answer, registry: Registry) -> str:
    """`AI Act, Art. 4 (official text, p. 3; wording since 2026-07-27)`."""
    lang = answer.language
    page = f", {page_name(citation.page, lang)}" if citation.page is not None else ""
    return f"{citation.title}, {citation.label} ({_role_and_time(citation, answer, registry, page)})"


def _labelled(citation: Citation, answer: Answer, registry: Registry) -> str:
    """`Art. 50(2), crosslex digest, not official text`."""
    return f"{citation.label}, {_role_and_time(citation, answer, registry)}"


def _role_and_time(citation: Citation, answer: Answer, registry: Registry, page: str = "") -> str:
    when = citation_time(citation, answer, registry)
    return role_name(citation.role, answer.language) + page + (f"; {when}" if when else "")


def _md(text: str) -> str:
    """Text on one line with Markdown's signs escaped: corpus text must stay text."""
    line = _MARKDOWN.sub(r"\\\1", " ".join(text.split()))
    return _BLOCK.sub(lambda m: f"\\{m[1]}" if m[1] else f"{m[2]}\\{m[3]}", line)


def _xml(text: str) -> str:
    """Text without the characters that no XML document can hold."""
    return _NOT_XML.sub("\ufffd", text)


_WRITERS: dict[str, Callable[[Answer, Registry], bytes]] = {
    ".md": to_markdown,
    ".csv": to_csv,
    ".docx": to_docx,
    ".json": to_json,
}

FORMATS: dict[str, Callable[[Answer, Registry], bytes]] = {
    suffix.removeprefix("."): writer for suffix, writer in _WRITERS.items()
}
"""What makes an answer's bytes, by the name of the format."""
