"""A linear adapter of questions: it moves the vector of a question to where passages that answer it lie.

A question and its answer share no words, and the bundled model puts questions near to questions. What moves them was
fitted on our typical questions (`python -m eval.fitting.adapter`); the vectors of passages, and so the index, stay as
they are. The idea is that of llama-index's `LinearAdapterEmbeddingModel`, here without torch.
"""

from pathlib import Path
from typing import Self

import numpy as np
import numpy.typing as npt

from ingest.embedding.embedder import Vector, unit_rows

FILE = Path(__file__).with_name("adapter.npz")
"""Of the bundled model."""


class Adapter:
    """x ↦ (M·x + b) / |M·x + b|.

    Args:
        matrix: M, shape (d, d).
        offset: b, shape (d,).
    """

    def __init__(self, matrix: npt.NDArray[np.float32], offset: npt.NDArray[np.float32]) -> None:
        self._matrix, self._offset = matrix.astype(np.float32), offset.astype(np.float32)

    def moved(self, question: Vector) -> Vector:
        """The vector of a question, shape (d,), moved."""
        return unit_rows(self._matrix @ question + self._offset)

    def save(self, path: Path) -> None:
        """Write to an .npz file, in half precision."""
        halves = {"matrix": self._matrix.astype(np.float16), "offset": self._offset.astype(np.float16)}
        np.savez_compressed(path, allow_pickle=False, **halves)

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read what `save` wrote."""
        with np.load(path, allow_pickle=False) as file:
            return cls(file["matrix"], file["offset"])
