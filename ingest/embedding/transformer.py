"""Any sentence-transformers model, by its name on the Hub or its folder."""

import logging
import re
import time
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any, Literal

from corpus.errors import CrosslexError
from ingest.embedding.embedder import Vector, Vectors, unit_rows

_BATCH = 32
_E5 = re.compile(r"(^|[/_-])e5([/_-]|$)", re.IGNORECASE)


class TransformerEmbedder:
    """A sentence-transformers model with its own prompts (e5's, where an e5 model declares none).

    Args:
        name: A Hub id (`BAAI/bge-m3`) or the folder of a saved model.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.model_id = f"sentence-transformers/{name}"

    @cached_property
    def _model(self) -> Any:
        return load_model(self.name)

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return int(self._model.get_embedding_dimension())

    @property
    def max_tokens(self) -> int:
        """The most tokens that the model reads."""
        return int(self._model.max_seq_length or 512)

    @cached_property
    def _prompts(self) -> dict[str, str]:
        declared: dict[str, str] = {k: v for k, v in (self._model.prompts or {}).items() if v}
        if declared or not _E5.search(self.name):
            passage = next((declared[k] for k in ("document", "passage", "corpus") if k in declared), "")
            return {"query": declared.get("query", ""), "passage": passage}
        return {"query": "query: ", "passage": "passage: "}

    def embed_passages(self, texts: Sequence[str], advance: Callable[[int], None] | None = None) -> Vectors:
        """The vectors of passages."""
        import numpy as np

        rows: list[Any] = [np.zeros((0, self.dimension), np.float32)]
        for at in range(0, len(texts), _BATCH * 8):
            part = list(texts[at : at + _BATCH * 8])
            rows.append(
                self._model.encode_document(
                    part, prompt=self._prompts["passage"], batch_size=_BATCH, show_progress_bar=False
                )
            )
            if advance:
                advance(len(part))
        return unit_rows(np.concatenate(rows))

    def embed_query(self, text: str) -> Vector:
        """The vector of a question."""
        return unit_rows(
            self._model.encode_query(text, prompt=self._prompts["query"], show_progress_bar=False)
        )

    def toward_answers(self, question: Vector) -> Vector:
        """The vector of the question: models of others are used as they are."""
        return question

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each passage, prompt and special tokens included."""
        prompt = self._prompts["passage"]
        encoded = self._model.tokenizer([prompt + t for t in texts], truncation=False, verbose=False)
        return [len(ids) for ids in encoded["input_ids"]]


def load_model(name: str, half: Literal["no", "auto"] = "no") -> Any:
    """A `sentence_transformers.SentenceTransformer`, on a GPU where torch finds one.

    Args:
        name: Hub id or folder.
        half: "auto" loads in bfloat16 where this processor multiplies it clearly faster than single precision.

    Raises:
        CrosslexError: There is no such model, or it cannot be loaded or fetched.
    """
    import torch
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging as transformers_logging

    transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # transformers' own lack
    logging.getLogger("sentence_transformers").setLevel(logging.WARNING)
    dtype = torch.bfloat16 if half == "auto" and _bfloat16_is_faster() else torch.float32
    try:
        return SentenceTransformer(name, model_kwargs={"dtype": dtype}).eval()
    except Exception as error:
        reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise CrosslexError(f"cannot load the embedding model '{name}': {reason[:300]}") from error


def _bfloat16_is_faster() -> bool:
    """Times one layer's largest product in both precisions: processors without bfloat16 units are slower in it."""
    import torch

    if torch.cuda.is_available():
        return True
    seconds = {}
    for dtype in (torch.float32, torch.bfloat16):
        left, right = torch.ones(512, 384, dtype=dtype), torch.ones(384, 1536, dtype=dtype)
        best = float("inf")
        for _ in range(8):
            start = time.perf_counter()
            torch.mm(left, right)
            best = min(best, time.perf_counter() - start)
        seconds[dtype] = best
    return seconds[torch.bfloat16] < 0.8 * seconds[torch.float32]
