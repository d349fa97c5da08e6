"""The index that questions are asked of: vectors, texts and the embedding model of one generation, behind one door."""

import os
import threading
import weakref
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self, TypeVar

from corpus.types import Instrument, Lang, Role
from ingest.background import Background
from ingest.catalog import Catalog
from ingest.embedding import Embedder, Vector, load_embedder
from ingest.generations import (
    BACKGROUND,
    CATALOG,
    LEXICAL,
    VECTORS,
    Generation,
    Generations,
    IndexMismatch,
    Manifest,
)
from ingest.home import paths
from ingest.records import Document, ProvisionText
from ingest.settings import load_settings
from ingest.sparse import Sparse, SparseEncoder
from ingest.store import BM25, DENSE, HEADING, QUESTION, SENTENCE, Match, Store, open_store
from ingest.types import Chunk, Filters, ScoredChunk, ScoredSentence

Mode = Literal["hybrid", "dense", "sparse"]
EVERYTHING = Filters()
_Result = TypeVar("_Result")
_Facts = tuple[str, str, str, str, Lang, Role, int, int, str]
"""What a `ScoredSentence` says besides its score."""
_READ_AT_ONCE = 500
"""Sentences read ahead at once, so that a question waits for few."""


def open_index(home: Path | None = None, *, embedder: str | None = None) -> "Index":
    """The current index.

    Args:
        home: `$CROSSLEX_HOME` if not given.
        embedder: The embedding model that it must have been built with; whichever it was if not given (here and
            in the settings).

    Raises:
        IndexMissing: Nothing has been ingested yet.
        IndexMismatch: It was built with another embedding model, or by another version of crosslex.
        CrosslexError: It is damaged.
    """
    where = paths(home)
    wanted = embedder or load_settings(where.root).embedder
    generation = Generations(where.root).open()
    manifest = generation.manifest
    try:
        model = load_embedder(manifest.embedder, where.models)
        asked = load_embedder(wanted, where.models).model_id if wanted else manifest.model_id
        if manifest.model_id not in (asked, model.model_id) or asked != manifest.model_id:
            raise IndexMismatch(
                f"the index was built with the embedding model '{manifest.embedder}', not with '{wanted}'; "
                f"run: crosslex ingest --embedder {wanted} --rebuild"
            )
        return Index(generation, model)
    except BaseException:
        generation.release()
        raise


class Index:
    """One generation, open for searching; safe to use from several threads.

    Args:
        generation: Held open until `close`.
        embedder: The model that it was built with.
    """

    def __init__(self, generation: Generation, embedder: Embedder) -> None:
        self.manifest: Manifest = generation.manifest
        self.catalog = Catalog(generation.folder / CATALOG)
        self._generation = generation
        self._embedder = embedder
        self._opening = threading.Lock()
        self._stores: list[Store] = []
        self._pool = ThreadPoolExecutor(os.cpu_count(), thread_name_prefix="crosslex-search")
        # a server cannot know when its last reader is done, and leaves closing to Python
        self._let_go = weakref.finalize(self, _let_go, self._stores, generation)
        self._let_go.atexit = False
        # whatever was found once, so that it is read once: of our texts 26,000 sentences at most, 15 MB
        self._sentences: dict[int, _Facts] = {}
        self._embedded = lru_cache(maxsize=512)(self._embedder.embed_query)

    @cached_property
    def _lexical(self) -> SparseEncoder:
        return SparseEncoder.load(self._generation.folder / LEXICAL)

    @cached_property
    def background(self) -> Background:
        """How near a question lies to the sentences of each language on average."""
        return Background.load(self._generation.folder / BACKGROUND)

    @property
    def _store(self) -> Store:
        with self._opening:  # opened once, by whoever searches first
            return self._opened

    @cached_property
    def _opened(self) -> Store:
        folder = self._generation.folder / VECTORS
        self._stores.append(open_store(self.manifest.store, folder, self.manifest.collection))
        return self._stores[0]

    @property
    def home(self) -> Path:
        """The home that it lies under."""
        return self._generation.home

    def aside(self, call: Callable[..., _Result], *args: Any, **options: Any) -> "Future[_Result]":
        """Begin one of this index's searches while others run; `call` asks for nothing aside itself."""
        return self._pool.submit(call, *args, **options)

    def read_ahead(self) -> None:
        """Read at once what each search would read of what it finds; worth it before many questions."""
        catalog = self.catalog
        numbers = [number for known in catalog.sentences_by_chunk.values() for number in known]
        for at in range(0, len(numbers), _READ_AT_ONCE):
            self._sentences |= self._read_sentences(numbers[at : at + _READ_AT_ONCE])
        catalog.sentences_under("")
        _ = catalog.chunks_by_number, catalog.questions_by_number, catalog.headings_by_number
        _ = self._lexical, self.background
        anywhere = self.embed_query("")
        # vectors are read from disk when they are first compared
        for name in (SENTENCE, DENSE, QUESTION, HEADING):
            self._store.search_dense(name, anywhere, EVERYTHING, len(numbers))

    # --- searching ---------------------------------------------------------------------------------------------------

    def embed_query(self, text: str) -> Vector:
        """The vector of a question: near to questions like it."""
        return self._embedded(text)

    def toward_answers(self, question: Vector) -> Vector:
        """A vector of `embed_query` moved to where passages that answer it lie, if the model was taught how."""
        return self._embedder.toward_answers(question)

    def sparse_query(self, text: str) -> Sparse:
        """The lexical vector of a question."""
        return self._lexical.query(text)

    def search(
        self,
        text: str = "",
        *,
        dense: Vector | None = None,
        sparse: Sparse | None = None,
        filters: Filters = EVERYTHING,
        limit: int = 50,
        prefetch: int = 100,
        mode: Mode = "hybrid",
    ) -> list[ScoredChunk]:
        """The chunks that answer best.

        Args:
            text: The question; not needed where its vectors are given.
            dense: Its vector, if known.
            sparse: Its lexical vector, if known.
            filters: What to search.
            limit: How many chunks.
            prefetch: How many of each search are fused, at least `limit`.
            mode: `hybrid` scores by reciprocal rank, `dense` by cosine, `sparse` by BM25.
        """
        return self.search_many(
            [filters], text, dense=dense, sparse=sparse, limit=limit, prefetch=prefetch, mode=mode
        )[0]

    def chunk_scores(
        self,
        *,
        dense: Vector | None = None,
        sparse: Sparse | None = None,
        filters: Filters = EVERYTHING,
        limit: int = 50,
    ) -> dict[str, float]:
        """The ids of the chunks that answer best, best first, by cosine (`dense`) or by BM25 (`sparse`).

        What `search` does without reading the chunks, which takes longer than finding them.
        """
        if dense is not None:
            matches = self._store.search_dense(DENSE, dense, self._dated(filters), limit)
        elif sparse is not None:
            matches = self._store.search_sparse(BM25, sparse, self._dated(filters), limit)
        else:
            raise ValueError("neither a dense nor a lexical vector to search for")
        ids = self.catalog.chunks_by_number
        return {ids[m.id]: m.score for m in matches if m.id in ids}

    def search_many(
        self,
        searches: Sequence[Filters],
        text: str = "",
        *,
        dense: Vector | None = None,
        sparse: Sparse | None = None,
        limit: int = 50,
        prefetch: int = 100,
        mode: Mode = "hybrid",
    ) -> list[list[ScoredChunk]]:
        """The same question within each of several filters, such as one for each side of a comparison."""
        if mode != "sparse" and dense is None:
            dense = self.toward_answers(self.embed_query(text))
        if mode != "dense" and sparse is None:
            sparse = self.sparse_query(text)
        store = self._store
        matches: list[list[Match]] = []
        for filters in map(self._dated, searches):
            if mode == "hybrid" and dense is not None and sparse is not None:
                matches.append(store.hybrid(dense, sparse, filters, limit, max(limit, prefetch)))
            elif dense is not None and mode == "dense":
                matches.append(store.search_dense(DENSE, dense, filters, limit))
            elif sparse is not None:
                matches.append(store.search_sparse(BM25, sparse, filters, limit))
        ids = self.catalog.chunks_by_number
        chunks = self.catalog.chunks_by_id(
            list({ids[m.id] for found in matches for m in found if m.id in ids})
        )
        return [[ScoredChunk(chunks[ids[m.id]], m.score) for m in found if m.id in ids] for found in matches]

    def sentences(
        self, vector: Vector, *, filters: Filters = EVERYTHING, limit: int = 50
    ) -> list[ScoredSentence]:
        """The sentences nearest to a question's vector, by cosine.

        `Filters(chunks=…)` limits to the sentences of those chunks, `Filters(under=…)` to those of provisions.
        """
        among = self._among(filters)
        if among is not None and not among:
            return []
        rest = replace(self._dated(filters), chunks=(), under=())
        matches = self._store.search_dense(SENTENCE, vector, rest, limit, among)
        known = self._sentences
        if missing := [m.id for m in matches if m.id not in known]:
            known |= self._read_sentences(missing)
        return [ScoredSentence(*known[m.id], m.score) for m in matches if m.id in known]

    def _among(self, filters: Filters) -> set[int] | None:
        """The sentences of the chunks and provisions of `filters`, found sooner here than by the store."""
        catalog = self.catalog
        limits: list[set[int]] = []
        if filters.chunks:
            limits.append({n for chunk in filters.chunks for n in catalog.sentences_by_chunk.get(chunk, ())})
        if filters.under:
            limits.append({n for pin in filters.under for n in catalog.sentences_under(pin)})
        return set.intersection(*limits) if limits else None

    def _read_sentences(self, numbers: Sequence[int]) -> dict[int, _Facts]:
        found: dict[int, _Facts] = {}
        for number, row in self.catalog.sentences_by_number(numbers).items():
            document = self.catalog.document(row.source)
            found[number] = (
                row.chunk, row.pin, document.instrument, row.source, document.lang, document.role,
                row.start, row.end, self.catalog.text(row.source)[row.start : row.end],
            )  # fmt: skip
        return found

    def questions(
        self, vector: Vector, *, filters: Filters = EVERYTHING, limit: int = 50
    ) -> dict[str, float]:
        """The pins whose typical questions are nearest to a question's vector, best first, and their cosines."""
        matches = self._store.search_dense(QUESTION, vector, self._dated(filters), limit)
        pins = self.catalog.questions_by_number
        found: dict[str, float] = {}
        for match in matches:
            if match.id in pins:
                found.setdefault(pins[match.id], match.score)
        return found

    def headings(
        self, vector: Vector, *, filters: Filters = EVERYTHING, limit: int = 50
    ) -> list[tuple[str, Lang, float]]:
        """The provisions whose headings are nearest to a question's vector, best first: pin, language and cosine."""
        matches = self._store.search_dense(HEADING, vector, self._dated(filters), limit)
        known = self.catalog.headings_by_number
        return [(*known[match.id], match.score) for match in matches if match.id in known]

    def _dated(self, filters: Filters) -> Filters:
        """`filters` with the first day of the epoch that they ask for."""
        return (
            filters
            if filters.day is None
            else replace(filters, day=self.catalog.epochs.first_day(filters.day))
        )

    # --- looking up ---------------------------------------------------------------------------------------------------

    def chunk(self, id: str) -> Chunk:
        """The chunk with this id."""
        return self.catalog.chunk(id)

    def provision(self, pin: str, lang: Lang | None = None, day: date | None = None) -> ProvisionText | None:
        """The version of a provision most worth citing, in `lang` and the law of `day` if given."""
        return self.catalog.provision(pin, lang, day)

    def provisions(self, instrument: str, lang: Lang | None = None) -> list[ProvisionText]:
        """The provisions of an instrument's best source in document order."""
        return self.catalog.provisions(instrument, lang)

    def parallel(self, pin: str, lang: Lang, day: date | None = None) -> ProvisionText | None:
        """The same provision in `lang`."""
        return self.catalog.parallel(pin, lang, day)

    def document(self, source: str) -> Document:
        """A source by its key."""
        return self.catalog.document(source)

    def own_instruments(self) -> tuple[Instrument, ...]:
        """The user's own documents, as instruments (`Registry.extended` takes them)."""
        return tuple(Instrument.model_validate(own) for own in self.manifest.own)

    # --- closing ------------------------------------------------------------------------------------------------------

    def close(self) -> None:
        """Let go of the files; the generation may be removed once another is current."""
        self._pool.shutdown()
        with self._opening:
            self._let_go()
            self.__dict__.pop("_opened", None)
        self.catalog.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _let_go(stores: list[Store], generation: Generation) -> None:
    while stores:
        stores.pop().close()
    generation.release()
