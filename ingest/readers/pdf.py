"""PDF to text: pypdf opens the file, this reads the page as a person would.

The stages: words with positions (pdf_glyphs), characters put right (pdf_repair), lines (pdf_lines), margins and
line numbers out (pdf_margins), tables and columns (pdf_tables, pdf_layout), paragraphs (pdf_paragraphs),
headings (pdf_headings).
"""

import logging
import re
from collections import Counter
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING

from ingest.readers.errors import NeedsOCR, UnreadableSource
from ingest.types import Block, Page, RawDocument, Reading

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ingest.readers.pdf_blocks import Paragraph
    from ingest.readers.pdf_layout import PageLayout
    from ingest.readers.pdf_page import PageGlyphs


_ENTRY = re.compile(r"[\s.…·](?:\d{1,3}|[ivxlc]{1,6})$")
_DOTS = re.compile(r"(?:[.…·]\s?){5,}")


def read(raw: RawDocument) -> Reading:
    """Read a PDF.

    Args:
        raw: The bytes of a PDF file.

    Returns:
        One block a paragraph, one line of text a block; table rows are lines with a tab between cells;
        footnotes follow the paragraph that refers to them. `pages` covers the text without a gap; a page
        number comes again where a footnote stands after a paragraph that ends on the next page.

    Raises:
        NeedsOCR: The pages, or most of them, are pictures.
        UnreadableSource: The file is broken, encrypted, or has no pages.
    """
    pages = _glyphs(raw)
    problems = _textless(raw, pages)
    from ingest.readers import pdf_repair
    from ingest.readers.contents_lists import without_contents
    from ingest.readers.page_noise import body_lines, without_printers_notes
    from ingest.readers.pdf_fonts import mark_bold
    from ingest.readers.pdf_headings import mark_headings
    from ingest.readers.pdf_lines import spaces_are_drawn
    from ingest.readers.pdf_margins import without_line_numbers
    from ingest.readers.pdf_paragraphs import Assembler, line_pitch

    guessed = pdf_repair.repair_words(pages)
    if guessed:
        problems.append(f"{guessed} private-use glyphs whose meaning is unknown were replaced or left out")
    for page in pages:
        without_line_numbers(page)
    mark_bold((w.style, w.text) for p in pages for w in p.words)
    drawn = spaces_are_drawn(pages)
    layouts, words, body_size = _layouts(pages, drawn)
    assembler = Assembler(line_pitch(layouts), words, body_size)
    for layout in layouts:
        assembler.page(layout)
    paragraphs = assembler.finish()
    texts = [p.text for p in paragraphs]
    keep = [a and b for a, b in zip(without_contents(texts), _without_leader_lists(texts), strict=True)]
    body = body_lines(texts)  # of a web page printed to PDF
    start = next(i for i in range(len(texts) - len(body) + 1) if texts[i : i + len(body)] == body)
    keep = [kept and start <= i < start + len(body) for i, kept in enumerate(keep)]
    keep = [a and b for a, b in zip(keep, without_printers_notes(texts), strict=True)]
    paragraphs = [p for p, kept in zip(paragraphs, keep, strict=True) if kept]
    mark_headings(paragraphs, body_size)
    return _assembled(paragraphs, problems)


@contextmanager
def _quiet() -> "Iterator[None]":
    """Silence pypdf: what it logs is about the file's innards, and nothing a reader can act on."""
    logger = logging.getLogger("pypdf")
    level = logger.level
    logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        logger.setLevel(level)


def _glyphs(raw: RawDocument) -> "list[PageGlyphs]":
    """The words of every page; a page that cannot be parsed is empty."""
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, FileNotDecryptedError, PyPdfError

    from ingest.readers.pdf_glyphs import page_glyphs
    from ingest.readers.pdf_page import PageGlyphs

    if not raw.data.lstrip()[:5].startswith(b"%PDF") and b"%PDF-" not in raw.data[:1024]:
        raise UnreadableSource(f"{raw.location}: this is not a PDF file")
    with _quiet():
        try:
            pdf = PdfReader(BytesIO(raw.data))
            if pdf.is_encrypted and not pdf.decrypt(""):
                raise UnreadableSource(
                    f"{raw.location}: the PDF is encrypted; save a copy without a password"
                )
            count = len(pdf.pages)
        except (DependencyError, FileNotDecryptedError) as error:
            raise UnreadableSource(
                f"{raw.location}: the PDF is encrypted; save a copy without a password"
            ) from error
        except (
            PyPdfError,
            ValueError,
            TypeError,
            KeyError,
            AttributeError,
            IndexError,
            RecursionError,
            OSError,
        ) as error:
            raise UnreadableSource(f"{raw.location}: the PDF is broken ({_one_line(error)})") from error
        if not count:
            raise UnreadableSource(f"{raw.location}: the PDF has no pages")
        fonts: dict[int, object] = {}
        pages = []
        for number in range(1, count + 1):
            try:
                pages.append(page_glyphs(pdf, pdf.pages[number - 1], number, fonts))  # type: ignore[arg-type]  # cache is private to pdf_glyphs
            except Exception as error:  # noqa: BLE001 (a damaged page must not lose the other pages)
                pages.append(PageGlyphs(number, 595.0, 842.0, fault=_one_line(error)))
    return pages


def _one_line(error: BaseException) -> str:
    return " ".join(str(error).split())[:120] or type(error).__name__


def _textless(raw: RawDocument, pages: "list[PageGlyphs]") -> list[str]:
    """Raise where there is no text to speak of; else the problem lines about pages without any."""
    broken = [p.number for p in pages if p.fault]
    if len(broken) == len(pages):
        raise UnreadableSource(f"{raw.location}: the PDF is broken ({pages[0].fault})")
    letters = [sum(len(w.text) for w in p.words) for p in pages]
    unmapped = sum(p.unmapped for p in pages)
    if unmapped > 0.3 * max(sum(letters), 1):
        raise NeedsOCR(
            f"{raw.location}: the fonts do not say which characters they draw; the PDF needs OCR before it can be read"
        )
    drawn = [p.number for p, n in zip(pages, letters, strict=True) if n < 10 and (p.images or p.drawn)]
    blank = [
        p.number
        for p, n in zip(pages, letters, strict=True)
        if not n and not p.images and not p.drawn and not p.fault
    ]
    if not sum(letters) and not drawn:
        raise UnreadableSource(f"{raw.location}: the PDF is empty: {len(pages)} blank page(s)")
    with_text = sum(n >= 10 for n in letters)
    if drawn and (not with_text or len(drawn) > 0.6 * len(pages)):
        raise NeedsOCR(
            f"{raw.location}: no text layer on page(s) {_ranges(drawn)} of {len(pages)}; "
            "the PDF needs OCR before it can be read"
        )
    problems = []
    if broken:
        problems.append(f"page(s) {_ranges(broken)} are damaged and were left out")
    if drawn:
        problems.append(
            f"page(s) {_ranges(drawn)} have no text layer (pictures): their text is missing unless OCR is run"
        )
    if blank:
        problems.append(f"page(s) {_ranges(blank)} are empty")
    scanned = sum(p.hidden > 0.5 * n > 0 for p, n in zip(pages, letters, strict=True))
    if scanned > 0.5 * len(pages):
        problems.append(
            "the text is the OCR layer of a scan: words may be misread, check quotes against the picture"
        )
    if unseen := sum(page.unseen for page in pages):
        problems.append(f"hidden text was left out ({unseen} characters)")
    if unmapped:
        problems.append(f"{unmapped} glyphs could not be told (their font has no character map)")
    return problems


def _ranges(numbers: list[int]) -> str:
    """`1–3, 7` for 1, 2, 3, 7."""
    runs: list[list[int]] = []
    for n in numbers:
        if runs and runs[-1][-1] == n - 1:
            runs[-1][1:] = [n]
        else:
            runs.append([n])
    return ", ".join("–".join(map(str, run)) for run in runs)


def _layouts(pages: "list[PageGlyphs]", drawn: bool) -> "tuple[list[PageLayout], Counter[str], float]":
    """The reading order of each page, the document's vocabulary, and the type size of its body."""
    from ingest.readers import pdf_layout, pdf_repair
    from ingest.readers.pdf_lines import page_lines
    from ingest.readers.pdf_margins import running_margins
    from ingest.readers.pdf_tables import ruled_tables

    lines = [page_lines(p.words, p.number, drawn_spaces=drawn) for p in pages]
    margins = running_margins(lines, [p.height for p in pages])
    lines = [[ln for ln in ls if id(ln) not in drop] for ls, drop in zip(lines, margins, strict=True)]
    words = pdf_repair.vocabulary(ln.text for ls in lines for ln in ls)
    free = [[w for ln in ls for w in ln.words] for ls in lines]
    tables = [ruled_tables(p.rules, ws, p.width, p.height) for p, ws in zip(pages, free, strict=True)]
    inside = {id(w) for ts in tables for t in ts for row in t.rows for cell in row for w in cell}
    sizes: Counter[float] = Counter()
    for ws in free:
        for w in ws:
            if id(w) not in inside:
                sizes[round(w.size, 1)] += len(w.text)
    body_size = sizes.most_common(1)[0][0] if sizes else 10.0
    layouts: list[PageLayout] = []
    for page, segments, words_left, page_tables in zip(pages, lines, free, tables, strict=True):
        layout = pdf_layout.PageLayout(page.number, rules=page.rules)
        if page_tables:
            segments = page_lines(
                [w for w in words_left if id(w) not in inside], page.number, drawn_spaces=drawn
            )
        lowest = min((t.bottom for t in page_tables), default=page.height)
        body, notes = pdf_layout.split_notes(
            segments, page.rules, body_size, lowest, continued=bool(layouts and layouts[-1].notes)
        )
        bottom = page.height + 1
        for n, table in enumerate(page_tables, 1001):
            above = [ln for ln in body if table.top <= ln.y + 0.3 * ln.size < bottom]
            layout.body += pdf_layout.reading_order(above)
            bottom = table.top
            for row in table.rows:
                cells = [page_lines(cell, page.number, drawn_spaces=drawn) for cell in row]
                layout.body.append(
                    pdf_layout.TableRow(page.number, [pdf_layout.cell_order(c) for c in cells], 0.0, n)
                )
        layout.body += pdf_layout.reading_order([ln for ln in body if ln.y + 0.3 * ln.size < bottom])
        for region in pdf_layout.reading_order(notes):
            layout.notes += (
                region.lines
                if isinstance(region, pdf_layout.Flow)
                else [ln for c in region.cells for ln in c]
            )
        layouts.append(layout)
    return layouts, words, body_size


def _without_leader_lists(texts: list[str]) -> list[bool]:
    """Which paragraphs stay: runs of entries that end in a page number go where four of them have dot leaders."""
    keep = [True] * len(texts)
    start = 0
    while start < len(texts):
        end = start
        while end < len(texts) and len(texts[end]) < 400 and _ENTRY.search(texts[end]):
            end += 1
        if sum(bool(_DOTS.search(t)) for t in texts[start:end]) >= 4:
            keep[start:end] = [False] * (end - start)
        start = max(end, start + 1)
    return keep


def _assembled(paragraphs: "list[Paragraph]", problems: list[str]) -> Reading:
    text: list[str] = []
    blocks: list[Block] = []
    pages: list[Page] = []
    offset = 0
    for paragraph in paragraphs:
        parts = [(n, t) for n, t in paragraph.parts if t]
        parts[0] = (parts[0][0], parts[0][1].lstrip())
        parts[-1] = (parts[-1][0], parts[-1][1].rstrip())
        whole = "".join(t for _, t in parts)
        if not whole:
            continue
        if text:
            text.append("\n")
            offset += 1
            pages[-1] = Page(pages[-1].number, pages[-1].start, offset)
        blocks.append(Block(paragraph.kind, offset, offset + len(whole), paragraph.level))
        for number, part in parts:
            if pages and pages[-1].number == number:
                pages[-1] = Page(number, pages[-1].start, offset + len(part))
            elif part:
                pages.append(Page(number, offset, offset + len(part)))
            offset += len(part)
        text.append(whole)
    return Reading("".join(text), tuple(blocks), tuple(pages), tuple(problems))
