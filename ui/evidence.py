"""The evidence of an answer as HTML: a card for each citation, the provision with its quote marked."""

from html import escape

from corpus import Lang
from rag import Answer, Citation, Engine, ProvisionVersion
from ui.times import citation_time, status_on
from ui.wording import page_name, role_name, say

_CONTEXT = 1500
"""Characters of the provision shown on each side of a quote."""
_CONTEXT_OF_MANY = 300
"""The same where there are many citations."""
_MANY = 60
"""Citations."""


def bcp47(lang: Lang) -> str:
    """The language as HTML names it."""
    return "zh-Hans" if lang == "zh" else "en"


def cards_html(answer: Answer, engine: Engine) -> str:
    """A card for each citation; `static/page.js` shows a copy in the evidence panel."""
    context = _CONTEXT if len(answer.citations) <= _MANY else _CONTEXT_OF_MANY
    cards = "".join(_card(citation, engine, answer, context) for citation in answer.citations)
    return f'<div class="x-cards" hidden lang="{bcp47(answer.language)}">{cards}</div>'


def _card(citation: Citation, engine: Engine, answer: Answer, context: int) -> str:
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
    quoted = _marked(citation, version, context) if version else f"<mark>{escape(citation.quote)}</mark>"
    what = [role_name(citation.role, lang)]
    if citation.role != "user":
        what.append(status_on(engine.registry.get(citation.instrument), answer.as_of, lang))
    if when := citation_time(citation, answer, engine.registry):
        what.append(when)
    details = [f'<span class="x-what">{escape(" · ".join(what))}</span>']
    if citation.page is not None:
        details.append(escape(page_name(citation.page, lang)))
    if citation.url and citation.url.startswith(("https://", "http://")):
        link = f'<a href="{escape(citation.url)}" target="_blank" rel="noopener noreferrer">'
        details.append(f"{link}{escape(say('open', lang))}</a>")
    parallel = ""
    if citation.parallel is not None:
        parallel = (
            f'<div class="x-beside"><h4>{escape(say("parallel", lang))} · '
            f"{escape(role_name(citation.parallel.role, lang))}</h4>"
            f'<blockquote lang="{bcp47(citation.parallel.lang)}">{lines(citation.parallel.quote)}</blockquote></div>'
        )
    name = f"{citation.title}, {citation.label}"
    heading = f'<p class="x-heading">{escape(citation.heading)}</p>' if citation.heading else ""
    return (
        f'<section class="x-card" data-card="{escape(citation.id)}" tabindex="-1" aria-label="{escape(name)}">'
        f'<button type="button" class="x-close" aria-label="{escape(say("close", lang))}">×</button>'
        f"<h3>{escape(name)}</h3>{heading}"
        f'<p class="x-meta">{" · ".join(details)} · <code>{escape(citation.pin)}</code></p>'
        f'<div class="x-pair"><div class="x-beside"><h4>{escape(say("cited", lang))}</h4>'
        f'<blockquote lang="{bcp47(citation.lang)}">{quoted}</blockquote></div>{parallel}</div></section>'
    )


def _marked(citation: Citation, version: ProvisionVersion, context: int) -> str:
    """The provision around the quote, the quote marked."""
    start, end = citation.start - version.start, citation.end - version.start
    before, after = version.text[:start], version.text[end:]
    if len(before) > context:
        before = "… " + before[-context:]
    if len(after) > context:
        after = after[:context] + " …"
    return f"{lines(before)}<mark>{lines(version.text[start:end])}</mark>{lines(after)}"


def lines(text: str) -> str:
    """Text with its line breaks."""
    return escape(text).replace("\n", "<br>")
