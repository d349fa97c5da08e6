"""Which of the numbers at line starts are headings: those that run on from one another."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol, TypeVar

from ingest.outline.tree import Line

Number = tuple[int, ...]
"""A printed number by its parts: 14 is `(14,)`, 14-2 (第十四条之二) is `(14, 2)`."""

_GAP_COST = 6.0
_START_COST = 0.5


@dataclass(frozen=True, slots=True)
class Candidate:
    """A line that begins with a number and may be a heading."""

    index: int
    """Which line."""
    number: Number
    weight: float = 1.0
    """How much it looks like a heading; negative where it looks like a cross-reference."""


class Numbered(Protocol):
    """What may be a member of a chain."""

    @property
    def number(self) -> Number:
        """Its number, by its parts."""

    @property
    def weight(self) -> float:
        """How much it looks like a member."""


T = TypeVar("T", bound=Numbered)


def best_chain(candidates: Sequence[Candidate], gap_cost: float = _GAP_COST) -> list[Candidate]:
    """The heaviest run of candidates whose numbers rise, one by one where they can; empty if none is worth anything.

    A step over missing numbers costs more than a member is worth, and a chain that does not begin at 1 costs a
    little. So a cross-reference at a line start ("Article 9 applies …" within Article 4) is left out: taking it
    would lose Articles 5 to 8.

    Args:
        candidates: In document order.
        gap_cost: What a step over missing numbers costs; 0 where numbers need only rise.
    """

    def step(before: Number, after: Number) -> float:
        next_one = after == (before[0] + 1,) or (
            after[0] == before[0] and len(after) > 1
        )  # 15 → 16, 15 → 15-1
        return 0.0 if next_one else gap_cost

    worth, chain = heaviest(candidates, step, _START_COST)
    return chain if worth > 0 else []


def heaviest(
    candidates: Sequence[T], step: Callable[[Number, Number], float], start_cost: float
) -> tuple[float, list[T]]:
    """The heaviest run of candidates whose numbers rise, and what it is worth.

    A chain earns the weight of each of its members.

    Args:
        candidates: In document order.
        step: What it costs to go from one number to a higher one.
        start_cost: What it costs not to begin at 1.
    """
    ends: list[tuple[float, int]] = []  # (value, previous) of the best chain that ends here
    by_number: dict[Number, int] = {}  # where the best chain ends that ends in this number
    for i, candidate in enumerate(candidates):
        value, previous = candidate.weight - (0.0 if candidate.number[0] <= 1 else start_cost), -1
        for number, j in by_number.items():
            if number >= candidate.number:
                continue
            reached = ends[j][0] + candidate.weight - step(number, candidate.number)
            if reached > value:
                value, previous = reached, j
        ends.append((value, previous))
        known = by_number.get(candidate.number)
        if known is None or value > ends[known][0]:
            by_number[candidate.number] = i
    if not ends:
        return 0.0, []
    at = max(range(len(ends)), key=lambda i: (ends[i][0], -i))
    worth = ends[at][0]
    chain: list[T] = []
    while at >= 0:
        chain.append(candidates[at])
        at = ends[at][1]
    return worth, chain[::-1]


def split_at(all_lines: Sequence[Line], inner: re.Pattern[str]) -> list[Line]:
    """The lines, each cut where `inner` begins inside it: a heading that a reader left on the line above.

    Args:
        all_lines: Of a reading.
        inner: Matches a heading in mid-line; its match begins where the new line does.
    """
    found: list[Line] = []
    for line in all_lines:
        cuts = [match.start() for match in inner.finditer(line.text) if match.start()]
        for start, end in pairwise([0, *cuts, len(line.text)]):
            text = line.text[start:end].strip()
            if text:
                at = line.start + start
                found.append(Line(at, at + len(text), text, line.block))
    return found
