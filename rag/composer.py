"""The extractive composer: from hits to statements that are quotes, each with its citations."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from corpus import Instrument, Lang, Registry, applies_from, covers, label, parent, split
from ingest import Filters, Index, ProvisionText
from rag.composition import Composition, readable
from rag.expected import Expected, share_held
from rag.grouping import group_pin
from rag.quoting import MAX_QUOTE, WORTH, Quoting, Span
from rag.scoring import Query
from rag.types import Citation, Hit, Parallel, Passage

_CLOSE = 0.01
"""How far, in cosine with the question, an official passage may stand behind our restatement and still be taken."""
_DEPTH = 2
"""Segments of the pin of an article's paragraph; a deeper finding is part of one."""
_UNSEEN = 0.02
"""What a passage that no search brought up stands behind those that were, in score."""


class Composer:
    """Writes statements in the reader's language out of hits."""

    def __init__(self, index: Index, registry: Registry) -> None:
        """Quote from `index`; names come from `registry`."""
        self._index = index
        self._registry = registry
        self._quoting = Quoting(index)

    def state_hit(
        self, into: Composition, hit: Hit, query: Query, language: Lang, facet: str | None
    ) -> str | None:
        """State what `hit` says in the reader's language where a text in it exists; the statement's id.

        The text is the best passage of the preferred version. A version that is not authoritative brings the best
        passage of the authoritative one as a further citation.
        """
        passages = self._versions(hit, query, into.day)
        chosen = self._choose(passages, language, query.expected)
        if chosen is None:
            return None
        matter = self._is_on(parent(chosen.pin), (*query.facets, *query.beside))
        whole = self._quoting.list_around(chosen, hit.passages, into.day, matter=matter)
        if whole:
            keys = [
                self._cite(into, span, language) for span in (*whole, *self._originals(whole[-1], into.day))
            ]
            return into.state(self._quoting.text(whole, chosen.lang), hit.instrument, facet, keys)
        spans = self._quoting.spans(chosen, into.day)
        text = self._quoting.text(spans, chosen.lang)
        if len(text) > MAX_QUOTE:  # a page of law is no answer where our restatement says it in a paragraph
            brief = self._choose([p for p in passages if p.role == "digest"], language, query.expected)
            if brief is not None and brief.lang == chosen.lang:
                chosen, spans = brief, self._quoting.spans(brief, into.day)
                text = self._quoting.text(spans, chosen.lang)
        keys = [self._cite(into, span, language) for span in spans]
        if chosen.role not in ("authoritative", "user"):
            original = self._original(chosen, passages)
            if original is not None:
                keys.extend(
                    self._cite(into, span, language) for span in self._quoting.spans(original, into.day)[-1:]
                )
        return into.state(text, hit.instrument, facet, keys)

    def state_provision(self, into: Composition, pin: str, language: Lang) -> list[str]:
        """State a provision word for word, a statement for each of its paragraphs; the statements' ids.

        What is stated is the law of the day: of each part the version most worth citing in the reader's language. Of a
        provision that an amendment deleted, the instruction that did so is stated.
        """
        catalog = self._index.catalog
        keys = []
        base = self._whole(pin, language, into.day)
        for spans in self._quoting.parts(base, language, into.day) if base is not None else ():
            part = spans[-1].provision
            version = self._version(part, language, into.day)
            if version is None:
                continue
            stated = spans if version is part else [self._quoting.body(version)]
            if len(stated) == 1:
                stated = [*self._quoting.leads(version, into.day), *stated]
            cited = (*stated, *self._originals(stated[-1], into.day))
            citations = [self._cite(into, span, language) for span in cited]
            keys.append(
                into.state(self._quoting.text(stated, version.lang), part.instrument, None, citations)
            )
        if keys:
            return keys
        for by in dict.fromkeys(
            by for v in catalog.at(pin) if _ended(v, into.day) for by in v.period.ended_by
        ):
            instruction = catalog.provision(by) if "/" in by else None
            if instruction is not None:
                spans = [*self._quoting.introductions(instruction), self._quoting.body(instruction)]
                citations = [self._cite(into, span, language) for span in spans]
                text = self._quoting.text(spans, instruction.lang)
                keys.append(into.state(text, instruction.instrument, None, citations))
        return keys

    def _is_on(self, whole: str | None, facets: Sequence[str]) -> bool:
        """Whether our digest files each part of a provision under one of the facets asked about."""
        digest = self._registry.digests.get(whole.partition("/")[0]) if whole else None
        parts = [e for e in digest.provisions if parent(e.pin) == whole] if digest else []
        return len(parts) > 1 and any(all(f in e.facets for e in parts) for f in facets)

    def _originals(self, span: Span, day: date) -> list[Span]:
        """The authoritative text of a provision that is quoted from another version."""
        if span.provision.role in ("authoritative", "user"):
            return []
        return [self._quoting.body(v) for v in self._official(span.provision, day)]

    def _whole(self, pin: str, language: Lang, day: date) -> ProvisionText | None:
        """The version of a provision that is stated part by part.

        The reader's, the original, or else our restatement; the wording of an earlier day only where a part of it is
        still the law and nothing shows the whole as it is now.
        """
        catalog = self._index.catalog
        versions = catalog.at(pin, day)
        if all(v.role == "digest" for v in versions):
            versions += [v for v in catalog.at(pin) if v.role != "digest" and self._holds_law(v, day)]
        return min(versions, key=lambda v: (v.role == "digest", v.lang != language), default=None)

    def _holds_law(self, version: ProvisionText, day: date) -> bool:
        """Whether a part of a wording is the law of `day`."""
        parts = self._index.catalog.children(version)
        return any(p.period.holds(day) or self._holds_law(p, day) for p in parts)

    def _version(self, part: ProvisionText, language: Lang, day: date) -> ProvisionText | None:
        """The version of a part that is stated: one that is law on `day`, in the reader's language if there is one."""
        versions = [part, *(v for v in self._index.catalog.at(part.pin) if v != part)]
        current = [v for v in versions if v.period.holds(day)]
        return min(current, key=lambda v: (v.lang != language, WORTH[v.role]), default=None)

    def _official(self, version: ProvisionText, day: date) -> list[ProvisionText]:
        """The authoritative text of a provision on `day`; of one put together, the new wording in it."""
        catalog = self._index.catalog
        whole = next((v for v in catalog.at(version.pin, day) if v.role == "authoritative"), None)
        if whole is not None:
            return [whole]
        found: list[ProvisionText] = []
        for document in catalog.documents(version.instrument):
            if document.act is None or document.role != "authoritative":
                continue
            for p in catalog.provisions(version.instrument, source=document.source):
                if (
                    covers(version.pin, p.pin)
                    and p.period.holds(day)
                    and not any(covers(f.pin, p.pin) for f in found)
                ):
                    found.append(p)
        return found[:3]

    def _versions(self, hit: Hit, query: Query, day: date) -> list[Passage]:
        """The passages of a hit in every source that holds the provision on `day`, best first."""
        known = {(p.source, p.start, p.end) for p in hit.passages}
        passages = list(hit.passages)
        group = group_pin(hit.pin)
        # a restatement may be of the whole that the provision is a part of
        around = parent(group) if len(split(group)[1]) > _DEPTH else group
        here = Filters(under=(around or group,), day=day)
        amends = self._index.catalog.amends
        # what an amending act quotes for another is stated of that one, unless it was found here
        quoting = any(amends(p.source, p.start, p.end) for p in hit.passages)
        for s in self._index.sentences(query.dense, filters=here, limit=60):
            apart = not (covers(group, s.pin) or covers(s.pin, group))
            if apart or (s.source, s.start, s.end) in known:
                continue
            if quoting or not amends(s.source, s.start, s.end):
                near = query.comparable(s.score, s.lang)
                span = (s.pin, s.source, s.lang, s.role, s.start, s.end, s.text)
                passages.append(Passage(*span, near - _UNSEEN, near))
        best = hit.passages[0].pin
        # a passage of the very provision that was found goes before its neighbours
        return sorted(passages, key=lambda p: (p.pin != best, -p.score))

    def _choose(
        self, passages: Sequence[Passage], language: Lang, expected: frozenset[Expected]
    ) -> Passage | None:
        usable = [p for p in passages if len(readable(p.text)) > (6 if p.lang == "zh" else 20)]
        if not usable:
            return None

        own = [p for p in usable if p.lang == language]
        closest = max((p.cosine for p in own), default=0.0)
        held = share_held(own[0].text, expected) if own else 0.0

        def preference(item: tuple[int, Passage]) -> tuple[bool, bool, int, int]:
            place, passage = item
            rank = WORTH[passage.role]
            # a better text is preferred only where it says the same thing
            says_less = passage.cosine < closest - _CLOSE or share_held(passage.text, expected) < held
            return passage.lang != language, says_less, rank, place

        return min(enumerate(usable), key=preference)[1]

    def _original(self, chosen: Passage, passages: Sequence[Passage]) -> Passage | None:
        """The authoritative passage that says what the chosen translation or digest does."""
        official = [p for p in passages if p.role == "authoritative"]
        same = [p for p in official if p.pin == chosen.pin]
        return next(iter(same or [p for p in official if covers(chosen.pin, p.pin)]), None)

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
            quote=self._quoting.quote(span),
            start=span.start,
            end=span.end,
            source_sha256=document.sha256,
            url=provision.url,
            page=self._index.catalog.page(provision.source, span.start),
            status=instrument.status,
            parallel=self._parallel(provision, other, into.day),
            **self._times(span, instrument, into.day),
        )
        return into.cite(place, citation)

    def _times(self, span: Span, instrument: Instrument, day: date) -> dict[str, Any]:
        """When what is quoted is the law, from when it applies, and which amendment is behind either."""
        provision = span.provision
        period = self._index.catalog.period(provision.source, span.start, span.end)
        ended_by = period.ended_by or (provision.period.ended_by if provision.period.until is None else ())
        applies = applies_from(instrument, provision.pin, day)
        if applies is not None and period.since is not None:
            applies = max(applies, period.since)
        made_by = period.made_by or (provision.period.made_by if provision.role == "consolidation" else ())
        return {
            "since": period.since,
            "until": period.until,
            "applies_from": applies,
            "amended_by": tuple(dict.fromkeys((*made_by, *ended_by))),
        }

    def _parallel(self, provision: ProvisionText, lang: Lang, day: date) -> Parallel | None:
        version = self._index.parallel(provision.pin, lang, day)
        if version is None or len(version.text) > 4 * MAX_QUOTE:
            return None
        span = self._quoting.trimmed(version.source, version.start, version.end, version)
        return Parallel(
            lang=lang,
            quote=self._quoting.quote(span),
            role=version.role,
            start=span.start,
            end=span.end,
            source_sha256=version.sha256,
        )


def _ended(version: ProvisionText, day: date) -> bool:
    """Whether a wording was the law before `day` and no longer is."""
    return version.period.until is not None and version.period.until <= day
