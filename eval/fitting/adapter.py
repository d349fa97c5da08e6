"""Teaches the bundled model where answers lie: fits ingest/embedding/adapter.npz on typical questions, and writes it.

    python -m eval.fitting.adapter HOME [OUT]

HOME is a `$CROSSLEX_HOME` with an index over the official texts, whose vectors of passages stay as they are. A linear
map of question vectors is fitted so that a typical question (corpus/questions/) lies nearer to the sentences of the
provision that answers it, in each language and in official text and restatement alike, than to those of any other:
the multi-positive form of InfoNCE (van den Oord et al. 2018, arXiv:1807.03748) over all sentences of the corpus.
Eval sets are not read. With every fifth instrument left out it prints, for the questions on these, how often a right
sentence is the best or among those of the best five provisions of its law, before and after; then it fits on all.
"""

import hashlib
import sys
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self

import numpy as np

from corpus import Lang, Registry, join, load_registry, split
from ingest import Index, open_index
from ingest.embedding import BUNDLED, Vectors, load_embedder
from ingest.embedding.adapter import FILE, Adapter
from ingest.home import paths
from ingest.summary import Silent
from ingest.writing import embed

if TYPE_CHECKING:
    from torch import Tensor

EPOCHS, BATCH, RATE = 6, 64, 1e-3
TEMPERATURE = 0.015
STAY = 2.0
"""What one less in cosine with the untouched vector costs, beside the loss of a question."""
LANGUAGES: tuple[Lang, ...] = ("en", "zh")
_LEFT_OUT = 5
"""Every so manieth instrument, by a hash of its id, is left out for measuring."""


@dataclass(frozen=True, slots=True)
class Question:
    """A typical question and the provision that answers it."""

    instrument: str
    pin: str
    lang: Lang
    text: str

    @property
    def left_out(self) -> bool:
        """Whether it measures instead of teaching."""
        return int(hashlib.sha256(self.instrument.encode()).hexdigest(), 16) % _LEFT_OUT == 0


class Corpus:
    """Sentences, those of a kind beside each other; a kind is a language, and official text or restatement.

    Args:
        kinds: Where the sentences of each kind are.
        pins: The provision of each.
        vectors: Their vectors, shape (n, d).
        facets: What our digests file provisions under.
    """

    def __init__(
        self,
        kinds: Mapping[str, slice],
        pins: Sequence[str],
        vectors: Vectors,
        facets: Mapping[str, Collection[str]],
    ) -> None:
        import torch

        self.kinds, self.pins, self._facets = kinds, pins, facets
        self.vectors = torch.from_numpy(vectors)
        laws = [pin.partition("/")[0] for pin in pins]
        self.numbers = {name: i for i, name in enumerate(sorted(set(laws)))}
        self.instruments = torch.tensor([self.numbers[name] for name in laws])
        self.under: dict[str, list[int]] = defaultdict(list)
        for i, pin in enumerate(pins):
            for above in _prefixes(pin):
                self.under[above].append(i)
        self._names = {name: i for i, name in enumerate(sorted({f for of in facets.values() for f in of}))}
        self._filed = torch.zeros(len(pins), len(self._names))
        for pin in facets:
            for i in self.under.get(pin, ()):
                self._filed[i] += self.facets(pin)

    @classmethod
    def of(cls, index: Index, registry: Registry) -> Self:
        """The texts of an index that are the law today."""
        by_kind: dict[str, list[tuple[str, str]]] = defaultdict(list)
        catalog = index.catalog
        numbers = [number for inside in catalog.sentences_by_chunk.values() for number in inside]
        for row in catalog.sentences_by_number(numbers).values():
            document = catalog.document(row.source)
            if document.until is None:
                kind = f"{document.lang} {'restated' if document.role == 'digest' else 'official'}"
                by_kind[kind].append((row.pin, catalog.text(row.source)[row.start : row.end]))
        kinds: dict[str, slice] = {}
        rows: list[tuple[str, str]] = []
        for kind, of in sorted(by_kind.items()):
            kinds[kind] = slice(len(rows), len(rows) + len(of))
            rows += of
        facets = {e.pin: e.facets for d in registry.digests.values() for e in d.provisions}
        return cls(kinds, [pin for pin, _ in rows], _embedded([text for _, text in rows], index.home), facets)

    def facets(self, pin: str) -> "Tensor":
        """A one for each facet under which our digest files a provision."""
        import torch

        found = torch.zeros(len(self._names))
        found[[self._names[name] for name in self._facets.get(pin, ())]] = 1
        return found

    def may_be_wrong(self, questions: Sequence[Question]) -> "Tensor":
        """Which sentences each question is told apart from: those of its own law, and of others on other matters.

        Another law may answer as well where both are filed under one facet.
        """
        import torch

        own = torch.tensor([self.numbers[q.instrument] for q in questions])[:, None] == self.instruments
        alike = torch.stack([self.facets(q.pin) for q in questions]) @ self._filed.T > 0
        return own | ~alike


def _embedded(texts: Sequence[str], home: Path) -> Vectors:
    """The vectors of texts, from the cache of the build where it has them."""
    distinct = list(dict.fromkeys(texts))
    model, cache = load_embedder(BUNDLED, paths(home).models), paths(home).index / "cache" / "vectors.sqlite"
    vectors, _ = embed(distinct, model, cache, Silent(), whole=False)
    places = {text: i for i, text in enumerate(distinct)}
    return vectors[[places[text] for text in texts]]


def _prefixes(pin: str) -> list[str]:
    """A pin and the pins of all that it stands in."""
    instrument, segments = split(pin)
    return [join(instrument, segments[: i + 1]) for i in range(len(segments))]


def questions_of(registry: Registry, corpus: Corpus) -> list[Question]:
    """Every typical question whose provision the corpus holds."""
    return [
        Question(instrument, pin, lang, text)
        for instrument, provisions in registry.questions.items()
        for pin, wordings in provisions.items()
        if pin in corpus.under
        for lang in LANGUAGES
        for text in (wordings.en if lang == "en" else wordings.zh)
    ]


def fit(corpus: Corpus, questions: Sequence[Question], vectors: "Tensor", seed: int = 0) -> Adapter:
    """The map that brings questions, `vectors` of shape (n, d), nearest to their answers."""
    import torch
    from torch.nn.functional import normalize

    draw = torch.Generator().manual_seed(seed)
    size = vectors.shape[1]
    matrix = torch.nn.Parameter(torch.eye(size))
    offset = torch.nn.Parameter(torch.zeros(size))
    steps = EPOCHS * (len(questions) // BATCH)
    optimizer = torch.optim.AdamW([matrix, offset], lr=RATE, weight_decay=0.0)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=steps + 1, pct_start=0.05)
    for _ in range(EPOCHS):
        order = torch.randperm(len(questions), generator=draw)
        for at in range(0, len(questions) // BATCH * BATCH, BATCH):
            chosen = order[at : at + BATCH]
            plain = vectors[chosen]
            moved = normalize(plain @ matrix.T + offset, dim=-1)
            stay = (1 - (moved * plain).sum(-1)).mean()
            loss = _loss(corpus, [questions[i] for i in chosen.tolist()], moved) + STAY * stay
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]  # torch's own lack
            optimizer.step()
            schedule.step()
    return Adapter(matrix.detach().numpy(), offset.detach().numpy())


def _loss(corpus: Corpus, questions: Sequence[Question], moved: "Tensor") -> "Tensor":
    """Minus the log of the share that right sentences have of the softmax over each kind, averaged."""
    import torch

    logits = moved @ corpus.vectors.T / TEMPERATURE
    right = torch.zeros(logits.shape, dtype=torch.bool)
    for i, question in enumerate(questions):
        right[i, corpus.under[question.pin]] = True
    among = logits.masked_fill(~(right | corpus.may_be_wrong(questions)), -torch.inf)
    hit = logits.masked_fill(~right, -torch.inf)
    losses = []
    for kind in corpus.kinds.values():
        has = right[:, kind].any(1)
        losses.append(torch.logsumexp(among[has, kind], 1) - torch.logsumexp(hit[has, kind], 1))
    return torch.cat(losses).mean()


def found(
    corpus: Corpus, questions: Sequence[Question], vectors: "Tensor"
) -> dict[str, tuple[int, float, float]]:
    """By language of question and kind of text: how many, and the share found at 1 and at 5 within the law.

    Ranked are articles, annexes and the like, each by its best sentence of the kind.
    """
    tops = ["/".join(pin.split("/")[:2]) for pin in corpus.pins]
    ranks: dict[str, list[int]] = defaultdict(list)
    for question, vector in zip(questions, vectors, strict=True):
        scores = (corpus.vectors @ vector).numpy()
        own = (corpus.instruments == corpus.numbers[question.instrument]).numpy()
        right = set(corpus.under[question.pin])
        gold = "/".join(question.pin.split("/")[:2])
        for name, kind in corpus.kinds.items():
            inside = [i for i in range(kind.start, kind.stop) if own[i]]
            best = max((scores[i] for i in inside if i in right), default=None)
            if best is not None:
                better = {tops[i] for i in inside if scores[i] > best} - {gold}
                ranks[f"{question.lang} question, {name}"].append(len(better))
    return {
        name: (len(of), float(np.mean([r < 1 for r in of])), float(np.mean([r < 5 for r in of])))
        for name, of in sorted(ranks.items())
    }


def main() -> None:
    """Fit, print, write."""
    import torch

    if not 2 <= len(sys.argv) <= 3:
        sys.exit(__doc__)
    out = Path(sys.argv[2]) if len(sys.argv) > 2 else FILE
    registry = load_registry()
    with open_index(Path(sys.argv[1])) as index:
        corpus = Corpus.of(index, registry)
        questions = questions_of(registry, corpus)
        vectors = torch.from_numpy(np.stack([index.embed_query(q.text) for q in questions]))
    known = [i for i, q in enumerate(questions) if not q.left_out]
    others = [i for i, q in enumerate(questions) if q.left_out]
    adapter = fit(corpus, [questions[i] for i in known], vectors[known])
    asked = [questions[i] for i in others]
    moved = torch.from_numpy(np.stack([adapter.moved(v) for v in vectors[others].numpy()]))
    before, after = found(corpus, asked, vectors[others]), found(corpus, asked, moved)
    print(f"{len(others)} questions on laws left out; at 1 and at 5, before and after")
    for name, (n, *shares) in before.items():
        print(
            f"  {name:30} {n:5}  {shares[0]:.3f} {shares[1]:.3f}  {after[name][1]:.3f} {after[name][2]:.3f}"
        )
    fit(corpus, questions, vectors).save(out)


if __name__ == "__main__":
    main()
