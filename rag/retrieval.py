"""Finding the provisions that answer: dense and lexical candidates, scored sentence by sentence.

Candidates come from three searches (chunk vectors, sentence vectors, BM25). Every sentence of a candidate chunk is
then scored, and sentences are grouped by provision, so that the English, Chinese and digest versions of one
provision count once and lend each other weight.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import islice, zip_longest

from corpus import Lang, Registry, covers
from ingest import Filters, Index, ProvisionText, ScoredSentence
from rag.expansion import Expander
from rag.expected import DEFINITIONS, expected_types
from rag.grouping import group_pin
from rag.language import content, detect
from rag.relevance import Signs, at_usual_size
from rag.scoring import LANGUAGES, Query, Scorer, Weights, comparable, usual_level
from rag.starting import starting
from rag.types import Hit, Passage
from rag.which_laws import COMMENTARIES

_SENTENCES = 300
"""Sentences of the candidate chunks that are scored, the nearest first; with 400 and with all of them the citations
for our questions are the same (eval/LOG.md)."""
_ANSWERING = 10
"""Provisions answering typical questions that are looked into, the nearest first."""


def _in_language(filters: Filters, lang: Lang) -> Filters | None:
    """`filters` within one language; None where they leave that out."""
    return replace(filters, langs=(lang,)) if not filters.langs or lang in filters.langs else None


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was found within some filters."""

    passages: tuple[Passage, ...]
    """Best first."""
    signs: Signs


class Retriever:
    """Searches an index with the knowledge of a registry."""

    def __init__(self, index: Index, registry: Registry, weights: Weights | None = None) -> None:
        """Search `index`; `registry` gives facets, glossary and digests."""
        self._index = index
        self._registry = registry
        self._weights = weights or Weights()
        self._expander = Expander(registry)
        self._commentaries = frozenset(
            i.id for i in registry.instruments.values() if i.kind in COMMENTARIES or i.status == "voluntary"
        )
        self._chunks = sum(source.chunks for source in index.manifest.sources)

    def query(
        self, text: str, question: str, rows: Sequence[Sequence[str]] = (), *, side: bool = False
    ) -> Query:
        """Prepare a search for `text`, the topic of `question`; of its facets the first of each row is asked about.

        Of a comparison one `side` is searched: the question names laws that are not meant there.
        """
        words = content(text)
        embedded = self._index.aside(self._index.embed_query, text)  # the longest part, on a core of its own
        sparse = self._index.sparse_query(self._expander.expand(words or text))
        best = self._index.chunk_scores(sparse=sparse, limit=1)
        terms = len(self._index.sparse_query(words).indices)
        language, expected = detect(text), expected_types(question)
        begun = tuple(dict.fromkeys(starting(question, self._registry)))
        whole = None if side or text == question else self._index.embed_query(question)
        plain = embedded.result()
        dense = self._index.toward_answers(plain)
        return Query(
            text=text,
            plain=plain,
            whole=whole,
            dense=dense,
            sparse=sparse,
            expected=expected,
            facets=tuple(row[0] for row in rows if row),
            beside=tuple(facet for row in rows for facet in row[1:]),
            lexical_best=max(best.values(), default=0.0),
            language=language,
            terms=terms,
            starting=begun,
            level=usual_level(self._index.background, plain, language),
            comparable=comparable(self._index.background, plain, dense, language),
        )

    def under_name(self, query: Query, instrument: str) -> Query:
        """The search for one side of a comparison, with the name of its law beside what is asked.

        Typical questions often have that name. It helped English questions only (eval/LOG.md).
        """
        if query.language != "en":
            return query
        name = self._registry.get(instrument).short.en
        return replace(query, whole=self._index.embed_query(f"{query.text} {name}"))

    def passages(self, query: Query, filters: Filters, *, depth: int = 40) -> list[Passage]:
        """The sentences that answer best within `filters`, best first, each with its score (see `Weights`)."""
        return list(self.evidence(query, filters, depth=depth).passages)

    def evidence(self, query: Query, filters: Filters, *, depth: int = 40) -> Evidence:
        """The sentences that answer best within `filters`, and the signs that they answer at all."""
        index = self._index
        cosine: dict[str, float] = {}
        near: list[ScoredSentence] = []
        # each language apart: the cosines of one would crowd the other out
        for lang in LANGUAGES:
            there = _in_language(filters, lang)
            if there is not None:
                near.extend(index.sentences(query.dense, filters=there, limit=depth))
                found = index.chunk_scores(dense=query.dense, filters=there, limit=depth)
                cosine |= {chunk: query.comparable(score, lang) for chunk, score in found.items()}
        lexical = index.chunk_scores(sparse=query.sparse, filters=filters, limit=depth)
        chunks = tuple(dict.fromkeys([*cosine, *lexical, *(s.chunk for s in near)]))
        sentences = {(s.source, s.start, s.end): s for s in near}
        inside = replace(filters, chunks=chunks)
        for s in index.sentences(query.dense, filters=inside, limit=_SENTENCES):
            sentences.setdefault((s.source, s.start, s.end), s)
        floor = min(cosine.values(), default=0.0)
        answering = self._answering(query, filters, depth)
        begun = () if filters.under else query.starting
        if known := (*begun, *islice(answering, _ANSWERING)):
            places = replace(filters, under=known)
            for s in index.sentences(query.dense, filters=places, limit=_SENTENCES // 3):
                sentences.setdefault((s.source, s.start, s.end), s)
        scorer = Scorer(
            query,
            self._weights,
            self._commentaries,
            filed=(pin for facet in query.facets for pin in self._filed.get(facet, ())),
            beside=(pin for facet in query.beside for pin in self._filed.get(facet, ())),
            begun=begun,
            answering=answering,
            defining=self._filed.get(DEFINITIONS, ()),
            headed=self._headed(query, filters, depth),
        )
        passages = scorer.passages(
            (s, cosine.get(s.chunk, floor), lexical.get(s.chunk, 0.0))
            for s in sentences.values()
            if not self._is_told_elsewhere(s, query, filters)
        )
        dense = max((query.comparable(s.score, s.lang) for s in near), default=0.0)
        best = max(passages, key=lambda p: p.score - scorer.asked(p.pin), default=None)
        own = best is not None and best.role == "user"  # there are no typical questions of one's own document
        signs = Signs(
            language=query.language,
            dense=dense,
            lift=dense - query.level,
            best=best.score - scorer.asked(best.pin) if best else 0.0,
            lexical=at_usual_size(max(lexical.values(), default=0.0), self._chunks),
            terms=query.terms,
            asked=None if own else max(answering.values(), default=None),
        )
        return Evidence(tuple(scorer.supported(passages)), signs)

    def _answering(self, query: Query, filters: Filters, depth: int) -> dict[str, float]:
        """Provisions within `filters` that answer questions like this one, best first, with the cosine of these."""
        # every provision has them in both languages, and those in its own language are the nearest
        there = replace(filters, langs=(query.language,))
        found = self._index.questions(query.plain, filters=there, limit=depth)
        if query.whole is None:
            return found
        for pin, cosine in self._index.questions(query.whole, filters=there, limit=depth).items():
            found[pin] = max(found.get(pin, cosine), cosine)
        return dict(sorted(found.items(), key=lambda near: -near[1])[:depth])

    def _headed(self, query: Query, filters: Filters, depth: int) -> dict[str, float]:
        """The articles and other top provisions whose headings are the nearest, and how much nearer than the least."""
        found: dict[str, float] = {}
        for pin, lang, cosine in self._index.headings(query.dense, filters=filters, limit=depth):
            found[pin] = max(found.get(pin, 0.0), query.comparable(cosine, lang))
        least = min(found.values(), default=0.0)
        return {pin: near - least for pin, near in found.items()}

    def _is_told_elsewhere(self, s: ScoredSentence, query: Query, filters: Filters) -> bool:
        """Whether another sentence says the same.

        A restatement is there in the question's language too, and cosines across languages are the less certain. What
        an amending act quotes for an act that is searched too is that one's own.
        """
        if s.role == "digest" and s.lang != query.language and s.lang not in filters.langs:
            return True
        amended = self._index.catalog.amends(s.source, s.start, s.end)
        return amended is not None and (not filters.instruments or amended in filters.instruments)

    @cached_property
    def _filed(self) -> dict[str, list[str]]:
        """Facet → pins of the digest entries filed under it."""
        filed: dict[str, list[str]] = defaultdict(list)
        for digest in self._registry.digests.values():
            for entry in digest.provisions:
                for facet in entry.facets:
                    filed[facet].append(entry.pin)
        return filed

    def hits(self, query: Query, filters: Filters, *, limit: int, language: Lang) -> Iterator[Hit]:
        """Provisions, best first: the passages of `filters` grouped by provision."""
        passages = self.passages(query, filters, depth=max(40, 2 * limit))
        return self.group(passages, language, limit=limit, day=filters.day)

    def group(
        self, passages: Iterable[Passage], language: Lang, *, limit: int, day: date | None = None
    ) -> Iterator[Hit]:
        """Group passages by provision, at most `limit`; a provision's score is that of its best passage.

        Each provision is shown as it stood on `day`, if given; it is read when its turn comes.
        """
        groups: dict[str, list[Passage]] = {}
        for passage in passages:
            groups.setdefault(group_pin(passage.pin), []).append(passage)
        for pin, members in islice(groups.items(), limit):
            yield self._hit(pin, members, language, day)

    def _hit(self, pin: str, passages: Sequence[Passage], language: Lang, day: date | None) -> Hit:
        best = passages[0]
        close = {p.pin for p in passages if p.score >= best.score - 0.01}
        shown = pin if len(close) > 2 else best.pin
        version = (
            self._index.provision(shown, language, day)
            or self._index.provision(shown, day=day)
            or self._index.provision(best.pin, day=day)
            or self._index.catalog.holding(best.source, best.start, best.end)
        )
        if version is None:  # a passage outside every provision cannot be cited
            raise LookupError(f"no provision holds {best.pin}")
        return hit_of(version, best.score, passages)


def hit_of(version: ProvisionText, score: float, passages: Sequence[Passage] = ()) -> Hit:
    """A provision as a finding, with the passages that brought it up."""
    return Hit(
        pin=version.pin,
        instrument=version.instrument,
        score=score,
        source=version.source,
        lang=version.lang,
        role=version.role,
        start=version.start,
        end=version.end,
        text=version.text,
        heading=version.heading,
        page=version.page,
        passages=tuple(passages),
    )


def in_turn(sides: Sequence[Sequence[Hit]]) -> list[Hit]:
    """The first hits of all sides, the nearest first, then the second ones; one that several sides have comes once."""
    hits: dict[str, Hit] = {}
    for nearest in zip_longest(*sides):
        for hit in sorted((h for h in nearest if h), key=lambda h: -h.score):
            hits.setdefault(hit.pin, hit)
    return list(hits.values())


def apart(known: Sequence[Hit], found: Iterable[Hit], limit: int) -> list[Hit]:
    """`known` and what was found besides, at most `limit`: a whole and its part are one finding, the better of them."""
    hits = list(known[:limit])
    for hit in found:
        if len(hits) >= limit:
            break
        if not any(covers(h.pin, hit.pin) or covers(hit.pin, h.pin) for h in hits):
            hits.append(hit)
    return hits


def within(filters: Filters, instruments: Sequence[str]) -> Filters:
    """`filters`, further limited to `instruments`."""
    return replace(filters, instruments=tuple(instruments))
