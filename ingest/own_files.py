"""A user's own documents: read from anywhere, kept under `uploads/` of the home."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from corpus.types import Instrument
from ingest.types import RawDocument

MAX_BYTES = 50_000_000
"""A file over this size is refused."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A document that is kept: `instrument` and `raw` are what `raw_from_file` says of it."""

    id: str
    """`doc-<slug>`, the id of its instrument."""
    name: str
    """The original file name."""
    added: datetime
    sha256: str
    instrument: Instrument
    raw: RawDocument


def raw_from_file(path: Path) -> tuple[Instrument, RawDocument]:
    """An instrument and its one source from a user's own file.

    Raises:
        UsageError: There is no such file, or it is a folder, empty, too large, or of a type that cannot be read.
    """
    raise NotImplementedError


def store_upload(home: Path, path: Path) -> Upload:
    """Keep a copy of `path` under `home/uploads/<id>/`.

    A file of the same name replaces the earlier one; another name with the same slug gets a suffix `-2`.

    Raises:
        UsageError: As `raw_from_file`.
    """
    raise NotImplementedError


def uploads(home: Path) -> list[Upload]:
    """The documents that are kept, by id."""
    raise NotImplementedError


def remove_upload(home: Path, id: str) -> None:
    """Remove a document that is kept.

    Raises:
        UsageError: There is none of that id.
    """
    raise NotImplementedError
