"""Properties of every answer over the kettle laws: quotes, places, ids, readability; repeatable and never crashing."""

import hashlib
import json
import re
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise, permutations
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus import CrosslexError, UsageError, covers
from rag import MAX_QUESTION, Answer, Engine
from tests.rag.answer_invariants import faults
from tests.rag.kettle_questions import QUESTIONS
from tests.rag.kettle_registry import CA, CN, EU

pytestmark = pytest.mark.model
_UNSAID = ("heading", "front", "preamble")
"""Titles and formulas (`Whereas:`), which need not lie in sentences."""


def content(answer: Answer) -> str:
    """All of an answer but the time it took."""
    return json.dumps(answer.model_dump(mode="json", exclude={"timings_ms"}), ensure_ascii=False)


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("answer_in", [None, "en", "zh"])
def test_every_answer_is_in_order(engine: Engine, question: str, answer_in: str | None) -> None:
    assert faults(engine.ask(question, answer_in=answer_in), engine) == []  # type: ignore[arg-type]  # a parameter


def test_comparisons_by_facet_are_in_order(engine: Engine) -> None:
    facets = [f.id for f in engine.registry.facets]
    for lang in ("en", "zh"):
        answer = engine.compare(facets, [EU, CA, CN], answer_in=lang)
        assert faults(answer, engine) == []
        assert answer.matrix is not None
        assert answer.matrix.rows == tuple(facets)
        assert answer.matrix.columns == (EU, CA, CN)


def test_chunks_and_sentences_stand_where_they_say(engine: Engine) -> None:
    catalog = engine.index.catalog
    for chunk in catalog.chunks():
        text = catalog.text(chunk.source)
        assert chunk.text == text[chunk.start : chunk.end] != ""
        home = next(p for p in catalog.at(chunk.pin) if p.source == chunk.source)
        assert home.start <= chunk.start < chunk.end <= home.end
        assert chunk.sentences or home.kind in _UNSAID, chunk.pin
        assert all(chunk.start <= s.start < s.end <= chunk.end for s in chunk.sentences)
        assert all(a.end <= b.start for a, b in pairwise(chunk.sentences))
        if home.kind in _UNSAID:
            continue
        rest = text[chunk.start : chunk.end]
        for sentence in chunk.sentences:
            rest = rest.replace(text[sentence.start : sentence.end], " ")
        for provision in catalog.provisions(chunk.instrument, source=chunk.source):
            rest = rest.replace(provision.heading or "\0", " ").replace(provision.number or "\0", " ")
        rest = re.sub(r"^ *CHAPTER \d+\..*$", "", rest, flags=re.M)  # the title of a division is no provision
        assert not any(c.isalpha() for c in rest), rest  # all but numbers and headings lies in a sentence


def test_texts_are_those_of_the_files(engine: Engine) -> None:
    for document in engine.index.catalog.documents():
        if document.role != "digest":
            assert document.sha256 == hashlib.sha256(Path(document.location).read_bytes()).hexdigest()
    assert {d.role for d in engine.index.catalog.documents()} == {"authoritative", "translation", "digest"}


def test_a_page_is_given_where_the_source_has_pages(engine: Engine) -> None:
    answer = engine.ask("KB 88 § 31002(a)")
    assert [c.page for c in answer.citations] == [2]
    assert [c.page for c in engine.ask("KB 88 § 31001(c)").citations] == [1]


def test_the_same_question_gives_the_same_answer(engine: Engine) -> None:
    for question in QUESTIONS[:6]:
        assert content(engine.ask(question)) == content(engine.ask(question))


def test_threads_get_the_answers_that_one_caller_gets(engine: Engine) -> None:
    serial = [content(engine.ask(q)) for q in QUESTIONS]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda q: content(engine.ask(q)), QUESTIONS * 2))
    assert together == serial * 2


def test_the_order_of_the_instruments_does_not_choose_the_evidence(engine: Engine) -> None:
    def evidence(order: tuple[str, ...]) -> set[tuple[str, str, str]]:
        answer = engine.ask(
            "How fast must a serious accident be reported, and what are the fines?", instruments=order
        )
        assert answer.matrix is not None
        assert answer.matrix.columns == order
        quotes = {c.id: c.quote for c in answer.citations}
        return {(s.instrument, s.text, quotes[key]) for s in answer.statements for key in s.citations}

    first, *others = (evidence(order) for order in permutations((EU, CA, CN)))
    assert first
    assert all(other == first for other in others)


@pytest.mark.parametrize("query", QUESTIONS[:16])
def test_search_counts_a_provision_once(engine: Engine, query: str) -> None:
    found = engine.search(query, limit=10)
    pins = [h.pin for h in found.hits]
    assert pins
    assert len(set(pins)) == len(pins)
    assert [h.rank for h in found.hits] == list(range(1, len(pins) + 1))
    comparing = engine.ask(query).plan.kind == "comparative"  # there each side has its turn
    for side in {h.instrument for h in found.hits} if comparing else {""}:
        scores = [h.score for h in found.hits if side in ("", h.instrument)]
        assert scores == sorted(scores, reverse=True)
    for hit in found.hits:
        versions = engine.index.catalog.at(hit.pin)
        assert any((v.lang, v.role, v.text) == (hit.lang, hit.role, hit.text) for v in versions)
        if any(v.lang == found.language for v in versions):
            assert hit.lang == found.language


def test_search_shows_no_provision_inside_another_hit_of_the_same_words(engine: Engine) -> None:
    for query in QUESTIONS[:16]:
        hits = engine.search(query, limit=10).hits
        doubled = [
            (a.pin, b.pin)
            for a in hits
            for b in hits
            if a.pin != b.pin and covers(a.pin, b.pin) and (a.lang, a.role) == (b.lang, b.role)
        ]
        assert not doubled, query


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.one_of(
        st.text(min_size=1, max_size=300),
        st.text(alphabet="Articleart(0123)第条款项（二）《》EU中国KB 88§'.,？", min_size=1, max_size=120),
    )
)
def test_no_question_breaks_the_engine(engine: Engine, question: str) -> None:
    try:
        answer = engine.ask(question)
    except CrosslexError as refused:
        assert "\n" not in str(refused)
        assert not question.replace("\0", "").strip()
    else:
        assert faults(answer, engine) == []


@pytest.mark.parametrize(
    "question", ["", " \n\t", "\0", "　", "x" * (MAX_QUESTION + 1), "问" * (MAX_QUESTION + 1)]
)
def test_empty_and_overlong_questions_are_refused(engine: Engine, question: str) -> None:
    with pytest.raises(UsageError):
        engine.ask(question)
    with pytest.raises(UsageError):
        engine.search(question)


def test_the_longest_question_is_answered(engine: Engine) -> None:
    question = "How fast must a serious accident be reported in the EU? " + "Please be exact. " * 300
    assert engine.ask(question[:MAX_QUESTION]).question


def test_unknown_instruments_are_refused(engine: Engine) -> None:
    for unknown in ("eu-teapot-act", "no pin", ""):
        with pytest.raises(UsageError):
            engine.ask("What must be reported?", instruments=[unknown])
