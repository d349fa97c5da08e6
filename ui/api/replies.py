"""What is answered: the JSON objects of the command line, each with the version of its schema."""

from typing import Literal, TypeVar, cast

from pydantic import BaseModel, Field

from corpus import Lang, Role
from rag import Answer, ProvisionView, SearchResult
from rag.types import SCHEMA_VERSION
from rag.verify import QuoteCheck

Schema = Literal[1]


class _Versioned(BaseModel):
    schema_: Schema = Field(
        default=1, serialization_alias="schema", description="Raised when a field changes."
    )


class AnswerReply(_Versioned, Answer):
    """An answer, as `crosslex ask --json` prints it."""


class SearchReply(_Versioned, SearchResult):
    """Provisions that were found, as `crosslex search --json` prints them."""


class ProvisionReply(_Versioned, ProvisionView):
    """A provision in its texts, as `crosslex corpus show --json` prints it."""


class Evidence(BaseModel):
    """A text of a provision that a claim was held against."""

    pin: str
    source: str
    lang: Lang
    role: Role
    source_sha256: str


class Support(BaseModel):
    """Whether a claim follows from its evidence, as a line of `crosslex verify --json`."""

    claim: str
    pins: list[str] = []
    evidence: str | list[str] | None = None
    support: Literal["supported", "partial", "unsupported"]
    score: float
    reasons: list[str]
    read: list[Evidence] = Field(default=[], description="The texts of the pins that were read.")


class SupportReply(_Versioned, Support):
    """A verdict on a claim."""


class QuoteReply(_Versioned, QuoteCheck):
    """Whether a quote stands in a provision."""


class SourceEntry(BaseModel):
    """A text of an instrument."""

    id: str
    lang: Lang
    role: Role
    edition: str
    url: str | None
    present: bool = Field(description="Whether it is in the index.")


class InstrumentEntry(BaseModel):
    """An instrument and what is held of it."""

    id: str
    title: dict[Lang, str]
    jurisdiction: str
    pole: str
    kind: str
    status: str
    as_of: str
    provisions: dict[Lang, int]
    digests: int
    sources: list[SourceEntry]


class Instruments(BaseModel):
    """What `crosslex corpus list --json` prints."""

    instruments: list[InstrumentEntry]


class InstrumentsReply(_Versioned, Instruments):
    """The instruments."""


class FacetEntry(BaseModel):
    """A facet under which instruments can be compared."""

    id: str
    name: dict[Lang, str]


class Facets(BaseModel):
    """The facets."""

    facets: list[FacetEntry]


class FacetsReply(_Versioned, Facets):
    """The rows of a comparison."""


class Health(BaseModel):
    """What answers here."""

    status: Literal["ok"] = "ok"
    version: str = Field(description="Of crosslex.")
    generation: str = Field(
        description="Of the index; another one after each ingestion that changed something."
    )
    created: str = Field(description="When the index was built, UTC.")
    index_schema: int
    embedder: str
    instruments: int
    provisions: dict[Lang, int]


class HealthReply(_Versioned, Health):
    """The server answers."""


class Failure(BaseModel):
    """Why a request was not answered."""

    error: str = Field(description="One line that says what to do.")


R = TypeVar("R", bound=_Versioned)


def versioned(reply: type[R], body: BaseModel) -> R:
    """A body with the version of its schema."""
    return cast(R, reply.model_construct(**dict(body)))


def render(body: BaseModel) -> bytes:
    """A body as JSON, with the version of its schema first."""
    return f'{{"schema":{SCHEMA_VERSION},'.encode() + body.model_dump_json().encode()[1:]
