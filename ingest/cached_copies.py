"""The cache of official texts: complete copies, and beside each a record of where it came from.

A copy `<name>` is written to a temporary file that then takes its place; `<name>.json` is its record. A record that
does not fit its copy (the process was ended between the two) is as good as none.
"""

import hashlib
import json
import os
import tempfile
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from corpus.errors import CrosslexError
from corpus.types import Source
from ingest.home import writable

State = Literal["new", "unchanged", "changed"]

_EXTENSIONS = {
    "application/pdf": ".pdf",
    "text/html": ".html",
    "application/xhtml+xml": ".xhtml",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "application/vnd.eu.formex+zip": ".zip",
}


@dataclass(frozen=True, slots=True)
class CopyRecord:
    """What is recorded of a copy."""

    url: str
    edition: str
    sha256: str
    bytes: int
    fetched: str
    """ISO date and time, UTC."""
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class FetchResult:
    """A copy that is now in the cache."""

    state: State
    """Compared with the copy that was there; a first copy that is not what the registry knows is `changed` too."""
    sha256: str
    bytes: int
    url: str
    """The last address, after redirects; the path, for a copy from a mirror."""
    as_registered: bool | None
    """Whether it is, byte for byte, what the registry knows; None where the registry has no hash."""


def copy_path(cache: Path, instrument: str, source: Source) -> Path:
    """Where the copy of a source lies, if there is one."""
    return cache / instrument / f"{source.id}{_EXTENSIONS.get(source.media_type, '.bin')}"


def read_copy(target: Path) -> tuple[CopyRecord, bytes] | None:
    """A copy and its record; None unless both are there and fit each other."""
    try:
        record = CopyRecord(**json.loads(_record_path(target).read_text(encoding="utf-8")))
        data = target.read_bytes()
    except (OSError, ValueError, TypeError):
        return None
    return (record, data) if hashlib.sha256(data).hexdigest() == record.sha256 else None


def keep_copy(
    source: Source,
    data: bytes,
    target: Path,
    *,
    url: str,
    final: str,
    etag: str | None = None,
    last_modified: str | None = None,
) -> FetchResult:
    """Write `data` as the copy of a source, if it is not that already, and its record.

    Args:
        source: Gives the edition, and the hash that the registry knows.
        data: The complete document.
        target: Where the copy lies; an earlier copy stays until the new one is complete.
        url: The address that was asked.
        final: The address that answered.
        etag: The server's name for this version.
        last_modified: The server's date of this version.

    Raises:
        CrosslexError: `target` cannot be written.
    """
    before = read_copy(target)
    digest = hashlib.sha256(data).hexdigest()
    same = before is not None and before[0].sha256 == digest
    if not same:
        write_atomically(target, data)
    now = datetime.now(UTC).isoformat(timespec="seconds")
    record = CopyRecord(url, source.edition, digest, len(data), now, etag, last_modified)
    write_atomically(_record_path(target), json.dumps(asdict(record), indent=1).encode())
    result = as_result(source, record, "unchanged" if same else "changed" if before else "new", final)
    return (
        replace(result, state="changed")
        if result.state == "new" and result.as_registered is False
        else result
    )


def as_result(source: Source, record: CopyRecord, state: State, url: str) -> FetchResult:
    """The result for a copy with this record."""
    as_registered = None if source.sha256 is None else source.sha256 == record.sha256
    return FetchResult(state, record.sha256, record.bytes, url, as_registered)


def write_atomically(target: Path, data: bytes) -> None:
    """Write `data` to `target` so that it is there whole or not at all, also after a loss of power.

    Raises:
        CrosslexError: The folder cannot be written to, or the disk is full.
    """
    folder = writable(target.parent)
    try:
        handle, name = tempfile.mkstemp(dir=folder, prefix=".", suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(target)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        with suppress(OSError):  # not every system lets a folder be opened
            descriptor = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
    except OSError as error:
        raise CrosslexError(f"{target} cannot be written: {error.strerror}") from error


def _record_path(target: Path) -> Path:
    return target.with_name(f"{target.name}.json")
