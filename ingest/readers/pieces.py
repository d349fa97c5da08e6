"""A reading put together from the pieces that a reader found, one line of text a piece."""

from collections.abc import Iterable
from dataclasses import dataclass

from ingest.types import Block, BlockKind, Reading


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
