import numpy as np
import pytest

from ingest import Background, ScoredSentence, Sparse
from rag.expected import Expected
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


FINE = "Whoever fails to report an incident with a kettle in time pays a fine of four thousand crowns."


def query(*, expected: frozenset[Expected] = frozenset(), **facets: tuple[str, ...]) -> Query:
    return Query(
        text="fines for late reports",
        plain=QUESTION,
        whole=None,
        dense=QUESTION,
        sparse=Sparse((), ()),
        expected=expected,
        facets=facets.get("facets", ()),
        beside=facets.get("beside", ()),
        lexical_best=0.0,
        language="en",
        terms=3,
        starting=(),
        level=0.8,
        comparable=comparable(BACKGROUND, QUESTION, QUESTION, "en"),
    )


def scorer(
    asked: Query,
    *,
    commentaries: frozenset[str] = frozenset(),
    filed: tuple[str, ...] = (),
    beside: tuple[str, ...] = (),
    headed: dict[str, float] | None = None,
) -> Scorer:
    return Scorer(
        asked, Weights(), commentaries, filed=filed, beside=beside, begun=(), answering={}, headed=headed
    )


def sentence(pin: str, cosine: float = 0.8, text: str = FINE, *, at: int = 0) -> ScoredSentence:
    law = pin.partition("/")[0]
    return ScoredSentence("c", pin, law, f"{law}:act", "en", "authoritative", at, at + 9, text, cosine)


def ranked(by: Scorer, *found: ScoredSentence) -> dict[str, float]:
    """The best score of each provision, best first."""
    scores: dict[str, float] = {}
    for passage in by.supported(by.passages((s, 0.8, 0.0) for s in found)):
        scores.setdefault(passage.pin, passage.score)
    return scores


def test_what_only_says_more_about_the_matter_counts_half() -> None:
    pins = ("eu-law/art-1", "eu-law/art-2", "eu-law/art-3")
    both = scorer(
        query(facets=("penalties",), beside=("incident-reporting",)), filed=pins[:1], beside=pins[:2]
    )
    asked, beside, neither = (p.score for p in both.passages((sentence(pin), 0.8, 0.0) for pin in pins))
    assert asked - neither == pytest.approx(Weights().facet)
    assert beside - neither == pytest.approx(Weights().facet / 2)


def test_an_article_whose_other_sentences_answer_too_goes_before_one_that_only_mentions_it() -> None:
    alone = sentence("eu-law/art-1/1", 0.805)
    several = [sentence(f"eu-law/art-2/{i}", 0.8 - i / 1000, at=10 * i) for i in range(5)]
    scores = ranked(scorer(query()), alone, *several)
    assert next(iter(scores)) == "eu-law/art-2/0"
    assert scores["eu-law/art-1/1"] == pytest.approx(ranked(scorer(query()), alone)["eu-law/art-1/1"])
    # its other paragraphs gain nothing: they would crowd out those of other articles
    assert scores["eu-law/art-2/1"] < scores["eu-law/art-1/1"]


def test_far_sentences_lend_no_support() -> None:
    near, far = sentence("eu-law/art-1/1", 0.8), sentence("eu-law/art-1/2", 0.6, at=10)
    assert (
        ranked(scorer(query()), near, far)["eu-law/art-1/1"]
        == ranked(scorer(query()), near)["eu-law/art-1/1"]
    )


def test_the_heading_of_an_article_speaks_for_it_and_half_as_much_for_a_commentary() -> None:
    pins, headed = ("eu-law/art-1/1", "eu-guide/p-1/1"), {"eu-law/art-1": 0.1, "eu-guide/p-1": 0.1}
    found = [sentence(pin) for pin in pins]
    guide = frozenset({"eu-guide"})
    without = ranked(scorer(query(), commentaries=guide), *found)
    scores = ranked(scorer(query(), commentaries=guide, headed=headed), *found)
    assert scores[pins[0]] - without[pins[0]] == pytest.approx(0.1 * Weights().heading)
    assert scores[pins[1]] - without[pins[1]] == pytest.approx(0.05 * Weights().heading)


def test_a_definition_counts_less_unless_it_is_asked_for() -> None:
    meaning = (
        "‘automatic kettle’ means a kettle that begins to boil water in a kitchen without being touched;"
    )
    found = sentence("eu-law/art-2/1", text=meaning), sentence("eu-law/art-3/1")
    plain = ranked(scorer(query()), *found)
    asked = ranked(scorer(query(expected=frozenset({"definition"}))), *found)
    assert list(plain) == ["eu-law/art-3/1", "eu-law/art-2/1"]
    assert list(asked) == ["eu-law/art-2/1", "eu-law/art-3/1"]
