"""Readings and outlines of the mirror's sources, each made once a session; readings are kept between sessions."""

import hashlib
import pickle
from functools import cache
from pathlib import Path

from corpus.registry import load_registry
from corpus.types import Instrument, Source
from ingest.outline import outline
from ingest.readers import read
from ingest.types import Provision, RawDocument, Reading

ROOT = Path(__file__).resolve().parents[2]


def sources() -> list[tuple[str, str]]:
    """(instrument id, source id) of every source that the mirror may hold."""
    instruments = load_registry().instruments.values()
    return [(i.id, source.id) for i in instruments for source in i.sources if source.file]


def find(instrument_id: str, source_id: str) -> tuple[Instrument, Source]:
    """An instrument and one of its sources."""
    instrument = load_registry().get(instrument_id)
    return instrument, next(source for source in instrument.sources if source.id == source_id)


@cache
def reading_of(mirror: Path, instrument_id: str, source_id: str) -> Reading:
    """The reading of a source; taken from `.pytest_cache` where neither file nor readers have changed."""
    instrument, source = find(instrument_id, source_id)
    assert source.file is not None
    path = mirror / instrument.id / source.file
    data = path.read_bytes()
    digest = hashlib.sha256(data)
    for module in sorted((ROOT / "ingest" / "readers").glob("*.py")):
        digest.update(module.read_bytes())
    digest.update((ROOT / "ingest" / "types.py").read_bytes())
    digest.update(f"{source.lang} {source.media_type}".encode())
    kept = ROOT / ".pytest_cache" / "readings" / f"{digest.hexdigest()}.pickle"
    if kept.is_file():
        try:
            reading: Reading = pickle.loads(kept.read_bytes())
            return reading
        except (pickle.UnpicklingError, EOFError, AttributeError):
            kept.unlink()
    sha256 = hashlib.sha256(data).hexdigest()
    reading = read(RawDocument(instrument.id, source, data, sha256, "mirror", str(path)))
    kept.parent.mkdir(parents=True, exist_ok=True)
    fresh = kept.with_suffix(f".{hashlib.sha256(str(id(reading)).encode()).hexdigest()[:8]}")
    fresh.write_bytes(pickle.dumps(reading))
    fresh.replace(kept)
    return reading


@cache
def outline_of(mirror: Path, instrument_id: str, source_id: str) -> dict[str, Provision]:
    """The provisions of a source by pin, without the instrument's id."""
    provisions = outline(reading_of(mirror, instrument_id, source_id), *find(instrument_id, source_id))
    return {provision.pin.partition("/")[2]: provision for provision in provisions}


def top(pins: dict[str, Provision], prefix: str = "") -> list[str]:
    """The pins of one segment that begin with `prefix`, in document order."""
    return [pin for pin in pins if "/" not in pin and pin.startswith(prefix)]
