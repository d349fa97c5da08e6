"""Compare: facets down, instruments across, every cell with its evidence; and who regulates what."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from corpus import Lang, UsageError
from rag import Answer, Engine
from ui.html import in_both, turn_html, waiting_html, writing_html
from ui.names import jurisdiction_name, pole_name
from ui.page.conversations import Conversations, Turn, download
from ui.page.drawing import (
    bilingual,
    checkbox,
    failure_html,
    grouped,
    language_options,
    panel_html,
    quotes_switch,
)
from ui.page.jobs import with_session_key
from ui.page.overlap import overlap_html
from ui.page.unfinished import Unfinished
from ui.wording import say

if TYPE_CHECKING:
    import gradio as gr

    from ui.drafting import Drafting

_FIRST = ("incident-reporting", ("eu-ai-act", "us-ca-sb53", "cn-genai-measures"))
"""What is chosen when the tab is opened, where the index holds it."""
_AT_ONCE = 16
"""Comparisons that are made at the same time."""


@dataclass(frozen=True)
class Choice:
    """What a reader chose to compare."""

    facets: tuple[str, ...]
    instruments: tuple[str, ...]
    day: date | None
    answer_in: Lang
    quotes: bool
    """Whether no model is to write, if there is one."""


def tab(engine: Engine, i18n: "gr.I18n", drafting: "Drafting | None" = None) -> None:
    """Draw the tab; with `drafting`, a model writes the answers out."""
    import gradio as gr

    comparisons = Conversations()
    unfinished = Unfinished(drafting)

    def compare(event: gr.EventData) -> Iterator[tuple[Any, Any]]:
        """The drawn matrix of what the form holds, then as it is written out."""
        keep, lang = gr.skip(), _language(event._data)
        yield waiting_html("comparing", lang), keep
        try:
            choice, key = _choice(event._data), str(event._data.get("key"))
            answer = engine.compare(
                choice.facets, choice.instruments, as_of=choice.day, answer_in=choice.answer_in
            )

            def kept(answer: Answer) -> tuple[Turn, ...]:
                """The comparison, which the reader finds again."""
                turns = (Turn(0, answer, turn_html(answer, engine)),)
                comparisons.keep(key, turns)
                return turns

            now = kept(answer)
            if not choice.quotes:
                for draft, stop in unfinished.drafts(answer):
                    yield writing_html(draft, engine, stop), keep
                    answer = draft
                now = kept(answer)
            yield now[0].drawn, now
        except Exception as error:  # noqa: BLE001 (whatever it is, the reader is told in a line)
            yield failure_html(error, lang), ()

    def clicked(event: gr.EventData, turns: tuple[Turn, ...]) -> dict[str, str] | None:
        if stop := event._data.get("stop"):
            unfinished.stop(str(stop))
        return download(event._data, turns, engine.registry, "crosslex-comparison")

    def go_on(key: str) -> tuple[Any, tuple[Turn, ...]]:
        """The comparison that the reader had before the page was loaded anew."""
        turns = comparisons.get(key)
        return (turns[0].drawn if turns else gr.skip()), turns

    turns = gr.State(())
    with gr.Row(elem_classes="x-desk"):
        with gr.Column(scale=3, min_width=0, elem_id="x-compare"):
            form = gr.HTML(
                _form_html(engine, written=drafting is not None),
                apply_default_css=False,
                js_on_load="crosslex.compare(element, trigger)",
            )
            result = gr.HTML(
                f'<div class="x-hint"><p>{in_both("compare_empty")}</p></div>',
                elem_id="x-comparison",
                apply_default_css=False,
                js_on_load="crosslex.exports(element, trigger)",
            )
        with gr.Column(scale=2, min_width=0, elem_classes="x-side"):
            gr.HTML(panel_html("compare"), js_on_load=None, apply_default_css=False)
    overlap = gr.HTML("", js_on_load=None, apply_default_css=False)
    file = gr.JSON(visible="hidden")
    key = gr.Textbox("", visible=False)
    shown: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
    form.submit(
        compare, None, [result, turns], concurrency_limit=_AT_ONCE, concurrency_id="compare",
        trigger_mode="always_last", **shown,
    )  # fmt: skip
    result.click(clicked, turns, file, queue=False, **shown).then(
        None, file, None, js="file => crosslex.save(file)", api_visibility="private"
    )
    gr.on(None, go_on, key, [result, turns], js=with_session_key("comparison"), queue=False, **shown)
    # drawn when somebody opens the page: it is counted in all our digests, and the server need not wait for that
    drawn = cache(lambda: overlap_html(engine))
    gr.on(None, drawn, None, overlap, queue=False, **shown)


def _form(sent: object) -> Mapping[str, Any]:
    """What the page sent.

    Raises:
        UsageError: It is not what the form holds.
    """
    if not isinstance(sent, dict):
        raise UsageError("the form could not be read; reload the page")
    return sent


def _language(sent: object) -> Lang:
    """The language of the page, in which faults are told."""
    return "zh" if isinstance(sent, dict) and sent.get("page") == "zh" else "en"


def _choice(sent: object) -> Choice:
    form, page = _form(sent), _language(sent)
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
    answer_in: Lang = "zh" if chosen == "zh" else "en" if chosen == "en" else page
    return Choice(facets, instruments, day, answer_in, quotes=bool(form.get("quotes")))


def _form_html(engine: Engine, *, written: bool) -> str:
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
        f"{quotes_switch() if written else ''}"
        f'<button type="submit" class="x-go">{in_both("compare_button")}</button></div></form>'
    )
