"""Text put together of slices of other texts, each remembering where it was taken from."""

from collections.abc import Iterable
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Piece:
    """`text` is `source`'s text from `start` on."""

    text: str
    source: str
    """Key of the source; empty for a line break that we put in."""
    start: int = 0
    by: str = ""
    """Pin of the instruction that put it here; empty for what stood here before."""

    def cut(self, start: int, end: int) -> "Piece":
        """The part `[start, end)`, counted from the piece's own beginning."""
        return replace(self, text=self.text[start:end], start=self.start + start)


@dataclass(frozen=True, slots=True)
class Removed:
    """`[start, end)` of a source is no longer part of the text."""

    source: str
    start: int
    end: int
    by: str


NEW_LINE = Piece("\n", "")


class Spliced:
    """A text of pieces."""

    def __init__(self, pieces: Iterable[Piece]) -> None:
        self.pieces = [piece for piece in pieces if piece.text]

    @property
    def text(self) -> str:
        """The pieces, one after the other."""
        return "".join(piece.text for piece in self.pieces)

    def replace(self, start: int, end: int, new: Iterable[Piece], by: str) -> list[Removed]:
        """Put `new` in the place of `[start, end)`; what is gone of which source."""
        kept: list[Piece] = []
        after: list[Piece] = []
        removed: list[Removed] = []
        at = 0
        for piece in self.pieces:
            length = len(piece.text)
            low, high = max(start - at, 0), min(end - at, length)
            if at + length <= start:
                kept.append(piece)
            elif at >= end:
                after.append(piece)
            else:
                kept.append(piece.cut(0, low))
                after.append(piece.cut(high, length))
                if low < high and piece.source:
                    removed.append(Removed(piece.source, piece.start + low, piece.start + high, by))
            at += length
        self.pieces = [piece for piece in (*kept, *new, *after) if piece.text]
        return removed

    def origin(self, start: int, end: int) -> tuple[str, int] | None:
        """The source of `[start, end)` and the offset there, if it is one slice of one source."""
        at = 0
        found: tuple[str, int] | None = None
        reached = start
        for piece in self.pieces:
            low, high = max(start, at), min(end, at + len(piece.text))
            if low < high:
                offset = piece.start + low - at
                if found is None:
                    found = (piece.source, offset)
                elif (piece.source, offset) != (found[0], found[1] + low - start):
                    return None
                reached = high
            at += len(piece.text)
        return found if found is not None and found[0] and reached == end else None

    def within(self, start: int, end: int) -> list[Piece]:
        """The pieces of `[start, end)`, cut to it."""
        found = []
        at = 0
        for piece in self.pieces:
            low, high = max(start - at, 0), min(end - at, len(piece.text))
            if low < high:
                found.append(piece.cut(low, high))
            at += len(piece.text)
        return found
