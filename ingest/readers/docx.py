"""Word documents: headings, numbered paragraphs, tables and footnotes in the order in which they are read."""

import io
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from typing import Any

from ingest.readers.docx_hidden import hiding_styles, without_hidden
from ingest.readers.docx_numbering import Numbering
from ingest.readers.errors import UnreadableSource
from ingest.readers.pdf_patterns import ARTICLE
from ingest.readers.pieces import Piece, assemble
from ingest.types import RawDocument, Reading

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HEADING = re.compile(r"(?:heading|标题|überschrift|titre)\s*(\d)", re.I)
_LARGEST = 400 * 1024 * 1024  # bytes when unpacked: no document is larger, an attack may be
_BROKEN = (zipfile.BadZipFile, zlib.error, LookupError, ValueError, OSError, EOFError, NotImplementedError)
_SPACES = re.compile(r"[\s\u00a0\u2000-\u200b\u202f\u205f\ufeff]+")
_CONTENTS = re.compile(r"(?:toc|目录)\s*(?:\d|heading)|table of figures", re.I)
_WRAPPERS = frozenset(
    f"{_W}{name}" for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag")
)
_SKIPPED = frozenset(
    f"{_W}{name}" for name in ("del", "moveFrom", "instrText", "delText", "pPr", "rPr", "txbxContent")
)


def read(raw: RawDocument) -> Reading:
    """Read a .docx file.

    Headings are told by their style or outline level; numbers that Word makes itself are put in front of their
    paragraphs; a table row is a line, its cells parted by tabs, a merged cell written once; a footnote follows
    the paragraph that refers to it, or stands at the end of an act made of articles. Contents lists go. Text
    that was deleted under tracked changes, or that is hidden, is left out, inserted text is kept. Running heads
    and text boxes are no part of the text.

    Args:
        raw: The bytes of a .docx file.

    Raises:
        UnreadableSource: The file is broken, protected by a password, or no Word document.
    """
    if raw.data[:4] == b"\xd0\xcf\x11\xe0":
        raise UnreadableSource(
            f"{raw.location}: an old .doc file or one with a password; save it as .docx without a password"
        )
    document = _open(raw)
    numbering = Numbering(_part_root(document.part, "numbering"))
    styles = hiding_styles(document.styles.element)
    hidden = without_hidden(document.element.body, styles)
    notes = {**_notes(document.part, "footnotes", styles), **_notes(document.part, "endnotes", styles)}
    pieces = list(_pieces(document, numbering, notes))
    if (
        sum(bool(ARTICLE.fullmatch(piece.text)) for piece in pieces) >= 3
    ):  # an act: notes would part its points
        pieces.sort(key=lambda piece: piece.kind == "footnote")
    changes = sum(1 for _ in document.element.body.iter(f"{_W}ins", f"{_W}del"))
    problems: tuple[str, ...] = (f"{changes} tracked changes: read as if accepted",) if changes else ()
    if hidden:
        problems += (f"hidden text was left out ({hidden} characters)",)
    return assemble(pieces, problems)


def _open(raw: RawDocument) -> Any:
    import docx
    from docx.opc.exceptions import OpcError
    from lxml.etree import LxmlError

    try:
        with zipfile.ZipFile(io.BytesIO(raw.data)) as archive:
            if sum(info.file_size for info in archive.infolist()) > _LARGEST:
                raise UnreadableSource(
                    f"{raw.location}: the document unpacks to more than {_LARGEST >> 20} MiB"
                )
            if archive.testzip() is not None:
                raise UnreadableSource(
                    f"{raw.location}: the document is damaged; open and save it again in Word"
                )
        return docx.Document(io.BytesIO(raw.data))
    except (
        zipfile.BadZipFile,
        OpcError,
        LxmlError,
        KeyError,
        ValueError,
        OSError,
        EOFError,
        NotImplementedError,
    ) as error:
        raise UnreadableSource(f"{raw.location}: this is no readable Word document (.docx)") from error


def _part_root(part: Any, kind: str) -> Any:
    """The root element of a part that the document refers to by relationship, as numbering or footnotes; else None."""
    from lxml.etree import LxmlError, XMLParser, fromstring

    for relation in part.rels.values():
        if relation.reltype.endswith(f"/{kind}") and not relation.is_external:
            try:
                return fromstring(
                    relation.target_part.blob, XMLParser(resolve_entities=False, no_network=True)
                )
            except LxmlError:
                return None
    return None


def _notes(part: Any, kind: str, hiding: frozenset[str]) -> dict[tuple[str, str], str]:
    """The text of each footnote or endnote, by kind and id; separators are none."""
    root = _part_root(part, kind)
    if root is not None:
        without_hidden(root, hiding)
    found = {}
    for note in root if root is not None else ():
        if note.get(f"{_W}type") in (None, "normal"):
            text = " ".join(filter(None, (_text(p) for p in note.iter(f"{_W}p"))))
            found[kind, note.get(f"{_W}id")] = text
    return found


def _pieces(document: Any, numbering: Numbering, notes: dict[tuple[str, str], str]) -> Iterator[Piece]:
    from docx.table import Table
    from docx.text.paragraph import Paragraph

    count: Counter[str] = Counter()
    for element in _blocks(document.element.body):
        if element.tag == f"{_W}tbl":
            yield from (Piece(_row_text(row), "table") for row in Table(element, document._body).rows)
        else:
            paragraph = Paragraph(element, document._body)
            if not _CONTENTS.match(paragraph.style.name or "" if paragraph.style is not None else ""):
                yield _paragraph(paragraph, numbering)
        for mark in element.iter(f"{_W}footnoteReference", f"{_W}endnoteReference"):
            kind = "footnotes" if mark.tag.endswith("footnoteReference") else "endnotes"
            note = notes.get((kind, mark.get(f"{_W}id")))
            if note:
                count[kind] += 1
                yield Piece(f"{count[kind]} {note}", "footnote")


def _blocks(element: Any) -> Iterator[Any]:
    """Paragraphs and tables in order, those inside content controls and insertions included."""
    for child in element:
        if child.tag in (f"{_W}p", f"{_W}tbl"):
            yield child
        elif child.tag in _WRAPPERS:
            yield from _blocks(child)


def _paragraph(paragraph: Any, numbering: Numbering) -> Piece:
    text = _text(paragraph._element)
    if not text:
        return Piece("")
    level = _heading_level(paragraph)
    number, depth = _list_place(paragraph)
    label = numbering.label(number, depth) if number else ""
    full = f"{label} {text}" if label else text
    if level:
        return Piece(full, "heading", level)
    if number and number != "0":
        return Piece(full, "list-item", depth + 1)
    return Piece(full)


def _heading_level(paragraph: Any) -> int:
    """From 1; 0 for what is no heading. By the style's name or the outline level of the paragraph or its style."""
    style = paragraph.style
    while style is not None:
        name = style.name or ""
        if match := _HEADING.match(name):
            return min(int(match.group(1)) or 1, 6)
        if name.lower() in ("title", "标题"):
            return 1
        found = _outline_level(style.element)
        if found:
            return found
        style = style.base_style
    return _outline_level(paragraph._element)


def _outline_level(element: Any) -> int:
    found = element.find(f"{_W}pPr/{_W}outlineLvl")
    value = found.get(f"{_W}val") if found is not None else None
    return int(value) + 1 if value is not None and value.isdigit() and int(value) < 6 else 0


def _list_place(paragraph: Any) -> tuple[str, int]:
    """The list that a paragraph belongs to (its own or its style's) and its depth in it; ("", 0) for none."""
    elements = [paragraph._element]
    style = paragraph.style
    while style is not None:
        elements.append(style.element)
        style = style.base_style
    number, depth = "", None
    for element in elements:
        properties = element.find(f"{_W}pPr/{_W}numPr")
        if properties is None:
            continue
        own, level = properties.find(f"{_W}numId"), properties.find(f"{_W}ilvl")
        if depth is None and level is not None:
            depth = int(level.get(f"{_W}val") or 0)
        if not number and own is not None:
            number = own.get(f"{_W}val") or ""
        if number:
            break
    return ("", 0) if number in ("", "0") else (number, depth or 0)


def _row_text(row: Any) -> str:
    """The cells of a row, parted by tabs; a cell merged over several places is written at its first."""
    seen: set[int] = set()
    cells = []
    for cell in row._tr.tc_lst:
        if id(cell) in seen or cell.vMerge == "continue":
            continue
        seen.add(id(cell))
        text = " ".join(filter(None, (_text(p) for p in cell.iter(f"{_W}p"))))
        if text:
            cells.append(text)
    return "\t".join(cells)


def _text(element: Any) -> str:
    """The visible text of a paragraph: hyperlinks, insertions and fields' results included, deletions left out."""
    parts: list[str] = []
    _collect(element, parts)
    return _SPACES.sub(" ", "".join(parts)).strip()


def _collect(element: Any, parts: list[str]) -> None:
    for child in element:
        tag = child.tag
        if tag in _SKIPPED:
            continue
        if tag == f"{_W}t":
            parts.append(_raised(child, parts))
        elif tag in (f"{_W}tab", f"{_W}br", f"{_W}cr"):
            parts.append(" ")
        elif tag == f"{_W}noBreakHyphen":
            parts.append("-")
        elif tag == f"{_W}sym":
            parts.append("•" if not parts else "")
        elif tag != f"{_W}p" or element.tag != f"{_W}tc":
            _collect(child, parts)


def _raised(node: Any, parts: list[str]) -> str:
    """A run's text; an exponent behind a digit as `^25`, as the other readers write it."""
    text = node.text or ""
    align = node.getparent().find(f"{_W}rPr/{_W}vertAlign")
    before = "".join(parts[-3:])[-1:]
    if (
        align is not None
        and align.get(f"{_W}val") == "superscript"
        and text.strip().isdigit()
        and before.isdigit()
    ):
        return "^" + text.strip()
    return text
