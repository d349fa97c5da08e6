"""A reading put together from the pieces that a reader found, one line of text a piece."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ingest.types import Block, BlockKind, Reading

_BULLET = re.compile(r"(?P<first>[•●■▪❖*◦○□‣]|[-–—‒])(?=\s|[A-Z\u4e00-\u9fff])")
_INNER_BULLETS = "○◦□–—"
_ITEM = re.compile(
    r"(?:\([a-zA-Z]{1,5}[)）]|\(\d{1,3}[)）]|（[一二三四五六七八九十\d]{1,3}[)）]|[a-z][.)]|\d{1,2}[.)](?!\d)|[ivx]{1,5}[.)]"
    r"|[①-⑳])\s*\S"
)


@dataclass(frozen=True, slots=True)
class Piece:
    """One block to be: its text and what the reader knows of it (see `ingest.types.Block`)."""

    text: str
    kind: BlockKind = "paragraph"
    level: int = 0
    anchor: str | None = None


def assemble(pieces: Iterable[Piece], problems: tuple[str, ...] = ()) -> Reading:
    """The reading whose text is the pieces, a newline between two; empty pieces are left out."""
    texts: list[str] = []
    blocks: list[Block] = []
    offset = 0
    for piece in pieces:
        text = piece.text.strip()
        if not text:
            continue
        blocks.append(Block(piece.kind, offset, offset + len(text), piece.level, piece.anchor))
        texts.append(text)
        offset += len(text) + 1
    return Reading("\n".join(texts), tuple(blocks), problems=problems)


def line_piece(text: str) -> Piece:
    """A line that is no heading as a piece: a list item if it begins with a bullet, number or letter."""
    bullet = _BULLET.match(text)
    if bullet:
        return Piece(text, "list-item", 2 if bullet["first"] in _INNER_BULLETS else 1)
    return Piece(text, "list-item", 1) if _ITEM.match(text) else Piece(text)
