"""Treaties: `Article 5 – Title`, numbered paragraphs, lettered points; a preamble before, clauses after."""

import re
from dataclasses import replace
from itertools import pairwise

from corpus.numerals import from_roman
from ingest.outline import headings
from ingest.outline.nested import Mark
from ingest.outline.sections import inside
from ingest.outline.sequence import Candidate, best_chain, split_at
from ingest.outline.tree import Line, Marker, build, lines
from ingest.types import Provision, Reading

_ARTICLE = re.compile(r"(?P<label>(?:Article|ARTICLE)\s+(?P<n>\d{1,3}|[IVXL]+)\b)(?P<rest>\s*[.:–—-]?\s*)")
_INNER = re.compile(r"(?<=\S )Article \d{1,3} [–—-] (?=[A-Z])")
_ABOVE = re.compile(
    r"(?P<label>(?P<unit>Part|PART|Title|TITLE|Chapter|CHAPTER|Section|SECTION)\s+(?P<n>[IVXL]+|\d+))\b\s*[.:–—-]?\s*"
)
_ORDER = ("part", "title", "chapter", "section")
_MARK = re.compile(r"\(?(?P<n>\d{1,2}|[a-z]|[ivx]{1,5})(?:[.)]\s*|\s+)(?=\S)")
_PREAMBLE = re.compile(r"Preamble\s*:?", re.I)
_CLOSING = re.compile(r"(?:In witness whereof|IN WITNESS WHEREOF|Done (?:at|in)\b|\[?Closing declarations)")
_REFERENCE = re.compile(
    r"(?:(?:of|and|or|to|in|shall|applies|apply|is|are|paragraphs?|above|below)\b|[,;)(])"
)
_STOP = re.compile(r"[.;:,!?]$")
_LONGEST_TITLE = 160


def parse(reading: Reading, instrument_id: str, part: str | None) -> tuple[Provision, ...]:
    """The provisions of a treaty: `art-10/1/a`.

    Articles are found by their sequence. Parts and chapters are headings of their own (`h-chapter-2`) and stand
    in the path of their articles. An article with several paragraphs and no numbers has `p1`, `p2` …; the
    preamble's paragraphs are counted. A text without articles is outlined by its headings.
    """
    all_lines = split_at(lines(reading), _INNER)
    chain = best_chain([c for i, line in enumerate(all_lines) if (c := _candidate(i, line, all_lines))])
    if len(chain) < 2:
        return headings.parse(reading, instrument_id, part)
    articles = [candidate.index for candidate in chain]
    end = _closing(all_lines, articles[-1])
    above: dict[str, tuple[str, str]] = {}  # unit → (its number, its printed heading)
    markers: list[Marker] = []
    markers += _preamble(all_lines[: articles[0]])
    for i in range(articles[0]):
        markers += _above(all_lines[i], above)
    for here, following in pairwise([*articles, end]):
        stop = next((i for i in range(here + 1, following) if _is_above(all_lines[i])), following)
        path = tuple(printed for unit in _ORDER if unit in above for _, printed in (above[unit],))
        markers += _article(all_lines[here:stop], path)
        for line in all_lines[stop:following]:
            markers += _above(line, above)
    if end < len(all_lines):
        markers.append(Marker(("h-back",), "back", all_lines[end].start))
    return build(reading, instrument_id, part, sorted(markers, key=lambda marker: marker.start))


def _candidate(i: int, line: Line, all_lines: list[Line]) -> Candidate | None:
    found = _ARTICLE.match(line.text)
    if not found or (line.block and line.block.kind in ("footnote", "table")):
        return None
    rest = line.text[found.end() :]
    weight = 1.0
    if _REFERENCE.match(rest) or _STOP.search(rest):
        weight = -1.0
    elif len(line.text) > _LONGEST_TITLE or (i and not _STOP.search(all_lines[i - 1].text) and rest):
        weight = 0.5
    return Candidate(i, (_number(found["n"]),), weight)


def _number(printed: str) -> int:
    return int(printed) if printed.isdigit() else from_roman(printed)


def _is_above(line: Line) -> bool:
    found = _ABOVE.match(line.text)
    if not found or _STOP.search(line.text) or len(line.text) > _LONGEST_TITLE:
        return False
    return not _REFERENCE.match(line.text[found.end() :])


def _above(line: Line, above: dict[str, tuple[str, str]]) -> list[Marker]:
    """The marker of a part or chapter heading, if the line is one; `above` is brought up to date."""
    found = _ABOVE.match(line.text)
    if not found or not _is_above(line):
        return []
    unit = found["unit"].lower()
    for lower in _ORDER[_ORDER.index(unit) :]:
        above.pop(lower, None)
    path = tuple(printed for name in _ORDER if name in above for _, printed in (above[name],))
    above[unit] = (str(_number(found["n"])), line.text)
    segment = "h-" + "-".join(f"{name}-{above[name][0]}" for name in _ORDER if name in above)
    title = line.text[found.end() :].strip()
    return [
        Marker((segment,), "heading", line.start, line.end, number=found["label"], heading=title, path=path)
    ]


def _preamble(front: list[Line]) -> list[Marker]:
    """The preamble and its paragraphs, if the text before Article 1 has a heading that says so."""
    at = next((i for i, line in enumerate(front) if _PREAMBLE.fullmatch(line.text)), None)
    if at is None:
        return []
    stop = next((i for i in range(at + 1, len(front)) if _is_above(front[i])), len(front))
    end = front[stop].start if stop < len(front) else None
    markers = [
        Marker(("preamble",), "preamble", front[at].start, end, heading=front[at].text, body=front[at].end)
    ]
    paragraphs = [line for line in front[at + 1 : stop] if not line.text.startswith("[")]
    markers += [
        Marker(("preamble", str(n)), "paragraph", line.start, body=line.start)
        for n, line in enumerate(paragraphs, start=1)
    ]
    return markers


def _article(block: list[Line], path: tuple[str, ...]) -> list[Marker]:
    """The markers of an article and of its paragraphs and points."""
    line = block[0]
    found = _ARTICLE.match(line.text)
    assert found is not None  # noqa: S101 (the line is a candidate because it matched)
    title = line.text[found.end() :].strip()
    rest = block[1:]
    if not title and len(rest) > 1 and len(rest[0].text) <= _LONGEST_TITLE and not _STOP.search(rest[0].text):
        title, rest = rest[0].text, rest[1:]
    segments = (f"art-{_number(found['n'])}",)
    article = Marker(
        segments,
        "article",
        line.start,
        number=found["label"],
        heading=title,
        path=path,
        body=rest[0].start if rest else -1,
    )
    below = (*path, f"{found['label']} {title}".strip())
    marked = inside(segments, None, rest, below, read_marks=_marks)
    if not marked and len(rest) > 1:
        marked = [
            Marker((*segments, f"p{n}"), "paragraph", other.start, path=below, body=other.start)
            for n, other in enumerate(rest, start=1)
        ]
    return [
        article,
        *(replace(mark, kind="paragraph" if mark.segments[-1][-1].isdigit() else "point") for mark in marked),
    ]


def _marks(text: str, offset: int) -> list[Mark]:
    """The number or letter with which a line begins: `1 Each …`, `a measures …`, `(a) …`."""
    found = _MARK.match(text)
    if not found:
        return []
    return [Mark(found["n"], found[0].strip(), offset, offset + found.end())]


def _closing(all_lines: list[Line], last: int) -> int:
    """Index of the first line of the closing formula."""
    return next(
        (i for i in range(last + 1, len(all_lines)) if _CLOSING.match(all_lines[i].text)), len(all_lines)
    )
