"""Questions, hits and answers made by hand, and an engine that gives them."""

from datetime import date
from typing import Any

from corpus import Lang, load_registry
from eval.dataset import Question
from eval.outcome import Outcome
from rag import Answer, Citation, SearchHit, SearchResult, Statement
from rag.types import Plan

DAY = date(2026, 11, 22)


def question(id: str = "q", *gold: tuple[str, ...], **more: Any) -> Question:
    kind = more.pop("kind", "lookup" if gold else "unanswerable")
    return Question(
        id=id,
        lang=more.pop("lang", "en"),
        text=more.pop("text", f"What of {id}?"),
        kind=kind,
        gold=gold,
        dataset=more.pop("dataset", "made"),
        **more,
    )


def hit(pin: str, rank: int = 1, text: str = "A text.") -> SearchHit:
    return SearchHit(
        rank=rank, score=1 / rank, pin=pin, instrument=pin.split("/")[0], label=pin, lang="en", role="digest",
        heading="", text=text,
    )  # fmt: skip


def hits(*pins: str) -> tuple[SearchHit, ...]:
    return tuple(hit(pin, rank) for rank, pin in enumerate(pins, 1))


def answer(text: str = "", *pins: str, lang: Lang = "en", notes: tuple[str, ...] = ()) -> Answer:
    """A statement that cites every pin; an abstention if there is none."""
    cited = tuple(
        Citation(
            id=f"c{i}", pin=pin, label=pin, instrument=pin.split("/")[0], title="Act", lang=lang, role="digest",
            quote=text, start=0, end=len(text), source_sha256="0" * 64,
        )
        for i, pin in enumerate(pins, 1)
    )  # fmt: skip
    said = (
        Statement(
            id="s1",
            text=text,
            instrument=cited[0].instrument,
            citations=tuple(c.id for c in cited),
            support="supported",
            support_score=1,
        ),
    ) if cited else ()  # fmt: skip
    return Answer(
        question="?",
        language=lang,
        mode="extractive",
        as_of=DAY,
        plan=Plan(kind="lookup", instruments=(), facets=()),
        statements=said,
        citations=cited,
        notes=notes,
        abstained=not cited,
        abstain_reason=None if cited else "Nothing in the corpus answers this question.",
    )


def outcome(asked: Question, *pins: str, said: Answer | None = None, **more: Any) -> Outcome:
    return Outcome(question=asked, hits=hits(*pins), answer=said, **more)


class NoDocuments:
    """A catalog that holds nothing."""

    def documents(self, instrument: str | None = None) -> list[Any]:
        return []


class StubIndex:
    catalog = NoDocuments()


class StubEngine:
    """Answers from two tables; an exception in a table is raised."""

    index = StubIndex()
    registry = load_registry()

    def __init__(self, answers: dict[str, Any], found: dict[str, Any] | None = None) -> None:
        self.answers, self.found = answers, found or {}
        self.calls: list[tuple[str, str, date | None]] = []

    def ask(self, text: str, *, as_of: date | None = None) -> Answer:
        self.calls.append(("ask", text, as_of))
        given = self.answers.get(text, answer())
        if isinstance(given, BaseException):
            raise given
        return given

    def search(self, text: str, *, limit: int) -> SearchResult:
        self.calls.append(("search", text, None))
        given = self.found.get(text, ())
        if isinstance(given, BaseException):
            raise given
        return SearchResult(query=text, language="en", timings_ms={}, hits=given[:limit])
