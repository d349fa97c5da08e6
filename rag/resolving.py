"""From references as people write them to pins: "Article 50(2)" beside the name of a law, or of none."""

from collections.abc import Callable, Sequence

from corpus import Reference, join
from rag.bare_references import bare_references, headings
from rag.mentions import Mention
from rag.types import Scope

_FEW = 3
"""Instruments in which a provision is looked up that is named without its law."""


class Resolver:
    """Resolves references with the pins of an index."""

    def __init__(
        self, exists: Callable[[str], bool], in_parts: Callable[[str, Sequence[str], str], tuple[str, ...]]
    ) -> None:
        """Resolve with an index.

        Args:
            exists: Whether it holds a pin.
            in_parts: The pins of an instrument that end in some segments, in the part that a question names
                (`rag.parts.Parts.find`).
        """
        self._exists = exists
        self._in_parts = in_parts

    def resolved(
        self,
        references: Sequence[Reference],
        question: str,
        mentions: Sequence[Mention],
        scopes: Sequence[Scope],
    ) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Resolve "Article 50(2)" to pins: with the instrument named nearest to it, else with those in scope."""
        pins: list[str] = []
        missing: list[str] = []
        laws = [m for m in mentions if m.kind == "instrument"]
        for reference in references:
            if laws:
                nearest = min(laws, key=lambda m: _gap(m, reference.start, reference.end))
                instruments: tuple[str, ...] = (nearest.key,)
            else:
                instruments = tuple(i for scope in scopes for i in scope.instruments)
            found = [
                pin
                for instrument in instruments
                for segments in reference.candidates
                if self._exists(pin := join(instrument, segments))
            ]
            if found:
                pins.append(found[0])
            elif inside := [
                pin
                for instrument in instruments
                for segments in reference.candidates
                for pin in self._in_parts(instrument, segments, question)
            ]:
                pins.extend(inside)
            elif laws:
                missing.append(reference.text)
        return tuple(dict.fromkeys(pins)), tuple(dict.fromkeys(missing))

    def numbers(
        self, question: str, references: Sequence[Reference], mentions: Sequence[Mention]
    ) -> list[Reference]:
        """Mere numbers behind the names of texts, and headings in quotation marks, where these have such provisions."""
        laws = [m for m in mentions if m.kind == "instrument"]
        return [
            number
            for law, number in (*bare_references(question, laws), *headings(question, laws))
            if not any(number.start < other.end and other.start < number.end for other in references)
            and any(self._exists(pin) for pin in number.pins(law))
        ]

    def anywhere(
        self, references: Sequence[Reference], instruments: Sequence[str]
    ) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Resolve "Annex X" where no law is named: to the pins of the few instruments that have such a provision.

        The references that many of them have come second, as written.
        """
        pins: list[str] = []
        lawless: list[str] = []
        for reference in references:
            held = (
                [pin for s in reference.candidates if self._exists(pin := join(instrument, s))][:1]
                for instrument in instruments
            )
            found = [pin for of in held for pin in of]
            if len(found) > _FEW:
                lawless.append(reference.text)
            else:
                pins += found
        return tuple(dict.fromkeys(pins)), tuple(dict.fromkeys(lawless))


def _gap(mention: Mention, start: int, end: int) -> int:
    """Characters between a mention and a reference; a law named after its provision is preferred at equal distance."""
    return mention.start - end if mention.start >= end else start - mention.end + 1
