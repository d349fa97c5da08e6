"""Builds: what is new, changed, removed, unreadable, and the user's own documents."""

import shutil
from pathlib import Path

import pytest

from corpus.errors import UsageError
from ingest import Filters, open_index
from tests.ingest.tiny_index import ALL, LAMP_EN, TIDE_ZH, Place

pytest.importorskip("qdrant_edge", reason="the embedded store is not installed")


def test_a_build_reports_every_source(place: Place) -> None:
    summary = place.build()
    assert {row.source for row in summary.rows} == ALL
    assert all(row.state == "new" and row.provisions and row.chunks for row in summary.rows)
    assert {row.source: row.role for row in summary.rows}["zz-lamp:digest-zh"] == "digest"
    assert summary.embedded == len(set(place.tiny.texts)) == len(place.tiny.texts) and summary.reused == 0


def test_a_build_without_a_mirror_holds_the_digests(place: Place) -> None:
    assert set(place.states(mirror=None)) == {"zz-lamp:digest-en", "zz-lamp:digest-zh"}


def test_nothing_changed_builds_nothing(place: Place) -> None:
    first = place.build()
    again = place.build()
    assert again.up_to_date and again.generation == first.generation
    assert [row.state for row in again.rows] == ["unchanged"] * len(ALL)
    assert place.tiny.texts == []


def test_the_mirror_of_the_last_build_is_remembered(place: Place) -> None:
    place.build()
    assert place.build(mirror=None).up_to_date
    anew = place.states(mirror=None, rebuild=True)
    assert {s for s, state in anew.items() if state != "removed"} == {
        "zz-lamp:digest-en",
        "zz-lamp:digest-zh",
    }


def test_a_changed_source_embeds_its_changed_chunks_only(place: Place) -> None:
    place.build()
    lamp = place.mirror / "zz-lamp" / "lamp.md"
    lamp.write_text(LAMP_EN.replace("ten crowns", "twenty crowns"))
    summary = place.build()
    assert {r.source: r.state for r in summary.rows if r.state != "unchanged"} == {"zz-lamp:md": "changed"}
    assert place.tiny.texts and all("twenty crowns" in text for text in place.tiny.texts)
    with open_index(place.home) as index:
        assert any("twenty crowns" in c.text for c in index.catalog.chunks("zz-lamp:md"))
        assert not any("ten crowns" in c.text for c in index.catalog.chunks())


def test_a_removed_source_disappears(place: Place) -> None:
    place.build()
    (place.mirror / "zz-tide" / "tide.en.txt").unlink()
    assert place.states()["zz-tide:en"] == "removed"
    with open_index(place.home) as index:
        assert {d.source for d in index.catalog.documents("zz-tide")} == {"zz-tide:zh"}
        assert index.search("abnormal tide", filters=Filters(sources=("zz-tide:en",))) == []


def test_the_next_form_stands_in_for_one_that_cannot_be_read(place: Place) -> None:
    (place.mirror / "zz-lamp" / "lamp.md").write_bytes(b"")
    (place.mirror / "zz-lamp" / "lamp.txt").write_text(LAMP_EN.replace("#", ""))
    rows = {row.source: row for row in place.build().rows}
    assert rows["zz-lamp:txt"].state == "new"
    assert any("empty" in problem for problem in rows["zz-lamp:txt"].problems)


def test_a_source_that_cannot_be_read_is_a_row_not_the_end(place: Place) -> None:
    (place.mirror / "zz-tide" / "tide.zh.txt").write_bytes(bytes(range(256)) * 40)
    rows = {row.source: row for row in place.build().rows}
    assert rows["zz-tide:zh"].state == "failed" and rows["zz-tide:zh"].problems
    assert rows["zz-tide:en"].state == "new"


def test_a_parser_that_trips_fails_one_source(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    def trip(*_: object) -> None:
        raise IndexError("list index out of range")

    monkeypatch.setattr("ingest.outline.cn.parse", trip)
    rows = {row.source: row for row in place.build().rows}
    assert (
        rows["zz-tide:zh"].state == "failed" and "could not be understood" in rows["zz-tide:zh"].problems[0]
    )
    assert rows["zz-lamp:md"].state == "new"


def test_only_some_instruments_are_brought_up_to_date(place: Place) -> None:
    place.build()
    (place.mirror / "zz-lamp" / "lamp.md").write_text(LAMP_EN.replace("ten crowns", "twenty crowns"))
    (place.mirror / "zz-tide" / "tide.zh.txt").write_text(TIDE_ZH.replace("处以罚款", "责令改正"))
    changed = {s for s, state in place.states(instruments=["zz-lamp"]).items() if state == "changed"}
    assert changed == {"zz-lamp:md"}
    with open_index(place.home) as index:
        assert {d.source for d in index.catalog.documents()} == ALL
    with pytest.raises(UsageError, match="zz-lamp"):
        place.build(instruments=["zz-lamb"])


def test_a_first_build_of_some_instruments_holds_those_only(place: Place) -> None:
    assert set(place.states(instruments=["zz-tide"])) == {"zz-tide:zh", "zz-tide:en"}
    shutil.rmtree(place.home / "index" / "cache")
    states = place.states(instruments=["zz-lamp"])
    assert set(states) == ALL and states["zz-tide:zh"] == "unchanged"


# --- the user's own documents -----------------------------------------------------------------------------------------


POLICY = "# House rules\n\n## 1 Lamps\n\nLamps of the house are trimmed every evening by the porter.\n"


def test_own_documents_stay_until_they_are_removed(place: Place) -> None:
    place.build()
    states = place.states(files=[place.file("house rules.md", POLICY)])
    assert states["doc-house-rules:file"] == "new"
    assert place.states()["doc-house-rules:file"] == "unchanged"
    with open_index(place.home) as index:
        (hit, *_) = index.search(
            "porter trims lamps of the house", filters=Filters(instruments=("doc-house-rules",))
        )
        assert hit.chunk.role == "user" and "porter" in hit.chunk.text
        (own,) = index.own_instruments()
        assert own.id == "doc-house-rules" and own.title.en == "house rules.md"
    assert place.states(remove=["doc-house-rules"])["doc-house-rules:file"] == "removed"


def test_an_own_document_that_cannot_be_read_is_not_kept(place: Place) -> None:
    broken = place.home.parent / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7\nnothing of use\n")
    rows = {row.instrument: row for row in place.build(files=[broken]).rows}
    assert rows["doc-broken"].state == "failed" and "\n" not in rows["doc-broken"].problems[0]
    assert "doc-broken" not in {row.instrument for row in place.build().rows}


def test_a_file_that_is_not_there_changes_nothing(place: Place) -> None:
    generation = place.build().generation
    with pytest.raises(UsageError, match="there is no file"):
        place.build(files=[Path("nowhere.pdf")])
    assert place.build().generation == generation
