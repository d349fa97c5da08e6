"""The tab Your documents: add, look at what was understood, ask within, remove."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus import CrosslexError, Lang, UsageError
from ingest import Filters
from rag import Engine
from ui.locale import interface_language
from ui.page.documents_html import (
    added_html,
    answer_html,
    limits_html,
    list_note_html,
    passages_html,
    problem_html,
    understood_html,
)
from ui.page.jobs import Job, progress_html
from ui.page.shelf import Added, Shelf
from ui.wording_desk import desk

if TYPE_CHECKING:
    import gradio as gr

_FOUND = 8
"""Passages that a search within a document shows."""


def tab(engine: Engine, i18n: "gr.I18n") -> None:
    """Draw the tab; called within its `gr.Tab`."""
    import gradio as gr

    shelf = Shelf(engine)

    def choices() -> list[tuple[str, str]]:
        return [(upload.name, upload.id) for upload in shelf.documents()]

    def listed(chosen: str | None, lang: Lang) -> tuple[Any, Any, Any, Any]:
        """The list with `chosen` selected, what is known of it, whether it can be asked, the question to remove."""
        known = choices()
        found = shelf.understood(chosen) if chosen in [id for _, id in known] else None
        drawn = understood_html(found, engine, lang) if found else list_note_html(len(known), lang)
        radio = gr.update(choices=known, value=found.upload.id if found else None, visible=bool(known))
        can_ask = gr.update(visible=found is not None and found.document is not None)
        return radio, drawn, can_ask, gr.update(visible=found is not None)

    def load(request: gr.Request) -> tuple[Any, ...]:
        lang = interface_language(request)
        try:
            shelf.refresh()
            return limits_html(lang), "", *listed(None, lang), _sure(False), ""
        except CrosslexError as error:
            hidden = gr.update(visible=False)
            return limits_html(lang), _trouble(error, lang), hidden, "", hidden, hidden, _sure(False), ""

    async def follow(work: Any, chosen: str | None, lang: Lang) -> AsyncIterator[tuple[Any, ...]]:
        """Run `work`, drawing how far it is and then how it ended."""
        job: Job[Added] = Job(work)
        same = (gr.update(),) * 4
        async for _ in job.follow():
            yield gr.update(interactive=False, value=None), progress_html(job, lang), *same
        added = job.result
        drawn = _trouble(job.error, lang) if added is None else added_html(added, lang)
        if added is not None and added.ids:
            chosen = added.ids[0]
        yield gr.update(interactive=True, value=None), drawn, *listed(chosen, lang)

    async def add(
        files: list[str] | None, chosen: str | None, request: gr.Request
    ) -> AsyncIterator[tuple[Any, ...]]:
        lang = interface_language(request)
        paths = [Path(file) for file in files or ()]

        def work(job: Any) -> Added:
            try:
                return shelf.add(paths, job, lang)
            finally:
                for path in paths:  # Gradio's copies: what is removed later must not stay behind there
                    path.unlink(missing_ok=True)

        async for drawn in follow(work, chosen, lang):
            yield drawn

    async def remove(chosen: str | None, request: gr.Request) -> AsyncIterator[tuple[Any, ...]]:
        lang = interface_language(request)
        async for drawn in follow(lambda job: _removed(shelf, chosen, job, lang), None, lang):
            yield *drawn, _sure(False), ""

    def select(chosen: str | None, request: gr.Request) -> tuple[Any, ...]:
        return *listed(chosen, interface_language(request))[1:], _sure(False), "", ""

    def ask(question: str, chosen: str | None, request: gr.Request) -> str:
        lang = interface_language(request)
        if not question.strip() or not chosen:
            return ""
        try:
            return answer_html(engine.ask(question, instruments=[chosen]), engine, lang)
        except CrosslexError as error:
            return _trouble(error, lang)

    def find(words: str, chosen: str | None, request: gr.Request) -> str:
        lang = interface_language(request)
        if not words.strip() or not chosen:
            return ""
        try:
            found = engine.search(words, limit=_FOUND, filters=Filters(instruments=(chosen,)))
            return passages_html(found, engine, lang)
        except CrosslexError as error:
            return _trouble(error, lang)

    def _sure(asked: bool) -> Any:
        return gr.update(visible=asked)

    def html(id: str) -> gr.HTML:
        return gr.HTML("", elem_id=id, js_on_load=None, apply_default_css=False)

    with gr.Row(elem_classes="x-desk"):
        with gr.Column(scale=1, min_width=0):
            files = gr.File(
                label=i18n("docs_upload"),
                file_count="multiple",
                type="filepath",
                height=150,
                elem_id="x-docs-upload",
            )
            limits = html("x-docs-limits")
            status = html("x-docs-status")
            chosen = gr.Radio(
                choices=[], label=i18n("docs_list"), visible=False, elem_id="x-docs-list", interactive=True
            )
        with gr.Column(scale=2, min_width=0):
            with gr.Column(visible=False, elem_id="x-docs-desk") as desk_column:
                question = gr.Textbox(
                    label=i18n("docs_question"), placeholder=i18n("docs_placeholder"), lines=1, max_lines=4,
                    elem_id="x-docs-question",
                )  # fmt: skip
                with gr.Row(elem_classes="x-buttons"):
                    ask_button = gr.Button(
                        i18n("docs_ask"), variant="primary", min_width=0, elem_id="x-docs-ask"
                    )
                    find_button = gr.Button(i18n("docs_find"), min_width=0, elem_id="x-docs-find")
                answer = html("x-docs-answer")
            understood = html("x-docs-understood")
            with gr.Row(visible=False, elem_classes="x-buttons") as remove_row:
                remove_button = gr.Button(i18n("docs_remove"), min_width=0, elem_id="x-docs-remove")
            with gr.Row(visible=False, elem_classes="x-buttons") as sure_row:
                sure = gr.Button(i18n("docs_remove_sure"), variant="stop", min_width=0, elem_id="x-docs-sure")
                keep = gr.Button(i18n("docs_keep"), min_width=0, elem_id="x-docs-keep")

    shown = [chosen, understood, desk_column, remove_row]
    quiet: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
    gr.on(None, load, [], [limits, status, *shown, sure_row, answer], queue=False, **quiet)
    files.upload(
        add, [files, chosen], [files, status, *shown], concurrency_limit=8, concurrency_id="shelf", **quiet
    )
    chosen.input(select, chosen, [*shown[1:], sure_row, answer, status], **quiet)
    asking: dict[str, Any] = {
        "concurrency_limit": 16, "concurrency_id": "within", "api_visibility": "private", "show_progress": "minimal",
        "trigger_mode": "always_last",
    }  # fmt: skip
    gr.on([question.submit, ask_button.click], ask, [question, chosen], answer, **asking)
    find_button.click(find, [question, chosen], answer, **asking)
    remove_button.click(
        lambda: (_sure(True), _sure(False)), None, [sure_row, remove_row], queue=False, **quiet
    )
    keep.click(lambda: (_sure(False), _sure(True)), None, [sure_row, remove_row], queue=False, **quiet)
    sure.click(
        remove,
        chosen,
        [files, status, *shown, sure_row, answer],
        concurrency_limit=8,
        concurrency_id="shelf",
        **quiet,
    )


def _removed(shelf: Shelf, id: str | None, job: Any, lang: Lang) -> Added:
    if id not in [upload.id for upload in shelf.documents()]:
        raise UsageError(desk("docs_gone", lang))
    return Added(removed=shelf.remove(id, job))


def _trouble(error: object, lang: Lang) -> str:
    line = problem_html(str(error or ""), lang)
    return f'<p class="x-trouble" role="alert"><b>{desk("trouble", lang)}</b> {line}</p>'
