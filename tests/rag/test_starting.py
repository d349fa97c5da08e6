"""Questions that name a day: what begins to apply on it."""

import pytest

from corpus import load_registry
from rag.starting import starting

REGISTRY = load_registry()


@pytest.mark.parametrize(
    "question",
    ["Which AI practices are banned from December 2026?", "2026年12月2日起新增了哪些禁止行为？"],
)
def test_what_begins_in_a_month_or_on_a_day(question: str) -> None:
    found = set(starting(question, REGISTRY))
    assert {"eu-ai-act/art-5/1/ba", "eu-ai-act/art-5/1/bb", "eu-ai-act/art-113/p3/a"} <= found
    assert "eu-ai-act/art-5/1/a" not in found


@pytest.mark.parametrize(
    "question", ["What was banned in 2026?", "Which practices are banned?", "2026年有哪些规定？"]
)
def test_a_year_or_no_date_says_nothing(question: str) -> None:
    assert list(starting(question, REGISTRY)) == []


def test_a_timetable_that_was_replaced_says_nothing() -> None:
    assert "eu-ai-act/art-6/2" not in set(starting("What applies from 2 August 2026?", REGISTRY))
