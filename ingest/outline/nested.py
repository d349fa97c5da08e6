"""Nested (a)(1)(A) marks of American law, their levels told by sequence: no state's order is built in."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from corpus.numerals import from_roman

Family = Literal["digit", "dotted", "lower", "upper", "roman", "ROMAN"]
"""(1), 1., (a), (A), (i), (I)."""

_MARK = re.compile(r"\(\s?([0-9]{1,3}|[A-Za-z]{1,5}|[0O]|l[0O])\s?\)\s*")
_DOTTED = re.compile(r"([1-9]\d?)\.(?=\s+\S)\s*")
_OCR: dict[str, tuple[tuple[Family, str], ...]] = {
    "0": (("upper", "g"), ("upper", "o")),
    "8": (("upper", "b"),),
    "l": (("digit", "1"),),
    "I": (("digit", "1"),),
    "lO": (("digit", "10"),),
    "l0": (("digit", "10"),),
}
"""Marks that a scan misread, and what they were."""

_FIRST_CHILD, _EXPECTED, _MISREAD, _GAP, _SKIP, _SKIP_INNER = 0.1, 0.2, 0.8, 1.6, 1.0, 0.3
_BEAM = 24


@dataclass(frozen=True, slots=True)
class Mark:
    """A printed mark at the beginning of a line, or behind another one there."""

    printed: str
    """What stands in its brackets, or before its full stop."""
    label: str
    """It and its brackets or full stop."""
    start: int
    end: int
    """Offset where what it marks begins."""
    dotted: bool = False
    inner: bool = False
    """Whether it stands behind another mark of the same line."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A mark and its place: the pin segments of the marks above it and its own."""

    mark: Mark
    segments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Level:
    family: Family
    value: int
    segment: str


@dataclass(frozen=True, slots=True)
class _State:
    cost: float
    stack: tuple[_Level, ...]
    placed: tuple[Placed, ...]
    line_depth: int
    """Depth of the last mark placed on the current line; -1 where its first mark was left out."""


def marks(text: str, offset: int, dotted: bool = True) -> list[Mark]:
    """The marks with which a line begins: `(c) (1) …` has two.

    Args:
        text: The line.
        offset: Of the line in the whole text; marks count from there.
        dotted: Whether `1.` is a mark too (New York).
    """
    found: list[Mark] = []
    at = 0
    while True:
        mark = _MARK.match(text, at)
        if mark is None and dotted and not found:
            mark = _DOTTED.match(text, at)
        if mark is None:
            return found
        found.append(
            Mark(mark[1], mark[0].strip(), offset + at, offset + mark.end(), mark[0][0] != "(", bool(found))
        )
        at = mark.end()


def place(all_marks: Sequence[Mark], expected: Iterable[str] = ()) -> list[Placed]:
    """Where each mark of a section belongs; marks that fit nowhere (cross-references) are left out.

    Every mark is either the next at an open level or the first of a new level below the last. What it is
    can often be told only later: (i) after (h) is a letter if (j) follows, a numeral if (ii) does. So all
    readings are followed in a beam and the one with the fewest oddities wins.

    Args:
        all_marks: Of one section, in order.
        expected: Marks that the text above announces out of sequence ("add (3)(e)").
    """
    announced = frozenset(expected)
    beam = [_State(0.0, (), (), 0)]
    for mark in all_marks:
        following = [state for before in beam for state in _steps(before, mark, announced)]
        following.sort(key=lambda state: state.cost)
        seen: set[tuple[_Level, ...]] = set()
        beam = []
        for state in following:
            if state.stack not in seen and len(beam) < _BEAM:
                seen.add(state.stack)
                beam.append(state)
    return list(beam[0].placed)


def _steps(state: _State, mark: Mark, announced: frozenset[str]) -> Iterator[_State]:
    """The states that reading one more mark can lead to."""
    if mark.inner and state.line_depth < 0:
        yield state
        return
    yield replace(state, cost=state.cost + (_SKIP_INNER if mark.inner else _SKIP), line_depth=-1)
    for family, letters, cost in _readings(mark):
        value = _value(family, letters)
        if value is None:
            continue
        depth = next((i for i, level in enumerate(state.stack) if level.family == family), None)
        if depth is not None and mark.inner and depth < state.line_depth:
            continue
        if depth is None:
            step = _FIRST_CHILD if value == 1 else _EXPECTED if mark.printed in announced else None
            depth = len(state.stack)
        else:
            jump = value - state.stack[depth].value
            step = 0.0 if jump == 1 else _EXPECTED if mark.printed in announced and jump > 0 else None
            if jump == 2 and step is None and cost == 0:
                step = _GAP
        if step is None:
            continue
        stack = (*state.stack[:depth], _Level(family, value, letters))
        placed = Placed(mark, tuple(level.segment for level in stack))
        yield _State(state.cost + cost + step, stack, (*state.placed, placed), depth + 1)


def _readings(mark: Mark) -> Iterator[tuple[Family, str, float]]:
    """What a mark may be: its family, its letters as a pin writes them, and what that reading costs."""
    printed = mark.printed
    lower = printed.lower()
    if printed.isdigit():
        yield ("dotted" if mark.dotted else "digit"), str(int(printed)), 0.0
    elif printed.islower():
        yield "lower", lower, 0.0
        yield "roman", lower, 0.0
    elif printed.isupper():
        yield "upper", lower, 0.0
        yield "ROMAN", lower, 0.0
    for family, letters in _OCR.get(printed, ()):
        yield family, letters, _MISREAD


def _value(family: Family, letters: str) -> int | None:
    """The place of a mark in its family, from 1: c is 3, bb is 28, iv is 4; None if it is not of the family."""
    if family in ("digit", "dotted"):
        return int(letters)
    if family in ("roman", "ROMAN"):
        try:
            return from_roman(letters)
        except ValueError:
            return None
    if len(set(letters)) != 1:
        return None
    return 26 * (len(letters) - 1) + ord(letters[0]) - ord("a") + 1
