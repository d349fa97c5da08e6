"""What a user may set once: `settings.toml` in the home, or environment variables, which go before it."""

import os
import tomllib
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError, field_validator

from corpus.errors import CrosslexError

FILE = "settings.toml"
_PREFIX = "CROSSLEX_"
LLM_FORMS = "openai:MODEL[@http://…/v1], anthropic:MODEL or gguf:PATH"
"""How a language model is named; read by rag/models/opening.py."""


class Settings(BaseModel):
    """The settings; every one has a command-line option that goes before it."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    embedder: str | None = None
    """`bundled`, or a sentence-transformers model by name or folder (`CROSSLEX_EMBEDDER`)."""
    store: str | None = None
    """`edge`, `local`, or the URL of a Qdrant server (`CROSSLEX_STORE`)."""
    llm: str | None = None
    """The language model that writes answers (`CROSSLEX_LLM`); without one they are extracts."""
    unsupported: Literal["drop", "mark"] | None = None
    """What becomes of a written sentence that the sources do not support (`CROSSLEX_UNSUPPORTED`)."""

    @field_validator("llm")
    @classmethod
    def _names_a_model(cls, spec: str | None) -> str | None:
        kind, _, rest = (spec or "").partition(":")
        if spec is not None and (kind not in ("openai", "anthropic", "gguf") or not rest.strip()):
            raise ValueError(f"take {LLM_FORMS}")
        return spec


def load_settings(home: Path) -> Settings:
    """The settings of `home`.

    Raises:
        CrosslexError: The file is not TOML, or holds a value of the wrong kind.
    """
    path = home / FILE
    values: dict[str, Any] = {}
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        pass
    except (OSError, ValueError) as error:
        raise CrosslexError(f"cannot read {path}: {error}") from error
    from_environment = set[str]()
    for name in Settings.model_fields:
        if value := os.environ.get(_PREFIX + name.upper(), "").strip():
            values[name] = value
            from_environment.add(name)
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(map(str, first["loc"]))
        place = _PREFIX + name.upper() if name in from_environment else f"{path}: '{name}'"
        raise CrosslexError(f"{place}: {first['msg'].removeprefix('Value error, ')}") from error
