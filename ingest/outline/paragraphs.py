"""Declarations, commitments, resolutions: paragraphs with their printed numbers, or counted where they have none."""

import re
from collections.abc import Iterator
from itertools import pairwise

from corpus.numerals import from_roman
from corpus.pins import slug
from ingest.outline.nested import Mark, place
from ingest.outline.sequence import Candidate, best_chain
from ingest.outline.tree import Line, Marker, build, lines
from ingest.types import Provision, Reading

_ARABIC = re.compile(r"(?P<label>(?P<n>\d{1,3})[.)]?)\s+(?=[A-Z\u4e00-\u9fff“‘\"'(])")
_ROMAN = re.compile(r"(?P<label>(?P<n>[IVXL]{1,6})[.)])\s+(?=\S)")
_CHINESE_STOP = "。；：！？"
_CHILD = re.compile(r"(?P<label>(?P<n>\d{1,3})\.(?P<m>\d{1,2})\.?)\s+(?=\S)")
_LETTERED = re.compile(r"\((?P<n>[a-z]{1,4})\)\s*")
_GROUP = re.compile(
    r"(?P<label>(?:Outcome|Objective|Principle|Section|Part|Pillar|Theme|Goal|Chapter|Commitment)\s+(?:\d+|[IVX]+))"
    r"\s*[.:–—-]\s*(?P<heading>[^.:]*)"
)
_PUBLISHER = re.compile(
    r"©|third party copyright|^This publication is |licensed under|Open Government Licence"
    r"|Crown copyright|^All content is available|psi@|\bISBN\b"
    r"|^(?:Updated|Published) \d",
    re.I,
)
_NOTE = re.compile(r"\[[^\]]*\]$")
_STOP = re.compile(rf"[.;:,!?{_CHINESE_STOP}][)”’\"'」』》]*$")
_SHORTEST = 50
"""Characters; what is shorter before the first paragraph is a title or a date, and in a row a list of names."""
_ASIDE = ("footnote", "table")


def parse(reading: Reading, instrument_id: str, part: str | None) -> tuple[Provision, ...]:
    """The paragraphs of a declaration: `p-3`, `p-3/a`.

    Where paragraphs have printed numbers (1., I.), those count, `2.1` being `p-2/1` and (a) `p-2/a`; the
    sentences before them are the preamble (`preamble/1` …). Otherwise paragraphs are counted; list items and
    rows of names belong to the paragraph that introduces them. Headings are provisions of their own
    (`h-<slug>`) and stand in the path of what follows. Titles, dates and publisher's notes are front and back.
    """
    all_lines = lines(reading)
    first = next((i for i, line in enumerate(all_lines) if _is_sentence(line)), len(all_lines))
    last = len(all_lines)
    while last > first and (_PUBLISHER.search(all_lines[last - 1].text) or _is_aside(all_lines[last - 1])):
        last -= 1
    numbers = _numbers(all_lines[:last])
    if numbers:
        markers = _numbered(all_lines, min(first, min(numbers)), last, numbers)
    else:
        markers = _counted(all_lines[first:last])
    if last < len(all_lines):
        markers.append(Marker(("h-back",), "back", all_lines[last].start))
    return build(reading, instrument_id, part, markers)


def _numbers(all_lines: list[Line]) -> dict[int, tuple[int, re.Match[str]]]:
    """Which lines begin a numbered paragraph: the longer of the Arabic and the Roman sequence, if it has three."""
    best: dict[int, tuple[int, re.Match[str]]] = {}
    for pattern in (_ARABIC, _ROMAN):
        found: dict[int, tuple[int, re.Match[str]]] = {}
        for i, line in enumerate(all_lines):
            number = pattern.match(line.text)
            if number and not _is_aside(line):
                try:
                    found[i] = (int(number["n"]) if pattern is _ARABIC else from_roman(number["n"]), number)
                except ValueError:
                    continue
        chain = best_chain([Candidate(i, (n,)) for i, (n, _) in found.items()])
        if len(chain) >= 3 and len(chain) > len(best) and chain[0].number[0] == 1:
            best = {candidate.index: found[candidate.index] for candidate in chain}
    return best


def _numbered(
    all_lines: list[Line], first: int, last: int, numbers: dict[int, tuple[int, re.Match[str]]]
) -> list[Marker]:
    markers: list[Marker] = []
    start = min(numbers)
    path: tuple[str, ...] = ()
    group = next(
        (
            i
            for i in range(first, start)
            if _heading(all_lines[i], all_lines[i - 1] if i else None) is not None
        ),
        start,
    )
    opening = [line for line in all_lines[first:group] if not _is_aside(line)]
    if opening:
        markers.append(Marker(("preamble",), "preamble", opening[0].start))
        markers += [
            Marker(("preamble", str(n)), "paragraph", line.start, body=line.start)
            for n, line in enumerate(_paragraphs(opening), start=1)
        ]
    for before, line in pairwise([None, *all_lines[group:start]]):
        assert line is not None  # noqa: S101 (only the first is None)
        if (heading := _heading(line, before)) is not None:
            markers.append(_heading_marker(line, heading))
            path = (line.text,)
    letters: list[Mark] = []
    here = ""
    newest = max(numbers)
    for i, line in enumerate(all_lines[start:last], start=start):
        if _is_aside(line):
            continue
        if i in numbers:
            markers += _lettered(here, letters, path)
            number, found = numbers[i]
            here, letters = f"p-{number}", []
            is_heading = line.block is not None and line.block.kind == "heading"
            markers.append(
                Marker(
                    (here,),
                    "paragraph",
                    line.start,
                    number=found["label"],
                    heading=line.text[found.end() :] if is_heading else "",
                    path=path,
                    body=line.start + found.end(),
                )
            )
            letters += _letter(line.text[found.end() :], line.start + found.end())
        elif (child := _CHILD.match(line.text)) and here == f"p-{child['n']}":
            segments = (here, child["m"])
            markers.append(
                Marker(
                    segments,
                    "point",
                    line.start,
                    number=child["label"],
                    path=path,
                    body=line.start + child.end(),
                )
            )
        elif (heading := _heading(line, all_lines[i - 1])) is not None:
            markers += _lettered(here, letters, path)
            letters = []
            markers.append(_heading_marker(line, heading))
            path = (line.text,)
        elif i > newest and _ARABIC.match(line.text) and _restarts(line.text):
            markers += _lettered(here, letters, path)
            letters = []
            markers += _notes(all_lines[i:last])
            break
        else:
            letters += _letter(line.text, line.start)
    markers += _lettered(here, letters, path)
    return sorted(markers, key=lambda marker: (marker.start, len(marker.segments)))


def _notes(block: list[Line]) -> list[Marker]:
    """The markers of the notes below the last paragraph, whose numbers begin again: `h-back/2`."""
    chain = best_chain(
        [
            Candidate(i, (int(found["n"]),))
            for i, line in enumerate(block)
            if (found := _ARABIC.match(line.text))
        ]
    )
    markers = [Marker(("h-back",), "back", block[0].start)]
    for candidate in chain:
        line = block[candidate.index]
        found = _ARABIC.match(line.text)
        assert found is not None  # noqa: S101 (the line is a candidate because it matched)
        segments = ("h-back", found["n"])
        begin = line.start + found.end()
        markers.append(Marker(segments, "point", line.start, number=found["label"], body=begin))
    return markers


def _restarts(text: str) -> bool:
    found = _ARABIC.match(text)
    return found is not None and found["n"] == "1"


def _letter(text: str, offset: int) -> list[Mark]:
    found = _LETTERED.match(text)
    return [Mark(found["n"], found[0].strip(), offset, offset + found.end())] if found else []


def _lettered(above: str, letters: list[Mark], path: tuple[str, ...]) -> list[Marker]:
    """The markers of the lettered points of one paragraph."""
    return [
        Marker(
            (above, *one.segments),
            "point",
            one.mark.start,
            number=one.mark.label,
            path=path,
            body=one.mark.end,
        )
        for one in place(letters)
    ]


def _counted(block: list[Line]) -> list[Marker]:
    markers: list[Marker] = []
    path: tuple[str, ...] = ()
    begins = {line.start for line in _paragraphs(block)}
    count = 0
    for before, line in pairwise([None, *block]):
        assert line is not None  # noqa: S101 (only the first is None)
        if (heading := _heading(line, before)) is not None:
            markers.append(_heading_marker(line, heading))
            path = (line.text,)
        elif line.start in begins:
            count += 1
            markers.append(Marker((f"p-{count}",), "paragraph", line.start, path=path, body=line.start))
    return markers


def _paragraphs(block: list[Line]) -> Iterator[Line]:
    """The lines that begin a paragraph: not list items, names in a row, nor what goes on in mid-sentence."""
    before: Line | None = None
    for i, line in enumerate(block):
        if _is_aside(line) or _heading(line, before) is not None or _NOTE.fullmatch(line.text):
            continue
        item = line.block is not None and line.block.kind == "list-item" and not _ARABIC.match(line.text)
        goes_on = line.text[:1].islower()
        if before is None or not (item or goes_on or _is_name(block, i)):
            yield line
        before = line


def _is_name(block: list[Line], i: int) -> bool:
    """Whether a line is one of a row of short lines that are no sentences."""
    if _STOP.search(block[i].text) or len(block[i].text) > 1.5 * _SHORTEST:
        return False
    short = 1
    for step in (-1, 1):
        j = i + step
        while (
            0 <= j < len(block) and not _STOP.search(block[j].text) and len(block[j].text) <= 1.5 * _SHORTEST
        ):
            short += 1
            j += step
    return short >= 2


def _heading(line: Line, before: Line | None) -> str | None:
    """The heading that a line is, if it is one; a paragraph such as `Outcome 1. … They will:` is one too.

    What stands in a row of names is none, however the reader marked it.
    """
    group = _GROUP.match(line.text)
    if group and len(line.text) <= 200:
        return group["label"]
    if before is not None and len(before.text) < _SHORTEST and not _STOP.search(before.text):
        return None
    if line.block is not None and line.block.kind == "heading" and not _STOP.search(line.text):
        return line.text
    return None


def _heading_marker(line: Line, heading: str) -> Marker:
    name = "-".join(slug(heading).split("-")[:8])
    return Marker((f"h-{name}" if name else "h-heading",), "heading", line.start, heading=line.text)


def _is_sentence(line: Line) -> bool:
    if _is_aside(line) or _PUBLISHER.search(line.text) or _NOTE.fullmatch(line.text):
        return False
    if line.block is not None and line.block.kind == "heading":
        return False
    han = sum("\u4e00" <= c <= "\u9fff" for c in line.text) > len(line.text) / 3
    return len(line.text) >= (_SHORTEST // 3 if han else _SHORTEST) and bool(_STOP.search(line.text))


def _is_aside(line: Line) -> bool:
    return line.block is not None and line.block.kind in _ASIDE
