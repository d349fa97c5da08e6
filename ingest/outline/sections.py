"""What American acts and orders have in common: a section's run-in heading and the marks inside it."""

import re
from collections.abc import Callable, Sequence

from ingest.outline.nested import Mark, Placed, place
from ingest.outline.tree import Line, Marker

_VERB = re.compile(
    r"\b(?:shall|may|must|is|are|was|were|does|do|has|have|means|applies|apply|be|will|can|finds|declares"
    r"|amended|added|repealed)\b",
    re.I,
)
_SENTENCE = re.compile(
    r"(?P<heading>(?:[A-Z“\"]|\((?!\w{1,4}\)))[^.:;]*(?:\b(?:U\.S|No|vs?|Inc)\.[^.:;]*)*)\.(?=\s|$)\s*"
)
_STOP = re.compile(r"[.:;!?][)”’\"']*$|[;,]\s*(?:and|or)$", re.I)
_LONGEST_HEADING = 14
"""Words; of a heading in parts ("Rules - reporting - repeal"), each part."""


def run_in_heading(text: str) -> tuple[str, int]:
    """The heading with which a section's text begins (`Purpose. The …`), and the offset behind it.

    A heading is a short first sentence without a verb form that a rule would have; empty if there is none.
    """
    found = _SENTENCE.match(text)
    if found and not _VERB.search(found["heading"]):
        parts = found["heading"].split(" - ")
        if all(len(part.split()) <= _LONGEST_HEADING for part in parts):
            return found["heading"].strip(), found.end()
    return "", 0


def inside(
    section: tuple[str, ...],
    first: tuple[str, int] | None,
    rest: Sequence[Line],
    path: tuple[str, ...],
    *,
    read_marks: Callable[[str, int], list[Mark]],
    expected: Sequence[str] = (),
) -> list[Marker]:
    """The markers of what is inside a section.

    A paragraph without a mark that follows a list two or more levels deep belongs to the outermost
    item: it ends the list, and is never cited as part of its last item.

    Args:
        section: Segments of the section.
        first: What is left of the section's own line behind number and heading, and its offset.
        rest: The lines below it.
        path: Headings above, the section's own last.
        read_marks: Finds the marks at the beginning of a line, given it and its offset.
        expected: Marks announced out of sequence.
    """
    found: list[Mark] = []
    begins: list[tuple[int, bool, bool]] = []  # of each line: offset, has a mark, goes on in mid-sentence
    if first and first[0]:
        found += read_marks(*first)
        begins.append((first[1], bool(found), False))
    before = first[0] if first else ""
    for line in rest:
        aside = line.block is not None and line.block.kind in ("footnote", "table")
        here = [] if aside else read_marks(line.text, line.start)
        found += here
        goes_on = aside or ((bool(before) and not _STOP.search(before)) or line.text[:1].islower())
        begins.append((line.start, bool(here), goes_on))
        before = line.text
    placed = place(found, expected)
    ends = _list_ends(placed, begins)
    return [
        Marker(
            (*section, *one.segments),
            "subsection" if len(one.segments) == 1 else "paragraph" if len(one.segments) == 2 else "point",
            one.mark.start,
            ends.get(one.mark.start),
            number=one.mark.label,
            path=path,
            body=one.mark.end,
        )
        for one in placed
    ]


def _list_ends(placed: Sequence[Placed], begins: Sequence[tuple[int, bool, bool]]) -> dict[int, int]:
    """Where deep lists end before the next mark: start of each mark that is cut off → offset."""
    at = {one.mark.start: one for one in placed}
    starts = sorted(at)
    ends: dict[int, int] = {}
    for offset, _, goes_on in begins:
        if offset in at or goes_on:
            continue
        open_: dict[int, Placed] = {}
        for start in starts:
            if start >= offset:
                break
            depth = len(at[start].segments)
            open_ = {d: one for d, one in open_.items() if d < depth} | {depth: at[start]}
        for depth, one in open_.items():
            if depth >= 2 and one.mark.start not in ends:
                ends[one.mark.start] = offset
    return ends
