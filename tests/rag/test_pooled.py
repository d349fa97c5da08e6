"""A server's questions are answered by several processes."""

import os
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Thread

import pytest

from corpus import Registry, UsageError
from ingest import build
from rag import Answer, Engine, PooledEngine
from tests.rag.test_live import DOCUMENT, QUESTION, kept_apart

pytestmark = pytest.mark.model
QUESTIONS = (
    "How fast must a serious accident be reported in the EU, California and China?",
    "自动水壶的标识应当载明哪些内容？",
    "May a seller remove the mark in the EU?",
)


@pytest.fixture(scope="module")
def pooled(
    kettle_home: tuple[Path, Registry], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[PooledEngine]:
    home, registry = kept_apart(kettle_home, tmp_path_factory.mktemp("pooled"))
    with PooledEngine(home, registry) as engine:
        engine.begin_workers(2)
        wait_for_workers(engine)
        yield engine


def wait_for_workers(engine: PooledEngine) -> None:
    begun = time.monotonic()
    while not engine.workers:
        assert time.monotonic() - begun < 120
        time.sleep(0.05)


def said(answer: Answer) -> object:
    return answer.model_dump(exclude={"timings_ms"})


def test_workers_give_the_answers_of_one_engine(
    pooled: PooledEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = [said(Engine.ask(pooled.current, q)) for q in QUESTIONS]
    with monkeypatch.context() as patched:
        patched.setattr(pooled, "current", _Unasked(pooled.current))  # nothing is answered here
        with ThreadPoolExecutor(6) as readers:
            assert [said(a) for a in readers.map(pooled.ask, 2 * QUESTIONS)] == 2 * alone


def test_what_is_wrong_with_a_question_is_told(pooled: PooledEngine) -> None:
    with pytest.raises(UsageError, match="empty"):
        pooled.ask("  ")


def test_workers_move_on_to_a_new_generation(pooled: PooledEngine, tmp_path: Path) -> None:
    document = tmp_path / "lanterns.md"
    document.write_text(DOCUMENT.format(5), encoding="utf-8")
    build(pooled._base, home=pooled.index.home, files=[document], own_only=True)
    assert pooled.refresh()
    for _ in range(4):
        answer = pooled.ask(QUESTION, instruments=["doc-lanterns"])
        assert "within 5 days" in answer.statements[0].text


def test_where_the_system_ends_a_worker_the_server_answers_itself(pooled: PooledEngine) -> None:
    before = said(pooled.ask(QUESTIONS[0]))
    os.kill(pooled.workers[0], signal.SIGKILL)
    assert said(pooled.ask(QUESTIONS[0])) == before
    assert said(pooled.ask(QUESTIONS[0])) == before


def never_open(open_engine: object) -> None:
    """What a worker does for hours on a machine that is busy enough."""
    time.sleep(3600)


def test_closing_does_not_wait_for_workers_that_are_starting(
    kettle_home: tuple[Path, Registry], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, registry = kept_apart(kettle_home, tmp_path)
    monkeypatch.setattr("rag.pooled._open", never_open)
    engine = PooledEngine(home, registry)
    engine.begin_workers(2)
    begun = time.monotonic()
    while engine._starting is None or len(engine._starting._processes) < 2:
        assert time.monotonic() - begun < 120
        time.sleep(0.05)
    processes = tuple(engine._starting._processes.values())
    closing = Thread(target=engine.close, daemon=True)
    closing.start()
    closing.join(60)
    still = [process.pid for process in processes if process.is_alive()]
    for process in processes:
        process.kill()
    assert not still
    assert not closing.is_alive()
    assert not engine.workers


class _Unasked:
    """An engine that is asked nothing."""

    def __init__(self, engine: Engine) -> None:
        self.index = engine.index
