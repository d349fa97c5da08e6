"""Plain text: laws and frameworks saved or copied as .txt, whatever their encoding and line breaks."""

import re

from ingest.readers.contents_lists import without_contents
from ingest.readers.decoding import decode, plain, undecodable
from ingest.readers.footnotes import put_right
from ingest.readers.glued_headings import unglued
from ingest.readers.line_joining import paragraphs
from ingest.readers.page_noise import body_lines
from ingest.readers.pieces import Piece, assemble, line_piece
from ingest.types import RawDocument, Reading

_HEADING = re.compile(r"(#{1,6})\s+(\S.*)")
_STRAY = re.compile(r"@(?=(?:SEC|Sec)\b)")


def read(raw: RawDocument) -> Reading:
    """Read a plain-text file.

    The encoding is found out; tabs, no-break, ideographic and zero-width spaces become ordinary; navigation
    and footers of saved web pages and lists of contents go; lines that were wrapped are joined. Lines that
    begin with `#` are headings with that level; bullets and lettered or numbered lines are list items;
    footnotes that stand in the middle of the text are marked as such, and their marks go from the text.

    Raises:
        UnreadableSource: The file is empty, binary, or in no encoding that can be told.
    """
    text = plain(decode(raw.data, raw.location, raw.source.lang))
    lines = [_STRAY.sub("", line) for line in body_lines(text.split("\n"))]
    texts = paragraphs(lines)
    texts = [text for text, stays in zip(texts, without_contents(texts), strict=True) if stays]
    texts = unglued(texts)
    texts, notes = put_right(texts)
    pieces = [Piece(text, "footnote") if i in notes else _piece(text) for i, text in enumerate(texts)]
    return assemble(pieces, undecodable(text))


def _piece(text: str) -> Piece:
    heading = _HEADING.fullmatch(text)
    if heading:
        return Piece(heading[2].strip(" #"), "heading", len(heading[1]))
    return line_piece(text)
