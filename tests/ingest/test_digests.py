"""Digests as sources: the same bytes every time, and exactly the entries' pins."""

from datetime import date

import pytest

from corpus.types import Bilingual, Digest, DigestEntry, Instrument, Source
from ingest.digests import MEDIA_TYPE, in_tree_order, raw_documents
from ingest.outline import outline
from ingest.readers import UnreadableSource, read
from ingest.types import RawDocument


def both(en: str, zh: str) -> Bilingual:
    return Bilingual(en=en, zh=zh)


INSTRUMENT = Instrument(
    id="xx-kettle-act",
    title=both("Kettle Regulation", "《电水壶条例》"),
    short=both("Kettle Reg.", "《水壶条例》"),
    issuer=both("Kettle Office", "水壶局"),
    jurisdiction="eu",
    pole="eu",
    kind="regulation",
    status="in-force",
    as_of=date(2026, 1, 1),
    citation="eu",
    outline="eu",
    language="en",
)


def entry(pin: str, heading: str) -> DigestEntry:
    return DigestEntry(
        pin=f"xx-kettle-act/{pin}",
        heading=both(heading, "标题" + heading),
        en=f"Under {pin}, a kettle maker tells the Office within 15 days.",
        zh=f"依 {pin}，水壶制造者应当在十五日内告知水壶局。",
    )


DIGEST = Digest(
    instrument="xx-kettle-act",
    edition="2026-01-01",
    as_of=date(2026, 1, 1),
    provisions=(
        entry("art-5/2", "Deadline"),
        entry("art-7", "Fines"),
        entry("art-5", "Reports"),
        entry("annex-ii/1/a", "What boils · and what does not"),
    ),
)


@pytest.fixture
def documents(monkeypatch: pytest.MonkeyPatch) -> list[RawDocument]:
    import sys
    import types

    citations = types.ModuleType("corpus.citations")
    citations.label = lambda pin, _instrument, lang: f"[{lang}] {pin.partition('/')[2]}"  # type: ignore[attr-defined]  # a stand-in: labels are tested in tests/corpus
    monkeypatch.setitem(sys.modules, "corpus.citations", citations)
    return raw_documents(DIGEST, INSTRUMENT)


def test_one_document_a_language_and_the_same_bytes_every_time(documents: list[RawDocument]) -> None:
    assert [(d.source.lang, d.source.role, d.source.media_type, d.origin) for d in documents] == [
        ("en", "digest", MEDIA_TYPE, "digest"),
        ("zh", "digest", MEDIA_TYPE, "digest"),
    ]
    assert raw_documents(DIGEST, INSTRUMENT) == documents


def test_an_entry_stands_below_the_entry_that_covers_it() -> None:
    assert [e.pin.partition("/")[2] for e in in_tree_order(DIGEST.provisions)] == [
        "art-7",
        "art-5",
        "art-5/2",
        "annex-ii/1/a",
    ]


def test_the_outline_yields_exactly_the_entries(documents: list[RawDocument]) -> None:
    for raw in documents:
        reading = read(raw)
        provisions = outline(reading, INSTRUMENT, raw.source)
        assert {p.pin for p in provisions} == {e.pin for e in DIGEST.provisions}
        by_pin = {e.pin: e for e in DIGEST.provisions}
        for p in provisions:
            lang = raw.source.lang
            assert p.heading == by_pin[p.pin].heading.get(lang)
            assert p.number == f"[{lang}] {p.pin.partition('/')[2]}"
            own = reading.text[p.body : p.end]
            assert own.startswith(by_pin[p.pin].zh if lang == "zh" else by_pin[p.pin].en)
    deadline = next(p for p in provisions if p.pin.endswith("art-5/2"))
    assert deadline.path == ("标题Reports",)


@pytest.mark.parametrize("data", [b"{", b"[]", b'{"provisions": [{"pin": 1}]}', b"\xff\xfe\x00"])
def test_other_bytes_are_refused_in_one_line(data: bytes) -> None:
    source = Source(id="digest-en", lang="en", role="digest", media_type=MEDIA_TYPE, edition="1")
    raw = RawDocument("xx-kettle-act", source, data, "0" * 64, "digest", "kettle.toml")
    with pytest.raises(UnreadableSource, match=r"^kettle\.toml: .*\Z"):
        read(raw)
