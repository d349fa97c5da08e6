"""From settings to answers: quotes where no model is named, sentences that a model writes where one is."""

from rag.engine import Engine
from rag.models import open_model
from rag.types import Unsupported
from rag.writing.writer import Writer

NONE = "none"
"""Said instead of a model: quotes only, whatever the settings name."""


def open_writer(engine: Engine, llm: str | None, unsupported: Unsupported = "drop") -> Writer | None:
    """Writes what `engine` answers; None where no model is named.

    Args:
        engine: Finds.
        llm: `openai:MODEL[@URL]`, `anthropic:MODEL` or `gguf:PATH` (see `open_model`); None or `none` for no model.
        unsupported: What becomes of a sentence that its citations do not support.

    Raises:
        UsageError: The spec has none of these forms, or what it needs is missing.
    """
    if llm is None or llm.strip().lower() in ("", NONE):
        return None
    return Writer(engine, open_model(llm), unsupported=unsupported)
