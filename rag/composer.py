"""The extractive composer: from hits to statements that are quotes, each with its citations."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from corpus import Lang, Registry, covers, label, split
from ingest import Filters, FloatVector, Index, ProvisionText
from rag.retrieval import group_pin
from rag.types import Citation, Hit, Parallel, Passage, Statement

_MARKER = re.compile(
    r"^(?:\d{1,3}\s?[.)](?=\s)|\(\d{1,3}[a-z]?\)|\([a-z]{1,4}\)|\([A-Z]{1,4}\)|第[一二三四五六七八九十百零〇0-9]+条(?:之[一二三四五六七八九十]+)?|"
    r"[（(][一二三四五六七八九十]+[）)]|[一二三四五六七八九十]+、|•|—|-|●|\*)\s*"
)
_DEPENDENT = re.compile(
    r"^(?:(?:This|That|These|Those|Such|It|They|He|She|The (?:latter|former|above|said|same))\b"
    r"(?! (?:Regulation|Act|Law|chapter|section|order|Framework|Policy)\b)|"
    r"In (?:such|that|this|those|these) (?:cases?|circumstances?|events?)\b|However\b|Therefore\b|Moreover\b|"
    r"Where that\b|前款|上述|前述|该[^法条例规定办]|其中|但是|但|因此|此外|同时|对此)"
)
_SENTENCE_END = re.compile(r"[。！？!?]|\.(?=\s)|\n")
_LEAD_IN = re.compile(r"[:：—–-]\s*$")
_ROLE_RANK = {"authoritative": 0, "user": 0, "translation": 1, "digest": 2}
_MAX_QUOTE = 1200
"""Characters of one quote; a longer sentence is still quoted whole, but nothing is added to it."""


def readable(quote: str) -> str:
    """A quote as running text: white space folded, its number or bullet dropped."""
    text = re.sub(r"\s+", " ", quote).strip()
    text = re.sub(r"(?<=[\u3000-\u9fff\uff00-\uffef]) (?=[\u3000-\u9fff\uff00-\uffef])", "", text)
    previous = None
    while previous != text:
        previous, text = text, _MARKER.sub("", text, count=1)
    return text


@dataclass(slots=True)
class Composition:
    """Statements and citations while an answer is being put together; equal quotes share one citation."""

    statements: list[Statement] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    _places: dict[tuple[str, int, int], str] = field(default_factory=dict)

    def cite(self, place: tuple[str, int, int], citation: Citation) -> str:
        """Add `citation` (its id is set here) for a place in a source; the id it has in this answer."""
        if place not in self._places:
            key = f"c{len(self.citations) + 1}"
            self._places[place] = key
            self.citations.append(citation.model_copy(update={"id": key}))
        return self._places[place]

    def state(self, text: str, instrument: str, facet: str | None, citations: Sequence[str]) -> str:
        """Add a statement quoted from its sources; its id."""
        for statement in self.statements:
            if statement.text == text and statement.instrument == instrument:
                return statement.id
        key = f"s{len(self.statements) + 1}"
        self.statements.append(
            Statement(
                id=key,
                text=text,
                instrument=instrument,
                facet=facet,
                citations=tuple(dict.fromkeys(citations)),
                support="supported",
                support_score=1.0,
            )
        )
        return key


@dataclass(frozen=True, slots=True)
class Span:
    """`[start:end]` of a source, inside `provision`."""

    provision: ProvisionText
    start: int
    end: int


def pin_instrument(pin: str) -> str:
    """The instrument of a pin."""
    return split(pin)[0]


class Composer:
    """Writes statements in the reader's language out of hits."""

    def __init__(self, index: Index, registry: Registry) -> None:
        """Quote from `index`; names come from `registry`."""
        self._index = index
        self._registry = registry

    def state_hit(
        self, into: Composition, hit: Hit, vector: FloatVector, language: Lang, facet: str | None
    ) -> str | None:
        """State what `hit` says in the reader's language where a text in it exists; the statement's id.

        The text is the best passage of the preferred version. A version that is not authoritative brings the best
        passage of the authoritative one as a further citation.
        """
        passages = self._versions(hit, vector)
        chosen = self._choose(passages, language)
        if chosen is None:
            return None
        spans = self._spans(chosen)
        text = self._text(spans, chosen.lang)
        keys = [self._cite(into, span, language) for span in spans]
        if chosen.role not in ("authoritative", "user"):
            original = next(
                (p for p in passages if p.role == "authoritative" and not self._is_outdated(p)), None
            )
            if original is not None:
                keys.extend(self._cite(into, span, language) for span in self._spans(original)[-1:])
        return into.state(text, hit.instrument, facet, keys)

    def state_provision(self, into: Composition, pin: str, language: Lang) -> list[str]:
        """State a provision word for word, a statement for each of its paragraphs; the statements' ids."""
        version = self._index.provision(pin, language) or self._index.provision(pin)
        authoritative = next((v for v in self._index.catalog.at(pin) if v.role == "authoritative"), None)
        if version is None:
            return []
        if authoritative is not None and (version.role == "digest" or authoritative.lang == language):
            version = authoritative
        keys = []
        for part in self._parts(version):
            start = part.body if part.start <= part.body < part.end else part.start
            span = self._trimmed(part.source, start, part.end, part)
            citations = [self._cite(into, span, language)]
            keys.append(into.state(readable(self._slice(span)), part.instrument, None, citations))
        return keys

    def _parts(self, version: ProvisionText) -> list[ProvisionText]:
        if len(version.text) <= _MAX_QUOTE:
            return [version]
        children = self._index.catalog.children(version)
        return children if len(children) > 1 else [version]

    def _versions(self, hit: Hit, vector: FloatVector) -> list[Passage]:
        """The passages of a hit in every source that holds the provision, best first."""
        known = {(p.source, p.start, p.end) for p in hit.passages}
        passages = list(hit.passages)
        for s in self._index.sentences(vector, filters=Filters(under=(group_pin(hit.pin),)), limit=60):
            if (s.source, s.start, s.end) not in known:
                passages.append(
                    Passage(s.pin, s.source, s.lang, s.role, s.start, s.end, s.text, s.score - 0.02)
                )
        best = hit.passages[0].pin
        # a passage of the very provision that was found goes before its neighbours
        return sorted(passages, key=lambda p: (p.pin != best, -p.score))

    def _choose(self, passages: Sequence[Passage], language: Lang) -> Passage | None:
        usable = [p for p in passages if len(readable(p.text)) > (6 if p.lang == "zh" else 20)]
        if not usable:
            return None

        def preference(item: tuple[int, Passage]) -> tuple[bool, int, int]:
            place, passage = item
            rank = 3 if self._is_outdated(passage) else _ROLE_RANK[passage.role]
            return passage.lang != language, rank, place

        return min(enumerate(usable), key=preference)[1]

    @cached_property
    def _amended(self) -> dict[str, tuple[tuple[str, date], ...]]:
        """Instrument → pins whose wording an amending act replaced, with the day from which it did."""
        amended: dict[str, tuple[tuple[str, date], ...]] = {}
        for digest in self._registry.digests.values():
            pins = [
                (e.pin, self._registry.get(e.amended_by).dates.in_force)
                for e in digest.provisions
                if e.amended_by
            ]
            amended[digest.instrument] = tuple((pin, day) for pin, day in pins if day is not None)
        return amended

    def _is_outdated(self, passage: Passage) -> bool:
        """Whether the passage stands in a text older than the amendment of its provision."""
        if passage.role == "digest":
            return False
        edition = self._index.catalog.document(passage.source).edition
        return any(
            edition < day.isoformat() and (covers(pin, passage.pin) or covers(passage.pin, pin))
            for pin, day in self._amended.get(pin_instrument(passage.pin), ())
        )

    def _slice(self, span: Span) -> str:
        return self._index.catalog.text(span.provision.source)[span.start : span.end]

    def _trimmed(self, source: str, start: int, end: int, provision: ProvisionText) -> Span:
        text = self._index.catalog.text(source)[start:end]
        return Span(provision, start + len(text) - len(text.lstrip()), start + len(text.rstrip()))

    def _spans(self, passage: Passage) -> list[Span]:
        """What must be quoted for the passage to be understood.

        That is the words that introduce a list item, the sentence that a dependent one leans on, and the passage.
        """
        catalog = self._index.catalog
        provision = catalog.holding(passage.source, passage.start, passage.end)
        if provision is None:
            raise LookupError(f"no provision of {passage.source} holds {passage.start}–{passage.end}")
        text = catalog.text(passage.source)
        start, end = self._whole_sentence(text, passage, provision)
        if _DEPENDENT.match(readable(text[start:end])):
            start = self._sentence_before(passage.source, provision, start)
        if _LEAD_IN.search(text[start:end]) and end < len(text):
            end = self._list_after(provision, end)
        own = self._trimmed(passage.source, start, end, provision)
        chain = [*catalog.ancestors(provision), provision]
        for ancestor in reversed(chain[:-1]):
            lead = catalog.chapeau(ancestor)
            if lead is not None and lead[1] <= start:
                words = text[lead[0] : lead[1]]
                if _LEAD_IN.search(words) and len(words) < _MAX_QUOTE:
                    return [self._trimmed(passage.source, lead[0], lead[1], ancestor), own]
        return [own]

    def _whole_sentence(self, text: str, passage: Passage, provision: ProvisionText) -> tuple[int, int]:
        """The sentence that a clause stands in (`…；…；…。`), unless that is too long."""
        floor, ceiling = max(provision.start, provision.body), provision.end
        start, end = passage.start, passage.end
        before = [m.end() for m in _SENTENCE_END.finditer(text, floor, start)]
        start = before[-1] if before else floor
        if not _SENTENCE_END.search(text, max(passage.start, end - 2), end):
            after = _SENTENCE_END.search(text, end, ceiling)
            end = after.end() if after else ceiling
        return (start, end) if end - start <= _MAX_QUOTE // 2 else (passage.start, passage.end)

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
            if child.start >= end and child.end - end <= _MAX_QUOTE:
                end = child.end
        if provision.end - end <= 4 or end > provision.end:
            return end
        return provision.end if provision.end - end <= _MAX_QUOTE // 2 else end

    def _text(self, spans: Sequence[Span], lang: Lang) -> str:
        pieces = [readable(self._slice(span)) for span in spans]
        pieces = [p.rstrip("—–- ") if i < len(pieces) - 1 else p for i, p in enumerate(pieces)]
        text = ("" if lang == "zh" else " ").join(pieces)
        return re.sub(r"[;；,，]\s*(?:and|or)?$", "。" if lang == "zh" else ".", text)

    def _cite(self, into: Composition, span: Span, language: Lang) -> str:
        provision = span.provision
        place = (provision.source, span.start, span.end)
        instrument = self._registry.get(provision.instrument)
        other: Lang = "en" if provision.lang == "zh" else "zh"
        document = self._index.catalog.document(provision.source)
        citation = Citation(
            id="",
            pin=provision.pin,
            label=label(provision.pin, instrument, language, heading=provision.heading or None),
            instrument=provision.instrument,
            title=instrument.short.get(language),
            heading=provision.heading or (provision.path[-1] if provision.path else ""),
            lang=provision.lang,
            role=provision.role,
            quote=self._slice(span),
            start=span.start,
            end=span.end,
            source_sha256=document.sha256,
            url=provision.url,
            page=self._index.catalog.page(provision.source, span.start),
            status=instrument.status,
            parallel=self._parallel(provision, other),
        )
        return into.cite(place, citation)

    def _parallel(self, provision: ProvisionText, lang: Lang) -> Parallel | None:
        version = self._index.parallel(provision.pin, lang)
        if version is None or len(version.text) > 4 * _MAX_QUOTE:
            return None
        span = self._trimmed(version.source, version.start, version.end, version)
        return Parallel(
            lang=lang,
            quote=self._slice(span),
            role=version.role,
            start=span.start,
            end=span.end,
            source_sha256=version.sha256,
        )
