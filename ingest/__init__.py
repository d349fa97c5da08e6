"""From sources to an index: readers, outlines, chunks, vectors, the store, generations.

`build` makes or updates the index, `open_index` opens it for searching. Nothing heavy is imported before it is used.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from ingest.types import Chunk, Filters, ScoredChunk, ScoredSentence

if TYPE_CHECKING:
    from ingest.background import Background
    from ingest.catalog import Catalog
    from ingest.embedding import Embedder
    from ingest.embedding import Vector as FloatVector
    from ingest.generations import IndexMismatch, IndexMissing, Manifest
    from ingest.index import Index, open_index
    from ingest.own_files import MAX_BYTES, Upload, check_file, uploads
    from ingest.pipeline import build
    from ingest.records import Document, ProvisionText
    from ingest.sparse import Sparse
    from ingest.store import Store
    from ingest.summary import Progress, Summary, SummaryRow

_WHERE = {
    "Background": "background",
    "Catalog": "catalog",
    "Document": "records",
    "Embedder": "embedding",
    "FloatVector": "embedding",
    "Index": "index",
    "IndexMismatch": "generations",
    "IndexMissing": "generations",
    "MAX_BYTES": "own_files",
    "Manifest": "generations",
    "Progress": "summary",
    "ProvisionText": "records",
    "Sparse": "sparse",
    "Store": "store",
    "Summary": "summary",
    "SummaryRow": "summary",
    "Upload": "own_files",
    "build": "pipeline",
    "check_file": "own_files",
    "open_index": "index",
    "uploads": "own_files",
}

__all__ = [
    "MAX_BYTES",
    "Background",
    "Catalog",
    "Chunk",
    "Document",
    "Embedder",
    "Filters",
    "FloatVector",
    "Index",
    "IndexMismatch",
    "IndexMissing",
    "Manifest",
    "Progress",
    "ProvisionText",
    "ScoredChunk",
    "ScoredSentence",
    "Sparse",
    "Store",
    "Summary",
    "SummaryRow",
    "Upload",
    "build",
    "check_file",
    "open_index",
    "uploads",
]


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module 'ingest' has no attribute '{name}'")
    module = import_module(f"ingest.{_WHERE[name]}")
    return getattr(module, "Vector" if name == "FloatVector" else name)
