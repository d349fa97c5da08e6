"""What a sentence of a claim and its evidence have in common, in numbers, from the bundled embedding model.

No index is needed: claim and passages are read token by token (ingest.embedding.tokens) and matched word by word.
Swapped words show as single words without a counterpart in a sentence that otherwise matches; inventions as
stretches without one; unrelated evidence as a low likeness of whole sentences.
"""

import math
import re
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from corpus import Registry
from ingest.embedding import BUNDLED, load_embedder
from ingest.embedding.tokens import TokenEncoder, TokenVectors
from ingest.home import paths
from ingest.sentences import split
from rag.mentions import Names
from rag.verify.checks import Finding
from rag.verify.clauses import Laid, Placed, lay
from rag.verify.rewording import reword
from rag.verify.wording import folded, language

Passages = tuple[str, ...]
Floats = npt.NDArray[np.float32]

_KEPT = 3000
"""Texts whose token vectors are kept: about 100 MB of short ones."""
_COMMON = 6.0
"""Rarity, in nats, up to which a word carries no content of its own (`the`, 的)."""
_RAREST = 16.0


class Reader:
    """Reads texts through the bundled embedding model and keeps what was read last.

    Args:
        models: Folder of unpacked weights; that of `$CROSSLEX_HOME` if not given.
    """

    def __init__(self, models: Path | None = None) -> None:
        self._encoder = TokenEncoder(load_embedder(BUNDLED, models or paths().models))
        self._read: OrderedDict[str, TokenVectors] = OrderedDict()

    def prepare(self, texts: Iterable[str]) -> None:
        """Read texts together, which is faster than one by one."""
        new = [text for text in dict.fromkeys(texts) if text.strip() and text not in self._read]
        for text, vectors in zip(new, self._encoder.encode(new) if new else (), strict=True):
            self._read[text] = vectors
        while len(self._read) > max(_KEPT, len(new)):
            self._read.popitem(last=False)

    def tokens(self, text: str) -> TokenVectors:
        """The tokens of a text."""
        self.prepare([text])
        self._read.move_to_end(text)
        return self._read[text]

    def nearest(self, sentence: str, passages: Passages) -> str:
        """The sentence of the passages, or two in a row, that the sentence is closest to."""
        return self.match(sentence, passages).nearest

    def match(self, sentence: str, passages: Passages) -> "Match":
        """The sentence, word by word, in the passages."""
        self.prepare((sentence, *passages))
        claim = self.tokens(sentence)
        held = [(passage, self.tokens(passage)) for passage in passages if passage.strip()]
        mean = _mean(claim.vectors)
        best = (-1.0, 0, np.zeros(0, int), "", 0)
        for i, (passage, tokens) in enumerate(held):
            for rows, start, end in _windows(passage, tokens):
                likeness = float(mean @ _mean(tokens.vectors[rows]))
                if likeness > best[0]:
                    best = (likeness, i, rows, passage[start:end], start)
        words = as_words(sentence, claim)
        where, rows = held[best[1]][1], best[2]
        near = {
            "last": claim.vectors @ where.vectors[rows].T,
            "middle": claim.middle @ where.middle[rows].T,
        }
        anywhere = {
            "last": np.max([(claim.vectors @ t.vectors.T).max(axis=1) for _, t in held], axis=0),
            "middle": np.max([(claim.middle @ t.middle.T).max(axis=1) for _, t in held], axis=0),
        }
        return Match(
            best[3], best[0], words,
            {layer: _by_word(near[layer].max(axis=1), words) for layer in near},
            {layer: _by_word(anywhere[layer], words) for layer in anywhere},
            _lay(words, claim, sentence, where, rows, best[3], best[4]),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the claim."""

    text: str
    start: int
    """Where it stands in its text."""
    rows: tuple[int, ...]
    """Its tokens."""
    weight: float
    """How much content it carries; 0 for the commonest words."""


@dataclass(frozen=True, slots=True)
class Match:
    """A sentence matched with its evidence."""

    nearest: str
    likeness: float
    """Cosine with the nearest sentence or two."""
    words: tuple[Word, ...]
    near: dict[str, Floats]
    """By layer, for each word its best counterpart in the nearest sentence, as a cosine."""
    anywhere: dict[str, Floats]
    """The same in all of the evidence."""
    laid: Laid = field(default_factory=Laid)
    """Its clauses beside those of the nearest sentence."""


def _lay(
    words: Sequence[Word], claim: TokenVectors, sentence: str, held: TokenVectors,
    rows: npt.NDArray[np.int_], nearest: str, offset: int,
) -> Laid:  # fmt: skip
    """The clauses of the claim beside those of its nearest sentence, which begins at `offset` of its passage."""
    likeness = claim.middle @ held.middle[rows].T
    starts = np.array([held.spans[row][0] - offset for row in rows])
    said = [
        Placed(word.start, word.weight, int(starts[part.argmax()]), float(part.max()))
        for word in words
        if word.weight > 0
        for part in (likeness[list(word.rows)].mean(axis=0),)
    ]
    back = [
        Placed(int(at), max(float(held.weights[row]) - _COMMON, 0.0), 0, float(best))
        for at, row, best in zip(starts, rows, likeness.max(axis=0), strict=True)
    ]
    return lay(sentence, nearest, said, back)


def _mean(rows: Floats) -> Floats:
    mean = rows.sum(axis=0) / max(len(rows), 1)
    return np.asarray(mean / (np.linalg.norm(mean) or 1), np.float32)


def _windows(passage: str, tokens: TokenVectors) -> Iterable[tuple[npt.NDArray[np.int_], int, int]]:
    """The tokens of each sentence, and of each two in a row, and where they begin and end."""
    starts = np.array([start for start, _ in tokens.spans])
    spans = split(passage) or [(0, len(passage))]
    for first in range(len(spans)):
        for last in (first, first + 1):
            if last < len(spans):
                start, end = spans[first][0], spans[last][1]
                rows = np.flatnonzero((starts >= start) & (starts < end))
                if len(rows):
                    yield rows, start, end


def as_words(text: str, tokens: TokenVectors) -> tuple[Word, ...]:
    """Words in Latin script from their pieces; in Chinese script the tokenizer's pieces, which are about words."""
    groups: list[list[int]] = []
    for row, (start, end) in enumerate(tokens.spans):
        if not re.search(r"\w", text[start:end]):
            continue
        joined = groups and tokens.spans[groups[-1][-1]][1] == start and start > 0
        if joined and text[start].isascii() and text[start - 1].isascii() and text[start - 1].isalnum():
            groups[-1].append(row)
        else:
            groups.append([row])
    return tuple(
        Word(
            text[tokens.spans[group[0]][0] : tokens.spans[group[-1]][1]],
            tokens.spans[group[0]][0],
            tuple(group),
            min(max(float(tokens.weights[group].sum()) - _COMMON, 0.0), _RAREST),
        )
        for group in groups
    )


def _by_word(matches: Floats, words: Sequence[Word]) -> Floats:
    return np.array([matches[list(word.rows)].mean() for word in words], np.float32)


# --- features ---------------------------------------------------------------------------------------------------------

COUNTED: tuple[tuple[str, str], ...] = (
    ("figure", "conflict"), ("figure", "missing"), ("figure", "doubt"), ("actor", "conflict"), ("actor", "missing"),
    ("actor", "doubt"), ("instrument", "conflict"), ("instrument", "doubt"), ("modality", "conflict"),
    ("opposite", "doubt"), ("negation", "conflict"), ("condition", "doubt"), ("scope", "doubt"),
    ("name", "missing"),
)  # fmt: skip
"""Kinds and weights of findings that are counted."""


def features(
    sentence: str, passages: Passages, match: Match, findings: Iterable[Finding], registry: Registry
) -> dict[str, float]:
    """The numbers that the calibrated model weighs, by name."""
    values: dict[str, float] = {}
    weights = np.array([word.weight for word in match.words], np.float32)
    if not weights.any():
        weights = np.ones(max(len(match.words), 1), np.float32)
    for layer in ("last", "middle"):
        for place, matched in (("near", match.near[layer]), ("any", match.anywhere[layer])):
            if not len(matched):
                matched = np.array([match.likeness], np.float32)
            values[f"{place} mean {layer}"] = float((matched * weights).sum() / weights.sum())
            values[f"{place} worst {layer}"] = float(matched[weights > 0].min())
    evidence = "\n".join(passages)
    same = any(language(passage) == language(sentence) for passage in passages)
    values["same en"] = float(same and language(sentence) == "en")
    values["same zh"] = float(same and language(sentence) == "zh")
    novel = _novel(match.words, evidence) if same else []
    values["new words"] = sum(word.weight for word in novel) / float(weights.sum())
    laid = reword(sentence, evidence)
    values["kept"] = laid.kept
    values["exchanged"] = laid.kept**2 if laid.exchanged else 0.0
    values["one exchanged"] = laid.kept if len(laid.exchanged) == 1 else 0.0
    values["added"] = laid.kept**2 if laid.added else 0.0
    values["left out"] = laid.left_out
    claimed, held = _terms(sentence, registry), _terms(evidence, registry)
    values["terms missing"] = math.log1p(len(claimed - held))
    values["terms shared"] = math.log1p(len(claimed & held))
    counts: dict[tuple[str, str], int] = {}
    for finding in findings:
        counts[finding.kind, finding.weight] = counts.get((finding.kind, finding.weight), 0) + 1
    for kind, weight in COUNTED:
        values[f"{kind} {weight}"] = float(min(counts.get((kind, weight), 0), 2))
    values["length"] = math.log(len(sentence) / (40 if language(sentence) == "zh" else 120))
    values["evidence length"] = math.log(len(evidence) / (40 if language(evidence) == "zh" else 120))
    return values


def _novel(words: Sequence[Word], evidence: str) -> list[Word]:
    """Content words of the claim whose stem the evidence does not hold."""
    text = folded(evidence)
    return [word for word in words if word.weight > 0 and _stem(word.text) not in text]


@cache
def _stem(word: str) -> str:
    """Enough of a word to know it by in another form."""
    plain = folded(word)
    return plain[: max(4, len(plain) - 3)] if plain.isascii() else plain


@cache
def _terms(text: str, registry: Registry) -> frozenset[str]:
    """Glossary terms that a text holds in either language, as their places in the glossary."""
    return frozenset(mention.key for mention in _glossary(registry).find(text))


@cache
def _glossary(registry: Registry) -> Names:
    return Names(("facet", str(i), (*term.en, *term.zh)) for i, term in enumerate(registry.terms))
