"""The tab Evaluate: choose a set, run it, read the report beside the last run."""

import tempfile
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus import CrosslexError, Lang
from rag import Engine
from ui.locale import interface_language
from ui.page.evaluate_html import run_html
from ui.page.evaluation_runs import (
    ALL,
    MAX_BYTES,
    MAX_QUESTIONS,
    OFFERED,
    Evaluations,
    Finished,
    files_of,
    zipped,
)
from ui.page.jobs import Drawn, Job, Jobs, progress_html, trouble_html, with_known_key, with_new_key
from ui.wording_desk import desk

if TYPE_CHECKING:
    import gradio as gr

_SPLITS = ("test", "dev", "all")


def tab(engine: Engine, i18n: "gr.I18n") -> None:
    """Draw the tab; called within its `gr.Tab`."""
    import gradio as gr

    evaluations = Evaluations(engine)
    jobs: Jobs[Finished] = Jobs()
    # what is downloaded lies where Gradio may hand it out, and goes with the server
    downloads = tempfile.TemporaryDirectory(prefix="crosslex-")

    def html(id: str) -> gr.HTML:
        return gr.HTML("", elem_id=id, js_on_load=None, apply_default_css=False)

    def load(request: gr.Request) -> tuple[Any, ...]:
        lang = interface_language(request)
        sets = [(desk(f"eval_set_{id}", lang), id) for id in OFFERED]
        halves = [(desk(f"eval_split_{id}", lang), id) for id in _SPLITS]
        limits = desk("eval_limits", lang).format(mb=MAX_BYTES // 1_000_000, n=MAX_QUESTIONS)
        hint = f'<p class="x-hint">{escape(desk("eval_hint", lang))}</p>'
        return (
            gr.update(choices=sets),
            gr.update(choices=halves),
            f'<p class="x-limits">{escape(limits)}</p>',
            hint,
        )

    async def follow(job: Job[Finished] | None, lang: Lang) -> Drawn:
        if job is None:  # Gradio would empty all outputs if nothing came
            yield (gr.update(),) * 5
            return
        hidden, shown = gr.update(visible=False), gr.update(visible=True)
        async for _ in job.follow():
            yield progress_html(job, lang), gr.update(), hidden, shown, gr.update()
        if job.result is None:
            line = desk("eval_stopped", lang) if job.stopped else job.error or ""
            drawn = (
                f'<p class="x-hint" role="status">{escape(line)}</p>'
                if job.stopped
                else trouble_html(line, lang)
            )
            yield drawn, gr.update(), shown, hidden, gr.update()
            return
        archive = (
            Path(tempfile.mkdtemp(dir=downloads.name)) / f"crosslex-eval-{job.result.folder.name[:16]}.zip"
        )
        archive.write_bytes(zipped(job.result.folder))
        yield "", run_html(job.result, lang), shown, hidden, gr.update(value=str(archive), visible=True)

    async def start(choice: str, own: str | None, split: str, key: str, request: gr.Request) -> Drawn:
        lang = interface_language(request)
        try:
            paths = [Path(own)] if own else files_of(choice)
        except CrosslexError as error:
            yield trouble_html(str(error), lang), gr.update(), gr.update(), gr.update(), gr.update()
            return
        half: Any = split if split in _SPLITS else "test"
        job = jobs.start(key, lambda job: evaluations.run(paths, half, job, lang))
        async for drawn in follow(job, lang):
            yield drawn

    with gr.Row(elem_classes="x-desk"):
        with gr.Column(scale=1, min_width=0):
            choice = gr.Dropdown(
                [(desk(f"eval_set_{id}", "en"), id) for id in OFFERED],
                value=ALL,
                label=i18n("eval_set"),
                elem_id="x-eval-set",
            )
            split = gr.Radio(
                [(desk(f"eval_split_{id}", "en"), id) for id in _SPLITS],
                value="test",
                label=i18n("eval_split"),
                elem_id="x-eval-split",
            )
            own = gr.File(label=i18n("eval_own"), type="filepath", height=150, elem_id="x-eval-own")
            limits = html("x-eval-limits")
            run_button = gr.Button(i18n("eval_run"), variant="primary", elem_id="x-eval-run")
            stop_button = gr.Button(i18n("eval_stop"), visible=False, elem_id="x-eval-stop")
            download = gr.DownloadButton(i18n("eval_download"), visible=False, elem_id="x-eval-download")
        with gr.Column(scale=2, min_width=0):
            status = html("x-eval-status")
            report = html("x-eval-report")
    key = gr.Textbox(visible=False)

    outputs = [status, report, run_button, stop_button, download]
    quiet: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
    running: dict[str, Any] = {"concurrency_limit": 16, "concurrency_id": "follow", **quiet}
    gr.on(None, load, [], [choice, split, limits, report], queue=False, **quiet).then(
        jobs.resumed(follow), key, outputs, js=with_known_key("evaluation"), **running
    )
    # one's own set is asked whole: nothing of it is held out
    own.upload(lambda: "all", None, split, queue=False, **quiet)
    run_button.click(start, [choice, own, split, key], outputs, js=with_new_key("evaluation"), **running)
    stop_button.click(jobs.stop, key, None, js=with_known_key("evaluation"), queue=False, **quiet)
