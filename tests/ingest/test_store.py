import subprocess
import sys
import threading
import uuid
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import CrosslexError, UsageError
from ingest.embedding import unit_rows
from ingest.periods import Period
from ingest.shelves import Epochs, shelves
from ingest.sparse import Sparse
from ingest.store import BM25, DENSE, SENTENCE, Store, StorePoint, choose, create_store, open_store
from ingest.types import Filters

DIMENSION = 8
N = 60
CHANGE = date(2026, 7, 27)
EPOCHS = Epochs([CHANGE])


def points() -> list[StorePoint]:
    """Sixty points over three instruments: every third a chunk, the others its sentences."""
    rng = np.random.default_rng(7)
    vectors = unit_rows(rng.normal(size=(N, DIMENSION)))
    made = []
    for i in range(N):
        instrument = ("eu-one", "cn-two", "us-three")[i % 3]
        chunk = chunk_id(i)
        lang = ("en", "zh")[i % 2]
        period = Period(CHANGE if i % 7 == 1 else None, CHANGE if i % 7 == 2 else None)
        payload = {
            "instrument": instrument,
            "jurisdiction": instrument.partition("-")[0],
            "pole": "eu" if instrument == "eu-one" else "other",
            "kind": "regulation",
            "status": "in-force",
            "lang": lang,
            "role": "authoritative",
            "source": f"{instrument}:a",
            "under": [instrument, f"{instrument}/art-{i % 5}", f"{instrument}/art-{i % 5}/{i}"],
            "chunk": chunk,
            "adopted": 20200101 + i * 100 if i < 12 else 20230615,
            "ended": 20240101 if i % 4 == 0 else 99991231,
            "shelf": shelves("chunk" if i % 6 == 0 else "sentence", lang, instrument, EPOCHS.within(period)),
        }
        if i % 6 == 0:
            terms = sorted({int(t) for t in rng.integers(0, 30, size=9)})
            weights = tuple(float(w) for w in rng.uniform(0.5, 2, size=len(terms)))
            made.append(
                StorePoint(i + 1, payload, {DENSE: vectors[i]}, {BM25: Sparse(tuple(terms), weights)})
            )
        else:
            made.append(StorePoint(i + 1, payload, {SENTENCE: vectors[i]}))
    return made


def chunk_id(i: int) -> str:
    return str(uuid.UUID(int=i - i % 6))


def query_vectors() -> tuple[np.ndarray, Sparse]:
    rng = np.random.default_rng(8)
    return unit_rows(rng.normal(size=(1, DIMENSION)))[0], Sparse((1, 5, 9, 12, 21), (1.0,) * 5)


@pytest.fixture(scope="module")
def edge(tmp_path_factory: pytest.TempPathFactory) -> Store:
    pytest.importorskip("qdrant_edge")
    folder = tmp_path_factory.mktemp("edge") / "vectors"
    store = create_store("edge", folder, "c", DIMENSION)
    store.upsert(points())
    store.finish()
    store.close()
    return open_store("edge", folder, "c")


@pytest.fixture(scope="module")
def server() -> Store:
    from qdrant_client import QdrantClient

    from ingest.store_server import QdrantStore

    store = QdrantStore.create(QdrantClient(":memory:"), "c", DIMENSION)
    store.upsert(points())
    store.finish()
    store.publish()
    return store


@pytest.fixture(params=["edge", "server"])
def store(request: pytest.FixtureRequest) -> Store:
    found: Store = request.getfixturevalue(request.param)
    return found


def test_dense_search_is_exact_cosine(store: Store) -> None:
    vector, _ = query_vectors()
    expected = sorted(
        ((float(p.vectors[SENTENCE] @ vector), p.id) for p in points() if SENTENCE in p.vectors), reverse=True
    )[:10]
    found = store.search_dense(SENTENCE, vector, Filters(), 10)
    assert [m.id for m in found] == [i for _, i in expected]
    assert [m.score for m in found] == pytest.approx([s for s, _ in expected], abs=2e-3)


def test_both_stores_give_the_same_answers(edge: Store, server: Store) -> None:
    vector, sparse = query_vectors()
    for filters in (
        Filters(),
        Filters(instruments=("eu-one",)),
        Filters(langs=("zh",), poles=("eu", "other")),
    ):
        for mine, theirs in (
            (edge.search_dense(DENSE, vector, filters, 8), server.search_dense(DENSE, vector, filters, 8)),
            (edge.search_sparse(BM25, sparse, filters, 8), server.search_sparse(BM25, sparse, filters, 8)),
            (edge.hybrid(vector, sparse, filters, 8, 20), server.hybrid(vector, sparse, filters, 8, 20)),
        ):
            assert {m.id for m in mine} == {m.id for m in theirs}
            assert [m.score for m in mine] == pytest.approx([m.score for m in theirs], abs=2e-3)


def test_a_day_leaves_out_what_was_not_the_law(store: Store) -> None:
    vector, _ = query_vectors()
    sentences = {p.id: p.payload for p in points() if SENTENCE in p.vectors}
    begun = {id for id in sentences if (id - 1) % 7 == 1}
    ended = {id for id in sentences if (id - 1) % 7 == 2}
    assert begun and ended
    for day, others in ((CHANGE, ended), (CHANGE - timedelta(1), begun)):
        for limits in (Filters(), Filters(langs=("zh",)), Filters(instruments=("eu-one", "us-three"))):
            filters = replace(limits, day=EPOCHS.first_day(day))
            found = {m.id for m in store.search_dense(SENTENCE, vector, filters, N)}
            allowed = {m.id for m in store.search_dense(SENTENCE, vector, limits, N)}
            assert found == allowed - others
            chunks = store.search_dense(DENSE, vector, filters, N)
            assert store.count(filters) == len(found) + len(chunks)


def test_rare_terms_weigh_more(store: Store) -> None:
    having = [p for p in points() if BM25 in p.sparse]
    spread = {t: sum(t in p.sparse[BM25].indices for p in having) for t in range(30)}
    rare, common = min((n, t) for t, n in spread.items() if n)[1], max((n, t) for t, n in spread.items())[1]
    found = store.search_sparse(BM25, Sparse(tuple(sorted((rare, common))), (1.0, 1.0)), Filters(), 10)
    best = next(p for p in having if p.id == found[0].id)
    assert rare in best.sparse[BM25].indices


@pytest.mark.parametrize(
    ("filters", "kept"),
    [
        (Filters(instruments=("eu-one",)), lambda p: p["instrument"] == "eu-one"),
        (Filters(instruments=("eu-one", "cn-two")), lambda p: p["instrument"] in ("eu-one", "cn-two")),
        (
            Filters(jurisdictions=("us",), langs=("en",)),
            lambda p: p["jurisdiction"] == "us" and p["lang"] == "en",
        ),
        (Filters(under=("cn-two/art-1",)), lambda p: "cn-two/art-1" in p["under"]),
        (Filters(chunks=(chunk_id(6),)), lambda p: p["chunk"] == chunk_id(6)),
        (Filters(date_from=date(2023, 1, 1)), lambda p: p["adopted"] >= 20230101),
        (Filters(date_to=date(2020, 6, 1)), lambda p: p["adopted"] <= 20200601),
        (Filters(in_force_on=date(2024, 1, 1)), lambda p: p["adopted"] <= 20240101 < p["ended"]),
        (Filters(in_force_on=date(2023, 12, 31)), lambda p: p["adopted"] <= 20231231 < p["ended"]),
        (Filters(instruments=("nobody",)), lambda p: False),
    ],
)
def test_filters(store: Store, filters: Filters, kept) -> None:
    wanted = {p.id for p in points() if kept(p.payload)}
    assert store.count(filters) == len(wanted)
    vector, sparse = query_vectors()
    found = {m.id for name in (DENSE, SENTENCE) for m in store.search_dense(name, vector, filters, N)}
    assert found == wanted
    assert {m.id for m in store.search_sparse(BM25, sparse, filters, N)} <= wanted
    assert {m.id for m in store.hybrid(vector, sparse, filters, N, N)} <= wanted


def test_a_question_without_terms_finds_by_meaning_alone(store: Store) -> None:
    vector, _ = query_vectors()
    nothing = Sparse((), ())
    assert store.search_sparse(BM25, nothing, Filters(), 5) == []
    fused = [m.id for m in store.hybrid(vector, nothing, Filters(), 5, 10)]
    assert fused == [m.id for m in store.search_dense(DENSE, vector, Filters(), 5)]


def test_threads_search_at_once(store: Store) -> None:
    vector, sparse = query_vectors()
    expected = store.hybrid(vector, sparse, Filters(), 8, 20)
    answers: list[object] = []

    def ask() -> None:
        answers.extend(store.hybrid(vector, sparse, Filters(), 8, 20) for _ in range(20))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 80
    assert all([m.id for m in a] == [m.id for m in expected] for a in answers)


READER = """
import sys, numpy as np
from pathlib import Path
from ingest.store import open_store
from ingest.types import Filters
vector = np.ones(8, np.float32) / np.sqrt(8).astype(np.float32)
for _ in range(6):
    store = open_store("edge", Path(sys.argv[1]), "c")
    print([m.id for m in store.search_dense("sentence", vector, Filters(langs=("en",)), 5)])
    store.close()
print("ready", flush=True)
sys.stdin.read()
"""


def test_many_processes_read_one_store(tmp_path: Path) -> None:
    pytest.importorskip("qdrant_edge")
    folder = tmp_path / "vectors"
    store = create_store("edge", folder, "c", DIMENSION)
    store.upsert(points())
    store.finish()
    store.close()
    held = open_store("edge", folder, "c")
    readers = [
        subprocess.Popen(
            [sys.executable, "-c", READER, str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    readers[0].kill()  # a reader that dies does no harm
    outputs = [reader.communicate(timeout=60)[0].splitlines() for reader in readers[1:]]
    lines = {line for output in outputs for line in output}
    assert len(lines) == 2 and "ready" in lines
    vector = (np.ones(8) / np.sqrt(8)).astype(np.float32)
    mine = [m.id for m in held.search_dense(SENTENCE, vector, Filters(langs=("en",)), 5)]
    assert str(mine) in lines


def test_a_missing_store_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(CrosslexError, match="cannot open the vector store"):
        open_store("edge", tmp_path / "none", "c")


def test_an_unreachable_server_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(
        CrosslexError, match=r"cannot reach the Qdrant server at http://127\.0\.0\.1:9"
    ) as caught:
        create_store("http://127.0.0.1:9", tmp_path, "c", DIMENSION)
    assert "\n" not in str(caught.value)


def test_only_known_stores_are_accepted() -> None:
    with pytest.raises(UsageError, match="is not a store"):
        choose("mongo")
    assert choose("http://localhost:6333") == "http://localhost:6333"


def test_the_local_mode_stands_in_for_the_engine(tmp_path: Path, server: Store) -> None:
    store = create_store("local", tmp_path / "vectors", "c", DIMENSION)
    store.upsert(points())
    store.finish()
    store.close()
    again = open_store("local", tmp_path / "vectors", "c")
    vector, sparse = query_vectors()
    found = again.hybrid(vector, sparse, Filters(), 8, 20)
    assert [m.id for m in found] == [m.id for m in server.hybrid(vector, sparse, Filters(), 8, 20)]
    again.close()


def test_publishing_moves_the_alias(tmp_path: Path) -> None:
    from qdrant_client import QdrantClient

    from ingest.store_server import ALIAS, QdrantStore

    client = QdrantClient(":memory:")
    old = QdrantStore.create(client, "crosslex-1", DIMENSION)
    old.publish()
    new = QdrantStore.create(client, "crosslex-2", DIMENSION)
    new.upsert(points()[:3])
    assert client.count(ALIAS).count == 0
    new.publish()
    assert client.count(ALIAS).count == 3
    old.drop()
    assert [c.name for c in client.get_collections().collections] == ["crosslex-2"]
