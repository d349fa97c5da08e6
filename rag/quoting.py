"""What of a source must be quoted for a passage to be understood: introductions, whole sentences, lists."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from corpus import Lang, parent
from ingest import Index, ProvisionText
from rag.composition import readable
from rag.types import Passage

_DEPENDENT = re.compile(
    r"^(?:(?:This|That|These|Those|Such|It|They|He|She|The (?:latter|former|above|said|same))\b"
    r"(?! (?i:regulations?|acts?|laws?|provisions|measures|rules|chapter|part|title|division|section|subsection|"
    r"article|annex|order|code|bill|framework|policy|guidelines|guidance|convention|declaration|recommendation|"
    r"agreement|charter|standard|document|licence|license)\b)|"
    r"In (?:such|that|this|those|these) (?:cases?|circumstances?|events?)\b|However\b|Therefore\b|Moreover\b|"
    r"Where that\b|[^.;:]{0,80}\bpreceding paragraphs?\b|"
    r"前款|上述|前述|该[^法条例规定办]|其中|但是|但|因此|此外|同时|对此)"
)
_CONJUNCTION = re.compile(r"\s*[;,；，]\s*(?:and|or)?\s*$")
_SENTENCE_END = re.compile(r"[。！？!?]|\.(?=\s)|\n")
_LEAD_IN = re.compile(r"[:：—–-]\s*$")
SHORT = {"en": 600, "zh": 240}
"""Characters of a list that is stated whole."""
_BRIEF = {"en": 1200, "zh": 480}
"""Characters of a restatement of ours that is stated whole."""
_TOGETHER = 0.03
"""How far, in score, points of a list may lie apart to be read together."""
_ON_ONE_MATTER = 0.08
"""The same where all of them are about what is asked."""
MAX_QUOTE = 1200
"""Characters of one quote; a longer sentence is still quoted whole, but nothing is added to it."""
WORTH = {"authoritative": 0, "user": 0, "translation": 1, "consolidation": 2, "digest": 3}
"""Roles from the most to the least worth quoting."""


@dataclass(frozen=True, slots=True)
class Span:
    """`[start:end]` of a source, inside `provision`."""

    provision: ProvisionText
    start: int
    end: int


class Quoting:
    """Finds what to quote in the sources of an index."""

    def __init__(self, index: Index) -> None:
        """Quote from `index`."""
        self._index = index

    def spans(self, passage: Passage, day: date) -> list[Span]:
        """What must be quoted for the passage to be understood, all of it the law of `day`."""
        spans = self._understandable(passage, day)
        catalog = self._index.catalog
        current = [s for s in spans if catalog.period(s.provision.source, s.start, s.end).holds(day)]
        if current == spans:
            return spans
        return [self.trimmed(passage.source, passage.start, passage.end, spans[-1].provision)]

    def list_around(
        self, passage: Passage, found: Sequence[Passage], day: date, *, matter: bool = False
    ) -> list[Span]:
        """The list in which a passage stands, where others of its points were found with it; none if it is long.

        `matter` tells that all of its points are about what is asked.
        """
        above = parent(passage.pin)
        floor = found[0].score - (_ON_ONE_MATTER if matter else _TOGETHER)
        together = {p.pin for p in found if p.score >= floor and parent(p.pin) == above}
        version = (
            self._index.provision(above, passage.lang, day) if above and passage.pin in together else None
        )
        if len(together) < 2 or version is None or len(version.text) > 2 * SHORT[version.lang]:
            return []
        catalog = self._index.catalog
        lead, points = catalog.chapeau(version), catalog.children(version)
        words = catalog.text(version.source)[slice(*lead)] if lead is not None else ""
        if len(points) < 2 or not _LEAD_IN.search(words):
            return []
        if not all(catalog.period(version.source, p.start, p.end).holds(day) for p in points):
            return []
        before = self._paragraph_before(version) if _DEPENDENT.match(readable(words)) else []
        return [*before, *self.leads(version, day), self.body(version)]

    def _understandable(self, passage: Passage, day: date) -> list[Span]:
        """What must be quoted for the passage to be understood.

        That is the words that introduce a list item, the sentence that a dependent one leans on, and the passage.
        """
        catalog = self._index.catalog
        provision = catalog.holding(passage.source, passage.start, passage.end)
        if provision is None:
            raise LookupError(f"no provision of {passage.source} holds {passage.start}–{passage.end}")
        text = catalog.text(passage.source)
        if passage.role == "digest":
            restatement = self.own(provision)  # made to be read whole; those of its parts are others
            if restatement.end - restatement.start <= _BRIEF[provision.lang]:
                return [restatement]
        start, end = self._whole_sentence(text, passage, provision)
        dependent = _DEPENDENT.match(readable(text[start:end])) is not None
        if dependent:
            whole = start
            start = self._sentence_before(passage.source, provision, start)
            dependent = start == whole  # nothing stands before it in its own provision
        if _LEAD_IN.search(text[start:end]) and end < len(text):
            end = self._list_after(provision, end)
        if (conjunction := _CONJUNCTION.search(text, start, end)) is not None:
            end = conjunction.start()
        own = self.trimmed(passage.source, start, end, provision)
        leads: list[Span] = []
        for ancestor in reversed(catalog.ancestors(provision)):
            lead = catalog.chapeau(ancestor)
            if lead is None or lead[1] > start:
                continue
            words = text[lead[0] : lead[1]]
            if not _LEAD_IN.search(words) or len(words) >= MAX_QUOTE:
                continue
            short = len(ancestor.text) <= SHORT[ancestor.lang] and not leads  # a short list is read whole
            own = self.body(ancestor) if short else own
            if not short:
                leads.insert(0, self.trimmed(passage.source, lead[0], lead[1], ancestor))
            if re.match(r"[a-z]", readable(words)):
                continue  # a list within a list: its introduction needs the outer one
            before = self._paragraph_before(ancestor) if _DEPENDENT.match(readable(words)) else []
            return [*before, *leads, own]
        if leads:
            return [*leads, own]
        if provision.kind == "point" and (elsewhere := self._lead_elsewhere(provision, day)):
            return [*elsewhere, own]
        if re.match(r"[a-z]", readable(text[start:end])):
            return [*self._lead_line(passage.source, start), own]
        return [*(self._paragraph_before(provision) if dependent else []), own]

    def _lead_elsewhere(self, provision: ProvisionText, day: date) -> list[Span]:
        """The words that lead into a point which an amending act added to a list of the act that it amends."""
        catalog = self._index.catalog
        above = parent(provision.pin)
        if catalog.document(provision.source).act is None or above is None:
            return []
        for version in sorted(catalog.at(above), key=lambda v: WORTH[v.role]):
            lead = catalog.chapeau(version) if version.lang == provision.lang else None
            if lead is None or version.role == "digest":
                continue
            if (
                catalog.period(version.source, *lead).holds(day)
                and len(catalog.text(version.source)[slice(*lead)]) < MAX_QUOTE
            ):
                return [self.trimmed(version.source, *lead, version)]
        return []

    def _lead_line(self, source: str, start: int) -> list[Span]:
        """The nearest line before a list item that ends with a colon, where the outline shows no list."""
        text = self._index.catalog.text(source)
        floor = max(0, start - 2 * MAX_QUOTE)
        end = start
        while (line := text.rfind("\n", floor, max(end - 1, floor))) >= 0:
            if text[line + 1 : end].rstrip().endswith((":", "：")):
                provision = self._index.catalog.holding(source, line + 1, end)
                return [] if provision is None else [self.trimmed(source, line + 1, end, provision)]
            end = line
        return []

    def _paragraph_before(self, provision: ProvisionText) -> list[Span]:
        """The paragraph that the first sentence of the next one leans on (前款), unless it is long."""
        above = self._index.catalog.ancestors(provision)
        siblings = self._index.catalog.children(above[-1]) if above else []
        earlier = [s for s in siblings if s.end <= provision.start]
        return [self.body(earlier[-1])] if earlier and len(earlier[-1].text) <= MAX_QUOTE // 2 else []

    def _whole_sentence(self, text: str, passage: Passage, provision: ProvisionText) -> tuple[int, int]:
        """The sentence that a clause stands in (`…；…；…。`), unless that is too long."""
        floor, ceiling = max(provision.start, provision.body), provision.end
        start, end = passage.start, passage.end
        before = [m.end() for m in _SENTENCE_END.finditer(text, floor, start)]
        start = before[-1] if before else floor
        if not _SENTENCE_END.search(text, max(passage.start, end - 2), end):
            after = _SENTENCE_END.search(text, end, ceiling)
            end = after.end() if after else ceiling
        return (start, end) if end - start <= MAX_QUOTE // 2 else (passage.start, passage.end)

    def _sentence_before(self, source: str, provision: ProvisionText, start: int) -> int:
        floor = max(provision.start, provision.body)
        before = self._index.catalog.text(source)[floor:start].rstrip()
        if not before:
            return start
        cut = max(before.rfind(mark, 0, len(before) - 1) for mark in (". ", "。", "；", ";", "\n"))
        return floor + cut + 1 if cut >= 0 else floor

    def _list_after(self, provision: ProvisionText, end: int) -> int:
        """Where the list ends that begins at `end`: an introduction alone says nothing."""
        for child in self._index.catalog.children(provision):
            if child.start >= end and child.end - end <= MAX_QUOTE:
                end = child.end
        if provision.end - end <= 4 or end > provision.end:
            return end
        return provision.end if provision.end - end <= MAX_QUOTE // 2 else end

    def parts(self, whole: ProvisionText, language: Lang, day: date) -> list[list[Span]]:
        """The spans of the statements that together say all of a provision: its paragraphs, or a long list's points.

        The words that introduce a list stand before each of its points.
        """
        if whole.lang != language and self._index.provision(whole.pin, language, day) is not None:
            return [[self.body(whole)]]
        catalog = self._index.catalog
        children = catalog.children(whole)
        lead = catalog.chapeau(whole)
        if len(children) < 2 or (lead is not None and len(whole.text) <= MAX_QUOTE):
            return [[self.body(whole)]]
        before = [self.trimmed(whole.source, *lead, whole)] if lead is not None else []
        parts: list[list[Span]] = []
        at = children[0].start
        for child in children:
            parts += self._between(whole, at, child.start)
            parts += [[*before, *spans] for spans in self.parts(child, language, day)]
            at = child.end
        return parts + self._between(whole, at, whole.end)

    def _between(self, whole: ProvisionText, start: int, end: int) -> list[list[Span]]:
        """Words of a provision that stand between or after its children."""
        span = self.trimmed(whole.source, start, end, whole)
        return [[span]] if any(c.isalnum() for c in self.quote(span)) else []

    def body(self, provision: ProvisionText) -> Span:
        """A provision without its number and heading."""
        start = provision.body if provision.start <= provision.body < provision.end else provision.start
        return self.trimmed(provision.source, start, provision.end, provision)

    def own(self, provision: ProvisionText) -> Span:
        """What a provision says before its first part, without its number and heading; all of it if that is nothing."""
        words = self._index.catalog.chapeau(provision)
        return self.body(provision) if words is None else self.trimmed(provision.source, *words, provision)

    def leads(self, provision: ProvisionText, day: date) -> list[Span]:
        """The words that lead into a provision which begins in the middle of a sentence."""
        if not re.match(r"[a-z]", readable(self.quote(self.body(provision)))):
            return []
        leads = self.introductions(provision) or self._lead_elsewhere(provision, day)
        held = self._index.catalog.period
        return [s for s in leads if held(s.provision.source, s.start, s.end).holds(day)]

    def introductions(self, provision: ProvisionText) -> list[Span]:
        """The words that lead into a provision, from the outermost one in whose list it stands."""
        catalog = self._index.catalog
        text = catalog.text(provision.source)
        leads = [(a, catalog.chapeau(a)) for a in catalog.ancestors(provision)]
        return [
            self.trimmed(provision.source, *lead, ancestor)
            for ancestor, lead in leads
            if lead is not None and _LEAD_IN.search(text[lead[0] : lead[1]])
        ][-1:]

    def quote(self, span: Span) -> str:
        """The words of a span, character for character."""
        return self._index.catalog.text(span.provision.source)[span.start : span.end]

    def trimmed(self, source: str, start: int, end: int, provision: ProvisionText) -> Span:
        """`[start, end)` of a source without the white space around it."""
        text = self._index.catalog.text(source)[start:end]
        return Span(provision, start + len(text) - len(text.lstrip()), start + len(text.rstrip()))

    def text(self, spans: Sequence[Span], lang: Lang) -> str:
        """Spans as one statement, ended as a sentence is."""
        pieces = [readable(self.quote(span)) for span in spans]
        pieces = [p.rstrip("—–- ") if i < len(pieces) - 1 else p for i, p in enumerate(pieces)]
        text = ("" if lang == "zh" else " ").join(pieces)
        stop = "。" if lang == "zh" else "."
        text = re.sub(r"[;；,，]\s*(?:and|or)?$", stop, text)
        return text + stop if text[-1:].isalnum() else text
