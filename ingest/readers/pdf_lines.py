"""Words to lines: which words share a baseline, and where a wide gap parts a line into segments."""

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.readers.pdf_page import PageGlyphs, Word
from ingest.readers.pdf_patterns import MARKER

_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_CJK_QUOTES = "“”‘’…—·"


@dataclass(slots=True)
class Line:
    """Words on one baseline with no wide gap between them. Coordinates in points, y upwards."""

    page: int
    text: str
    x0: float
    x1: float
    y: float
    size: float
    """The size of most of its characters."""
    bold: bool
    italic: bool
    words: list[Word] = field(default_factory=list)
    notes: tuple[str, ...] = ()
    """Superscript numbers: exponents and references to footnotes."""
    body_x0: float = 0.0
    """Where the text begins after a number or bullet; `x0` where there is none."""
    labelled: bool = False
    """A wide gap parts a number or bullet from the text: surely a list item."""

    @property
    def mixed(self) -> tuple[bool, bool]:
        """Weight and slant together."""
        return self.bold, self.italic


def is_cjk(character: str) -> bool:
    """Whether a character belongs to a script written without spaces, its full-width punctuation included."""
    return (
        "\u2e80" <= character <= "\u9fff"
        or "\uf900" <= character <= "\ufaff"
        or "\uff00" <= character <= "\uffef"
        or "\U00020000" <= character <= "\U0003ffff"
    )


def spaces_are_drawn(pages: Sequence[PageGlyphs]) -> bool:
    """Whether the document draws its spaces as glyphs; if so, a small gap without one is kerning."""
    latin = [w for p in pages for w in p.words if w.text[:1].isascii() and w.text[:1].isalpha()]
    return sum(w.spaced for w in latin) > 0.3 * len(latin)


def page_lines(words: Sequence[Word], page: int, *, drawn_spaces: bool) -> list[Line]:
    """The lines of a page (or of one table cell), each cut into segments at gaps wider than 1.5 em.

    Args:
        words: Words with positions, in any order.
        page: The page number that the lines carry.
        drawn_spaces: Whether this document draws space glyphs (see `spaces_are_drawn`).

    Returns:
        Segments sorted by baseline (top first), then from left to right; segments of one baseline share `y`.
    """
    lines: list[Line] = []
    for row in _rows(words):
        y = _baseline(row)
        lines += (_line(page, part, y, drawn_spaces) for part in _segments(row))
    return [line for line in lines if line.text.strip()]


def joined_line(parts: Sequence[Line], separator: str = " ") -> Line:
    """Segments of one baseline as one line; a CJK title set with wide gaps closes up."""
    if len(parts) == 1:
        return parts[0]
    if all(len(p.text) == 1 and is_cjk(p.text) for p in parts):
        separator = ""
    texts = [p.text for p in parts]
    if all(re.fullmatch(r"[A-Z]( ?[A-Z])*", text) for text in texts) and any(
        " " not in t and len(t) > 2 for t in texts
    ):
        texts = [
            text.replace(" ", "") for text in texts
        ]  # S T A T E  O F, its words too far apart for one segment
    main = max(parts, key=lambda p: len(p.text))
    return Line(
        main.page,
        separator.join(texts),
        parts[0].x0,
        max(p.x1 for p in parts),
        main.y,
        main.size,
        main.bold,
        main.italic,
        [w for p in parts for w in p.words],
        tuple(n for p in parts for n in p.notes),
        parts[0].body_x0,
        parts[0].labelled,
    )


def _rows(words: Sequence[Word]) -> list[list[Word]]:
    """Words that share a baseline; a superscript or subscript joins the row of the words it stands beside."""
    rows: list[list[Word]] = []
    heads: list[tuple[float, float]] = []  # baseline and size of each row's first word
    for word in sorted(words, key=lambda w: (-w.y, w.x0)):
        if heads and heads[-1][0] - word.y <= max(0.18 * min(word.size, heads[-1][1]), 0.6):
            rows[-1].append(word)
        else:
            rows.append([word])
            heads.append((word.y, word.size))
    sizes = [_size(row) for row in rows]
    baselines = [_baseline(row) for row in rows]
    kept: list[list[Word]] = [[] for _ in rows]
    for i, row in enumerate(rows):
        for chunk in _segments(sorted(row, key=lambda w: w.x0)):
            home = _home(chunk, i, rows, sizes, baselines)
            kept[home if home is not None else i] += chunk
    ordered = [sorted(row, key=lambda w: w.x0) for row in kept if row]
    return sorted(ordered, key=lambda row: -_baseline(row))


def _home(
    chunk: list[Word], i: int, rows: list[list[Word]], sizes: list[float], baselines: list[float]
) -> int | None:
    """The row of larger type that a short small chunk is raised or lowered beside, if any."""
    small = max(w.size for w in chunk)
    text = "".join(w.text for w in chunk)
    if len(text) > 12:
        return None
    best: tuple[float, int] | None = None
    for j in range(max(0, i - 4), min(len(rows), i + 5)):
        size = sizes[j]
        distance = chunk[0].y - baselines[j]
        mark = len(text) <= 2 and not text.isalnum()
        if j == i or (small > 0.82 * size and not mark) or not -0.4 * size <= distance <= 0.8 * size:
            continue
        x0, x1 = chunk[0].x0, chunk[-1].x1
        beside = any(
            -0.35 * size <= x0 - w.x1 <= 0.45 * size or -0.35 * size <= w.x0 - x1 <= 0.45 * size
            for w in rows[j]
        )
        label = text.isdigit() and 0 <= min(w.x0 for w in rows[j]) - x1 <= 4 * size
        if (beside or label) and (best is None or abs(distance) < best[0]):
            best = (abs(distance), j)
    return best[1] if best else None


def _size(row: Sequence[Word]) -> float:
    """The size of most of the characters of a row."""
    sizes: Counter[float] = Counter()
    for word in row:
        sizes[round(word.size, 1)] += len(word.text)
    return sizes.most_common(1)[0][0]


def _baseline(row: Sequence[Word]) -> float:
    size = _size(row)
    level = sorted(w.y for w in row if abs(w.size - size) < 0.15)
    return level[len(level) // 2]


def _segments(row: Sequence[Word]) -> list[list[Word]]:
    parts = [[row[0]]]
    end = row[0].x1
    for word in row[1:]:
        if word.x0 - end > 1.5 * max(min(word.size, parts[-1][-1].size), 6):
            parts.append([word])
        else:
            parts[-1].append(word)
        end = max(end, word.x1)
    return parts


def _line(page: int, words: list[Word], y: float, drawn_spaces: bool) -> Line:
    size = _size(words)
    styles: Counter[tuple[bool, bool]] = Counter()
    for word in words:
        styles[word.style.bold, word.style.italic] += len(word.text)
    bold, italic = styles.most_common(1)[0][0]
    text = ""
    notes: list[str] = []
    for i, word in enumerate(words):
        if i and _space_between(words[i - 1], word, drawn_spaces):
            text += " "
        shown = word.text
        if word.size < 0.82 * size and word.y > y + 0.12 * size and (digits := _digits(shown)):
            notes.append(digits)
            enclosed = text.endswith("(") and i + 1 < len(words) and words[i + 1].text.startswith(")")
            if text and not enclosed:
                shown = shown.translate(_SUPERSCRIPTS)
                text = text.rstrip(" ")
            elif i + 1 < len(words) and not enclosed:
                shown += " "  # the label of a footnote
        text += shown
    text = _closed_capitals(words) or re.sub(r"\s+", " ", text).strip()
    return Line(
        page,
        text,
        words[0].x0,
        max(w.x1 for w in words),
        y,
        size,
        bold,
        italic,
        words,
        tuple(notes),
        words[0].x0,
    )


def _closed_capitals(words: Sequence[Word]) -> str:
    """The text of a line set as `S T A T E  O F`, closed up; empty if it is not set so."""
    if len(words) < 4 or sum(len(w.text) == 1 and w.text.isupper() for w in words) < 0.8 * len(words):
        return ""
    gaps = sorted(b.x0 - a.x1 for a, b in itertools.pairwise(words))
    usual = max(gaps[len(gaps) // 3], 0.1)
    parts = [words[0].text]
    for a, b in itertools.pairwise(words):
        parts += [" ", b.text] if b.x0 - a.x1 > 1.5 * usual else [b.text]
    return "".join(parts)


def _digits(text: str) -> str:
    """The number in a superscript such as `3` or `3,`; empty if it is something else (`th`)."""
    core = text.strip("(),.;")
    return core if core.isdigit() and core.isascii() else ""


def _space_between(a: Word, b: Word, drawn_spaces: bool) -> bool:
    gap = b.x0 - a.x1
    size = min(a.size, b.size)
    left, right = is_cjk(a.text[-1]), is_cjk(b.text[0])
    if left and right:
        return gap > 0.8 * size
    if left or right:  # Chinese beside Latin: a drawn space counts, the quarter em of typesetting does not
        quote = a.text[-1] in _CJK_QUOTES or b.text[0] in _CJK_QUOTES
        return not quote and gap > (0.1 if b.spaced else 0.4) * size
    if b.spaced:
        return gap > -0.3 * size
    return gap > (0.25 if drawn_spaces else 0.15) * size


def find_label(line: Line) -> None:
    """Set where the text of an item begins after its number or bullet."""
    match = MARKER.match(line.text)
    if line.labelled or not match or len(line.words) < 2:
        return
    taken = ""
    for i, word in enumerate(line.words[:-1]):
        taken += word.text
        if len(taken) >= len(match.group().strip()):
            if taken == match.group().strip():
                line.body_x0 = line.words[i + 1].x0
            return


def whole_weight(line: Line, last: Line) -> bool:
    """Whether weight is a property of both whole lines, not of a word that wraps."""
    return all(
        len({w.style.bold for w in ln.words if any(c.isalnum() for c in w.text)}) <= 1 for ln in (line, last)
    )


def first_word_width(line: Line) -> float:
    """Width in points of the first word of a line and the space before it; of the first character if CJK."""
    if not line.text:
        return 0.0
    if is_cjk(line.text[0]):
        return 1.05 * line.size
    end = line.words[0].x1
    for a, b in zip(line.words, line.words[1:], strict=False):
        if b.spaced or b.x0 - a.x1 > 0.15 * line.size:
            break
        end = b.x1
    return end - line.words[0].x0 + 0.25 * line.size
