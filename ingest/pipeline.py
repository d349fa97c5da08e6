"""Building the index: sources → readings → chunks → vectors → a new generation, published in one step."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, cast

from corpus.errors import CrosslexError
from corpus.registry import Registry, load_registry
from ingest.amended import dated
from ingest.catalog import Catalog
from ingest.collecting import Collected, Places, collect
from ingest.embedding import BUNDLED, Embedder, load_embedder
from ingest.generations import (
    CATALOG,
    SCHEMA,
    VECTORS,
    Draft,
    Generations,
    IndexMismatch,
    Manifest,
)
from ingest.home import Paths, paths, writable
from ingest.notes import code_version, counts_of, entry_of, fingerprint_of, own_of, rows_of
from ingest.own_documents import Exchange, can_exchange
from ingest.parsing import Parsed, ReadingCache
from ingest.questions import with_questions
from ingest.settings import load_settings
from ingest.sources import remove_upload, store_upload, uploads
from ingest.store import choose, create_store, is_server
from ingest.summary import Progress, Silent, Summary, SummaryRow
from ingest.writing import embed, texts_of, write

if TYPE_CHECKING:
    from ingest.store_server import QdrantStore


def build(
    registry: Registry | None = None,
    *,
    home: Path | None = None,
    mirror: Path | None = None,
    embedder: str | None = None,
    files: Sequence[Path] = (),
    remove: Sequence[str] = (),
    instruments: Sequence[str] = (),
    own_only: bool = False,
    rebuild: bool = False,
    offline: bool = True,
    store: str | None = None,
    progress: Progress | None = None,
) -> Summary:
    """Bring the index up to date; the old one answers until the new one is whole.

    Args:
        registry: The instruments; the built-in registry if not given.
        home: `$CROSSLEX_HOME` if not given.
        mirror: A folder with copies of the official texts; that of the last build if not given.
        embedder: Name of the embedding model; that of the index, else of the settings, else the bundled one.
        files: The user's own documents to add; they stay in every later build.
        remove: Ids of such documents to take out.
        instruments: Only bring these up to date, and leave the others as they are.
        own_only: Only bring the user's own documents up to date, and leave the instruments as they are.
        rebuild: Build anew, with whatever embedding model, store and mirror are asked for now.
        offline: Do not fetch what is missing from official addresses.
        store: `edge`, `local`, or the URL of a Qdrant server; that of the index if not given.
        progress: Shown how far the build is.

    Returns:
        A row for each source, also of those that could not be read.

    Raises:
        UsageError: An unknown instrument, a file that is not there, a store that does not exist.
        IndexMismatch: Another embedding model than the index's is asked for without `rebuild`.
        CrosslexError: Another build is running, or the disk is full, or the store fails.
    """
    return _Build(registry or load_registry(), paths(home), progress or Silent()).run(
        mirror=mirror,
        embedder=embedder,
        files=files,
        remove=remove,
        instruments=instruments,
        own_only=own_only,
        rebuild=rebuild,
        offline=offline,
        store=store,
    )


class _Build:
    """One build."""

    def __init__(self, registry: Registry, places: Paths, progress: Progress) -> None:
        self.registry, self.paths, self.progress = registry, places, progress
        self.settings = load_settings(places.root)
        self.readings = ReadingCache(places.index / "cache" / "readings")
        self.generations = Generations(places.root)
        self.stages: dict[str, float] = {}
        self.begun = time.perf_counter()

    def run(
        self,
        *,
        mirror: Path | None,
        embedder: str | None,
        files: Sequence[Path],
        remove: Sequence[str],
        instruments: Sequence[str],
        own_only: bool,
        rebuild: bool,
        offline: bool,
        store: str | None,
    ) -> Summary:
        writable(self.paths.index)
        try:
            with self.generations.building() as draft:
                old = self.generations.current()
                before = None if rebuild else old
                model = self._embedder(embedder, before)
                form = choose(store or (before.store if before else None) or self.settings.store)
                if mirror is None and before is not None and before.mirror and Path(before.mirror).is_dir():
                    mirror = Path(before.mirror)
                    self.progress.note(f"official texts from the mirror of the last build: {mirror}")
                added = self._files(files, remove)
                if own_only and before is not None and can_exchange(before, form):
                    exchange = self._exchange(before, model)
                    if not exchange.too_much:
                        self._give_up(added, exchange.failed)
                        return self._write_own(draft, exchange, model)
                with self._stage("reading"):
                    only = instruments or None
                    if own_only and before is not None:
                        only = [upload.id for upload in uploads(self.paths.root)]
                    found, failed = self._collect(only, before, mirror, offline, model)
                self._give_up(added, failed)
                rows = rows_of(found, failed, old.sources if old else ())
                if not found:
                    raise CrosslexError(
                        "nothing could be read, so there is nothing to index; see the problems above"
                    )
                fingerprint = fingerprint_of(found, failed, model, form)
                if before is not None and before.fingerprint == fingerprint:
                    return self._summary(before.id, rows, up_to_date=True)
                return self._write(draft, found, failed, rows, model, form, mirror, fingerprint)
        except OSError as error:
            raise CrosslexError(
                f"cannot write the index in {self.paths.index}: {error.strerror or error}"
            ) from error

    # --- what goes in -------------------------------------------------------------------------------------------------

    def _embedder(self, name: str | None, before: Manifest | None) -> Embedder:
        asked = name or self.settings.embedder
        model = load_embedder(asked or (before.embedder if before else BUNDLED), self.paths.models)
        if before is not None and model.model_id != before.model_id:
            raise IndexMismatch(
                f"the index was built with the embedding model '{before.embedder}'; to change to '{model.name}' run: "
                f"crosslex ingest --embedder {model.name} --rebuild"
            )
        return model

    def _files(self, files: Sequence[Path], remove: Sequence[str]) -> dict[str, bool]:
        """Keep and remove the user's documents; the ids of those added, and whether they are new."""
        known = {upload.id for upload in uploads(self.paths.root)}
        for id in remove:
            remove_upload(self.paths.root, id)
        stored = [store_upload(self.paths.root, path) for path in files]
        return {upload.id: upload.id not in known for upload in stored}

    def _give_up(self, added: dict[str, bool], failed: Sequence[SummaryRow]) -> None:
        """Let go of a file that was added just now and cannot be read, so that it fails once only."""
        for row in failed:
            if added.get(row.instrument):
                remove_upload(self.paths.root, row.instrument)

    def _collect(
        self,
        only: Sequence[str] | None,
        before: Manifest | None,
        mirror: Path | None,
        offline: bool,
        model: Embedder,
    ) -> tuple[list[Collected], list[SummaryRow]]:
        own = uploads(self.paths.root)
        wider = self.registry.extended([upload.instrument for upload in own])
        chosen = set(wider.instruments) if only is None else {wider.get(id).id for id in only}
        kept, lost = ([], set()) if before is None or only is None else self._kept(before, chosen, wider)
        chosen |= lost
        places = Places(mirror, self.paths.cache, self.paths.models, self.readings, offline)
        found, failed, keys = collect(
            [i for id, i in self.registry.instruments.items() if id in chosen],
            [u for u in own if u.id in chosen],
            self.registry,
            places,
            model.name,
            self.progress,
        )
        self.readings.keep_only({c.reading for c in kept} | keys)
        order = {id: at for at, id in enumerate(wider.instruments)}
        sources = sorted([*kept, *found], key=lambda c: order[c.instrument.id])
        return with_questions(dated(sources, self.registry, model), self.registry), failed

    def _kept(self, before: Manifest, chosen: set[str], wider: Registry) -> tuple[list[Collected], set[str]]:
        """The sources of the instruments that are to stay as they are, and those of which a reading is gone."""
        generation = self.generations.open()
        try:
            catalog = Catalog(generation.folder / CATALOG)
            kept: dict[str, list[Collected] | None] = {}
            for entry in before.sources:
                if entry.instrument in chosen or entry.instrument not in wider.instruments:
                    continue
                if catalog.document(entry.source).act is not None:
                    continue  # it is derived anew from those that are kept
                parsed = self.readings.get(entry.reading)
                if not isinstance(parsed, Parsed):
                    kept[entry.instrument] = None  # its reading is gone: it is read again
                    continue
                others = kept.setdefault(entry.instrument, [])
                if others is not None:
                    document = catalog.document(entry.source)
                    instrument = wider.get(entry.instrument)
                    others.append(Collected(document, instrument, entry.reading, parsed, entry.problems))
            catalog.close()
        finally:
            generation.release()
        lost = {id for id, group in kept.items() if group is None}
        return [c for group in kept.values() if group for c in group], lost

    def _exchange(self, before: Manifest, model: Embedder) -> Exchange:
        """The user's documents as they are now."""
        own = uploads(self.paths.root)
        places = Places(None, self.paths.cache, self.paths.models, self.readings, offline=True)
        with self._stage("reading"):
            found, failed, _ = collect([], own, self.registry, places, model.name, self.progress)
            return Exchange(before, dated(found, self.registry, model), failed, self.registry)

    # --- what comes out -----------------------------------------------------------------------------------------------

    def _write(
        self,
        draft: Draft,
        found: list[Collected],
        failed: list[SummaryRow],
        rows: tuple[SummaryRow, ...],
        model: Embedder,
        form: str,
        mirror: Path | None,
        fingerprint: str,
    ) -> Summary:
        texts = texts_of(found)
        with self._stage("embedding"):
            vectors, computed = embed(
                texts, model, self.paths.index / "cache" / "vectors.sqlite", self.progress
            )
        dimension, entries = vectors.shape[1], tuple(map(entry_of, found))
        collection = f"crosslex-{draft.id}"
        with self._stage("storing"):
            target = create_store(form, draft.folder / VECTORS, collection, dimension)
            server = cast("QdrantStore", target) if is_server(form) else None
            try:
                write(draft.folder, found, dict(zip(texts, vectors, strict=True)), target, self.progress)
                manifest = Manifest(
                    id=draft.id,
                    created=datetime.now(UTC).isoformat(timespec="seconds"),
                    schema=SCHEMA,
                    fingerprint=fingerprint,
                    embedder=model.name,
                    model_id=model.model_id,
                    dimension=dimension,
                    store=form,
                    collection=collection,
                    mirror=str(mirror.absolute()) if mirror else None,
                    sources=entries,
                    failed=tuple(asdict(row) for row in failed),
                    own=tuple(own_of(found)),
                    counts=counts_of(entries, sum(len(c.questions) for c in found)),
                    code=code_version(),
                )
                if server is None:
                    target.close()
                draft.publish(manifest)
            except BaseException:
                if server is not None:
                    server.drop()
                raise
            if server is not None:
                server.publish()
                server.close()
        self.generations.sweep(self._drop_collection)
        return replace(
            self._summary(draft.id, rows, up_to_date=False), embedded=computed, reused=len(texts) - computed
        )

    def _write_own(self, draft: Draft, exchange: Exchange, model: Embedder) -> Summary:
        before = exchange.before
        if exchange.is_empty({upload.id for upload in uploads(self.paths.root)}):
            return self._summary(before.id, exchange.rows, up_to_date=True)
        texts = texts_of(exchange.fresh)
        cache = self.paths.index / "cache" / "vectors.sqlite"
        with self._stage("embedding"):
            vectors, computed = embed(texts, model, cache, self.progress, whole=False)
        with self._stage("storing"):
            generation = self.generations.open()  # the one before, held open while it is copied
            try:
                known = dict(zip(texts, vectors, strict=True))
                exchange.write(generation.folder, draft.folder, known, self.progress)
            finally:
                generation.release()
            draft.publish(exchange.manifest(draft.id))
        self.generations.sweep(self._drop_collection)
        summary = self._summary(draft.id, exchange.rows, up_to_date=False)
        return replace(summary, embedded=computed, reused=len(texts) - computed)

    def _drop_collection(self, manifest: Manifest) -> None:
        if is_server(manifest.store):
            from ingest.store_server import QdrantStore, connect

            store = QdrantStore(connect(manifest.store, self.paths.index), manifest.collection)
            store.drop()
            store.close()

    def _summary(self, generation: str, rows: tuple[SummaryRow, ...], *, up_to_date: bool) -> Summary:
        seconds = round(time.perf_counter() - self.begun, 2)
        return Summary(generation, up_to_date, rows, seconds=seconds, stages=self.stages)

    @contextmanager
    def _stage(self, name: str) -> Iterator[None]:
        begun = time.perf_counter()
        yield
        self.stages[name] = round(time.perf_counter() - begun, 2)
