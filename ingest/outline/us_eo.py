"""Executive orders: `Sec. 4.` with a run-in heading, (a)(i)(A) below."""

import re
from dataclasses import replace
from functools import partial
from itertools import pairwise

from ingest.outline import headings
from ingest.outline.nested import marks
from ingest.outline.sections import inside, run_in_heading
from ingest.outline.sequence import Candidate, best_chain
from ingest.outline.tree import Line, Marker, build, lines
from ingest.types import Provision, Reading

_SECTION = re.compile(r"(?P<label>(?:Section|SECTION|Sec|SEC)\.?\s*(?P<n>\d{1,2})\s*\.)\s*")
_SUBSECTION = re.compile(r"(?P<label>(?P<n>\d{1,2}\.\d{1,2})\.?)\s+(?=[A-Z(])")
_CAPITALS = re.compile(r"[A-Z][A-Z. ]{5,}$|THE WHITE HOUSE|\(?Presidential Sig|\[?FR Doc\.|Billing code")


def parse(reading: Reading, instrument_id: str, part: str | None) -> tuple[Provision, ...]:
    """The provisions of an executive order: `sec-4/a/ii`.

    Sections are found by their sequence; a numbered part of one (`4.1.`) is a section of its own, `sec-4.1`.
    The words before Section 1 are the front, signature and file notes the back. A text without sections is
    outlined by its headings.
    """
    all_lines = lines(reading)
    chain = best_chain(
        [
            Candidate(i, (int(found["n"]),), 1.0 if _starts(all_lines, i) else 0.2)
            for i, line in enumerate(all_lines)
            if (found := _SECTION.match(line.text)) and not _is_aside(line)
        ]
    )
    if not chain:
        return headings.parse(reading, instrument_id, part)
    end = _end(all_lines, chain[-1].index)
    markers: list[Marker] = []
    bounds = [candidate.index for candidate in chain]
    for here, following in pairwise([*bounds, end]):
        found = _SECTION.match(all_lines[here].text)
        assert found is not None  # noqa: S101 (the line is a candidate because it matched)
        markers += _section(all_lines[here:following], found, found["n"])
    if end < len(all_lines):
        markers.append(Marker(("h-back",), "back", all_lines[end].start))
    return build(reading, instrument_id, part, markers)


def _section(block: list[Line], found: re.Match[str], number: str) -> list[Marker]:
    """The markers of a section and of all inside it; numbered parts of it follow as sections."""
    line = block[0]
    offset = found.end()
    heading, length = run_in_heading(line.text[offset:])
    offset += length
    parts = [
        i
        for i, other in enumerate(block)
        if i
        and (part := _SUBSECTION.match(other.text))
        and part["n"].startswith(f"{number}.")
        and "." not in number
    ]
    first = (line.text[offset:], line.start + offset)
    inline = _SUBSECTION.match(first[0]) if "." not in number else None
    own_end = parts[0] if parts else len(block)
    segments = (f"sec-{number}",)
    path = (f"{found['label']} {heading}.",) if heading else (found["label"],)
    body = first[1] if first[0] else block[1].start if own_end > 1 else -1
    markers = [Marker(segments, "section", line.start, number=found["label"], heading=heading, body=body)]
    if inline and inline["n"] == f"{number}.1":
        shifted = Line(first[1], line.end, first[0], line.block)
        markers += _with_path(_section([shifted, *block[1:own_end]], inline, inline["n"]), path)
    else:
        markers += inside(segments, first, block[1:own_end], path, read_marks=partial(marks, dotted=False))
    for here, following in pairwise([*parts, len(block)]):
        part = _SUBSECTION.match(block[here].text)
        assert part is not None  # noqa: S101 (chosen because it matched)
        markers += _with_path(_section(block[here:following], part, part["n"]), path)
    return markers


def _with_path(markers: list[Marker], above: tuple[str, ...]) -> list[Marker]:
    return [replace(marker, path=above + marker.path) for marker in markers]


def _starts(all_lines: list[Line], i: int) -> bool:
    """Whether the line above ended a sentence, so that this one is no broken cross-reference."""
    return i == 0 or bool(re.search(r"[.:;!?)][”’\"']*$|^[^a-z]*$", all_lines[i - 1].text))


def _is_aside(line: Line) -> bool:
    return line.block is not None and line.block.kind in ("footnote", "table")


def _end(all_lines: list[Line], last: int) -> int:
    """Index of the first line of the signature block."""
    for i in range(max(last + 1, len(all_lines) - 15), len(all_lines)):
        if len(all_lines[i].text) < 60 and _CAPITALS.match(all_lines[i].text):
            return i
    return len(all_lines)
