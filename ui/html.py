"""An answer as HTML: the one place where answers and citation chips are drawn (`ui.evidence` draws their cards).

Everything that comes from the corpus, a question or a file passes through `html.escape`. A chip is a button that
names the card of its citation; `static/page.js` shows the card.
"""

from collections.abc import Container
from html import escape

from corpus import Lang, Registry, Role
from rag import Answer, Cell, Citation, Engine, Statement
from ui.evidence import bcp47, cards_html
from ui.exports import FORMATS
from ui.names import facet_name
from ui.plain import plain_text
from ui.support import doubt, written_line
from ui.wording import (
    duration,
    kind_name,
    language_name,
    role_name,
    say,
    stage_name,
    status_name,
    support_name,
)


def in_both(key: str) -> str:
    """Our words `key` in both languages; the page shows those of its own (`static/page.css`)."""
    return (
        f'<span class="x-in-en" lang="en">{escape(say(key, "en"))}</span>'
        f'<span class="x-in-zh" lang="zh-Hans">{escape(say(key, "zh"))}</span>'
    )


def working_html(lang: Lang, question: str = "") -> str:
    """What stands there while a question is being answered."""
    asked = f"<h2>{escape(question)}</h2>" if question else ""
    return (
        f'<div class="x-turn"><article class="x-answer" aria-busy="true">{asked}'
        f"{waiting_html('working', lang)}</article></div>"
    )


def waiting_html(key: str, lang: Lang) -> str:
    """Our words `key` for what is being done."""
    return f'<p class="x-working" role="status" lang="{bcp47(lang)}">{escape(say(key, lang))}</p>'


def error_html(line: str, lang: Lang, question: str = "") -> str:
    """A failure, in one line that says what to do."""
    asked = f'<article class="x-answer"><h2>{escape(question)}</h2></article>' if question else ""
    return asked + (
        f'<div class="x-error" role="alert"><strong lang="{bcp47(lang)}">{escape(say("failed", lang))}</strong>'
        f"<p>{escape(line[:1].upper() + line[1:])}</p></div>"
    )


def turn_html(
    answer: Answer,
    engine: Engine,
    *,
    turn: int = 0,
    asked: str | None = None,
    understood: str | None = None,
) -> str:
    """An answer with its evidence cards, what can be done with it, and how it was found.

    Args:
        answer: Is drawn whole.
        engine: Knows the provisions around the quotes.
        turn: Its number in the conversation, by which its downloads are asked for.
        asked: What the reader wrote, if it is not the question of the answer.
        understood: The question that a follow-up was completed to.
    """
    tail = _tools(answer, engine.registry)
    article = answer_html(answer, engine.registry, asked=asked, understood=understood, tail=tail)
    return f'<div class="x-turn" data-turn="{turn}">{article}{cards_html(answer, engine)}</div>'


def writing_html(
    answer: Answer, engine: Engine, stop: str, *, asked: str | None = None, understood: str | None = None
) -> str:
    """An answer that a model is still writing, with its evidence cards and a button that ends it.

    Args:
        answer: As it stands.
        engine: Knows the provisions around the quotes.
        stop: What the button sends.
        asked: What the reader wrote, if it is not the question of the answer.
        understood: The question that a follow-up was completed to.
    """
    lang = answer.language
    line = (
        f'<p class="x-working x-writing" lang="{bcp47(lang)}">'
        f'<span role="status">{escape(say("writing", lang))}</span> '
        f'<button type="button" class="x-tool x-stop" data-stop="{escape(stop)}">'
        f"{escape(say('stop_writing', lang))}</button></p>"
    )
    article = answer_html(answer, engine.registry, asked=asked, understood=understood)
    return f'<div class="x-turn" aria-busy="true">{line}{article}{cards_html(answer, engine)}</div>'


def answer_html(
    answer: Answer,
    registry: Registry,
    *,
    shown: int | None = None,
    asked: str | None = None,
    understood: str | None = None,
    tail: str = "",
) -> str:
    """Statements with citation chips, the matrix where there is one, and notes.

    Args:
        answer: Is drawn.
        registry: Knows the names of instruments and facets.
        shown: How many statements have come so far; all of them if not given.
        asked: What the reader wrote, if it is not the question of the answer.
        understood: The question that a follow-up was completed to.
        tail: Drawn markup that closes the answer.
    """
    lang = answer.language
    come = {s.id for s in answer.statements[:shown]}
    whole = len(come) == len(answer.statements)
    head = (
        f'<p class="x-meta">{escape(say("as_of", lang))} <time>{answer.as_of.isoformat()}</time> · '
        f"{escape(say(answer.mode, lang))}</p>"
    )
    if told := written_line(answer):
        head += f'<p class="x-meta x-written">{escape(told)}</p>'
    if understood is not None:
        head = (
            f'<p class="x-understood">{escape(say("understood", lang))} <q>{escape(understood)}</q></p>{head}'
        )
    if answer.abstained:
        body = (
            f'<div class="x-abstain" role="status"><strong>{escape(say("no_answer", lang))}</strong>'
            f"<p>{escape(answer.abstain_reason or '')}</p><p>{escape(say('no_answer_hint', lang))}</p></div>"
        )
    elif answer.matrix is None:
        body = _list_html(answer, registry, come)
    else:
        body = _matrix_html(answer, registry, come)
    body = _comparisons_html(answer, come) + body
    notes = ""
    if answer.notes and whole:
        items = "".join(f"<li>{escape(note)}</li>" for note in answer.notes)
        notes = f'<aside class="x-notes"><h3>{escape(say("notes", lang))}</h3><ul>{items}</ul></aside>'
    legend = _legend(answer) if whole else ""
    title = f"<h2>{escape(asked or answer.question)}</h2>"
    busy = "" if whole else ' aria-busy="true"'
    return f'<article class="x-answer" lang="{bcp47(lang)}"{busy}>{title}{head}{body}{legend}{notes}{tail}</article>'


def _tools(answer: Answer, registry: Registry) -> str:
    lang = answer.language
    buttons = ""
    if answer.statements:
        copied = escape(plain_text(answer, registry))
        buttons = (
            f'<button type="button" class="x-tool x-copy" data-copy="{copied}" '
            f'data-done="{escape(say("copied", lang))}">'
            f"{escape(say('copy', lang))}</button>"
        ) + "".join(
            f'<button type="button" class="x-tool" data-export="{name}">{escape(say("export_" + name, lang))}</button>'
            for name in FORMATS
        )
        buttons = f'<div class="x-tools">{buttons}</div>'
    return buttons + _steps(answer, registry)


def _steps(answer: Answer, registry: Registry) -> str:
    """How the answer was found, folded away."""
    lang = answer.language
    between = "、" if lang == "zh" else ", "
    rows = [
        (say("plan_kind", lang), kind_name(answer.plan.kind, lang)),
        (
            say("plan_instruments", lang),
            between.join(registry.get(i).short.get(lang) for i in answer.plan.instruments),
        ),
        (say("plan_facets", lang), between.join(facet_name(registry, f, lang) for f in answer.plan.facets)),
        (
            say("plan_timings", lang),
            between.join(
                f"{stage_name(stage, lang)} {duration(ms, lang)}"
                for stage, ms in answer.timings_ms.items()
                if stage != "total"
            ),
        ),
        (say("plan_language", lang), language_name(lang)),
    ]
    items = "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in rows if value)
    total = answer.timings_ms.get("total")
    took = f" · {escape(duration(total, lang))}" if total is not None else ""
    return f'<details class="x-steps"><summary>{escape(say("steps", lang))}{took}</summary><dl>{items}</dl></details>'


def _legend(answer: Answer) -> str:
    """What the borders of the chips mean, for the roles that occur."""
    order: tuple[Role, ...] = ("authoritative", "translation", "consolidation", "digest", "user")
    present = {citation.role for citation in answer.citations}
    items = "".join(
        f'<li><span class="x-key x-{role}"></span>{escape(role_name(role, answer.language))}</li>'
        for role in order
        if role in present
    )
    return f'<ul class="x-legend">{items}</ul>' if items else ""


def _comparisons_html(answer: Answer, come: Container[str]) -> str:
    """What compares the laws, above what each of them says."""
    citations = {c.id: c for c in answer.citations}
    items = "".join(
        f"<li>{_statement(s, citations, answer.language)}</li>" for s in answer.comparisons if s.id in come
    )
    if not items:
        return ""
    head = escape(say("comparison", answer.language))
    return f'<section class="x-comparison"><h3>{head}</h3><ul>{items}</ul></section>'


def _list_html(answer: Answer, registry: Registry, come: Container[str]) -> str:
    citations = {c.id: c for c in answer.citations}
    parts = []
    told = [s for s in answer.findings if s.id in come]
    for instrument in dict.fromkeys(s.instrument for s in told):
        items = "".join(
            f"<li>{_statement(s, citations, answer.language)}</li>"
            for s in told
            if s.instrument == instrument
        )
        name = registry.get(instrument).short.get(answer.language)
        parts.append(f"<section><h3>{escape(name)}</h3><ul>{items}</ul></section>")
    return "".join(parts)


def _matrix_html(answer: Answer, registry: Registry, come: Container[str]) -> str:
    matrix, lang = answer.matrix, answer.language
    if matrix is None:
        return ""
    citations = {c.id: c for c in answer.citations}
    statements = {s.id: s for s in answer.statements}
    heads = []
    for column_id in matrix.columns:
        entry = registry.get(column_id)
        own = entry.jurisdiction == "user"  # a user's own document has no status in law
        status = escape(role_name("user", lang) if own else status_name(entry.status, lang))
        heads.append(
            f'<th scope="col" class="x-pole-{entry.pole}">{escape(entry.short.get(lang))}<small>{status}</small></th>'
        )
    rows = []
    for facet, cells in zip(matrix.rows, matrix.cells, strict=True):
        drawn = []
        for instrument, cell in zip(matrix.columns, cells, strict=True):
            column = f'data-column="{escape(registry.get(instrument).short.get(lang))}"'
            if cell.status == "silent":
                drawn.append(f'<td class="x-silent" {column}>{escape(say("silent", lang))}</td>')
            else:
                items = "".join(
                    f"<li>{_statement(statements[key], citations, lang)}</li>"
                    for key in cell.statements
                    if key in come
                )
                drawn.append(f"<td {column}>{_uncertain_html(cell, lang)}<ul>{items}</ul></td>")
        rows.append(
            f'<tr><th scope="row">{escape(facet_name(registry, facet, lang))}</th>{"".join(drawn)}</tr>'
        )
    return (
        f'<div class="x-scroll" tabindex="0" role="region" aria-label="{escape(say("matrix", lang))}">'
        f'<table style="--x-columns:{len(matrix.columns)}">'
        f"<thead><tr><td></td>{''.join(heads)}</tr></thead><tbody>{''.join(rows)}</tbody></table></div>"
    )


def _uncertain_html(cell: Cell, lang: Lang) -> str:
    return f'<p class="x-silent">{escape(say("uncertain", lang))}</p>' if cell.uncertain else ""


def _statement(statement: Statement, citations: dict[str, Citation], lang: Lang) -> str:
    cited = [citations[key] for key in statement.citations]
    chips = " ".join(_chip(citation, lang) for citation in cited)
    spoken = {citation.lang for citation in cited}
    tongue = f' lang="{bcp47(spoken.pop())}"' if len(spoken) == 1 and lang not in spoken else ""
    words = " ".join(statement.text.split())
    verbatim = statement.support == "supported" and any(
        words in " ".join(citation.quote.split()) for citation in cited
    )
    return (
        f'<span class="x-{statement.support}"{tongue}>{escape(statement.text)}</span> '
        f"{_support(statement, verbatim, lang)} {_doubt_html(statement, lang)}{chips}"
    )


def _doubt_html(statement: Statement, lang: Lang) -> str:
    told = doubt(statement, lang).strip()
    return f'<small class="x-doubt">{escape(told)}</small> ' if told else ""


def _support(statement: Statement, verbatim: bool, lang: Lang) -> str:
    """How far the evidence carries a statement, as a sign with its meaning."""
    name = support_name("verbatim" if verbatim else statement.support, lang)
    sign = "”" if verbatim else {"supported": "✓", "partial": "◐", "unsupported": "✕"}[statement.support]
    return (
        f'<span class="x-mark x-mark-{"verbatim" if verbatim else statement.support}" title="{escape(name)}">'
        f'<span aria-hidden="true">{sign}</span><span class="x-unseen">{escape(name)}</span></span>'
    )


def _chip(citation: Citation, lang: Lang) -> str:
    name = f"{citation.title}, {citation.label}: {role_name(citation.role, lang)}"
    return (
        f'<button type="button" class="x-chip x-{citation.role}" data-cite="{escape(citation.id)}" '
        f'aria-expanded="false" aria-label="{escape(name)}">{escape(citation.label)}</button>'
    )
