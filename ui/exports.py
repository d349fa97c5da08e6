"""Answers as files: Markdown, CSV, DOCX, JSON, and their sources as BibTeX and CSL-JSON."""

import csv
import io
from collections.abc import Callable, Collection
from pathlib import Path

from corpus import CrosslexError, Registry, UsageError
from rag import Answer
from ui.bibliography import to_bibtex, to_csl
from ui.markup import markdown_text, spreadsheet_cell, xml_text
from ui.memo import labelled_table, markdown_matrix, markdown_source, word_matrix, word_paragraph, word_source
from ui.support import written_line
from ui.wording import say


def check_target(path: Path, endings: Collection[str] = ()) -> str:
    """Refuse a target before any work is done.

    Args:
        path: Need not exist.
        endings: Of the names that can be written; those of `export` if not given.

    Returns:
        The ending of `path`, in small letters.

    Raises:
        UsageError: The name ends otherwise, the folder does not exist, or the name is impossible.
    """
    endings = endings or WRITERS
    ending = max((e for e in endings if path.name.lower().endswith(e)), key=len, default=None)
    if ending is None or path.name.lower() == ending:
        raise UsageError(f"cannot write '{path.name}'; name a file that ends in {', '.join(endings)}")
    try:
        if not path.parent.is_dir():
            raise UsageError(f"there is no folder {path.parent}; make it first")
        if path.is_dir():
            raise UsageError(f"{path} is a folder; name a file")
    except (OSError, ValueError) as error:  # too long, or not a name that a file can have
        raise UsageError(
            f"cannot write '{path.name[:80]}': {getattr(error, 'strerror', None) or error}"
        ) from error
    return ending


def export(answer: Answer, registry: Registry, path: Path) -> None:
    """Write `answer` in the format that the name of `path` ends in.

    Raises:
        UsageError: see `check_target`.
        CrosslexError: the file cannot be written.
    """
    data = WRITERS[check_target(path)](answer, registry)
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
        f"# {markdown_text(answer.question)}",
        "",
        f"{say('as_of', lang)} {answer.as_of.isoformat()} · {say(answer.mode, lang)}",
        "",
    ]
    if told := written_line(answer):
        lines += [markdown_text(told), ""]
    if answer.abstained:
        lines += [f"**{say('no_answer', lang)}.** {markdown_text(answer.abstain_reason or '')}", ""]
    lines += [*markdown_matrix(answer, registry), ""]
    if answer.citations:
        lines += [f"## {say('sources', lang)}", ""]
        for citation in answer.citations:
            lines += markdown_source(citation, answer, registry)
        lines.append("")
    if answer.notes:
        lines += [f"## {say('notes', lang)}", "", *(f"- {markdown_text(note)}" for note in answer.notes), ""]
    return "\n".join(lines).encode()


def to_csv(answer: Answer, registry: Registry) -> bytes:
    """The matrix, facets down and instruments across, each statement with the labels of its citations.

    Cells that a spreadsheet would run are made text. An abstention is one row with its reason.
    """
    out = io.StringIO()
    writer = csv.writer(out)
    rows = labelled_table(answer, registry)
    for row in rows or [[answer.question, f"{say('no_answer', answer.language)}: {answer.abstain_reason}"]]:
        writer.writerow([spreadsheet_cell(cell) for cell in row])
    return b"\xef\xbb\xbf" + out.getvalue().encode()  # spreadsheets take the mark for UTF-8


def to_docx(answer: Answer, registry: Registry) -> bytes:
    """The memo of `to_markdown` as a Word document."""
    import docx

    lang = answer.language
    document = docx.Document()
    document.add_heading(xml_text(answer.question), level=1)
    document.add_paragraph(f"{say('as_of', lang)} {answer.as_of.isoformat()} · {say(answer.mode, lang)}")
    if told := written_line(answer):
        document.add_paragraph(xml_text(told))
    if answer.abstained:
        document.add_paragraph(xml_text(f"{say('no_answer', lang)}: {answer.abstain_reason}"))
    word_matrix(document, answer, registry)
    if answer.citations:
        document.add_heading(say("sources", lang), level=2)
        for citation in answer.citations:
            word_source(document, citation, answer, registry)
    if answer.notes:
        document.add_heading(say("notes", lang), level=2)
        for note in answer.notes:
            word_paragraph(document, note, "ListBullet")
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


WRITERS: dict[str, Callable[[Answer, Registry], bytes]] = {
    ".md": to_markdown,
    ".docx": to_docx,
    ".csv": to_csv,
    ".json": to_json,
    ".bib": to_bibtex,
    ".csl.json": to_csl,
}
"""What makes the bytes of a file, by the ending of its name."""

FORMATS: dict[str, Callable[[Answer, Registry], bytes]] = {
    suffix.removeprefix("."): writer for suffix, writer in WRITERS.items()
}
"""What makes an answer's bytes, by the name of the format."""
