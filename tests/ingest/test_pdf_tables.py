"""PDFs made by hand: columns, tables with rules and without, boxes."""

from ingest.readers import read
from tests.ingest.pdf_maker import LINE, Maker
from tests.ingest.pdf_readings import MORE, PROSE, kinds, lines


def test_two_columns_are_read_one_after_the_other() -> None:
    m = Maker().page()
    m.text(70, 790, "A title that runs over both of the columns of this page, as titles often do", size=11)
    left = m.paragraph(70, 760, PROSE, limit=210)
    m.paragraph(70, left - LINE, MORE, limit=210)
    right = m.paragraph(320, 760, MORE, limit=210)
    m.paragraph(320, right - LINE, PROSE, limit=210)
    assert lines(read(m.raw()))[1:] == [PROSE, MORE, MORE, PROSE]


def test_a_ruled_table_is_read_by_rows_and_its_cells_are_never_mixed() -> None:
    m = Maker().page()
    m.paragraph(70, 780, PROSE)
    columns, rows = (70, 150, 340, 520), (700, 680, 620, 560)
    for x in columns:
        m.rule(x, rows[-1], x, rows[0])
    for y in rows:
        m.rule(columns[0], y, columns[-1], y)
    for x, text in zip(columns, ("Lamp", "Duty", "Day"), strict=False):
        m.text(x + 5, 686, text)
    m.text(75, 645, "Desk lamp")
    m.paragraph(155, 666, "Label the lamp in red and tell the keeper about it at once.", limit=175)
    m.paragraph(345, 660, "Monday, and every other day of the week.", limit=165)
    m.text(75, 590, "Lantern")
    m.paragraph(155, 606, "Switch the lantern off when it begins to speak to you.", limit=175)
    m.text(345, 590, "Never")
    m.paragraph(70, 530, MORE)
    assert kinds(read(m.raw())) == [
        ("paragraph", PROSE),
        ("table", "Lamp\tDuty\tDay"),
        (
            "table",
            "Desk lamp\tLabel the lamp in red and tell the keeper about it at once."
            "\tMonday, and every other day of the week.",
        ),
        ("table", "Lantern\tSwitch the lantern off when it begins to speak to you.\tNever"),
        ("paragraph", MORE),
    ]


def test_a_table_without_rules_is_read_by_rows() -> None:
    m = Maker().page()
    for n, row in enumerate(
        (("From:", "The keeper of lamps"), ("To:", "All the tables in the house"), ("About:", "Talking"))
    ):
        m.text(70, 760 - n * 20, row[0])
        m.text(200, 760 - n * 20, row[1])
    m.paragraph(70, 650, PROSE)
    assert lines(read(m.raw()))[:3] == [
        "From:\tThe keeper of lamps",
        "To:\tAll the tables in the house",
        "About:\tTalking",
    ]


def test_a_box_around_text_is_no_table() -> None:
    m = Maker().page()
    for x0, y0, x1, y1 in (
        (60, 680, 530, 680),
        (60, 780, 530, 780),
        (60, 680, 60, 780),
        (530, 680, 530, 780),
    ):
        m.rule(x0, y0, x1, y1)
    m.paragraph(70, 760, PROSE)
    assert kinds(read(m.raw())) == [("paragraph", PROSE)]
