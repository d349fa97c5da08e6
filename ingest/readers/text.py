"""Plain text: laws and frameworks saved or copied as .txt, whatever their encoding and line breaks."""

import re
from collections.abc import Sequence
from itertools import accumulate

from ingest.readers.contents_lists import without_contents
from ingest.readers.decoding import decode, plain, undecodable
from ingest.readers.line_joining import paragraphs
from ingest.readers.page_noise import body_lines
from ingest.readers.pieces import Piece, assemble, line_piece
from ingest.types import RawDocument, Reading

_HEADING = re.compile(r"(#{1,6})\s+(\S.*)")
_STRAY = re.compile(r"@(?=(?:SEC|Sec)\b)")
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
    texts = paragraphs(lines)
    texts = [text for text, stays in zip(texts, without_contents(texts), strict=True) if stays]
    notes = footnotes(texts)
    pieces = [Piece(text, "footnote") if i in notes else _piece(text) for i, text in enumerate(texts)]
    return assemble(pieces, undecodable(text))


def footnotes(texts: Sequence[str]) -> set[int]:
    """Indexes of the paragraphs that are footnotes: `3 In the context of …` or `[Footnote: …]`.

    A paragraph that begins with a bare number is a footnote only where that number stands as a mark behind
    a word nearby (`company3`, `Framework.3`); otherwise it is a numbered heading or paragraph.
    """
    found = {i for i, text in enumerate(texts) if _BRACKETED_FOOTNOTE.match(text)}
    numbered: dict[int, int] = {}
    marked: set[int] = set()
    offsets = list(accumulate((len(text) + 1 for text in texts), initial=0))
    whole = "\n".join(texts)
    for i, text in enumerate(texts):
        number = _FOOTNOTE.match(text)
        if number is None or len(text) < 10:
            continue
        numbered[i] = int(number[1])
        before = whole[max(0, offsets[i] - _NOTE_BEFORE) : offsets[i]]
        after = whole[offsets[i + 1] : offsets[i + 1] + _NOTE_AFTER]
        mark = re.compile(
            rf"(?:[a-z]{{2}}[)”’\"]?|[A-Za-z]{{2}}[.,;:)”’\"]{{1,2}}){number[1]}(?=[\s.,;:)”—]|$)", re.M
        )
        if mark.search(before) or mark.search(after):
            marked.add(i)
    # neighbours in one run of notes, whose own marks cannot be told from figures ("level 413")
    for order in (sorted(numbered), sorted(numbered, reverse=True)):
        for i in order:
            if any(abs(numbered.get(n, 10**9) - numbered[i]) == 1 for n in (i - 1, i + 1) if n in marked):
                marked.add(i)
    return found | marked


def _piece(text: str) -> Piece:
    heading = _HEADING.fullmatch(text)
    if heading:
        return Piece(heading[2].strip(" #"), "heading", len(heading[1]))
    return line_piece(text)
