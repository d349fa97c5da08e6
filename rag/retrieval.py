"""Finding the provisions that answer: dense and lexical candidates, scored sentence by sentence.

Candidates come from three searches (chunk vectors, sentence vectors, BM25). Every sentence of a candidate chunk is
then scored, and sentences are grouped by provision, so that the English, Chinese and digest versions of one
provision count once and lend each other weight.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import islice

from corpus import Lang, Registry, join, parent, split
from ingest import Background, Filters, FloatVector, Index, ProvisionText, ScoredSentence
from rag.expansion import Expander
from rag.expected import Expected, expected_types, share_held
from rag.language import content, detect
from rag.relevance import Signs, at_usual_size
from rag.starting import starting
from rag.types import Hit, Passage

LANGUAGES: tuple[Lang, ...] = ("en", "zh")
_SENTENCES = 300
"""Sentences of the candidate chunks that are scored, the nearest first; with 400 and with all of them the citations
for our questions are the same (eval/LOG.md)."""
_STRANGE = 0.85
"""Cosine of questions, in one language, that have nothing to do with each other."""
_ANSWERING = 10
"""Provisions answering typical questions that are looked into, the nearest first."""
_SECTIONS = ("sec-", "act-sec-")
_ROOTS = ("art-", "annex-")
_LEAVES = ("rec-", "p-", "s-")
_EXPLANATORY = ("/rec-", "/preamble", "/act-sec-", "/h-front", "/h-back", "/h-changelog")
"""Recitals, findings, change logs, what stands before and after the law: they explain, they do not bind."""


def _is_explanatory(pin: str) -> bool:
    return any(part in pin for part in _EXPLANATORY)


_COMMENTARIES = frozenset({"guidelines", "code-of-practice"})
"""Kinds of instrument that explain another: the law itself goes first where both say it."""


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each sign counts. Dense scores are cosines of multilingual-e5-small, which lie in 0.7–0.95."""

    sentence: float = 1.0
    chunk: float = 0.5
    lexical: float = 0.04
    """For a chunk with the best BM25 score of the whole corpus."""
    facet: float = 0.03
    """The provision is one that our digests file under a facet asked about."""
    question: float = 0.2
    """For a cosine of 1 with a typical question that the provision answers; none at `_STRANGE`."""
    starting: float = 0.06
    """The provision begins to apply at a date of the question, or sets that date."""
    expected: float = 0.03
    """The sentence holds the kind of fact that is asked for."""
    explanatory: float = -0.012
    """Recitals and findings explain; articles bind."""
    fragment: float = -0.03
    """A heading, a table cell, a bare reference: no statement."""


@dataclass(frozen=True, slots=True)
class Query:
    """What is searched for: the text, its vectors, and what a good sentence would hold."""

    text: str
    dense: FloatVector
    sparse_text: str
    expected: frozenset[Expected]
    facets: tuple[str, ...]
    lexical_best: float
    """The best BM25 score that any chunk of the corpus has for this query."""
    language: Lang
    terms: int
    """How many terms it has, the names of laws apart."""
    starting: tuple[str, ...]
    """Provisions that begin to apply at a date of the question."""
    level: float
    """Its mean cosine with texts in its own language."""
    offsets: dict[Lang, float]
    """What is added to the question's cosines with texts of each language to make them comparable."""


_NEARER = {"en": 0.022, "zh": 0.002}
"""How much nearer an English (Chinese) question lies to a text that answers it in its own language than in the other,
beyond what `Background` says of all texts; measured on our digests (eval/LOG.md)."""


_USUAL_LEVEL = {"en": 0.79, "zh": 0.845}
"""Mean cosine of a question with texts in its language, for an index without our digests."""


def offsets(background: Background, dense: FloatVector, language: Lang) -> dict[Lang, float]:
    """What to add to cosines of a question in `language`, so that an answer counts alike in either language."""
    here = background.level(dense, language)
    result: dict[Lang, float] = dict.fromkeys(LANGUAGES, 0.0)
    for lang in LANGUAGES:
        there = background.level(dense, lang)
        if lang != language and here is not None and there is not None:
            result[lang] = here - there + _NEARER[language]
    return result


def _in_language(filters: Filters, lang: Lang) -> Filters | None:
    """`filters` within one language; None where they leave that out."""
    return replace(filters, langs=(lang,)) if not filters.langs or lang in filters.langs else None


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was found within some filters."""

    passages: tuple[Passage, ...]
    """Best first."""
    signs: Signs


_ENDS = re.compile(r"[.;:,!?…。；：，！？”’\")）]\s*$|\b(?:and|or)\s*$")
_NOTE = re.compile(r"^\W*\d{0,3}\s*(?:See|Cf\.|Ibid|参见|见)\b|https?://", re.IGNORECASE)


def is_fragment(sentence: str) -> bool:
    """Whether a sentence of the index is no statement: a heading, a cell of a table, a note that only refers.

    A list item of a law has its lead-in elsewhere and is none; it is told by its punctuation.
    """
    words = len(re.findall(r"[A-Za-z0-9'’-]+", sentence)) + len(re.findall(r"[\u3400-\u9fff]", sentence)) / 2
    if words < 4 or (words < 9 and sentence.rstrip().endswith((":", "："))):
        return True
    return words < 14 and (bool(_NOTE.search(sentence)) or not _ENDS.search(sentence))


def group_pin(pin: str) -> str:
    """The provision that counts as one hit: the paragraph of an article, the recital, the heading.

    In American law it is the paragraph of a subdivision, such as (c)(1): a subdivision holds several rules.
    """
    instrument, segments = split(pin)
    for i, segment in enumerate(segments):
        if segment.startswith(_SECTIONS):
            return join(instrument, segments[: i + 3])
        if segment.startswith(_ROOTS):
            return join(instrument, segments[: i + 2])
        if segment.startswith(_LEAVES):
            return join(instrument, segments[: i + 1])
    return pin


class Filed:
    """Provisions that our digests file under some facets, with all that stands above and below them."""

    def __init__(self, pins: Iterable[str]) -> None:
        """Of these pins."""
        self._pins = frozenset(pins)
        self._above = frozenset(above for pin in self._pins for above in _prefixes(pin))

    def __contains__(self, pin: str) -> bool:
        """Whether one of the pins covers `pin`, or is covered by it."""
        return pin in self._above or any(prefix in self._pins for prefix in _prefixes(pin))


@dataclass(frozen=True, slots=True)
class _Signed:
    """What is known of provisions besides their words."""

    filed: Filed
    """Under a facet that is asked about."""
    begun: Filed
    """Beginning to apply at a date of the question."""
    answering: dict[str, float]
    """Answering typical questions, with the cosine of the nearest."""


def _prefixes(pin: str) -> Iterator[str]:
    """`pin` and every pin above it."""
    above: str | None = pin
    while above is not None:
        yield above
        above = parent(above)


class Retriever:
    """Searches an index with the knowledge of a registry."""

    def __init__(self, index: Index, registry: Registry, weights: Weights | None = None) -> None:
        """Search `index`; `registry` gives facets, glossary and digests."""
        self._index = index
        self._registry = registry
        self._weights = weights or Weights()
        self._expander = Expander(registry)
        self._commentaries = {
            i.id for i in registry.instruments.values() if i.kind in _COMMENTARIES or i.status == "voluntary"
        }
        self._chunks = sum(source.chunks for source in index.manifest.sources)

    def query(self, text: str, question: str, facets: Sequence[str] = ()) -> Query:
        """Prepare a search for `text`, the topic of `question`."""
        words = content(text)
        expanded = self._expander.expand(words or text)
        best = self._index.chunk_scores(sparse=self._index.sparse_query(expanded), limit=1)
        dense, language = self._index.embed_query(text), detect(text)
        return Query(
            text=text,
            dense=dense,
            sparse_text=expanded,
            expected=expected_types(question),
            facets=tuple(facets),
            lexical_best=max(best.values(), default=0.0),
            language=language,
            terms=len(self._index.sparse_query(words).indices),
            starting=tuple(dict.fromkeys(starting(question, self._registry))),
            level=self._index.background.level(dense, language) or _USUAL_LEVEL[language],
            offsets=offsets(self._index.background, dense, language),
        )

    def passages(self, query: Query, filters: Filters, *, depth: int = 40) -> list[Passage]:
        """The sentences that answer best within `filters`, best first, each with its score (see `Weights`)."""
        return list(self.evidence(query, filters, depth=depth).passages)

    def evidence(self, query: Query, filters: Filters, *, depth: int = 40) -> Evidence:
        """The sentences that answer best within `filters`, and the signs that they answer at all."""
        index = self._index
        cosine: dict[str, float] = {}
        near: list[ScoredSentence] = []
        # each language apart: the cosines of one would crowd the other out
        for lang, offset in query.offsets.items():
            there = _in_language(filters, lang)
            if there is None:
                continue
            found = index.chunk_scores(dense=query.dense, filters=there, limit=depth)
            cosine |= {chunk: score + offset for chunk, score in found.items()}
            near.extend(index.sentences(query.dense, filters=there, limit=depth))
        lexical = index.chunk_scores(
            sparse=index.sparse_query(query.sparse_text), filters=filters, limit=depth
        )
        chunks = tuple(dict.fromkeys([*cosine, *lexical, *(s.chunk for s in near)]))
        sentences = {(s.source, s.start, s.end): s for s in near}
        inside = replace(filters, chunks=chunks)
        for s in index.sentences(query.dense, filters=inside, limit=_SENTENCES):
            sentences.setdefault((s.source, s.start, s.end), s)
        floor = min(cosine.values(), default=0.0)
        answering = self._answering(query, filters, depth)
        begun = () if filters.under else query.starting
        if known := (*begun, *tuple(answering)[:_ANSWERING]):
            places = replace(filters, under=known)
            for s in index.sentences(query.dense, filters=places, limit=_SENTENCES // 3):
                sentences.setdefault((s.source, s.start, s.end), s)
        signed = _Signed(
            Filed(pin for facet in query.facets for pin in self._filed.get(facet, ())),
            Filed(begun),
            answering,
        )
        passages = sorted(
            (
                self._scored(s, query, cosine.get(s.chunk, floor), lexical.get(s.chunk, 0.0), signed)
                for s in sentences.values()
                if not self._is_told_elsewhere(s, filters)
            ),
            key=lambda p: (-p.score, p.pin, p.source, p.start),
        )
        nearest = max(near, key=lambda s: s.score + query.offsets[s.lang], default=None)
        dense = nearest.score + query.offsets[nearest.lang] if nearest else 0.0
        signs = Signs(
            language=query.language,
            dense=dense,
            lift=dense - query.level,
            best=max((p.score - self._asked_of(p.pin, answering) for p in passages), default=0.0),
            lexical=at_usual_size(max(lexical.values(), default=0.0), self._chunks),
            terms=query.terms,
            asked=max(answering.values(), default=None),
        )
        return Evidence(tuple(passages), signs)

    def _answering(self, query: Query, filters: Filters, depth: int) -> dict[str, float]:
        """Provisions within `filters` that answer questions like this one, best first, with the cosine of these."""
        # every provision has them in both languages, and those in its own language are the nearest
        return self._index.questions(
            query.dense, filters=replace(filters, langs=(query.language,)), limit=depth
        )

    def _is_told_elsewhere(self, s: ScoredSentence, filters: Filters) -> bool:
        """Whether a sentence is what an amending act quotes for an act that is searched too, and has it as its own."""
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

    def _scored(
        self,
        s: ScoredSentence,
        query: Query,
        chunk: float,
        lexical: float,
        signed: _Signed,
    ) -> Passage:
        w = self._weights
        near = s.score + query.offsets[s.lang]
        score = (w.sentence * near + w.chunk * chunk) / (w.sentence + w.chunk)
        if query.lexical_best > 0:
            score += w.lexical * lexical / query.lexical_best
        if s.pin in signed.filed:
            score += w.facet
        if s.pin in signed.begun:
            score += w.starting
        score += self._asked_of(s.pin, signed.answering)
        score += w.expected * share_held(s.text, query.expected)
        if is_fragment(s.text):
            score += w.fragment
        if s.instrument in self._commentaries or _is_explanatory(s.pin):
            score += w.explanatory
        return Passage(
            pin=s.pin,
            source=s.source,
            lang=s.lang,
            role=s.role,
            start=s.start,
            end=s.end,
            text=s.text,
            score=score,
            cosine=near,
        )

    def _asked_of(self, pin: str, answering: dict[str, float]) -> float:
        """What the score of a passage gains by typical questions that its provision answers."""
        cosine = max((answering[above] for above in _prefixes(pin) if above in answering), default=0.0)
        gain = self._weights.question * max(0.0, cosine - _STRANGE) / (1 - _STRANGE)
        # the article that is explained, the law that is commented on, answers as well
        return gain / 2 if _is_explanatory(pin) or split(pin)[0] in self._commentaries else gain

    def hits(self, query: Query, filters: Filters, *, limit: int, language: Lang) -> list[Hit]:
        """Provisions, best first: the passages of `filters` grouped by provision."""
        passages = self.passages(query, filters, depth=max(40, 4 * limit))
        return self.group(passages, language, limit=limit, day=filters.day)

    def group(
        self, passages: Iterable[Passage], language: Lang, *, limit: int, day: date | None = None
    ) -> list[Hit]:
        """Group passages by provision, at most `limit`; a provision's score is that of its best passage.

        Each provision is shown as it stood on `day`, if given.
        """
        groups: dict[str, list[Passage]] = {}
        for passage in passages:
            groups.setdefault(group_pin(passage.pin), []).append(passage)
        return [self._hit(pin, members, language, day) for pin, members in islice(groups.items(), limit)]

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


def within(filters: Filters, instruments: Sequence[str]) -> Filters:
    """`filters`, further limited to `instruments`."""
    return replace(filters, instruments=tuple(instruments))
