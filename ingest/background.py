"""How near a question lies to the sentences of each language on average: what its cosines are measured from.

Cosines of multilingual embeddings lie higher within a language than across languages, by an amount that depends on
the question. Subtracting the language's mean is the usual remedy (Libovický, Rosa and Fraser 2020,
arXiv:2004.05160). The means here are those of our digests, which say the same in both languages, so that what differs
between the means is the language and nothing else.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np

from corpus.types import Lang
from ingest.embedding import Vector


class Background:
    """The mean sentence vector of each language.

    Args:
        means: Shape (d,) each, by language.
    """

    def __init__(self, means: Mapping[Lang, Vector]) -> None:
        self._means = dict(means)

    @classmethod
    def fit(cls, vectors: Iterable[tuple[Lang, Vector]]) -> "Background":
        """From sentence vectors of texts that exist in both languages, each with its language."""
        by_language: dict[Lang, list[Vector]] = {}
        for lang, vector in vectors:
            by_language.setdefault(lang, []).append(vector)
        return cls({lang: np.mean(rows, axis=0) for lang, rows in by_language.items()})

    def level(self, question: Vector, lang: Lang) -> float | None:
        """The mean cosine of `question`, shape (d,), with sentences of `lang`; None where nothing is known of it."""
        mean = self._means.get(lang)
        return None if mean is None else float(question @ mean)

    def save(self, path: Path) -> None:
        """Write to an .npz file."""
        np.savez(path, allow_pickle=False, **{str(lang): mean for lang, mean in self._means.items()})

    @classmethod
    def load(cls, path: Path) -> "Background":
        """Read what `save` wrote.

        Raises:
            OSError: There is no such file.
            ValueError: It holds something else.
        """
        with np.load(path, allow_pickle=False) as file:
            langs: tuple[Lang, ...] = ("en", "zh")
            return cls({lang: file[lang] for lang in langs if lang in file})
