"""What travels through answering: plan → hits → answer. `Answer` is the public JSON contract (DESIGN §4)."""

from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from corpus.types import Lang, Role
from rag.which_laws import Sought

SCHEMA_VERSION = 1

PlanKind = Literal["lookup", "comparative", "reference"]
Support = Literal["supported", "partial", "unsupported"]
Mode = Literal["extractive", "llm"]
Unsupported = Literal["drop", "mark"]
"""What becomes of a sentence that its citations do not support."""


class Model(BaseModel):
    """Base of the JSON models: immutable."""

    model_config = ConfigDict(frozen=True)


# --- the plan -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Scope:
    """A share of the evidence: one side of a comparison, or the whole corpus."""

    key: str
    """Instrument id, or the id of a group (a jurisdiction, the labs …)."""
    instruments: tuple[str, ...]
    named: bool
    """True where the question names the instrument itself, False where it is implied by its group."""
    main: tuple[str, ...] = ()
    """Of a group: the instruments that its name usually means."""


@dataclass(frozen=True, slots=True)
class QuestionPlan:
    """How a question is going to be answered."""

    question: str
    language: Lang
    kind: PlanKind
    scopes: tuple[Scope, ...]
    """The sides of a comparison; a single scope for a lookup that names its law; empty for the whole corpus."""
    rows: tuple[tuple[str, ...], ...] = ()
    """What is asked, a row of the matrix each: the facet that names the row, then others that belong to it."""
    pins: tuple[str, ...] = ()
    """Provisions that the question refers to exactly, resolved to existing pins."""
    missing: tuple[str, ...] = ()
    """References that were understood but stand nowhere in the corpus, as written in the question."""
    lawless: tuple[str, ...] = ()
    """References that stand in too many texts to tell which is meant, as written in the question."""
    outside: tuple[str, ...] = ()
    """Places or laws named in the question that the corpus does not hold, in the question's language."""
    states: tuple[str, ...] = ()
    """Member states named in the question for which the law of their union was taken, in the question's language."""
    topic: str = ""
    """The question without the names of laws and places: what is searched for within each scope."""
    topics: dict[str, str] = field(default_factory=dict)
    """By row, the topic without the facets of the other rows; none where there is one row."""
    by_facet: bool = False
    """True where facets were chosen, or one is named and nothing more asked: what our digests file under them is the
    answer."""

    systems: tuple[str, ...] = ()
    """Facets that only say of which systems or models `by_facet` asks: "incident reporting for frontier models"."""
    sought: Sought | None = None
    """What is asked for where it is laws, or texts of any kind, that hold something: each is told with its best."""

    @property
    def instruments(self) -> tuple[str, ...]:
        """Every instrument in scope, once, in the order of the question."""
        return tuple(dict.fromkeys(i for scope in self.scopes for i in scope.instruments))

    @property
    def names_where(self) -> bool:
        """Whether the question names the law or place that is searched; "in Germany" may ask about anything there."""
        return bool(self.scopes) and not self.states

    @property
    def facets(self) -> tuple[str, ...]:
        """The facet that names each row."""
        return tuple(row[0] for row in self.rows)


# --- retrieval ----------------------------------------------------------------------------------------------------


class Passage(NamedTuple):
    """A sentence or list item of a hit: `text` is the ingested source's `[start:end]`."""

    pin: str
    source: str
    lang: Lang
    role: Role
    start: int
    end: int
    text: str
    score: float
    """All signs together, comparable between passages of one question (see `rag.scoring.Weights`)."""
    cosine: float = 0.0
    """With the question."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One provision that was found, its languages and roles counted once."""

    pin: str
    instrument: str
    score: float
    """0 to 1: how well the provision answers, comparable between questions."""
    source: str
    lang: Lang
    role: Role
    start: int
    end: int
    text: str
    heading: str
    page: int | None
    passages: tuple[Passage, ...] = field(default=())
    """The best sentences, best first."""


# --- the answer ---------------------------------------------------------------------------------------------------


class Plan(Model):
    """The part of the plan that is shown."""

    kind: PlanKind
    instruments: tuple[str, ...]
    facets: tuple[str, ...]


class Parallel(Model):
    """The same provision in the other language."""

    lang: Lang
    quote: str
    role: Role
    start: int
    end: int
    source_sha256: str


class Citation(Model):
    """A quote and where it stands: `quote` is the ingested source's text `[start:end]`, character for character."""

    id: str
    pin: str
    label: str
    """The pin in human form, in the answer's language: `Art. 73(2)`."""
    instrument: str
    title: str
    """Short name of the instrument in the answer's language."""
    heading: str = ""
    lang: Lang
    role: Role
    quote: str
    start: int
    end: int
    source_sha256: str
    url: str | None = None
    page: int | None = None
    status: str = ""
    """Status of the instrument: `in-force`, `vetoed` …"""
    since: date | None = None
    """The first day on which this wording was the law; not given where it was so from the beginning."""
    until: date | None = None
    """The first day on which it no longer was; not given where it still is."""
    applies_from: date | None = None
    """The first day on which the provision applies, to some cases at least; not given where that is not recorded."""
    amended_by: tuple[str, ...] = ()
    """Pins of the amending provisions that made this wording, or ended it; the act's id where they are not known."""
    parallel: Parallel | None = None


class Statement(Model):
    """One thing the answer says, with what it rests on."""

    id: str
    text: str
    instrument: str
    facet: str | None = None
    citations: tuple[str, ...]
    """None only of a sentence that a model wrote without a source, and that is marked for it."""
    support: Support
    support_score: Annotated[float, Field(ge=0, le=1)]
    origin: Literal["quote", "written", "comparison"] = "quote"
    """`written` by a model on one law, or to compare several: then `instrument` is the first of them."""
    reasons: tuple[str, ...] = ()
    """Why it is not supported, in words."""


class Cell(Model):
    """One instrument under one facet."""

    status: Literal["found", "silent"]
    statements: tuple[str, ...] = ()
    uncertain: bool = False
    """Whether what was found may not answer, the text being silent after all."""


class Matrix(Model):
    """The comparison: `cells[row][column]`."""

    rows: tuple[str, ...]
    """Facet ids; the single row `question` where no facet was recognised."""
    columns: tuple[str, ...]
    """Instrument ids."""
    cells: tuple[tuple[Cell, ...], ...]


class Written(Model):
    """What a language model wrote of an answer, and what was left of it after checking."""

    model: str
    unsupported: Unsupported
    sentences: int
    """As first written."""
    kept: int
    """Supported as they were."""
    repaired: int
    """Supported once the model had written them again."""
    dropped: int
    """Replaced by what the source says."""
    marked: int
    """Left in the answer with the mark of what is wrong with them."""
    prompt_tokens: int
    reply_tokens: int


class Answer(Model):
    """The answer to one question, as `crosslex ask --json` prints it."""

    schema_version: int = SCHEMA_VERSION
    question: str
    language: Lang
    mode: Mode
    as_of: date
    plan: Plan
    statements: tuple[Statement, ...] = ()
    matrix: Matrix | None = None
    citations: tuple[Citation, ...] = ()
    notes: tuple[str, ...] = ()
    """What the reader must know beside the statements: amended, revoked, only a digest, not in the corpus."""
    abstained: bool = False
    abstain_reason: str | None = None
    written: Written | None = None
    """Where a model wrote it."""
    timings_ms: dict[str, float] = {}

    @property
    def comparisons(self) -> tuple[Statement, ...]:
        """The statements that compare laws; they stand in no cell of the matrix."""
        return tuple(s for s in self.statements if s.origin == "comparison")

    @property
    def findings(self) -> tuple[Statement, ...]:
        """The statements on one law each."""
        return tuple(s for s in self.statements if s.origin != "comparison")


class SearchHit(Model):
    """One line of `crosslex search --json`."""

    rank: int
    score: float
    pin: str
    instrument: str
    label: str
    lang: Lang
    role: Role
    heading: str
    text: str
    url: str | None = None
    page: int | None = None
    since: date | None = None
    until: date | None = None
    applies_from: date | None = None


class SearchResult(Model):
    """What `crosslex search --json` prints."""

    query: str
    language: Lang
    timings_ms: dict[str, float]
    hits: tuple[SearchHit, ...]


class ProvisionVersion(Model):
    """One source's text of a provision."""

    lang: Lang
    role: Role
    source: str
    """Source key, `<instrument>:<source id>`."""
    source_sha256: str
    edition: str
    heading: str
    path: tuple[str, ...]
    text: str
    start: int
    end: int
    page: int | None
    url: str | None
    since: date | None = None
    """The first day on which this wording was the law; not given where it was so from the beginning."""
    until: date | None = None
    """The first day on which it no longer was; not given where it still is."""
    amended_by: tuple[str, ...] = ()
    """As of `Citation`."""


class ProvisionView(Model):
    """What `crosslex corpus show --json` prints: a provision in every source that holds it, best role first."""

    pin: str
    label: dict[Lang, str]
    instrument: str
    title: dict[Lang, str]
    status: str
    applies_from: date | None = None
    """As of `Citation`."""
    versions: tuple[ProvisionVersion, ...]
    """Of a day, if it was asked for; else all, those that still are the law first."""
    others: int = 0
    """How many versions were left out because they were not the law of that day."""
