"""Finding a place in an article or annex: a provision by its path, a subparagraph, a sentence, a heading."""

import re
from collections.abc import Sequence
from functools import cached_property

from corpus.numerals import from_roman
from corpus.pins import covers, split
from ingest.amending.phrases import LAST, Target
from ingest.outline.eu import parse
from ingest.sentences import split as sentences_of
from ingest.types import Provision, Reading

Span = tuple[int, int]

_SUBPARAGRAPH = re.compile(r"p\d+")
_STEM = re.compile(r"(.*?\d|[a-z]+?)([a-z])")


class Unit:
    """The text of one article or annex, with its outline."""

    def __init__(self, text: str, instrument: str, name: str) -> None:
        """Outline `text`, the article or annex `name` (`art-5`) of `instrument`."""
        self.text = text
        self.pin = f"{instrument}/{name}"
        self.provisions = tuple(
            p for p in parse(Reading(text, ()), instrument, None) if covers(self.pin, p.pin)
        )

    @cached_property
    def by_pin(self) -> dict[str, Provision]:
        """The provisions by their pins."""
        return {p.pin: p for p in self.provisions}

    def find(self, target: Target) -> Provision | None:
        """The provision that a place is in: the unit itself, a paragraph, a point; None if there is none."""
        found = [p for p in self.provisions if _plain(p, self.pin) == target.path]
        if not found and target.points:  # of the one unnumbered paragraph that has such a point
            loose = [s for s in target.path if not _SUBPARAGRAPH.fullmatch(s)]
            found = [p for p in self.provisions if _loose(p, self.pin) == loose]
            found = found if len(found) == 1 else []
        if target.subparagraph > 0 and target.points:
            wanted = f"p{target.subparagraph}"
            found.sort(key=lambda p: wanted not in split(p.pin)[1])
        return found[0] if found else None

    def children(self, provision: Provision) -> list[Provision]:
        """The numbered provisions directly inside one, those of its subparagraphs included."""
        depth = len(_plain(provision, self.pin)) + 1
        return [
            p
            for p in self.provisions
            if p.pin != provision.pin
            and covers(provision.pin, p.pin)
            and len(_plain(p, self.pin)) == depth
            and not _SUBPARAGRAPH.fullmatch(p.pin.rpartition("/")[2])
        ]

    def subparagraphs(self, provision: Provision) -> list[Span]:
        """The subparagraphs of a provision: a list belongs to the one that it stands in."""
        inner = [(p.start, p.end) for p in self.children(provision)]
        first = provision.start
        if provision.pin == self.pin and provision.body >= 0:
            first = provision.body
        starts: list[int] = []
        before = ""
        for start, end in _lines(self.text, first, provision.end):
            line = self.text[start:end]
            in_list = any(a <= start < b for a, b in inner)
            goes_on = (
                (before.endswith((",", ":", "：")) and not in_list) or line[0] in "—–-•" or line[0].islower()
            )
            if not starts or not (in_list or (goes_on and not before.endswith((".", ";")))):
                starts.append(start)
            before = line
        ends = [*starts[1:], provision.end]
        return [(a, a + len(self.text[a:b].rstrip())) for a, b in zip(starts, ends, strict=True)]

    def subparagraph(self, provision: Provision, n: int) -> Span | None:
        """The `n`th subparagraph."""
        spans = self.subparagraphs(provision)
        if n == LAST:
            return spans[-1] if spans else None
        return spans[n - 1] if 0 < n <= len(spans) else None

    def span(self, target: Target) -> Span | None:
        """The span of a place; None where there is no such place, or it cannot be told exactly."""
        provision = self.find(target)
        if provision is None:
            return None
        if target.part == "heading":
            return self._heading(provision)
        start, end = provision.start, provision.end
        if target.subparagraph and not target.points:
            found = self.subparagraph(provision, target.subparagraph)
            if found is None:
                return None
            start, end = found
        if target.part == "introduction":
            return self._introduction(provision, start)
        if target.sentence:
            return self._sentence(provision, start, end, target.sentence)
        return start, end

    def _heading(self, provision: Provision) -> Span | None:
        if not provision.heading:
            return None
        at = self.text.find(provision.heading, provision.start, provision.end)
        return (at, at + len(provision.heading)) if at >= 0 else None

    def _introduction(self, provision: Provision, start: int) -> Span | None:
        first = next((p.start for p in self.children(provision) if p.start > start), None)
        if first is None:
            return None
        if provision.pin == self.pin and provision.body > start:
            start = provision.body
        return start, start + len(self.text[start:first].rstrip())

    def _sentence(self, provision: Provision, start: int, end: int, n: int) -> Span | None:
        own = next((p.start for p in self.children(provision) if p.start > start), end)
        begin = provision.body if start == provision.start and provision.body > start else start
        spans = sentences_of(self.text, begin, min(own, end))
        try:
            a, b = spans[n if n == LAST else n - 1]
        except IndexError:
            return None
        piece = self.text[a:b]
        return a + len(piece) - len(piece.lstrip()), a + len(piece.rstrip())

    def before(self, parent: Provision, number: str) -> Provision | None:
        """The child after which a new one numbered `number` stands: 1 before 1a, the last one otherwise."""
        siblings = self.children(parent)
        names = {p.pin.rpartition("/")[2]: p for p in siblings}
        if siblings and _is_next(siblings[-1].pin.rpartition("/")[2], number):
            return siblings[-1]
        for name in preceding(number):
            if name in names:
                return names[name]
        alike = [p for p in siblings if p.pin.rpartition("/")[2].isalpha() == number.isalpha()]
        return next(reversed(alike or siblings), None)


def preceding(number: str) -> list[str]:
    """The numbers that may stand directly before an inserted one, the nearest first: (bb) after (ba) or (b)."""
    found: list[str] = []
    split_ = _STEM.fullmatch(number)
    if split_ is None:
        return found
    stem, letter = split_[1], split_[2]
    found += [f"{stem}{chr(c)}" for c in range(ord(letter) - 1, ord("a") - 1, -1)]
    return [*found, stem]


def _is_next(last: str, number: str) -> bool:
    """Whether a Roman number or a letter follows directly on the last one: (iv) on (iii), which is no (i) with a v."""
    try:
        return from_roman(number) == from_roman(last) + 1
    except ValueError:
        return False


def _loose(provision: Provision, unit: str) -> list[str]:
    """Segments below the unit, without those of unnumbered paragraphs."""
    segments = provision.pin.removeprefix(unit).strip("/").split("/")
    return [s for s in segments if s and not _SUBPARAGRAPH.fullmatch(s)]


def _plain(provision: Provision, unit: str) -> tuple[str, ...]:
    """Segments below the unit, without those of subparagraphs inside a numbered paragraph or point."""
    if provision.pin == unit:
        return ()
    segments = provision.pin.removeprefix(unit + "/").split("/")
    return tuple(s for i, s in enumerate(segments) if not (_SUBPARAGRAPH.fullmatch(s) and i > 0))


def _lines(text: str, start: int, end: int) -> list[Span]:
    """The lines of a span that are not blank, without the white space around them."""
    found: list[Span] = []
    at = start
    for line in text[start:end].split("\n"):
        if line.strip():
            begin = at + len(line) - len(line.lstrip())
            found.append((begin, begin + len(line.strip())))
        at += len(line) + 1
    return found


def has_heading(lines: Sequence[str]) -> bool:
    """Whether new wording begins with the heading of an article or annex."""
    return bool(lines) and HEADING.fullmatch(lines[0].strip()) is not None


HEADING = re.compile(r"(?P<kind>Article|ARTICLE|Annex|ANNEX)\s+(?P<number>\d+[a-z]{0,2}|[IVXLC]+[a-z]?)\.?")
