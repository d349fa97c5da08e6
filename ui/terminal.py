"""Answers and tables on a terminal."""

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from corpus import Lang, Registry
from rag import Answer, Citation, Matrix, ProvisionView, SearchResult
from ui.names import facet_name
from ui.wording import page_name, role_name, say, status_name


def print_answer(console: Console, answer: Answer, registry: Registry) -> None:
    """Print an answer as a memo: statements by instrument and facet, then sources and notes."""
    lang = answer.language
    console.print(Text(answer.question, style="bold"))
    console.print(
        Text(f"{say('as_of', lang)} {answer.as_of.isoformat()} · {say(answer.mode, lang)}", style="dim")
    )
    console.print()
    if answer.abstained:
        console.print(Text(say("no_answer", lang), style="bold yellow"))
        console.print(Text(answer.abstain_reason or ""))
    elif answer.matrix is None:
        _print_list(console, answer)
    else:
        _print_matrix(console, answer, answer.matrix, registry)
    if answer.citations:
        console.print(Text(say("sources", lang), style="bold"))
        for citation in answer.citations:
            console.print(Padding(_source_line(citation, lang), (0, 0, 0, 2)))
        console.print()
    if answer.notes:
        console.print(Text(say("notes", lang), style="bold"))
        for note in answer.notes:
            console.print(Padding(Text(f"• {note}"), (0, 0, 0, 2)))
        console.print()


def _print_list(console: Console, answer: Answer) -> None:
    instrument = None
    titles = _titles(answer)
    for statement in answer.statements:
        if statement.instrument != instrument:
            instrument = statement.instrument
            console.print(Text(titles[instrument], style="bold cyan"))
        console.print(Padding(_bullet(statement.text, statement.citations), (0, 0, 0, 2)))
    console.print()


def _print_matrix(console: Console, answer: Answer, matrix: Matrix, registry: Registry) -> None:
    lang = answer.language
    statements = {s.id: s for s in answer.statements}
    titles = _titles(answer)
    for column, instrument in enumerate(matrix.columns):
        title = titles.get(instrument) or registry.get(instrument).short.get(lang)
        status = registry.get(instrument).status
        line = Text(title, style="bold cyan")
        if status in ("revoked", "repealed", "vetoed", "not-yet-applicable"):
            line.append(f" ({status_name(status, lang)})", style="yellow")
        console.print(line)
        for row, facet in enumerate(matrix.rows):
            cell = matrix.cells[row][column]
            indent = 2
            if len(matrix.rows) > 1:
                console.print(Padding(Text(facet_name(registry, facet, lang), style="italic"), (0, 0, 0, 2)))
                indent = 4
            if cell.status == "silent":
                console.print(Padding(Text(f"— {say('silent', lang)}", style="dim"), (0, 0, 0, indent)))
            for key in cell.statements:
                statement = statements[key]
                console.print(Padding(_bullet(statement.text, statement.citations), (0, 0, 0, indent)))
        console.print()


def _titles(answer: Answer) -> dict[str, str]:
    return {citation.instrument: citation.title for citation in answer.citations}


def _bullet(text: str, citations: Sequence[str]) -> Table:
    marks = "".join(f"[{key.removeprefix('c')}]" for key in citations)
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(width=1)
    grid.add_column()
    body = Text(text)
    body.append(f" {marks}", style="cyan")
    grid.add_row("•", body)
    return grid


def _source_line(citation: Citation, lang: Lang) -> Text:
    line = Text(f"[{citation.id.removeprefix('c')}] ", style="cyan")
    line.append(f"{citation.title}, {citation.label}", style="default")
    line.append(f" — {role_name(citation.role, lang)}", style="dim")
    if citation.page is not None:
        line.append(f", {page_name(citation.page, lang)}", style="dim")
    if citation.url:
        line.append(f" · {citation.url}", style="dim")
    return line


def print_search(console: Console, result: SearchResult, registry: Registry) -> None:
    """Print hits, one provision a paragraph."""
    for hit in result.hits:
        title = (
            registry.get(hit.instrument).short.get(result.language)
            if hit.instrument in registry.instruments
            else hit.instrument
        )
        head = Text(f"{hit.rank:>2}. {title}, {hit.label}", style="bold")
        if hit.heading:
            head.append(f" · {hit.heading}", style="default")
        console.print(head)
        console.print(Padding(Text(hit.text), (0, 0, 0, 4)))
        console.print(
            Padding(
                Text(f"{hit.score:.2f} · {hit.pin} · {role_name(hit.role, result.language)}", style="dim"),
                (0, 0, 0, 4),
            )
        )


def print_provision(console: Console, view: ProvisionView, lang: Lang) -> None:
    """Print a provision in every source that holds it."""
    console.print(Text(f"{view.title[lang]}, {view.label[lang]}", style="bold"))
    console.print(Text(f"{view.pin} · {status_name(view.status, lang)}", style="dim"))
    for version in view.versions:
        console.print()
        line = Text(f"{role_name(version.role, lang)} ({version.lang}, {version.edition})", style="cyan")
        if version.page is not None:
            line.append(f", {page_name(version.page, lang)}", style="dim")
        if version.url:
            line.append(f" · {version.url}", style="dim")
        console.print(line)
        for heading in (*version.path, version.heading):
            if heading:
                console.print(Padding(Text(heading, style="italic"), (0, 0, 0, 2)))
        console.print(Padding(Text(version.text), (0, 0, 0, 2)))


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
