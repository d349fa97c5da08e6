"""The frame of the page: its head, the switch of language, and a tab for each module of this room that has one."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus import Lang
from ingest import MAX_BYTES
from rag import Engine
from ui.html import in_both
from ui.page import ask, batch, browse, compare, documents, evaluate
from ui.page.quick_import import quick_import
from ui.wording import interface_words
from ui.wording_desk import WORDS

if TYPE_CHECKING:
    import gradio as gr

    from ui.drafting import Drafting

_LANGS: tuple[Lang, ...] = ("en", "zh")
_STATIC = Path(__file__).parent.with_name("static")
_STYLES = ("page.css", "answer.css", "tabs.css", "desk.css")
_SCRIPTS = ("page.js", "tabs.js")
Tab = Callable[[Engine, "gr.I18n"], None]


def build_page(engine: Engine, drafting: "Drafting | None" = None) -> "gr.Blocks":
    """The Gradio page over `engine`, and the model that writes if there is one; to be served with `page_options`."""
    with quick_import():
        import gradio as gr

    i18n = _i18n()
    with gr.Blocks(title="crosslex", analytics_enabled=False, fill_width=True) as page:
        gr.HTML(_header_html(), js_on_load=None, apply_default_css=False)
        with gr.Tabs(elem_id="x-tabs") as tabs:
            drawn = _tabs(drafting)
            for id, tab in drawn.items():
                with gr.Tab(i18n(f"tab_{id}"), id=id, elem_id=f"x-tab-{id}", render_children=True):
                    tab(engine, i18n)
        opened = gr.Textbox(visible=False)
        # the one that was open before the page was loaded anew
        page.load(
            lambda id: gr.Tabs(selected=id) if id in drawn else gr.skip(), opened, tabs,
            js="() => [crosslex.openTab()]", queue=False, show_progress="hidden", api_visibility="private",
        )  # fmt: skip
    return page


def _tabs(drafting: "Drafting | None") -> dict[str, Tab]:
    """The tabs by their ids; the name of each is `tab_<id>` in `ui.wording`."""
    return {
        "ask": partial(ask.tab, drafting=drafting),
        "compare": partial(compare.tab, drafting=drafting),
        "browse": browse.tab,
        "batch": partial(batch.tab, drafting=drafting),
        "evaluate": evaluate.tab,
        "documents": documents.tab,
    }


def page_options() -> dict[str, Any]:
    """What `Blocks.launch` and `gradio.mount_gradio_app` must be given for the page to look and speak as it should."""
    import gradio as gr

    # fonts of the machine only: Gradio's themes otherwise fetch theirs from outside
    fonts = ["system-ui", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "sans-serif"]
    scripts = (_STATIC.joinpath(name).read_text(encoding="utf-8") for name in _SCRIPTS)
    theme = gr.themes.Default(primary_hue="blue", font=fonts, font_mono=["ui-monospace", "monospace"])
    return {
        "theme": theme.set(**_our_colours()),
        "css_paths": [_STATIC / name for name in _STYLES],
        "head": "".join(f"<script>{script}</script>" for script in scripts),
        "i18n": _i18n(),
        "footer_links": [],
        "max_file_size": MAX_BYTES,
        "ssr_mode": False,
    }


def _our_colours() -> dict[str, str]:
    """Those of static/page.css for what Gradio draws: its own blue is too pale behind white words."""
    colours = {
        "button_primary_background_fill": "var(--x-accent)",
        "button_primary_background_fill_hover": "var(--x-accent)",
        "button_primary_text_color": "var(--x-paper)",
        "checkbox_background_color_selected": "var(--x-accent)",
        "checkbox_border_color_selected": "var(--x-accent)",
    }
    return colours | {f"{name}_dark": colour for name, colour in colours.items()}


def first_script() -> str:
    """What must run before Gradio: it takes its language from the browser (`ui.page.first_script`)."""
    return _STATIC.joinpath("language.js").read_text(encoding="utf-8")


def _i18n() -> "gr.I18n":
    import gradio as gr

    words = {
        lang: {**interface_words(lang), **{key: pair[lang == "zh"] for key, pair in WORDS.items()}}
        for lang in _LANGS
    }
    return gr.I18n(**{"en": words["en"], "zh-CN": words["zh"]})


def _header_html() -> str:
    """The name of the program, what it is for, and the switch: each language names the other."""
    return (
        f'<header class="x-top"><h1>crosslex</h1><p>{in_both("title")}</p>'
        '<button type="button" class="x-switch x-in-en" data-lang="zh" lang="zh-Hans">中文</button>'
        '<button type="button" class="x-switch x-in-zh" data-lang="en" lang="en">English</button></header>'
    )
