"""The pipeline that one would write in an afternoon with llama-index: the yardstick of our benchmarks.

SimpleDirectoryReader, SentenceSplitter, HuggingFaceEmbedding on the same multilingual-e5-small weights, and
QdrantVectorStore in qdrant-client's local mode, all with their defaults (the model's prompts apart).

It takes over half an hour to embed the mirror on two cores. So only every EVERYth node is embedded and the seconds of
that are multiplied; the nodes in between borrow the vector of the one before them, so that the store has its full size.

    python -m eval.bench.plain build MIRROR FOLDER MODEL EVERY     # prints seconds
    python -m eval.bench.plain ask FOLDER MODEL QUESTION...     # cold: imports, opening, one retrieval; warm: median
"""

import json
import statistics
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from llama_index.core import Document, VectorStoreIndex
    from llama_index.core.schema import BaseNode, NodeWithScore

    from ingest.embedding import Vectors

COLLECTION = "plain"
SUFFIXES = [".txt", ".md", ".html", ".pdf", ".json"]
"""What SimpleDirectoryReader can read of the mirror (it has no reader for Formex)."""


def split(documents: "Sequence[Document]") -> "list[BaseNode]":
    """The nodes of documents, in their order."""
    from llama_index.core.node_parser import SentenceSplitter

    # the model takes 512 tokens; the splitter counts tiktoken's, which are fewer for Chinese
    return SentenceSplitter(chunk_size=400, chunk_overlap=40).get_nodes_from_documents(documents)


def embedded_texts(nodes: "Sequence[BaseNode]") -> list[str]:
    """What is embedded of each node: its text under the path of its file, as is the default."""
    from llama_index.core.schema import MetadataMode

    return [node.get_content(MetadataMode.EMBED) for node in nodes]


class PlainPipeline:
    """A vector index over the files of a folder, and retrieval from it."""

    def __init__(self, folder: Path, model: str) -> None:
        """Open (or begin) the index in `folder`, embedding with the sentence-transformers model at `model`."""
        from llama_index.embeddings.huggingface import HuggingFaceEmbedding
        from llama_index.vector_stores.qdrant import QdrantVectorStore
        from qdrant_client import QdrantClient

        self._client = QdrantClient(path=str(folder))
        self._store = QdrantVectorStore(collection_name=COLLECTION, client=self._client)
        self._embedding = HuggingFaceEmbedding(
            model_name=model, query_instruction="query: ", text_instruction="passage: ", device="cpu"
        )
        self._index: VectorStoreIndex | None = None

    def build(self, mirror: Path, every: int) -> dict[str, float]:
        """Index the files of `mirror`, embedding every `every`th node; nodes, and seconds as if all were embedded."""
        from llama_index.core import SimpleDirectoryReader

        begun = time.perf_counter()
        documents = SimpleDirectoryReader(
            str(mirror), recursive=True, required_exts=SUFFIXES, exclude=["README.md"]
        ).load_data()
        nodes = split(documents)
        read = time.perf_counter()
        sample = nodes[::every]
        vectors = self._embedding.get_text_embedding_batch(embedded_texts(sample))
        embedded = time.perf_counter()
        self.fill(nodes, [vectors[i // every] for i in range(len(nodes))])
        embedding = (embedded - read) * len(nodes) / len(sample)
        seconds = read - begun + embedding + time.perf_counter() - embedded
        return {"nodes": len(nodes), "sampled": len(sample), "seconds": round(seconds, 1)}

    def fill(self, nodes: "Sequence[BaseNode]", vectors: "Vectors | Sequence[list[float]]") -> None:
        """Store nodes with a vector each."""
        from llama_index.core import StorageContext, VectorStoreIndex

        for node, vector in zip(nodes, vectors, strict=True):
            node.embedding = [float(number) for number in vector]
        self._index = VectorStoreIndex(
            nodes,
            storage_context=StorageContext.from_defaults(vector_store=self._store),
            embed_model=self._embedding,
        )

    def retrieve(self, question: str, k: int = 10) -> "list[NodeWithScore]":
        """The `k` nearest nodes."""
        from llama_index.core import VectorStoreIndex

        if self._index is None:
            self._index = VectorStoreIndex.from_vector_store(self._store, embed_model=self._embedding)
        return self._index.as_retriever(similarity_top_k=k).retrieve(question)

    def close(self) -> None:
        """Let go of the store."""
        self._client.close()


def main(arguments: list[str]) -> None:
    """Run one of the two commands of the module's docstring."""
    begun = time.perf_counter()
    match arguments:
        case ["build", mirror, folder, model, every]:
            pipeline = PlainPipeline(Path(folder), model)
            opened = time.perf_counter() - begun
            result = pipeline.build(Path(mirror), int(every))
            pipeline.close()
            print(json.dumps({**result, "seconds": round(opened + result["seconds"], 1)}))
        case ["ask", folder, model, first, *questions]:
            pipeline = PlainPipeline(Path(folder), model)
            pipeline.retrieve(first)
            cold = time.perf_counter() - begun
            times = []
            for question in questions:
                begun = time.perf_counter()
                pipeline.retrieve(question)
                times.append(time.perf_counter() - begun)
            pipeline.close()
            print(json.dumps({"cold": round(cold, 3), "warm": round(statistics.median(times), 4)}))
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
