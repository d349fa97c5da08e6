"""Compare: facets down, instruments across, every cell with its evidence; and who regulates what."""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from corpus import CrosslexError, Lang, UsageError
from rag import Answer, Engine
from ui.exports import FORMATS
from ui.html import error_html, in_both, turn_html
from ui.names import jurisdiction_name, pole_name
from ui.page.drawing import bilingual, checkbox, grouped, guarded, language_options, panel_html
from ui.page.overlap import overlap_html
from ui.wording import say

if TYPE_CHECKING:
    import gradio as gr

_FIRST = ("incident-reporting", ("eu-ai-act", "us-ca-sb53", "cn-genai-measures"))
"""What is chosen when the tab is opened, where the index holds it."""


@dataclass(frozen=True)
class Choice:
    """What a reader chose to compare."""

    facets: tuple[str, ...]
    instruments: tuple[str, ...]
    day: date | None
    answer_in: Lang


def tab(engine: Engine, i18n: "gr.I18n") -> None:
    """Draw the tab."""
    import gradio as gr

    def answer(choice: Choice) -> Answer:
        return engine.compare(choice.facets, choice.instruments, as_of=choice.day, answer_in=choice.answer_in)

    def compare(asked: str) -> str:
        """The drawn matrix of what the form holds."""
        lang = _language(asked)
        return guarded(lambda: turn_html(answer(_choice(asked)), engine), lang)

    def download(asked: str) -> dict[str, str]:
        """The same comparison as a file."""
        try:
            wanted = str(_form(asked).get("format"))
            if wanted not in FORMATS:
                raise UsageError(f"'{wanted[:20]}' is none of {', '.join(FORMATS)}")
            found = answer(_choice(asked))
        except CrosslexError as error:
            return {"error": error_html(str(error), _language(asked))}
        data = base64.b64encode(FORMATS[wanted](found, engine.registry)).decode()
        return {"name": f"crosslex-comparison-{found.as_of}.{wanted}", "data": data}

    with gr.Row(elem_classes="x-desk"):
        with gr.Column(scale=3, min_width=0):
            gr.HTML(
                _form_html(engine),
                elem_id="x-compare",
                apply_default_css=False,
                js_on_load="crosslex.compare(element, server)",
                server_functions=[compare, download],
            )
        with gr.Column(scale=2, min_width=0, elem_classes="x-side"):
            gr.HTML(panel_html("compare"), js_on_load=None, apply_default_css=False)
    overlap = gr.HTML("", js_on_load=None, apply_default_css=False)
    # drawn when somebody opens the page: it is counted in all our digests, and the server need not wait for that
    drawn = cache(lambda: overlap_html(engine))
    gr.on(None, drawn, None, overlap, api_visibility="private", show_progress="hidden", queue=False)


def _form(asked: str) -> Mapping[str, Any]:
    """What the page sent.

    Raises:
        UsageError: It is not what the form holds.
    """
    try:
        form = json.loads(asked)
    except (TypeError, ValueError) as error:
        raise UsageError("the form could not be read; reload the page") from error
    if not isinstance(form, dict):
        raise UsageError("the form could not be read; reload the page")
    return form


def _language(asked: str) -> Lang:
    """The language of the page, in which faults are told."""
    try:
        return "zh" if _form(asked).get("page") == "zh" else "en"
    except UsageError:
        return "en"


def _choice(asked: str) -> Choice:
    form, page = _form(asked), _language(asked)
    facets, instruments = (
        tuple(str(id) for id in form.get(key) or () if isinstance(id, str))
        for key in ("facets", "instruments")
    )
    if not facets:
        raise UsageError(f"{say('facets', page)}: {say('choose_facets', page)}")
    written = str(form.get("day") or "")
    try:
        day = date.fromisoformat(written) if written else None
    except ValueError as error:
        raise UsageError(say("bad_date", page).format(written[:40])) from error
    chosen = form.get("answer_in")
    return Choice(facets, instruments, day, "zh" if chosen == "zh" else "en" if chosen == "en" else page)


def _form_html(engine: Engine) -> str:
    registry = engine.registry
    first, usual = _FIRST
    poles = ""
    for pole, places in grouped(engine):
        lists = ""
        for place, instruments in places:
            boxes = "".join(
                f"<li>{checkbox('instrument', i.id, bilingual(i.short.en, i.short.zh), i.id in usual)}</li>"
                for i in instruments
            )
            name = bilingual(jurisdiction_name(place, "en"), jurisdiction_name(place, "zh"))
            title = f'<p class="x-place">{name}</p>' if len(places) > 1 else ""
            lists += f"{title}<ul>{boxes}</ul>"
        name = bilingual(pole_name(pole, "en"), pole_name(pole, "zh"))
        poles += (
            f'<fieldset class="x-group x-pole-{pole}"><legend><label><input type="checkbox" class="x-all"> {name}'
            f"</label></legend>{lists}</fieldset>"
        )
    facets = "".join(
        f"<li>{checkbox('facet', f.id, bilingual(f.name.en, f.name.zh), f.id == first)}</li>"
        for f in registry.facets
    )
    return (
        '<form class="x-form">'
        f'<details open><summary>{in_both("facets")} <span class="x-count" data-of="facet"></span></summary>'
        f'<ul class="x-choices">{facets}</ul></details>'
        f'<details open><summary>{in_both("instruments")} <span class="x-count" data-of="instrument"></span> '
        f'<small>{in_both("all_that_treat")}</small></summary><div class="x-groups">{poles}</div></details>'
        f'<div class="x-row"><label>{in_both("as_of_option")} <input type="date" name="day"></label>'
        f'<label>{in_both("answer_in")} <select name="answer_in">{language_options()}</select></label>'
        f'<button type="submit" class="x-go">{in_both("compare_button")}</button></div></form>'
        f'<div class="x-result" aria-live="polite"><div class="x-hint"><p>{in_both("compare_empty")}</p></div></div>'
        f'<template class="x-wait"><p class="x-working" role="status">{in_both("comparing")}</p></template>'
    )
