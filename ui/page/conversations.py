"""Conversations that outlive a page: reloading it, or switching its language, goes on with the one that was there."""

import threading
from collections import OrderedDict
from dataclasses import dataclass

from rag import Answer
from ui.page.jobs import is_key

_KEPT = 200
"""Conversations that are remembered, the latest."""


@dataclass(frozen=True)
class Turn:
    """One question of a conversation with its answer."""

    number: int
    answer: Answer
    drawn: str


class Conversations:
    """The conversations by the keys that their readers' browsers made up and nobody else can guess."""

    def __init__(self) -> None:
        self._turns: OrderedDict[str, tuple[Turn, ...]] = OrderedDict()
        self._lock = threading.Lock()

    def keep(self, key: str, turns: tuple[Turn, ...]) -> None:
        """Remember a conversation as it stands, if its key is one; without turns, forget it."""
        if not is_key(key):
            return
        with self._lock:
            self._turns.pop(key, None)
            if turns:
                self._turns[key] = turns
            if len(self._turns) > _KEPT:
                self._turns.popitem(last=False)

    def get(self, key: str) -> tuple[Turn, ...]:
        """The turns of a conversation; none if it is not remembered."""
        with self._lock:
            return self._turns.get(key, ())
