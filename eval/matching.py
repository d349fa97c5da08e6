"""When a provision that was found counts as one that was looked for (DESIGN §4)."""

from collections.abc import Iterable, Sequence

from corpus import UsageError, covers
from ingest import Index

Group = tuple[str, ...]
"""Pins of which any one suffices."""


def matches(pin: str, group: Group) -> bool:
    """Whether a found pin covers, or is covered by, one of a group's pins."""
    return any(covers(pin, gold) or covers(gold, pin) for gold in group)


def first_ranks(pins: Iterable[str], gold: Sequence[Group]) -> tuple[int | None, ...]:
    """For each group the rank, from 1, of the first pin that finds it; None where none does."""
    found: list[int | None] = [None] * len(gold)
    for rank, pin in enumerate(pins, 1):
        for i, group in enumerate(gold):
            if found[i] is None and matches(pin, group):
                found[i] = rank
    return tuple(found)


def share_found(pins: Iterable[str], gold: Sequence[Group]) -> float:
    """Which share of the groups is found, from 0 to 1."""
    return sum(rank is not None for rank in first_ranks(pins, gold)) / len(gold)


def held(index: Index, group: Group) -> bool:
    """Whether the index holds anything that could find the group; if not, no retrieval can."""
    return any(_held(index, pin) for pin in group)


def _held(index: Index, pin: str) -> bool:
    instrument, _, segments = pin.partition("/")
    documents = index.catalog.documents(instrument)
    if not segments or not documents:
        return bool(documents)
    try:
        if index.catalog.nearest(pin):
            return True
    except UsageError:
        return False
    return any(
        covers(pin, provision.pin)
        for document in documents
        for provision in index.catalog.provisions(instrument, source=document.source)
    )
