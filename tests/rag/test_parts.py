"""Finding a numbered provision in the part of an instrument that a question names."""

from types import SimpleNamespace
from typing import cast

import pytest

from corpus import load_registry
from ingest import Index
from rag.parts import Parts

PINS = (
    "x-code/h-copyright/s-1.3",
    "x-code/h-safety-security/s-1.3",
    "x-code/s-2/s-1.3",
    "x-code/h-copyright/s-1",
)


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("Measure 1.3 of the copyright chapter", PINS[:1]),
        ("版权章的措施1.3", PINS[:1]),
        ("Measure 1.3 on security", PINS[1:2]),
        ("What is Measure 1.3?", PINS[:2]),
    ],
)
def test_the_part_that_is_named_or_all(question: str, found: tuple[str, ...]) -> None:
    index = SimpleNamespace(provisions=lambda _: [SimpleNamespace(pin=pin) for pin in PINS])
    parts = Parts(cast(Index, index), load_registry())
    assert parts.find("x-code", ("s-1.3",), question) == found
