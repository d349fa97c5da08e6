"""The user's own documents are exchanged in a copy of the index, and nothing else is written anew."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from ingest import Filters, Index, open_index
from ingest.generations import Generations
from tests.ingest.tiny_index import ALL, Place

pytest.importorskip("qdrant_edge", reason="the embedded store is not installed")

POLICY = "# House rules\n\n## 1 Lamps\n\nLamps of the house are trimmed every {} by the porter.\n"
QUESTIONS = (
    "porter trims lamps of the house",
    "keeper reports a dark lantern",
    "管理员报告水位异常",
    "房屋守则规定",
)


@contextmanager
def opened(place: Place) -> Iterator[Index]:
    with open_index(place.home) as index:
        yield index


def found(place: Place, **limits: tuple[str, ...]) -> list[list[str]]:
    with opened(place) as index:
        return [[hit.chunk.text for hit in index.search(q, filters=Filters(**limits))] for q in QUESTIONS]


@pytest.fixture
def written(place: Place, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The points that whole builds have written, build by build."""
    import ingest.pipeline as pipeline

    counts: list[int] = []

    def counted(*args: object) -> None:
        counts.append(len(args[1]))  # type: ignore[arg-type]  # the sources
        write(*args)  # type: ignore[arg-type]

    write = pipeline.write
    monkeypatch.setattr(pipeline, "write", counted)
    return counts


def test_a_document_comes_changes_and_goes_beside_the_rest(place: Place, written: list[int]) -> None:
    place.build()
    before = found(place)
    for word in ("evening", "morning"):
        states = place.states(files=[place.file("house rules.md", POLICY.format(word))], own_only=True)
        assert states["doc-house-rules:file"] == {"evening": "new", "morning": "changed"}[word]
        assert {states[source] for source in ALL} == {"unchanged"}
        (hits, *_) = found(place, instruments=("doc-house-rules",))
        assert len(hits) == 1 and word in hits[0]
        with opened(place) as index:
            assert index.manifest.counts["sources"] == len(ALL) + 1
            assert [own.id for own in index.own_instruments()] == ["doc-house-rules"]
            texts = [p.text for p in index.provisions("doc-house-rules")]
            assert texts and all(word in text for text in texts if "porter" in text)
    assert place.states(remove=["doc-house-rules"], own_only=True)["doc-house-rules:file"] == "removed"
    assert found(place) == before
    with opened(place) as index:
        assert index.manifest.counts["sources"] == len(ALL) and not index.own_instruments()
        assert list(index.catalog.documents("doc-house-rules")) == []
    assert written == [len(ALL)]


def test_it_is_found_as_after_a_whole_build(place: Place, written: list[int]) -> None:
    place.build()
    chinese = "# 房屋守则\n\n## 1 灯\n\n房屋守则规定门房每晚修剪灯芯，并且保存修剪记录三个月。\n"
    files = [place.file("house rules.md", POLICY.format("evening")), place.file("守则.md", chinese)]
    place.build(files=files, own_only=True)
    exchanged = found(place)
    place.build()
    assert written == [len(ALL), len(ALL) + 2]  # a whole build tidies up once
    assert found(place) == exchanged
    assert place.build().up_to_date


def test_nothing_new_writes_nothing(place: Place) -> None:
    place.build()
    path = place.file("house rules.md", POLICY.format("evening"))
    first = place.build(files=[path], own_only=True)
    again = place.build(files=[path], own_only=True)
    assert not first.up_to_date and again.up_to_date and again.generation == first.generation
    assert again.generation == place.build(own_only=True).generation


def test_a_file_that_cannot_be_read_leaves_the_index_as_it_is(place: Place) -> None:
    generation = place.build().generation
    broken = place.home.parent / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7\nnothing of use\n")
    summary = place.build(files=[broken], own_only=True)
    assert {r.instrument: r.state for r in summary.rows}["doc-broken"] == "failed"
    assert summary.generation == generation


def test_other_code_or_too_many_points_write_everything(
    place: Place, written: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    place.build()
    with monkeypatch.context() as patch:
        patch.setattr("ingest.own_documents.code_version", lambda: "newer")
        place.build(files=[place.file("a.md", POLICY.format("evening"))], own_only=True)
    assert len(written) == 2
    monkeypatch.setattr("ingest.own_documents._MOST", 1)
    place.build(files=[place.file("b.md", POLICY.format("night"))], own_only=True)
    manifest = Generations(place.home).current()
    assert len(written) == 3 and manifest is not None and manifest.appended == 0
