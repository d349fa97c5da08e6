"""From clean text to provisions with pins: one outline parser a legal tradition."""

from importlib import import_module

from corpus.types import Instrument, OutlineStyle, Source
from ingest.outline.tree import faults
from ingest.types import Provision, Reading

__all__ = ["OUTLINES", "outline"]

OUTLINES: dict[OutlineStyle, str] = {
    "eu": "eu",
    "cn": "cn",
    "us-code": "us_code",
    "us-eo": "us_eo",
    "treaty": "treaty",
    "headings": "headings",
    "paragraphs": "paragraphs",
}
"""The module of this package for each style; its `parse(reading, instrument_id, part)` does the work."""


_FALLBACKS = ("headings", "paragraphs")
_NO_STRUCTURE = frozenset({"front", "back", "preamble"})


def outline(reading: Reading, instrument: Instrument, source: Source) -> tuple[Provision, ...]:
    """The provisions of a reading, in document order.

    The source's own outline style goes before its instrument's; a digest is outlined by the pins that it
    carries. A text in which that style finds nothing but front and back matter is outlined by its headings, or
    else by its paragraphs. Every non-space character of the text lies in a top-level provision, pins are unique,
    and spans nest as pins do.

    Args:
        reading: The clean text of `source`.
        instrument: Whose text it is; its id begins every pin.
        source: Which source was read; its `part`, if any, is the first segment of every pin (`h-<part>`).

    Raises:
        ValueError: A parser broke one of the invariants above (a fault of ours, never of the text).
    """
    name = "digest" if source.role == "digest" else OUTLINES[source.outline or instrument.outline]
    provisions = _parsed(name, reading, instrument, source)
    for fallback in _FALLBACKS if name not in ("digest", *_FALLBACKS) else ():
        if any(provision.kind not in _NO_STRUCTURE for provision in provisions):
            break
        provisions = _parsed(fallback, reading, instrument, source)
    return provisions


def _parsed(name: str, reading: Reading, instrument: Instrument, source: Source) -> tuple[Provision, ...]:
    """What one outline module finds, its invariants checked."""
    provisions: tuple[Provision, ...] = import_module(f"{__name__}.{name}").parse(
        reading, instrument.id, source.part
    )
    if found := faults(provisions, reading.text):
        raise ValueError(f"outline '{name}' of {instrument.id}:{source.id}: {found[0]}")
    return provisions
