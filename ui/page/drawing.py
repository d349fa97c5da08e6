"""What several tabs draw: the evidence panel, names in both languages, instruments in their groups, faults."""

import os
from collections.abc import Callable
from html import escape
from itertools import groupby
from typing import get_args

from corpus import CrosslexError, Instrument, Jurisdiction, Lang, Pole
from rag import Engine
from ui.evidence import bcp47
from ui.html import error_html, in_both
from ui.wording import language_name, say

_LANGS: tuple[Lang, ...] = get_args(Lang)
_PLACES: tuple[Jurisdiction, ...] = get_args(Jurisdiction)
_POLES: tuple[Pole, ...] = (
    "eu",
    "us-government",
    "us-labs",
    "cn-state",
    "international",
    "open-source",
    "user",
)


def panel_html(tab: str) -> str:
    """The evidence panel of a tab; `static/page.js` fills it with the card of the citation that is opened."""
    name = f"x-panel-{escape(tab)}"
    return (
        f'<section class="x-evidence" aria-labelledby="{name}"><h2 id="{name}">{in_both("evidence")}</h2>'
        f'<div class="x-hint"><p>{in_both("evidence_hint")}</p></div>'
        '<div class="x-panel" aria-live="polite"></div></section>'
    )


def bilingual(english: str, chinese: str) -> str:
    """A name in both languages; the page shows that of its own."""
    return (
        f'<span class="x-in-en" lang="en">{escape(english)}</span>'
        f'<span class="x-in-zh" lang="zh-Hans">{escape(chinese)}</span>'
    )


def checkbox(name: str, value: str, label: str, checked: bool = False) -> str:
    """A box to tick; `label` is drawn already."""
    tick = " checked" if checked else ""
    return f'<label><input type="checkbox" name="{name}" value="{escape(value)}"{tick}> {label}</label>'


def quotes_switch() -> str:
    """The box by which a reader leaves the model out; `name=quotes`."""
    box = '<input type="checkbox" name="quotes">'
    return f'<label class="x-quotes-only">{box} {in_both("quotes_only")}</label>'


def language_options() -> str:
    """The choices of an answer's language: the page's own, or one of the two."""
    own = (
        f'<option value="auto" data-en="{say("page_language", "en")}" data-zh="{say("page_language", "zh")}">'
    )
    return f"{own}{say('page_language', 'en')}</option>" + "".join(
        f'<option value="{lang}" lang="{bcp47(lang)}">{language_name(lang)}</option>' for lang in _LANGS
    )


def grouped(engine: Engine) -> list[tuple[Pole, list[tuple[Jurisdiction, list[Instrument]]]]]:
    """The instruments that the index holds, by pole and jurisdiction."""
    held = [engine.registry.get(id) for id in engine.index.catalog.counts()]
    held.sort(key=lambda i: (_POLES.index(i.pole), _PLACES.index(i.jurisdiction), i.short.en.lower()))
    return [
        (pole, [(place, list(own)) for place, own in groupby(members, key=lambda i: i.jurisdiction)])
        for pole, members in groupby(held, key=lambda i: i.pole)
    ]


def guarded(draw: Callable[[], str], lang: Lang) -> str:
    """What `draw` draws, or its failure in one line."""
    try:
        return draw()
    except Exception as error:  # noqa: BLE001 (whatever it is, the reader is told in a line)
        return failure_html(error, lang)


def failure_html(error: Exception, lang: Lang, question: str = "") -> str:
    """What went wrong, in one line; raised again where somebody looks for defects, unless it is a `CrosslexError`."""
    if isinstance(error, CrosslexError):
        return error_html(str(error), lang, question)
    if os.environ.get("CROSSLEX_DEBUG"):
        raise error
    return error_html(f"{type(error).__name__}: {error}", lang, question)
