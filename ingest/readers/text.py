"""Plain text: laws and frameworks saved or copied as .txt, whatever their encoding and line breaks."""

import re
from collections.abc import Sequence

from ingest.readers.contents_lists import without_contents
from ingest.readers.decoding import decode, plain, undecodable
from ingest.readers.line_joining import MARKER, paragraphs
from ingest.readers.page_noise import body_lines
from ingest.readers.pieces import Piece, assemble
from ingest.types import RawDocument, Reading

_HEADING = re.compile(r"(#{1,6})\s+(\S.*)")
_STRAY = re.compile(r"@(?=(?:SEC|Sec)\b)")
_BULLET = re.compile(r"(?P<first>[•●■▪❖*◦○□‣]|[-–—‒])(?=\s|[A-Z\u4e00-\u9fff])")
_INNER_BULLETS = "○◦□–—"
_ITEM = re.compile(
    r"(?:\([a-zA-Z]{1,5}\)|\(\d{1,3}\)|[（(][一二三四五六七八九十\d]{1,3}[)）]|[a-z][.)]|\d{1,2}[.)]|[ivx]{1,5}[.)]|[①-⑳])\s*\S"
)
_FOOTNOTE = re.compile(r"(\d{1,3}) ?(?=[A-Z“‘\"'(\[]|[Ee]\.g\.|https?:)")
_BRACKETED_FOOTNOTE = re.compile(r"\[(?:Foot)?note\b", re.I)
_NOTE_BEFORE, _NOTE_AFTER = 12_000, 6_000
"""How far from a footnote its mark may stand, in characters."""


def read(raw: RawDocument) -> Reading:
    """Read a plain-text file.

    The encoding is found out; tabs, no-break, ideographic and zero-width spaces become ordinary; navigation
    and footers of saved web pages and lists of contents go; lines that were wrapped are joined. Lines that
    begin with `#` are headings with that level; bullets and lettered or numbered lines are list items;
    footnotes that stand in the middle of the text are marked as such.

    Raises:
        UnreadableSource: The file is empty, binary, or in no encoding that can be told.
    """
    text = plain(decode(raw.data, raw.location, raw.source.lang))
    lines = [_STRAY.sub("", line) for line in body_lines(text.split("\n"))]
    texts = [paragraph.text for paragraph in paragraphs(lines)]
    texts = [text for text, stays in zip(texts, without_contents(texts), strict=True) if stays]
    notes = footnotes(texts)
    pieces = [Piece(text, "footnote") if i in notes else _piece(text) for i, text in enumerate(texts)]
    return assemble(pieces, undecodable(text))


def footnotes(texts: Sequence[str]) -> set[int]:
    """Indexes of the paragraphs that are footnotes: `3 In the context of …` or `[Footnote: …]`.

    A paragraph that begins with a bare number is a footnote only where that number stands as a mark behind
    a word nearby (`company3`, `Framework.3`); otherwise it is a numbered heading or paragraph.
    """
    found: set[int] = set()
    offsets = [0]
    for text in texts:
        offsets.append(offsets[-1] + len(text) + 1)
    whole = "\n".join(texts)
    for i, text in enumerate(texts):
        if _BRACKETED_FOOTNOTE.match(text):
            found.add(i)
        number = _FOOTNOTE.match(text)
        if number is None or len(text) < 15:
            continue
        mark = re.compile(rf"[a-z]{{2}}[)”’\"]?[.,;:]?[)”’\"]?{number[1]}(?=[\s.,;:)”—]|$)", re.M)
        around = (
            whole[max(0, offsets[i] - _NOTE_BEFORE) : offsets[i]],
            whole[offsets[i + 1] : offsets[i + 1] + _NOTE_AFTER],
        )
        if any(mark.search(part) for part in around):
            found.add(i)
    return found


def _piece(text: str) -> Piece:
    heading = _HEADING.fullmatch(text)
    if heading:
        return Piece(heading[2].strip(" #"), "heading", len(heading[1]))
    bullet = _BULLET.match(text)
    if bullet:
        return Piece(text, "list-item", 2 if bullet["first"] in _INNER_BULLETS else 1)
    if MARKER.match(text) and _ITEM.match(text):
        return Piece(text, "list-item", 1)
    return Piece(text)
