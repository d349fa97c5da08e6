"""Finding "Measure 1.3" in an instrument whose parts are numbered apart, such as the chapters of a code of practice."""

from collections.abc import Sequence

from corpus import Registry, split
from ingest import Index

_HEADING = "h-"


class Parts:
    """Looks a numbered provision up in the named parts of an instrument."""

    def __init__(self, index: Index, registry: Registry) -> None:
        """Look provisions up in `index`; the glossary of `registry` knows the names of parts in the other language."""
        self._index = index
        self._terms = registry.terms

    def find(self, instrument: str, segments: Sequence[str], question: str) -> tuple[str, ...]:
        """The pins of the provision in each part that has one: in the parts that the question names, else in all."""
        tail = "/" + "/".join(segments)
        pins = tuple(p.pin for p in self._index.provisions(instrument) if p.pin.endswith(tail))
        inside = [pin for pin in pins if split(pin)[1][0].startswith(_HEADING)]
        named = tuple(pin for pin in inside if self._names(question.casefold(), split(pin)[1][0]))
        return named or tuple(inside)

    def _names(self, question: str, part: str) -> bool:
        """Whether a question has a word of a part's heading, in either language."""
        words = [word for word in part.removeprefix(_HEADING).split("-") if len(word) > 3]
        return any(
            word in question
            or any(
                variant in question
                for term in self._terms
                if word in {en.casefold() for en in term.en}
                for variant in term.zh
            )
            for word in words
        )
