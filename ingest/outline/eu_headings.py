"""Headings of EU acts: articles, annexes, chapters and sections, and what only looks like one."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from corpus.numerals import from_roman
from corpus.pins import slug
from ingest.outline.eu_numbers import mark
from ingest.outline.tree import Line

_ARTICLE = re.compile(
    r"(?P<number>(?:Article|ARTICLE|Art\.)\s+(?P<figures>\d{1,4})\s?(?P<letters>[a-z]{0,2})"
    r"|(?:Sole|Single|Only) Article)"
    r"(?P<rest>$|[.:]?$|\s*[.:–—-]\s+\S.*|\s+[(A-Z‘“].*)"
)
_ANNEX = re.compile(
    r"(?P<number>(?:ANNEX|Annex)(?:\s+(?P<name>[IVXLC]+[a-z]?|\d{1,2}|[A-Z]))?)(?P<rest>[.:]?$|\s*[.:–—-]\s+\S.*|\s+[A-Z].*)"
)
_RANKS = {"part": 0, "title": 1, "chapter": 2, "section": 3, "subsection": 4, "sub-section": 4}
_SEGMENTS = {"chapter": "chap", "section": "sec", "subsection": "subsec", "sub-section": "subsec"}
_DIVISION = re.compile(
    r"(?P<number>(?P<kind>PART|TITLE|CHAPTER|SECTION|SUB-?SECTION|Part|Title|Chapter|Section|Sub-?section)\s+"
    r"(?P<name>[IVXLC]+[a-z]?|\d{1,3}[a-z]?|[A-Z]|ONE|TWO|THREE|FOUR|FIVE|SIX|SEVEN|EIGHT))"
    r"(?P<rest>[.:]?$|\s*[.:–—-]\s*\S.*|\s+[A-Z].*)"
)
_TITLE_MAX = 300
_SENTENCE_END = re.compile(r"[.;:,]$|(?:\b(?:and|or))$")
_DANGLING = re.compile(r"(?:\b(?:in|to|of|with|and|or|by|under|from|the|pursuant)|,)$")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading and its number."""

    first: int
    """Index of its first line."""
    after: int
    """Index of the line after its last."""
    number: str
    """As printed: `Article 6`, `ANNEX III`, `CHAPTER II`."""
    title: str
    slug: str
    """`art-6`, `annex-iii`, `chapter-ii`."""
    segment: str = ""
    """How pins name a division of an annex: `sec-a`."""
    rank: int = 0
    """Of a division: part 0, title 1, chapter 2, section 3, subsection 4."""

    @property
    def text(self) -> str:
        """Number and title."""
        return f"{self.number} {self.title}".strip()


def articles(lines: Sequence[Line], is_quoted: Sequence[bool], start: int) -> list[Heading]:
    """The headings of articles from line `start` on, in ascending order.

    Lines that say `Article 6` without being its heading (a wrapped cross-reference, a table of contents) do not
    fit into the longest ascending chain, or have no text below them.
    """
    found: list[tuple[int, tuple[int, ...], float]] = []
    headings: dict[int, Heading] = {}
    for i in range(start, len(lines)):
        match = None if is_quoted[i] else _ARTICLE.fullmatch(lines[i].text)
        if match is None or not _plausible(lines[i], match["rest"]):
            continue
        figures, letters = int(match["figures"] or 1), match["letters"] or ""
        title, after = _title(lines, is_quoted, i, match["rest"])
        headings[i] = Heading(i, after, match["number"], title, f"art-{figures}{letters}")
        found.append((i, (figures, *(ord(letter) for letter in letters)), _weight(lines, i, match["rest"])))
    return [headings[i] for i in longest_chain(_by_content(found, lines, len(lines)))]


def annexes(lines: Sequence[Line], is_quoted: Sequence[bool], start: int) -> list[Heading]:
    """The headings of annexes after line `start`, in ascending order; one annex alone may have no number."""
    found: list[tuple[int, tuple[int, ...], float]] = []
    headings: dict[int, Heading] = {}
    for i in range(start + 1, len(lines)):
        match = None if is_quoted[i] else _ANNEX.fullmatch(lines[i].text)
        if match is None or not _plausible(lines[i], match["rest"]):
            continue
        name = (match["name"] or "").lower()
        title, after = _title(lines, is_quoted, i, match["rest"])
        headings[i] = Heading(i, after, match["number"], title, f"annex-{name}" if name else "annex")
        found.append((i, _place(name), _weight(lines, i, match["rest"])))
    return [headings[i] for i in longest_chain(_by_content(found, lines, len(lines)))]


def division(line: Line) -> Heading | None:
    """The part, title, chapter or section that a line is the heading of, if any."""
    match = _DIVISION.fullmatch(line.text)
    if match is None or not _plausible(line, match["rest"]):
        return None
    kind, name = match["kind"].lower(), match["name"].lower()
    title = match["rest"].strip(" .:–—-")
    return Heading(
        0,
        0,
        match["number"],
        title,
        f"{kind.replace('-', '')}-{name}",
        f"{_SEGMENTS.get(kind, kind)}-{name}",
        _RANKS[kind],
    )


def unnumbered(line: Line, before: Line) -> Heading | None:
    """The heading that a line is, after the end of an article, without a chapter's number; None for other text."""
    if not is_title(line) or len(line.text) > 150 or not _SENTENCE_END.search(before.text.rstrip('’”)"')):
        return None
    return Heading(0, 0, "", line.text, slug(line.text), rank=_RANKS["chapter"])


def titled(heading: Heading, text: str) -> Heading:
    """A heading with one more line of its title."""
    return replace(heading, title=f"{heading.title} {text}".strip())


def is_title(line: Line) -> bool:
    """Whether a line can be the title below a number: short, no sentence, no numbered item."""
    if mark(line.text) is not None:
        return False
    if line.block is not None and line.block.kind == "heading":
        return True
    if line.block is not None and line.block.kind in ("list-item", "footnote", "table", "quote"):
        return False
    text = line.text
    return (
        len(text) <= _TITLE_MAX and not _SENTENCE_END.search(text) and (text[0].isupper() or text[0] in "‘“")
    )


def longest_chain(candidates: Iterable[tuple[int, tuple[int, ...], float]]) -> list[int]:
    """The line indexes of the heaviest strictly ascending chain; of equal ones, that whose items come last.

    Args:
        candidates: Line index, ordinal, weight; in the order of the lines.
    """
    items = list(candidates)
    best: list[tuple[float, int]] = []
    for i, (_, ordinal, weight) in enumerate(items):
        total, before = weight, -1
        for j in range(i):
            if items[j][1] < ordinal and best[j][0] + weight >= total:
                total, before = best[j][0] + weight, j
        best.append((total, before))
    at = max(range(len(items)), key=lambda i: (best[i][0], i), default=-1)
    chain: list[int] = []
    while at >= 0:
        chain.append(items[at][0])
        at = best[at][1]
    return chain[::-1]


def _title(lines: Sequence[Line], is_quoted: Sequence[bool], i: int, rest: str) -> tuple[str, int]:
    """The title of the heading in line `i`, and the line after it."""
    if rest.strip(" .:"):
        return rest.strip(" .:–—-"), i + 1
    after = i + 1
    title: list[str] = []
    while after < len(lines) and not is_quoted[after] and len(title) < 4:
        line = lines[after]
        heading = line.block is not None and line.block.kind == "heading"
        if _ARTICLE.fullmatch(line.text) or _ANNEX.fullmatch(line.text) or division(line) is not None:
            break
        if not is_title(line) or (title and not heading):
            break
        title.append(line.text)
        after += 1
    return " ".join(title), after


def _plausible(line: Line, rest: str) -> bool:
    """Whether a line is a heading and not a sentence that begins with a cross-reference."""
    if line.block is not None and line.block.kind in ("footnote", "table", "list-item"):
        return False
    return not rest.strip(" .:") or (len(line.text) <= _TITLE_MAX and not _SENTENCE_END.search(rest))


def _weight(lines: Sequence[Line], i: int, rest: str) -> float:
    """How surely a candidate is a heading."""
    weight = 1.0
    if lines[i].block is not None and lines[i].block.kind == "heading":  # type: ignore[union-attr]  # just asked
        weight += 0.2
    if not rest.strip(" .:") and i + 1 < len(lines):
        below = lines[i + 1]
        if is_title(below):
            weight += 0.2
        elif below.text[0].islower() or re.match(r"\(\d+\)", below.text):
            weight -= 0.5
    if i and _DANGLING.search(lines[i - 1].text):
        weight -= 0.5
    return weight


def _by_content(
    found: list[tuple[int, tuple[int, ...], float]], lines: Sequence[Line], end: int
) -> list[tuple[int, tuple[int, ...], float]]:
    """The candidates, those of a table of contents (no text below them) made light."""
    weighed: list[tuple[int, tuple[int, ...], float]] = []
    for n, (i, ordinal, weight) in enumerate(found):
        stop = found[n + 1][0] if n + 1 < len(found) else end
        has_text = any(not is_title(line) or len(line.text) > 120 for line in lines[i + 1 : stop])
        weighed.append((i, ordinal, weight if has_text else weight * 0.2))
    return weighed


def _place(name: str) -> tuple[int, ...]:
    """The place of an annex among annexes: by Roman number, figure or letter; 0 without a name."""
    if not name:
        return (0,)
    if name.isdigit():
        return (int(name),)
    for numeral, letter in ((name, 0), (name[:-1], ord(name[-1]))):
        try:
            return (from_roman(numeral), letter)
        except ValueError:
            continue
    return (ord(name[0]) - ord("a") + 1,)
