"""In which language the page speaks to a reader."""

from typing import TYPE_CHECKING

from corpus import Lang

if TYPE_CHECKING:
    import gradio as gr

COOKIE = "crosslex-lang"


def interface_language(request: "gr.Request | None") -> Lang:
    """The language that the reader has switched to, else the one that the browser asks for first."""
    if request is None:
        return "en"
    chosen = request.cookies.get(COOKIE)
    if chosen in ("en", "zh"):
        return "zh" if chosen == "zh" else "en"
    accepted = request.headers.get("accept-language", "")
    for part in accepted.lower().split(","):
        if part.strip().startswith(("zh", "en")):
            return "zh" if part.strip().startswith("zh") else "en"
    return "en"
