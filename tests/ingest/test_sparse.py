import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import CrosslexError
from ingest.sparse import K1, B, Sparse, SparseEncoder, _stem, document_terms
from tests.ingest.invented_law import words


def overlap(encoder: SparseEncoder, question: str, document: str, pins: tuple[str, ...] = ()) -> float:
    """Score without idf."""
    vector = encoder.document(document_terms(document, pins))
    weights = dict(zip(vector.indices, vector.values, strict=True))
    return sum(weights.get(i, 0.0) for i in encoder.query(question).indices)


def encoder(*documents: str) -> SparseEncoder:
    return SparseEncoder.fit(document_terms(d) for d in documents)


@pytest.mark.parametrize(
    ("question", "document"),
    [
        ("reporting incidents", "The keeper reports an incident."),
        ("Article 17", "依照本法第十七条的规定"),
        ("第十七条", "as set out in Article 17"),
        ("within 15 days", "应当在十五日内报告"),
        ("15日内", "within fifteen or 15 days"),
        ("keeper's duties", "the duty of a keeper"),
        ("1000000 euros", "up to EUR 1 000 000"),
        ("1,000,000", "a fine of 1000000"),
        ("灯塔管理员", "港口的灯塔管理员应当报告"),
        ("灯", "灯"),
    ],
)
def test_a_question_meets_its_document(question: str, document: str) -> None:
    assert overlap(encoder(document), question, document) > 0


@pytest.mark.parametrize(
    ("question", "document"),
    [
        ("what is the of and", "the keeper of the tower and his lamp"),
        ("Article 17", "Article 18"),
        ("", "lamp"),
    ],
)
def test_a_question_misses_other_documents(question: str, document: str) -> None:
    common = overlap(encoder(document), question, document)
    assert common == overlap(encoder(document), "article" if "Article" in question else "", document)


def test_the_article_itself_goes_before_those_that_cite_it() -> None:
    model = encoder("a b c", "a b d")
    own = overlap(model, "What does Article 5 say?", "Keepers sign.", ("zz-lantern/art-5/1",))
    citing = overlap(model, "What does Article 5 say?", "Subject to Article 5, keepers sign.")
    assert overlap(model, "Article 5", "Keepers sign.", ("zz-lantern/art-5/1",)) > 0
    assert own > 0 and citing > 0


def test_weights_are_those_of_bm25() -> None:
    documents = ["lamp lamp wick", "lamp"]
    model = encoder(*documents)
    (weight,) = model.document(Counter({"lamp": 2})).values
    assert weight == pytest.approx(2 * (K1 + 1) / (2 + K1 * (1 - B + B * 2 / 2)))


@given(words("zh", 40))
def test_chinese_words_of_documents_are_found_in_questions_without_jieba(text: str) -> None:
    terms = document_terms(text)
    model = SparseEncoder.fit([terms])
    asked = set(model.query(text).indices)
    missing = {t for t in terms if not set(model.document(Counter([t])).indices) <= asked}
    assert missing == set()


@given(st.text(max_size=200))
def test_vectors_are_well_formed_for_any_text(text: str) -> None:
    model = SparseEncoder.fit([document_terms(text)])
    for vector in (model.document(document_terms(text)), model.query(text)):
        assert list(vector.indices) == sorted(set(vector.indices))
        assert all(0 <= i < 2**32 for i in vector.indices)
        assert all(v > 0 for v in vector.values) and len(vector.values) == len(vector.indices)


def test_what_a_question_needs_is_saved(tmp_path) -> None:
    model = encoder("港口的灯塔管理员应当依照规定报告")
    model.save(tmp_path / "lexical.json")
    assert SparseEncoder.load(tmp_path / "lexical.json").query("灯塔管理员") == model.query("灯塔管理员")


def test_a_damaged_model_is_one_clear_line(tmp_path) -> None:
    (tmp_path / "lexical.json").write_text("{")
    with pytest.raises(CrosslexError, match="crosslex ingest --rebuild"):
        SparseEncoder.load(tmp_path / "lexical.json")


def test_an_empty_question_has_no_terms() -> None:
    assert SparseEncoder().query("") == Sparse((), ())


def test_stems_do_not_depend_on_other_threads() -> None:
    words = [f"{stem}{ending}" for stem in ("regulat", "report", "oblig") for ending in ("ions", "ing", "es")]
    once = [_stem.__wrapped__(word) for word in words]
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(8) as pool:
            runs = pool.map(lambda _: [_stem.__wrapped__(word) for word in words], range(60))
            assert all(run == once for run in runs)
    finally:
        sys.setswitchinterval(interval)
