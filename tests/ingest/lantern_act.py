"""An invented act whose sources each test chooses, and files with its text."""

from datetime import date
from pathlib import Path

from corpus.types import Bilingual, Instrument, Source

TEXT = b"Lantern rules\n\nEvery keeper trims the wick at dusk and signs the book of the tower.\n"


def source(id: str, **fields: object) -> Source:
    given = {"lang": "en", "role": "authoritative", "media_type": "text/plain", "edition": "1"}
    return Source.model_validate({"id": id, **given, **fields})


def instrument(*sources: Source) -> Instrument:
    name = Bilingual(en="Lantern Act", zh="《灯塔法》")
    return Instrument(
        id="zz-lantern",
        title=name,
        short=name,
        issuer=name,
        jurisdiction="intl",
        pole="international",
        kind="statute",
        status="in-force",
        as_of=date(2026, 11, 22),
        citation="heading",
        outline="headings",
        language="en",
        sources=sources,
    )


def write(folder: Path, name: str, data: bytes) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_bytes(data)
    return path
