"""An answer while it is being put together: statements, their citations, and quotes as running text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from rag.types import Citation, Statement

_MARKER = re.compile(
    r"^(?:\d{1,3}\s?[.)](?=\s)|(?:[a-z]|[ivx]{1,5})\.(?=\s)|\(\d{1,3}[a-z]?\)|\([a-z]{1,4}\)|\([A-Z]{1,4}\)|第[一二三四五六七八九十百零〇0-9]+条(?:之[一二三四五六七八九十]+)?|"
    r"[（(][一二三四五六七八九十]+[）)]|[一二三四五六七八九十]+、|•|—|–|-|●|\*)\s*"
)


def readable(quote: str) -> str:
    """A quote as running text: white space folded, its number or bullet dropped."""
    text = re.sub(r"\s+", " ", quote).strip()
    text = re.sub(r"(?<=[\u3000-\u9fff\uff00-\uffef]) (?=[\u3000-\u9fff\uff00-\uffef])", "", text)
    previous = None
    while previous != text:
        previous, text = text, _MARKER.sub("", text, count=1)
    return text


@dataclass(slots=True)
class Composition:
    """Statements and citations while an answer is being put together; equal quotes share one citation."""

    day: date
    """The day whose law is asked for."""
    statements: list[Statement] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    _places: dict[tuple[str, int, int], str] = field(default_factory=dict)

    def cite(self, place: tuple[str, int, int], citation: Citation) -> str:
        """Add `citation` (its id is set here) for a place in a source; the id it has in this answer."""
        if place not in self._places:
            key = f"c{len(self.citations) + 1}"
            self._places[place] = key
            self.citations.append(citation.model_copy(update={"id": key}))
        return self._places[place]

    def state(self, text: str, instrument: str, facet: str | None, citations: Sequence[str]) -> str:
        """Add a statement quoted from its sources; its id."""
        for i, statement in enumerate(self.statements):
            if statement.text == text and statement.instrument == instrument:
                merged = tuple(dict.fromkeys([*statement.citations, *citations]))
                self.statements[i] = statement.model_copy(update={"citations": merged})
                return statement.id
        key = f"s{len(self.statements) + 1}"
        self.statements.append(
            Statement(
                id=key,
                text=text,
                instrument=instrument,
                facet=facet,
                citations=tuple(dict.fromkeys(citations)),
                support="supported",
                support_score=1.0,
            )
        )
        return key
