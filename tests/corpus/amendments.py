"""What an EU amending act quotes for the act it amends, by pin: enough to check pins and figures of the amended act.

The amending instructions stand outside of the quotation marks (`in Article 63, paragraph 1 is replaced by the
following:`), the new wording inside of them, numbered as it will stand in the amended act.
"""

import re
from dataclasses import dataclass, field

_POINT = re.compile(r"\((\d+)\) ")
_QUOTE_END = re.compile(r"[^“]’[;.]?$")
_TARGET = re.compile(r"\b(Article|Annex) (\d+[a-z]?|[IVX]+)(?:\((\d+[a-z]?)\))?")
_PARAGRAPH = re.compile(r"\bparagraph (\d+[a-z]?)|\bthe (first|second|third) paragraph")
_SECTION = re.compile(r"\bsection ([a-z])\b", re.IGNORECASE)
_DELETED = re.compile(r"\b(paragraph|points?) (\d+[a-z]?(?: and \d+[a-z]?)*) (?:is|are) deleted")
_WHOLE = re.compile(
    r"^(?:\([a-z]+\) )?(?:in [^,]+, )?"
    r"(?:paragraphs? [\d a-z,]+|point \(\w+\)|Article \w+) (?:is|are) (?:replaced|amended)"
)
_ORDINAL = {"first": "p1", "second": "p2", "third": "p3"}
_NUMBERED = re.compile(r"(\d+[a-z]?)\.\s|\(([0-9]+[a-z]?|[a-z]+)\)\s")
_HEADING = re.compile(r"(Article|Annex) (\d+[a-z]?|[IVX]+)$")


@dataclass(slots=True)
class Amendments:
    """The amended act's new wording."""

    text: dict[str, str] = field(default_factory=dict)
    """New text by pin, without the instrument: `art-75a/4`, `art-5/1/ba`; a provision holds what is below it."""
    whole: set[str] = field(default_factory=set)
    """Pins whose text is replaced as a whole, so that the old wording is no longer law."""
    deleted: set[str] = field(default_factory=set)
    """Pins that are gone."""


def read_amendments(act: str) -> Amendments:
    """Read Article 1 of an amending act, given as plain text with one paragraph a line."""
    found = Amendments()
    for point in _points(act):
        _read_point(point, found)
    return found


def _points(act: str) -> list[list[str]]:
    """The lines of each numbered point of Article 1, in order."""
    lines = iter(act.splitlines())
    for line in lines:
        if line.strip() == "Article 1":
            break
    points: list[list[str]] = []
    quoted = False
    for line in lines:
        number = _POINT.match(line)
        if not quoted and number and int(number[1]) == len(points) + 1:
            points.append([line[number.end() :]])
        elif not quoted and line.strip() == "Article 2":
            break
        elif points:
            points[-1].append(line)
        quoted = (quoted or line.startswith("‘")) and not _QUOTE_END.search(line)
    return points


def _read_point(lines: list[str], found: Amendments) -> None:
    top = target = ""
    quoted = False
    path: list[str] = []
    for i, line in enumerate(lines):
        if not quoted and not line.startswith("‘"):
            target, top = _instruction(line, top if i else "", found)
            path = []
            whole = bool(_WHOLE.search(line))
            continue
        opening = line.startswith("‘")
        quoted = not _QUOTE_END.search(line)
        text = line.strip("‘").removesuffix(";").removesuffix(".").removesuffix("’")
        heading = _HEADING.match(text)
        if heading:
            target, path = _segment(*heading.groups()), []
            whole = True
        _place(text, path, target)
        pin = "/".join([target, *path])
        parts = pin.split("/")
        for n in range(1, len(parts) + 1):
            above = "/".join(parts[:n])
            found.text[above] = f"{found.text.get(above, '')}\n{text}".strip()
        if whole and (opening or len(path) == 1) and pin != target:
            found.whole.add(pin)


def _instruction(line: str, top: str, found: Amendments) -> tuple[str, str]:
    """Where the next quotation goes, and the article or annex that the following instructions are about."""
    aims = _TARGET.search(line)
    if aims and (not top or line.startswith(("in ", "Article", "Annex"))):
        top = _segment(aims[1], aims[2]) + (f"/{aims[3]}" if aims[3] else "")
        top += _within(line[aims.end() :])
        target = top
    else:
        target = top + _within(line)
    if gone := _DELETED.search(line):
        for number in gone[2].split(" and "):
            where = target.removesuffix(f"/{number}") if gone[1] == "paragraph" else target
            found.deleted.add(f"{where}/{number}")
    if re.search(r"paragraphs? [\d a-z,]+ (?:is|are) replaced|heading is replaced", line):
        target = target.rsplit("/", 1)[0] if "/" in target and "sec-" not in target else target
    return target, top


def _within(text: str) -> str:
    if section := _SECTION.search(text):
        return f"/sec-{section[1].lower()}"
    if paragraph := _PARAGRAPH.search(text):
        return "/" + (paragraph[1] or _ORDINAL[paragraph[2]])
    return ""


def _segment(kind: str, number: str) -> str:
    return f"{'art' if kind == 'Article' else 'annex'}-{number.lower()}"


def _place(text: str, path: list[str], target: str) -> None:
    """Move `path` to where a line of new wording stands."""
    number = _NUMBERED.match(text)
    if not number:
        if path and _NUMBERED.match(text) is None:
            del path[1:]
        return
    if number[1]:
        path[:] = [] if target.endswith(f"/{number[1]}") else [number[1]]
        return
    point = number[2]
    base = 1 if path and path[0][0].isdigit() and not point[0].isdigit() else 0
    roman = re.fullmatch(r"[ivx]+", point) and len(path) > base and path[base] != "h"
    path[base + bool(roman) :] = [point]
