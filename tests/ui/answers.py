"""Answers made by hand, with whatever text a test wants to see in them."""

from datetime import date

from corpus import Lang, Role, load_registry
from rag import Answer, Citation, Matrix, ProvisionVersion, ProvisionView, Statement
from rag.types import Cell, Parallel, Plan

DAY = date(2026, 11, 22)
COLUMNS = ("cn-ai-labelling", "us-eo-14409")


def citation(key: str, quote: str, *, lang: Lang = "en", role: Role = "digest", **more: str) -> Citation:
    return Citation(
        id=key,
        pin=f"cn-ai-labelling/art-{key[1:]}",
        label=more.get("label", f"Art. {key[1:]}"),
        instrument="cn-ai-labelling",
        title=more.get("title", "Labelling Measures"),
        heading=more.get("heading", "Labels"),
        lang=lang,
        role=role,
        quote=quote,
        start=4,
        end=4 + len(quote),
        source_sha256="0" * 64,
        url=more.get("url", "https://example.org/act"),
        page=3,
        status="in-force",
        parallel=Parallel(
            lang="zh" if lang == "en" else "en", quote=more.get("parallel", quote), role=role,
            start=0, end=len(quote), source_sha256="1" * 64,
        ),
    )  # fmt: skip


def statement(key: str, text: str, *citations: str, instrument: str = COLUMNS[0]) -> Statement:
    return Statement(
        id=key, text=text, instrument=instrument, citations=citations, support="supported", support_score=1
    )


def comparison(text: str, *, lang: Lang = "en", **more: str) -> Answer:
    """A matrix of two rows and two columns in which `text` stands wherever the corpus may put words."""
    return Answer(
        question=more.get("question", text),
        language=lang,
        mode="extractive",
        as_of=DAY,
        plan=Plan(kind="comparative", instruments=COLUMNS, facets=("labelling", "scope")),
        statements=(
            statement("s1", text, "c1"),
            statement("s2", "Second.", "c1", "c2"),
            statement("s3", "Third.", "c2", instrument=COLUMNS[1]),
        ),
        matrix=Matrix(
            rows=("labelling", "scope"),
            columns=COLUMNS,
            cells=(
                (Cell(status="found", statements=("s1", "s2")), Cell(status="silent")),
                (Cell(status="silent"), Cell(status="found", statements=("s3",))),
            ),
        ),
        citations=(citation("c1", text, **more), citation("c2", "Another quote.", role="authoritative")),
        notes=(more.get("note", text),),
    )


def lookup(text: str) -> Answer:
    """Statements without a matrix."""
    return comparison(text).model_copy(update={"matrix": None})


def abstention(reason: str) -> Answer:
    return Answer(
        question="What of Mongolia?",
        language="en",
        mode="extractive",
        as_of=DAY,
        plan=Plan(kind="lookup", instruments=(), facets=()),
        abstained=True,
        abstain_reason=reason,
    )


class Shelf:
    """Stands in for an engine where only provisions are looked up: each holds its citation's quote between words."""

    def __init__(self, answer: Answer, before: str = "", after: str = "") -> None:
        self.answer, self.before, self.after = answer, before, after
        self.registry = load_registry()

    def provision(self, pin: str) -> ProvisionView:
        cited = next(c for c in self.answer.citations if c.pin == pin)
        text = self.before + cited.quote + self.after
        start = cited.start - len(self.before)
        version = ProvisionVersion(
            lang=cited.lang, role=cited.role, source="s", source_sha256=cited.source_sha256, edition="1",
            heading=cited.heading, path=(), text=text, start=start, end=start + len(text), page=3, url=cited.url,
        )  # fmt: skip
        return ProvisionView(
            pin=pin, label={"en": "", "zh": ""}, instrument="", title={"en": "", "zh": ""}, status="",
            versions=(version,),
        )  # fmt: skip
