"""Lexical vectors: BM25 over English stems, Chinese words and character pairs, numbers and references.

A document's weights are BM25's (Robertson & Zaragoza 2009, without the idf factor, which Qdrant applies at query time
from what is in the collection); a question's are ones. A reference is one term in both languages: `Article 17` and
第十七条 are both `art-17`, and the provision that *is* Article 17 carries a term of its own.
"""

import json
import re
import threading
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from corpus.errors import CrosslexError
from corpus.numerals import CHINESE_DIGITS, from_chinese, narrow
from corpus.pins import split as split_pin
from corpus.references import find_references

K1, B = 1.2, 0.75
"""Saturation of repeated terms, and normalisation by length: the usual values."""
LONGEST_WORD = 8
"""Characters of the longest Chinese word that is a term."""
_STOP_WORDS = frozenset(
    """
    a about after all also an and any are as at be been being both but by can could did do does doing done for from had
    has have having he her his how i if in into is it its itself just may me might more most my no nor not of on or
    other our out over own per shall she should so some such than that the their them then there these they this those
    through thus to too under until up us very was we were what when where whether which while who whom whose why will
    with within would you your
    """.split()  # noqa: SIM905 (a list literal of these is a page long)
)
_STOP_PAIRS = frozenset("的了和与及或在是有为以于对等其之该并由被把从到将应可不也而且者")
"""Function characters: a pair that holds one is no term."""
_RUN = re.compile(r"[\u3400-\u9fff]+|[a-z0-9]+(?:['’][a-z]+)?")
_CHINESE_NUMBER = re.compile(
    rf"第?([{CHINESE_DIGITS}]+)(?=[日天个年月周小时条款项章节岁人件次倍元万亿%]|分之)"
)
_GROUPED = re.compile(r"(?<=\d)[, \u00a0](?=\d{3}(?:\D|$))")
_STEMMING = threading.Lock()
"""The stemmer keeps the word that it works on in itself: two threads would spoil each other's."""
_POSSESSIVE = re.compile(r"['’]s?$|['’]")


@dataclass(frozen=True, slots=True)
class Sparse:
    """A sparse vector: distinct 32-bit indices in ascending order, and their weights."""

    indices: tuple[int, ...]
    values: tuple[float, ...]


class SparseEncoder:
    """Turns text into lexical vectors.

    A question is segmented without jieba (whose dictionary takes a second to load): by the words that jieba found
    when the documents were indexed, wherever they occur in it.

    Args:
        words: The Chinese words of three and more characters that occur in the documents.
        average_length: Terms of the average document.
    """

    def __init__(self, words: Iterable[str] = (), average_length: float = 1.0) -> None:
        self._words = frozenset(words)
        self._average = max(average_length, 1.0)

    @classmethod
    def fit(cls, documents: Iterable[Counter[str]]) -> "SparseEncoder":
        """An encoder for these documents, each given by its `document_terms`."""
        words: set[str] = set()
        lengths = []
        for terms in documents:
            lengths.append(terms.total())
            words.update(_long_words(terms))
        return cls(words, sum(lengths) / len(lengths) if lengths else 1.0)

    def knowing(self, documents: Iterable[Counter[str]]) -> "SparseEncoder":
        """This encoder with the words of further documents; their length does not change the average."""
        words = {word for terms in documents for word in _long_words(terms)}
        return SparseEncoder(self._words | words, self._average)

    def document(self, terms: Counter[str]) -> Sparse:
        """The vector of a document, given by its `document_terms`."""
        norm = K1 * (1 - B + B * terms.total() / self._average)
        weights: dict[int, float] = {}
        for term, count in terms.items():
            index = _index(term)
            weights[index] = weights.get(index, 0.0) + count * (K1 + 1) / (count + norm)
        return _sparse(weights)

    def query(self, text: str) -> Sparse:
        """The vector of a question: one for each of its terms."""
        terms = set(_terms(text, self._known_words))
        terms.update(own for ref in _reference_terms(text) for own in (ref, f"@{ref}"))
        return _sparse(dict.fromkeys(map(_index, terms), 1.0))

    def _known_words(self, run: str) -> Iterator[str]:
        for start in range(len(run) - 2):
            for end in range(start + 3, min(start + LONGEST_WORD, len(run)) + 1):
                if run[start:end] in self._words:
                    yield run[start:end]

    def save(self, path: Path) -> None:
        """Write what a question needs to `path`."""
        state = {"average_length": self._average, "words": sorted(self._words)}
        path.write_text(json.dumps(state, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, path: Path) -> "SparseEncoder":
        """The encoder that was saved at `path`.

        Raises:
            CrosslexError: There is none, or it is damaged.
        """
        try:
            state: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
            return cls(state["words"], state["average_length"])
        except (OSError, ValueError, KeyError) as error:
            raise CrosslexError(
                f"the index is damaged ({path.name}); run: crosslex ingest --rebuild"
            ) from error


def _long_words(terms: Iterable[str]) -> Iterator[str]:
    """The Chinese words of three and more characters among these terms."""
    return (term for term in terms if len(term) > 2 and "\u3400" <= term[0] <= "\u9fff")


def document_terms(text: str, pins: Sequence[str] = ()) -> Counter[str]:
    """How often each term occurs in a document.

    Args:
        text: The document.
        pins: The provisions that it holds; each is a term that a question citing it matches.
    """
    terms = Counter(_terms(text, _jieba_words))
    terms.update(_reference_terms(text))
    terms.update({f"@{path}" for pin in pins for path in _paths(split_pin(pin)[1])})
    return terms


def _terms(text: str, words: Any) -> Iterator[str]:
    """Stems, Chinese words (of three characters and more, found by `words`) and pairs, numbers."""
    plain = _GROUPED.sub("", narrow(text).lower())
    for match in _CHINESE_NUMBER.finditer(plain):
        if (number := _number(match.group(1))) is not None:
            yield number
    for match in _RUN.finditer(plain):
        run = match.group()
        if run[0] < "\u3400":
            run = _POSSESSIVE.sub("", run)
            if run and run not in _STOP_WORDS:
                yield _stem(run)
            continue
        yield from words(run)
        if len(run) == 1:
            yield run
        for pair in map("".join, pairwise(run)):
            if not _STOP_PAIRS.intersection(pair):
                yield pair


def _jieba_words(run: str) -> Iterator[str]:
    for word in _jieba().cut_for_search(run):
        if 3 <= len(word) <= LONGEST_WORD:
            yield word


def _reference_terms(text: str) -> Iterator[str]:
    """`art-50/2` and `art-50` for each reference to Article 50(2), in either language."""
    for reference in find_references(text):
        yield from _paths(reference.candidates[0] if reference.candidates else ())


def _paths(segments: Sequence[str]) -> Iterator[str]:
    """`art-50`, then `art-50/2`: the provision and those above it."""
    for depth in range(1, len(segments) + 1):
        yield "/".join(segments[:depth])


def _number(numeral: str) -> str | None:
    try:
        return str(from_chinese(numeral))
    except ValueError:
        return None


def _sparse(weights: dict[int, float]) -> Sparse:
    ordered = sorted(weights.items())
    return Sparse(tuple(index for index, _ in ordered), tuple(weight for _, weight in ordered))


def _index(term: str) -> int:
    """A term's place among 2³²: two of 50,000 terms share one with a probability of a quarter."""
    return zlib.crc32(term.encode())


@lru_cache(maxsize=100_000)
def _stem(word: str) -> str:
    if not word.isalpha():
        return word
    with _STEMMING:
        return str(_stemmer().stemWord(word))


@lru_cache(maxsize=1)
def _stemmer() -> Any:
    import snowballstemmer

    return snowballstemmer.stemmer("english")


@lru_cache(maxsize=1)
def _jieba() -> Any:
    import logging

    import jieba

    jieba.setLogLevel(logging.WARNING)
    return jieba.Tokenizer()
