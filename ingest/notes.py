"""What a build notes of its sources: rows for people, and what its manifest says of them."""

import hashlib
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from corpus.types import Instrument
from ingest.collecting import Collected
from ingest.embedding import Embedder
from ingest.generations import SCHEMA, SourceEntry
from ingest.summary import SummaryRow

_CODE = (
    "pipeline.py",
    "notes.py",
    "own_documents.py",
    "writing.py",
    "catalog_writer.py",
    "sparse.py",
    "store.py",
    "store_edge.py",
    "store_edge_copy.py",
    "store_server.py",
)


def rows_of(
    found: Sequence[Collected], failed: Sequence[SummaryRow], old: Sequence[SourceEntry]
) -> tuple[SummaryRow, ...]:
    """What became of each source, against those of the last build."""
    before = {entry.source: entry for entry in old}
    rows = []
    for c in found:
        last = before.pop(c.document.source, None)
        state = "new" if last is None else "unchanged" if last.reading == c.reading else "changed"
        d = c.document
        rows.append(
            SummaryRow(
                d.instrument, d.source, d.role, d.lang, state,  # type: ignore[arg-type]  # one of three literals
                len(c.parsed.provisions), len(c.parsed.chunks), c.problems,
            )
        )  # fmt: skip
    for entry in before.values():
        if entry.source not in {row.source for row in failed}:
            rows.append(SummaryRow(entry.instrument, entry.source, entry.role, entry.lang, "removed"))
    return (*rows, *failed)


def entry_of(c: Collected) -> SourceEntry:
    """What the manifest says of a source."""
    d, parsed = c.document, c.parsed
    return SourceEntry(
        d.source, d.instrument, d.lang, d.role, d.sha256, c.reading,
        len(parsed.provisions), len(parsed.chunks), len(parsed.sentences), c.problems,
    )  # fmt: skip


def own_of(found: Sequence[Collected]) -> Iterator[dict[str, object]]:
    """The user's own documents among these, as the manifest keeps them."""
    instruments: dict[str, Instrument] = {
        c.instrument.id: c.instrument for c in found if c.document.role == "user"
    }
    for instrument in instruments.values():
        yield instrument.model_dump(mode="json")


def counts_of(sources: Sequence[SourceEntry], questions: int) -> dict[str, int]:
    """What an index of these sources holds, with so many typical questions."""
    return {
        "sources": len(sources),
        "instruments": len({e.instrument for e in sources}),
        "provisions": sum(e.provisions for e in sources),
        "chunks": sum(e.chunks for e in sources),
        "sentences": sum(e.sentences for e in sources),
        "questions": questions,
    }


def fingerprint_of(found: list[Collected], failed: list[SummaryRow], model: Embedder, form: str) -> str:
    """Hash of all that the index depends on."""
    parts = [model.model_id, form, str(SCHEMA), code_version()]
    parts += [f"{c.document.source} {c.reading} {c.problems} {c.timeline} {c.questions}" for c in found]
    parts += [f"{row.source} {row.problems}" for row in failed]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


@cache
def code_version() -> str:
    """Hash of the code that an index depends on."""
    here = Path(__file__).parent
    return hashlib.sha256(b"".join((here / name).read_bytes() for name in _CODE)).hexdigest()
