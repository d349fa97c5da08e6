"""Who answers: the engine with quotes, or a language model that an option or the settings name."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from corpus import UsageError
from rag import Engine
from rag.types import Unsupported

if TYPE_CHECKING:
    from rag.writing import Writer

_NONE = "none"
Llm = Annotated[
    str | None,
    typer.Option(
        "--llm",
        help="A language model that writes the answer: openai:MODEL[@URL], anthropic:MODEL, gguf:PATH; or none.",
    ),
]
OnUnsupported = Annotated[
    str | None,
    typer.Option(
        "--unsupported",
        help="Sentences of the model that the sources do not support: drop (default) or mark.",
    ),
]


def chosen(home: Path, llm: str | None, unsupported: str | None) -> tuple[str | None, Unsupported | None]:
    """Which model writes, and what becomes of unsupported sentences: as the options say, else the settings of `home`.

    Returns:
        The spec, None where no model is to write; and None where nothing is said of unsupported sentences.

    Raises:
        UsageError: `unsupported` is neither drop nor mark.
        CrosslexError: The settings cannot be read.
    """
    from ingest.settings import load_settings

    if unsupported not in (None, "drop", "mark"):
        raise UsageError(f"--unsupported {unsupported[:20]}: take drop or mark")
    settings = load_settings(home)
    spec = llm if llm is not None else settings.llm
    named = None if spec is None or spec.strip().lower() in ("", _NONE) else spec
    return named, cast(Unsupported | None, unsupported) or settings.unsupported


@contextmanager
def answering(
    engine: Engine, llm: str | None, unsupported: str | None, *, default: Unsupported = "drop"
) -> "Iterator[Engine | Writer]":
    """What answers: has `ask` and `compare`; a model is let go of at the end.

    Args:
        engine: Finds, and answers where no model does.
        llm: What the option says; the settings of the engine's home decide if not given.
        unsupported: The same.
        default: What becomes of unsupported sentences where neither says.

    Raises:
        UsageError: An option is not understood, or what a model needs is missing.
        CrosslexError: The settings cannot be read.
    """
    spec, policy = chosen(engine.index.home, llm, unsupported)
    if spec is None:
        yield engine
        return
    from rag.writing import open_writer  # the clients take their time, which quotes need not wait for

    writer = open_writer(engine, spec, policy or default)
    try:
        yield writer or engine
    finally:
        if writer is not None:
            writer.model.close()
