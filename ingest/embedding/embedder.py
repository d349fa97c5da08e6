"""What the rest of crosslex asks of an embedding model."""

from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]
"""Shape (n, d), one row a text, each of unit length."""
Vector = npt.NDArray[np.float32]
"""Shape (d,), of unit length."""


class Embedder(Protocol):
    """A model that maps passages and questions, in either language, into one space where cosine is likeness."""

    @property
    def name(self) -> str:
        """The name by which `load_embedder` finds it again."""

    @property
    def model_id(self) -> str:
        """What its vectors are filed under: equal ids mean interchangeable vectors."""

    @property
    def dimension(self) -> int:
        """Length d of a vector."""

    @property
    def max_tokens(self) -> int:
        """The most tokens that the model reads, its prompt and special tokens included."""

    def embed_passages(self, texts: Sequence[str], advance: Callable[[int], None] | None = None) -> Vectors:
        """The vectors of passages, in order; `advance(n)` is called as each n more are done."""

    def embed_query(self, text: str) -> Vector:
        """The vector of a question."""

    def toward_answers(self, question: Vector) -> Vector:
        """The vector of a question moved to where passages that answer it lie; the same one, if it was not taught how.

        Other questions like it still lie near the vector that `embed_query` gives.
        """

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """How many tokens the model reads for each passage, its prompt and special tokens included."""


def unit_rows(rows: npt.NDArray[np.floating]) -> Vectors:
    """Rows scaled to unit length in single precision; a row of zeros stays as it is."""
    single = np.asarray(rows, dtype=np.float32)
    lengths = np.linalg.norm(single, axis=-1, keepdims=True)
    return np.asarray(single / np.where(lengths == 0, 1, lengths), dtype=np.float32)
