"""Judges of entailment: how probable it is that a statement follows from passages.

Three strengths share one interface. The default (rag/verify/calibrated.py) needs no more than the bundled embedding
model; a language model answers yes or no; a cross-encoder for natural language inference can be named.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

from corpus.errors import CrosslexError
from ingest.sentences import split
from rag.prompts import JUDGE
from rag.verify.checks import Finding
from rag.verify.features import Match


@dataclass(frozen=True, slots=True)
class Checked:
    """A sentence of a claim, the passages that it is held against, and what was found without a model."""

    sentence: str
    passages: tuple[str, ...]
    match: Match | None = None
    """The sentence word by word in the passages, where it was read so."""
    findings: tuple[Finding, ...] = ()


class SupportJudge(Protocol):
    """Something that estimates whether a sentence follows from its evidence, in either language or across them."""

    @property
    def name(self) -> str:
        """What it is called in reports."""

    def probabilities(self, checked: Sequence[Checked]) -> list[float]:
        """For each the probability, 0 to 1, that the passages fully support the sentence."""


# --- a language model -------------------------------------------------------------------------------------------------

_YES, _NO = ("yes", "是", "对"), ("no", "否", "不")
_LONGEST = 12_000
"""Characters of evidence that a model is shown."""


class FirstToken(Protocol):
    """A language model asked for one token."""

    def first_token(self, prompt: str) -> Mapping[str, float]:
        """The likeliest first tokens of the reply to a user's message and their log probabilities, at temperature 0."""


class LanguageModelJudge:
    """P(yes) / (P(yes) + P(no)) of the first token that a language model replies (Kadavath et al., 2022, P(True)).

    Args:
        model: The model.
        name: What it is called in reports.
    """

    def __init__(self, model: FirstToken, name: str = "llm") -> None:
        self._model, self.name = model, name

    def probabilities(self, checked: Sequence[Checked]) -> list[float]:
        """One request each; 0.5 where the model says neither yes nor no."""
        found = []
        for one in checked:
            evidence = "\n\n".join(one.passages)[:_LONGEST]
            tokens = self._model.first_token(JUDGE.format(evidence=evidence, claim=one.sentence))
            yes, no = (sum(math.exp(p) for t, p in tokens.items() if _is(t, words)) for words in (_YES, _NO))
            found.append(yes / (yes + no) if yes + no > 0 else 0.5)
        return found


def _is(token: str, words: tuple[str, ...]) -> bool:
    return token.strip(" \n▁Ġ\"'.,。").lower() in words


# --- a cross-encoder --------------------------------------------------------------------------------------------------

_WINDOW = 3
"""Sentences of evidence that are read together."""


class CrossEncoderJudge:
    """A sentence-transformers cross-encoder for natural language inference, by its name on the Hub or its folder.

    Each window of sentences is judged by itself and the best one counts (Laban et al., "SummaC", TACL 2022).

    Args:
        name: The model; it has a class whose label begins with "entail", or a single score.
    """

    def __init__(self, name: str) -> None:
        self.name = name

    @cached_property
    def _model(self) -> Any:
        try:
            from sentence_transformers import CrossEncoder

            return CrossEncoder(self.name)
        except Exception as error:
            reason = (str(error).strip() or type(error).__name__).splitlines()[0]
            raise CrosslexError(f"cannot load the model '{self.name}': {reason[:300]}") from error

    def probabilities(self, checked: Sequence[Checked]) -> list[float]:
        """The probability of entailment from the best window of each sentence's passages."""
        rows: list[tuple[str, str]] = []
        counts = []
        for one in checked:
            parts = [part for passage in one.passages for part in windows(passage)]
            rows += [(part, one.sentence) for part in parts]
            counts.append(len(parts))
        scores = self._scores(rows)
        at, found = 0, []
        for count in counts:
            found.append(max(scores[at : at + count]))
            at += count
        return found

    def _scores(self, rows: list[tuple[str, str]]) -> list[float]:
        import numpy as np

        raw = np.asarray(self._model.predict(rows, show_progress_bar=False, activation_fn=_identity()), float)
        if raw.ndim == 1 or raw.shape[1] == 1:
            return [float(p) for p in 1 / (1 + np.exp(-raw.reshape(len(rows))))]
        labels = getattr(self._model.config, "id2label", {})
        column = next((i for i, label in labels.items() if str(label).lower().startswith("entail")), None)
        if column is None:
            raise CrosslexError(
                f"the model '{self.name}' has no class for entailment; name an NLI cross-encoder"
            )
        chances = np.exp(raw - raw.max(axis=1, keepdims=True))
        return [float(p) for p in (chances / chances.sum(axis=1, keepdims=True))[:, int(column)]]


def _identity() -> Any:
    import torch

    return torch.nn.Identity()


def windows(evidence: str, size: int = _WINDOW) -> list[str]:
    """The evidence in overlapping windows of sentences; the whole of it where it has no more than `size`."""
    spans = split(evidence)
    if len(spans) <= size:
        return [evidence]
    starts = [*range(0, len(spans) - size, max(1, size - 1)), len(spans) - size]
    edges = [(spans[i][0], spans[i + size - 1][1]) for i in starts]
    return [evidence[a:b] for a, b in dict.fromkeys(edges)]
