"""Questions about the law of a day: an invented act that was amended twice, a policy in two editions."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from corpus import UsageError
from ingest import build, open_index
from rag import Answer, Engine
from tests.ingest.invented_amendment import FIRST_DAY, SECOND_DAY
from tests.ingest.invented_history import plant
from tests.rag.answer_invariants import faults

BEFORE = FIRST_DAY - timedelta(days=1)
NAME = "the Kettle Regulation"


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    root = tmp_path_factory.mktemp("history")
    registry, mirror = plant(root)
    build(registry, home=root / "home", mirror=mirror)
    with Engine(open_index(root / "home"), registry) as opened:
        yield opened


def text(answer: Answer) -> str:
    return " ".join(s.text for s in answer.statements)


@pytest.mark.parametrize(
    ("question", "day", "says", "not_"),
    [
        (f"What does Article 4 of {NAME} say?", BEFORE, "within ten days", "three days"),
        (f"What does Article 4 of {NAME} say?", FIRST_DAY, "within three days", "ten days"),
        (
            f"Within how many days must a silent kettle be reported under {NAME}?",
            BEFORE,
            "ten days",
            "three days",
        ),
        (
            f"Within how many days must a silent kettle be reported under {NAME}?",
            FIRST_DAY,
            "three days",
            "ten days",
        ),
        (f"What does Article 4a of {NAME} say?", FIRST_DAY, "sold as a pot", "melted"),
        (f"What does Article 4a of {NAME} say?", SECOND_DAY, "melted", "as a pot"),
        (f"What must be done with a silent kettle under {NAME}?", SECOND_DAY, "melted", "as a pot"),
        (f"What does Article 3 of {NAME} say?", BEFORE, "in the next room", "all rooms"),
        (f"What does Article 3 of {NAME} say?", FIRST_DAY, "all rooms", "next room"),
        (f"What does Article 3(2a) of {NAME} say?", SECOND_DAY, "in a safe", "drawer"),
        (f"What does Article 3(3) of {NAME} say?", BEFORE, "send the market office a list", "gong"),
        (f"What does Article 3(3) of {NAME} say?", FIRST_DAY, "a bell or a gong", "a list"),
        (
            "To how many of its kettles does the maker intend to fit whistles, by its policy?",
            date(2032, 6, 6),
            "most of our kettles",
            "louder",
        ),
        (
            "To how many of its kettles does the maker intend to fit louder whistles?",
            date(2035, 1, 1),
            "all of our kettles",
            "most of",
        ),
    ],
)
def test_the_law_of_the_day_is_stated(engine: Engine, question: str, day: date, says: str, not_: str) -> None:
    answer = engine.ask(question, as_of=day)
    assert says in text(answer)
    assert not_ not in text(answer)
    assert all(not_ not in c.quote for c in answer.citations)
    assert faults(answer, engine) == []
    assert all(
        (c.since is None or c.since <= day) and (c.until is None or day < c.until) for c in answer.citations
    )


def test_the_amendment_is_named(engine: Engine) -> None:
    after = engine.ask(f"What does Article 4 of {NAME} say?", as_of=FIRST_DAY)
    assert any("Kettle Change, Art. 1(6)" in note and str(FIRST_DAY) in note for note in after.notes)
    assert all(c.amended_by for c in after.citations if c.since)
    before = engine.ask(f"What does Article 4 of {NAME} say?", as_of=BEFORE)
    assert any(f"until {FIRST_DAY}" in note and "Kettle Change" in note for note in before.notes)


def test_what_we_put_together_is_called_so_and_brings_the_official_words(engine: Engine) -> None:
    answer = engine.ask(f"What does Article 3(1) of {NAME} say?", as_of=FIRST_DAY)
    roles = {c.role for c in answer.citations}
    assert roles == {"consolidation", "authoritative"}
    assert any("no official consolidation" in note for note in answer.notes)


def test_a_deleted_provision_is_answered_by_the_act_that_deleted_it(engine: Engine) -> None:
    answer = engine.ask(f"What does Article 5 of {NAME} say?", as_of=FIRST_DAY)
    assert {c.instrument for c in answer.citations} == {"eu-kettle-change"}
    assert "Article 5 is deleted" in text(answer) and "fee" not in text(answer)
    assert any("no longer law" in note for note in answer.notes)
    assert "small" in text(engine.ask(f"What does Article 5 of {NAME} say?", as_of=BEFORE))


def test_a_provision_of_the_future_is_no_answer_but_named(engine: Engine) -> None:
    answer = engine.ask(f"What does Article 4a of {NAME} say?", as_of=BEFORE)
    assert answer.abstained and str(FIRST_DAY) in (answer.abstain_reason or "")
    assert "Kettle Change, Art. 1(7)" in (answer.abstain_reason or "")


def test_a_day_of_which_no_edition_is_held(engine: Engine) -> None:
    answer = engine.ask("What does the Maker's Policy say about whistles?", as_of=date(2033, 9, 9))
    assert answer.abstained and "2034-01-01" in (answer.abstain_reason or "")


def test_search_and_show_take_a_day(engine: Engine) -> None:
    for day, words in ((BEFORE, "ten days"), (FIRST_DAY, "three days")):
        hits = engine.search("report a silent kettle", as_of=day).hits
        assert any(h.pin.startswith("eu-kettles/art-4") and words in h.text for h in hits)
    view = engine.provision("eu-kettles/art-3/2a", as_of=SECOND_DAY)
    assert all("safe" in v.text for v in view.versions) and view.others == 2
    assert len(engine.provision("eu-kettles/art-3/2a").versions) == 4
    with pytest.raises(UsageError, match=str(FIRST_DAY)):
        engine.provision("eu-kettles/art-4a", as_of=BEFORE)


def test_what_an_act_quotes_for_another_is_stated_of_that_one(engine: Engine) -> None:
    answer = engine.ask("How shall a silent kettle be sold?", as_of=FIRST_DAY)
    assert {s.instrument for s in answer.statements} == {"eu-kettles"}
    named = engine.ask("What does Article 1(7) of the Kettle Change say?", as_of=FIRST_DAY)
    assert {s.instrument for s in named.statements} == {"eu-kettle-change"}
