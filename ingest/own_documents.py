"""Bringing the user's own documents up to date without writing the rest of the index anew.

A generation is copied and the documents are exchanged in the copy. What is fitted to all texts (the average length of
lexical vectors, the background) stays that of the copied generation until the next whole build.
"""

import hashlib
import shutil
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from corpus.registry import Registry
from ingest.catalog_writer import CatalogWriter
from ingest.collecting import Collected
from ingest.embedding import Vector
from ingest.generations import BACKGROUND, CATALOG, LEXICAL, VECTORS, Manifest, SourceEntry
from ingest.notes import code_version, counts_of, entry_of, own_of, rows_of
from ingest.sparse import SparseEncoder
from ingest.store import EMBEDDED
from ingest.summary import Progress, SummaryRow
from ingest.writing import fill, points_of

_MOST = 20_000
"""Points in front of the immutable part of a store, beyond which it is written anew: each is read when it is opened."""


def can_exchange(before: Manifest, form: str) -> bool:
    """Whether this generation can be copied: it lies in files here, and the same code would write it."""
    return before.store == form == EMBEDDED and before.code == code_version()


@dataclass(frozen=True, slots=True)
class Exchange:
    """The user's documents as they are now, against those of a generation.

    Args:
        before: The generation.
        found: All of the user's documents that could be read.
        failed: Those that could not.
        registry: Without the user's documents.
    """

    before: Manifest
    found: Sequence[Collected]
    failed: Sequence[SummaryRow]
    registry: Registry

    @property
    def fresh(self) -> list[Collected]:
        """The documents that are new, or read otherwise than before."""
        known = {entry.source: entry.reading for entry in self.before.sources}
        return [c for c in self.found if known.get(c.document.source) != c.reading]

    @property
    def gone(self) -> set[str]:
        """The sources to take out: those of documents that were removed, or have changed."""
        same = {c.document.source for c in self.found} - {c.document.source for c in self.fresh}
        return {entry.source for entry in self._own_before if entry.source not in same}

    @property
    def rows(self) -> tuple[SummaryRow, ...]:
        """What became of each source of the index."""
        kept = tuple(
            SummaryRow(
                e.instrument, e.source, e.role, e.lang, "unchanged", e.provisions, e.chunks, e.problems
            )
            for e in self._kept
        )
        return kept + rows_of(self.found, self.failed, self._own_before)

    @property
    def too_much(self) -> bool:
        """Whether writing the whole index anew serves better."""
        return self.before.appended + sum(map(points_of, self.fresh)) > _MOST

    def is_empty(self, listed: Collection[str]) -> bool:
        """Whether the generation holds all this already.

        Args:
            listed: Ids of the documents that are kept, those that could not be read among them.
        """
        failed = {row.source for row in self.failed if row.instrument in listed}
        noted = {row["source"] for row in self.before.failed if row["instrument"] in listed}
        return not self.fresh and not self.gone and failed == noted

    def write(self, old: Path, new: Path, vectors: dict[str, Vector], progress: Progress) -> None:
        """Fill the folder of a generation.

        Args:
            old: The folder of the generation before.
            new: An empty folder.
            vectors: The vector of every text of `texts_of(self.fresh)`.
            progress: Shown how far it is.
        """
        from ingest.store_edge_copy import EdgeStoreCopy

        for name in (CATALOG, BACKGROUND):
            shutil.copyfile(old / name, new / name)
        lexical = SparseEncoder.load(old / LEXICAL).knowing(
            Counter(terms) for c in self.fresh for terms in c.parsed.terms if terms
        )
        lexical.save(new / LEXICAL)
        catalog = CatalogWriter.onto(new / CATALOG)
        catalog.remove(self.gone)
        store = EdgeStoreCopy.of(old / VECTORS, new / VECTORS, self.gone)
        try:
            fill(catalog, self.fresh, lexical, vectors, store, progress)
        finally:
            store.close()

    def manifest(self, id: str) -> Manifest:
        """That of the new generation, of this id."""
        sources = (*self._kept, *map(entry_of, self.found))
        others = [row for row in self.before.failed if row["instrument"] in self.registry.instruments]
        own = "\n".join([self.before.fingerprint, *(f"{e.source} {e.reading}" for e in sources), id])
        return replace(
            self.before,
            id=id,
            created=datetime.now(UTC).isoformat(timespec="seconds"),
            # that of no whole build: the next one writes everything anew
            fingerprint=hashlib.sha256(own.encode()).hexdigest(),
            collection=f"crosslex-{id}",
            sources=sources,
            failed=(*others, *map(asdict, self.failed)),
            own=tuple(own_of(self.found)),
            counts=counts_of(sources, self.before.counts["questions"]),
            appended=self.before.appended + sum(map(points_of, self.fresh)),
        )

    @property
    def _kept(self) -> list[SourceEntry]:
        return [entry for entry in self.before.sources if entry.instrument in self.registry.instruments]

    @property
    def _own_before(self) -> list[SourceEntry]:
        return [entry for entry in self.before.sources if entry.role == "user"]
