"""Formex, the XML of the EU's Official Journal: a publication's zip, or one XML file of it.

Lines follow the conventions of the HTML reader, so that the two forms of one act read alike. Elements are those
of Formex 4 and later (https://op.europa.eu/en/web/eu-vocabularies/formex).
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from ingest.readers.decoding import plain
from ingest.readers.errors import UnreadableSource
from ingest.readers.formex_archive import documents
from ingest.readers.pieces import Piece, assemble
from ingest.types import BlockKind, Page, RawDocument, Reading

if TYPE_CHECKING:
    from lxml.etree import _Element

_SKIPPED = re.compile(
    r"BIB\..*|DOCUMENT\.REF|PUBLICATION\.REF|TOC|TOC\..*|INCL\.ELEMENT|NO\.DOC\.TXT|LG\.DOC|GR\.ANNOTATION"
)
_BLOCK = re.compile(
    r"P|NP|NP\.ECR|LIST|ITEM|ALINEA|PARAG|SUBPARAG|ARTICLE|DIVISION|TITLE|TI|STI|TI\.ART|STI\.ART|TI\.CJT|VISA|CONSID"
    r"|GR\.[A-Z.]+|PREAMBLE.*|ENACTING\.TERMS.*|FINAL|SIGNATURE|SIGNATORY|PL\.DATE|ANNEX|CONTENTS|QUOT\.S|ACT|CONS\..*"
    r"|TBL|CORPUS|ROW|CELL|TXT|INTITULE|SUBDIV|DLIST|DLIST\.ITEM|TERM|DEFINITION|COMMENT|NOTE|DOC|PROLOG|GENERAL"
)
_TITLES = {"TI.ART": 4, "STI.ART": 4}
_NUMBERS = ("NO.P", "NO.PARAG", "NO.SUBPARAG", "PREFIX")
_BULLETS = {"DASH": "—", "NDASH": "–", "BULLET": "•"}
"""What the journal prints before the items of a list that carry no number of their own."""

_PAGE = re.compile("\ue0f0(\\d+)\ue0f1")


def read(raw: RawDocument) -> Reading:
    """Read an act in Formex, its annexes in the order that the publication gives them.

    Pages are those of the Official Journal, where the file marks them. Footnotes stand after the act (those of
    quoted text after the quoted paragraph), and are marked in the text as `(1)`.

    Raises:
        UnreadableSource: Not a zip or XML file, broken, encrypted, too large when unpacked, or without an act.
    """
    lines = _Lines()
    for root in documents(raw.data, raw.location):
        lines.document(root)
    if not lines.pieces:
        raise UnreadableSource(f"{raw.location}: no act or annex was found in this Formex file")
    reading = assemble(lines.pieces)
    return replace(reading, pages=_pages(lines.page_starts, reading))


class _Lines:
    """One pass over the documents of an act: pieces are found in reading order."""

    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self.page_starts: list[tuple[int, int, int]] = []
        """Page number, index of the piece in which it begins, offset in that piece."""
        self._buffer: list[str] = []
        self._marker = ""
        self._anchor: str | None = None
        self._notes: list[tuple[str, _Element]] = []
        self._quoted_notes: list[tuple[str, _Element]] = []
        self._note_numbers = 0
        self._pages: list[int] = []

    def document(self, root: "_Element") -> None:
        """Read the act or one of its annexes."""
        first = root.find(".//BIB.INSTANCE/PAGE.FIRST")
        if first is not None and (first.text or "").strip().isdigit():
            self._pages.append(int((first.text or "").strip()))
        self._element(root, "paragraph", 0, 0)
        self._flush("paragraph", 0, 0)
        self._write_notes(self._notes)

    def _element(self, node: "_Element", kind: BlockKind, level: int, depth: int) -> None:
        """Read a block element: its own text, and the blocks in it."""
        tag = str(node.tag)
        if _SKIPPED.fullmatch(tag):
            return
        kind, level = _kind(node, tag, kind, level)
        depth += tag in ("ITEM", "CONSID") or (
            tag in ("NP", "DLIST.ITEM") and _parent(node) not in ("ITEM", "CONSID", "TI")
        )
        self._flush(kind, level, depth)
        if self._anchor is None:
            self._anchor = node.get("IDENTIFIER")
        if tag == "ROW":
            self._row(node, kind, level)
            return
        if tag == "TI" and kind == "heading":
            self._title(node, level)
            return
        if tag == "ITEM" and node.find("NP") is None and node.find("NO.P") is None:
            self._marker = f"{self._marker} {_BULLETS.get(_list_type(node), '')}".strip()
        self._append(node.text)
        for child in node:
            self._child(child, kind, level, depth)
            self._append(child.tail)
        self._flush(kind, level, depth)
        if tag in ("PARAG", "P", "ALINEA", "QUOT.S", "NP"):
            self._write_notes(self._quoted_notes)
        if tag in ("ITEM", "NP", "PARAG"):
            self._marker = ""

    def _child(self, child: "_Element", kind: BlockKind, level: int, depth: int) -> None:
        """Read one child of a block: a block, a number, a note, or a part of the line."""
        tag = child.tag
        if not isinstance(tag, str):
            self._page(child)
        elif tag in _NUMBERS:
            self._flush(kind, level, depth)
            self._marker = f"{self._marker} {self._inline(child)}".strip()
        elif tag == "NOTE":
            self._buffer.append(self._note(child))
        elif _BLOCK.fullmatch(tag) and not (tag == "TXT" or (tag == "P" and _parent(child) == "TXT")):
            self._element(child, kind, level, depth)
        elif tag == "TXT" or any(
            _BLOCK.fullmatch(str(e.tag)) and e.tag != "NOTE" for e in child.iterdescendants()
        ):
            self._append(child.text)
            for inner in child:
                self._child(inner, kind, level, depth)
                self._append(inner.tail)
        else:
            self._buffer.append(self._inline(child))

    def _title(self, node: "_Element", level: int) -> None:
        """Read a title that may be numbered (`NP`) and may have several lines (`P`)."""
        self._append(node.text)
        for child in node:
            self._child(child, "heading", level, 0)
            self._append(child.tail)
            self._flush("heading", level, 0)

    def _inline(self, node: "_Element") -> str:
        """The text of an element within a line, as the journal prints it."""
        tag = node.tag
        if not isinstance(tag, str):
            self._page(node)
            return ""
        if tag == "NOTE":
            return self._note(node)
        if tag in ("QUOT.START", "QUOT.END"):
            code = node.get("CODE") or ""
            quote = chr(int(code, 16)) if re.fullmatch("[0-9A-Fa-f]{2,5}", code) else "‘’"[tag == "QUOT.END"]
            return quote + "".join(self._inline(child) + (child.tail or "") for child in node)
        if _SKIPPED.fullmatch(tag):
            return ""
        text = (node.text or "") + "".join(self._inline(child) + (child.tail or "") for child in node)
        how = (node.get("TYPE") or "").upper()
        if tag == "HT" and how == "UC":
            return _PAGE.sub(lambda mark: mark[0], text.upper())
        if tag in ("HT", "FT") and how in ("SUP", "EXPANDED.SUP"):
            return _raised("".join(self._buffer), text)
        if tag == "FT" and how == "NUMBER" and re.fullmatch(r"\d{5,}", text.strip()):
            return f"{int(text):,}".replace(",", " ")
        return text

    def _row(self, node: "_Element", kind: BlockKind, level: int) -> None:
        """Read a table row as one line."""
        cells = []
        for cell in node.iterchildren("CELL"):
            cells.append(" ".join(self._inline(cell).split()))
        self._buffer.append(" | ".join(filter(None, cells)))
        self._flush("table" if kind == "paragraph" else kind, level, 0)

    def _note(self, node: "_Element") -> str:
        """Keep a footnote for later; its mark in the text."""
        star = (node.get("NUMBERING") or "").upper() == "STAR"
        if star or (node.get("TYPE") or "").upper() == "QUOTATION":
            mark = node.get("NUMBER.ORG") or "*"
            self._quoted_notes.append((mark, node))
        else:
            self._note_numbers += 1
            mark = str(self._note_numbers)
            self._notes.append((mark, node))
        return f" ({mark})"

    def _write_notes(self, notes: "list[tuple[str, _Element]]") -> None:
        """Write the footnotes that were kept."""
        waiting, marker = notes[:], self._marker
        notes.clear()
        for mark, node in waiting:
            self._marker = f"({mark})"
            for part in node:
                self._buffer.append(self._inline(part) + (part.tail or ""))
                self._flush("footnote", 0, 0)
        self._marker = marker

    def _page(self, node: "_Element") -> None:
        """Note where a page of the journal begins (`<?PAGE NO="45"?>`)."""
        found = re.search(r'NO="(\d+)"', node.text or "") if getattr(node, "target", None) == "PAGE" else None
        if found:
            self._buffer.append(f"\ue0f0{found[1]}\ue0f1")

    def _append(self, text: str | None) -> None:
        if text:
            self._buffer.append(text)

    def _flush(self, kind: BlockKind, level: int, depth: int) -> None:
        """End the line that is being collected."""
        parts = _PAGE.split("".join(self._buffer))
        self._buffer.clear()
        text = " ".join(plain("".join(parts[::2])).split())
        numbers = [int(number) for number in parts[1::2]]
        if not text:
            self._pages += numbers
            return
        marker, self._marker = self._marker, ""
        if marker:
            text = f"{marker} {text}"
        self.page_starts += [(number, len(self.pieces), 0) for number in self._pages]
        self._pages.clear()
        for i, number in enumerate(numbers):
            before = " ".join(plain("".join(parts[: 2 * i + 1 : 2])).split())
            self.page_starts.append(
                (number, len(self.pieces), len(before) + bool(marker) * (len(marker) + 1))
            )
        if kind == "paragraph" and depth:
            kind, level = "list-item", depth
        self.pieces.append(Piece(text, kind, level if kind in ("heading", "list-item") else 0, self._anchor))
        self._anchor = None


def _kind(node: "_Element", tag: str, kind: BlockKind, level: int) -> tuple[BlockKind, int]:
    """The kind and level of the lines of a block."""
    if tag in _TITLES:
        return "heading", _TITLES[tag]
    if tag == "TITLE":
        above = sum(1 for e in node.iterancestors() if str(e.tag) in ("DIVISION", "GR.SEQ"))
        return "heading", 1 + above
    return kind, level


def _parent(node: "_Element") -> str:
    above = node.getparent()
    return "" if above is None else str(above.tag)


def _list_type(item: "_Element") -> str:
    above = item.getparent()
    return "" if above is None else (above.get("TYPE") or "").upper()


def _raised(before: str, text: str) -> str:
    """A raised text: an exponent as `^25`, anything else as it is."""
    is_exponent = re.fullmatch(r"[-−–]?\d+", text.strip()) and re.search(
        r"(?:\d|\b[a-zA-Z]{1,2}|\))$", before
    )
    return f"^{text.strip()}" if is_exponent else text


def _pages(starts: list[tuple[int, int, int]], reading: Reading) -> tuple[Page, ...]:
    """The pages of a reading, one after the other."""
    offsets = [(number, reading.blocks[piece].start + offset) for number, piece, offset in starts]
    return tuple(_spans(offsets, len(reading.text)))


def _spans(offsets: list[tuple[int, int]], length: int) -> Iterator[Page]:
    for i, (number, start) in enumerate(offsets):
        end = offsets[i + 1][1] if i + 1 < len(offsets) else length
        if start < end:
            yield Page(number, start, end)
