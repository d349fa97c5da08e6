"""The vector store as the rest of crosslex sees it, whichever form of Qdrant is behind it.

A point is a chunk (vectors `dense` and `bm25`), a sentence (`sentence`), a typical question (`question`) or the heading
of a provision (`heading`). Three forms have this interface: Qdrant's engine inside this process (store_edge.py, the
default), a Qdrant server or cluster by URL, and qdrant-client's local mode where the engine cannot be installed (both
store_server.py).
"""

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import date
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from corpus.errors import CrosslexError, UsageError
from corpus.types import Instrument
from ingest.embedding import Vector
from ingest.shelves import Kind, searched
from ingest.sparse import Sparse
from ingest.types import Filters

DENSE, BM25, SENTENCE, QUESTION, HEADING = "dense", "bm25", "sentence", "question", "heading"
"""The named vectors."""
KIND_OF: dict[str, Kind] = {
    DENSE: "chunk", BM25: "chunk", SENTENCE: "sentence", QUESTION: "question", HEADING: "heading",
}  # fmt: skip
"""What has such a vector."""
KEYWORDS = (
    "instrument",
    "jurisdiction",
    "pole",
    "kind",
    "status",
    "lang",
    "role",
    "source",
    "under",
    "chunk",
    "shelf",
)
"""Payload fields with a keyword index; `under` holds the pin and those above it, `shelf` is of `ingest.shelves`."""
DATES = ("adopted", "ended")
"""Payload fields with an integer index: days as YYYYMMDD."""
NEVER = 99991231
RRF_K = 60
"""Rank constant of reciprocal rank fusion: the value of Cormack, Clarke & Büttcher 2009."""


@dataclass(frozen=True, slots=True)
class StorePoint:
    """A chunk, a sentence, a question or a heading on its way into the store."""

    id: int
    """Its number in this generation: read in a tenth of the time that a UUID takes."""
    payload: dict[str, object]
    vectors: dict[str, Vector] = field(default_factory=dict)
    sparse: dict[str, Sparse] = field(default_factory=dict)


class Match(NamedTuple):
    """A point that a search found."""

    id: int
    score: float


@dataclass(frozen=True, slots=True)
class Condition:
    """One requirement: the field holds one of `values`, or lies within `least` and `most`."""

    key: str
    values: tuple[str, ...] = ()
    least: int | None = None
    most: int | None = None


def ranked(points: Iterable[Any], limit: int) -> list[Match]:
    """Qdrant's scored points, best first; equal scores in the order of their ids, so that answers repeat."""
    return [Match(id, -score) for score, id in islice(sorted((-p.score, int(p.id)) for p in points), limit)]


class Store(Protocol):
    """Vectors of one generation of the index; a `day` in filters is the first of its epoch (`ingest.shelves`)."""

    def upsert(self, points: Sequence[StorePoint]) -> None:
        """Insert points, or replace those with the same id."""

    def finish(self) -> None:
        """Make everything durable, and filters quick."""

    def search_dense(
        self, name: str, vector: Vector, filters: Filters, limit: int, among: Set[int] | None = None
    ) -> list[Match]:
        """The points whose vector `name` is nearest, by cosine; only those `among` these ids, if given."""

    def search_sparse(self, name: str, vector: Sparse, filters: Filters, limit: int) -> list[Match]:
        """The points whose sparse vector `name` scores best (dot product × idf)."""

    def hybrid(
        self, dense: Vector, sparse: Sparse, filters: Filters, limit: int, prefetch: int
    ) -> list[Match]:
        """Both searches over chunks, their best `prefetch` each, fused by reciprocal rank."""

    def count(self, filters: Filters | None = None) -> int:
        """How many points there are within `filters`."""

    def close(self) -> None:
        """Let go of files and connections."""


def conditions(filters: Filters, kinds: Sequence[Kind]) -> list[Condition]:
    """The requirements that `filters` state of points of some kinds, all of which must hold."""
    if filters.day is not None:
        shelf = tuple(place for kind in kinds for place in searched(kind, filters, filters.day))
        rest = replace(filters, day=None, langs=(), instruments=())
        return [Condition("shelf", shelf), *conditions(rest, kinds)]
    keyed = {
        "instrument": filters.instruments,
        "jurisdiction": filters.jurisdictions,
        "pole": filters.poles,
        "kind": filters.kinds,
        "status": filters.statuses,
        "lang": filters.langs,
        "role": filters.roles,
        "source": filters.sources,
        "under": filters.under,
        "chunk": filters.chunks,
    }
    found = [Condition(key, tuple(values)) for key, values in keyed.items() if values]
    if filters.date_from:
        found.append(Condition("adopted", least=day(filters.date_from)))
    if filters.date_to:
        found.append(Condition("adopted", most=day(filters.date_to)))
    if filters.in_force_on:
        found.append(Condition("adopted", most=day(filters.in_force_on)))
        found.append(Condition("ended", least=day(filters.in_force_on) + 1))
    return found


def instrument_payload(instrument: Instrument) -> dict[str, object]:
    """The payload fields that say what an instrument is."""
    dates = instrument.dates
    adopted = dates.adopted or dates.published or dates.in_force
    return {
        "instrument": instrument.id,
        "jurisdiction": instrument.jurisdiction,
        "pole": instrument.pole,
        "kind": instrument.kind,
        "status": instrument.status,
        "adopted": day(adopted) if adopted else 0,
        "ended": day(dates.ended) if dates.ended else NEVER,
    }


def day(value: date) -> int:
    """A date as YYYYMMDD."""
    return value.year * 10000 + value.month * 100 + value.day


EMBEDDED, LOCAL = "edge", "local"


def is_server(spec: str) -> bool:
    """Whether a store is a Qdrant server's."""
    return spec.startswith(("http://", "https://"))


def choose(spec: str | None) -> str:
    """The form of store to build with: what was asked for, else the engine, else qdrant-client's local mode.

    Args:
        spec: `edge`, `local`, the URL of a Qdrant server, or None for the best that is installed.

    Raises:
        UsageError: `spec` is none of these, or is not installed.
    """
    if spec is None:
        return EMBEDDED if find_spec("qdrant_edge") else LOCAL
    if spec == EMBEDDED and not find_spec("qdrant_edge"):
        raise UsageError(
            "the embedded store needs the package qdrant-edge-py; without it use --store local or a URL"
        )
    if spec not in (EMBEDDED, LOCAL) and not is_server(spec):
        raise UsageError(f"'{spec}' is not a store; give edge, local, or the URL of a Qdrant server")
    return spec


def create_store(spec: str, folder: Path, collection: str, dimension: int) -> Store:
    """A new, empty store.

    Args:
        spec: As `choose` returned it.
        folder: Where an embedded store keeps its files; it must not exist yet.
        collection: Name on a server.
        dimension: Length of the dense vectors.
    """
    if spec == EMBEDDED:
        from ingest.store_edge import EdgeStore

        return EdgeStore.create(folder, dimension)
    from ingest.store_server import QdrantStore, connect

    return QdrantStore.create(connect(spec, folder), collection, dimension)


def open_store(spec: str, folder: Path, collection: str) -> Store:
    """The store of a finished generation.

    Raises:
        CrosslexError: It cannot be opened.
    """
    if spec == EMBEDDED:
        if not find_spec("qdrant_edge"):
            raise CrosslexError(
                "this index needs the package qdrant-edge-py, which is missing here; run: crosslex ingest --rebuild"
            )
        from ingest.store_edge import EdgeStore

        return EdgeStore.load(folder)
    from ingest.store_server import QdrantStore, connect

    return QdrantStore(connect(spec, folder), collection)
