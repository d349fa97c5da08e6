"""Generations of the index: each is built aside and becomes the current one in a single step.

    <home>/index/current                  the id of the generation that answers
    <home>/index/build.lock               held by the one process that builds
    <home>/index/generations/<id>/        manifest.json, catalog.sqlite, lexical.json, background.npz,
                                          vectors/, readers.lock
    <home>/index/generations/.<id>.new/   being built

A build that is killed leaves `current` as it was. A generation that is no longer current is removed once nobody
reads it; readers hold `readers.lock` together, which the system lets go when they end.
"""

import json
import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from corpus.errors import CrosslexError
from ingest.locks import exclusive, is_held, share

SCHEMA = 7
"""Raised when what a generation holds changes, so that an older one is not read by newer code."""
CATALOG, LEXICAL, VECTORS = "catalog.sqlite", "lexical.json", "vectors"
BACKGROUND = "background.npz"
_MANIFEST, _READERS = "manifest.json", "readers.lock"


class IndexMissing(CrosslexError):  # noqa: N818 (reads as a sentence where it is raised)
    """There is no index yet."""


class IndexMismatch(CrosslexError):  # noqa: N818 (reads as a sentence where it is raised)
    """The index was built by other code, or with another embedding model."""


@dataclass(frozen=True, slots=True)
class SourceEntry:
    """What the manifest says of one indexed source."""

    source: str
    instrument: str
    lang: str
    role: str
    sha256: str
    reading: str
    """Under which key its reading is cached (ingest/parsing.py)."""
    provisions: int
    chunks: int
    sentences: int
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation holds and how it was made."""

    id: str
    created: str
    """ISO 8601, UTC."""
    schema: int
    fingerprint: str
    """Hash of everything that went in: an equal one means that a build would change nothing."""
    embedder: str
    model_id: str
    dimension: int
    store: str
    """Form of the vector store: `edge`, `local`, or a server's URL."""
    collection: str
    mirror: str | None = None
    sources: tuple[SourceEntry, ...] = ()
    failed: tuple[dict[str, Any], ...] = ()
    """Sources that could not be indexed, as rows of the summary."""
    own: tuple[dict[str, Any], ...] = ()
    """The user's own documents, as `corpus.types.Instrument`s."""
    counts: dict[str, int] = field(default_factory=dict)
    code: str = ""
    """Version of the code that wrote it (ingest/notes.py)."""
    appended: int = 0
    """Points that were added since everything was written (ingest/own_documents.py)."""


@dataclass(slots=True)
class Generation:
    """A finished generation, held open against removal until `release`."""

    folder: Path
    manifest: Manifest
    _lock: IO[bytes]

    @property
    def home(self) -> Path:
        """The home whose index it is of."""
        return self.folder.parents[2]

    def release(self) -> None:
        """Let it be removed once it is no longer current."""
        self._lock.close()


@dataclass(slots=True)
class Draft:
    """A generation being built in `folder`."""

    id: str
    folder: Path
    publish: Callable[[Manifest], None]
    """Makes it the current generation; the manifest's `id` is this one's."""


class Generations:
    """The generations under one home.

    Args:
        home: `$CROSSLEX_HOME`.
    """

    def __init__(self, home: Path) -> None:
        self._index = home / "index"
        self._all = self._index / "generations"
        self._pointer = self._index / "current"

    def current(self) -> Manifest | None:
        """The manifest of the generation that answers; None if there is none that can be read."""
        try:
            return _read_manifest(self._all / self._pointer.read_text().strip())
        except (OSError, ValueError, TypeError):
            return None

    def open(self) -> Generation:
        """The generation that answers.

        Raises:
            IndexMissing: Nothing has been ingested yet.
            IndexMismatch: It was built by code whose files we cannot read.
        """
        for _ in range(10):  # it may be replaced and swept between reading its name and locking it
            try:
                folder = self._all / self._pointer.read_text().strip()
            except OSError:
                break
            try:
                lock = share(folder / _READERS)
            except OSError:
                continue
            try:
                return Generation(folder, _read_manifest(folder), lock)
            except (ValueError, TypeError) as error:
                lock.close()
                raise IndexMismatch(
                    f"the index in {self._index} was built by another version of crosslex; run: crosslex ingest"
                ) from error
            except OSError:
                lock.close()
        raise IndexMissing(f"there is no index in {self._index}; build it with: crosslex ingest")

    @contextmanager
    def building(self) -> Iterator[Draft]:
        """A new generation to fill; it vanishes unless `publish` is called.

        Raises:
            CrosslexError: Another process is building, or the folder cannot be written.
        """
        try:
            self._all.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise CrosslexError(f"cannot write to {self._index}: {error.strerror}") from error
        lock = self._index / "build.lock"
        owner = self._index / "builder"
        try:
            with exclusive(lock, wait=False):
                owner.write_text(str(os.getpid()))
                self._clear_unfinished()
                id = f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{secrets.token_hex(3)}"
                aside = self._all / f".{id}.new"
                aside.mkdir()
                (aside / _READERS).touch()
                try:
                    yield Draft(id, aside, lambda manifest: self._publish(aside, manifest))
                finally:
                    shutil.rmtree(aside, ignore_errors=True)
        except BlockingIOError as error:
            pid = owner.read_text() if owner.exists() else "?"
            raise CrosslexError(
                f"another crosslex ingest is building the index (process {pid}); wait for it to end"
            ) from error

    def sweep(self, removed: Callable[[Manifest], None] | None = None) -> None:
        """Remove the generations that are neither current nor being read; `removed` is told of each."""
        keep = self._pointer.read_text().strip() if self._pointer.exists() else ""
        for folder in self._all.glob("[!.]*"):
            if folder.name == keep or is_held(folder / _READERS):
                continue
            try:
                manifest = _read_manifest(folder)
                if removed:
                    removed(manifest)
            except (OSError, ValueError, TypeError, CrosslexError):
                pass  # it is going away in any case
            shutil.rmtree(folder, ignore_errors=True)

    def _publish(self, aside: Path, manifest: Manifest) -> None:
        (aside / _MANIFEST).write_text(
            json.dumps(asdict(manifest), ensure_ascii=False, indent=1), encoding="utf-8"
        )
        for path in [*aside.rglob("*"), aside]:
            _sync(path)
        aside.rename(self._all / manifest.id)
        _sync(self._all)
        pointer = self._pointer.with_name(f".current-{manifest.id}")
        pointer.write_text(manifest.id)
        _sync(pointer)
        pointer.replace(self._pointer)
        _sync(self._index)

    def _clear_unfinished(self) -> None:
        """Remove what killed builds left behind; whoever calls this holds the build lock."""
        for folder in self._all.glob(".*.new"):
            shutil.rmtree(folder, ignore_errors=True)
        for pointer in self._index.glob(".current-*"):
            pointer.unlink(missing_ok=True)


def _read_manifest(folder: Path) -> Manifest:
    """The manifest in `folder`.

    Raises:
        OSError: There is none.
        ValueError: It cannot be read.
        TypeError: It lacks something.
    """
    state = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))
    if state.get("schema") != SCHEMA:
        raise ValueError("another schema")
    known = {f.name for f in fields(Manifest)}
    state = {key: value for key, value in state.items() if key in known}
    sources = tuple(SourceEntry(**{**s, "problems": tuple(s["problems"])}) for s in state.pop("sources"))
    return Manifest(
        **{**state, "failed": tuple(state["failed"]), "own": tuple(state["own"])},
        sources=sources,
    )


def _sync(path: Path) -> None:
    """Have the system write a file or folder to disk."""
    if os.name == "nt":  # pragma: no cover
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
