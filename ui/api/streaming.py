"""An answer as server-sent events: what a reader needs first comes first."""

from collections.abc import Iterator
from typing import Any

from rag import Answer
from rag.types import SCHEMA_VERSION

Event = tuple[str, dict[str, Any]]
EVENTS = ("draft", "plan", "statement", "citation", "matrix", "done", "error")


class DraftEvents:
    """Tells the written sentences of drafts, each once."""

    def __init__(self) -> None:
        self._told: set[tuple[str, str]] = set()
        self._last: Answer | None = None

    @property
    def last(self) -> Answer:
        """The newest draft: the answer, once all have come."""
        assert self._last is not None, "an answer has at least one draft"  # noqa: S101
        return self._last

    def new(self, draft: Answer) -> Iterator[Event]:
        """A `draft` for each sentence that no draft before held; its ids hold within the event only."""
        self._last = draft
        citations = {citation.id: citation for citation in draft.citations}
        for statement in draft.statements:
            if statement.origin == "quote" or (statement.instrument, statement.text) in self._told:
                continue
            self._told.add((statement.instrument, statement.text))
            cited = [citations[key].model_dump(mode="json") for key in statement.citations]
            yield "draft", {"statement": statement.model_dump(mode="json"), "citations": cited}


def answer_events(answer: Answer) -> Iterator[Event]:
    """`plan`; each `statement`, then the `citation`s that it is the first to use; `matrix`; `done` with the rest.

    Together they hold every field of the answer once.
    """
    whole = answer.model_dump(mode="json")
    yield "plan", {"schema": SCHEMA_VERSION, **whole.pop("plan")}
    citations = {citation["id"]: citation for citation in whole.pop("citations")}
    for statement in whole.pop("statements"):
        yield "statement", statement
        for key in statement["citations"]:
            if key in citations:
                yield "citation", citations.pop(key)
    for citation in citations.values():
        yield "citation", citation
    if (matrix := whole.pop("matrix")) is not None:
        yield "matrix", matrix
    yield "done", whole
