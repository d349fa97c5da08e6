"""An answer as server-sent events: what a reader needs first comes first."""

from collections.abc import Iterator
from typing import Any

from rag import Answer
from rag.types import SCHEMA_VERSION

Event = tuple[str, dict[str, Any]]
EVENTS = ("plan", "statement", "citation", "matrix", "done", "error")


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
