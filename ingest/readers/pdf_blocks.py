"""A paragraph of a PDF in the making."""

from collections import Counter
from dataclasses import dataclass, field

from ingest.readers.pdf_repair import join
from ingest.types import BlockKind


@dataclass(slots=True)
class Paragraph:
    """One block to be: its text by page, and the evidence of its first line."""

    parts: list[tuple[int, str]]
    """Text that stands on a page; the parts of a paragraph follow each other without anything between."""
    kind: BlockKind = "paragraph"
    size: float = 0.0
    bold: bool = False
    italic: bool = False
    x0: float = 0.0
    body_x0: float = 0.0
    left: float = 0.0
    right: float = 0.0
    x1: float = 0.0
    """Right end of its last line."""
    y: float = 0.0
    gap: float = 0.0
    """Space above in units of the line pitch; 9 at the top of a page or column."""
    lines: int = 1
    labelled: bool = False
    centred: bool = False
    notes: set[tuple[int, str]] = field(default_factory=set)
    """Footnotes it refers to: page and number."""
    table: tuple[int, int] = (0, 0)
    cells: list["Paragraph"] = field(default_factory=list)
    """Of a table row, from left to right."""
    level: int = 0

    @property
    def text(self) -> str:
        """The whole text."""
        return "".join(t for _, t in self.parts)

    def add(self, page: int, text: str, words: Counter[str]) -> None:
        """Add a line, dividing hyphens repaired."""
        before = self.text
        whole = join(before, text, words)
        last_page, last = self.parts[-1]
        cut = len(whole) - len(text)  # where the new line begins
        self.parts[-1] = (last_page, whole[len(before) - len(last) : cut])
        if page == last_page:
            self.parts[-1] = (page, self.parts[-1][1] + text)
        else:
            self.parts.append((page, text))
