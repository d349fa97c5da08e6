import numpy as np
import pytest

from ingest import Background, ScoredSentence, Sparse
from rag.scoring import Query, Scorer, Weights, comparable

ENGLISH = np.array([1.0, 0.0, 0.0], np.float32)
CHINESE = np.array([0.0, 1.0, 0.0], np.float32)
BACKGROUND = Background({"en": 0.8 * ENGLISH, "zh": 0.7 * CHINESE})
QUESTION = np.array([0.9, 0.3, 0.3], np.float32)
MOVED = np.array([0.5, 0.4, 0.7], np.float32)


def test_cosines_in_the_own_language_are_as_they_are_where_nothing_was_moved() -> None:
    scale = comparable(BACKGROUND, QUESTION, QUESTION, "en")
    assert scale(0.87, "en") == pytest.approx(0.87)
    assert scale(0.5, "zh") > 0.5  # the language of the question lies nearer to all of its own


def test_an_average_text_counts_as_before_where_the_question_was_moved() -> None:
    scale = comparable(BACKGROUND, QUESTION, MOVED, "en")
    usual, average = BACKGROUND.level(QUESTION, "en"), BACKGROUND.level(MOVED, "en")
    assert usual is not None and average is not None
    assert scale(average, "en") == pytest.approx(usual)
    assert 0 < scale(average + 0.1, "en") - usual < 0.1  # answers stand out further, and count for no more


def test_a_moved_question_has_a_usual_level_where_nothing_is_restated() -> None:
    scale = comparable(Background({}), QUESTION, MOVED, "zh")
    assert 0.8 < scale(0.485, "zh") < 0.9
    assert scale(0.6, "en") == scale(0.6, "zh")


def test_what_only_says_more_about_the_matter_counts_half() -> None:
    pins = ("eu-law/art-1", "eu-law/art-2", "eu-law/art-3")
    text = "Whoever fails to report an incident with a kettle in time pays a fine of four thousand crowns."
    query = Query(
        text="fines for late reports",
        plain=QUESTION,
        dense=QUESTION,
        sparse=Sparse((), ()),
        expected=frozenset(),
        facets=("penalties",),
        beside=("incident-reporting",),
        lexical_best=0.0,
        language="en",
        terms=3,
        starting=(),
        level=0.8,
        comparable=comparable(BACKGROUND, QUESTION, QUESTION, "en"),
    )
    scorer = Scorer(query, Weights(), frozenset(), filed=pins[:1], beside=pins[:2], begun=(), answering={})
    found = (
        ScoredSentence("c", pin, "eu-law", "act", "en", "authoritative", 0, 9, text, 0.8) for pin in pins
    )
    asked, beside, neither = (p.score for p in scorer.passages((s, 0.8, 0.0) for s in found))
    assert asked - neither == pytest.approx(Weights().facet)
    assert beside - neither == pytest.approx(Weights().facet / 2)
