"""PDFs whose lists and tables go on over the page."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from ingest.readers import read
from ingest.types import Reading
from tests.ingest.mirror_outlines import outline_of, reading_of
from tests.ingest.pdf_maker import LINE, Maker
from tests.ingest.pdf_readings import MORE, PROSE, check_invariants, kinds, page_of

_COLUMNS = (70, 250, 520)


def table(m: Maker, top: float, rows: Sequence[Sequence[Sequence[str]]]) -> None:
    """A ruled table of two columns, its cells given by lines."""
    y = top
    for row in rows:
        height = LINE * max(len(cell) for cell in row) + 10
        for x, cell in zip(_COLUMNS, row, strict=False):
            for n, line in enumerate(cell):
                m.text(x + 5, y - LINE * (n + 1), line)
        for x in _COLUMNS:
            m.rule(x, y - height, x, y)
        m.rule(_COLUMNS[0], y, _COLUMNS[-1], y)
        y -= height
    m.rule(_COLUMNS[0], y, _COLUMNS[-1], y)


def two_pages(second: Sequence[Sequence[Sequence[str]]], caption: str = "") -> Reading:
    m = Maker().page()
    m.paragraph(70, 780, PROSE)
    m.text(70, 200, "Table 1: Lamps and their duties")
    rows = (
        (("Lamp",), ("Duty",)),
        (("Desk lamp of a keeper", "who is committed to a habit"), ("Label it.",)),
    )
    table(m, 180, rows)
    m.page()
    if caption:
        m.text(70, 780, caption)
    table(m, 760, second)
    m.paragraph(70, 500, MORE)
    return read(m.raw())


def rows_of(reading: Reading) -> list[str]:
    return [text for kind, text in kinds(reading) if kind == "table"]


def test_a_row_that_goes_on_over_the_page_is_one_row_and_its_second_caption_goes() -> None:
    second = ((("of labels.",), ("Tell the keeper.",)), (("Lantern",), ("Switch it off.",)))
    reading = two_pages(second, "Table 1: Lamps and their duties (Continued)")
    assert rows_of(reading) == [
        "Lamp\tDuty",
        "Desk lamp of a keeper who is committed to a habit of labels.\tLabel it. Tell the keeper.",
        "Lantern\tSwitch it off.",
    ]
    assert "Continued" not in reading.text
    assert page_of(reading, "committed to") == 1
    assert page_of(reading, "of labels") == page_of(reading, "Tell the keeper") == 2
    assert page_of(reading, "Label it") == 1
    check_invariants(reading)


def test_a_new_row_on_the_next_page_stays_one_and_a_repeated_head_goes() -> None:
    second = ((("Lamp",), ("Duty",)), (("Lantern",), ("Switch it off.",)))
    assert rows_of(two_pages(second)) == [
        "Lamp\tDuty",
        "Desk lamp of a keeper who is committed to a habit\tLabel it.",
        "Lantern\tSwitch it off.",
    ]


def test_the_last_item_of_a_list_begins_a_page() -> None:
    m = Maker().page()
    m.paragraph(70, 780, PROSE)
    m.text(70, 114, "(i) label every lamp that is put on a table in the house of the keeper of lamps, and")
    m.text(70, 100, "in red if it is a lamp that has been heard to speak in the hours of the night; and")
    m.page()
    m.text(70, 780, "(ii) tell the keeper of every lamp that was heard.")
    m.paragraph(70, 740, MORE)
    assert [text[:5].strip() for kind, text in kinds(read(m.raw())) if kind == "list-item"] == [
        "(i) l",
        "(ii)",
    ]


@pytest.mark.mirror
def test_items_that_begin_a_column_of_the_federal_register(mirror: Path) -> None:
    order = outline_of(mirror, "us-eo-14110", "federal-register")
    assert {"sec-5.1/a/i", "sec-5.1/a/ii", "sec-5.2/e/ii", "sec-5.2/e/iii"} <= set(order)


@pytest.mark.mirror
def test_tables_of_the_risk_management_framework_go_on_over_the_page(mirror: Path) -> None:
    text = reading_of(mirror, "us-nist-ai-rmf", "pdf").text
    assert "(Continued)" not in text
    outcomes = outline_of(mirror, "us-nist-ai-rmf", "pdf")
    broken = [pin for pin, p in outcomes.items() if pin.startswith("s-govern-") and text[p.end - 1] != "."]
    assert broken == []


def test_a_row_that_runs_across_the_columns_is_one_cell() -> None:
    m = Maker().page()
    m.paragraph(70, 780, PROSE)
    top, lower = 640, 600
    for y, joint in (
        (top, True),
        (lower, True),
        (560, False),
    ):  # borders drawn cell by cell, the last row merged
        for x0, x1 in ((70, 249), (250, 520)) if joint else ((70, 520),):
            m.rule(x0, y, x1, y)
    for x in (70, 520):
        m.rule(x, 560, x, top)
    m.text(75, 615, "Label the lamp.")
    m.text(255, 615, "Red, large, and with the name of its maker")
    wide = "Persons who act: the maker of a lamp, its keeper, the people who hear it, and their neighbours"
    m.text(75, 575, wide)
    m.paragraph(70, 500, MORE)
    assert rows_of(read(m.raw())) == ["Label the lamp.\tRed, large, and with the name of its maker", wide]


def test_what_the_printer_says_of_a_page_goes() -> None:
    m = Maker().page()
    m.paragraph(70, 780, PROSE)
    m.page()
    m.text(200, 500, "This page intentionally left blank.")
    m.page()
    m.paragraph(70, 780, MORE)
    m.text(120, 120, "EXPLANATION--Matter in italics (underscored) is new; matter in brackets")
    m.text(200, 106, "[ ] is old law to be omitted.")
    m.text(400, 80, "LBD00047-16-6")
    assert [text for _, text in kinds(read(m.raw()))] == [PROSE, MORE]


@pytest.mark.mirror
def test_rows_of_the_generative_profile_that_name_the_actors_are_whole(mirror: Path) -> None:
    text = reading_of(mirror, "us-nist-ai-600-1", "pdf").text
    rows = [line for line in text.split("\n") if line.startswith(("AI Actor Tasks:", "AI Actors:"))]
    assert len(rows) > 40
    assert [row for row in rows if "\t" in row] == []
