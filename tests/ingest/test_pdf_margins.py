"""PDFs made by hand: what stands around the text of a page goes."""

import re

from ingest.readers import read
from tests.ingest.pdf_maker import LINE, Maker, width, wrapped
from tests.ingest.pdf_readings import MORE, PROSE, book, lines


def test_running_heads_and_page_numbers_go_but_article_numbers_stay() -> None:
    text = read(book(6).raw()).text
    assert "Journal of Lamps" not in text
    assert "EN" not in text.split()
    assert not re.search(r"\d/6", text)
    assert re.findall(r"^Article (\d+)$", text, re.M) == ["3", "6", "9", "12", "15", "18"]


def test_a_page_number_alone_at_the_foot_goes_even_on_one_page() -> None:
    m = Maker().page()
    m.paragraph(70, 760, PROSE)
    m.text(290, 30, "- 7 -")
    assert read(m.raw()).text == PROSE


def test_the_numbers_of_lines_in_a_bill_go() -> None:
    m = Maker()
    for text in (f"{PROSE} {MORE}", f"{MORE} {PROSE}"):
        m.page()
        for n, line in enumerate(wrapped(text, 420, font="F4"), 1):
            m.text(62 - width(str(n), font="F4"), 760 - n * LINE, str(n), font="F4")
            m.text(80, 760 - n * LINE, line, font="F4")
    text = read(m.raw()).text
    assert text.replace("\n", " ") == f"{PROSE} {MORE} {MORE} {PROSE}"


def test_a_contents_list_is_left_out() -> None:
    m = Maker().page()
    m.text(70, 780, "Contents", font="F2")
    for n, title in enumerate(("Labels", "Silence", "Reports", "Keepers"), 1):
        m.text(70, 780 - 20 * n, f"{n}. {title} {'.' * (80 - len(title))} {n + 1}")
    m.page()
    m.text(70, 780, "1. Labels", font="F2")
    m.paragraph(70, 750, PROSE)
    assert lines(read(m.raw())) == ["1. Labels", PROSE]


def test_text_that_runs_up_the_margin_is_left_out() -> None:
    m = Maker().page()
    m.paragraph(70, 760, PROSE)
    m.pages[-1].append("BT /F1 8 Tf 0 1 -1 0 30 300 Tm (lampkeeper on DSK9 with LAMPS) Tj ET")
    assert read(m.raw()).text == PROSE
