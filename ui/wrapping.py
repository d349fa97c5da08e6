"""Wrapping text to the width of a terminal, Chinese included."""

import re

_PIECE = re.compile(
    r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]|[^\s\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]+|\s+"
)
_NOT_FIRST = frozenset("，。、；：？！）》」』】’”％,.;:?!)]}%")
_NOT_LAST = frozenset("（《「『【‘“([{")


def wrap(text: str, width: int) -> list[str]:
    """Lines of at most `width` columns: broken at spaces and between Chinese characters, never before a closing mark.

    A word longer than a line stays whole.
    """
    from rich.cells import cell_len

    lines: list[str] = []
    line: list[str] = []
    for piece in _PIECE.findall(text):
        if piece.isspace():
            if line:
                line.append(" ")
            continue
        if line and cell_len("".join(line)) + cell_len(piece) > width:
            while len(line) > 1 and (piece[0] in _NOT_FIRST or line[-1][-1] in _NOT_LAST):
                piece = line.pop() + piece
            lines.append("".join(line).rstrip())
            line = []
        line.append(piece)
    if line:
        lines.append("".join(line).rstrip())
    return lines
