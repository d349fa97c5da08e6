"""Answers that a model is writing for readers of the page, each of which its reader can stop."""

import secrets
import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING

from rag import Answer

if TYPE_CHECKING:
    from ui.drafting import Drafting


class Unfinished:
    """What is being written, by a word that only the page of its reader knows.

    Args:
        drafting: The model that writes; None if there is none.
    """

    def __init__(self, drafting: "Drafting | None") -> None:
        self._drafting = drafting
        self._stops: dict[str, threading.Event] = {}

    def drafts(self, answer: Answer) -> Iterator[tuple[Answer, str]]:
        """An extractive answer, then each draft of it with the word that stops it; nothing if no model writes it."""
        if self._drafting is None or not answer.statements:
            return
        word, off = secrets.token_hex(16), threading.Event()
        self._stops[word] = off
        try:
            yield answer, word
            for draft in self._drafting.drafts(answer, self._drafting.custom("mark"), off):
                yield draft, word
        finally:
            off.set()
            del self._stops[word]

    def stop(self, word: str) -> None:
        """End the writing of one answer; without effect where it has ended."""
        if (off := self._stops.get(word)) is not None:
            off.set()
