"""PDFs made by hand: footnotes stand apart from the text that they belong to."""

import pytest

from ingest.readers import read
from tests.ingest.pdf_maker import LINE, Maker, wrapped
from tests.ingest.pdf_readings import MORE, PROSE, check_invariants, kinds, lines


def test_a_footnote_does_not_interrupt_the_paragraph_that_runs_over_its_page() -> None:
    m = Maker().page()
    m.paragraph(70, 760, f"1. {MORE}")
    all_lines = wrapped(PROSE, 440)
    end = m.text(70, 210, all_lines[0])
    assert end < 520
    m.text(70, 196, all_lines[1])
    m.rule(70, 130, 180, 130)
    m.text(70, 116, "(1)", size=8)
    m.text(90, 116, "OJ of Lamps, 1.4.2031, p. 7.", size=8)
    m.page()
    for n, line in enumerate(all_lines[2:]):
        m.text(70, 760 - n * LINE, line)
    reading = read(m.raw())
    assert PROSE in lines(reading)
    assert ("footnote", "(1) OJ of Lamps, 1.4.2031, p. 7.") in kinds(reading)
    check_invariants(reading)


def test_the_notes_of_an_act_stand_at_its_end() -> None:
    m = Maker().page()
    y = 780.0
    for n in range(1, 4):
        m.text(270, y, f"Article {n}")
        y = m.paragraph(70, y - 30, PROSE) - 30
    m.rule(70, 130, 180, 130)
    m.text(70, 116, "(1)", size=8)
    m.text(90, 116, "OJ of Lamps, 1.4.2031, p. 7.", size=8)
    m.page()
    m.text(270, 780, "Article 4")
    m.paragraph(70, 750, MORE)
    reading = read(m.raw())
    assert lines(reading)[-1] == "(1) OJ of Lamps, 1.4.2031, p. 7."
    assert [p.number for p in reading.pages] == [1, 2, 1]


@pytest.mark.parametrize(
    "drawn", ["67 632 53 0.5 re f", "67 632 m 120 632 l 120 632.5 l 67 632.5 l h f", "67 632 m 120 632 l S"]
)
def test_a_note_below_a_short_rule_inside_the_text_is_a_footnote(drawn: str) -> None:
    m = Maker().page()
    m.paragraph(67, 700, PROSE)
    m.pages[-1].append(drawn)
    m.text(67, 620, "(*) Rules of 1 April 2031 on talking lamps, as amended by those on whispering ones.’")
    m.paragraph(67, 560, MORE)
    assert [kind for kind, _ in kinds(read(m.raw()))] == ["paragraph", "footnote", "paragraph"]
