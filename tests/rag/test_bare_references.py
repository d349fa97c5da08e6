"""Provisions that stand as a mere number behind the name of their text."""

from datetime import date

import pytest

from corpus import load_registry
from rag.planner import Planner

REGISTRY = load_registry()
HELD = frozenset(
    {
        "gdm-fsf/s-2.2.1",
        "cn-tc260-003/s-5.2/b",
        "intl-oecd-ai/s-1.4",
        "us-ca-sb1047/sec-22603/e",
        "us-ny-raise/sec-1421",
        "intl-delhi-declaration/h-human-capital",
        "openai-model-spec/h-stay-in-bounds/h-do-not-lie",
    }
)
PLANNER = Planner(REGISTRY, lambda pin: pin in HELD)


@pytest.mark.parametrize(
    ("question", "pins"),
    [
        ("FSF 2.2.1", ["gdm-fsf/s-2.2.1"]),
        ("What does TC260-003 5.2 b) ask for?", ["cn-tc260-003/s-5.2/b"]),
        ("OECD AI principles 1.4", ["intl-oecd-ai/s-1.4"]),
        ("What was in SB 1047, 22603(e)?", ["us-ca-sb1047/sec-22603/e"]),
        # a section of the code that the act adds, and not of the act
        ("RAISE Act section 1421", ["us-ny-raise/sec-1421"]),
        (
            "What does “human-capital” of the Delhi Declaration say?",
            ["intl-delhi-declaration/h-human-capital"],
        ),
        ("《新德里宣言》“Human Capital”怎么说？", ["intl-delhi-declaration/h-human-capital"]),
        ("Model Spec “stay-in-bounds”, “do-not-lie”", ["openai-model-spec/h-stay-in-bounds/h-do-not-lie"]),
        ('What does the Delhi Declaration mean by "fair"?', []),
        # no such provision, an edition, a year
        ("FSF 9.9.9", []),
        ("FSF 3.1版", []),
        ("What did the FSF 2025 change?", []),
    ],
)
def test_a_number_behind_a_name_is_a_provision_if_there_is_one(question: str, pins: list[str]) -> None:
    plan = PLANNER.plan(question, available=tuple(REGISTRY.instruments), as_of=date(2026, 11, 22))
    assert list(plan.pins) == pins
    assert not plan.missing
