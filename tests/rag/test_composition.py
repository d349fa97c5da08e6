"""Quotes as running text."""

import pytest

from rag.composition import readable


@pytest.mark.parametrize(
    ("quote", "text"),
    [
        ("a. The keeper is responsible for:", "The keeper is responsible for:"),
        ("iii. lighting the lamp", "lighting the lamp"),
        ("(b) lamps\nand oil", "lamps and oil"),
        ("第六条 灯应当 长明。", "灯应当长明。"),
        ("I. Lamps", "I. Lamps"),
        ("a lamp. b. oil", "a lamp. b. oil"),
    ],
)
def test_numbers_and_bullets_are_dropped_at_the_beginning_only(quote: str, text: str) -> None:
    assert readable(quote) == text
