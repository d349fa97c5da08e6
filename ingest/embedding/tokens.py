"""Texts as a row of vectors, one a token in its context: what a passage says piece by piece, not only as a whole."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from corpus.errors import CrosslexError
from ingest.embedding import Embedder
from ingest.embedding.embedder import Vector, Vectors, unit_rows

_BATCH_TOKENS = 2048
_ROOM = 500
"""Tokens of a text that are read at once; a longer text is read in windows."""


@dataclass(frozen=True, slots=True)
class TokenVectors:
    """A text as its tokens."""

    spans: tuple[tuple[int, int], ...]
    """Where each token stands in the text."""
    vectors: Vectors
    """Shape (tokens, d), of unit length: what each token means here, from the last layer."""
    middle: Vectors
    """The same from three quarters up the model, where words are matched best across languages (Jalili Sabet et al.,
    "SimAlign", Findings of EMNLP 2020)."""
    weights: Vector
    """Shape (tokens,): how rare each token is, in nats; 1 for models whose vocabulary does not tell."""


class TokenEncoder:
    """The token vectors of an embedding model that runs on sentence-transformers; weights are read when first used.

    Args:
        embedder: The bundled model, or any other that `load_embedder` gives.
    """

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    @cached_property
    def _model(self) -> Any:
        from ingest.embedding.transformer import load_model

        folder: Path | None = getattr(self._embedder, "folder", None)
        return load_model(str(folder or self._embedder.name), half="auto" if folder else "no")

    @cached_property
    def _tokenizer(self) -> Any:
        tokenizer = self._model.tokenizer
        if not getattr(tokenizer, "is_fast", False):
            raise CrosslexError(
                f"the model '{self._embedder.name}' does not tell where its tokens stand; use 'bundled'"
            )
        return tokenizer

    def encode(self, texts: Sequence[str]) -> list[TokenVectors]:
        """The tokens of each text, in order."""
        prompt = "passage: "
        encoded = self._tokenizer(
            [prompt + text for text in texts],
            add_special_tokens=False,
            return_offsets_mapping=True,
            truncation=False,
            verbose=False,
        )
        windows: list[tuple[int, int, list[int]]] = []  # text, first token, ids
        for row, ids in enumerate(encoded["input_ids"]):
            windows += [(row, at, ids[at : at + _ROOM]) for at in range(0, len(ids), _ROOM)]
        states: dict[tuple[int, int], tuple[Any, Any]] = {}
        windows.sort(key=lambda window: -len(window[2]))  # like lengths together: hardly any padding
        for batch in _batches(windows):
            for (row, at, _), layers in zip(batch, self._states([ids for _, _, ids in batch]), strict=True):
                states[row, at] = layers
        found = []
        for row, text in enumerate(texts):
            parts = [states[row, at] for at in range(0, len(encoded["input_ids"][row]), _ROOM)]
            spans = [(a - len(prompt), b - len(prompt)) for a, b in encoded["offset_mapping"][row]]
            kept = [i for i, (a, b) in enumerate(spans) if a >= 0 and b > a and text[a:b].strip()]
            last, middle = (np.concatenate([part[i] for part in parts])[kept] for i in (0, 1))
            ids = [encoded["input_ids"][row][i] for i in kept]
            weights = np.array([self._rarity.get(id, 1.0) for id in ids], np.float32)
            places = tuple(_trimmed(text, *spans[i]) for i in kept)
            found.append(TokenVectors(places, unit_rows(last), unit_rows(middle), weights))
        return found

    @cached_property
    def _rarity(self) -> dict[int, float]:
        """Minus the log probability of each piece of a unigram vocabulary."""
        model = json.loads(self._tokenizer.backend_tokenizer.to_str())["model"]
        if model.get("type") != "Unigram":
            return {}
        return {id: -float(score) for id, (_, score) in enumerate(model["vocab"])}

    def _states(self, rows: list[list[int]]) -> list[tuple[Any, Any]]:
        """Of each row of ids the hidden states of the last and of the middle layer."""
        import torch

        tokenizer, model = self._tokenizer, self._model
        width = max(map(len, rows)) + 2
        ids = torch.full((len(rows), width), tokenizer.pad_token_id)
        mask = torch.zeros((len(rows), width), dtype=torch.long)
        for i, row in enumerate(rows):
            ids[i, : len(row) + 2] = torch.tensor([tokenizer.bos_token_id, *row, tokenizer.eos_token_id])
            mask[i, : len(row) + 2] = 1
        with torch.inference_mode():
            layers = (
                model[0]
                .auto_model(
                    input_ids=ids.to(model.device),
                    attention_mask=mask.to(model.device),
                    output_hidden_states=True,
                )
                .hidden_states
            )
        last, middle = (layer.float().cpu().numpy() for layer in (layers[-1], layers[len(layers) * 3 // 4]))
        return [(last[i, 1 : len(row) + 1], middle[i, 1 : len(row) + 1]) for i, row in enumerate(rows)]


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without the space that the tokenizer counts to the word behind it."""
    while start < end and text[start].isspace():
        start += 1
    return start, end


def _batches(windows: list[tuple[int, int, list[int]]]) -> list[list[tuple[int, int, list[int]]]]:
    batches: list[list[tuple[int, int, list[int]]]] = []
    for window in windows:
        if batches and (len(batches[-1]) + 1) * len(batches[-1][0][2]) <= _BATCH_TOKENS:
            batches[-1].append(window)
        else:
            batches.append([window])
    return batches
