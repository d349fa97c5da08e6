"""Every provision of every real text can be cited, in both languages, and found again from its citation."""

import hashlib
import re
from pathlib import Path

import pytest

from corpus import Instrument, Lang, find_references, label, load_registry, parse_label
from corpus.pins import split
from ingest.outline import outline
from ingest.readers import read
from ingest.types import RawDocument

LANGUAGES: tuple[Lang, ...] = ("en", "zh")


def pins(instrument: Instrument, mirror: Path) -> list[str]:
    """The pins of every text of an instrument that the mirror holds, PDFs left out for the time they take."""
    found: list[str] = []
    for source in instrument.sources:
        path = mirror / instrument.id / (source.file or "")
        if source.needs_ocr or not path.is_file() or path.suffix == ".pdf":
            continue
        data = path.read_bytes()
        raw = RawDocument(instrument.id, source, data, hashlib.sha256(data).hexdigest(), "mirror", str(path))
        found += [provision.pin for provision in outline(read(raw), instrument, source)]
    return found


@pytest.mark.mirror
@pytest.mark.parametrize("identifier", sorted(load_registry().instruments))
def test_every_provision_of_the_mirror(identifier: str, mirror: Path) -> None:
    instrument = load_registry().get(identifier)
    found = pins(instrument, mirror)
    if not found:
        pytest.skip("the mirror holds only PDFs of it")
    for lang in LANGUAGES:
        shown = {pin: label(pin, instrument, lang) for pin in found}
        assert [pin for pin, text in shown.items() if parse_label(text, instrument, lang) != pin] == []
        assert [text for text in shown.values() if "[" in text] == []
        # anything can stand in quotation marks, and "the annex" may be a word; front matter is not asked for
        said = {p: text for p, text in shown.items() if not re.match(r"h-|annex$", split(p)[1][-1])}
        lost = [text for pin, text in said.items() if not _found(text, pin, lang)]
        assert lost == []


def _found(text: str, pin: str, lang: Lang) -> bool:
    sentence = f"请问{text}是怎么规定的？" if lang == "zh" else f"What does {text} say?"
    return any(
        reference.text == text and split(pin)[1] in reference.candidates
        for reference in find_references(sentence, lang)
    )
