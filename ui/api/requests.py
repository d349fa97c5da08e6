"""What may be asked: the same fields in a JSON body and in a query string."""

import re
from datetime import date
from typing import Annotated, Any, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

from corpus import Jurisdiction, Kind, Lang, Pole
from rag import MAX_QUESTION
from rag.types import Unsupported

MAX_EVIDENCE = 40_000
"""Characters that a claim is held against; reading more would keep others waiting."""
_MAX_IDS = 100
_EXAMPLE = "How fast must serious incidents be reported in the EU and China?"


def _as_day(value: Any) -> Any:
    if value is None or (isinstance(value, date) and type(value) is date):
        return value
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value, re.ASCII):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    shown = repr(value) if not isinstance(value, str) else f"'{value[:40]}'"
    raise ValueError(f"{shown[:60]} is not a date; write it as 2026-11-22")


Day = Annotated[date, BeforeValidator(_as_day)]
Question = Annotated[str, StringConstraints(min_length=1, max_length=MAX_QUESTION)]
Id = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Ids = Annotated[list[Id], Field(max_length=_MAX_IDS)]


class Request(BaseModel):
    """Base of the requests: an unknown field is a fault."""

    model_config = ConfigDict(extra="forbid")


class Written(Request):
    """How an answer is to be written."""

    llm: bool | None = Field(
        default=None,
        description="Whether the server's language model writes the answer, every sentence checked; "
        "if not given, it does where there is one.",
    )
    unsupported: Unsupported | None = Field(
        default=None,
        description="What becomes of a written sentence that its citations do not support: replaced by what the source "
        "says, or left with its mark; as the server is set if not given, else drop.",
    )


class AskRequest(Written):
    """A question."""

    question: Question = Field(description="In English or Chinese.", examples=[_EXAMPLE])
    instruments: Ids = Field(default=[], description="Answer from these only.")
    poles: list[Pole] = Field(default=[], max_length=_MAX_IDS, description="Only instruments of these poles.")
    as_of: Day | None = Field(default=None, description="The day whose law is asked for; today if not given.")
    answer_in: Lang | None = Field(default=None, description="That of the question if not given.")


class SearchRequest(Request):
    """Words to find provisions by."""

    query: Question = Field(description="In English or Chinese.", examples=["watermarks for synthetic audio"])
    limit: int = Field(default=10, ge=1, le=100, description="How many provisions.")
    instruments: Ids = Field(default=[], description="Only these.")
    poles: list[Pole] = Field(default=[], max_length=_MAX_IDS)
    jurisdictions: list[Jurisdiction] = Field(default=[], max_length=_MAX_IDS)
    kinds: list[Kind] = Field(default=[], max_length=_MAX_IDS)
    lang: Lang | None = Field(default=None, description="Only texts in this language.")
    as_of: Day | None = Field(default=None, description="The day whose law is searched; today if not given.")


class CompareRequest(Written):
    """Rows and columns of a matrix."""

    facets: Annotated[list[Id], Field(min_length=1, max_length=_MAX_IDS)] = Field(
        description="Rows; /facets lists them.", examples=[["incident-reporting"]]
    )
    instruments: Ids = Field(default=[], description="Columns; all that treat a facet if not given.")
    poles: list[Pole] = Field(default=[], max_length=_MAX_IDS, description="Only instruments of these poles.")
    as_of: Day | None = Field(default=None, description="The day whose law is compared; today if not given.")
    answer_in: Lang = "en"


class ProvisionRequest(Request):
    """How a provision is to be shown."""

    as_of: Day | None = Field(default=None, description="The day whose wording is shown; today if not given.")
    lang: Lang | None = Field(default=None, description="Only texts in this language.")


class VerifyRequest(Request):
    """A claim, and what it is held against: provisions, or texts."""

    claim: Question = Field(examples=["Providers must report serious incidents."])
    pins: Annotated[list[Id], Field(max_length=20)] = Field(
        default=[], description="Provisions by their pins."
    )
    evidence: str | Annotated[list[str], Field(max_length=_MAX_IDS)] | None = Field(
        default=None, description=f"Texts instead of pins, {MAX_EVIDENCE:,} characters in all."
    )
    as_of: Day | None = Field(default=None, description="The day whose wording of the pins is read.")

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if bool(self.pins) == (self.evidence is not None):
            raise ValueError("give either pins or evidence")
        return self
