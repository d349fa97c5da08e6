"""Outline of acts in the style of the European Union: recitals, articles, paragraphs, points, annexes.

Works from lines of text alone, so that the HTML, XML, PDF and plain-text forms of one act get the same pins; what a
reader knows of headings and footnotes only helps. Chapters and sections are headings above the articles, not pins
of them: their own lines are `h-chapter-i` and so on.
"""

import re
from collections.abc import Iterator, Sequence

from ingest.outline.eu_headings import (
    Heading,
    annexes,
    articles,
    division,
    is_title,
    longest_chain,
    titled,
    unnumbered,
)
from ingest.outline.eu_points import Node, place
from ingest.outline.eu_quotes import quoted
from ingest.outline.tree import Line, Marker, build, lines
from ingest.types import Provision, Reading

_PREAMBLE = re.compile(r"THE [A-Z ,]+,$|Having regard to\b|Whereas\b")
_WHEREAS = re.compile(r"Whereas\b.{0,3}$|RECITALS?$|Recitals?$")
_FORMULA = re.compile(r"HA(?:VE|S) (?:ADOPTED|DECIDED|AGREED|RECOMMENDED)\b")
_RECITAL = re.compile(r"\((\d{1,3})\)(?:\s|$)")
_JOURNAL = re.compile(r"\bOJ (?:[LC]\b|[LC],)")
_BACK = re.compile(r"This \w+ shall be binding in its entirety|Done (?:at|in) [A-Z]")
_NOTES = re.compile(r"(?:Foot|End)?notes?:?$", re.I)


def parse(reading: Reading, instrument_id: str, part: str | None) -> tuple[Provision, ...]:
    """The provisions of an EU-style act.

    Pins: `rec-12`; `art-6` (`art-4a`), its numbered paragraphs `art-6/2` and points `art-6/2/a`, `art-5/1/h/i`;
    unnumbered paragraphs `p1`, `p2` … of an article that has several of them, its points below; `annex-iii/1/a`,
    `annex-i/sec-a/1`; `preamble`, `h-front`, `h-back` and the lines of chapters for the rest. A list that begins
    again in a later subparagraph of one paragraph has that subparagraph in its pins: `art-8/2/p2/a`.

    Args:
        reading: The act; one line a paragraph or point.
        instrument_id: First segment of every pin.
        part: See `ingest.outline.tree.build`.
    """
    act = _Act(lines(reading))
    return build(reading, instrument_id, part, act.markers())


class _Act:
    """The lines of an act, divided into its parts."""

    def __init__(self, act_lines: list[Line]) -> None:
        self.lines = act_lines
        texts = [line.text for line in act_lines]
        self.is_quoted = _quoted(act_lines)
        self.formula = next((i for i, text in enumerate(texts) if _FORMULA.match(text)), None)
        self.articles = articles(act_lines, self.is_quoted, 0 if self.formula is None else self.formula + 1)
        opening = -1 if self.formula is None else self.formula
        after = self.articles[-1].first if self.articles else opening
        self.annexes = annexes(act_lines, self.is_quoted, after)
        self.back = self._first_back_line()

    def markers(self) -> Iterator[Marker]:
        """The provisions in order."""
        begin = self.articles[0].first if self.articles else self._body_end()
        divisions = {a.first: self._divisions_before(n) for n, a in enumerate(self.articles)}
        first_division = min((i for i, _, _ in divisions.get(begin, [])), default=begin)
        yield from self._preamble(first_division)
        path: list[Heading] = []
        starts = [min([a.first, *(i for i, _, _ in divisions[a.first])]) for a in self.articles]
        starts.append(self._body_end())
        for n, article in enumerate(self.articles):
            for i, last, heading in divisions[article.first]:
                path = [above for above in path if above.rank < heading.rank] + [heading]
                name = "-".join(above.slug for above in path)
                yield Marker(
                    (f"h-{name}",),
                    "heading",
                    self.lines[i].start,
                    self.lines[last].end,
                    number=heading.number,
                    heading=heading.title,
                    path=tuple(above.text for above in path[:-1]),
                )
            end = max(starts[n + 1], article.after)
            yield from self._article(article, end, tuple(above.text for above in path))
        yield from self._end()

    def _first_back_line(self) -> int | None:
        """The line of the closing formula, or of the place and date."""
        if not self.articles:
            return None
        last = self.annexes[0].first if self.annexes else len(self.lines)
        for i in range(self.articles[-1].after, last):
            if (
                not self.is_quoted[i]
                and not _is(self.lines[i], "footnote")
                and _BACK.match(self.lines[i].text)
            ):
                return i
        return None

    def _body_end(self) -> int:
        """The line after the last article."""
        if self.back is not None:
            return self.back
        return self.annexes[0].first if self.annexes else self._notes_start()

    def _notes_start(self) -> int:
        """The line at which the footnotes at the end of the act begin."""
        end = len(self.lines)
        while end and (block := self.lines[end - 1].block) is not None and block.kind == "footnote":
            end -= 1
        return end - 1 if 0 < end < len(self.lines) and _NOTES.match(self.lines[end - 1].text) else end

    def _preamble(self, end: int) -> Iterator[Marker]:
        """Citations, recitals and the enacting formula."""
        stop = end if self.formula is None else min(end, self.formula)
        whereas = next((i for i in range(stop) if _WHEREAS.match(self.lines[i].text)), None)
        recitals = self._recitals(0 if whereas is None else whereas + 1, stop)
        until = recitals[0] if recitals else stop
        first = next((i for i in range(until) if _PREAMBLE.match(self.lines[i].text)), None)
        if first is not None:
            yield Marker(
                ("preamble",),
                "preamble",
                self.lines[first].start,
                self.lines[until - 1].end,
                body=self.lines[first].start,
            )
        for n, i in enumerate(recitals):
            last = recitals[n + 1] if n + 1 < len(recitals) else self._recital_end(i, stop)
            line = self.lines[i]
            number = line.text.split()[0]
            yield Marker(
                (f"rec-{number.strip('()')}",),
                "recital",
                line.start,
                self.lines[last - 1].end,
                number=number,
                body=line.start + len(number),
            )
        if self.formula is not None and self.formula < end:
            line = self.lines[self.formula]
            yield Marker(("h-enacting-formula",), "front", line.start, line.end)

    def _recitals(self, start: int, stop: int) -> list[int]:
        """The lines with which recitals begin: `(1)`, `(2)` … in order."""
        found: list[tuple[int, tuple[int, ...], float]] = []
        for i in range(start, stop):
            number = _RECITAL.match(self.lines[i].text)
            if number and not (_is(self.lines[i], "footnote") or _is(self.lines[i], "heading")):
                note = _JOURNAL.search(self.lines[i].text) and len(self.lines[i].text) < 500
                found.append((i, (int(number[1]),), 0.4 if note else 1.0))
        return longest_chain(found)

    def _recital_end(self, first: int, stop: int) -> int:
        """The line after the last recital."""
        for i in range(first + 1, stop):
            if _is(self.lines[i], "heading") or _is(self.lines[i], "footnote"):
                return i
        return stop

    def _divisions_before(self, n: int) -> list[tuple[int, int, Heading]]:
        """Chapters, sections … whose headings stand directly before article `n`: first line, last line, heading."""
        article = self.articles[n].first
        first = self.articles[n - 1].after if n else (-1 if self.formula is None else self.formula) + 1
        start = article
        while start > first and not self.is_quoted[start - 1]:
            text = self.lines[start - 1]
            if division(text) is None and not is_title(text):
                break
            start -= 1
        start = max(start, first + 1) if n else start  # an article is not all headings
        found: list[tuple[int, int, Heading]] = []
        for i in range(start, article):
            heading = division(self.lines[i])
            if heading is None and not found and i:
                heading = unnumbered(self.lines[i], self.lines[i - 1])
            if heading is not None:
                found.append((i, i, heading))
            elif found:
                at, _, above = found[-1]
                found[-1] = (at, i, titled(above, self.lines[i].text))
        return found

    def _article(self, article: Heading, end: int, path: tuple[str, ...]) -> Iterator[Marker]:
        first = self.lines[article.first]
        node = Node(
            article.slug,
            "article",
            first.start,
            self.lines[article.after - 1].end,
            article.number,
            article.title,
        )
        inside = range(article.after, end)
        if inside:
            node.body = self.lines[article.after].start
        place(node, [self.lines[i] for i in inside], [self.is_quoted[i] for i in inside])
        yield from _emit(node, (), path)

    def _end(self) -> Iterator[Marker]:
        """Closing formula and signatures, annexes, footnotes."""
        notes = self._notes_start()
        starts = [annex.first for annex in self.annexes]
        if self.back is not None:
            end = starts[0] if starts else notes
            yield Marker(
                ("h-back",), "back", self.lines[self.back].start, self.lines[max(self.back, end - 1)].end
            )
        for n, annex in enumerate(self.annexes):
            end = starts[n + 1] if n + 1 < len(starts) else max(notes, annex.after)
            yield from self._annex(annex, end)
        if notes < len(self.lines) and (self.annexes or self.back is not None):
            yield Marker(("h-notes",), "back", self.lines[notes].start, self.lines[-1].end)

    def _annex(self, annex: Heading, end: int) -> Iterator[Marker]:
        """An annex: its parts and sections, and the points of each."""
        first = self.lines[annex.first]
        root = Node(
            annex.slug, "annex", first.start, self.lines[annex.after - 1].end, annex.number, annex.title
        )
        if annex.after < end:
            root.body = self.lines[annex.after].start
        open_: list[tuple[int, Node]] = [(-1, root)]
        i = begin = annex.after
        while i <= end:
            heading = division(self.lines[i]) if i < end and not self.is_quoted[i] else None
            if i < end and heading is None:
                i += 1
                continue
            self._place_lines(open_[-1][1], begin, i)
            if heading is None:
                break
            node = Node(
                heading.segment,
                "section",
                self.lines[i].start,
                self.lines[i].end,
                heading.number,
                heading.title,
            )
            i += 1
            if not heading.title and i < end and is_title(self.lines[i]) and division(self.lines[i]) is None:
                node.heading, node.end = self.lines[i].text, self.lines[i].end
                i += 1
            if i < end:
                node.body = self.lines[i].start
            while open_[-1][0] >= heading.rank:
                open_.pop()
            open_[-1][1].children.append(node)
            open_.append((heading.rank, node))
            begin = i
        for depth in range(len(open_) - 1, 0, -1):
            open_[depth - 1][1].end = max(open_[depth - 1][1].end, open_[depth][1].end)
        root.end = self.lines[end - 1].end
        yield from _emit(root, (), ())

    def _place_lines(self, node: Node, start: int, end: int) -> None:
        inside = range(start, end)
        place(node, [self.lines[i] for i in inside], [self.is_quoted[i] for i in inside])


def _emit(node: Node, above: tuple[str, ...], path: tuple[str, ...]) -> Iterator[Marker]:
    """The markers of a node and of all below it."""
    segments = (*above, node.segment)
    yield Marker(segments, node.kind, node.start, node.end, node.number, node.heading, path, node.body)
    if node.kind in ("article", "annex", "section"):
        path = (*path, f"{node.number} {node.heading}".strip())
    for child in _with_paragraphs(node):
        yield from _emit(child, segments, path)


def _with_paragraphs(node: Node) -> list[Node]:
    """The children of a node, unnumbered paragraphs among them where pins need them.

    All of an article's, if it has several and no numbered ones; elsewhere only one in which a list begins again.
    """
    is_article = node.kind == "article"
    own = node.paragraphs if is_article else [node.start, *node.paragraphs]
    numbered = any(child.number.endswith(".") for child in node.children)
    if is_article and not numbered and len(own) > 1:
        wanted = set(range(len(own)))
    else:
        seen: set[str] = set()
        wanted = set()
        for child in node.children:
            k = _paragraph_of(child, own)
            if child.segment in seen and k > 0 and child.kind == "point":
                wanted.add(k)
            seen.add(child.segment)
    if not wanted:
        return node.children
    found: list[Node] = []
    groups = {k: Node(f"p{k + 1}", "paragraph", own[k], own[k], body=own[k]) for k in sorted(wanted)}
    for child in node.children:
        group = groups.get(_paragraph_of(child, own))
        if group is None:
            found.append(child)
        else:
            group.children.append(child)
    for k, group in groups.items():
        last_child = group.children[-1].end if group.children else 0
        group.end = max(last_child, own[k + 1] if k + 1 < len(own) else node.end)
        found.append(group)
    return sorted(found, key=lambda child: child.start)


def _paragraph_of(child: Node, own: Sequence[int]) -> int:
    """The index of the unnumbered paragraph in which a child stands; -1 before the first."""
    return sum(1 for start in own if start <= child.start) - 1


def _quoted(act_lines: Sequence[Line]) -> list[bool]:
    """Which lines are quoted amending text; footnotes between them (of a PDF's page) do not count."""
    body = [i for i, line in enumerate(act_lines) if not _is(line, "footnote") or line.text.startswith("(*")]
    found = [False] * len(act_lines)
    for i, is_quoted in zip(body, quoted([act_lines[i].text for i in body]), strict=True):
        found[i] = is_quoted
    return found


def _is(line: Line, kind: str) -> bool:
    return line.block is not None and line.block.kind == kind
