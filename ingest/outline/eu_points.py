"""Paragraphs and points of one article, annex or section: which line belongs to which.

A line that begins with a number continues the open list that it can follow, or begins a new list below the
provision that is open. Whether `(i)` is a letter or a Roman one is decided by the sequence. A line without a number
belongs to the provision that the next number shows to be still open: text before `(c)` is part of `(b)`, text after
the last point is part of the paragraph.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.outline.eu_numbers import FIRST, Mark, Ordinal, Series, comes_later, follows, mark
from ingest.outline.tree import Line
from ingest.types import ProvisionKind

_DASHES = ("—", "–", "-", "•")
_COLONS = (":", "：")
_OPEN_END = re.compile(r"(?:\b(?:in|to|of|with|and|or|by|under|from|the|pursuant)|,)$")
"""The end of a line that was wrapped in the middle of a sentence."""


@dataclass(slots=True)
class Node:
    """A provision while its lines are being found."""

    segment: str
    kind: ProvisionKind
    start: int
    end: int
    number: str = ""
    heading: str = ""
    body: int = -1
    children: "list[Node]" = field(default_factory=list)
    paragraphs: list[int] = field(default_factory=list)
    """Offsets of the lines that begin an unnumbered paragraph of its own (not of a child)."""


@dataclass(frozen=True, slots=True)
class _Item:
    """The last item of an open list."""

    series: Series
    ordinal: Ordinal
    node: Node


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a numbered line goes: `depth` open lists stay open, and it becomes an item below them."""

    depth: int
    series: Series
    ordinal: Ordinal


def place(container: Node, lines: Sequence[Line], is_quoted: Sequence[bool]) -> None:
    """Put the lines of a container into it, as its own text or as children.

    Args:
        container: The article, annex or section; its `end`, `children` and `paragraphs` are filled in.
        lines: Its lines in order, without its own number and heading.
        is_quoted: Whether each line is quoted amending text, whose numbers are not ours.
    """
    _Placing(container, lines, is_quoted).run()


class _Placing:
    """The lists that are open while the lines of one container are read."""

    def __init__(self, container: Node, lines: Sequence[Line], is_quoted: Sequence[bool]) -> None:
        self.container = container
        self.lines = lines
        self.is_quoted = is_quoted
        self.before = _texts_before(lines)
        self.marks = [
            None if taken or _is_footnote(line) else mark(line.text)
            for line, taken in zip(lines, is_quoted, strict=True)
        ]
        self.open: list[_Item] = []

    def run(self) -> None:
        for i, line in enumerate(self.lines):
            found = self.marks[i]
            chosen = self._choose(found, i, self.open) if found else None
            if found is None or chosen is None:
                self.marks[i] = None
                self._own_text(i, line)
            else:
                self._number(i, line, found, chosen)

    def _number(self, i: int, line: Line, found: Mark, chosen: _Place) -> None:
        """Begin a paragraph or point, and what begins on the same line (`1. (a) …`)."""
        del self.open[chosen.depth :]
        self._begin(found, chosen, line.start, line.end)
        offset = line.start + len(found.number)
        rest = line.text[len(found.number) :].lstrip()
        inner = mark(rest)
        following = self.marks[i + 1] if i + 1 < len(self.marks) else None
        if inner is None or following is None:
            return
        for series, ordinal in inner.readings:
            starts = ordinal == FIRST and series not in (item.series for item in self.open)
            if starts and any(s == series and follows(ordinal, o) for s, o in following.readings):
                offset = line.end - len(rest)
                self._begin(inner, _Place(len(self.open), series, ordinal), offset, line.end)
                return

    def _begin(self, found: Mark, chosen: _Place, start: int, end: int) -> None:
        above = self._at(len(self.open))
        kind: ProvisionKind = "paragraph" if chosen.series == (".", "1") else "point"
        node = Node(found.segment, kind, start, end, found.number, body=start + len(found.number))
        above.children.append(node)
        self.open.append(_Item(chosen.series, chosen.ordinal, node))
        self._extend(end)

    def _own_text(self, i: int, line: Line) -> None:
        """Give a line without a number to the provision that it belongs to."""
        before = self.before[i]
        continues = i > 0 and (
            self.is_quoted[i]
            or _is_footnote(line)
            or before.endswith(_COLONS)
            or self._is_bare(i - 1)
            or line.text.startswith(_DASHES)
            or (line.text[0].islower() and not before.endswith((".", ";")))
            or _OPEN_END.search(before) is not None
        )
        if not continues:
            del self.open[self._still_open(i, line) :]
            self._at(len(self.open)).paragraphs.append(line.start)
        self._extend(line.end)

    def _is_bare(self, i: int) -> bool:
        """Whether a line is a number alone, its text in the next line (as copied from a web page)."""
        found = self.marks[i]
        return found is not None and found.number == self.lines[i].text

    def _still_open(self, i: int, line: Line) -> int:
        """How many of the open lists have not ended before an unnumbered line."""
        points = [n for n, item in enumerate(self.open) if item.series[0] != "."]
        if points and line.block is not None and line.block.kind == "list-item" and line.block.level:
            return points[min(line.block.level, len(points)) - 1] + 1  # the reader saw it inside the item
        for j in range(i + 1, len(self.lines)):
            following = self.marks[j]
            if following is None:
                continue
            chosen = self._continued(following, j, self.open)
            if chosen is not None:
                return chosen.depth + 1
            restarted = _series_of(following, FIRST)
            again = next((n for n, item in enumerate(self.open) if item.series in restarted), None)
            if again is not None:
                return again
        if line.block is not None and line.block.kind == "heading":
            return 0
        return 1 if self.open and self.open[0].series[0] == "." else 0

    def _choose(self, found: Mark, i: int, open_: Sequence[_Item]) -> _Place | None:
        """Where a numbered line goes; None if its number is only text."""
        continued = self._continued(found, i, open_)
        if continued is not None:
            return continued
        series_open = [item.series for item in open_]
        for series, ordinal in found.readings:
            if ordinal == FIRST and series not in series_open:
                return _Place(
                    0 if series[0] == "." and not self._below_points(i) else len(open_), series, ordinal
                )
        for depth in reversed(range(len(open_))):
            for series, ordinal in found.readings:
                if series != open_[depth].series:
                    continue
                if ordinal == FIRST and series[0] != ".":
                    return _Place(depth, series, ordinal)  # the list begins again
                if comes_later(open_[depth].ordinal, ordinal):
                    return _Place(depth, series, ordinal)
        if not open_ or self.before[i].endswith(_COLONS):
            for series, ordinal in found.readings:
                if self._is_followed(series, ordinal, i):
                    return _Place(
                        len(open_), series, ordinal
                    )  # an extract that begins in the middle of a list
        return None

    def _continued(self, found: Mark, i: int, open_: Sequence[_Item]) -> _Place | None:
        """The open list that a number continues; None if none, or if a list below it begins there instead."""
        for depth in reversed(range(len(open_))):
            for series, ordinal in found.readings:
                if series != open_[depth].series or not follows(open_[depth].ordinal, ordinal):
                    continue
                if self._begins_instead(found, i, open_, series, ordinal):
                    return None
                return _Place(depth, series, ordinal)
        return None

    def _begins_instead(
        self, found: Mark, i: int, open_: Sequence[_Item], series: Series, ordinal: Ordinal
    ) -> bool:
        """Whether `(i)` after `(h)` begins a list of Roman numbers: then `(ii)` comes before `(j)`."""
        others = _series_of(found, FIRST) - {series} - {item.series for item in open_}
        if not others:
            return False
        other = next(iter(others))
        for following in self.marks[i + 1 :]:
            if following is not None and following.segment == found.segment:
                break  # (i), and under it or after it the other (i)
            for s, o in following.readings if following else ():
                if s == other and follows(FIRST, o):
                    return True
                if s == series and follows(ordinal, o):
                    return False
        return self.before[i].endswith(_COLONS)

    def _is_followed(self, series: Series, ordinal: Ordinal, i: int) -> bool:
        """Whether the next number of the same series comes next."""
        for following in self.marks[i + 1 :]:
            for s, o in following.readings if following else ():
                if s == series:
                    return follows(ordinal, o)
        return False

    def _below_points(self, i: int) -> bool:
        """Whether a list written `1.` is announced by the point before it."""
        return bool(self.open) and self.open[-1].series[0] != "." and self.before[i].endswith(_COLONS)

    def _at(self, depth: int) -> Node:
        """The provision that holds what stands below `depth` open lists."""
        return self.open[depth - 1].node if depth else self.container

    def _extend(self, end: int) -> None:
        """All that is open reaches as far as `end`."""
        for node in (self.container, *(item.node for item in self.open)):
            node.end = max(node.end, end)


def _texts_before(lines: Sequence[Line]) -> list[str]:
    """The text that stands before each line, footnotes passed over."""
    found: list[str] = []
    before = ""
    for line in lines:
        found.append(before)
        if not _is_footnote(line):
            before = line.text
    return found


def _series_of(found: Mark, ordinal: Ordinal) -> set[Series]:
    """The series in which a number may have this place."""
    return {series for series, place_ in found.readings if place_ == ordinal}


def _is_footnote(line: Line) -> bool:
    return line.block is not None and line.block.kind == "footnote"
