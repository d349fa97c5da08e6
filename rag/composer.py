"""The extractive composer: from hits to statements that are quotes, each with its citations."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from corpus import Lang, Registry, covers, label
from ingest import Filters, FloatVector, Index, ProvisionText
from rag.amendments import Amendments
from rag.composition import Composition, readable
from rag.expected import Expected, share_held
from rag.retrieval import Query, group_pin
from rag.types import Citation, Hit, Parallel, Passage

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
_ROLE_RANK = {"authoritative": 0, "user": 0, "translation": 1, "digest": 2}
_CLOSE = 0.035
"""How far, in cosine with the question, an official passage may stand behind our restatement and still be taken."""
_SHORT = {"en": 600, "zh": 240}
"""Characters of a restatement or a list that is stated whole."""
_UNSEEN = 0.02
"""What a passage that no search brought up stands behind those that were, in score."""
_MAX_QUOTE = 1200
"""Characters of one quote; a longer sentence is still quoted whole, but nothing is added to it."""


@dataclass(frozen=True, slots=True)
class Span:
    """`[start:end]` of a source, inside `provision`."""

    provision: ProvisionText
    start: int
    end: int


class Composer:
    """Writes statements in the reader's language out of hits."""

    def __init__(self, index: Index, registry: Registry) -> None:
        """Quote from `index`; names come from `registry`."""
        self._index = index
        self._registry = registry
        self._amendments = Amendments(registry)

    def state_hit(
        self, into: Composition, hit: Hit, query: Query, language: Lang, facet: str | None
    ) -> str | None:
        """State what `hit` says in the reader's language where a text in it exists; the statement's id.

        The text is the best passage of the preferred version. A version that is not authoritative brings the best
        passage of the authoritative one as a further citation.
        """
        passages = self._versions(hit, query.dense)
        chosen = self._choose(passages, language, into.day, query.expected)
        if chosen is None:
            return None
        spans = self._spans(chosen)
        text = self._text(spans, chosen.lang)
        keys = [self._cite(into, span, language) for span in spans]
        if chosen.role not in ("authoritative", "user"):
            original = self._original(chosen, passages, into.day)
            if original is not None:
                keys.extend(self._cite(into, span, language) for span in self._spans(original)[-1:])
        return into.state(text, hit.instrument, facet, keys)

    def state_provision(self, into: Composition, pin: str, language: Lang) -> list[str]:
        """State a provision word for word, a statement for each of its paragraphs; the statements' ids.

        A part that an amendment replaced, or that the reader cannot read, is stated from the best version of it that
        is current and in the reader's language.
        """
        base = self._whole(pin, language)
        if base is None:
            return []
        keys = []
        for spans in self._parts(base, language):
            part = spans[-1].provision
            version = self._version(part, language, into.day)
            if version is None:
                continue
            stated = spans if version is part else [self._body(version)]
            citations = [self._cite(into, span, language) for span in stated]
            official = self._official(version, into.day)
            if official is not None and version.role not in ("authoritative", "user"):
                citations.append(self._cite(into, self._body(official), language))
            keys.append(into.state(self._text(stated, version.lang), part.instrument, None, citations))
        return keys

    def _whole(self, pin: str, language: Lang) -> ProvisionText | None:
        """The version of a provision that is stated part by part: the reader's, the original, or else the digest."""
        versions = self._index.catalog.at(pin)
        return min(versions, key=lambda v: (v.role == "digest", v.lang != language), default=None)

    def _version(self, part: ProvisionText, language: Lang, day: date) -> ProvisionText | None:
        """The version of a part that is stated: one that is law on `day`, in the reader's language if there is one."""
        versions = [part, *(v for v in self._index.catalog.at(part.pin) if v != part)]
        current = [v for v in versions if not self._is_outdated(v, day)]
        if not current:
            return part if part.role != "digest" else None
        return min(current, key=lambda v: (v.lang != language, _ROLE_RANK[v.role]))

    def _official(self, version: ProvisionText, day: date) -> ProvisionText | None:
        """The authoritative text of a provision, if it is the law of `day`."""
        return next(
            (
                v
                for v in self._index.catalog.at(version.pin)
                if v.role == "authoritative" and not self._is_outdated(v, day)
            ),
            None,
        )

    def _parts(self, whole: ProvisionText, language: Lang) -> list[list[Span]]:
        """The spans of the statements that together say all of a provision: its paragraphs, or a long list's points.

        The words that introduce a list stand before each of its points.
        """
        if whole.lang != language and self._index.provision(whole.pin, language) is not None:
            return [[self._body(whole)]]
        catalog = self._index.catalog
        children = catalog.children(whole)
        lead = catalog.chapeau(whole)
        if len(children) < 2 or (lead is not None and len(whole.text) <= _MAX_QUOTE):
            return [[self._body(whole)]]
        before = [self._trimmed(whole.source, *lead, whole)] if lead is not None else []
        parts: list[list[Span]] = []
        at = children[0].start
        for child in children:
            parts += self._between(whole, at, child.start)
            parts += [[*before, *spans] for spans in self._parts(child, language)]
            at = child.end
        return parts + self._between(whole, at, whole.end)

    def _between(self, whole: ProvisionText, start: int, end: int) -> list[list[Span]]:
        """Words of a provision that stand between or after its children."""
        span = self._trimmed(whole.source, start, end, whole)
        return [[span]] if any(c.isalnum() for c in self._slice(span)) else []

    def _body(self, provision: ProvisionText) -> Span:
        """A provision without its number and heading."""
        start = provision.body if provision.start <= provision.body < provision.end else provision.start
        return self._trimmed(provision.source, start, provision.end, provision)

    def _versions(self, hit: Hit, vector: FloatVector) -> list[Passage]:
        """The passages of a hit in every source that holds the provision, best first."""
        known = {(p.source, p.start, p.end) for p in hit.passages}
        passages = list(hit.passages)
        for s in self._index.sentences(vector, filters=Filters(under=(group_pin(hit.pin),)), limit=60):
            if (s.source, s.start, s.end) not in known:
                passages.append(
                    Passage(
                        s.pin, s.source, s.lang, s.role, s.start, s.end, s.text, s.score - _UNSEEN, s.score
                    )
                )
        best = hit.passages[0].pin
        # a passage of the very provision that was found goes before its neighbours
        return sorted(passages, key=lambda p: (p.pin != best, -p.score))

    def _choose(
        self, passages: Sequence[Passage], language: Lang, day: date, expected: frozenset[Expected]
    ) -> Passage | None:
        usable = [
            p
            for p in passages
            if len(readable(p.text)) > (6 if p.lang == "zh" else 20)
            # what an amendment is going to say is not the law of an earlier day
            and not (p.role == "digest" and self._is_outdated(p, day))
        ]
        if not usable:
            return None

        own = [p for p in usable if p.lang == language]
        closest = max((p.cosine for p in own), default=0.0)
        held = share_held(own[0].text, expected) if own else 0.0

        def preference(item: tuple[int, Passage]) -> tuple[bool, bool, int, int]:
            place, passage = item
            rank = 3 if self._is_outdated(passage, day) else _ROLE_RANK[passage.role]
            # a better text is preferred only where it says the same thing
            says_less = passage.cosine < closest - _CLOSE or share_held(passage.text, expected) < held
            return passage.lang != language, says_less, rank, place

        return min(enumerate(usable), key=preference)[1]

    def _original(self, chosen: Passage, passages: Sequence[Passage], day: date) -> Passage | None:
        """The authoritative passage that says what the chosen translation or digest does."""
        official = [p for p in passages if p.role == "authoritative" and not self._is_outdated(p, day)]
        same = [p for p in official if p.pin == chosen.pin]
        return next(iter(same or [p for p in official if covers(chosen.pin, p.pin)]), None)

    def _is_outdated(self, text: Passage | ProvisionText, day: date) -> bool:
        """Whether the wording is not that of `day`, because of an amendment before or after it."""
        edition = self._index.catalog.document(text.source).edition
        return self._amendments.is_outdated(text.pin, text.role, edition, day)

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
        if passage.role == "digest" and len(provision.text) <= _SHORT[provision.lang]:
            return [self._body(provision)]  # our restatements are short and made to be read whole
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
        own = self._trimmed(passage.source, start, end, provision)
        leads: list[Span] = []
        for ancestor in reversed(catalog.ancestors(provision)):
            lead = catalog.chapeau(ancestor)
            if lead is None or lead[1] > start:
                continue
            words = text[lead[0] : lead[1]]
            if not _LEAD_IN.search(words) or len(words) >= _MAX_QUOTE:
                continue
            short = len(ancestor.text) <= _SHORT[ancestor.lang] and not leads  # a short list is read whole
            own = self._body(ancestor) if short else own
            if not short:
                leads.insert(0, self._trimmed(passage.source, lead[0], lead[1], ancestor))
            if re.match(r"[a-z]", readable(words)):
                continue  # a list within a list: its introduction needs the outer one
            before = self._paragraph_before(ancestor) if _DEPENDENT.match(readable(words)) else []
            return [*before, *leads, own]
        if leads:
            return [*leads, own]
        if re.match(r"[a-z]", readable(text[start:end])):
            return [*self._lead_line(passage.source, start), own]
        return [*(self._paragraph_before(provision) if dependent else []), own]

    def _lead_line(self, source: str, start: int) -> list[Span]:
        """The nearest line before a list item that ends with a colon, where the outline shows no list."""
        text = self._index.catalog.text(source)
        floor = max(0, start - 2 * _MAX_QUOTE)
        end = start
        while (line := text.rfind("\n", floor, max(end - 1, floor))) >= 0:
            if text[line + 1 : end].rstrip().endswith((":", "：")):
                provision = self._index.catalog.holding(source, line + 1, end)
                return [] if provision is None else [self._trimmed(source, line + 1, end, provision)]
            end = line
        return []

    def _paragraph_before(self, provision: ProvisionText) -> list[Span]:
        """The paragraph that the first sentence of the next one leans on (前款), unless it is long."""
        above = self._index.catalog.ancestors(provision)
        siblings = self._index.catalog.children(above[-1]) if above else []
        earlier = [s for s in siblings if s.end <= provision.start]
        return [self._body(earlier[-1])] if earlier and len(earlier[-1].text) <= _MAX_QUOTE // 2 else []

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
        stop = "。" if lang == "zh" else "."
        text = re.sub(r"[;；,，]\s*(?:and|or)?$", stop, text)
        return text + stop if text[-1:].isalnum() else text

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
            parallel=self._parallel(provision, other, into.day),
        )
        return into.cite(place, citation)

    def _parallel(self, provision: ProvisionText, lang: Lang, day: date) -> Parallel | None:
        versions = (v for v in self._index.catalog.at(provision.pin) if v.lang == lang)
        version = next((v for v in versions if not self._is_outdated(v, day)), None)
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
