"""Gradio without what the page has no use for: it is half of the time until the server answers."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import Any

_PUT_OFF = "pandas"
"""Is wanted by Gradio's cache and tables alone."""
_LEFT_OUT = "mcp"
"""Is wanted by Gradio's own MCP server alone; ours is `ui.tools`."""


class _Later(ModuleType):
    """Stands for a module until something of it is used."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        return getattr(import_module(self.__name__), name)


@contextmanager
def quick_import() -> Iterator[None]:
    """While Gradio is imported: leave out what is not needed, and what it does for its own developers.

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
    known = sys.modules.keys() & {_PUT_OFF, _LEFT_OUT}
    later = _Later(_PUT_OFF)
    if _PUT_OFF not in known:
        sys.modules[_PUT_OFF] = later
    if _LEFT_OUT not in known:
        sys.modules[_LEFT_OUT] = None  # type: ignore[assignment]  # the documented way to have an import fail
    try:
        yield
    finally:
        inspect.getfile = getfile
        if sys.modules.get(_PUT_OFF) is later:
            del sys.modules[_PUT_OFF]
        if _LEFT_OUT not in known:
            del sys.modules[_LEFT_OUT]
