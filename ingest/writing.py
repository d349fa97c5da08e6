"""Filling a new generation: vectors of every chunk and sentence, the catalog, the lexical model, the background."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from corpus.types import Lang
from ingest.background import Background
from ingest.catalog_writer import CatalogWriter, Numbers
from ingest.collecting import Collected
from ingest.embedding import Embedder, Vector, Vectors, unit_rows
from ingest.generations import BACKGROUND, CATALOG, LEXICAL
from ingest.parsing import ParsedSentence
from ingest.periods import Period, either
from ingest.shelves import Epochs, Kind, shelves
from ingest.sparse import SparseEncoder
from ingest.store import (
    BM25,
    DENSE,
    HEADING,
    QUESTION,
    SENTENCE,
    Store,
    StorePoint,
    instrument_payload,
)
from ingest.summary import Progress
from ingest.types import Provision

_SLICE = 1024
"""Texts embedded between two writes to the cache: what an interrupted build loses at most."""
_FILLED = 0.8
"""Share of a chunk's characters that a sentence or two must fill to stand for it."""
_POINTS = 2000
"""Points handed to the store at once."""


def texts_of(found: Sequence[Collected]) -> list[str]:
    """Every distinct text that is embedded for these sources."""
    texts: dict[str, None] = {}
    for c in found:
        pooled = _pooled(c)
        chunks = zip(c.parsed.chunks, c.parsed.embedded, strict=True)
        texts.update((text, None) for chunk, text in chunks if chunk.id not in pooled)
        texts.update((sentence.text, None) for sentence in c.parsed.sentences)
        texts.update((question.text, None) for question in c.questions)
        texts.update((provision.heading, None) for provision in _headed(c))
    return list(texts)


def _headed(collected: Collected) -> list[Provision]:
    """The articles, sections and other top provisions of a source that have a heading."""
    return [p for p in collected.parsed.provisions if p.heading.strip() and p.pin.count("/") == 1]


def _pooled(collected: Collected) -> dict[str, list[ParsedSentence]]:
    """The chunks that take the mean of their sentences' vectors instead of one of their own, with these sentences.

    Those of our digests do, where every short sentence names its instrument and its subject, and those that one or
    two sentences fill. Retrieval is as good with either, and a first index is built in two thirds of the time
    (eval/LOG.md).
    """
    sentences: dict[str, list[ParsedSentence]] = defaultdict(list)
    for sentence in collected.parsed.sentences:
        sentences[sentence.chunk].append(sentence)
    if collected.document.role == "digest":
        return {chunk.id: sentences[chunk.id] for chunk in collected.parsed.chunks}
    return {
        chunk.id: inside
        for chunk in collected.parsed.chunks
        if len(inside := sentences[chunk.id]) in (1, 2)
        and sum(s.end - s.start for s in inside) >= _FILLED * (chunk.end - chunk.start)
    }


def embed(
    texts: Sequence[str], model: Embedder, cache: Path, progress: Progress, *, whole: bool = True
) -> tuple[Vectors, int]:
    """The vectors of distinct texts, shape (n, d), and how many of them were computed.

    Args:
        texts: What to embed.
        model: With which model.
        cache: File of vectors that were computed before; it is written to as the work goes on.
        progress: Shown how far it is.
        whole: Whether these are all texts of an index, so that the vectors of others may be forgotten.
    """
    from ingest.embedding.cache import VectorCache

    cached = VectorCache(cache, model.model_id, model.dimension)
    try:
        vectors, missing = cached.get(texts)
        if missing:
            progress.stage("embedding", len(missing))
        missing.sort(key=lambda i: -len(texts[i].encode()))  # like lengths together
        for at in range(0, len(missing), _SLICE):
            part = missing[at : at + _SLICE]
            words = [texts[i] for i in part]
            vectors[part] = model.embed_passages(words, progress.advance)
            cached.put(words, vectors[part])
        if whole:
            cached.keep_only(texts)
    finally:
        cached.close()
    return vectors, len(missing)


def write(
    folder: Path, found: Sequence[Collected], vectors: dict[str, Vector], store: Store, progress: Progress
) -> None:
    """Write the catalog, the lexical model and the background into `folder`, and every point into `store`.

    Args:
        folder: Of the generation being built.
        found: The sources.
        vectors: The vector of every text of `texts_of(found)`.
        store: Empty; it is finished afterwards.
        progress: Shown how far it is.
    """
    lexical = SparseEncoder.fit(Counter(terms) for c in found for terms in c.parsed.terms if terms)
    lexical.save(folder / LEXICAL)
    Background.fit(_in_both_languages(found, vectors)).save(folder / BACKGROUND)
    catalog = CatalogWriter(folder / CATALOG)
    catalog.add_epochs(Epochs.between(period for c in found for period in _periods(c)))
    fill(catalog, found, lexical, vectors, store, progress)


def fill(
    catalog: CatalogWriter,
    found: Sequence[Collected],
    lexical: SparseEncoder,
    vectors: dict[str, Vector],
    store: Store,
    progress: Progress,
) -> None:
    """Write sources into a catalog that knows its epochs, and their points into a store, and finish both."""
    progress.stage("storing", sum(map(points_of, found)))
    epochs = catalog.epochs()
    batch: list[StorePoint] = []
    first = catalog.next_number()
    for collected in found:
        parsed = collected.parsed
        numbers = _numbers(collected, first)
        first = numbers.headings.stop
        catalog.add(
            collected.document, parsed.text, parsed.provisions, parsed.chunks, parsed.sentences,
            collected.timeline, collected.questions, _headed(collected), numbers,
        )  # fmt: skip
        for point in _points(collected, numbers, epochs, lexical, vectors):
            batch.append(point)
            if len(batch) == _POINTS:
                store.upsert(batch)
                progress.advance(len(batch))
                batch = []
    store.upsert(batch)
    progress.advance(len(batch))
    catalog.finish()
    store.finish()


def _periods(collected: Collected) -> Iterator[Period]:
    """Every period that some wording of a source has."""
    timeline = collected.timeline
    yield timeline.whole
    yield from (passage.period for passage in timeline.passages)
    yield from timeline.provisions.values()


def _numbers(collected: Collected, first: int) -> Numbers:
    """The numbers of a source's points, from `first` on."""
    parsed = collected.parsed
    sentences = first + len(parsed.chunks)
    questions = sentences + len(parsed.sentences)
    headings = questions + len(collected.questions)
    return Numbers(
        range(first, sentences),
        range(sentences, questions),
        range(questions, headings),
        range(headings, headings + len(_headed(collected))),
    )


def points_of(collected: Collected) -> int:
    """How many points a source is stored as."""
    chunks = sum(map(bool, collected.parsed.embedded))
    return chunks + len(collected.parsed.sentences) + len(collected.questions) + len(_headed(collected))


def _in_both_languages(
    found: Sequence[Collected], vectors: dict[str, Vector]
) -> Iterator[tuple[Lang, Vector]]:
    """The sentence vectors of provisions that our digests restate in both languages, with their language."""
    digests = [c for c in found if c.document.role == "digest"]
    pins: dict[Lang, set[str]] = {"en": set(), "zh": set()}
    for c in digests:
        pins[c.document.lang].update(sentence.pin for sentence in c.parsed.sentences)
    both = pins["en"] & pins["zh"]
    for c in digests:
        yield from ((c.document.lang, vectors[s.text]) for s in c.parsed.sentences if s.pin in both)


def _points(
    collected: Collected,
    numbers: Numbers,
    epochs: Epochs,
    lexical: SparseEncoder,
    vectors: dict[str, Vector],
) -> Iterator[StorePoint]:
    """The points of one source: its chunks, its sentences, the questions that it answers, its headings."""
    document, parsed = collected.document, collected.parsed
    shared = {
        **instrument_payload(collected.instrument),
        "lang": document.lang,
        "role": document.role,
        "source": document.source,
    }
    period = collected.timeline.of

    def payload(kind: Kind, days: Period, pins: Sequence[str]) -> dict[str, object]:
        shelf = shelves(kind, document.lang, document.instrument, epochs.within(days))
        return {**shared, "shelf": shelf, "under": _under(pins)}

    pooled = _pooled(collected)
    described = zip(numbers.chunks, parsed.chunks, parsed.embedded, parsed.terms, strict=True)
    for number, chunk, text, terms in described:
        if not text:
            continue
        days = either(period(s.start, s.end) for s in chunk.sentences)
        said = {**payload("chunk", days, (chunk.pin, *chunk.pins)), "chunk": chunk.id}
        dense = _mean(pooled[chunk.id], vectors) if chunk.id in pooled else vectors[text]
        if dense is None:
            continue  # a digest's chunk without a sentence long enough to be found by its meaning
        yield StorePoint(number, said, {DENSE: dense}, {BM25: lexical.document(Counter(terms))})
    for number, sentence in zip(numbers.sentences, parsed.sentences, strict=True):
        days = period(sentence.start, sentence.end)
        said = {**payload("sentence", days, (sentence.pin,)), "chunk": sentence.chunk}
        yield StorePoint(number, said, {SENTENCE: vectors[sentence.text]})
    for number, question in zip(numbers.questions, collected.questions, strict=True):
        days = collected.timeline.provisions.get(question.pin, collected.timeline.whole)
        said = payload("question", days, (question.pin,))
        yield StorePoint(number, said, {QUESTION: vectors[question.text]})
    for number, provision in zip(numbers.headings, _headed(collected), strict=True):
        days = collected.timeline.provisions.get(provision.pin, collected.timeline.whole)
        said = payload("heading", days, (provision.pin,))
        yield StorePoint(number, said, {HEADING: vectors[provision.heading]})


def _mean(sentences: Sequence[ParsedSentence], vectors: dict[str, Vector]) -> Vector | None:
    """The mean of the vectors of sentences, each weighed by its length; None without sentences."""
    if not sentences:
        return None
    return unit_rows(np.sum([vectors[s.text] * (s.end - s.start) for s in sentences], axis=0))


def _under(pins: Sequence[str]) -> list[str]:
    """These provisions and all above them."""
    covering: dict[str, None] = {}
    for pin in pins:
        segments = pin.split("/")
        covering.update(dict.fromkeys("/".join(segments[:depth]) for depth in range(1, len(segments) + 1)))
    return list(covering)
