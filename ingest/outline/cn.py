"""Chinese laws and departmental rules: 编 章 节 above, then 条, 款, 项, 目; and their English translations."""

import re
from dataclasses import dataclass

from corpus.numerals import CHINESE_DIGITS, from_chinese, from_roman, narrow, to_roman
from ingest.outline import headings
from ingest.outline.sequence import Candidate, Number, best_chain
from ingest.outline.tree import Line, Marker, build, lines
from ingest.types import Provision, Reading

_N = rf"[{CHINESE_DIGITS}\d]+"
_ARTICLE = re.compile(
    rf"(?P<label>第\s*(?P<zh>{_N})\s*条(?:之(?P<sub>{_N}))?|Article\s+(?P<en>\d+)\b)(?P<gap>\s*(?:[:：.]|、(?!第))?(?:\s+[–—-])?\s*)"
)
_REFERENCE = re.compile(
    r"(?:第\s*\S{1,4}[款项]|[至、和或及与]|以及|或者|规定|所称|所列|的|中|之外|情形|一样"
    r"|[,;)]|(?:of|and|or|to|through|in|shall|applies|apply|is|are|paragraphs?)\b)"
)
"""What follows a number in a cross-reference, never in a heading."""
_ABOVE = re.compile(
    rf"(?P<label>第\s*(?P<zh>{_N})\s*(?P<unit>[编章节])|(?P<word>Part|Chapter|Section)\s+(?P<en>[IVXLC]+|\d+)\b)\s*[:：.]?\s*",
    re.I,
)
_UNITS = {"编": "part", "章": "chapter", "节": "section"}
_ANNEX = re.compile(
    rf"(?P<label>(?:附件|附录|附表|Annex|Appendix)\s*(?P<n>{_N}|[IVX]+)?)\s*[:：.]?\s*(?P<heading>.{{0,80}})"
)
_ITEM_FAMILIES = (
    ("zh", re.compile(rf"\(\s*(?P<n>[{CHINESE_DIGITS}]{{1,4}})\s*\)\s*")),
    ("number", re.compile(r"\(\s*(?P<n>\d{1,3})\s*\)\s*")),
    ("letter", re.compile(r"\(\s*(?P<n>[a-z])\s*\)\s*")),
    ("dotted", re.compile(r"(?P<n>\d{1,2})[.、](?!\d)\s*")),
    ("circled", re.compile(r"(?P<n>[①-⑳])\s*")),
)
_TITLE = re.compile(r"【([^】]{1,40})】\s*")
_STOP = re.compile(r"[。；：！？.;:!?…][)”’\"'」』》]*$")
_LONGEST_HEADING = 60


@dataclass(slots=True)
class _Open:
    """Where in an article we are."""

    segments: tuple[str, ...]
    path: tuple[str, ...]
    paragraph: int = 0
    items: tuple[tuple[str, int], ...] = ()
    """Open items below the paragraph: (family, number), outermost first."""


def parse(reading: Reading, instrument_id: str, part: str | None) -> tuple[Provision, ...]:
    """The provisions of a Chinese law in Chinese or English.

    Articles are found by their sequence, so that 第五条 at the beginning of a cross-reference is none. 款 are
    counted from 1 where an article has several, or has 项; 项 and 目 have their printed number. 编, 章 and 节 are
    headings of their own (`h-chapter-2`, `h-chapter-2-section-1`) and stand in the path of what follows.
    What precedes the first of them is the front (title, notice, promulgation); signatures after the last
    article and annexes follow. A text without articles is outlined by its headings.
    """
    all_lines = lines(reading)
    chain = best_chain([c for i, line in enumerate(all_lines) if (c := _candidate(i, line, all_lines))])
    if len(chain) < 2:
        return headings.parse(reading, instrument_id, part)
    articles = {candidate.index: candidate.number for candidate in chain}
    end = _end_of_articles(all_lines, chain[-1].index)
    markers: list[Marker] = []
    path: tuple[str, ...] = ()
    above: tuple[tuple[str, str], ...] = ()
    inside: _Open | None = None
    for i, line in enumerate(all_lines[:end]):
        if i in articles:
            inside = _Open((f"art-{'-'.join(map(str, articles[i]))}",), path)
            markers += _article(line, all_lines[i + 1] if i + 1 < end else None, inside)
        elif heading := _above(line, inside is None):
            above, path, marker = _below_heading(above, path, line, heading)
            markers.append(marker)
            inside = None
        elif inside is not None:
            markers += _within(line, all_lines[i - 1], inside, i - 1 in articles)
    markers = _without_single_paragraphs(markers)
    if end < len(all_lines):
        markers += _after(all_lines[end:])
    return build(reading, instrument_id, part, markers)


def _candidate(i: int, line: Line, all_lines: list[Line]) -> Candidate | None:
    text = narrow(line.text)
    found = _ARTICLE.match(text)
    if not found or (line.block and line.block.kind in ("footnote", "table")):
        return None
    try:
        number: Number = (int(found["en"]) if found["en"] else _value(found["zh"]),)
        if found["sub"]:
            number += (_value(found["sub"]),)
    except ValueError:
        return None
    rest = text[found.end() :]
    weight = 1.0
    if not rest:
        weight += 0.5
    elif found["gap"]:
        weight += 0.25
    if rest[:1].islower() and found["en"]:
        weight = -1.0
    if _REFERENCE.match(rest) and not re.match(r"中(?:华|国|央)", rest):
        weight = -1.0 if not found["gap"].strip() else 0.25
    if (
        i
        and not _STOP.search(narrow(all_lines[i - 1].text))
        and len(all_lines[i - 1].text) > _LONGEST_HEADING
    ):
        weight -= 0.75  # in the middle of a sentence that was broken off
    return Candidate(i, number, weight)


def _value(numeral: str) -> int:
    return int(numeral) if numeral.isdigit() else from_chinese(numeral)


def _above(line: Line, may_be_bare: bool) -> re.Match[str] | None:
    """The heading of a 编, 章 or 节 that a line is, if it is one."""
    text = narrow(line.text)
    found = _ABOVE.match(text)
    if (
        found
        and len(text) <= (_LONGEST_HEADING if found["zh"] else 2 * _LONGEST_HEADING)
        and not _STOP.search(text)
    ):
        return None if _REFERENCE.match(text[found.end() :]) else found
    return None


def _below_heading(
    above: tuple[tuple[str, str], ...], path: tuple[str, ...], line: Line, found: re.Match[str]
) -> tuple[tuple[tuple[str, str], ...], tuple[str, ...], Marker]:
    """The open headings, their path, and the marker of the heading that was found."""
    unit = _UNITS[found["unit"]] if found["unit"] else found["word"].lower()
    printed = found["zh"] or found["en"]
    number = str(_value(printed) if found["zh"] or printed.isdigit() else from_roman(printed))
    order = list(_UNITS.values())
    keep = [i for i, (name, _) in enumerate(above) if order.index(name) < order.index(unit)]
    above = (*(above[i] for i in keep), (unit, number))
    title = re.sub(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])", "", line.text[found.end() :].strip())
    label = re.sub(r"\s+", " ", line.text[: found.end("label")])
    marker = Marker(
        ("h-" + "-".join(f"{name}-{n}" for name, n in above),),
        "heading",
        line.start,
        line.end,
        number=label,
        heading=title,
        path=tuple(path[i] for i in keep),
    )
    return above, (*(path[i] for i in keep), f"{label} {title}".strip()), marker


def _article(line: Line, following: Line | None, inside: _Open) -> list[Marker]:
    """The marker of an article, and of its first paragraph and item if they stand on the same line."""
    found = _ARTICLE.match(narrow(line.text))
    assert found is not None  # noqa: S101 (the line is a candidate because it matched)
    offset = found.end()
    title = _TITLE.match(line.text, offset)
    if title:
        offset = title.end()
    body = line.start + offset
    if offset >= len(line.text):
        body = following.start if following else -1
    article = Marker(
        inside.segments,
        "article",
        line.start,
        number=line.text[: found.end("label")],
        heading=title[1] if title else "",
        path=inside.path,
        body=body,
    )
    if offset >= len(line.text):
        return [article]
    return [article, _paragraph(line.start + offset, inside)]


def _paragraph(start: int, inside: _Open) -> Marker:
    inside.paragraph += 1
    inside.items = ()
    segments = (*inside.segments, str(inside.paragraph))
    return Marker(segments, "paragraph", start, path=inside.path, body=start)


def _within(line: Line, before: Line, inside: _Open, first: bool) -> list[Marker]:
    """The markers of a line in an article: an item, a new paragraph, or neither."""
    if line.block and line.block.kind in ("footnote", "table"):
        return []
    item = _item(line, inside)
    if item:
        opened = [] if inside.paragraph else [_paragraph(line.start, inside)]
        inside.items = item
        printed = next(f.match(narrow(line.text)) for name, f in _ITEM_FAMILIES if name == item[-1][0])
        length = printed.end() if printed else 0
        segments = (*inside.segments, str(inside.paragraph), *(str(number) for _, number in item))
        marker = Marker(
            segments,
            "point",
            line.start,
            number=line.text[:length].strip(),
            path=inside.path,
            body=line.start + length,
        )
        return [*opened, marker]
    broken = not first and not _STOP.search(narrow(before.text)) and len(before.text) > 10
    if broken and inside.paragraph and not line.text[:1].isupper():
        return []
    return [_paragraph(line.start, inside)]


def _item(line: Line, inside: _Open) -> tuple[tuple[str, int], ...] | None:
    """The open items once this line is read, if it begins one that is next in a sequence."""
    text = narrow(line.text)
    for family, pattern in _ITEM_FAMILIES:
        found = pattern.match(text)
        if not found:
            continue
        number = _item_number(family, found["n"])
        for depth in range(len(inside.items) - 1, -1, -1):
            if inside.items[depth][0] == family:
                goes_on = inside.items[depth][1] + 1 == number
                return (*inside.items[:depth], (family, number)) if goes_on else None
        return (*inside.items, (family, number)) if number == 1 and len(inside.items) < 3 else None
    return None


def _item_number(family: str, printed: str) -> int:
    if family == "zh":
        try:
            return from_chinese(printed)
        except ValueError:
            return 0
    if family == "letter":
        return ord(printed) - ord("a") + 1
    return ord(printed) - ord("①") + 1 if family == "circled" else int(printed)


def _without_single_paragraphs(markers: list[Marker]) -> list[Marker]:
    """The markers without the paragraph of an article that has one only and no items."""
    kept: list[Marker] = []
    for i, marker in enumerate(markers):
        if marker.kind == "paragraph" and marker.segments[1] == "1":
            following = markers[i + 1] if i + 1 < len(markers) else None
            if following is None or following.segments[:1] != marker.segments[:1]:
                continue
        kept.append(marker)
    return kept


def _end_of_articles(all_lines: list[Line], last: int) -> int:
    """Index of the first line after the last article: signatures, or an annex."""
    for i in range(last + 1, len(all_lines)):
        if _is_annex(all_lines[i]):
            return i
    end = len(all_lines)
    while (
        end > last + 2
        and not _STOP.search(narrow(all_lines[end - 1].text))
        and len(all_lines[end - 1].text) < 100
    ):
        end -= 1
    if (
        end == last + 2
        and not _STOP.search(narrow(all_lines[end - 1].text))
        and not _is_alone(all_lines[last])
    ):
        end -= 1
    return end


def _is_alone(line: Line) -> bool:
    found = _ARTICLE.match(narrow(line.text))
    return found is not None and found.end() >= len(line.text)


def _is_annex(line: Line) -> bool:
    text = narrow(line.text)
    found = _ANNEX.fullmatch(text)
    return found is not None and not _STOP.search(text) and not _REFERENCE.match(found["heading"])


def _after(rest: list[Line]) -> list[Marker]:
    """Markers for what follows the articles: signatures, then annexes."""
    markers: list[Marker] = []
    if not _is_annex(rest[0]):
        markers.append(Marker(("h-back",), "back", rest[0].start))
    for i, line in enumerate(rest):
        found = _ANNEX.fullmatch(narrow(line.text))
        if not found or not _is_annex(line):
            continue
        number = found["n"]
        segment = "annex"
        if number:
            value = from_roman(number) if re.fullmatch("[IVX]+", number) else _value(number)
            segment = f"annex-{to_roman(value)}"
        heading, body = found["heading"].strip(), line.end
        if not heading and i + 1 < len(rest) and not _STOP.search(narrow(rest[i + 1].text)):
            heading, body = rest[i + 1].text, rest[i + 1].end
        label = line.text[: found.end("label")]
        markers.append(Marker((segment,), "annex", line.start, number=label, heading=heading, body=body))
    return markers
