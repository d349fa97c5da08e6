"""x."""

from typing import TYPE_CHECKING

from rag import Engine

if TYPE_CHECKING:
    import gradio as gr


def tab(engine: Engine, i18n: "gr.I18n") -> None:
    """Draw the tab."""
