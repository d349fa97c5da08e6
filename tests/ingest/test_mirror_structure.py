"""Every source of the mirror: it parses, nothing is lost, spans nest, pins are unique and can be cited."""

from itertools import pairwise
from pathlib import Path

import pytest

from corpus.citations import label, parse_label
from corpus.pins import split
from ingest.outline.tree import faults
from ingest.readers.errors import NeedsOCR
from tests.ingest.mirror_outlines import find, outline_of, reading_of, sources

pytestmark = pytest.mark.mirror

_SCANS = {("cn-genai-measures", "cac-print"), ("cn-ai-safety-framework", "v2-scan")}
"""Sources without a text layer."""


@pytest.mark.parametrize(("instrument", "source"), sources())
def test_every_source(mirror: Path, instrument: str, source: str) -> None:
    if (instrument, source) in _SCANS:
        with pytest.raises(NeedsOCR):
            reading_of(mirror, instrument, source)
        return
    reading = reading_of(mirror, instrument, source)
    provisions = tuple(outline_of(mirror, instrument, source).values())

    blocks = [(block.start, block.end) for block in reading.blocks]
    assert all(a_end < b_start for (_, a_end), (b_start, _) in pairwise(blocks)), "blocks overlap"
    assert all(reading.text[a:b] == reading.text[a:b].strip() != "" for a, b in blocks)

    assert faults(provisions, reading.text) == []
    assert all(split(provision.pin)[0] == instrument for provision in provisions)
    longest = max(len(p.pin) for p in provisions)
    assert longest < 260, "a pin is as long as a sentence"
    real = [p for p in provisions if p.kind not in ("front", "back")]
    held = sum(p.end - p.start for p in real if p.pin.rpartition("/")[0] not in {q.pin for q in real})
    assert held > 0.7 * len(reading.text), "most of the text is front or back matter"


@pytest.mark.parametrize(("instrument", "source"), [pair for pair in sources() if pair not in _SCANS])
def test_every_pin_can_be_cited(mirror: Path, instrument: str, source: str) -> None:
    known, _ = find(instrument, source)
    for provision in outline_of(mirror, instrument, source).values():
        for lang in ("en", "zh"):
            assert parse_label(label(provision.pin, known, lang), known, lang) == provision.pin
