"""Lines to paragraphs: where one ends and the next begins, over columns and pages too."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from ingest.readers.pdf_blocks import Paragraph
from ingest.readers.pdf_layout import Flow, PageLayout, TableRow
from ingest.readers.pdf_lines import Line, find_label, first_word_width, whole_weight
from ingest.readers.pdf_notes import note_label, parted, raised_in, resolve_marks, with_notes
from ingest.readers.pdf_page import Rule
from ingest.readers.pdf_patterns import (
    ALONE,
    CAPTION,
    CONTINUED,
    DIVIDED,
    END,
    LAST_BUT_ONE,
    LEADERS,
    MARKER,
    NOTE_SIGN,
    PAGE_AT_END,
    REFERS,
    SECTION,
    STOP,
)
from ingest.readers.pdf_rows import cells_of, extend, goes_on, is_repeated_caption, row_of, texts


def line_pitch(pages: Iterable[PageLayout]) -> dict[float, float]:
    """The usual distance between baselines for each type size, in points: the smallest that is common."""
    gaps: dict[float, Counter[float]] = defaultdict(Counter)
    for page in pages:
        for flow in page.body:
            if not isinstance(flow, Flow):
                continue
            for a, b in zip(flow.lines, flow.lines[1:], strict=False):
                if abs(a.size - b.size) < 0.3 and 0.9 * a.size < a.y - b.y < 2.4 * a.size:
                    gaps[round(a.size)][round((a.y - b.y) * 2) / 2] += 1
    pitch = {}
    for size, counts in gaps.items():
        most = max(counts.values())
        pitch[float(size)] = min(g for g, n in counts.items() if n >= 0.3 * most)
    return pitch


class Assembler:
    """Feeds on the pages of a document, in order, and builds its paragraphs."""

    def __init__(self, pitch: dict[float, float], words: Counter[str], body_size: float) -> None:
        self.pitch = pitch
        self.words = words
        self.body_size = body_size
        self.done: list[Paragraph] = []
        self.notes: list[Paragraph] = []
        self.drop = 0.0  # points from the baseline of a line next to the one looked at
        self.contents = False  # a page of a contents list
        self.open: Paragraph | None = None
        self.resumed: Paragraph | None = None  # `open`, if it is in `done` already
        self.cut: Paragraph | None = None  # ended in mid-sentence at a table or a figure's caption
        self.last: Line | None = None
        self.last_note = 0  # number of the last footnote
        self.heads: list[str] = []  # the cells of the first row of the table that was last

    def page(self, page: PageLayout) -> None:
        """Add one page."""
        leaders = sum(
            bool(LEADERS.search(ln.text)) for r in page.body if isinstance(r, Flow) for ln in r.lines
        )
        self.contents = leaders >= 5
        for region in page.body:
            if isinstance(region, TableRow):
                self._row(region)
            else:
                self._flow(region, page.rules)
        self._notes(page)

    def finish(self) -> list[Paragraph]:
        """All paragraphs in order, with their footnotes."""
        self._close()
        body, notes = parted(self.done, self.notes)
        resolve_marks(body, notes)
        return with_notes(body, notes)

    # -- body ------------------------------------------------------------------------------------------------

    def _flow(self, flow: Flow, rules: Sequence[Rule]) -> None:
        right_edge = flow.right
        for i, line in enumerate(flow.lines):
            find_label(line)
            centred = _centred(line, flow)
            if CONTINUED.fullmatch(line.text):
                continue
            if self.open is None or self.last is None:
                begin, gap = True, 9.0
            elif i == 0:
                begin, gap = not self._goes_on(line, centred, flow), 9.0
            else:
                near = [
                    ln.x1
                    for ln in flow.lines[max(0, i - 10) : i + 10]
                    if min(
                        abs(ln.body_x0 - self.open.body_x0),
                        abs(ln.x0 - self.open.body_x0),
                        abs(ln.x0 - self.open.x0),
                    )
                    < 8
                ]
                right_edge = max([*near, self.last.x1])
                gap = (self.last.y - line.y) / self._pitch(line)
                ruled = any(
                    line.y + 0.7 * line.size < r.y0 < self.last.y - 0.3 * self.last.size
                    and r.x1 - r.x0 > 0.8 * (line.x1 - line.x0)
                    and r.y1 - r.y0 < 1
                    for r in rules
                )
                following = flow.lines[i + 1].y if i + 1 < len(flow.lines) else line.y
                self.drop = (
                    flow.lines[i - 2].y - self.last.y if self.open.lines > 1 and i > 1 else line.y - following
                )
                begin = ruled or self._begins(line, centred, gap, right_edge)
            if begin and self._resumes(line):
                begin = False
            if begin:
                self._close()
                noted = bool(NOTE_SIGN.match(line.text)) and any(
                    0 < r.y0 - line.y < 3 * line.size
                    and r.x1 - r.x0 < 0.35 * (flow.right - flow.left)
                    and r.y1 - r.y0 < 1
                    and abs(r.x0 - line.x0) < 12
                    for r in rules
                )
                self.open = Paragraph(
                    [(line.page, line.text)],
                    size=line.size,
                    bold=line.bold,
                    italic=line.italic,
                    x0=line.x0,
                    body_x0=line.body_x0,
                    left=flow.left,
                    right=flow.right,
                    gap=gap,
                    labelled=line.labelled or line.body_x0 > line.x0,
                    centred=centred,
                    kind="footnote" if noted else "paragraph",
                )
            else:
                assert self.open is not None  # noqa: S101 (a paragraph that goes on is open)
                self.open.add(line.page, line.text, self.words)
                if self.open.lines == 1 or i == 0:
                    self.open.body_x0 = line.x0
                self.open.lines += 1
            self.open.notes |= {(line.page, n) for n in (*line.notes, *raised_in(line.text))}
            self.open.x1, self.open.y = line.x1, line.y
            self.last = line

    def _pitch(self, line: Line) -> float:
        usual = self.pitch.get(float(round(line.size)), 1.25 * line.size)
        return max(usual, line.size)

    def _begins(self, line: Line, centred: bool, gap: float, right: float) -> bool:
        """Whether a line begins a new paragraph after the line above it in the same column."""
        block, last = self.open, self.last
        assert block is not None and last is not None  # noqa: S101 (the caller has checked)
        size = line.size
        full = right - last.x1 < first_word_width(line)
        runs_on = full and not STOP.search(last.text) and not line.text[:1].isupper()
        even = gap < 2.2 and abs(last.y - line.y - self.drop) < 0.06 * (
            last.y - line.y
        )  # a wider pitch, no space
        if (
            (gap > 1.28 and not (even and runs_on))
            or gap < -0.5
            or abs(line.size - last.size) > 0.08 * size + 0.35
        ):
            return True
        if ALONE.fullmatch(block.text) or LEADERS.search(last.text):
            return True
        if ALONE.fullmatch(line.text) and not REFERS.search(last.text):
            return True
        if self.contents and PAGE_AT_END.search(last.text):
            return True
        if line.bold != last.bold and whole_weight(line, last) and not runs_on:
            return True
        if line.labelled:
            return True
        if centred and block.centred and abs(line.x0 - last.x0) > 2:
            return False
        if size > 1.15 * self.body_size and line.mixed == last.mixed:
            return bool(STOP.search(last.text))  # a title wraps where its sense does, not at the edge
        if DIVIDED.search(last.text) and line.text[:1].islower():
            return False  # a divided word
        room = right - last.x1 - first_word_width(line)
        short = room > 0.3 * size and (
            bool(STOP.search(last.text)) or room > 0.12 * max(right - block.left, 1)
        )
        if short:
            return True
        marked = bool(MARKER.match(line.text) or SECTION.match(line.text))
        inset = line.x0 - block.body_x0
        if block.lines == 1 and not block.labelled:
            inset = line.x0 - block.x0
            if marked and abs(inset) < 3:
                return bool(STOP.search(last.text))
            if 3 <= inset < 5 * size and not marked and not STOP.search(last.text):
                return False  # a hanging paragraph without a label
            if -4.5 * size < inset < 3:  # the second line of a paragraph whose first is indented
                return marked and inset > -3 and bool(STOP.search(last.text))
        if abs(inset) < 3:
            return marked and bool(STOP.search(last.text))
        if block.lines == 1 and block.labelled:
            # a hanging item goes on below its text, or (not hanging) at the left edge
            if abs(line.x0 - block.x0) < 3:
                return marked and bool(STOP.search(last.text))
            return not (block.x0 - 4 * size < line.x0 <= block.body_x0 + 3 and not marked)
        return True

    def _goes_on(self, line: Line, centred: bool, flow: Flow) -> bool:
        """Whether the first line of a column or page continues the paragraph that was open."""
        block, last = self.open, self.last
        assert block is not None and last is not None  # noqa: S101 (the caller has checked)
        if abs(line.size - last.size) > 0.6 or line.labelled or ALONE.fullmatch(block.text):
            return False
        if ALONE.fullmatch(line.text) and not REFERS.search(last.text):
            return False
        if (line.bold != last.bold or (line.italic != last.italic and block.lines == 1)) and whole_weight(
            line, last
        ):
            return False
        if (
            block.kind not in ("paragraph", "footnote")
            or LEADERS.search(last.text)
            or (centred != block.centred and block.lines == 1)
        ):
            return False
        marked = bool(MARKER.match(line.text) or SECTION.match(line.text))
        stopped = bool(STOP.search(last.text))
        aligned = (
            min(abs(line.x0 - block.body_x0), abs((line.x0 - flow.left) - (block.body_x0 - block.left))) < 3
        )
        if marked and not line.text[:1].isalnum() and line.text[:1] not in "(（":
            return False
        if marked:
            refers = REFERS.search(last.text) and not LAST_BUT_ONE.search(last.text)
            return bool(refers) and abs(line.x0 - block.body_x0) < 3
        if not stopped:
            return last.text[-1:] in ",，、-" or line.text[:1].islower() or not _short(block, last)
        return aligned and line.text[:1].islower() and not END.search(last.text)

    def _row(self, row: TableRow) -> None:
        self._close()
        self.last = None
        cells = cells_of(row, self.words)
        before = self.done[-1] if self.done and self.done[-1].kind == "table" else None
        if before is None:
            self.heads = texts(cells)
        elif before.table[0] == row.page - 1:  # a table that goes on over the page
            if texts(cells) == self.heads:
                return
            if goes_on(before, cells):
                extend(before, row, cells, self.words)
                return
        if cells:
            self.done.append(row_of(row, cells))

    def _close(self) -> None:
        if self.open is not None:
            if self.open is not self.resumed and not is_repeated_caption(self.open.text):
                self.done.append(self.open)
            unfinished = (
                self.last is not None and not STOP.search(self.last.text) and not _short(self.open, self.last)
            )
            if self.open.kind != "footnote" and CAPTION.match(self.open.text) is None:
                self.cut = self.open if unfinished and self.open.kind == "paragraph" else None
        self.open = self.resumed = None

    def _resumes(self, line: Line) -> bool:
        """Whether a line takes up a paragraph that a table or a caption has interrupted; if so, it is open again."""
        cut = self.cut
        if (
            cut is None
            or not line.text[:1].islower()
            or MARKER.match(line.text)
            or abs(line.size - cut.size) > 0.6
        ):
            return False
        if self.open is not None and self.open.kind != "footnote" and CAPTION.match(self.open.text) is None:
            return False
        if line.page - cut.parts[-1][0] > 1:
            return False
        self._close()
        self.open = self.resumed = cut
        self.cut = None
        return True

    # -- footnotes -------------------------------------------------------------------------------------------

    def _notes(self, page: PageLayout) -> None:
        previous: Line | None = None
        for line in page.notes:
            label = note_label(line, self.last_note + 1)
            self.last_note = int(label) if label.isdigit() else self.last_note
            first = previous is None
            if not label and self.notes and (not first or self.notes[-1].parts[-1][0] == page.number - 1):
                self.notes[-1].add(line.page, line.text, self.words)
            else:
                note = Paragraph([(line.page, line.text)], kind="footnote", size=line.size)
                note.notes = {(line.page, label)}
                self.notes.append(note)
            previous = line


def _centred(line: Line, flow: Flow) -> bool:
    middle = (flow.left + flow.right) / 2
    inset = 0.03 * (flow.right - flow.left)
    return (
        abs((line.x0 + line.x1) / 2 - middle) < 4
        and line.x0 > flow.left + inset
        and line.x1 < flow.right - inset
    )


def _short(block: Paragraph, last: Line) -> bool:
    """Whether the last line ended well before the right edge."""
    return last.x1 < block.right - 0.2 * (block.right - block.left)
