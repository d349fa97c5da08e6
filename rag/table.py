"""The evidence of an answer as a table of fillings, and what stands in a filling beside the best findings."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from corpus import split
from rag.scoring import Query
from rag.types import Hit, Scope

QUESTION_ROW = "question"
"""The matrix row of a question in which no facet was recognised."""


@dataclass(frozen=True, slots=True)
class Filling:
    """The evidence of a cell."""

    query: Query
    """Of the row."""
    hits: tuple[Hit, ...]
    """None where the text is silent."""
    uncertain: bool = False
    """Whether it may well be silent all the same."""


@dataclass(frozen=True, slots=True)
class Table:
    """The evidence: `cells[row][column]`."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[Filling, ...], ...]
    nearest: tuple[Hit, ...] = ()
    """What lies close to an answer where no cell is filled."""


def as_in_the_law(hits: Sequence[Hit], level: float) -> list[Hit]:
    """The hits, those first that stand in the article of the best one and are as good, as they follow each other."""
    best = hits[0]
    article = split(best.pin)[1][0]
    same = [
        h
        for h in hits
        if h.score >= best.score - level and h.source == best.source and split(h.pin)[1][0] == article
    ]
    return [*sorted(same, key=lambda h: h.start), *(h for h in hits if h not in same)]


def general_rules(stated: Sequence[Hit], hits: Sequence[Hit]) -> list[Hit]:
    """The first paragraph, if it is among `hits`, of an article of which only several later ones are `stated`."""
    shown = Counter(_article(h) for h in stated if len(split(h.pin)[1]) > 1)
    known = {_paragraph(h) for h in stated}
    return [
        h
        for h in hits
        if _paragraph(h)[1:] == ("1",) and shown[_article(h)] > 1 and _paragraph(h) not in known
    ][:1]


def _article(hit: Hit) -> str:
    return "/".join(hit.pin.split("/")[:2])


def _paragraph(hit: Hit) -> tuple[str, ...]:
    """The article of a hit, and its paragraph if it has one."""
    return _article(hit), *split(hit.pin)[1][1:2]


def without_strays(table: Table, scopes: Sequence[Scope]) -> Table:
    """The table without laws of a place that say nothing certain: nobody asked about them.

    Where no law of the place does, the nearest is left to stand for it.
    """
    cells = dict(zip(table.columns, zip(*table.cells, strict=True), strict=True))
    certain = {c for c in cells if any(f.hits and not f.uncertain for f in cells[c])}
    dropped: set[str] = set()
    for scope in scopes:
        of_place = [c for c in table.columns if c in scope.instruments] if len(scope.instruments) > 1 else []
        found = [c for c in of_place if any(f.hits for f in cells[c])]
        kept = [c for c in found if c in certain] or (found or of_place)[:1]
        dropped.update(c for c in of_place if c not in kept)
    left = [i for i, c in enumerate(table.columns) if c not in dropped]
    return Table(
        table.rows,
        tuple(table.columns[i] for i in left),
        tuple(tuple(row[i] for i in left) for row in table.cells),
    )
