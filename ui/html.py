"""An answer as HTML: the one place where answers, citation chips and evidence cards are drawn.

Everything that comes from the corpus, a question or a file passes through `html.escape`. The page needs no script:
a chip is a link to the card of its citation, and CSS `:target` shows the card.
"""

from html import escape

from corpus import Lang, Registry
from rag import Answer, Citation, Engine, ProvisionVersion, Statement
from ui.names import facet_name
from ui.wording import page_name, role_name, say, status_name

_CONTEXT = 1500
"""Characters of the provision shown on each side of a quote."""


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
    return f'<article class="x-answer" lang="{_bcp47(lang)}">{title}{head}{body}{notes}</article>'


def evidence_html(answer: Answer, engine: Engine) -> str:
    """A card for each citation: the provision with the quote marked, and the parallel text."""
    lang = answer.language
    hint = f'<p class="x-hint">{escape(say("evidence_hint", lang))}</p>'
    cards = "".join(_card(citation, engine, lang) for citation in answer.citations)
    return f'<section class="x-evidence" lang="{_bcp47(lang)}">{cards}{hint if answer.citations else ""}</section>'


def _bcp47(lang: Lang) -> str:
    return "zh-Hans" if lang == "zh" else "en"


def _list_html(answer: Answer, registry: Registry) -> str:
    citations = {c.id: c for c in answer.citations}
    parts = []
    for instrument in dict.fromkeys(s.instrument for s in answer.statements):
        items = "".join(
            f"<li>{_statement(s, citations)}</li>" for s in answer.statements if s.instrument == instrument
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
    for column in matrix.columns:
        instrument = registry.get(column)
        status = escape(status_name(instrument.status, lang))
        heads.append(f'<th scope="col">{escape(instrument.short.get(lang))}<small>{status}</small></th>')
    rows = []
    for facet, cells in zip(matrix.rows, matrix.cells, strict=True):
        drawn = []
        for cell in cells:
            if cell.status == "silent":
                drawn.append(f'<td class="x-silent">{escape(say("silent", lang))}</td>')
            else:
                items = "".join(
                    f"<li>{_statement(statements[key], citations)}</li>" for key in cell.statements
                )
                drawn.append(f"<td><ul>{items}</ul></td>")
        rows.append(
            f'<tr><th scope="row">{escape(facet_name(registry, facet, lang))}</th>{"".join(drawn)}</tr>'
        )
    return (
        f'<div class="x-scroll" tabindex="0" role="region" aria-label="{escape(say("matrix", lang))}"><table>'
        f"<thead><tr><td></td>{''.join(heads)}</tr></thead><tbody>{''.join(rows)}</tbody></table></div>"
    )


def _statement(statement: Statement, citations: dict[str, Citation]) -> str:
    chips = "".join(_chip(citations[key]) for key in statement.citations)
    return f'<span class="x-{statement.support}">{escape(statement.text)}</span> {chips}'


def _chip(citation: Citation) -> str:
    tip = f"{citation.title}, {citation.label}"
    return (
        f'<a class="x-chip x-{citation.role}" href="#x-{citation.id}" title="{escape(tip)}">'
        f"{escape(citation.label)}</a>"
    )


def _card(citation: Citation, engine: Engine, lang: Lang) -> str:
    version = next(
        (v for v in engine.provision(citation.pin).versions if v.source_sha256 == citation.source_sha256),
        None,
    )
    quoted = _marked(citation, version) if version else f"<mark>{escape(citation.quote)}</mark>"
    details = [escape(role_name(citation.role, lang)), escape(status_name(citation.status, lang))]
    if citation.page is not None:
        details.append(escape(page_name(citation.page, lang)))
    if citation.url:
        link = f'<a href="{escape(citation.url)}" target="_blank" rel="noopener noreferrer">'
        details.append(f"{link}{escape(say('open', lang))}</a>")
    parallel = ""
    if citation.parallel is not None:
        parallel = (
            f"<h4>{escape(say('parallel', lang))} · {escape(role_name(citation.parallel.role, lang))}</h4>"
            f'<blockquote lang="{_bcp47(citation.parallel.lang)}">{_lines(citation.parallel.quote)}</blockquote>'
        )
    heading = f'<p class="x-heading">{escape(citation.heading)}</p>' if citation.heading else ""
    return (
        f'<section class="x-card" id="x-{citation.id}" tabindex="-1">'
        f"<h3>{escape(citation.title)}, {escape(citation.label)}</h3>{heading}"
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
