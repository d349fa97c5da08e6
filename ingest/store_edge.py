"""The store inside this process: Qdrant's engine from qdrant-edge-py, a folder of memory-mapped files.

The engine's write-ahead log is left off: it would let one process alone open the folder, and a generation that was
not finished is thrown away anyway. Opening rewrites two small files in place with what they held before, so readers
take turns while they open and close; searching needs no lock.
"""

import threading
from collections.abc import Iterator, Sequence, Set
from contextlib import contextmanager
from pathlib import Path
from typing import Any, get_args

import qdrant_edge as q

from corpus.errors import CrosslexError
from ingest.embedding import Vector
from ingest.locks import exclusive
from ingest.shelves import Kind
from ingest.sparse import Sparse
from ingest.store import (
    BM25,
    DATES,
    DENSE,
    HEADING,
    KEYWORDS,
    KIND_OF,
    QUESTION,
    RRF_K,
    SENTENCE,
    Match,
    StorePoint,
    conditions,
    ranked,
)
from ingest.types import Filters

_LOCK = "open.lock"
_BATCH = 1000
_RESCORED = q.SearchParams(quantization=q.QuantizationSearchParams(rescore=True, oversampling=2.0))
"""Of 30,400 sentences found, 29 are others than in half precision throughout, all at the far end (eval/LOG.md)."""


class EdgeStore:
    """A Qdrant Edge shard."""

    def __init__(self, shard: Any, folder: Path) -> None:
        self._shard = shard
        self._folder = folder
        self._closing = threading.Lock()

    @classmethod
    def create(cls, folder: Path, dimension: int) -> "EdgeStore":
        """A new store in `folder`."""
        folder.mkdir(parents=True)
        (folder / _LOCK).touch()
        # half precision: half the bytes to read, and cosines differ in the fourth place; m=0: no graph, since exact
        # search over this many vectors takes milliseconds
        half = q.VectorStorageDatatype.Float16
        dense = q.EdgeVectorParams(dimension, q.Distance.Cosine, datatype=half)
        # the most by far: looked through in one byte a dimension, then the best of them measured in half precision
        bytes_ = q.ScalarQuantizationConfig(type=q.ScalarType.Int8, memory=q.Memory.Cold)
        sentence = q.EdgeVectorParams(dimension, q.Distance.Cosine, datatype=half, quantization_config=bytes_)
        config = q.EdgeConfig(
            vectors={DENSE: dense, SENTENCE: sentence, QUESTION: dense, HEADING: dense},
            sparse_vectors={BM25: q.EdgeSparseVectorParams(modifier=q.Modifier.Idf, memory=q.Memory.Cold)},
            hnsw_config=q.HnswIndexConfig(m=0, ef_construct=4, full_scan_threshold=10),
            optimizers=q.EdgeOptimizersConfig(
                default_segment_number=1, indexing_threshold=1000, max_segment_size=8_000_000
            ),
            wal_enabled=False,
        )
        return cls(q.EdgeShard.create(str(folder / "shard"), config), folder)

    @classmethod
    def load(cls, folder: Path) -> "EdgeStore":
        """The finished store in `folder`.

        Raises:
            CrosslexError: It is missing or damaged, or the folder cannot be written to.
        """
        try:
            with exclusive(folder / _LOCK):
                return cls(q.EdgeShard.load(str(folder / "shard")), folder)
        except Exception as error:  # the engine raises bare Exceptions
            raise CrosslexError(f"cannot open the vector store in {folder}: {_first_line(error)}") from error

    def upsert(self, points: Sequence[StorePoint]) -> None:
        """Insert points, or replace those with the same id."""
        for at in range(0, len(points), _BATCH):
            batch = [
                q.Point(
                    p.id,
                    {
                        **{name: vector.tolist() for name, vector in p.vectors.items()},
                        **{n: q.SparseVector(list(s.indices), list(s.values)) for n, s in p.sparse.items()},
                    },
                    p.payload,
                )
                for p in points[at : at + _BATCH]
            ]
            self._shard.update(q.UpdateOperation.upsert_points(batch))

    def finish(self) -> None:
        """Index the payload, put everything into one immutable segment, write it to disk."""
        for name in KEYWORDS:
            index = q.KeywordIndexParams(memory=q.Memory.Cold)
            self._shard.update(q.UpdateOperation.create_field_index(name, index))
        for name in DATES:
            numbers = q.IntegerIndexParams(lookup=False, range=True, memory=q.Memory.Cold)
            self._shard.update(q.UpdateOperation.create_field_index(name, numbers))
        self._shard.optimize()
        self._shard.flush()

    def search_dense(
        self, name: str, vector: Vector, filters: Filters, limit: int, among: Set[int] | None = None
    ) -> list[Match]:
        """The points whose vector `name` is nearest, by cosine; only those `among` these ids, if given."""
        return self._query(name, vector.tolist(), filters, limit, among)

    def search_sparse(self, name: str, vector: Sparse, filters: Filters, limit: int) -> list[Match]:
        """The points whose sparse vector `name` scores best."""
        if not vector.indices:
            return []
        return self._query(name, _engine_sparse(vector), filters, limit)

    def hybrid(
        self, dense: Vector, sparse: Sparse, filters: Filters, limit: int, prefetch: int
    ) -> list[Match]:
        """Both searches over chunks, fused by reciprocal rank."""
        limited = _engine_filter(filters, "chunk")
        both = [q.Prefetch(prefetch, q.Query.Nearest(dense.tolist(), using=DENSE), filter=limited)]
        if sparse.indices:
            both.append(
                q.Prefetch(prefetch, q.Query.Nearest(_engine_sparse(sparse), using=BM25), filter=limited)
            )
        request = q.QueryRequest(2 * prefetch, prefetches=both, query=q.Fusion.Rrf(k=RRF_K))  # type: ignore[arg-type]  # stub lacks the base class
        return ranked(self._shard.query(request), limit)

    def count(self, filters: Filters | None = None) -> int:
        """How many points there are within `filters`."""
        return int(self._shard.count(q.CountRequest(filter=_engine_filter(filters) if filters else None)))

    def close(self) -> None:
        """Let go of the files."""
        with self._closing:
            shard, self._shard = self._shard, None
            if shard is not None:
                with self._alone():
                    shard.close()

    def _query(
        self, name: str, vector: Any, filters: Filters, limit: int, among: Set[int] | None = None
    ) -> list[Match]:
        nearest = q.Query.Nearest(vector, using=name)
        limited = _engine_filter(filters, KIND_OF[name], among=among)
        request = q.QueryRequest(limit, query=nearest, filter=limited, params=_RESCORED)
        return ranked(self._shard.query(request), limit)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        if not (self._folder / _LOCK).exists():  # swept meanwhile
            yield
            return
        with exclusive(self._folder / _LOCK):
            yield


def _engine_sparse(vector: Sparse) -> Any:
    return q.SparseVector(list(vector.indices), list(vector.values))


def _engine_filter(filters: Filters, *kinds: Kind, among: Set[int] | None = None) -> Any:
    must: list[Any] = [] if among is None else [q.HasIdCondition(set(among))]
    for condition in conditions(filters, kinds or get_args(Kind)):
        if condition.values:
            must.append(q.FieldCondition(condition.key, q.MatchAny(list(condition.values))))
        else:
            least, most = condition.least, condition.most
            bounds = q.RangeFloat(
                gte=None if least is None else float(least), lte=None if most is None else float(most)
            )
            must.append(q.FieldCondition(condition.key, range=bounds))
    return q.Filter(must=must) if must else None


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:300]
