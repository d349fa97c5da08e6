"""PDFs made by hand: lines become paragraphs, items and headings, and no word is lost."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.readers import read
from tests.ingest.pdf_maker import LINE, Maker, width, wrapped
from tests.ingest.pdf_readings import MORE, PROSE, check_invariants, kinds, lines, page_of


def test_wrapped_lines_are_joined_and_space_parts_paragraphs() -> None:
    m = Maker().page()
    y = m.paragraph(70, 760, PROSE)
    m.paragraph(70, y - LINE, MORE)
    reading = read(m.raw())
    assert lines(reading) == [PROSE, MORE]
    check_invariants(reading)


def test_an_indented_first_line_begins_a_paragraph() -> None:
    m = Maker().page()
    y = m.paragraph(70, 760, PROSE, first=20)
    y = m.paragraph(70, y, MORE, first=20)
    m.paragraph(70, y, PROSE, first=20)
    assert lines(read(m.raw())) == [PROSE, MORE, PROSE]


def test_a_short_line_ends_a_paragraph_even_without_space() -> None:
    m = Maker().page()
    y = 760.0
    for text in ("The lamp is red.", "The table is brown.", PROSE):
        y = m.paragraph(70, y, text)
    assert lines(read(m.raw())) == ["The lamp is red.", "The table is brown.", PROSE]


def test_items_begin_blocks_but_wrapped_references_do_not() -> None:
    m = Maker().page()
    y = m.paragraph(70, 760, PROSE)
    for label, text in (("(a)", MORE), ("(b)", PROSE)):
        m.text(70, y, label)
        y = m.paragraph(95, y, text, limit=415)
    reference = (
        "the duties of a keeper, and of anyone who acts for a keeper of lamps in the house, under point"
    )
    rest = (
        "(c) of the second rule apply to this item as well, whatever the lamp may say about it to the people."
    )
    m.text(70, y, reference)
    m.text(70, y - LINE, rest)
    found = lines(read(m.raw()))
    assert found == [PROSE, f"(a) {MORE}", f"(b) {PROSE}", f"{reference} {rest}"]


def test_a_paragraph_goes_on_over_the_page_and_its_characters_know_their_page() -> None:
    m = Maker().page()
    all_lines = wrapped(PROSE, 440)
    for n, line in enumerate(all_lines[:2]):
        m.text(70, 100 - n * LINE, line)
    m.page()
    y = 760.0
    for line in all_lines[2:]:
        m.text(70, y, line)
        y -= LINE
    m.paragraph(70, y - LINE, MORE)
    reading = read(m.raw())
    assert lines(reading) == [PROSE, MORE]
    assert page_of(reading, all_lines[1][:20]) == 1
    assert page_of(reading, all_lines[2][:20]) == 2
    check_invariants(reading)


def test_headings_are_told_by_size_weight_and_number() -> None:
    m = Maker().page()
    m.text(70, 770, "Rules on Talking Lamps", size=20)
    m.text(70, 730, "1. Labels", size=14, font="F2")
    y = m.paragraph(70, 706, PROSE)
    m.text(70, y - 10, "1.1 Red labels", font="F2")
    y = m.paragraph(70, y - 10 - 2 * LINE, MORE)
    m.text(260, y - 20, "Article 2")
    m.paragraph(70, y - 60, PROSE)
    reading = read(m.raw())
    found = [(reading.text[b.start : b.end], b.level) for b in reading.blocks if b.kind == "heading"]
    assert [text for text, _ in found] == [
        "Rules on Talking Lamps",
        "1. Labels",
        "1.1 Red labels",
        "Article 2",
    ]
    levels = [level for _, level in found]
    assert levels[0] < levels[1] < levels[2]


def test_bold_words_that_open_a_paragraph_make_no_heading() -> None:
    m = Maker().page()
    end = m.text(70, 760, "Labels.", font="F2")
    all_lines = wrapped(PROSE, 440 - width("Labels. ", font="F2"))
    m.text(end + 3, 760, all_lines[0])
    m.paragraph(70, 760 - LINE, PROSE[len(all_lines[0]) + 1 :])
    assert kinds(read(m.raw())) == [("paragraph", f"Labels. {PROSE}")]


words = st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=9)
sentences = st.lists(words, min_size=4, max_size=40).map(lambda ws: (" ".join(ws)).capitalize() + ".")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(sentences, min_size=1, max_size=12))
def test_every_word_comes_back_once_and_in_order(paragraphs: list[str]) -> None:
    m = Maker().page()
    y = 770.0
    for text in paragraphs:
        for line in wrapped(text, 440):
            if y < 80:
                m.page()
                y = 770.0
            m.text(70, y, line)
            y -= LINE
        y -= LINE
    reading = read(m.raw())
    assert reading.text.split() == " ".join(paragraphs).split()
    check_invariants(reading)
