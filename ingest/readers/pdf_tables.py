"""Tables that are ruled: the cells between the rules of a page, merged cells included, a row at a time."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.readers.pdf_page import Rule, Word

_TOUCH = 4.0  # points by which the rules of one table may miss each other
_SAME = 3.0  # points within which two rules are one border
_COVERED = 0.75  # share of a cell's side that must be ruled to part it from its neighbour
_MAX_ATOMS = 4000


@dataclass(slots=True)
class RuledTable:
    """Cells of one table: words by row and, within it, from left to right."""

    top: float
    bottom: float
    x0: float
    x1: float
    rows: list[list[list[Word]]]


def ruled_tables(
    rules: Sequence[Rule], words: Sequence[Word], width: float, height: float
) -> list[RuledTable]:
    """The ruled tables of a page, top to bottom.

    A table has at least two columns parted by vertical rules and two cells with words in them. Boxes around
    text, underlines, page frames and diagrams without a grid are not tables.

    Args:
        rules: Horizontal and vertical lines of the page.
        words: Words of the page.
        width: Page width in points.
        height: Page height in points.
    """
    inside = [r for r in rules if not (r.x1 - r.x0 > 0.97 * width or r.y1 - r.y0 > 0.97 * height)]
    tables = []
    for group in _connected(inside):
        table = _table(group, words)
        if table is not None:
            tables.append(table)
    tables += _striped([r for r in inside if r.y1 - r.y0 < 1], words)
    kept: list[RuledTable] = []
    for table in sorted(tables, key=lambda t: -sum(len(cell) for row in t.rows for cell in row)):
        if not any(
            k.bottom < table.top and table.bottom < k.top and k.x0 < table.x1 and table.x0 < k.x1
            for k in kept
        ):
            kept.append(table)
    kept.sort(key=lambda t: -t.top)
    return kept


def _connected(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Groups of rules that touch each other."""
    if len(rules) > 3000:
        return []  # a drawing
    parent = list(range(len(rules)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    order = sorted(range(len(rules)), key=lambda i: rules[i].x0)
    active: list[int] = []
    for i in order:
        rule = rules[i]
        active = [j for j in active if rules[j].x1 >= rule.x0 - _TOUCH]
        for j in active:
            other = rules[j]
            if other.y0 <= rule.y1 + _TOUCH and rule.y0 <= other.y1 + _TOUCH:
                parent[root(i)] = root(j)
        active.append(i)
    groups: dict[int, list[Rule]] = {}
    for i, rule in enumerate(rules):
        groups.setdefault(root(i), []).append(rule)
    return list(groups.values())


def _table(rules: Sequence[Rule], words: Sequence[Word]) -> RuledTable | None:
    across = [r for r in rules if r.x1 - r.x0 > r.y1 - r.y0]
    down = [r for r in rules if r.y1 - r.y0 >= r.x1 - r.x0]
    joints = _joints(across)
    xs = _levels([r.x0 for r in down] + [x for x, _ in joints])
    ys = _levels([r.y0 for r in across] + [v for r in down for v in (r.y0, r.y1)])
    if len(xs) < 3 or len(ys) < 2 or len(xs) * len(ys) > _MAX_ATOMS:
        return None
    columns, rows = len(xs) - 1, len(ys) - 1
    parent = {(i, j): (i, j) for i in range(columns) for j in range(rows)}

    def root(atom: tuple[int, int]) -> tuple[int, int]:
        while parent[atom] != atom:
            atom = parent[atom]
        return atom

    bands = [[w for w in words if low <= w.y + 0.3 * w.size < high] for low, high in itertools.pairwise(ys)]
    for i in range(columns):
        for j in range(rows):
            jointed = (
                i + 1 < columns
                and any(
                    abs(x - xs[i + 1]) <= _SAME and min(abs(y - ys[j]), abs(y - ys[j + 1])) <= _SAME
                    for x, y in joints
                )
                and not _runs_across([w for w in bands[j] if xs[0] <= w.x0 <= xs[-1]], xs[i + 1])
            )
            if (
                i + 1 < columns
                and not jointed
                and not _covered(
                    [(r.y0, r.y1) for r in down if abs(r.x0 - xs[i + 1]) <= _SAME], ys[j], ys[j + 1]
                )
            ):
                parent[root((i + 1, j))] = root((i, j))
            if j + 1 < rows and not _covered(
                [(r.x0, r.x1) for r in across if abs(r.y0 - ys[j + 1]) <= _SAME], xs[i], xs[i + 1]
            ):
                parent[root((i, j + 1))] = root((i, j))
    cells: dict[tuple[int, int], list[Word]] = {}
    for word in words:
        x, y = (word.x0 + word.x1) / 2, word.y + 0.3 * word.size
        if not (xs[0] <= x <= xs[-1] and ys[0] <= y <= ys[-1]):
            continue
        i = max(k for k in range(columns) if xs[k] <= x)
        j = max(k for k in range(rows) if ys[k] <= y)
        cells.setdefault(root((i, j)), []).append(word)
    if len(cells) < 2:
        return _framed(xs, ys, words) if joints else None
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    for atom in parent:
        key = root(atom)
        left, top = spans.get(key, atom)
        spans[key] = (min(left, atom[0]), max(top, atom[1]))
    by_row: dict[int, list[tuple[int, list[Word]]]] = {}
    for key, content in cells.items():
        left, top = spans[key]
        by_row.setdefault(top, []).append((left, content))
    if max(len(row) for row in by_row.values()) < 2:
        return None
    ordered = [
        [content for _, content in sorted(by_row[j], key=lambda c: c[0])]
        for j in sorted(by_row, reverse=True)
    ]
    return RuledTable(ys[-1], ys[0], xs[0], xs[-1], ordered)


def _joints(across: Sequence[Rule]) -> list[tuple[float, float]]:
    """Where one horizontal border ends and the next begins: programs draw the borders of each cell apart."""
    joints = []
    for a in across:
        for b in across:
            if abs(a.y0 - b.y0) < 1 and -1 <= b.x0 - a.x1 <= 2 and b.x1 > a.x1 + 4 and a.x0 < b.x0 - 4:
                joints.append(((a.x1 + b.x0) / 2, a.y0))
    return joints


def _striped(rules: Sequence[Rule], words: Sequence[Word]) -> list[RuledTable]:
    """Tables whose rows are parted by rules of one width, and whose columns by space alone or by joints."""
    joints = _joints(rules) if len(rules) < 400 else []
    merged: list[Rule] = []
    for rule in sorted(rules, key=lambda r: (-round(r.y0), r.x0)):
        last = merged[-1] if merged else None
        if last and abs(last.y0 - rule.y0) < 1.5 and rule.x0 <= last.x1 + 2:
            merged[-1] = last._replace(x1=max(last.x1, rule.x1))
        else:
            merged.append(rule)
    tables = []
    while merged:
        first = merged[0]
        same = [r for r in merged if abs(r.x0 - first.x0) < _SAME and abs(r.x1 - first.x1) < _SAME]
        merged = [r for r in merged if r not in same]
        ys = _levels([r.y0 for r in same])[::-1]
        if len(ys) < 3 or first.x1 - first.x0 < 150:
            continue
        content = [w for w in words if first.x0 - 3 <= w.x0 and w.x1 <= first.x1 + 3]
        bands = [
            [w for w in content if low <= w.y + 0.3 * w.size < high] for high, low in itertools.pairwise(ys)
        ]
        start = 0
        while start < len(bands):
            end, edges = _run(bands, start, ys, joints, first)
            # the joints of both borders prove a row; without them it takes two rows to see columns
            proved = _all_jointed(ys[start : end + 1], joints)
            if end - start >= (1 if proved else 2):
                rows = []
                for band in filter(None, bands[start:end]):
                    rows.append(_cells(band, edges))
                if sum(len(r) > 1 for r in rows) >= (1 if proved else 2):
                    tables.append(RuledTable(ys[start], ys[end], first.x0, first.x1, rows))
            start = max(end, start + 1)
    return tables


def _run(
    bands: Sequence[list[Word]],
    start: int,
    ys: Sequence[float],
    joints: Sequence[tuple[float, float]],
    frame: Rule,
) -> tuple[int, list[float]]:
    """The longest run of bands from `start` on that share column edges; its end and the edges."""
    best: tuple[int, list[float]] = (start, [])
    for end in range(start + 1, len(bands) + 1):
        if not bands[end - 1]:
            if end == start + 1:
                break
            continue
        here = [x for x, y in joints if any(abs(y - level) < 1.5 for level in ys[start : end + 1])]
        if here and not _all_jointed(ys[start : end + 1], joints):
            break
        columns = _levels(here) or _gutters(
            [w for band in bands[start:end] for w in band], frame.x0, frame.x1
        )
        edges = [frame.x0 - 5, *columns, frame.x1 + 5]
        if (
            not columns
            or not all(_parted(band, edges) for band in bands[start:end])
            or not all(_wordy(bands[start:end], a, b) for a, b in itertools.pairwise(edges))
        ):
            break
        best = (end, edges)
    return best


def _all_jointed(levels: Sequence[float], joints: Sequence[tuple[float, float]]) -> bool:
    """Whether every one of these borders has a joint in it."""
    return all(any(abs(y - level) < 1.5 for _, y in joints) for level in levels)


def _wordy(bands: Sequence[list[Word]], x0: float, x1: float) -> bool:
    """Whether a column holds words, and not only the bullets or numbers of a list."""
    cells = ["".join(w.text for w in band if x0 <= (w.x0 + w.x1) / 2 < x1) for band in bands]
    filled = [c for c in cells if c]
    return any(sum(ch.isalpha() for ch in c) > 3 for c in filled)


def _gutters(words: Sequence[Word], x0: float, x1: float) -> list[float]:
    """The middles of the strips, at least a letter and a half wide, that no word enters."""
    if not words:
        return []
    width = 0.9 * sorted(w.size for w in words)[len(words) // 2]
    gutters = []
    reached = min(w.x0 for w in words)
    for word in sorted(words, key=lambda w: w.x0):
        if word.x0 - reached >= width:
            gutters.append((word.x0 + reached) / 2)
        reached = max(reached, word.x1)
    return [g for g in gutters if x0 < g < x1]


def _framed(xs: Sequence[float], ys: Sequence[float], words: Sequence[Word]) -> RuledTable | None:
    """A table of which only the frame is drawn: its joints mark the columns, its breaks the rows."""
    rows: list[list[list[Word]]] = []
    for low, high in zip(ys[-2::-1], ys[:0:-1], strict=True):
        band = [w for w in words if low <= w.y + 0.3 * w.size < high and xs[0] <= (w.x0 + w.x1) / 2 <= xs[-1]]
        if not _parted(band, xs):
            return None
        if cells := _cells(band, xs):
            rows.append(cells)
    if sum(len(row) > 1 for row in rows) < 2:
        return None
    return RuledTable(ys[-1], ys[0], xs[0], xs[-1], rows)


def _cells(band: Sequence[Word], edges: Sequence[float]) -> list[list[Word]]:
    """The cells of a row that hold words; an edge that its text runs across parts nothing there."""
    open_ = [edge for edge in edges[1:-1] if not _runs_across(band, edge)]
    cells = [
        [w for w in band if a <= (w.x0 + w.x1) / 2 < b]
        for a, b in itertools.pairwise([edges[0], *open_, edges[-1]])
    ]
    return [cell for cell in cells if cell]


def _runs_across(band: Sequence[Word], edge: float) -> bool:
    """Whether most lines of a row go on over a column's edge without a gap."""
    lines = list(_baselines(band).values())
    both = [
        line
        for line in lines
        if any(w.x0 < edge for w in line) and any(w.x0 >= edge or w.x1 > edge for w in line)
    ]
    return bool(both) and sum(_crosses(line, edge) for line in both) > 0.5 * len(both)


def _parted(band: Sequence[Word], edges: Sequence[float]) -> bool:
    """Whether text stops at the column edges of a band instead of running across them."""
    lines = _baselines(band).values()
    crossing = sum(any(_crosses(line, edge) for edge in edges[1:-1]) for line in lines)
    return crossing <= 0.15 * len(lines)


def _baselines(band: Sequence[Word]) -> dict[int, list[Word]]:
    """The words of each line of a band."""
    found: dict[int, list[Word]] = {}
    for word in band:
        found.setdefault(round(word.y), []).append(word)
    return found


def _crosses(line: Sequence[Word], edge: float) -> bool:
    """Whether a line goes on over an edge without a gap."""
    before = max((w.x1 for w in line if w.x0 < edge), default=None)
    after = min((w.x0 for w in line if w.x0 >= edge), default=None)
    return before is not None and (
        before > edge + 1 or (after is not None and after - before < 0.45 * line[0].size)
    )


def _levels(values: Sequence[float]) -> list[float]:
    """Distinct coordinates, ascending; those within three points of each other are one."""
    levels: list[float] = []
    for value in sorted(values):
        if not levels or value - levels[-1] > _SAME:
            levels.append(value)
    return levels


def _covered(spans: Sequence[tuple[float, float]], start: float, end: float) -> bool:
    """Whether the spans together cover most of the way from `start` to `end`."""
    total, reached = 0.0, start
    for a, b in sorted(spans):
        a, b = max(a, reached), min(b, end)
        if b > a:
            total += b - a
            reached = b
    return total >= _COVERED * (end - start)
