"""Outline of our own digests: exactly the pins of their restatements."""

from corpus.pins import covers, split
from ingest.outline.tree import Marker, build
from ingest.readers.digest import LABEL_END
from ingest.types import Provision, ProvisionKind, Reading

_KINDS: tuple[tuple[str, ProvisionKind], ...] = (
    ("art-", "article"),
    ("rec-", "recital"),
    ("annex-", "annex"),
    ("sec-", "section"),
    ("act-sec-", "section"),
    ("s-", "heading"),
    ("h-", "heading"),
    ("p-", "paragraph"),
    ("preamble", "preamble"),
)


def parse(reading: Reading, instrument_id: str, part: str | None) -> tuple[Provision, ...]:
    """The provisions of a digest; each heading block carries its pin as its anchor.

    Args:
        reading: From ingest/readers/digest.py.
        instrument_id: The digest's instrument.
        part: Not used: a digest's pins are complete.
    """
    markers: list[Marker] = []
    above: list[tuple[str, str]] = []
    for block in reading.blocks:
        if block.kind != "heading" or block.anchor is None:
            continue
        pin = block.anchor
        number, _, heading = reading.text[block.start : block.end].partition(LABEL_END)
        while above and not covers(above[-1][0], pin):
            above.pop()
        segments = split(pin)[1]
        markers.append(
            Marker(
                segments,
                _kind(segments),
                block.start,
                number=number,
                heading=heading,
                path=tuple(heading_above for _, heading_above in above),
                body=block.end,
            )
        )
        above.append((pin, heading))
    return build(reading, instrument_id, None, markers)


def _kind(segments: tuple[str, ...]) -> ProvisionKind:
    """What a pin's last segment names."""
    last = segments[-1]
    named = next((kind for prefix, kind in _KINDS if last.startswith(prefix)), None)
    if named is not None:
        return named
    if segments[0].startswith(("sec-", "act-sec-")):
        return "subsection"
    return "paragraph" if len(segments) == 2 and not last.isalpha() else "point"
