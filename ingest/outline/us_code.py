"""American bills and acts: the act's own sections, and the code sections that they add or amend."""

import re
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

from ingest.outline import headings
from ingest.outline.nested import marks
from ingest.outline.sections import inside, run_in_heading
from ingest.outline.sequence import Candidate, best_chain, split_at
from ingest.outline.tree import Line, Marker, build, lines
from ingest.types import Provision, Reading

_ACT_SECTION = re.compile(r"\W?(?P<label>(?:SECTION|SEC\.|Section|Sec\.|§)\s*(?P<n>\d{1,2})\s*\.)\s*")
_CODE_SECTION = re.compile(
    r"\W?(?P<label>(?:(?:§{1,2}|Section|SECTION|Sec\.|SEC\.)\s*)?"
    r"(?P<n>\d{1,3}(?:[-–]\d{1,4}){1,3}(?:\.\d+)*|\d{3,6}(?:\.\d+)*(?:[-–]\d+)?[a-z]{0,2}"
    r"|\d{1,2}(?:\.\d+)+)\.)(?!\d)\s*"
)
_SHORT_NUMBER = re.compile(r"\d{1,2}\.")
_NAMED = re.compile(r"[Ss]ections? (\d[\d.]*\d)")
_INNER = re.compile(r"(?<=[.”\"] )(?:\d{4,6}(?:\.\d+)*|§ \d{3,6})\. (?=\((?:a|1)\) )")
_DIVISION = re.compile(
    r"(?P<label>(?:CHAPTER|PART|ARTICLE|TITLE|SUBCHAPTER|DIVISION|Chapter|Part|Article|Title|Division)"
    r"\s+(?P<n>[\dIVXLC]+(?:[.-][\dA-Z]+)*)\b\.?)\s*"
)
_ADDED = re.compile(r"\badd(?:ed|ing)?\s+((?:\(\w{1,6}\)\s*)+)", re.I)
_MARK = re.compile(r"\((\w{1,6})\)")
_STOP = re.compile(r"[.:;!?][)”’\"']*$|^[^a-z]*$|;\s*(?:and|or)$", re.I)
_BACK = re.compile(r"(?:Approved by|Signed by|APPROVED\b|_{5,}|Attest\b|EXPLANATION\b)")


_LONGEST_ENTRY = 25
"""Words of a title in a list of sections that stands above them."""


@dataclass(frozen=True, slots=True)
class _Start:
    """The line at which a section begins."""

    index: int
    match: re.Match[str]
    of_act: bool


def parse(reading: Reading, instrument_id: str, part: str | None) -> tuple[Provision, ...]:
    """The provisions of a bill, an act or a piece of a code.

    The act's own sections are `act-sec-1` …; a code section that one of them adds or amends stands beside
    it, `sec-22757.13`, with `c/1/a` below. Both kinds are found by their sequence, so that neither a list of
    sections nor a cross-reference nor a quoted section of another act is taken for one. Everything before the
    first section (title, digest, enacting clause) is the front.
    """
    all_lines = split_at(lines(reading), _INNER)
    starts = _starts(all_lines)
    if not starts:
        return headings.parse(reading, instrument_id, part)
    end = _end(all_lines, starts[-1].index)
    texts = [line.text for line in all_lines]
    dotted = not any(start.match["n"] and "." in start.match["n"] for start in starts if not start.of_act)
    markers: list[Marker] = []
    divisions: tuple[str, ...] = ()
    expected: list[str] = []
    for start, following in pairwise([*starts, None]):
        assert start is not None  # noqa: S101 (only the last of the pair can be None)
        block = all_lines[start.index : following.index if following else end]
        if start.of_act:
            divisions, expected = (), []
            for added in _ADDED.finditer(" ".join(line.text for line in block)):
                expected += _MARK.findall(added[1])
        markers += _section(start, block, () if start.of_act else divisions, dotted, expected)
        own = _divisions(texts[start.index + 1 : start.index + len(block)])
        if own:
            divisions = own
    if end < len(all_lines):
        markers.append(Marker(("h-back",), "back", all_lines[end].start))
    return build(reading, instrument_id, part, markers)


def _starts(all_lines: list[Line]) -> list[_Start]:
    """Where sections begin: first those of the act, then between them those of codes."""
    act: list[Candidate] = []
    code: list[tuple[int, re.Match[str]]] = []
    named: set[str] = set()  # "Section 99.5 is added": only so is a number this short a section
    for i, line in enumerate(all_lines):
        named.update(_NAMED.findall(line.text))
        if line.block is not None and line.block.kind in ("footnote", "table"):
            continue
        if found := _ACT_SECTION.match(line.text):
            act.append(Candidate(i, (int(found["n"]),), _weight(all_lines, i)))
            continue
        found = _CODE_SECTION.match(line.text)
        if found and (not _SHORT_NUMBER.match(found["n"]) or found["n"] in named):
            code.append((i, found))
    chain = [candidate.index for candidate in best_chain(act)]
    bounds = [-1, *chain, len(all_lines)]
    starts = [_Start(i, _matched(_ACT_SECTION, all_lines[i]), True) for i in chain]
    last = {found["n"]: i for i, found in code}
    listed = {
        i
        for (i, found), (j, _) in pairwise(code)
        if last[found["n"]] > i and j == i + 1 and len(all_lines[i].text.split()) <= _LONGEST_ENTRY
    }
    for above, below in pairwise(bounds):
        candidates = [
            Candidate(
                i,
                tuple(int(n) for n in re.findall(r"\d+", found["n"])),
                _weight(all_lines, i)
                + (0.5 if "§" in found["label"] else 0.0)
                - (1.0 if i in listed else 0.0),
            )
            for i, found in code
            if above < i < below
        ]
        for candidate in best_chain([c for c in candidates if c.weight > 0], gap_cost=0.0):
            starts.append(_Start(candidate.index, _matched(_CODE_SECTION, all_lines[candidate.index]), False))
    return sorted(starts, key=lambda start: start.index)


def _weight(all_lines: list[Line], i: int) -> float:
    """How much a line that begins with a section number looks like its heading."""
    block = all_lines[i].block
    if i == 0 or (block is not None and block.kind == "heading"):
        return 1.5
    above = all_lines[i - 1].text
    return 1.0 if _STOP.search(above) or _DIVISION.match(above) or len(above) < 60 else -1.0


def _matched(pattern: re.Pattern[str], line: Line) -> re.Match[str]:
    found = pattern.match(line.text)
    assert found is not None  # noqa: S101 (the line is a candidate because it matched)
    return found


def _section(
    start: _Start, block: list[Line], above: tuple[str, ...], dotted: bool, expected: list[str]
) -> list[Marker]:
    """The markers of one section and of all inside it."""
    line, found = block[0], start.match
    offset = found.end()
    rest = line.text[offset:]
    if line.block is not None and line.block.kind == "heading" and "(" not in rest:
        heading, length = rest.strip().rstrip("."), len(rest)
    else:
        heading, length = run_in_heading(rest)
    offset += length
    first = (line.text[offset:], line.start + offset)
    body = first[1] if first[0] else block[1].start if len(block) > 1 else -1
    number = re.sub(r"[–]", "-", found["n"])
    segment = f"act-sec-{int(number)}" if start.of_act else f"sec-{number}"
    path = (*above, f"{found['label']} {heading}".strip())
    section = Marker(
        (segment,), "section", line.start, number=found["label"], heading=heading, path=above, body=body
    )
    text_lines = [other for other in block[1:] if not _DIVISION.match(other.text)]
    return [
        section,
        *inside(
            (segment,), first, text_lines, path, read_marks=partial(marks, dotted=dotted), expected=expected
        ),
    ]


def _divisions(texts: list[str]) -> tuple[str, ...]:
    """Headings of the code's chapters and parts in the text that introduces its sections."""
    found: list[str] = []
    for i, text in enumerate(texts):
        division = _DIVISION.match(text)
        if not division or len(text) > 150 or re.search(r"[:;,]$", text):
            continue
        title = text
        if division.end() >= len(text) and i + 1 < len(texts) and len(texts[i + 1]) < 100:
            title = f"{text} {texts[i + 1]}"
        found.append(title)
    return tuple(found)


def _end(all_lines: list[Line], last: int) -> int:
    """Index of the first line behind the last section: signatures, approval, explanation."""
    for i in range(last + 1, len(all_lines)):
        if _BACK.match(all_lines[i].text):
            return i
    return len(all_lines)
