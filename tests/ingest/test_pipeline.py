import json
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.errors import CrosslexError, UsageError
from corpus.registry import Registry
from ingest import Filters, IndexMismatch, IndexMissing, Summary, build, open_index
from tests.ingest.tiny_index import LAMP_EN, TIDE_ZH, TinyEmbedder, install, write_mirror, write_registry

EDGE = pytest.importorskip("qdrant_edge", reason="the embedded store is not installed")


class Place:
    """A registry, a mirror and a home of a test's own."""

    def __init__(self, root: Path, tiny: TinyEmbedder) -> None:
        self.registry: Registry = write_registry(root / "registry")
        self.mirror = write_mirror(root / "mirror")
        self.home, self.tiny = root / "home", tiny

    def build(self, **options: object) -> Summary:
        self.tiny.texts.clear()
        return build(self.registry, **{"home": self.home, "mirror": self.mirror, **options})  # type: ignore[arg-type]

    def states(self, **options: object) -> dict[str, str]:
        return {row.source: row.state for row in self.build(**options).rows}

    def file(self, name: str, text: str) -> Path:
        path = self.home.parent / name
        path.write_text(text, encoding="utf-8")
        return path


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    other = TinyEmbedder("other")
    return Place(tmp_path, install(monkeypatch, other=other))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with pytest.MonkeyPatch.context() as patch:
        place = Place(tmp_path_factory.mktemp("built"), install(patch))
        place.build()
        yield place


ALL = {"zz-lamp:md", "zz-lamp:digest-en", "zz-lamp:digest-zh", "zz-tide:zh", "zz-tide:en"}


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


# --- safety -----------------------------------------------------------------------------------------------------------


def test_another_embedding_model_needs_a_rebuild(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    place.build()
    with pytest.raises(IndexMismatch, match="crosslex ingest --embedder other --rebuild"):
        place.build(embedder="other")
    with pytest.raises(IndexMismatch, match="crosslex ingest --embedder other --rebuild"):
        open_index(place.home, embedder="other")
    place.build(embedder="other", rebuild=True)
    with open_index(place.home) as index:
        assert index.manifest.model_id == "tests/other"
    assert place.build().up_to_date  # the model of the index is kept


def test_no_index_and_a_damaged_one_are_one_clear_line(place: Place) -> None:
    with pytest.raises(IndexMissing, match="crosslex ingest"):
        open_index(place.home)
    generation = place.build().generation
    (place.home / "index" / "generations" / generation / "catalog.sqlite").write_bytes(b"not a database")
    with pytest.raises(CrosslexError, match="crosslex ingest --rebuild"):
        open_index(place.home)
    place.build(rebuild=True)
    open_index(place.home).close()


def test_an_interrupted_embedding_goes_on_where_it_stopped(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.writing._SLICE", 4)
    embed = TinyEmbedder.embed_passages

    def failing(self: TinyEmbedder, texts: list[str], advance: object = None) -> object:
        if len(self.texts) >= 12:
            raise KeyboardInterrupt
        return embed(self, texts)

    monkeypatch.setattr(TinyEmbedder, "embed_passages", failing)
    with pytest.raises(KeyboardInterrupt):
        place.build()
    assert not (place.home / "index" / "current").exists()
    monkeypatch.setattr(TinyEmbedder, "embed_passages", embed)
    summary = place.build()
    assert summary.reused == 12 and summary.embedded == len(place.tiny.texts)


def test_an_open_index_answers_while_and_after_another_is_built(place: Place) -> None:
    place.build()
    index = open_index(place.home)
    before = [h.chunk.id for h in index.search("dark lantern")]
    (place.mirror / "zz-lamp" / "lamp.md").write_text("# Lantern Act\n\n## 1 Moths\n\nMoths are welcome.\n")
    place.build()
    assert [h.chunk.id for h in index.search("dark lantern")] == before
    index.close()
    with open_index(place.home) as new:
        assert any("Moths" in h.chunk.text for h in new.search("moths"))
    place.build(rebuild=True)
    assert len(list((place.home / "index" / "generations").iterdir())) == 1


def test_a_full_disk_is_one_clear_line(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("ingest.generations._sync", full)
    with pytest.raises(CrosslexError, match="No space left on device"):
        place.build()


KILLED = """
import os, signal, sys
from pathlib import Path
import pytest
from corpus.registry import Registry
from ingest import build
from tests.ingest.tiny_index import install

root, at = Path(sys.argv[1]), sys.argv[2]
patch = pytest.MonkeyPatch()
install(patch)
module, name = at.rsplit(".", 1)
patch.setattr(at, lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL))
build(Registry(root / "registry"), home=root / "home", mirror=root / "mirror")
"""


@pytest.mark.parametrize(
    "moment",
    [
        "ingest.pipeline.embed",
        "ingest.store_edge.EdgeStore.finish",
        "ingest.generations.Generations._publish",
        "ingest.generations._sync",
        "ingest.pipeline.Generations.sweep",
    ],
)
def test_a_build_killed_at_any_moment_leaves_an_index(place: Place, moment: str) -> None:
    old = place.build().generation
    (place.mirror / "zz-lamp" / "lamp.md").write_text(LAMP_EN.replace("ten", "twenty"))
    killed = subprocess.run([sys.executable, "-c", KILLED, str(place.home.parent), moment], check=False)
    assert killed.returncode == -9
    with open_index(place.home) as index:
        swept = moment.endswith("sweep")
        assert (index.manifest.id == old) != swept
        assert index.search("dark lantern within three days")
    assert {row.state for row in place.build().rows} <= {"unchanged", "changed"}
    with open_index(place.home) as index:
        assert any("twenty crowns" in c.text for c in index.catalog.chunks("zz-lamp:md"))


# --- the index --------------------------------------------------------------------------------------------------------


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
