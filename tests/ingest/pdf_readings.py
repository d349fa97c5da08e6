"""Prose for PDFs made by hand, and what the tests look at in a reading of one."""

from itertools import pairwise

from ingest.types import Reading
from tests.ingest.pdf_maker import Maker

PROSE = (
    "Every lamp that talks shall be labelled before it is put on a table. The label is red, it is as large as a hand, "
    "and it says who made the lamp and in which year. A person who removes the label shall tell the keeper of lamps "
    "without delay, and the keeper shall write it down in the book of lamps."
)
MORE = (
    "Where a lamp has been heard at night, the provider shall find out why it spoke and shall report what was said. "
    "The report names the room, the hour and every person who was awake when the lamp began to speak."
)


def lines(reading: Reading) -> list[str]:
    return reading.text.split("\n")


def kinds(reading: Reading) -> list[tuple[str, str]]:
    return [(b.kind, reading.text[b.start : b.end]) for b in reading.blocks]


def page_of(reading: Reading, words: str) -> int:
    at = reading.text.index(words)
    return next(p.number for p in reading.pages if p.start <= at < p.end)


def check_invariants(reading: Reading) -> None:
    """Blocks are lines in order; pages cover the text without a gap."""
    assert [reading.text[b.start : b.end] for b in reading.blocks] == reading.text.split("\n")
    assert [p.start for p in reading.pages] == [0, *(p.end for p in reading.pages[:-1])]
    assert reading.pages[-1].end == len(reading.text)
    assert all(a.number != b.number for a, b in pairwise(reading.pages))


def book(pages: int) -> Maker:
    """Pages with a running head, a page number, and an article number at the same height on each."""
    m = Maker()
    for n in range(1, pages + 1):
        m.page()
        m.text(70, 800, "Journal of Lamps, 1 April 2031", size=9)
        m.text(500, 800, "EN", size=9)
        m.text(270, 760, f"Article {n * 3}")
        m.paragraph(70, 730, f"{PROSE} This is sheet {'abcdefgh'[n]}.")
        m.text(280, 30, f"{n}/{pages}", size=9)
    return m
