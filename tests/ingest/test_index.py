"""What an open index answers, whatever kind of store it is in."""

import json
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.errors import CrosslexError
from ingest import Filters, open_index
from tests.ingest.tiny_index import ALL, LAMP_EN, TIDE_ZH, Place, install

pytest.importorskip("qdrant_edge", reason="the embedded store is not installed")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with pytest.MonkeyPatch.context() as patch:
        place = Place(tmp_path_factory.mktemp("built"), install(patch))
        place.build()
        yield place


def test_every_quote_is_a_slice_of_its_source(built: Place) -> None:
    with open_index(built.home) as index:
        for chunk in index.catalog.chunks():
            text = index.catalog.text(chunk.source)
            assert chunk.text == text[chunk.start : chunk.end]
            assert all(chunk.start <= s.start < s.end <= chunk.end for s in chunk.sentences)
        for found in index.sentences(index.embed_query("keeper"), limit=500):
            assert found.text == index.catalog.text(found.source)[found.start : found.end]
            held = index.catalog.holding(found.source, found.start, found.end)
            assert held is not None and held.pin == found.pin


def test_provisions_are_found_by_pin_in_each_language(built: Place) -> None:
    with open_index(built.home) as index:
        law, translated = index.provision("zz-tide/art-2"), index.provision("zz-tide/art-2", "en")
        assert law is not None and law.role == "authoritative" and law.text.startswith("第二条")
        assert translated is not None and translated.role == "translation"
        assert index.parallel(translated.pin, "zh") == law
        assert index.provision("zz-tide/art-9") is None
        assert [p.pin for p in index.catalog.nearest("zz-tide/art-2/2/1/9")] == ["zz-tide/art-2/2/1"]
        assert index.catalog.counts()["zz-tide"] == {"zh": 8, "en": 4}
        digest = index.provision("zz-lamp/s-2", "zh")
        assert digest is not None and digest.role == "digest"


def test_the_tree_of_a_provision(built: Place) -> None:
    with open_index(built.home) as index:
        catalog = index.catalog
        point = index.provision("zz-tide/art-2/2/1")
        assert point is not None
        assert [p.pin for p in catalog.ancestors(point)] == ["zz-tide/art-2", "zz-tide/art-2/2"]
        article, paragraph = catalog.ancestors(point)
        assert [p.pin for p in catalog.children(article)] == ["zz-tide/art-2/1", "zz-tide/art-2/2"]
        span = catalog.chapeau(paragraph)
        assert span is not None and catalog.text(point.source)[slice(*span)] == "管理员应当履行下列义务："
        assert catalog.chapeau(point) is None


def test_a_heading_alone_is_kept_but_never_found(place: Place) -> None:
    (place.mirror / "zz-tide" / "tide.zh.txt").write_text(TIDE_ZH.replace("第三条", "第二章 罚则\n\n第三条"))
    place.build()
    with open_index(place.home) as index:
        chapters = [c for c in index.catalog.chunks("zz-tide:zh") if c.text == "第二章 罚则"]
        assert len(chapters) == 1
        found = index.search("第二章 罚则", limit=100)
        assert found and chapters[0].id not in {h.chunk.id for h in found}


def test_searches_within_filters(built: Place) -> None:
    with open_index(built.home) as index:
        searches = [Filters(instruments=(i,)) for i in ("zz-lamp", "zz-tide")]
        lamp, tide = index.search_many(searches, "report within three days")
        assert lamp and {h.chunk.instrument for h in lamp} == {"zz-lamp"}
        assert tide and {h.chunk.instrument for h in tide} == {"zz-tide"}
        under = index.sentences(index.embed_query("水位"), filters=Filters(under=("zz-tide/art-2/2",)))
        assert {s.pin for s in under} == {"zz-tide/art-2/2", "zz-tide/art-2/2/1", "zz-tide/art-2/2/2"}
        assert {h.chunk.role for h in index.search("lantern", filters=Filters(roles=("digest",)))} == {
            "digest"
        }
        best = index.search("第二条", mode="sparse", filters=Filters(langs=("en",)))[0]
        assert best.chunk.pin == "zz-tide/art-2"


def test_threads_ask_at_once(built: Place) -> None:
    with open_index(built.home) as index:
        answers: list[list[str]] = []

        def ask() -> None:
            for question in ("dark lantern", "三日内报告"):
                answers.append([h.chunk.id for h in index.search(question)])

        threads = [threading.Thread(target=ask) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(answers) == 12 and len({tuple(a) for a in answers}) == 2


def test_the_manifest_says_what_went_in(built: Place) -> None:
    with open_index(built.home) as index:
        manifest = index.manifest
        assert (manifest.model_id, manifest.dimension) == ("tests/tiny", 32)
        assert {s.source for s in manifest.sources} == ALL
        assert manifest.counts["chunks"] == len(index.catalog.chunks())
        stored = json.loads((built.home / "index/generations" / manifest.id / "manifest.json").read_text())
        assert all(len(s["sha256"]) == 64 for s in stored["sources"])


def test_the_local_mode_builds_the_same_index(place: Place, built: Place) -> None:
    place.build(store="local")
    with open_index(place.home) as local, open_index(built.home) as edge:
        question = "report within three days"
        assert [h.chunk.id for h in local.search(question)[:5]] == [
            h.chunk.id for h in edge.search(question)[:5]
        ]
    assert place.build().up_to_date


class SharedServer:
    """A Qdrant in memory that every connection reaches, as a server is."""

    def __init__(self) -> None:
        from qdrant_client import QdrantClient

        self.client = QdrantClient(":memory:")
        self.close = self.client.close
        self.client.close = lambda **_: None  # type: ignore[method-assign]  # a connection ends, the server stays

    def names(self) -> list[str]:
        return sorted(c.name for c in self.client.get_collections().collections)


@pytest.mark.filterwarnings("ignore:Payload indexes have no effect")
def test_a_server_holds_a_collection_a_generation(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    server = SharedServer()
    monkeypatch.setattr("ingest.store_server.connect", lambda spec, folder: server.client)
    first = place.build(store="http://qdrant.example:6333")
    with open_index(place.home) as index:
        assert index.search("dark lantern")[0].chunk.instrument == "zz-lamp"
    assert place.build().up_to_date  # the store of the index is kept
    (place.mirror / "zz-lamp" / "lamp.md").write_text(LAMP_EN.replace("ten", "twenty"))
    second = place.build()
    assert server.names() == [f"crosslex-{second.generation}"] != [f"crosslex-{first.generation}"]
    assert server.client.count("crosslex").count == server.client.count(server.names()[0]).count > 0

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("ingest.generations._sync", fail)
    with pytest.raises(CrosslexError, match="No space left"):
        place.build(rebuild=True)
    assert server.names() == [f"crosslex-{second.generation}"]
    server.close()


def test_a_home_may_be_moved(built: Place, tmp_path: Path) -> None:
    shutil.copytree(built.home, tmp_path / "moved")
    with open_index(tmp_path / "moved") as index:
        assert index.search("lantern")
