"""What people ask to whom a provision is the answer (corpus/questions/), filed beside our digest of it.

A law is asked about in words that it does not use. A question like one of these leads to its provision whatever
the wording of the law; the question itself is never shown as a source.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from corpus.registry import Registry
    from ingest.collecting import Collected


@dataclass(frozen=True, slots=True)
class TypicalQuestion:
    """A question, in the language of its source, and the provision that answers it."""

    pin: str
    text: str


def with_questions(found: Sequence["Collected"], registry: "Registry") -> list["Collected"]:
    """The sources, each current digest with the questions that its provisions answer."""
    return [
        replace(c, questions=_questions(c, registry))
        if c.document.role == "digest" and c.document.until is None
        else c
        for c in found
    ]


def _questions(collected: "Collected", registry: "Registry") -> tuple[TypicalQuestion, ...]:
    document = collected.document
    restated = {provision.pin for provision in collected.parsed.provisions}
    return tuple(
        TypicalQuestion(pin, text)
        for pin, wordings in registry.questions.get(document.instrument, {}).items()
        if pin in restated
        for text in (wordings.zh if document.lang == "zh" else wordings.en)
    )
