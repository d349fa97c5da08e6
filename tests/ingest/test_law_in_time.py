"""An index that knows from when until when each of its texts is the law: amendments, editions, digests."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest

from corpus.registry import Registry
from ingest import Filters, Index, Summary, build, open_index
from tests.ingest.invented_amendment import FIRST, FIRST_DAY, SECOND_DAY
from tests.ingest.invented_history import KETTLE, MAKER, REFORM, plant
from tests.ingest.tiny_index import install

pytest.importorskip("qdrant_edge", reason="the embedded store is not installed")

BEFORE = FIRST_DAY - timedelta(days=1)


@dataclass
class Place:
    registry: Registry
    mirror: Path
    home: Path

    def build(self, *instruments: str) -> Summary:
        return build(self.registry, home=self.home, mirror=self.mirror, instruments=instruments)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with pytest.MonkeyPatch.context() as patch:
        install(patch)
        root = tmp_path_factory.mktemp("kettles")
        here = Place(*plant(root), root / "home")
        here.build()
        yield here


@pytest.fixture(scope="module")
def index(place: Place) -> Iterator[Index]:
    with open_index(place.home) as opened:
        yield opened


def test_derived_texts_are_sources_of_the_amended_act(index: Index) -> None:
    roles = {d.source: d.role for d in index.catalog.documents(KETTLE)}
    assert roles["eu-kettles:eu-kettle-change"] == "authoritative"
    assert roles["eu-kettles:consolidated-2033-05-01"] == "consolidation"
    assert {"eu-kettles:eu-kettle-reform", "eu-kettles:consolidated-2035-06-01"} <= set(roles)


def test_a_quote_from_new_wording_is_the_amending_act_s_own_text(index: Index) -> None:
    added = index.provision("eu-kettles/art-4a", day=FIRST_DAY)
    change = index.document("eu-kettle-change:text")
    assert added is not None and added.role == "authoritative"
    assert added.sha256 == change.sha256
    assert index.catalog.text(added.source)[added.start : added.end] == added.text
    assert added.text in FIRST


@pytest.mark.parametrize(
    ("pin", "day", "words"),
    [
        ("art-3/1", BEFORE, "next room"),
        ("art-3/1", FIRST_DAY, "all rooms"),
        ("art-4", BEFORE, "ten days"),
        ("art-4", FIRST_DAY, "three days"),
        ("art-4a/1", BEFORE, None),
        ("art-4a/1", FIRST_DAY, "as a pot"),
        ("art-4a/1", SECOND_DAY, "melted"),
        ("art-5", BEFORE, "take a fee"),
        ("art-5", FIRST_DAY, None),
        ("art-3/2a", FIRST_DAY, "drawer"),
        ("art-3/2a", SECOND_DAY, "in a safe"),
        ("art-3/3/a", SECOND_DAY, "test each kettle"),
        ("art-1/2/c", FIRST_DAY, None),
        ("art-1/2/c", SECOND_DAY, "moon"),
    ],
)
def test_a_provision_is_that_of_the_day(index: Index, pin: str, day: date, words: str | None) -> None:
    found = [v for v in index.catalog.at(f"eu-kettles/{pin}", day) if v.role != "digest"]
    assert bool(found) == (words is not None)
    assert all(words in v.text for v in found if words)


def test_without_a_day_the_law_of_today_comes_first(index: Index) -> None:
    versions = index.catalog.at("eu-kettles/art-3/2a")
    assert "in a safe" in versions[0].text
    assert any("drawer" in v.text for v in versions)


@pytest.mark.parametrize(
    "day", [date(2032, 5, 5), BEFORE, FIRST_DAY, date(2034, 1, 1), SECOND_DAY, date(2036, 1, 1)]
)
def test_sentences_found_are_all_law_on_the_day(index: Index, day: date) -> None:
    vector = index.embed_query("kettles whistle report drawer makers shall")
    everything = index.sentences(vector, limit=1000)
    expected = {
        (s.source, s.start) for s in everything if index.catalog.period(s.source, s.start, s.end).holds(day)
    }
    found = {(s.source, s.start) for s in index.sentences(vector, filters=Filters(day=day), limit=1000)}
    assert found == expected != {(s.source, s.start) for s in everything}


def test_a_chunk_is_found_while_any_of_it_is_law(index: Index) -> None:
    vector = index.embed_query("kettles")
    for day in (BEFORE, SECOND_DAY):
        chunks = {
            c.chunk.id for c in index.search(dense=vector, filters=Filters(day=day), limit=1000, mode="dense")
        }
        sentences = {s.chunk for s in index.sentences(vector, filters=Filters(day=day), limit=1000)}
        assert sentences <= chunks


def test_earlier_editions_are_history_and_drafts_are_not_there(index: Index) -> None:
    editions = {d.source_id: (str(d.since), str(d.until)) for d in index.catalog.documents(MAKER)}
    assert editions == {"v2": ("2034-01-01", "None"), "v1": ("2032-01-01", "2033-06-01")}
    (pin,) = {p.pin for p in index.provisions(MAKER) if p.pin.count("/") == 1}
    for day, words in (
        (date(2032, 5, 5), "most of our"),
        (date(2033, 9, 9), None),
        (date(2034, 2, 2), "louder"),
    ):
        found = index.provision(pin, day=day)
        assert (found is None) == (words is None)
        assert found is None or (words is not None and words in found.text)


def test_digests_follow_the_editions(index: Index) -> None:
    def said(pin: str, day: date) -> list[str]:
        return [
            v.text
            for v in index.catalog.at(f"eu-kettles/{pin}", day)
            if v.role == "digest" and v.lang == "en"
        ]

    assert len(said("art-1", BEFORE)) == len(said("art-1", FIRST_DAY)) == 1
    assert "ten days" in said("art-4", BEFORE)[0] and "three days" in said("art-4", FIRST_DAY)[0]
    assert "five years" in said("art-3/2", BEFORE)[0] and "drawer" in said("art-3/2", FIRST_DAY)[0]
    assert all(len(said(pin, day)) == 1 for pin in ("art-4", "art-3/2") for day in (BEFORE, FIRST_DAY))


def test_a_second_build_changes_nothing(place: Place) -> None:
    whole = place.build()
    assert whole.up_to_date
    summary = place.build(REFORM)  # one alone: the others are kept, and what follows from them too
    assert summary.up_to_date and {r.source for r in summary.rows} == {r.source for r in whole.rows}


def test_counts_are_of_the_law_s_own_text(index: Index) -> None:
    counted = index.catalog.counts()[KETTLE]["en"]
    assert counted == len(index.catalog.provisions(KETTLE, source="eu-kettles:text"))
