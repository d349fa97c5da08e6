"""What came of asking one question of an eval set: the material of every metric."""

from dataclasses import dataclass

from eval.dataset import Question
from eval.faithfulness import Faithfulness
from eval.matching import Group
from ingest import Index
from rag import Answer, Citation, Parallel, SearchHit


@dataclass(frozen=True, slots=True)
class QuoteCheck:
    """Whether a quote of the answer stands, character for character, where its citation says."""

    citation: str
    """Its id in the answer; `c3/parallel` for the quote in the other language."""
    pin: str
    verbatim: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """A question, what `search` found and what `ask` answered."""

    question: Question
    hits: tuple[SearchHit, ...] = ()
    """Best first, ten at most."""
    answer: Answer | None = None
    """None where asking failed."""
    milliseconds: float | None = None
    """From the question to the answer, in a process that has already answered one."""
    quotes: tuple[QuoteCheck, ...] = ()
    faith: Faithfulness | None = None
    """How faithful the answer is to what it cites; None where asking failed or nothing was answered."""
    unheld: tuple[Group, ...] = ()
    """Gold groups of which the index holds nothing: they count as not found."""
    error: str | None = None
    """What went wrong, in one line."""

    @property
    def pins(self) -> tuple[str, ...]:
        """What search found, best first."""
        return tuple(hit.pin for hit in self.hits)

    @property
    def cited(self) -> tuple[str, ...]:
        """The pins of the answer's citations."""
        return tuple(citation.pin for citation in self.answer.citations) if self.answer else ()

    @property
    def abstained(self) -> bool:
        """Whether the engine declined to answer; a failure is no abstention."""
        return self.answer is not None and self.answer.abstained


def check_quotes(answer: Answer, index: Index) -> tuple[QuoteCheck, ...]:
    """Compare every quote of an answer, parallel ones included, with the ingested text that it cites.

    A quote is verbatim if a source of its instrument with the cited SHA-256 and language has exactly these characters
    at `[start:end]`, and the quote is not blank.
    """
    checks = []
    for citation in answer.citations:
        checks.append(QuoteCheck(citation.id, citation.pin, _stands(citation, citation.instrument, index)))
        if (other := citation.parallel) is not None:
            verbatim = _stands(other, citation.instrument, index)
            checks.append(QuoteCheck(f"{citation.id}/parallel", citation.pin, verbatim))
    return tuple(checks)


def _stands(quote: Citation | Parallel, instrument: str, index: Index) -> bool:
    return bool(quote.quote.strip()) and any(
        index.catalog.text(document.source)[quote.start : quote.end] == quote.quote
        for document in index.catalog.documents(instrument)
        if (document.sha256, document.lang) == (quote.source_sha256, quote.lang)
    )
