"""Conversations and comparisons that outlive a page: reloaded, or in the other language, it goes on with them."""

import base64
import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from corpus import Registry
from rag import Answer
from ui.exports import FORMATS
from ui.page.jobs import is_key

_KEPT = 200
"""Conversations that are remembered, the latest."""


@dataclass(frozen=True)
class Turn:
    """One question of a conversation with its answer; a comparison is a conversation of one."""

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


def download(
    clicked: Mapping[str, Any], turns: Sequence[Turn], registry: Registry, name: str
) -> dict[str, str] | None:
    """The file of an answer, for `crosslex.save` of static/page.js; None if there is no such answer or format.

    Args:
        clicked: What `crosslex.exports` of static/page.js sends.
        turns: Of the reader.
        registry: Knows the names of instruments.
        name: What the name of the file begins with.
    """
    wanted, number = str(clicked.get("format")), str(clicked.get("turn"))
    answer = next((turn.answer for turn in turns if str(turn.number) == number), None)
    if answer is None or wanted not in FORMATS:
        return None
    data = base64.b64encode(FORMATS[wanted](answer, registry)).decode()
    return {"name": f"{name}-{answer.as_of}-{number}.{wanted}", "data": data}
