"""What is held of each instrument: the rows of `crosslex corpus list`."""

from pathlib import Path
from typing import Any

from corpus import Registry
from ingest import Index, IndexMissing, open_index


def inventory(registry: Registry, home: Path | None = None) -> list[dict[str, Any]]:
    """One entry for each instrument, in the shape of `crosslex corpus list --json` (DESIGN §4).

    A source is present if its text is in the index; without an index nothing is.
    """
    try:
        with open_index(home) as index:
            return inventory_of(registry.extended(index.own_instruments()), index)
    except IndexMissing:
        return inventory_of(registry, None)


def inventory_of(registry: Registry, index: Index | None) -> list[dict[str, Any]]:
    """The same of an open index, whose own documents `registry` knows."""
    counts = index.catalog.counts() if index else {}
    indexed = {d.source for d in index.catalog.documents()} if index else set()
    entries: list[dict[str, Any]] = []
    for instrument in registry.instruments.values():
        digest = registry.digest(instrument.id) if instrument.jurisdiction != "user" else None
        held = counts.get(instrument.id, {})
        entries.append(
            {
                "id": instrument.id,
                "title": {"en": instrument.title.en, "zh": instrument.title.zh},
                "jurisdiction": instrument.jurisdiction,
                "pole": instrument.pole,
                "kind": instrument.kind,
                "status": instrument.status,
                "as_of": instrument.as_of.isoformat(),
                "provisions": {"en": held.get("en", 0), "zh": held.get("zh", 0)},
                "digests": len(digest.provisions) if digest else 0,
                "sources": [
                    {
                        "id": source.id,
                        "lang": source.lang,
                        "role": source.role,
                        "edition": source.edition,
                        "url": str(source.url) if source.url else None,
                        "present": f"{instrument.id}:{source.id}" in indexed,
                    }
                    for source in instrument.sources
                ],
            }
        )
    return entries
