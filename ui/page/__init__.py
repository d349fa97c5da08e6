"""The page: a question box, the answer, and the evidence panel. Drawing is in `ui.html`."""

import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus import CrosslexError
from ingest import MAX_BYTES
from rag import MAX_QUESTION, Engine, question_language
from ui.html import (
    answer_html,
    empty_html,
    error_html,
    evidence_html,
    header_html,
    no_evidence_html,
    working_html,
)
from ui.page import batch, documents, evaluate
from ui.wording import say
from ui.wording_desk import WORDS

if TYPE_CHECKING:
    import gradio as gr
    from rich.console import Console

_STATIC = Path(__file__).parent.parent / "static"
_EXAMPLES = (
    "How fast must serious incidents be reported in the EU, California and China, and to whom?",
    "欧盟《人工智能法》与中国《标识办法》对深度合成内容的标识要求有何不同？",
    "Which open-weight models escape the EU's general-purpose duties?",
    "训练数据来源需要向谁披露？欧盟、中国、加州分别怎么规定？",
)
_AT_ONCE = 16
"""Questions answered at the same time."""


def build_page(engine: Engine) -> "gr.Blocks":
    """The Gradio page over `engine`."""
    with _quick_import():
        import gradio as gr

    def ask(question: str) -> Iterator[tuple[str, str]]:
        lang = question_language(question[:MAX_QUESTION])
        if not question.strip():
            yield empty_html(), no_evidence_html(None)
            return
        if len(question) > MAX_QUESTION:
            line = say("too_long", lang).format(len(question), MAX_QUESTION)
            yield error_html(line, lang), no_evidence_html(lang)
            return
        yield working_html(lang), no_evidence_html(lang)
        try:
            answer = engine.ask(question)
            drawn = answer_html(answer, engine.registry), evidence_html(answer, engine)
        except CrosslexError as error:
            drawn = error_html(str(error), lang), no_evidence_html(lang)
        except Exception as error:
            if os.environ.get("CROSSLEX_DEBUG"):
                raise
            drawn = error_html(f"{type(error).__name__}: {error}", lang), no_evidence_html(lang)
        yield drawn

    def both(key: str) -> str:
        return f"{say(key, 'en')} · {say(key, 'zh')}"

    i18n = _i18n()
    with gr.Blocks(title="crosslex", analytics_enabled=False, fill_width=True) as page:
        _html(header_html())
        with gr.Tabs(elem_id="x-tabs"):
            with gr.Tab(both("ask"), id="ask"):
                question = gr.Textbox(
                    label=both("question"),
                    placeholder=both("placeholder"),
                    lines=1,  # with one line Enter asks, and Shift-Enter begins another
                    max_lines=8,
                    submit_btn=both("ask"),
                    elem_id="x-question",
                    autofocus=True,
                )
                with gr.Row(elem_id="x-examples"):
                    examples = [
                        gr.Button(text, size="sm", min_width=0, elem_classes="x-example")
                        for text in _EXAMPLES
                    ]
                with gr.Row(elem_id="x-desk"):
                    with gr.Column(scale=2, min_width=0):
                        answer = _html(empty_html(), "x-answer")
                    with gr.Column(scale=1, min_width=0, elem_id="x-side"):
                        evidence = _html(no_evidence_html(None), "x-evidence")
                drawn = [answer, evidence]
                question.submit(
                    ask, question, drawn, api_name="ask", show_progress="hidden", concurrency_limit=_AT_ONCE,
                    concurrency_id="ask", trigger_mode="always_last",
                )  # fmt: skip
                for example, text in zip(examples, _EXAMPLES, strict=True):
                    example.click(
                        lambda text=text: text, None, question, api_visibility="private", queue=False
                    ).then(
                        ask, question, drawn, api_visibility="private", show_progress="hidden",
                        concurrency_limit=_AT_ONCE, concurrency_id="ask",
                    )  # fmt: skip
            for id, tab in (
                ("documents", documents.tab),
                ("evaluate", evaluate.tab),
                ("batch", batch.tab),
            ):
                with gr.Tab(i18n(f"tab_{id}"), id=id, elem_id=f"x-tab-{id}", render_children=True):
                    tab(engine, i18n)
    return page


def _html(value: str, id: str | None = None) -> "gr.HTML":
    import gradio as gr

    return gr.HTML(value, elem_id=id, js_on_load=None, apply_default_css=False)


def _i18n() -> "gr.I18n":
    import gradio as gr

    english = {key: pair[0] for key, pair in WORDS.items()}
    chinese = {key: pair[1] for key, pair in WORDS.items()}
    return gr.I18n(en=english, zh=chinese, **{"zh-CN": chinese})


def launch(engine: Engine, *, host: str, port: int, console: "Console") -> None:
    """Serve the page until interrupted.

    Args:
        engine: answers the questions; closed in the end.
        host: address to listen on.
        port: 0 takes a free port.
        console: where the address is printed.

    Raises:
        CrosslexError: the address or the port cannot be had.
    """
    try:
        port = free_port(host, port)
        page = build_page(engine)
        import gradio as gr

        fonts = ["system-ui", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "sans-serif"]
        page.launch(
            server_name=host,
            server_port=port,
            share=False,
            quiet=True,
            prevent_thread_lock=True,
            # fonts of the machine only: Gradio's themes otherwise fetch theirs from outside
            theme=gr.themes.Default(font=fonts, font_mono=["ui-monospace", "monospace"]),
            css_paths=[_STATIC / "page.css", _STATIC / "desk.css"],
            head=f"<script>{(_STATIC / 'page.js').read_text(encoding='utf-8')}</script>",
            footer_links=[],
            ssr_mode=False,
            i18n=_i18n(),
            max_file_size=MAX_BYTES,
        )
        shown = f"[{host}]" if ":" in host else host
        console.print(
            f"crosslex is on http://{shown}:{port} (Ctrl-C stops it)", highlight=False, markup=False
        )
        try:
            while True:
                time.sleep(3600)
        except KeyboardInterrupt:
            console.print("stopped")
        finally:
            page.close(verbose=False)
    except OSError as error:
        raise _cannot_listen(host, port, error) from error
    finally:
        engine.close()


def free_port(host: str, port: int) -> int:
    """`port` if it can be listened on, or any free one for 0.

    Raises:
        CrosslexError: the port is taken, or `host` is not an address of this machine.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            if os.name != "nt":  # as servers do, so that a port just left can be had again
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            probe.listen()
            return int(probe.getsockname()[1])
    except (OSError, UnicodeError) as error:
        raise _cannot_listen(host, port, error) from error


def _cannot_listen(host: str, port: int, error: Exception) -> CrosslexError:
    why = getattr(error, "strerror", None) or str(error)
    return CrosslexError(f"cannot listen on {host}:{port}: {why}; --port 0 takes a free port")


@contextmanager
def _quick_import() -> Iterator[None]:
    """Import Gradio without what it does for its own developers, which is half of the time.

    It parses the source of each of its components to write type stubs beside it, unless the source cannot be had.
    It also reports to its makers, unless it is told before the import not to.
    """
    import inspect

    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    getfile = inspect.getfile

    def no_source(object: Any) -> str:
        if isinstance(object, type) and object.__module__.partition(".")[0] == "gradio":
            raise OSError("not needed")
        return getfile(object)

    inspect.getfile = no_source
    try:
        yield
    finally:
        inspect.getfile = getfile
