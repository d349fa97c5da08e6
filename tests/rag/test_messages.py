"""What is said beside the statements of an answer."""

from datetime import date

import pytest

from corpus import load_registry
from rag.messages import _life
from rag.planner import Planner

REGISTRY = load_registry()


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("When did SB 53 take effect?", ["2025-09-29", "in force from 2026-01-01"]),
        ("SB 53什么时候生效？", ["2025-09-29", "生效：2026-01-01"]),
        ("What does SB 53 say on incidents?", []),
        ("What takes effect in California?", []),
    ],
)
def test_when_a_named_law_came_into_force_is_told_where_it_is_asked(question: str, told: list[str]) -> None:
    plan = Planner(REGISTRY, lambda _: False).plan(
        question, available=tuple(REGISTRY.instruments), as_of=date(2026, 11, 22)
    )
    lines = _life(plan, REGISTRY)
    assert len(lines) == bool(told)
    assert all(piece in lines[0] for piece in told)
