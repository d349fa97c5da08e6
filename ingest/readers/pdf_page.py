"""What stands on a page of a PDF: words with positions, and the lines drawn between them."""

from dataclasses import dataclass, field
from typing import NamedTuple

from ingest.readers.pdf_fonts import Style


class Word(NamedTuple):
    """A run of glyphs with no gap in it. Coordinates in points, y upwards, baseline at `y`."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    style: Style
    spaced: bool
    """A space glyph stands before it."""


class Rule(NamedTuple):
    """A straight horizontal or vertical line: a table border, or the line over the footnotes."""

    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(slots=True)
class PageGlyphs:
    """What stands on one page."""

    number: int
    width: float
    height: float
    words: list[Word] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    images: int = 0
    drawn: bool = False
    """Something large is drawn with paths: letters as outlines, perhaps."""
    hidden: int = 0
    """Characters in invisible ink: the OCR layer over a scan."""
    unseen: int = 0
    """Characters left out: white on white, or in invisible ink without a scan."""
    unmapped: int = 0
    """Glyphs whose font does not say which characters they are."""
    fault: str = ""
    """Why the page could not be parsed, if so."""
