"""Answers and tables on a terminal."""

from collections.abc import Iterable, Sequence
from datetime import date

from rich.console import Console
from rich.table import Table
from rich.text import Text

from corpus import Lang, Registry
from rag import Answer, Citation, Matrix, ProvisionView, SearchResult, Statement
from ui.names import facet_name, pole_name
from ui.support import doubt, written_line
from ui.times import citation_time, time_line
from ui.wording import page_name, role_name, say, status_name
from ui.wrapping import wrap

_WIDTH = 110
"""Columns at most: longer lines are hard to read."""
_UNGROUPED = 4
"""Instruments that are compared without the names of their poles above them."""


def print_answer(console: Console, answer: Answer, registry: Registry) -> None:
    """Print an answer as a memo: statements by instrument and facet, then sources and notes."""
    lang = answer.language
    _print(console, answer.question, style="bold")
    _print(
        console, f"{say('as_of', lang)} {answer.as_of.isoformat()} · {say(answer.mode, lang)}", style="dim"
    )
    if told := written_line(answer):
        _print(console, told, style="dim")
    console.print()
    if answer.comparisons:
        _print(console, say("comparison", lang), style="bold cyan")
        for statement in answer.comparisons:
            _print_statement(console, statement, lang, 2)
        console.print()
    if answer.abstained:
        _print(console, say("no_answer", lang), style="bold yellow")
        _print(console, answer.abstain_reason or "")
        console.print()
    elif answer.matrix is None:
        _print_list(console, answer)
    else:
        _print_matrix(console, answer, answer.matrix, registry)
    if answer.citations:
        _print(console, say("sources", lang), style="bold")
        for citation in answer.citations:
            _print(console, _source_line(citation, answer, registry), indent=2, hanging=4)
        console.print()
    if answer.notes:
        _print(console, say("notes", lang), style="bold")
        for note in answer.notes:
            _print(console, f"• {note}", indent=2, hanging=2)
        console.print()


def _print(console: Console, text: str, *, indent: int = 0, hanging: int = 0, style: str = "") -> None:
    """Print wrapped text; lines after the first stand `hanging` columns further in."""
    width = max(30, min(console.width, _WIDTH) - indent - hanging)
    for i, line in enumerate(wrap(text, width)):
        console.print(Text(" " * (indent + (hanging if i else 0)) + line, style=style), soft_wrap=True)


def _print_list(console: Console, answer: Answer) -> None:
    titles = {citation.instrument: citation.title for citation in answer.citations}
    for instrument in dict.fromkeys(s.instrument for s in answer.findings):
        _print(console, titles[instrument], style="bold cyan")
        for statement in answer.findings:
            if statement.instrument == instrument:
                _print_statement(console, statement, answer.language, 2)
        console.print()


def _print_matrix(console: Console, answer: Answer, matrix: Matrix, registry: Registry) -> None:
    lang = answer.language
    statements = {s.id: s for s in answer.statements}
    grouped = len(matrix.columns) > _UNGROUPED
    pole = None
    for column, instrument in enumerate(matrix.columns):
        entry = registry.get(instrument)
        if grouped and entry.pole != pole:
            pole = entry.pole
            _print(console, f"━━ {pole_name(pole, lang)}", style="bold magenta")
            console.print()
        title = entry.short.get(lang)
        if entry.status in ("revoked", "repealed", "vetoed", "not-yet-applicable"):
            title += f" ({status_name(entry.status, lang)})"
        _print(console, title, style="bold cyan")
        indent = 2 if len(matrix.rows) == 1 else 4
        for row, facet in enumerate(matrix.rows):
            cell = matrix.cells[row][column]
            if len(matrix.rows) > 1:
                _print(console, facet_name(registry, facet, lang), indent=2, style="italic")
            if cell.status == "silent":
                _print(console, f"— {say('silent', lang)}", indent=indent, style="dim")
            for key in cell.statements:
                _print_statement(console, statements[key], lang, indent)
        console.print()


def _print_statement(console: Console, statement: Statement, lang: Lang, indent: int) -> None:
    marks = "".join(f"[{key.removeprefix('c')}]" for key in statement.citations)
    style = "" if statement.support == "supported" else "yellow"
    _print(
        console, f"• {statement.text}{doubt(statement, lang)} {marks}", indent=indent, hanging=2, style=style
    )


def _source_line(citation: Citation, answer: Answer, registry: Registry) -> str:
    lang = answer.language
    parts = [
        f"[{citation.id.removeprefix('c')}] {citation.title}, {citation.label}",
        role_name(citation.role, lang),
    ]
    when = citation_time(citation, answer, registry)
    if when:
        parts.append(when)
    if citation.page is not None:
        parts.append(page_name(citation.page, lang))
    if citation.url:
        parts.append(citation.url)
    return " · ".join(parts)


def print_search(console: Console, result: SearchResult, registry: Registry, day: date | None = None) -> None:
    """Print hits, one provision a paragraph; `day` is the one that was asked for."""
    for hit in result.hits:
        title = registry.get(hit.instrument).short.get(result.language)
        head = f"{hit.rank:>2}. {title}, {hit.label}" + (f" · {hit.heading}" if hit.heading else "")
        _print(console, head, style="bold", hanging=4)
        _print(console, hit.text, indent=4)
        details = [f"{hit.score:.2f}", hit.pin, role_name(hit.role, result.language)]
        when = time_line(hit.since, hit.until, hit.applies_from, result.language, registry=registry, day=day)
        _print(console, " · ".join([*details, when] if when else details), indent=4, style="dim")


def print_provision(
    console: Console, view: ProvisionView, lang: Lang, registry: Registry, day: date | None = None
) -> None:
    """Print a provision in every source that holds it; `day` is the one that was asked for."""
    _print(console, f"{view.title[lang]}, {view.label[lang]}", style="bold")
    own = all(version.role == "user" for version in view.versions)  # has no status in law
    status = "" if own else f" · {status_name(view.status, lang)}"
    applies = time_line(None, None, view.applies_from, lang, day=day)
    _print(console, view.pin + status + (f" · {applies}" if applies else ""), style="dim")
    for version in view.versions:
        console.print()
        parts = [f"{role_name(version.role, lang)} ({version.lang}, {version.edition})"]
        when = time_line(
            version.since,
            version.until,
            None,
            lang,
            amended_by=version.amended_by,
            registry=registry,
            day=day,
        )
        if when:
            parts.append(when)
        if version.page is not None:
            parts.append(page_name(version.page, lang))
        if version.url:
            parts.append(version.url)
        _print(console, " · ".join(parts), style="cyan")
        for heading in (*version.path, version.heading):
            if heading:
                _print(console, heading, indent=2, style="italic")
        for line in version.text.splitlines():
            _print(console, line, indent=2)
    if view.others:
        console.print()
        _print(console, say("other_versions", lang).format(view.others), style="dim")


def print_table(console: Console, head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a table whose numbers stand to the right."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    rows = [tuple(row) for row in rows]
    for i, name in enumerate(head):
        numeric = bool(rows) and all(row[i].replace(",", "").isdigit() or not row[i] for row in rows)
        table.add_column(name, justify="right" if numeric else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    console.print(table)
