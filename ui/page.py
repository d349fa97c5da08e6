"""The page: a question box, the answer, and the evidence panel. Drawing is in `ui.html`."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

from corpus import CrosslexError, Lang
from rag import MAX_QUESTION, Engine
from ui.html import answer_html, evidence_html
from ui.wording import say

if TYPE_CHECKING:
    import gradio as gr
    from rich.console import Console

_CSS = Path(__file__).with_name("static") / "page.css"
_EXAMPLES = (
    "How fast must serious incidents be reported in the EU, California and China, and to whom?",
    "欧盟《人工智能法》与中国《标识办法》对深度合成内容的标识要求有何不同？",
    "Which open-weight models escape the EU's general-purpose duties?",
    "训练数据来源需要向谁披露？欧盟、中国、加州分别怎么规定？",
)


def build_page(engine: Engine) -> "gr.Blocks":
    """The Gradio page over `engine`."""
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # read at import: nothing leaves the machine
    import gradio as gr

    def ask(question: str) -> tuple[str, str]:
        try:
            answer = engine.ask(question)
        except CrosslexError as error:
            raise gr.Error(str(error), duration=10, print_exception=False) from None
        return answer_html(answer, engine.registry), evidence_html(answer, engine)

    def both(key: str) -> str:
        return f"{say(key, 'en')} · {say(key, 'zh')}"

    with gr.Blocks(title="crosslex", analytics_enabled=False, fill_width=True) as page:
        gr.Markdown(f"# crosslex\n{both('title')}")
        with gr.Row():
            with gr.Column(scale=3):
                with gr.Row(equal_height=True):
                    question = gr.Textbox(
                        label=both("question"),
                        placeholder=both("placeholder"),
                        lines=2,
                        max_length=MAX_QUESTION,
                        submit_btn=both("ask"),
                        elem_id="x-question",
                        autofocus=True,
                    )
                gr.Examples([[text] for text in _EXAMPLES], question, label=both("examples"))
                answer = gr.HTML(_placeholder("empty"), elem_id="x-answer")
            with gr.Column(scale=2):
                gr.Markdown(f"## {both('evidence')}")
                evidence = gr.HTML(_placeholder("evidence_hint"), elem_id="x-evidence")
        question.submit(ask, question, [answer, evidence], api_name="ask", show_progress="full")
    return page


def _placeholder(key: str) -> str:
    return "".join(f'<p class="x-hint" lang="{lang}">{say(key, lang)}</p>' for lang in _LANGS)


_LANGS: tuple[Lang, Lang] = ("en", "zh")


def launch(engine: Engine, *, host: str, port: int, console: "Console") -> None:
    """Serve the page until interrupted.

    Args:
        engine: answers the questions.
        host: address to listen on.
        port: 0 takes a free port.
        console: where the address is printed.

    Raises:
        CrosslexError: the port is taken.
    """
    page = build_page(engine)
    import gradio as gr

    port = port or _free_port(host)
    # fonts of the machine only: Gradio's themes otherwise fetch theirs from outside
    theme = gr.themes.Default(font=["system-ui", "sans-serif"], font_mono=["ui-monospace", "monospace"])
    try:
        page.launch(
            server_name=host,
            server_port=port,
            share=False,
            quiet=True,
            prevent_thread_lock=True,
            theme=theme,
            css_paths=_CSS,
            footer_links=[],
            ssr_mode=False,
        )
    except OSError as error:
        raise CrosslexError(
            f"cannot listen on {host}:{port}: {error}; try --port 0 for a free port"
        ) from error
    console.print(f"crosslex is on http://{host}:{port} (Ctrl-C stops it)", highlight=False)
    try:
        page.block_thread()
    finally:
        page.close()
        engine.close()


def _free_port(host: str) -> int:
    import socket

    with socket.socket() as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])
