"""The clauses of a claim beside those of the evidence that say the same, as words matched by meaning place them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_BREAK = re.compile(
    r"[，。；：,;:\n](?!\d)|\.(?=\s|$)"
    r"|\s(?=(?:unless|except|if|when|where|which|who|whose|but|while|until|without|provided|so that|even)\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Placed:
    """A word of one text and the place of its best counterpart in another."""

    start: int
    weight: float
    other: int
    """Where the counterpart begins."""
    likeness: float


@dataclass(frozen=True, slots=True)
class Laid:
    """A claim laid over the evidence, clause by clause."""

    pairs: tuple[tuple[str, str, float], ...] = ()
    """Clauses of the claim, the clauses of the evidence that they come from, and how much of each does so, 0 to 1."""
    untouched: tuple[tuple[str, float], ...] = ()
    """Clauses of the evidence, each with how much less of it than of the best one the claim says, 0 to 1."""


def clauses(text: str) -> list[tuple[int, int]]:
    """Where the clauses of a text stand; those of one word belong to the next."""
    edges = [0, *(m.end() for m in _BREAK.finditer(text)), len(text)]
    spans: list[tuple[int, int]] = []
    begin = 0
    for end in edges[1:]:
        part = text[begin:end]
        if len(part.strip()) >= (3 if re.search("[㐀-鿿]", part) else 9):
            spans.append((begin, end))
            begin = end
    if begin < len(text):
        spans = [*spans[:-1], (spans[-1][0], len(text))] if spans else [(0, len(text))]
    return spans


def lay(claim: str, held: str, said: Sequence[Placed], back: Sequence[Placed]) -> Laid:
    """Put the clauses of a claim beside those of the sentence it is nearest to."""
    mine, theirs = clauses(claim), clauses(held)
    pairs = []
    for a, b in mine:
        votes = [0.0] * len(theirs)
        for word in said:
            if a <= word.start < b:
                votes[_at(theirs, word.other)] += word.weight * word.likeness
        if any(votes):
            best = max(range(len(votes)), key=votes.__getitem__)
            pairs.append((claim[a:b].strip(), held[slice(*theirs[best])].strip(), votes[best] / sum(votes)))
    shares = []
    for a, b in theirs:
        words = [word for word in back if a <= word.start < b and word.weight > 0]
        total = sum(word.weight for word in words)
        shares.append(sum(word.weight * word.likeness for word in words) / total if total else None)
    best_share = max((share for share in shares if share is not None), default=0.0)
    untouched = [
        (held[slice(*span)].strip(), best_share - share)
        for span, share in zip(theirs, shares, strict=True)
        if share is not None
    ]
    return Laid(tuple(pairs), tuple(untouched))


def _at(spans: Sequence[tuple[int, int]], place: int) -> int:
    return next((i for i, (a, b) in enumerate(spans) if a <= place < b), len(spans) - 1)
