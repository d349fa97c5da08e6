"""What a user may set once: `settings.toml` in the home, or environment variables, which go before it."""

import os
import tomllib
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from corpus.errors import CrosslexError

FILE = "settings.toml"
_PREFIX = "CROSSLEX_"


class Settings(BaseModel):
    """The settings of ingestion; every one has a command-line option that goes before it."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    embedder: str | None = None
    """`bundled`, or a sentence-transformers model by name or folder (`CROSSLEX_EMBEDDER`)."""
    store: str | None = None
    """`edge`, `local`, or the URL of a Qdrant server (`CROSSLEX_STORE`)."""


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
    for name in Settings.model_fields:
        if value := os.environ.get(_PREFIX + name.upper(), "").strip():
            values[name] = value
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        raise CrosslexError(f"{path}: '{'.'.join(map(str, first['loc']))}': {first['msg']}") from error
