"""Which of the numbers at line starts are headings: those that run on from one another."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

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


def best_chain(candidates: Sequence[Candidate], gap_cost: float = _GAP_COST) -> list[Candidate]:
    """The heaviest run of candidates whose numbers rise, one by one where they can.

    A chain earns the weight of each of its members, a step over missing numbers costs more than a
    member is worth, and a chain that does not begin at 1 costs a little. So a cross-reference at a line start
    ("Article 9 applies …" within Article 4) is left out: taking it would lose Articles 5 to 8.

    Args:
        candidates: In document order.
        gap_cost: What a step over missing numbers costs; 0 where numbers need only rise.
    """
    ends: list[tuple[float, int]] = []  # (value, previous) of the best chain that ends here
    by_number: dict[Number, int] = {}  # where the best chain ends that ends in this number
    for i, candidate in enumerate(candidates):
        value, previous = candidate.weight - (0 if candidate.number[0] <= 1 else _START_COST), -1
        for number, j in by_number.items():
            cost = _step_cost(number, candidate.number, gap_cost)
            if cost is not None and ends[j][0] + candidate.weight - cost > value:
                value, previous = ends[j][0] + candidate.weight - cost, j
        ends.append((value, previous))
        known = by_number.get(candidate.number)
        if known is None or value > ends[known][0]:
            by_number[candidate.number] = i
    if not ends:
        return []
    at = max(range(len(ends)), key=lambda i: (ends[i][0], -i))
    if ends[at][0] <= 0:
        return []
    chain: list[Candidate] = []
    while at >= 0:
        chain.append(candidates[at])
        at = ends[at][1]
    return chain[::-1]


def _step_cost(before: Number, after: Number, gap_cost: float) -> float | None:
    """What a step costs: nothing to the next number (15 → 16, 15 → 15-1), something over a gap; None backwards."""
    if after <= before:
        return None
    if after == (before[0] + 1,) or (after[0] == before[0] and len(after) > 1):
        return 0.0
    return gap_cost


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
