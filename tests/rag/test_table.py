"""Choosing the evidence: which laws of a place are left in a comparison."""

from dataclasses import replace
from typing import cast

import pytest

from rag.scoring import Query
from rag.table import Filling, Table, as_in_the_law, general_rules, without_strays
from rag.types import Hit, Scope

QUERY = cast(Query, None)
HIT = Hit("x/art-1", "x", 1.0, "x:act", "en", "authoritative", 0, 1, "x", "", None)
CERTAIN, NEAREST, SILENT = Filling(QUERY, (HIT,)), Filling(QUERY, (HIT,), uncertain=True), Filling(QUERY, ())
PLACE = Scope("place", ("a", "b", "c"), named=False)
NAMED = Scope("law", ("law",), named=True)


@pytest.mark.parametrize(
    ("cells", "left"),
    [
        ((CERTAIN, CERTAIN, CERTAIN), ("a", "b", "c")),
        ((SILENT, CERTAIN, NEAREST), ("b",)),
        ((SILENT, NEAREST, NEAREST), ("b",)),
        ((SILENT, SILENT, SILENT), ("a",)),
    ],
)
def test_a_law_of_a_place_that_says_nothing_is_no_column_beside_one_that_does(
    cells: tuple[Filling, ...], left: tuple[str, ...]
) -> None:
    table = without_strays(Table(("question",), ("law", "a", "b", "c"), ((SILENT, *cells),)), [NAMED, PLACE])
    assert table.columns == ("law", *left)
    assert len(table.cells[0]) == len(table.columns)


def test_a_law_that_answers_in_one_row_keeps_its_column() -> None:
    rows = ((CERTAIN, SILENT), (SILENT, CERTAIN))
    table = Table(("one", "two"), ("a", "b"), rows)
    assert without_strays(table, [PLACE]) == table


def test_findings_as_good_as_the_best_follow_each_other_as_in_its_article() -> None:
    def hit(pin: str, score: float, start: int) -> Hit:
        return replace(HIT, pin=f"eu-kettle-act/{pin}", score=score, start=start)

    measure, body, fine, court = (
        hit("art-9/7", 0.93, 700),
        hit("art-10/2", 0.93, 900),
        hit("art-9/3", 0.925, 300),
        hit("art-9/1", 0.90, 100),
    )
    assert as_in_the_law([measure, body, fine, court], 0.012) == [fine, measure, body, court]


@pytest.mark.parametrize(
    ("stated", "added"),
    [
        (("art-33/2", "art-34/1", "art-33/3"), ["art-33/1"]),
        (("art-33/2", "art-34/1"), []),  # one paragraph may well be all that answers
        (("art-33/1", "art-33/3"), []),
        (("art-33/1/a", "art-33/3", "art-33/4"), []),
        (("art-33", "art-35"), []),
        (("art-12/2", "art-12/3"), []),  # of another law
    ],
)
def test_where_later_paragraphs_are_stated_the_first_of_their_article_is_too(
    stated: tuple[str, ...], added: list[str]
) -> None:
    hits = [replace(HIT, pin=f"eu-kettle-act/{pin}") for pin in (*stated, "art-33/1", "art-34/2")]
    hits.append(replace(HIT, pin="cn-kettle-rules/art-12/1"))
    rules = general_rules(hits[: len(stated)], hits)
    assert [hit.pin for hit in rules] == [f"eu-kettle-act/{pin}" for pin in added]
