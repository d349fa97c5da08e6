"""A build that fails, is killed or meets another model: there is always an index, and one clear line."""

import subprocess
import sys

import pytest

from corpus.errors import CrosslexError
from ingest import IndexMismatch, IndexMissing, open_index
from tests.ingest.tiny_index import LAMP_EN, Place, TinyEmbedder

pytest.importorskip("qdrant_edge", reason="the embedded store is not installed")


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
