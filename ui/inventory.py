"""What is held of each instrument: the rows of `crosslex corpus list`."""

from pathlib import Path
from typing import Any

from corpus import Registry
from ingest import IndexMissing, open_index


def inventory(registry: Registry, home: Path | None = None) -> list[dict[str, Any]]:
    """One entry for each instrument, in the shape of `crosslex corpus list --json` (DESIGN §4).

    A source is present if its text is in the index; without an index nothing is.
    """
    counts: dict[str, dict[str, int]] = {}
    indexed: set[str] = set()
    own: list[dict[str, Any]] = []
    try:
        with open_index(home) as index:
            counts = index.catalog.counts()
            documents = index.catalog.documents()
            indexed = {d.source for d in documents}
            registry = registry.extended(index.own_instruments())
    except IndexMissing:
        pass
    for instrument in registry.instruments.values():
        digest = registry.digest(instrument.id) if instrument.jurisdiction != "user" else None
        held = counts.get(instrument.id, {})
        own.append(
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
    return own
