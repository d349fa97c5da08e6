"""A server's engine moves on to a new generation while others are asking."""

import gc
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus import Registry
from ingest import build, uploads
from ingest.generations import Generations
from rag import Engine, LiveEngine

pytestmark = pytest.mark.model
QUESTION = "How many days has a keeper of a lantern to report a fire?"
DOCUMENT = (
    "# Rules for lanterns\n\n## 1. Fires\n\nThe keeper of a lantern must report a fire within {} days.\n"
)


@pytest.fixture(scope="module")
def live(
    kettle_home: tuple[Path, Registry], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[LiveEngine]:
    with LiveEngine(*kept_apart(kettle_home, tmp_path_factory.mktemp("live"))) as engine:
        yield engine


def kept_apart(kettle_home: tuple[Path, Registry], folder: Path) -> tuple[Path, Registry]:
    """A home that may be written to, with the index of another."""
    built, registry = kettle_home
    home = folder / "home"
    shutil.copytree(built, home, ignore=shutil.ignore_patterns("models"))
    (home / "models").symlink_to(built / "models")
    return home, registry


def write(folder: Path, days: int) -> Path:
    path = folder / "lanterns.md"
    path.write_text(DOCUMENT.format(days), encoding="utf-8")
    return path


def test_a_new_generation_is_seen_after_a_refresh_and_the_old_one_is_let_go(
    live: LiveEngine, tmp_path: Path
) -> None:
    home, registry = live.index.home, live._base
    before = live.index.manifest.id
    assert not live.refresh()
    build(registry, home=home, files=[write(tmp_path, 3)], own_only=True)
    assert live.index.manifest.id == before and "doc-lanterns" not in live.registry.instruments
    assert live.refresh() and live.index.manifest.id != before
    assert "within 3 days" in live.ask(QUESTION, instruments=["doc-lanterns"]).statements[0].text
    gc.collect()
    Generations(home).sweep()
    assert [folder.name for folder in (home / "index" / "generations").glob("[!.]*")] == [
        live.index.manifest.id
    ]
    build(registry, home=home, remove=["doc-lanterns"], own_only=True)
    assert live.refresh() and "doc-lanterns" not in live.registry.instruments
    assert uploads(home) == []


def test_nobody_who_asks_notices_a_switch(live: LiveEngine, tmp_path: Path) -> None:
    """Eight readers ask, look up and read on while documents come and go; none of them fails."""
    home, registry = live.index.home, live._base
    done = threading.Event()
    faults: list[str] = []
    asked = [0]

    def reader() -> None:
        while not done.is_set():
            try:
                answer = live.ask("How must a kettle be labelled?")
                index = live.index
                for citation in answer.citations:
                    assert index.provision(citation.pin) is not None
                    live.provision(citation.pin)
                live.search("kettle label", limit=3)
                asked[0] += 1
            except Exception as error:  # noqa: BLE001 (whatever it is, the test must hear of it)
                faults.append(repr(error))
                return

    readers = [threading.Thread(target=reader) for _ in range(8)]
    for thread in readers:
        thread.start()
    seen = {live.index.manifest.id}
    for days in (4, 5):
        build(registry, home=home, files=[write(tmp_path, days)], own_only=True)
        assert live.refresh()
        seen.add(live.index.manifest.id)
        answer = live.ask(QUESTION, instruments=["doc-lanterns"])
        assert f"within {days} days" in answer.statements[0].text
    build(registry, home=home, remove=["doc-lanterns"], own_only=True)
    assert live.refresh()
    done.set()
    for thread in readers:
        thread.join(timeout=60)
    assert faults == [] and asked[0] > 0 and len(seen) == 3


def test_a_generation_that_cannot_be_opened_leaves_the_old_one_answering(live: LiveEngine) -> None:
    pointer = live.index.home / "index" / "current"
    good = pointer.read_text()
    pointer.write_text("nothing")
    try:
        assert not live.refresh()
    finally:
        pointer.write_text(good)
    assert live.ask("How must a kettle be labelled?").question


def test_nothing_that_an_engine_offers_is_left_to_an_old_generation(live: LiveEngine) -> None:
    """A method or attribute that `Engine` gains must be lent here too, else it would miss its state or grow stale."""
    of_its_own = {name for name, value in vars(Engine).items() if callable(value) and name[0] != "_"}
    assert of_its_own <= set(vars(LiveEngine))
    for name, value in vars(live.current).items():
        assert name[0] == "_" or getattr(live, name) is value, name
