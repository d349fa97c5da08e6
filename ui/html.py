"""An answer as HTML: the one place where answers, citation chips and evidence cards are drawn.

Everything that comes from the corpus, a question or a file passes through `html.escape`. A chip is a button that
names the card of its citation; `static/page.js` shows the card.
"""

from html import escape

from corpus import Lang, Registry, Role
from rag import Answer, Citation, Engine, ProvisionVersion, Statement
from ui.names import facet_name
from ui.times import citation_time
from ui.wording import page_name, role_name, say, status_name

_CONTEXT = 1500
"""Characters of the provision shown on each side of a quote."""


def header_html() -> str:
    """The name of the program and what it is for, in both languages."""
    return f'<header class="x-top"><h1>crosslex</h1>{_both("title")}</header>'


def empty_html() -> str:
    """What stands where the first answer is going to be."""
    return f'<div class="x-hint">{_both("empty")}</div>'


def working_html(lang: Lang) -> str:
    """What stands there while a question is being answered."""
    return f'<p class="x-working" role="status" lang="{_bcp47(lang)}">{escape(say("working", lang))}</p>'


def error_html(line: str, lang: Lang) -> str:
    """A failure, in one line that says what to do."""
    return (
        f'<div class="x-error" role="alert"><strong lang="{_bcp47(lang)}">{escape(say("failed", lang))}</strong>'
        f"<p>{escape(line[:1].upper() + line[1:])}</p></div>"
    )


def no_evidence_html(lang: Lang | None) -> str:
    """The evidence panel without citations; None: in both languages, since no question has been asked."""
    if lang is None:
        return f'<section class="x-evidence"><h2>{_headline("evidence")}</h2>{_hint(None)}</section>'
    return '<section class="x-evidence"></section>'


def answer_html(answer: Answer, registry: Registry) -> str:
    """Statements with citation chips, the matrix where there is one, and notes."""
    lang = answer.language
    head = (
        f'<p class="x-meta">{escape(say("as_of", lang))} <time>{answer.as_of.isoformat()}</time> · '
        f"{escape(say(answer.mode, lang))}</p>"
    )
    if answer.abstained:
        body = (
            f'<div class="x-abstain" role="status"><strong>{escape(say("no_answer", lang))}</strong>'
            f"<p>{escape(answer.abstain_reason or '')}</p></div>"
        )
    elif answer.matrix is None:
        body = _list_html(answer, registry)
    else:
        body = _matrix_html(answer, registry)
    notes = ""
    if answer.notes:
        items = "".join(f"<li>{escape(note)}</li>" for note in answer.notes)
        notes = f'<aside class="x-notes"><h3>{escape(say("notes", lang))}</h3><ul>{items}</ul></aside>'
    title = f"<h2>{escape(answer.question)}</h2>"
    return f'<article class="x-answer" lang="{_bcp47(lang)}">{title}{head}{body}{_legend(answer)}{notes}</article>'


def evidence_html(answer: Answer, engine: Engine) -> str:
    """A card for each citation: the provision with the quote marked, and the parallel text."""
    lang = answer.language
    if not answer.citations:
        return no_evidence_html(lang)
    cards = "".join(_card(citation, engine, answer) for citation in answer.citations)
    return (
        f'<section class="x-evidence" lang="{_bcp47(lang)}"><h2>{escape(say("evidence", lang))}</h2>'
        f"{_hint(lang)}{cards}</section>"
    )


def _hint(lang: Lang | None) -> str:
    words = _both("evidence_hint") if lang is None else f"<p>{escape(say('evidence_hint', lang))}</p>"
    return f'<div class="x-hint">{words}</div>'


def _both(key: str) -> str:
    langs: tuple[Lang, ...] = ("en", "zh")
    return "".join(f'<p lang="{_bcp47(lang)}">{escape(say(key, lang))}</p>' for lang in langs)


def _headline(key: str) -> str:
    return f'{escape(say(key, "en"))} · <span lang="zh-Hans">{escape(say(key, "zh"))}</span>'


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


def _bcp47(lang: Lang) -> str:
    return "zh-Hans" if lang == "zh" else "en"


def _list_html(answer: Answer, registry: Registry) -> str:
    citations = {c.id: c for c in answer.citations}
    parts = []
    for instrument in dict.fromkeys(s.instrument for s in answer.statements):
        items = "".join(
            f"<li>{_statement(s, citations, answer.language)}</li>"
            for s in answer.statements
            if s.instrument == instrument
        )
        name = registry.get(instrument).short.get(answer.language)
        parts.append(f"<section><h3>{escape(name)}</h3><ul>{items}</ul></section>")
    return "".join(parts)


def _matrix_html(answer: Answer, registry: Registry) -> str:
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
        heads.append(f'<th scope="col">{escape(entry.short.get(lang))}<small>{status}</small></th>')
    rows = []
    for facet, cells in zip(matrix.rows, matrix.cells, strict=True):
        drawn = []
        for instrument, cell in zip(matrix.columns, cells, strict=True):
            column = f'data-column="{escape(registry.get(instrument).short.get(lang))}"'
            if cell.status == "silent":
                drawn.append(f'<td class="x-silent" {column}>{escape(say("silent", lang))}</td>')
            else:
                items = "".join(
                    f"<li>{_statement(statements[key], citations, lang)}</li>" for key in cell.statements
                )
                drawn.append(f"<td {column}><ul>{items}</ul></td>")
        rows.append(
            f'<tr><th scope="row">{escape(facet_name(registry, facet, lang))}</th>{"".join(drawn)}</tr>'
        )
    return (
        f'<div class="x-scroll" tabindex="0" role="region" aria-label="{escape(say("matrix", lang))}">'
        f'<table style="--x-columns:{len(matrix.columns)}">'
        f"<thead><tr><td></td>{''.join(heads)}</tr></thead><tbody>{''.join(rows)}</tbody></table></div>"
    )


def _statement(statement: Statement, citations: dict[str, Citation], lang: Lang) -> str:
    cited = [citations[key] for key in statement.citations]
    chips = " ".join(_chip(citation, lang) for citation in cited)
    spoken = {citation.lang for citation in cited}
    tongue = f' lang="{_bcp47(spoken.pop())}"' if len(spoken) == 1 and lang not in spoken else ""
    return f'<span class="x-{statement.support}"{tongue}>{escape(statement.text)}</span> {chips}'


def _chip(citation: Citation, lang: Lang) -> str:
    tip = f"{citation.title}, {citation.label}: {role_name(citation.role, lang)}"
    return (
        f'<button type="button" class="x-chip x-{citation.role}" aria-controls="x-{escape(citation.id)}" '
        f'aria-expanded="false" title="{escape(tip)}">{escape(citation.label)}</button>'
    )


def _card(citation: Citation, engine: Engine, answer: Answer) -> str:
    lang = answer.language
    version = next(
        (
            v
            for v in engine.provision(citation.pin).versions
            if v.source_sha256 == citation.source_sha256
            and v.start <= citation.start
            and citation.end <= v.end
        ),
        None,
    )
    quoted = _marked(citation, version) if version else f"<mark>{escape(citation.quote)}</mark>"
    details = [escape(role_name(citation.role, lang))]
    if citation.role != "user":
        details.append(escape(status_name(citation.status, lang)))
    when = citation_time(citation, answer, engine.registry)
    if when:
        details.append(f'<span class="x-when">{escape(when)}</span>')
    if citation.page is not None:
        details.append(escape(page_name(citation.page, lang)))
    if citation.url and citation.url.startswith(("https://", "http://")):
        link = f'<a href="{escape(citation.url)}" target="_blank" rel="noopener noreferrer">'
        details.append(f"{link}{escape(say('open', lang))}</a>")
    parallel = ""
    if citation.parallel is not None:
        parallel = (
            f"<h4>{escape(say('parallel', lang))} · {escape(role_name(citation.parallel.role, lang))}</h4>"
            f'<blockquote lang="{_bcp47(citation.parallel.lang)}">{_lines(citation.parallel.quote)}</blockquote>'
        )
    name = f"{citation.title}, {citation.label}"
    heading = f'<p class="x-heading">{escape(citation.heading)}</p>' if citation.heading else ""
    return (
        f'<section class="x-card" id="x-{escape(citation.id)}" tabindex="-1" aria-label="{escape(name)}">'
        f'<button type="button" class="x-close" aria-label="{escape(say("close", lang))}">×</button>'
        f"<h3>{escape(name)}</h3>{heading}"
        f'<p class="x-meta">{" · ".join(details)} · <code>{escape(citation.pin)}</code></p>'
        f'<blockquote lang="{_bcp47(citation.lang)}">{quoted}</blockquote>{parallel}</section>'
    )


def _marked(citation: Citation, version: ProvisionVersion) -> str:
    """The provision around the quote, the quote marked."""
    start, end = citation.start - version.start, citation.end - version.start
    before, after = version.text[:start], version.text[end:]
    if len(before) > _CONTEXT:
        before = "… " + before[-_CONTEXT:]
    if len(after) > _CONTEXT:
        after = after[:_CONTEXT] + " …"
    return f"{_lines(before)}<mark>{_lines(version.text[start:end])}</mark>{_lines(after)}"


def _lines(text: str) -> str:
    return escape(text).replace("\n", "<br>")
