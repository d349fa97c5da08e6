import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.errors import CrosslexError
from ingest.generations import SCHEMA, Generations, IndexMismatch, IndexMissing, Manifest


def manifest(id: str, **changes: object) -> Manifest:
    made = Manifest(
        id, "2026-11-22T00:00:00+00:00", SCHEMA, "f", "tiny", "tests/tiny", 32, "edge", f"crosslex-{id}"
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def publish(generations: Generations, content: str = "x", **changes: object) -> str:
    with generations.building() as draft:
        (draft.folder / "content").write_text(content)
        draft.publish(manifest(draft.id, **changes))
        return draft.id


def folders(home: Path) -> list[str]:
    return sorted(p.name for p in (home / "index" / "generations").iterdir())


def test_no_index_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing, match="build it with: crosslex ingest"):
        Generations(tmp_path).open()
    assert Generations(tmp_path).current() is None


def test_the_latest_generation_answers(tmp_path: Path) -> None:
    generations = Generations(tmp_path)
    publish(generations, "old")
    new = publish(generations, "new")
    opened = generations.open()
    assert opened.manifest.id == new
    assert (opened.folder / "content").read_text() == "new"
    opened.release()


def test_a_failed_build_leaves_the_old_one_and_no_trace(tmp_path: Path) -> None:
    generations = Generations(tmp_path)
    kept = publish(generations)
    with pytest.raises(RuntimeError), generations.building() as draft:
        (draft.folder / "content").write_text("half")
        raise RuntimeError
    assert folders(tmp_path) == [kept]
    assert generations.open().manifest.id == kept


def test_a_generation_stays_while_it_is_read(tmp_path: Path) -> None:
    generations = Generations(tmp_path)
    old = publish(generations)
    reader = generations.open()
    new = publish(generations)
    dropped: list[str] = []
    generations.sweep(lambda m: dropped.append(m.collection))
    assert folders(tmp_path) == sorted([old, new]) and dropped == []
    assert (reader.folder / "content").exists()
    reader.release()
    generations.sweep(lambda m: dropped.append(m.collection))
    assert folders(tmp_path) == [new] and dropped == [f"crosslex-{old}"]


def test_one_builder_at_a_time(tmp_path: Path) -> None:
    generations = Generations(tmp_path)
    busy = rf"another crosslex ingest .*\(process {os.getpid()}\)"
    with generations.building(), pytest.raises(CrosslexError, match=busy):
        publish(Generations(tmp_path))
    assert publish(generations)


def test_another_schema_asks_to_ingest_again(tmp_path: Path) -> None:
    generations = Generations(tmp_path)
    publish(generations, schema=SCHEMA + 1)
    with pytest.raises(IndexMismatch, match="run: crosslex ingest"):
        generations.open()
    assert generations.current() is None


def test_a_home_that_cannot_be_written_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "index").write_text("a file in the way")
    with pytest.raises(CrosslexError, match="cannot write"):
        publish(Generations(tmp_path))


BUILDER = """
import sys, time
from pathlib import Path
from ingest.generations import Generations
from tests.ingest.test_generations import manifest

generations = Generations(Path(sys.argv[1]))
with generations.building() as draft:
    (draft.folder / "content").write_text("half")
    print("building", flush=True)
    time.sleep(60)
    draft.publish(manifest(draft.id))
"""


def test_a_killed_build_leaves_the_old_one_answering(tmp_path: Path) -> None:
    generations = Generations(tmp_path)
    kept = publish(generations)
    builder = subprocess.Popen(
        [sys.executable, "-c", BUILDER, str(tmp_path)], stdout=subprocess.PIPE, text=True, cwd=Path.cwd()
    )
    assert builder.stdout is not None and builder.stdout.readline() == "building\n"
    with pytest.raises(CrosslexError, match=f"process {builder.pid}"):
        publish(generations)
    builder.send_signal(signal.SIGKILL)
    builder.wait()
    assert generations.open().manifest.id == kept
    time.sleep(1.1)  # ids carry the second
    new = publish(generations)
    assert generations.open().manifest.id == new
    assert not [name for name in folders(tmp_path) if name.startswith(".")]
