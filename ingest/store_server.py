"""The store on a Qdrant server or cluster by URL, through qdrant-client.

Each generation of the index is a collection of its own; the alias `crosslex` always names the current one, and is
switched atomically. qdrant-client's local mode (a folder, or memory) has the same interface and gives the same
answers, more slowly: it stands in where qdrant-edge-py cannot be installed, and for a server in tests.
"""

import logging
import os
from collections.abc import Callable, Sequence, Set
from pathlib import Path
from typing import Any, TypeVar, get_args

from qdrant_client import QdrantClient, models

from corpus.errors import CrosslexError
from ingest.embedding import Vector
from ingest.shelves import Kind
from ingest.sparse import Sparse
from ingest.store import (
    BM25,
    DATES,
    DENSE,
    HEADING,
    KEYWORDS,
    KIND_OF,
    LOCAL,
    QUESTION,
    RRF_K,
    SENTENCE,
    Match,
    StorePoint,
    conditions,
    ranked,
)
from ingest.types import Filters

ALIAS = "crosslex"
_BATCH = 512
_SECONDS = 30
_Result = TypeVar("_Result")


def connect(spec: str, folder: Path) -> QdrantClient:
    """A client for a server's URL, or for the files in `folder` where `spec` is `local`.

    The environment variable QDRANT_API_KEY is sent to a server.

    Raises:
        CrosslexError: The server does not answer, or the folder is in use.
    """
    try:
        if spec == LOCAL:
            logging.getLogger("qdrant_client").setLevel(logging.ERROR)
            folder.mkdir(parents=True, exist_ok=True)
            return QdrantClient(path=str(folder))
        client = QdrantClient(
            url=spec, api_key=os.environ.get("QDRANT_API_KEY"), timeout=_SECONDS, check_compatibility=False
        )
        client.get_collections()
        return client
    except Exception as error:  # httpx, grpc and portalocker raise families of their own
        where = f"the Qdrant server at {spec}" if spec != LOCAL else f"the vector store in {folder}"
        raise CrosslexError(f"cannot reach {where}: {_first_line(error)}") from error


class QdrantStore:
    """A collection, seen through a client.

    Args:
        client: Connected to where the collection is.
        collection: Its name.
    """

    def __init__(self, client: QdrantClient, collection: str) -> None:
        self._client, self._collection = client, collection

    @classmethod
    def create(cls, client: QdrantClient, collection: str, dimension: int) -> "QdrantStore":
        """A new, empty collection."""
        dense = models.VectorParams(
            size=dimension, distance=models.Distance.COSINE, datatype=models.Datatype.FLOAT16
        )
        store = cls(client, collection)
        store._call(
            client.create_collection,
            collection,
            vectors_config={DENSE: dense, SENTENCE: dense, QUESTION: dense, HEADING: dense},
            sparse_vectors_config={BM25: models.SparseVectorParams(modifier=models.Modifier.IDF)},
        )
        return store

    def upsert(self, points: Sequence[StorePoint]) -> None:
        """Insert points, or replace those with the same id."""
        for at in range(0, len(points), _BATCH):
            batch = [
                models.PointStruct(
                    id=p.id,
                    vector={
                        **{name: vector.tolist() for name, vector in p.vectors.items()},
                        **{name: _client_sparse(s) for name, s in p.sparse.items()},
                    },
                    payload=p.payload,
                )
                for p in points[at : at + _BATCH]
            ]
            self._call(self._client.upsert, self._collection, batch, wait=True)

    def finish(self) -> None:
        """Index the payload."""
        if _is_local(self._client):
            return  # it has no payload indexes
        for name in KEYWORDS:
            keyword = models.PayloadSchemaType.KEYWORD
            self._call(self._client.create_payload_index, self._collection, name, keyword, wait=True)
        for name in DATES:
            integer = models.PayloadSchemaType.INTEGER
            self._call(self._client.create_payload_index, self._collection, name, integer, wait=True)

    def publish(self) -> None:
        """Let the alias name this collection, in one step."""
        known = self._call(self._client.get_aliases).aliases
        drop = [
            models.DeleteAliasOperation(delete_alias=models.DeleteAlias(alias_name=ALIAS))
            for alias in known
            if alias.alias_name == ALIAS
        ]
        add = models.CreateAliasOperation(
            create_alias=models.CreateAlias(collection_name=self._collection, alias_name=ALIAS)
        )
        self._call(self._client.update_collection_aliases, [*drop, add])

    def drop(self) -> None:
        """Delete the collection."""
        self._call(self._client.delete_collection, self._collection)

    def search_dense(
        self, name: str, vector: Vector, filters: Filters, limit: int, among: Set[int] | None = None
    ) -> list[Match]:
        """The points whose vector `name` is nearest, by cosine; only those `among` these ids, if given."""
        return self._query(vector.tolist(), name, filters, limit, among)

    def search_sparse(self, name: str, vector: Sparse, filters: Filters, limit: int) -> list[Match]:
        """The points whose sparse vector `name` scores best."""
        return self._query(_client_sparse(vector), name, filters, limit) if vector.indices else []

    def hybrid(
        self, dense: Vector, sparse: Sparse, filters: Filters, limit: int, prefetch: int
    ) -> list[Match]:
        """Both searches over chunks, fused by reciprocal rank."""
        limited = _client_filter(filters, "chunk")
        both = [models.Prefetch(query=dense.tolist(), using=DENSE, filter=limited, limit=prefetch)]
        if sparse.indices:
            lexical = _client_sparse(sparse)
            both.append(models.Prefetch(query=lexical, using=BM25, filter=limited, limit=prefetch))
        found = self._call(
            self._client.query_points,
            self._collection,
            prefetch=both,
            query=models.RrfQuery(rrf=models.Rrf(k=RRF_K)),
            limit=2 * prefetch,
            with_payload=False,
        )
        return ranked(found.points, limit)

    def count(self, filters: Filters | None = None) -> int:
        """How many points there are within `filters`."""
        limited = _client_filter(filters) if filters else None
        return int(self._call(self._client.count, self._collection, count_filter=limited, exact=True).count)

    def close(self) -> None:
        """Let go of files and connections."""
        self._client.close()

    def _query(
        self, vector: Any, name: str, filters: Filters, limit: int, among: Set[int] | None = None
    ) -> list[Match]:
        found = self._call(
            self._client.query_points,
            self._collection,
            query=vector,
            using=name,
            query_filter=_client_filter(filters, KIND_OF[name], among=among),
            limit=limit,
            with_payload=False,
            search_params=None if _is_local(self._client) else models.SearchParams(exact=True),
        )
        return ranked(found.points, limit)

    def _call(self, method: Callable[..., _Result], *args: Any, **kwargs: Any) -> _Result:
        try:
            return method(*args, **kwargs)
        except Exception as error:  # httpx, grpc and qdrant-client raise families of their own
            raise CrosslexError(f"the vector store failed: {_first_line(error)}") from error


def _is_local(client: QdrantClient) -> bool:
    from qdrant_client.local.qdrant_local import QdrantLocal

    return isinstance(client._client, QdrantLocal)


def _client_sparse(vector: Sparse) -> models.SparseVector:
    return models.SparseVector(indices=list(vector.indices), values=list(vector.values))


def _client_filter(filters: Filters, *kinds: Kind, among: Set[int] | None = None) -> models.Filter | None:
    must: list[models.Condition] = [] if among is None else [models.HasIdCondition(has_id=list(among))]
    for condition in conditions(filters, kinds or get_args(Kind)):
        if condition.values:
            match = models.MatchAny(any=list(condition.values))
            must.append(models.FieldCondition(key=condition.key, match=match))
        else:
            bounds = models.Range(gte=condition.least, lte=condition.most)
            must.append(models.FieldCondition(key=condition.key, range=bounds))
    return models.Filter(must=must) if must else None


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:300]
