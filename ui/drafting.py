"""The language model of a server: what it writes reaches readers as it is checked, and it stops when they go."""

import threading
import time
from collections.abc import Iterator
from queue import Empty, SimpleQueue

from rag import Answer, Engine, messages
from rag.models import LanguageModel
from rag.types import Unsupported
from rag.writing import Writer
from ui.wording import say

SECONDS = 600.0
"""That an answer may be written for: a small model on two cores takes minutes."""
_GLANCE = 0.05
"""Seconds between looks at the reader's wish to stop."""


class Drafting:
    """One model for a process; safe to use from several threads.

    Args:
        engine: Finds.
        model: Writes; closed with `close`.
        unsupported: What becomes of a sentence that its citations do not support; each face has its own custom if not
            given.
        seconds: That an answer may be written for.
    """

    def __init__(
        self,
        engine: Engine,
        model: LanguageModel,
        *,
        unsupported: Unsupported | None = None,
        seconds: float = SECONDS,
    ) -> None:
        self._model, self._unsupported, self._seconds = model, unsupported, seconds
        self._writers: dict[Unsupported, Writer] = {
            "drop": Writer(engine, model, unsupported="drop"),
            "mark": Writer(engine, model, unsupported="mark"),
        }

    def custom(self, usual: Unsupported) -> Unsupported:
        """What becomes of unsupported sentences on a face where `usual` does if nothing was said."""
        return self._unsupported or usual

    def drafts(
        self, answer: Answer, unsupported: Unsupported, cancelled: threading.Event | None = None
    ) -> Iterator[Answer]:
        """An extractive answer as it is written out, each draft whole; the last is the answer.

        Args:
            answer: What was found.
            unsupported: What becomes of a sentence that its citations do not support.
            cancelled: Ends the writing at once when set; set at the end, so that the model never writes for nobody.
        """
        off = cancelled or threading.Event()
        come: SimpleQueue[Answer | None] = SimpleQueue()
        writer = self._writers[unsupported]

        def write() -> None:
            try:
                for draft in writer.stream(answer, cancelled=off):
                    come.put(draft)
            except Exception as error:  # noqa: BLE001 (the reader keeps the quotes, whatever happens to the model)
                reason = " ".join(str(error).split())[:200] or type(error).__name__
                note = messages.model_failed(reason, answer.language)
                come.put(answer.model_copy(update={"notes": (note, *answer.notes)}))
            come.put(None)

        threading.Thread(target=write, daemon=True, name="crosslex-writing").start()
        end, last = time.monotonic() + self._seconds, answer
        try:
            while not off.is_set() and time.monotonic() < end:
                try:
                    draft = come.get(timeout=_GLANCE)
                except Empty:
                    continue
                if draft is None:
                    return
                last = draft
                yield draft
            line = say("writing_stopped", answer.language)
            if not off.is_set():
                line = say("writing_too_long", answer.language).format(round(self._seconds / 60) or 1)
            yield last.model_copy(update={"notes": (line, *last.notes)})
        finally:
            off.set()

    def written(
        self, answer: Answer, unsupported: Unsupported, cancelled: threading.Event | None = None
    ) -> Answer:
        """An extractive answer, written out; arguments as of `drafts`."""
        *_, last = answer, *self.drafts(answer, unsupported, cancelled)
        return last

    def close(self) -> None:
        """End the model."""
        self._model.close()
