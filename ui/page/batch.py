"""The tab Batch: drop a file of questions, watch it being answered, take the results away."""

import tempfile
import threading
from datetime import date
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus import Lang, UsageError
from rag import Engine
from ui.batch import MAX_ROWS, Options
from ui.batch.questions import MAX_BYTES
from ui.locale import interface_language
from ui.page.batch_html import answered_html
from ui.page.batch_runs import FORMATS, Answered, answer_file
from ui.page.jobs import Drawn, Job, Jobs, progress_html, trouble_html, with_known_key, with_new_key
from ui.wording_desk import desk

if TYPE_CHECKING:
    import gradio as gr

    from ui.drafting import Drafting

_SAME = "same"
_LOOK = 0.2
"""Seconds between two looks whether another batch has ended."""


def tab(engine: Engine, i18n: "gr.I18n", drafting: "Drafting | None" = None) -> None:
    """Draw the tab; called within its `gr.Tab`; with `drafting`, a model writes the answers out."""
    import gradio as gr

    jobs: Jobs[Answered] = Jobs()
    one = threading.Lock()  # a batch takes all cores
    # what is downloaded lies where Gradio may hand it out, and goes with the server
    downloads = tempfile.TemporaryDirectory(prefix="crosslex-")

    def html(id: str) -> gr.HTML:
        return gr.HTML("", elem_id=id, js_on_load=None, apply_default_css=False)

    def load(request: gr.Request) -> tuple[Any, ...]:
        lang = interface_language(request)
        tongues = [
            (desk("batch_same", lang), _SAME),
            (desk("lang_en", lang), "en"),
            (desk("lang_zh", lang), "zh"),
        ]
        limits = desk("batch_limits", lang).format(mb=MAX_BYTES // 1_000_000, rows=MAX_ROWS)
        hint = f'<p class="x-hint">{escape(desk("batch_hint", lang))}</p>'
        return gr.update(choices=tongues), f'<p class="x-limits">{escape(limits)}</p>', hint

    def work(questions: Path, options: Options, writer: "Drafting | None", job: Job[Answered]) -> Answered:
        job.stage("queued", 1)
        while not one.acquire(timeout=_LOOK):
            job.check()
        try:
            folder = Path(tempfile.mkdtemp(dir=downloads.name))
            return answer_file(questions, folder, options, engine, job, writer)
        finally:
            one.release()

    async def follow(job: Job[Answered] | None, lang: Lang) -> Drawn:
        if job is None:  # Gradio would empty all outputs if nothing came
            yield (gr.update(),) * (5 + len(FORMATS))
            return
        hidden, shown, same = gr.update(visible=False), gr.update(visible=True), gr.update()
        async for _ in job.follow():
            yield progress_html(job, lang), same, hidden, shown, hidden, *(same,) * len(FORMATS)
        found = job.result
        if found is None:
            line = trouble_html(job.error, lang) if job.error else ""
            yield line, same, shown, hidden, hidden, *(same,) * len(FORMATS)
            return
        files = [gr.update(value=str(path)) for path in found.files] or [same] * len(FORMATS)
        row = gr.update(visible=bool(found.files))
        yield "", answered_html(found, lang), shown, hidden, row, *files

    async def start(
        file: str | None, tongue: str, as_of: str, quotes: bool, key: str, request: gr.Request
    ) -> Drawn:
        lang = interface_language(request)
        try:
            if not file:
                raise UsageError(desk("batch_no_file", lang))
            answer_in: Lang | None = "zh" if tongue == "zh" else "en" if tongue == "en" else None
            options = Options(as_of=_day(as_of, lang), answer_in=answer_in)
        except UsageError as error:
            yield trouble_html(str(error), lang), *(gr.update(),) * (4 + len(FORMATS))
            return
        job = jobs.start(key, lambda job: work(Path(file), options, None if quotes else drafting, job))
        async for drawn in follow(job, lang):
            yield drawn

    with gr.Row(elem_classes="x-desk"):
        with gr.Column(scale=1, min_width=0):
            file = gr.File(label=i18n("batch_upload"), type="filepath", height=150, elem_id="x-batch-file")
            limits = html("x-batch-limits")
            tongue = gr.Radio(
                [(desk("batch_same", "en"), _SAME), (desk("lang_en", "en"), "en"), (desk("lang_zh", "en"), "zh")],
                value=_SAME, label=i18n("batch_answer_in"), elem_id="x-batch-language",
            )  # fmt: skip
            as_of = gr.Textbox(
                label=i18n("batch_as_of"),
                placeholder=i18n("batch_today"),
                max_length=10,
                elem_id="x-batch-as-of",
            )
            quotes = gr.Checkbox(
                label=i18n("quotes_only"),
                visible=drafting is not None,
                container=False,
                elem_id="x-batch-quotes",
            )
            run_button = gr.Button(i18n("batch_run"), variant="primary", elem_id="x-batch-run")
            stop_button = gr.Button(i18n("batch_stop"), visible=False, elem_id="x-batch-stop")
        with gr.Column(scale=2, min_width=0):
            status = html("x-batch-status")
            with gr.Row(visible=False, elem_classes="x-buttons") as downloads_row:
                buttons = [
                    gr.DownloadButton(name, min_width=0, size="md", elem_id=f"x-batch-{suffix}")
                    for suffix, name in FORMATS.items()
                ]
            results = html("x-batch-results")
    key = gr.Textbox(visible=False)

    outputs = [status, results, run_button, stop_button, downloads_row, *buttons]
    quiet: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
    running: dict[str, Any] = {"concurrency_limit": 16, "concurrency_id": "follow", **quiet}
    gr.on(None, load, [], [tongue, limits, results], queue=False, **quiet).then(
        jobs.resumed(follow), key, outputs, js=with_known_key("batch"), **running
    )
    run_button.click(start, [file, tongue, as_of, quotes, key], outputs, js=with_new_key("batch"), **running)
    stop_button.click(jobs.stop, key, None, js=with_known_key("batch"), queue=False, **quiet)


def _day(text: str, lang: Lang) -> date | None:
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise UsageError(desk("batch_bad_date", lang).format(text.strip()[:20])) from None
