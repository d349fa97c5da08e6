"""Browse: the corpus as a tree, searched and read in both languages side by side, each wording in its time."""

import json
from collections.abc import Callable
from datetime import date
from html import escape
from typing import TYPE_CHECKING

from corpus import Lang, UsageError, join, label
from rag import Engine, SearchHit
from ui.evidence import bcp47
from ui.html import in_both
from ui.names import jurisdiction_name, pole_name
from ui.page.drawing import bilingual, grouped, guarded
from ui.page.reading import instrument_html, provision_html
from ui.times import time_line
from ui.wording import role_name, say

if TYPE_CHECKING:
    import gradio as gr

_HITS = 12
_EXCERPT = 260
"""Characters of a hit that are shown."""


def tab(engine: Engine, i18n: "gr.I18n") -> None:
    """Draw the tab."""
    import gradio as gr

    def outline(asked: str) -> str:
        """The provisions of an instrument, as a branch of the tree."""
        return _answered(asked, lambda id, lang, day: _outline_html(engine, id, lang))

    def about(asked: str) -> str:
        """What is known of an instrument."""
        return _answered(asked, lambda id, lang, day: instrument_html(engine, id, lang, day))

    def read(asked: str) -> str:
        """A provision in both languages."""
        return _answered(asked, lambda pin, lang, day: provision_html(engine, pin, lang, day))

    def find(asked: str) -> str:
        """The provisions nearest to some words."""
        return _answered(asked, lambda query, lang, day: _hits_html(engine, query, lang, day))

    gr.HTML(
        _browse_html(engine),
        elem_id="x-browse",
        apply_default_css=False,
        js_on_load="crosslex.browse(element, server)",
        server_functions=[outline, about, read, find],
    )


def _answered(asked: str, draw: Callable[[str, Lang, date | None], str]) -> str:
    """What the page asked for: a thing named `of`, in the language and on the day of the page."""
    lang: Lang = "en"

    def drawn() -> str:
        nonlocal lang
        try:
            form = json.loads(asked)
            of, written = str(form["of"]), str(form.get("day") or "")
            lang = "zh" if form.get("page") == "zh" else "en"
        except (TypeError, ValueError, KeyError, AttributeError) as error:
            raise UsageError("what the page sent could not be read; reload it") from error
        try:
            day = date.fromisoformat(written) if written else None
        except ValueError as error:
            raise UsageError(say("bad_date", lang).format(written[:40])) from error
        return draw(of, lang, day)

    return guarded(drawn, lang)


def _browse_html(engine: Engine) -> str:
    tree = ""
    for pole, places in grouped(engine):
        inner = ""
        for place, instruments in places:
            leaves = "".join(
                f'<li><details class="x-text" data-instrument="{escape(i.id)}"><summary>'
                f'{bilingual(i.short.en, i.short.zh)}</summary><div class="x-branch"><p class="x-working">'
                f"{in_both('loading')}</p></div></details></li>"
                for i in instruments
            )
            name = bilingual(jurisdiction_name(place, "en"), jurisdiction_name(place, "zh"))
            inner += (
                f"<li><details open><summary>{name}</summary><ul>{leaves}</ul></details></li>"
                if len(places) > 1
                else leaves
            )
        name = bilingual(pole_name(pole, "en"), pole_name(pole, "zh"))
        tree += (
            f'<li><details class="x-pole-{pole}"><summary class="x-pole">{name}</summary>'
            f"<ul>{inner}</ul></details></li>"
        )
    return (
        '<div class="x-shelf"><div class="x-catalogue"><form class="x-search" role="search">'
        f'<label for="x-find">{in_both("search_corpus")}</label>'
        '<div><input type="search" id="x-find" maxlength="400" autocomplete="off">'
        f'<button type="submit" class="x-go">{in_both("search")}</button></div>'
        f'<label>{in_both("as_of_option")} <input type="date" name="day"></label></form>'
        f'<nav class="x-tree" aria-labelledby="x-tree-name"><h2 id="x-tree-name">{in_both("corpus")}</h2>'
        f'<ul>{tree}</ul></nav></div><div class="x-reading" tabindex="-1" aria-live="polite"><div class="x-hint"><p>'
        f"{in_both('browse_empty')}</p></div></div>"
        f'<template class="x-wait"><p class="x-working" role="status">{in_both("loading")}</p></template></div>'
    )


def _outline_html(engine: Engine, id: str, lang: Lang) -> str:
    """The provisions of an instrument by their first division, in document order."""
    instrument = engine.registry.get(id)
    provisions = engine.index.provisions(id, lang) or engine.index.provisions(id)
    divisions: dict[str, list[tuple[str, str]]] = {}
    for provision in provisions:
        first = provision.pin.split("/")[1]
        divisions.setdefault(first, []).append((provision.pin, provision.heading))
    items = [
        f'<li><button type="button" class="x-open-text" data-about="{escape(id)}">'
        f"{escape(say('about_text', lang))}</button></li>"
    ]
    for first, members in divisions.items():
        head = join(id, (first,))
        heading = next((heading for pin, heading in members if pin == head), "")
        name = label(head, instrument, lang, heading=heading or None)
        if [pin for pin, _ in members] == [head]:
            items.append(f"<li>{_leaf(head, name, heading)}</li>")
            continue
        leaves = "".join(
            f"<li>{_leaf(pin, label(pin, instrument, lang, heading=text or None), text)}</li>"
            for pin, text in members
        )
        title = f" {escape(heading)}" if heading and heading != name else ""
        items.append(
            f"<li><details><summary><b>{escape(name)}</b>{title}</summary><ul>{leaves}</ul></details></li>"
        )
    return f'<ul lang="{bcp47(lang)}">{"".join(items)}</ul>'


def _leaf(pin: str, name: str, heading: str) -> str:
    words = f" {escape(heading)}" if heading and heading not in name else ""
    return f'<button type="button" class="x-open-text" data-pin="{escape(pin)}"><b>{escape(name)}</b>{words}</button>'


def _hits_html(engine: Engine, query: str, lang: Lang, day: date | None) -> str:
    found = engine.search(query, limit=_HITS, as_of=day)
    title = f"<h2>{escape(say('hits', lang))} <q>{escape(query.strip()[:200])}</q></h2>"
    if not found.hits:
        return f'<div lang="{bcp47(lang)}">{title}<p class="x-hint">{escape(say("found_nothing", lang))}</p></div>'
    items = "".join(_hit_html(engine, hit, lang, day) for hit in found.hits)
    return f'<div lang="{bcp47(lang)}">{title}<ol class="x-hits">{items}</ol></div>'


def _hit_html(engine: Engine, hit: SearchHit, lang: Lang, day: date | None) -> str:
    instrument = engine.registry.get(hit.instrument)
    name = label(hit.pin, instrument, lang, heading=hit.heading or None)
    text = " ".join(hit.text.split())
    excerpt = text[:_EXCERPT] + (" …" if len(text) > _EXCERPT else "")
    when = time_line(hit.since, hit.until, hit.applies_from, lang, registry=engine.registry, day=day)
    details = " · ".join(filter(None, (role_name(hit.role, lang), when)))
    heading = (
        f'<p class="x-heading">{escape(hit.heading)}</p>' if hit.heading and hit.heading not in name else ""
    )
    return (
        f'<li><button type="button" class="x-open-text" data-pin="{escape(hit.pin)}"><b>'
        f"{escape(instrument.short.get(lang))}, {escape(name)}</b></button>{heading}"
        f'<p lang="{bcp47(hit.lang)}">{escape(excerpt)}</p><p class="x-meta">{escape(details)}</p></li>'
    )
