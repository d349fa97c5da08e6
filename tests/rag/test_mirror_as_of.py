"""Questions with a date before and after each change of the real corpus: the right law each time."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from corpus import load_registry
from ingest import open_index
from rag import Answer, Engine
from tests.rag.answer_invariants import faults

pytestmark = pytest.mark.mirror

LITERACY = "What does Article 4 of the EU AI Act say?"
HIGH_RISK = "When do the high-risk duties of the EU AI Act apply?"
HIGH_RISK_ZH = "欧盟《人工智能法》的高风险义务何时适用？"
SANDBOX = "What does Article 57(1) of the EU AI Act say?"
OLD_SYSTEMS = "What does Article 111(2) of the EU AI Act say?"
BIAS = "What does Article 10(5) of the EU AI Act say?"
INTIMATE = "What does Article 5(1)(ba) of the EU AI Act say?"
CAPABILITY = "What does Anthropic's RSP say about the ASL-3 Security Standard?"
TRACKED = "How does OpenAI's Preparedness Framework define Tracked Categories?"
RECORDS = "What does Article 11(1) of the EU AI Act say?"

BEFORE, AFTER = "2026-07-26", "2026-07-27"


@pytest.fixture(scope="module")
def real(mirror_home: Path) -> Iterator[Engine]:
    """Answers from an index of the mirror."""
    with Engine(open_index(mirror_home), load_registry()) as engine:
        yield engine


def told(answer: Answer) -> str:
    """Everything that an answer says."""
    return " ".join([*(s.text for s in answer.statements), *answer.notes, answer.abstain_reason or ""])


@pytest.mark.parametrize(
    ("question", "day", "says", "silent"),
    [
        (LITERACY, BEFORE, ["to ensure, to their best extent"], ["guarantee any specific level"]),
        (LITERACY, AFTER, ["guarantee any specific level", "EU AI Omnibus, Art. 1(5)"], ["to their best extent"]),
        (HIGH_RISK, "2026-01-01", ["2 August 2026", "2 August 2027"], ["2 December 2027"]),
        (HIGH_RISK, AFTER, ["2 December 2027", "2 August 2028", "moved", "2026-08-02"], []),
        (HIGH_RISK_ZH, "2026-11-22", ["2027年12月2日", "2026-08-02"], []),
        (SANDBOX, BEFORE, ["2 August 2026"], ["2 August 2027"]),
        (SANDBOX, AFTER, ["2 August 2027"], ["operational by 2 August 2026"]),
        (OLD_SYSTEMS, BEFORE, ["before 2 August 2026"], ["date of application of Chapter III"]),
        (OLD_SYSTEMS, AFTER, ["date of application of Chapter III"], ["before 2 August 2026"]),
        (BIAS, BEFORE, ["special categories of personal data"], ["paragraph 5 is deleted"]),
        (BIAS, AFTER, ["paragraph 5 is deleted", "no longer law since 2026-07-27"], ["special categories"]),
        (INTIMATE, BEFORE, ["did not exist on 2026-07-26", "EU AI Omnibus, Art. 1(7)(a)"], ["intimate parts"]),
        (INTIMATE, AFTER, ["intimate parts", "not yet applicable", "2026-12-02"], []),
        (INTIMATE, "2026-12-02", ["intimate parts"], ["not yet applicable"]),
        (RECORDS, BEFORE, ["technical documentation"], ["SMCs"]),
        (RECORDS, AFTER, ["shall be drawn up before that system is placed", "SMCs", "2027-12-02"], []),
        (CAPABILITY, "2024-12-01", ["ASL-3 Security Standard", "2025-03-31"], []),
        (CAPABILITY, "2025-08-01", ["is not held", "2.0 (from 2024-10-15 until 2025-03-31)"], []),
        (TRACKED, "2024-06-01", ["Tracked Risk Categories", "2025-04-15"], []),
        (TRACKED, "2026-01-01", ["Tracked Categories"], ["Tracked Risk Categories"]),
    ],
)  # fmt: skip
def test_the_law_of_the_day(
    real: Engine, question: str, day: str, says: list[str], silent: list[str]
) -> None:
    when = date.fromisoformat(day)
    answer = real.ask(question, as_of=when)
    said = told(answer)
    assert [words for words in says if words not in said] == []
    assert [words for words in silent if any(words in s.text for s in answer.statements)] == []
    for c in answer.citations:
        assert (c.since is None or c.since <= when) and (c.until is None or when < c.until), c.pin
    assert faults(answer, real) == []


def test_every_statement_of_today_is_law_today(real: Engine) -> None:
    today = date(2026, 11, 22)
    for question in (HIGH_RISK, LITERACY, SANDBOX, "What does Article 113 of the EU AI Act say?"):
        answer = real.ask(question, as_of=today)
        assert answer.statements
        assert all(c.until is None for c in answer.citations), question


def test_a_revoked_order_is_answered_with_its_status(real: Engine) -> None:
    answer = real.ask("What did Executive Order 14110 require of developers of dual-use foundation models?")
    if "us-eo-14110" not in {d.instrument for d in real.index.catalog.documents()}:
        pytest.skip("the index does not hold the order")
    assert any("revoked" in note and "2025-01-20" in note for note in answer.notes)
