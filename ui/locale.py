"""In which language the page speaks to a reader."""

from collections.abc import Mapping
from typing import Protocol

from corpus import Lang

COOKIE = "crosslex-lang"


class Asked(Protocol):
    """A request, Gradio's or Starlette's."""

    @property
    def cookies(self) -> Mapping[str, str]:
        """By name."""

    @property
    def headers(self) -> Mapping[str, str]:
        """By name, in small letters."""


def interface_language(request: Asked | None) -> Lang:
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
